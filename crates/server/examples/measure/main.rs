//! What is measured with the portal's own code, in one program: each link of it takes minutes.
//!
//! `measure registry | permission | calendar`, each on a ground of its own, and
//! `measure publish CONFIG COUNT HOST PORT…`, beside nodes that run.

use std::{future::Future, path::PathBuf};

use portal::compose;
use portal_core::{
    AuditConfig, Config, DbUrls, PublicAddress, SecretBox,
    postgres::{OWNER, PrivatePostgres, Settings},
};

mod calendar;
#[path = "../crowd/mod.rs"]
#[expect(dead_code, reason = "nothing is petitioned here")]
mod crowd;
mod permission;
mod publish;
mod registry;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("registry") => registry::measure(),
        Some("permission") => on_ground(permission::measure).await?,
        Some("calendar") => on_ground(calendar::measure).await?,
        Some("publish") => publish::measure(args).await?,
        _ => anyhow::bail!("measure registry | permission | calendar | publish …"),
    }
    Ok(())
}

/// A PostgreSQL of its own, and a folder that goes when all is done.
struct Ground {
    postgres: PrivatePostgres,
    folder: PathBuf,
}

async fn on_ground<T>(measure: impl FnOnce(std::sync::Arc<Ground>) -> T) -> anyhow::Result<()>
where
    T: Future<Output = anyhow::Result<()>>,
{
    let folder = std::env::temp_dir().join(format!("portal-measure-{}", std::process::id()));
    let settings = Settings { data_dir: folder.clone(), bin_dir: None, extra: Vec::new() };
    let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings)).await??;
    let ground = std::sync::Arc::new(Ground { postgres, folder: folder.clone() });
    let outcome = measure(std::sync::Arc::clone(&ground)).await;
    if let Some(ground) = std::sync::Arc::into_inner(ground) {
        tokio::task::spawn_blocking(move || ground.postgres.stop()).await?;
    }
    std::fs::remove_dir_all(&folder)?;
    outcome
}

impl Ground {
    /// An empty database with the portal's tables.
    async fn database(&self, name: &str) -> anyhow::Result<DbUrls> {
        use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
        let mut owner = AsyncPgConnection::establish(&self.postgres.url(OWNER, "postgres")).await?;
        owner.batch_execute(&format!("create database {name}")).await?;
        let url = |role| self.postgres.url(role, name);
        let urls = DbUrls {
            request: url("portal_request"),
            platform: url("portal_platform"),
            owner: url(OWNER),
        };
        compose::migrate(&urls.owner).await?;
        Ok(urls)
    }
}

fn config() -> anyhow::Result<Config> {
    Ok(Config {
        base_domain: "quangtri.localhost".into(),
        public: PublicAddress { scheme: "http".into(), port: None },
        structure: "nd42-2022".into(),
        trusted_proxies: Vec::new(),
        page_cache_bytes: 1 << 20,
        listen: ([127, 0, 0, 1], 0).into(),
        operations: ([127, 0, 0, 1], 0).into(),
        secrets: SecretBox::read(&"5e".repeat(32))?,
        audit: AuditConfig::default(),
        desk: portal_core::DeskConfig::default(),
        inbox: None,
        virus_scan: None,
        search_index: std::env::temp_dir(),
        snapshot: None,
        redis: None,
        program: Config::this_program(),
    })
}
