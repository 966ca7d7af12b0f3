//! People known to the installation: who somebody is. What they may do is the auth module's.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{PersonId, schema::people};

/// A row of `people`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct PersonRow {
    /// Identity.
    pub id: i64,
    /// Login name, lower case.
    pub login: String,
    /// Name as shown.
    pub name: String,
    /// Address for notices.
    pub email: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
}

/// Finds by login name.
pub async fn by_login(mut conn: &AsyncPgConnection, login: &str) -> QueryResult<Option<PersonRow>> {
    people::table
        .filter(people::login.eq(login))
        .select(PersonRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Finds by id.
pub async fn by_id(mut conn: &AsyncPgConnection, id: PersonId) -> QueryResult<Option<PersonRow>> {
    people::table
        .filter(people::id.eq(id.0))
        .select(PersonRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Lets a person sign in, or not; only the platform door may. Gives whether that changed anything.
pub async fn set_active(
    mut conn: &AsyncPgConnection,
    id: PersonId,
    active: bool,
) -> QueryResult<bool> {
    diesel::update(people::table)
        .filter(people::id.eq(id.0).and(people::active.ne(active)))
        .set(people::active.eq(active))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Adds a person; only the platform door may.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    login: &str,
    name: &str,
    email: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<PersonId> {
    diesel::insert_into(people::table)
        .values((
            people::login.eq(login),
            people::name.eq(name),
            people::email.eq(email),
            people::created_at.eq(now),
        ))
        .returning(people::id)
        .get_result(&mut conn)
        .await
        .map(PersonId)
}
