//! Browsers a person has signed in with: guesses from elsewhere do not slow them down.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Outcome, PersonId, Tx, people};

use crate::{
    cookies::BROWSER,
    schema::known_browsers,
    session::{Token, TokenHash},
};

/// The browser of a request, if somebody with this login has signed in with it before.
pub(super) async fn known(
    app: &App,
    headers: &HeaderMap,
    login: &str,
) -> Outcome<Option<TokenHash>> {
    let Some(token) = BROWSER.of(headers) else { return Ok(None) };
    let hash = token.hash();
    let conn = app.db().platform().await?;
    let Some(person) = people::by_login(&conn, login).await? else { return Ok(None) };
    Ok(is_known(&conn, &hash, PersonId(person.id)).await?.then_some(hash))
}

/// Remembers the browser for a person: by the token it has, or a new one. A token that is another
/// person's too is not taken over: each has their own.
pub(super) async fn remember(tx: &Tx, headers: &HeaderMap, person: PersonId) -> Outcome<Token> {
    if let Some(token) = BROWSER.of(headers)
        && touch(tx, &token.hash(), person, tx.now()).await?
    {
        return Ok(token);
    }
    let token = Token::new()?;
    insert(tx, &token.hash(), person, tx.now()).await?;
    Ok(token)
}

async fn is_known(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    person: PersonId,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        known_browsers::table
            .filter(known_browsers::token_hash.eq(hash.as_slice()))
            .filter(known_browsers::person_id.eq(person.0)),
    ))
    .get_result(&mut conn)
    .await
}

async fn touch(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(known_browsers::table)
        .filter(known_browsers::token_hash.eq(hash.as_slice()))
        .filter(known_browsers::person_id.eq(person.0))
        .set(known_browsers::used_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

async fn insert(
    mut conn: &AsyncPgConnection,
    hash: &TokenHash,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(known_browsers::table)
        .values((
            known_browsers::token_hash.eq(hash.as_slice()),
            known_browsers::person_id.eq(person.0),
            known_browsers::created_at.eq(now),
            known_browsers::used_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}
