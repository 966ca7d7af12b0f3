//! What the pages of a petition's sender read, and what they change.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{OrNotFound as _, Outcome, SiteId};

use crate::petition::{
    CaseState, PetitionId, PetitionKind,
    schema::{petition_answers, petition_cases, petition_ratings, petition_senders, petitions},
};

/// A petition as its sender sees it.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub(super) struct Mine {
    id: i64,
    /// Tracking code.
    pub code: String,
    pub secret_mac: Vec<u8>,
    kind: String,
    /// Code of its field.
    pub field: String,
    /// Where it happened.
    pub place: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Whether the sender's name may be shown.
    pub name_shown: bool,
    /// Whether it is kept from the public.
    pub confidential: bool,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    state: String,
    unit_id: Option<i64>,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// The month in which it was marked.
    pub rated_at: Option<DateTime<Utc>>,
}

impl Mine {
    pub(super) fn id(&self) -> PetitionId {
        PetitionId(self.id)
    }

    pub(super) fn kind(&self) -> PetitionKind {
        PetitionKind::parse(&self.kind).unwrap_or(PetitionKind::Question)
    }

    pub(super) fn state(&self) -> CaseState {
        CaseState::parse(&self.state).unwrap_or(CaseState::Received)
    }

    /// Who has it to answer, where that is said.
    pub(super) fn unit(&self) -> Option<SiteId> {
        self.unit_id.map(SiteId)
    }

    /// Whether its sender can say how satisfied they are.
    pub(super) fn can_be_rated(&self) -> bool {
        self.state() == CaseState::Answered && self.rated_at.is_none()
    }
}

/// A petition by its code.
pub(super) async fn by_code(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &str,
) -> QueryResult<Option<Mine>> {
    petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::site_id.eq(site.0).and(petitions::code.eq(code)))
        .select((
            petitions::id,
            petitions::code,
            petitions::secret_mac,
            petitions::kind,
            petitions::field,
            petitions::place,
            petitions::title,
            petitions::body,
            petitions::name_shown,
            petitions::confidential,
            petitions::received_at,
            petition_cases::state,
            petition_cases::unit_id,
            petition_cases::confirmed_at,
            petition_cases::closed_at,
            petition_cases::rated_at,
        ))
        .first(&mut conn)
        .await
        .optional()
}

/// The same, with its case held until the transaction ends.
pub(super) async fn hold(conn: &AsyncPgConnection, site: SiteId, code: &str) -> Outcome<Mine> {
    lock(conn, site, code).await?;
    by_code(conn, site, code).await?.or_not_found()
}

async fn lock(mut conn: &AsyncPgConnection, site: SiteId, code: &str) -> QueryResult<()> {
    diesel::sql_query(
        "select 1 from petition_cases c join petitions p on p.id = c.petition_id \
         where p.site_id = $1 and p.code = $2 for update of c",
    )
    .bind::<diesel::sql_types::BigInt, _>(site.0)
    .bind::<diesel::sql_types::Text, _>(code)
    .execute(&mut conn)
    .await
    .map(drop)
}

/// A text the office sent: an answer, or a progress notice.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub(super) struct Told {
    /// Identity.
    pub id: i64,
    unit_id: i64,
    /// What the sender gets.
    pub text: String,
    /// The day a notice promises.
    pub promised_on: Option<NaiveDate>,
}

impl Told {
    /// Who answered.
    pub(super) fn unit(&self) -> SiteId {
        SiteId(self.unit_id)
    }
}

/// The texts of a site's petitions that were sent, by their numbers.
pub(super) async fn told(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    ids: &[i64],
) -> QueryResult<Vec<Told>> {
    petition_answers::table
        .filter(petition_answers::site_id.eq(site.0))
        .filter(petition_answers::id.eq_any(ids).and(petition_answers::state.eq("approved")))
        .order(petition_answers::id)
        .select((
            petition_answers::id,
            petition_answers::unit_id,
            petition_answers::text,
            petition_answers::promised_on,
        ))
        .load(&mut conn)
        .await
}

/// Notes that the sender confirmed the address; gives whether that is new.
pub(super) async fn confirm(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(petition_cases::table.find(id.0).filter(petition_cases::confirmed_at.is_null()))
        .set((
            petition_cases::confirmed_at.eq(now),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
        .map(|changed| changed > 0)
}

/// Notes that the sender took it back.
pub(super) async fn withdraw(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(petition_cases::table.find(id.0))
        .set((
            petition_cases::state.eq(CaseState::Withdrawn.as_str()),
            petition_cases::closed_at.eq(now),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Tells people at the desk that there is something new.
pub(super) async fn touch(mut conn: &AsyncPgConnection, id: PetitionId) -> QueryResult<()> {
    diesel::update(petition_cases::table.find(id.0))
        .set(petition_cases::version.eq(petition_cases::version + 1))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// Keeps how satisfied somebody is, and apart from it that this petition's sender has said so: both no
/// finer than the month.
pub(super) async fn rate(
    mut conn: &AsyncPgConnection,
    (site, unit): (SiteId, SiteId),
    id: PetitionId,
    level: i16,
    month: NaiveDate,
) -> QueryResult<()> {
    diesel::update(petition_cases::table.find(id.0))
        .set(petition_cases::rated_at.eq(month.and_time(chrono::NaiveTime::MIN).and_utc()))
        .execute(&mut conn)
        .await?;
    diesel::insert_into(petition_ratings::table)
        .values((
            petition_ratings::site_id.eq(site.0),
            petition_ratings::unit_id.eq(unit.0),
            petition_ratings::level.eq(level),
            petition_ratings::month.eq(month),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}

/// When the sender asked for their data to be erased, and when that was done.
pub(super) async fn erasure(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
) -> QueryResult<(Option<DateTime<Utc>>, Option<DateTime<Utc>>)> {
    petition_senders::table
        .find(id.0)
        .select((petition_senders::erasure_asked_at, petition_senders::erased_at))
        .first(&mut conn)
        .await
}
