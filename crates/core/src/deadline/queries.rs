//! Statements on clocks and counts of days.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Clock, ClockState, Count, Deadline, DeadlineId, NewClock, Shift};
use crate::{
    Outcome, SiteId, Tx,
    calendar::registry::KnownCount,
    law::{Rule, Term},
};

#[derive(QueryableByName)]
struct ClockRow {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    site_id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    opened_by_site: i64,
    #[diesel(sql_type = sql_types::Text)]
    module: String,
    #[diesel(sql_type = sql_types::Text)]
    subject: String,
    #[diesel(sql_type = sql_types::Text)]
    key: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    law_pack: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    citation: Option<String>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    started_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Date)]
    due_on: NaiveDate,
    #[diesel(sql_type = sql_types::Timestamptz)]
    due_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Text)]
    state: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
}

const CLOCK: &str = "d.id, d.site_id, d.opened_by_site, d.module, d.subject, d.key, d.law_pack, \
     d.citation, d.started_at, d.due_on, d.due_at, d.state, d.ended_at";

impl From<ClockRow> for Clock {
    fn from(row: ClockRow) -> Self {
        Self {
            id: DeadlineId(row.id),
            site: SiteId(row.site_id),
            opened_by: SiteId(row.opened_by_site),
            module: row.module,
            subject: row.subject,
            key: row.key,
            citation: row.citation,
            law_pack: row.law_pack,
            started_at: row.started_at,
            due_on: row.due_on,
            due_at: row.due_at,
            state: match row.state.as_str() {
                "met" => ClockState::Met,
                "late-met" => ClockState::LateMet,
                "stopped" => ClockState::Stopped,
                _ => ClockState::Running,
            },
            ended_at: row.ended_at,
        }
    }
}

pub(super) async fn insert(
    mut conn: &AsyncPgConnection,
    opened_by: SiteId,
    clock: &NewClock<'_>,
    rule: Option<&Rule<Term>>,
    count: KnownCount,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        id: i64,
    }
    diesel::sql_query(
        "insert into deadlines (site_id, opened_by_site, module, subject, key, law_pack, citation, \
         started_at, count_id, due_on, due_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
    )
    .bind::<sql_types::BigInt, _>(clock.site.0)
    .bind::<sql_types::BigInt, _>(opened_by.0)
    .bind::<sql_types::Text, _>(clock.module)
    .bind::<sql_types::Text, _>(&clock.subject)
    .bind::<sql_types::Text, _>(clock.key)
    .bind::<sql_types::Nullable<sql_types::Text>, _>(rule.map(|rule| &*rule.pack))
    .bind::<sql_types::Nullable<sql_types::Text>, _>(rule.map(|rule| &*rule.citation))
    .bind::<sql_types::Timestamptz, _>(clock.since)
    .bind::<sql_types::BigInt, _>(count.id)
    .bind::<sql_types::Date, _>(count.due_on)
    .bind::<sql_types::Timestamptz, _>(count.due_at)
    .get_result::<Row>(&mut conn)
    .await
    .map(|row| row.id)
}

/// Ends a subject's running clock for a duty: met, or met late where `at` is past its last day. A
/// clock that has ended stays as it is.
///
/// Requirement: R-P2, R-P3.
pub async fn meet(tx: &mut Tx, subject: &str, key: &str, at: DateTime<Utc>) -> Outcome<()> {
    let mut conn: &AsyncPgConnection = tx;
    diesel::sql_query(
        "update deadlines set ended_at = $3, \
         state = case when $3 < due_at then 'met' else 'late-met' end \
         where subject = $1 and key = $2 and state = 'running'",
    )
    .bind::<sql_types::Text, _>(subject)
    .bind::<sql_types::Text, _>(key)
    .bind::<sql_types::Timestamptz, _>(at)
    .execute(&mut conn)
    .await?;
    Ok(())
}

/// Ends a subject's running clocks, of one duty or all, without their being met: the case was
/// withdrawn, refused, merged.
///
/// Requirement: R-P2.
pub async fn stop(tx: &mut Tx, subject: &str, key: Option<&str>, at: DateTime<Utc>) -> Outcome<()> {
    let mut conn: &AsyncPgConnection = tx;
    diesel::sql_query(
        "update deadlines set ended_at = $3, state = 'stopped' \
         where subject = $1 and ($2 is null or key = $2) and state = 'running'",
    )
    .bind::<sql_types::Text, _>(subject)
    .bind::<sql_types::Nullable<sql_types::Text>, _>(key)
    .bind::<sql_types::Timestamptz, _>(at)
    .execute(&mut conn)
    .await?;
    Ok(())
}

/// The clocks of a case that the connection's site holds or started, oldest first, with how each was
/// counted and moved.
pub async fn of_subject(conn: &AsyncPgConnection, subject: &str) -> QueryResult<Vec<Deadline>> {
    of_subjects(conn, &[subject.to_owned()]).await
}

/// The same for many cases at once.
pub async fn of_subjects(
    mut conn: &AsyncPgConnection,
    subjects: &[String],
) -> QueryResult<Vec<Deadline>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        clock: ClockRow,
        #[diesel(sql_type = sql_types::Text)]
        term: String,
        #[diesel(sql_type = sql_types::BigInt)]
        version: i64,
        #[diesel(sql_type = sql_types::Bool)]
        provisional: bool,
        #[diesel(sql_type = sql_types::Jsonb)]
        days: serde_json::Value,
    }
    let rows: Vec<Row> = diesel::sql_query(format!(
        "select {CLOCK}, c.term, c.version, c.provisional, c.days \
         from deadlines d join day_counts c on c.id = d.count_id \
         where d.subject = any($1) order by d.started_at, d.id"
    ))
    .bind::<sql_types::Array<sql_types::Text>, _>(subjects)
    .load(&mut conn)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.clock.id).collect();
    let mut shifts = shifts_of(conn, &ids).await?;
    let deadline = |row: Row| {
        let fault = |error: String| diesel::result::Error::DeserializationError(error.into());
        Ok(Deadline {
            shifts: shifts.remove(&row.clock.id).unwrap_or_default(),
            count: row.term.parse::<Count>().map_err(|error| fault(error.to_string()))?,
            version: row.version,
            provisional: row.provisional,
            days: serde_json::from_value(row.days).map_err(|error| fault(error.to_string()))?,
            clock: row.clock.into(),
        })
    };
    rows.into_iter().map(deadline).collect()
}

async fn shifts_of(
    mut conn: &AsyncPgConnection,
    clocks: &[i64],
) -> QueryResult<HashMap<i64, Vec<Shift>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        deadline_id: i64,
        #[diesel(sql_type = sql_types::BigInt)]
        version: i64,
        #[diesel(sql_type = sql_types::Date)]
        from_on: NaiveDate,
        #[diesel(sql_type = sql_types::Date)]
        to_on: NaiveDate,
        #[diesel(sql_type = sql_types::Timestamptz)]
        at: DateTime<Utc>,
    }
    let mut shifts: HashMap<i64, Vec<Shift>> = HashMap::new();
    if clocks.is_empty() {
        return Ok(shifts);
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select deadline_id, version, from_on, to_on, at from deadline_shifts \
         where deadline_id = any($1) order by at, version",
    )
    .bind::<sql_types::Array<sql_types::BigInt>, _>(clocks)
    .load(&mut conn)
    .await?;
    for row in rows {
        let shift = Shift { from: row.from_on, to: row.to_on, version: row.version, at: row.at };
        shifts.entry(row.deadline_id).or_default().push(shift);
    }
    Ok(shifts)
}

/// The running clocks of a unit in a module, the most urgent first.
pub async fn running(
    conn: &AsyncPgConnection,
    site: SiteId,
    module: &str,
) -> QueryResult<Vec<Clock>> {
    list(conn, "d.state = 'running'", Some(site), module, None).await
}

/// The running clocks of a module whose last day is over, of one unit or (platform door) all, the
/// longest overdue first.
pub async fn overdue(
    conn: &AsyncPgConnection,
    site: Option<SiteId>,
    module: &str,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Clock>> {
    let between = Some((DateTime::<Utc>::MIN_UTC, now));
    list(conn, "d.state = 'running'", site, module, between).await
}

/// The running clocks of a module that end after one moment and not after another: for reminders.
pub async fn coming(
    conn: &AsyncPgConnection,
    module: &str,
    between: (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<Clock>> {
    list(conn, "d.state = 'running'", None, module, Some(between)).await
}

/// The clocks of a module that have ended and were due in a period, of one unit or (platform door)
/// all: for statistics.
pub async fn ended_between(
    conn: &AsyncPgConnection,
    site: Option<SiteId>,
    module: &str,
    between: (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<Clock>> {
    list(conn, "d.state <> 'running'", site, module, Some(between)).await
}

async fn list(
    mut conn: &AsyncPgConnection,
    state: &str,
    site: Option<SiteId>,
    module: &str,
    between: Option<(DateTime<Utc>, DateTime<Utc>)>,
) -> QueryResult<Vec<Clock>> {
    // PostgreSQL's own smallest moment is later than chrono's.
    let after = between.map(|(after, _)| after).filter(|after| *after > DateTime::<Utc>::MIN_UTC);
    let rows: Vec<ClockRow> = diesel::sql_query(format!(
        "select {CLOCK} from deadlines d where {state} and d.module = $1 \
         and ($2 is null or d.site_id = $2) and ($3 is null or d.due_at > $3) \
         and ($4 is null or d.due_at <= $4) order by d.due_at, d.id"
    ))
    .bind::<sql_types::Text, _>(module)
    .bind::<sql_types::Nullable<sql_types::BigInt>, _>(site.map(|id| id.0))
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(after)
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(between.map(|(_, until)| until))
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(Clock::from).collect())
}

/// A clock that a version of the calendar moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifted {
    /// The clock as it stands now.
    pub clock: Clock,
    /// Its last day before.
    pub from: NaiveDate,
    /// Its last day since.
    pub to: NaiveDate,
}

/// The clocks of a module that a version of the calendar moved: whoever waits for them is told.
pub async fn shifted(
    mut conn: &AsyncPgConnection,
    module: &str,
    version: i64,
) -> QueryResult<Vec<Shifted>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(embed)]
        clock: ClockRow,
        #[diesel(sql_type = sql_types::Date)]
        from_on: NaiveDate,
        #[diesel(sql_type = sql_types::Date)]
        to_on: NaiveDate,
    }
    let rows: Vec<Row> = diesel::sql_query(format!(
        "select {CLOCK}, s.from_on, s.to_on from deadline_shifts s \
         join deadlines d on d.id = s.deadline_id \
         where s.version = $1 and d.module = $2 order by d.site_id, d.id"
    ))
    .bind::<sql_types::BigInt, _>(version)
    .bind::<sql_types::Text, _>(module)
    .load(&mut conn)
    .await?;
    let shifted = |row: Row| Shifted { clock: row.clock.into(), from: row.from_on, to: row.to_on };
    Ok(rows.into_iter().map(shifted).collect())
}
