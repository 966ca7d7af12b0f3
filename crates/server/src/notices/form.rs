//! The form of a notice, as rules on its values.

use chrono::{DateTime, Utc};
use portal_core::{
    App, FieldFault, FormFaults, Names, Posted,
    calendar::Calendar,
    lang::{local_day, local_moment},
    law::Term,
    notice::{Kind, Notice},
    page::is_local_path,
};
use uuid::Uuid;

/// An urgent notice is read in passing: so many characters, and the rest behind a link.
pub const MOST_CHARACTERS: usize = 400;

/// What a stop is held against.
struct Held<'a> {
    /// The province's calendar.
    calendar: &'a Calendar,
    /// How long ahead a stop is announced.
    ahead: Term,
    /// Now.
    now: DateTime<Utc>,
}

/// Reads a new notice as the law and the calendar are now.
///
/// Legal source: `deadline.downtime.notice`. Requirement: R-O5, which holds also where no pack has it.
pub fn read(app: &App, kind: Kind, posted: &Posted) -> Result<Notice, FormFaults> {
    const AHEAD: Term = Term { before: true, ..Term::working_days(7) };
    let now = app.now();
    let ahead = app.law().term("downtime.notice", local_day(now)).map_or(AHEAD, |rule| rule.value);
    let held = Held { calendar: &app.calendars.shared(), ahead, now };
    read_against(kind, Uuid::new_v4(), posted, &held)
}

/// Reads a notice; each fault stands at its field.
fn read_against(
    kind: Kind,
    id: Uuid,
    posted: &Posted,
    held: &Held<'_>,
) -> Result<Notice, FormFaults> {
    let mut faults = FormFaults::default();
    let vi = faults.check("vi", posted.line("vi"), true, MOST_CHARACTERS);
    let en = faults.check("en", posted.line("en"), false, MOST_CHARACTERS);
    let link = faults.check("link", posted.line("link"), false, 500);
    let leads = link.is_empty() || is_local_path(&link) || link.starts_with("https://");
    if !leads {
        faults.add("link", FieldFault::Other("notices-no-link", Vec::new()));
    }
    let from_at = match kind {
        Kind::Urgent => Some(held.now),
        Kind::Stop => moment("from", posted, true, &mut faults),
    };
    let until_at = moment("until", posted, kind == Kind::Stop, &mut faults);
    let from_at = from_at.unwrap_or(held.now);
    if until_at.is_some_and(|until| until <= from_at.max(held.now)) {
        faults.add("until", FieldFault::Other("notices-ends-before", Vec::new()));
    }
    if kind == Kind::Stop && !posted.has("late") && faults.of("from").is_none() {
        in_time(from_at, held, &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let en = Some(en).filter(|en| !en.is_empty()).map(Into::into);
    Ok(Notice {
        id,
        kind,
        words: Names { vi: vi.into(), en },
        link: Some(link).filter(|link| !link.is_empty()),
        from_at,
        until_at,
        read_only: kind == Kind::Stop && posted.has("read_only"),
        set_at: held.now,
        withdrawn_at: None,
    })
}

/// A planned stop is announced as long ahead as the law says.
fn in_time(from_at: DateTime<Utc>, held: &Held<'_>, faults: &mut FormFaults) {
    match held.calendar.due(from_at, held.ahead) {
        Ok(due) if local_day(held.now) > due.on => {
            let days = vec![("days", held.ahead.count.to_string())];
            faults.add("from", FieldFault::Other("notices-too-late", days));
        }
        Ok(_) => {}
        Err(_) => faults.add("from", FieldFault::Other("notices-too-far", Vec::new())),
    }
}

fn moment(
    name: &str,
    posted: &Posted,
    required: bool,
    faults: &mut FormFaults,
) -> Option<DateTime<Utc>> {
    let text = posted.line(name);
    if text.is_empty() {
        if required {
            faults.add(name, FieldFault::Missing);
        }
        return None;
    }
    let read = local_moment(&text);
    if read.is_none() {
        faults.add(name, FieldFault::Other("notices-no-moment", Vec::new()));
    }
    read
}

/// Key of a field's label.
pub fn label(field: &str) -> &'static str {
    match field {
        "vi" => "notices-field-vi",
        "en" => "notices-field-en",
        "link" => "notices-field-link",
        "from" => "notices-field-from",
        _ => "notices-field-until",
    }
}

#[cfg(test)]
mod tests {
    use portal_core::{
        calendar::Decisions,
        law::{CalendarLaw, Law},
    };

    use super::*;

    fn law() -> CalendarLaw {
        Law::shipped().unwrap().calendar().clone()
    }

    fn read_stop(pairs: &[(&str, &str)]) -> Result<Notice, FormFaults> {
        let calendar = Decisions::default().calendar(&law(), None);
        let ahead = Term { before: true, ..Term::working_days(7) };
        // Saturday, 28 November 2026.
        let held =
            Held { calendar: &calendar, ahead, now: "2026-11-28T03:00:00Z".parse().unwrap() };
        let posted = Posted::from_pairs(pairs.iter().copied());
        read_against(Kind::Stop, Uuid::nil(), &posted, &held)
    }

    #[test]
    fn a_planned_stop_is_announced_seven_working_days_ahead() {
        let stop = |from, until| {
            read_stop(&[("vi", "Nâng cấp máy chủ"), ("from", from), ("until", until)])
        };
        // Seven whole working days lie between: 30 November to 8 December.
        let stop_at = stop("2026-12-09T22:00", "2026-12-09T23:00").unwrap();
        assert_eq!(stop_at.from_at.to_rfc3339(), "2026-12-09T15:00:00+00:00");
        let faults = stop("2026-12-02T22:00", "2026-12-02T23:00").unwrap_err();
        assert!(faults.of("from").is_some());
        let faults = stop("2026-12-20T22:00", "2026-12-20T21:00").unwrap_err();
        assert!(faults.of("until").is_some() && faults.of("from").is_none());
    }

    #[test]
    fn one_that_nobody_could_foresee_says_so() {
        let fields = [
            ("vi", "Thay ổ đĩa hỏng"),
            ("from", "2026-11-28T22:00"),
            ("until", "2026-11-28T23:00"),
            ("late", "1"),
            ("read_only", "1"),
        ];
        assert!(read_stop(&fields).unwrap().read_only);
        let link = [("link", "javascript:alert(1)")];
        let faults = read_stop(&[&fields[..], &link].concat()).unwrap_err();
        assert!(faults.of("link").is_some());
    }
}
