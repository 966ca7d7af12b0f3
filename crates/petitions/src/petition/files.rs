//! Files of petitions: recognised and made ready like all files people bring, sealed in the object
//! store, seen by permit only.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use object_store::path::Path as StorePath;
use portal_core::{
    App, Ctx, Fault, Outcome, SiteId, Tx,
    files::{self, Held, MediaKind, MediaRefusal},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{PetitionId, schema::petition_files};

/// So many files come with a petition, or with an addition to it.
pub const MOST: usize = 5;
/// Folder of the object store; below it, one for each site.
pub const FOLDER: &str = "petitions";

const PURPOSE: &str = "petition.file";
const REFERENCE_PURPOSE: &str = "petition.file.reference";
/// For so long a file that was sent with a faulty form is named by it.
const REFERENCE_LIFE: TimeDelta = TimeDelta::hours(24);

words!(
    /// What a file belongs to.
    Part, "petition-part" {
        /// What was sent.
        Petition = "petition",
        /// What the sender added.
        Addition = "addition",
        /// An answer or a progress notice.
        Answer = "answer",
        /// A note for colleagues.
        Note = "note",
    }
);

/// A file that is in the object store, sealed, and in no row yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Of the sealed bytes, in hexadecimal: where they are.
    pub sha256: String,
    /// Of what is in it, in hexadecimal.
    pub content: String,
    /// MIME type.
    pub mime: String,
    /// Name to keep.
    pub name: String,
    /// Size of what is in it.
    pub size_bytes: i64,
    /// Whether everybody may have it, where it goes out with an answer.
    #[serde(default)]
    pub public: bool,
}

/// A file of a petition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petition_files, check_for_backend(diesel::pg::Pg))]
pub struct FileRow {
    /// Identity.
    pub id: i64,
    /// The site that received the petition.
    pub site_id: i64,
    /// Word of a [`Part`].
    pub part: String,
    /// The addition, answer or note it belongs to.
    pub part_id: Option<i64>,
    /// Of the sealed bytes.
    pub sha256: Vec<u8>,
    /// MIME type.
    pub type_: String,
    /// Name.
    pub name: String,
    /// Size of what is in it.
    pub size_bytes: i64,
    /// Whether everybody may have it, where it went out with an answer.
    pub public: bool,
}

impl FileRow {
    /// What it is.
    pub fn kind(&self) -> Option<MediaKind> {
        MediaKind::parse(&self.type_)
    }

    /// What it belongs to.
    pub fn part(&self) -> Option<Part> {
        Part::parse(&self.part)
    }

    /// The same, to become part of something else: a copy, a newer draft.
    pub fn stored(&self) -> StoredFile {
        StoredFile {
            sha256: hex::encode(&self.sha256),
            content: hex::encode(&self.sha256),
            mime: self.type_.clone(),
            name: self.name.clone(),
            size_bytes: self.size_bytes,
            public: self.public,
        }
    }
}

/// Recognises a file, makes it ready and keeps it, sealed for a site. Once this returns it is on the
/// disk; it belongs to a petition once [`insert`] and the commit are done.
///
/// # Errors
/// A fault of the store. What is refused is told inside.
///
/// Requirement: R-P1, R-P4.
pub async fn store(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    bytes: Bytes,
    name: &str,
) -> Outcome<Result<StoredFile, MediaRefusal>> {
    let ready = match files::examine(app, (ctx, site), name, bytes).await? {
        Ok(ready) => ready,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut stored = StoredFile {
        sha256: String::new(),
        content: hex::encode(ready.hash),
        mime: ready.kind.mime().to_owned(),
        name: files::file_name(name, ready.kind),
        size_bytes: ready.size_bytes(),
        public: false,
    };
    let lay = |content: files::Content| {
        let secrets = &app.config().secrets;
        let sealed = secrets.seal(PURPOSE, &site.0.to_be_bytes(), &content.bytes)?;
        let hash = Sha256::digest(&sealed);
        stored.sha256 = hex::encode(hash);
        Ok(vec![(place(site, &hash), sealed.into())])
    };
    ready.keep(app, site, lay).await?;
    Ok(Ok(stored))
}

/// Which of some files are held, by their numbers.
pub async fn held(app: &App, rows: &[FileRow]) -> Outcome<HashMap<i64, Held>> {
    let of = |row: &FileRow| place(SiteId(row.site_id), &row.sha256);
    let held = app.files().held(rows.iter().map(of)).await?;
    Ok(rows.iter().filter_map(|row| Some((row.id, *held.get(&of(row))?))).collect())
}

/// Makes stored files part of a petition: of what was sent, or of an addition, answer or note by its
/// number.
pub async fn insert(
    tx: &mut Tx,
    site: SiteId,
    petition: PetitionId,
    (part, part_id): (Part, Option<i64>),
    files: &[StoredFile],
) -> Outcome<()> {
    let at = tx.now();
    let mut rows = Vec::new();
    for file in files {
        rows.push((
            petition_files::site_id.eq(site.0),
            petition_files::petition_id.eq(petition.0),
            petition_files::part.eq(part.as_str()),
            petition_files::part_id.eq(part_id),
            petition_files::sha256.eq(hex::decode(&file.sha256).map_err(Fault::bug)?),
            petition_files::type_.eq(&file.mime),
            petition_files::name.eq(&file.name),
            petition_files::size_bytes.eq(file.size_bytes),
            petition_files::added_at.eq(at),
            petition_files::public.eq(file.public && part == Part::Answer),
        ));
    }
    let mut conn: &AsyncPgConnection = tx;
    diesel::insert_into(petition_files::table).values(rows).execute(&mut conn).await?;
    Ok(())
}

/// Gives a text that was not sent yet exactly these files.
pub async fn replace(
    tx: &mut Tx,
    site: SiteId,
    petition: PetitionId,
    answer: i64,
    files: &[StoredFile],
) -> Outcome<()> {
    remove(tx, petition, answer).await?;
    if files.is_empty() {
        return Ok(());
    }
    insert(tx, site, petition, (Part::Answer, Some(answer)), files).await
}

async fn remove(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    answer: i64,
) -> QueryResult<usize> {
    diesel::delete(petition_files::table)
        .filter(petition_files::petition_id.eq(petition.0))
        .filter(petition_files::part.eq(Part::Answer.as_str()))
        .filter(petition_files::part_id.eq(answer))
        .execute(&mut conn)
        .await
}

/// The files of a petition, in the order they came.
pub async fn list(mut conn: &AsyncPgConnection, petition: PetitionId) -> QueryResult<Vec<FileRow>> {
    petition_files::table
        .filter(petition_files::petition_id.eq(petition.0))
        .order(petition_files::id)
        .select(FileRow::as_select())
        .load(&mut conn)
        .await
}

/// A file of a petition.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    id: i64,
) -> QueryResult<Option<FileRow>> {
    petition_files::table
        .filter(petition_files::petition_id.eq(petition.0).and(petition_files::id.eq(id)))
        .select(FileRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// The files of answers, by the answers' numbers.
pub async fn of_answers(
    mut conn: &AsyncPgConnection,
    answers: &[i64],
) -> QueryResult<Vec<FileRow>> {
    petition_files::table
        .filter(petition_files::part.eq(Part::Answer.as_str()))
        .filter(petition_files::part_id.eq_any(answers))
        .order(petition_files::id)
        .select(FileRow::as_select())
        .load(&mut conn)
        .await
}

/// Opens a file. Whoever shows it has seen a permit.
pub async fn read(app: &App, row: &FileRow) -> Outcome<Bytes> {
    open(app, SiteId(row.site_id), &row.sha256).await
}

/// Opens the sealed bytes of a site.
pub async fn open(app: &App, site: SiteId, sha256: &[u8]) -> Outcome<Bytes> {
    let found = app.files().get(&place(site, sha256)).await?;
    let sealed = found.bytes().await.map_err(Fault::bug)?;
    let open = app.config().secrets.open(PURPOSE, &site.0.to_be_bytes(), &sealed);
    open.map(Bytes::from).map_err(Fault::bug)
}

/// What a browser is told of a file it gets: to be saved, or to be shown where it is a picture or PDF;
/// not kept by anybody on the way, and nothing in it may run.
pub fn describe(headers: &mut HeaderMap, (name, mime): (&str, &str), may_show: bool) {
    let kind = MediaKind::parse(mime);
    let is_pdf = kind == Some(MediaKind::Pdf);
    let shown = may_show && (is_pdf || kind.is_some_and(MediaKind::is_picture));
    let named = files::disposition(name, shown);
    // A browser's own PDF viewer does not start inside a sandbox; nothing else may run there either.
    let policy = if shown && is_pdf {
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
    } else {
        "default-src 'none'; sandbox"
    };
    for (name, value) in [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, named.as_str()),
    ] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}

/// Names a stored file in a form that comes back to its sender; nobody can make one up, or take it to
/// another site.
pub fn reference(
    app: &App,
    site: SiteId,
    file: &StoredFile,
    now: DateTime<Utc>,
) -> Outcome<String> {
    let text = serde_json::to_vec(&(now.timestamp(), file)).map_err(Fault::bug)?;
    let sealed = app.config().secrets.seal(REFERENCE_PURPOSE, &site.0.to_be_bytes(), &text)?;
    Ok(hex::encode(sealed))
}

/// The file that a form names; `None` when it is none of ours, or too old.
pub fn referred(app: &App, site: SiteId, text: &str, now: DateTime<Utc>) -> Option<StoredFile> {
    let sealed = hex::decode(text).ok()?;
    let open = app.config().secrets.open(REFERENCE_PURPOSE, &site.0.to_be_bytes(), &sealed).ok()?;
    let (at, file): (i64, StoredFile) = serde_json::from_slice(&open).ok()?;
    let age = now - DateTime::from_timestamp(at, 0)?;
    (age <= REFERENCE_LIFE).then_some(file)
}

/// Where the sealed bytes are.
pub(super) fn place(site: SiteId, hash: &[u8]) -> StorePath {
    let hash = hex::encode(hash);
    let folder = hash.get(..2).unwrap_or_default();
    StorePath::from(format!("{FOLDER}/{site}/{folder}/{hash}"))
}
