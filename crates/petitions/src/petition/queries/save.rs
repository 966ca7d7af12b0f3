//! Statements that change what becomes of a petition. Whoever calls them holds the case
//! ([`super::lock`]) and has asked the rules.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId, lang::local_day};

use crate::petition::{
    CaseState, PetitionId,
    case::{AnswerKind, DraftState},
    files::StoredFile,
    schema::{petition_answers, petition_assignments, petition_cases},
};

/// Raises the version: two people never overwrite each other.
pub async fn touch(mut conn: &AsyncPgConnection, id: PetitionId) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(id.0))
        .set(petition_cases::version.eq(petition_cases::version + 1))
        .execute(&mut conn)
        .await
}

/// Sets state and unit; the officer in charge goes with the unit.
pub async fn place(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    state: CaseState,
    unit: Option<SiteId>,
) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(id.0))
        .set((
            petition_cases::state.eq(state.as_str()),
            petition_cases::unit_id.eq(unit.map(|unit| unit.0)),
            petition_cases::officer_id.eq(None::<i64>),
            petition_cases::merged_into.eq(None::<i64>),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Closes a case.
pub async fn close(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    state: CaseState,
    at: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(id.0))
        .set((
            petition_cases::state.eq(state.as_str()),
            petition_cases::closed_at.eq(at),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Merges a case into another; it is closed together with that one.
pub async fn merge(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    into: PetitionId,
) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(id.0))
        .set((
            petition_cases::state.eq(CaseState::Merged.as_str()),
            petition_cases::merged_into.eq(into.0),
            petition_cases::unit_id.eq(None::<i64>),
            petition_cases::officer_id.eq(None::<i64>),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Puts somebody in charge, or nobody.
pub async fn assign(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    officer: Option<PersonId>,
) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(id.0))
        .set((
            petition_cases::officer_id.eq(officer.map(|id| id.0)),
            petition_cases::version.eq(petition_cases::version + 1),
        ))
        .execute(&mut conn)
        .await
}

/// Gives the next number of a site's register for a year. Two that ask at once get one after the
/// other, and a transaction that is taken back leaves no gap.
pub async fn register(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: PetitionId,
    at: DateTime<Utc>,
) -> QueryResult<(i32, i32)> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = sql_types::Integer)]
        number: i32,
    }
    let year = local_day(at).year();
    diesel::sql_query("select pg_advisory_xact_lock(hashtextextended('petition register', $1))")
        .bind::<sql_types::BigInt, _>(site.0)
        .execute(&mut conn)
        .await?;
    // A statement of its own: it sees what the one who held the lock has committed.
    let given: Number = diesel::sql_query(
        "update petition_cases set year = $3, registered_at = $4, number = (\
           select coalesce(max(number), 0) + 1 from petition_cases where site_id = $1 and year = $3) \
         where petition_id = $2 returning number",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::BigInt, _>(id.0)
    .bind::<sql_types::Integer, _>(year)
    .bind::<sql_types::Timestamptz, _>(at)
    .get_result(&mut conn)
    .await?;
    Ok((given.number, year))
}

/// A unit that gets a petition.
#[derive(Debug, Clone, Copy)]
pub struct NewAssignment<'a> {
    /// Which.
    pub unit: SiteId,
    /// Whether it gives the answer.
    pub leads: bool,
    /// What the sending desk wrote.
    pub note: &'a str,
}

/// Gives a petition to a unit.
pub async fn assign_unit(
    mut conn: &AsyncPgConnection,
    (site, id): (SiteId, PetitionId),
    new: NewAssignment<'_>,
    (person, at): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::insert_into(petition_assignments::table)
        .values((
            petition_assignments::site_id.eq(site.0),
            petition_assignments::petition_id.eq(id.0),
            petition_assignments::unit_id.eq(new.unit.0),
            petition_assignments::leads.eq(new.leads),
            petition_assignments::note.eq(new.note),
            petition_assignments::person_id.eq(person.map(|id| id.0)),
            petition_assignments::assigned_at.eq(at),
        ))
        .execute(&mut conn)
        .await
}

/// The unit takes it on.
pub async fn accept_unit(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    unit: SiteId,
    at: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(petition_assignments::table)
        .filter(petition_assignments::petition_id.eq(id.0))
        .filter(petition_assignments::unit_id.eq(unit.0))
        .filter(petition_assignments::state.eq("open"))
        .set(petition_assignments::accepted_at.eq(at))
        .execute(&mut conn)
        .await
}

/// Ends what units have of a petition: all of them, or one. A unit from which it is taken back sees
/// it no more, so this comes last in a transaction of its own.
pub async fn end_units(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    unit: Option<SiteId>,
    state: &str,
    at: DateTime<Utc>,
) -> QueryResult<usize> {
    let mut query = diesel::update(petition_assignments::table)
        .filter(petition_assignments::petition_id.eq(id.0))
        .filter(petition_assignments::state.eq("open"))
        .into_boxed();
    if let Some(unit) = unit {
        query = query.filter(petition_assignments::unit_id.eq(unit.0));
    }
    query
        .set((petition_assignments::state.eq(state), petition_assignments::ended_at.eq(at)))
        .execute(&mut conn)
        .await
}

/// A text to the sender, as it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What the sender gets.
    pub text: String,
    /// Title, question and answer for everybody; none where it is not to be published.
    pub public: Option<(String, String, String)>,
    /// Why it is not published.
    pub unpublished_reason: Option<String>,
    /// The day promised.
    pub promised_on: Option<NaiveDate>,
    /// What goes with it.
    pub files: Vec<StoredFile>,
}

/// Writes a new text, or a draft anew; gives its id.
pub async fn write(
    mut conn: &AsyncPgConnection,
    (site, id, unit): (SiteId, PetitionId, SiteId),
    (draft, kind): (Option<i64>, AnswerKind),
    text: &Text,
    (author, at): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<i64> {
    let (title, question, answer) = match &text.public {
        Some((title, question, answer)) => (Some(title), Some(question), Some(answer)),
        None => (None, None, None),
    };
    let values = (
        petition_answers::text.eq(&text.text),
        petition_answers::public_title.eq(title),
        petition_answers::public_question.eq(question),
        petition_answers::public_answer.eq(answer),
        petition_answers::unpublished_reason.eq(&text.unpublished_reason),
        petition_answers::promised_on.eq(text.promised_on),
        petition_answers::state.eq(DraftState::Draft.as_str()),
        petition_answers::author_id.eq(author.map(|id| id.0)),
        petition_answers::changed_at.eq(at),
    );
    match draft {
        Some(draft) => {
            diesel::update(petition_answers::table.find(draft))
                .set(values)
                .returning(petition_answers::id)
                .get_result(&mut conn)
                .await
        }
        None => {
            diesel::insert_into(petition_answers::table)
                .values((
                    petition_answers::site_id.eq(site.0),
                    petition_answers::petition_id.eq(id.0),
                    petition_answers::unit_id.eq(unit.0),
                    petition_answers::kind.eq(kind.as_str()),
                    values,
                ))
                .returning(petition_answers::id)
                .get_result(&mut conn)
                .await
        }
    }
}

/// Sets how far a text is, and who decided that.
pub async fn decide(
    mut conn: &AsyncPgConnection,
    answer: i64,
    state: DraftState,
    (by, at): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(petition_answers::table.find(answer))
        .set((
            petition_answers::state.eq(state.as_str()),
            petition_answers::decided_by.eq(by.map(|id| id.0)),
            petition_answers::decided_at.eq(by.map(|_| at)),
        ))
        .execute(&mut conn)
        .await
}
