//! Why something cannot be done to a petition.

use portal_core::Texts;

use super::{CaseState, MOST_HOPS};

/// Why a rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not with this role.
    NoRight,
    /// It is another desk's to do.
    NotYours,
    /// Not in the state it is in.
    WrongState(CaseState),
    /// Done already.
    AlreadyDone,
    /// It has been to so many units; the provincial office decides.
    TooManyHops,
    /// It is with that unit already.
    AlreadyThere,
    /// No unit, or none whose module is on.
    NoSuchUnit,
    /// Whoever wrote it does not approve it.
    OwnText,
    /// Nothing waits for approval.
    NothingToApprove,
    /// A further notice needs the head of the unit.
    NeedsHead,
    /// A progress notice goes out before the time is over.
    TooLate,
    /// The day promised is not to come.
    PromiseInThePast,
    /// Somebody changed it meanwhile.
    Stale,
    /// No such petition here.
    NoSuchPetition,
    /// The other is closed.
    NotOpen,
    /// A later one is merged into an earlier one, not the other way round.
    IntoTheOlder,
    /// Personal data may be left in what everybody would read.
    NotChecked,
}

impl Refusal {
    /// Key of its sentence in the locales.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoRight => "petition-no-right",
            Self::NotYours => "petition-no-desk",
            Self::WrongState(_) => "petition-no-state",
            Self::AlreadyDone => "petition-no-again",
            Self::TooManyHops => "petition-no-hops",
            Self::AlreadyThere => "petition-no-same-unit",
            Self::NoSuchUnit => "petition-no-unit",
            Self::OwnText => "petition-no-own-text",
            Self::NothingToApprove => "petition-no-draft",
            Self::NeedsHead => "petition-no-head",
            Self::TooLate => "petition-no-late",
            Self::PromiseInThePast => "petition-no-past",
            Self::Stale => "petition-no-stale",
            Self::NoSuchPetition => "petition-no-petition",
            Self::NotOpen => "petition-no-closed",
            Self::IntoTheOlder => "petition-no-older",
            Self::NotChecked => "petition-no-check",
        }
    }
}

impl portal_core::Refusal for Refusal {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::WrongState(state) => {
                t.with(self.key(), [("state", t.say(&state.text_key()).into())])
            }
            Self::TooManyHops => t.with(self.key(), [("most", MOST_HOPS.into())]),
            _ => t.say(self.key()),
        }
    }
}
