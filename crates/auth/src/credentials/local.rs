use async_trait::async_trait;
use portal_core::{
    App, Outcome, PersonId,
    people::{self, PersonRow},
};
use secrecy::SecretString;

use super::{CredentialStore, SignInRefusal, Verified, queries};
use crate::{
    accounts,
    password::{
        self,
        hashing::{Checked, Checker, Cost},
    },
};

/// Accounts whose passwords the portal itself keeps (R-A3).
#[derive(Default)]
pub struct LocalAccounts {
    checker: Checker,
}

#[async_trait]
impl CredentialStore for LocalAccounts {
    async fn verify(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Result<Verified, SignInRefusal> {
        self.ask(app, login, password).await.unwrap_or_else(|fault| {
            tracing::warn!(?fault, "local accounts cannot be asked");
            Err(SignInRefusal::Unavailable)
        })
    }
}

impl LocalAccounts {
    async fn ask(
        &self,
        app: &App,
        login: &str,
        password: &SecretString,
    ) -> Outcome<Result<Verified, SignInRefusal>> {
        let (found, cost) = find(app, login).await?;
        let known = found.as_ref().map(|(_, hash, _)| (hash.clone(), cost));
        let Checked::Right(stronger) = self.checker.check(password, known).await? else {
            return Ok(Err(SignInRefusal::WrongCredentials));
        };
        let Some((person, hash, must_change)) = found else {
            return Ok(Err(SignInRefusal::WrongCredentials));
        };
        if !person.active {
            return Ok(Err(SignInRefusal::SwitchedOff));
        }
        let id = PersonId(person.id);
        if let Some(stronger) = stronger {
            let conn = app.db().platform().await?;
            queries::strengthen(&conn, id, &hash, &stronger).await?;
        }
        Ok(Ok(Verified { person: id, login: person.login, name: person.name, must_change }))
    }
}

/// A local account: the person, the hash, whether it must be changed.
type Account = (PersonRow, String, bool);

/// The account, if there is one, and what its hash should cost. The connection is back in the pool
/// before any hashing.
async fn find(app: &App, login: &str) -> Outcome<(Option<Account>, Cost)> {
    let conn = app.db().platform().await?;
    let person = people::by_login(&conn, login).await?;
    // Asked also when there is nobody: the number of questions must not tell.
    let id = PersonId(person.as_ref().map_or(0, |person| person.id));
    let credential = queries::of_person(&conn, id).await?;
    let cost = match queries::administers(&conn, id).await? {
        true => Cost::Administrator,
        false => Cost::Ordinary,
    };
    let max_age = match cost {
        Cost::Administrator => Some(accounts::rule_today(app)?.admin_max_age_months),
        Cost::Ordinary | Cost::Difference => None,
    };
    let account = person.zip(credential).map(|(person, (hash, change, since))| {
        let old = max_age.is_some_and(|months| password::is_too_old(since, months, app.now()));
        (person, hash, change || old)
    });
    Ok((account, cost))
}
