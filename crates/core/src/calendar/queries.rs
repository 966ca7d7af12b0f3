//! Statements on the decisions of calendars.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Week,
    build::{Decisions, Entry, Year, decision},
};
use crate::{PersonId, SiteId};

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    site_id: Option<i64>,
    #[diesel(sql_type = sql_types::Date)]
    on_day: NaiveDate,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Date>)]
    partner: Option<NaiveDate>,
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    decision_number: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Date>)]
    decision_on: Option<NaiveDate>,
    #[diesel(sql_type = sql_types::Bool)]
    provisional: bool,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    person: Option<String>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    entered_at: DateTime<Utc>,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: row.id,
            site: row.site_id.map(SiteId),
            on: row.on_day,
            working: row.kind == "work",
            partner: row.partner,
            name: row.name,
            decision_number: row.decision_number,
            decision_on: row.decision_on,
            provisional: row.provisional,
            by: row.person,
            at: row.entered_at,
        }
    }
}

/// Everything that was decided, as far as the connection sees it.
pub async fn decisions(conn: &AsyncPgConnection) -> QueryResult<Decisions> {
    Ok(Decisions {
        entries: entries(conn).await?,
        weeks: weeks(conn).await?,
        years: years(conn).await?,
        versions: versions(conn).await?,
    })
}

/// All entries, by day.
pub async fn entries(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Entry>> {
    let rows: Vec<EntryRow> = diesel::sql_query(
        "select e.id, e.site_id, e.on_day, e.kind, e.partner, e.name, e.decision_number, \
         e.decision_on, e.provisional, p.name as person, e.entered_at \
         from calendar_entries e left join people p on p.id = e.person_id order by e.on_day, e.id",
    )
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

async fn weeks(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(SiteId, NaiveDate, Week)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        site_id: i64,
        #[diesel(sql_type = sql_types::Date)]
        valid_from: NaiveDate,
        #[diesel(sql_type = sql_types::Array<sql_types::SmallInt>)]
        rest: Vec<i16>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select site_id, valid_from, rest from calendar_weeks order by site_id, valid_from",
    )
    .load(&mut conn)
    .await?;
    let week = |row: Row| {
        let rest: Vec<u8> = row.rest.iter().filter_map(|day| u8::try_from(*day).ok()).collect();
        Some((SiteId(row.site_id), row.valid_from, Week::resting(&rest)?))
    };
    Ok(rows.into_iter().filter_map(week).collect())
}

async fn years(mut conn: &AsyncPgConnection) -> QueryResult<BTreeMap<i32, Year>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Integer)]
        year: i32,
        #[diesel(sql_type = sql_types::Bool)]
        confirmed: bool,
        #[diesel(sql_type = sql_types::Jsonb)]
        first_days: serde_json::Value,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
        decision_number: Option<String>,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Date>)]
        decision_on: Option<NaiveDate>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select year, confirmed, first_days, decision_number, decision_on from calendar_years",
    )
    .load(&mut conn)
    .await?;
    let year = |row: Row| {
        let first = serde_json::from_value(row.first_days).unwrap_or_default();
        let decision = decision(row.decision_number.as_deref(), row.decision_on);
        (row.year, Year { confirmed: row.confirmed, first, decision })
    };
    Ok(rows.into_iter().map(year).collect())
}

async fn versions(mut conn: &AsyncPgConnection) -> QueryResult<BTreeMap<Option<SiteId>, i64>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
        site_id: Option<i64>,
        #[diesel(sql_type = sql_types::BigInt)]
        version: i64,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select site_id, max(version) as version from calendar_versions group by site_id",
    )
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.site_id.map(SiteId), row.version)).collect())
}

/// Makes changes wait for each other, until the transaction ends.
pub(super) async fn lock(mut conn: &AsyncPgConnection) -> QueryResult<()> {
    diesel::sql_query("select pg_advisory_xact_lock(hashtext('calendar'))")
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Begins a new version, of all units or one.
pub(super) async fn new_version(
    mut conn: &AsyncPgConnection,
    site: Option<SiteId>,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        version: i64,
    }
    diesel::sql_query(
        "insert into calendar_versions (site_id, person_id, at) values ($1, $2, $3) \
         returning version",
    )
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(site.map(|id| id.0))
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(by.map(|id| id.0))
    .bind::<sql_types::Timestamptz, _>(now)
    .get_result::<Row>(&mut conn)
    .await
    .map(|row| row.version)
}
