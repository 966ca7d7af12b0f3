//! Which rows of which tables are a site's, and how they go and come back.

use std::collections::BTreeSet;

use anyhow::Context as _;
use bytes::{Bytes, BytesMut};
use portal_core::SiteId;
use tokio_postgres::Client;

use crate::backup::{
    catalogue::{self, ForeignKey, Table},
    manifest::Manifest,
    restore::{copy_in, open_table},
    vault::Vault,
};

/// The column that says whose a row is, where it is another than `site_id`. A clock goes with the case
/// it is of, and that stands at the site that started it.
const OWNER_COLUMNS: &[(&str, &str)] = &[(SITES, "id"), ("deadlines", "opened_by_site")];
/// Tables that are never rewritten: the record, and work that is under way.
const NEVER: &[&str] = &["facts", "jobs"];
/// The sites themselves: everybody refers to their rows, which are changed where they stand.
pub(super) const SITES: &str = "sites";

/// Which tables are of a site, and how.
pub(super) struct Plan {
    /// Tables whose rows say whose they are, with the column that does.
    own: Vec<(Table, &'static str)>,
    /// Tables whose rows belong to a row of those.
    below: Vec<(Table, ForeignKey, &'static str)>,
    /// Foreign keys of own tables to what all sites share: rows that lack there come back.
    shared: Vec<(Table, ForeignKey, &'static str)>,
}

impl Plan {
    pub(super) async fn of(client: &Client) -> anyhow::Result<Self> {
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
    pub(super) async fn load(
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

    pub(super) async fn remove(&self, client: &Client, site: SiteId) -> anyhow::Result<u64> {
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

    pub(super) async fn put_back(&self, client: &Client, site: SiteId) -> anyhow::Result<u64> {
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
}
