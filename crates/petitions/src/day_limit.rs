//! How often a network may do something on one day, without keeping who did it (R-P7, R-P8, R-P10).
//!
//! What is kept is a hash of the network under a salt of the day and a key outside the database. A
//! job takes salt and hashes away the next day ([`forget`]).

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Outcome, SiteId, Tx, lang::local_day, robots};

diesel::table! {
    day_salts (day) {
        day -> Date,
        salt -> Binary,
    }
}

diesel::table! {
    day_visits (hash) {
        site_id -> BigInt,
        day -> Date,
        hash -> Binary,
    }
}

const PURPOSE: &str = "day-limit";

/// Counts that the request's network does something, of which it may do `most` a day; gives whether
/// it still may. Two at the same moment may both be the last.
pub(crate) async fn take(app: &App, ctx: &Ctx, tx: &Tx, what: &str, most: i64) -> Outcome<bool> {
    let Some(address) = ctx.address.map(robots::network) else { return Ok(true) };
    let (site, day) = (ctx.site.id, local_day(ctx.now));
    let mut bytes = salt(tx, day).await?;
    bytes.extend_from_slice(format!("{site}\n{what}\n{address}").as_bytes());
    let hash = app.config().secrets.mac(PURPOSE, &bytes);
    if visits(tx, site, &hash).await? >= most {
        return Ok(false);
    }
    insert(tx, site, day, &hash).await?;
    Ok(true)
}

/// The salt of a day, made when it is first asked for.
async fn salt(mut conn: &AsyncPgConnection, day: NaiveDate) -> QueryResult<Vec<u8>> {
    diesel::insert_into(day_salts::table)
        .values(day_salts::day.eq(day))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    day_salts::table.find(day).select(day_salts::salt).first(&mut conn).await
}

async fn visits(mut conn: &AsyncPgConnection, site: SiteId, hash: &[u8]) -> QueryResult<i64> {
    day_visits::table
        .filter(day_visits::site_id.eq(site.0).and(day_visits::hash.eq(hash)))
        .count()
        .get_result(&mut conn)
        .await
}

async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    day: NaiveDate,
    hash: &[u8],
) -> QueryResult<usize> {
    diesel::insert_into(day_visits::table)
        .values((
            day_visits::site_id.eq(site.0),
            day_visits::day.eq(day),
            day_visits::hash.eq(hash),
        ))
        .execute(&mut conn)
        .await
}

/// Takes away what is of earlier days, on all sites.
pub(crate) async fn forget(mut conn: &AsyncPgConnection, today: NaiveDate) -> QueryResult<usize> {
    diesel::delete(day_salts::table.filter(day_salts::day.lt(today))).execute(&mut conn).await?;
    diesel::delete(day_visits::table.filter(day_visits::day.lt(today))).execute(&mut conn).await
}
