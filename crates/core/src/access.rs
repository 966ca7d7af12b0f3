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
    /// Cán bộ tiếp nhận, xử lý kiến nghị: what citizens send, and who they are.
    PetitionOfficer,
    /// Thủ trưởng đơn vị: answers for the unit; approves what goes out to citizens.
    Head,
    /// Quản trị đơn vị: members, sections.
    UnitAdministrator,
    /// Quản trị nền tảng: IT staff of the province; granted on the province's site only.
    Platform,
}

impl Role {
    /// All roles, the least powerful first.
    pub const ALL: [Self; 7] = [
        Self::Collaborator,
        Self::Editor,
        Self::Approver,
        Self::PetitionOfficer,
        Self::Head,
        Self::UnitAdministrator,
        Self::Platform,
    ];

    /// The word in the database and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collaborator => "collaborator",
            Self::Editor => "editor",
            Self::Approver => "approver",
            Self::PetitionOfficer => "petition-officer",
            Self::Head => "head",
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
            Self::PetitionOfficer => "role-petition-officer",
            Self::Head => "role-head",
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
    /// Whether it is about what stands in sections, so that a role in one section gives it there.
    pub by_section: bool,
}

/// A person's role on a site, or in one of its sections, for a while or without an end (R-A4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Where it holds.
    pub site: SiteId,
    /// What it makes the person.
    pub role: Role,
    /// The section it is limited to, with all below it; `None` is the whole site.
    pub section: Option<i64>,
    /// When it begins, where that is still to come or was.
    pub from: Option<DateTime<Utc>>,
    /// When it ends, where it does.
    pub until: Option<DateTime<Utc>>,
    /// Whose right it is, where somebody lent it.
    pub delegated_by: Option<Delegator>,
}

impl Grant {
    /// A role on a whole site, without an end.
    pub fn whole(site: SiteId, role: Role) -> Self {
        Self { site, role, section: None, from: None, until: None, delegated_by: None }
    }

    /// Whether it has begun and not ended.
    pub fn runs(&self, now: DateTime<Utc>) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether it gives a permission on an object, now.
    fn gives(&self, permission: Permission, object: Object<'_>, now: DateTime<Utc>) -> bool {
        let reaches = match (self.section, object.part) {
            (None, _) => true,
            (Some(_), _) if !permission.by_section => false,
            (Some(_), Part::Somewhere) => true,
            (Some(_), Part::Whole) => false,
            (Some(section), Part::Section(path)) => path.contains(&section),
        };
        reaches
            && self.site == object.site
            && permission.roles.contains(&self.role)
            && self.runs(now)
    }
}

/// Somebody who lent a right to somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegator {
    /// Who.
    pub id: PersonId,
    /// Name as shown.
    pub name: String,
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
    /// The sign-in before this one, until they were told of it.
    pub last: Option<LastSignIn>,
}

/// The sign-in before the present one: whoever reads of one that was not theirs knows that a stranger
/// uses their account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSignIn {
    /// When.
    pub at: DateTime<Utc>,
    /// From where.
    pub address: Option<String>,
    /// How often somebody since tried to sign in as this person and was refused.
    pub failures: i32,
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
pub struct Object<'a> {
    /// The site it belongs to.
    pub site: SiteId,
    /// Which part of the site it is.
    pub part: Part<'a>,
}

/// A part of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Some part, not known yet: for routes and menus, which lead to what is asked about again.
    Somewhere,
    /// What no section holds: members, files, the site itself.
    Whole,
    /// What stands in a section: that section and all above it.
    Section(&'a [i64]),
}

impl From<SiteId> for Object<'_> {
    fn from(site: SiteId) -> Self {
        Self { site, part: Part::Whole }
    }
}

/// Decides whether somebody may do something to something, now. Everything that is refused or shown
/// by right asks here.
pub fn may<'a>(
    actor: &Actor,
    permission: Permission,
    object: impl Into<Object<'a>>,
    now: DateTime<Utc>,
) -> bool {
    let object = object.into();
    matches!(actor, Actor::System) || giving(actor, permission, object, now).next().is_some()
}

/// The grants by which a person may do something, their own before those lent to them: a record
/// names whose right was used.
pub fn giving<'a>(
    actor: &'a Actor,
    permission: Permission,
    object: impl Into<Object<'a>>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = &'a Grant> {
    let object = object.into();
    let grants = actor.person().map_or(&[][..], |person| &person.grants);
    let given = grants.iter().filter(move |grant| grant.gives(permission, object, now));
    let own = given.clone().filter(|grant| grant.delegated_by.is_none());
    own.chain(given.filter(|grant| grant.delegated_by.is_some()))
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
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    const WRITE: Permission =
        Permission { key: "test.write", roles: &[Role::Collaborator], by_section: true };
    const MEMBERS: Permission =
        Permission { key: "test.members", roles: &[Role::Collaborator], by_section: false };
    const SITE: SiteId = SiteId(7);
    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn actor(grants: Vec<Grant>) -> Actor {
        Actor::Person(Arc::new(Person {
            id: PersonId(1),
            name: "An".into(),
            login: "an".into(),
            grants,
            last: None,
        }))
    }

    fn in_part(part: Part<'_>) -> Object<'_> {
        Object { site: SITE, part }
    }

    #[test]
    fn a_grant_holds_on_its_site_for_its_role_between_its_beginning_and_its_end() {
        let second = TimeDelta::seconds(1);
        let whole = |site, role| Grant::whole(SiteId(site), role);
        let writer = || whole(7, Role::Collaborator);
        for (actor, right) in [
            (Actor::Nobody, false),
            (Actor::System, true),
            (actor(vec![]), false),
            (actor(vec![writer()]), true),
            (actor(vec![Grant { until: Some(NOW + second), ..writer() }]), true),
            (actor(vec![Grant { until: Some(NOW), ..writer() }]), false),
            (actor(vec![Grant { from: Some(NOW), ..writer() }]), true),
            (actor(vec![Grant { from: Some(NOW + second), ..writer() }]), false),
            (actor(vec![whole(8, Role::Collaborator)]), false),
            (actor(vec![whole(7, Role::Platform)]), false),
        ] {
            assert_eq!(may(&actor, WRITE, SITE, NOW), right, "{actor:?}");
        }
    }

    #[test]
    fn a_grant_in_a_section_holds_there_and_below_and_never_for_the_whole() {
        let grant = Grant { section: Some(4), ..Grant::whole(SITE, Role::Collaborator) };
        let actor = actor(vec![grant]);
        for (permission, part, right) in [
            (WRITE, Part::Section(&[4]), true),
            (WRITE, Part::Section(&[1, 4, 9]), true),
            (WRITE, Part::Section(&[1]), false),
            (WRITE, Part::Section(&[]), false),
            (WRITE, Part::Somewhere, true),
            (WRITE, Part::Whole, false),
            (MEMBERS, Part::Section(&[4]), false),
            (MEMBERS, Part::Somewhere, false),
            (MEMBERS, Part::Whole, false),
        ] {
            assert_eq!(
                may(&actor, permission, in_part(part), NOW),
                right,
                "{permission:?} {part:?}"
            );
        }
    }

    #[test]
    fn ones_own_right_is_named_before_a_lent_one() {
        let lender = Delegator { id: PersonId(2), name: "Bình".into() };
        let lent = Grant { delegated_by: Some(lender), ..Grant::whole(SITE, Role::Collaborator) };
        let own = Grant { section: Some(4), ..Grant::whole(SITE, Role::Collaborator) };
        let actor = actor(vec![lent.clone(), own.clone()]);
        let named = |part| giving(&actor, WRITE, in_part(part), NOW).next();
        assert_eq!(named(Part::Section(&[4])), Some(&own));
        assert_eq!(named(Part::Section(&[5])), Some(&lent));
    }

    prop_compose! {
        fn grants()(
            site in 6_i64..9,
            role in 0_usize..5,
            section in prop::option::of(0_i64..5),
            from in prop::option::of(-2_i64..3),
            until in prop::option::of(-2_i64..3),
        ) -> Grant {
            let at = |seconds| NOW + TimeDelta::seconds(seconds);
            Grant {
                site: SiteId(site),
                role: Role::ALL[role],
                section,
                from: from.map(at),
                until: until.map(at),
                delegated_by: None,
            }
        }
    }

    proptest! {
        #[test]
        fn rights_only_grow_with_grants_and_with_the_way_down(
            grants in prop::collection::vec(grants(), 0..5),
            more in grants(),
            path in prop::collection::vec(0_i64..5, 0..4),
            below in 0_i64..5,
        ) {
            let mut all = grants.clone();
            all.push(more);
            let (fewer, all) = (actor(grants), actor(all));
            let deeper: Vec<i64> = path.iter().copied().chain([below]).collect();
            for permission in [WRITE, MEMBERS] {
                let ask = |actor: &Actor, part| may(actor, permission, in_part(part), NOW);
                for part in [Part::Somewhere, Part::Whole, Part::Section(&path)] {
                    // Another grant takes nothing away, and no part is open without some part being.
                    prop_assert!(!ask(&fewer, part) || ask(&all, part));
                    prop_assert!(!ask(&all, part) || ask(&all, Part::Somewhere));
                }
                // Who may in a section may below it; who may in the whole may everywhere.
                prop_assert!(!ask(&all, Part::Section(&path)) || ask(&all, Part::Section(&deeper)));
                prop_assert!(!ask(&all, Part::Whole) || ask(&all, Part::Section(&path)));
                // What no section holds is the same question wherever it is asked from.
                if !permission.by_section {
                    prop_assert_eq!(ask(&all, Part::Section(&path)), ask(&all, Part::Whole));
                }
            }
        }
    }
}
