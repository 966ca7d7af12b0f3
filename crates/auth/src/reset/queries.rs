//! Statements about forgotten passwords; for the platform door.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::PersonId;

use super::{Asked, LIFE, NEW_WITHIN, TRIES, WINDOW};
use crate::{
    schema::{password_resets, recovery_addresses, reset_requests},
    session::TokenHash,
};

/// How often a code was asked for within the window.
pub async fn asked(
    mut conn: &AsyncPgConnection,
    login: &str,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<Asked> {
    let lately = || password_resets::table.filter(password_resets::created_at.gt(now - WINDOW));
    let of_login = lately().filter(password_resets::login.eq(login)).filter(password_resets::sends);
    let login_all: i64 = of_login.select(count_star()).first(&mut conn).await?;
    let both: i64 = of_login
        .filter(password_resets::address.is_not_distinct_from(address))
        .select(count_star())
        .first(&mut conn)
        .await?;
    let from: i64 = lately()
        .filter(password_resets::address.is_not_distinct_from(address))
        .select(count_star())
        .first(&mut conn)
        .await?;
    let requests: i64 = reset_requests::table
        .filter(reset_requests::created_at.gt(now - WINDOW))
        .filter(reset_requests::address.is_not_distinct_from(address))
        .select(count_star())
        .first(&mut conn)
        .await?;
    Ok(Asked { login_and_address: both, login: login_all, address: from + requests })
}

/// Writes down that a code is asked for, and throws old ones away.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    token: &TokenHash,
    (login, address): (&str, Option<&str>),
    sends: bool,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::delete(password_resets::table)
        .filter(password_resets::created_at.lt(now - WINDOW))
        .execute(&mut conn)
        .await?;
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::token_hash.eq(token.as_slice()),
            password_resets::login.eq(login),
            password_resets::address.eq(address),
            password_resets::sends.eq(sends),
            password_resets::created_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// What was asked for at a browser.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = password_resets)]
pub struct ResetRow {
    /// Login name, as typed.
    pub login: String,
    /// Where the request came from.
    pub address: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Whose account, where there is one and a code was sent.
    pub person_id: Option<i64>,
    /// MAC of the code.
    pub code_mac: Option<Vec<u8>>,
    /// Answers given.
    pub tries: i32,
    /// When the right code was given.
    pub verified_at: Option<DateTime<Utc>>,
}

/// What was asked for at a browser, while it is of use.
pub async fn by_token(
    mut conn: &AsyncPgConnection,
    token: &TokenHash,
) -> QueryResult<Option<ResetRow>> {
    password_resets::table
        .find(token.as_slice())
        .filter(password_resets::done_at.is_null())
        .select(ResetRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Notes whose account it is, and the code that is being sent.
pub async fn put_code(
    mut conn: &AsyncPgConnection,
    token: &[u8],
    person: PersonId,
    mac: &[u8; 32],
) -> QueryResult<()> {
    diesel::update(password_resets::table.find(token))
        .set((
            password_resets::person_id.eq(person.0),
            password_resets::code_mac.eq(mac.as_slice()),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Counts an answer, before it is looked at; `None` when there is nothing to answer any more.
pub async fn count_try(
    mut conn: &AsyncPgConnection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<Option<ResetRow>> {
    diesel::update(password_resets::table.find(token.as_slice()))
        .filter(password_resets::tries.lt(TRIES))
        .filter(password_resets::created_at.gt(now - LIFE))
        .filter(password_resets::verified_at.is_null())
        .filter(password_resets::done_at.is_null())
        .set(password_resets::tries.eq(password_resets::tries + 1))
        .returning(ResetRow::as_returning())
        .get_result(&mut conn)
        .await
        .optional()
}

/// Notes that the right code was given.
pub async fn verified(
    mut conn: &AsyncPgConnection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(password_resets::table.find(token.as_slice()))
        .set(password_resets::verified_at.eq(now))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Takes the right to set a new password, once: whose it is, and the login.
pub async fn take(
    mut conn: &AsyncPgConnection,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<Option<(PersonId, String)>> {
    let row: Option<(Option<i64>, String)> =
        diesel::update(password_resets::table.find(token.as_slice()))
            .filter(password_resets::verified_at.gt(now - NEW_WITHIN))
            .filter(password_resets::done_at.is_null())
            .set(password_resets::done_at.eq(now))
            .returning((password_resets::person_id, password_resets::login))
            .get_result(&mut conn)
            .await
            .optional()?;
    Ok(row.and_then(|(person, login)| Some((PersonId(person?), login))))
}

/// Where a person's codes go, if not to their mailbox.
pub async fn recovery_address(
    mut conn: &AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Option<String>> {
    recovery_addresses::table
        .find(person.0)
        .select(recovery_addresses::address)
        .first(&mut conn)
        .await
        .optional()
}

/// Sets where a person's codes go; nowhere else than to their mailbox with `None`.
pub async fn put_recovery_address(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    address: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let Some(address) = address else {
        let own = recovery_addresses::table.find(person.0);
        return diesel::delete(own).execute(&mut conn).await.map(drop);
    };
    let values = (recovery_addresses::address.eq(address), recovery_addresses::set_at.eq(now));
    diesel::insert_into(recovery_addresses::table)
        .values((recovery_addresses::person_id.eq(person.0), values))
        .on_conflict(recovery_addresses::person_id)
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// A request to the provincial office.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = reset_requests)]
pub struct NewRequest<'a> {
    /// Login name, as typed.
    pub login: &'a str,
    /// Whose account, where that was proved.
    pub person_id: Option<i64>,
    /// Whether a code proved it.
    pub proved: bool,
    /// Name, as typed.
    pub name: &'a str,
    /// Unit, as typed.
    pub unit: &'a str,
    /// How to reach the person.
    pub contact: &'a str,
    /// Where the request came from.
    pub address: Option<&'a str>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Writes a request down; gives its number.
pub async fn insert_request(
    mut conn: &AsyncPgConnection,
    request: NewRequest<'_>,
) -> QueryResult<i64> {
    diesel::insert_into(reset_requests::table)
        .values(request)
        .returning(reset_requests::id)
        .get_result(&mut conn)
        .await
}

/// A request, as the office sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reset_requests)]
pub struct RequestRow {
    /// Number.
    pub id: i64,
    /// Login name, as typed.
    pub login: String,
    /// Whether a code proved whose account it is.
    pub proved: bool,
    /// Name, as typed.
    pub name: String,
    /// Unit, as typed.
    pub unit: String,
    /// How to reach the person.
    pub contact: String,
    /// Where the request came from.
    pub address: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// `open`, `done`, `refused`.
    pub state: String,
    /// What was done.
    pub note: String,
    /// When it was done.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// The open requests, the oldest first, and then the last that were closed.
pub async fn requests(mut conn: &AsyncPgConnection, limit: i64) -> QueryResult<Vec<RequestRow>> {
    let all = || reset_requests::table.select(RequestRow::as_select()).limit(limit);
    let mut rows: Vec<RequestRow> = all()
        .filter(reset_requests::state.eq("open"))
        .order(reset_requests::id)
        .load(&mut conn)
        .await?;
    let closed: Vec<RequestRow> = all()
        .filter(reset_requests::state.ne("open"))
        .order(reset_requests::id.desc())
        .load(&mut conn)
        .await?;
    rows.extend(closed);
    Ok(rows)
}

/// One open request, held until the transaction ends.
pub async fn lock_open(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<Option<RequestRow>> {
    reset_requests::table
        .find(id)
        .filter(reset_requests::state.eq("open"))
        .select(RequestRow::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// Closes a request.
pub async fn close(
    mut conn: &AsyncPgConnection,
    id: i64,
    (state, note): (&str, &str),
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(reset_requests::table.find(id))
        .set((
            reset_requests::state.eq(state),
            reset_requests::note.eq(note),
            reset_requests::resolved_by.eq(by.map(|id| id.0)),
            reset_requests::resolved_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}
