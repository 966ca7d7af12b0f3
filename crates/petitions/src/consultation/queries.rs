//! Statements about consultations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::{
    Consultation, ConsultationId, Extension, Issued, Part, Stage, desk::form::Fields,
    schema::consultations,
};

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = consultations)]
pub struct Line {
    /// Identity.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Field.
    pub field: String,
    /// Who drafts it.
    pub unit: String,
    /// Opening.
    pub opens_at: DateTime<Utc>,
    /// Closing.
    pub closes_at: DateTime<Utc>,
    state: String,
    table_state: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

impl Line {
    /// Where it stands.
    pub fn stage(&self, now: DateTime<Utc>) -> Stage {
        Stage::of(&self.state, &self.table_state, self.opens_at, self.closes_at, now)
    }
}

/// Most lines a list shows.
pub const MOST: i64 = 300;

/// All consultations of a site, the latest closing first.
pub async fn list(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<Line>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0))
        .order((consultations::closes_at.desc(), consultations::id.desc()))
        .limit(MOST)
        .select(Line::as_select())
        .load(&mut conn)
        .await
}

/// What readers see of a site's consultations, the latest closing first.
pub async fn list_public(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<Line>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::state.eq("approved")))
        .order((consultations::closes_at.desc(), consultations::id.desc()))
        .limit(MOST)
        .select(Line::as_select())
        .load(&mut conn)
        .await
}

/// Those whose time runs now, of a site; the first to close first.
pub async fn list_open(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<Line>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::state.eq("approved")))
        .filter(consultations::opens_at.le(now).and(consultations::closes_at.gt(now)))
        .order((consultations::closes_at, consultations::id))
        .limit(limit)
        .select(Line::as_select())
        .load(&mut conn)
        .await
}

/// When the next approved one opens.
pub async fn next_opening(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<Option<DateTime<Utc>>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::state.eq("approved")))
        .filter(consultations::opens_at.gt(now))
        .select(diesel::dsl::min(consultations::opens_at))
        .first(&mut conn)
        .await
}

/// Those of all sites whose time runs now: site, id, closing.
pub async fn running(
    mut conn: &AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(i64, i64, DateTime<Utc>)>> {
    consultations::table
        .filter(consultations::state.eq("approved"))
        .filter(consultations::opens_at.le(now).and(consultations::closes_at.gt(now)))
        .order(consultations::id)
        .select((consultations::site_id, consultations::id, consultations::closes_at))
        .load(&mut conn)
        .await
}

/// One by id.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
) -> QueryResult<Option<Consultation>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0)))
        .select(Consultation::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// One by id, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
) -> QueryResult<Option<Consultation>> {
    consultations::table
        .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0)))
        .select(Consultation::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// Titles by number.
pub async fn titles(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    consultations::table
        .filter(consultations::id.eq_any(ids))
        .select((consultations::id, consultations::title))
        .load(&mut conn)
        .await
}

/// Adds one; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    fields: &Fields,
    (author, name): (Option<PersonId>, &str),
    now: DateTime<Utc>,
) -> QueryResult<ConsultationId> {
    diesel::insert_into(consultations::table)
        .values((
            consultations::site_id.eq(site.0),
            fields,
            consultations::author_id.eq(author.map(|id| id.0)),
            consultations::author_name.eq(name),
            consultations::created_at.eq(now),
            consultations::changed_at.eq(now),
        ))
        .returning(consultations::id)
        .get_result(&mut conn)
        .await
        .map(ConsultationId)
}

/// Saves what the form holds.
pub async fn save_fields(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    fields: &Fields,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((fields, consultations::changed_at.eq(now)))
    .execute(&mut conn)
    .await
}

/// Saves the text and its parts.
pub async fn save_draft(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    (draft, parts): (&str, &[Part]),
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let parts = serde_json::to_value(parts).unwrap_or_default();
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::draft.eq(draft),
        consultations::parts.eq(parts),
        consultations::changed_at.eq(now),
    ))
    .execute(&mut conn)
    .await
}

/// Saves that it was put forward.
pub async fn save_submitted(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    by: Option<PersonId>,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::state.eq("submitted"),
        consultations::submitted_by.eq(by.map(|id| id.0)),
        consultations::note.eq(""),
    ))
    .execute(&mut conn)
    .await
}

/// Saves that it was sent back.
pub async fn save_returned(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    note: &str,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((consultations::state.eq("draft"), consultations::note.eq(note)))
    .execute(&mut conn)
    .await
}

/// Saves that it was taken back before it opened: it is a draft again, as if nobody had approved it.
pub async fn save_withdrawn(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    (note, now): (&str, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::state.eq("draft"),
        consultations::note.eq(note),
        consultations::min_days.eq(None::<i32>),
        consultations::citation.eq(""),
        consultations::approved_name.eq(""),
        consultations::approved_at.eq(None::<DateTime<Utc>>),
        consultations::changed_at.eq(now),
    ))
    .execute(&mut conn)
    .await
}

/// An approval as it is kept.
pub struct Approval<'a> {
    /// Who.
    pub name: &'a str,
    /// When it opens.
    pub opens_at: DateTime<Utc>,
    /// What the law wanted.
    pub minimum: Option<&'a super::Minimum>,
    /// When it was approved.
    pub now: DateTime<Utc>,
}

/// Saves that it was approved.
pub async fn save_approved(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    approval: &Approval<'_>,
) -> QueryResult<usize> {
    let days = approval.minimum.and_then(|minimum| i32::try_from(minimum.days).ok());
    let citation = approval.minimum.map(|minimum| minimum.citation.to_string());
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::state.eq("approved"),
        consultations::opens_at.eq(approval.opens_at),
        consultations::min_days.eq(days),
        consultations::citation.eq(citation.unwrap_or_default()),
        consultations::approved_name.eq(approval.name),
        consultations::approved_at.eq(approval.now),
        consultations::note.eq(""),
    ))
    .execute(&mut conn)
    .await
}

/// Saves another closing.
pub async fn save_extended(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    extensions: &[Extension],
    closes_at: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::closes_at.eq(closes_at),
        consultations::extensions.eq(serde_json::to_value(extensions).unwrap_or_default()),
    ))
    .execute(&mut conn)
    .await
}

/// Saves where the table stands: its state, who put it forward, why it came back.
pub async fn save_table(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    (state, by, note): (&str, Option<PersonId>, &str),
    finished_at: Option<DateTime<Utc>>,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set((
        consultations::table_state.eq(state),
        consultations::table_by.eq(by.map(|id| id.0)),
        consultations::note.eq(note),
        consultations::finished_at.eq(finished_at),
    ))
    .execute(&mut conn)
    .await
}

/// Saves which document came of it.
pub async fn save_issued(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ConsultationId,
    issued: &Issued,
) -> QueryResult<usize> {
    diesel::update(
        consultations::table
            .filter(consultations::site_id.eq(site.0).and(consultations::id.eq(id.0))),
    )
    .set(consultations::issued.eq(serde_json::to_value(issued).unwrap_or_default()))
    .execute(&mut conn)
    .await
}
