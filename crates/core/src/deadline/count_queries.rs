//! Statements on counts of days.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::NewCount;

/// Writes counts that are not there yet.
pub(super) async fn insert(
    mut conn: &AsyncPgConnection,
    counts: &[NewCount<'_>],
) -> QueryResult<()> {
    let days: Vec<serde_json::Value> = counts
        .iter()
        .map(|count| serde_json::to_value(&count.due.days))
        .collect::<Result<_, _>>()
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    let (keys, due) = (keys(counts), counts.iter().map(|count| count.due));
    diesel::sql_query(
        "insert into day_counts (of_site, started_at, term, version, law, due_on, due_at, provisional, days) \
         select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
    )
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::BigInt>>, _>(keys.of)
    .bind::<sql_types::Array<sql_types::Timestamptz>, _>(keys.started_at)
    .bind::<sql_types::Array<sql_types::Text>, _>(keys.term)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(keys.version)
    .bind::<sql_types::Array<sql_types::Text>, _>(keys.law)
    .bind::<sql_types::Array<sql_types::Date>, _>(due.clone().map(|due| due.on).collect::<Vec<_>>())
    .bind::<sql_types::Array<sql_types::Timestamptz>, _>(
        due.clone().map(|due| due.ends_at).collect::<Vec<_>>(),
    )
    .bind::<sql_types::Array<sql_types::Bool>, _>(due.map(|due| due.provisional).collect::<Vec<_>>())
    .bind::<sql_types::Array<sql_types::Jsonb>, _>(days)
    .execute(&mut conn)
    .await
    .map(drop)
}

/// The ids of counts, in the order asked. A statement of its own: what another transaction wrote
/// while [`insert`] waited for it is seen by the next statement only.
pub(super) async fn ids(
    mut conn: &AsyncPgConnection,
    counts: &[NewCount<'_>],
) -> QueryResult<Vec<Option<i64>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
        id: Option<i64>,
    }
    let keys = keys(counts);
    let rows: Vec<Row> = diesel::sql_query(
        "select c.id from unnest($1, $2, $3, $4, $5) with ordinality \
           as k(of_site, started_at, term, version, law, place) \
         left join day_counts c on c.started_at = k.started_at and c.term = k.term \
           and c.version = k.version and c.law = k.law and c.of_site is not distinct from k.of_site \
         order by k.place",
    )
    .bind::<sql_types::Array<sql_types::Nullable<sql_types::BigInt>>, _>(keys.of)
    .bind::<sql_types::Array<sql_types::Timestamptz>, _>(keys.started_at)
    .bind::<sql_types::Array<sql_types::Text>, _>(keys.term)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(keys.version)
    .bind::<sql_types::Array<sql_types::Text>, _>(keys.law)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Keys of counts, column by column.
struct Keys<'a> {
    of: Vec<Option<i64>>,
    started_at: Vec<DateTime<Utc>>,
    term: Vec<&'a str>,
    version: Vec<i64>,
    law: Vec<&'a str>,
}

fn keys<'a>(counts: &'a [NewCount<'_>]) -> Keys<'a> {
    Keys {
        of: counts.iter().map(|count| count.key.of.map(|id| id.0)).collect(),
        started_at: counts.iter().map(|count| count.key.started_at).collect(),
        term: counts.iter().map(|count| count.key.term.as_str()).collect(),
        version: counts.iter().map(|count| count.key.version).collect(),
        law: counts.iter().map(|count| count.law).collect(),
    }
}
