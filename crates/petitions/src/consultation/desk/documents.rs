//! The documents laid open with a draft.

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    response::Response,
};
use portal_core::{App, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome};

use super::{after, find, first, go, invalid, item, lock, number, require_draft, views};
use crate::consultation::{facts::Changed, files, kinds};

/// Keeps a document.
pub(super) async fn upload(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Response> {
    let mut form = files::read(form).await?;
    let mut faults = FormFaults::default();
    let role = form.posted.line("role");
    if !kinds::DOCUMENTS.contains(&role.as_str()) {
        faults.add("role", FieldFault::NoSuchChoice);
    }
    let ready = match form.ready(&app, &ctx).await? {
        Some(Ok(ready)) if !ready.is_picture() => Some(ready),
        other => {
            let key = match other {
                None => "media-refusal-empty",
                Some(Ok(_)) => "consult-no-picture",
                Some(Err(refusal)) => refusal.key(),
            };
            faults.add("file", FieldFault::Other(key, Vec::new()));
            None
        }
    };
    let (Some(ready), true) = (ready, faults.is_empty()) else {
        let sheet = item::sheet(&app, &ctx, &id).await?;
        return Ok(invalid(views::item::with_faults(&app, &ctx, &sheet, &form.posted, &faults)));
    };
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    let location = after(&ctx, &consultation.desk(), "tep");
    if let Some(done) = first(&tx, &form.posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let (site, of) = (ctx.site.id, consultation.id());
    let named = (role.as_str(), form.name.as_str());
    files::keep(&app, &tx, (site, of), named, ready, ctx.actor.id()).await?;
    tx.tell(Changed { consultation: of.0, what: "files" }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// Sends a document to staff, also before readers see it.
pub(super) async fn send(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Response> {
    let file = number(&file)?;
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let files = files::queries::list(&conn, ctx.site.id, consultation.id()).await?;
    drop(conn);
    let file = files.into_iter().find(|known| known.id == file).or_not_found()?;
    files::send(&app, &ctx, &file, false).await
}

/// Takes a document away.
pub(super) async fn remove(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Response> {
    let file = number(&file)?;
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    require_draft(&consultation, &ctx)?;
    let (site, of) = (ctx.site.id, consultation.id());
    if files::queries::delete(&tx, site, of, file).await? {
        tx.tell(Changed { consultation: of.0, what: "files" }).await?;
        tx.commit().await?;
    }
    Ok(go(after(&ctx, &consultation.desk(), "xoa-tep")))
}
