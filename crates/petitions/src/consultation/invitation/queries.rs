//! Statements about bodies that are asked.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use super::Invitation;
use crate::consultation::{
    ConsultationId,
    schema::consultation_invitations::{self as invitations},
};

/// The bodies of a consultation.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<Invitation>> {
    invitations::table
        .filter(invitations::site_id.eq(site.0))
        .filter(invitations::consultation_id.eq(consultation.0))
        .order(invitations::id)
        .select(Invitation::as_select())
        .load(&mut conn)
        .await
}

/// One body.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Invitation>> {
    invitations::table
        .filter(invitations::site_id.eq(site.0).and(invitations::id.eq(id)))
        .select(Invitation::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Adds a body; gives whether it was not on the list.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    (name, email): (&str, &str),
) -> QueryResult<bool> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::site_id.eq(site.0),
            invitations::consultation_id.eq(consultation.0),
            invitations::name.eq(name),
            invitations::email.eq(email),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Takes a body off the list; gives whether it was there and not asked yet.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    id: i64,
) -> QueryResult<bool> {
    diesel::delete(
        invitations::table
            .filter(invitations::site_id.eq(site.0).and(invitations::id.eq(id)))
            .filter(invitations::consultation_id.eq(consultation.0))
            .filter(invitations::invited_at.is_null()),
    )
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}

/// Saves that a body was asked.
pub async fn save_invited(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(
        invitations::table.filter(invitations::site_id.eq(site.0).and(invitations::id.eq(id))),
    )
    .set(invitations::invited_at.eq(now))
    .execute(&mut conn)
    .await
}

/// Saves that the bodies of a consultation are not asked any more.
pub async fn save_uninvited(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<usize> {
    diesel::update(
        invitations::table
            .filter(invitations::site_id.eq(site.0))
            .filter(invitations::consultation_id.eq(consultation.0)),
    )
    .set((
        invitations::invited_at.eq(None::<DateTime<Utc>>),
        invitations::reminded_at.eq(None::<DateTime<Utc>>),
    ))
    .execute(&mut conn)
    .await
}

/// Saves that a body was reminded; gives whether that was not done before.
pub async fn save_reminded(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(
        invitations::table
            .filter(invitations::site_id.eq(site.0).and(invitations::id.eq(id)))
            .filter(invitations::reminded_at.is_null()),
    )
    .set(invitations::reminded_at.eq(now))
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}

/// Saves that a body answered: `agreed` or `answered`.
pub async fn save_answered(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    (state, now): (&str, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(
        invitations::table.filter(invitations::site_id.eq(site.0).and(invitations::id.eq(id))),
    )
    .set((invitations::state.eq(state), invitations::answered_at.eq(now)))
    .execute(&mut conn)
    .await
}
