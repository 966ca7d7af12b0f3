//! The store that asks mail systems (R-A1): which one, by the domain of the login; and the local
//! accounts for everybody else.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use portal_core::{App, Guard, Outcome, PersonId};
use rand::{TryRng as _, rngs::SysRng};
use secrecy::SecretString;

use crate::{
    CredentialStore, SetPasswordRefusal, SignInRefusal, Verified,
    credentials::{LocalAccounts, is_worth_asking},
    mail_system::{MailPerson, MailSystem, NotTaken},
};

mod offline;
mod person;
mod queries;

/// From a question to its answer: sign-in is answered within five seconds when the mail system
/// hangs, and something has to be left for the rest of it.
const TIME: Duration = Duration::from_millis(4_500);
/// Questions to one mail system under way at once.
const AT_ONCE: usize = 16;
/// A "no" takes at least so long, whatever it is for.
const NO_BEFORE: Duration = Duration::from_millis(300);
/// And up to so much more, by chance.
const JITTER_MS: u32 = 30;

/// A mail domain of the province, and who is asked about it.
pub struct MailDomain {
    /// What stands behind the `@`, small letters.
    pub domain: String,
    /// The mail systems, the one that decides first. The next is asked only when one fails.
    pub systems: Vec<Arc<dyn MailSystem>>,
    /// For so many days after a right password it is taken while every system is away; 0 never.
    pub offline_days: u16,
}

/// Mail accounts of some domains, and local accounts for every other login.
pub struct MailAccounts {
    local: LocalAccounts,
    domains: Vec<Domain>,
}

struct Domain {
    name: String,
    systems: Vec<(Guard, Arc<dyn MailSystem>)>,
    offline: offline::Offline,
}

impl MailAccounts {
    /// With the domains of the installation; without any, there are local accounts alone.
    pub fn new(domains: Vec<MailDomain>) -> Self {
        let domains = domains.into_iter().map(Domain::new).collect();
        Self { local: LocalAccounts::default(), domains }
    }

    /// The domain of a login. `a@b@domain` belongs to none: it is nobody's address.
    fn domain_of(&self, login: &str) -> Option<&Domain> {
        let (local, name) = login.split_once('@')?;
        self.domains.iter().find(|domain| domain.name == name && !local.is_empty())
    }
}

#[async_trait]
impl CredentialStore for MailAccounts {
    async fn verify(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Result<Verified, SignInRefusal> {
        let begun = Instant::now();
        let answer = match self.domain_of(login) {
            _ if !is_worth_asking(login, password) => Err(SignInRefusal::WrongCredentials),
            Some(domain) => domain.verify(app, login, password).await,
            None => self.local.verify(app, login, password).await,
        };
        // Who cannot be asked says so at once: that tells nothing of the person.
        if let Err(SignInRefusal::WrongCredentials | SignInRefusal::SwitchedOff) = answer {
            tokio::time::sleep(floor().saturating_sub(begun.elapsed())).await;
        }
        answer
    }

    fn can_set_password(&self, login: &str) -> bool {
        self.domain_of(login).is_some_and(|domain| domain.who_sets_passwords().is_some())
    }

    async fn set_password(
        &self,
        app: &App,
        login: &str,
        new: &SecretString,
    ) -> Result<(), SetPasswordRefusal> {
        match self.domain_of(login) {
            _ if !is_worth_asking(login, new) => Err(SetPasswordRefusal::AgainstItsRules),
            Some(domain) => domain.set_password(app, login, new).await,
            None => Err(SetPasswordRefusal::Elsewhere),
        }
    }
}

/// When a "no" may be said, from the start.
fn floor() -> Duration {
    // Without chance the floor still stands.
    let chance = SysRng.try_next_u32().unwrap_or(0) % (JITTER_MS + 1);
    NO_BEFORE + Duration::from_millis(chance.into())
}

impl Domain {
    fn new(domain: MailDomain) -> Self {
        let MailDomain { domain: name, systems, offline_days } = domain;
        // All of them together keep the time.
        let share = TIME / u32::try_from(systems.len().max(1)).unwrap_or(1);
        let guarded = |system: Arc<dyn MailSystem>| {
            (Guard::new(format!("{}:{name}", system.kind()), share, AT_ONCE), system)
        };
        let systems = systems.into_iter().map(guarded).collect();
        Self { systems, offline: offline::Offline::new(offline_days), name }
    }

    async fn verify(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Result<Verified, SignInRefusal> {
        let answer = match self.ask(app, login, password).await {
            Some(Some(found)) => self.enter(app, login, password, &found).await,
            Some(None) => self.offline.refused(app, login, password).await.map(|()| Err(WRONG)),
            None => self.offline.verify(app, login, password).await,
        };
        answer.unwrap_or_else(|fault| {
            tracing::warn!(?fault, "mail accounts cannot be looked up");
            Err(SignInRefusal::Unavailable)
        })
    }

    /// Asks the mail systems; `None` when none of them can be asked.
    async fn ask(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Option<Option<MailPerson>> {
        for (guard, system) in &self.systems {
            match guard.run(&app.metrics, system.verify(login, password)).await {
                Ok(answer) => return Some(answer),
                Err(trouble) => {
                    tracing::warn!(system = guard.name(), %trouble, "a mail system was not asked");
                }
            }
        }
        None
    }

    /// Somebody with the right password comes in, if they may.
    async fn enter(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
        found: &MailPerson,
    ) -> Outcome<Result<Verified, SignInRefusal>> {
        let row = person::known(app, login, found).await?;
        if !row.active {
            return Ok(Err(SignInRefusal::SwitchedOff));
        }
        let person = PersonId(row.id);
        self.offline.keep(app, person, password).await?;
        Ok(Ok(Verified { person, login: row.login, name: row.name, must_change: false }))
    }

    fn who_sets_passwords(&self) -> Option<&(Guard, Arc<dyn MailSystem>)> {
        self.systems.iter().find(|(_, system)| system.can_set_password())
    }

    async fn set_password(
        &self,
        app: &App,
        login: &str,
        new: &SecretString,
    ) -> Result<(), SetPasswordRefusal> {
        let Some((guard, system)) = self.who_sets_passwords() else {
            return Err(SetPasswordRefusal::Elsewhere);
        };
        // First, so that no failure in between leaves the old password good for anything.
        if let Err(fault) = self.offline.forget(app, login).await {
            tracing::warn!(?fault, "a mail password is not set: the old one cannot be forgotten");
            return Err(SetPasswordRefusal::Unavailable);
        }
        match guard.run(&app.metrics, system.set_password(login, new)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(NotTaken::NoMailbox)) => Err(SetPasswordRefusal::NoMailbox),
            Ok(Err(NotTaken::Refused)) => Err(SetPasswordRefusal::AgainstItsRules),
            Err(trouble) => {
                tracing::warn!(system = guard.name(), %trouble, "a mail password was not set");
                Err(SetPasswordRefusal::Unavailable)
            }
        }
    }
}

const WRONG: SignInRefusal = SignInRefusal::WrongCredentials;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_of_a_login_decides_who_is_asked() {
        let of = |domain: &str| MailDomain {
            domain: domain.into(),
            systems: Vec::new(),
            offline_days: 0,
        };
        let accounts = MailAccounts::new(vec![of("quangtri.gov.vn"), of("dongha.vn")]);
        for (login, domain) in [
            ("an@quangtri.gov.vn", Some("quangtri.gov.vn")),
            ("an@dongha.vn", Some("dongha.vn")),
            ("an@gmail.com", None),
            ("an", None),
            ("@dongha.vn", None),
            ("an@dongha.vn@quangtri.gov.vn", None),
            ("an@x.dongha.vn", None),
        ] {
            let found = accounts.domain_of(login).map(|domain| domain.name.as_str());
            assert_eq!(found, domain, "{login}");
        }
    }

    #[test]
    fn a_no_waits_for_its_time_and_a_little_chance() {
        let most = NO_BEFORE + Duration::from_millis(JITTER_MS.into());
        let all: std::collections::BTreeSet<Duration> = (0..500).map(|_| floor()).collect();
        assert!(all.iter().all(|time| (NO_BEFORE..=most).contains(time)));
        assert!(all.len() > 10, "{all:?}");
    }
}
