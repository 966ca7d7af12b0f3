//! Statements about petitions as the desk sees them: those its site received, and those it holds.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{pg::Pg, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId, deadline};

use super::{
    CaseState, PetitionId,
    case::{AnswerKind, Case, Draft, DraftState},
    module::KEY,
    schema::{petition_answers, petition_assignments, petition_cases, petition_events, petitions},
};

pub mod board;
pub mod list;
pub mod remind;
pub mod save;

/// A row of `petitions`: what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petitions)]
pub struct Sent {
    /// Identity.
    pub id: i64,
    /// The site that received it.
    pub site_id: i64,
    /// Tracking code.
    pub code: String,
    /// [`super::PetitionKind`].
    pub kind: String,
    /// [`super::Channel`].
    pub channel: String,
    /// Code of its field.
    pub field: String,
    /// Where it is about.
    pub place: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Whether the sender wants their name shown.
    pub name_shown: bool,
    /// Whether the sender wants the whole kept from the public.
    pub confidential: bool,
    /// Whether the sender's browser did the work that robots shun.
    pub proved: bool,
    /// The clocks' start.
    pub received_at: DateTime<Utc>,
    /// Who entered it.
    pub entered_by: Option<i64>,
}

/// A row of `petition_cases`: what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petition_cases)]
pub struct Handling {
    /// Which petition.
    pub petition_id: i64,
    /// [`CaseState`].
    pub state: String,
    /// Number in the register.
    pub number: Option<i32>,
    /// Year of the register.
    pub year: Option<i32>,
    /// Who has it to answer.
    pub unit_id: Option<i64>,
    /// Who is in charge there.
    pub officer_id: Option<i64>,
    /// What it was merged into.
    pub merged_into: Option<i64>,
    /// When the sender confirmed the address.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it was entered in the register.
    pub registered_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// `none`, `public`, `hidden`.
    pub publication: String,
    /// Goes up with each change.
    pub version: i32,
}

impl Handling {
    /// How far it is; the database holds no other words.
    pub fn state(&self) -> CaseState {
        CaseState::parse(&self.state).unwrap_or(CaseState::Received)
    }

    /// Number and year in the register.
    pub fn number(&self) -> Option<(i32, i32)> {
        self.number.zip(self.year)
    }
}

/// A petition and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(check_for_backend(Pg))]
pub struct Whole {
    /// What was sent.
    #[diesel(embed)]
    pub sent: Sent,
    /// What becomes of it.
    #[diesel(embed)]
    pub case: Handling,
}

impl Whole {
    /// Identity, typed.
    pub fn id(&self) -> PetitionId {
        PetitionId(self.sent.id)
    }

    /// The site that received it.
    pub fn site(&self) -> SiteId {
        SiteId(self.sent.site_id)
    }

    /// Who has it to answer.
    pub fn unit(&self) -> Option<SiteId> {
        self.case.unit_id.map(SiteId)
    }
}

/// A row of `petition_assignments`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petition_assignments)]
pub struct Assignment {
    /// Identity.
    pub id: i64,
    /// Which unit.
    pub unit_id: i64,
    /// Whether it gives the answer.
    pub leads: bool,
    /// `open`, `answered`, `returned`.
    pub state: String,
    /// What the sending desk wrote.
    pub note: String,
    /// When.
    pub assigned_at: DateTime<Utc>,
    /// When the unit took it on.
    pub accepted_at: Option<DateTime<Utc>>,
}

/// A row of `petition_answers`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = petition_answers)]
pub struct Answer {
    /// Identity.
    pub id: i64,
    /// Which unit writes it.
    pub unit_id: i64,
    /// [`AnswerKind`].
    pub kind: String,
    /// What the sender gets.
    pub text: String,
    /// Title everybody may read.
    pub public_title: Option<String>,
    /// Question everybody may read.
    pub public_question: Option<String>,
    /// Answer everybody may read.
    pub public_answer: Option<String>,
    /// Why it is not published.
    pub unpublished_reason: Option<String>,
    /// The day promised.
    pub promised_on: Option<NaiveDate>,
    /// [`DraftState`].
    pub state: String,
    /// Who wrote it.
    pub author_id: Option<i64>,
    /// Who decided.
    pub decided_by: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Last change.
    pub changed_at: DateTime<Utc>,
}

impl Answer {
    /// What it is.
    pub fn kind(&self) -> AnswerKind {
        AnswerKind::parse(&self.kind).unwrap_or(AnswerKind::Answer)
    }

    /// How far it is.
    pub fn state(&self) -> DraftState {
        DraftState::parse(&self.state).unwrap_or(DraftState::Draft)
    }
}

/// Finds a petition a site received or holds.
pub async fn look(
    conn: &AsyncPgConnection,
    site: SiteId,
    id: PetitionId,
) -> QueryResult<Option<Whole>> {
    let narrow = list::Narrow { only: Some(vec![id.0]), ..list::Narrow::default() };
    list::list(conn, site, &narrow, 1).await.map(|found| found.into_iter().next())
}

/// The same, held against others until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: PetitionId,
) -> QueryResult<Option<Whole>> {
    petition_cases::table
        .find(id.0)
        .select(petition_cases::petition_id)
        .for_update()
        .first::<i64>(&mut conn)
        .await
        .optional()?;
    look(conn, site, id).await
}

/// Finds a petition of a site by its tracking code, or by its number in the register.
pub async fn by_code_or_number(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &str,
    number: Option<(i32, i32)>,
) -> QueryResult<Option<PetitionId>> {
    let (number, year) = number.unzip();
    petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::site_id.eq(site.0))
        .filter(petitions::code.eq(code).or(
            petition_cases::number.eq(number).and(petition_cases::year.eq(year)).assume_not_null(),
        ))
        .select(petitions::id)
        .first(&mut conn)
        .await
        .optional()
        .map(|id| id.map(PetitionId))
}

/// Who has a petition, or had it, as far as the connection's site may know; in order.
pub async fn assignments(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
) -> QueryResult<Vec<Assignment>> {
    petition_assignments::table
        .filter(petition_assignments::petition_id.eq(id.0))
        .order(petition_assignments::id)
        .select(Assignment::as_select())
        .load(&mut conn)
        .await
}

/// What was written to the sender of a petition, in order.
pub async fn answers(mut conn: &AsyncPgConnection, id: PetitionId) -> QueryResult<Vec<Answer>> {
    petition_answers::table
        .filter(petition_answers::petition_id.eq(id.0))
        .order(petition_answers::id)
        .select(Answer::as_select())
        .load(&mut conn)
        .await
}

/// How many events of a kind a petition has.
async fn count_events(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    kind: &str,
) -> QueryResult<usize> {
    petition_events::table
        .filter(petition_events::petition_id.eq(id.0).and(petition_events::kind.eq(kind)))
        .count()
        .get_result::<i64>(&mut conn)
        .await
        .map(|count| usize::try_from(count).unwrap_or(0))
}

/// Loads what the rules ask about a petition, as one site sees it.
pub async fn case(conn: &AsyncPgConnection, site: SiteId, whole: &Whole) -> QueryResult<Case> {
    let id = whole.id();
    let assigned = assignments(conn, id).await?;
    let answers = answers(conn, id).await?;
    let clocks = deadline::of_subject(conn, &subject(id)).await?;
    let own = |a: &&Assignment| a.unit_id == site.0 && a.state != "returned";
    let unit = whole.unit();
    let approved = |a: &&Answer| a.state() == DraftState::Approved;
    Ok(Case {
        id,
        site: whole.site(),
        received_at: whole.sent.received_at,
        confidential: whole.sent.confidential,
        state: whole.case.state(),
        number: whole.case.number(),
        unit,
        officer: whole.case.officer_id.map(PersonId),
        merged_into: whole.case.merged_into.map(PetitionId),
        closed: whole.case.closed_at.is_some(),
        published: whole.case.publication == "public",
        version: whole.case.version,
        hops: count_events(conn, id, "forwarded").await?,
        accepted: assigned.iter().filter(own).any(|a| a.leads && a.accepted_at.is_some()),
        joint: assigned.iter().filter(own).any(|a| !a.leads),
        progresses: answers
            .iter()
            .filter(approved)
            .filter(|a| a.kind() == AnswerKind::Progress)
            .count(),
        draft: answers
            .iter()
            .rev()
            .find(|a| a.state() != DraftState::Approved && Some(SiteId(a.unit_id)) == unit)
            .map(|a| Draft {
                id: a.id,
                kind: a.kind(),
                state: a.state(),
                author: a.author_id.map(PersonId),
                promised_on: a.promised_on,
            }),
        due_at: clocks
            .iter()
            .filter(|c| c.state == deadline::ClockState::Running && c.key != FORWARD)
            .map(|c| c.due_at)
            .max(),
    })
}

pub use super::{
    accept::{ANSWER, FORWARD},
    subject,
};

/// The clock of a promise.
pub const PROMISED: &str = "petition.promised";

/// The petition of a subject, where it is one.
pub fn of_subject(subject: &str) -> Option<PetitionId> {
    subject.strip_prefix("petition:")?.parse().ok().map(PetitionId)
}

/// What petitions are called in the record: number in the register, or tracking code. No title: one
/// may say who sent it.
pub async fn name_subjects(
    mut conn: &AsyncPgConnection,
    subjects: &[String],
) -> QueryResult<Vec<(String, String)>> {
    let ids: Vec<i64> = subjects.iter().filter_map(|one| of_subject(one)).map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String, Option<i32>, Option<i32>)> = petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::id.eq_any(ids))
        .select((petitions::id, petitions::code, petition_cases::number, petition_cases::year))
        .load(&mut conn)
        .await?;
    let name = |(id, code, number, year): (i64, String, Option<i32>, Option<i32>)| {
        let number = number.zip(year).map(|(number, year)| format!("{number}/{year}"));
        (subject(PetitionId(id)), number.unwrap_or(code))
    };
    Ok(rows.into_iter().map(name).collect())
}

/// The running clocks of a site, the most urgent first, with the petitions they are of.
pub async fn running(
    conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Vec<(PetitionId, deadline::Clock)>> {
    let clocks = deadline::running(conn, site, KEY).await?;
    Ok(clocks.into_iter().filter_map(|clock| Some((of_subject(&clock.subject)?, clock))).collect())
}

/// Names of people, by id.
pub async fn names(
    mut conn: &AsyncPgConnection,
    ids: &[i64],
) -> QueryResult<std::collections::HashMap<i64, String>> {
    use portal_core::schema::people;
    let rows: Vec<(i64, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The petitions that were merged into one, and whether they are closed; the platform door sees them
/// all.
pub async fn merged_into(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
) -> QueryResult<Vec<(PetitionId, SiteId, bool)>> {
    let rows: Vec<(i64, i64, bool)> = petition_cases::table
        .filter(petition_cases::merged_into.eq(id.0).and(petition_cases::state.eq("merged")))
        .order(petition_cases::petition_id)
        .select((
            petition_cases::petition_id,
            petition_cases::site_id,
            petition_cases::closed_at.is_not_null(),
        ))
        .load(&mut conn)
        .await?;
    let typed = |(id, site, closed)| (PetitionId(id), SiteId(site), closed);
    Ok(rows.into_iter().map(typed).collect())
}
