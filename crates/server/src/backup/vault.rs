//! Where backups lie: a folder, here or mounted from elsewhere, or a bucket of an S3 store.
//!
//! ```text
//! <to>/20261129T183000Z-3f9a2c/manifest.json    what it holds; written last
//!                             /manifest.mac     that it was this installation that wrote it
//!                             /tables/items.zst.age
//! <to>/files/ab/abcd….age                       uploaded files by content, for all backups
//! ```

use std::{os::unix::fs::DirBuilderExt as _, path::Path, str::FromStr as _, sync::Arc};

use age::x25519::{Identity, Recipient};
use anyhow::Context as _;
use chrono::{DateTime, NaiveDateTime, Utc};
use futures_util::TryStreamExt as _;
use object_store::{
    ObjectMeta, ObjectStore, ObjectStoreExt as _, aws::AmazonS3Builder, local::LocalFileSystem,
    path::Path as StorePath, prefix::PrefixStore,
};
use portal_core::SecretBox;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    manifest::{FORMAT, Manifest},
    prune::Keep,
    stream::{Packing, Unpacking, of_store},
};

/// Purpose of the key that signs manifests.
const PURPOSE: &str = "backup.manifest";
const MANIFEST: &str = "manifest.json";
const MAC: &str = "manifest.mac";
/// Folder of the files of all backups.
const FILES: &str = "files";

/// What an installation sets about its backups (R-O2).
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where they go: `file:///…` or `s3://bucket/prefix`.
    pub to: Option<String>,
    /// How an S3 store is reached.
    pub s3: S3,
    /// Public keys that everything is encrypted to.
    pub recipients: Vec<Recipient>,
    /// Whether backups may be made without encryption.
    pub plain: bool,
    /// File with the keys that open backups: only where they are restored.
    pub identity_file: Option<std::path::PathBuf>,
    /// For how long they stay.
    pub keep: Keep,
}

impl Settings {
    /// Those of a `portal dev`: beside its data, and not encrypted.
    ///
    /// # Errors
    /// A folder that has no absolute path.
    pub fn beside(data: &Path) -> anyhow::Result<Self> {
        let folder = std::path::absolute(data)?.join("backups");
        let to = Some(format!("file://{}", folder.display()));
        Ok(Self { to, plain: true, ..Self::default() })
    }
}

/// How an S3 store is reached.
#[derive(Debug, Clone, Default)]
pub struct S3 {
    /// Its address, where it is not Amazon's.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Name of the key.
    pub access_key_id: Option<String>,
    /// The key.
    pub secret_access_key: Option<SecretString>,
}

/// The place of all backups of an installation.
pub struct Vault {
    store: Arc<dyn ObjectStore>,
    recipients: Arc<[Recipient]>,
    identities: Arc<[Identity]>,
    secrets: SecretBox,
}

/// A backup in a vault.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// When it was begun.
    pub begun: DateTime<Utc>,
    /// How it is.
    pub state: State,
}

/// How a backup is.
#[derive(Debug, Clone)]
pub enum State {
    /// Whole, as far as its manifest goes.
    Finished(Box<Manifest>),
    /// Being made, or cut short.
    Unfinished,
    /// Its manifest cannot be believed: why.
    Damaged(String),
}

impl Entry {
    /// What it holds, once it is finished.
    pub fn manifest(&self) -> Option<&Manifest> {
        match &self.state {
            State::Finished(manifest) => Some(manifest),
            State::Unfinished | State::Damaged(_) => None,
        }
    }

    /// Why its manifest cannot be believed, where it cannot.
    pub fn damaged(&self) -> Option<&str> {
        match &self.state {
            State::Damaged(reason) => Some(reason),
            State::Finished(_) | State::Unfinished => None,
        }
    }
}

impl Vault {
    /// Opens the place of an installation's backups. `url` goes before what is set.
    ///
    /// # Errors
    /// No place, one that cannot be reached, an identity that cannot be read.
    pub fn open(
        settings: &Settings,
        url: Option<&str>,
        identity: Option<&Path>,
        secrets: &SecretBox,
    ) -> anyhow::Result<Self> {
        let url = url.or(settings.to.as_deref()).context(
            "It is not said where backups lie: set [backup] to = \"file:///…\" or \"s3://…\" in the \
             configuration, or name it on the command line.",
        )?;
        let identities = match identity.or(settings.identity_file.as_deref()) {
            Some(file) => identities(file)?,
            None => Vec::new(),
        };
        Ok(Self {
            store: store_at(url, &settings.s3)?,
            recipients: settings.recipients.clone().into(),
            identities: identities.into(),
            secrets: secrets.clone(),
        })
    }

    /// The store itself.
    pub fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// Whether what is put here is encrypted.
    pub fn encrypts(&self) -> bool {
        !self.recipients.is_empty()
    }

    /// Whether what is encrypted can be opened.
    pub fn opens(&self) -> bool {
        !self.identities.is_empty()
    }

    /// How tables and files are put here.
    pub fn packing(&self, zstd: bool) -> Packing {
        Packing { zstd, recipients: Arc::clone(&self.recipients) }
    }

    /// How those of a backup are read.
    pub fn unpacking(&self, of: &Manifest, zstd: bool) -> Unpacking {
        Unpacking { zstd, encrypted: of.encrypted, identities: Arc::clone(&self.identities) }
    }

    /// All backups, the oldest first.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn list(&self) -> anyhow::Result<Vec<Entry>> {
        let mut all = Vec::new();
        for (begun, name) in self.names().await? {
            let state = match self.manifest(&name).await {
                Ok(Some(manifest)) => State::Finished(Box::new(manifest)),
                Ok(None) => State::Unfinished,
                Err(error) => State::Damaged(format!("{error:#}")),
            };
            all.push(Entry { name, begun, state });
        }
        Ok(all)
    }

    async fn names(&self) -> anyhow::Result<Vec<(DateTime<Utc>, String)>> {
        let found = self.store.list_with_delimiter(None).await.map_err(of_store)?;
        let folders = found.common_prefixes.iter().filter_map(StorePath::filename);
        let mut names: Vec<_> =
            folders.filter_map(|name| Some((moment_of(name)?, name.to_owned()))).collect();
        names.sort();
        Ok(names)
    }

    /// A finished backup by name; without one, the newest.
    ///
    /// # Errors
    /// When there is none.
    pub async fn find(&self, name: Option<&str>) -> anyhow::Result<Manifest> {
        let found = match name {
            Some(name) => self.manifest(name).await?,
            None => self.newest().await?,
        };
        found.with_context(|| match name {
            Some(name) => format!("There is no finished backup {name} there."),
            None => "There is no finished backup there.".to_owned(),
        })
    }

    /// The newest finished backup; one that cannot be believed is not passed over.
    async fn newest(&self) -> anyhow::Result<Option<Manifest>> {
        for (_, name) in self.names().await?.iter().rev() {
            if let Some(manifest) = self.manifest(name).await? {
                return Ok(Some(manifest));
            }
        }
        Ok(None)
    }

    async fn manifest(&self, name: &str) -> anyhow::Result<Option<Manifest>> {
        let Some(bytes) = self.read(&inside(name, MANIFEST)).await? else { return Ok(None) };
        let mac = self.read(&inside(name, MAC)).await?.unwrap_or_default();
        let mac = hex::decode(mac.trim_ascii()).unwrap_or_default();
        anyhow::ensure!(
            self.secrets.mac_fits(PURPOSE, &bytes, &mac),
            "The manifest of {name} does not fit the keys of this installation (secrets.key_file). \
             Either somebody changed it, or this is another key file: then nothing that is sealed in \
             the backup could be opened either. Put the right key file in its place."
        );
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .with_context(|| format!("the manifest of {name} cannot be read"))?;
        anyhow::ensure!(
            manifest.format == FORMAT,
            "{name} was made by portal {} in a form that this program does not know.",
            manifest.program
        );
        Ok(Some(manifest))
    }

    async fn read(&self, place: &StorePath) -> anyhow::Result<Option<bytes::Bytes>> {
        match self.store.get(place).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(of_store)?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(of_store(error)),
        }
    }

    /// Writes a manifest: with it the backup is finished.
    ///
    /// # Errors
    /// The store's.
    pub async fn finish(&self, manifest: &Manifest) -> anyhow::Result<()> {
        let bytes = serde_json::to_vec_pretty(manifest)?;
        let mac = hex::encode(self.secrets.mac(PURPOSE, &bytes));
        self.store.put(&inside(&manifest.name, MAC), mac.into()).await.map_err(of_store)?;
        self.store.put(&inside(&manifest.name, MANIFEST), bytes.into()).await.map_err(of_store)?;
        Ok(())
    }

    /// Takes a backup away, its manifest first. Files that others share stay.
    ///
    /// # Errors
    /// The store's.
    pub async fn remove(&self, name: &str) -> anyhow::Result<()> {
        match self.store.delete(&inside(name, MANIFEST)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(of_store(error)),
        }
        let inside: Vec<ObjectMeta> =
            self.store.list(Some(&StorePath::from(name))).try_collect().await?;
        for object in inside {
            self.store.delete(&object.location).await?;
        }
        Ok(())
    }

    /// The files that are here, of all backups.
    ///
    /// # Errors
    /// The store's.
    pub async fn files(&self) -> anyhow::Result<Vec<ObjectMeta>> {
        Ok(self.store.list(Some(&StorePath::from(FILES))).try_collect().await?)
    }
}

/// Where a table of a backup lies.
pub fn table_place(backup: &str, table: &str, encrypted: bool) -> StorePath {
    let end = if encrypted { "zst.age" } else { "zst" };
    inside(backup, &format!("tables/{table}.{end}"))
}

/// Where a file with some content lies.
pub fn file_place(sha256: &str, encrypted: bool) -> StorePath {
    let folder = sha256.get(..2).unwrap_or_default();
    let end = if encrypted { ".age" } else { "" };
    StorePath::from(format!("{FILES}/{folder}/{sha256}{end}"))
}

fn inside(backup: &str, path: &str) -> StorePath {
    StorePath::from(format!("{backup}/{path}"))
}

const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// A name for a backup begun at a moment.
pub fn new_name(moment: DateTime<Utc>) -> String {
    let id = uuid::Uuid::new_v4().simple().to_string();
    format!("{}-{}", moment.format(STAMP), id.get(..6).unwrap_or_default())
}

fn moment_of(name: &str) -> Option<DateTime<Utc>> {
    let (stamp, _) = name.split_once('-')?;
    NaiveDateTime::parse_from_str(stamp, STAMP).ok().map(|moment| moment.and_utc())
}

fn store_at(url: &str, s3: &S3) -> anyhow::Result<Arc<dyn ObjectStore>> {
    if let Some(folder) = url.strip_prefix("file://") {
        anyhow::ensure!(folder.starts_with('/'), "{url} names no folder: write file:///…");
        // What is not encrypted is for this account alone.
        let mut maker = std::fs::DirBuilder::new();
        maker.recursive(true).mode(0o700);
        maker.create(folder).with_context(|| format!("{folder} cannot be made"))?;
        return Ok(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)));
    }
    let Some(rest) = url.strip_prefix("s3://") else {
        anyhow::bail!("{url} is no place for backups: write file:///… or s3://bucket/prefix")
    };
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    // Somebody else may have chosen already; then it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = AmazonS3Builder::new().with_bucket_name(bucket);
    if let Some(endpoint) = &s3.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    builder = builder.with_region(s3.region.as_deref().unwrap_or("us-east-1"));
    if let (Some(id), Some(key)) = (&s3.access_key_id, &s3.secret_access_key) {
        builder = builder.with_access_key_id(id).with_secret_access_key(key.expose_secret());
    }
    Ok(Arc::new(PrefixStore::new(builder.build()?, prefix)))
}

fn identities(file: &Path) -> anyhow::Result<Vec<Identity>> {
    let text = SecretString::from(
        std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?,
    );
    let lines = text.expose_secret().lines().map(str::trim);
    let keys: Vec<Identity> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(Identity::from_str)
        .collect::<Result<_, _>>()
        .map_err(|reason| anyhow::anyhow!("{}: {reason}", file.display()))?;
    anyhow::ensure!(!keys.is_empty(), "{} holds no age identity", file.display());
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_when_it_was_begun() {
        let moment = "2026-11-29T18:30:00Z".parse().unwrap();
        let name = new_name(moment);
        assert!(name.starts_with("20261129T183000Z-") && name.len() == 23, "{name}");
        assert_eq!(moment_of(&name), Some(moment));
        for other in ["files", "20261129-x", "manifest.json"] {
            assert_eq!(moment_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        for url in ["/var/backups", "file://var", "ftp://x/y", ""] {
            assert!(store_at(url, &S3::default()).is_err(), "{url}");
        }
        assert!(store_at("s3://bucket/portal", &S3::default()).is_ok());
    }
}
