//! Statements about second factors. Only the platform door may read and write them.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{count_star, exists},
    prelude::*,
    sql_types::{BigInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, Role, SiteId};
use serde_json::Value;

use super::schema::{passkeys, recovery_codes, totp_factors};

/// A passkey as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub struct PasskeyRow {
    /// Identity.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// The public key and what belongs to it.
    pub credential: Value,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

/// The sites a person works on and as what, ended grants left out; what is lent to them counts as
/// theirs, from the day it is given.
pub async fn roles_of(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<(SiteId, Role)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        site_id: i64,
        #[diesel(sql_type = Text)]
        role: String,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select g.site_id, g.role from grants g \
         where g.person_id = $1 and (g.until is null or g.until > $2) \
         union \
         select g.site_id, g.role from delegations d \
         join grants g on g.site_id = d.site_id and g.person_id = d.from_person \
           and (g.until is null or g.until > $2) \
           and g.role in ('collaborator', 'editor', 'approver') \
         where d.to_person = $1 and d.ended_at is null and d.ends_at > $2",
    )
    .bind::<BigInt, _>(person.0)
    .bind::<Timestamptz, _>(now)
    .load(&mut conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((SiteId(row.site_id), Role::parse(&row.role)?)))
        .collect())
}

/// Whether a person has a factor of any kind. Recovery codes alone are none.
pub async fn has_factor(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<bool> {
    diesel::select(
        exists(totp_factors::table.find(person.0))
            .or(exists(passkeys::table.filter(passkeys::person_id.eq(person.0)))),
    )
    .get_result(&mut conn)
    .await
}

/// A person's app as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = totp_factors)]
pub struct TotpRow {
    /// The sealed secret.
    pub secret: Vec<u8>,
    /// When the first code was typed.
    pub confirmed_at: DateTime<Utc>,
    /// Wrong codes since the last right one.
    pub wrong: i32,
    /// When the newest of them came.
    pub wrong_at: Option<DateTime<Utc>>,
}

/// A person's app, if there is one.
pub async fn totp(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<Option<TotpRow>> {
    totp_factors::table
        .find(person.0)
        .select(TotpRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Puts a person's app in place of whichever they had.
pub async fn put_totp(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    sealed: &[u8],
    step: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        totp_factors::secret.eq(sealed),
        totp_factors::confirmed_at.eq(now),
        totp_factors::last_step.eq(step),
        totp_factors::wrong.eq(0),
    );
    diesel::insert_into(totp_factors::table)
        .values((totp_factors::person_id.eq(person.0), values))
        .on_conflict(totp_factors::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Uses a step up; gives whether it was still good.
pub async fn use_step(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    step: i64,
) -> QueryResult<bool> {
    diesel::update(totp_factors::table)
        .filter(totp_factors::person_id.eq(person.0).and(totp_factors::last_step.lt(step)))
        .set((totp_factors::last_step.eq(step), totp_factors::wrong.eq(0)))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Counts a wrong code.
pub async fn note_wrong(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(totp_factors::table.find(person.0))
        .set((totp_factors::wrong.eq(totp_factors::wrong + 1), totp_factors::wrong_at.eq(now)))
        .execute(&mut conn)
        .await
}

/// Takes a person's app away; gives whether there was one.
pub async fn delete_totp(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<bool> {
    diesel::delete(totp_factors::table.find(person.0)).execute(&mut conn).await.map(|rows| rows > 0)
}

/// A person's passkeys, the oldest first.
pub async fn passkeys(
    mut conn: &AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Vec<PasskeyRow>> {
    passkeys::table
        .filter(passkeys::person_id.eq(person.0))
        .order(passkeys::id)
        .select(PasskeyRow::as_select())
        .load(&mut conn)
        .await
}

/// Adds a passkey; gives whether nobody had it already.
pub async fn insert_passkey(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    name: &str,
    credential: (&[u8], &Value),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::person_id.eq(person.0),
            passkeys::name.eq(name),
            passkeys::credential_id.eq(credential.0),
            passkeys::credential.eq(credential.1),
            passkeys::created_at.eq(now),
        ))
        .on_conflict(passkeys::credential_id)
        .do_nothing()
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Notes the use of a passkey, with what its owner's device counted.
pub async fn note_passkey(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    id: i64,
    credential: &Value,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(passkeys::table)
        .filter(passkeys::id.eq(id).and(passkeys::person_id.eq(person.0)))
        .set((passkeys::credential.eq(credential), passkeys::used_at.eq(now)))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Takes a passkey of a person away; gives its name.
pub async fn delete_passkey(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    id: i64,
) -> QueryResult<Option<String>> {
    diesel::delete(passkeys::table)
        .filter(passkeys::id.eq(id).and(passkeys::person_id.eq(person.0)))
        .returning(passkeys::name)
        .get_result(&mut conn)
        .await
        .optional()
}

/// Takes all passkeys of a person away.
pub async fn delete_passkeys(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<usize> {
    diesel::delete(passkeys::table.filter(passkeys::person_id.eq(person.0)))
        .execute(&mut conn)
        .await
}

/// How many recovery codes a person has not used.
pub async fn recovery_left(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::person_id.eq(person.0).and(recovery_codes::used_at.is_null()))
        .select(count_star())
        .first(&mut conn)
        .await
}

/// Uses a recovery code up; gives whether it was one and still good.
pub async fn use_recovery(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(recovery_codes::table)
        .filter(recovery_codes::person_id.eq(person.0).and(recovery_codes::hash.eq(hash)))
        .filter(recovery_codes::used_at.is_null())
        .set(recovery_codes::used_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Throws a person's recovery codes away, used or not.
pub async fn delete_recovery(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<usize> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person.0)))
        .execute(&mut conn)
        .await
}

/// Writes a person's new recovery codes down.
pub async fn insert_recovery(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    hashes: &[[u8; 32]],
) -> QueryResult<usize> {
    let rows: Vec<_> = hashes
        .iter()
        .map(|hash| {
            (recovery_codes::person_id.eq(person.0), recovery_codes::hash.eq(hash.as_slice()))
        })
        .collect();
    diesel::insert_into(recovery_codes::table).values(rows).execute(&mut conn).await
}
