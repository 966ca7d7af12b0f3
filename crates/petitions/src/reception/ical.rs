//! The schedule as a calendar feed (RFC 5545).

use chrono::{DateTime, Utc};
use portal_core::Texts;

use super::{Session, State};

/// A feed of receptions, as calendars read it.
pub fn feed(t: &Texts, unit: &str, host: &str, now: DateTime<Utc>, all: &[Session]) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//portal//reception//VI".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&format!("{} – {unit}", t.say("module-reception")))),
    ];
    for session in all {
        let plan = &session.plan;
        let status = if session.state == State::Cancelled { "CANCELLED" } else { "CONFIRMED" };
        let summary = t.with_all(
            "reception-summary",
            vec![("receiver", plan.receiver.clone()), ("post", plan.post.clone())],
        );
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:tiep-cong-dan-{}@{host}", session.id),
            format!("DTSTAMP:{}", stamp(session.published_at.unwrap_or(now))),
            format!("DTSTART:{}", stamp(plan.starts_at)),
            format!("DTEND:{}", stamp(plan.ends_at)),
            format!("SUMMARY:{}", escaped(&summary)),
            format!("LOCATION:{}", escaped(&plan.place)),
            format!("DESCRIPTION:{}", escaped(&plan.content)),
            format!("STATUS:{status}"),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace('\r', "").replace('\n', "\\n")
}

/// A line of at most 75 bytes, gone on in lines that begin with a blank.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 8);
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > 74 {
            folded.push_str("\r\n ");
            used = 1;
        }
        folded.push(c);
        used += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_texts_cannot_break_out() {
        assert_eq!(escaped("a,b;c\\d\r\nEND:VEVENT"), "a\\,b\\;c\\\\d\\nEND:VEVENT");
        let long = folded(&format!("SUMMARY:{}", "ế".repeat(60)));
        assert!(long.split("\r\n").all(|line| line.len() <= 75), "{long}");
        assert_eq!(long.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "ế".repeat(60)));
    }
}
