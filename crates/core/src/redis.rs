//! Redis: what nodes share that may be lost (SECURITY "More than one node"). Nothing waits for it:
//! while it is away, or slow, each node goes by itself.
//!
//! `redis://host:6379/0`, `redis+sentinel://a:26379,b:26379/name` (the account is the master's) or
//! `redis+cluster://a:6379,b:6379`, each with `user:password@` before the hosts where one is needed.
//! With `rediss` in place of `redis` by TLS, the server's certificate and name checked; then
//! `?sslrootcert=FILE` at the end names whom to believe in place of this machine's authorities.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::ArcSwapOption;
use redis::{
    AsyncConnectionConfig, Cmd, RedisResult, Value,
    aio::{ConnectionLike as _, MultiplexedConnection},
    cluster_async::ClusterConnection,
};

use crate::{Guard, Trouble, limits, metrics::Metrics};

mod place;
mod shared_count;

use place::Place;
pub use shared_count::SharedCount;

/// What nodes share.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    place: Place,
    guard: Guard,
    connection: ArcSwapOption<Connection>,
    connecting: AtomicBool,
}

enum Connection {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

/// Why a command came to nothing.
#[derive(Debug)]
enum NoAnswer {
    NotConnected,
    Failed(redis::RedisError),
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConnected => f.write_str("not connected"),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl Redis {
    /// Reads an address, and the file of authorities it names; nothing is connected to yet.
    ///
    /// # Errors
    /// An address that cannot be read. What it says does not hold the password.
    pub fn open(url: &str) -> Result<Self, String> {
        let place = Place::read(url)?;
        Ok(Self(Arc::new(Inner {
            place,
            guard: Guard::new("redis", limits::REDIS_COMMAND, limits::REDIS_AT_ONCE),
            connection: ArcSwapOption::empty(),
            connecting: AtomicBool::new(false),
        })))
    }

    /// Asks something; nothing when Redis does not answer at once.
    pub async fn ask(&self, metrics: &Metrics, command: &Cmd) -> Option<Value> {
        let asked = self.0.guard.run(metrics, self.answer(command)).await;
        if let Err(trouble) = &asked {
            if !matches!(trouble, Trouble::Open | Trouble::Full) {
                tracing::debug!(%trouble, "Redis");
            }
            // A connection that failed or hangs is not asked again.
            if matches!(trouble, Trouble::Failed(NoAnswer::Failed(_)) | Trouble::Late) {
                self.0.connection.store(None);
            }
        }
        asked.ok()
    }

    /// Whether it answers. The first asker only begins to connect.
    pub async fn is_there(&self) -> bool {
        self.answer(&redis::cmd("PING")).await.is_ok()
    }

    async fn answer(&self, command: &Cmd) -> Result<Value, NoAnswer> {
        let Some(connection) = self.0.connection.load_full() else {
            self.connect();
            return Err(NoAnswer::NotConnected);
        };
        let answer = match &*connection {
            Connection::One(connection) => connection.clone().req_packed_command(command).await,
            Connection::Cluster(connection) => connection.clone().req_packed_command(command).await,
        };
        answer.map_err(NoAnswer::Failed)
    }

    /// Begins to connect, beside whatever goes on.
    pub fn connect(&self) {
        if self.0.connecting.swap(true, Ordering::AcqRel) {
            return;
        }
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            let connected = tokio::time::timeout(limits::REDIS_CONNECT, inner.connected()).await;
            match connected {
                Ok(Ok(connection)) => inner.connection.store(Some(Arc::new(connection))),
                Ok(Err(error)) => tracing::debug!(%error, "Redis cannot be connected to"),
                Err(_) => tracing::debug!("Redis does not answer"),
            }
            inner.connecting.store(false, Ordering::Release);
        });
    }
}

impl Inner {
    async fn connected(&self) -> RedisResult<Connection> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(limits::REDIS_CONNECT))
            .set_response_timeout(Some(limits::REDIS_COMMAND));
        match &self.place {
            Place::One(client) => client
                .get_multiplexed_async_connection_with_config(&config)
                .await
                .map(Connection::One),
            Place::Sentinel(client) => {
                let mut client = client.lock().await;
                client.get_async_connection_with_config(&config).await.map(Connection::One)
            }
            Place::Cluster(client) => client.get_async_connection().await.map(Connection::Cluster),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_each_kind_are_read_and_wrong_ones_say_nothing_of_the_password() {
        for url in [
            "redis://10.0.0.1:6379/0",
            "redis://portal:geheim@10.0.0.1",
            "redis+sentinel://a:26379,b:26379/province",
            "redis+sentinel://portal:geheim@a:26379,b:26379/province",
            "redis+cluster://portal:geheim@a:6379,b:6379",
            "rediss://portal:geheim@a:6379/0",
            "rediss+sentinel://portal:geheim@a:26379,b:26379/province",
            "rediss+cluster://portal:geheim@a:6379,b:6379",
        ] {
            assert!(Redis::open(url).is_ok(), "{url}");
        }
        for url in [
            "http://portal:geheim@a",
            "redis+sentinel://portal:geheim@a:26379",
            "redis://portal:geheim@a?sslrootcert=/no/such/file",
            "rediss://portal:geheim@a?sslrootcert=/no/such/file",
            "",
        ] {
            let reason = Redis::open(url).err().unwrap_or_default();
            assert!(!reason.is_empty() && !reason.contains("geheim"), "{url}: {reason}");
        }
    }
}
