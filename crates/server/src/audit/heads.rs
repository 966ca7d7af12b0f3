//! The head of the chain, written down each hour where whoever can write to the database cannot: a
//! chain that was made anew from its beginning is whole in itself, and does not hold what was written
//! down of the old one.

use std::{io::Write as _, path::Path, time::Duration};

use chrono::{DateTime, SecondsFormat, Utc};
use portal_core::{App, Ctx, Job, fact::seals};
use serde::{Deserialize, Serialize};

/// How often the head is written down.
pub(super) const WRITTEN: Duration = Duration::from_secs(60 * 60);
/// The file in the folder that `audit.heads` names.
const FILE: &str = "heads.txt";

/// Writes the head of the chain into the log, in a line of its own kind (`target` is
/// `portal::audit::head`), and behind what stands in the file of heads, where a folder for it is set.
/// Gives what was written; nothing before the first seal.
///
/// Requirement: R-A6; SECURITY rule 32.
///
/// # Errors
/// The database does not answer, or the file takes nothing more.
pub async fn write_head(app: &App, now: DateTime<Utc>) -> anyhow::Result<Option<String>> {
    let head = {
        let conn = app.db().platform().await?;
        seals::head(&conn).await?
    };
    if head.position == 0 {
        return Ok(None);
    }
    let head = head.to_string();
    tracing::info!(target: "portal::audit::head", head, "the head of the record");
    if let Some(folder) = app.config().audit.heads.clone() {
        let line = format!("{} {head}\n", now.to_rfc3339_opts(SecondsFormat::Secs, true));
        tokio::task::spawn_blocking(move || append(&folder, &line)).await??;
    }
    Ok(Some(head))
}

/// One line goes out in one piece: nodes that share the folder do not mix theirs.
fn append(folder: &Path, line: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(FILE);
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

/// The heads in such a file, the oldest first: the last word of each line.
pub fn read_heads(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.split_whitespace().next_back())
}

/// Each hour, once in the cluster.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WriteHead {}

impl Job for WriteHead {
    const KIND: &'static str = "audit.write-head";
    const MODULE: &'static str = super::KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        write_head(&app, ctx.now).await.map(drop)
    }
}
