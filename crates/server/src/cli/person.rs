//! `portal person`: what the portal holds about somebody, taken out or erased.

use std::{
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use portal_core::{
    App, Ctx, Outcome, PersonId,
    personal::held::{self, Forgotten, Record, Wanted},
};
use serde_json::json;

use crate::{
    audit::{PersonErased, PersonExported},
    platform::commands::told,
};

/// What can be done about a person.
#[derive(Debug, Subcommand)]
pub(super) enum PersonCommand {
    /// Write everything that is held about a person, on all sites, into a new file that this account
    /// alone can read; itself recorded
    Export {
        #[command(flatten)]
        who: Who,
        /// The file, which must not be there yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// The request by which it was asked for, for the record: its number and date, no name
        #[arg(long, value_name = "TEXT", default_value = "")]
        request: String,
    },
    /// Erase who sent what came from a person, on all sites: at the next daily round, or once the office
    /// is done with it. What they wrote stays with its case; itself recorded
    Erase {
        #[command(flatten)]
        who: Who,
        /// The request by which it was asked for, for the record: its number and date, no name
        #[arg(long, value_name = "TEXT")]
        request: String,
    },
}

/// Who is meant: whoever any of it belongs to. It is not written into the record.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub(super) struct Who {
    /// An e-mail address
    #[arg(long)]
    email: Option<String>,
    /// A telephone number
    #[arg(long)]
    phone: Option<String>,
    /// The login name of an account
    #[arg(long)]
    login: Option<String>,
}

/// It does not print itself.
impl std::fmt::Debug for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.kinds())
    }
}

impl Who {
    /// By what they are meant, without saying who they are.
    fn kinds(&self) -> Vec<&'static str> {
        [("email", &self.email), ("phone", &self.phone), ("login", &self.login)]
            .into_iter()
            .filter_map(|(kind, given)| given.as_ref().map(|_| kind))
            .collect()
    }

    async fn find(&self, app: &App) -> Outcome<Wanted> {
        let text = |given: &Option<String>| given.clone().unwrap_or_default();
        let conn = app.db().platform().await?;
        let (email, phone, login) = (text(&self.email), text(&self.phone), text(&self.login));
        Ok(Wanted::find(&conn, &email, &phone, &login).await?)
    }
}

pub(super) async fn run(app: &App, command: PersonCommand) -> anyhow::Result<()> {
    let ctx = Ctx::system_of_province(app)
        .ok_or_else(|| anyhow::anyhow!("there is no province's site yet"))?;
    match command {
        PersonCommand::Export { who, to, request } => {
            // Before anything is gathered: what cannot be written down is not taken out.
            let mut file = new_file(&to)?;
            let records = export(app, &ctx, &who, request).await.map_err(told)?;
            let asked = json!({ "email": who.email, "phone": who.phone, "login": who.login });
            let all = json!({ "made_at": ctx.now, "asked": asked, "records": records });
            serde_json::to_writer_pretty(&mut file, &all)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            eprintln!("{} records in {}", records.len(), to.display());
        }
        PersonCommand::Erase { who, request } => {
            if who.login.is_some() {
                anyhow::bail!(
                    "what an account did stays on record: switch it off with `portal account switch-off`"
                );
            }
            let forgotten = erase(app, &ctx, &who, request).await.map_err(told)?;
            let sites = app.sites.now();
            for Forgotten { site, what, waits } in &forgotten {
                let code = sites.code_of(*site);
                let when = if *waits { "once the office is done with it" } else { "within a day" };
                println!("{code}\t{what}\t{when}");
            }
            eprintln!("{} to be erased", forgotten.len());
        }
    }
    Ok(())
}

/// Notes what is to be erased, and tells that.
///
/// Requirement: R-P4; SECURITY rule 36.
async fn erase(app: &App, ctx: &Ctx, who: &Who, request: String) -> Outcome<Vec<Forgotten>> {
    let wanted = who.find(app).await?;
    let mut tx = app.begin_platform(ctx).await?;
    let forgotten = held::forget(app, &mut tx, &wanted).await?;
    let (by, count) = (who.kinds(), forgotten.len());
    let waiting = forgotten.iter().filter(|it| it.waits).count();
    tx.tell(PersonErased { by, count, waiting, request }).await?;
    tx.commit().await?;
    Ok(forgotten)
}

/// Gathers it, and tells that it was taken out before anybody has it.
///
/// Requirement: R-A6; SECURITY rule 36.
async fn export(app: &App, ctx: &Ctx, who: &Who, request: String) -> Outcome<Vec<Record>> {
    let wanted = who.find(app).await?;
    let records = held::gather(app, &wanted).await?;
    let person = match wanted.people() {
        [one] => Some(PersonId(*one)),
        _ => None,
    };
    let (by, count) = (who.kinds(), records.len());
    let mut tx = app.begin_platform(ctx).await?;
    tx.tell(PersonExported { by, count, person, request }).await?;
    tx.commit().await?;
    Ok(records)
}

fn new_file(to: &Path) -> anyhow::Result<std::fs::File> {
    let open = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    open.with_context(|| format!("{} cannot be made anew", to.display()))
}
