//! Statements about shared systems and their checks.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::Fault;

use super::{LastCheck, NewSystem, SharedSystem};
use crate::staff::schema::{shared_systems, system_checks};

/// All systems, in order.
pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<SharedSystem>> {
    shared_systems::table
        .order((shared_systems::position, shared_systems::id))
        .select(SharedSystem::as_select())
        .load(&mut conn)
        .await
}

/// One system.
pub async fn by_id(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<Option<SharedSystem>> {
    shared_systems::table
        .find(id)
        .select(SharedSystem::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// All systems, in order, locked until the transaction ends.
pub async fn lock_all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<SharedSystem>> {
    shared_systems::table
        .order((shared_systems::position, shared_systems::id))
        .select(SharedSystem::as_select())
        .for_update()
        .load(&mut conn)
        .await
}

/// Adds a system behind all others; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    system: &NewSystem,
    now: DateTime<Utc>,
) -> Result<i64, Fault> {
    let last: Option<i32> = shared_systems::table
        .select(diesel::dsl::max(shared_systems::position))
        .first(&mut conn)
        .await?;
    let id = diesel::insert_into(shared_systems::table)
        .values((
            columns(system)?,
            shared_systems::position.eq(last.unwrap_or(0).saturating_add(1)),
            shared_systems::created_at.eq(now),
        ))
        .returning(shared_systems::id)
        .get_result(&mut conn)
        .await?;
    Ok(id)
}

/// Changes a system.
pub async fn update(
    mut conn: &AsyncPgConnection,
    id: i64,
    system: &NewSystem,
) -> Result<usize, Fault> {
    Ok(diesel::update(shared_systems::table.find(id))
        .set(columns(system)?)
        .execute(&mut conn)
        .await?)
}

type Columns<'a> = (
    diesel::dsl::Eq<shared_systems::names, serde_json::Value>,
    diesel::dsl::Eq<shared_systems::what, serde_json::Value>,
    diesel::dsl::Eq<shared_systems::icon, &'a str>,
    diesel::dsl::Eq<shared_systems::url, &'a str>,
    diesel::dsl::Eq<shared_systems::health_url, Option<&'a str>>,
    diesel::dsl::Eq<shared_systems::kinds, Option<Vec<String>>>,
    diesel::dsl::Eq<shared_systems::sites, Option<Vec<i64>>>,
    diesel::dsl::Eq<shared_systems::roles, Option<Vec<String>>>,
    diesel::dsl::Eq<shared_systems::state, &'static str>,
);

fn columns(system: &NewSystem) -> Result<Columns<'_>, Fault> {
    Ok((
        shared_systems::names.eq(serde_json::to_value(&system.names).map_err(Fault::bug)?),
        shared_systems::what.eq(serde_json::to_value(&system.what).map_err(Fault::bug)?),
        shared_systems::icon.eq(system.icon.as_str()),
        shared_systems::url.eq(system.url.as_str()),
        shared_systems::health_url.eq(system.health_url.as_deref()),
        shared_systems::kinds.eq(system.audience.kinds_column()),
        shared_systems::sites.eq(system.audience.sites_column()),
        shared_systems::roles.eq(system.audience.roles_column()),
        shared_systems::state.eq(if system.open { "open" } else { "paused" }),
    ))
}

/// Sets a system's place.
pub async fn place(mut conn: &AsyncPgConnection, id: i64, position: i32) -> QueryResult<usize> {
    diesel::update(shared_systems::table.find(id))
        .set(shared_systems::position.eq(position))
        .execute(&mut conn)
        .await
}

/// Takes a system away, its checks with it.
pub async fn delete(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<usize> {
    diesel::delete(shared_systems::table.find(id)).execute(&mut conn).await
}

/// The last check of each system, by system.
pub async fn last_checks(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(i64, LastCheck)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        system_id: i64,
        #[diesel(sql_type = sql_types::Timestamptz)]
        at: DateTime<Utc>,
        #[diesel(sql_type = sql_types::Bool)]
        ok: bool,
        #[diesel(sql_type = sql_types::Integer)]
        latency_ms: i32,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
        failing_since: Option<DateTime<Utc>>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select c.system_id, c.at, c.ok, c.latency_ms, \
           (select min(f.at) from system_checks f where f.system_id = s.id and not f.ok and f.at > \
             coalesce((select max(o.at) from system_checks o where o.system_id = s.id and o.ok), '-infinity') \
           ) as failing_since \
         from shared_systems s join lateral \
           (select * from system_checks c where c.system_id = s.id order by c.at desc limit 1) c on true",
    )
    .load(&mut conn)
    .await?;
    let last = |row: Row| {
        let Row { system_id, at, ok, latency_ms, failing_since } = row;
        (system_id, LastCheck { at, ok, latency_ms, failing_since })
    };
    Ok(rows.into_iter().map(last).collect())
}

/// What to ask: the systems that have somewhere to be asked.
pub async fn watched(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(i64, String)>> {
    shared_systems::table
        .filter(shared_systems::health_url.is_not_null())
        .order(shared_systems::id)
        .select((shared_systems::id, shared_systems::health_url.assume_not_null()))
        .load(&mut conn)
        .await
}

/// Writes a check down, unless its system was taken away meanwhile.
pub async fn insert_check(
    mut conn: &AsyncPgConnection,
    system: i64,
    at: DateTime<Utc>,
    ok: bool,
    latency_ms: i32,
    error: Option<&str>,
) -> QueryResult<usize> {
    diesel::sql_query(
        "insert into system_checks (system_id, at, ok, latency_ms, error) \
         select id, $2, $3, $4, $5 from shared_systems where id = $1 for key share \
         on conflict do nothing",
    )
    .bind::<sql_types::BigInt, _>(system)
    .bind::<sql_types::Timestamptz, _>(at)
    .bind::<sql_types::Bool, _>(ok)
    .bind::<sql_types::Integer, _>(latency_ms)
    .bind::<sql_types::Nullable<sql_types::Text>, _>(error)
    .execute(&mut conn)
    .await
}

/// Throws checks away that are older than a moment.
pub async fn sweep_checks(
    mut conn: &AsyncPgConnection,
    before: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(system_checks::table.filter(system_checks::at.lt(before)))
        .execute(&mut conn)
        .await
}
