//! Stub: content from files.

use portal_core::App;

/// What can be imported.
#[derive(Debug, clap::Subcommand)]
pub enum ImportCommand {}

/// Imports.
pub async fn run(_app: &App, command: ImportCommand) -> anyhow::Result<()> {
    match command {}
}
