//! How often somebody may be wrong: per address, and per account (R-A3).
//!
//! Only failures count, so an office behind one address signs in on Monday morning without waiting.
//! The limits are a node's own.

use std::{
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use governor::{
    Quota, RateLimiter, clock::Clock, middleware::StateInformationMiddleware, nanos::Nanos,
    state::keyed::DefaultKeyedStateStore,
};

use crate::session::TokenHash;

/// The portal's clock, as the limiters ask for it.
#[derive(Debug, Clone, Default)]
struct ToldTime(Arc<AtomicU64>);

impl ToldTime {
    fn tell(&self, now: DateTime<Utc>) {
        self.0.store(nanos(now), Ordering::Relaxed);
    }
}

impl Clock for ToldTime {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.load(Ordering::Relaxed))
    }
}

fn nanos(at: DateTime<Utc>) -> u64 {
    at.timestamp_nanos_opt().and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(0)
}

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, ToldTime, StateInformationMiddleware>;

/// Failures that are forgiven at once, and one more each so often; then a wait.
struct Patience<K: Hash + Eq + Clone + Send + Sync + 'static> {
    time: ToldTime,
    failures: Limiter<K>,
    period: Duration,
    waits: moka::sync::Cache<K, DateTime<Utc>>,
    since_swept: AtomicU64,
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static> Patience<K> {
    fn new(burst: NonZeroU32, period: Duration) -> Self {
        let time = ToldTime::default();
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN))
            .allow_burst(burst);
        let failures = Limiter::new(quota, DefaultKeyedStateStore::default(), time.clone());
        let waits =
            moka::sync::Cache::builder().max_capacity(100_000).time_to_live(period * 2).build();
        Self { time, failures, period, waits, since_swept: AtomicU64::new(0) }
    }

    /// Seconds to wait before the next try, if any.
    fn wait(&self, key: &K, now: DateTime<Utc>) -> Option<u64> {
        let until = self.waits.get(key)?;
        let left = u64::try_from((until - now).num_milliseconds()).ok()?;
        (left > 0).then(|| left.div_ceil(1_000))
    }

    fn failed(&self, key: &K, now: DateTime<Utc>) {
        self.time.tell(now);
        let used_up = match self.failures.check_key(key) {
            Ok(state) => state.remaining_burst_capacity() == 0,
            Err(_) => true,
        };
        if used_up {
            self.waits.insert(key.clone(), now + self.period);
        }
        if self.since_swept.fetch_add(1, Ordering::Relaxed) >= 10_000 {
            self.since_swept.store(0, Ordering::Relaxed);
            self.failures.retain_recent();
        }
    }
}

/// The limits of sign-in: for addresses, and for accounts. An account is slowed down for whoever tries
/// it from browsers it does not know; a browser its owner has signed in with has a limit of its own,
/// so that nobody is locked out by others' guesses.
pub struct Limits {
    addresses: Patience<IpAddr>,
    accounts: Patience<Account>,
}

/// Which account is tried, from where: a browser it knows, or any other.
type Account = (String, Option<TokenHash>);

const TEN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

impl Default for Limits {
    fn default() -> Self {
        Self {
            addresses: Patience::new(TEN, Duration::from_secs(20)),
            accounts: Patience::new(TEN, Duration::from_secs(10)),
        }
    }
}

impl Limits {
    /// Seconds somebody must wait before a password is looked at, if they must. `browser` is the one
    /// they come with, where the account knows it: it answers for itself, whoever else is behind its
    /// address.
    pub fn wait(
        &self,
        address: Option<IpAddr>,
        (login, browser): (&str, Option<TokenHash>),
        now: DateTime<Utc>,
    ) -> Option<u64> {
        let address = address
            .filter(|_| browser.is_none())
            .and_then(|address| self.addresses.wait(&household(address), now));
        address.max(self.accounts.wait(&account(login, browser), now))
    }

    /// Notes a failure.
    pub fn failed(
        &self,
        address: Option<IpAddr>,
        (login, browser): (&str, Option<TokenHash>),
        now: DateTime<Utc>,
    ) {
        if let Some(address) = address.filter(|_| browser.is_none()) {
            self.addresses.failed(&household(address), now);
        }
        self.accounts.failed(&account(login, browser), now);
    }
}

/// Who is one visitor: an IPv4 address, or the /64 that one IPv6 line has.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// An account's key; a login name longer than any of ours is nobody's, and not kept whole.
fn account(login: &str, browser: Option<TokenHash>) -> Account {
    (login.chars().take(64).collect(), browser)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const AT: &str = "2026-11-23T01:00:00Z";

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn ten_failures_from_an_address_then_one_each_twenty_seconds() {
        let limits = Limits::default();
        let now: DateTime<Utc> = AT.parse().unwrap();
        let from = address("192.0.2.1");
        for n in 0..10 {
            assert_eq!(limits.wait(from, ("x", None), now), None, "{n}");
            limits.failed(from, (&format!("user{n}"), None), now);
        }
        assert_eq!(limits.wait(from, ("x", None), now), Some(20));
        assert_eq!(limits.wait(from, ("x", Some([1; 32])), now), None);
        assert_eq!(limits.wait(address("192.0.2.2"), ("x", None), now), None);
        let later = now + TimeDelta::seconds(20);
        assert_eq!(limits.wait(from, ("x", None), later), None);
        limits.failed(from, ("x", None), later);
        assert_eq!(limits.wait(from, ("x", None), later), Some(20));
    }

    #[test]
    fn an_account_is_slowed_down_from_wherever_it_is_tried() {
        let limits = Limits::default();
        let now: DateTime<Utc> = AT.parse().unwrap();
        for n in 0..10 {
            limits.failed(address(&format!("192.0.2.{n}")), ("an.nguyen", None), now);
        }
        let elsewhere = address("198.51.100.1");
        assert_eq!(limits.wait(elsewhere, ("an.nguyen", None), now), Some(10));
        assert_eq!(limits.wait(elsewhere, ("an.nguyen", Some([1; 32])), now), None);
        assert_eq!(limits.wait(elsewhere, ("binh.tran", None), now), None);
    }

    #[test]
    fn an_ipv6_line_is_one_visitor() {
        let one = household("2001:db8:1:2:3:4:5:6".parse().unwrap());
        assert_eq!(one, household("2001:db8:1:2:ffff::1".parse().unwrap()));
        assert_ne!(one, household("2001:db8:1:3::1".parse().unwrap()));
        assert_eq!(
            household("::ffff:192.0.2.1".parse().unwrap()),
            household("192.0.2.1".parse().unwrap())
        );
    }
}
