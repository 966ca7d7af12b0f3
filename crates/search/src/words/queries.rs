//! Statements about what is looked for.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use super::{Asked, SHOWN_FROM};

/// Adds counts to those of a day's month.
pub async fn add(
    mut conn: &AsyncPgConnection,
    day: NaiveDate,
    counts: &BTreeMap<(i64, String), Asked>,
) -> QueryResult<usize> {
    // In one order on every node: nobody waits for somebody who waits.
    let (mut sites, mut words, mut times, mut in_vain) = (vec![], vec![], vec![], vec![]);
    for ((site, of), asked) in counts {
        sites.push(*site);
        words.push(of.as_str());
        times.push(asked.times);
        in_vain.push(asked.in_vain);
    }
    diesel::sql_query(
        "insert into search_words as w (site_id, month, words, asked, in_vain) \
         select site, $1, words, times, in_vain from \
           unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) \
           as t (site, words, times, in_vain) \
         on conflict (site_id, month, words) do update \
         set asked = w.asked + excluded.asked, in_vain = w.in_vain + excluded.in_vain",
    )
    .bind::<sql_types::Date, _>(month_of(day))
    .bind::<sql_types::Array<sql_types::BigInt>, _>(sites)
    .bind::<sql_types::Array<sql_types::Text>, _>(words)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(times)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(in_vain)
    .execute(&mut conn)
    .await
}

/// The first day of a day's month.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Words and how often they were looked for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Sought {
    /// The words.
    #[diesel(sql_type = sql_types::Text)]
    pub words: String,
    /// How often.
    #[diesel(sql_type = sql_types::BigInt)]
    pub asked: i64,
    /// How often nothing was found.
    #[diesel(sql_type = sql_types::BigInt)]
    pub in_vain: i64,
}

/// The words most looked for since a month, on a site or on all; or those most looked for in vain.
pub async fn most(
    mut conn: &AsyncPgConnection,
    site: Option<SiteId>,
    since: NaiveDate,
    only_in_vain: bool,
    limit: i64,
) -> QueryResult<Vec<Sought>> {
    diesel::sql_query(
        "select words, sum(asked)::bigint as asked, sum(in_vain)::bigint as in_vain \
         from search_words where ($1::bigint is null or site_id = $1) and month >= $2 \
         group by words having sum(asked) >= $3 and (not $4 or sum(in_vain) > 0) \
         order by case when $4 then sum(in_vain) else sum(asked) end desc, words limit $5",
    )
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(site.map(|site| site.0))
    .bind::<sql_types::Date, _>(since)
    .bind::<sql_types::BigInt, _>(SHOWN_FROM)
    .bind::<sql_types::Bool, _>(only_in_vain)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await
}

/// Deletes the months before one, and of the months before this one what was looked for too rarely.
pub async fn forget(
    mut conn: &AsyncPgConnection,
    this_month: NaiveDate,
    before: NaiveDate,
) -> QueryResult<usize> {
    diesel::sql_query("delete from search_words where month < $1 or (month < $2 and asked < $3)")
        .bind::<sql_types::Date, _>(before)
        .bind::<sql_types::Date, _>(this_month)
        .bind::<sql_types::BigInt, _>(SHOWN_FROM)
        .execute(&mut conn)
        .await
}
