//! People known to the installation: who somebody is. What they may do is the auth module's.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{App, Outcome, Permission, PersonId, SiteId, schema::people};

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
    /// Where the person works, as the mail system's directory has it; gives no right.
    pub unit: Option<String>,
}

/// Somebody who holds a permission, with where notices reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub id: PersonId,
    /// Name as shown.
    pub name: String,
    /// Address for notices; without one nothing can be sent to them.
    pub email: Option<String>,
}

/// Who holds a permission on a whole site now, lent rights too, by name; each once. Roles are the
/// auth module's, which is asked through [`crate::Module::holders`].
///
/// Requirement: R-A4, R-P3.
pub async fn holders(app: &App, site: SiteId, permission: Permission) -> Outcome<Vec<Holder>> {
    let mut all = Vec::new();
    for module in app.modules().all() {
        all.extend(module.holders(app, site, permission).await?);
    }
    Ok(all)
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

/// Adds a person whom a mail system knows, unless somebody has the login name already; only the
/// platform door may. Two who do it at once: one gets `None`, after the other's commit.
pub async fn insert_if_new(
    mut conn: &AsyncPgConnection,
    login: &str,
    name: &str,
    unit: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<Option<PersonId>> {
    diesel::insert_into(people::table)
        .values((
            people::login.eq(login),
            people::name.eq(name),
            people::email.eq(login),
            people::unit.eq(unit),
            people::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(people::id)
        .get_result(&mut conn)
        .await
        .optional()
        .map(|id| id.map(PersonId))
}

/// Sets what a person is called and where they work; only the platform door may.
pub async fn describe(
    mut conn: &AsyncPgConnection,
    id: PersonId,
    name: &str,
    unit: Option<&str>,
    email: &str,
) -> QueryResult<()> {
    diesel::update(people::table.find(id.0))
        .set((people::name.eq(name), people::unit.eq(unit), people::email.eq(email)))
        .execute(&mut conn)
        .await
        .map(drop)
}
