//! The configuration of `portal serve`: TOML and environment, checked whole before anything starts.
//!
//! Every fault is named at once, with the key, the reason and what to do.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
    value::{Dict, Value},
};
use portal_core::{
    AuditConfig, Config, DbUrls, PublicAddress, SecretBox, db::Address, files::scan::ScannerAddress,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;

use crate::audit::Target;

mod backup;
mod desk;
mod fault;
pub mod key_file;
mod keys;
mod mail;
#[cfg(test)]
mod tests;

pub use fault::{ConfigFault, ConfigFaults};
use keys::{KEYS, Key, NOT_KEYS};
pub use mail::{OutsideSettings, load_outside};

/// Everything an installation sets.
#[derive(Debug)]
pub struct Settings {
    /// What core and the modules need of it.
    pub core: Config,
    /// Where the database is.
    pub database: Database,
    /// Folder of the uploaded files.
    pub media: PathBuf,
    /// The mail systems people sign in at, and the relay letters go out by.
    pub outside: OutsideSettings,
    /// Collector of traces, where there is one.
    pub otlp: Option<String>,
    /// Form of the log.
    pub log: LogFormat,
    /// Where backups go.
    pub backup: crate::backup::vault::Settings,
}

/// Where the database is, one address per role. They hold passwords and do not print themselves.
#[derive(Debug)]
pub struct Database {
    /// As `portal_request`.
    pub request: SecretString,
    /// As `portal_platform`.
    pub platform: SecretString,
    /// As the owner; `portal migrate` needs it, a node does not.
    pub owner: Option<SecretString>,
}

impl Database {
    /// The addresses as core takes them.
    pub fn urls(&self) -> DbUrls {
        DbUrls {
            request: self.request.expose_secret().to_owned(),
            platform: self.platform.expose_secret().to_owned(),
            owner: self
                .owner
                .as_ref()
                .map(|url| url.expose_secret().to_owned())
                .unwrap_or_default(),
        }
    }
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// For a person at a terminal.
    Text,
}

/// Reads and checks the configuration: the file, and over it `PORTAL_…` of the environment
/// (`PORTAL_DATABASE__REQUEST_URL` is `database.request_url`).
///
/// # Errors
/// Every fault there is.
pub fn load(file: &Path) -> Result<Settings, ConfigFaults> {
    if let Err(error) = std::fs::read_to_string(file) {
        return Err(ConfigFaults::of(
            file.display(),
            format!("cannot be read: {error}"),
            "name the configuration in --config or PORTAL_CONFIG",
        ));
    }
    let figment = Figment::from(Toml::file_exact(file))
        .merge(Env::prefixed("PORTAL_").ignore(NOT_KEYS).split("__"));
    check(figment, &file.display().to_string())
}

fn check(figment: Figment, file: &str) -> Result<Settings, ConfigFaults> {
    let mut reader = Reader { figment, faults: Vec::new() };
    match reader.figment.extract::<Dict>() {
        Ok(all) => reader.unknown("", &all),
        // Syntax: nothing more can be said before it is mended.
        Err(error) => {
            let remedy = "mend the TOML there";
            return Err(ConfigFaults::of(file, error.to_string(), remedy));
        }
    }
    let settings = reader.settings();
    match settings {
        Some(settings) if reader.faults.is_empty() => Ok(settings),
        _ => Err(ConfigFaults(reader.faults)),
    }
}

struct Reader {
    figment: Figment,
    faults: Vec<ConfigFault>,
}

impl Reader {
    /// Reads everything before it gives up on anything.
    fn settings(&mut self) -> Option<Settings> {
        let listen = self.address(keys::LISTEN);
        let operations = self.address(keys::OPERATIONS);
        if let (Some(listen), Some(operations)) = (listen, operations)
            && listen.port() == operations.port()
            && listen.port() != 0
            && (listen.ip() == operations.ip()
                || listen.ip().is_unspecified()
                || operations.ip().is_unspecified())
        {
            self.refuse(keys::OPERATIONS, "is the address the sites are served on");
        }
        let base_domain = self.text(keys::BASE_DOMAIN);
        let base_domain = self.only_if(keys::BASE_DOMAIN, base_domain, |it| is_domain(it));
        let scheme = self.optional(keys::SCHEME).unwrap_or_else(|| "https".to_owned());
        let fits = scheme == "https" || scheme == "http";
        let scheme = self.only_if(keys::SCHEME, Some(scheme), |_| fits);
        let port = self.optional(keys::PORT);
        let structure = self.text(keys::STRUCTURE);
        let structure = structure.filter(|key| self.is_structure(key));
        let database = self.database();
        let media = self.text(keys::MEDIA).map(PathBuf::from);
        let media = media.filter(|folder| self.is_folder(keys::MEDIA, folder));
        // A copy that is made anew where it is missing: the folder need not be there.
        let beside = media.as_ref().map(|media| media.with_file_name("search"));
        let search_index = self.optional::<PathBuf>(keys::SEARCH).or(beside);
        let beside = media.as_ref().map(|media| media.with_file_name("snapshot"));
        let snapshot = self.optional::<PathBuf>(keys::SNAPSHOT).or(beside);
        let redis = self.redis();
        let megabytes: u64 = self.optional(keys::PAGE_CACHE).unwrap_or(64);
        let megabytes =
            self.only_if(keys::PAGE_CACHE, Some(megabytes), |mb| (1..=1_048_576).contains(mb));
        let proxies = self.optional(keys::PROXIES).unwrap_or_default();
        let trusted_proxies = self.proxies(proxies);
        let secrets = self.secrets();
        let outside = self.outside();
        let otlp = self.otlp();
        let log = self.log();
        let audit = self.audit();
        let desk = self.desk();
        let inbox = self.inbox();
        let virus_scan = self.virus_scan();
        let backup = self.backup();
        Some(Settings {
            core: Config {
                base_domain: base_domain?,
                public: PublicAddress { scheme: scheme?, port },
                structure: structure?,
                trusted_proxies,
                page_cache_bytes: megabytes?.saturating_mul(1 << 20),
                listen: listen?,
                operations: operations?,
                secrets: secrets?,
                audit,
                desk,
                inbox,
                virus_scan,
                search_index: search_index?,
                snapshot: Some(snapshot?),
                redis,
                program: Config::this_program(),
            },
            database: database?,
            media: media?,
            outside,
            otlp,
            log,
            backup,
        })
    }

    fn database(&mut self) -> Option<Database> {
        let mut role = |key: Key, needed: bool| -> Option<(SecretString, [Option<String>; 2])> {
            let url = if needed { self.text(key) } else { self.optional::<String>(key) }?;
            let address = match Address::read(&url) {
                Ok(address) => address,
                Err(reason) => {
                    self.refuse(key, &reason);
                    return None;
                }
            };
            let names = [address.role(), address.database()].map(|it| it.map(ToOwned::to_owned));
            if names.iter().any(Option::is_none) {
                self.refuse(key, "does not name a user and a database");
                return None;
            }
            Some((url.into(), names))
        };
        let request = role(keys::REQUEST_URL, true);
        let platform = role(keys::PLATFORM_URL, true);
        let owner = role(keys::OWNER_URL, false);
        // With another role, row-level security would not hold.
        for (key, wanted, found) in [
            (keys::REQUEST_URL, "portal_request", &request),
            (keys::PLATFORM_URL, "portal_platform", &platform),
        ] {
            if let Some((_, [Some(user), _])) = found
                && user != wanted
            {
                self.refuse(key, &format!("connects as `{user}` instead of `{wanted}`"));
            }
        }
        // What the owner migrates and restores is what the others serve.
        if let (Some((_, [_, served])), Some((_, [_, owned]))) = (&platform, &owner)
            && served != owned
        {
            self.refuse(keys::OWNER_URL, "names another database than platform_url");
        }
        Some(Database { request: request?.0, platform: platform?.0, owner: owner.map(|it| it.0) })
    }

    fn secrets(&mut self) -> Option<SecretBox> {
        let file = self.text(keys::KEY_FILE).map(PathBuf::from)?;
        let read = key_file::read(&file);
        if let Err(reason) = &read {
            self.refuse(keys::KEY_FILE, &format!("({}) {reason}", file.display()));
        }
        read.ok()
    }

    fn redis(&mut self) -> Option<SecretString> {
        let url: String = self.optional(keys::REDIS)?;
        if let Err(reason) = portal_core::Redis::open(&url) {
            self.refuse(keys::REDIS, &reason);
        }
        Some(url.into())
    }

    fn otlp(&mut self) -> Option<String> {
        let url = self.optional::<String>(keys::OTLP)?;
        let fits = url.strip_prefix("http://").is_some_and(|rest| !rest.is_empty());
        self.only_if(keys::OTLP, Some(url), |_| fits)
    }

    fn audit(&mut self) -> AuditConfig {
        let fewest = AuditConfig::FEWEST_MONTHS;
        let months = self.optional(keys::AUDIT_MONTHS).unwrap_or(fewest);
        let months = self.only_if(keys::AUDIT_MONTHS, Some(months), |it| *it >= fewest);
        let syslog: Option<String> = self.optional(keys::AUDIT_SYSLOG);
        let syslog = syslog.and_then(|target| match target.parse::<Target>() {
            Ok(_) => Some(target),
            Err(reason) => {
                self.refuse(keys::AUDIT_SYSLOG, reason);
                None
            }
        });
        let heads: Option<PathBuf> = self.optional(keys::AUDIT_HEADS);
        let heads = heads.filter(|folder| self.is_folder(keys::AUDIT_HEADS, folder));
        AuditConfig { keep_months: months.unwrap_or(fewest), syslog, heads }
    }

    fn virus_scan(&mut self) -> Option<ScannerAddress> {
        let address: String = self.optional(keys::VIRUS_SCAN)?;
        match address.parse() {
            Ok(address) => Some(address),
            Err(reason) => {
                self.refuse(keys::VIRUS_SCAN, reason);
                None
            }
        }
    }

    fn log(&mut self) -> LogFormat {
        match self.optional::<String>(keys::LOG).as_deref() {
            None | Some("json") => LogFormat::Json,
            Some("text") => LogFormat::Text,
            Some(_) => {
                self.refuse(keys::LOG, "is neither `json` nor `text`");
                LogFormat::Json
            }
        }
    }

    fn is_structure(&mut self, key: &str) -> bool {
        let law = match crate::compose::law() {
            Ok(law) => law,
            Err(error) => {
                self.refuse(keys::STRUCTURE, &error.to_string());
                return false;
            }
        };
        if law.pack(key).is_some_and(|pack| pack.structure().is_some()) {
            return true;
        }
        let known: Vec<&str> = law
            .packs()
            .iter()
            .filter(|pack| pack.structure().is_some())
            .map(|pack| pack.key.as_str())
            .collect();
        self.refuse(
            keys::STRUCTURE,
            &format!("`{key}` is no law pack with a structure; there are {}", known.join(", ")),
        );
        false
    }

    fn is_folder(&mut self, key: Key, folder: &Path) -> bool {
        // Another process may be checking the same folder.
        let probe = folder.join(format!(".portal-{}", uuid::Uuid::new_v4()));
        let tried = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&probe, b""))
            .and_then(|()| std::fs::remove_file(&probe));
        if let Err(error) = &tried {
            let reason = format!("{} cannot be written to: {error}", folder.display());
            self.refuse(key, &reason);
        }
        tried.is_ok()
    }

    fn proxies(&mut self, named: Vec<String>) -> Vec<IpAddr> {
        let mut good = Vec::new();
        for address in named {
            match address.parse() {
                Ok(address) => good.push(address),
                Err(_) => self.refuse(keys::PROXIES, &format!("`{address}` is no IP address")),
            }
        }
        good
    }

    fn address(&mut self, key: Key) -> Option<SocketAddr> {
        let text = self.text(key)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.refuse(key, &format!("`{text}` is no IP address with a port"));
        }
        parsed
    }

    /// A text that has to be there.
    fn text(&mut self, key: Key) -> Option<String> {
        if self.figment.find_value(key.path).is_err() {
            self.refuse(key, "is missing");
            return None;
        }
        let text = self.optional::<String>(key)?;
        if text.trim().is_empty() {
            self.refuse(key, "is empty");
            return None;
        }
        Some(text)
    }

    /// A value that may be left out.
    fn optional<T: DeserializeOwned>(&mut self, key: Key) -> Option<T> {
        let value = self.figment.find_value(key.path).ok()?;
        match value.deserialize() {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(key, &format!("has the wrong type: {}", error.kind));
                None
            }
        }
    }

    fn only_if<T>(&mut self, key: Key, value: Option<T>, fits: impl Fn(&T) -> bool) -> Option<T> {
        let value = value?;
        if fits(&value) {
            return Some(value);
        }
        self.refuse(key, "has a value that does not fit");
        None
    }

    fn refuse(&mut self, key: Key, reason: &str) {
        self.faults.push(ConfigFault {
            key: key.path.to_owned(),
            source: self.source(key.path),
            reason: reason.to_owned(),
            remedy: key.remedy(),
        });
    }

    /// Where a value was set.
    fn source(&self, path: &str) -> Option<String> {
        let from = self.figment.find_metadata(path)?;
        Some(match &from.source {
            Some(figment::Source::File(file)) => file.display().to_string(),
            _ => keys::variable(path),
        })
    }

    /// Names the keys that nobody reads.
    fn unknown(&mut self, above: &str, dict: &Dict) {
        for (name, value) in dict {
            let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
            let is_table = KEYS.iter().any(|key| key.path.starts_with(&format!("{path}.")));
            match value {
                Value::Dict(_, below) if is_table => self.unknown(&path, below),
                _ if KEYS.iter().any(|key| key.path == path) || path == mail::MAIL => {}
                _ => {
                    let reason = if is_table { "has to be a table" } else { "is no known key" };
                    let below = KEYS.iter().filter(|key| key.path.starts_with(above));
                    let known: Vec<&str> = below.map(|key| key.path).collect();
                    self.faults.push(ConfigFault {
                        source: self.source(&path),
                        key: path,
                        reason: reason.to_owned(),
                        remedy: format!("remove it, or write one of: {}", known.join(", ")),
                    });
                }
            }
        }
    }
}

/// Whether a text can be a domain: labels of `a-z 0-9 -`, at least two.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 200 && text.contains('.') && text.split('.').all(label)
}
