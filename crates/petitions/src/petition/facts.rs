//! What the sender's side tells of a petition (R-A6): nothing of the sender and nothing of what they
//! wrote.

use portal_core::{
    Fact, SiteId, Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

use super::{Channel, PetitionId, PetitionKind, subject};

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
                    subject(self.petition)
                }
            }
        )+

        /// The cards of what is told here.
        pub fn cards() -> Vec<FactCard> {
            let mut cards = vec![$(FactCard::history($kind, FactGroup::Petitions)),+];
            cards.push(FactCard::history(SenderErased::KIND, FactGroup::Petitions));
            cards
        }
    };
}

facts! {
    /// It came in, and is kept.
    PetitionReceived = "petitions.petition.received" {
        /// Tracking code.
        code: String,
        /// How it came.
        channel: Channel,
        /// What it is.
        what: PetitionKind,
    }
    /// Its sender confirmed the address.
    PetitionConfirmed = "petitions.petition.confirmed" {}
    /// Its sender added to it.
    PetitionAdded = "petitions.petition.added" {}
    /// Its sender took it back.
    PetitionWithdrawn = "petitions.petition.withdrawn" {}
    /// Its sender asked for their data to be erased.
    ErasureAsked = "petitions.sender.erasure-asked" {}
}

/// Who sent a petition was erased.
#[derive(Debug, Clone, Serialize)]
pub struct SenderErased {
    /// Which petition.
    pub petition: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The unit that answered it, where one did.
    pub unit: Option<SiteId>,
}

impl Fact for SenderErased {
    const KIND: &'static str = "petitions.sender.erased";

    fn subject(&self) -> String {
        subject(self.petition)
    }

    /// A name that was shown with the answer is gone from the pages too.
    fn touches(&self) -> Vec<Tag> {
        let lists = std::iter::once(self.site).chain(self.unit);
        let lists = lists.map(|site| Tag::of("petitions", site));
        std::iter::once(Tag::of("petition", self.petition)).chain(lists).collect()
    }
}
