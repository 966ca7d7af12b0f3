//! Statements about the table.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::{Actor, Row};
use crate::consultation::{
    ConsultationId,
    schema::{consultation_opinions as opinions, consultation_rows as rows},
};

/// The rows of a consultation, as they were made.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<Row>> {
    rows::table
        .filter(rows::site_id.eq(site.0).and(rows::consultation_id.eq(consultation.0)))
        .order(rows::id)
        .select(Row::as_select())
        .load(&mut conn)
        .await
}

/// One row of a consultation.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    id: i64,
) -> QueryResult<Option<Row>> {
    rows::table
        .filter(rows::site_id.eq(site.0).and(rows::id.eq(id)))
        .filter(rows::consultation_id.eq(consultation.0))
        .select(Row::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Who stands behind the rows, in the order of arrival.
pub async fn actors(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<(i64, Actor)>> {
    let found: Vec<(Option<i64>, String, String)> = opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0).and(opinions::row_id.is_not_null()))
        .order(opinions::id)
        .select((opinions::row_id, opinions::shown_name, opinions::sender_kind))
        .load(&mut conn)
        .await?;
    let actor = |(row, name, kind): (Option<i64>, String, String)| {
        Some((row?, Actor { name, is_organisation: kind == "organisation" }))
    };
    Ok(found.into_iter().filter_map(actor).collect())
}

/// Published opinions without a row, each with those that say the same: id, place, text, proposal.
pub async fn without_row(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<(i64, String, String, String)>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0))
        .filter(opinions::state.eq("published"))
        .filter(opinions::row_id.is_null().and(opinions::same_as.is_null()))
        .order(opinions::id)
        .select((opinions::id, opinions::place, opinions::shown_body, opinions::shown_proposal))
        .load(&mut conn)
        .await
}

/// Adds a row; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    (place, content): (&str, &str),
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::insert_into(rows::table)
        .values((
            rows::site_id.eq(site.0),
            rows::consultation_id.eq(consultation.0),
            rows::place.eq(place),
            rows::content.eq(content),
            rows::edited_at.eq(now),
        ))
        .returning(rows::id)
        .get_result(&mut conn)
        .await
}

/// Puts an opinion into a row, with those that say the same as it.
pub async fn put_into(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    opinion: i64,
    row: i64,
) -> QueryResult<usize> {
    diesel::update(
        opinions::table
            .filter(opinions::site_id.eq(site.0))
            .filter(opinions::id.eq(opinion).or(opinions::same_as.eq(opinion))),
    )
    .set(opinions::row_id.eq(row))
    .execute(&mut conn)
    .await
}

/// Puts late ones that say the same as an opinion in a row into that row.
pub async fn follow_the_same(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<usize> {
    diesel::sql_query(
        "update consultation_opinions late set row_id = first.row_id \
         from consultation_opinions first \
         where late.site_id = $1 and late.consultation_id = $2 and first.site_id = $1 \
         and late.same_as = first.id and late.row_id is null and first.row_id is not null",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::BigInt, _>(consultation.0)
    .execute(&mut conn)
    .await
}

/// Saves an answer over the version its writer saw; gives whether that was still the newest.
pub async fn save_answer(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (id, seen): (i64, i32),
    (content, verdict, answer): (&str, Option<&str>, &str),
    (by, name, now): (Option<PersonId>, &str, DateTime<Utc>),
) -> QueryResult<bool> {
    diesel::update(
        rows::table
            .filter(rows::site_id.eq(site.0).and(rows::id.eq(id)))
            .filter(rows::version.eq(seen)),
    )
    .set((
        rows::content.eq(content),
        rows::verdict.eq(verdict),
        rows::answer.eq(answer),
        rows::version.eq(rows::version + 1),
        rows::edited_by.eq(by.map(|id| id.0)),
        rows::edited_name.eq(name),
        rows::edited_at.eq(now),
    ))
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}

/// Moves the opinions of rows into another.
pub async fn move_opinions(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    from: &[i64],
    to: i64,
) -> QueryResult<usize> {
    diesel::update(
        opinions::table.filter(opinions::site_id.eq(site.0)).filter(opinions::row_id.eq_any(from)),
    )
    .set(opinions::row_id.eq(to))
    .execute(&mut conn)
    .await
}

/// Takes rows away whose opinions were moved.
pub async fn delete(mut conn: &AsyncPgConnection, site: SiteId, ids: &[i64]) -> QueryResult<usize> {
    diesel::delete(rows::table.filter(rows::site_id.eq(site.0)).filter(rows::id.eq_any(ids)))
        .execute(&mut conn)
        .await
}

/// Whether somebody wrote in the table.
pub async fn wrote_in(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    person: Option<PersonId>,
) -> QueryResult<bool> {
    let Some(person) = person else { return Ok(false) };
    diesel::select(diesel::dsl::exists(
        rows::table
            .filter(rows::site_id.eq(site.0).and(rows::consultation_id.eq(consultation.0)))
            .filter(rows::edited_by.eq(person.0)),
    ))
    .get_result(&mut conn)
    .await
}
