use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};

use super::read::{fault, filled, typed};
use super::{FaultReason, LawFault, Pack, Rule};
use crate::Lang;

/// What the law packs say of rest days and holidays.
///
/// Requirement: R-P2, R-T7. Legal source: keys `calendar.…` of the law packs.
#[derive(Debug, Clone, Default)]
pub struct CalendarLaw {
    /// Holidays by code: `tet`, `national-day`.
    pub holidays: Vec<(String, Rule<Holiday>)>,
    /// Weekly rest days of offices.
    pub weeks: Vec<Rule<WeekRule>>,
    /// What becomes of a holiday on a weekly rest day.
    pub compensations: Vec<Rule<Compensation>>,
    /// What was decided for single years.
    pub years: BTreeMap<i32, Rule<DecidedYear>>,
    /// For which years the calendar may be used.
    pub horizon: Option<Rule<Horizon>>,
}

/// A public holiday that comes each year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// By which calendar month and day are meant.
    pub kind: Reckoning,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
    /// How many days on end.
    #[serde(default = "one")]
    pub days: u32,
    /// How many of them stand before the named day while no decision says otherwise.
    #[serde(default)]
    pub lead: u32,
    /// Its name.
    #[serde(deserialize_with = "filled")]
    pub title_vi: String,
    /// The same in English.
    #[serde(deserialize_with = "filled")]
    pub title_en: String,
}

/// By which calendar a holiday is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reckoning {
    /// Dương lịch.
    Solar,
    /// Âm lịch.
    Lunar,
}

/// Weekly rest days, 1 is Monday.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekRule {
    /// The days of rest.
    pub rest: Vec<u8>,
}

/// What becomes of a holiday that falls on a weekly rest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compensation {
    /// The next working day is off.
    NextWorkingDay,
}

/// What was decided for one year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecidedYear {
    /// The first day of holidays whose place is decided, by the holiday's code.
    #[serde(deserialize_with = "days_by_code")]
    pub first: BTreeMap<String, NaiveDate>,
    /// Working days that change places with days of rest.
    pub swap: Vec<Swap>,
}

/// A working day that is off, and the rest day that is worked for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// The day off.
    #[serde(deserialize_with = "day")]
    pub off: NaiveDate,
    /// The day worked.
    #[serde(deserialize_with = "day")]
    pub work: NaiveDate,
    /// The decision, where it is another than the year's.
    #[serde(default)]
    pub decision: Option<String>,
}

/// For which years the calendar may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// The first year.
    pub first: i32,
    /// The last year.
    pub last: i32,
    /// The last year whose days are decided; later ones are provisional.
    pub confirmed: i32,
}

impl Holiday {
    /// Its name in a language: English for `en`, otherwise the law's own.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        if lang == Lang::EN { &self.title_en } else { &self.title_vi }
    }
}

impl CalendarLaw {
    const HOLIDAY: &'static str = "calendar.holiday.";
    const YEAR: &'static str = "calendar.year.";

    /// A short text that differs whenever these rules do: counts made by other rules are made anew.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut text = hex::encode(Sha256::digest(format!("{self:?}")));
        text.truncate(12);
        text
    }

    /// Takes over what a pack says.
    pub(super) fn take(&mut self, pack: &Pack, faults: &mut Vec<LawFault>) {
        let file = &pack.file;
        for entry in pack.rules.iter().filter(|entry| entry.key.starts_with("calendar.")) {
            if let Some(code) = entry.key.strip_prefix(Self::HOLIDAY) {
                let Some(rule) = typed::<Holiday>(file, entry, faults) else { continue };
                self.holidays.push((code.to_owned(), rule));
                self.holidays.sort_by(|(a, x), (b, y)| (a, x.valid_from).cmp(&(b, y.valid_from)));
            } else if let Some(year) = entry.key.strip_prefix(Self::YEAR) {
                let Some(rule) = typed::<DecidedYear>(file, entry, faults) else { continue };
                match year.parse() {
                    Ok(year) => drop(self.years.insert(year, rule)),
                    Err(_) => faults.push(fault(file, Some(&entry.key), FaultReason::BadKey)),
                }
            } else {
                match entry.key.as_str() {
                    "calendar.week" => self.weeks.extend(typed(file, entry, faults)),
                    "calendar.compensation" => {
                        self.compensations.extend(typed(file, entry, faults));
                    }
                    "calendar.horizon" => self.horizon = typed(file, entry, faults),
                    _ => faults.push(fault(file, Some(&entry.key), FaultReason::UnknownKey)),
                }
            }
        }
        self.weeks.sort_by_key(|rule| rule.valid_from);
    }
}

const fn one() -> u32 {
    1
}

/// Reads a day written without quotes.
fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let moment = toml::value::Datetime::deserialize(from)?;
    moment
        .date
        .filter(|_| moment.time.is_none())
        .and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()))
        .ok_or_else(|| serde::de::Error::custom("no day such as 2026-07-01"))
}

fn days_by_code<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    struct Day(#[serde(deserialize_with = "day")] NaiveDate);
    let days = BTreeMap::<String, Day>::deserialize(from)?;
    Ok(days.into_iter().map(|(code, Day(day))| (code, day)).collect())
}
