//! Feeds: the newest articles of a site or a section, as RSS 2.0 and Atom (R-C14).

use axum::extract::{Path, State};
use portal_core::{
    App, Ctx, OrNotFound as _, Outcome, PublicPage,
    feed::{Entry, Feed},
};

use super::queries::{self, Line, Wanted};
use crate::{facts, section};

/// How many articles a feed holds.
const LENGTH: i64 = 30;

/// The site's feed as RSS.
pub async fn rss(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let feed = newest(&app, &ctx, "/rss.xml").await?;
    Ok(feed.rss(&app, &ctx))
}

/// The site's feed as Atom.
pub async fn atom(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let feed = newest(&app, &ctx, "/atom.xml").await?;
    Ok(feed.atom(&app, &ctx))
}

/// A section's feed as RSS.
pub async fn section(
    ctx: Ctx,
    State(app): State<App>,
    Path(slug): Path<String>,
) -> Outcome<PublicPage> {
    let conn = app.db().site(ctx.site.id).await?;
    let tree = section::queries::tree(&conn, ctx.site.id).await?;
    let section = tree.by_slug(ctx.lang.code(), &slug).or_not_found()?;
    let within = tree.within(section.id());
    for id in &within {
        ctx.reads(facts::section(*id));
    }
    let types = super::types_on(&app, &ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit: LENGTH };
    let lines = queries::in_sections(&conn, ctx.site.id, &within, wanted).await?;
    let feed = Feed {
        title: format!("{} | {}", section.title, ctx.site.name(ctx.lang)),
        about: section.path(),
        own: format!("{}/rss.xml", section.path()),
        entries: lines.into_iter().map(entry).collect(),
    };
    Ok(feed.rss(&app, &ctx))
}

async fn newest(app: &App, ctx: &Ctx, own: &str) -> Outcome<Feed> {
    ctx.reads(facts::news(ctx.site.id));
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit: LENGTH };
    let conn = app.db().site(ctx.site.id).await?;
    let lines = queries::newest(&conn, ctx.site.id, wanted).await?;
    Ok(Feed {
        title: ctx.site.name(ctx.lang).to_owned(),
        about: "/".into(),
        own: own.into(),
        entries: lines.into_iter().map(entry).collect(),
    })
}

fn entry(line: Line) -> Entry {
    Entry {
        id: format!("/tin/{}", line.id),
        path: line.path(),
        published_at: line.published_at,
        changed_at: line.changed_at(),
        title: line.title,
        summary: line.lead,
    }
}
