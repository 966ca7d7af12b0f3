//! What is looked at before a release is put into service, and again when a node starts: whether what
//! is acknowledged would outlive a power cut, whether the two walls between sites stand, whether this
//! release and the database fit together (R-O1). `portal preflight`.

use std::{fmt, path::Path, process::ExitCode};

use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use portal_core::{
    DbUrls,
    db::connect,
    files::scan::{Scanner, ScannerAddress},
    limits,
    metrics::Metrics,
};

use crate::{compose, config::Settings};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it must not go into service like this.
    pub is_grave: bool,
    /// What it is, and what to do.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.is_grave { "FAULT" } else { "warning" };
        write!(f, "{word}: {}", self.text)
    }
}

fn grave(text: impl Into<String>) -> Finding {
    Finding { is_grave: true, text: text.into() }
}

fn warning(text: impl Into<String>) -> Finding {
    Finding { is_grave: false, text: text.into() }
}

/// Settings of the database without which something acknowledged can be lost: name, the values that
/// are well, why.
const DURABLE: [(&str, &[&str], &str); 5] = [
    ("fsync", &["on"], "a power cut can lose or break everything"),
    ("full_page_writes", &["on"], "a power cut can break pages that were being written"),
    (
        "synchronous_commit",
        &["on", "remote_write", "remote_apply"],
        "what was acknowledged a moment before a power cut can be lost",
    ),
    ("data_sync_retry", &["off"], "a disk that failed to write may be believed afterwards"),
    ("data_checksums", &["on"], "a page that rots on the disk is not noticed"),
];

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    setting: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    role: String,
    #[diesel(sql_type = sql_types::Bool)]
    is_open: bool,
}

#[derive(QueryableByName)]
struct Role {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Bool)]
    passes_walls: bool,
    #[diesel(sql_type = sql_types::Double)]
    seconds_off: f64,
}

/// Whether whoever sits between here and the database can read along. The server is asked how we
/// came: by what an address says, a proxy on this machine looks like the end of the way.
async fn line(conn: &mut AsyncPgConnection) -> anyhow::Result<Option<Finding>> {
    let line: Line = diesel::sql_query(
        "select current_user::text as role, \
         inet_client_addr() is distinct from inet_server_addr() and not coalesce( \
           (select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as is_open",
    )
    .get_result(conn)
    .await?;
    Ok(line.is_open.then(|| {
        warning(format!(
            "{} reaches the database over the network without TLS: add sslmode=verify-full and \
             sslrootcert to its address, unless a tunnel carries it",
            line.role
        ))
    }))
}

/// What the database's own settings risk, and the way to it.
///
/// # Errors
/// No connection.
pub async fn database_settings(url: &str) -> anyhow::Result<Vec<Finding>> {
    let mut conn = connect(url).await?;
    let settings: Vec<Setting> =
        diesel::sql_query("select name, setting from pg_settings").load(&mut conn).await?;
    let value = |name: &str| {
        settings.iter().find(|it| it.name == name).map_or("", |it| it.setting.as_str())
    };
    let mut found: Vec<Finding> = line(&mut conn).await?.into_iter().collect();
    for (name, good, why) in DURABLE {
        if !good.contains(&value(name)) {
            found.push(warning(format!("PostgreSQL's {name} is {:?}: {why}", value(name))));
        }
    }
    let wanted = limits::REQUEST_CONNECTIONS + limits::PLATFORM_CONNECTIONS + 4;
    let all: usize = value("max_connections").parse().unwrap_or(usize::MAX);
    if all < 2 * wanted {
        found.push(warning(format!(
            "PostgreSQL's max_connections is {all}; each node uses up to {wanted}"
        )));
    }
    Ok(found)
}

/// Whether a role is held by the walls between sites, and how far the clocks are apart.
async fn role(url: &str, wanted: &str) -> Vec<Finding> {
    let asked = async {
        let mut conn = connect(url).await?;
        let role: Role = diesel::sql_query(
            "select rolname::text as name, rolsuper or rolbypassrls as passes_walls, \
             abs(extract(epoch from now() - $1))::float8 as seconds_off \
             from pg_roles where rolname = current_user",
        )
        .bind::<sql_types::Timestamptz, _>(portal_core::Clock::now(&portal_core::SystemClock))
        .get_result(&mut conn)
        .await?;
        anyhow::Ok(role)
    };
    match tokio::time::timeout(2 * limits::DATABASE_CONNECT, asked).await {
        Ok(Ok(role)) => {
            let mut found = Vec::new();
            if role.passes_walls {
                let name = role.name;
                found.push(grave(format!(
                    "the role {name} is a superuser or passes row-level security: sites would not be kept apart"
                )));
            }
            if role.seconds_off > 1.0 {
                found.push(warning(format!(
                    "this machine's clock and the database's are {:.1} s apart",
                    role.seconds_off
                )));
            }
            found
        }
        Ok(Err(error)) => {
            vec![grave(format!("the database is not reached as {wanted}: {error:#}"))]
        }
        Err(_) => vec![grave(format!("the database does not answer {wanted}"))],
    }
}

/// Whether this release and the database fit together. Without the owner's address it is not known.
async fn schema(owner: Option<&str>) -> Vec<Finding> {
    let Some(owner) = owner else {
        return vec![warning(
            "database.owner_url is not set here, so it is not known whether `portal migrate` is needed",
        )];
    };
    match tokio::time::timeout(limits::PULSE_TIME * 10, compose::pending(owner)).await {
        Ok(Ok(pending)) if pending.is_empty() => Vec::new(),
        Ok(Ok(pending)) => pending
            .iter()
            .map(|name| grave(format!("the database lacks {name}; run `portal migrate`")))
            .collect(),
        Ok(Err(error)) => vec![grave(format!("{error:#}"))],
        Err(_) => vec![grave("the database does not answer its owner")],
    }
}

/// Whether a folder's disk has room, in megabytes.
fn room(what: &str, folder: &Path, megabytes: u64) -> Option<Finding> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let stat = rustix::fs::statvfs(there).ok()?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize) >> 20;
    (free < megabytes).then(|| {
        warning(format!(
            "{what} ({}) has {free} MB of room left; {megabytes} are wished",
            folder.display()
        ))
    })
}

fn open_files() -> Option<Finding> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current?;
    let wanted = u64::try_from(limits::CONNECTIONS).unwrap_or(u64::MAX).saturating_add(1_000);
    (limit < wanted).then(|| {
        warning(format!(
            "this account may open {limit} files; {wanted} are needed for as many connections as are taken (LimitNOFILE)"
        ))
    })
}

/// Whether the list of networks can tell visitors apart.
fn desk(settings: &Settings) -> Option<Finding> {
    let core = &settings.core;
    (!core.desk.networks.is_empty() && core.trusted_proxies.is_empty()).then(|| {
        warning(
            "desk.networks is set and trusted_proxies is not: behind a proxy all visitors have the \
             proxy's address, and the desk is open to everybody or to nobody",
        )
    })
}

async fn redis(url: &str) -> Option<Finding> {
    let redis = match portal_core::Redis::open(url) {
        Ok(redis) => redis,
        Err(reason) => return Some(grave(format!("redis.url {reason}"))),
    };
    for _ in 0..20 {
        if redis.is_there().await {
            return None;
        }
        tokio::time::sleep(limits::REDIS_COMMAND).await;
    }
    Some(warning("Redis does not answer: nodes would each go by themselves"))
}

/// Whether what people send is scanned for viruses.
async fn scanner(address: Option<&ScannerAddress>) -> Option<Finding> {
    let Some(address) = address else {
        return Some(warning(
            "virus_scan is not set: files that people send are not scanned for viruses",
        ));
    };
    let there = Scanner::new(address.clone()).is_there(&Metrics::default()).await;
    (!there).then(|| {
        warning(
            "the virus scanner does not answer: files will be taken, and shown to nobody until it does",
        )
    })
}

/// Looks at everything.
pub async fn look(settings: &Settings) -> Vec<Finding> {
    let urls: DbUrls = settings.database.urls();
    let mut found = role(&urls.request, "portal_request").await;
    found.extend(role(&urls.platform, "portal_platform").await);
    match database_settings(&urls.platform).await {
        Ok(settings) => found.extend(settings),
        // Said above.
        Err(error) => tracing::debug!(%error, "the settings are not known"),
    }
    let owner = settings.database.owner.is_some().then_some(&*urls.owner);
    // The platform's is looked at with its settings. Who cannot connect was named above.
    for url in [Some(&*urls.request), owner].into_iter().flatten() {
        let asked = async { line(&mut connect(url).await?).await };
        if let Ok(Ok(open)) = tokio::time::timeout(2 * limits::DATABASE_CONNECT, asked).await {
            found.extend(open);
        }
    }
    found.extend(schema(owner).await);
    found.extend(room("media", &settings.media, 10_240));
    found.extend(room("the search index", &settings.core.search_index, 2_048));
    if let Some(snapshot) = &settings.core.snapshot {
        found.extend(room("the snapshot", snapshot, 2_048));
    }
    found.extend(open_files());
    found.extend(scanner(settings.core.virus_scan.as_ref()).await);
    found.extend(desk(settings));
    if let Some(url) = &settings.core.redis {
        found.extend(redis(secrecy::ExposeSecret::expose_secret(url)).await);
    }
    found
}

/// `portal preflight`: 0 where nothing grave was found.
pub async fn run(settings: &Settings) -> ExitCode {
    println!("desk: {}", settings.core.desk);
    let found = look(settings).await;
    for finding in &found {
        println!("{finding}");
    }
    if found.iter().any(|finding| finding.is_grave) {
        return ExitCode::FAILURE;
    }
    println!("ready for service ({} warnings)", found.len());
    ExitCode::SUCCESS
}
