//! The schedule as everybody sees it: by month, for paper, as a calendar feed, on the home page.

use axum::{
    extract::{Query, State as FromApp},
    http::HeaderValue,
};
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, OrNotFound as _, Outcome, PublicPage, Routes, Texts,
    lang::local_day,
    ui::{self, Tone, site::Head},
};
use serde::Deserialize;

use super::{
    Notice, NoticeKind, Office, Session, State, facts, ical,
    month::{Month, tomorrow},
    queries,
};

/// The page.
pub const PATH: &str = "/lich-tiep-cong-dan";
/// The calendar feed.
pub const FEED: &str = "/lich-tiep-cong-dan.ics";
const PRINT: &str = "/lich-tiep-cong-dan/in";
/// How many of the next receptions the home page shows.
const ON_HOME: i64 = 3;

/// Its public routes.
pub fn routes(routes: Routes) -> Routes {
    routes.page(PATH, &["thang"], page).page(PRINT, &["thang"], print).page(FEED, &[], feed)
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    thang: String,
}

/// A month of the schedule.
struct Shown {
    month: Month,
    /// The first and the last month that have a page.
    span: (Month, Month),
    office: Option<Office>,
    sessions: Vec<Session>,
    notices: Vec<Notice>,
}

async fn shown(app: &App, ctx: &Ctx, asked: &Asked) -> Outcome<Shown> {
    ctx.reads(facts::schedule(ctx.site.id));
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let span = span(&conn, ctx).await?;
    let month = match asked.thang.as_str() {
        "" => Month::of(local_day(ctx.now)),
        month => Month::parse(month).or_not_found()?,
    };
    if !(span.0..=span.1).contains(&month) {
        return Err(Fault::NotFound);
    }
    let office = queries::office(&conn, site, true).await?;
    let sessions = queries::between(&conn, site, month.span(), true).await?;
    let mut notices = queries::notices_of(&conn, site, &sessions).await?;
    notices.retain(|notice| notice.approved);
    Ok(Shown { month, span, office, sessions, notices })
}

/// From the first reception to the last, with this month and the next in any case: pages without end
/// would lead every search engine round in them.
async fn span(conn: &AsyncPgConnection, ctx: &Ctx) -> Outcome<(Month, Month)> {
    let now = Month::of(local_day(ctx.now));
    let known = queries::first_and_last(conn, ctx.site.id).await?;
    let (first, last) = known.map_or((now, now), |(first, last)| {
        (Month::of(local_day(first)), Month::of(local_day(last)))
    });
    Ok((first.min(now), last.max(now.after())))
}

fn head(t: &Texts, month: Month, path: &str) -> Head {
    Head {
        title: t.say("module-reception"),
        description: t.with("reception-lead", [("month", month.name().into())]),
        path: path.to_owned(),
        ..Head::default()
    }
}

async fn page(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let shown = shown(&app, &ctx, &asked).await?;
    let t = ctx.texts();
    let main = html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.say("module-reception")) }
                p.page-lead { (t.with("reception-lead", [("month", shown.month.name().into())])) }
            }
            (office(&t, shown.office.as_ref()))
            (months(&ctx, &t, &shown))
            (schedule(&ctx, &t, &shown))
            div.article-tools {
                a.tool href=(ctx.path_to(&format!("{PRINT}?thang={}", shown.month.word()))) { (ui::icon("print")) (t.say("reception-print")) }
                a.tool href=(ctx.path_to(FEED)) { (ui::icon("calendar")) (t.say("reception-feed")) }
            }
        }
    };
    let head = head(&t, shown.month, PATH);
    let markup = ui::site::page(&app, &ctx, &head, Some(&[]), &main);
    Ok(PublicPage::html(&ctx, markup).until(tomorrow(ctx.now)))
}

async fn print(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let shown = shown(&app, &ctx, &asked).await?;
    let t = ctx.texts();
    let main = html! {
        main.print-page.official id="main" {
            p.official-unit { b { (ctx.site.name(ctx.lang)) } }
            h1 { (t.with("reception-desk-title", [("month", shown.month.name().into())])) }
            (office(&t, shown.office.as_ref()))
            (schedule(&ctx, &t, &shown))
            p.print-do {
                button.btn.btn-main type="button" data-do="print" hidden data-js { (t.say("print-do")) }
                " " a href=(ctx.path_to(PATH)) { (t.say("reception-back")) }
            }
        }
    };
    let head = Head { no_index: true, ..head(&t, shown.month, PRINT) };
    let markup = ui::site::print_page(&app, &ctx, &head, &main);
    Ok(PublicPage::html(&ctx, markup).until(tomorrow(ctx.now)))
}

/// What is to come, and the last two months: a calendar that subscribes keeps both.
async fn feed(ctx: Ctx, FromApp(app): FromApp<App>) -> Outcome<PublicPage> {
    ctx.reads(facts::schedule(ctx.site.id));
    let now = Month::of(local_day(ctx.now));
    let (from, _) = now.before().before().span();
    let (_, until) = (0..12).fold(now, |month, _| month.after()).span();
    let conn = app.db().site(ctx.site.id).await?;
    let all = queries::between(&conn, ctx.site.id, (from, until), true).await?;
    drop(conn);
    let name = ctx.site.name(ctx.lang);
    let body = ical::feed(&ctx.texts(), name, &ctx.site.host, ctx.now, &all);
    let mime = HeaderValue::from_static("text/calendar; charset=utf-8");
    Ok(PublicPage::of(&ctx, mime, body).until(tomorrow(ctx.now)))
}

fn office(t: &Texts, office: Option<&Office>) -> Markup {
    html! {
        @if let Some(office) = office {
            dl.record {
                div { dt { (t.say("reception-place")) } dd { (office.place) } }
                div { dt { (t.say("reception-times")) } dd { (office.times) } }
                @if !office.contact.is_empty() { div { dt { (t.say("reception-contact")) } dd { (office.contact) } } }
            }
        }
    }
}

fn months(ctx: &Ctx, t: &Texts, shown: &Shown) -> Markup {
    let (month, (first, last)) = (shown.month, shown.span);
    let now = Month::of(local_day(ctx.now));
    let at = |month: Month| ctx.path_to(&format!("{PATH}?thang={}", month.word()));
    let around = [month.before(), month, month.after()];
    html! {
        nav.subsections aria-label=(t.say("reception-months")) { ul {
            @if !around.contains(&now) { li { a href=(at(now)) { (t.say("reception-this-month")) } } }
            @for one in around.into_iter().filter(|one| (first..=last).contains(one)) {
                li { a href=(at(one)) aria-current=[(one == month).then_some("page")] {
                    (t.with("reception-month", [("month", one.name().into())])) } }
            }
        } }
    }
}

fn schedule(ctx: &Ctx, t: &Texts, shown: &Shown) -> Markup {
    html! {
        @if shown.sessions.is_empty() {
            div.empty {
                p.empty-title { (t.say("reception-empty")) }
                p { (t.say("reception-empty-text")) }
            }
        } @else {
            ol.week {
                @for session in &shown.sessions {
                    li.week-day {
                        h2.week-date { (ui::deadline::day(t, local_day(session.plan.starts_at))) }
                        (entry(ctx, t, session, &shown.notices))
                    }
                }
            }
        }
    }
}

/// The hours of a reception: `08:00–11:00`.
pub fn hours(t: &Texts, session: &Session) -> String {
    let hour = |at| t.date_time(at).split(' ').next_back().unwrap_or_default().to_owned();
    format!("{}–{}", hour(session.plan.starts_at), hour(session.plan.ends_at))
}

fn entry(ctx: &Ctx, t: &Texts, session: &Session, notices: &[Notice]) -> Markup {
    let plan = &session.plan;
    let row = |key: &str, value: &str| {
        html! { @if !value.is_empty() { li { span { span.meta { (t.say(key)) ": " } (value) } } } }
    };
    html! {
        div {
            p {
                span.week-hour { (hours(t, session)) } " "
                b { (plan.post) ": " (plan.receiver) } " "
                @if session.state == State::Cancelled { (ui::badge(Tone::Bad, &t.say("reception-is-cancelled"))) }
                @if !plan.exception.is_empty() { " " (ui::badge(Tone::Gold, &t.say("reception-unplanned"))) }
                @if plan.ends_at <= ctx.now && session.state == State::Published { " " (ui::badge(Tone::Plain, &t.say("reception-past"))) }
            }
            ul {
                (row("reception-where", &plan.place))
                (row("reception-participants", &plan.participants))
                (row("reception-content", &plan.content))
                (row("reception-exception", &plan.exception))
            }
            @for notice in notices.iter().filter(|notice| notice.reception == session.id) { (changed(t, notice)) }
        }
    }
}

fn changed(t: &Texts, notice: &Notice) -> Markup {
    let at = notice.decided_at.map(|at| t.date(at)).unwrap_or_default();
    let key = match notice.kind {
        NoticeKind::Changed => "reception-changed-notice",
        NoticeKind::Cancelled => "reception-cancelled-notice",
    };
    html! {
        div.notice data-tone="warn" {
            p.notice-title { (t.with(key, [("at", at.into())])) }
            @if notice.kind == NoticeKind::Changed {
                p { (t.with_all("reception-was", vec![
                    ("at", t.date_time(notice.old_starts_at)), ("place", notice.old_place.clone()),
                ])) }
            }
            p { (t.with("reception-reason-is", [("reason", notice.reason.as_str().into())])) }
        }
    }
}

/// The next receptions, for the home page; nothing when there are none.
pub async fn block(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    ctx.reads(facts::schedule(ctx.site.id));
    let conn = app.db().site(ctx.site.id).await?;
    let next = queries::coming(&conn, ctx.site.id, ctx.now, ON_HOME).await?;
    drop(conn);
    if next.is_empty() {
        return Ok(None);
    }
    let t = ctx.texts();
    Ok(Some(html! {
        section.block aria-labelledby="b-reception" {
            div.block-head {
                h2.block-title id="b-reception" { a href=(ctx.path_to(PATH)) { (t.say("module-reception")) } }
                a.more href=(ctx.path_to(PATH)) { (t.say("reception-all")) span.sr { " " (t.say("module-reception")) } }
            }
            ol.week {
                @for session in &next {
                    li.week-day {
                        h3.week-date { (ui::deadline::day(&t, local_day(session.plan.starts_at))) }
                        ul { li { span.week-hour { (hours(&t, session)) } " " span { (session.plan.post) ". " span.meta { (session.plan.place) } } } }
                    }
                }
            }
        }
    }))
}
