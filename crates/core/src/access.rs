//! Who may do what: one function decides, [`may`] (R-A4).

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{PersonId, SiteId};

/// What a person is on a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Cộng tác viên: writes, and sees what came back.
    Collaborator,
    /// Biên tập viên: edits everybody's texts, prepares them for approval.
    Editor,
    /// Người kiểm duyệt: approves, refuses, publishes, withdraws.
    Approver,
    /// Quản trị đơn vị: members, sections.
    UnitAdministrator,
    /// Quản trị nền tảng: IT staff of the province; granted on the province's site only.
    Platform,
}

impl Role {
    /// All roles, the least powerful first.
    pub const ALL: [Self; 5] =
        [Self::Collaborator, Self::Editor, Self::Approver, Self::UnitAdministrator, Self::Platform];

    /// The word in the database and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collaborator => "collaborator",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::UnitAdministrator => "unit-administrator",
            Self::Platform => "platform",
        }
    }

    /// Reads [`Role::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// Key of the role's name in the locales.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Collaborator => "role-collaborator",
            Self::Editor => "role-editor",
            Self::Approver => "role-approver",
            Self::UnitAdministrator => "role-unit-administrator",
            Self::Platform => "role-platform",
        }
    }
}

/// An action, with the roles that may do it. A module declares its own as constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// Stable name, `module.verb`.
    pub key: &'static str,
    /// The roles that hold it.
    pub roles: &'static [Role],
}

/// A person's role on a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Where it holds.
    pub site: SiteId,
    /// What it makes the person.
    pub role: Role,
    /// When it ends, where it does.
    pub until: Option<DateTime<Utc>>,
}

/// The signed-in person behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Name as shown beside what the person does.
    pub name: String,
    /// Login name.
    pub login: String,
    /// What the person is on the site of this request.
    pub grants: Vec<Grant>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Actor {
    /// A visitor who has not signed in.
    #[default]
    Nobody,
    /// A signed-in person.
    Person(Arc<Person>),
    /// The portal itself: jobs, imports, the command line.
    System,
}

impl Actor {
    /// The signed-in person, if there is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Nobody | Self::System => None,
        }
    }

    /// The person's id, if there is one.
    pub fn id(&self) -> Option<PersonId> {
        self.person().map(|person| person.id)
    }

    /// Name for records: the person's, or the portal's own.
    pub fn name(&self) -> &str {
        self.person().map_or("portal", |person| &person.name)
    }
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object {
    /// The site it belongs to.
    pub site: SiteId,
}

impl From<SiteId> for Object {
    fn from(site: SiteId) -> Self {
        Self { site }
    }
}

/// Decides whether somebody may do something to something, now. Everything that is refused or shown
/// by right asks here.
pub fn may(
    actor: &Actor,
    permission: Permission,
    object: impl Into<Object>,
    now: DateTime<Utc>,
) -> bool {
    let object = object.into();
    match actor {
        Actor::Nobody => false,
        Actor::System => true,
        Actor::Person(person) => person.grants.iter().any(|grant| {
            grant.site == object.site
                && grant.until.is_none_or(|until| now < until)
                && permission.roles.contains(&grant.role)
        }),
    }
}

/// Who may reach a route. There is no route without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in on this site.
    SignedIn,
    /// Holders of a permission on this site.
    Staff(Permission),
    /// Holders of a permission on the province's site, and only there.
    Platform(Permission),
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: Permission = Permission { key: "test.write", roles: &[Role::Collaborator] };

    fn actor(site: i64, role: Role, until: Option<DateTime<Utc>>) -> Actor {
        Actor::Person(Arc::new(Person {
            id: PersonId(1),
            name: "An".into(),
            login: "an".into(),
            grants: vec![Grant { site: SiteId(site), role, until }],
        }))
    }

    #[test]
    fn a_grant_holds_on_its_site_for_its_role_until_its_end() {
        let now = DateTime::UNIX_EPOCH;
        let later = Some(now + chrono::TimeDelta::seconds(1));
        for (actor, right) in [
            (Actor::Nobody, false),
            (actor(7, Role::Collaborator, None), true),
            (actor(7, Role::Collaborator, later), true),
            (actor(7, Role::Collaborator, Some(now)), false),
            (actor(8, Role::Collaborator, None), false),
            (actor(7, Role::Platform, None), false),
        ] {
            assert_eq!(may(&actor, WRITE, SiteId(7), now), right, "{actor:?}");
        }
    }
}
