//! Files of consultations: posted, kept, sent.

use std::collections::HashMap;

use axum::{
    body::Body,
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::{Bytes, BytesMut};
use object_store::path::Path as StorePath;
use portal_core::{
    App, Ctx, Fault, Outcome, Posted, SiteId, Tx,
    files::{self, Content, Held, MAX_BYTES, MediaRefusal, Ready, disposition},
};
use serde::{Deserialize, Serialize};

use super::ConsultationId;

pub mod queries;

use queries::{File, NewFile};

/// Most bytes a form with a file may have: far above what is taken, so that whoever sends too much is
/// told so by a page.
pub const BODY_BYTES: usize = 3 * MAX_BYTES;

/// Most bytes of the other fields of such a form, together.
const MOST_TEXT: usize = 2_000_000;

/// A form with at most one file.
#[derive(Default)]
pub struct Form {
    /// Its other fields.
    pub posted: Posted,
    /// Name the file has with its sender.
    pub name: String,
    /// The file, where one was chosen, or why it is not taken.
    pub file: Option<Result<Bytes, MediaRefusal>>,
}

impl Form {
    /// Recognises the file; `None` where none was chosen.
    pub async fn ready(
        &mut self,
        app: &App,
        ctx: &Ctx,
    ) -> Outcome<Option<Result<Ready, MediaRefusal>>> {
        match self.file.take() {
            None => Ok(None),
            Some(Ok(bytes)) => {
                files::examine(app, (ctx, ctx.site.id), &self.name, bytes).await.map(Some)
            }
            Some(Err(refusal)) => Ok(Some(Err(refusal))),
        }
    }
}

/// Reads a form with one file in the field `file`.
pub async fn read(form: Result<Multipart, MultipartRejection>) -> Outcome<Form> {
    let mut form = form.map_err(|_| Fault::Malformed("content-type"))?;
    let (mut read, mut left) = (Form::default(), MOST_TEXT);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(read),
            Err(error) => return broken_off(read, &error),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let most = if file_name.is_some() { MAX_BYTES } else { left };
        let bytes = match take(field, most).await {
            Ok(bytes) => bytes,
            Err(error) => return broken_off(read, &error),
        };
        match (file_name, bytes) {
            (Some(file_name), bytes) if name == "file" => {
                let chosen = !file_name.is_empty() || bytes.as_ref().is_ok_and(|b| !b.is_empty());
                read.file = chosen.then_some(bytes);
                read.name = file_name;
            }
            (Some(_), _) => {}
            (None, Ok(bytes)) => {
                left = left.saturating_sub(bytes.len());
                read.posted.put(name, String::from_utf8_lossy(&bytes).into_owned());
            }
            (None, Err(_)) => return Err(Fault::Malformed("too-large")),
        }
    }
}

/// A form past the limit of the whole body still gets its page; one that breaks off does not.
fn broken_off(mut read: Form, error: &MultipartError) -> Outcome<Form> {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        read.file = Some(Err(MediaRefusal::TooLarge));
        return Ok(read);
    }
    Err(Fault::Malformed("multipart"))
}

async fn take(
    mut field: Field<'_>,
    most: usize,
) -> Result<Result<Bytes, MediaRefusal>, MultipartError> {
    let (mut bytes, mut too_large) = (BytesMut::new(), false);
    while let Some(chunk) = field.chunk().await? {
        too_large |= bytes.len() + chunk.len() > most;
        if !too_large {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(if too_large { Err(MediaRefusal::TooLarge) } else { Ok(bytes.freeze()) })
}

/// Keeps a document of a consultation: bytes first, so that a row never lacks its file.
pub async fn keep(
    app: &App,
    tx: &Tx,
    (site, id): (SiteId, ConsultationId),
    (role, name): (&str, &str),
    ready: Ready,
    by: Option<portal_core::PersonId>,
) -> Outcome<i64> {
    let name = files::file_name(name, ready.kind);
    let (mime, size_bytes, hash) = (ready.kind.mime(), ready.size_bytes(), ready.hash);
    let lay = |content: Content| Ok(vec![(place(site, &hash), content.bytes)]);
    ready.keep(app, site, lay).await?;
    let new = NewFile { role, name: &name, mime, size_bytes, sha256: &hash, by, at: tx.now() };
    Ok(queries::insert(tx, site, id, &new).await?)
}

/// Keeps bytes the portal made itself.
pub async fn keep_bytes(
    app: &App,
    tx: &Tx,
    (site, id): (SiteId, ConsultationId),
    (role, name): (&str, &str),
    (mime, bytes, hash): (&str, Bytes, [u8; 32]),
    by: Option<portal_core::PersonId>,
) -> Outcome<i64> {
    let size_bytes = i64::try_from(bytes.len()).map_err(Fault::bug)?;
    app.files().put_own(&place(site, &hash), bytes).await?;
    let new = NewFile { role, name, mime, size_bytes, sha256: &hash, by, at: tx.now() };
    Ok(queries::insert(tx, site, id, &new).await?)
}

/// Which of some files are held, by their numbers.
pub async fn held(app: &App, site: SiteId, files: &[File]) -> Outcome<HashMap<i64, Held>> {
    let of = |file: &File| place(site, &file.sha256);
    let held = app.files().held(files.iter().map(of)).await?;
    Ok(files.iter().filter_map(|file| Some((file.id, *held.get(&of(file))?))).collect())
}

/// Whether the file that came with an opinion is held.
pub async fn held_sealed(
    app: &App,
    site: SiteId,
    attachment: &Attachment,
) -> Outcome<Option<Held>> {
    let held = app.files().held([sealed_place(site, &attachment.key)]).await?;
    Ok(held.into_values().next())
}

/// Where a file lies in the object store.
fn place(site: SiteId, hash: &[u8]) -> StorePath {
    StorePath::from(format!("{site}/consultations/{}", hex::encode(hash)))
}

/// A file in an answer. PDF files are shown, the rest is saved.
pub async fn send(app: &App, ctx: &Ctx, file: &File, public: bool) -> Outcome<Response> {
    let found = app.files().get(&place(ctx.site.id, &file.sha256)).await?;
    let length = found.meta.size;
    let mut response = Body::from_stream(found.into_stream()).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    describe(&mut response, &file.name, &file.mime, public);
    Ok(response)
}

/// Bytes the portal made, as a file.
pub fn made(name: &str, mime: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    describe(&mut response, name, mime, false);
    response
}

fn describe(response: &mut Response, name: &str, mime: &str, public: bool) {
    let shown = mime == "application/pdf";
    // A browser's own PDF viewer does not start inside a sandbox; nothing else may run there either.
    let policy = if shown {
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    } else {
        "default-src 'none'; sandbox"
    };
    let disposition = disposition(name, shown);
    let values: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, if public { "public, max-age=3600" } else { "no-store" }),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, &disposition),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// A file that came with an opinion. It may say who sent it, so it lies sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Name.
    pub name: String,
    /// MIME type.
    pub mime: String,
    /// Size in bytes.
    pub size_bytes: u64,
    key: String,
}

/// Purpose of the key that seals what came with opinions.
const PURPOSE: &str = "consultation.attachment";

/// Seals and keeps the file that came with an opinion, where one did.
pub async fn keep_sealed(
    app: &App,
    site: SiteId,
    file: Option<(String, Ready)>,
) -> Outcome<Option<Attachment>> {
    let Some((name, ready)) = file else { return Ok(None) };
    let key = uuid::Uuid::new_v4().to_string();
    let attachment = Attachment {
        name: files::file_name(&name, ready.kind),
        mime: ready.kind.mime().to_owned(),
        size_bytes: u64::try_from(ready.size_bytes()).unwrap_or_default(),
        key: key.clone(),
    };
    let lay = |content: Content| {
        let sealed = app.config().secrets.seal(PURPOSE, key.as_bytes(), &content.bytes)?;
        Ok(vec![(sealed_place(site, &key), sealed.into())])
    };
    ready.keep(app, site, lay).await?;
    Ok(Some(attachment))
}

/// Opens and sends a file that came with an opinion; to moderators only.
pub async fn send_sealed(app: &App, site: SiteId, attachment: &Attachment) -> Outcome<Response> {
    let place = sealed_place(site, &attachment.key);
    let found = app.files().get(&place).await?;
    let sealed = found.bytes().await.map_err(Fault::bug)?;
    let bytes = app.config().secrets.open(PURPOSE, attachment.key.as_bytes(), &sealed)?;
    Ok(made(&attachment.name, &attachment.mime, bytes))
}

fn sealed_place(site: SiteId, key: &str) -> StorePath {
    StorePath::from(format!("{site}/consultations/sealed/{key}"))
}
