//! Doors to the database.
//!
//! [`Db::site`] and [`crate::Tx`] see one site, by row-level security; [`Db::platform`] sees all and
//! is for the platform desk, sign-in, jobs and followers. There is no other way to a connection.

use std::{
    ops::Deref,
    sync::Arc,
    time::{Duration, Instant},
};

use diesel_async::{
    AsyncPgConnection, SimpleAsyncConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig,
        deadpool::{Object, Pool},
    },
};

use tokio::sync::watch;

use crate::{Fault, SiteId, limits};

mod address;
mod encrypted;

pub use address::{Address, connect};

/// The pools of a process.
#[derive(Clone)]
pub struct Db {
    request: Pool<AsyncPgConnection>,
    platform: Pool<AsyncPgConnection>,
    /// Since when the database is away.
    away: Arc<watch::Sender<Option<Instant>>>,
}

/// Where the database is, one address per role.
#[derive(Clone)]
pub struct DbUrls {
    /// As `portal_request`.
    pub request: String,
    /// As `portal_platform`.
    pub platform: String,
    /// As the owner, for migrations.
    pub owner: String,
}

/// The addresses carry passwords: they print nothing of themselves.
impl std::fmt::Debug for DbUrls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbUrls").finish_non_exhaustive()
    }
}

/// A connection that sees one site.
pub struct SiteConn(Object<AsyncPgConnection>);

/// A connection that sees all sites.
pub struct PlatformConn(Object<AsyncPgConnection>);

impl Deref for SiteConn {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.0
    }
}

impl Deref for PlatformConn {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.0
    }
}

impl PlatformConn {
    pub(crate) fn into_object(self) -> Object<AsyncPgConnection> {
        self.0
    }
}

impl Db {
    /// Opens the pools; connections are made when first needed.
    pub fn open(
        urls: &DbUrls,
        request_connections: usize,
        platform_connections: usize,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            request: pool(&urls.request, request_connections, limits::DATABASE_STATEMENT)?,
            platform: pool(&urls.platform, platform_connections, limits::PLATFORM_STATEMENT)?,
            away: Arc::new(watch::Sender::new(None)),
        })
    }

    /// For how long the database has been away, if it is.
    pub fn away_for(&self) -> Option<Duration> {
        self.away.borrow().map(|since| since.elapsed())
    }

    /// Whether the database answers, as far as is known.
    pub fn is_there(&self) -> bool {
        self.away.borrow().is_none()
    }

    /// Waits until the database is away.
    pub async fn goes_away(&self) {
        let mut away = self.away.subscribe();
        // An error would mean that the process ends.
        let _ = away.wait_for(Option::is_some).await;
    }

    /// Waits until the database is there.
    pub async fn comes_back(&self) {
        let mut away = self.away.subscribe();
        let _ = away.wait_for(Option::is_none).await;
    }

    /// Takes the database's pulse until told to stop. A statement to a server that is frozen hangs,
    /// and nothing but a clock tells; so one asker finds out for all, and nobody else has to wait. Why
    /// it is away stands in the log, once for each reason.
    pub async fn take_pulse(self, url: String, mut stop: watch::Receiver<bool>) {
        let address = Address::read(&url);
        let (mut conn, mut told) = (None, None);
        while !*stop.borrow() {
            let mut beats =
                tokio::time::timeout(limits::PULSE_TIME, beat(&address, &mut conn)).await;
            if beats.is_err() {
                // Perhaps it was this process that stood still for a moment, or the machine.
                conn = None;
                let again = beat(&address, &mut conn);
                beats = tokio::time::timeout(limits::PULSE_TIME_AGAIN, again).await;
            }
            let why_away = match beats {
                Ok(Ok(())) => None,
                Ok(Err(reason)) => Some(reason),
                Err(_) => Some("it does not answer".to_owned()),
            };
            if why_away.is_some() {
                conn = None;
            }
            self.away.send_if_modified(|away| {
                let turned = away.is_some() != why_away.is_some();
                if turned {
                    *away = why_away.is_some().then(Instant::now);
                }
                turned
            });
            if why_away != told {
                match &why_away {
                    Some(reason) => tracing::warn!(reason, "the database is away"),
                    None => tracing::warn!("the database is there again"),
                }
                told = why_away;
            }
            tokio::select! {
                () = tokio::time::sleep(limits::PULSE_EVERY) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Says that the database is away, or there again: for tests, which share one server.
    #[cfg(feature = "testing")]
    pub fn pretend(&self, is_there: bool) {
        self.away.send_replace((!is_there).then(Instant::now));
    }

    fn check(&self) -> Result<(), Fault> {
        if self.is_there() { Ok(()) } else { Err(Fault::Busy) }
    }

    /// A connection that sees one site and nothing else, until it goes back to the pool.
    ///
    /// The site is set anew at every checkout, and this is the only checkout, so nothing of the
    /// connection's former life shows.
    pub async fn site(&self, site: SiteId) -> Result<SiteConn, Fault> {
        self.check()?;
        let mut conn = checkout(&self.request).await?;
        conn.batch_execute(&format!("set app.site = {site}")).await?;
        Ok(SiteConn(conn))
    }

    /// A connection of the request role in no site's name yet; [`crate::Tx`] names it.
    pub(crate) async fn request(&self) -> Result<Object<AsyncPgConnection>, Fault> {
        self.check()?;
        checkout(&self.request).await
    }

    /// A connection that sees all sites: for what is not any single site's business.
    pub async fn platform(&self) -> Result<PlatformConn, Fault> {
        self.check()?;
        checkout(&self.platform).await.map(PlatformConn)
    }
}

/// One beat: whether a server that takes writes answers, and if not, why.
async fn beat(
    address: &Result<Address, String>,
    conn: &mut Option<AsyncPgConnection>,
) -> Result<(), String> {
    use diesel_async::RunQueryDsl as _;
    if conn.is_none() {
        let address = address.as_ref().map_err(Clone::clone)?;
        *conn = Some(address.connect().await.map_err(|error| error.to_string())?);
    }
    let Some(conn) = conn else { return Err("not connected".to_owned()) };
    let standby = diesel::dsl::sql::<diesel::sql_types::Bool>("pg_is_in_recovery()");
    let standby = diesel::select(standby).get_result::<bool>(conn).await;
    match standby {
        Ok(false) => Ok(()),
        Ok(true) => Err("it takes no writes: a standby".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn pool(
    url: &str,
    size: usize,
    statement_time: Duration,
) -> anyhow::Result<Pool<AsyncPgConnection>> {
    let address = Arc::new(Address::read(url).map_err(anyhow::Error::msg)?);
    let mut config = ManagerConfig::default();
    config.recycling_method = diesel_async::pooled_connection::RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        use futures_util::FutureExt as _;
        let address = Arc::clone(&address);
        async move {
            let mut conn = address.connect().await?;
            let milliseconds = |time: Duration| time.as_millis();
            conn.batch_execute(&format!(
                "set statement_timeout = {}; set lock_timeout = {}; \
                 set idle_in_transaction_session_timeout = {}",
                milliseconds(statement_time),
                milliseconds(limits::DATABASE_LOCK),
                milliseconds(limits::DATABASE_IDLE),
            ))
            .await
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
    Ok(Pool::builder(manager)
        .max_size(size)
        .wait_timeout(Some(limits::DATABASE_WAIT))
        .create_timeout(Some(limits::DATABASE_CONNECT))
        .recycle_timeout(Some(limits::DATABASE_CONNECT))
        .runtime(deadpool::Runtime::Tokio1)
        .build()?)
}

async fn checkout(pool: &Pool<AsyncPgConnection>) -> Result<Object<AsyncPgConnection>, Fault> {
    pool.get().await.map_err(|error| {
        tracing::warn!(%error, "no database connection");
        Fault::Busy
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn database_addresses_do_not_print_their_passwords() {
        let url = || "postgres://portal:Thach-Han@db/portal".to_owned();
        let urls = DbUrls { request: url(), platform: url(), owner: url() };
        assert!(!format!("{urls:?} {urls:#?}").contains("Thach-Han"));
    }
}
