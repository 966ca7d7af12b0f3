//! Statements about credentials. Only the platform door may read them.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*, sql_types::BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, Role};

use crate::schema::{grants, local_credentials, password_history};

/// A person's password hash, whether it must be changed, and since when it is theirs.
pub async fn of_person(
    mut conn: &AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Option<(String, bool, DateTime<Utc>)>> {
    local_credentials::table
        .find(person.0)
        .select((
            local_credentials::password_hash,
            local_credentials::must_change,
            local_credentials::changed_at,
        ))
        .first(&mut conn)
        .await
        .optional()
}

/// Whether a person administers anything, on any site.
pub async fn administers(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<bool> {
    let roles = [Role::UnitAdministrator.as_str(), Role::Platform.as_str()];
    diesel::select(exists(
        grants::table.filter(grants::person_id.eq(person.0).and(grants::role.eq_any(roles))),
    ))
    .get_result(&mut conn)
    .await
}

/// Sets a person's password, whether or not they had one.
pub async fn put(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    hash: &str,
    must_change: bool,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        local_credentials::password_hash.eq(hash),
        local_credentials::changed_at.eq(now),
        local_credentials::must_change.eq(must_change),
    );
    diesel::insert_into(local_credentials::table)
        .values((local_credentials::person_id.eq(person.0), values))
        .on_conflict(local_credentials::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// The hashes of a person's last so many passwords, the present one among them.
pub async fn earlier(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    count: u32,
) -> QueryResult<Vec<String>> {
    password_history::table
        .filter(password_history::person_id.eq(person.0))
        .order(password_history::id.desc())
        .limit(i64::from(count))
        .select(password_history::password_hash)
        .load(&mut conn)
        .await
}

/// Remembers a password that was just set, and forgets what is older than the last so many.
pub async fn remember(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    hash: &str,
    count: u32,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(password_history::table)
        .values((
            password_history::person_id.eq(person.0),
            password_history::password_hash.eq(hash),
            password_history::set_at.eq(now),
        ))
        .execute(&mut conn)
        .await?;
    diesel::sql_query(
        "delete from password_history where person_id = $1 and id not in (\
           select id from password_history where person_id = $1 order by id desc limit $2)",
    )
    .bind::<BigInt, _>(person.0)
    .bind::<BigInt, _>(i64::from(count))
    .execute(&mut conn)
    .await
    .map(drop)
}

/// Puts a stronger hash of the same password in place, unless it was changed meanwhile.
pub async fn strengthen(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    from: &str,
    to: &str,
) -> QueryResult<()> {
    diesel::update(local_credentials::table)
        .filter(
            local_credentials::person_id
                .eq(person.0)
                .and(local_credentials::password_hash.eq(from)),
        )
        .set(local_credentials::password_hash.eq(to))
        .execute(&mut conn)
        .await
        .map(drop)
}
