//! The Vietnamese lunar calendar: months from new moon to new moon at Vietnam's own time (UTC+7), so
//! that now and then a month begins a day before the Chinese one.
//!
//! New moons and the sun's longitude are computed by the usual series (J. Meeus, *Astronomical
//! Algorithms*, chapters 25 and 49), good to about a minute between 1900 and 2100.

use chrono::{Datelike as _, NaiveDate};

/// Vietnam's time against universal time, in days.
const ZONE: f64 = 7.0 / 24.0;
/// Mean length of a lunar month, in days.
const MONTH: f64 = 29.530_588_861;
/// Terrestrial against universal time, in days; within half a minute of the truth through 2050.
const DELTA_T: f64 = 70.0 / 86_400.0;
/// What lies between a Julian day number and chrono's count of days of the common era.
const FROM_JULIAN: i64 = 1_721_425;

/// Finds the day of the solar calendar for a day of an ordinary (not leap) lunar month of the lunar
/// year that begins in `year`; `None` where that month has no such day.
///
/// Requirement: R-P2.
pub fn solar_day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let (first, length) = month_of(year, month)?;
    let into = i64::from(day.checked_sub(1)?);
    (into < length).then(|| date(first + into)).flatten()
}

/// First day (Julian) and length of an ordinary month of a lunar year.
fn month_of(year: i32, month: u32) -> Option<(i64, i64)> {
    if !(1..=12).contains(&month) {
        return None;
    }
    // Months 1 to 10 lie between the month of one winter solstice and the next; 11 and 12 after it.
    let solstice_year = if month >= 11 { year } else { year - 1 };
    let eleventh = month_of_solstice(solstice_year)?;
    let next_eleventh = month_of_solstice(solstice_year + 1)?;
    let leap = (next_eleventh - eleventh == 13).then(|| leap_after(eleventh)).flatten();
    // Month 11 itself is nought steps away, month 1 two.
    let steps = i64::from((month + 1) % 12);
    let past_leap = leap.is_some_and(|leap| eleventh + steps >= leap);
    let moon = eleventh + steps + i64::from(past_leap);
    let first = new_moon_day(moon);
    Some((first, new_moon_day(moon + 1) - first))
}

/// The number of the new moon that begins the month holding a year's winter solstice.
fn month_of_solstice(year: i32) -> Option<i64> {
    let around = NaiveDate::from_ymd_opt(year, 12, 18)?;
    let start = i64::from(around.num_days_from_ce()) + FROM_JULIAN;
    // The day in whose course the sun reaches 270°.
    let solstice = (start..start + 8).find(|day| sign(*day) == 8 && sign(day + 1) == 9)?;
    let about = i64::from(year - 2000) * 1237 / 100 + 10;
    (about..about + 6).rev().find(|moon| new_moon_day(*moon) <= solstice)
}

/// The first month after the eleventh in which the sun enters no new sign: it is the leap month.
fn leap_after(eleventh: i64) -> Option<i64> {
    (eleventh + 1..eleventh + 14)
        .find(|moon| sign(new_moon_day(*moon)) == sign(new_moon_day(moon + 1)))
}

/// The twelfth of the sun's way in which it stands as a day begins in Vietnam, 0 from spring on.
fn sign(day: i64) -> i64 {
    whole(sun_longitude(float(day) - 0.5 - ZONE) / 30.0)
}

/// The day (Julian) on which a new moon falls in Vietnam; nought is that of 6 January 2000.
fn new_moon_day(number: i64) -> i64 {
    whole(new_moon(float(number)) + 0.5 + ZONE)
}

/// The moment of a new moon, as Julian date in universal time.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + MONTH * k + t * t * (0.000_154_37 - 0.000_000_15 * t);
    let e = 1.0 - t * (0.002_516 + 0.000_007_4 * t);
    let sun = (2.5534 + 29.105_356_7 * k - 0.000_001_4 * t * t).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let latitude = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t).to_radians();
    let node = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t).to_radians();
    let terms = [
        (-0.407_20, moon),
        (0.172_41 * e, sun),
        (0.016_08, 2.0 * moon),
        (0.010_39, 2.0 * latitude),
        (0.007_39 * e, moon - sun),
        (-0.005_14 * e, moon + sun),
        (0.002_08 * e * e, 2.0 * sun),
        (-0.001_11, moon - 2.0 * latitude),
        (-0.000_57, moon + 2.0 * latitude),
        (0.000_56 * e, 2.0 * moon + sun),
        (-0.000_42, 3.0 * moon),
        (0.000_42 * e, sun + 2.0 * latitude),
        (0.000_38 * e, sun - 2.0 * latitude),
        (-0.000_24 * e, 2.0 * moon - sun),
        (-0.000_17, node),
        (0.000_325, (299.77 + 0.107_408 * k - 0.009_173 * t * t).to_radians()),
        (0.000_165, (251.88 + 0.016_321 * k).to_radians()),
        (0.000_164, (251.83 + 26.651_886 * k).to_radians()),
        (0.000_126, (349.42 + 36.412_478 * k).to_radians()),
        (0.000_110, (84.66 + 18.206_239 * k).to_radians()),
    ];
    mean + terms.iter().map(|(size, angle)| size * angle.sin()).sum::<f64>() - DELTA_T
}

/// The sun's apparent longitude in degrees, 0 to 360, at a Julian date in universal time.
fn sun_longitude(at: f64) -> f64 {
    let t = (at + DELTA_T - 2_451_545.0) / 36_525.0;
    let mean = 280.466_46 + t * (36_000.769_83 + 0.000_303_2 * t);
    let anomaly = (357.529_11 + t * (35_999.050_29 - 0.000_153_7 * t)).to_radians();
    let centre = (1.914_602 - t * (0.004_817 + 0.000_014 * t)) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

fn date(julian: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(julian - FROM_JULIAN).ok()?)
}

#[expect(clippy::cast_possible_truncation, reason = "days of these centuries fit many times over")]
fn whole(value: f64) -> i64 {
    value.floor() as i64
}

#[expect(clippy::cast_precision_loss, reason = "days of these centuries are exact in a float")]
fn float(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solar(year: i32, month: u32, day: u32) -> String {
        solar_day(year, month, day).map_or_else(|| "none".to_owned(), |date| date.to_string())
    }

    #[test]
    fn new_years_and_hung_kings_days_are_those_of_the_vietnamese_calendar() {
        // The last is a day before China's.
        for (year, new_year, hung_kings) in [
            (2024, "2024-02-10", "2024-04-18"),
            (2025, "2025-01-29", "2025-04-07"),
            (2026, "2026-02-17", "2026-04-26"),
            (2027, "2027-02-06", "2027-04-16"),
            (2028, "2028-01-26", "2028-04-04"),
            (2029, "2029-02-13", "2029-04-23"),
            (2030, "2030-02-02", "2030-04-12"),
            (2031, "2031-01-23", "2031-04-01"),
            (2032, "2032-02-11", "2032-04-19"),
        ] {
            assert_eq!(solar(year, 1, 1), new_year);
            assert_eq!(solar(year, 3, 10), hung_kings);
        }
    }

    #[test]
    fn new_years_since_2000_are_those_that_were_celebrated() {
        // 2007 was a day before China's.
        for new_year in [
            "2000-02-05",
            "2001-01-24",
            "2002-02-12",
            "2003-02-01",
            "2004-01-22",
            "2005-02-09",
            "2006-01-29",
            "2007-02-17",
            "2008-02-07",
            "2009-01-26",
            "2010-02-14",
            "2011-02-03",
            "2012-01-23",
            "2013-02-10",
            "2014-01-31",
            "2015-02-19",
            "2016-02-08",
            "2017-01-28",
            "2018-02-16",
            "2019-02-05",
            "2020-01-25",
            "2021-02-12",
            "2022-02-01",
            "2023-01-22",
        ] {
            let date: NaiveDate = new_year.parse().unwrap();
            assert_eq!(solar(date.year(), 1, 1), new_year);
        }
    }

    #[test]
    fn mid_autumn_and_the_kitchen_gods_day_stand_past_leap_months() {
        for (year, month, day, solar_date) in [
            (2023, 8, 15, "2023-09-29"), // after the leap second month
            (2025, 8, 15, "2025-10-06"), // after the leap sixth month
            (2024, 8, 15, "2024-09-17"),
            (2025, 12, 23, "2026-02-10"),
            (2020, 8, 15, "2020-10-01"), // after the leap fourth month
        ] {
            assert_eq!(solar(year, month, day), solar_date);
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        assert_eq!(solar_day(2026, 0, 1), None);
        assert_eq!(solar_day(2026, 13, 1), None);
        assert_eq!(solar_day(2026, 1, 0), None);
        assert_eq!(solar_day(2026, 1, 31), None);
    }
}
