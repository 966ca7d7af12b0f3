//! The life of an account: used, asleep, switched off and on (R-A3).

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Ctx, Fault, Job, LastSignIn, Outcome, PersonId, SiteId, Tx, people};
use serde::{Deserialize, Serialize};

use super::{life_queries as queries, rule_today};
use crate::{
    delegations,
    facts::{AccountIdle, PersonSwitchedOff, PersonSwitchedOn},
    grants::{self, GrantRefusal},
    hand_over::{self, Successor},
    module::KEY,
    session,
};

/// Notes that somebody signed in, by whatever way and from where; gives the sign-in before, where
/// there was one. A new sign-in calls this; nothing else does.
pub async fn signed_in(
    tx: &Tx,
    person: PersonId,
    address: Option<&str>,
) -> Outcome<Option<LastSignIn>> {
    let last = queries::last_sign_in(tx, person).await?;
    queries::signed_in(tx, person, address, tx.now()).await?;
    Ok(last)
}

/// Switches a person off: nobody signs in as them, their sessions end everywhere, what they lent and
/// were lent ends, and their unfinished work goes to whoever takes over. Or says why not.
///
/// `to` takes over where they are a member; on other sites the unit does. The transaction is the
/// platform door's.
///
/// Requirement: R-A3, R-A4.
pub async fn switch_off(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    person: PersonId,
    to: Option<Successor>,
) -> Outcome<Result<(), GrantRefusal>> {
    if people::by_id(tx, person).await?.is_none() {
        return Err(Fault::NotFound);
    }
    for site in sites_of(tx, person).await? {
        let sites = app.sites.now();
        let Some(there) = sites.by_id(site).map(|site| ctx.on(std::sync::Arc::clone(site))) else {
            continue;
        };
        drop(sites);
        let to = match to {
            Some(Successor::Person(other)) if !works_on(tx, site, other).await? => {
                Some(Successor::Unit)
            }
            to => to,
        };
        if let Err(refusal) = hand_over::leave_site(app, &there, tx, person, to).await? {
            return Ok(Err(refusal));
        }
    }
    people::set_active(tx, person, false).await?;
    queries::switched_off(tx, person, "person", tx.now()).await?;
    session::queries::end_all(tx, person, None).await?;
    let deputies = delegations::queries::end_all_of(tx, person, tx.now()).await?;
    tx.tell(PersonSwitchedOff { person, deputies }).await?;
    Ok(Ok(()))
}

/// The sites on which a person has a role, ended ones too.
pub async fn sites_of(tx: &Tx, person: PersonId) -> Outcome<BTreeSet<SiteId>> {
    let held = grants::queries::sites_of(tx, person).await?;
    Ok(held.into_iter().map(|(site, _)| site).collect())
}

async fn works_on(tx: &Tx, site: SiteId, person: PersonId) -> Outcome<bool> {
    let colleagues = grants::queries::colleagues(tx, site, tx.now()).await?;
    Ok(colleagues.iter().any(|one| one.whole && one.id == person.0))
}

/// Lets a person sign in again. Their roles are those they had; what they lent stays ended. The
/// transaction is the platform door's.
///
/// # Errors
/// Not found when there is no such person.
pub async fn switch_on(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    if people::by_id(tx, person).await?.is_none() {
        return Err(Fault::NotFound);
    }
    people::set_active(tx, person, true).await?;
    queries::switched_on(tx, person, tx.now()).await?;
    tx.tell(PersonSwitchedOn { person }).await?;
    Ok(())
}

/// How often the accounts are looked through.
pub const LOOKED_THROUGH: Duration = Duration::from_secs(24 * 60 * 60);

/// Switches off what was not used for longer than the law allows.
///
/// Requirement: R-A3. Legal source: key `account.password` (`idle_days`) of the law packs.
#[derive(Debug, Serialize, Deserialize)]
pub struct SwitchOffIdle {}

impl Job for SwitchOffIdle {
    const KIND: &'static str = "auth.accounts.switch-off-idle";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(switch_off_idle(&app, &ctx).await?)
    }
}

async fn switch_off_idle(app: &App, ctx: &Ctx) -> Outcome<()> {
    let days = i64::from(rule_today(app)?.idle_days);
    let mut tx = app.begin_platform(ctx).await?;
    let idle = queries::idle(&tx, ctx.now - TimeDelta::days(days)).await?;
    let platform = queries::platform_people(&tx, ctx.now).await?;
    let asleep = asleep(&idle, &platform);
    for (person, since) in &asleep {
        people::set_active(&tx, *person, false).await?;
        queries::switched_off(&tx, *person, "idle", ctx.now).await?;
        session::queries::end_all(&tx, *person, None).await?;
        tx.tell(AccountIdle { person: *person, since: *since }).await?;
    }
    if asleep.is_empty() { tx.roll_back().await } else { tx.commit().await }
}

/// Of the idle accounts those to switch off: all, but for the one of the platform's people that was
/// used last where all of them are idle. Somebody must be able to switch the others on again.
fn asleep(
    idle: &[(PersonId, DateTime<Utc>)],
    platform: &[PersonId],
) -> Vec<(PersonId, DateTime<Utc>)> {
    let of = |person: &PersonId| idle.iter().find(|(id, _)| id == person);
    let all_idle = platform.iter().all(|person| of(person).is_some());
    let kept = platform.iter().filter_map(of).max_by_key(|(_, since)| *since);
    let kept = kept.filter(|_| all_idle).map(|(person, _)| *person);
    idle.iter().copied().filter(|(person, _)| Some(*person) != kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_accounts_go_to_sleep_but_somebody_of_the_platform_stays_awake() {
        let at = |day: i64| DateTime::UNIX_EPOCH + TimeDelta::days(day);
        let [an, binh, chi] = [1, 2, 3].map(PersonId);
        let idle = [(an, at(1)), (binh, at(2)), (chi, at(3))];
        for (platform, expected) in [
            (vec![], vec![an, binh, chi]),
            (vec![an, binh], vec![an, chi]),
            (vec![an, binh, PersonId(4)], vec![an, binh, chi]),
        ] {
            let got: Vec<_> = asleep(&idle, &platform).into_iter().map(|(id, _)| id).collect();
            assert_eq!(got, expected, "{platform:?}");
        }
    }
}
