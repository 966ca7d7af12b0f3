//! Robots kept from forms that anybody may send, without a third party and without a riddle (R-P1).
//!
//! A form carries a *ticket*: when it was handed out, sealed by a MAC, for one kind of form. Whoever
//! sends it back too fast, too late, with the trap field filled in, or too often from one address is
//! stopped. A browser with scripts adds a *proof of work* for the ticket; without scripts the form
//! still works, but is known to be unproved, so that its receiver can ask for more (a confirmation
//! by e-mail, a look by a person).

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

use crate::{App, Ctx, Fault, Outcome, Posted, SecretBox, Texts};

/// Field of the ticket.
pub const TICKET: &str = "ticket";
/// Field of the proof.
pub const PROOF: &str = "proof";
/// The trap: people do not see it.
pub const TRAP: &str = "website";
/// Leading zero bits a proof's hash has: some 65,000 tries, a few tenths of a second on a phone.
pub const BITS: u32 = 16;

/// Nobody fills in a form faster.
const FASTEST: TimeDelta = TimeDelta::seconds(3);
/// A form that lay open for longer is handed out anew.
const LONGEST: TimeDelta = TimeDelta::hours(24);
const PURPOSE: &str = "form-ticket";

/// What is known of whoever sent a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// A browser that did the work.
    Proved,
    /// A browser without scripts, or a robot that waits.
    Unproved,
}

/// Why a form is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// No ticket, a false one, another form's, or one that lay too long: the form is shown again with
    /// a fresh one, filled in.
    Stale,
    /// Sent faster than people write.
    TooFast,
    /// The trap was filled in. Whoever did it is answered as if all were well, and nothing is kept.
    Trapped,
}

impl Stopped {
    /// The sentence for the person; nobody who fell into the trap is told.
    pub fn sentence(self, t: &Texts) -> String {
        match self {
            Self::Stale | Self::Trapped => t.say("form-stale"),
            Self::TooFast => t.say("form-too-fast"),
        }
    }
}

/// A ticket for a form: `seconds.mac`.
pub fn ticket(secrets: &SecretBox, form: &str, now: DateTime<Utc>) -> String {
    let at = now.timestamp().to_string();
    let mac = secrets.mac(PURPOSE, format!("{form}\n{at}").as_bytes());
    format!("{at}.{}", hex::encode(mac))
}

/// Looks at what a form brought for the robots' sake.
///
/// # Errors
/// [`Stopped`].
pub fn check(
    secrets: &SecretBox,
    form: &str,
    posted: &Posted,
    now: DateTime<Utc>,
) -> Result<Sender, Stopped> {
    if posted.has(TRAP) {
        return Err(Stopped::Trapped);
    }
    let ticket = posted.line(TICKET);
    let (at, mac) = ticket.split_once('.').ok_or(Stopped::Stale)?;
    let mac = hex::decode(mac).map_err(|_| Stopped::Stale)?;
    if !secrets.mac_fits(PURPOSE, format!("{form}\n{at}").as_bytes(), &mac) {
        return Err(Stopped::Stale);
    }
    let seconds = at.parse().map_err(|_| Stopped::Stale)?;
    let age = now - DateTime::from_timestamp(seconds, 0).ok_or(Stopped::Stale)?;
    if age > LONGEST {
        return Err(Stopped::Stale);
    }
    if age < FASTEST {
        return Err(Stopped::TooFast);
    }
    let proved = is_proof(&ticket, &posted.line(PROOF));
    Ok(if proved { Sender::Proved } else { Sender::Unproved })
}

/// Whether a proof fits a ticket: SHA-256 of `ticket:proof` begins with [`BITS`] zero bits.
pub fn is_proof(ticket: &str, proof: &str) -> bool {
    if proof.is_empty() || proof.len() > 20 {
        return false;
    }
    let hash = Sha256::digest(format!("{ticket}:{proof}").as_bytes());
    let (head, _) = hash.split_at(4);
    let head: [u8; 4] = head.try_into().unwrap_or([0xff; 4]);
    u32::from_be_bytes(head).leading_zeros() >= BITS
}

/// Does the work, as the browser's script does: for tests and measurements.
pub fn prove(ticket: &str) -> String {
    (0_u64..).map(|n| n.to_string()).find(|n| is_proof(ticket, n)).unwrap_or_default()
}

/// The hidden fields of a form anybody may send. The page must not be kept by the page cache.
pub fn fields(app: &App, ctx: &Ctx, form: &str) -> Markup {
    let t = ctx.texts();
    let ticket = ticket(&app.config().secrets, form, ctx.now);
    html! {
        input type="hidden" name=(TICKET) value=(ticket) data-proof=(BITS);
        div.trap aria-hidden="true" {
            label { (t.say("form-trap"))
                input type="text" name=(TRAP) value="" tabindex="-1" autocomplete="off"; }
        }
    }
}

/// How often something comes from one address. Nodes that share a Redis count together; each counts
/// for itself as well, and that holds whatever becomes of Redis.
pub struct Rates {
    name: &'static str,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    at_once: u32,
    period: Duration,
    retry_seconds: u64,
}

/// Lets one through, unless so many (`ARGV[1]`) came of late, where each is forgotten after so many
/// milliseconds (`ARGV[2]`). By Redis's clock, which is the same for all.
const LET_THROUGH: &str = "\
    local clock = redis.call('TIME') \
    local now = clock[1] * 1000 + math.floor(clock[2] / 1000) \
    local burst, period = tonumber(ARGV[1]), tonumber(ARGV[2]) \
    local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + period \
    if due - now > burst * period then return 0 end \
    redis.call('SET', KEYS[1], due, 'PX', math.ceil(due - now)) \
    return 1";

impl Default for Rates {
    /// Thirty forms at once from an address, and one more every ten seconds: an office or a school
    /// behind one address is not stopped, a flood is.
    fn default() -> Self {
        Self::new("forms", 30, Duration::from_secs(10), 10)
    }
}

impl Rates {
    /// Under a name: so many at once, and one more each `period`; whoever is stopped is told to come
    /// back after so many seconds.
    pub fn new(name: &'static str, at_once: u32, period: Duration, retry_seconds: u64) -> Self {
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN));
        Self { name, addresses: RateLimiter::keyed(quota), at_once, period, retry_seconds }
    }

    /// Counts one from an address.
    ///
    /// # Errors
    /// [`Fault::TooMany`] with the seconds to wait.
    pub async fn count(&self, app: &App, address: Option<IpAddr>) -> Outcome<()> {
        let Some(address) = address.map(network) else { return Ok(()) };
        self.count_here(address)?;
        if self.is_let_through(app, address).await {
            Ok(())
        } else {
            Err(Fault::TooMany { retry_seconds: self.retry_seconds })
        }
    }

    /// By the count all nodes share; where that cannot be asked, yes.
    async fn is_let_through(&self, app: &App, address: IpAddr) -> bool {
        let Some(redis) = app.redis() else { return true };
        // Addresses do not leave the installation in the clear.
        let whose = app.config().secrets.mac("rates", address.to_string().as_bytes());
        let (whose, _) = whose.split_at(16);
        let mut command = redis::cmd("EVAL");
        command.arg(LET_THROUGH).arg(1).arg(format!(
            "portal:rate:{}:{}",
            self.name,
            hex::encode(whose)
        ));
        command.arg(self.at_once).arg(u64::try_from(self.period.as_millis()).unwrap_or(u64::MAX));
        redis.ask(&app.metrics, &command).await != Some(redis::Value::Int(0))
    }

    fn count_here(&self, address: IpAddr) -> Outcome<()> {
        if self.addresses.len() > 100_000 {
            self.addresses.retain_recent();
        }
        self.addresses
            .check_key(&address)
            .map_err(|_| Fault::TooMany { retry_seconds: self.retry_seconds })
    }
}

/// Who shares a limit: an IPv4 address, a /64 of IPv6.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6((u128::from(six) & !0xffff_ffff_ffff_ffff).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Posted {
        Posted::from_pairs(pairs.iter().copied())
    }

    #[test]
    fn a_ticket_is_for_one_form_and_a_day_and_not_for_the_hasty() {
        let secrets = SecretBox::read(&"5e".repeat(32)).unwrap();
        let now: DateTime<Utc> = "2026-11-28T01:00:00Z".parse().unwrap();
        let made = ticket(&secrets, "petition", now);
        let sent = form(&[(TICKET, &made)]);
        let at = |seconds| now + TimeDelta::seconds(seconds);
        let ask = |form, posted: &Posted, when| check(&secrets, form, posted, when);
        assert_eq!(ask("petition", &sent, at(2)), Err(Stopped::TooFast));
        assert_eq!(ask("petition", &sent, at(3)), Ok(Sender::Unproved));
        assert_eq!(ask("petition", &sent, at(86_400)), Ok(Sender::Unproved));
        assert_eq!(ask("petition", &sent, at(86_401)), Err(Stopped::Stale));
        assert_eq!(ask("comment", &sent, at(60)), Err(Stopped::Stale));
        assert_eq!(ask("petition", &form(&[]), at(60)), Err(Stopped::Stale));
        let later = made.replacen("17", "18", 1);
        assert_eq!(ask("petition", &form(&[(TICKET, &later)]), at(60)), Err(Stopped::Stale));
        let trapped = form(&[(TICKET, &made), (TRAP, "http://x")]);
        assert_eq!(ask("petition", &trapped, at(60)), Err(Stopped::Trapped));
        let proved = form(&[(TICKET, &made), (PROOF, &prove(&made))]);
        assert_eq!(ask("petition", &proved, at(60)), Ok(Sender::Proved));
    }

    #[test]
    fn one_address_is_stopped_and_others_are_not() {
        let rates = Rates::default();
        let one: Option<IpAddr> = Some("2001:db8::1".parse().unwrap());
        let same_net: Option<IpAddr> = Some("2001:db8::2".parse().unwrap());
        let other: Option<IpAddr> = Some("192.0.2.7".parse().unwrap());
        let count = |address: Option<IpAddr>| rates.count_here(network(address.unwrap()));
        assert!((0..30).all(|_| count(one).is_ok()));
        assert!(count(same_net).is_err());
        assert!(count(other).is_ok());
    }
}
