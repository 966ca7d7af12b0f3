//! The pages nodes share, in Redis: what one has made the others need not make, and a page that one
//! node no longer has may lie here still. It also passes on what was taken down, to nodes that do not
//! reach the database.

use chrono::{DateTime, Utc};
use redis::{Cmd, FromRedisValue as _};

use super::{CachedPage, PageKey, PageKeyRef, Tag, heard::Gone, packed};
use crate::{Redis, SecretBox, fact::Position, metrics::Metrics};

/// For how long a page lies there, in seconds.
const LIFE: u64 = 24 * 3600;
/// What was taken down, by the time it was told.
const GONE: &str = "portal:gone";

/// The shared place.
pub struct Shared {
    redis: Redis,
    secrets: SecretBox,
}

impl Shared {
    /// Around a Redis. Pages are sealed with the installation's keys.
    pub fn new(redis: Redis, secrets: SecretBox) -> Self {
        Self { redis, secrets }
    }

    /// Finds a page.
    pub(super) async fn get(&self, metrics: &Metrics, key: &PageKey) -> Option<CachedPage> {
        let found = self.redis.ask(metrics, &Cmd::get(name(key.as_ref()))).await?;
        let bytes = Option::<Vec<u8>>::from_redis_value(found).ok()??;
        let (of, page) = packed::unpack(&self.secrets, key.site, &bytes)?;
        (of == *key).then_some(page)
    }

    /// Puts a page there.
    pub(super) async fn put(&self, metrics: &Metrics, key: &PageKey, page: &CachedPage) {
        let Some(bytes) = packed::pack(&self.secrets, key.as_ref(), page) else { return };
        self.redis.ask(metrics, &Cmd::set_ex(name(key.as_ref()), bytes, LIFE)).await;
    }

    /// Tells what was taken down.
    pub(super) async fn tell_gone(&self, metrics: &Metrics, gone: &[Gone], now: DateTime<Utc>) {
        let at = now.timestamp();
        let lines: Vec<(i64, String)> = gone
            .iter()
            .map(|(tag, place)| (at, format!("{} {} {}", place.txid, place.id, tag.0)))
            .collect();
        self.redis.ask(metrics, &Cmd::zadd_multiple(GONE, &lines)).await;
        let day = at - 24 * 3600;
        self.redis.ask(metrics, &Cmd::zrembyscore(GONE, "-inf", day)).await;
    }

    /// What was told to be taken down since a moment.
    pub(super) async fn gone_since(&self, metrics: &Metrics, since: DateTime<Utc>) -> Vec<Gone> {
        let command = Cmd::zrangebyscore(GONE, since.timestamp(), "+inf");
        let Some(found) = self.redis.ask(metrics, &command).await else { return Vec::new() };
        let lines = Vec::<String>::from_redis_value(found).unwrap_or_default();
        lines.iter().filter_map(|line| read_gone(line)).collect()
    }
}

/// A line of what was taken down: `txid id tag`.
pub(super) fn read_gone(line: &str) -> Option<Gone> {
    let mut parts = line.splitn(3, ' ');
    let (txid, id) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((Tag(parts.next()?.to_owned()), Position { txid, id }))
}

fn name(key: PageKeyRef<'_>) -> String {
    format!("portal:page:{}:{}", key.site.0, key.digest())
}
