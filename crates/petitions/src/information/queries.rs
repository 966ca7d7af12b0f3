//! Statements on requests. Those on replies, files and links are beside this file.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId, lang::fold};

use super::{
    Channel, Form, InformationRequestId, Request, State, Wish,
    schema::{
        information_additions, information_cases as cases, information_requesters,
        information_requests as requests,
    },
};
use crate::search_words::patterns;

pub mod replies;
pub mod sent;

#[derive(Queryable, Selectable)]
#[diesel(table_name = requests)]
struct Sent {
    id: i64,
    code: String,
    form: String,
    channel: String,
    title: String,
    details: String,
    purpose: String,
    wish: String,
    proved: bool,
    received_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
struct Case {
    confirmed_at: Option<DateTime<Utc>>,
    valid_at: Option<DateTime<Utc>>,
    state: String,
    number: Option<i32>,
    year: Option<i32>,
    complex: Option<bool>,
    officer_id: Option<i64>,
    extended_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    delivered_at: Option<DateTime<Utc>>,
}

/// A word that the database's own check would not have let in.
fn unknown(word: &str) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(format!("`{word}` is no known word").into())
}

impl TryFrom<(Sent, Case)> for Request {
    type Error = diesel::result::Error;

    fn try_from((row, case): (Sent, Case)) -> QueryResult<Self> {
        Ok(Self {
            id: InformationRequestId(row.id),
            form: Form::parse(&row.form).ok_or_else(|| unknown(&row.form))?,
            channel: Channel::parse(&row.channel).ok_or_else(|| unknown(&row.channel))?,
            wish: Wish::parse(&row.wish).ok_or_else(|| unknown(&row.wish))?,
            state: State::parse(&case.state).ok_or_else(|| unknown(&case.state))?,
            code: row.code,
            title: row.title,
            details: row.details,
            purpose: row.purpose,
            proved: row.proved,
            received_at: row.received_at,
            confirmed_at: case.confirmed_at,
            valid_at: case.valid_at,
            number: case.number.zip(case.year),
            complex: case.complex,
            officer: case.officer_id.map(PersonId),
            extended_at: case.extended_at,
            closed_at: case.closed_at,
            delivered_at: case.delivered_at,
        })
    }
}

/// A request to be kept.
pub struct New<'a> {
    pub code: &'a str,
    pub secret_mac: &'a [u8],
    pub form: Form,
    pub channel: Channel,
    pub title: &'a str,
    pub details: &'a str,
    pub purpose: &'a str,
    pub wish: Wish,
    pub proved: bool,
    pub received_at: DateTime<Utc>,
    pub entered_by: Option<PersonId>,
}

/// Keeps a request as it was sent.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &New<'_>,
) -> QueryResult<InformationRequestId> {
    let id = diesel::insert_into(requests::table)
        .values((
            requests::site_id.eq(site.0),
            requests::code.eq(new.code),
            requests::secret_mac.eq(new.secret_mac),
            requests::form.eq(new.form.as_str()),
            requests::channel.eq(new.channel.as_str()),
            requests::title.eq(new.title),
            requests::details.eq(new.details),
            requests::purpose.eq(new.purpose),
            requests::wish.eq(new.wish.as_str()),
            requests::proved.eq(new.proved),
            requests::received_at.eq(new.received_at),
            requests::entered_by.eq(new.entered_by.map(|id| id.0)),
            requests::folded.eq(fold(&format!("{}\n{}", new.title, new.details))),
        ))
        .returning(requests::id)
        .get_result(&mut conn)
        .await?;
    Ok(InformationRequestId(id))
}

/// Begins the life of a request that has all the law wants.
pub async fn insert_case(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    valid_at: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(cases::table)
        .values((
            cases::request_id.eq(id.0),
            cases::site_id.eq(site.0),
            cases::valid_at.eq(valid_at),
        ))
        .execute(&mut conn)
        .await
}

/// One request.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
) -> QueryResult<Option<Request>> {
    let row: Option<(Sent, Case)> = requests::table
        .inner_join(cases::table)
        .filter(requests::site_id.eq(site.0).and(requests::id.eq(id.0)))
        .select((Sent::as_select(), Case::as_select()))
        .first(&mut conn)
        .await
        .optional()?;
    row.map(Request::try_from).transpose()
}

/// The same, its life held until the transaction ends: two who act at once act one after the other.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
) -> QueryResult<Option<Request>> {
    let held: Option<i64> = cases::table
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .select(cases::request_id)
        .for_update()
        .first(&mut conn)
        .await
        .optional()?;
    match held {
        Some(_) => by_id(conn, site, id).await,
        None => Ok(None),
    }
}

/// A request by its tracking code, with what is kept of its secret.
pub async fn by_code(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &str,
) -> QueryResult<Option<(InformationRequestId, Vec<u8>)>> {
    requests::table
        .filter(requests::site_id.eq(site.0).and(requests::code.eq(code)))
        .select((requests::id, requests::secret_mac))
        .first::<(i64, Vec<u8>)>(&mut conn)
        .await
        .optional()
        .map(|found| found.map(|(id, mac)| (InformationRequestId(id), mac)))
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// One state; `None` all.
    pub state: Option<State>,
    /// Only what is still open.
    pub open: bool,
    /// One year of arrival.
    pub year: Option<i32>,
    /// Words in what is asked for, accents or not; or a code.
    pub words: Option<String>,
    /// Lines after this id.
    pub before: Option<i64>,
}

/// Requests, the newest first.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
    limit: i64,
) -> QueryResult<Vec<Request>> {
    let mut query = requests::table
        .inner_join(cases::table)
        .filter(requests::site_id.eq(site.0))
        .select((Sent::as_select(), Case::as_select()))
        .order(requests::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(state) = narrow.state {
        query = query.filter(cases::state.eq(state.as_str()));
    }
    if narrow.open {
        query = query.filter(cases::state.eq_any(["arrived", "incomplete", "accepted"]));
    }
    if let Some(year) = narrow.year {
        query = query.filter(
            diesel::dsl::sql::<sql_types::Bool>(
                "extract(year from received_at at time zone 'Asia/Ho_Chi_Minh') = ",
            )
            .bind::<sql_types::Integer, _>(year),
        );
    }
    if let Some(words) = &narrow.words {
        let text = "information_requests.folded || ' ' || lower(information_requests.code)";
        query = query.filter(
            diesel::dsl::sql::<sql_types::Bool>(&format!("{text} like all("))
                .bind::<sql_types::Array<sql_types::Text>, _>(patterns(words))
                .sql(")"),
        );
    }
    if let Some(before) = narrow.before {
        query = query.filter(requests::id.lt(before));
    }
    let rows: Vec<(Sent, Case)> = query.load(&mut conn).await?;
    rows.into_iter().map(Request::try_from).collect()
}

/// How many requests of a site are in each state.
pub async fn counts(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<(String, i64)>> {
    cases::table
        .filter(cases::site_id.eq(site.0))
        .group_by(cases::state)
        .select((cases::state, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

/// Puts a request into the register.
pub async fn accept(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    (number, year): (i32, i32),
    officer: Option<PersonId>,
) -> QueryResult<usize> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .set((
            cases::state.eq(State::Accepted.as_str()),
            cases::number.eq(number),
            cases::year.eq(year),
            cases::officer_id.eq(officer.map(|id| id.0)),
            cases::version.eq(cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Moves a request on; what ends it is dated.
pub async fn move_to(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    state: State,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let closed = (!state.is_open()).then_some(now);
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .set((
            cases::state.eq(state.as_str()),
            cases::closed_at.eq(closed),
            cases::version.eq(cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Notes since when a request has all the law wants; `None` while something is missing.
pub async fn set_valid(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    at: Option<DateTime<Utc>>,
) -> QueryResult<usize> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .set((cases::valid_at.eq(at), cases::version.eq(cases::version + 1)))
        .execute(&mut conn)
        .await
}

/// Notes which way a request takes.
pub async fn set_complex(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    complex: bool,
) -> QueryResult<usize> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .set((cases::complex.eq(complex), cases::version.eq(cases::version + 1)))
        .execute(&mut conn)
        .await
}

/// Notes that the longer term was announced.
pub async fn set_extended(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .set((cases::extended_at.eq(now), cases::version.eq(cases::version + 1)))
        .execute(&mut conn)
        .await
}

/// Notes that the address was confirmed; gives whether that was new.
pub async fn set_confirmed(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .filter(cases::confirmed_at.is_null())
        .set(cases::confirmed_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Notes that the information was handed over; gives whether that was new.
pub async fn set_delivered(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(cases::table)
        .filter(cases::site_id.eq(site.0).and(cases::request_id.eq(id.0)))
        .filter(cases::delivered_at.is_null())
        .set(cases::delivered_at.eq(now))
        .execute(&mut conn)
        .await
        .map(|rows| rows > 0)
}

/// Keeps who asks, sealed.
pub async fn insert_requester(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    sealed: &[u8],
) -> QueryResult<usize> {
    diesel::insert_into(information_requesters::table)
        .values((
            information_requesters::request_id.eq(id.0),
            information_requesters::site_id.eq(site.0),
            information_requesters::sealed.eq(sealed),
        ))
        .execute(&mut conn)
        .await
}

/// Who asks, sealed; `None` once erased.
pub async fn requester(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
) -> QueryResult<Option<Vec<u8>>> {
    information_requesters::table
        .filter(information_requesters::site_id.eq(site.0))
        .filter(information_requesters::request_id.eq(id.0))
        .select(information_requesters::sealed)
        .first(&mut conn)
        .await
        .optional()
        .map(Option::flatten)
}

/// Keeps what a requester adds, sealed.
pub async fn insert_addition(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
    sealed: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(information_additions::table)
        .values((
            information_additions::site_id.eq(site.0),
            information_additions::request_id.eq(id.0),
            information_additions::sealed.eq(sealed),
            information_additions::added_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// What a requester added, sealed, oldest first.
pub async fn additions(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: InformationRequestId,
) -> QueryResult<Vec<(DateTime<Utc>, Vec<u8>)>> {
    information_additions::table
        .filter(information_additions::site_id.eq(site.0))
        .filter(information_additions::request_id.eq(id.0))
        .order(information_additions::id)
        .select((information_additions::added_at, information_additions::sealed))
        .load(&mut conn)
        .await
}

/// Codes and numbers of requests, for the record.
pub async fn names(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String, Option<(i32, i32)>)>> {
    let rows: Vec<(i64, String, Option<i32>, Option<i32>)> = requests::table
        .inner_join(cases::table)
        .filter(requests::id.eq_any(ids))
        .select((requests::id, requests::code, cases::number, cases::year))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(id, code, number, year)| (id, code, number.zip(year))).collect())
}
