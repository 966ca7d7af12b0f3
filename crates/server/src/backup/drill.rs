//! A restore for practice: the newest backup, into a database beside the real one that is made for it
//! and dropped again. What it took is what a real one would take (R-O2).

use std::time::{Duration, Instant};

use anyhow::Context as _;
use portal_core::{
    App,
    db::{Address, connect},
    fact::seals::{self, Verdict},
};

use super::{
    catalogue,
    manifest::{FileEntry, Manifest},
    restore,
    vault::Vault,
    verify,
};

/// How many files are read back.
const SAMPLE: usize = 200;

/// How a drill went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drilled {
    /// What was not as it should be, as sentences.
    pub problems: Vec<String>,
    /// How much younger the portal is than the backup, in seconds: what would be lost.
    pub lost_seconds: i64,
    /// For how long everything would be restored, in seconds: the database as measured, the files by
    /// what those of the sample took.
    pub restore_seconds: i64,
    /// What the database took.
    pub database_took: Duration,
    /// Files that were read back.
    pub sampled: usize,
}

/// Restores a backup for practice.
///
/// # Errors
/// Another backup at work, an owner who may make no database. What is wrong with the backup is in
/// [`Drilled::problems`].
pub async fn drill(
    app: &App,
    owner_url: &str,
    vault: &Vault,
    manifest: &Manifest,
) -> anyhow::Result<Drilled> {
    restore::can_be_opened(vault, manifest)?;
    let owner = catalogue::connect(owner_url).await?;
    catalogue::alone(&owner).await?;
    let real: String = owner.query_one("select current_database()::text", &[]).await?.get(0);
    let stem = format!("{real}_drill");
    drop_scratch(&owner, &stem).await?;
    let scratch = format!("{stem}_{}", uuid::Uuid::new_v4().simple());
    let scratch = scratch.get(..63).unwrap_or(&scratch);
    owner.batch_execute(&format!("create database \"{scratch}\"")).await.context(
        "A database for the drill cannot be made. As a superuser, run: alter role … createdb",
    )?;
    let lost_seconds = (app.now() - manifest.moment).num_seconds();
    let url = with_database(owner_url, scratch);
    let practised = match url {
        Ok(url) => practise(&url, vault, manifest).await,
        Err(error) => Err(error),
    };
    let dropped = drop_scratch(&owner, &stem).await;
    let mut drilled = practised.unwrap_or_else(|error| Drilled {
        problems: vec![format!("{error:#}")],
        ..Drilled::default()
    });
    dropped?;
    drilled.lost_seconds = lost_seconds;
    Ok(drilled)
}

async fn practise(url: &str, vault: &Vault, manifest: &Manifest) -> anyhow::Result<Drilled> {
    let begun = Instant::now();
    restore::database(url, vault, manifest).await?;
    let database_took = begun.elapsed();
    let mut problems = record(url, manifest).await?;
    let sample: Vec<&FileEntry> = sample(&manifest.files);
    let begun = Instant::now();
    problems.extend(verify::verify_files(vault, manifest, sample.iter().copied()).await);
    let bytes =
        |files: &mut dyn Iterator<Item = &FileEntry>| files.map(|file| file.bytes).sum::<u64>();
    let all = bytes(&mut manifest.files.iter());
    let some = bytes(&mut sample.iter().copied()).max(1);
    let files_take = begun.elapsed().as_millis().saturating_mul(u128::from(all)) / u128::from(some);
    let took = database_took.as_millis().saturating_add(files_take).div_ceil(1_000);
    Ok(Drilled {
        problems,
        restore_seconds: i64::try_from(took).unwrap_or(i64::MAX),
        database_took,
        sampled: sample.len(),
        lost_seconds: 0,
    })
}

/// Checks the record in the scratch database, as `portal audit verify` does.
async fn record(url: &str, manifest: &Manifest) -> anyhow::Result<Vec<String>> {
    let conn = connect(url).await?;
    Ok(match seals::verify(&conn).await? {
        Verdict::Whole { head, .. } if head.position == manifest.sealed => Vec::new(),
        Verdict::Whole { head, .. } => vec![format!(
            "the record ends at position {} instead of {}",
            head.position, manifest.sealed
        )],
        Verdict::Broken(breaks) => breaks
            .iter()
            .map(|one| {
                format!("the record is broken at position {}: {:?}", one.position, one.found)
            })
            .collect(),
    })
}

/// Some files, evenly among all.
fn sample(files: &[FileEntry]) -> Vec<&FileEntry> {
    let step = files.len().div_ceil(SAMPLE).max(1);
    files.iter().step_by(step).collect()
}

/// Drops what drills have left, this one's and those that were cut short.
async fn drop_scratch(owner: &tokio_postgres::Client, stem: &str) -> anyhow::Result<()> {
    let left = owner
        .query(
            "select datname::text from pg_database where starts_with(datname, $1)",
            &[&format!("{stem}_")],
        )
        .await?;
    for row in left {
        let name: String = row.get(0);
        owner.batch_execute(&format!("drop database if exists \"{name}\" with (force)")).await?;
    }
    Ok(())
}

/// The address of another database of the same server.
fn with_database(url: &str, database: &str) -> anyhow::Result<String> {
    let changed = (|| {
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        let query = path.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        Some(format!("{scheme}://{host}/{database}{query}"))
    })();
    let changed =
        changed.filter(|url| Address::read(url).is_ok_and(|it| it.database() == Some(database)));
    changed.context("database.owner_url has to be written as postgresql://user@host/database")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_the_same_server() {
        for (url, expected) in [
            ("postgresql://o@h/portal", "postgresql://o@h/x"),
            (
                "postgresql://o:p@h:5433/portal?sslmode=disable",
                "postgresql://o:p@h:5433/x?sslmode=disable",
            ),
            ("postgresql://o@%2Frun%2Fpg/portal", "postgresql://o@%2Frun%2Fpg/x"),
        ] {
            assert_eq!(with_database(url, "x").unwrap(), expected);
        }
        for url in ["host=h dbname=portal", "postgresql://o@h/portal?dbname=portal"] {
            assert!(with_database(url, "x").is_err(), "{url}");
        }
    }

    #[test]
    fn a_sample_is_taken_evenly() {
        let file = |number: usize| FileEntry {
            path: number.to_string(),
            sha256: String::new(),
            bytes: 1,
            modified: chrono::DateTime::UNIX_EPOCH,
            stored_sha256: String::new(),
            stored_bytes: 1,
        };
        for many in [0, 1, 199, 200, 201, 5_000] {
            let files: Vec<FileEntry> = (0..many).map(file).collect();
            let some = sample(&files).len();
            assert!(some <= SAMPLE && some >= many.min(SAMPLE / 2), "{some} of {many}");
        }
    }
}
