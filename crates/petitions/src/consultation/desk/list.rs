//! The list of consultations on the desk.

use axum::extract::State;
use portal_core::{App, Ctx, Outcome, Page};

use super::{Query, asked, views};
use crate::consultation::queries;

/// The list.
pub(super) async fn page(ctx: Ctx, State(app): State<App>, query: Query) -> Outcome<Page> {
    let asked = asked(query);
    let conn = app.db().site(ctx.site.id).await?;
    let lines = queries::list(&conn, ctx.site.id).await?;
    Ok(Page::new(views::list::page(&app, &ctx, &lines, &asked.tab, &asked.xong)))
}
