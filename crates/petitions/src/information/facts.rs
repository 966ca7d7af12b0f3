//! What happens to requests for information. No fact holds anything of who asks.

use portal_core::{
    Fact, SiteId,
    cache::Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

use super::{InformationRequestId, subject};

/// The pages that show a site's figures.
pub fn figures(site: SiteId) -> Tag {
    Tag::of("information-figures", site)
}

/// Declares facts about a request: what, its kind.
macro_rules! told {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Serialize)]
            pub struct $name {
                /// Which request.
                pub request: InformationRequestId,
                /// On which site.
                #[serde(skip)]
                pub site: SiteId,
            }

            impl Fact for $name {
                const KIND: &'static str = $kind;

                fn subject(&self) -> String {
                    subject(self.request)
                }

                fn touches(&self) -> Vec<Tag> {
                    vec![figures(self.site)]
                }
            }
        )+

        /// The cards of these facts.
        pub fn cards() -> Vec<FactCard> {
            vec![
                $(FactCard::history($name::KIND, FactGroup::Petitions),)+
                FactCard::history(IdentitySeen::KIND, FactGroup::Petitions),
                FactCard::history(RegisterExported::KIND, FactGroup::Exports),
            ]
        }
    };
}

told!(
    /// A request arrived.
    InformationRequested = "petitions.information.requested",
    /// Its sender confirmed the e-mail address.
    AddressConfirmed = "petitions.information.confirmed",
    /// It got its number in the register.
    RequestAccepted = "petitions.information.accepted",
    /// The requester was asked for what is missing.
    CompletionAsked = "petitions.information.incomplete",
    /// What was missing is there.
    RequestCompleted = "petitions.information.completed",
    /// It takes the long way, and the requester was told so.
    ComplexAnnounced = "petitions.information.complex",
    /// A reply was begun or changed.
    ReplyWritten = "petitions.information.reply.written",
    /// Somebody looked whether a secret is in what goes out.
    SecretsChecked = "petitions.information.secrets.checked",
    /// A reply was laid before the approver.
    ReplySubmitted = "petitions.information.reply.submitted",
    /// A reply came back from the approver.
    ReplyReturned = "petitions.information.reply.returned",
    /// The longer term was approved and announced.
    TermExtended = "petitions.information.extended",
    /// The answer was approved and sent.
    RequestAnswered = "petitions.information.answered",
    /// The refusal was approved and sent.
    RequestRefused = "petitions.information.refused",
    /// It was sent on to another body.
    RequestTransferred = "petitions.information.transferred",
    /// The information was handed over.
    InformationDelivered = "petitions.information.delivered",
    /// A new link was sent.
    LinkReissued = "petitions.information.reissued",
    /// The requester took it back.
    RequestWithdrawn = "petitions.information.withdrawn",
    /// Who asked was erased.
    RequesterErased = "petitions.information.identity.erased",
    /// It was put aside: no request, or never completed.
    RequestDiscarded = "petitions.information.discarded",
);

/// Somebody looked at who asks.
#[derive(Debug, Serialize)]
pub struct IdentitySeen {
    /// Which request.
    pub request: InformationRequestId,
}

impl Fact for IdentitySeen {
    const KIND: &'static str = "petitions.information.identity.seen";

    fn subject(&self) -> String {
        subject(self.request)
    }
}

/// The register was taken out.
#[derive(Debug, Serialize)]
pub struct RegisterExported {
    /// `xlsx` or `csv`.
    pub format: &'static str,
    /// How many lines.
    pub count: usize,
}

impl Fact for RegisterExported {
    const KIND: &'static str = "petitions.information.exported";

    fn subject(&self) -> String {
        "information-register".to_owned()
    }
}
