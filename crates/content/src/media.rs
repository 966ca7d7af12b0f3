//! Media: the pictures and documents a site shows (R-C8).
//!
//! A file is told by its content, pictures are written anew, and everything is kept in the object
//! store under the hash of its bytes. A row in `media` names it; it is public while a published
//! edition shows it.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use object_store::path::Path as StorePath;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portal_core::{
    Access, App, Ctx, Outcome, PersonId, Routes, SiteId, Tx,
    files::{Content, Held},
    id_type,
};
use serde::{Deserialize, Serialize};

use crate::{
    facts::{MediaDescribed, MediaUploaded},
    permissions::WRITE,
};

pub mod admin;
pub mod public;
pub mod queries;
pub mod text;
pub mod upload;
pub mod views;

pub use portal_core::files::{MediaKind, MediaRefusal, Ready, examine, file_name, kinds, pictures};

id_type!(
    /// A file of a site.
    MediaId
);

/// Longest text that stands for a picture, in characters.
pub const MAX_ALTERNATIVE: usize = 300;

/// A row of `media`.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, diesel::Queryable, diesel::Selectable,
)]
#[diesel(table_name = crate::schema::media)]
pub struct Media {
    /// Identity.
    pub id: i64,
    /// Hash of the bytes that are kept.
    pub sha256: Vec<u8>,
    /// MIME type ([`MediaKind::mime`]).
    #[diesel(column_name = type_)]
    pub mime: String,
    /// File name, for people.
    pub name: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Width in pixels, of pictures.
    pub width: Option<i32>,
    /// Height in pixels, of pictures.
    pub height: Option<i32>,
    /// The text that stands for a picture.
    pub alternative: String,
    /// Who brought it.
    pub uploaded_by: Option<i64>,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

impl Media {
    /// Identity, typed.
    pub fn id(&self) -> MediaId {
        MediaId(self.id)
    }

    /// What it is; rows only ever hold kinds that were recognised.
    pub fn kind(&self) -> Option<MediaKind> {
        MediaKind::parse(&self.mime)
    }

    /// Whether it is looked at rather than read.
    pub fn is_picture(&self) -> bool {
        self.kind().is_some_and(MediaKind::is_picture)
    }

    /// Path of the file on its site.
    pub fn path(&self) -> String {
        path(self.id(), &self.name)
    }

    /// Path of a picture in a width of [`pictures::WIDTHS`], or of the widest there is below it.
    pub fn path_in(&self, width: u32) -> String {
        format!("{}?rong={width}", self.path())
    }

    /// Size in bytes.
    pub fn size(&self) -> u64 {
        u64::try_from(self.size_bytes).unwrap_or_default()
    }

    /// The variant that is sent for a wanted width: `None` is the picture itself.
    pub fn variant(&self, wanted: Option<u32>) -> Option<u32> {
        let width = self.width.and_then(|width| u32::try_from(width).ok())?;
        wanted.filter(|wanted| pictures::WIDTHS.contains(wanted) && *wanted < width)
    }
}

const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// Path of a file on its site. The name is for people: the number finds the file.
pub fn path(id: MediaId, name: &str) -> String {
    format!("/media/{id}/{}", utf8_percent_encode(name, IN_PATH))
}

/// Its routes, public and for staff.
pub fn routes(routes: Routes) -> Routes {
    let staff = Access::Staff(WRITE);
    routes
        .get("/media/{id}/{name}", Access::Public, public::file)
        .get("/quan-tri/tep", staff, admin::list)
        .post_files("/quan-tri/tep", staff, portal_core::upload::BODY_BYTES, admin::upload)
        .get("/quan-tri/tep/{id}", staff, admin::edit)
        .post("/quan-tri/tep/{id}", staff, admin::save)
}

/// Recognises a file, keeps it and tells of it.
///
/// Refuses what [`MediaRefusal`] lists; among it a picture without an alternative text.
///
/// Requirement: R-C8.
pub async fn store(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    (name, alternative): (&str, &str),
    bytes: Bytes,
) -> Outcome<MediaId> {
    let site = ctx.site.id;
    let ready = examine(app, (ctx, site), name, bytes).await??;
    keep(app, tx, site, ctx.actor.id(), (name, alternative), ready).await
}

/// Keeps a file that is ready: bytes first, then the row, so that a row never lacks its file.
pub async fn keep(
    app: &App,
    tx: &mut Tx,
    site: SiteId,
    by: Option<PersonId>,
    (name, alternative): (&str, &str),
    ready: Ready,
) -> Outcome<MediaId> {
    let alternative = alternative.trim();
    if ready.is_picture() && alternative.is_empty() {
        return Err(MediaRefusal::MissingAlternative.into());
    }
    let (kind, size_bytes, hash, size) = (ready.kind, ready.size_bytes(), ready.hash, ready.size);
    let lay = |content: Content| {
        let smaller = content.smaller.into_iter();
        let smaller = smaller.map(|(width, bytes)| (place(site, &hash, Some(width)), bytes.into()));
        let whole = std::iter::once((place(site, &hash, None), content.bytes));
        Ok(smaller.chain(whole).collect())
    };
    ready.keep(app, site, lay).await?;
    let name = file_name(name, kind);
    let new = queries::New {
        sha256: &hash,
        mime: kind.mime(),
        name: &name,
        size_bytes,
        size: size.map(|(width, height)| (pixels(width), pixels(height))),
        alternative,
        by,
        at: tx.now(),
    };
    let id = queries::insert(tx, site, &new).await?;
    tx.tell(MediaUploaded { media: id, name, mime: kind.mime().to_owned() }).await?;
    if text::has_any(kind) {
        tx.later(text::ReadMedia { media: id }).await?;
    }
    Ok(id)
}

/// Which of some files of a site are held.
pub async fn held(app: &App, site: SiteId, media: &[Media]) -> Outcome<HashMap<MediaId, Held>> {
    let of = |media: &Media| place(site, &media.sha256, None);
    let held = app.files().held(media.iter().map(of)).await?;
    Ok(media.iter().filter_map(|media| Some((media.id(), *held.get(&of(media))?))).collect())
}

/// Gives a picture another alternative text.
pub async fn describe(tx: &mut Tx, site: SiteId, id: MediaId, alternative: &str) -> Outcome<()> {
    queries::describe(tx, site, id, alternative).await?;
    tx.tell(MediaDescribed { media: id, alternative: alternative.to_owned() }).await?;
    Ok(())
}

/// Where a file lies in the object store.
pub fn place(site: SiteId, hash: &[u8], width: Option<u32>) -> StorePath {
    let hash = hex::encode(hash);
    let folder = hash.get(..2).unwrap_or_default();
    let name = width.map_or_else(|| hash.clone(), |width| format!("{hash}-{width}"));
    StorePath::from(format!("{site}/{folder}/{name}"))
}

fn pixels(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_the_name_encoded() {
        assert_eq!(path(MediaId(7), "Sổ tay.pdf"), "/media/7/S%E1%BB%95%20tay.pdf");
    }
}
