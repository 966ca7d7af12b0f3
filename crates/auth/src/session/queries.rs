//! Statements about sessions.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Delegator, Grant, PersonId, Role, SiteId};

use super::{IDLE, LIFE, Origin, TokenHash};
use crate::schema::sessions;

/// Finds a session of a site: whose, when opened, when last used.
pub async fn by_hash(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
) -> QueryResult<Option<(PersonId, DateTime<Utc>, DateTime<Utc>)>> {
    let row: Option<(i64, DateTime<Utc>, DateTime<Utc>)> = sessions::table
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .select((sessions::person_id, sessions::created_at, sessions::seen_at))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|(person, created, seen)| (PersonId(person), created, seen)))
}

/// What a person is on a site, ended grants left out: their own, and what is lent to them while the
/// lender still has it. One statement, whatever there is.
///
/// A lender whose account sleeps lends on; whoever was switched off by somebody lends nothing.
///
/// Requirement: R-A4.
pub async fn grants_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Grant>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        role: String,
        #[diesel(sql_type = Nullable<BigInt>)]
        section: Option<i64>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        starts: Option<DateTime<Utc>>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        ends: Option<DateTime<Utc>>,
        #[diesel(sql_type = Nullable<BigInt>)]
        lender: Option<i64>,
        #[diesel(sql_type = Nullable<Text>)]
        lender_name: Option<String>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select g.role, g.section, null::timestamptz as starts, g.until as ends, \
           null::bigint as lender, null::text as lender_name \
         from grants g \
         where g.site_id = $1 and g.person_id = $2 and (g.until is null or g.until > $3) \
         union all \
         select g.role, coalesce(d.section, g.section), d.starts_at, least(d.ends_at, g.until), \
           p.id, p.name \
         from delegations d \
         join grants g on g.site_id = d.site_id and g.person_id = d.from_person \
           and (g.until is null or g.until > $3) \
           and (d.section is null or g.section is null or g.section = d.section) \
           and g.role = any (case d.kind when 'approval' then array['approver'] \
             else array['collaborator', 'editor', 'approver'] end) \
         join people p on p.id = d.from_person \
         left join accounts a on a.person_id = p.id \
         where d.site_id = $1 and d.to_person = $2 and d.ended_at is null and d.ends_at > $3 \
           and (p.active or a.off_why = 'idle')",
    )
    .bind::<BigInt, _>(site.0)
    .bind::<BigInt, _>(person.0)
    .bind::<Timestamptz, _>(now)
    .load(&mut conn)
    .await?;
    let grant = |row: Row| {
        let lender = row.lender.zip(row.lender_name);
        Some(Grant {
            site,
            role: Role::parse(&row.role)?,
            section: row.section,
            from: row.starts,
            until: row.ends,
            delegated_by: lender.map(|(id, name)| Delegator { id: PersonId(id), name }),
        })
    };
    Ok(rows.into_iter().filter_map(grant).collect())
}

/// Writes a new session down.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
    person: PersonId,
    from: &Origin,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash.as_slice()),
            sessions::site_id.eq(site.0),
            sessions::person_id.eq(person.0),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::address.eq(&from.address),
            sessions::user_agent.eq(&from.user_agent),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes a use.
pub async fn note(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .filter(sessions::seen_at.lt(now))
        .set(sessions::seen_at.eq(now))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Ends one session; gives whose it was.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
) -> QueryResult<Option<PersonId>> {
    diesel::delete(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .returning(sessions::person_id)
        .get_result::<i64>(&mut conn)
        .await
        .optional()
        .map(|person| person.map(PersonId))
}

/// Ends all sessions of a person, on all sites; for the platform door.
pub async fn delete_all_of(mut conn: &AsyncPgConnection, person: PersonId) -> QueryResult<usize> {
    diesel::delete(sessions::table)
        .filter(sessions::person_id.eq(person.0))
        .execute(&mut conn)
        .await
}

/// Throws the ended sessions of a site away.
pub async fn sweep(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(sessions::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::created_at.le(now - LIFE).or(sessions::seen_at.le(now - IDLE)))
        .execute(&mut conn)
        .await
}
