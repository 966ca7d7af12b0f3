//! What is told of second factors.

use portal_core::{Fact, PersonId, Tag};
use serde::Serialize;

/// A kind of second factor, or the paper behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Codes of an authenticator app.
    Totp,
    /// A passkey.
    Passkey,
    /// A recovery code.
    Recovery,
}

/// A person added a factor.
#[derive(Debug, Clone, Serialize)]
pub struct FactorAdded {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub method: Method,
    /// Name of a passkey.
    pub name: Option<String>,
}

/// A person took a factor away.
#[derive(Debug, Clone, Serialize)]
pub struct FactorRemoved {
    /// Whose.
    pub person: PersonId,
    /// Which.
    pub method: Method,
    /// Name of a passkey.
    pub name: Option<String>,
}

/// All factors of a person were taken away by somebody else: a lost telephone.
#[derive(Debug, Clone, Serialize)]
pub struct FactorsReset {
    /// Whose.
    pub person: PersonId,
}

/// A recovery code was used up.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryCodeUsed {
    /// Whose.
    pub person: PersonId,
    /// How many are left.
    pub left: i64,
}

/// New recovery codes were made; the former ones are worth nothing.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryCodesMade {
    /// Whose.
    pub person: PersonId,
}

/// Somebody with the right password proved the second factor.
#[derive(Debug, Clone, Serialize)]
pub struct SecondFactorProved {
    /// Who.
    pub person: PersonId,
    /// By which.
    pub method: Method,
}

/// Somebody with a session proved again who they are.
#[derive(Debug, Clone, Serialize)]
pub struct ProvedAgain {
    /// Who.
    pub person: PersonId,
}

/// Somebody with the right password, or a session, did not prove the second factor.
#[derive(Debug, Clone, Serialize)]
pub struct SecondFactorFailed {
    /// Whose factor it was.
    pub person: PersonId,
    /// Which was tried.
    pub method: Method,
    /// From where.
    pub address: Option<String>,
}

impl Fact for FactorsReset {
    const KIND: &'static str = "auth.factor.reset";

    fn subject(&self) -> String {
        Tag::person(self.person).0
    }

    /// The person's sessions ended with the factors.
    fn touches(&self) -> Vec<Tag> {
        vec![Tag::person(self.person)]
    }
}

macro_rules! of_person {
    ($fact:ident, $kind:literal) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                Tag::person(self.person).0
            }
        }
    };
}

of_person!(FactorAdded, "auth.factor.added");
of_person!(FactorRemoved, "auth.factor.removed");
of_person!(RecoveryCodeUsed, "auth.recovery-code.used");
of_person!(RecoveryCodesMade, "auth.recovery-codes.made");
of_person!(SecondFactorProved, "auth.second-factor.proved");
of_person!(ProvedAgain, "auth.proved-again");
of_person!(SecondFactorFailed, "auth.second-factor.failed");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_say_whose_factor_it_was_and_nothing_of_the_secret() {
        let fact = SecondFactorFailed {
            person: PersonId(7),
            method: Method::Totp,
            address: Some("192.0.2.1".into()),
        };
        assert_eq!(
            serde_json::to_string(&fact).unwrap(),
            r#"{"person":7,"method":"totp","address":"192.0.2.1"}"#
        );
        assert_eq!(fact.subject(), "person:7");
    }
}
