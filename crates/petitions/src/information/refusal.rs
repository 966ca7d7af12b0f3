//! Why something is not done with a request.

use portal_core::{Refusal, Texts};

/// Why a rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InformationRefusal {
    /// The request is not where this can be done.
    NotNow,
    /// Something is still missing.
    StillIncomplete,
    /// Another reply is being written.
    AnotherReply,
    /// The reply lies before the approver.
    BeforeApprover,
    /// Only a complex request has a longer term.
    OnlyComplex,
    /// The term was made longer before.
    ExtendedBefore,
    /// The last day is over.
    TooLateToExtend,
    /// Nobody said that no secret is in it.
    SecretsUnchecked,
    /// No reason of the law was chosen.
    NoReason,
    /// Nobody approves what they wrote.
    OwnReply,
    /// Somebody else changed it meanwhile.
    Changed,
    /// The requester left no e-mail address.
    NoAddress,
    /// There is no file to hand over.
    NoFile,
}

impl InformationRefusal {
    /// All, for the test of their sentences.
    #[cfg(test)]
    pub const ALL: [Self; 13] = [
        Self::NotNow,
        Self::StillIncomplete,
        Self::AnotherReply,
        Self::BeforeApprover,
        Self::OnlyComplex,
        Self::ExtendedBefore,
        Self::TooLateToExtend,
        Self::SecretsUnchecked,
        Self::NoReason,
        Self::OwnReply,
        Self::Changed,
        Self::NoAddress,
        Self::NoFile,
    ];

    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotNow => "information-refused-not-now",
            Self::StillIncomplete => "information-refused-incomplete",
            Self::AnotherReply => "information-refused-another-reply",
            Self::BeforeApprover => "information-refused-before-approver",
            Self::OnlyComplex => "information-refused-only-complex",
            Self::ExtendedBefore => "information-refused-extended-before",
            Self::TooLateToExtend => "information-refused-too-late",
            Self::SecretsUnchecked => "information-refused-secrets",
            Self::NoReason => "information-refused-no-reason",
            Self::OwnReply => "information-refused-own-reply",
            Self::Changed => "information-refused-changed",
            Self::NoAddress => "information-refused-no-address",
            Self::NoFile => "information-refused-no-file",
        }
    }
}

impl Refusal for InformationRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(self.key())
    }
}
