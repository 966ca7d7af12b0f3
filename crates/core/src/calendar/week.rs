use chrono::{Datelike as _, NaiveDate};

/// The weekdays on which an office rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week(u8);

impl Default for Week {
    /// Saturday and Sunday.
    fn default() -> Self {
        Self::resting(&[6, 7]).unwrap_or(Self(0))
    }
}

impl Week {
    /// Resting on some weekdays, 1 is Monday; `None` when nothing is worked, or a day is none.
    pub fn resting(days: &[u8]) -> Option<Self> {
        let known = days.iter().all(|day| (1..=7).contains(day));
        let bits =
            days.iter().fold(0_u8, |bits, day| bits | 1_u8.checked_shl((*day).into()).unwrap_or(0));
        (known && bits.count_ones() < 7).then_some(Self(bits))
    }

    /// Whether a day is worked.
    pub fn works(self, on: NaiveDate) -> bool {
        !self.rests_on(on.weekday().number_from_monday())
    }

    /// Whether a weekday is of rest, 1 is Monday.
    pub fn rests_on(self, weekday: u32) -> bool {
        weekday < 8 && self.0 & (1 << weekday) != 0
    }

    /// The weekdays of rest, 1 is Monday.
    pub fn rest(self) -> Vec<u8> {
        (1..=7_u8).filter(|day| self.rests_on((*day).into())).collect()
    }
}
