//! Statements about the documents laid open with a draft.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use crate::consultation::{ConsultationId, schema::consultation_files};

/// A file of a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = consultation_files)]
pub struct File {
    /// Identity.
    pub id: i64,
    /// Its consultation.
    pub consultation_id: i64,
    /// Which document it is.
    pub role: String,
    /// Name.
    pub name: String,
    /// MIME type.
    pub mime: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256.
    pub sha256: Vec<u8>,
}

/// A file to be.
pub struct NewFile<'a> {
    /// Which document it is.
    pub role: &'a str,
    /// Name.
    pub name: &'a str,
    /// MIME type.
    pub mime: &'a str,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256.
    pub sha256: &'a [u8],
    /// Who brings it.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The files of a consultation.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
) -> QueryResult<Vec<File>> {
    consultation_files::table
        .filter(consultation_files::site_id.eq(site.0))
        .filter(consultation_files::consultation_id.eq(id.0))
        .order(consultation_files::id)
        .select(File::as_select())
        .load(&mut conn)
        .await
}

/// Adds a file.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    new: &NewFile<'_>,
) -> QueryResult<i64> {
    diesel::insert_into(consultation_files::table)
        .values((
            consultation_files::site_id.eq(site.0),
            consultation_files::consultation_id.eq(id.0),
            consultation_files::role.eq(new.role),
            consultation_files::name.eq(new.name),
            consultation_files::mime.eq(new.mime),
            consultation_files::size_bytes.eq(new.size_bytes),
            consultation_files::sha256.eq(new.sha256),
            consultation_files::uploaded_by.eq(new.by.map(|id| id.0)),
            consultation_files::uploaded_at.eq(new.at),
        ))
        .returning(consultation_files::id)
        .get_result(&mut conn)
        .await
}

/// Takes a file away; gives whether it was there.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    file: i64,
) -> QueryResult<bool> {
    diesel::delete(
        consultation_files::table
            .filter(consultation_files::site_id.eq(site.0).and(consultation_files::id.eq(file)))
            .filter(consultation_files::consultation_id.eq(id.0)),
    )
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}
