//! Puts one site back into a running province, as a backup has it (R-O2).
//!
//! Its rows go and come back with the numbers they had, so that what others have of them still holds.
//! The record and the jobs stay as they are: what happened did happen.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::Context as _;
use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use object_store::ObjectStore;
use portal_core::{Fact as _, PersonId, RequestId, SiteId};
use tokio_postgres::Client;

use super::{
    catalogue::{self, ForeignKey, Table},
    facts::SiteRestored,
    manifest::{FileEntry, Manifest},
    restore::{can_be_opened, copy_in, open_table, restore_files},
    vault::Vault,
};

/// The column that says whose a row is, where it is another than `site_id`. A clock goes with the case
/// it is of, and that stands at the site that started it.
const OWNER_COLUMNS: &[(&str, &str)] = &[(SITES, "id"), ("deadlines", "opened_by_site")];
/// Tables that are never rewritten: the record, and work that is under way.
const NEVER: &[&str] = &["facts", "jobs"];
/// The sites themselves: everybody refers to their rows, which are changed where they stand.
const SITES: &str = "sites";

/// Who wants it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// Who; `None` is the command line in nobody's name.
    pub person: Option<PersonId>,
    /// When.
    pub now: DateTime<Utc>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteDone {
    /// Which site.
    pub site: SiteId,
    /// Rows that were taken out.
    pub removed: u64,
    /// Rows that were put in.
    pub restored: u64,
    /// Files that were missing and were put back.
    pub files: u64,
}

/// Restores one site by its code, in one transaction, and tells of it there.
///
/// Other sites go on; this one's changes wait until it is done. Its people sign in anew only where they
/// are members no more.
///
/// # Errors
/// A backup of another schema, a site that is not in it, something elsewhere that depends on what came
/// after it. Nothing was changed then.
pub async fn one_site(
    owner_url: &str,
    files: &Arc<dyn ObjectStore>,
    vault: &Vault,
    manifest: &Manifest,
    code: &str,
    asker: Asker,
) -> anyhow::Result<SiteDone> {
    can_be_opened(vault, manifest)?;
    let client = catalogue::connect(owner_url).await?;
    same_schema(&client, manifest).await?;
    let site = site_in(vault, manifest, code).await?;
    let is_province = province_in(vault, manifest).await? == Some(site);
    let of_site = manifest.files.iter().filter(|file| belongs(file, site, is_province));
    let (written, _) = restore_files(files, vault, manifest, of_site).await?;
    let plan = Plan::of(&client).await?;
    // Before the transaction: one that writes holds back whoever follows the facts.
    plan.load(&client, vault, manifest, site).await?;
    client.batch_execute("begin; set local lock_timeout = '30s'").await?;
    // Whoever adds a row to the site waits from here on; readers do not.
    client.query("select 1 from sites where id = $1 for update", &[&site.0]).await?;
    client.batch_execute("call defer_foreign_keys(); set constraints all deferred").await?;
    let removed = plan.remove(&client, site).await?;
    let restored = plan.put_back(&client, site).await?;
    let fact = SiteRestored {
        site,
        name: manifest.name.clone(),
        moment: manifest.moment.to_rfc3339(),
        removed,
        restored,
    };
    tell(&client, &fact, asker).await?;
    client.batch_execute("commit").await.map_err(|error| depended_on(&error))?;
    Ok(SiteDone { site, removed, restored, files: written })
}

/// Names what stands in the way of the commit.
fn depended_on(error: &tokio_postgres::Error) -> anyhow::Error {
    let said = error
        .as_db_error()
        .map(|error| format!("{}. {}", error.message(), error.detail().unwrap_or_default()));
    anyhow::anyhow!(
        "The site was not restored: something that came after the backup depends on what would go. {}",
        said.unwrap_or_else(|| error.to_string())
    )
}

async fn same_schema(client: &Client, manifest: &Manifest) -> anyhow::Result<()> {
    let here = catalogue::migrations(client).await?;
    anyhow::ensure!(
        here == manifest.migrations,
        "{} is of another schema than this database ({} migrations there, {} here). Restore all of it \
         into an empty database of its own first (portal restore with another database.owner_url \
         brings it up to date), make a backup of that (portal backup create --to …), and restore the \
         site from there.",
        manifest.name,
        manifest.migrations.len(),
        here.len(),
    );
    Ok(())
}

/// The number of a site, as the backup has it.
async fn site_in(vault: &Vault, manifest: &Manifest, code: &str) -> anyhow::Result<SiteId> {
    find_site(vault, manifest, "code", code)
        .await?
        .with_context(|| format!("{} has no site {code}", manifest.name))
}

async fn province_in(vault: &Vault, manifest: &Manifest) -> anyhow::Result<Option<SiteId>> {
    find_site(vault, manifest, "kind", "province").await
}

async fn find_site(
    vault: &Vault,
    manifest: &Manifest,
    column: &str,
    value: &str,
) -> anyhow::Result<Option<SiteId>> {
    let entry = manifest.table(SITES).context("the backup has no sites")?;
    let at = |name: &str| entry.columns.iter().position(|column| column == name);
    let (id, column) = (at("id").context("sites have no id")?, at(column).context("no column")?);
    let mut reading = open_table(vault, manifest, SITES).await?;
    let mut rows = Vec::new();
    while let Some(piece) = reading.next().await {
        rows.extend_from_slice(&piece);
    }
    reading.end().await?;
    let text = String::from_utf8(rows)?;
    let found = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let mut found = found.filter(|row| row.get(column) == Some(&value));
    Ok(found.next().and_then(|row| row.get(id)?.parse().ok()).map(SiteId))
}

/// Whether a file lies in a folder of the site: `12/…`, `petitions/12/…`. What lies in no site's folder
/// is the province's.
fn belongs(file: &FileEntry, site: SiteId, is_province: bool) -> bool {
    let folders = file.path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let folder = folders.split('/').take(2).find_map(|part| part.parse::<i64>().ok());
    folder.map_or(is_province, |folder| folder == site.0)
}

/// Which tables are of a site, and how.
struct Plan {
    /// Tables whose rows say whose they are, with the column that does.
    own: Vec<(Table, &'static str)>,
    /// Tables whose rows belong to a row of those.
    below: Vec<(Table, ForeignKey, &'static str)>,
    /// Foreign keys of own tables to what all sites share: rows that lack there come back.
    shared: Vec<(Table, ForeignKey, &'static str)>,
}

impl Plan {
    async fn of(client: &Client) -> anyhow::Result<Self> {
        let keys = catalogue::foreign_keys(client).await?;
        let tables: Vec<Table> = catalogue::tables(client)
            .await?
            .into_iter()
            .filter(|table| !NEVER.contains(&table.name.as_str()))
            .collect();
        let (own, others): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|table| owner_column(table).is_some());
        let own: Vec<(Table, &'static str)> = own
            .into_iter()
            .filter_map(|table| owner_column(&table).map(|column| (table, column)))
            .collect();
        let column_of = |name: &str| own.iter().find(|(table, _)| table.name == name);
        let mut below: Vec<(Table, ForeignKey, &'static str)> = Vec::new();
        let mut rest = Vec::new();
        for table in others {
            let above = keys
                .iter()
                .filter(|key| key.table == table.name && key.to != SITES)
                .find_map(|key| column_of(&key.to).map(|(_, column)| (key.clone(), *column)));
            match above {
                Some((key, column)) => below.push((table, key, column)),
                None => rest.push(table),
            }
        }
        let shared = keys
            .iter()
            .filter_map(|key| {
                let (_, column) = column_of(&key.table)?;
                let to = rest.iter().find(|table| table.name == key.to)?;
                Some((to.clone(), key.clone(), *column))
            })
            .collect();
        Ok(Self { own, below, shared })
    }

    /// Reads the backup's rows into tables of this connection, `back_…`: of own tables the site's rows
    /// alone.
    async fn load(
        &self,
        client: &Client,
        vault: &Vault,
        manifest: &Manifest,
        site: SiteId,
    ) -> anyhow::Result<()> {
        for (table, column) in &self.own {
            let at = table.columns.iter().position(|one| one == column);
            let filter = OfSite { column: at.unwrap_or_default(), site: site.to_string() };
            load_table(client, vault, manifest, table, Some(filter)).await?;
        }
        let mut done = BTreeSet::new();
        for (table, ..) in self.below.iter().chain(&self.shared) {
            if done.insert(&table.name) {
                load_table(client, vault, manifest, table, None).await?;
            }
        }
        Ok(())
    }

    async fn remove(&self, client: &Client, site: SiteId) -> anyhow::Result<u64> {
        let mut removed = 0;
        for (table, key, column) in &self.below {
            let sql = format!(
                "delete from \"{}\" t using \"{}\" above where {} and above.{column} = $1",
                table.name,
                key.to,
                joined(key, "t", "above"),
            );
            removed += client.execute(&sql, &[&site.0]).await?;
        }
        let own = || self.own.iter().filter(|(table, _)| table.name != SITES);
        // Counted first: what goes with the row it belongs to is taken out by no statement of ours.
        for (table, column) in own() {
            let sql = format!("select count(*) from \"{}\" where {column} = $1", table.name);
            let rows: i64 = client.query_one(&sql, &[&site.0]).await?.get(0);
            removed += u64::try_from(rows).unwrap_or_default();
        }
        for (table, column) in own() {
            quiet(client, table, true).await?;
            let sql = format!("delete from \"{}\" where {column} = $1", table.name);
            client.execute(&sql, &[&site.0]).await?;
        }
        Ok(removed)
    }

    async fn put_back(&self, client: &Client, site: SiteId) -> anyhow::Result<u64> {
        let mut restored = 0;
        for (table, _) in &self.own {
            let Table { name, .. } = table;
            let columns = table.list();
            let mut sql = format!(
                "insert into \"{name}\" ({columns}) overriding system value \
                 select {columns} from \"back_{name}\""
            );
            if name == SITES {
                let set = table.columns.iter().map(|one| format!("\"{one}\" = excluded.\"{one}\""));
                let set: Vec<String> = set.collect();
                sql.push_str(&format!(" on conflict (id) do update set {}", set.join(", ")));
            }
            restored += client
                .execute(&sql, &[])
                .await
                .with_context(|| format!("table {name} of the site cannot be put back"))?;
            quiet(client, table, false).await?;
        }
        for (table, key, _) in &self.below {
            let Table { name, .. } = table;
            let columns = table.list();
            let sql = format!(
                "insert into \"{name}\" ({columns}) overriding system value \
                 select {columns} from \"back_{name}\" t \
                 where exists (select from \"back_{}\" above where {})",
                key.to,
                joined(key, "t", "above"),
            );
            restored += client.execute(&sql, &[]).await?;
        }
        for (table, key, column) in &self.shared {
            let Table { name, .. } = table;
            let columns = table.list();
            let sql = format!(
                "insert into \"{name}\" ({columns}) overriding system value \
                 select {columns} from \"back_{name}\" shared \
                 where exists (select from \"{}\" t where t.{column} = $1 and {}) \
                 on conflict do nothing",
                key.table,
                joined(key, "t", "shared"),
            );
            restored += client.execute(&sql, &[&site.0]).await?;
        }
        Ok(restored)
    }
}

fn owner_column(table: &Table) -> Option<&'static str> {
    let named = OWNER_COLUMNS.iter().find(|(name, _)| *name == table.name);
    let usual = || table.columns.iter().any(|column| column == "site_id").then_some("site_id");
    named.map(|(_, column)| *column).or_else(usual)
}

/// The condition of a foreign key between two rows.
fn joined(key: &ForeignKey, from: &str, to: &str) -> String {
    let pairs = key.columns.iter().zip(&key.to_columns);
    let equal = pairs.map(|(column, other)| format!("{from}.\"{column}\" = {to}.\"{other}\""));
    equal.collect::<Vec<_>>().join(" and ")
}

/// Rows are put back as they were: nothing is to run because of them.
async fn quiet(client: &Client, table: &Table, quiet: bool) -> anyhow::Result<()> {
    if table.has_triggers {
        let word = if quiet { "disable" } else { "enable" };
        let sql = format!("alter table \"{}\" {word} trigger user", table.name);
        client.batch_execute(&sql).await?;
    }
    Ok(())
}

async fn load_table(
    client: &Client,
    vault: &Vault,
    manifest: &Manifest,
    table: &Table,
    filter: Option<OfSite>,
) -> anyhow::Result<()> {
    let Table { name, .. } = table;
    let entry = manifest.table(name).with_context(|| format!("the backup has no table {name}"))?;
    let columns = catalogue::quoted(&entry.columns);
    let make =
        format!("create temp table \"back_{name}\" as select {columns} from \"{name}\" limit 0");
    client.batch_execute(&make).await?;
    let copy = format!("copy \"back_{name}\" ({columns}) from stdin");
    let mut rest = BytesMut::new();
    let passed =
        copy_in(client, &copy, open_table(vault, manifest, name).await?, |piece| match &filter {
            None => piece,
            Some(filter) => filter.of(&mut rest, &piece),
        })
        .await
        .with_context(|| format!("table {name} of the backup cannot be read"))?;
    anyhow::ensure!(passed.sha256 == entry.sha256, "table {name} of the backup is damaged");
    Ok(())
}

/// Rows of one site among rows as text: a line each, its columns between tabs.
struct OfSite {
    column: usize,
    site: String,
}

impl OfSite {
    /// The rows in a piece that are the site's; what is not yet a whole line waits in `rest`.
    fn of(&self, rest: &mut BytesMut, piece: &[u8]) -> Bytes {
        rest.extend_from_slice(piece);
        let end = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let whole = rest.split_to(end);
        let mut own = BytesMut::new();
        for line in whole.split_inclusive(|byte| *byte == b'\n') {
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let column = text.split(|byte| *byte == b'\t').nth(self.column);
            if column == Some(self.site.as_bytes()) {
                own.extend_from_slice(line);
            }
        }
        own.freeze()
    }
}

/// Tells of it in the same transaction, in the site's name.
async fn tell(client: &Client, fact: &SiteRestored, asker: Asker) -> anyhow::Result<()> {
    let touches: Vec<String> = fact.touches().into_iter().map(|tag| tag.0).collect();
    client
        .execute(
            "insert into facts (at, site_id, person_id, kind, subject, touches, data, request_id) \
             values ($1::text::timestamptz, $2, $3, $4, $5, $6, $7::text::jsonb, $8::text::uuid)",
            &[
                &asker.now.to_rfc3339(),
                &fact.site.0,
                &asker.person.map(|person| person.0),
                &SiteRestored::KIND,
                &fact.subject(),
                &touches,
                &serde_json::to_string(fact)?,
                &RequestId::new().0.to_string(),
            ],
        )
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_site_are_found_wherever_the_pieces_end() {
        let rows = "1\t7\ta\\tb\n2\t8\t7\n3\t7\t\\N\n";
        let filter = OfSite { column: 1, site: "7".into() };
        for at in 0..rows.len() {
            let (first, second) = rows.split_at(at);
            let mut rest = BytesMut::new();
            let mut own = filter.of(&mut rest, first.as_bytes()).to_vec();
            own.extend_from_slice(&filter.of(&mut rest, second.as_bytes()));
            assert_eq!(String::from_utf8(own).unwrap(), "1\t7\ta\\tb\n3\t7\t\\N\n", "at {at}");
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn a_file_is_its_sites_and_what_is_nobodys_is_the_provinces() {
        let file = |path: &str| FileEntry {
            path: path.into(),
            sha256: String::new(),
            bytes: 0,
            modified: DateTime::UNIX_EPOCH,
            stored_sha256: String::new(),
            stored_bytes: 0,
        };
        for (path, of_seven, of_province) in [
            ("7/ab/abcd", true, false),
            ("7/12/abcd", true, false),
            ("12/07/abcd", false, false),
            ("petitions/7/ab/abcd", true, false),
            ("information/12/7", false, false),
            ("petition-mail/abcd", false, true),
        ] {
            assert_eq!(belongs(&file(path), SiteId(7), false), of_seven, "{path}");
            assert_eq!(belongs(&file(path), SiteId(1), true), of_province, "{path}");
        }
    }
}
