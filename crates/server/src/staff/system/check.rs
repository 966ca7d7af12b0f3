//! Whether the shared systems answer: asked once a minute, once in the cluster. The staff page only
//! reads what was found.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Ctx, Job, Outcome, Tx};
use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use serde::{Deserialize, Serialize};

use super::queries;
use crate::staff::KEY;

/// How long a system may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Checks are kept for so long.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Asks the systems, and leaves itself for the next minute while there is something to ask.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckSystems {
    /// Minute since 1970. Two that wait for the same minute are one, so there is only ever one chain.
    minute: i64,
}

impl Job for CheckSystems {
    const KIND: &'static str = "staff.systems.check";
    const MODULE: &'static str = KEY;

    fn dedup_key(&self) -> Option<String> {
        Some(self.minute.to_string())
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        // First of all the next one: what goes wrong below must not end the chain.
        let mut tx = app.begin_platform(&ctx).await?;
        let watched = queries::watched(&tx).await?;
        if !watched.is_empty() {
            let minute = ctx.now.timestamp() / 60 + 1;
            let at = DateTime::from_timestamp(minute * 60, 0).context("a moment to come")?;
            tx.later_at(Self { minute }, at).await?;
        }
        tx.untold();
        tx.commit().await?;
        let client = client()?;
        let asked = watched.into_iter().map(|(id, url)| {
            let client = &client;
            async move { (id, ask(client, &url).await) }
        });
        let found = futures_util::future::join_all(asked).await;
        let mut tx = app.begin_platform(&ctx).await?;
        for (system, Found { latency_ms, error }) in &found {
            let (ok, error) = (error.is_none(), error.as_deref());
            queries::insert_check(&tx, *system, ctx.now, ok, *latency_ms, error).await?;
        }
        queries::sweep_checks(&tx, ctx.now - KEPT).await?;
        // Measurements: nobody follows them.
        tx.untold();
        Ok(tx.commit().await?)
    }
}

/// Has the systems asked at once, and from then on: called when one is added or changed.
pub(super) async fn begin(tx: &mut Tx) -> Outcome<()> {
    let minute = tx.now().timestamp() / 60;
    tx.later(CheckSystems { minute }).await
}

/// What came of asking.
struct Found {
    latency_ms: i32,
    error: Option<String>,
}

async fn ask(client: &Client, url: &str) -> Found {
    let started = Instant::now();
    let error = match asked(client, url).await {
        Ok(()) => None,
        // What it says may hold an address of the inside: for whoever looks after it only.
        Err(error) => Some(format!("{error:#}").chars().take(300).collect()),
    };
    Found { latency_ms: i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX), error }
}

/// A system answers when it gives any answer that is not a fault of its own: many lead to their
/// sign-in, or refuse who is not signed in.
async fn asked(client: &Client, url: &str) -> anyhow::Result<()> {
    let url = readable(url).context("the address is not allowed")?;
    let answer = client.get(url).send().await.map_err(reqwest::Error::without_url)?;
    let status = answer.status();
    let alive =
        status.is_success() || status.is_redirection() || matches!(status.as_u16(), 401 | 403);
    anyhow::ensure!(alive, "answers {status}");
    Ok(())
}

fn client() -> anyhow::Result<Client> {
    // The library asks for one of the process; an earlier one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(Client::builder()
        .timeout(PATIENCE)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .user_agent("portal-health")
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(Outward))
        .build()?)
}

/// Resolves names, and passes over addresses that are never a shared system.
struct Outward;

impl Resolve for Outward {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let all = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let good: Vec<SocketAddr> = all.filter(|address| may_be_asked(address.ip())).collect();
            if good.is_empty() {
                return Err("the name leads to no address that may be asked".into());
            }
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

/// An address that may be asked: `http` or `https`, without a password, not of a kind that
/// [`may_be_asked`] refuses.
pub(super) fn readable(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let fits = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none();
    let host = url.host_str()?;
    let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    (fits && literal.is_none_or(may_be_asked)).then_some(url)
}

/// Whether an address can be that of a shared system. The inside of the province's network is, that
/// is where they stand; where a machine asks its host about itself (metadata) is not.
fn may_be_asked(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            !(v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.octets() == [100, 100, 100, 200])
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            let link_local = first & 0xffc0 == 0xfe80;
            let metadata = first == 0xfd00 && second == 0x0ec2;
            !(link_local || metadata || v6.is_unspecified() || v6.is_multicast())
        }
    }
}

/// A moment to the minute, for what is told of checks.
pub(in crate::staff) fn clock(
    t: &portal_core::Texts,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> String {
    let whole = t.date_time(at);
    if t.date(at) == t.date(now) {
        whole.rsplit(' ').next().unwrap_or_default().to_owned()
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_no_shared_system_are_refused() {
        for good in [
            "https://vanban.quangtri.gov.vn/",
            "http://10.1.2.3:8080/khoe",
            "http://[fd12::1]/",
            "http://127.0.0.1:9/",
        ] {
            assert!(readable(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "ftp://a.vn",
            "file:///etc/passwd",
            "https://",
            "/can-bo",
            "https://ai:mk@a.vn/",
            "http://169.254.169.254/latest/meta-data",
            "http://2852039166/",
            "http://0xa9.0xfe.1.1/",
            "http://[::ffff:169.254.169.254]/",
            "http://[fe80::1]/",
            "http://[fd00:ec2::254]/",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://100.100.100.200/",
            "http://224.0.0.1/",
        ] {
            assert!(readable(bad).is_none(), "{bad}");
        }
    }
}
