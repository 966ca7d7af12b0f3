//! Who sent a petition, and the files that came with it (R-P4).

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Page, Posted};
use serde_json::json;

use super::{find, number, sheet, views};
use crate::petition::{
    deeds::facts::SenderSeen,
    events::{self, EventKind, NewEvent},
    files, queries, sender,
};

/// Shows who sent it. Each look is told and stands in the timeline, for staff.
pub async fn look(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    _posted: Posted,
) -> Outcome<Page> {
    let petition = number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    let whole = queries::look(&tx, ctx.site.id, petition).await?.or_not_found()?;
    let who = sender::read(&app, &tx, petition).await?;
    let event = NewEvent {
        petition,
        site: whole.site(),
        acting_site: ctx.site.id,
        person: ctx.actor.id(),
        kind: EventKind::SenderSeen,
        shown: false,
        data: json!({}),
    };
    events::add(&mut tx, event).await?;
    tx.tell(SenderSeen { petition }).await?;
    tx.commit().await?;
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, &ctx, &id).await?;
    let mut sheet = sheet::load(&app, &ctx, &conn, whole).await?;
    sheet.sender = Some(who.unwrap_or_default());
    Ok(Page::new(views::sheet::page(&app, &ctx, &sheet, &[], None)))
}

/// A file of a petition; nobody keeps it, and it runs nothing.
pub async fn file(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, file)): Path<(String, i64)>,
) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, &ctx, &id).await?;
    let row = files::by_id(&conn, whole.id(), file).await?.or_not_found()?;
    let bytes = files::read(&app, &row).await?;
    let mut response = bytes.into_response();
    files::describe(response.headers_mut(), (&row.name, &row.type_), true);
    Ok(response)
}
