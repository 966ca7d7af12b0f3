//! What this context tells. A fact that touches `person:…` ends what every node remembers of that
//! person's sessions.

use chrono::{DateTime, Utc};
use portal_core::{Fact, PersonId, Role, Tag};
use serde::Serialize;

/// Why somebody was not signed in, for the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyNot {
    /// Nobody has this login with this password.
    WrongCredentials,
    /// The account is switched off.
    SwitchedOff,
    /// Known, but without a role on this site.
    NoRole,
}

/// Somebody signed in.
#[derive(Debug, Clone, Serialize)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
}

/// Somebody was not signed in.
#[derive(Debug, Clone, Serialize)]
pub struct SignInFailed {
    /// The login name, where it has the form of one: people type passwords into the wrong field.
    pub login: Option<String>,
    /// Why.
    pub why: WhyNot,
    /// From where.
    pub address: Option<String>,
}

/// Somebody signed out.
#[derive(Debug, Clone, Serialize)]
pub struct SignedOut {
    /// Who.
    pub person: PersonId,
}

/// A person became known to the installation.
#[derive(Debug, Clone, Serialize)]
pub struct PersonCreated {
    /// Who.
    pub person: PersonId,
    /// Their login name.
    pub login: String,
}

/// The mail system gave a person another name or unit.
#[derive(Debug, Clone, Serialize)]
pub struct PersonChanged {
    /// Who.
    pub person: PersonId,
}

/// A mail password was checked against the hash of the last one that was right, because the mail
/// system was away.
#[derive(Debug, Clone, Serialize)]
pub struct MailSignInOffline {
    /// Who.
    pub person: PersonId,
}

/// A local password was set; the person's sessions ended.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordSet {
    /// Whose.
    pub person: PersonId,
}

/// A person got a role on the fact's site, or another end of it.
#[derive(Debug, Clone, Serialize)]
pub struct RoleGranted {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
}

/// A person lost a role on the fact's site.
#[derive(Debug, Clone, Serialize)]
pub struct RoleRevoked {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: Role,
}

impl Fact for SignedIn {
    const KIND: &'static str = "auth.signed-in";

    fn subject(&self) -> String {
        Tag::person(self.person).0
    }
}

impl Fact for MailSignInOffline {
    const KIND: &'static str = "auth.mail.checked-offline";

    fn subject(&self) -> String {
        Tag::person(self.person).0
    }
}

impl Fact for SignInFailed {
    const KIND: &'static str = "auth.sign-in.failed";

    fn subject(&self) -> String {
        "sign-in".into()
    }
}

macro_rules! of_person {
    ($fact:ident, $kind:literal) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                Tag::person(self.person).0
            }

            fn touches(&self) -> Vec<Tag> {
                vec![Tag::person(self.person)]
            }
        }
    };
}

of_person!(SignedOut, "auth.signed-out");
of_person!(PersonCreated, "auth.person.created");
of_person!(PersonChanged, "auth.person.changed");
of_person!(PasswordSet, "auth.password.set");
of_person!(RoleGranted, "auth.role.granted");
of_person!(RoleRevoked, "auth.role.revoked");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_rights_ends_what_nodes_remember() {
        let person = PersonId(7);
        let touched = vec![Tag("person:7".into())];
        assert_eq!(SignedOut { person }.touches(), touched);
        assert_eq!(PasswordSet { person }.touches(), touched);
        assert_eq!(RoleGranted { person, role: Role::Editor, until: None }.touches(), touched);
        assert_eq!(RoleRevoked { person, role: Role::Editor }.touches(), touched);
        assert_eq!(SignedIn { person }.touches(), vec![]);
    }

    #[test]
    fn a_failure_is_recorded_without_what_may_be_a_password() {
        let fact = SignInFailed { login: None, why: WhyNot::NoRole, address: None };
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(json, r#"{"login":null,"why":"no-role","address":null}"#);
    }
}
