//! Statements about opinions.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::Opinion;
use crate::consultation::{
    ConsultationId, OpinionId,
    files::Attachment,
    schema::{consultation_opinions as opinions, consultation_senders as senders},
};

/// An opinion to be.
pub struct NewOpinion<'a> {
    /// Where it belongs.
    pub place: &'a str,
    /// `portal`, `paper` or `invited`.
    pub source: &'static str,
    /// Whether an organisation speaks.
    pub by_organisation: bool,
    /// What it says.
    pub body: &'a str,
    /// Words proposed.
    pub proposal: &'a str,
    /// Whether the name may be shown.
    pub show_name: bool,
    /// The body that was asked.
    pub invitation: Option<i64>,
    /// Whether an e-mail address waits to be confirmed.
    pub asks_email: bool,
    /// A file that came with it.
    pub attachment: Option<&'a Attachment>,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Who wrote it down, where it came on paper.
    pub entered_by: Option<PersonId>,
}

/// Adds one; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    new: &NewOpinion<'_>,
) -> QueryResult<OpinionId> {
    let attachment = new.attachment.and_then(|file| serde_json::to_value(file).ok());
    diesel::insert_into(opinions::table)
        .values((
            opinions::site_id.eq(site.0),
            opinions::consultation_id.eq(consultation.0),
            opinions::place.eq(new.place),
            opinions::source.eq(new.source),
            opinions::sender_kind.eq(if new.by_organisation { "organisation" } else { "person" }),
            opinions::body.eq(new.body),
            opinions::proposal.eq(new.proposal),
            opinions::show_name.eq(new.show_name),
            opinions::invitation_id.eq(new.invitation),
            opinions::email_state.eq(if new.asks_email { "asked" } else { "none" }),
            opinions::attachment.eq(attachment),
            opinions::received_at.eq(new.received_at),
            opinions::entered_by.eq(new.entered_by.map(|id| id.0)),
        ))
        .returning(opinions::id)
        .get_result(&mut conn)
        .await
        .map(OpinionId)
}

/// Keeps who sent one, sealed.
pub async fn insert_sender(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    opinion: OpinionId,
    sealed: &[u8],
) -> QueryResult<usize> {
    diesel::insert_into(senders::table)
        .values((
            senders::opinion_id.eq(opinion.0),
            senders::site_id.eq(site.0),
            senders::sealed.eq(sealed),
        ))
        .execute(&mut conn)
        .await
}

/// Who sent one, sealed; nothing inside once that was erased.
pub async fn sender(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    opinion: OpinionId,
) -> QueryResult<Option<Option<Vec<u8>>>> {
    senders::table
        .filter(senders::site_id.eq(site.0).and(senders::opinion_id.eq(opinion.0)))
        .select(senders::sealed)
        .first(&mut conn)
        .await
        .optional()
}

/// One by id.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
) -> QueryResult<Option<Opinion>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0)))
        .select(Opinion::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// One by id, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
) -> QueryResult<Option<Opinion>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0)))
        .select(Opinion::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// The opinions on a draft in a state, from a place on, the newest first.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    (state, before): (&str, Option<i64>),
    limit: i64,
) -> QueryResult<Vec<Opinion>> {
    let mut query = opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0).and(opinions::state.eq(state)))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(opinions::id.lt(before));
    }
    query.order(opinions::id.desc()).limit(limit).select(Opinion::as_select()).load(&mut conn).await
}

/// What readers see at a place, or everywhere, the newest first.
pub async fn list_published(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    (place, before): (Option<&str>, Option<i64>),
    limit: i64,
) -> QueryResult<Vec<Opinion>> {
    let mut query = opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0))
        .filter(opinions::state.eq("published"))
        .into_boxed();
    if let Some(place) = place {
        query = query.filter(opinions::place.eq(place.to_owned()));
    }
    if let Some(before) = before {
        query = query.filter(opinions::id.lt(before));
    }
    query.order(opinions::id.desc()).limit(limit).select(Opinion::as_select()).load(&mut conn).await
}

/// How many opinions readers see at each place.
pub async fn count_by_place(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<(String, i64)>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0))
        .filter(opinions::state.eq("published"))
        .group_by(opinions::place)
        .select((opinions::place, count_star()))
        .load(&mut conn)
        .await
}

/// How many opinions of a draft are in each state.
pub async fn count_by_state(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
) -> QueryResult<Vec<(String, i64)>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq(consultation.0))
        .group_by(opinions::state)
        .select((opinions::state, count_star()))
        .load(&mut conn)
        .await
}

/// How many opinions readers see on each of several drafts.
pub async fn count_published(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultations: &[i64],
) -> QueryResult<Vec<(i64, i64)>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0))
        .filter(opinions::consultation_id.eq_any(consultations))
        .filter(opinions::state.eq("published"))
        .group_by(opinions::consultation_id)
        .select((opinions::consultation_id, count_star()))
        .load(&mut conn)
        .await
}

/// What readers are to see of an opinion.
pub struct Shown<'a> {
    /// Name, where there is one to show.
    pub name: &'a str,
    /// Text.
    pub body: &'a str,
    /// Proposed words.
    pub proposal: &'a str,
    /// Where it belongs.
    pub place: &'a str,
}

/// Saves that one is shown.
pub async fn save_published(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
    shown: &Shown<'_>,
    (by, now): (&str, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(opinions::table.filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0))))
        .set((
            opinions::state.eq("published"),
            opinions::place.eq(shown.place),
            opinions::shown_name.eq(shown.name),
            opinions::shown_body.eq(shown.body),
            opinions::shown_proposal.eq(shown.proposal),
            opinions::reason.eq(""),
            opinions::note.eq(""),
            opinions::decided_name.eq(by),
            opinions::decided_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Saves that one is not shown.
pub async fn save_refused(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
    (reason, note): (&str, &str),
    (by, now): (&str, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(opinions::table.filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0))))
        .set((
            opinions::state.eq("refused"),
            opinions::shown_name.eq(""),
            opinions::shown_body.eq(""),
            opinions::shown_proposal.eq(""),
            opinions::same_as.eq(None::<i64>),
            opinions::reason.eq(reason),
            opinions::note.eq(note),
            opinions::decided_name.eq(by),
            opinions::decided_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Saves that published opinions say the same as one of them; gives how many others there are.
pub async fn save_same_as(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    consultation: ConsultationId,
    first: OpinionId,
    others: &[i64],
) -> QueryResult<usize> {
    diesel::update(
        opinions::table
            .filter(opinions::site_id.eq(site.0))
            .filter(opinions::consultation_id.eq(consultation.0))
            .filter(opinions::state.eq("published").and(opinions::row_id.is_null()))
            .filter(opinions::id.eq_any(others).or(opinions::same_as.eq_any(others)))
            .filter(opinions::id.ne(first.0)),
    )
    .set(opinions::same_as.eq(first.0))
    .execute(&mut conn)
    .await
}

/// Saves that one stands for itself.
pub async fn save_alone(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
) -> QueryResult<usize> {
    diesel::update(opinions::table.filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0))))
        .set(opinions::same_as.eq(None::<i64>))
        .execute(&mut conn)
        .await
}

/// Saves that whoever sent one confirmed the address; gives whether that was asked for.
pub async fn confirm(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: OpinionId,
) -> QueryResult<bool> {
    diesel::update(
        opinions::table
            .filter(opinions::site_id.eq(site.0).and(opinions::id.eq(id.0)))
            .filter(opinions::email_state.eq("asked")),
    )
    .set(opinions::email_state.eq("confirmed"))
    .execute(&mut conn)
    .await
    .map(|rows| rows == 1)
}

/// What a body that was asked has said.
pub async fn of_invitation(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    invitation: i64,
) -> QueryResult<Vec<Opinion>> {
    opinions::table
        .filter(opinions::site_id.eq(site.0).and(opinions::invitation_id.eq(invitation)))
        .order(opinions::id)
        .select(Opinion::as_select())
        .load(&mut conn)
        .await
}
