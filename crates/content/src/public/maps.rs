//! This context's part of the sitemap, for people and for machines.

use portal_core::{
    App, Ctx, Outcome,
    module::{Address, SitemapNode},
};

use super::queries::{self, Wanted};
use crate::{
    content_type, facts,
    item::ItemId,
    section::{self, Section, Tree},
};

/// Most addresses of a type in `sitemap.xml`; the format ends at 50,000 in all.
const MOST: i64 = 45_000;
/// Most pages in the tree people read.
const MOST_PAGES: i64 = 200;

/// The sections of the language, as a tree.
pub async fn sections(app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
    let conn = app.db().site(ctx.site.id).await?;
    let tree = section::queries::tree(&conn, ctx.site.id).await?;
    Ok(tree.children(None, ctx.lang.code()).map(|section| node(&tree, section, 0)).collect())
}

fn node(tree: &Tree, section: &Section, depth: usize) -> SitemapNode {
    let below = if depth < 16 {
        let children = tree.children(Some(section.id()), &section.language);
        children.map(|child| node(tree, child, depth + 1)).collect()
    } else {
        Vec::new()
    };
    SitemapNode { title: section.title.clone(), path: section.path(), below }
}

/// The pages of the language.
pub async fn pages(app: &App, ctx: &Ctx) -> Outcome<Vec<SitemapNode>> {
    ctx.reads(facts::news(ctx.site.id));
    let conn = app.db().site(ctx.site.id).await?;
    let wanted =
        Wanted { lang: ctx.lang, types: &[crate::page::KEY], before: None, limit: MOST_PAGES };
    let mut lines = queries::newest(&conn, ctx.site.id, wanted).await?;
    lines.sort_by_key(|line| line.id);
    Ok(lines
        .into_iter()
        .map(|line| SitemapNode { path: line.path(), title: line.title, below: Vec::new() })
        .collect())
}

/// The addresses of a type in all languages, newest first.
pub async fn addresses(app: &App, ctx: &Ctx, content_type: &str) -> Outcome<Vec<Address>> {
    ctx.reads(facts::news(ctx.site.id));
    let conn = app.db().site(ctx.site.id).await?;
    let mut all = Vec::new();
    let mut left = MOST;
    for lang in ctx.site.languages.iter().copied() {
        let places = queries::places(&conn, ctx.site.id, lang, content_type, left).await?;
        left = left.saturating_sub(i64::try_from(places.len()).unwrap_or(left));
        all.extend(places.into_iter().map(|place| Address {
            path: content_type::path(content_type, &place.slug, ItemId(place.id)),
            lang,
            changed_at: place.changed_at,
        }));
    }
    Ok(all)
}
