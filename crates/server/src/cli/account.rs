//! `portal account`: local accounts, their roles, passwords and second factors.

use std::io::Read as _;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use clap::{Args, Subcommand};
use portal_auth::{
    accounts::{self, NewAccount, NewPassword},
    hand_over::Successor,
};
use portal_core::{App, Ctx, Fault, OrNotFound as _, Role, Tx, people};
use secrecy::{ExposeSecret as _, SecretString};

use crate::platform::commands::told;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Create an account; prints its password, unless it was given
    Create {
        /// Login name
        login: String,
        /// Name as shown
        #[arg(long)]
        name: String,
        /// Mail address for notices
        #[arg(long)]
        email: Option<String>,
        /// Give it a role on a site at once, as in --role soyte:editor; may be repeated
        #[arg(long = "role", value_name = "SITE:ROLE", value_parser = site_and_role)]
        roles: Vec<(String, Role)>,
        #[command(flatten)]
        source: Source,
    },
    /// Give an account a role on a site
    Grant {
        /// Login name
        login: String,
        /// Short name of the site
        #[arg(long)]
        site: String,
        /// collaborator, editor, approver, unit-administrator or platform
        #[arg(long, value_parser = role)]
        role: Role,
        /// The last day of it
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<NaiveDate>,
    },
    /// Switch an account off: nobody signs in with it, its sessions end, its unfinished work is
    /// handed over
    SwitchOff {
        /// Login name
        login: String,
        /// Who takes over; on sites where they do not work, the unit's administrator does
        #[arg(long, value_name = "LOGIN", conflicts_with = "to_units")]
        to: Option<String>,
        /// Leave what is unfinished to the administrator of each unit
        #[arg(long)]
        to_units: bool,
    },
    /// Switch an account on again, with the roles it had
    SwitchOn {
        /// Login name
        login: String,
    },
    /// Set an account's password anew, and end its sessions; prints it, unless it was given
    Password {
        /// Login name
        login: String,
        #[command(flatten)]
        source: Source,
    },
    /// Take all second factors of an account away, and end its sessions: a lost telephone
    ResetFactor {
        /// Login name
        login: String,
    },
}

/// Where the password comes from. Not from an argument: others on the machine would see it.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// Read the password from standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
    /// Do not ask for another password at the first sign-in
    #[arg(long)]
    keep: bool,
}

impl Source {
    fn take(&self) -> anyhow::Result<NewPassword> {
        if !self.password_stdin {
            return Ok(NewPassword::Generated);
        }
        let mut text = String::new();
        std::io::stdin().take(4096).read_to_string(&mut text)?;
        Ok(NewPassword::Given(text.trim_end_matches(['\r', '\n']).into()))
    }

    /// Prints a password that was made here; the one that was given is known.
    fn show(&self, password: &SecretString) {
        if !self.password_stdin {
            println!("{}", password.expose_secret());
        }
    }
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("no such role; there are {}", known.join(", "))
    })
}

fn site_and_role(text: &str) -> Result<(String, Role), String> {
    let (site, word) = text.split_once(':').ok_or("write SITE:ROLE")?;
    Ok((site.to_owned(), role(word)?))
}

pub(super) async fn run(app: &App, command: AccountCommand) -> anyhow::Result<()> {
    let ctx = Ctx::system_of_province(app).ok_or_else(|| {
        anyhow::anyhow!("there is no province yet; begin with `portal site import`")
    })?;
    let outcome = match command {
        AccountCommand::Create { login, name, email, roles, source } => {
            let account = NewAccount {
                login: &login,
                name: &name,
                email: email.as_deref(),
                password: source.take()?,
                must_change: !source.keep,
            };
            create(app, &ctx, account, &roles).await.map(|made| source.show(&made))
        }
        AccountCommand::Grant { login, site, role, until } => {
            let until = until.and_then(end_of);
            grant(app, &ctx, &login, (&site, role), until).await
        }
        AccountCommand::SwitchOff { login, to, to_units } => {
            switch_off(app, &ctx, &login, to.as_deref(), to_units).await
        }
        AccountCommand::SwitchOn { login } => switch_on(app, &ctx, &login).await,
        AccountCommand::Password { login, source } => {
            let new = source.take()?;
            reset(app, &ctx, &login, new, !source.keep).await.map(|made| source.show(&made))
        }
        AccountCommand::ResetFactor { login } => reset_factor(app, &ctx, &login).await,
    };
    outcome.map_err(told)
}

/// The moment a day is over, in Vietnam.
fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.succ_opt()?.and_hms_opt(0, 0, 0)?;
    let hanoi = chrono::FixedOffset::east_opt(7 * 3600)?;
    Some(hanoi.from_local_datetime(&midnight).single()?.to_utc())
}

async fn create(
    app: &App,
    ctx: &Ctx,
    account: NewAccount<'_>,
    roles: &[(String, Role)],
) -> Result<SecretString, Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let (person, password) = accounts::create(app, &mut tx, account).await?;
    for (site, role) in roles {
        give(app, &mut tx, person, (site, *role), None).await?;
    }
    tx.commit().await?;
    Ok(password)
}

async fn grant(
    app: &App,
    ctx: &Ctx,
    login: &str,
    what: (&str, Role),
    until: Option<DateTime<Utc>>,
) -> Result<(), Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let person = person(&tx, login).await?;
    give(app, &mut tx, person, what, until).await?;
    tx.commit().await
}

async fn switch_off(
    app: &App,
    ctx: &Ctx,
    login: &str,
    to: Option<&str>,
    to_units: bool,
) -> Result<(), Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let leaving = person(&tx, login).await?;
    let to = match to {
        Some(login) => Some(Successor::Person(person(&tx, login).await?)),
        None => to_units.then_some(Successor::Unit),
    };
    accounts::switch_off(app, ctx, &mut tx, leaving, to).await??;
    tx.commit().await
}

async fn switch_on(app: &App, ctx: &Ctx, login: &str) -> Result<(), Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let returning = person(&tx, login).await?;
    accounts::switch_on(&mut tx, returning).await?;
    tx.commit().await
}

async fn reset(
    app: &App,
    ctx: &Ctx,
    login: &str,
    new: NewPassword,
    must_change: bool,
) -> Result<SecretString, Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let person = person(&tx, login).await?;
    let password = accounts::set_password(app, &mut tx, person, new, must_change).await?;
    tx.commit().await?;
    Ok(password)
}

async fn reset_factor(app: &App, ctx: &Ctx, login: &str) -> Result<(), Fault> {
    let mut tx = app.begin_platform(ctx).await?;
    let person = person(&tx, login).await?;
    portal_auth::factor::reset(&mut tx, person).await?;
    tx.commit().await
}

async fn give(
    app: &App,
    tx: &mut Tx,
    person: portal_core::PersonId,
    (code, role): (&str, Role),
    until: Option<DateTime<Utc>>,
) -> Result<(), Fault> {
    let sites = app.sites.now();
    let site = sites.by_code(code).cloned().or_not_found()?;
    drop(sites);
    portal_auth::grants::grant(tx, &site, person, role, until, None).await
}

async fn person(tx: &Tx, login: &str) -> Result<portal_core::PersonId, Fault> {
    let row = people::by_login(tx, login).await?.or_not_found()?;
    Ok(portal_core::PersonId(row.id))
}
