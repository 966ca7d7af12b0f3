//! Rights lent for a while: the approval ("ủy quyền kiểm duyệt"), or all work of somebody who is away
//! ("nghỉ phép, người thay thế") (R-A4).

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{Ctx, Grant, Outcome, PersonId, Refusal, Role, Texts, Tx};
use serde::Serialize;

use crate::{
    facts::{DelegationEnded, DelegationGiven},
    grants,
    permissions::MEMBERS,
};

mod form;
pub(crate) mod pages;
pub(crate) mod queries;
mod views;

/// For how long rights are lent at most; then the lender decides anew.
pub const LONGEST: TimeDelta = TimeDelta::days(90);

/// What is lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelegationKind {
    /// The right to approve.
    Approval,
    /// All work on the site but looking after its members.
    Leave,
}

impl DelegationKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Approval, Self::Leave];

    /// The word in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Leave => "leave",
        }
    }

    /// Reads [`DelegationKind::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The roles that go along.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Approval => &[Role::Approver],
            Self::Leave => &[
                Role::Collaborator,
                Role::Editor,
                Role::Approver,
                Role::PetitionOfficer,
                Role::Head,
            ],
        }
    }
}

/// Rights to be lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelegation {
    /// To whom.
    pub deputy: PersonId,
    /// What.
    pub kind: DelegationKind,
    /// In which section; `None` is wherever the lender has it. Leave is never limited.
    pub section: Option<i64>,
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Why rights are not lent, or not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationRefusal {
    /// Nobody lends to themselves.
    ToOneself,
    /// Whoever should have them does not work on this site.
    NotAColleague,
    /// The end is over, or before the beginning.
    Ended,
    /// Longer than [`LONGEST`].
    TooLong,
    /// The lender has nothing of the kind that is their own: what is lent is not lent on.
    NothingToLend,
    /// It has ended already.
    Over,
}

impl DelegationRefusal {
    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::ToOneself => "delegation-to-oneself",
            Self::NotAColleague => "delegation-not-a-colleague",
            Self::Ended => "delegation-ended",
            Self::TooLong => "delegation-too-long",
            Self::NothingToLend => "delegation-nothing-to-lend",
            Self::Over => "delegation-over",
        }
    }

    /// The field of the form it belongs to.
    pub fn field(self) -> &'static str {
        match self {
            Self::ToOneself | Self::NotAColleague => "deputy",
            Self::Ended | Self::TooLong | Self::Over => "ends",
            Self::NothingToLend => "kind",
        }
    }
}

impl Refusal for DelegationRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(self.key())
    }
}

/// Of somebody's grants those that can be lent: their own, of the kind, not over when it begins.
pub fn lendable(
    grants: &[Grant],
    kind: DelegationKind,
    starts: DateTime<Utc>,
) -> impl Iterator<Item = &Grant> {
    grants.iter().filter(move |grant| {
        grant.delegated_by.is_none()
            && kind.roles().contains(&grant.role)
            && grant.until.is_none_or(|until| starts < until)
    })
}

/// Whether somebody may lend rights as they want to.
///
/// Requirement: R-A4.
pub fn may_be_lent(
    lender: PersonId,
    grants: &[Grant],
    is_colleague: bool,
    new: &NewDelegation,
    now: DateTime<Utc>,
) -> Result<(), DelegationRefusal> {
    if new.deputy == lender {
        return Err(DelegationRefusal::ToOneself);
    }
    if !is_colleague {
        return Err(DelegationRefusal::NotAColleague);
    }
    if new.ends <= new.starts || new.ends <= now {
        return Err(DelegationRefusal::Ended);
    }
    if new.ends - new.starts > LONGEST {
        return Err(DelegationRefusal::TooLong);
    }
    let reaches = |grant: &Grant| match (grant.section, new.section) {
        (_, None) | (None, Some(_)) => true,
        (Some(held), Some(wanted)) => held == wanted,
    };
    let limited = new.kind == DelegationKind::Leave && new.section.is_some();
    let lent = lendable(grants, new.kind, new.starts).any(reaches);
    if lent && !limited { Ok(()) } else { Err(DelegationRefusal::NothingToLend) }
}

/// A delegation as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegation {
    /// Identity.
    pub id: i64,
    /// Whose rights.
    pub lender: PersonId,
    /// Who has them.
    pub deputy: PersonId,
    /// When it ends, early or by itself.
    pub ends: DateTime<Utc>,
}

impl Delegation {
    /// Whether somebody may end it: the two it is between, or who looks after the unit's members.
    pub fn is_of(&self, ctx: &Ctx) -> bool {
        let own = ctx.actor.id().is_some_and(|id| id == self.lender || id == self.deputy);
        own || ctx.may(MEMBERS)
    }
}

/// Lends the actor's rights, and tells so; or says why not.
pub async fn give(
    tx: &mut Tx,
    ctx: &Ctx,
    new: &NewDelegation,
) -> Outcome<Result<i64, DelegationRefusal>> {
    let Some(lender) = ctx.actor.person() else {
        return Ok(Err(DelegationRefusal::NothingToLend));
    };
    // Read in this transaction: what the session remembers may be half a minute old.
    let held = crate::session::queries::grants_of(tx, ctx.site.id, lender.id, ctx.now).await?;
    let colleagues = grants::queries::colleagues(tx, ctx.site.id, ctx.now).await?;
    let known = colleagues.iter().any(|one| one.id == new.deputy.0);
    if let Err(refusal) = may_be_lent(lender.id, &held, known, new, ctx.now) {
        return Ok(Err(refusal));
    }
    let delegation = queries::insert(tx, ctx.site.id, lender.id, new, ctx.now).await?;
    tx.tell(DelegationGiven {
        delegation,
        person: lender.id,
        deputy: new.deputy,
        kind: new.kind,
        section: new.section,
        starts: new.starts,
        ends: new.ends,
        reason: new.reason.clone(),
    })
    .await?;
    Ok(Ok(delegation))
}

/// Ends a delegation before its time, and tells so.
///
/// # Errors
/// Not found where it is none of the actor's business; [`DelegationRefusal::Over`].
pub async fn end(tx: &mut Tx, ctx: &Ctx, id: i64) -> Outcome<()> {
    let found = queries::lock(tx, ctx.site.id, id).await?.filter(|found| found.is_of(ctx));
    let found = found.ok_or(portal_core::Fault::NotFound)?;
    if found.ends <= ctx.now {
        return Err(DelegationRefusal::Over.into());
    }
    queries::end(tx, ctx.site.id, id, ctx.now).await?;
    let (person, deputy) = (found.lender, found.deputy);
    tx.tell(DelegationEnded { delegation: id, person, deputy }).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use portal_core::{Delegator, SiteId};

    use super::*;

    const SITE: SiteId = SiteId(1);
    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn day(n: i64) -> DateTime<Utc> {
        NOW + TimeDelta::days(n)
    }

    fn new(
        kind: DelegationKind,
        section: Option<i64>,
        (starts, ends): (i64, i64),
    ) -> NewDelegation {
        let (starts, ends) = (day(starts), day(ends));
        NewDelegation {
            deputy: PersonId(2),
            kind,
            section,
            starts,
            ends,
            reason: "Công tác".into(),
        }
    }

    #[test]
    fn a_delegation_has_an_end_within_ninety_days_and_another_colleague() {
        use DelegationRefusal::*;
        let grants = [Grant::whole(SITE, Role::Approver)];
        for (lender, colleague, days, expected) in [
            (1, true, (0, 90), Ok(())),
            (1, true, (10, 100), Ok(())),
            (1, true, (0, 91), Err(TooLong)),
            (1, true, (3, 3), Err(Ended)),
            (1, true, (-5, 0), Err(Ended)),
            (1, false, (0, 1), Err(NotAColleague)),
            (2, true, (0, 1), Err(ToOneself)),
        ] {
            let new = new(DelegationKind::Approval, None, days);
            let got = may_be_lent(PersonId(lender), &grants, colleague, &new, NOW);
            assert_eq!(got, expected, "{days:?}");
        }
    }

    #[test]
    fn only_what_is_ones_own_is_lent_and_no_more_of_it() {
        use DelegationKind::*;
        let whole = |role| Grant::whole(SITE, role);
        let nothing = Err(DelegationRefusal::NothingToLend);
        let lent = Grant {
            delegated_by: Some(Delegator { id: PersonId(3), name: "Chi".into() }),
            ..whole(Role::Approver)
        };
        let over = Grant { until: Some(day(1)), ..whole(Role::Approver) };
        let limited = Grant { section: Some(4), ..whole(Role::Approver) };
        for (grant, kind, section, starts, expected) in [
            (whole(Role::Approver), Approval, None, 0, Ok(())),
            (whole(Role::Approver), Approval, Some(4), 0, Ok(())),
            (limited.clone(), Approval, None, 0, Ok(())),
            (limited.clone(), Approval, Some(4), 0, Ok(())),
            (limited, Approval, Some(5), 0, nothing),
            (lent.clone(), Approval, None, 0, nothing),
            (lent, Leave, None, 0, nothing),
            (over.clone(), Approval, None, 0, Ok(())),
            (over, Approval, None, 1, nothing),
            (whole(Role::Editor), Approval, None, 0, nothing),
            (whole(Role::Editor), Leave, None, 0, Ok(())),
            (whole(Role::Editor), Leave, Some(4), 0, nothing),
            (whole(Role::UnitAdministrator), Leave, None, 0, nothing),
            (whole(Role::Platform), Leave, None, 0, nothing),
        ] {
            let new = new(kind, section, (starts, starts + 5));
            let got = may_be_lent(PersonId(1), std::slice::from_ref(&grant), true, &new, NOW);
            assert_eq!(got, expected, "{grant:?} {kind:?} {section:?}");
        }
    }
}
