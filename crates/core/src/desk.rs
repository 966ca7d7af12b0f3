//! From where, and at what hours, the desk is reached (SECURITY rule 38; Decision 742).
//!
//! Both are set in the configuration on the server and nowhere else: a wrong list there shuts nobody
//! out who can mend it.

use std::{fmt, net::IpAddr, str::FromStr};

use chrono::{DateTime, Days, NaiveTime, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use ipnet::IpNet;

/// What an installation sets of the desk. As it comes, everybody reaches it from everywhere, always.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskConfig {
    /// The networks staff come from; none is all.
    pub networks: Vec<IpNet>,
    /// The hours in which it is shut, for all but those on duty.
    pub shut: Option<ShutHours>,
    /// Whom to call, as the page says it that turns somebody away.
    pub call: Option<String>,
}

impl DeskConfig {
    /// Whether the desk is reached from an address. Where networks are named, nobody is let in of
    /// whom it is not known where they are.
    pub fn lets_in(&self, address: Option<IpAddr>) -> bool {
        let Some(address) = address.map(|it| it.to_canonical()) else {
            return self.networks.is_empty();
        };
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(&address))
    }

    /// When the desk opens again, where it is shut at a moment.
    pub fn shut_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.shut.and_then(|hours| hours.end(now))
    }
}

/// For an operator: `reached from 10.0.0.0/8, shut 22:00-05:00`.
impl fmt::Display for DeskConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.networks.is_empty() {
            write!(f, "reached from everywhere")?;
        } else {
            let networks: Vec<String> = self.networks.iter().map(ToString::to_string).collect();
            write!(f, "reached from {}", networks.join(", "))?;
        }
        match self.shut {
            Some(hours) => write!(f, "; shut {hours} (Asia/Ho_Chi_Minh)"),
            None => write!(f, "; open at every hour"),
        }
    }
}

/// A network as it is written: `10.12.0.0/16`, `2001:db8::/32`, or one address.
///
/// # Errors
/// What is wrong with it. A network whose address lies inside of it is a slip of the pen: it is not
/// known which of the two was meant.
pub fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let network = match text.parse::<IpAddr>() {
        Ok(address) => IpNet::from(address.to_canonical()),
        Err(_) => text.parse::<IpNet>().map_err(|_| {
            format!("`{text}` is neither an address nor a network like 10.12.0.0/16")
        })?,
    };
    if network != network.trunc() {
        return Err(format!(
            "`{text}` is no network: write {} or the address alone",
            network.trunc()
        ));
    }
    Ok(network)
}

/// Hours of the day in Vietnam, from one time to another, also over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShutHours {
    from: NaiveTime,
    until: NaiveTime,
}

impl ShutHours {
    /// When they end, where they are on.
    fn end(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = now.with_timezone(&Ho_Chi_Minh);
        let (time, day) = (local.time(), local.date_naive());
        let over_midnight = self.until < self.from;
        let end = match (time < self.until, time >= self.from) {
            (true, true) => day,
            (true, false) if over_midnight => day,
            (false, true) if over_midnight => day.checked_add_days(Days::new(1))?,
            _ => return None,
        };
        let into_day = self.until.signed_duration_since(NaiveTime::MIN);
        Some(crate::calendar::start_of(end) + into_day)
    }
}

impl FromStr for ShutHours {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "is not written like `22:00-05:00`";
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| WRONG);
        let (from, until) = text.split_once('-').ok_or(WRONG)?;
        let hours = Self { from: time(from)?, until: time(until)? };
        if hours.from == hours.until { Err("begins when it ends") } else { Ok(hours) }
    }
}

impl fmt::Display for ShutHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.until.format("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_of_both_families_let_in_whom_they_hold() {
        let named = |networks: &[&str]| DeskConfig {
            networks: networks.iter().map(|it| network(it).unwrap()).collect(),
            ..DeskConfig::default()
        };
        let desk = named(&["10.12.0.0/16", "203.0.113.7", "2001:db8:5::/48"]);
        for (address, let_in) in [
            ("10.12.255.1", true),
            ("10.13.0.1", false),
            ("203.0.113.7", true),
            ("203.0.113.8", false),
            ("2001:db8:5:1::9", true),
            ("2001:db8:6::1", false),
            // The way one family's addresses are written in the other.
            ("::ffff:10.12.0.1", true),
            ("::ffff:10.13.0.1", false),
        ] {
            assert_eq!(desk.lets_in(Some(address.parse().unwrap())), let_in, "{address}");
        }
        assert!(!desk.lets_in(None));
        assert!(named(&[]).lets_in(None) && named(&[]).lets_in(Some([192, 0, 2, 1].into())));
    }

    #[test]
    fn what_is_no_network_is_named() {
        for text in ["10.12.0.1/16", "10.12.0.0/33", "văn phòng", "", "2001:db8::1/32"] {
            assert!(network(text).is_err(), "{text}");
        }
        assert!(network("10.12.0.1/16").unwrap_err().contains("10.12.0.0/16"));
    }

    #[test]
    fn hours_are_counted_in_vietnam_also_over_midnight() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let night: ShutHours = "22:00-05:00".parse().unwrap();
        let noon: ShutHours = " 11:30 - 13:30 ".parse().unwrap();
        // Vietnam is seven hours ahead.
        for (hours, now, end) in [
            (night, "2026-11-23T14:59:59Z", None),
            (night, "2026-11-23T15:00:00Z", Some("2026-11-23T22:00:00Z")),
            (night, "2026-11-23T16:59:00Z", Some("2026-11-23T22:00:00Z")),
            (night, "2026-11-23T17:01:00Z", Some("2026-11-23T22:00:00Z")),
            (night, "2026-11-23T21:59:59Z", Some("2026-11-23T22:00:00Z")),
            (night, "2026-11-23T22:00:00Z", None),
            (noon, "2026-11-23T04:29:59Z", None),
            (noon, "2026-11-23T04:30:00Z", Some("2026-11-23T06:30:00Z")),
            (noon, "2026-11-23T06:30:00Z", None),
            (noon, "2026-11-23T16:00:00Z", None),
        ] {
            assert_eq!(hours.end(at(now)), end.map(at), "{hours} {now}");
        }
        for wrong in ["22:00", "22-5", "24:00-05:00", "22:00-22:00", "22:00 bis 05:00"] {
            assert!(wrong.parse::<ShutHours>().is_err(), "{wrong}");
        }
        assert_eq!(night.to_string(), "22:00-05:00");
    }
}
