//! What an installation sets; the server reads it from TOML and the environment.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::SecretBox;

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
    /// Where the sites are served.
    pub listen: SocketAddr,
    /// Where operations look: metrics and health. Never a site's host.
    pub operations: SocketAddr,
    /// The keys of what is sealed at rest.
    pub secrets: SecretBox,
}
