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

impl Fact for SignedIn {
    const KIND: &'static str = "auth.signed-in";

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
of_person!(PersonCreated, "auth.person.created");
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
        let fact = SignInFailed { login: None, why: WhyNot::NoRole, address: None };
        let json = serde_json::to_string(&fact).unwrap();
        assert_eq!(json, r#"{"login":null,"why":"no-role","address":null}"#);
    }
}
