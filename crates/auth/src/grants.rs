//! Roles: given to a person on a site or in one of its sections, with or without an end, and taken
//! away (R-A4).

use chrono::{DateTime, Months, Utc};
use portal_core::{App, Ctx, Kind, Outcome, PersonId, Refusal, Role, Site, SiteId, Texts, Tx};

use crate::{
    delegations,
    facts::{GrantsReviewed, RoleGranted, RoleRevoked},
    hand_over::{self, Successor},
    permissions::PEOPLE,
};

pub(crate) mod queries;

/// Why a role is not given or not taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantRefusal {
    /// The platform role belongs to the province's site only.
    PlatformElsewhere,
    /// The platform role is given and taken by whoever holds it.
    PlatformByOthers,
    /// The end is not in the future.
    Ended,
    /// The role is always for the whole site.
    WholeOnly,
    /// Nobody gives themselves a role they do not hold.
    ToOneself,
    /// The person has no such role here.
    NoSuchGrant,
    /// Nobody would be left to look after the unit's members, or the platform.
    LastAdministrator,
    /// The person leaves unfinished work, and it was not said who takes it over.
    HandOverFirst,
    /// Whoever was named to take over is not a member of the site.
    NobodyToTakeOver,
}

impl GrantRefusal {
    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::PlatformElsewhere => "grant-platform-elsewhere",
            Self::PlatformByOthers => "grant-platform-by-others",
            Self::Ended => "grant-ended",
            Self::WholeOnly => "grant-whole-only",
            Self::ToOneself => "grant-to-oneself",
            Self::NoSuchGrant => "grant-none",
            Self::LastAdministrator => "grant-last-administrator",
            Self::HandOverFirst => "hand-over-first",
            Self::NobodyToTakeOver => "hand-over-nobody",
        }
    }
}

impl Refusal for GrantRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(self.key())
    }
}

/// A role to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRole {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// In which section, with all below it; `None` is the whole site.
    pub section: Option<i64>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
}

/// Whether a role can be limited to a section: what it gives is done in sections.
pub fn fits_a_section(role: Role) -> bool {
    matches!(role, Role::Collaborator | Role::Editor | Role::Approver)
}

/// Whether a role may be given on a site of a kind until a moment.
pub fn may_be_given(
    kind: Kind,
    role: Role,
    section: Option<i64>,
    until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), GrantRefusal> {
    if role == Role::Platform && kind != Kind::Province {
        return Err(GrantRefusal::PlatformElsewhere);
    }
    if section.is_some() && !fits_a_section(role) {
        return Err(GrantRefusal::WholeOnly);
    }
    if until.is_some_and(|until| until <= now) {
        return Err(GrantRefusal::Ended);
    }
    Ok(())
}

/// Whether an actor may give or take a role: the platform's by platform people only, and to oneself
/// nothing one does not hold for the whole site already.
///
/// Requirement: R-A4.
pub fn may_give(ctx: &Ctx, role: Role, to: Option<PersonId>) -> Result<(), GrantRefusal> {
    let Some(giver) = ctx.actor.person() else { return Ok(()) };
    if role == Role::Platform && !ctx.may(PEOPLE) {
        return Err(GrantRefusal::PlatformByOthers);
    }
    let holds = giver.grants.iter().any(|grant| {
        grant.role == role
            && grant.section.is_none()
            && grant.delegated_by.is_none()
            && grant.runs(ctx.now)
    });
    if to == Some(giver.id) && !holds { Err(GrantRefusal::ToOneself) } else { Ok(()) }
}

/// Whether a role may be taken from a person, given who else of the active people has it on the site.
pub fn may_be_taken(
    role: Role,
    person: PersonId,
    holders: &[PersonId],
) -> Result<(), GrantRefusal> {
    let others = holders.iter().any(|other| *other != person);
    let guarded = matches!(role, Role::UnitAdministrator | Role::Platform);
    let last = guarded && holders.contains(&person) && !others;
    if last { Err(GrantRefusal::LastAdministrator) } else { Ok(()) }
}

/// Whether it is time to look again whether a role is still right.
///
/// Requirement: R-A3. Legal source: key `account.password` (`review_months`) of the law packs.
pub fn is_due_for_review(looked_at: DateTime<Utc>, months: u32, now: DateTime<Utc>) -> bool {
    looked_at.checked_add_months(Months::new(months)).is_some_and(|due| due <= now)
}

/// Gives a person a role on a whole site, or another end of one they have, and tells so there. `by`
/// is who gives it; nobody for the portal itself.
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
    put(tx, site, NewRole { person, role, section: None, until }, by).await
}

/// The same in the name of an actor, who must be one who may give it ([`may_give`]), and also in a
/// section.
///
/// # Errors
/// [`GrantRefusal`].
pub async fn give(tx: &mut Tx, ctx: &Ctx, site: &Site, new: NewRole) -> Outcome<()> {
    may_give(ctx, new.role, Some(new.person))?;
    put(tx, site, new, ctx.actor.id()).await
}

async fn put(tx: &mut Tx, site: &Site, new: NewRole, by: Option<PersonId>) -> Outcome<()> {
    let NewRole { person, role, section, until } = new;
    let now = tx.now();
    may_be_given(site.kind, role, section, until, now)?;
    queries::put(tx, site.id, new, by, now).await?;
    let deputies = delegations::queries::deputies(tx, site.id, person, now).await?;
    tx.tell_on(site.id, RoleGranted { person, role, section, until, deputies }).await?;
    Ok(())
}

/// Takes a role from a person, and tells so there; or says why not. With the last of their roles on
/// the site goes their unfinished work, to whoever takes it over.
pub async fn revoke(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (person, grant): (PersonId, i64),
    to: Option<Successor>,
) -> Outcome<Result<(), GrantRefusal>> {
    let (site, now) = (ctx.site.id, tx.now());
    // Whoever takes roles on this site waits for one another here, so that of two administrators who
    // take each other's role one stays.
    let administrators = queries::lock_holders(tx, site, Role::UnitAdministrator, now).await?;
    let all = queries::all_of(tx, site, person).await?;
    let found = all.iter().find(|held| held.id == grant);
    let Some((held, role)) = found.and_then(|held| Some((held, Role::parse(&held.role)?))) else {
        return Ok(Err(GrantRefusal::NoSuchGrant));
    };
    let holders = match role {
        Role::UnitAdministrator => administrators,
        role => queries::lock_holders(tx, site, role, now).await?,
    };
    let allowed = may_give(ctx, role, None).and_then(|()| may_be_taken(role, person, &holders));
    if let Err(refusal) = allowed {
        return Ok(Err(refusal));
    }
    if is_last(&all, grant, now)
        && let Err(refusal) = hand_over::leave_site(app, ctx, tx, person, to).await?
    {
        return Ok(Err(refusal));
    }
    queries::delete(tx, site, grant).await?;
    let deputies = delegations::queries::deputies(tx, site, person, now).await?;
    tx.tell_on(site, RoleRevoked { person, role, section: held.section, deputies }).await?;
    Ok(Ok(()))
}

/// Whether nothing would be left of a person on a site without a grant.
pub(crate) fn is_last(all: &[queries::Held], grant: i64, now: DateTime<Utc>) -> bool {
    let runs = |held: &queries::Held| held.until.is_none_or(|until| now < until);
    !all.iter().any(|held| held.id != grant && runs(held))
}

/// Notes that somebody looked at a member's roles on a site and left them as they are.
///
/// # Errors
/// [`GrantRefusal::NoSuchGrant`] when there are none.
pub async fn review(tx: &mut Tx, site: SiteId, person: PersonId) -> Outcome<()> {
    if queries::review(tx, site, person, tx.now()).await? == 0 {
        return Err(GrantRefusal::NoSuchGrant.into());
    }
    tx.tell_on(site, GrantsReviewed { person }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn what_may_be_given_where_and_until_when() {
        let now = DateTime::UNIX_EPOCH;
        let (past, later) = (Some(now), Some(now + TimeDelta::days(1)));
        for (kind, role, section, until, expected) in [
            (Kind::Province, Role::Platform, None, None, Ok(())),
            (Kind::Commune, Role::Platform, None, None, Err(GrantRefusal::PlatformElsewhere)),
            (Kind::Commune, Role::Editor, None, later, Ok(())),
            (Kind::Commune, Role::Editor, Some(4), later, Ok(())),
            (Kind::Commune, Role::UnitAdministrator, Some(4), None, Err(GrantRefusal::WholeOnly)),
            (Kind::Commune, Role::Editor, None, past, Err(GrantRefusal::Ended)),
        ] {
            assert_eq!(may_be_given(kind, role, section, until, now), expected, "{kind} {role:?}");
        }
    }

    #[test]
    fn the_last_administrator_stays() {
        let (an, binh) = (PersonId(1), PersonId(2));
        let last = Err(GrantRefusal::LastAdministrator);
        for (role, person, holders, expected) in [
            (Role::UnitAdministrator, an, vec![an], last),
            (Role::Platform, an, vec![an], last),
            (Role::UnitAdministrator, an, vec![an, binh], Ok(())),
            (Role::UnitAdministrator, an, vec![binh], Ok(())),
            (Role::Editor, an, vec![an], Ok(())),
        ] {
            assert_eq!(may_be_taken(role, person, &holders), expected, "{role:?}");
        }
    }

    #[test]
    fn roles_are_looked_at_again_after_so_many_months() {
        let at = |day: &str| format!("{day}T00:00:00Z").parse::<DateTime<Utc>>().unwrap();
        for (looked, now, due) in [
            ("2026-05-23", "2026-11-22", false),
            ("2026-05-23", "2026-11-23", true),
            ("2026-08-31", "2027-02-27", false),
            ("2026-08-31", "2027-02-28", true),
        ] {
            assert_eq!(is_due_for_review(at(looked), 6, at(now)), due, "{looked} {now}");
        }
    }
}
