//! The forms of the calendar's desks.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use portal_core::{
    FieldFault, FormFaults, Posted,
    calendar::{Calendar, Week, change::NewEntry},
    lang::local_day,
};

/// Every field of these forms: a preview hands them on.
pub(super) const FIELDS: [&str; 13] = [
    "what",
    "on",
    "until",
    "partner",
    "name",
    "decision_number",
    "decision_on",
    "provisional",
    "rest",
    "from",
    "confirmed",
    "first-tet",
    "first-national-day",
];

/// So many days can be entered at once.
const MOST_DAYS: usize = 31;

/// Reads days to be entered: one, each working day up to another, or a swap. A unit enters days off
/// only. Whether the calendar takes them is another question: [`fit`].
pub(super) fn entries(
    posted: &Posted,
    calendar: &Calendar,
    for_all: bool,
) -> Result<Vec<NewEntry>, FormFaults> {
    let mut faults = FormFaults::default();
    let what = if for_all { posted.line("what") } else { "off".to_owned() };
    let on = date(&mut faults, posted, "on", true);
    let until = date(&mut faults, posted, "until", false).filter(|_| what == "off");
    let swap = what == "swap";
    let partner = date(&mut faults, posted, "partner", swap).filter(|_| swap);
    let name = faults.check("name", posted.line("name"), true, 200);
    let provisional = for_all && posted.has("provisional");
    let decided = for_all && !provisional;
    let number = faults.check("decision_number", posted.line("decision_number"), decided, 100);
    let decision_on = date(&mut faults, posted, "decision_on", decided);
    if !["off", "work", "swap"].contains(&what.as_str()) {
        faults.add("what", FieldFault::NoSuchChoice);
    }
    if on.zip(until).is_some_and(|(on, until)| until < on) {
        faults.add("until", FieldFault::Other("calendar-ends-before", Vec::new()));
    }
    if partner.is_some() && partner == on {
        faults.add("partner", FieldFault::Other("calendar-same-day", Vec::new()));
    }
    let Some(on) = on.filter(|_| faults.is_empty()) else { return Err(faults) };
    let entry = |on| NewEntry {
        on,
        working: what == "work",
        partner,
        name: name.clone(),
        decision_number: Some(number.clone()).filter(|number| !number.is_empty()),
        decision_on,
        provisional,
    };
    let entries: Vec<NewEntry> = days(calendar, on, until).into_iter().map(entry).collect();
    if entries.len() > MOST_DAYS {
        let most = vec![("max", MOST_DAYS.to_string())];
        faults.add("until", FieldFault::Other("calendar-too-many-days", most));
        return Err(faults);
    }
    Ok(entries)
}

/// Says what keeps days from being entered as the calendar is, at the field it belongs to.
pub(super) fn fit(entries: &[NewEntry], calendar: &Calendar, taken: &[NaiveDate]) -> FormFaults {
    let mut faults = FormFaults::default();
    let refused =
        entries.iter().find_map(|entry| Some((entry, entry.check(calendar, taken).err()?)));
    if let Some((entry, refusal)) = refused {
        faults.add(refusal.field(entry), refusal.fault());
    }
    faults
}

/// The day, and each later one that is worked so far, up to the last.
fn days(calendar: &Calendar, on: NaiveDate, until: Option<NaiveDate>) -> Vec<NaiveDate> {
    let Some(until) = until else { return vec![on] };
    let days = on.iter_days().take_while(|day| *day <= until).take(MOST_DAYS * 2);
    let worked = days.filter(|day| calendar.day(*day).is_ok_and(|day| day.working));
    let days: Vec<NaiveDate> = worked.collect();
    // Nothing but days of rest: the check of the first says so.
    if days.is_empty() { vec![on] } else { days }
}

/// Reads the unit's week and the day it begins, which is not past.
pub(super) fn week(
    posted: &Posted,
    calendar: &Calendar,
    now: DateTime<Utc>,
) -> Result<(NaiveDate, Week), FormFaults> {
    let mut faults = FormFaults::default();
    let from = date(&mut faults, posted, "from", true);
    let (first, last) = (local_day(now), calendar.range().1);
    if from.is_some_and(|from| from < first || from > last) {
        faults.add("from", FieldFault::Other("calendar-week-past", Vec::new()));
    }
    let rest: Vec<u8> = posted.line("rest").bytes().map(|b| b.wrapping_sub(b'0')).collect();
    let week = ["67", "7"].contains(&posted.line("rest").as_str()).then(|| Week::resting(&rest));
    match (from, week.flatten()) {
        (Some(from), Some(week)) if faults.is_empty() => Ok((from, week)),
        (_, None) => {
            faults.add("rest", FieldFault::NoSuchChoice);
            Err(faults)
        }
        _ => Err(faults),
    }
}

/// The form of the unit's week as it is.
pub(super) fn week_as_it_is(calendar: &Calendar, today: NaiveDate) -> Posted {
    let rest = calendar.week_on(today).rest();
    let rest: String = rest.iter().map(ToString::to_string).collect();
    Posted::from_pairs([("rest", rest), ("from", today.to_string())])
}

/// Reads a day, as browsers or people write it.
pub(super) fn date(
    faults: &mut FormFaults,
    posted: &Posted,
    name: &str,
    required: bool,
) -> Option<NaiveDate> {
    let text = posted.line(name);
    if text.is_empty() {
        if required {
            faults.add(name, FieldFault::Missing);
        }
        return None;
    }
    let read = read_date(&text);
    if read.is_none() {
        faults.add(name, FieldFault::Other("calendar-no-date", Vec::new()));
    }
    read
}

/// Reads a day of these centuries, written as 2026-11-23 or 23/11/2026.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok())
        .filter(|day| (1900..2200).contains(&day.year()))
}

/// Key of a field's label.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "what" => "calendar-what",
        "on" => "calendar-on",
        "until" => "calendar-until",
        "partner" => "calendar-partner",
        "name" => "calendar-name",
        "decision_number" => "calendar-decision-number",
        "decision_on" => "calendar-decision-on",
        "rest" => "calendar-rest",
        "from" => "calendar-from",
        "confirmed" => "calendar-confirmed",
        "first-tet" => "calendar-first-tet",
        "first-national-day" => "calendar-first-national-day",
        _ => "calendar-provisional",
    }
}
