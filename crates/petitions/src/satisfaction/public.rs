//! What readers see of satisfaction: the thanks after a mark, the public results.

use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, Outcome, Page, Posted, PublicPage, Redirect,
    lang::local_day,
    robots::{self, Stopped},
    ui::{self, Field, Tone, site::Head},
};
use serde::Deserialize;

use super::{FLOOR, Level, MarkedPage, queries, results, widget::page_fields};
use crate::day_limit;

/// Where marks go, and where the results are.
pub(super) const PATH: &str = "/hai-long";
/// The thanks after a mark.
const THANKS: &str = "/hai-long/cam-on";
/// Name of the form of the second step, for its ticket.
const FORM: &str = "satisfaction-words";
/// Most characters of the second step.
const LONGEST: usize = 500;
/// How many marks a network may give a page in a day.
const MOST_A_DAY: i64 = 10;
/// How many texts a network may send a day.
const MOST_WORDS_A_DAY: i64 = 20;

/// Which page a request is about.
fn page_of(posted: &Posted) -> MarkedPage {
    MarkedPage { path: posted.text("page"), title: posted.text("title") }
}

/// The page a form names, when this site put the form below it.
fn known(app: &App, ctx: &Ctx, page: MarkedPage, seal: &str) -> Outcome<MarkedPage> {
    let sealed = page.is_sealed(&app.config().secrets, ctx, seal);
    if sealed { Ok(page) } else { Err(Fault::Malformed("seal")) }
}

/// Takes a mark. Which pages are kept does not change: the results are counted later.
///
/// Requirement: R-P10.
pub(super) async fn mark(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Redirect> {
    app.rates.count(&app, ctx.address).await?;
    let page = known(&app, &ctx, page_of(&posted), &posted.line("seal"))?;
    let level = Level::parse(&posted.line("mark")).ok_or(Fault::Malformed("mark"))?;
    let mut tx = app.begin(&ctx).await?;
    let what = format!("mark {}", page.path);
    let counted = day_limit::take(&app, &ctx, &tx, &what, MOST_A_DAY).await?;
    if counted {
        queries::insert_mark(&tx, ctx.site.id, &page, level, local_day(ctx.now)).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(Redirect::to(thanks_path(&ctx, &posted, &page, counted)))
}

fn thanks_path(ctx: &Ctx, posted: &Posted, page: &MarkedPage, counted: bool) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("page", &page.path).append_pair("title", &page.title);
    query.append_pair("seal", &posted.line("seal")).append_pair("mark", &posted.line("mark"));
    if !counted {
        query.append_pair("enough", "1");
    }
    ctx.path_to(&format!("{THANKS}?{}", query.finish()))
}

/// The query of the thanks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: String,
    title: String,
    seal: String,
    mark: String,
    enough: String,
    words: String,
}

/// Thanks, and asks what was not good.
pub(super) async fn thanks(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let page = MarkedPage { path: asked.page, title: asked.title };
    let page = known(&app, &ctx, page, &asked.seal)?;
    let state = match (asked.words.is_empty(), asked.enough.is_empty()) {
        (false, _) => Thanks::ForWords,
        (true, false) => Thanks::Enough,
        (true, true) => Thanks::ForMark(Level::parse(&asked.mark)),
    };
    let (posted, faults) = (Posted::default(), FormFaults::default());
    Ok(Page::new(thanks_view(&app, &ctx, &page, state, (&posted, &faults), None)))
}

/// For what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thanks {
    ForMark(Option<Level>),
    ForWords,
    /// The mark was not counted any more.
    Enough,
}

/// Takes what was not good, for the unit alone.
pub(super) async fn words(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    app.rates.count(&app, ctx.address).await?;
    let page = known(&app, &ctx, page_of(&posted), &posted.line("seal"))?;
    let done = format!("{}&words=1", thanks_path(&ctx, &posted, &page, true));
    let again = |faults: &FormFaults, says: Option<&str>| {
        let state = Thanks::ForMark(Some(Level::Unhappy));
        Page::invalid(thanks_view(&app, &ctx, &page, state, (&posted, faults), says))
            .into_response()
    };
    let mut faults = FormFaults::default();
    match robots::check(&app.config().secrets, FORM, &posted, ctx.now) {
        Ok(_) => {}
        Err(Stopped::Trapped) => return Ok(Redirect::to(done).into_response()),
        Err(stopped) => return Ok(again(&faults, Some(&stopped.sentence(&ctx.texts())))),
    }
    let body = faults.check("body", posted.text("body").trim().to_owned(), true, LONGEST);
    if !faults.is_empty() {
        return Ok(again(&faults, None));
    }
    keep_words(&app, &ctx, &page, &body, (posted.key()?, &done)).await?;
    Ok(Redirect::to(done).into_response())
}

/// Keeps words, once for each form, as long as the network still may.
async fn keep_words(
    app: &App,
    ctx: &Ctx,
    page: &MarkedPage,
    body: &str,
    (key, done): (uuid::Uuid, &str),
) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    if tx.once(key, done).await? != Arrival::First {
        return tx.roll_back().await;
    }
    if day_limit::take(app, ctx, &tx, FORM, MOST_WORDS_A_DAY).await? {
        queries::insert_words(&tx, ctx.site.id, page, body, local_day(ctx.now)).await?;
    }
    tx.untold();
    tx.commit().await
}

fn thanks_view(
    app: &App,
    ctx: &Ctx,
    page: &MarkedPage,
    state: Thanks,
    (posted, faults): (&Posted, &FormFaults),
    says: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let (title, text) = match state {
        Thanks::ForMark(Some(Level::Unhappy)) => ("satisfaction-thanks", "satisfaction-sorry"),
        Thanks::ForMark(_) => ("satisfaction-thanks", "satisfaction-noted"),
        Thanks::ForWords => ("satisfaction-thanks", "satisfaction-words-noted"),
        Thanks::Enough => ("satisfaction-enough", "satisfaction-enough-text"),
    };
    let main = html! {
        div.wrap.narrow {
            div.message data-tone=(if state == Thanks::Enough { "warn" } else { "ok" }) {
                h1 { (t.say(title)) }
                p { (t.say(text)) }
                p.message-do {
                    a.btn.btn-main href=(ctx.path_to(&page.path)) { (t.say("satisfaction-back")) }
                    a.btn href=(ctx.path_to(PATH)) { (t.say("satisfaction-see-results")) }
                }
            }
            @if state == Thanks::ForMark(Some(Level::Unhappy)) {
                @if let Some(says) = says { (ui::flash(Tone::Bad, says)) }
                (ui::fault_summary(&t, faults, |_| t.say("satisfaction-words")))
                form.form method="post" action=(ctx.path_to(&format!("{PATH}/gop-y"))) data-once=(t.say("satisfaction-sending")) novalidate {
                    (ui::form_key(Some(posted)))
                    (robots::fields(app, ctx, FORM))
                    (page_fields(app, ctx, page))
                    (Field::new(&t, posted, faults, "body", "satisfaction-words").hint("satisfaction-words-hint").max(LONGEST).area(4))
                    div.buttons { button.btn { (t.say("satisfaction-words-send")) } }
                }
            }
        }
    };
    let head = Head { title: t.say(title), path: PATH.into(), no_index: true, ..Head::default() };
    ui::site::page(app, ctx, &head, Some(&[]), &main)
}

/// The public results of this month and this year. Sums change each hour, so the page is not kept
/// for longer.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let t = ctx.texts();
    let today = local_day(ctx.now);
    let (month, year) = (results::month_of(today), results::year_of(today));
    let conn = app.db().site(ctx.site.id).await?;
    let site = ctx.site.id;
    let of_month = queries::of_site(&conn, site, month).await?;
    let of_year = queries::of_site(&conn, site, year).await?;
    let months = queries::by_month(&conn, site, year).await?;
    let order = queries::PageOrder::MostMarked;
    let pages = queries::by_page(&conn, site, year, (FLOOR, order), 50).await?;
    let title = t.say("satisfaction-results");
    let main = html! { div.wrap {
        div.page-title { h1 { (title) } p.page-lead { (t.say("satisfaction-results-lead")) } }
        @if of_year.all() == 0 {
            (ui::empty(&t.say("satisfaction-none"), &t.say("satisfaction-none-text"), None))
        } @else {
            (results::totals(&t, today, of_month, of_year))
            (results::months(&t, &months))
            @if !pages.is_empty() { h2 id="pages" { (t.say("satisfaction-pages")) } }
            (results::pages(ctx.lang, &t, &pages, "pages", |path| ctx.path_to(path)))
        }
        p.hint { (t.with("satisfaction-fine", [("floor", FLOOR.into()), ("at", t.date_time(ctx.now).into())])) }
    } };
    let head = Head { title, path: PATH.into(), ..Head::default() };
    let page = ui::site::page(&app, &ctx, &head, Some(&[]), &main);
    Ok(PublicPage::html(&ctx, page).until(Some(ctx.now + TimeDelta::minutes(30))))
}
