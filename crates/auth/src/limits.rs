//! How often somebody may be wrong: per address, per network, and per account (R-A3).
//!
//! Only failures count, so an office behind one address signs in on Monday morning without waiting.
//! Nodes that share a Redis count together; each counts for itself as well, and that holds whatever
//! becomes of Redis.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
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
use portal_core::{App, SharedCount, robots};

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

type Limiter =
    RateLimiter<String, DefaultKeyedStateStore<String>, ToldTime, StateInformationMiddleware>;

/// Failures that are forgiven at once, and one more each so often; then a wait.
struct Patience {
    time: ToldTime,
    failures: Limiter,
    period: Duration,
    waits: moka::sync::Cache<String, DateTime<Utc>>,
    since_swept: AtomicU64,
    everywhere: SharedCount,
}

impl Patience {
    fn new(name: &'static str, burst: NonZeroU32, period: Duration) -> Self {
        let time = ToldTime::default();
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN))
            .allow_burst(burst);
        let failures = Limiter::new(quota, DefaultKeyedStateStore::default(), time.clone());
        let waits =
            moka::sync::Cache::builder().max_capacity(100_000).time_to_live(period * 2).build();
        let everywhere = SharedCount::new(name, burst.get(), period);
        Self { time, failures, period, waits, since_swept: AtomicU64::new(0), everywhere }
    }

    /// Seconds to wait before the next try, if any, for all this node knows.
    fn wait_here(&self, key: &str, now: DateTime<Utc>) -> Option<u64> {
        let until = self.waits.get(key)?;
        let left = u64::try_from((until - now).num_milliseconds()).ok()?;
        (left > 0).then(|| left.div_ceil(1_000))
    }

    /// The same, for what all nodes know.
    async fn wait(&self, app: &App, key: &str, now: DateTime<Utc>) -> Option<u64> {
        let everywhere = self.everywhere.wait(app, key).await;
        let everywhere = everywhere.map(|left| left.as_secs() + u64::from(left.subsec_nanos() > 0));
        self.wait_here(key, now).max(everywhere)
    }

    fn failed_here(&self, key: &str, now: DateTime<Utc>) {
        self.time.tell(now);
        let used_up = match self.failures.check_key(&key.to_owned()) {
            Ok(state) => state.remaining_burst_capacity() == 0,
            Err(_) => true,
        };
        if used_up {
            self.waits.insert(key.to_owned(), now + self.period);
        }
        if self.since_swept.fetch_add(1, Ordering::Relaxed) >= 10_000 {
            self.since_swept.store(0, Ordering::Relaxed);
            self.failures.retain_recent();
        }
    }
}

/// The limits of sign-in: for addresses, for networks, and for accounts. An account is slowed down for
/// whoever tries it from browsers it does not know; a browser its owner has signed in with has a limit
/// of its own, so that nobody is locked out by others' guesses.
///
/// A network's is for whoever tries one password on many accounts from many addresses of their own: it
/// is as wide as several addresses together, and no single address and no single account uses it up,
/// because their own limits stop them before.
pub struct Limits {
    addresses: Patience,
    networks: Patience,
    accounts: Patience,
}

/// Whose password is tried, and from which browser, where the account knows it.
pub type Tried<'a> = (&'a str, Option<TokenHash>);

const TEN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const SIXTY: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

impl Default for Limits {
    fn default() -> Self {
        let patience =
            |name, burst, seconds| Patience::new(name, burst, Duration::from_secs(seconds));
        Self {
            addresses: patience("sign-in:address", TEN, 20),
            networks: patience("sign-in:network", SIXTY, 10),
            accounts: patience("sign-in:account", TEN, 10),
        }
    }
}

impl Limits {
    /// Seconds somebody must wait before a password is looked at, if they must. A browser that the
    /// account knows answers for itself, whoever else is behind its address.
    pub async fn wait(
        &self,
        app: &App,
        address: Option<IpAddr>,
        who: Tried<'_>,
        now: DateTime<Utc>,
    ) -> Option<u64> {
        let mut longest = None;
        for (patience, key) in self.asked(address, who) {
            longest = longest.max(patience.wait(app, &key, now).await);
        }
        longest
    }

    /// Notes a failure.
    pub async fn failed(
        &self,
        app: &App,
        address: Option<IpAddr>,
        who: Tried<'_>,
        now: DateTime<Utc>,
    ) {
        for (patience, key) in self.asked(address, who) {
            patience.failed_here(&key, now);
            patience.everywhere.add(app, &key).await;
        }
    }

    /// What counts for a try, each with its key.
    fn asked(
        &self,
        address: Option<IpAddr>,
        (login, browser): Tried<'_>,
    ) -> impl Iterator<Item = (&Patience, String)> {
        let address = address.filter(|_| browser.is_none());
        let household = address.map(|at| (&self.addresses, household(at).to_string()));
        let network = address.map(|at| (&self.networks, network(at).to_string()));
        let account = (&self.accounts, account(login, browser));
        household.into_iter().chain(network).chain([account])
    }
}

/// Who is one visitor: an IPv4 address, or the /64 that one IPv6 line has.
fn household(address: IpAddr) -> IpAddr {
    robots::network(address.to_canonical())
}

/// What one party has many addresses of: a /24, or the /48 that is given to a place.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).into()
        }
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            Ipv4Addr::new(a, b, c, 0).into()
        }
    }
}

/// An account's key; a login name longer than any of ours is nobody's, and not kept whole.
fn account(login: &str, browser: Option<TokenHash>) -> String {
    let login: String = login.chars().take(64).collect();
    format!("{login}\n{}", browser.map(hex::encode).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const AT: &str = "2026-11-23T01:00:00Z";

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    impl Limits {
        /// What [`Limits::wait`] gives on a node without Redis.
        fn wait_here(
            &self,
            address: Option<IpAddr>,
            who: Tried<'_>,
            now: DateTime<Utc>,
        ) -> Option<u64> {
            self.asked(address, who).filter_map(|(it, key)| it.wait_here(&key, now)).max()
        }

        fn failed_here(&self, address: Option<IpAddr>, who: Tried<'_>, now: DateTime<Utc>) {
            self.asked(address, who).for_each(|(it, key)| it.failed_here(&key, now));
        }
    }

    #[test]
    fn ten_failures_from_an_address_then_one_each_twenty_seconds() {
        let limits = Limits::default();
        let now: DateTime<Utc> = AT.parse().unwrap();
        let from = address("192.0.2.1");
        for n in 0..10 {
            assert_eq!(limits.wait_here(from, ("x", None), now), None, "{n}");
            limits.failed_here(from, (&format!("user{n}"), None), now);
        }
        assert_eq!(limits.wait_here(from, ("x", None), now), Some(20));
        assert_eq!(limits.wait_here(from, ("x", Some([1; 32])), now), None);
        assert_eq!(limits.wait_here(address("192.0.2.2"), ("x", None), now), None);
        let later = now + TimeDelta::seconds(20);
        assert_eq!(limits.wait_here(from, ("x", None), later), None);
        limits.failed_here(from, ("x", None), later);
        assert_eq!(limits.wait_here(from, ("x", None), later), Some(20));
    }

    #[test]
    fn an_account_is_slowed_down_from_wherever_it_is_tried() {
        let limits = Limits::default();
        let now: DateTime<Utc> = AT.parse().unwrap();
        for n in 0..10 {
            limits.failed_here(address(&format!("192.0.2.{n}")), ("an.nguyen", None), now);
        }
        let elsewhere = address("198.51.100.1");
        assert_eq!(limits.wait_here(elsewhere, ("an.nguyen", None), now), Some(10));
        assert_eq!(limits.wait_here(elsewhere, ("an.nguyen", Some([1; 32])), now), None);
        assert_eq!(limits.wait_here(elsewhere, ("binh.tran", None), now), None);
    }

    #[test]
    fn who_tries_many_accounts_from_many_addresses_of_a_network_is_slowed_down() {
        for (of, neighbour, stranger) in [
            ("192.0.2.", "192.0.2.200", "192.0.3.1"),
            ("2001:db8:1:", "2001:db8:1:ffff::1", "2001:db8:2::1"),
        ] {
            let limits = Limits::default();
            let now: DateTime<Utc> = AT.parse().unwrap();
            let at = |n: usize| match of.contains(':') {
                true => address(&format!("{of}{n}::1")),
                false => address(&format!("{of}{n}")),
            };
            for n in 0..60 {
                let (from, login) = (at(n), format!("user{n}"));
                assert_eq!(limits.wait_here(from, (&login, None), now), None, "{of} {n}");
                limits.failed_here(from, (&login, None), now);
            }
            // Also from an address of it that nobody has tried from, and for another account.
            let neighbour = address(neighbour);
            assert_eq!(limits.wait_here(neighbour, ("x", None), now), Some(10));
            // Not at a browser the account knows, and nowhere else.
            assert_eq!(limits.wait_here(neighbour, ("x", Some([1; 32])), now), None);
            assert_eq!(limits.wait_here(address(stranger), ("x", None), now), None);
        }
    }

    #[test]
    fn no_single_address_and_no_single_account_uses_its_network_up() {
        let start: DateTime<Utc> = AT.parse().unwrap();
        let (one_address, one_account) = (Limits::default(), Limits::default());
        for second in 0..3_600 {
            let now = start + TimeDelta::seconds(second);
            let (from, login) = (address("192.0.2.1"), format!("user{second}"));
            if one_address.wait_here(from, (&login, None), now).is_none() {
                one_address.failed_here(from, (&login, None), now);
            }
            let from = address(&format!("192.0.2.{}", second % 250));
            if one_account.wait_here(from, ("an.nguyen", None), now).is_none() {
                one_account.failed_here(from, ("an.nguyen", None), now);
            }
            let others = (address("192.0.2.251"), ("binh.tran", None));
            for limits in [&one_address, &one_account] {
                assert_eq!(limits.wait_here(others.0, others.1, now), None, "{second}");
            }
        }
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
