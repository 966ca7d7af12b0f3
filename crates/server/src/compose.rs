//! Puts a process together: the one place that knows every crate.

use std::{path::PathBuf, sync::Arc};

use diesel_async::{AsyncMigrationHarness, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use object_store::local::LocalFileSystem;
use portal_auth::{MailAccounts, MailDomain};
use portal_core::{
    App, Clock, Config, Db, DbUrls, Parts, Postman, Redis,
    cache::{Pages, Shared, snapshot::Snapshot},
    db::connect,
    law::Law,
    limits,
};

use secrecy::ExposeSecret as _;

use crate::{modules, tenants};

/// The database lock under which one node at a time migrates.
const MIGRATION_LOCK: i64 = 0x70_6f_72_74_61_6c;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// What an installation reaches beside its database.
#[derive(Default)]
pub struct Outside {
    /// The mail domains whose people sign in with their mail account (R-A1).
    pub mail: Vec<MailDomain>,
    /// Who takes e-mail to the mail system.
    pub post: Option<Arc<dyn Postman>>,
}

/// Builds the process. Nothing is connected to and no site is loaded yet.
///
/// # Errors
/// Faults in the shipped law packs, an address of the database that cannot be read, a folder for
/// files that cannot be made.
pub fn app(
    config: Config,
    urls: &DbUrls,
    clock: Arc<dyn Clock>,
    media: PathBuf,
    outside: Outside,
) -> anyhow::Result<App> {
    std::fs::create_dir_all(&media)
        .map_err(|error| anyhow::anyhow!("{} cannot be made: {error}", media.display()))?;
    let snapshot = config
        .snapshot
        .as_deref()
        .map(|folder| Snapshot::open(folder, config.secrets.clone()))
        .transpose()?;
    let redis = match &config.redis {
        Some(url) => Some(Redis::open(url.expose_secret()).map_err(anyhow::Error::msg)?),
        None => None,
    };
    let shared = redis.clone().map(|redis| Shared::new(redis, config.secrets.clone()));
    let pages = Pages::new(config.page_cache_bytes, shared, snapshot);
    let auth = portal_auth::Auth::new(MailAccounts::new(outside.mail));
    Ok(App::new(Parts {
        db: Db::open(urls, limits::REQUEST_CONNECTIONS, limits::PLATFORM_CONNECTIONS)?,
        clock,
        law: law()?,
        modules: modules::all(&auth),
        tenants: tenants::all(),
        pages: Arc::new(pages),
        redis,
        files: Arc::new(LocalFileSystem::new_with_prefix(media)?.with_fsync(true)),
        gatekeeper: Arc::new(auth),
        post: outside.post,
        config,
    }))
}

/// The law packs of this binary.
///
/// # Errors
/// Every fault in them, one per line.
pub fn law() -> anyhow::Result<Law> {
    Law::shipped().map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the law packs have faults:\n{}", lines.join("\n"))
    })
}

/// Brings the database up to date; gives the versions that were carried out.
///
/// Two nodes may do it at once: the second waits and finds nothing to do.
///
/// # Errors
/// No connection, or a migration that fails; those before it stay.
pub async fn migrate(owner_url: &str) -> anyhow::Result<Vec<String>> {
    let mut conn = connect(owner_url).await?;
    // Held until the connection ends. Another node that migrates is waited for; readers and writers
    // never wait for a migration that waits for a lock: it gives up, and is run again.
    conn.batch_execute(&format!(
        "select pg_advisory_lock({MIGRATION_LOCK}); set lock_timeout = {}",
        limits::MIGRATION_LOCK.as_millis()
    ))
    .await?;
    // The harness blocks, which the runtime of a test would not allow.
    let done: Vec<String> = tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        harness
            .run_pending_migrations(MIGRATIONS)
            .map(|versions| versions.iter().map(ToString::to_string).collect())
            .map_err(|error| anyhow::anyhow!("a migration failed: {error}"))
    })
    .await??;
    // Restoring one site wants all of them so, whatever a migration made of its own.
    let mut conn = connect(owner_url).await?;
    conn.batch_execute("call defer_foreign_keys()").await?;
    Ok(done)
}

/// Brings an empty database up to some versions, in order, and no further.
///
/// # Errors
/// A version that this program does not know, no connection, or a migration that fails.
pub async fn migrate_to(owner_url: &str, versions: &[String]) -> anyhow::Result<()> {
    let wanted = versions.to_vec();
    let conn = connect(owner_url).await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        let known = harness
            .pending_migrations(MIGRATIONS)
            .map_err(|error| anyhow::anyhow!("the schema cannot be made: {error}"))?;
        for version in wanted {
            let migration = known
                .iter()
                .find(|one| one.name().version().to_string() == version)
                .ok_or_else(|| {
                    anyhow::anyhow!(
                        "This program does not know the migration {version}. The backup is of a \
                             newer portal: restore it with that one."
                    )
                })?;
            harness
                .run_migration(migration)
                .map_err(|error| anyhow::anyhow!("migration {version} failed: {error}"))?;
        }
        Ok(())
    })
    .await?
}

/// The migrations of this binary that the database has not seen.
///
/// # Errors
/// No connection.
pub async fn pending(owner_url: &str) -> anyhow::Result<Vec<String>> {
    let conn = connect(owner_url).await?;
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        harness
            .pending_migrations(MIGRATIONS)
            .map(|all| all.iter().map(|one| one.name().to_string()).collect())
            .map_err(|error| anyhow::anyhow!("the state of the database cannot be read: {error}"))
    })
    .await?
}
