//! The published table.

use axum::extract::{Path, State};
use portal_core::{App, Ctx, Fault, Outcome, PublicPage};

use super::{number, page::find, views};
use crate::consultation::{ConsultationId, Stage, desk::table::read, files};

/// The table, once it is published.
pub async fn page(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<PublicPage> {
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    if consultation.stage(ctx.now) != Stage::Finished {
        return Err(Fault::NotFound);
    }
    let conn = app.db().site(ctx.site.id).await?;
    let table = read(&conn, &ctx, &consultation).await?;
    let files = files::queries::list(&conn, ctx.site.id, consultation.id()).await?;
    drop(conn);
    Ok(PublicPage::html(&ctx, views::table::page(&app, &ctx, &consultation, &table, &files)))
}
