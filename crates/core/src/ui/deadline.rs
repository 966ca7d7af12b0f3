//! Clocks and days, as people read them: how a day was found, and how much time is left.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use maud::{Markup, html};

use crate::{
    Texts,
    calendar::{Calendar, Day, Decided, Reason, Step},
    deadline::{Clock, ClockState, Count, Deadline},
    lang::local_day,
    law::{Term, TermUnit},
    ui::{self, Tone},
};

/// Key of the name of a duty in the locales: `deadline-petition-forward`.
pub fn duty_key(key: &str) -> String {
    format!("deadline-{}", key.replace(['.', '_'], "-"))
}

/// How a clock stands, in few words: "còn 3 ngày làm việc", "quá hạn 2 ngày làm việc", "đúng hạn".
pub fn badge(t: &Texts, clock: &Clock, calendar: &Calendar, now: DateTime<Utc>) -> Markup {
    let today = local_day(now);
    let (tone, text) = match clock.state {
        ClockState::Met => (Tone::Ok, t.say("clock-met")),
        ClockState::LateMet => (Tone::Bad, t.say("clock-late-met")),
        ClockState::Stopped => (Tone::Plain, t.say("clock-stopped")),
        ClockState::Running if clock.is_overdue(now) => {
            match calendar.elapsed(clock.due_on, today) {
                0 => (Tone::Bad, t.say("clock-overdue-now")),
                late => (Tone::Bad, t.with("clock-overdue", [("days", late.into())])),
            }
        }
        ClockState::Running => match calendar.elapsed(today, clock.due_on) {
            0 if clock.due_on == today => (Tone::Warn, t.say("clock-today")),
            // A promised day may be one of rest.
            0 => (Tone::Warn, t.with("clock-until", [("on", t.day(clock.due_on).into())])),
            left @ 1..=2 => (Tone::Warn, t.with("clock-left", [("days", left.into())])),
            left => (Tone::Info, t.with("clock-left", [("days", left.into())])),
        },
    };
    ui::badge(tone, &text)
}

/// Why a clock ends on its day: the period and its source, each day counted or passed over with the
/// reason, and how changes of the calendar moved it. Folded; for the public and for the desk.
///
/// Requirement: R-P2.
pub fn why(t: &Texts, deadline: &Deadline) -> Markup {
    html! {
        details.fold {
            summary { (t.with("clock-why", [("on", t.day(deadline.due_on).into())])) }
            (period(t, deadline.count, deadline.started_at, deadline.citation.as_deref()))
            (steps(t, &deadline.days))
            @if deadline.provisional { p.hint { (t.say("clock-provisional")) } }
            @if !deadline.shifts.is_empty() {
                p { (t.say("clock-shifts")) }
                ul {
                    @for shift in &deadline.shifts {
                        li { (t.with("clock-shift", [
                            ("from", t.day(shift.from).into()), ("to", t.day(shift.to).into()),
                            ("at", t.date(shift.at).into()), ("version", shift.version.into()),
                        ])) }
                    }
                }
            }
            p.meta { (t.with("clock-version", [("version", deadline.version.into())])) }
        }
    }
}

/// The period, when it began, and where the law says so.
pub fn period(t: &Texts, count: Count, since: DateTime<Utc>, citation: Option<&str>) -> Markup {
    let sentence = match count {
        Count::Term(term) => t.with(
            if term.before { "clock-period-before" } else { "clock-period" },
            [("term", length(t, term).into()), ("since", t.date(since).into())],
        ),
        Count::Until(on) => t.with("clock-period-until", [("on", t.day(on).into())]),
    };
    html! {
        p { (sentence) }
        @if let Some(citation) = citation { p.meta { (t.with("clock-basis", [("citation", citation.into())])) } }
    }
}

/// A length of time in words: "15 ngày làm việc".
pub fn length(t: &Texts, term: Term) -> String {
    let key = match term.unit {
        TermUnit::WorkingDays => "term-working-days",
        TermUnit::Days => "term-days",
        TermUnit::Hours => "term-hours",
    };
    t.with(key, [("count", term.count.into())])
}

/// Each day of a count: its number, or that it was passed over, and why.
pub fn steps(t: &Texts, steps: &[Step]) -> Markup {
    let (number, why) = (t.say("clock-number"), t.say("clock-reason"));
    let mut counted = 0_u32;
    html! {
        @if !steps.is_empty() {
            table.table data-tight {
                caption.sr { (t.say("clock-days")) }
                thead { tr {
                    th scope="col" { (t.say("clock-day")) }
                    th scope="col" { (number) }
                    th scope="col" { (why) }
                } }
                tbody {
                    @for step in steps {
                        tr {
                            td.cell-main { (day(t, step.day.on)) }
                            td data-label=(number) {
                                @if step.counted { (next(&mut counted)) } @else { (t.say("clock-skipped")) }
                            }
                            td data-label=(why) { (reason(t, &step.day)) }
                        }
                    }
                }
            }
        }
    }
}

fn next(counted: &mut u32) -> u32 {
    *counted += 1;
    *counted
}

/// A day with its weekday: "Thứ Hai, 23/11/2026".
pub fn day(t: &Texts, on: NaiveDate) -> Markup {
    html! { time datetime=(on) { (weekday(t, on)) ", " (t.day(on)) } }
}

/// The name of a day's weekday.
pub fn weekday(t: &Texts, on: NaiveDate) -> String {
    t.say(&format!("weekday-{}", on.weekday().number_from_monday()))
}

/// Why a day is worked or not, in words, with its basis.
pub fn reason(t: &Texts, day: &Day) -> String {
    let text = match &day.reason {
        Reason::Weekday if day.working => t.say("day-working"),
        Reason::Weekday => t.say("day-rest"),
        Reason::Holiday { name, citation } => t.with(
            "day-holiday",
            [("name", name.of(t.lang()).into()), ("basis", citation.as_str().into())],
        ),
        Reason::Compensation { name, of } => t.with(
            "day-compensation",
            [("name", name.of(t.lang()).into()), ("of", t.day(*of).into())],
        ),
        Reason::Decided(decided) => decision(t, day.working, decided),
        Reason::Closed(decided) => named(t, "day-closed", decided, Vec::new()),
    };
    if day.provisional && day.reason != Reason::Weekday {
        t.with("day-provisional", [("what", text.into())])
    } else {
        text
    }
}

fn decision(t: &Texts, working: bool, decided: &Decided) -> String {
    let (key, with) = match (working, decided.swapped_with) {
        (true, Some(with)) => ("day-swapped-work", Some(with)),
        (false, Some(with)) => ("day-swapped-off", Some(with)),
        (true, None) => ("day-decided-work", None),
        (false, None) => ("day-decided-off", None),
    };
    named(t, key, decided, with.map(|with| ("with", t.day(with))).into_iter().collect())
}

/// A sentence with what a decision is for and its number behind it, as far as they are known.
fn named(t: &Texts, key: &str, decided: &Decided, args: Vec<(&'static str, String)>) -> String {
    let mut text = t.with_all(key, args);
    if !decided.name.is_empty() {
        text = format!("{text}: {}", decided.name);
    }
    match &decided.decision {
        Some(decision) => format!("{text} ({decision})"),
        None => text,
    }
}
