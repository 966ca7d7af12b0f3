//! Statements about grants.

use chrono::{DateTime, Utc};
use diesel::{expression::SqlLiteral, prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, Role, SiteId};

use super::NewRole;
use crate::schema::grants;

/// Gives a role, or another end of it.
pub async fn put(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: NewRole,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        grants::until.eq(new.until),
        grants::granted_by.eq(by.map(|id| id.0)),
        grants::granted_at.eq(now),
        grants::reviewed_at.eq(None::<DateTime<Utc>>),
    );
    diesel::insert_into(grants::table)
        .values((
            grants::site_id.eq(site.0),
            grants::person_id.eq(new.person.0),
            grants::role.eq(new.role.as_str()),
            grants::section.eq(new.section),
            values,
        ))
        .on_conflict((grants::site_id, grants::person_id, grants::role, grants::section))
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// A grant as the rules of taking away look at it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Held {
    /// Identity.
    pub id: i64,
    /// Role.
    pub role: String,
    /// The section it is limited to.
    pub section: Option<i64>,
    /// When it ends.
    pub until: Option<DateTime<Utc>>,
}

/// A person's grants on a site, ended ones too.
pub async fn all_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
) -> QueryResult<Vec<Held>> {
    grants::table
        .filter(grants::site_id.eq(site.0).and(grants::person_id.eq(person.0)))
        .order(grants::id)
        .select((grants::id, grants::role, grants::section, grants::until))
        .load(&mut conn)
        .await
}

/// Takes a role away.
pub async fn delete(mut conn: &AsyncPgConnection, site: SiteId, grant: i64) -> QueryResult<usize> {
    diesel::delete(grants::table)
        .filter(grants::site_id.eq(site.0).and(grants::id.eq(grant)))
        .execute(&mut conn)
        .await
}

/// Notes that a person's roles on a site were looked at.
pub async fn review(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(grants::table)
        .filter(grants::site_id.eq(site.0).and(grants::person_id.eq(person.0)))
        .set(grants::reviewed_at.eq(now))
        .execute(&mut conn)
        .await
}

/// Which active people have a role on a whole site now, held until the transaction ends.
pub async fn lock_holders(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    role: Role,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PersonId>> {
    let holders: Vec<i64> = grants::table
        .filter(grants::site_id.eq(site.0))
        .filter(grants::role.eq(role.as_str()).and(grants::section.is_null()))
        .filter(grants::until.is_null().or(grants::until.gt(now)))
        .filter(is_active())
        .order(grants::id)
        .select(grants::person_id)
        .for_update()
        .load(&mut conn)
        .await?;
    Ok(holders.into_iter().map(PersonId).collect())
}

/// Whether a grant's person is active. In plain SQL: diesel joins no tables of two crates.
pub fn is_active() -> SqlLiteral<sql_types::Bool> {
    diesel::dsl::sql("exists (select from people p where p.id = grants.person_id and p.active)")
}

/// Somebody who works on a site, to be chosen from.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Colleague {
    /// Identity.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    /// Name as shown.
    #[diesel(sql_type = sql_types::Text)]
    pub name: String,
    /// Login name.
    #[diesel(sql_type = sql_types::Text)]
    pub login: String,
    /// Whether one of their roles is for the whole site: what is handed over may stand anywhere.
    #[diesel(sql_type = sql_types::Bool)]
    pub whole: bool,
}

/// The active people with a role of their own on a site now, by name. At most a thousand.
pub async fn colleagues(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Colleague>> {
    diesel::sql_query(
        "select p.id, p.name, p.login, bool_or(g.section is null) as whole \
         from grants g join people p on p.id = g.person_id \
         where g.site_id = $1 and p.active and g.role <> 'platform' \
           and (g.until is null or g.until > $2) \
         group by p.id, p.name, p.login order by p.name, p.id limit 1000",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Timestamptz, _>(now)
    .load(&mut conn)
    .await
}

/// The sites on which a person has a role, ended ones too; for the platform door.
pub async fn sites_of(
    mut conn: &AsyncPgConnection,
    person: PersonId,
) -> QueryResult<Vec<(SiteId, Held)>> {
    let rows: Vec<(i64, Held)> = grants::table
        .filter(grants::person_id.eq(person.0))
        .order((grants::site_id, grants::id))
        .select((grants::site_id, (grants::id, grants::role, grants::section, grants::until)))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(site, held)| (SiteId(site), held)).collect())
}

/// A member's role on a site, with what the list shows beside it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct MemberRow {
    /// Identity of the grant.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    /// Who.
    #[diesel(sql_type = sql_types::BigInt)]
    pub person_id: i64,
    /// Login name.
    #[diesel(sql_type = sql_types::Text)]
    pub login: String,
    /// Name as shown.
    #[diesel(sql_type = sql_types::Text)]
    pub name: String,
    /// Address for notices.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    pub email: Option<String>,
    /// Whether the person may sign in at all.
    #[diesel(sql_type = sql_types::Bool)]
    pub active: bool,
    /// Role.
    #[diesel(sql_type = sql_types::Text)]
    pub role: String,
    /// The section it is limited to.
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    pub section: Option<i64>,
    /// When it ends.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    pub until: Option<DateTime<Utc>>,
    /// When it was given, or last looked at.
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub looked_at: DateTime<Utc>,
    /// Last sign-in on this site.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    pub signed_in: Option<DateTime<Utc>>,
}

/// The roles on a site, by name of the person.
pub async fn members(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<MemberRow>> {
    diesel::sql_query(
        "select g.id, g.person_id, p.login, p.name, p.email, p.active, g.role, g.section, g.until, \
           coalesce(g.reviewed_at, g.granted_at) as looked_at, last.at as signed_in \
         from grants g join people p on p.id = g.person_id \
         left join lateral (select f.at from facts f \
           where f.site_id = g.site_id and f.subject = 'person:' || g.person_id \
           and f.kind in ('auth.signed-in', 'auth.session.opened') order by f.id desc limit 1) last on true \
         where g.site_id = $1 order by p.name, p.id, g.id",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .load(&mut conn)
    .await
}
