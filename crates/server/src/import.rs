//! `portal import`: content from folders of files (the format is in `demo/README.md`).

use std::path::PathBuf;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use portal_core::App;

pub mod articles;
pub mod document_file;
pub mod documents;
pub mod file;
pub mod folder;
pub mod legal_text;

/// What can be imported.
#[derive(Debug, clap::Subcommand)]
pub enum ImportCommand {
    /// Takes in articles and pages from text or HTML files, published as they are. May be stopped and
    /// started again: a file is taken in once
    Articles {
        /// Folder with the files; folders in it are read too
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// Short name of the site for files that name none
        #[arg(long, value_name = "CODE")]
        site: Option<String>,
        /// Section for files that name none
        #[arg(long, value_name = "SLUG")]
        section: Option<String>,
    },
    /// Takes in legal documents from text files as they were issued, published as they are. Reads
    /// number, kind, issuer, days and signer from the text, and names what it could not read. May be
    /// stopped and started again
    Documents {
        /// Folder with the files; folders in it are read too
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
        /// Short name of the site for files that name none
        #[arg(long, value_name = "CODE")]
        site: Option<String>,
    },
}

/// Imports. Progress and faults go to standard error, the result to standard output.
///
/// # Errors
/// A folder that cannot be read, a database that goes away; and, after all good files were taken in,
/// that some were faulty.
pub async fn run(app: &App, command: ImportCommand) -> anyhow::Result<()> {
    let (ImportCommand::Articles { from, .. } | ImportCommand::Documents { from, .. }) = &command;
    let files =
        folder::files(from).with_context(|| format!("{} cannot be read", from.display()))?;
    anyhow::ensure!(
        !files.is_empty(),
        "there is no .txt, .html or .htm file in {}",
        from.display()
    );
    let bar = ProgressBar::new(files.len() as u64).with_style(ProgressStyle::with_template(
        "{bar:40} {pos}/{len} files, {per_sec}, {eta} left {msg}",
    )?);
    let began = std::time::Instant::now();
    let (report, what) = match command {
        ImportCommand::Articles { from, site, section } => {
            let defaults = articles::Defaults { site, section };
            let tell = |step: articles::Step<'_>| match step {
                articles::Step::Done(files) => bar.inc(files as u64),
                articles::Step::Faulty(name, fault) => bar.suspend(|| eprintln!("{name}: {fault}")),
            };
            (articles::import(app, from, files, defaults, &tell).await?, "articles")
        }
        ImportCommand::Documents { from, site } => {
            let tell = |step: documents::Step<'_>| match step {
                documents::Step::Done(files) => bar.inc(files as u64),
                documents::Step::Faulty(name, fault) => {
                    bar.suspend(|| eprintln!("{name}: {fault}"));
                }
                documents::Step::Unread(name, keys) => {
                    bar.suspend(|| eprintln!("{name}: taken in without {}", keys.join(", ")));
                }
            };
            (documents::import(app, from, files, site, &tell).await?, "documents")
        }
    };
    bar.finish_and_clear();
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = report.taken as f64 / seconds.max(0.001);
    println!(
        "{} {what} taken in, {} were there already, {} files faulty; {seconds:.1} s, {rate:.0} {what} per second",
        report.taken, report.there, report.faulty
    );
    if report.converted > 0 {
        println!(
            "{} files were read from TCVN3 or VNI; capitals of TCVN3 may have come out small",
            report.converted
        );
    }
    anyhow::ensure!(
        report.faulty == 0,
        "{} files were not taken in; their faults stand above",
        report.faulty
    );
    Ok(())
}
