//! How far the collector of the installation has the record. Whoever forwards holds a lease, not a
//! transaction: a long one would hold the followers back.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::{COLUMNS, record::Entry};

/// How long a lease holds when its holder says nothing more.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Takes or keeps the lease on a target; gives how far it has the record, or `None` when another node
/// forwards. A target seen for the first time begins at the beginning.
pub async fn claim(
    mut conn: &AsyncPgConnection,
    target: &str,
    holder: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        position: i64,
    }
    let row: Option<Row> = diesel::sql_query(
        "insert into audit_cursors as c (target, holder, leased_until) values ($1, $2, $3) \
         on conflict (target) do update set holder = $2, leased_until = $3 \
         where c.holder = $2 or c.leased_until is null or c.leased_until < $4 \
         returning position",
    )
    .bind::<sql_types::Text, _>(target)
    .bind::<sql_types::Uuid, _>(holder)
    .bind::<sql_types::Timestamptz, _>(now + LEASE)
    .bind::<sql_types::Timestamptz, _>(now)
    .get_result(&mut conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.position))
}

/// Notes that everything up to a position is with the target. Gives whether the lease was still held.
pub async fn advance(
    mut conn: &AsyncPgConnection,
    target: &str,
    holder: Uuid,
    position: i64,
) -> QueryResult<bool> {
    diesel::sql_query(
        "update audit_cursors set position = $3 where target = $1 and holder = $2 and position < $3",
    )
    .bind::<sql_types::Text, _>(target)
    .bind::<sql_types::Uuid, _>(holder)
    .bind::<sql_types::BigInt, _>(position)
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}

/// Sealed facts after a position, in the order of the chain. What was trimmed is passed over.
pub async fn sealed_after(
    mut conn: &AsyncPgConnection,
    position: i64,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    diesel::sql_query(format!(
        "select {COLUMNS}, p.login, p.name, s.position, s.hash \
         from fact_seals s join facts f on f.id = s.fact_id left join people p on p.id = f.person_id \
         where s.position > $1 order by s.position limit $2"
    ))
    .bind::<sql_types::BigInt, _>(position)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await
}
