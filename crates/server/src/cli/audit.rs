//! `portal audit`.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Subcommand;
use diesel_async::AsyncPgConnection;
use futures_util::TryStreamExt as _;
use portal_core::{
    App, Ctx,
    fact::seals::{self, Break, Found, Verdict},
};

use crate::{
    audit::{self, format::Format},
    platform::commands::told,
};

/// What can be done with the record.
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Check rows, order and seals of the whole record; exit code 1 when the chain is broken
    Verify {
        /// A seal that was written down elsewhere, which the chain must still hold: POSITION:SEAL, as
        /// this command prints it and as exports carry it
        #[arg(long, value_name = "POSITION:SEAL")]
        head: Option<String>,
        /// A file of such seals, one at the end of each line, as the portal writes it in the folder that
        /// `audit.heads` names: the chain must still hold all of them
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Write the record to standard output; itself recorded
    Export {
        /// One event a line, as JSON or as syslog (RFC 5424)
        #[arg(long, value_enum)]
        format: Format,
        /// The first day, like 2026-11-01
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// The last day
        #[arg(long, value_name = "DAY")]
        to: Option<NaiveDate>,
        /// Of one site only, by its short name
        #[arg(long, value_name = "CODE")]
        site: Option<String>,
    },
    /// Take out sign-ins, sessions and other traces whose time is over (`audit.keep_months`)
    Trim,
}

pub(super) async fn run(app: &App, command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Verify { head, heads } => {
            verify(app, head.as_deref(), heads.as_deref()).await
        }
        AuditCommand::Export { format, from, to, site } => {
            export(app, format, (from, to), site.as_deref()).await
        }
        AuditCommand::Trim => take_out(app).await,
    }
}

async fn verify(app: &App, head: Option<&str>, heads: Option<&Path>) -> anyhow::Result<ExitCode> {
    let conn = app.db().platform().await.map_err(told)?;
    let verdict = seals::verify(&conn).await?;
    let mut code = match verdict {
        Verdict::Whole { sealed, waiting, trimmed, head } => {
            println!(
                "whole: {sealed} facts sealed, {waiting} waiting for the sealer, {trimmed} trimmed"
            );
            println!("head: {head}");
            ExitCode::SUCCESS
        }
        Verdict::Broken(breaks) => {
            for broken in &breaks {
                println!("{}", sentence(app, broken));
            }
            ExitCode::FAILURE
        }
    };
    if let Some(head) = head {
        if holds(&conn, head).await?.ok_or_else(|| anyhow::anyhow!("--head wants POSITION:SEAL"))? {
            println!("the chain holds {head}");
        } else {
            println!("broken: the chain does not hold {head}");
            code = ExitCode::FAILURE;
        }
    }
    if let Some(file) = heads
        && !holds_all(&conn, file).await?
    {
        code = ExitCode::FAILURE;
    }
    Ok(code)
}

/// Whether the chain holds a seal that was written down; `None` where it is none.
async fn holds(conn: &AsyncPgConnection, head: &str) -> anyhow::Result<Option<bool>> {
    let parts =
        head.split_once(':').and_then(|(position, seal)| Some((position.parse().ok()?, seal)));
    let Some((position, seal)) = parts else { return Ok(None) };
    let found = seals::seal_at(conn, position).await?;
    Ok(Some(found.map(hex::encode).as_deref() == Some(seal)))
}

/// Whether the chain holds every seal of a file; a file without any proves nothing.
async fn holds_all(conn: &AsyncPgConnection, file: &Path) -> anyhow::Result<bool> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let file = file.display();
    let (mut held, mut broken) = (0_usize, 0_usize);
    for head in audit::read_heads(&text) {
        match holds(conn, head).await? {
            Some(true) => held += 1,
            Some(false) => {
                println!("broken: the chain does not hold {head}, which stands in {file}");
                broken += 1;
            }
            None => {
                println!("{file} has a line that ends in no POSITION:SEAL: {head}");
                broken += 1;
            }
        }
    }
    println!("{held} heads of {file} held, {broken} not");
    Ok(broken == 0 && held > 0)
}

/// Names the row that is not what was sealed.
fn sentence(app: &App, broken: &Break) -> String {
    let what = match broken.found {
        Found::Edited => {
            "the row does not fit its seal: it, its seal or the seal before it was edited"
        }
        Found::RowGone => "the row is gone, and no trim took it out",
        Found::NoSeal => {
            "the row stands among sealed ones without a seal: its seal is gone, or it was put in later"
        }
        Found::SealGone => "one or more seals are gone",
        Found::OutOfOrder => "the row does not stand where its seal says",
        Found::Trim => "a trim is not what it says, or the record does not tell of it",
    };
    let sites = app.sites.now();
    let row = broken.row.as_ref().map(|row| {
        let site = sites.by_id(row.site()).map_or("?", |site| &*site.code);
        format!(" ({}, {}, site {site})", row.kind, row.at.to_rfc3339())
    });
    let position = match broken.position {
        0 => String::new(),
        position => format!(" at position {position}"),
    };
    let fact = match broken.fact {
        0 => String::new(),
        fact => format!(", fact {fact}"),
    };
    format!("broken{position}{fact}{}: {what}", row.unwrap_or_default())
}

async fn export(
    app: &App,
    format: Format,
    days: (Option<NaiveDate>, Option<NaiveDate>),
    code: Option<&str>,
) -> anyhow::Result<ExitCode> {
    let site = match code {
        None => None,
        Some(code) => {
            let sites = app.sites.now();
            let site = sites.by_code(code).map(|site| site.id);
            Some(site.ok_or_else(|| anyhow::anyhow!("there is no site `{code}`"))?)
        }
    };
    let ctx = of_province(app)?;
    let lines = audit::for_console(app, &ctx, site, days, format).await.map_err(told)?;
    let mut lines = std::pin::pin!(lines);
    let mut out = std::io::stdout().lock();
    while let Some(page) = lines.try_next().await? {
        out.write_all(&page)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

async fn take_out(app: &App) -> anyhow::Result<ExitCode> {
    let ctx = of_province(app)?;
    let (before, count) = audit::take_out(app, &ctx).await?;
    println!("{count} facts of before {} taken out", before.to_rfc3339());
    Ok(ExitCode::SUCCESS)
}

fn of_province(app: &App) -> anyhow::Result<Ctx> {
    Ctx::system_of_province(app).ok_or_else(|| anyhow::anyhow!("there is no province's site yet"))
}
