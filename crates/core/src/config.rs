//! What an installation sets; the server reads it from TOML and the environment.

use std::{net::SocketAddr, path::PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{DeskConfig, SecretBox, files::scan::ScannerAddress, mail::Endpoint};

/// How the world reaches the sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicAddress {
    /// `https`, or `http` in development.
    pub scheme: String,
    /// Port in addresses, where it is not the scheme's own.
    #[serde(default)]
    pub port: Option<u16>,
}

impl PublicAddress {
    /// The origin of a host: `https://soyte.quangtri.gov.vn`.
    pub fn origin(&self, host: &str) -> String {
        match self.port {
            Some(port) => format!("{}://{host}:{port}", self.scheme),
            None => format!("{}://{host}", self.scheme),
        }
    }
}

/// What an installation sets of the record (R-A6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditConfig {
    /// Months for which traces are kept; never less than twelve (key `log.keep` of the law).
    pub keep_months: u32,
    /// Collector that sealed facts are forwarded to: `udp://host:514`, `tcp://host:601`,
    /// `unix:/dev/log`.
    pub syslog: Option<String>,
    /// Folder where the head of the chain is written down each hour.
    pub heads: Option<PathBuf>,
}

impl AuditConfig {
    /// The fewest months that can be set.
    pub const FEWEST_MONTHS: u32 = 12;
}

impl Default for AuditConfig {
    fn default() -> Self {
        Self { keep_months: Self::FEWEST_MONTHS, syslog: None, heads: None }
    }
}

/// The mailbox by which letters of citizens come in (R-P1).
#[derive(Debug, Clone)]
pub struct InboxConfig {
    /// The server: `imaps` or `imap`.
    pub at: Endpoint,
    /// The account there.
    pub login: String,
    /// Its password.
    pub password: SecretString,
    /// The address of the mailbox: `kiennghi@quangtri.gov.vn`. Mail to `kiennghi+…` reaches it too.
    pub address: String,
    /// Certificate authorities to believe in place of the system's.
    pub ca_file: Option<PathBuf>,
}

/// What core and the modules need to know of the installation.
#[derive(Debug, Clone)]
pub struct Config {
    /// The province's base domain: `quangtri.gov.vn`; in development `quangtri.localhost`.
    pub base_domain: String,
    /// How the world reaches the sites.
    pub public: PublicAddress,
    /// Key of the law pack whose structure (levels, domains, sections) the province lives by (R-T7).
    pub structure: String,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Memory for finished pages, in bytes.
    pub page_cache_bytes: u64,
    /// Redis, where nodes share something: its address holds a password.
    pub redis: Option<SecretString>,
    /// Where the sites are served.
    pub listen: SocketAddr,
    /// Where operations look: metrics and health. Never a site's host.
    pub operations: SocketAddr,
    /// The keys of what is sealed at rest.
    pub secrets: SecretBox,
    /// The record.
    pub audit: AuditConfig,
    /// From where, and at what hours, the desk is reached.
    pub desk: DeskConfig,
    /// The mailbox of petitions, where there is one.
    pub inbox: Option<InboxConfig>,
    /// The virus scanner, where there is one (SECURITY rule 26).
    pub virus_scan: Option<ScannerAddress>,
    /// Folder of this node's search index: a copy, which is made anew where it is missing.
    pub search_index: PathBuf,
    /// Folder of this node's last known good pages, for when the database is away.
    pub snapshot: Option<PathBuf>,
    /// The program itself, which is started again for work on strangers' files ([`crate::confined`]).
    pub program: PathBuf,
}

impl Config {
    /// This very program, also when its file was replaced since it was started.
    pub fn this_program() -> PathBuf {
        PathBuf::from("/proc/self/exe")
    }
}
