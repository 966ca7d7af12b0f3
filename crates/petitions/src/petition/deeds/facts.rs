//! What the desk tells of a petition (R-A6). Names of units and codes of reasons, nothing of the sender
//! and nothing of what anybody wrote.

use portal_core::{
    Fact, SiteId,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

use crate::petition::{PetitionId, queries};

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$what:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize)]
            pub struct $name {
                /// Which petition.
                pub petition: PetitionId,
                $($(#[$what])* pub $field: $type),*
            }

            impl Fact for $name {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    queries::subject(self.petition)
                }
            }
        )+

        /// The cards of what the desk tells.
        pub fn cards() -> Vec<FactCard> {
            vec![
                $(FactCard::history($kind, FactGroup::Petitions),)+
                FactCard::history(RegisterExported::KIND, FactGroup::Exports),
                FactCard::history(TemplateChanged::KIND, FactGroup::Petitions),
                FactCard::history(Reminded::KIND, FactGroup::Petitions),
                FactCard::history(ClocksTold::KIND, FactGroup::Petitions),
            ]
        }
    };
}

facts! {
    /// It was entered in the register.
    PetitionRegistered = "petitions.case.registered" {
        /// Number and year: `12/2026`.
        code: String,
    }
    /// It was given to a unit.
    PetitionForwarded = "petitions.case.forwarded" {
        /// The unit that leads.
        unit: SiteId,
        /// Its name.
        name: String,
        /// Units that answer with it.
        joint: Vec<SiteId>,
        /// Working days that were left for the answer.
        days_left: i64,
    }
    /// The unit took it on.
    PetitionAccepted = "petitions.case.accepted" {}
    /// The unit gave it back.
    PetitionGivenBack = "petitions.case.given-back" {
        /// Its name.
        name: String,
    }
    /// The receiving site took it back.
    PetitionTakenBack = "petitions.case.taken-back" {
        /// Name of the unit that had it.
        name: String,
    }
    /// Somebody was put in charge.
    PetitionAssigned = "petitions.case.assigned" {
        /// Name of the officer.
        name: String,
    }
    /// Its sender was told where to turn.
    PetitionOutside = "petitions.case.outside" {}
    /// It was not accepted.
    PetitionRefused = "petitions.case.refused" {
        /// Code of the law's reason.
        reason: String,
    }
    /// It was merged into another.
    PetitionMerged = "petitions.case.merged" {
        /// Which.
        into: PetitionId,
        /// That one's tracking code.
        code: String,
    }
    /// It stands by itself again.
    PetitionUnmerged = "petitions.case.unmerged" {}
    /// A part of it became a petition of its own.
    PetitionSplit = "petitions.case.split" {
        /// Which.
        into: PetitionId,
        /// That one's tracking code.
        code: String,
    }
    /// A note was written.
    PetitionNoted = "petitions.case.noted" {}
    /// A unit wrote a part of a joint answer.
    PetitionContributed = "petitions.case.contributed" {
        /// Its name.
        name: String,
    }
    /// A text to the sender was written.
    AnswerDrafted = "petitions.answer.drafted" {
        /// Which.
        answer: i64,
    }
    /// A text to the sender was sent in for approval.
    AnswerSubmitted = "petitions.answer.submitted" {
        /// Which.
        answer: i64,
    }
    /// A text to the sender went back to its author.
    AnswerReturned = "petitions.answer.returned" {
        /// Which.
        answer: i64,
    }
    /// The sender was told how far it is.
    ProgressTold = "petitions.answer.progress-told" {
        /// Which text.
        answer: i64,
        /// The day promised.
        until: String,
    }
    /// The sender was answered.
    PetitionAnswered = "petitions.answer.told" {
        /// Which text.
        answer: i64,
        /// Whether everybody may read it.
        public: bool,
        /// Whether another answer was corrected by it.
        corrects: bool,
    }
    /// Somebody looked who sent it.
    SenderSeen = "petitions.sender.seen" {}
}

/// The register was taken out.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterExported {
    /// Of which site.
    pub site: SiteId,
    /// How many lines.
    pub count: usize,
    /// `csv` or `xlsx`.
    pub format: String,
    /// Whether it names the senders.
    pub identity: bool,
}

impl Fact for RegisterExported {
    const KIND: &'static str = "petitions.register.exported";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }
}

/// A unit's ready-made text was written, changed or thrown away.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateChanged {
    /// Of which site.
    pub site: SiteId,
    /// Its title.
    pub title: String,
}

impl Fact for TemplateChanged {
    const KIND: &'static str = "petitions.template.changed";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }
}

/// People of a unit were reminded.
#[derive(Debug, Clone, Serialize)]
pub struct Reminded {
    /// Of which site.
    pub site: SiteId,
    /// How many letters.
    pub count: usize,
}

impl Fact for Reminded {
    const KIND: &'static str = "petitions.officers.reminded";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }
}

/// Senders were told that the last day of their petition moved with the calendar.
#[derive(Debug, Clone, Serialize)]
pub struct ClocksTold {
    /// The calendar's version.
    pub version: i64,
    /// How many.
    pub count: usize,
}

impl Fact for ClocksTold {
    const KIND: &'static str = "petitions.clocks.told";

    fn subject(&self) -> String {
        "calendar".to_owned()
    }
}
