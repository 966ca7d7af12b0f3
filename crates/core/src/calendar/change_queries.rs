//! Statements that enter and take back decisions.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Week,
    change::{NewEntry, NewYear},
};
use crate::{PersonId, SiteId};

pub(super) async fn enter(
    mut conn: &AsyncPgConnection,
    scope: Option<SiteId>,
    version: i64,
    entries: &[NewEntry],
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for entry in entries {
        diesel::sql_query(
            "insert into calendar_entries (site_id, on_day, kind, partner, name, decision_number, \
             decision_on, provisional, version, person_id, entered_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind::<sql_types::Nullable<sql_types::BigInt>, _>(scope.map(|id| id.0))
        .bind::<sql_types::Date, _>(entry.on)
        .bind::<sql_types::Text, _>(if entry.working { "work" } else { "off" })
        .bind::<sql_types::Nullable<sql_types::Date>, _>(entry.partner)
        .bind::<sql_types::Text, _>(&entry.name)
        .bind::<sql_types::Nullable<sql_types::Text>, _>(&entry.decision_number)
        .bind::<sql_types::Nullable<sql_types::Date>, _>(entry.decision_on)
        .bind::<sql_types::Bool, _>(entry.provisional)
        .bind::<sql_types::BigInt, _>(version)
        .bind::<sql_types::Nullable<sql_types::BigInt>, _>(by.map(|id| id.0))
        .bind::<sql_types::Timestamptz, _>(now)
        .execute(&mut conn)
        .await?;
    }
    Ok(())
}

pub(super) async fn remove(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<usize> {
    diesel::sql_query("delete from calendar_entries where id = $1")
        .bind::<sql_types::BigInt, _>(id)
        .execute(&mut conn)
        .await
}

pub(super) async fn set_week(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    version: i64,
    from: NaiveDate,
    week: Week,
    by: Option<PersonId>,
) -> QueryResult<usize> {
    let rest: Vec<i16> = week.rest().into_iter().map(i16::from).collect();
    diesel::sql_query(
        "insert into calendar_weeks (site_id, valid_from, rest, version, person_id) \
         values ($1, $2, $3, $4, $5) on conflict (site_id, valid_from) do update \
         set rest = excluded.rest, version = excluded.version, person_id = excluded.person_id",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Date, _>(from)
    .bind::<sql_types::Array<sql_types::SmallInt>, _>(rest)
    .bind::<sql_types::BigInt, _>(version)
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(by.map(|id| id.0))
    .execute(&mut conn)
    .await
}

pub(super) async fn set_year(
    mut conn: &AsyncPgConnection,
    version: i64,
    year: &NewYear,
    by: Option<PersonId>,
) -> QueryResult<usize> {
    let first = serde_json::to_value(&year.first)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    diesel::sql_query(
        "insert into calendar_years (year, confirmed, first_days, decision_number, decision_on, \
         version, person_id) values ($1, $2, $3, $4, $5, $6, $7) on conflict (year) do update \
         set confirmed = excluded.confirmed, first_days = excluded.first_days, \
         decision_number = excluded.decision_number, decision_on = excluded.decision_on, \
         version = excluded.version, person_id = excluded.person_id",
    )
    .bind::<sql_types::Integer, _>(year.year)
    .bind::<sql_types::Bool, _>(year.confirmed)
    .bind::<sql_types::Jsonb, _>(first)
    .bind::<sql_types::Nullable<sql_types::Text>, _>(&year.decision_number)
    .bind::<sql_types::Nullable<sql_types::Date>, _>(year.decision_on)
    .bind::<sql_types::BigInt, _>(version)
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(by.map(|id| id.0))
    .execute(&mut conn)
    .await
}
