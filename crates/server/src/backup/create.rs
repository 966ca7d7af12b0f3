//! Makes a backup: one moment of the whole database, and every file that it knows of.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::{ObjectMeta, ObjectStoreExt as _, path::Path as StorePath};
use portal_core::App;
use tokio_postgres::Client;

use super::{
    catalogue::{self, Table},
    manifest::{FORMAT, FileEntry, Manifest, TableEntry},
    stream,
    vault::{Entry, Settings, Vault, file_place, new_name, table_place},
};

/// Files that are stored at once.
const AT_ONCE: usize = 8;

/// Makes a backup; gives what it holds.
///
/// Tables are read in one transaction that sees one moment and holds nobody up. The files are looked
/// for after that moment has begun: a file is on the disk before the row that names it is committed, so
/// every row of the backup has its file.
///
/// # Errors
/// No encryption where none was waived, another backup at work, the database's or a store's faults. What
/// was stored until then is taken away by [`super::prune`].
pub async fn create(
    app: &App,
    owner_url: &str,
    settings: &Settings,
    vault: &Vault,
) -> anyhow::Result<Manifest> {
    anyhow::ensure!(
        vault.encrypts() || settings.plain,
        "Backups hold personal data and are encrypted: set [backup] recipients = [\"age1…\"] \
         (`age-keygen` makes a pair of keys; keep the secret one elsewhere), or say plain = true."
    );
    let client = catalogue::connect(owner_url).await?;
    catalogue::alone(&client).await?;
    client
        .batch_execute(
            "begin isolation level repeatable read read only; set local row_security = off",
        )
        .await?;
    let moment = app.now();
    let name = new_name(moment);
    // The first question takes the snapshot.
    let migrations = catalogue::migrations(&client).await?;
    let tables = catalogue::tables(&client).await?;
    let (sealed, seal) = head(&client).await?;
    let mut entries = Vec::with_capacity(tables.len());
    for table in &tables {
        entries.push(store_table(&client, vault, &name, table).await?);
    }
    let sequences = catalogue::sequences(&client).await?;
    client.batch_execute("commit").await?;
    let files = store_files(app, vault).await?;
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        name,
        moment,
        encrypted: vault.encrypts(),
        migrations,
        sealed,
        seal,
        tables: entries,
        sequences,
        files,
    };
    vault.finish(&manifest).await?;
    Ok(manifest)
}

async fn head(client: &Client) -> anyhow::Result<(i64, String)> {
    let row = client
        .query_opt(
            "select position, encode(hash, 'hex') from fact_seals order by position desc limit 1",
            &[],
        )
        .await?;
    Ok(row.map_or((0, String::new()), |row| (row.get(0), row.get(1))))
}

async fn store_table(
    client: &Client,
    vault: &Vault,
    backup: &str,
    table: &Table,
) -> anyhow::Result<TableEntry> {
    let rows = client
        .copy_out(&table.copy_out())
        .await
        .with_context(|| format!("table {} cannot be read", table.name))?;
    let place = table_place(backup, &table.name, vault.encrypts());
    let rows = rows.map_err(anyhow::Error::from);
    let passed = stream::store(vault.store(), &place, vault.packing(true), rows).await?;
    Ok(TableEntry {
        name: table.name.clone(),
        columns: table.columns.clone(),
        rows: passed.lines,
        sha256: passed.sha256,
        bytes: passed.bytes,
        stored_sha256: passed.stored_sha256,
        stored_bytes: passed.stored_bytes,
    })
}

/// What the backups that are there know already.
#[derive(Default)]
struct Known {
    by_path: HashMap<String, FileEntry>,
    by_content: HashMap<String, FileEntry>,
}

impl Known {
    async fn of(vault: &Vault) -> anyhow::Result<Self> {
        let there: HashSet<StorePath> =
            vault.files().await?.into_iter().map(|object| object.location).collect();
        let mut known = Self::default();
        let all = vault.list().await?;
        let finished = all.iter().filter_map(Entry::manifest);
        // The oldest first: of a path, the newest says what it is.
        for backup in finished.filter(|backup| backup.encrypted == vault.encrypts()) {
            for file in &backup.files {
                if there.contains(&file_place(&file.sha256, backup.encrypted)) {
                    known.by_content.insert(file.sha256.clone(), file.clone());
                    known.by_path.insert(file.path.clone(), file.clone());
                }
            }
        }
        Ok(known)
    }

    /// A file as it was, where it is as it was: what is kept under a path never changes.
    fn unchanged(&self, file: &ObjectMeta) -> Option<&FileEntry> {
        self.by_path.get(file.location.as_ref()).filter(|known| {
            known.bytes == file.size && known.modified == to_micros(file.last_modified)
        })
    }
}

fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// Stores each content that is not there yet, once; gives all files.
async fn store_files(app: &App, vault: &Vault) -> anyhow::Result<Vec<FileEntry>> {
    let mut known = Known::of(vault).await?;
    let mut files: Vec<FileEntry> = listed(app)
        .map_ok(|file| summed(app, &known, file))
        .try_buffer_unordered(AT_ONCE)
        .try_filter_map(|file| std::future::ready(Ok(file)))
        .try_collect()
        .await?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let new: HashMap<&str, &FileEntry> = files
        .iter()
        .filter(|file| !known.by_content.contains_key(&file.sha256))
        .map(|file| (file.sha256.as_str(), file))
        .collect();
    let stored: Vec<FileEntry> = futures_util::stream::iter(new.into_values().cloned())
        .map(|file| store_file(app, vault, file))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    known.by_content.extend(stored.into_iter().map(|file| (file.sha256.clone(), file)));
    for file in &mut files {
        if let Some(stored) = known.by_content.get(&file.sha256) {
            file.stored_sha256.clone_from(&stored.stored_sha256);
            file.stored_bytes = stored.stored_bytes;
        }
    }
    Ok(files)
}

/// All files of the portal.
fn listed(app: &App) -> impl Stream<Item = anyhow::Result<ObjectMeta>> {
    // A copy that every node makes for itself, where its folder lies among the files.
    let index =
        app.config().search_index.file_name().map(|name| name.to_string_lossy().into_owned());
    let is_index = move |file: &ObjectMeta| {
        let folder = file.location.parts().next().map(|part| part.as_ref().to_owned());
        folder.is_some() && folder == index
    };
    app.files()
        .as_they_lie()
        .list(None)
        .map_err(anyhow::Error::from)
        .try_filter(move |file| std::future::ready(!is_index(file)))
}

/// A file with the sum over its content; nothing where it was deleted since it was listed.
async fn summed(app: &App, known: &Known, file: ObjectMeta) -> anyhow::Result<Option<FileEntry>> {
    if let Some(known) = known.unchanged(&file) {
        return Ok(Some(known.clone()));
    }
    let path = file.location.to_string();
    match stream::sum_of(app.files().as_they_lie(), &file.location).await {
        Ok((sha256, bytes)) => Ok(Some(FileEntry {
            path,
            sha256,
            bytes,
            modified: to_micros(file.last_modified),
            stored_sha256: String::new(),
            stored_bytes: 0,
        })),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("file {path} cannot be read")),
    }
}

async fn store_file(app: &App, vault: &Vault, file: FileEntry) -> anyhow::Result<FileEntry> {
    let place = file_place(&file.sha256, vault.encrypts());
    let path = StorePath::from(file.path.as_str());
    let content = app.files().as_they_lie().get(&path).await?.into_stream();
    let content = content.map_err(anyhow::Error::from);
    let passed = stream::store(vault.store(), &place, vault.packing(false), content).await?;
    anyhow::ensure!(passed.sha256 == file.sha256, "file {} changes while it is read", file.path);
    Ok(FileEntry { stored_sha256: passed.stored_sha256, stored_bytes: passed.stored_bytes, ..file })
}
