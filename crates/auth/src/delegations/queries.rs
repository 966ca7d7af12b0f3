//! Statements about delegations.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::{Delegation, NewDelegation};
use crate::schema::delegations;

/// Writes a delegation down.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    lender: PersonId,
    new: &NewDelegation,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::insert_into(delegations::table)
        .values((
            delegations::site_id.eq(site.0),
            delegations::from_person.eq(lender.0),
            delegations::to_person.eq(new.deputy.0),
            delegations::kind.eq(new.kind.as_str()),
            delegations::section.eq(new.section),
            delegations::starts_at.eq(new.starts),
            delegations::ends_at.eq(new.ends),
            delegations::reason.eq(&new.reason),
            delegations::created_by.eq(lender.0),
            delegations::created_at.eq(now),
        ))
        .returning(delegations::id)
        .get_result(&mut conn)
        .await
}

/// Finds a delegation and holds it until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Delegation>> {
    type Row = (i64, i64, DateTime<Utc>, Option<DateTime<Utc>>);
    let found: Option<Row> = delegations::table
        .filter(delegations::site_id.eq(site.0).and(delegations::id.eq(id)))
        .select((
            delegations::from_person,
            delegations::to_person,
            delegations::ends_at,
            delegations::ended_at,
        ))
        .for_update()
        .first(&mut conn)
        .await
        .optional()?;
    Ok(found.map(|(lender, deputy, ends, ended)| Delegation {
        id,
        lender: PersonId(lender),
        deputy: PersonId(deputy),
        ends: ended.unwrap_or(ends),
    }))
}

/// Ends a delegation.
pub async fn end(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(delegations::table)
        .filter(delegations::site_id.eq(site.0).and(delegations::id.eq(id)))
        .set(delegations::ended_at.eq(now))
        .execute(&mut conn)
        .await
}

/// To whom a person lends rights on a site, now or soon.
pub async fn deputies(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    lender: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PersonId>> {
    let found: Vec<i64> = delegations::table
        .filter(delegations::site_id.eq(site.0).and(delegations::from_person.eq(lender.0)))
        .filter(delegations::ended_at.is_null().and(delegations::ends_at.gt(now)))
        .select(delegations::to_person)
        .distinct()
        .load(&mut conn)
        .await?;
    Ok(found.into_iter().map(PersonId).collect())
}

/// Ends everything a person lends or has been lent, on all sites; gives to whom they lent. For the
/// platform door.
pub async fn end_all_of(
    mut conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> QueryResult<Vec<PersonId>> {
    let of_person = delegations::from_person.eq(person.0).or(delegations::to_person.eq(person.0));
    let ended: Vec<i64> = diesel::update(delegations::table)
        .filter(delegations::ended_at.is_null().and(delegations::ends_at.gt(now)))
        .filter(of_person)
        .set(delegations::ended_at.eq(now))
        .returning(delegations::to_person)
        .get_results(&mut conn)
        .await?;
    Ok(ended.into_iter().map(PersonId).filter(|deputy| *deputy != person).collect())
}

/// A delegation as a line of the list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Line {
    /// Identity.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Whose rights.
    #[diesel(sql_type = BigInt)]
    pub from_person: i64,
    /// Their name.
    #[diesel(sql_type = Text)]
    pub from_name: String,
    /// Who has them.
    #[diesel(sql_type = BigInt)]
    pub to_person: i64,
    /// Their name.
    #[diesel(sql_type = Text)]
    pub to_name: String,
    /// What is lent.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// In which section.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub section: Option<i64>,
    /// From when.
    #[diesel(sql_type = Timestamptz)]
    pub starts_at: DateTime<Utc>,
    /// Until when.
    #[diesel(sql_type = Timestamptz)]
    pub ends_at: DateTime<Utc>,
    /// Why.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// When it was ended early.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<DateTime<Utc>>,
}

/// The delegations of a site, or those between one person and others, what ends last first.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    of: Option<PersonId>,
    limit: i64,
) -> QueryResult<Vec<Line>> {
    diesel::sql_query(
        "select d.id, d.from_person, f.name as from_name, d.to_person, t.name as to_name, d.kind, \
           d.section, d.starts_at, d.ends_at, d.reason, d.ended_at \
         from delegations d join people f on f.id = d.from_person join people t on t.id = d.to_person \
         where d.site_id = $1 and ($2 is null or $2 in (d.from_person, d.to_person)) \
         order by coalesce(d.ended_at, d.ends_at) desc, d.id desc limit $3",
    )
    .bind::<BigInt, _>(site.0)
    .bind::<Nullable<BigInt>, _>(of.map(|id| id.0))
    .bind::<BigInt, _>(limit)
    .load(&mut conn)
    .await
}
