//! Following a request with its code and secret: how it stands, what the unit wrote, taking it back,
//! adding what was missing. Everything is sent by POST, so that neither stands in an address.

use axum::{
    extract::State as FromApp,
    response::{IntoResponse as _, Response},
};
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{
    Access, App, Ctx, FormFaults, OrNotFound as _, Outcome, Page, Posted, Refusal as _, Routes,
    Texts,
    deadline::{self, Deadline},
    ui::{self, Field, Tone, site::Head},
};

use super::{
    InformationRequestId, Reply, ReplyState, Request, State, clocks,
    facts::{RequestCompleted, RequestWithdrawn},
    links, official, public,
    queries::{self, replies},
    sealed,
};

/// The look-up.
pub const PATH: &str = "/yeu-cau-thong-tin/tra-cuu";
const WITHDRAW: &str = "/yeu-cau-thong-tin/tra-cuu/rut";
const COMPLETE: &str = "/yeu-cau-thong-tin/tra-cuu/bo-sung";
const SHEET: &str = "/yeu-cau-thong-tin/tra-cuu/phieu";
/// Longest addition, in characters.
const MAX_ADDITION: usize = 4_000;

/// Its routes.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(PATH, Access::Public, ask)
        .post(PATH, Access::Public, show)
        .stays_open()
        .post(WITHDRAW, Access::Public, withdraw)
        .post(COMPLETE, Access::Public, complete)
        .post(SHEET, Access::Public, sheet)
}

/// The hidden fields of every form on a request's own page.
fn credentials(code: &str, secret: &str) -> Markup {
    html! {
        input type="hidden" name="code" value=(code);
        input type="hidden" name="secret" value=(secret);
    }
}

/// A button that opens a request's own page.
pub fn open_form(ctx: &Ctx, code: &str, secret: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(ctx.path_to(PATH)) {
            (credentials(code, secret))
            p.message-do { button.btn.btn-main { (label) } }
        }
    }
}

async fn ask(ctx: Ctx, FromApp(app): FromApp<App>) -> Page {
    Page::new(look_up(&app, &ctx, &Posted::default(), None))
}

fn look_up(app: &App, ctx: &Ctx, posted: &Posted, note: Option<&str>) -> Markup {
    let t = ctx.texts();
    let none = FormFaults::default();
    // The secret does not come back into a page that it did not open.
    let shown = Posted::from_pairs([("code", posted.line("code"))]);
    let main = html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.say("information-track")) }
                p.page-lead { (t.say("information-track-lead")) }
            }
            @if let Some(note) = note { (ui::flash(Tone::Bad, note)) }
            form.form method="post" action=(ctx.path_to(PATH)) {
                (Field::new(&t, &shown, &none, "code", "information-code").hint("information-code-hint").required().width("s").input("text"))
                (Field::new(&t, &shown, &none, "secret", "information-secret").hint("information-secret-hint").required().width("s").complete("off").input("text"))
                div.buttons { button.btn.btn-main { (t.say("information-track-do")) } }
            }
        }
    };
    public::lone(app, ctx, t.say("information-track"), PATH, &main)
}

/// A request that was opened, and by what.
struct Opened {
    id: InformationRequestId,
    code: String,
    secret: String,
}

/// Opens a request. Of a wrong code and a wrong secret the answer is the same, and so is the work.
///
/// Requirement: R-P9.
async fn open(app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Result<Opened, Response>> {
    app.rates.count(app, ctx.address).await?;
    let code = links::tidy(&posted.line("code"));
    let secret = links::tidy(&posted.line("secret"));
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::by_code(&conn, ctx.site.id, &code).await?;
    drop(conn);
    let kept = found.as_ref().map(|(_, mac)| &mac[..]);
    let opens = links::opens(&app.config().secrets, &code, &secret, kept);
    match found.filter(|_| opens) {
        Some((id, _)) => Ok(Ok(Opened { id, code, secret })),
        None => {
            let note = ctx.texts().say("information-track-none");
            let page = look_up(app, ctx, posted, Some(&note));
            Ok(Err(Page::invalid(page).into_response()))
        }
    }
}

async fn show(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let opened = match open(&app, &ctx, &posted).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let conn = app.db().site(ctx.site.id).await?;
    let page = page(&app, &ctx, &conn, &opened, None, &FormFaults::default()).await?;
    Ok(Page::new(page).into_response())
}

async fn withdraw(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let opened = match open(&app, &ctx, &posted).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let request = queries::lock(&tx, site, opened.id).await?.or_not_found()?;
    let done = request.withdraw();
    if done.is_ok() {
        for reply in replies::of_request(&tx, site, opened.id).await? {
            // What was being written is not sent any more; its files stay with it, sealed.
            if reply.state == ReplyState::Submitted {
                replies::set_state(&tx, site, reply.id, ReplyState::Draft).await?;
            }
        }
        clocks::stop(&mut tx, &request, ctx.now).await?;
        queries::move_to(&tx, site, opened.id, State::Withdrawn, ctx.now).await?;
        tx.tell(RequestWithdrawn { request: opened.id, site }).await?;
        tx.commit().await?;
    } else {
        tx.roll_back().await?;
    }
    let t = ctx.texts();
    let note = match done {
        Ok(()) => (Tone::Ok, t.say("information-withdrawn-done")),
        Err(refusal) => (Tone::Bad, refusal.sentence(&t)),
    };
    let conn = app.db().site(site).await?;
    let page = page(&app, &ctx, &conn, &opened, Some(note), &FormFaults::default()).await?;
    Ok(Page::new(page).into_response())
}

/// Takes what was missing: the clock starts anew from now.
async fn complete(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let opened = match open(&app, &ctx, &posted).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let site = ctx.site.id;
    let mut faults = FormFaults::default();
    let words = faults.check("addition", posted.text("addition"), true, MAX_ADDITION);
    let mut note = None;
    if faults.is_empty() {
        let mut tx = app.begin(&ctx).await?;
        let request = queries::lock(&tx, site, opened.id).await?.or_not_found()?;
        if request.state == State::Incomplete && request.valid_at.is_none() {
            let sealed = sealed::seal_words(&app.config().secrets, site, opened.id, &words)?;
            queries::insert_addition(&tx, site, opened.id, &sealed, ctx.now).await?;
            queries::set_valid(&tx, site, opened.id, Some(ctx.now)).await?;
            clocks::begin(&app, &mut tx, &ctx, opened.id, request.channel, ctx.now).await?;
            tx.tell(RequestCompleted { request: opened.id, site }).await?;
            tx.commit().await?;
        } else {
            tx.roll_back().await?;
        }
        note = Some((Tone::Ok, ctx.texts().say("information-completed-done")));
    }
    let conn = app.db().site(site).await?;
    let page = page(&app, &ctx, &conn, &opened, note, &faults).await?;
    let page = if faults.is_empty() { Page::new(page) } else { Page::invalid(page) };
    Ok(page.into_response())
}

/// The request, or one of the unit's replies, as the law's form for paper.
async fn sheet(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let opened = match open(&app, &ctx, &posted).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let conn = app.db().site(ctx.site.id).await?;
    let request = queries::by_id(&conn, ctx.site.id, opened.id).await?.or_not_found()?;
    let reply = match posted.number("reply") {
        None => None,
        Some(id) => Some(
            sent(&conn, &ctx, opened.id)
                .await?
                .into_iter()
                .find(|reply| reply.id.0 == id)
                .or_not_found()?,
        ),
    };
    let page = official::sheet(&app, &ctx, &conn, &request, reply.as_ref()).await?;
    Ok(Page::new(page).into_response())
}

/// What the unit has sent, oldest first.
async fn sent(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    id: InformationRequestId,
) -> Outcome<Vec<Reply>> {
    let mut all = replies::of_request(conn, ctx.site.id, id).await?;
    all.retain(|reply| reply.state == ReplyState::Sent);
    Ok(all)
}

async fn page(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    opened: &Opened,
    note: Option<(Tone, String)>,
    faults: &FormFaults,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let request = queries::by_id(conn, ctx.site.id, opened.id).await?.or_not_found()?;
    let replies = sent(conn, ctx, opened.id).await?;
    let clocks = deadline::of_subject(conn, &request.subject()).await?;
    let title = t.with("information-own", [("code", request.code.as_str().into())]);
    let main = html! {
        div.wrap.narrow {
            @if let Some((tone, note)) = &note { (ui::flash(*tone, note)) }
            (ui::fault_summary(&t, faults, |_| t.say("information-addition")))
            div.page-title { h1 { (title) } p.page-lead { (request.title) } }
            (standing(app, ctx, &t, &request, &clocks))
            @if request.state == State::Incomplete && request.valid_at.is_none() {
                (addition(ctx, &t, opened, faults))
            }
            @for reply in &replies { (said(ctx, &t, opened, reply)) }
            (acts(ctx, &t, opened, &request))
        }
    };
    let head = Head { title, path: PATH.to_owned(), no_index: true, ..Head::default() };
    Ok(ui::site::page(app, ctx, &head, Some(&public::trail(ctx, &t)), &main))
}

fn standing(app: &App, ctx: &Ctx, t: &Texts, request: &Request, clocks: &[Deadline]) -> Markup {
    let running = clocks::running(clocks);
    html! {
        dl.record {
            div { dt { (t.say("information-standing")) } dd { (state_badge(t, request.state)) } }
            div { dt { (t.say("information-received")) } dd { (ui::moment(t, request.received_at)) } }
            @if let Some((number, year)) = request.number {
                div { dt { (t.say("information-register-number")) } dd { (number) "/" (year) } }
            }
            div { dt { (t.say("information-wish")) } dd { (t.say(&request.wish.text_key())) } }
            @if let Some(clock) = running {
                div { dt { (t.say("information-due")) } dd {
                    (t.day(clock.due_on)) " "
                    (ui::deadline::badge(t, clock, &app.calendars.of(ctx.site.id), ctx.now))
                } }
            }
        }
        @if let Some(clock) = running { (ui::deadline::why(t, clock)) }
    }
}

fn said(ctx: &Ctx, t: &Texts, opened: &Opened, reply: &Reply) -> Markup {
    html! {
        section.said data-who="unit" {
            h2.said-by { (t.say(&reply.kind.text_key())) }
            p.meta { @if let Some(at) = reply.decided_at { (ui::moment(t, at)) } }
            div.prose { (words(t, reply)) }
            form method="post" action=(ctx.path_to(SHEET)) {
                (credentials(&opened.code, &opened.secret))
                input type="hidden" name="reply" value=(reply.id);
                button.btn.btn-small { (ui::icon("print")) (t.say("information-sheet-open")) }
            }
        }
    }
}

/// What a reply says, for its reader: reasons, days, costs, words.
pub fn words(t: &Texts, reply: &Reply) -> Markup {
    html! {
        @for paragraph in reply.text.split("\n\n").filter(|part| !part.trim().is_empty()) { p { (paragraph) } }
        @if let Some(until) = reply.until { p { (t.with("information-until", [("until", t.day(until).into())])) } }
        @if !reply.body.is_empty() { p { (t.with("information-body-is", [("body", reply.body.as_str().into())])) } }
        @if !reply.costs.is_empty() { p { (t.with("information-costs-are", [("costs", reply.costs.as_str().into())])) } }
    }
}

fn addition(ctx: &Ctx, t: &Texts, opened: &Opened, faults: &FormFaults) -> Markup {
    let none = Posted::default();
    html! {
        form.form.panel method="post" action=(ctx.path_to(COMPLETE)) {
            (credentials(&opened.code, &opened.secret))
            (Field::new(t, &none, faults, "addition", "information-addition").hint("information-addition-hint")
                .required().max(MAX_ADDITION).width("full").area(5))
            div.buttons { button.btn.btn-main { (t.say("information-addition-send")) } }
        }
    }
}

fn acts(ctx: &Ctx, t: &Texts, opened: &Opened, request: &Request) -> Markup {
    html! {
        div.buttons {
            form method="post" action=(ctx.path_to(SHEET)) {
                (credentials(&opened.code, &opened.secret))
                button.btn { (ui::icon("print")) (t.say("information-print-request")) }
            }
        }
        @if request.withdraw().is_ok() {
            details.fold {
                summary { (t.say("information-withdraw")) }
                form.form method="post" action=(ctx.path_to(WITHDRAW)) {
                    (credentials(&opened.code, &opened.secret))
                    p { (t.say("information-withdraw-text")) }
                    div.buttons { button.btn.btn-danger { (t.say("information-withdraw-do")) } }
                }
            }
        }
    }
}

/// The badge of a state.
pub fn state_badge(t: &Texts, state: State) -> Markup {
    let tone = match state {
        State::Arrived | State::Incomplete => Tone::Warn,
        State::Accepted => Tone::Info,
        State::Answered => Tone::Ok,
        State::Refused => Tone::Bad,
        State::Transferred => Tone::Gold,
        State::Withdrawn | State::Discarded => Tone::Plain,
    };
    ui::badge(tone, &t.say(&state.text_key()))
}
