//! A place in a list that is read page by page.

use chrono::{DateTime, Utc};

/// A place in a list by time, newest first: `truoc` of an address. What comes in later moves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The time by which the list is ordered.
    pub at: DateTime<Utc>,
    /// Which of the same time.
    pub id: i64,
}

impl Cursor {
    /// Before everything.
    pub const NEWEST: Self =
        Self { at: DateTime::from_timestamp_nanos(9_000_000_000_000_000_000), id: i64::MAX };

    /// Reads back what its `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('-')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        (at < Self::NEWEST.at && at > DateTime::UNIX_EPOCH).then_some(())?;
        Some(Self { at, id: id.parse().ok().filter(|id| *id > 0)? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back() {
        let cursor = Cursor { at: DateTime::from_timestamp(5, 0).unwrap(), id: 9 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for text in ["", "9", "a-b", "1-", "-5-1", "1-0", "99999999999999999999-1", "5-x"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
