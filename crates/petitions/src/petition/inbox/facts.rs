//! What is told of letters that come in (R-A6): never who wrote them.

use portal_core::{
    Fact,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

use crate::petition::PetitionId;

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$what:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Serialize)]
            pub struct $name {
                /// Which letter.
                pub mail: i64,
                $($(#[$what])* pub $field: $type),*
            }

            impl Fact for $name {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    format!("mail:{}", self.mail)
                }
            }
        )+

        /// The cards of what is told here.
        pub fn cards() -> Vec<FactCard> {
            vec![$(FactCard::history($kind, FactGroup::Petitions)),+]
        }
    };
}

facts! {
    /// A letter came in.
    MailCame = "petitions.mail.came" {
        /// Letter, automatic answer, failed or delayed delivery.
        what: &'static str,
        /// The petition it belongs to; `None` waits for a person.
        petition: Option<PetitionId>,
    }
    /// Somebody read a letter that waits.
    MailSeen = "petitions.mail.seen" {}
    /// A letter was joined to a petition.
    MailAttached = "petitions.mail.attached" {
        /// Which petition.
        petition: PetitionId,
    }
    /// A letter became a petition.
    MailAccepted = "petitions.mail.accepted" {
        /// Which petition.
        petition: PetitionId,
    }
    /// A letter was put aside.
    MailDiscarded = "petitions.mail.discarded" {
        /// Why.
        reason: String,
    }
}
