//! Doors to the database.
//!
//! [`Db::site`] and [`crate::Tx`] see one site, by row-level security; [`Db::platform`] sees all and
//! is for the platform desk, sign-in, jobs and followers. There is no other way to a connection.

use std::{ops::Deref, time::Duration};

use diesel_async::{
    AsyncPgConnection, SimpleAsyncConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig,
        deadpool::{Object, Pool},
    },
};

use crate::{Fault, SiteId};

/// The pools of a process.
#[derive(Clone)]
pub struct Db {
    request: Pool<AsyncPgConnection>,
    platform: Pool<AsyncPgConnection>,
}

/// Where the database is, one address per role.
#[derive(Debug, Clone)]
pub struct DbUrls {
    /// As `portal_request`.
    pub request: String,
    /// As `portal_platform`.
    pub platform: String,
    /// As the owner, for migrations.
    pub owner: String,
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
            request: pool(&urls.request, request_connections)?,
            platform: pool(&urls.platform, platform_connections)?,
        })
    }

    /// A connection that sees one site and nothing else, until it goes back to the pool.
    ///
    /// The site is set anew at every checkout, and this is the only checkout, so nothing of the
    /// connection's former life shows.
    pub async fn site(&self, site: SiteId) -> Result<SiteConn, Fault> {
        let mut conn = checkout(&self.request).await?;
        conn.batch_execute(&format!("set app.site = {site}")).await?;
        Ok(SiteConn(conn))
    }

    /// A connection of the request role in no site's name yet; [`crate::Tx`] names it.
    pub(crate) async fn request(&self) -> Result<Object<AsyncPgConnection>, Fault> {
        checkout(&self.request).await
    }

    /// A connection that sees all sites: for what is not any single site's business.
    pub async fn platform(&self) -> Result<PlatformConn, Fault> {
        checkout(&self.platform).await.map(PlatformConn)
    }
}

fn pool(url: &str, size: usize) -> anyhow::Result<Pool<AsyncPgConnection>> {
    let mut config = ManagerConfig::default();
    config.recycling_method = diesel_async::pooled_connection::RecyclingMethod::Fast;
    config.custom_setup = Box::new(|url| {
        use futures_util::FutureExt as _;
        async move {
            let mut conn =
                <AsyncPgConnection as diesel_async::AsyncConnection>::establish(url).await?;
            conn.batch_execute(
                "set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '60s'",
            )
            .await
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        }
        .boxed()
    });
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
    Ok(Pool::builder(manager)
        .max_size(size)
        .wait_timeout(Some(Duration::from_secs(5)))
        .create_timeout(Some(Duration::from_secs(2)))
        .recycle_timeout(Some(Duration::from_secs(2)))
        .runtime(deadpool::Runtime::Tokio1)
        .build()?)
}

async fn checkout(pool: &Pool<AsyncPgConnection>) -> Result<Object<AsyncPgConnection>, Fault> {
    pool.get().await.map_err(|error| {
        tracing::error!(%error, "no database connection");
        Fault::Busy
    })
}
