//! The desk of citizen reception: the month's plan, its approval, changes (Law on Citizen Reception,
//! Article 24).

use axum::extract::{Query, State as FromApp};
use maud::{Markup, html};
use portal_core::{
    Access, App, Ctx, Fault, OrNotFound as _, Outcome, Page, Routes, Texts, Tx,
    lang::local_day,
    ui::{self, Tone, desk::DeskPage},
};
use serde::Deserialize;

use super::{
    Notice, Office, ReceptionId, Session, State, last_day_to_post, may_decide,
    month::Month,
    permissions::{APPROVE, EDIT, READ},
    public::hours,
    queries,
};

mod change;
mod decide;
mod plan;

/// The plan.
pub const PATH: &str = "/quan-tri/tiep-cong-dan";

/// Its routes.
pub fn routes(routes: Routes) -> Routes {
    let (read, edit, approve) = (Access::Staff(READ), Access::Staff(EDIT), Access::Staff(APPROVE));
    routes
        .get(PATH, read, month)
        .get("/quan-tri/tiep-cong-dan/moi", edit, plan::new)
        .post("/quan-tri/tiep-cong-dan/moi", edit, plan::create)
        .post("/quan-tri/tiep-cong-dan/chep", edit, plan::copy)
        .post("/quan-tri/tiep-cong-dan/trinh", edit, decide::submit_month)
        .post("/quan-tri/tiep-cong-dan/duyet", approve, decide::approve_month)
        .get("/quan-tri/tiep-cong-dan/noi-tiep", edit, change::office_form)
        .post("/quan-tri/tiep-cong-dan/noi-tiep", edit, change::office)
        .post("/quan-tri/tiep-cong-dan/noi-tiep/duyet", approve, decide::office)
        .get("/quan-tri/tiep-cong-dan/{id}/sua", edit, plan::edit)
        .post("/quan-tri/tiep-cong-dan/{id}/sua", edit, plan::save)
        .post("/quan-tri/tiep-cong-dan/{id}/trinh", edit, decide::submit)
        .post("/quan-tri/tiep-cong-dan/{id}/bo", edit, plan::discard)
        .post("/quan-tri/tiep-cong-dan/{id}/duyet", approve, decide::approve)
        .post("/quan-tri/tiep-cong-dan/{id}/tra-lai", approve, decide::give_back)
        .get("/quan-tri/tiep-cong-dan/{id}/thay-doi", edit, change::form)
        .post("/quan-tri/tiep-cong-dan/{id}/thay-doi", edit, change::save)
        .post("/quan-tri/tiep-cong-dan/{id}/thay-doi/duyet", approve, decide::change)
}

/// The facts' subject of a reception.
fn about(id: ReceptionId) -> String {
    format!("reception:{id}")
}

/// The facts' subject of the place and the regular times.
const OFFICE: &str = "reception-office";

fn number(text: &str) -> Outcome<ReceptionId> {
    text.parse().map(ReceptionId).map_err(|_| Fault::NotFound)
}

/// Begins a write on a reception, which is held until it ends.
async fn begin(app: &App, ctx: &Ctx, id: &str) -> Outcome<(Tx, Session)> {
    let id = number(id)?;
    let tx = app.begin(ctx).await?;
    let session = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    Ok((tx, session))
}

/// The desk's page of a reception's month.
fn path_of(ctx: &Ctx, session: &Session) -> String {
    let month = Month::of(local_day(session.plan.starts_at));
    ctx.path_to(&format!("{PATH}?thang={}", month.word()))
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
}

/// A month's plan.
struct Plan {
    month: Month,
    sessions: Vec<Session>,
    notices: Vec<Notice>,
    office: Option<Office>,
    waiting: Option<Office>,
}

async fn month(ctx: Ctx, FromApp(app): FromApp<App>, Query(asked): Query<Asked>) -> Outcome<Page> {
    let month = Month::parse(&asked.thang).unwrap_or_else(|| Month::of(local_day(ctx.now)));
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let sessions = queries::between(&conn, site, month.span(), false).await?;
    let notices = queries::notices_of(&conn, site, &sessions).await?;
    let office = queries::office(&conn, site, true).await?;
    let waiting = queries::office(&conn, site, false).await?;
    drop(conn);
    let plan = Plan { month, sessions, notices, office, waiting };
    Ok(Page::new(view(&app, &ctx, &plan)))
}

fn view(app: &App, ctx: &Ctx, plan: &Plan) -> Markup {
    let t = ctx.texts();
    let title = t.with("reception-desk-title", [("month", plan.month.name().into())]);
    let actions = html! {
        @if ctx.may(EDIT) {
            a.btn.btn-main href=(ctx.path_to(&format!("{PATH}/moi?thang={}", plan.month.word()))) { (t.say("reception-new")) }
        }
    };
    let main = html! {
        (office_panel(ctx, &t, plan))
        (months(ctx, &t, plan.month))
        @if plan.sessions.is_empty() {
            (ui::empty(&t.say("reception-desk-empty"), &t.say("reception-desk-empty-text"), None))
        } @else {
            (table(app, ctx, &t, plan))
        }
        (whole_month(ctx, &t, plan))
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say("reception-desk-lead")),
        entry: PATH,
        trail: &[],
        actions,
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn months(ctx: &Ctx, t: &Texts, month: Month) -> Markup {
    html! {
        nav.tabs aria-label=(t.say("reception-months")) { ul {
            @for one in [month.before(), month, month.after()] {
                li { a href=(ctx.path_to(&format!("{PATH}?thang={}", one.word()))) aria-current=[(one == month).then_some("page")] {
                    (t.with("reception-month", [("month", one.name().into())])) } }
            }
        } }
    }
}

fn office_panel(ctx: &Ctx, t: &Texts, plan: &Plan) -> Markup {
    let shown = |office: &Office| {
        html! {
            dl.record {
                div { dt { (t.say("reception-place")) } dd { (office.place) } }
                div { dt { (t.say("reception-times")) } dd { (office.times) } }
                @if !office.contact.is_empty() { div { dt { (t.say("reception-contact")) } dd { (office.contact) } } }
            }
        }
    };
    html! {
        section.panel aria-labelledby="office" {
            h2.panel-title id="office" { (t.say("reception-office")) }
            @match &plan.office {
                Some(office) => (shown(office)),
                None => p.hint { (t.say("reception-office-none")) },
            }
            @if let Some(office) = &plan.waiting {
                div.notice data-tone="warn" {
                    p.notice-title { (t.say("reception-office-waits")) }
                    (shown(office))
                    @if ctx.may(APPROVE) && may_decide(ctx.actor.id(), office.author).is_ok() {
                        form method="post" action=(ctx.path_to(&format!("{PATH}/noi-tiep/duyet"))) {
                            input type="hidden" name="office" value=(office.id);
                            button.btn.btn-main { (t.say("reception-approve")) }
                        }
                    }
                }
            }
            @if ctx.may(EDIT) { p { a.btn href=(ctx.path_to(&format!("{PATH}/noi-tiep"))) { (t.say("reception-office-edit")) } } }
        }
    }
}

/// The badge of a state.
fn badge(t: &Texts, state: State) -> Markup {
    let tone = match state {
        State::Draft => Tone::Plain,
        State::Submitted => Tone::Warn,
        State::Returned | State::Cancelled => Tone::Bad,
        State::Published => Tone::Ok,
    };
    ui::badge(tone, &t.say(&state.text_key()))
}

fn table(app: &App, ctx: &Ctx, t: &Texts, plan: &Plan) -> Markup {
    html! {
        table.table data-cards {
            caption.sr { (t.with("reception-desk-title", [("month", plan.month.name().into())])) }
            thead { tr {
                th scope="col" { (t.say("reception-who")) }
                th scope="col" { (t.say("reception-when")) }
                th scope="col" { (t.say("reception-state")) }
                th scope="col" { (t.say("reception-do")) }
            } }
            tbody { @for session in &plan.sessions { (row(app, ctx, t, session, &plan.notices)) } }
        }
    }
}

fn row(app: &App, ctx: &Ctx, t: &Texts, session: &Session, notices: &[Notice]) -> Markup {
    let plan = &session.plan;
    let waiting = notices.iter().find(|one| one.reception == session.id && !one.approved);
    html! {
        tr {
            td.cell-main {
                b { (plan.post) ": " (plan.receiver) }
                p.meta { span { (plan.place) } @if !plan.content.is_empty() { span { (plan.content) } } }
                @if session.state == State::Returned && !session.note.is_empty() { p.error { (session.note) } }
                @if let Some(notice) = waiting {
                    p { (ui::badge(Tone::Warn, &t.say("reception-change-waits"))) " " (t.date_time(notice.starts_at)) ". " (notice.reason) }
                }
            }
            td data-label=(t.say("reception-when")) { (ui::deadline::day(t, local_day(plan.starts_at))) " " (hours(t, session)) }
            td data-label=(t.say("reception-state")) {
                (badge(t, session.state))
                @if !plan.exception.is_empty() { " " (ui::badge(Tone::Gold, &t.say("reception-unplanned"))) }
                (lead_time(app, ctx, t, session))
            }
            td.cell-do { (buttons(ctx, t, session, waiting)) }
        }
    }
}

/// Until when what is not public yet has to be posted.
fn lead_time(app: &App, ctx: &Ctx, t: &Texts, session: &Session) -> Markup {
    let open = matches!(session.state, State::Draft | State::Submitted | State::Returned);
    let last = last_day_to_post(app, ctx, session.plan.starts_at).ok().filter(|_| open);
    html! {
        @if let Some(last) = last {
            @let key = if local_day(ctx.now) > last { "reception-post-late" } else { "reception-post-by" };
            p.meta { (t.with(key, [("day", t.day(last).into())])) }
        }
    }
}

fn buttons(ctx: &Ctx, t: &Texts, session: &Session, waiting: Option<&Notice>) -> Markup {
    let at = |word: &str| ctx.path_to(&format!("{PATH}/{}/{word}", session.id));
    let button = |word: &str, key: &str| {
        html! { form method="post" action=(at(word)) { button.btn.btn-small { (t.say(key)) } } }
    };
    let (edits, approves) = (ctx.may(EDIT), ctx.may(APPROVE));
    let me = ctx.actor.id();
    html! {
        @if edits && session.is_open() {
            a.btn.btn-small href=(at("sua")) { (t.say("reception-edit")) }
            (button("trinh", "reception-submit"))
            (button("bo", "reception-drop"))
        }
        @if approves && session.state == State::Submitted && may_decide(me, session.author).is_ok() {
            (button("duyet", "reception-approve"))
            details.fold {
                summary { (t.say("reception-return")) }
                form method="post" action=(at("tra-lai")) {
                    div.field { label for={ "note-" (session.id) } { (t.say("reception-note")) }
                        input type="text" id={ "note-" (session.id) } name="note" required; }
                    button.btn.btn-small { (t.say("reception-return")) }
                }
            }
        }
        @if edits && waiting.is_none() && session.change(ctx.now).is_ok() {
            a.btn.btn-small href=(at("thay-doi")) { (t.say("reception-change")) }
        }
        @if let Some(notice) = waiting.filter(|notice| approves && may_decide(me, notice.author).is_ok()) {
            form method="post" action=(at("thay-doi/duyet")) {
                input type="hidden" name="notice" value=(notice.id);
                button.btn.btn-small name="do" value="approve" { (t.say("reception-approve-change")) }
                button.btn.btn-small name="do" value="return" { (t.say("reception-return")) }
            }
        }
    }
}

/// What can be done with the whole month at once.
fn whole_month(ctx: &Ctx, t: &Texts, plan: &Plan) -> Markup {
    let any = |state: fn(&Session) -> bool| plan.sessions.iter().any(state);
    let form = |word: &str, key: &str| {
        html! {
            form method="post" action=(ctx.path_to(&format!("{PATH}/{word}"))) {
                input type="hidden" name="month" value=(plan.month.word());
                button.btn { (t.say(key)) }
            }
        }
    };
    html! {
        div.buttons {
            @if ctx.may(EDIT) { (form("chep", "reception-copy")) }
            @if ctx.may(EDIT) && any(Session::is_open) { (form("trinh", "reception-submit-month")) }
            @if ctx.may(APPROVE) && any(|session| session.state == State::Submitted) { (form("duyet", "reception-approve-month")) }
        }
    }
}
