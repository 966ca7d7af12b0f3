//! Local accounts: made and given passwords by the command line, the demo and the members page.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Fault, FormFaults, Outcome, PersonId, Refusal, Texts, Tx,
    lang::local_day,
    law::{LawMiss, PasswordStrength},
    people,
};
use secrecy::{ExposeSecret as _, SecretString};

pub use self::life::{signed_in, switch_off, switch_on};
pub use crate::password::NewPassword;
use crate::{
    credentials::{self, queries},
    factor,
    facts::{PasswordSet, PersonCreated},
    password::{
        self, PasswordFault,
        hashing::{self, Cost},
    },
    session,
};

pub mod life;
pub(crate) mod life_queries;

/// Somebody to be known to the installation, with a local account.
pub struct NewAccount<'a> {
    /// Login name; see [`credentials::is_login`].
    pub login: &'a str,
    /// Name as shown.
    pub name: &'a str,
    /// Address for notices.
    pub email: Option<&'a str>,
    /// The first password.
    pub password: NewPassword,
    /// Whether it must be changed at the first sign-in, where the law wants that.
    pub must_change: bool,
}

/// Why an account is not made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountRefusal {
    /// The login name has not the form of one.
    NoLogin,
    /// Somebody else has the login name.
    LoginTaken,
    /// There is no name to show.
    NoName,
    /// The password is too weak, or cannot be typed.
    Password(Vec<PasswordFault>),
}

impl Refusal for AccountRefusal {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::NoLogin => t.say("account-no-login"),
            Self::LoginTaken => t.say("account-login-taken"),
            Self::NoName => t.say("account-no-name"),
            Self::Password(faults) => {
                let mut form = FormFaults::default();
                for fault in faults {
                    form.add("password", (*fault).into());
                }
                let sentences: Vec<String> = form.iter().map(|(_, f)| f.sentence(t)).collect();
                t.with("account-password", [("faults", sentences.join("; ").into())])
            }
        }
    }
}

/// How strong a local password must be today.
pub fn strength_today(app: &App) -> Result<PasswordStrength, Fault> {
    rule_today(app).map(|rule| password::strength(&rule))
}

pub(crate) fn rule_today(app: &App) -> Outcome<portal_core::law::PasswordRule> {
    let miss = |miss: LawMiss| Fault::bug(anyhow::anyhow!("the law packs: {miss:?}"));
    app.law().password_rule(local_day(app.now())).map(|rule| rule.value).map_err(miss)
}

/// Makes a person with a local account, and tells so; gives the person and the password. The
/// transaction is the platform door's.
///
/// # Errors
/// [`AccountRefusal`].
pub async fn create(
    app: &App,
    tx: &mut Tx,
    account: NewAccount<'_>,
) -> Outcome<(PersonId, SecretString)> {
    if !credentials::is_login(account.login) {
        return Err(AccountRefusal::NoLogin.into());
    }
    if account.name.trim().is_empty() {
        return Err(AccountRefusal::NoName.into());
    }
    if people::by_login(tx, account.login).await?.is_some() {
        return Err(AccountRefusal::LoginTaken.into());
    }
    let rule = rule_today(app)?;
    let password = checked(password::strength(&rule), account.login, account.password)?;
    let hash = hashing::hash(&password, Cost::Ordinary).await?;
    let person = people::insert(tx, account.login, account.name, account.email, tx.now())
        .await
        .map_err(taken)?;
    let must_change = account.must_change && rule.change_at_first_sign_in;
    queries::put(tx, person, &hash, must_change, tx.now()).await?;
    queries::remember(tx, person, &hash, rule.history, tx.now()).await?;
    tx.tell(PersonCreated { person, login: account.login.to_owned() }).await?;
    Ok((person, password))
}

/// Sets a person's local password, ends their sessions everywhere, and the sign-ins that wait for a
/// second factor, and tells so; gives the password.
/// The transaction is the platform door's.
///
/// # Errors
/// [`AccountRefusal::Password`]; not found when there is no such person.
pub async fn set_password(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    new: NewPassword,
    must_change: bool,
) -> Outcome<SecretString> {
    let (password, hash) = ready_password(app, tx, person, new).await?;
    put_password(app, tx, person, &hash, must_change).await?;
    Ok(password)
}

/// Looks whether a password may be a person's next one; gives it, and its hash for
/// [`put_password`]. The connection is the platform door's.
///
/// # Errors
/// [`AccountRefusal::Password`]; not found when there is no such person.
pub(crate) async fn ready_password(
    app: &App,
    conn: &AsyncPgConnection,
    person: PersonId,
    new: NewPassword,
) -> Outcome<(SecretString, String)> {
    let Some(row) = people::by_id(conn, person).await? else { return Err(Fault::NotFound) };
    let rule = rule_today(app)?;
    let password = checked(password::strength(&rule), &row.login, new)?;
    let earlier = queries::earlier(conn, person, rule.history).await?;
    if hashing::is_any_of(&password, earlier).await? {
        let fault = PasswordFault::UsedBefore(rule.history);
        return Err(AccountRefusal::Password(vec![fault]).into());
    }
    let cost = match queries::administers(conn, person).await? {
        true => Cost::Administrator,
        false => Cost::Ordinary,
    };
    let hash = hashing::hash(&password, cost).await?;
    Ok((password, hash))
}

/// Sets a password that [`ready_password`] let through, with all that follows from it.
pub(crate) async fn put_password(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    hash: &str,
    must_change: bool,
) -> Outcome<()> {
    let rule = rule_today(app)?;
    let must_change = must_change && rule.change_at_first_sign_in;
    queries::put(tx, person, hash, must_change, tx.now()).await?;
    queries::remember(tx, person, hash, rule.history, tx.now()).await?;
    session::queries::end_all(tx, person, None).await?;
    factor::end_waiting(tx, person).await?;
    tx.tell(PasswordSet { person }).await?;
    Ok(())
}

fn checked(strength: PasswordStrength, login: &str, new: NewPassword) -> Outcome<SecretString> {
    let password = new.take(strength)?;
    let faults = password::faults(strength, login, password.expose_secret());
    if faults.is_empty() { Ok(password) } else { Err(AccountRefusal::Password(faults).into()) }
}

/// Two who take the same login name at the same moment: the database lets one through.
fn taken(error: diesel::result::Error) -> Fault {
    use diesel::result::{DatabaseErrorKind, Error};
    match error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            AccountRefusal::LoginTaken.into()
        }
        error => error.into(),
    }
}
