//! Work on what strangers sent, in a process of its own: bounded in time and memory, without files,
//! network or environment. A reader that goes wrong takes nothing with it (R-S1).
//!
//! The parent asks with [`text`]; the child is the same program, started as `portal read-file`, and
//! gives itself up to [`child`] before it looks at a byte.

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::{ExitCode, Stdio},
    time::Duration,
};

use bytes::Bytes;
use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
};
use portal_extract::{Format, Found, Unreadable};
use rlimit::Resource;
use tokio::{io::AsyncWriteExt as _, process::Command};

/// The command that starts a child.
pub const COMMAND: &str = "read-file";
/// Processor time of a child, in seconds.
const PROCESSOR_SECONDS: u64 = 40;
/// Time by the clock, also when the machine is busy.
const LONGEST: Duration = Duration::from_secs(120);
/// Address space of a child, in bytes.
const MEMORY: u64 = 1 << 30;
/// Most bytes a child answers with.
const MOST_ANSWER: u64 = 8 << 20;

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
    let mut child = Command::new(program)
        .arg(COMMAND)
        .arg(mime)
        .env_clear()
        // The allocator takes address space in small steps.
        .env("MIMALLOC_ARENA_RESERVE", "32768")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Failure::NoReader(error.to_string()))?;
    let input = child.stdin.take();
    // A child that stops reading early closes the pipe; what it answers says why.
    let feed = async move {
        if let Some(mut input) = input {
            let _ = input.write_all(&bytes).await;
        }
    };
    let work = async { tokio::join!(feed, child.wait_with_output()).1 };
    let output = match tokio::time::timeout(LONGEST, work).await {
        Err(_) => return Err(Failure::TooMuch),
        Ok(Err(error)) => return Err(Failure::NoReader(error.to_string())),
        Ok(Ok(output)) => output,
    };
    match serde_json::from_slice::<Result<Found, Unreadable>>(&output.stdout) {
        Ok(answer) => Ok(answer?),
        // Out of memory it aborts, out of time it is killed: either way without an answer.
        Err(_) => Err(Failure::TooMuch),
    }
}

/// What the child does: binds itself, reads a file from its input and answers with JSON.
pub fn child(mime: &str) -> ExitCode {
    let answer = bind().and_then(|()| answer(mime));
    if answer.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn answer(mime: &str) -> anyhow::Result<()> {
    let format = Format::of(mime).ok_or_else(|| anyhow::anyhow!("{mime} has no text"))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let said = serde_json::to_vec(&portal_extract::read(&bytes, format))?;
    let most = usize::try_from(MOST_ANSWER)?;
    anyhow::ensure!(said.len() <= most, "the answer is too long");
    std::io::stdout().lock().write_all(&said)?;
    Ok(())
}

/// From here on: so much time and memory, no file, no network, no other process.
fn bind() -> anyhow::Result<()> {
    for (what, most) in [
        (Resource::CPU, PROCESSOR_SECONDS),
        (Resource::AS, MEMORY),
        (Resource::FSIZE, 0),
        (Resource::CORE, 0),
    ] {
        what.set(most, most)?;
    }
    // Kernels without it still have the bounds above.
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V5))?
        .handle_access(AccessNet::from_all(ABI::V5))?
        .create()?
        .restrict_self()?;
    Ok(())
}
