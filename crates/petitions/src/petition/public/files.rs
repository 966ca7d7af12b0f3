//! Files of a petition, for whoever has its permit.

use axum::{
    body::Body,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome};

use super::{follow, permit};
use crate::petition::files;

/// Sends a file: what the sender sent, and what went out with an answer.
pub(super) async fn send(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path((code, file)): Path<(String, String)>,
) -> Outcome<Response> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code).into_response());
    }
    let id: i64 = file.parse().map_err(|_| Fault::NotFound)?;
    let whole = follow::Whole::of(&app, &ctx, &code).await?;
    let row = whole.files.iter().find(|row| row.id == id).or_not_found()?;
    let bytes = files::read(&app, row).await?;
    let mut response = Body::from(bytes).into_response();
    files::describe(response.headers_mut(), (&row.name, &row.type_), false);
    Ok(response)
}
