//! Counts that nodes share.

use std::time::Duration;

use crate::App;

/// How often something happens to somebody: so many times at once are within the limit, and one more
/// each period. Nodes that share a Redis count together, by its clock, which is the same for all;
/// where it cannot be asked nothing is counted and nobody waits, so that each node keeps a count of
/// its own as well.
#[derive(Debug, Clone, Copy)]
pub struct SharedCount {
    name: &'static str,
    at_once: u32,
    period: Duration,
}

/// Both scripts: the moment, and the one at which everything is forgotten.
macro_rules! script {
    ($then:literal) => {
        concat!(
            "local clock = redis.call('TIME') ",
            "local now = clock[1] * 1000 + math.floor(clock[2] / 1000) ",
            "local burst, period = tonumber(ARGV[1]), tonumber(ARGV[2]) ",
            "local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) ",
            $then
        )
    };
}

/// Counts one; past the limit the wait begins anew.
const ADD: &str = script!(
    "due = math.min(due + period, now + burst * period) \
     redis.call('SET', KEYS[1], due, 'PX', math.ceil(due - now)) \
     return 1"
);

/// Milliseconds until one more is within the limit.
const WAIT: &str = script!("return math.max(0, math.ceil(due - now - (burst - 1) * period))");

impl SharedCount {
    /// Under a name of its own.
    pub const fn new(name: &'static str, at_once: u32, period: Duration) -> Self {
        Self { name, at_once, period }
    }

    /// Counts one of somebody.
    pub async fn add(&self, app: &App, whose: &str) {
        self.ask(app, ADD, whose).await;
    }

    /// How long it takes until one more of somebody is within the limit, if that is not now.
    pub async fn wait(&self, app: &App, whose: &str) -> Option<Duration> {
        let redis::Value::Int(left) = self.ask(app, WAIT, whose).await? else { return None };
        let left = u64::try_from(left).ok().filter(|left| *left > 0);
        left.map(Duration::from_millis)
    }

    async fn ask(&self, app: &App, script: &str, whose: &str) -> Option<redis::Value> {
        let redis = app.redis()?;
        // Names and addresses do not leave the installation in the clear.
        let whose = app.config().secrets.mac("shared-count", whose.as_bytes());
        let (whose, _) = whose.split_at(16);
        let mut command = redis::cmd("EVAL");
        command.arg(script).arg(1).arg(format!("portal:{}:{}", self.name, hex::encode(whose)));
        command.arg(self.at_once).arg(u64::try_from(self.period.as_millis()).unwrap_or(u64::MAX));
        redis.ask(&app.metrics, &command).await
    }
}
