//! What this context tells. A fact that touches `person:…` ends what every node remembers of that
//! person's sessions.

use chrono::{DateTime, Utc};
use portal_core::{Fact, PersonId, Role, Tag};
use serde::Serialize;

use crate::delegations::DelegationKind;

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
    /// In which section; `None` is the whole site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<i64>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// To whom the person lends rights: theirs change as well.
    #[serde(skip)]
    pub deputies: Vec<PersonId>,
}

/// A person lost a role on the fact's site.
#[derive(Debug, Clone, Serialize)]
pub struct RoleRevoked {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// In which section; `None` was the whole site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<i64>,
    /// To whom the person lent rights: theirs change as well.
    #[serde(skip)]
    pub deputies: Vec<PersonId>,
}

/// Somebody looked whether a member's roles on the fact's site are still right, and left them.
#[derive(Debug, Clone, Serialize)]
pub struct GrantsReviewed {
    /// Whose roles.
    pub person: PersonId,
}

/// A person lent rights on the fact's site to another for a while.
#[derive(Debug, Clone, Serialize)]
pub struct DelegationGiven {
    /// Which delegation.
    pub delegation: i64,
    /// Whose rights.
    pub person: PersonId,
    /// Who has them meanwhile.
    pub deputy: PersonId,
    /// What is lent.
    pub kind: DelegationKind,
    /// In which section; `None` is wherever the lender has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<i64>,
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A delegation ended before its time.
#[derive(Debug, Clone, Serialize)]
pub struct DelegationEnded {
    /// Which delegation.
    pub delegation: i64,
    /// Whose rights.
    pub person: PersonId,
    /// Who had them.
    pub deputy: PersonId,
}

/// Unfinished work on the fact's site went from one person to another.
#[derive(Debug, Clone, Serialize)]
pub struct HandedOver {
    /// From whom.
    pub person: PersonId,
    /// To whom.
    pub to: PersonId,
    /// How many things.
    pub count: usize,
}

/// A person may not sign in any more; their sessions ended.
#[derive(Debug, Clone, Serialize)]
pub struct PersonSwitchedOff {
    /// Who.
    pub person: PersonId,
    /// To whom they lent rights: these end.
    #[serde(skip)]
    pub deputies: Vec<PersonId>,
}

/// A person who was switched off may sign in again.
#[derive(Debug, Clone, Serialize)]
pub struct PersonSwitchedOn {
    /// Who.
    pub person: PersonId,
}

/// An account was not used for longer than the law allows and was switched off.
#[derive(Debug, Clone, Serialize)]
pub struct AccountIdle {
    /// Whose.
    pub person: PersonId,
    /// When it was last used.
    pub since: DateTime<Utc>,
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
        of_person!($fact, $kind, |_it| Vec::<PersonId>::new());
    };
    // With others whose rights change along.
    ($fact:ident, $kind:literal, |$it:ident| $others:expr) => {
        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                Tag::person(self.person).0
            }

            fn touches(&self) -> Vec<Tag> {
                let $it = self;
                let others = $others;
                std::iter::once(self.person).chain(others).map(Tag::person).collect()
            }
        }
    };
}

of_person!(SignedOut, "auth.signed-out");
of_person!(SignInEnded, "auth.sign-in.ended");
of_person!(SignInsEnded, "auth.sign-ins.ended");
of_person!(PersonCreated, "auth.person.created");
of_person!(PersonChanged, "auth.person.changed");
of_person!(PasswordSet, "auth.password.set");
of_person!(RoleGranted, "auth.role.granted", |it| it.deputies.clone());
of_person!(RoleRevoked, "auth.role.revoked", |it| it.deputies.clone());
of_person!(GrantsReviewed, "auth.grants.reviewed");
of_person!(DelegationGiven, "auth.delegation.given", |it| vec![it.deputy]);
of_person!(DelegationEnded, "auth.delegation.ended", |it| vec![it.deputy]);
of_person!(HandedOver, "auth.handed-over");
of_person!(PersonSwitchedOff, "auth.person.switched-off", |it| it.deputies.clone());
of_person!(PersonSwitchedOn, "auth.person.switched-on");
of_person!(AccountIdle, "auth.account.idle");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_rights_ends_what_nodes_remember() {
        let person = PersonId(7);
        let touched = vec![Tag("person:7".into())];
        assert_eq!(SignedOut { person }.touches(), touched);
        assert_eq!(PasswordSet { person }.touches(), touched);
        let (role, deputies) = (Role::Editor, vec![PersonId(8)]);
        let both = vec![Tag("person:7".into()), Tag("person:8".into())];
        let granted =
            RoleGranted { person, role, section: None, until: None, deputies: deputies.clone() };
        assert_eq!(granted.touches(), both);
        let revoked = RoleRevoked { person, role, section: None, deputies: deputies.clone() };
        assert_eq!(revoked.touches(), both);
        assert_eq!(PersonSwitchedOff { person, deputies }.touches(), both);
        assert_eq!(SignedIn { person }.touches(), vec![]);
    }

    #[test]
    fn a_failure_is_recorded_without_what_may_be_a_password() {
        let fact = SignInFailed { login: None, why: WhyNot::Unavailable, address: None };
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(json, r#"{"login":null,"why":"unavailable","address":null}"#);
    }
}
