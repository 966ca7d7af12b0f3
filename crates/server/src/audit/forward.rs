//! Sealed facts go to the installation's collector, in the order of the chain, at least once.
//!
//! One node of the cluster holds a lease and forwards; the sealer never waits for it. A collector that
//! is away is tried again, later and later, and nothing is lost meanwhile: the cursor stands.

use std::{path::PathBuf, str::FromStr, time::Duration};

use anyhow::Context as _;
use portal_core::{
    App,
    fact::{cursor, seals},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpStream, UdpSocket, UnixDatagram},
    sync::watch,
    time::timeout,
};
use uuid::Uuid;

use super::format::Format;

/// Facts of one batch.
const BATCH: i64 = 500;
/// How long the collector may take for anything.
const PATIENCE: Duration = Duration::from_secs(5);
/// The pause when there is nothing to do.
const REST: Duration = Duration::from_secs(1);
/// The longest pause between tries.
const LONGEST: Duration = Duration::from_secs(60);
/// The longest message that goes in one datagram.
const DATAGRAM: usize = 60_000;

/// Where the record is forwarded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `udp://host:514`: a datagram an event. What the network loses is lost.
    Udp(String),
    /// `tcp://host:601`: a line an event.
    Tcp(String),
    /// `unix:/dev/log`: a datagram an event.
    Unix(PathBuf),
}

impl FromStr for Target {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is none of `udp://host:port`, `tcp://host:port` and `unix:/path`";
        let address = |rest: &str| {
            let (host, port) = rest.rsplit_once(':').ok_or(WRONG)?;
            let bare = host.starts_with('[') == host.ends_with(']')
                && (host.starts_with('[') || !host.contains(':'));
            let host_fits = !host.is_empty() && bare && !host.contains(['/', '@', ' ']);
            let port_fits = port.parse::<u16>().is_ok_and(|port| port > 0);
            if host_fits && port_fits { Ok(rest.to_owned()) } else { Err(WRONG) }
        };
        if let Some(rest) = text.strip_prefix("udp://") {
            address(rest).map(Self::Udp)
        } else if let Some(rest) = text.strip_prefix("tcp://") {
            address(rest).map(Self::Tcp)
        } else if let Some(path) = text.strip_prefix("unix:").filter(|path| path.starts_with('/')) {
            Ok(Self::Unix(path.into()))
        } else {
            Err(WRONG)
        }
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Udp(address) => write!(f, "udp://{address}"),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// A way to the collector that is open.
enum Way {
    Udp(UdpSocket),
    Tcp(TcpStream),
    Unix(UnixDatagram),
}

impl Way {
    async fn open(target: &Target) -> anyhow::Result<Self> {
        Ok(match target {
            Target::Udp(address) => {
                let mut addresses = tokio::net::lookup_host(address).await?;
                let to = addresses.next().context("the collector's name leads nowhere")?;
                let from = if to.is_ipv6() { "[::]:0" } else { "0.0.0.0:0" };
                let socket = UdpSocket::bind(from).await?;
                socket.connect(to).await?;
                Self::Udp(socket)
            }
            Target::Tcp(address) => Self::Tcp(TcpStream::connect(address).await?),
            Target::Unix(path) => {
                let socket = UnixDatagram::unbound()?;
                socket.connect(path)?;
                Self::Unix(socket)
            }
        })
    }

    async fn send(&mut self, lines: &[String]) -> anyhow::Result<()> {
        match self {
            Self::Udp(socket) => {
                for line in lines {
                    socket.send(cut(line).as_bytes()).await?;
                }
            }
            Self::Unix(socket) => {
                for line in lines {
                    socket.send(cut(line).as_bytes()).await?;
                }
            }
            Self::Tcp(stream) => {
                let mut text = lines.join("\n");
                text.push('\n');
                stream.write_all(text.as_bytes()).await?;
                stream.flush().await?;
                // A collector says nothing; what can be read is the end.
                let mut nothing = [0_u8; 64];
                if matches!(stream.try_read(&mut nothing), Ok(0)) {
                    anyhow::bail!("the collector closed the connection");
                }
            }
        }
        Ok(())
    }
}

/// A message that fits a datagram.
fn cut(line: &str) -> &str {
    let end = (0..=DATAGRAM.min(line.len())).rev().find(|end| line.is_char_boundary(*end));
    end.and_then(|end| line.get(..end)).unwrap_or_default()
}

/// Forwards the record of a process's installation.
pub struct Forwarder {
    app: App,
    target: Target,
    name: String,
    holder: Uuid,
    way: Option<Way>,
    /// A way was lost: what was under way on it goes once more.
    lost: bool,
}

impl Forwarder {
    /// Towards a target.
    pub fn new(app: App, target: Target) -> Self {
        let name = target.to_string();
        Self { app, target, name, holder: Uuid::new_v4(), way: None, lost: false }
    }

    /// Sends one batch, if there is something to send and no other node forwards; gives how many
    /// facts.
    ///
    /// # Errors
    /// A database or a collector that does not answer; nothing is lost.
    pub async fn step(&mut self) -> anyhow::Result<usize> {
        let (position, entries) = {
            let conn =
                self.app.db().platform().await.map_err(|_| anyhow::anyhow!("no database"))?;
            let now = self.app.now();
            let claimed = cursor::claim(&conn, &self.name, self.holder, now).await?;
            let Some(position) = claimed else {
                self.app.metrics.audit_lag.set(0);
                self.way = None;
                return Ok(0);
            };
            let head = seals::head(&conn).await?.position;
            self.app.metrics.audit_lag.set(head - position);
            // TCP says nothing of what arrived: after a lost connection the last batch goes again.
            let from = if self.lost { (position - BATCH).max(0) } else { position };
            (position, cursor::sealed_after(&conn, from, BATCH * 2).await?)
        };
        let Some(last) = entries.last().and_then(|entry| entry.position) else { return Ok(0) };
        if last <= position && !self.lost {
            return Ok(0);
        }
        let lines: Vec<String> = {
            let sites = self.app.sites.now();
            entries.iter().map(|entry| Format::Syslog.line(&sites, entry)).collect()
        };
        self.send(&lines).await?;
        self.lost = false;
        let conn = self.app.db().platform().await.map_err(|_| anyhow::anyhow!("no database"))?;
        if cursor::advance(&conn, &self.name, self.holder, last).await? {
            let head = seals::head(&conn).await?.position;
            self.app.metrics.audit_lag.set(head - last);
        }
        Ok(lines.len())
    }

    async fn send(&mut self, lines: &[String]) -> anyhow::Result<()> {
        let sent = match self.try_send(lines).await {
            Ok(outcome) => outcome,
            Err(_) => Err(anyhow::anyhow!("the collector does not answer")),
        };
        if sent.is_err() {
            self.lost |= matches!(self.way, Some(Way::Tcp(_)));
            self.way = None;
            self.app.metrics.audit_failures.inc();
        }
        sent
    }

    async fn try_send(
        &mut self,
        lines: &[String],
    ) -> Result<anyhow::Result<()>, tokio::time::error::Elapsed> {
        if self.way.is_none() {
            match timeout(PATIENCE, Way::open(&self.target)).await? {
                Ok(way) => self.way = Some(way),
                Err(error) => return Ok(Err(error)),
            }
        }
        let Some(way) = &mut self.way else { return Ok(Ok(())) };
        timeout(PATIENCE, way.send(lines)).await
    }

    /// Forwards until told to stop.
    async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut pause = REST;
        while !*stop.borrow() {
            match self.step().await {
                Ok(0) => pause = REST,
                Ok(_) => {
                    pause = REST;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(target = %self.target, error = format!("{error:#}"), "the record is not forwarded; trying again");
                    pause = (pause * 2).min(LONGEST);
                }
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// Forwards to the collector of the configuration, where there is one, until told to stop.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    let Some(target) = app.config().audit.syslog.as_deref().and_then(|text| text.parse().ok())
    else {
        return;
    };
    Forwarder::new(app, target).run(stop).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_nothing_else_is() {
        for text in
            ["udp://10.0.0.5:514", "tcp://siem.tinh.vn:601", "tcp://[::1]:601", "unix:/dev/log"]
        {
            assert_eq!(text.parse::<Target>().map(|it| it.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "udp://",
            "udp://host",
            "tcp://host:0",
            "tcp://host:70000",
            "unix:log",
            "http://host:1",
            "udp://a:b:1",
            "tcp://user@host:1",
            "tcp://:1",
        ] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_message_is_cut_between_letters() {
        assert_eq!(cut("ngắn"), "ngắn");
        let long = "ắ".repeat(30_000);
        assert_eq!(cut(&long).len(), DATAGRAM);
    }
}
