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
    /// The mail system could not be asked.
    Unavailable,
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

/// Somebody who is signed in went on to the fact's site.
#[derive(Debug, Clone, Serialize)]
pub struct SessionOpened {
    /// Who.
    pub person: PersonId,
}

/// A sign-in was ended from elsewhere: by its person at another browser, or by an administrator.
#[derive(Debug, Clone, Serialize)]
pub struct SignInEnded {
    /// Whose.
    pub person: PersonId,
}

/// A person ended all their sign-ins but the one they did it from.
#[derive(Debug, Clone, Serialize)]
pub struct SignInsEnded {
    /// Whose.
    pub person: PersonId,
    /// How many.
    pub count: usize,
}

/// A person became known to the installation.
#[derive(Debug, Clone, Serialize)]
pub struct PersonCreated {
    /// Who.
    pub person: PersonId,
    /// Their login name.
    pub login: String,
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

/// Somebody asked for a code to set a new password. Whether there is such an account stands in what
/// follows.
#[derive(Debug, Clone, Serialize)]
pub struct ResetAsked {
    /// The login name.
    pub login: String,
    /// From where.
    pub address: Option<String>,
}

/// A wrong code was given.
#[derive(Debug, Clone, Serialize)]
pub struct ResetCodeWrong {
    /// The login name it was asked for.
    pub login: String,
    /// From where.
    pub address: Option<String>,
}

/// A code was sent to a person.
#[derive(Debug, Clone, Serialize)]
pub struct ResetCodeSent {
    /// To whom.
    pub person: PersonId,
}

/// The right code was given.
#[derive(Debug, Clone, Serialize)]
pub struct ResetCodeRight {
    /// Whose.
    pub person: PersonId,
}

/// The provincial office is asked to set a password by hand.
#[derive(Debug, Clone, Serialize)]
pub struct ResetRequested {
    /// Number of the request.
    pub request: i64,
    /// The login name.
    pub login: String,
    /// Whether a code proved who it is.
    pub proved: bool,
}

/// The provincial office closed a request.
#[derive(Debug, Clone, Serialize)]
pub struct ResetRequestClosed {
    /// Number of the request.
    pub request: i64,
    /// Whether the password was set.
    pub done: bool,
}

/// A person chose where codes for a new password go.
#[derive(Debug, Clone, Serialize)]
pub struct RecoveryAddressSet {
    /// Who.
    pub person: PersonId,
}

macro_rules! of_subject {
    ($fact:ident, $kind:literal, $subject:expr) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                let subject: fn(&Self) -> String = $subject;
                subject(self)
            }
        }
    };
}

of_subject!(ResetAsked, "auth.reset.asked", |_| "reset".into());
of_subject!(ResetCodeWrong, "auth.reset.code-wrong", |_| "reset".into());
of_subject!(ResetCodeSent, "auth.reset.code-sent", |it| Tag::person(it.person).0);
of_subject!(ResetCodeRight, "auth.reset.code-right", |it| Tag::person(it.person).0);
of_subject!(ResetRequested, "auth.reset.requested", |it| format!("reset-request:{}", it.request));
of_subject!(ResetRequestClosed, "auth.reset.closed", |it| format!("reset-request:{}", it.request));
of_subject!(RecoveryAddressSet, "auth.recovery-address.set", |it| Tag::person(it.person).0);

impl Fact for SignedIn {
    const KIND: &'static str = "auth.signed-in";

    fn subject(&self) -> String {
        Tag::person(self.person).0
    }
}

impl Fact for SessionOpened {
    const KIND: &'static str = "auth.session.opened";

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
of_person!(SignInEnded, "auth.sign-in.ended");
of_person!(SignInsEnded, "auth.sign-ins.ended");
of_person!(PersonCreated, "auth.person.created");
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
        let fact = SignInFailed { login: None, why: WhyNot::Unavailable, address: None };
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(json, r#"{"login":null,"why":"unavailable","address":null}"#);
    }
}
