//! A child as its parent sees it.

use std::{
    ffi::OsString,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use bytes::Bytes;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

use super::Failure;

/// Where Tesseract's data is, where it is not in its usual place.
pub const TESSDATA: &str = "TESSDATA_PREFIX";

/// What a child is told and fed, how long it may take and how much it may answer.
pub struct Errand<'a> {
    /// This program.
    pub program: &'a Path,
    /// Its command and the rest of the line.
    pub args: Vec<OsString>,
    /// What it reads.
    pub input: Bytes,
    /// Time by the clock.
    pub longest: Duration,
    /// Bytes.
    pub most_answer: usize,
}

impl Errand<'_> {
    /// Sends a child and waits for it; one that takes too long or says too much is ended.
    pub async fn run(self) -> Result<(ExitStatus, Vec<u8>), Failure> {
        let mut child = Command::new(self.program)
            .args(&self.args)
            .env_clear()
            // The allocator takes address space in small steps.
            .env("MIMALLOC_ARENA_RESERVE", "32768")
            .env("OMP_THREAD_LIMIT", "1")
            .envs(std::env::var_os(TESSDATA).map(|place| (TESSDATA, place)))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::NoReader(error.to_string()))?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let input = self.input;
        // A child that stops reading early closes the pipe; what it answers says why.
        let feed = async move {
            if let Some(mut to) = to {
                let _ = to.write_all(&input).await;
            }
        };
        let most = u64::try_from(self.most_answer).unwrap_or(u64::MAX);
        let hear = async move {
            let mut said = Vec::new();
            if let Some(from) = from {
                from.take(most.saturating_add(1)).read_to_end(&mut said).await?;
            }
            Ok::<_, std::io::Error>(said)
        };
        let work = async {
            let ((), said) = tokio::join!(feed, hear);
            Ok::<_, std::io::Error>((child.wait().await?, said?))
        };
        match tokio::time::timeout(self.longest, work).await {
            Err(_) => Err(Failure::TooMuch),
            Ok(Err(error)) => Err(Failure::NoReader(error.to_string())),
            Ok(Ok((_, said))) if said.len() > self.most_answer => Err(Failure::TooMuch),
            Ok(Ok(answer)) => Ok(answer),
        }
    }
}
