//! Statements that move running clocks, set by set.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::recount::Move;
use crate::SiteId;

/// Running clocks of a unit that share a count.
#[derive(QueryableByName)]
pub(super) struct Group {
    #[diesel(sql_type = sql_types::BigInt)]
    pub site_id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    pub count_id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    pub clocks: i64,
    #[diesel(sql_type = sql_types::Text)]
    pub example: String,
}

/// A stored count of days.
#[derive(QueryableByName)]
pub(super) struct CountRow {
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    pub of_site: Option<i64>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub started_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Text)]
    pub term: String,
    #[diesel(sql_type = sql_types::BigInt)]
    pub version: i64,
    #[diesel(sql_type = sql_types::Text)]
    pub law: String,
    #[diesel(sql_type = sql_types::Date)]
    pub due_on: NaiveDate,
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Jsonb)]
    pub days: serde_json::Value,
}

pub(super) async fn running(
    mut conn: &AsyncPgConnection,
    only: Option<SiteId>,
) -> QueryResult<Vec<Group>> {
    diesel::sql_query(
        "select site_id, count_id, count(*) as clocks, min(subject) as example from deadlines \
         where state = 'running' and ($1 is null or site_id = $1) group by site_id, count_id \
         order by site_id, count_id",
    )
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(only.map(|id| id.0))
    .load(&mut conn)
    .await
}

pub(super) async fn counts(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<CountRow>> {
    diesel::sql_query(
        "select id, of_site, started_at, term, version, law, due_on, due_at, days \
         from day_counts where id = any($1)",
    )
    .bind::<sql_types::Array<sql_types::BigInt>, _>(ids)
    .load(&mut conn)
    .await
}

/// Moves clocks to other counts; gives how many end on another day. A clock that ends at the same
/// moment is locked or left alone, never moved after its end.
pub(super) async fn carry_out(
    mut conn: &AsyncPgConnection,
    moves: &[(&Move, i64)],
    version: i64,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        moved: i64,
    }
    let column =
        |of: fn(&Move) -> i64| moves.iter().map(|(change, _)| of(change)).collect::<Vec<_>>();
    let to: Vec<i64> = moves.iter().map(|(_, to)| *to).collect();
    let on: Vec<NaiveDate> = moves.iter().map(|(change, _)| change.due.on).collect();
    let at: Vec<DateTime<Utc>> = moves.iter().map(|(change, _)| change.due.ends_at).collect();
    diesel::sql_query(
        "with moves as (\
           select * from unnest($1, $2, $3, $4, $5) as m(site_id, old, new, due_on, due_at)), \
         held as (\
           select d.id, d.due_on as from_on, m.new, m.due_on, m.due_at \
           from deadlines d join moves m on d.site_id = m.site_id and d.count_id = m.old \
           where d.state = 'running' for update of d), \
         shifted as (\
           insert into deadline_shifts (deadline_id, version, from_on, to_on, at) \
           select id, $6, from_on, due_on, $7 from held where from_on <> due_on returning 1), \
         moved as (\
           update deadlines d set count_id = held.new, due_on = held.due_on, due_at = held.due_at \
           from held where d.id = held.id returning 1) \
         select count(*) as moved from shifted",
    )
    .bind::<sql_types::Array<sql_types::BigInt>, _>(column(|change| change.site.0))
    .bind::<sql_types::Array<sql_types::BigInt>, _>(column(|change| change.count))
    .bind::<sql_types::Array<sql_types::BigInt>, _>(to)
    .bind::<sql_types::Array<sql_types::Date>, _>(on)
    .bind::<sql_types::Array<sql_types::Timestamptz>, _>(at)
    .bind::<sql_types::BigInt, _>(version)
    .bind::<sql_types::Timestamptz, _>(now)
    .get_result::<Row>(&mut conn)
    .await
    .map(|row| row.moved)
}
