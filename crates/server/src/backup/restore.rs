//! Puts a backup back: everything, into a database that is empty.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _, TryStreamExt as _};
use object_store::{ObjectStore, ObjectStoreExt as _, path::Path as StorePath};
use tokio_postgres::Client;

use super::{
    catalogue::{self, Table},
    manifest::{FileEntry, Manifest, TableEntry},
    stream::{self, Packing, Passed, Reading},
    vault::{Vault, file_place, table_place},
};
use crate::compose;

/// Files that are written at once.
const AT_ONCE: usize = 8;
/// By how much the order of the facts jumps in a restored database: more than any portal could have
/// told between the backup and its loss, and a trifle among 64 bits. See `fact_shift`.
const JUMP: i64 = 1_000_000_000;

/// What a restore did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restored {
    /// Rows written.
    pub rows: u64,
    /// Files written.
    pub files: u64,
    /// Files that were there already, whole.
    pub kept: u64,
    /// Size of all files, in bytes.
    pub file_bytes: u64,
    /// What the files took.
    pub files_took: Duration,
    /// What the database took, with the migrations.
    pub database_took: Duration,
}

/// Restores files, then the database; committed last, so that nothing looks restored before all is.
///
/// # Errors
/// A database that is not empty, a backup that is damaged or does not open, the faults of database and
/// stores. The database stays empty then.
pub async fn everything(
    owner_url: &str,
    files: &Arc<dyn ObjectStore>,
    vault: &Vault,
    manifest: &Manifest,
) -> anyhow::Result<Restored> {
    can_be_opened(vault, manifest)?;
    make_room(owner_url).await?;
    let begun = Instant::now();
    let (written, kept) = restore_files(files, vault, manifest, manifest.files.iter()).await?;
    let files_took = begun.elapsed();
    let begun = Instant::now();
    database(owner_url, vault, manifest).await?;
    Ok(Restored {
        rows: manifest.rows(),
        files: written,
        kept,
        file_bytes: manifest.files.iter().map(|file| file.bytes).sum(),
        files_took,
        database_took: begun.elapsed(),
    })
}

/// Refuses what nothing here opens, before anything is touched.
pub(super) fn can_be_opened(vault: &Vault, manifest: &Manifest) -> anyhow::Result<()> {
    anyhow::ensure!(
        !manifest.encrypted || vault.opens(),
        "{} is encrypted. Name the file with its age identity: --identity FILE, or [backup] \
         identity_file in the configuration.",
        manifest.name
    );
    Ok(())
}

/// Sees that a database is empty: without tables, or the portal's without any site. The latter is taken
/// away, so that the schema can be made as the backup has it.
async fn make_room(owner_url: &str) -> anyhow::Result<()> {
    let client = catalogue::connect(owner_url).await?;
    let tables: i64 = client
        .query_one(
            "select count(*) from pg_class \
             where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')",
            &[],
        )
        .await?
        .get(0);
    if tables == 0 {
        return Ok(());
    }
    let ours: bool = client
        .query_one(
            "select to_regclass('sites') is not null and to_regclass('facts') is not null",
            &[],
        )
        .await?
        .get(0);
    let used = if ours {
        client
            .query_one(
                "select exists (select from sites) or exists (select from facts) or exists (select from people)",
                &[],
            )
            .await?
            .get(0)
    } else {
        true
    };
    anyhow::ensure!(
        !used,
        "The database is not empty, and a restore overwrites nothing. Make an empty one (createdb) and \
         name it in [database], or restore one site: portal restore --site CODE."
    );
    client.batch_execute("drop schema public cascade; create schema public").await?;
    Ok(())
}

/// Fills an empty database: the schema as of the backup, its rows, and then what this program's schema
/// has beyond it.
///
/// Foreign keys are taken off and put on again, which checks every row. What was written is read back
/// and compared with the backup before it is committed.
///
/// # Errors
/// As [`everything`].
pub async fn database(owner_url: &str, vault: &Vault, manifest: &Manifest) -> anyhow::Result<()> {
    compose::migrate_to(owner_url, &manifest.migrations).await?;
    let client = catalogue::connect(owner_url).await?;
    client.batch_execute("begin").await?;
    let tables = catalogue::tables(&client).await?;
    fits(&tables, manifest)?;
    let keys = catalogue::foreign_keys(&client).await?;
    for key in &keys {
        let drop = format!("alter table \"{}\" drop constraint \"{}\"", key.table, key.name);
        client.batch_execute(&drop).await?;
    }
    for table in &tables {
        let Table { name, .. } = table;
        let sql = format!("alter table \"{name}\" disable trigger user; truncate \"{name}\"");
        client.batch_execute(&sql).await?;
    }
    for (table, entry) in tables.iter().zip(&manifest.tables) {
        fill(&client, vault, manifest, table, entry).await?;
    }
    for key in &keys {
        let add = format!(
            "alter table \"{}\" add constraint \"{}\" {}",
            key.table, key.name, key.definition
        );
        client
            .batch_execute(&add)
            .await
            .with_context(|| format!("{} of {} does not hold", key.name, key.table))?;
    }
    for (table, entry) in tables.iter().zip(&manifest.tables) {
        compare(&client, table, entry).await?;
        let enable = format!("alter table \"{}\" enable trigger user", table.name);
        client.batch_execute(&enable).await?;
    }
    for sequence in &manifest.sequences {
        client
            .execute(
                "select setval(format('%I', $1::text)::regclass, $2, $3)",
                &[&sequence.name, &sequence.last, &sequence.called],
            )
            .await?;
    }
    go_on_behind(&client).await?;
    client.batch_execute("commit").await?;
    for Table { name, .. } in &tables {
        client.batch_execute(&format!("analyze \"{name}\"")).await?;
    }
    compose::migrate(owner_url).await?;
    Ok(())
}

/// Whether the schema is the one the backup was made of.
fn fits(tables: &[Table], manifest: &Manifest) -> anyhow::Result<()> {
    let here: Vec<_> = tables.iter().map(|table| (&table.name, &table.columns)).collect();
    let there: Vec<_> = manifest.tables.iter().map(|table| (&table.name, &table.columns)).collect();
    if let Some((name, _)) = there.iter().find(|table| !here.contains(table)) {
        anyhow::bail!("table {name} of the backup is not as this program makes it");
    }
    if let Some((name, _)) = here.iter().find(|table| !there.contains(table)) {
        anyhow::bail!("table {name} is not in the backup");
    }
    Ok(())
}

async fn fill(
    client: &Client,
    vault: &Vault,
    manifest: &Manifest,
    table: &Table,
    entry: &TableEntry,
) -> anyhow::Result<()> {
    let Table { name, .. } = table;
    let columns = catalogue::quoted(&entry.columns);
    let passed = copy_in(
        client,
        &format!("copy \"{name}\" ({columns}) from stdin"),
        open_table(vault, manifest, name).await?,
        |piece| piece,
    )
    .await
    .with_context(|| format!("table {name} cannot be restored"))?;
    anyhow::ensure!(
        (passed.sha256.as_str(), passed.lines) == (entry.sha256.as_str(), entry.rows),
        "table {name} of the backup is damaged"
    );
    Ok(())
}

/// A table of a backup, to be read.
pub(super) async fn open_table(
    vault: &Vault,
    manifest: &Manifest,
    table: &str,
) -> anyhow::Result<Reading> {
    let place = table_place(&manifest.name, table, manifest.encrypted);
    Reading::begin(vault.store(), &place, vault.unpacking(manifest, true)).await
}

/// Writes rows into a table, as the statement says, after `select` has had a look at each piece.
pub(super) async fn copy_in(
    client: &Client,
    statement: &str,
    mut reading: Reading,
    mut select: impl FnMut(Bytes) -> Bytes,
) -> anyhow::Result<Passed> {
    let sink = client.copy_in::<_, Bytes>(statement).await?;
    let mut sink = std::pin::pin!(sink);
    while let Some(piece) = reading.next().await {
        let rows = select(piece);
        if !rows.is_empty() {
            sink.send(rows).await?;
        }
    }
    // Before the rows count: where the backup breaks off, they are not all.
    let passed = reading.end().await?;
    sink.finish().await?;
    Ok(passed)
}

/// Reads a table back from the database.
async fn compare(client: &Client, table: &Table, entry: &TableEntry) -> anyhow::Result<()> {
    let rows = client.copy_out(&table.copy_out()).await?;
    let rows = rows.map_err(anyhow::Error::from);
    let (sha256, lines) = stream::sum_rows(rows).await?;
    anyhow::ensure!(
        (sha256.as_str(), lines) == (entry.sha256.as_str(), entry.rows),
        "table {} is not in the database as it is in the backup",
        table.name
    );
    Ok(())
}

/// Lets the order of the facts go on behind everything that was told before the loss.
async fn go_on_behind(client: &Client) -> anyhow::Result<()> {
    let row = client
        .query_one(
            "select greatest(0, $1 + coalesce(max(txid::text::bigint), 0) - pg_current_xact_id()::text::bigint) \
             from (select txid from facts union all select txid from fact_seals) told",
            &[&JUMP],
        )
        .await?;
    let shift: i64 = row.get(0);
    client
        .batch_execute(&format!(
            "create or replace function fact_shift() returns bigint language sql immutable \
             parallel safe as 'select {shift}::bigint'"
        ))
        .await?;
    Ok(())
}

/// Writes those of some files of a backup that are not there yet; gives how many it wrote, and how many
/// were there.
pub(super) async fn restore_files<'a>(
    files: &Arc<dyn ObjectStore>,
    vault: &Vault,
    manifest: &'a Manifest,
    some: impl Iterator<Item = &'a FileEntry>,
) -> anyhow::Result<(u64, u64)> {
    futures_util::stream::iter(some)
        .map(|file| restore_file(files, vault, manifest, file))
        .buffer_unordered(AT_ONCE)
        .try_fold((0, 0), |(written, kept), wrote| {
            std::future::ready(Ok(if wrote { (written + 1, kept) } else { (written, kept + 1) }))
        })
        .await
}

/// Writes a file, unless it is there as it should be.
async fn restore_file(
    files: &Arc<dyn ObjectStore>,
    vault: &Vault,
    manifest: &Manifest,
    file: &FileEntry,
) -> anyhow::Result<bool> {
    let place = StorePath::from(file.path.as_str());
    let there = files.head(&place).await.is_ok_and(|there| there.size == file.bytes)
        && stream::sum_of(files, &place).await.is_ok_and(|(sum, _)| sum == file.sha256);
    if there {
        return Ok(false);
    }
    let stored = file_place(&file.sha256, manifest.encrypted);
    let reading = Reading::begin(vault.store(), &stored, vault.unpacking(manifest, false)).await?;
    stream::store(files, &place, Packing::default(), reading.expecting(&file.sha256))
        .await
        .with_context(|| format!("file {} cannot be restored", file.path))?;
    Ok(true)
}
