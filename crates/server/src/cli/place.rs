//! Which installation a command works on.

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Args;
use portal_core::{App, SystemClock, node, postgres};

use crate::{
    backup::vault,
    compose,
    config::{self, ConfigFault, ConfigFaults},
    dev::Ground,
};

/// Which installation: that of a configuration, or that of `portal dev`.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The configuration of the installation to work on [env: PORTAL_CONFIG]
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "data")]
    config: Option<PathBuf>,
    /// The data folder of a `portal dev`, running or not [default: that of this account]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// An installation, opened: its sites are loaded.
pub(super) struct Open {
    /// The process.
    pub app: App,
    /// Its database as the owner, where the installation says how.
    pub owner: Option<String>,
    /// Where its backups go.
    pub backup: vault::Settings,
    ground: Option<Ground>,
}

enum Where {
    Config(PathBuf),
    Data(PathBuf),
}

impl Place {
    fn find(self) -> anyhow::Result<Where> {
        if let Some(file) = self.config {
            return Ok(Where::Config(file));
        }
        if let Some(data) = self.data {
            return Ok(Where::Data(data));
        }
        if let Some(file) = std::env::var_os("PORTAL_CONFIG").filter(|file| !file.is_empty()) {
            return Ok(Where::Config(file.into()));
        }
        let data = postgres::default_data_dir();
        anyhow::ensure!(
            data.join("cluster").exists(),
            "Which installation? Name its configuration in --config or PORTAL_CONFIG, or the data \
             folder of a `portal dev` in --data ({} holds none).",
            data.display()
        );
        Ok(Where::Data(data))
    }

    /// Opens the installation.
    pub(super) async fn open(self) -> anyhow::Result<Open> {
        let open = self.open_empty().await?;
        if let Err(error) = node::load_sites(&open.app).await {
            open.leave().await;
            return Err(error.context(
                "the sites cannot be read; is the database up, and was `portal migrate` run?",
            ));
        }
        Ok(open)
    }

    /// Opens the installation, of which there may be nothing yet.
    pub(super) async fn open_empty(self) -> anyhow::Result<Open> {
        match self.find()? {
            Where::Config(file) => {
                let settings = config::load(&file)?;
                let (urls, clock) = (settings.database.urls(), Arc::new(SystemClock));
                let outside = settings.outside.ready()?;
                let app = compose::app(settings.core, &urls, clock, settings.media, outside)?;
                let owner = settings.database.owner.is_some().then_some(urls.owner);
                Ok(Open { app, owner, backup: settings.backup, ground: None })
            }
            Where::Data(data) => {
                let ground = Ground::lay(&data).await?;
                let port = std::env::var("PORTAL_PORT").ok().and_then(|port| port.parse().ok());
                match ground.app(&data, port.unwrap_or(8080), 0, 1, compose::Outside::default()) {
                    Ok(app) => {
                        let owner = Some(ground.urls.owner.clone());
                        let backup = vault::Settings::beside(&data)?;
                        Ok(Open { app, owner, backup, ground: Some(ground) })
                    }
                    Err(error) => {
                        ground.leave().await;
                        Err(error)
                    }
                }
            }
        }
    }

    /// `portal migrate`.
    pub(super) async fn migrate(self) -> anyhow::Result<ExitCode> {
        let done = match self.find()? {
            Where::Config(file) => {
                let settings = config::load(&file)?;
                if settings.database.owner.is_none() {
                    return Err(no_owner("migrate"));
                }
                compose::migrate(&settings.database.urls().owner).await?
            }
            Where::Data(data) => {
                let ground = Ground::lay(&data).await?;
                let done = compose::migrate(&ground.urls.owner).await;
                ground.leave().await;
                done?
            }
        };
        for version in &done {
            println!("{version}");
        }
        eprintln!("the database is up to date");
        Ok(ExitCode::SUCCESS)
    }
}

/// What only the owner of the database can do, and nobody says who that is.
fn no_owner(what: &str) -> anyhow::Error {
    ConfigFaults(vec![ConfigFault {
        key: "database.owner_url".to_owned(),
        source: None,
        reason: format!("is missing, and only the owner can {what}"),
        remedy: "set it, or PORTAL_DATABASE__OWNER_URL for this command".to_owned(),
    }])
    .into()
}

impl Open {
    /// The database as its owner.
    pub(super) fn owner(&self, what: &str) -> anyhow::Result<&str> {
        self.owner.as_deref().ok_or_else(|| no_owner(what))
    }

    /// Takes down what was started for the command.
    pub(super) async fn leave(self) {
        if let Some(ground) = self.ground {
            drop(self.app);
            ground.leave().await;
        }
    }
}
