//! `portal audit`.

use std::process::ExitCode;

use clap::Subcommand;
use portal_core::{
    App,
    fact::seals::{self, Verdict},
};

use crate::platform::commands::told;

/// What can be done with the record.
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Check rows, order and seals of the whole record; exit code 1 when the chain is broken
    Verify,
}

pub(super) async fn run(app: &App, command: AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::Verify = command;
    let conn = app.db().platform().await.map_err(told)?;
    Ok(match seals::verify(&conn).await? {
        Verdict::Whole { sealed, waiting } => {
            println!("whole: {sealed} facts sealed, {waiting} waiting for the sealer");
            ExitCode::SUCCESS
        }
        Verdict::Broken { position, fact } => {
            println!("broken at position {position}, fact {fact}");
            ExitCode::FAILURE
        }
    })
}
