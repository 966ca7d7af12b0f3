//! The files of an answer: brought by the officer, looked at by the approver.

use axum::{
    extract::{Multipart, Path, State as FromApp},
    response::Response,
};
use bytes::Bytes;
use portal_core::{
    App, Ctx, Fault, OrNotFound as _, Outcome, Redirect,
    files::{self, MAX_BYTES, MediaRefusal, file_name},
};

use super::{begin, number, path, write::pending};
use crate::information::{
    InformationRefusal, Reply, ReplyKind, deliver, facts::ReplyWritten, queries::replies,
};

/// Most files of an answer.
const MOST: usize = 10;

/// Reads the file of a form: its name and bytes.
async fn take(mut form: Multipart) -> Outcome<(String, Bytes)> {
    while let Some(field) = form.next_field().await.map_err(|_| Fault::Malformed("multipart"))? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| MediaRefusal::TooLarge)?;
            if bytes.len() > MAX_BYTES {
                return Err(MediaRefusal::TooLarge.into());
            }
            return if bytes.is_empty() {
                Err(MediaRefusal::Empty.into())
            } else {
                Ok((name, bytes))
            };
        }
    }
    Err(MediaRefusal::Empty.into())
}

/// The answer that may get and lose files now.
fn open_answer(replies: &[Reply]) -> Result<&Reply, InformationRefusal> {
    pending(replies)
        .filter(|reply| reply.kind == ReplyKind::Answer && reply.is_open())
        .ok_or(InformationRefusal::NotNow)
}

/// Adds a file, sealed before it is kept.
pub async fn add(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    form: Multipart,
) -> Outcome<Redirect> {
    let (name, bytes) = take(form).await?;
    let ready = files::examine(&app, (&ctx, ctx.site.id), &name, bytes).await??;
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let reply = open_answer(&replies)?;
    if replies::files_of(&tx, site, reply.id).await?.len() >= MOST {
        return Err(InformationRefusal::NotNow.into());
    }
    let (kind, size) = (ready.kind, ready.size_bytes());
    let place = deliver::keep(&app, site, ready).await?;
    let name = file_name(&name, kind);
    let file = (place, kind.mime(), &*name, size);
    replies::insert_file(&tx, site, reply.id, file, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReplyWritten { request: request.id, site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Takes a file out again.
pub async fn remove(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Redirect> {
    let file = file.parse().map_err(|_| Fault::NotFound)?;
    let (mut tx, request) = begin(&app, &ctx, &id).await?;
    let site = ctx.site.id;
    let replies = replies::of_request(&tx, site, request.id).await?;
    let reply = open_answer(&replies)?;
    let place = replies::delete_file(&tx, site, reply.id, file).await?.or_not_found()?;
    tx.tell(ReplyWritten { request: request.id, site }).await?;
    tx.commit().await?;
    deliver::forget(&app, site, place).await;
    Ok(Redirect::to(ctx.path_to(&path(request.id))))
}

/// Shows a file to whoever handles or approves the request: saved, never opened in the browser.
pub async fn read(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path((id, file)): Path<(String, String)>,
) -> Outcome<Response> {
    let id = number(&id)?;
    let wanted: i64 = file.parse().map_err(|_| Fault::NotFound)?;
    let conn = app.db().site(ctx.site.id).await?;
    for reply in replies::of_request(&conn, ctx.site.id, id).await? {
        let files = replies::files_of(&conn, ctx.site.id, reply.id).await?;
        if let Some(file) = files.into_iter().find(|file| file.id == wanted) {
            let bytes = deliver::read(&app, ctx.site.id, file.place).await?;
            return Ok(deliver::attachment(&file.name, &file.mime, bytes.into()));
        }
    }
    Err(Fault::NotFound)
}
