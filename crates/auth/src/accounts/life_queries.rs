//! Statements about the life of accounts.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{LastSignIn, PersonId, Role};

use crate::{
    grants::queries::is_active,
    schema::{accounts, grants},
};

/// A person's newest sign-in, with the failures since. Whoever reads it writes the next one.
pub async fn last_sign_in(
    mut conn: &AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Option<LastSignIn>> {
    let row: Option<(Option<DateTime<Utc>>, Option<String>, i32)> = accounts::table
        .find(person.0)
        .select((accounts::last_signed_in_at, accounts::last_address, accounts::failures))
        .for_update()
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.and_then(|(at, address, failures)| at.map(|at| LastSignIn { at, address, failures })))
}

/// Notes a sign-in; failures are counted anew from here.
pub async fn signed_in(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        accounts::last_signed_in_at.eq(now),
        accounts::last_address.eq(address),
        accounts::failures.eq(0),
    );
    diesel::insert_into(accounts::table)
        .values((accounts::person_id.eq(person.0), values))
        .on_conflict(accounts::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Counts a failed try to sign in with a login name, if it is somebody's: one statement, whether or
/// not it is.
pub async fn failed(mut conn: &AsyncPgConnection, login: &str) -> QueryResult<()> {
    diesel::sql_query(
        "insert into accounts (person_id, failures) select id, 1 from people where login = $1 \
         on conflict (person_id) do update set failures = accounts.failures + 1",
    )
    .bind::<Text, _>(login)
    .execute(&mut conn)
    .await
    .map(drop)
}

/// Counts a failed try to prove a person's second factor.
pub async fn failed_factor(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<()> {
    diesel::insert_into(accounts::table)
        .values((accounts::person_id.eq(person.0), accounts::failures.eq(1)))
        .on_conflict(accounts::person_id)
        .do_update()
        .set(accounts::failures.eq(accounts::failures + 1))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes that an account was switched off, and why: `idle`, or `person` where somebody did it. Who
/// was asleep already and is now switched off by somebody is switched off by somebody.
pub async fn switched_off(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    why: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (accounts::switched_off_at.eq(now), accounts::off_why.eq(why));
    diesel::insert_into(accounts::table)
        .values((accounts::person_id.eq(person.0), values))
        .on_conflict(accounts::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes that an account was switched on again.
pub async fn switched_on(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        accounts::switched_on_at.eq(now),
        accounts::switched_off_at.eq(None::<DateTime<Utc>>),
        accounts::off_why.eq(None::<&str>),
    );
    diesel::insert_into(accounts::table)
        .values((accounts::person_id.eq(person.0), values))
        .on_conflict(accounts::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// The active people who did not sign in since a moment, with when they last did; who never did, with
/// when they became known or were switched on. At most a thousand at a time.
///
/// Asks the facts as well as the accounts: what is written nowhere else was written there.
pub async fn idle(
    mut conn: &AsyncPgConnection,
    since: DateTime<Utc>,
) -> QueryResult<Vec<(PersonId, DateTime<Utc>)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Timestamptz)]
        used: DateTime<Utc>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select id, used from (\
           select p.id, greatest(p.created_at, a.switched_on_at, a.last_signed_in_at, last.at) as used \
           from people p left join accounts a on a.person_id = p.id \
           left join lateral (select f.at from facts f where f.subject = 'person:' || p.id \
             and f.kind = 'auth.signed-in' order by f.id desc limit 1) last on true \
           where p.active) uses \
         where used < $1 order by id limit 1000",
    )
    .bind::<Timestamptz, _>(since)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.used)).collect())
}

/// The active people with the platform's role.
pub async fn platform_people(
    mut conn: &AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PersonId>> {
    let found: Vec<i64> = grants::table
        .filter(grants::role.eq(Role::Platform.as_str()).and(is_active()))
        .filter(grants::until.is_null().or(grants::until.gt(now)))
        .select(grants::person_id)
        .distinct()
        .load(&mut conn)
        .await?;
    Ok(found.into_iter().map(PersonId).collect())
}

/// A person as the platform desk finds them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Found {
    /// Identity.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Login name.
    #[diesel(sql_type = Text)]
    pub login: String,
    /// Name as shown.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Whether they may sign in.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub active: bool,
    /// Why not, where known.
    #[diesel(sql_type = Nullable<Text>)]
    pub off_why: Option<String>,
    /// Last sign-in.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub signed_in: Option<DateTime<Utc>>,
}

/// People whose login or name holds some words, by name. The words are a part of `LIKE` with its
/// special characters taken out.
pub async fn find(
    mut conn: &AsyncPgConnection,
    words: &str,
    limit: i64,
) -> QueryResult<Vec<Found>> {
    let words: String = words.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    diesel::sql_query(
        "select p.id, p.login, p.name, p.active, a.off_why, a.last_signed_in_at as signed_in \
         from people p left join accounts a on a.person_id = p.id \
         where p.login like '%' || $1 || '%' or lower(p.name) like '%' || $1 || '%' \
         order by p.name, p.id limit $2",
    )
    .bind::<Text, _>(words.to_lowercase())
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// One person.
pub async fn one(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<Option<Found>> {
    diesel::sql_query(
        "select p.id, p.login, p.name, p.active, a.off_why, a.last_signed_in_at as signed_in \
         from people p left join accounts a on a.person_id = p.id where p.id = $1",
    )
    .bind::<BigInt, _>(person.0)
    .get_result(&mut conn)
    .await
    .optional()
}
