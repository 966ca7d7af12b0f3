//! Statements about grants.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, Role, SiteId};

use crate::schema::grants;

/// A grant to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// By whom.
    pub by: Option<PersonId>,
}

/// Gives a role, or another end of it.
pub async fn put(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    grant: NewGrant,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let values = (
        grants::until.eq(grant.until),
        grants::granted_by.eq(grant.by.map(|id| id.0)),
        grants::granted_at.eq(now),
    );
    diesel::insert_into(grants::table)
        .values((
            grants::site_id.eq(site.0),
            grants::person_id.eq(grant.person.0),
            grants::role.eq(grant.role.as_str()),
            values,
        ))
        .on_conflict((grants::site_id, grants::person_id, grants::role))
        .do_update()
        .set(values)
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Takes a role away; gives whether there was one.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
    role: Role,
) -> QueryResult<bool> {
    diesel::delete(grants::table)
        .filter(grants::site_id.eq(site.0))
        .filter(grants::person_id.eq(person.0))
        .filter(grants::role.eq(role.as_str()))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Who administers a unit now, held until the transaction ends.
pub async fn lock_administrators(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PersonId>> {
    let people: Vec<i64> = grants::table
        .filter(grants::site_id.eq(site.0))
        .filter(grants::role.eq(Role::UnitAdministrator.as_str()))
        .filter(grants::until.is_null().or(grants::until.gt(now)))
        .order(grants::id)
        .select(grants::person_id)
        .for_update()
        .load(&mut conn)
        .await?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// A member's role on a site, with what the list shows beside it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct MemberRow {
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
    /// When it ends.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    pub until: Option<DateTime<Utc>>,
    /// Last sign-in on this site.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    pub signed_in: Option<DateTime<Utc>>,
}

/// The roles on a site, by name of the person.
pub async fn members(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<MemberRow>> {
    diesel::sql_query(
        "select g.person_id, p.login, p.name, p.email, p.active, g.role, g.until, last.at as signed_in \
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
