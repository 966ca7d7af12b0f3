//! Statements about hashes of mail passwords. Only the platform door may read them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::PersonId;

use crate::schema::mail_verifiers;

/// What is kept of somebody's last right password.
#[derive(Queryable, Selectable)]
#[diesel(table_name = mail_verifiers)]
pub(super) struct Verifier {
    /// Its hash.
    pub(super) password_hash: String,
}

/// What is kept of a person since a moment.
pub(super) async fn of_person(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    since: DateTime<Utc>,
) -> QueryResult<Option<Verifier>> {
    mail_verifiers::table
        .find(person.0)
        .filter(mail_verifiers::verified_at.gt(since))
        .select(Verifier::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Keeps a hash in place of whichever there was.
pub(super) async fn put(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    hash: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        mail_verifiers::password_hash.eq(hash),
        mail_verifiers::verified_at.eq(now),
        mail_verifiers::failures.eq(0),
    );
    diesel::insert_into(mail_verifiers::table)
        .values((mail_verifiers::person_id.eq(person.0), values))
        .on_conflict(mail_verifiers::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Counts a wrong password.
pub(super) async fn failed(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<()> {
    diesel::update(mail_verifiers::table.find(person.0))
        .set(mail_verifiers::failures.eq(mail_verifiers::failures + 1))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Begins to count anew.
pub(super) async fn reset(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<()> {
    diesel::update(mail_verifiers::table.find(person.0))
        .set(mail_verifiers::failures.eq(0))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Throws away what met with so many wrong passwords.
pub(super) async fn delete_failed(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    most: i32,
) -> QueryResult<()> {
    diesel::delete(mail_verifiers::table.find(person.0))
        .filter(mail_verifiers::failures.ge(most))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Throws away what is kept of a person.
pub(super) async fn delete(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<()> {
    diesel::delete(mail_verifiers::table.find(person.0)).execute(&mut conn).await.map(drop)
}
