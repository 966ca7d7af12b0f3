//! The second factor: codes of an authenticator app, passkeys, and recovery codes on paper (R-A3).
//!
//! Sign-in asks [`gate`] once the password is right. Whoever has a factor is asked for it; whoever
//! needs one and has none is led to set one up. Either way nobody has a session before.

use axum::{
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, PersonId, Redirect, Role, Routes, Site, Tx, site::SecondFactor,
};
use secrecy::ExposeSecret as _;

use crate::{Auth, Verified, accounts, cookies::PENDING, session, sign_in};

mod account;
mod adding;
pub(crate) mod again;
mod challenge;
mod enrol;
pub mod facts;
mod offer;
mod passkeys;
mod pending;
mod proof;
mod queries;
mod recovery;
pub mod schema;
mod totp;
mod views;

use facts::FactorsReset;
use pending::Pending;
use queries::PasskeyRow;

/// Where the second factor is asked for.
pub const PATH: &str = "/dang-nhap/xac-thuc";
/// Where somebody who needs one and has none sets one up, before they are in.
pub const ENROL: &str = "/dang-nhap/xac-thuc/thiet-lap";
/// Where people look after their own factors.
pub const ACCOUNT: &str = "/tai-khoan/xac-thuc";

/// How long the second factor is waited for.
pub(crate) const PENDING_LIFE: TimeDelta = TimeDelta::minutes(10);

pub(crate) fn routes(auth: &Auth, routes: Routes) -> Routes {
    account::routes(auth, enrol::routes(auth, challenge::routes(auth, routes)))
}

/// What sign-in does once the password is right.
pub enum Gate {
    /// Opens the session: no second factor is needed.
    Pass,
    /// Gives this answer: it leads to the second factor.
    Ask(Response),
}

/// Whether somebody whose password is right is asked for a second factor before they are in.
/// `next` is where they will be led in the end: a path of this host. `new_password` is the hash of
/// what they want their password changed to: where the factor is asked for, it is set only after.
///
/// Requirement: R-A3.
pub async fn gate(
    _auth: &Auth,
    app: &App,
    ctx: &Ctx,
    verified: &Verified,
    next: &str,
    new_password: Option<&str>,
) -> Outcome<Gate> {
    let conn = app.db().platform().await?;
    let has = queries::has_factor(&conn, verified.person).await?;
    if !has && !is_required_of(app, &conn, verified.person, ctx.now).await? {
        return Ok(Gate::Pass);
    }
    let token = pending::open(&conn, verified.person, next, new_password, ctx.now).await?;
    let path = ctx.path_to(if has { PATH } else { ENROL });
    let mut response = Redirect::to(path).into_response();
    PENDING.set(&mut response, &token);
    Ok(Gate::Ask(response))
}

/// The roles that need a second factor where a site asks for it.
pub const NEED_IT: [Role; 5] =
    [Role::Approver, Role::PetitionOfficer, Role::Head, Role::UnitAdministrator, Role::Platform];

/// Whether any of a person's roles needs a second factor on its site.
pub fn needs(mut roles: impl Iterator<Item = (Role, SecondFactor)>) -> bool {
    roles.any(|(role, of_site)| of_site == SecondFactor::Required && NEED_IT.contains(&role))
}

/// The sites count on which the person works, not the one of the sign-in: one sign-in serves all.
async fn is_required_of(
    app: &App,
    conn: &AsyncPgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    let roles = queries::roles_of(conn, person, now).await?;
    let sites = app.sites.now();
    let of_site = |site: &Site| site.second_factor;
    Ok(needs(
        roles.into_iter().filter_map(|(site, role)| Some((role, of_site(sites.by_id(site)?)))),
    ))
}

/// Takes all factors of a person away, with recovery codes, sign-ins that wait and sessions, and tells
/// so: for a lost telephone, by the platform's hand. The transaction is the platform door's.
/// Gives whether there was anything to take away.
pub async fn reset(tx: &mut Tx, person: PersonId) -> Outcome<bool> {
    let had = queries::delete_totp(tx, person).await?;
    let passkeys = queries::delete_passkeys(tx, person).await?;
    queries::delete_recovery(tx, person).await?;
    pending::delete_of(tx, person).await?;
    session::queries::end_all(tx, person, None).await?;
    tx.tell(FactorsReset { person }).await?;
    Ok(had || passkeys > 0)
}

/// What a person has.
#[derive(Debug, Clone)]
pub(crate) struct Factors {
    /// When the authenticator app was confirmed.
    pub totp: Option<DateTime<Utc>>,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Recovery codes that are still good.
    pub recovery_left: i64,
}

impl Factors {
    pub(crate) async fn of(conn: &AsyncPgConnection, person: PersonId) -> Outcome<Self> {
        Ok(Self {
            totp: queries::totp(conn, person).await?.map(|app| app.confirmed_at),
            passkeys: queries::passkeys(conn, person).await?,
            recovery_left: queries::recovery_left(conn, person).await?,
        })
    }

    /// How many there are; recovery codes do not count.
    pub(crate) fn count(&self) -> usize {
        usize::from(self.totp.is_some()) + self.passkeys.len()
    }
}

/// Ends all that wait in a person's name: their password is another now.
pub(crate) async fn end_waiting(tx: &Tx, person: PersonId) -> Outcome<()> {
    pending::delete_of(tx, person).await?;
    Ok(())
}

/// Sets the password that a sign-in that has waited asked for. In the transaction that proves the
/// factor: neither happens without the other.
async fn set_password(app: &App, tx: &mut Tx, pending: &Pending) -> Outcome<()> {
    let Some(hash) = &pending.new_password else { return Ok(()) };
    accounts::put_password(app, tx, pending.person.person, hash.expose_secret(), false).await
}

/// Opens the session of a sign-in that has waited, and leads on.
async fn let_in(
    auth: &Auth,
    app: &App,
    ctx: &Ctx,
    headers: &HeaderMap,
    pending: &Pending,
) -> Outcome<Response> {
    let person = &pending.person;
    if pending.new_password.is_some() {
        auth.known.forget(person.person);
    }
    let mut response = sign_in::complete(auth, app, ctx, headers, person, &pending.next).await?;
    PENDING.take_away(&mut response);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_approves_or_administers_needs_one_where_the_site_asks_for_it() {
        use SecondFactor::{Optional, Required};
        for (roles, right) in [
            (vec![], false),
            (vec![(Role::Collaborator, Required)], false),
            (vec![(Role::Editor, Required)], false),
            (vec![(Role::Approver, Required)], true),
            (vec![(Role::UnitAdministrator, Required)], true),
            (vec![(Role::Platform, Required)], true),
            (vec![(Role::Approver, Optional)], false),
            (vec![(Role::Editor, Required), (Role::Approver, Optional)], false),
            (vec![(Role::Approver, Optional), (Role::Approver, Required)], true),
        ] {
            assert_eq!(needs(roles.clone().into_iter()), right, "{roles:?}");
        }
    }
}
