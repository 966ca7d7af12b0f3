//! The desk of requests for information: list, request, replies (R-P9).

use axum::extract::{Query, State as FromApp};
use chrono::Datelike as _;
use maud::{Markup, html};
use portal_core::{
    Access, App, Ctx, Fault, OrNotFound as _, Outcome, Page, Routes, Texts, Tx,
    deadline::{self, Clock},
    files::MAX_BYTES,
    lang::local_day,
    ui::{self, desk::DeskPage},
};
use serde::Deserialize;

use super::{
    InformationRequestId, Request, State,
    module::KEY,
    permissions::{APPROVE, HANDLE, IDENTITY, READ},
    queries::{self, Narrow, replies},
    register, track,
};

mod act;
mod decide;
mod enter;
mod item;
mod upload;
mod write;

/// The list.
pub const PATH: &str = "/quan-tri/yeu-cau-thong-tin";
const PER_PAGE: usize = 30;

/// Its routes.
pub fn routes(routes: Routes) -> Routes {
    let (read, handle) = (Access::Staff(READ), Access::Staff(HANDLE));
    let (approve, identity) = (Access::Staff(APPROVE), Access::Staff(IDENTITY));
    routes
        .get(PATH, read, list)
        .post("/quan-tri/yeu-cau-thong-tin/so", read, register::export)
        .get("/quan-tri/yeu-cau-thong-tin/nhap", handle, enter::form)
        .post("/quan-tri/yeu-cau-thong-tin/nhap", handle, enter::save)
        .get("/quan-tri/yeu-cau-thong-tin/{id}", read, item::page)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/tiep-nhan", handle, act::accept)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/da-bo-sung", handle, act::completed)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/khong-xem-xet", handle, act::discard)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/giao", handle, act::handed_over)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/cap-lai", handle, act::reissue)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/danh-tinh", identity, act::identity)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/phieu", identity, act::sheet)
        .get("/quan-tri/yeu-cau-thong-tin/{id}/soan/{kind}", handle, write::form)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/soan/{kind}", handle, write::save)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/bo-ban-soan", handle, write::discard)
        .post_files("/quan-tri/yeu-cau-thong-tin/{id}/tep", handle, 2 * MAX_BYTES, upload::add)
        .get("/quan-tri/yeu-cau-thong-tin/{id}/tep/{file}", read, upload::read)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/tep/{file}/bo", handle, upload::remove)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/trinh", handle, decide::submit)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/duyet", approve, decide::approve)
        .post("/quan-tri/yeu-cau-thong-tin/{id}/tra-lai", approve, decide::give_back)
}

/// Path of a request's page.
pub fn path(id: InformationRequestId) -> String {
    format!("{PATH}/{id}")
}

/// The number in a path; anything else is not there.
fn number(text: &str) -> Outcome<InformationRequestId> {
    text.parse().map(InformationRequestId).map_err(|_| Fault::NotFound)
}

/// Begins a write on a request, which is held until it ends.
async fn begin(app: &App, ctx: &Ctx, id: &str) -> Outcome<(Tx, Request)> {
    let id = number(id)?;
    let tx = app.begin(ctx).await?;
    let request = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    Ok((tx, request))
}

/// The query of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `dang`, `duyet`, `het`, or a state.
    muc: String,
    /// Year of arrival.
    nam: String,
    /// Words.
    q: String,
    /// Lines after this one.
    truoc: String,
}

/// A line of the list.
struct Line {
    request: Request,
    clock: Option<Clock>,
}

async fn list(ctx: Ctx, FromApp(app): FromApp<App>, Query(asked): Query<Asked>) -> Outcome<Page> {
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let waiting = replies::submitted(&conn, site).await?;
    let narrow = Narrow {
        state: State::parse(&asked.muc),
        open: asked.muc.is_empty() || asked.muc == "dang",
        year: asked.nam.parse().ok(),
        words: Some(asked.q.trim().chars().take(100).collect()).filter(|q: &String| !q.is_empty()),
        before: asked.truoc.parse().ok(),
    };
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut requests = if asked.muc == "duyet" {
        let mut all = Vec::new();
        for id in &waiting {
            all.extend(queries::by_id(&conn, site, *id).await?);
        }
        all
    } else {
        queries::list(&conn, site, &narrow, limit).await?
    };
    let more = requests.len() > PER_PAGE;
    requests.truncate(PER_PAGE);
    let clocks = deadline::running(&conn, site, KEY).await?;
    let counts = queries::counts(&conn, site).await?;
    drop(conn);
    let line = |request: Request| {
        let subject = request.subject();
        let clock = clocks.iter().find(|clock| clock.subject == subject).cloned();
        Line { request, clock }
    };
    let older = requests.last().filter(|_| more).map(|last| last.id.0);
    let lines: Vec<Line> = requests.into_iter().map(line).collect();
    let open = counts
        .iter()
        .filter(|(state, _)| State::parse(state).is_some_and(State::is_open))
        .map(|(_, count)| count)
        .sum();
    let tabs = Tabs { open, waiting: waiting.len() };
    Ok(Page::new(list_view(&app, &ctx, &asked, &lines, older, &tabs)))
}

struct Tabs {
    open: i64,
    waiting: usize,
}

fn list_view(
    app: &App,
    ctx: &Ctx,
    asked: &Asked,
    lines: &[Line],
    older: Option<i64>,
    tabs: &Tabs,
) -> Markup {
    let t = ctx.texts();
    let title = t.with("information-desk-title", [("site", ctx.site.name(ctx.lang).into())]);
    let actions = html! {
        @if ctx.may(HANDLE) {
            a.btn.btn-main href=(ctx.path_to(&format!("{PATH}/nhap"))) { (t.say("information-enter")) }
        }
    };
    let main = html! {
        (tab_bar(ctx, &t, asked, tabs))
        (finder(ctx, &t, asked))
        @if lines.is_empty() {
            (ui::empty(&t.say("information-desk-empty"), &t.say("information-desk-empty-text"), None))
        } @else {
            (table(app, ctx, &t, lines))
        }
        @let next = older.map(|id| ctx.path_to(&format!("{PATH}?muc={}&nam={}&q={}&truoc={id}", asked.muc, asked.nam, encoded(&asked.q))));
        (ui::pager(&t, None, next.as_deref()))
        (register::export_form(ctx, &t))
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say("information-desk-lead")),
        entry: PATH,
        trail: &[],
        actions,
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn tab_bar(ctx: &Ctx, t: &Texts, asked: &Asked, tabs: &Tabs) -> Markup {
    let waiting = i64::try_from(tabs.waiting).unwrap_or_default();
    let all = [
        ("", "information-tab-open", Some(tabs.open)),
        ("duyet", "information-tab-waiting", Some(waiting)),
        ("het", "information-tab-all", None),
    ];
    let here = if asked.muc == "dang" { "" } else { &asked.muc };
    html! {
        nav.tabs aria-label=(t.say("information-tabs")) { ul {
            @for (word, key, count) in all {
                @let href = if word.is_empty() { PATH.to_owned() } else { format!("{PATH}?muc={word}") };
                li { a href=(ctx.path_to(&href)) aria-current=[(word == here).then_some("page")] {
                    (t.say(key)) @if let Some(count) = count { " " span.count { (count) } }
                } }
            }
        } }
    }
}

fn finder(ctx: &Ctx, t: &Texts, asked: &Asked) -> Markup {
    let now = local_day(ctx.now).year();
    html! {
        form.finder method="get" action=(ctx.path_to(PATH)) {
            div.finder-line {
                label.sr for="fq" { (t.say("information-find")) }
                input id="fq" name="q" type="search" value=(asked.q) placeholder=(t.say("information-find"));
                button.btn { (t.say("search")) }
            }
            details.fold open[State::parse(&asked.muc).is_some() || !asked.nam.is_empty()] {
                summary { (t.say("information-filter")) }
                div.field-row {
                    div.field {
                        label for="f-muc" { (t.say("information-standing")) }
                        select id="f-muc" name="muc" {
                            option value="het" { (t.say("information-tab-all")) }
                            option value="" selected[asked.muc.is_empty()] { (t.say("information-tab-open")) }
                            @for state in State::ALL {
                                option value=(state.as_str()) selected[asked.muc == state.as_str()] { (t.say(&state.text_key())) }
                            }
                        }
                    }
                    div.field {
                        label for="f-nam" { (t.say("information-year")) }
                        select id="f-nam" name="nam" {
                            option value="" { (t.say("information-year-any")) }
                            @for year in (now - 4..=now).rev() {
                                option value=(year) selected[asked.nam == year.to_string()] { (year) }
                            }
                        }
                    }
                }
                div.buttons { button.btn.btn-main { (t.say("information-filter-do")) } }
            }
        }
    }
}

fn table(app: &App, ctx: &Ctx, t: &Texts, lines: &[Line]) -> Markup {
    let calendar = app.calendars.of(ctx.site.id);
    html! {
        table.table data-cards {
            caption.sr { (t.say("information-tabs")) }
            thead { tr {
                th scope="col" { (t.say("information-column-what")) }
                th scope="col" { (t.say("information-received")) }
                th scope="col" { (t.say("information-standing")) }
                th scope="col" { (t.say("information-due")) }
            } }
            tbody {
                @for line in lines {
                    tr {
                        td.cell-main {
                            a href=(ctx.path_to(&path(line.request.id))) { (line.request.title) }
                            p.meta {
                                span { (line.request.name(t)) }
                                span { (t.say(&line.request.channel.text_key())) }
                            }
                        }
                        td data-label=(t.say("information-received")) { (ui::moment(t, line.request.received_at)) }
                        td data-label=(t.say("information-standing")) { (track::state_badge(t, line.request.state)) }
                        td data-label=(t.say("information-due")) {
                            @if let Some(clock) = &line.clock {
                                (t.day(clock.due_on)) " " (ui::deadline::badge(t, clock, &calendar, ctx.now))
                            } @else { "–" }
                        }
                    }
                }
            }
        }
    }
}
