//! Who has answered, and what was answered: two tables without a common key (R-P7).
//!
//! *Secrecy.* `survey_tokens` knows hashes of tokens that browsers keep, `survey_answers` the answers.
//! They share the survey and the day, nothing else; no fact is told. The day after, a job writes the
//! day's answers anew in an order of chance ([`mix`]), so that neither the place of a row nor the
//! transaction that wrote it leads from one to the other. Tokens go at the end of the survey, raw
//! answers when the time set for them is over ([`purge`]), which the law wants (survey data only
//! until the survey ends); counts stay.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{dsl::count_star, prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, SiteId};
use serde_json::Value;

use super::{
    Survey, SurveyState,
    answer::Answers,
    schema::{survey_answers, survey_tallies, survey_tokens, surveys},
    tally::Tally,
};

const PURPOSE: &str = "survey-token";

/// What is kept of a browser's token: other for each survey, so that two surveys say nothing of each
/// other.
pub fn hash(app: &App, survey: i64, token: &str) -> [u8; 32] {
    app.config().secrets.mac(PURPOSE, format!("{survey}\n{token}").as_bytes())
}

/// Whether a browser has answered.
pub async fn has_answered(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: i64,
    hash: &[u8],
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        survey_tokens::table
            .filter(survey_tokens::site_id.eq(site.0))
            .filter(survey_tokens::survey_id.eq(survey).and(survey_tokens::token_hash.eq(hash))),
    ))
    .get_result(&mut conn)
    .await
}

/// Notes that a browser answers; gives whether it had not before.
pub async fn insert_token(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: i64,
    hash: &[u8],
    day: NaiveDate,
) -> QueryResult<bool> {
    let rows = diesel::insert_into(survey_tokens::table)
        .values((
            survey_tokens::site_id.eq(site.0),
            survey_tokens::survey_id.eq(survey),
            survey_tokens::token_hash.eq(hash),
            survey_tokens::day.eq(day),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await?;
    Ok(rows == 1)
}

/// Keeps answers.
pub async fn insert_answers(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: i64,
    answers: &Answers,
    day: NaiveDate,
) -> QueryResult<usize> {
    diesel::insert_into(survey_answers::table)
        .values((
            survey_answers::site_id.eq(site.0),
            survey_answers::survey_id.eq(survey),
            survey_answers::day.eq(day),
            survey_answers::answers.eq(serde_json::to_value(answers).unwrap_or_default()),
        ))
        .execute(&mut conn)
        .await
}

/// The answers to a survey, in an order of chance.
pub async fn answers(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: i64,
) -> QueryResult<Vec<Answers>> {
    let rows: Vec<Value> = survey_answers::table
        .filter(survey_answers::site_id.eq(site.0).and(survey_answers::survey_id.eq(survey)))
        .order(diesel::dsl::sql::<sql_types::Double>("random()"))
        .select(survey_answers::answers)
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Value) -> Answers {
    serde_json::from_value(row).unwrap_or_default()
}

/// The answers to all surveys of a campaign, by survey.
pub async fn of_campaign(
    mut conn: &AsyncPgConnection,
    campaign: i64,
) -> QueryResult<Vec<(i64, Answers)>> {
    let rows: Vec<(i64, Value)> = survey_answers::table
        .inner_join(surveys::table)
        .filter(surveys::campaign_id.eq(campaign))
        .select((survey_answers::survey_id, survey_answers::answers))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(survey, row)| (survey, read(row))).collect())
}

/// How many answered each survey of a site whose answers are still there.
pub async fn counts(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<(i64, i64)>> {
    survey_answers::table
        .filter(survey_answers::site_id.eq(site.0))
        .group_by(survey_answers::survey_id)
        .select((survey_answers::survey_id, count_star()))
        .load(&mut conn)
        .await
}

/// How many answered a survey; of deleted answers, as many as were counted.
pub async fn count(conn: &AsyncPgConnection, site: SiteId, survey: i64) -> QueryResult<i64> {
    if let Some((tally, _)) = stored_tally(conn, site, survey).await? {
        return Ok(tally.ballots);
    }
    let mut conn = conn;
    survey_answers::table
        .filter(survey_answers::site_id.eq(site.0).and(survey_answers::survey_id.eq(survey)))
        .count()
        .get_result(&mut conn)
        .await
}

/// The counts that were kept of deleted answers, and when those were deleted.
pub async fn stored_tally(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    survey: i64,
) -> QueryResult<Option<(Tally, DateTime<Utc>)>> {
    let row: Option<(Value, DateTime<Utc>)> = survey_tallies::table
        .filter(survey_tallies::site_id.eq(site.0).and(survey_tallies::survey_id.eq(survey)))
        .select((survey_tallies::tally, survey_tallies::purged_at))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.and_then(|(tally, at)| Some((serde_json::from_value(tally).ok()?, at))))
}

/// The counts of a survey: those kept, or a count of the answers.
pub async fn tally(conn: &AsyncPgConnection, site: SiteId, survey: &Survey) -> QueryResult<Tally> {
    if let Some((tally, _)) = stored_tally(conn, site, survey.id).await? {
        return Ok(tally);
    }
    let answers = answers(conn, site, survey.id).await?;
    Ok(Tally::of(&survey.questions(), &answers))
}

/// The counts that were kept of a campaign's surveys.
pub async fn stored_of_campaign(
    mut conn: &AsyncPgConnection,
    campaign: i64,
) -> QueryResult<Vec<(i64, Tally)>> {
    let rows: Vec<(i64, Value)> = survey_tallies::table
        .inner_join(surveys::table)
        .filter(surveys::campaign_id.eq(campaign))
        .select((survey_tallies::survey_id, survey_tallies::tally))
        .load(&mut conn)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(survey, tally)| Some((survey, serde_json::from_value(tally).ok()?)))
        .collect())
}

/// Forgets who answered surveys that are over.
pub async fn forget_tokens(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<usize> {
    diesel::delete(survey_tokens::table.filter(survey_tokens::survey_id.eq_any(ids)))
        .execute(&mut conn)
        .await
}

/// Writes the answers of earlier days anew, in an order of chance; gives how many it was.
pub async fn mix(mut conn: &AsyncPgConnection, today: NaiveDate) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from survey_answers where day < $1 and not mixed \
           returning site_id, survey_id, day, answers) \
         insert into survey_answers (site_id, survey_id, day, answers, mixed) \
         select site_id, survey_id, day, answers, true from moved order by random()",
    )
    .bind::<sql_types::Date, _>(today)
    .execute(&mut conn)
    .await
}

/// The surveys of all sites whose raw answers have had their time.
pub async fn to_purge(
    mut conn: &AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Survey>> {
    surveys::table
        .left_join(survey_tallies::table)
        .filter(surveys::state.eq(SurveyState::Approved.as_str()))
        .filter(survey_tallies::survey_id.is_null())
        .filter(
            diesel::dsl::sql::<sql_types::Bool>(
                "surveys.closes_at + make_interval(days => surveys.keep_days) <= ",
            )
            .bind::<sql_types::Timestamptz, _>(now),
        )
        .order(surveys::id)
        .limit(200)
        .select(Survey::as_select())
        .load(&mut conn)
        .await
}

/// Keeps the counts of a survey and deletes its answers.
pub async fn purge(
    mut conn: &AsyncPgConnection,
    survey: &Survey,
    tally: &Tally,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(survey_tallies::table)
        .values((
            survey_tallies::survey_id.eq(survey.id),
            survey_tallies::site_id.eq(survey.site().0),
            survey_tallies::tally.eq(serde_json::to_value(tally).unwrap_or_default()),
            survey_tallies::purged_at.eq(now),
        ))
        .execute(&mut conn)
        .await?;
    diesel::delete(survey_answers::table.filter(survey_answers::survey_id.eq(survey.id)))
        .execute(&mut conn)
        .await
}
