//! Whoever gave an e-mail address confirms it. Looking at the link confirms nothing: mail systems do
//! that by themselves.

use axum::extract::{Path, State};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Page};

use super::views;
use crate::consultation::{
    OpinionId,
    facts::OpinionConfirmed,
    opinion::{CONFIRM, of_token, queries},
};

fn opinion(app: &App, token: &str) -> Outcome<OpinionId> {
    of_token(&app.config().secrets, CONFIRM, token).map(OpinionId).or_not_found()
}

/// The page with the button.
pub async fn ask(ctx: Ctx, State(app): State<App>, Path(token): Path<String>) -> Outcome<Page> {
    let id = opinion(&app, &token)?;
    let conn = app.db().site(ctx.site.id).await?;
    let found = queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()?;
    drop(conn);
    let done = found.email_state() == "confirmed";
    Ok(Page::new(views::comment::confirm(&app, &ctx, &token, done)))
}

/// Confirms.
pub async fn confirm(ctx: Ctx, State(app): State<App>, Path(token): Path<String>) -> Outcome<Page> {
    let id = opinion(&app, &token)?;
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let found = queries::by_id(&tx, site, id).await?.or_not_found()?;
    if queries::confirm(&tx, site, id).await? {
        let consultation = found.consultation_id;
        tx.tell(OpinionConfirmed { consultation, opinion: id.0 }).await?;
        tx.commit().await?;
    }
    Ok(Page::new(views::comment::confirm(&app, &ctx, &token, true)))
}
