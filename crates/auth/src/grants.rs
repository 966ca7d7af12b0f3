//! Roles: given to a person on a site, with or without an end, and taken away (R-A4).

use chrono::{DateTime, Utc};
use portal_core::{Kind, Outcome, PersonId, Refusal, Role, Site, SiteId, Texts, Tx};

use crate::facts::{RoleGranted, RoleRevoked};

pub(crate) mod queries;

/// Why a role is not given or not taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantRefusal {
    /// The platform role belongs to the province's site only.
    PlatformElsewhere,
    /// The end is not in the future.
    Ended,
    /// The person has no such role here.
    NoSuchGrant,
    /// Nobody would be left to look after the unit's members.
    LastAdministrator,
}

impl Refusal for GrantRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::PlatformElsewhere => "grant-platform-elsewhere",
            Self::Ended => "grant-ended",
            Self::NoSuchGrant => "grant-none",
            Self::LastAdministrator => "grant-last-administrator",
        })
    }
}

/// Whether a role may be given on a site of a kind until a moment.
pub fn may_be_given(
    kind: Kind,
    role: Role,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), GrantRefusal> {
    if role == Role::Platform && kind != Kind::Province {
        return Err(GrantRefusal::PlatformElsewhere);
    }
    if until.is_some_and(|until| until <= now) {
        return Err(GrantRefusal::Ended);
    }
    Ok(())
}

/// Whether a role may be taken from a person, given who administers the unit now.
pub fn may_be_taken(
    role: Role,
    person: PersonId,
    administrators: &[PersonId],
) -> Result<(), GrantRefusal> {
    let others = administrators.iter().any(|other| *other != person);
    let last = role == Role::UnitAdministrator && administrators.contains(&person) && !others;
    if last { Err(GrantRefusal::LastAdministrator) } else { Ok(()) }
}

/// Gives a person a role on a site, or another end of one they have, and tells so there. `by` is who
/// gives it; nobody for the portal itself.
///
/// # Errors
/// [`GrantRefusal`].
pub async fn grant(
    tx: &mut Tx,
    site: &Site,
    person: PersonId,
    role: Role,
    until: Option<DateTime<Utc>>,
    by: Option<PersonId>,
) -> Outcome<()> {
    let now = tx.now();
    may_be_given(site.kind, role, until, now)?;
    queries::put(tx, site.id, queries::NewGrant { person, role, until, by }, now).await?;
    tx.tell_on(site.id, RoleGranted { person, role, until }).await?;
    Ok(())
}

/// Takes a role on a site from a person, and tells so there.
///
/// # Errors
/// [`GrantRefusal`].
pub async fn revoke(tx: &mut Tx, site: SiteId, person: PersonId, role: Role) -> Outcome<()> {
    // Two administrators who take each other's role at once wait for one another here.
    let administrators = queries::lock_administrators(tx, site, tx.now()).await?;
    may_be_taken(role, person, &administrators)?;
    if !queries::delete(tx, site, person, role).await? {
        return Err(GrantRefusal::NoSuchGrant.into());
    }
    tx.tell_on(site, RoleRevoked { person, role }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_platform_role_is_given_on_the_provinces_site_only_and_nothing_for_the_past() {
        let now = DateTime::UNIX_EPOCH;
        let (past, later) = (Some(now), Some(now + TimeDelta::days(1)));
        for (kind, role, until, expected) in [
            (Kind::Province, Role::Platform, None, Ok(())),
            (Kind::Commune, Role::Platform, None, Err(GrantRefusal::PlatformElsewhere)),
            (Kind::Commune, Role::Editor, later, Ok(())),
            (Kind::Commune, Role::Editor, past, Err(GrantRefusal::Ended)),
        ] {
            assert_eq!(may_be_given(kind, role, until, now), expected, "{kind} {role:?}");
        }
    }

    #[test]
    fn the_last_administrator_stays() {
        let (an, binh) = (PersonId(1), PersonId(2));
        let last = Err(GrantRefusal::LastAdministrator);
        for (role, person, administrators, expected) in [
            (Role::UnitAdministrator, an, vec![an], last),
            (Role::UnitAdministrator, an, vec![an, binh], Ok(())),
            (Role::UnitAdministrator, an, vec![binh], Ok(())),
            (Role::Editor, an, vec![an], Ok(())),
        ] {
            assert_eq!(may_be_taken(role, person, &administrators), expected, "{role:?}");
        }
    }
}
