//! The newest answers as a feed.

use axum::extract::State;
use portal_core::{
    App, Ctx, Outcome, PublicPage,
    feed::{Entry, Feed},
};

use super::{ANSWERED, FEED, words};
use crate::petition::publications::{
    list_tag,
    read::{self, From, Narrow},
};

/// How many answers the feed holds.
const LENGTH: i64 = 30;

/// The feed as RSS.
pub(super) async fn rss(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let rows = {
        let conn = app.db().site(ctx.site.id).await?;
        read::list(&conn, ctx.site.id, &Narrow::default(), From::Newest, LENGTH).await?
    };
    let title = format!("{} | {}", ctx.texts().say("answered-title"), ctx.site.name(ctx.lang));
    let entries = rows.into_iter().map(|row| Entry {
        id: row.path(),
        path: row.path(),
        summary: words::beginning(&row.question, 300),
        published_at: row.published_at,
        changed_at: row.changed_at(),
        title: row.title,
    });
    let feed = Feed { title, about: ANSWERED.into(), own: FEED.into(), entries: entries.collect() };
    Ok(feed.rss(&app, &ctx))
}
