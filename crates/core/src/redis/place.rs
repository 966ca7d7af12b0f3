//! Where a Redis is, as its address says it.

use std::path::Path;

use redis::{
    Client, ConnectionAddr, IntoConnectionInfo as _, RedisResult, TlsCertificates, TlsMode,
    cluster::ClusterClient,
    sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType},
};
use tokio::sync::Mutex;

use crate::{limits, trust::trust};

/// One server, the one a Sentinel names, or a Cluster.
pub(super) enum Place {
    One(Box<Client>),
    Sentinel(Box<Mutex<SentinelClient>>),
    Cluster(Box<ClusterClient>),
}

impl Place {
    /// Reads an address, and the file of authorities it names.
    pub(super) fn read(url: &str) -> Result<Self, String> {
        let (url, authorities) = without_authorities(url)?;
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        match scheme {
            "redis+sentinel" | "rediss+sentinel" => {
                let client = sentinel(scheme.starts_with("rediss"), rest, authorities)?;
                Ok(Self::Sentinel(Box::new(Mutex::new(client))))
            }
            "redis+cluster" | "rediss+cluster" => {
                let client = cluster(scheme.starts_with("rediss"), rest, authorities)?;
                Ok(Self::Cluster(Box::new(client)))
            }
            _ => Ok(Self::One(Box::new(read(match authorities {
                Some(authorities) => Client::build_with_tls(url, authorities),
                None => Client::open(url),
            })?))),
        }
    }
}

/// What the library read. What it says of a fault may hold the password.
fn read<T>(read: RedisResult<T>) -> Result<T, String> {
    read.map_err(|error| format!("is no address of Redis: {:?}", error.kind()))
}

/// An address without the file of authorities at its end, and what is in that.
fn without_authorities(url: &str) -> Result<(&str, Option<TlsCertificates>), String> {
    let Some((url, file)) = url.split_once("?sslrootcert=") else { return Ok((url, None)) };
    if !url.starts_with("rediss") {
        return Err("names authorities, and goes without TLS: it begins with rediss".to_owned());
    }
    // The library would take a file without authorities, and fail at each connection.
    trust(Some(Path::new(file))).map_err(|error| format!("names no authority: {error:#}"))?;
    let root_cert = std::fs::read(file).map_err(|error| format!("names {file}: {error}"))?;
    Ok((url, Some(TlsCertificates { client_tls: None, root_cert: Some(root_cert) })))
}

/// `user:password@` and what comes after it.
fn account_and_hosts(rest: &str) -> (&str, &str) {
    rest.rfind('@').map_or(("", rest), |at| rest.split_at(at + 1))
}

fn each(by_tls: bool, account: &str, hosts: &str) -> Vec<String> {
    let scheme = if by_tls { "rediss" } else { "redis" };
    hosts.split(',').map(|host| format!("{scheme}://{account}{host}")).collect()
}

/// The account is the master's; the Sentinels ask for none.
fn sentinel(
    by_tls: bool,
    rest: &str,
    authorities: Option<TlsCertificates>,
) -> Result<SentinelClient, String> {
    let (rest, name) = rest.rsplit_once('/').ok_or("does not name the Sentinel's master")?;
    let (account, hosts) = account_and_hosts(rest);
    let sentinels: RedisResult<Vec<ConnectionAddr>> = each(by_tls, "", hosts)
        .into_iter()
        .map(|url| url.into_connection_info().map(|info| info.addr().clone()))
        .collect();
    let master = read(format!("redis://{account}localhost").into_connection_info())?;
    let mut builder =
        read(SentinelClientBuilder::new(read(sentinels)?, name, SentinelServerType::Master))?;
    if let Some(user) = master.redis_settings().username() {
        builder = builder.set_client_to_redis_username(user);
    }
    if let Some(password) = master.redis_settings().password() {
        builder = builder.set_client_to_redis_password(password);
    }
    if by_tls {
        builder = builder.set_client_to_redis_tls_mode(TlsMode::Secure);
    }
    if let Some(authorities) = authorities {
        builder = builder
            .set_client_to_redis_certificates(authorities.clone())
            .set_client_to_sentinel_certificates(authorities);
    }
    read(builder.build())
}

fn cluster(
    by_tls: bool,
    rest: &str,
    authorities: Option<TlsCertificates>,
) -> Result<ClusterClient, String> {
    let (account, hosts) = account_and_hosts(rest);
    let builder = ClusterClient::builder(each(by_tls, account, hosts))
        .connection_timeout(limits::REDIS_CONNECT)
        .response_timeout(limits::REDIS_COMMAND)
        .retries(1);
    let builder = match authorities {
        Some(authorities) => builder.certs(authorities),
        None => builder,
    };
    read(builder.build())
}
