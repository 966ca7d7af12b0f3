//! What happened to a petition, in order: its timeline.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId, Tx};
use serde_json::Value;

use super::{PetitionId, schema::petition_events};

words!(
    /// What happened.
    EventKind, "petition-event" {
        /// It came in.
        Received = "received",
        /// The sender confirmed the address.
        Confirmed = "confirmed",
        /// The sender added to it.
        Added = "added",
        /// The sender took it back.
        Withdrawn = "withdrawn",
        /// It was entered in the register.
        Registered = "registered",
        /// It was given to a unit.
        Forwarded = "forwarded",
        /// The unit took it on.
        Accepted = "accepted",
        /// Somebody was put in charge.
        Assigned = "assigned",
        /// The unit gave it back.
        Returned = "returned",
        /// The receiving site took it back.
        TakenBack = "taken-back",
        /// The sender was told how far it is, and until when.
        Progress = "progress",
        /// A unit wrote its part of a joint answer.
        Contributed = "contributed",
        /// A text was submitted for approval.
        Submitted = "submitted",
        /// A text went back to its author.
        DraftReturned = "draft-returned",
        /// It was answered.
        Answered = "answered",
        /// The sender was told where else to turn.
        Outside = "outside",
        /// It was not accepted.
        Refused = "refused",
        /// It was joined to another.
        Merged = "merged",
        /// It was parted from that again.
        Unmerged = "unmerged",
        /// A matter of it became a petition of its own.
        Split = "split",
        /// A note for colleagues.
        Note = "note",
        /// Its period was extended.
        Extended = "extended",
        /// It was published.
        Published = "published",
        /// Its publication was taken down.
        Hidden = "hidden",
        /// A change of the calendar moved a deadline.
        DeadlineMoved = "deadline-moved",
        /// The sender said how satisfied they are.
        Rated = "rated",
        /// Whoever has it was reminded.
        Reminded = "reminded",
        /// The head of the unit was told.
        Escalated = "escalated",
        /// A letter came in about it.
        Mail = "mail",
        /// Somebody looked at who sent it.
        SenderSeen = "sender-seen",
        /// The sender asked for their data to be erased.
        ErasureAsked = "erasure-asked",
        /// Who sent it was erased.
        Erased = "erased",
    }
);

/// An event to be added.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Of which petition.
    pub petition: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The site that acts.
    pub acting_site: SiteId,
    /// Who acts there; nobody is the sender, or the portal.
    pub person: Option<PersonId>,
    /// What happens.
    pub kind: EventKind,
    /// Whether the sender sees it.
    pub shown: bool,
    /// Words of the event; nothing that says who the sender is.
    pub data: Value,
}

/// An event as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = petition_events, check_for_backend(diesel::pg::Pg))]
pub struct EventRow {
    /// Identity; the order of the timeline.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The site that acted.
    pub acting_site: i64,
    /// Who acted there.
    pub person_id: Option<i64>,
    /// Word of an [`EventKind`].
    pub kind: String,
    /// Whether the sender sees it.
    pub shown: bool,
    /// Words of the event.
    pub data: Value,
}

impl EventRow {
    /// What happened; `None` for a word this release does not know.
    pub fn kind(&self) -> Option<EventKind> {
        EventKind::parse(&self.kind)
    }

    /// A word of its data, empty where it has none.
    pub fn text(&self, name: &str) -> &str {
        self.data.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number of its data.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.data.get(name).and_then(Value::as_i64)
    }
}

/// Adds to a petition's timeline, at the moment of the transaction.
pub async fn add(tx: &mut Tx, event: NewEvent) -> QueryResult<i64> {
    let at = tx.now();
    let mut conn: &AsyncPgConnection = tx;
    diesel::insert_into(petition_events::table)
        .values((
            petition_events::site_id.eq(event.site.0),
            petition_events::petition_id.eq(event.petition.0),
            petition_events::at.eq(at),
            petition_events::acting_site.eq(event.acting_site.0),
            petition_events::person_id.eq(event.person.map(|person| person.0)),
            petition_events::kind.eq(event.kind.as_str()),
            petition_events::shown.eq(event.shown),
            petition_events::data.eq(event.data),
        ))
        .returning(petition_events::id)
        .get_result(&mut conn)
        .await
}

/// The timeline of a petition, oldest first: all of it, or what the sender sees.
pub async fn list(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
    only_shown: bool,
) -> QueryResult<Vec<EventRow>> {
    let mut asked = petition_events::table
        .filter(petition_events::petition_id.eq(petition.0))
        .order(petition_events::id)
        .select(EventRow::as_select())
        .into_boxed();
    if only_shown {
        asked = asked.filter(petition_events::shown);
    }
    asked.load(&mut conn).await
}
