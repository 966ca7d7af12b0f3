//! Statements on the schedule.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::{
    Notice, NoticeKind, Office, Plan, ReceptionId, Session, State,
    schema::{reception_notices as notices, reception_offices as offices, receptions},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = receptions)]
struct Row {
    id: i64,
    receiver: String,
    post: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: String,
    participants: String,
    content: String,
    exception: String,
    state: String,
    author_id: Option<i64>,
    changed_at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
    note: String,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: ReceptionId(row.id),
            plan: Plan {
                receiver: row.receiver,
                post: row.post,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                place: row.place,
                participants: row.participants,
                content: row.content,
                exception: row.exception,
            },
            // The database's own check lets no other word in.
            state: State::parse(&row.state).unwrap_or(State::Draft),
            author: row.author_id.map(PersonId),
            changed_at: row.changed_at,
            published_at: row.published_at,
            note: row.note,
        }
    }
}

/// The receptions that begin in a span of time, by time; all, or only what the public sees: with those
/// that were moved out of the span, so that whoever wanted to come finds them.
pub async fn between(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    public: bool,
) -> QueryResult<Vec<Session>> {
    let within = receptions::starts_at.ge(from).and(receptions::starts_at.lt(until));
    let mut query = receptions::table
        .filter(receptions::site_id.eq(site.0))
        .order((receptions::starts_at, receptions::id))
        .select(Row::as_select())
        .into_boxed();
    query = if public {
        let moved = moved_from(conn, site, (from, until)).await?;
        query
            .filter(within.or(receptions::id.eq_any(moved)))
            .filter(receptions::state.eq_any(["published", "cancelled"]))
    } else {
        query.filter(within)
    };
    let rows: Vec<Row> = query.load(&mut conn).await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// When the first and the last reception begin that the public sees.
pub async fn first_and_last(
    mut conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    use diesel::dsl::{max, min};
    let (first, last): (Option<_>, Option<_>) = receptions::table
        .filter(receptions::site_id.eq(site.0))
        .filter(receptions::state.eq_any(["published", "cancelled"]))
        .select((min(receptions::starts_at), max(receptions::starts_at)))
        .first(&mut conn)
        .await?;
    Ok(first.zip(last))
}

async fn moved_from(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<i64>> {
    notices::table
        .filter(notices::site_id.eq(site.0).and(notices::state.eq("approved")))
        .filter(notices::old_starts_at.ge(from).and(notices::old_starts_at.lt(until)))
        .select(notices::reception_id)
        .load(&mut conn)
        .await
}

/// The next receptions that take place.
pub async fn coming(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<Session>> {
    let rows: Vec<Row> = receptions::table
        .filter(receptions::site_id.eq(site.0).and(receptions::state.eq("published")))
        .filter(receptions::ends_at.gt(now))
        .order((receptions::starts_at, receptions::id))
        .limit(limit)
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// One reception.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
) -> QueryResult<Option<Session>> {
    let row: Option<Row> = receptions::table
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .select(Row::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Session::from))
}

/// The same, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
) -> QueryResult<Option<Session>> {
    let row: Option<Row> = receptions::table
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .select(Row::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(Session::from))
}

/// Plans a reception.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    plan: &Plan,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<ReceptionId> {
    diesel::insert_into(receptions::table)
        .values((
            receptions::site_id.eq(site.0),
            receptions::receiver.eq(&plan.receiver),
            receptions::post.eq(&plan.post),
            receptions::starts_at.eq(plan.starts_at),
            receptions::ends_at.eq(plan.ends_at),
            receptions::place.eq(&plan.place),
            receptions::participants.eq(&plan.participants),
            receptions::content.eq(&plan.content),
            receptions::exception.eq(&plan.exception),
            receptions::author_id.eq(by.map(|id| id.0)),
            receptions::changed_at.eq(now),
        ))
        .returning(receptions::id)
        .get_result(&mut conn)
        .await
        .map(ReceptionId)
}

/// Plans it otherwise; whoever does is its author from then on.
pub async fn update(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
    plan: &Plan,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(receptions::table)
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .set((
            receptions::receiver.eq(&plan.receiver),
            receptions::post.eq(&plan.post),
            receptions::starts_at.eq(plan.starts_at),
            receptions::ends_at.eq(plan.ends_at),
            receptions::place.eq(&plan.place),
            receptions::participants.eq(&plan.participants),
            receptions::content.eq(&plan.content),
            receptions::exception.eq(&plan.exception),
            receptions::author_id.eq(by.map(|id| id.0)),
            receptions::changed_at.eq(now),
            receptions::decided_by.eq(None::<i64>),
        ))
        .execute(&mut conn)
        .await
}

/// Moves it on without a decision.
pub async fn set_state(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
    state: State,
) -> QueryResult<usize> {
    diesel::update(receptions::table)
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .set(receptions::state.eq(state.as_str()))
        .execute(&mut conn)
        .await
}

/// Publishes it, or gives it back with a note.
pub async fn decide(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
    (state, note): (State, &str),
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(receptions::table)
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .set((
            receptions::state.eq(state.as_str()),
            receptions::note.eq(note),
            receptions::decided_by.eq(by.map(|id| id.0)),
            receptions::published_at.eq((state == State::Published).then_some(now)),
        ))
        .execute(&mut conn)
        .await
}

/// Lets one go that was never public.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ReceptionId,
) -> QueryResult<usize> {
    diesel::delete(receptions::table)
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(id.0)))
        .filter(receptions::published_at.is_null())
        .execute(&mut conn)
        .await
}

/// Takes a change over into the reception.
pub async fn apply(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    notice: &Notice,
) -> QueryResult<usize> {
    let state = match notice.kind {
        NoticeKind::Changed => State::Published,
        NoticeKind::Cancelled => State::Cancelled,
    };
    diesel::update(receptions::table)
        .filter(receptions::site_id.eq(site.0).and(receptions::id.eq(notice.reception.0)))
        .set((
            receptions::state.eq(state.as_str()),
            receptions::starts_at.eq(notice.starts_at),
            receptions::ends_at.eq(notice.ends_at),
            receptions::place.eq(&notice.place),
        ))
        .execute(&mut conn)
        .await
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct NoticeRow {
    id: i64,
    reception_id: i64,
    kind: String,
    reason: String,
    old_starts_at: DateTime<Utc>,
    old_place: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: String,
    state: String,
    author_id: Option<i64>,
    decided_at: Option<DateTime<Utc>>,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        Self {
            id: row.id,
            reception: ReceptionId(row.reception_id),
            kind: NoticeKind::parse(&row.kind).unwrap_or(NoticeKind::Changed),
            reason: row.reason,
            old_starts_at: row.old_starts_at,
            old_place: row.old_place,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            place: row.place,
            approved: row.state == "approved",
            author: row.author_id.map(PersonId),
            decided_at: row.decided_at,
        }
    }
}

/// The changes of some receptions, oldest first: those approved, and those that wait.
pub async fn notices_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    of: &[Session],
) -> QueryResult<Vec<Notice>> {
    let ids: Vec<i64> = of.iter().map(|session| session.id.0).collect();
    let rows: Vec<NoticeRow> = notices::table
        .filter(notices::site_id.eq(site.0).and(notices::reception_id.eq_any(ids)))
        .filter(notices::state.ne("returned"))
        .order(notices::id)
        .select(NoticeRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Asks for a change. One that waits already is a conflict, and gives `false`.
pub async fn insert_notice(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    notice: &Notice,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::insert_into(notices::table)
        .values((
            notices::site_id.eq(site.0),
            notices::reception_id.eq(notice.reception.0),
            notices::kind.eq(notice.kind.as_str()),
            notices::reason.eq(&notice.reason),
            notices::old_starts_at.eq(notice.old_starts_at),
            notices::old_place.eq(&notice.old_place),
            notices::starts_at.eq(notice.starts_at),
            notices::ends_at.eq(notice.ends_at),
            notices::place.eq(&notice.place),
            notices::author_id.eq(notice.author.map(|id| id.0)),
            notices::changed_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Approves a change, or gives it back.
pub async fn decide_notice(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    approved: bool,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(notices::table)
        .filter(notices::site_id.eq(site.0).and(notices::id.eq(id)))
        .set((
            notices::state.eq(if approved { "approved" } else { "returned" }),
            notices::decided_by.eq(by.map(|id| id.0)),
            notices::decided_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = offices)]
struct OfficeRow {
    id: i64,
    place: String,
    times: String,
    contact: String,
    author_id: Option<i64>,
}

/// The newest place and regular times: approved, or waiting.
pub async fn office(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    approved: bool,
) -> QueryResult<Option<Office>> {
    let state = if approved { "approved" } else { "submitted" };
    let row: Option<OfficeRow> = offices::table
        .filter(offices::site_id.eq(site.0).and(offices::state.eq(state)))
        .order(offices::id.desc())
        .select(OfficeRow::as_select())
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|row| Office {
        id: row.id,
        place: row.place,
        times: row.times,
        contact: row.contact,
        author: row.author_id.map(PersonId),
    }))
}

/// Lays a place and regular times before the approver.
pub async fn insert_office(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (place, times, contact): (&str, &str, &str),
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<i64> {
    diesel::insert_into(offices::table)
        .values((
            offices::site_id.eq(site.0),
            offices::place.eq(place),
            offices::times.eq(times),
            offices::contact.eq(contact),
            offices::author_id.eq(by.map(|id| id.0)),
            offices::changed_at.eq(now),
        ))
        .returning(offices::id)
        .get_result(&mut conn)
        .await
}

/// Approves a place and regular times.
pub async fn approve_office(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(offices::table)
        .filter(offices::site_id.eq(site.0).and(offices::id.eq(id)))
        .set((
            offices::state.eq("approved"),
            offices::decided_by.eq(by.map(|id| id.0)),
            offices::decided_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}
