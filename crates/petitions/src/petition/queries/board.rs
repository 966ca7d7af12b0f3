//! What the supervisor's board counts; only the platform door sees all units.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    SiteId,
    deadline::{self, Clock},
};

use crate::petition::{
    module::KEY,
    schema::{petition_events, petitions},
};

/// The running clocks of all units.
pub async fn running(conn: &AsyncPgConnection) -> QueryResult<Vec<Clock>> {
    deadline::coming(conn, KEY, (DateTime::<Utc>::MIN_UTC, far())).await
}

/// Later than any clock ends.
pub fn far() -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(9_000_000_000_000_000_000)
}

/// How many petitions came in, by site.
pub async fn received(
    mut conn: &AsyncPgConnection,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<(SiteId, i64)>> {
    let rows: Vec<(i64, i64)> = petitions::table
        .filter(petitions::received_at.ge(from).and(petitions::received_at.lt(until)))
        .group_by(petitions::site_id)
        .select((petitions::site_id, diesel::dsl::count_star()))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(site, count)| (SiteId(site), count)).collect())
}

/// How many progress notices units sent, and how many petitions they gave back.
pub async fn acted(
    mut conn: &AsyncPgConnection,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<(SiteId, String, i64)>> {
    let rows: Vec<(i64, String, i64)> = petition_events::table
        .filter(petition_events::at.ge(from).and(petition_events::at.lt(until)))
        .filter(petition_events::kind.eq_any(["progress", "returned"]))
        .group_by((petition_events::acting_site, petition_events::kind))
        .select((petition_events::acting_site, petition_events::kind, diesel::dsl::count_star()))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(site, kind, count)| (SiteId(site), kind, count)).collect())
}
