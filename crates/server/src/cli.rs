//! The command line. Results go to standard output, progress and logs to standard error.
//!
//! Exit codes: 0 done, 1 failed (or, for `audit verify`, a broken chain), 2 wrong configuration or
//! wrong use.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};
use portal_core::confined;
use tokio::net::TcpListener;

use crate::{
    compose,
    config::{self, ConfigFaults, LogFormat, Settings},
    dev::{self, DevOptions},
    import::ImportCommand,
    notices::{self, commands::NoticeCommand},
    platform::commands::SiteCommand,
    preflight,
    serve::Node,
    sockets, telemetry,
};

mod account;
mod audit;
mod backup;
mod person;
mod place;
mod search;

use account::AccountCommand;
use audit::AuditCommand;
use backup::{BackupCommand, RestoreArgs};
use person::PersonCommand;
use place::Place;
use search::SearchCommand;

/// The portal of a province: all its sites in one program.
#[derive(Debug, Parser)]
#[command(name = "portal", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything on this machine: a private PostgreSQL, the schema, a demo province
    Dev(DevOptions),
    /// Serve all sites, in production
    Serve {
        /// The configuration
        #[arg(long, env = "PORTAL_CONFIG", value_name = "FILE")]
        config: PathBuf,
    },
    /// Look whether everything is as it has to be for this release to go into service
    Preflight {
        /// The configuration
        #[arg(long, env = "PORTAL_CONFIG", value_name = "FILE")]
        config: PathBuf,
    },
    /// Bring the database up to date
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Create, list and change sites
    Site {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: SiteCommand,
    },
    /// Bring content in from files
    Import {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Create local accounts, give them roles and passwords
    Account {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Take out what is held about one person, or erase it
    Person {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// Check the record of what happened
    Audit {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Look after the search indexes of all nodes
    Search {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: SearchCommand,
    },
    /// Put an urgent notice on every page, announce a planned stop
    Notice {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: NoticeCommand,
    },
    /// Make, check, practise and prune backups
    Backup {
        #[command(flatten)]
        place: Place,
        #[command(subcommand)]
        command: BackupCommand,
    },
    /// Restore a backup: everything into an empty database, or one site into a running province
    Restore {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        what: RestoreArgs,
    },
    /// Read the text of a file from standard input; the portal starts it for itself
    #[command(hide = true)]
    ReadFile {
        /// What the file is
        mime: String,
    },
    /// Read a scan with a foreign program; the portal starts it for itself
    #[command(hide = true)]
    ReadScan {
        /// Which program
        tool: String,
        /// What it is told
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<std::ffi::OsString>,
    },
    /// Check the configuration
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Name every fault of the configuration
    Check {
        /// The configuration
        #[arg(long, env = "PORTAL_CONFIG", value_name = "FILE")]
        config: PathBuf,
    },
    /// Print a new key for the file that `secrets.key_file` names; the first line there seals
    MakeKey {
        /// Number of the key, another one for each
        #[arg(default_value_t = 1)]
        number: u32,
    },
}

/// Runs the program.
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("portal: {error:#}");
            let wrong_configuration = error.downcast_ref::<ConfigFaults>().is_some();
            ExitCode::from(if wrong_configuration { 2 } else { 1 })
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::ReadFile { mime } => return Ok(confined::child(&mime)),
        Command::ReadScan { tool, args } => return Ok(confined::foreign::child(&tool, &args)),
        Command::Dev(options) => {
            let _telemetry = telemetry::start(LogFormat::Text, telemetry::USUAL, None)?;
            wait_for(dev::run(options))?;
        }
        Command::Serve { config } => {
            let settings = config::load(&config)?;
            let _telemetry =
                telemetry::start(settings.log, telemetry::USUAL, settings.otlp.as_deref())?;
            wait_for(serve(settings))?;
        }
        Command::Preflight { config } => {
            let settings = config::load(&config)?;
            let _telemetry = telemetry::start(LogFormat::Text, telemetry::QUIET, None)?;
            return wait_for(async move { Ok(preflight::run(&settings).await) });
        }
        Command::Config { command: ConfigCommand::Check { config } } => {
            config::load(&config)?;
            println!("{}: no faults", config.display());
        }
        Command::Config { command: ConfigCommand::MakeKey { number } } => {
            let key = portal_core::SecretBox::new_key(number);
            println!("{}", key.map_err(crate::platform::commands::told)?);
        }
        other => {
            let _telemetry = telemetry::start(LogFormat::Text, telemetry::QUIET, None)?;
            return wait_for(at_a_place(other));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn wait_for<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(work);
    // A blocking call that hangs must not keep the program from ending.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Runs a command that needs a database.
async fn at_a_place(command: Command) -> anyhow::Result<ExitCode> {
    let (place, command) = match command {
        Command::Migrate { place } => return place.migrate().await,
        Command::Backup { place, command } => return backup::run(place, command).await,
        Command::Restore { place, what } => return backup::run_restore(place, what).await,
        Command::Site { place, command } => (place, Work::Site(command)),
        Command::Import { place, command } => (place, Work::Import(command)),
        Command::Account { place, command } => (place, Work::Account(command)),
        Command::Person { place, command } => (place, Work::Person(command)),
        Command::Audit { place, command } => (place, Work::Audit(command)),
        Command::Search { place, command } => (place, Work::Search(command)),
        Command::Notice { place, command } => {
            let open = place.open_empty().await?;
            let outcome = notices::commands::run(&open.app, command).await;
            open.leave().await;
            return outcome.map(|()| ExitCode::SUCCESS);
        }
        Command::Dev(_)
        | Command::Serve { .. }
        | Command::Preflight { .. }
        | Command::ReadFile { .. }
        | Command::ReadScan { .. }
        | Command::Config { .. } => {
            anyhow::bail!("this command needs no database")
        }
    };
    let open = place.open().await?;
    let outcome = work(&open.app, command).await;
    open.leave().await;
    outcome
}

enum Work {
    Site(SiteCommand),
    Import(ImportCommand),
    Account(AccountCommand),
    Person(PersonCommand),
    Audit(AuditCommand),
    Search(SearchCommand),
}

async fn work(app: &portal_core::App, work: Work) -> anyhow::Result<ExitCode> {
    match work {
        Work::Site(command) => crate::platform::commands::run(app, command).await?,
        Work::Import(command) => crate::import::run(app, command).await?,
        Work::Account(command) => account::run(app, command).await?,
        Work::Person(command) => person::run(app, command).await?,
        Work::Audit(command) => return audit::run(app, command).await,
        Work::Search(command) => return search::run(app, command).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// `portal serve`.
async fn serve(settings: Settings) -> anyhow::Result<()> {
    let urls = settings.database.urls();
    let mut handed = sockets::Handed::over();
    let sites = match handed.take("sites")? {
        Some(listener) => listener,
        None => open(settings.core.listen, "listen").await?,
    };
    let operations = match handed.take("operations")? {
        Some(listener) => listener,
        None => open(settings.core.operations, "operations").await?,
    };
    if settings.database.owner.is_some() {
        refuse_an_old_schema(&urls.owner).await?;
    }
    warn_of_settings(&urls.platform).await;
    let clock = std::sync::Arc::new(portal_core::SystemClock);
    let address = settings.core.listen;
    tracing::info!(desk = %settings.core.desk, "the desk");
    let outside = settings.outside.ready()?;
    let app = compose::app(settings.core, &urls, clock, settings.media, outside)?;
    let node = Node {
        sites: vec![sites],
        operations: vec![operations],
        notice: portal_core::limits::NOTICE_TIME,
        traced: settings.otlp.is_some(),
    };
    let sites = app.clone();
    let scans = app.scans.languages(&app.config().program).await.unwrap_or("not recognised");
    let ready = move || {
        tracing::info!(%address, sites = sites.sites.now().len(), scans, "serving");
    };
    node.serve(app, urls, ready).await
}

/// Names each setting of the database by which something acknowledged could be lost.
async fn warn_of_settings(platform_url: &str) {
    let asked = preflight::database_settings(platform_url);
    // A database that does not answer is waited for later.
    if let Ok(Ok(found)) = tokio::time::timeout(Duration::from_secs(5), asked).await {
        for finding in found {
            tracing::warn!("{finding}");
        }
    }
}

/// Refuses to serve on a schema that is older than this program. A database that does not answer is
/// waited for later.
async fn refuse_an_old_schema(owner_url: &str) -> anyhow::Result<()> {
    let asked = tokio::time::timeout(Duration::from_secs(5), compose::pending(owner_url));
    let pending = match asked.await {
        Ok(Ok(pending)) => pending,
        Ok(Err(error)) => {
            let error = format!("{error:#}");
            tracing::warn!(error, "cannot see whether the database is up to date");
            return Ok(());
        }
        Err(_) => {
            tracing::warn!("cannot see whether the database is up to date: it does not answer");
            return Ok(());
        }
    };
    let Some(first) = pending.first() else { return Ok(()) };
    anyhow::bail!(
        "The database is not up to date ({} missing, the first is {first}). \
         Run `portal migrate` with the same configuration.",
        pending.len(),
    )
}

async fn open(address: std::net::SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        anyhow::anyhow!(
            "{address} cannot be opened: {error}. End the program that has it, or set another `{key}`."
        )
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_fit_together() {
        super::Cli::command().debug_assert();
    }
}
