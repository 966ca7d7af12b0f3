//! Statements about sessions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Grant, PersonId, Role, SiteId};

use super::{IDLE, LIFE, Origin, TokenHash};
use crate::schema::{grants, sessions};

/// Finds a session of a site: whose, when opened, when last used.
pub async fn by_hash(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
) -> QueryResult<Option<(PersonId, DateTime<Utc>, DateTime<Utc>)>> {
    let row: Option<(i64, DateTime<Utc>, DateTime<Utc>)> = sessions::table
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .select((sessions::person_id, sessions::created_at, sessions::seen_at))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|(person, created, seen)| (PersonId(person), created, seen)))
}

/// What a person is on a site, ended grants left out.
pub async fn grants_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Grant>> {
    let rows: Vec<(String, Option<DateTime<Utc>>)> = grants::table
        .filter(grants::site_id.eq(site.0))
        .filter(grants::person_id.eq(person.0))
        .filter(grants::until.is_null().or(grants::until.gt(now)))
        .select((grants::role, grants::until))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, until)| Some(Grant { site, role: Role::parse(&role)?, until }))
        .collect())
}

/// Writes a new session down.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
    person: PersonId,
    from: &Origin,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash.as_slice()),
            sessions::site_id.eq(site.0),
            sessions::person_id.eq(person.0),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::address.eq(&from.address),
            sessions::user_agent.eq(&from.user_agent),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes a use.
pub async fn note(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .filter(sessions::seen_at.lt(now))
        .set(sessions::seen_at.eq(now))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Ends one session; gives whose it was.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
) -> QueryResult<Option<PersonId>> {
    diesel::delete(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .returning(sessions::person_id)
        .get_result::<i64>(&mut conn)
        .await
        .optional()
        .map(|person| person.map(PersonId))
}

/// Ends all sessions of a person, on all sites; for the platform door.
pub async fn delete_all_of(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<usize> {
    diesel::delete(sessions::table)
        .filter(sessions::person_id.eq(person.0))
        .execute(&mut conn)
        .await
}

/// Throws the ended sessions of a site away.
pub async fn sweep(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::created_at.le(now - LIFE).or(sessions::seen_at.le(now - IDLE)))
        .execute(&mut conn)
        .await
}
