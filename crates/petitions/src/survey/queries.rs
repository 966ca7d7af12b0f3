//! Statements about surveys.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, PersonId, SiteId};

use super::{ResultsShown, Survey, SurveyKind, SurveyState, question::Question, schema::surveys};

/// A survey's words and times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What it is.
    pub kind: SurveyKind,
    /// Language it is in.
    pub language: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// People answer from this moment on.
    pub opens_at: DateTime<Utc>,
    /// People answer before this moment.
    pub closes_at: DateTime<Utc>,
    /// When results are shown.
    pub results: ResultsShown,
    /// Raw answers are kept for so many days after the end.
    pub keep_days: i32,
}

/// The surveys readers see in a language: those open, then those over, the newest first.
pub async fn listed(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    lang: Lang,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Survey>> {
    surveys::table
        .filter(surveys::site_id.eq(site.0).and(surveys::language.eq(lang.code())))
        .filter(surveys::state.eq(SurveyState::Approved.as_str()))
        .filter(surveys::opens_at.le(now))
        .order((surveys::closes_at.desc(), surveys::id.desc()))
        .limit(100)
        .select(Survey::as_select())
        .load(&mut conn)
        .await
}

/// When the next survey of a site opens or closes.
pub async fn next_turn(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    now: DateTime<Utc>,
) -> QueryResult<Option<DateTime<Utc>>> {
    use diesel::dsl::min;
    let approved =
        surveys::site_id.eq(site.0).and(surveys::state.eq(SurveyState::Approved.as_str()));
    let opens: Option<DateTime<Utc>> = surveys::table
        .filter(approved.and(surveys::opens_at.gt(now)))
        .select(min(surveys::opens_at))
        .first(&mut conn)
        .await?;
    let closes: Option<DateTime<Utc>> = surveys::table
        .filter(approved.and(surveys::closes_at.gt(now)))
        .select(min(surveys::closes_at))
        .first(&mut conn)
        .await?;
    Ok(opens.into_iter().chain(closes).min())
}

/// All surveys of a site for its desk, the newest first.
pub async fn all(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<Survey>> {
    surveys::table
        .filter(surveys::site_id.eq(site.0))
        .order(surveys::id.desc())
        .limit(300)
        .select(Survey::as_select())
        .load(&mut conn)
        .await
}

/// The surveys of a campaign.
pub async fn of_campaign(mut conn: &AsyncPgConnection, campaign: i64) -> QueryResult<Vec<Survey>> {
    surveys::table
        .filter(surveys::campaign_id.eq(campaign))
        .order(surveys::site_id)
        .select(Survey::as_select())
        .load(&mut conn)
        .await
}

/// Titles of surveys on all sites.
pub async fn titles(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    surveys::table
        .filter(surveys::id.eq_any(ids))
        .select((surveys::id, surveys::title))
        .load(&mut conn)
        .await
}

/// One survey.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Survey>> {
    surveys::table
        .filter(surveys::site_id.eq(site.0).and(surveys::id.eq(id)))
        .select(Survey::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// One survey, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Survey>> {
    surveys::table
        .filter(surveys::site_id.eq(site.0).and(surveys::id.eq(id)))
        .select(Survey::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// Adds a survey; gives it.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &Settings,
    questions: &[Question],
    by: Option<PersonId>,
) -> QueryResult<Survey> {
    diesel::insert_into(surveys::table)
        .values((
            surveys::site_id.eq(site.0),
            surveys::kind.eq(new.kind.as_str()),
            surveys::language.eq(&new.language),
            surveys::title.eq(&new.title),
            surveys::intro.eq(&new.intro),
            surveys::questions.eq(as_json(questions)),
            surveys::opens_at.eq(new.opens_at),
            surveys::closes_at.eq(new.closes_at),
            surveys::results.eq(new.results.as_str()),
            surveys::keep_days.eq(new.keep_days),
            surveys::author_id.eq(by.map(|id| id.0)),
        ))
        .returning(Survey::as_returning())
        .get_result(&mut conn)
        .await
}

fn as_json(questions: &[Question]) -> serde_json::Value {
    serde_json::to_value(questions).unwrap_or_default()
}

/// Makes a survey part of a campaign: approved as it stands.
pub async fn join_campaign(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    campaign: i64,
) -> QueryResult<usize> {
    diesel::update(of(site, id))
        .set((surveys::campaign_id.eq(campaign), surveys::state.eq(SurveyState::Approved.as_str())))
        .execute(&mut conn)
        .await
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of(site: SiteId, id: i64) -> _ {
    let site: i64 = site.0;
    surveys::table.filter(surveys::site_id.eq(site).and(surveys::id.eq(id)))
}

/// Changes a survey's words and times.
pub async fn save_settings(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    new: &Settings,
    by: Option<PersonId>,
) -> QueryResult<usize> {
    diesel::update(of(site, id))
        .set((
            surveys::language.eq(&new.language),
            surveys::title.eq(&new.title),
            surveys::intro.eq(&new.intro),
            surveys::opens_at.eq(new.opens_at),
            surveys::closes_at.eq(new.closes_at),
            surveys::results.eq(new.results.as_str()),
            surveys::keep_days.eq(new.keep_days),
            surveys::author_id.eq(by.map(|id| id.0)),
        ))
        .execute(&mut conn)
        .await
}

/// Changes a survey's questions.
pub async fn save_questions(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    questions: &[Question],
    by: Option<PersonId>,
) -> QueryResult<usize> {
    diesel::update(of(site, id))
        .set((surveys::questions.eq(as_json(questions)), surveys::author_id.eq(by.map(|id| id.0))))
        .execute(&mut conn)
        .await
}

/// Moves a survey to another state, with what was said to it.
pub async fn set_state(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    state: SurveyState,
    note: &str,
) -> QueryResult<usize> {
    diesel::update(of(site, id))
        .set((surveys::state.eq(state.as_str()), surveys::note.eq(note)))
        .execute(&mut conn)
        .await
}

/// Ends a survey now; one that was to come never opens.
pub async fn close(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: &Survey,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(of(site, survey.id))
        .set((surveys::opens_at.eq(survey.opens_at.min(now)), surveys::closes_at.eq(now)))
        .execute(&mut conn)
        .await
}

/// Throws a survey away, with whatever belongs to it.
pub async fn delete(mut conn: &AsyncPgConnection, site: SiteId, id: i64) -> QueryResult<usize> {
    diesel::delete(of(site, id)).execute(&mut conn).await
}

/// The surveys of all sites whose opening (1) or end (2) has come and was not told yet.
pub async fn untold(
    mut conn: &AsyncPgConnection,
    told: i16,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Survey>> {
    let query = surveys::table
        .filter(surveys::state.eq(SurveyState::Approved.as_str()))
        .filter(surveys::told.lt(told))
        .order(surveys::id)
        .limit(500)
        .select(Survey::as_select())
        .into_boxed();
    let due = match told {
        1 => query.filter(surveys::opens_at.le(now)),
        _ => query.filter(surveys::closes_at.le(now)),
    };
    due.load(&mut conn).await
}

/// Notes what was told.
pub async fn note_told(mut conn: &AsyncPgConnection, ids: &[i64], told: i16) -> QueryResult<usize> {
    diesel::update(surveys::table.filter(surveys::id.eq_any(ids)))
        .set(surveys::told.eq(told))
        .execute(&mut conn)
        .await
}
