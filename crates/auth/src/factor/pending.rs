//! Sign-ins that wait for the second factor: a row, and its token in the browser that gave the right
//! password.

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Outcome, PersonId, people};
use secrecy::SecretString;
use serde_json::Value;

use super::schema::pending_sign_ins;
use crate::{
    Verified,
    cookies::PENDING,
    session::{Token, TokenHash},
};

/// How long the second factor is waited for.
pub const LIFE: TimeDelta = super::PENDING_LIFE;
/// How many answers are looked at.
pub const TRIES: i32 = 5;

/// A sign-in that waits.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Of the token.
    pub hash: TokenHash,
    /// Who gave the right password.
    pub person: Verified,
    /// Where to go on to.
    pub next: String,
    /// Answers so far, this one counted.
    pub tries: i32,
    /// What a passkey has to answer.
    pub webauthn_state: Option<Value>,
    /// Hash of the password to set once the factor is proved.
    pub new_password: Option<SecretString>,
}

impl Pending {
    /// How many answers will still be looked at.
    pub fn tries_left(&self) -> i32 {
        TRIES - self.tries
    }
}

/// Lets a sign-in wait, with the hash of a password to set in the end; those that waited too long are
/// swept out on the way.
pub async fn open(
    conn: &AsyncPgConnection,
    person: PersonId,
    next: &str,
    new_password: Option<&str>,
    now: DateTime<Utc>,
) -> Outcome<Token> {
    let token = Token::new()?;
    sweep(conn, now).await?;
    insert(conn, &token.hash(), person, (next, new_password), now).await?;
    Ok(token)
}

/// The sign-in that waits in this browser.
pub async fn find(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Outcome<Option<Pending>> {
    let Some(hash) = hash_of(headers) else { return Ok(None) };
    let conn = app.db().platform().await?;
    let row = by_hash(&conn, &hash, now).await?;
    complete(&conn, hash, row).await
}

/// The same, for an answer: it is counted before it is looked at. `None` too when there were
/// [`TRIES`] already.
pub async fn try_once(
    app: &App,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Outcome<Option<Pending>> {
    let Some(hash) = hash_of(headers) else { return Ok(None) };
    let conn = app.db().platform().await?;
    let row = count(&conn, &hash, now).await?;
    complete(&conn, hash, row).await
}

fn hash_of(headers: &HeaderMap) -> Option<TokenHash> {
    PENDING.of(headers).map(|token| token.hash())
}

type Row = (i64, String, i32, Option<Value>, Option<String>);

async fn complete(
    conn: &AsyncPgConnection,
    hash: TokenHash,
    row: Option<Row>,
) -> Outcome<Option<Pending>> {
    let Some((person, next, tries, webauthn_state, new_password)) = row else { return Ok(None) };
    let row = people::by_id(conn, PersonId(person)).await?.filter(|person| person.active);
    Ok(row.map(|row| Pending {
        hash,
        person: Verified {
            person: PersonId(row.id),
            login: row.login,
            name: row.name,
            must_change: false,
        },
        next,
        tries,
        webauthn_state,
        new_password: new_password.map(Into::into),
    }))
}

async fn by_hash(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<Option<Row>> {
    pending_sign_ins::table
        .find(hash.as_slice())
        .filter(pending_sign_ins::tries.lt(TRIES))
        .filter(pending_sign_ins::created_at.gt(now - LIFE))
        .select((
            pending_sign_ins::person_id,
            pending_sign_ins::next,
            pending_sign_ins::tries,
            pending_sign_ins::webauthn_state,
            pending_sign_ins::new_password_hash,
        ))
        .first(&mut conn)
        .await
        .optional()
}

async fn count(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<Option<Row>> {
    diesel::update(pending_sign_ins::table.find(hash.as_slice()))
        .filter(pending_sign_ins::tries.lt(TRIES))
        .filter(pending_sign_ins::created_at.gt(now - LIFE))
        .set(pending_sign_ins::tries.eq(pending_sign_ins::tries + 1))
        .returning((
            pending_sign_ins::person_id,
            pending_sign_ins::next,
            pending_sign_ins::tries,
            pending_sign_ins::webauthn_state,
            pending_sign_ins::new_password_hash,
        ))
        .get_result(&mut conn)
        .await
        .optional()
}

async fn insert(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    person: PersonId,
    (next, new_password): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(pending_sign_ins::table)
        .values((
            pending_sign_ins::token_hash.eq(hash.as_slice()),
            pending_sign_ins::person_id.eq(person.0),
            pending_sign_ins::next.eq(next),
            pending_sign_ins::new_password_hash.eq(new_password),
            pending_sign_ins::created_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Writes down what a passkey has to answer.
pub async fn ask(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    state: &Value,
) -> QueryResult<bool> {
    diesel::update(pending_sign_ins::table.find(hash.as_slice()))
        .set(pending_sign_ins::webauthn_state.eq(state))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Ends the waiting; only one of two who answer at the same moment gets `true`.
pub async fn delete(mut conn: &AsyncPgConnection, hash: &TokenHash) -> QueryResult<bool> {
    diesel::delete(pending_sign_ins::table.find(hash.as_slice()))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Ends all that wait in a person's name.
pub async fn delete_of(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<usize> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::person_id.eq(person.0)))
        .execute(&mut conn)
        .await
}

async fn sweep(mut conn: &AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(pending_sign_ins::table.filter(pending_sign_ins::created_at.le(now - LIFE)))
        .execute(&mut conn)
        .await
}
