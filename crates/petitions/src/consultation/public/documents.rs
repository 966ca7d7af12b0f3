//! Documents as readers get them.

use axum::{
    extract::{Path, State},
    response::Response,
};
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome};

use super::{number, page::find};
use crate::consultation::{ConsultationId, Stage, files};

/// Sends a document, from the opening minute on.
pub async fn send(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Response> {
    let file = number(&file)?;
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    if consultation.stage(ctx.now) == Stage::Announced {
        return Err(Fault::NotFound);
    }
    let conn = app.db().site(ctx.site.id).await?;
    let files = files::queries::list(&conn, ctx.site.id, consultation.id()).await?;
    drop(conn);
    let file = files.into_iter().find(|known| known.id == file).or_not_found()?;
    files::send(&app, &ctx, &file, true).await
}
