//! Work on what strangers sent, in processes of their own: bounded in time and memory, without files
//! of the machine, network or environment. A reader that goes wrong takes nothing with it (R-S1).
//!
//! The parent asks with [`text`] for the text of a file and with [`Scans`] for what stands on pictures
//! of pages. A child is the same program, started as `portal read-file` or `portal read-scan`; it
//! gives itself up to [`child`] or [`foreign::child`], which bind it before it looks at a byte.

use std::{
    ffi::OsString,
    io::{Read as _, Write as _},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use bytes::Bytes;
use portal_extract::{Format, Found, Unreadable};

mod bounds;
mod errand;
pub mod foreign;
mod scans;

use bounds::{Bounds, bind};
use errand::Errand;

pub use scans::{MOST_PAGES, Scans};

/// The command that starts a child.
pub const COMMAND: &str = "read-file";
/// What a child that reads a file may take.
const BOUNDS: Bounds = Bounds { processor_seconds: 40, memory_bytes: 1 << 30 };
/// Time by the clock, also when the machine is busy.
const LONGEST: Duration = Duration::from_secs(120);
/// Most bytes a child answers with.
const MOST_ANSWER: usize = 8 << 20;

/// Why a file gave no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The file itself cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Reading it took more time or memory than there is for one file.
    #[error("reading it took too much time or memory")]
    TooMuch,
    /// No child could be started, or it was ended by somebody: worth another try.
    #[error("no reader: {0}")]
    NoReader(String),
}

/// Reads the text of a file, by starting the program anew ([`crate::Config::program`]).
///
/// # Errors
/// [`Failure`].
///
/// Requirement: R-S1.
pub async fn text(program: &Path, bytes: Bytes, mime: &str) -> Result<Found, Failure> {
    let args = [COMMAND, mime].map(OsString::from).into();
    let errand = Errand { program, args, input: bytes, longest: LONGEST, most_answer: MOST_ANSWER };
    let (_, said) = errand.run().await?;
    match serde_json::from_slice::<Result<Found, Unreadable>>(&said) {
        Ok(answer) => Ok(answer?),
        // Out of memory it aborts, out of time it is killed: either way without an answer.
        Err(_) => Err(Failure::TooMuch),
    }
}

/// What the child does: binds itself, reads a file from its input and answers with JSON.
pub fn child(mime: &str) -> ExitCode {
    let answer = bind(BOUNDS, &[]).and_then(|()| answer(mime));
    if answer.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn answer(mime: &str) -> anyhow::Result<()> {
    let format = Format::of(mime).ok_or_else(|| anyhow::anyhow!("{mime} has no text"))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let said = serde_json::to_vec(&portal_extract::read(&bytes, format))?;
    std::io::stdout().lock().write_all(&said)?;
    Ok(())
}
