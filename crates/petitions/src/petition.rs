//! Petitions, questions and reflections, and what becomes of them (R-P1 to R-P5).
//!
//! Three lives, kept apart: *handling* ([`CaseState`]), *delivery* (letters owed and sent), and
//! *publication* (the one public projection). What was sent is never changed; who sent it is sealed
//! and read with a permission of its own.

use portal_core::id_type;

id_type!(
    /// A petition, question or reflection.
    PetitionId
);

pub mod accept;
pub mod answers;
pub mod case;
pub mod code;
pub mod deeds;
pub mod desk;
pub mod events;
pub mod facts;
pub mod fields;
pub mod files;
mod hand_over;
mod held;
pub mod inbox;
pub mod letters;
pub mod module;
pub mod open;
pub mod permissions;
mod public;
pub mod publications;
pub mod queries;
pub mod reasons;
pub mod retention;
pub mod schema;
pub mod search;
pub mod sender;
pub mod sent;
pub mod templates;
pub mod timers;

pub use module::Petitions;

words!(
    /// What a citizen sends. Complaints and denunciations are none of these: they have their own law
    /// and never a public form.
    PetitionKind, "petition-kind" {
        /// Câu hỏi.
        Question = "question",
        /// Phản ánh: of a rule or of how somebody acted.
        Reflection = "reflection",
        /// Kiến nghị: with a proposal.
        Proposal = "proposal",
    }
);

words!(
    /// How it came in.
    Channel, "petition-channel" {
        /// The public form.
        Web = "web",
        /// By e-mail.
        Mail = "mail",
        /// On paper, by post.
        Paper = "paper",
        /// By telephone.
        Phone = "phone",
        /// At citizen reception.
        Reception = "reception",
    }
);

words!(
    /// How far its handling is.
    CaseState, "petition-state" {
        /// Stored; nobody has looked at it yet.
        Received = "received",
        /// In the register: within this site's competence, answered here.
        Registered = "registered",
        /// In the register, and with another unit to answer.
        Forwarded = "forwarded",
        /// Answered.
        Answered = "answered",
        /// Outside the competence of the province's units: the sender was told where to turn.
        Outside = "outside",
        /// Not accepted, for one of the law's reasons.
        Refused = "refused",
        /// Taken back by its sender.
        Withdrawn = "withdrawn",
        /// The same as another, and answered with it.
        Merged = "merged",
    }
);

impl PetitionKind {
    /// The word in addresses that citizens see.
    pub fn path(self) -> &'static str {
        match self {
            Self::Question => "cau-hoi",
            Self::Reflection => "phan-anh",
            Self::Proposal => "kien-nghi",
        }
    }

    /// Reads [`Self::path`] back.
    pub fn of_path(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.path() == word)
    }
}

impl CaseState {
    /// Whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Registered | Self::Forwarded)
    }
}

/// The subject of its facts and clocks: `petition:7`.
pub fn subject(id: PetitionId) -> String {
    format!("petition:{id}")
}
