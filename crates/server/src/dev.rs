//! `portal dev`: the whole portal with nothing set up. A private PostgreSQL, the schema, a demo
//! province, and an address to open.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use clap::Args;
use diesel_async::SimpleAsyncConnection as _;
use portal_core::{
    App, Config, DbUrls, PublicAddress, SystemClock,
    db::connect,
    mail::Outbox,
    node,
    postgres::{self, OWNER, PrivatePostgres},
};
use tokio::net::TcpListener;

use crate::{
    compose::{self, Outside},
    config::{self, OutsideSettings, load_outside},
    demo,
    serve::Node,
};

/// The base domain in development: browsers resolve everything below `localhost` to this machine.
pub const BASE_DOMAIN: &str = "quangtri.localhost";
/// The law pack the demo province follows.
const STRUCTURE: &str = "nd42-2022";
/// The name of the database in the private server.
const DATABASE: &str = "portal";
/// Stands in the data folder while the demo is being loaded, so that a load cut short is resumed.
const UNFINISHED: &str = "demo-unfinished";

/// Runs everything on this machine: a private PostgreSQL, the schema, a demo province.
#[derive(Debug, Args)]
pub struct DevOptions {
    /// Folder for the database and the files [default: PORTAL_DATA, else a folder of this account]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Port of the sites
    #[arg(long, env = "PORTAL_PORT", default_value_t = 8080)]
    pub port: u16,
    /// Port of metrics and health
    #[arg(long, env = "PORTAL_OPS_PORT", default_value_t = 8081)]
    pub operations_port: u16,
    /// Begin with an empty installation instead of the demo province
    #[arg(long)]
    pub no_demo: bool,
    /// Memory for finished pages in megabytes; 0 renders every page anew
    #[arg(long, value_name = "MB", default_value_t = 64)]
    pub page_cache_mb: u64,
    /// File with `[[mail]]` and `[smtp]`, as in deploy/portal.toml.example
    #[arg(long, env = "PORTAL_MAIL_CONFIG", value_name = "FILE")]
    pub mail_config: Option<PathBuf>,
    /// Folder to write letters to, one file each, in place of sending them
    #[arg(long, env = "PORTAL_OUTBOX", value_name = "DIR")]
    pub outbox: Option<PathBuf>,
}

/// Runs until Ctrl-C, and takes the private PostgreSQL down with it.
///
/// # Errors
/// A taken port, no PostgreSQL, a migration or a demo that fails: sentences that say what to do.
pub async fn run(options: DevOptions) -> anyhow::Result<()> {
    let mail = match &options.mail_config {
        Some(file) => load_outside(file)?,
        None => OutsideSettings::default(),
    };
    // Before anything else starts: a taken port is the commonest trouble.
    anyhow::ensure!(
        options.port != options.operations_port,
        "The sites and the operations both want port {}. {}",
        options.port,
        another(options.port, "OPS_PORT", "--operations-port"),
    );
    let sites = listen(options.port, "PORT", "--port").await?;
    let operations = listen(options.operations_port, "OPS_PORT", "--operations-port").await?;
    let data = options.data.clone().unwrap_or_else(postgres::default_data_dir);
    tracing::info!("starting PostgreSQL in {}", data.display());
    let ground = Ground::lay(&data).await?;
    let node = Node { sites, operations, notice: std::time::Duration::ZERO, traced: false };
    let outcome = serve(&options, &data, &ground, mail, node).await;
    tracing::info!("stopping PostgreSQL");
    ground.leave().await;
    outcome
}

async fn serve(
    options: &DevOptions,
    data: &Path,
    ground: &Ground,
    mail: OutsideSettings,
    node: Node,
) -> anyhow::Result<()> {
    let mut outside = mail.ready()?;
    if let Some(folder) = &options.outbox {
        outside.post = Some(Arc::new(Outbox::new(folder.clone())?));
    }
    let (port, operations) = (options.port, options.operations_port);
    let app = ground.app(data, port, operations, options.page_cache_mb, outside)?;
    node::load_sites(&app).await?;
    if !options.no_demo {
        load_demo(&app, data).await?;
    }
    let outside = [tell_of_mail(&mail), tell_of_scans(&app).await];
    let welcomed = app.clone();
    let welcome = move || greet(&welcomed, port, operations, &outside);
    node.serve(app, ground.urls.clone(), welcome).await
}

/// Loads the demo into an empty installation, or goes on with a load that was cut short.
async fn load_demo(app: &App, data: &Path) -> anyhow::Result<()> {
    let mark = data.join(UNFINISHED);
    if !app.sites.now().is_empty() && !mark.exists() {
        return Ok(());
    }
    std::fs::write(&mark, b"").with_context(|| format!("{} cannot be made", mark.display()))?;
    let progress = |line: &str| eprintln!("{line}");
    demo::load(app, &progress).await.context("the demo province cannot be loaded")?;
    std::fs::remove_file(&mark).with_context(|| format!("{} cannot be removed", mark.display()))
}

/// Who signs in how.
fn tell_of_mail(mail: &OutsideSettings) -> String {
    let domains = mail.domains().join(", ");
    match (domains.is_empty(), mail.sends_mail()) {
        (true, false) => "Mail sign-in is off; PORTAL_MAIL_CONFIG=FILE turns it on".to_owned(),
        (true, true) => "Mail sign-in is off; letters are sent".to_owned(),
        (false, false) => format!("Mail sign-in: {domains}; no letters are sent"),
        (false, true) => format!("Mail sign-in: {domains}; letters are sent"),
    }
}

/// Whether scans are recognised.
async fn tell_of_scans(app: &App) -> String {
    match app.scans.languages(&app.config().program).await {
        Some(languages) => format!("Scans are recognised: {languages}"),
        None => "Scans are not recognised; tesseract-ocr-vie and poppler-utils would do it".into(),
    }
}

/// Says where to go, and what of the world outside there is.
fn greet(app: &App, port: u16, operations: u16, outside: &[String]) {
    let sites = app.sites.now();
    println!();
    match sites.province() {
        Some(province) => {
            println!("  {}", app.url(province, "/"));
            println!("  {}  to sign in", app.url(province, "/dang-nhap"));
        }
        None => {
            println!("  There is no site yet: portal site import demo/units.csv");
            println!("  Then: {}/", app.config().public.origin(&format!("www.{BASE_DOMAIN}")));
        }
    }
    println!(
        "  {} sites on port {port}, for this machine only; Ctrl-C ends everything",
        sites.len()
    );
    for line in outside {
        println!("  {line}");
    }
    println!("  Operations: http://127.0.0.1:{operations}/metrics, /healthz and /readyz\n");
}

/// A private PostgreSQL with the schema in it.
pub struct Ground {
    postgres: PrivatePostgres,
    /// Addresses of its database.
    pub urls: DbUrls,
}

impl Ground {
    /// Starts the server of a data folder, or adopts the live one, and brings its database up to
    /// date.
    ///
    /// # Errors
    /// No PostgreSQL, or a migration that fails.
    pub async fn lay(data: &Path) -> anyhow::Result<Self> {
        let settings =
            postgres::Settings { data_dir: data.to_owned(), bin_dir: None, extra: Vec::new() };
        let postgres =
            tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings)).await??;
        let urls = DbUrls {
            request: postgres.url("portal_request", DATABASE),
            platform: postgres.url("portal_platform", DATABASE),
            owner: postgres.url(OWNER, DATABASE),
        };
        let ground = Self { postgres, urls };
        let made = async {
            ground.make_database().await?;
            let done = compose::migrate(&ground.urls.owner).await?;
            if !done.is_empty() {
                tracing::info!("database brought up to date: {} migrations", done.len());
            }
            anyhow::Ok(())
        };
        match made.await {
            Ok(()) => Ok(ground),
            Err(error) => {
                ground.leave().await;
                Err(error)
            }
        }
    }

    async fn make_database(&self) -> anyhow::Result<()> {
        use diesel::result::{ConnectionError, DatabaseErrorKind, Error};
        if connect(&self.urls.owner).await.is_ok() {
            return Ok(());
        }
        let mut owner = connect(&self.postgres.url(OWNER, "postgres"))
            .await
            .map_err(|error: ConnectionError| anyhow::anyhow!("PostgreSQL refuses us: {error}"))?;
        match owner.batch_execute(&format!("create database {DATABASE}")).await {
            Ok(()) => Ok(()),
            // Another process made it in the same moment.
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(()),
            Err(error) if error.to_string().contains("already exists") => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The process on this ground.
    ///
    /// # Errors
    /// As [`compose::app`].
    pub fn app(
        &self,
        data: &Path,
        port: u16,
        operations: u16,
        page_cache_mb: u64,
        outside: Outside,
    ) -> anyhow::Result<App> {
        let secrets = config::key_file::read_or_make(&data.join("secrets.key"))?;
        let config = Config {
            base_domain: BASE_DOMAIN.into(),
            public: PublicAddress {
                scheme: "http".into(),
                port: Some(port).filter(|port| *port != 80),
            },
            structure: STRUCTURE.into(),
            trusted_proxies: Vec::new(),
            page_cache_bytes: page_cache_mb.saturating_mul(1 << 20),
            listen: (Ipv4Addr::LOCALHOST, port).into(),
            operations: (Ipv4Addr::LOCALHOST, operations).into(),
            secrets,
            audit: portal_core::AuditConfig::default(),
            desk: portal_core::DeskConfig::default(),
            inbox: None,
            virus_scan: None,
            search_index: data.join("search"),
            redis: std::env::var("PORTAL_REDIS").ok().map(Into::into),
            snapshot: Some(data.join("snapshot")),
            program: Config::this_program(),
        };
        compose::app(config, &self.urls, Arc::new(SystemClock), data.join("media"), outside)
    }

    /// Takes the server down, if this process started it.
    pub async fn leave(self) {
        if let Err(error) = tokio::task::spawn_blocking(move || self.postgres.stop()).await {
            tracing::error!(%error, "PostgreSQL was not stopped cleanly");
        }
    }
}

/// Opens a port on this machine's own addresses, both families where there are both.
async fn listen(port: u16, variable: &str, option: &str) -> anyhow::Result<Vec<TcpListener>> {
    let mut open = Vec::new();
    for ip in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
        let address = SocketAddr::new(ip, port);
        match TcpListener::bind(address).await {
            Ok(listener) => open.push(listener),
            Err(error) => match error.kind() {
                io::ErrorKind::AddrInUse => anyhow::bail!(
                    "Port {port} is taken by another program ({address}). {}",
                    another(port, variable, option)
                ),
                io::ErrorKind::PermissionDenied => anyhow::bail!(
                    "This account may not open port {port}. {}",
                    another(8000, variable, option)
                ),
                // A machine without IPv6.
                _ if ip.is_ipv6() => {}
                _ => anyhow::bail!("Port {port} cannot be opened ({address}): {error}"),
            },
        }
    }
    Ok(open)
}

fn another(port: u16, variable: &str, option: &str) -> String {
    let other = port.checked_add(10).unwrap_or(8090);
    format!("Choose another: `make run {variable}={other}`, or `portal dev {option} {other}`.")
}
