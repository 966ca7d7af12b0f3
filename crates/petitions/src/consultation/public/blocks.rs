//! The home page's block, and the module's place in the sitemap.

use maud::Markup;
use portal_core::{
    App, Ctx, Lang, Outcome,
    module::{Address, SitemapNode},
};

use super::views;
use crate::consultation::{PUBLIC, facts, next_change, opinion, queries};

/// How many open consultations the home page shows.
const SHOWN: i64 = 4;

/// The consultations open now; nothing where there are none.
pub async fn open(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    let site = ctx.site.id;
    ctx.reads(facts::list_tag(site));
    let conn = app.db().site(site).await?;
    if let Some(opening) = queries::next_opening(&conn, site, ctx.now).await? {
        ctx.true_until(opening);
    }
    let lines = queries::list_open(&conn, site, ctx.now, SHOWN).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    for line in &lines {
        if let Some(moment) = next_change(line.opens_at, line.closes_at, ctx.now) {
            ctx.true_until(moment);
        }
    }
    let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let counts = opinion::queries::count_published(&conn, site, &ids).await?;
    Ok(Some(views::list::block(ctx, &lines, &counts)))
}

/// The module's line of the sitemap, with what is open below it.
pub async fn sitemap(app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
    let site = ctx.site.id;
    ctx.reads(facts::list_tag(site));
    let conn = app.db().site(site).await?;
    let lines = queries::list_open(&conn, site, ctx.now, 30).await?;
    for line in &lines {
        ctx.true_until(line.closes_at);
    }
    let below = lines.into_iter().map(|line| SitemapNode {
        path: format!("{PUBLIC}/{}", line.id),
        title: line.title,
        below: Vec::new(),
    });
    Ok(vec![SitemapNode {
        title: ctx.texts().say("consultations"),
        path: PUBLIC.to_owned(),
        below: below.collect(),
    }])
}

/// The addresses of what readers see; drafts are in Vietnamese.
pub async fn addresses(app: &App, ctx: &Ctx) -> Outcome<Vec<Address>> {
    let site = ctx.site.id;
    ctx.reads(facts::list_tag(site));
    let conn = app.db().site(site).await?;
    let lines = queries::list_public(&conn, site).await?;
    let address = |path: String, changed_at| Address { path, lang: Lang::VI, changed_at };
    let newest = lines.iter().map(|line| line.changed_at).max();
    let mut addresses: Vec<Address> =
        newest.map(|at| address(PUBLIC.to_owned(), at)).into_iter().collect();
    addresses.extend(
        lines.into_iter().map(|line| address(format!("{PUBLIC}/{}", line.id), line.changed_at)),
    );
    Ok(addresses)
}
