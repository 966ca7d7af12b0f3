//! The record as a list.

use axum::extract::{RawQuery, State};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Page,
    fact::record::{self, Cursor, Entry},
};

use super::{
    ask::{Ask, Scope},
    views,
    words::{self, Named},
};

const PER_PAGE: usize = 50;

/// What a page of the list shows.
pub(super) struct Listed {
    pub scope: Scope,
    pub ask: Ask,
    pub entries: Vec<Entry>,
    pub older: Option<Cursor>,
    pub named: Named,
}

/// The record of a unit, through the site's own door.
pub(super) async fn of_unit(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    show(&app, &ctx, &conn, Scope::Unit, Ask::of_query(query.as_deref())).await
}

/// The record of all sites.
pub(super) async fn of_all(
    ctx: Ctx,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    show(&app, &ctx, &conn, Scope::All, Ask::of_query(query.as_deref())).await
}

async fn show(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    scope: Scope,
    ask: Ask,
) -> Outcome<Page> {
    let filter = ask.filter(app, conn).await?;
    let site = ask.site(app, ctx, scope);
    let limit = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = record::list(conn, site, &filter, ask.after, limit).await?;
    let more = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let last = entries.last().filter(|_| more);
    let older = last.map(|entry| Cursor { at: entry.fact.at, id: entry.fact.id });
    let named = words::names(app, conn, &entries, &ask.about).await?;
    let listed = Listed { scope, ask, entries, older, named };
    Ok(Page::new(views::page(app, ctx, &listed)))
}
