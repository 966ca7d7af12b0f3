//! The form that lends rights.

use chrono::{DateTime, Utc};
use portal_core::{FieldFault, FormFaults, PersonId, Posted};

use super::{DelegationKind, NewDelegation};
use crate::members::days;

/// Longest reason, in characters.
pub const MAX_REASON: usize = 300;

/// Reads the form; notes what is wrong. Days are whole days in Vietnam; a first day that is left empty
/// is this moment.
pub fn read(
    posted: &Posted,
    sections: &[i64],
    now: DateTime<Utc>,
    faults: &mut FormFaults,
) -> Option<NewDelegation> {
    let kind = DelegationKind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::Missing);
    }
    let deputy = posted.number("deputy").map(PersonId);
    if deputy.is_none() {
        faults.add("deputy", FieldFault::Missing);
    }
    // Leave is for all one's work: what was chosen for the other kind does not count.
    let section = posted.number("section").filter(|_| kind == Some(DelegationKind::Approval));
    if section.is_some_and(|section| !sections.contains(&section)) {
        faults.add("section", FieldFault::NoSuchChoice);
    }
    let no_date = || FieldFault::Other("member-no-date", vec![]);
    let starts = match posted.line("starts") {
        text if text.is_empty() => Some(now),
        text => days::read(&text).and_then(days::start_of).map(|start| start.max(now)),
    };
    if starts.is_none() {
        faults.add("starts", no_date());
    }
    let ends = days::read(&posted.line("ends")).and_then(days::end_of);
    if !posted.has("ends") {
        faults.add("ends", FieldFault::Missing);
    } else if ends.is_none() {
        faults.add("ends", no_date());
    }
    let reason = faults.check("reason", posted.line("reason"), true, MAX_REASON);
    let (deputy, kind, starts, ends) = (deputy?, kind?, starts?, ends?);
    faults.is_empty().then_some(NewDelegation { deputy, kind, section, starts, ends, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [(&str, &str); 6] = [
        ("kind", "approval"),
        ("deputy", "7"),
        ("section", "4"),
        ("starts", "2026-12-01"),
        ("ends", "2026-12-10"),
        ("reason", "Đi công tác"),
    ];

    fn form(change: (&str, &str)) -> (Option<NewDelegation>, FormFaults) {
        let mut faults = FormFaults::default();
        let now = "2026-11-23T01:00:00Z".parse().unwrap();
        let pairs =
            WHOLE.map(|(name, value)| if name == change.0 { change } else { (name, value) });
        (read(&Posted::from_pairs(pairs), &[4], now, &mut faults), faults)
    }

    #[test]
    fn whole_days_in_vietnam_are_lent() {
        let (new, faults) = form(("", ""));
        assert!(faults.is_empty(), "{faults:?}");
        let new = new.unwrap();
        assert_eq!(new.starts, "2026-11-30T17:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(new.ends, "2026-12-10T17:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(new.section, Some(4));
        assert_eq!(form(("kind", "leave")).0.unwrap().section, None);
        let now = form(("starts", "")).0.unwrap().starts;
        assert_eq!(now, "2026-11-23T01:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn every_field_names_its_own_fault() {
        for (field, value) in [
            ("kind", "x"),
            ("deputy", ""),
            ("section", "5"),
            ("starts", "mai"),
            ("ends", ""),
            ("ends", "mốt"),
            ("reason", " "),
        ] {
            let (new, faults) = form((field, value));
            assert!(new.is_none() && faults.of(field).is_some(), "{field}={value}: {faults:?}");
        }
    }
}
