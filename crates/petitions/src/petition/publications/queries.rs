//! Statements that change the public projection.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::lang::local_day;

use super::NewPublication;
use crate::petition::{
    PetitionId,
    schema::{petition_cases, petition_publications as publications},
};

/// Writes the projection of a petition; over a former one as its correction.
pub async fn put(
    mut conn: &AsyncPgConnection,
    new: &NewPublication,
    (folded, files): (&str, serde_json::Value),
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let text = (
        publications::unit_id.eq(new.unit.0),
        publications::kind.eq(new.kind.as_str()),
        publications::field.eq(&new.field),
        publications::title.eq(&new.title),
        publications::question.eq(&new.question),
        publications::answer.eq(&new.answer),
        publications::sender_name.eq(&new.sender_name),
        publications::answered_at.eq(new.answered_at),
        publications::in_time.eq(new.in_time),
        publications::folded.eq(folded),
        publications::files.eq(files),
    );
    diesel::insert_into(publications::table)
        .values((
            publications::petition_id.eq(new.petition.0),
            publications::site_id.eq(new.site.0),
            publications::received_on.eq(local_day(new.received_at)),
            publications::published_at.eq(now),
            text.clone(),
        ))
        .on_conflict(publications::petition_id)
        .do_update()
        .set((
            text,
            publications::corrected_at.eq(now),
            publications::hidden_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(&mut conn)
        .await
}

/// The unit that a projection has as the one that answered.
pub async fn unit(mut conn: &AsyncPgConnection, petition: PetitionId) -> QueryResult<Option<i64>> {
    publications::table
        .find(petition.0)
        .select(publications::unit_id)
        .first(&mut conn)
        .await
        .optional()
}

/// Takes a projection down; gives the site and the unit, `None` where nothing is shown.
pub async fn hide(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    now: DateTime<Utc>,
) -> QueryResult<Option<(i64, i64)>> {
    diesel::update(publications::table.find(petition.0).filter(publications::hidden_at.is_null()))
        .set(publications::hidden_at.eq(now))
        .returning((publications::site_id, publications::unit_id))
        .get_result(&mut conn)
        .await
        .optional()
}

/// Notes on the case what the public sees of it.
pub async fn mark_case(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    publication: &str,
) -> QueryResult<usize> {
    diesel::update(petition_cases::table.find(petition.0))
        .set(petition_cases::publication.eq(publication))
        .execute(&mut conn)
        .await
}

/// Takes the sender's name from a projection: who sent it was erased.
pub async fn forget_name(mut conn: &AsyncPgConnection, petition: PetitionId) -> QueryResult<usize> {
    diesel::update(publications::table.find(petition.0))
        .set(publications::sender_name.eq(None::<String>))
        .execute(&mut conn)
        .await
}
