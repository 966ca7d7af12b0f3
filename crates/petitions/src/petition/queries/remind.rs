//! Statements about who was reminded of what: each thing once.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::Whole;
use crate::petition::{
    PetitionId,
    schema::{petition_cases, petition_reminders, petitions},
};

/// Notes that somebody is reminded; gives whether it is the first time.
pub async fn first(
    mut conn: &AsyncPgConnection,
    (site, person): (SiteId, PersonId),
    (petition, event, on_day): (Option<PetitionId>, &str, NaiveDate),
    at: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::insert_into(petition_reminders::table)
        .values((
            petition_reminders::site_id.eq(site.0),
            petition_reminders::person_id.eq(person.0),
            petition_reminders::petition_id.eq(petition.map(|id| id.0)),
            petition_reminders::event.eq(event),
            petition_reminders::on_day.eq(on_day),
            petition_reminders::at.eq(at),
        ))
        .on_conflict_do_nothing()
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Some petitions, whoever has them; for the platform door.
pub async fn some(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<Vec<Whole>> {
    petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::id.eq_any(ids))
        .order(petitions::id)
        .select(Whole::as_select())
        .load(&mut conn)
        .await
}

/// What a site has not looked at: received or given back and not distributed, by (site, petition).
pub async fn unseen(mut conn: &AsyncPgConnection) -> QueryResult<Vec<(SiteId, PetitionId)>> {
    let rows: Vec<(i64, i64)> = petition_cases::table
        .filter(
            petition_cases::state
                .eq("received")
                .or(petition_cases::state.eq("registered").and(petition_cases::unit_id.is_null())),
        )
        .order(petition_cases::petition_id)
        .select((petition_cases::site_id, petition_cases::petition_id))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|(site, id)| (SiteId(site), PetitionId(id))).collect())
}
