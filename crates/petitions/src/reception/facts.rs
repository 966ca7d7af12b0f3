//! What happens to the schedule of citizen reception.

use portal_core::{
    Fact, SiteId,
    cache::Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

/// The pages that show a site's schedule.
pub fn schedule(site: SiteId) -> Tag {
    Tag::of("reception", site)
}

/// Declares facts about the schedule: name, kind, group, whether the public sees it.
macro_rules! told {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $group:ident, $public:literal);+ $(;)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Serialize)]
            pub struct $name {
                /// Which: `reception:3`, or the office.
                pub about: String,
                /// On which site.
                #[serde(skip)]
                pub site: SiteId,
            }

            impl Fact for $name {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    self.about.clone()
                }

                fn touches(&self) -> Vec<Tag> {
                    if $public { vec![schedule(self.site)] } else { Vec::new() }
                }
            }
        )+

        /// The cards of these facts.
        pub fn cards() -> Vec<FactCard> {
            vec![$(FactCard::history($name::KIND, FactGroup::$group)),+]
        }
    };
}

told!(
    /// Somebody planned or changed something that is not public yet.
    ReceptionPlanned = "petitions.reception.planned", Writing, false;
    /// It was laid before the approver.
    ReceptionSubmitted = "petitions.reception.submitted", Writing, false;
    /// It was given back.
    ReceptionReturned = "petitions.reception.returned", Refusals, false;
    /// It is public.
    ReceptionPublished = "petitions.reception.published", Publication, true;
    /// A published one was changed.
    ReceptionChanged = "petitions.reception.changed", Publication, true;
    /// A published one was called off.
    ReceptionCancelled = "petitions.reception.cancelled", Publication, true;
    /// Place and regular times were approved.
    ReceptionOfficeApproved = "petitions.reception.office.approved", Publication, true;
);
