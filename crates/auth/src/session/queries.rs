//! Statements about sign-ins and their sessions.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Delegator, Grant, LastSignIn, PersonId, Role, SiteId};

use super::{IDLE, LIFE, Origin, SignInId, TokenHash};
use crate::schema::{sessions, sign_ins};

/// A session, as found by its token.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it is a part of.
    pub sign_in: SignInId,
    /// Whose.
    pub person: PersonId,
    /// When the person signed in.
    pub created: DateTime<Utc>,
    /// When the sign-in was last used, on any site.
    pub seen: DateTime<Utc>,
    /// When the person last proved who they are.
    pub proved: Option<DateTime<Utc>>,
    /// The sign-in before this one, and whether the person was told of it.
    pub last: Option<LastSignIn>,
    /// Whether they were.
    pub told: bool,
}

/// Columns of [`LastSignIn`].
type Last = (Option<DateTime<Utc>>, Option<String>, i32);

fn last((at, address, failures): Last) -> Option<LastSignIn> {
    at.map(|at| LastSignIn { at, address, failures })
}

/// Finds a session of a site.
pub async fn by_hash(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
) -> QueryResult<Option<Held>> {
    type Times = (DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>);
    let row: Option<(i64, i64, Times, Last, bool)> = sessions::table
        .inner_join(sign_ins::table)
        .filter(sessions::site_id.eq(site.0))
        .filter(sessions::token_hash.eq(hash.as_slice()))
        .select((
            sign_ins::id,
            sessions::person_id,
            (sign_ins::created_at, sign_ins::seen_at, sign_ins::proved_at),
            (sign_ins::last_at, sign_ins::last_address, sign_ins::last_failures),
            sign_ins::told,
        ))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|(sign_in, person, (created, seen, proved), before, told)| Held {
        sign_in: SignInId(sign_in),
        person: PersonId(person),
        created,
        seen,
        proved,
        last: last(before),
        told,
    }))
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

/// Writes a new sign-in down, of somebody who has just proved who they are; for the platform door.
pub async fn insert_sign_in(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    (from, last): (&Origin, Option<&LastSignIn>),
    now: DateTime<Utc>,
) -> QueryResult<SignInId> {
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::person_id.eq(person.0),
            sign_ins::created_at.eq(now),
            sign_ins::seen_at.eq(now),
            sign_ins::address.eq(&from.address),
            sign_ins::user_agent.eq(&from.user_agent),
            sign_ins::proved_at.eq(now),
            sign_ins::last_at.eq(last.map(|last| last.at)),
            sign_ins::last_address.eq(last.and_then(|last| last.address.as_deref())),
            sign_ins::last_failures.eq(last.map_or(0, |last| last.failures)),
            sign_ins::told.eq(false),
        ))
        .returning(sign_ins::id)
        .get_result(&mut conn)
        .await
        .map(SignInId)
}

/// Writes a new session down.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    hash: &TokenHash,
    (sign_in, person): (SignInId, PersonId),
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(hash.as_slice()),
            sessions::site_id.eq(site.0),
            sessions::person_id.eq(person.0),
            sessions::sign_in_id.eq(sign_in.0),
            sessions::created_at.eq(now),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes a use.
pub async fn note(
    mut conn: &AsyncPgConnection,
    sign_in: SignInId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(sign_ins::table)
        .filter(sign_ins::id.eq(sign_in.0))
        .filter(sign_ins::seen_at.lt(now))
        .set(sign_ins::seen_at.eq(now))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes that a person has proved who they are, for some of their sign-ins; for the platform door.
pub async fn prove(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    sign_ins: &[SignInId],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let ids: Vec<i64> = sign_ins.iter().map(|id| id.0).collect();
    diesel::update(sign_ins::table)
        .filter(sign_ins::person_id.eq(person.0))
        .filter(sign_ins::id.eq_any(ids))
        .set(sign_ins::proved_at.eq(now))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Notes that the person was told of the sign-in before.
pub async fn told(mut conn: &AsyncPgConnection, sign_in: SignInId) -> QueryResult<()> {
    diesel::update(sign_ins::table.find(sign_in.0))
        .set(sign_ins::told.eq(true))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Ends a sign-in of a person, and with it its sessions on all sites; gives whether there was one.
/// For the platform door.
pub async fn end(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    sign_in: SignInId,
) -> QueryResult<bool> {
    diesel::delete(sign_ins::table)
        .filter(sign_ins::id.eq(sign_in.0))
        .filter(sign_ins::person_id.eq(person.0))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Ends all sign-ins of a person but one that may be kept; gives how many. For the platform door.
pub async fn end_all(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    but: Option<SignInId>,
) -> QueryResult<usize> {
    diesel::delete(sign_ins::table)
        .filter(sign_ins::person_id.eq(person.0))
        .filter(sign_ins::id.ne(but.map_or(0, |kept| kept.0)))
        .execute(&mut conn)
        .await
}

/// A sign-in as its person and administrators see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sign_ins)]
pub struct SignInRow {
    /// Identity.
    pub id: i64,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// From where.
    pub address: Option<String>,
    /// With what.
    pub user_agent: Option<String>,
}

/// The living sign-ins of a person, the last used first; for the platform door.
pub async fn of_person(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<SignInRow>> {
    sign_ins::table
        .filter(sign_ins::person_id.eq(person.0))
        .filter(sign_ins::created_at.gt(now - LIFE).and(sign_ins::seen_at.gt(now - IDLE)))
        .order((sign_ins::seen_at.desc(), sign_ins::id.desc()))
        .select(SignInRow::as_select())
        .load(&mut conn)
        .await
}

/// Throws ended sign-ins away; for the platform door.
pub async fn sweep(mut conn: &AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(sign_ins::table)
        .filter(sign_ins::created_at.le(now - LIFE).or(sign_ins::seen_at.le(now - IDLE)))
        .execute(&mut conn)
        .await
}
