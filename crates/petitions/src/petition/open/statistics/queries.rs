//! Statements that count cases. They give sums, never a case.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{QueryableByName, prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use super::figures::{Cell, Counts, Marks};
use crate::petition::publications::read::start_of;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::BigInt)]
    unit: i64,
    #[diesel(sql_type = sql_types::Text)]
    field: String,
    #[diesel(sql_type = sql_types::Date)]
    month: NaiveDate,
    #[diesel(sql_type = sql_types::BigInt)]
    received: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    handling: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    overdue: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    answered: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    in_time: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    late: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    outside: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    other: i64,
}

/// The petitions received in a year, by the unit that has them to answer, field and month: of one
/// unit, or of all, for which the connection has to see all.
///
/// An answer is in time when the last of its clocks was met in time; one without a clock is neither.
pub async fn cells(
    mut conn: &AsyncPgConnection,
    unit: Option<SiteId>,
    year: i32,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Cell>> {
    let (from, to) = year_of(year);
    let rows: Vec<Row> = diesel::sql_query(
        "with clocks as (\
           select subject, \
             (array_agg(state order by ended_at desc, id desc) \
               filter (where state in ('met', 'late-met')))[1] as done, \
             bool_or(state = 'running' and due_at <= $4) as overdue \
           from deadlines where started_at >= $2 and module = 'petitions' \
             and key not in ('petition.forward', 'petition.rule_forward') group by subject), \
         cases as (\
           select coalesce(c.unit_id, c.site_id) as unit, p.field, c.state, p.received_at, \
             'petition:' || p.id as subject, \
             c.state in ('received', 'registered', 'forwarded') as open \
           from petitions p join petition_cases c on c.petition_id = p.id \
           where p.received_at >= $2 and p.received_at < $3 \
             and ($1::bigint is null or coalesce(c.unit_id, c.site_id) = $1)) \
         select unit, field, \
           date_trunc('month', received_at at time zone 'Asia/Ho_Chi_Minh')::date as month, \
           count(*) as received, count(*) filter (where open) as handling, \
           count(*) filter (where open and k.overdue) as overdue, \
           count(*) filter (where state = 'answered') as answered, \
           count(*) filter (where state = 'answered' and k.done = 'met') as in_time, \
           count(*) filter (where state = 'answered' and k.done = 'late-met') as late, \
           count(*) filter (where state = 'outside') as outside, \
           count(*) filter (where not open and state not in ('answered', 'outside')) as other \
         from cases left join clocks k using (subject) group by 1, 2, 3",
    )
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(unit.map(|unit| unit.0))
    .bind::<sql_types::Timestamptz, _>(from)
    .bind::<sql_types::Timestamptz, _>(to)
    .bind::<sql_types::Timestamptz, _>(now)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(cell).collect())
}

fn cell(row: Row) -> Cell {
    let Row { unit, field, month, received, handling, overdue, answered, in_time, late, .. } = row;
    let (outside, other) = (row.outside, row.other);
    let counts = Counts { received, handling, overdue, answered, in_time, late, outside, other };
    Cell { unit, field, month, counts }
}

/// The marks of a year, by unit.
pub async fn marks(
    mut conn: &AsyncPgConnection,
    unit: Option<SiteId>,
    year: i32,
) -> QueryResult<Vec<Marks>> {
    #[derive(QueryableByName)]
    struct Given {
        #[diesel(sql_type = sql_types::BigInt)]
        unit_id: i64,
        #[diesel(sql_type = sql_types::BigInt)]
        given: i64,
        #[diesel(sql_type = sql_types::BigInt)]
        good: i64,
    }
    let rows: Vec<Given> = diesel::sql_query(
        "select unit_id, count(*) as given, count(*) filter (where level >= 2) as good \
         from petition_ratings \
         where month >= make_date($2, 1, 1) and month < make_date($2 + 1, 1, 1) \
           and ($1::bigint is null or unit_id = $1) group by unit_id order by given desc, unit_id",
    )
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(unit.map(|unit| unit.0))
    .bind::<sql_types::Integer, _>(year)
    .load(&mut conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Marks { unit: row.unit_id, given: row.given, good: row.good })
        .collect())
}

/// The first moment of a year in Vietnam, and the first after it.
fn year_of(year: i32) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = |year: i32| {
        NaiveDate::from_ymd_opt(year, 1, 1).and_then(start_of).unwrap_or(DateTime::UNIX_EPOCH)
    };
    (first(year), first(year + 1))
}
