//! Puts one site back into a running province, as a backup has it (R-O2).
//!
//! Its rows go and come back with the numbers they had, so that what others have of them still holds.
//! The record and the jobs stay as they are: what happened did happen.

use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use object_store::ObjectStore;
use portal_core::{Fact as _, PersonId, RequestId, SiteId};
use tokio_postgres::Client;

use super::{
    catalogue,
    facts::SiteRestored,
    manifest::{FileEntry, Manifest},
    restore::{can_be_opened, open_table, restore_files},
    vault::Vault,
};

mod plan;

use plan::{Plan, SITES};

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
         into an empty database first, with a configuration of its own (portal restore --config …): that \
         brings it up to date. Make a backup there (portal backup create --to …), and restore the site \
         from that one.",
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
