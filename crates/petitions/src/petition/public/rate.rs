//! How satisfied the sender is with the answer (R-P5): kept apart from the petition.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use chrono::Datelike as _;
use portal_core::{App, Ctx, Fault, Outcome, Posted, Redirect, lang::local_day};

use super::{Answer, follow, followed, permit, queries};

/// Takes a mark, once. No fact, no event and no exact time is left of it, by which it could be found
/// whose mark it was.
pub(super) async fn rate(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code));
    }
    let level = posted.number("level").and_then(|level| i16::try_from(level).ok());
    let Some(level) = level.filter(|level| (1..=3).contains(level)) else {
        return Err(Fault::Malformed("level"));
    };
    let mut tx = app.begin(&ctx).await?;
    let mine = queries::hold(&tx, ctx.site.id, &code).await?;
    if mine.can_be_rated() {
        let today = local_day(ctx.now);
        let month = today.with_day(1).unwrap_or(today);
        let units = (ctx.site.id, mine.unit().unwrap_or(ctx.site.id));
        queries::rate(&tx, units, mine.id(), level, month).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(ctx.path_to(&format!("{}?xong=danh-gia", followed(&code))))))
}
