//! Signing in while the mail system is away, where an installation wants that: by a hash of the
//! password that was last right. The portal keeps no mail password, and without the setting no hash.

use chrono::TimeDelta;
use portal_core::{
    App, Outcome, PersonId,
    people::{self, PersonRow},
};
use secrecy::SecretString;

use super::{
    person,
    queries::{self, Verifier},
};
use crate::{
    SignInRefusal, Verified,
    credentials::queries::administers,
    facts::MailSignInOffline,
    password::hashing::{self, Checked, Checker, Cost},
};

/// Wrong passwords after which a hash is thrown away: nobody counts them for sign-in while the mail
/// system is away.
const FAILURES_MAX: i32 = 5;

pub(super) struct Offline {
    days: u16,
    checker: Checker,
}

impl Offline {
    /// With so many days for which a right password counts; 0 keeps nothing.
    pub(super) fn new(days: u16) -> Self {
        Self { days, checker: Checker::default() }
    }

    /// Keeps what was right.
    pub(super) async fn keep(
        &self,
        app: &App,
        person: PersonId,
        password: &SecretString,
    ) -> Outcome<()> {
        if self.days == 0 {
            return Ok(());
        }
        let hash = hashing::hash(password, cost(app, person).await?).await?;
        let conn = app.db().platform().await?;
        queries::put(&conn, person, &hash, app.now()).await?;
        Ok(())
    }

    /// Forgets what the mail system now refuses: it was changed there.
    pub(super) async fn refused(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Outcome<()> {
        let Some((row, verifier)) = self.find(app, login).await? else { return Ok(()) };
        let known = Some((verifier.password_hash, Cost::Ordinary));
        if self.checker.check(password, known).await? != Checked::Wrong {
            let conn = app.db().platform().await?;
            queries::delete(&conn, PersonId(row.id)).await?;
        }
        Ok(())
    }

    /// Forgets what is kept of a login.
    pub(super) async fn forget(&self, app: &App, login: &str) -> Outcome<()> {
        let conn = app.db().platform().await?;
        if let Some(row) = people::by_login(&conn, login).await? {
            queries::delete(&conn, PersonId(row.id)).await?;
        }
        Ok(())
    }

    /// Decides while the mail system is away. Whatever is not right is "cannot be asked", which
    /// tells nothing of who is known.
    pub(super) async fn verify(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Outcome<Result<Verified, SignInRefusal>> {
        if self.days == 0 {
            return Ok(Err(SignInRefusal::Unavailable));
        }
        let found = self.find(app, login).await?;
        let person = found.as_ref().map_or(PersonId(0), |(row, _)| PersonId(row.id));
        let cost = cost(app, person).await?;
        let known = found.as_ref().map(|(_, verifier)| (verifier.password_hash.clone(), cost));
        let right = self.checker.check(password, known).await? != Checked::Wrong;
        let Some((row, _)) = found else { return Ok(Err(SignInRefusal::Unavailable)) };
        if !right {
            let conn = app.db().platform().await?;
            queries::failed(&conn, person).await?;
            queries::delete_failed(&conn, person, FAILURES_MAX).await?;
            return Ok(Err(SignInRefusal::Unavailable));
        }
        if !row.active {
            return Ok(Err(SignInRefusal::SwitchedOff));
        }
        let mut tx = person::begin(app).await?;
        queries::reset(&tx, person).await?;
        tx.tell(MailSignInOffline { person }).await?;
        tx.commit().await?;
        Ok(Ok(Verified { person, login: row.login, name: row.name, must_change: false }))
    }

    /// What is kept of a login and not too old.
    async fn find(&self, app: &App, login: &str) -> Outcome<Option<(PersonRow, Verifier)>> {
        if self.days == 0 {
            return Ok(None);
        }
        let conn = app.db().platform().await?;
        let row = people::by_login(&conn, login).await?;
        // Asked also when there is nobody: the number of questions must not tell.
        let person = PersonId(row.as_ref().map_or(0, |row| row.id));
        let since = app.now() - TimeDelta::days(self.days.into());
        let verifier = queries::of_person(&conn, person, since).await?;
        Ok(row.zip(verifier))
    }
}

async fn cost(app: &App, person: PersonId) -> Outcome<Cost> {
    let conn = app.db().platform().await?;
    Ok(match administers(&conn, person).await? {
        true => Cost::Administrator,
        false => Cost::Ordinary,
    })
}
