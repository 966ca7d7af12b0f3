//! `portal backup` and `portal restore`.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use portal_core::{App, Ctx, OrNotFound as _, PersonId, people};

use super::place::{Open, Place};
use crate::{
    backup::{
        PortalRestored, create, drill,
        manifest::Manifest,
        prune, restore,
        runs::{self, Kind, Run},
        site::{self, Asker},
        vault::{State, Vault},
        verify,
    },
    platform::commands::{console_texts, told},
};

/// What can be done with backups.
#[derive(Debug, Subcommand)]
pub(super) enum BackupCommand {
    /// Make a backup: one moment of the database, and all files
    Create(To),
    /// List the backups
    List(To),
    /// Read a backup back and compare every table and file; exit code 1 when something differs
    Verify {
        #[command(flatten)]
        to: To,
        #[command(flatten)]
        key: Key,
        /// Which; without it the newest
        name: Option<String>,
    },
    /// Restore the newest backup for practice, into a database that is made for it and dropped again
    Drill {
        #[command(flatten)]
        to: To,
        #[command(flatten)]
        key: Key,
    },
    /// Take away the backups that need not stay, and files that no backup knows
    Prune(To),
}

/// Where backups lie.
#[derive(Debug, Args)]
pub(super) struct To {
    /// Where backups lie, as file:///… or s3://bucket/prefix [default: backup.to]
    #[arg(long, value_name = "URL")]
    to: Option<String>,
}

/// What opens them.
#[derive(Debug, Args)]
pub(super) struct Key {
    /// The file with the age identity that opens them [default: backup.identity_file]
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
}

/// What is restored, and from where.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// Where backups lie, as file:///… or s3://bucket/prefix [default: backup.to]
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    #[command(flatten)]
    key: Key,
    /// Restore this site alone, into the running province
    #[arg(long, value_name = "CODE", requires = "name")]
    site: Option<String>,
    /// In whose name a site is restored, for the record
    #[arg(long, value_name = "LOGIN", requires = "site")]
    by: Option<String>,
    /// Which backup; without it the newest
    name: Option<String>,
}

/// `portal backup …`.
pub(super) async fn run(place: Place, command: BackupCommand) -> anyhow::Result<ExitCode> {
    // Backups are looked at also where there is no portal any more.
    let looks = matches!(command, BackupCommand::List(_) | BackupCommand::Verify { .. });
    let open = if looks { place.open_empty().await? } else { place.open().await? };
    let outcome = match command {
        BackupCommand::Create(to) => make(&open, &to).await,
        BackupCommand::List(to) => list(&open, &to).await,
        BackupCommand::Verify { to, key, name } => check(&open, &to, &key, name.as_deref()).await,
        BackupCommand::Drill { to, key } => practise(&open, &to, &key).await,
        BackupCommand::Prune(to) => take_away(&open, &to).await,
    };
    open.leave().await;
    outcome
}

/// `portal restore`.
pub(super) async fn run_restore(place: Place, args: RestoreArgs) -> anyhow::Result<ExitCode> {
    let open = if args.site.is_some() { place.open().await? } else { place.open_empty().await? };
    let outcome = match &args.site {
        Some(code) => restore_site(&open, &args, code).await,
        None => restore_all(&open, &args).await,
    };
    open.leave().await;
    outcome
}

fn vault(open: &Open, to: &To, key: Option<&Key>) -> anyhow::Result<Vault> {
    let identity = key.and_then(|key| key.identity.as_deref());
    Vault::open(&open.backup, to.to.as_deref(), identity, &open.app.config().secrets)
}

async fn make(open: &Open, to: &To) -> anyhow::Result<ExitCode> {
    let app = &open.app;
    let (begun, clock) = (app.now(), Instant::now());
    let made = async {
        let owner = open.owner("read everything for a backup")?;
        create::create(app, owner, &open.backup, &vault(open, to, None)?).await
    };
    let made = made.await;
    let run = Run::new(Kind::Create, begun, app.now());
    write_down(
        app,
        &match &made {
            Ok(manifest) => run.of(manifest),
            Err(error) => run.ended_with(&[format!("{error:#}")]),
        },
    )
    .await;
    let manifest = made?;
    println!("{}: {}", manifest.name, holds(&manifest));
    println!("{:.1} s", clock.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

fn holds(manifest: &Manifest) -> String {
    let how = if manifest.encrypted { "encrypted" } else { "not encrypted" };
    format!(
        "{} tables, {} rows, {} files, {} bytes stored, {how}",
        manifest.tables.len(),
        manifest.rows(),
        manifest.files.len(),
        manifest.stored_bytes(),
    )
}

async fn list(open: &Open, to: &To) -> anyhow::Result<ExitCode> {
    for entry in vault(open, to, None)?.list().await? {
        match &entry.state {
            State::Finished(manifest) => {
                println!("{}  {}  {}", entry.name, manifest.moment.to_rfc3339(), holds(manifest));
            }
            State::Unfinished => println!("{}  unfinished", entry.name),
            State::Damaged(reason) => println!("{}  damaged: {reason}", entry.name),
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(open: &Open, to: &To, key: &Key, name: Option<&str>) -> anyhow::Result<ExitCode> {
    let app = &open.app;
    let begun = app.now();
    let run = |at| Run::new(Kind::Verify, begun, at);
    let found = async {
        let vault = vault(open, to, Some(key))?;
        let manifest = vault.find(name).await?;
        anyhow::Ok((vault, manifest))
    };
    let (vault, manifest) = match found.await {
        Ok(found) => found,
        Err(error) => {
            write_down(app, &run(app.now()).ended_with(&[format!("{error:#}")])).await;
            return Err(error);
        }
    };
    let differences = verify::verify(&vault, &manifest).await;
    write_down(app, &run(app.now()).of(&manifest).ended_with(&differences)).await;
    for difference in &differences {
        println!("{}: {difference}", manifest.name);
    }
    if manifest.encrypted && !vault.opens() {
        eprintln!("nothing here opens it (--identity): only the stored bytes were compared");
    }
    if !differences.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    println!("{}: whole; {}", manifest.name, holds(&manifest));
    Ok(ExitCode::SUCCESS)
}

async fn practise(open: &Open, to: &To, key: &Key) -> anyhow::Result<ExitCode> {
    let app = &open.app;
    let begun = app.now();
    let drilled = async {
        let vault = vault(open, to, Some(key))?;
        let manifest = vault.find(None).await?;
        let owner = open.owner("make a database for the drill")?;
        let drilled = drill::drill(app, owner, &vault, &manifest).await?;
        anyhow::Ok((manifest, drilled))
    };
    let drilled = drilled.await;
    let run = Run::new(Kind::Drill, begun, app.now());
    write_down(
        app,
        &match &drilled {
            Ok((manifest, drilled)) => Run {
                lost_seconds: Some(drilled.lost_seconds),
                restore_seconds: drilled.problems.is_empty().then_some(drilled.restore_seconds),
                ..run.of(manifest).ended_with(&drilled.problems)
            },
            Err(error) => run.ended_with(&[format!("{error:#}")]),
        },
    )
    .await;
    let (manifest, drilled) = drilled?;
    for problem in &drilled.problems {
        println!("{}: {problem}", manifest.name);
    }
    if !drilled.problems.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    println!("{}: restored and whole; {}", manifest.name, holds(&manifest));
    println!(
        "database {:.1} s, {} files read back; everything would take about {} s (RTO); {} s would be \
         lost (RPO)",
        drilled.database_took.as_secs_f64(),
        drilled.sampled,
        drilled.restore_seconds,
        drilled.lost_seconds,
    );
    Ok(ExitCode::SUCCESS)
}

async fn take_away(open: &Open, to: &To) -> anyhow::Result<ExitCode> {
    let vault = vault(open, to, None)?;
    let owner = open.owner("prune backups")?;
    let pruned = prune::prune(&open.app, owner, &vault, open.backup.keep).await?;
    for name in &pruned.backups {
        println!("{name}: taken away");
    }
    println!("{} backups stay; {} files ({} bytes) went", pruned.kept, pruned.files, pruned.bytes);
    Ok(ExitCode::SUCCESS)
}

/// Writes a run down where the portal's database takes it; what was done counts either way.
async fn write_down(app: &App, run: &Run) {
    let written = async {
        if app.sites.now().is_empty() {
            portal_core::node::load_sites(app).await?;
        }
        runs::record(app, run).await.map_err(told)
    };
    if let Err(error) = written.await {
        eprintln!("this run could not be written down: {error:#}");
    }
}

async fn restore_all(open: &Open, args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let app = &open.app;
    let vault = vault(open, &To { to: args.from.clone() }, Some(&args.key))?;
    let manifest = vault.find(args.name.as_deref()).await?;
    eprintln!("{}: {}", manifest.name, holds(&manifest));
    let owner = open.owner("restore")?;
    let done = restore::everything(owner, app.files().as_they_lie(), &vault, &manifest).await?;
    portal_core::node::load_sites(app).await?;
    let ctx = Ctx::system_of_province(app).or_not_found().map_err(told)?;
    let fact = PortalRestored { name: manifest.name.clone(), moment: manifest.moment.to_rfc3339() };
    let told_of = async {
        let mut tx = app.begin_platform(&ctx).await?;
        tx.tell(fact).await?;
        tx.commit().await
    };
    told_of.await.map_err(told)?;
    println!(
        "{}: {} rows restored in {:.1} s, {} files written and {} found whole ({} bytes) in {:.1} s",
        manifest.name,
        done.rows,
        done.database_took.as_secs_f64(),
        done.files,
        done.kept,
        done.file_bytes,
        done.files_took.as_secs_f64(),
    );
    eprintln!(
        "Before the portal is started: delete the search index of every node (search_index); it is made \
         anew. Everybody signs in again."
    );
    Ok(ExitCode::SUCCESS)
}

async fn restore_site(open: &Open, args: &RestoreArgs, code: &str) -> anyhow::Result<ExitCode> {
    let app = &open.app;
    let vault = vault(open, &To { to: args.from.clone() }, Some(&args.key))?;
    let manifest = vault.find(args.name.as_deref()).await?;
    let person = match &args.by {
        None => None,
        Some(login) => {
            let conn = app.db().platform().await.map_err(told)?;
            let found = people::by_login(&conn, login).await?;
            let row = found.with_context(|| format!("there is nobody with the login {login}"))?;
            Some(PersonId(row.id))
        }
    };
    let owner = open.owner("restore")?;
    let asker = Asker { person, now: app.now() };
    let done =
        site::one_site(owner, app.files().as_they_lie(), &vault, &manifest, code, asker).await?;
    let ctx = Ctx::system_of_province(app).or_not_found().map_err(told)?;
    portal_search::platform::ask_nodes(app, &ctx, portal_search::keeper::state::Task::Rebuild)
        .await
        .map_err(told)?;
    println!(
        "{code}: {} rows taken out, {} rows and {} files put back as of {}",
        done.removed,
        done.restored,
        done.files,
        console_texts().date_time(manifest.moment),
    );
    Ok(ExitCode::SUCCESS)
}
