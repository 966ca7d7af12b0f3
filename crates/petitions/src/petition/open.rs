//! What everybody may see of petitions: answered questions, figures, open data (R-P3, R-P5, R-D2).
//!
//! Pages of here read [`super::publications`] and sums of cases; never a petition.

use maud::{Markup, html};
use portal_core::{
    Access, App, Ctx, Outcome, Routes,
    module::{Address, BlockName, HeadLink, SitemapNode},
};

use super::publications::{list_tag, read};

mod answered;
mod block;
mod data;
mod feed;
mod geo_report;
mod statistics;
mod words;

/// The list of answered questions.
pub const ANSWERED: &str = "/kien-nghi/tra-loi";
/// Its feed.
const FEED: &str = "/kien-nghi/rss.xml";
/// The figures.
pub const STATISTICS: &str = "/kien-nghi/thong-ke";
/// What can be taken over as data.
const DATA: &str = "/kien-nghi/du-lieu";

/// Most addresses in `sitemap.xml`.
const MOST_ADDRESSES: i64 = 20_000;

/// The paths.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .page(ANSWERED, &answered::ASKED, answered::list)
        .page("/kien-nghi/tra-loi/{id}", &[], answered::show)
        .page("/kien-nghi/tra-loi/{id}/in", &[], answered::print)
        .get("/kien-nghi/tra-loi/{id}/tep/{file}", Access::Public, answered::file)
        .page(FEED, &[], feed::rss)
        .page(STATISTICS, &["nam"], statistics::show)
        .page("/kien-nghi/thong-ke.csv", &["nam"], statistics::csv)
        .page("/kien-nghi/thong-ke.json", &["nam"], statistics::json)
        .page(DATA, &[], data::show)
        .page("/du-lieu/kien-nghi.csv", &["thang"], data::csv)
        .page("/du-lieu/kien-nghi.json", &["thang", "truoc"], data::json);
    geo_report::routes(routes)
}

/// The pages for the tree people read.
pub fn sitemap(ctx: &Ctx) -> Vec<SitemapNode> {
    let t = ctx.texts();
    [(ANSWERED, "answered-title"), (STATISTICS, "petition-statistics"), (DATA, "petition-data")]
        .map(|(path, key)| SitemapNode {
            title: t.say(key),
            path: path.to_owned(),
            below: Vec::new(),
        })
        .to_vec()
}

/// The pages for machines: each published question at the site that received it.
pub async fn addresses(app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
    ctx.reads(list_tag(ctx.site.id));
    let conn = app.db().site(ctx.site.id).await?;
    let narrow = read::Narrow::default();
    let rows = read::list(&conn, ctx.site.id, &narrow, read::From::Newest, MOST_ADDRESSES).await?;
    let newest = rows.first().map_or(ctx.now, read::Published::changed_at);
    let lang = ctx.site.default_language();
    let lists = [ANSWERED, STATISTICS, DATA].map(|path| Address {
        path: path.to_owned(),
        lang,
        changed_at: newest,
    });
    let own = rows.iter().filter(|row| row.site_id == ctx.site.id.0);
    let own = own.map(|row| Address { path: row.path(), lang, changed_at: row.changed_at() });
    Ok(lists.into_iter().chain(own).collect())
}

/// The feed, in the head of every page.
pub fn head_links(ctx: &Ctx) -> Vec<HeadLink> {
    let title = format!("{} | {}", ctx.texts().say("answered-title"), ctx.site.name(ctx.lang));
    vec![HeadLink { rel: "alternate", mime: "application/rss+xml", title, href: FEED.to_owned() }]
}

/// The block of the home page.
pub async fn block(app: &App, ctx: &Ctx, name: &BlockName<'_>) -> Outcome<Option<Markup>> {
    match name.name {
        "petitions.answered" => block::answered(app, ctx).await,
        _ => Ok(None),
    }
}

/// The same page in the site's other languages: the frame is translated, what people wrote is not.
fn in_all_languages(ctx: &Ctx, path: &str) -> Vec<(portal_core::Lang, String)> {
    ctx.site.languages.iter().map(|lang| (*lang, ctx.site.path(*lang, path))).collect()
}

/// `lang` of what people wrote, on pages in another language.
fn written_in(ctx: &Ctx) -> Option<&'static str> {
    (ctx.lang != portal_core::Lang::VI).then(|| portal_core::Lang::VI.code())
}

/// Plain text as paragraphs.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").map(str::trim).filter(|it| !it.is_empty()) {
            p { @for (at, line) in paragraph.lines().enumerate() { @if at > 0 { br; } (line) } }
        }
    }
}
