//! What consultations tell.

use chrono::{DateTime, Utc};
use portal_core::{
    Fact, SiteId, Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

/// The tag of whatever shows a consultation.
pub fn tag(id: i64) -> Tag {
    Tag::of("consultation", id)
}

/// The tag of whatever lists a site's consultations.
pub fn list_tag(site: SiteId) -> Tag {
    Tag::of("consultations", site)
}

macro_rules! facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal in $group:ident $(touches $public:ident)?
        { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize)]
            pub struct $fact {
                $(
                    #[doc = concat!("The site on which ", stringify!($public), " see it.")]
                    #[serde(skip)]
                    pub site: SiteId,
                )?
                /// Which consultation.
                pub consultation: i64,
                $($(#[$field_doc])* pub $field: $type,)*
            }

            impl Fact for $fact {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    format!("consultation:{}", self.consultation)
                }

                $(fn touches(&self) -> Vec<Tag> {
                    facts!(@$public self)
                })?
            }
        )*

        /// The cards of all of them.
        pub fn cards() -> Vec<FactCard> {
            vec![$(FactCard::history($fact::KIND, FactGroup::$group)),*]
        }
    };
    (@readers $self:ident) => {
        vec![tag($self.consultation), list_tag($self.site)]
    };
}

facts! {
    /// A consultation was begun.
    Drafted = "petitions.consultation.drafted" in Writing { title: String, }
    /// It, its text or its documents were changed.
    Changed = "petitions.consultation.changed" in Writing { what: &'static str, }
    /// It was put forward.
    Submitted = "petitions.consultation.submitted" in Writing {}
    /// It was sent back.
    Returned = "petitions.consultation.returned" in Refusals { note: String, }
    /// It was approved.
    Approved = "petitions.consultation.approved" in Publication touches readers {
        /// Opening.
        opens_at: DateTime<Utc>,
        /// Closing.
        closes_at: DateTime<Utc>,
    }
    /// It opened.
    Opened = "petitions.consultation.opened" in Publication touches readers {}
    /// Its closing was put off.
    Extended = "petitions.consultation.extended" in Publication touches readers {
        /// When it would have closed.
        from: DateTime<Utc>,
        /// When it closes.
        to: DateTime<Utc>,
        /// Why.
        note: String,
    }
    /// It was taken back before it opened.
    Withdrawn = "petitions.consultation.withdrawn" in Publication touches readers {
        /// Why.
        note: String,
    }
    /// It was ended before its time.
    EndedEarly = "petitions.consultation.ended-early" in Publication touches readers {
        /// When it would have closed.
        from: DateTime<Utc>,
        /// When it closed.
        to: DateTime<Utc>,
        /// Why.
        note: String,
    }
    /// It closed.
    Closed = "petitions.consultation.closed" in Publication touches readers {}
    /// A body was asked.
    BodyInvited = "petitions.consultation.body-invited" in Writing { name: String, }
    /// A body was taken off the list before it was asked.
    BodyRemoved = "petitions.consultation.body-removed" in Writing { name: String, }
    /// A body that had not answered was reminded.
    BodyReminded = "petitions.consultation.body-reminded" in Writing { name: String, }
    /// A body agreed, or said what it thinks.
    BodyAnswered = "petitions.consultation.body-answered" in Petitions touches readers {
        /// Which.
        name: String,
        /// `agreed` or `answered`.
        state: &'static str,
    }
    /// Somebody sent an opinion. Who that is, the record does not know.
    OpinionReceived = "petitions.consultation.opinion-received" in Petitions { opinion: i64, source: &'static str, }
    /// Whoever sent an opinion confirmed the address.
    OpinionConfirmed = "petitions.consultation.opinion-confirmed" in Petitions { opinion: i64, }
    /// An opinion is shown to readers.
    OpinionPublished = "petitions.consultation.opinion-published" in Publication touches readers { opinion: i64, }
    /// An opinion is not shown.
    OpinionRefused = "petitions.consultation.opinion-refused" in Refusals touches readers { opinion: i64, reason: String, }
    /// Somebody looked who sent an opinion.
    SenderSeen = "petitions.consultation.sender-seen" in Petitions { opinion: i64, }
    /// Who sent its opinions was erased.
    SendersErased = "petitions.consultation.senders-erased" in Petitions touches readers { count: usize, }
    /// Opinions that say the same were put together.
    OpinionsGrouped = "petitions.consultation.opinions-grouped" in Petitions touches readers { count: usize, }
    /// The table was begun, or took in what came since.
    TableGathered = "petitions.consultation.table-gathered" in Writing { rows: usize, }
    /// A row was answered.
    RowAnswered = "petitions.consultation.row-answered" in Writing { row: i64, version: i32, }
    /// Rows became one.
    RowsMerged = "petitions.consultation.rows-merged" in Writing { count: usize, }
    /// The table was put forward.
    TableSubmitted = "petitions.consultation.table-submitted" in Writing {}
    /// The table was sent back.
    TableReturned = "petitions.consultation.table-returned" in Refusals { note: String, }
    /// The table was published: the consultation is finished.
    Finished = "petitions.consultation.finished" in Publication touches readers {}
    /// The document that came of it was linked.
    IssuedLinked = "petitions.consultation.issued" in Publication touches readers { number: String, }
}
