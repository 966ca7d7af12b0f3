use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{PersonId, law::Law};

use super::{Consultation, Minimum, Refusal, Stage, days_left, kinds, next_change};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn consultation(state: &str, table: &str) -> Consultation {
    Consultation {
        id: 7,
        title: "Dự thảo".into(),
        summary: String::new(),
        kind: "decision".into(),
        field: String::new(),
        unit: "Sở Y tế".into(),
        address: String::new(),
        email: String::new(),
        contact: String::new(),
        opens_at: at("2026-11-24T01:00:00Z"),
        closes_at: at("2026-12-15T10:00:00Z"),
        extensions: serde_json::json!([]),
        min_days: None,
        citation: String::new(),
        state: state.into(),
        draft: String::new(),
        parts: serde_json::json!([]),
        author_id: Some(1),
        author_name: "A".into(),
        submitted_by: Some(2),
        note: String::new(),
        approved_name: String::new(),
        approved_at: None,
        table_state: table.into(),
        table_by: Some(1),
        finished_at: None,
        issued: None,
        changed_at: at("2026-11-23T01:00:00Z"),
    }
}

fn twenty_days() -> Minimum {
    Minimum { days: 20, citation: Arc::from("Luật"), is_sure: false }
}

const BEFORE: &str = "2026-11-24T00:59:59.999999Z";
const OPENING: &str = "2026-11-24T01:00:00Z";
const LAST: &str = "2026-12-15T09:59:59.999999Z";
const CLOSING: &str = "2026-12-15T10:00:00Z";

#[test]
fn it_opens_and_closes_to_the_minute() {
    let known = consultation("approved", "none");
    for (now, stage) in [
        (BEFORE, Stage::Announced),
        (OPENING, Stage::Open),
        (LAST, Stage::Open),
        (CLOSING, Stage::Closed),
    ] {
        assert_eq!(known.stage(at(now)), stage, "{now}");
        assert_eq!(known.take_opinion(at(now)).is_ok(), stage == Stage::Open, "{now}");
    }
    let turn = |now| next_change(known.opens_at, known.closes_at, at(now));
    assert_eq!(turn(BEFORE), Some(at(OPENING)));
    assert_eq!(turn(OPENING), Some(at("2026-11-24T17:00:00Z")), "midnight in Vietnam");
    assert_eq!(turn(LAST), Some(at(CLOSING)));
    assert_eq!(turn(CLOSING), None);
    assert_eq!(days_left(known.closes_at, at(LAST)), 0);
    assert_eq!(days_left(known.closes_at, at("2026-12-14T16:59:00Z")), 1);
}

#[test]
fn the_laws_time_is_kept_at_every_step() {
    let draft = consultation("draft", "none");
    let minimum = twenty_days();
    assert_eq!(draft.submit(Vec::new(), Some(&minimum)), Ok(()));
    let lacking = vec!["impact".to_owned()];
    assert_eq!(draft.submit(lacking.clone(), Some(&minimum)), Err(Refusal::DocumentsLack(lacking)));
    let short = Consultation { closes_at: at("2026-12-14T00:59:00Z"), ..draft };
    let earliest = at("2026-12-14T01:00:00Z");
    let refusal = Refusal::TooShort { earliest, minimum: minimum.clone() };
    assert_eq!(short.submit(Vec::new(), Some(&minimum)), Err(refusal));
    assert_eq!(short.submit(Vec::new(), None), Ok(()));
    // Approved late, the time would run from then on.
    let waiting = consultation("submitted", "none");
    let seen = waiting.version();
    let late = at("2026-11-26T01:00:00Z");
    let by = Some(PersonId(9));
    assert!(matches!(
        waiting.approve(by, &seen, Some(&minimum), late),
        Err(Refusal::TooShort { .. })
    ));
    assert_eq!(waiting.approve(by, &seen, None, late), Ok(late));
    assert_eq!(waiting.approve(by, &seen, None, at(CLOSING)), Err(Refusal::TimePast));
}

#[test]
fn four_eyes_approve_what_they_saw() {
    let waiting = consultation("submitted", "none");
    let seen = waiting.version();
    let now = at("2026-11-23T02:00:00Z");
    for (by, seen, expected) in [
        (1, seen.as_str(), Err(Refusal::OwnWork)),
        (2, &seen, Err(Refusal::OwnWork)),
        (3, "0", Err(Refusal::Changed)),
        (3, &seen, Ok(at(OPENING))),
    ] {
        assert_eq!(waiting.approve(Some(PersonId(by)), seen, None, now), expected, "{by}");
    }
    let draft = consultation("draft", "none");
    assert_eq!(draft.approve(Some(PersonId(3)), &seen, None, now), Err(Refusal::NotSubmitted));
}

#[test]
fn a_closing_is_only_put_off() {
    let open = consultation("approved", "none");
    let closing = open.closes_at;
    for (to, now, expected) in [
        (closing + TimeDelta::days(1), LAST, Ok(())),
        (closing, LAST, Err(Refusal::NotLater(closing))),
        (closing - TimeDelta::days(1), LAST, Err(Refusal::NotLater(closing))),
        (closing + TimeDelta::days(1), CLOSING, Err(Refusal::NotRunning)),
    ] {
        assert_eq!(open.extend(to, at(now)), expected, "{to} {now}");
    }
}

#[test]
fn it_is_finished_only_with_the_table() {
    let now = at(CLOSING);
    let closed = consultation("approved", "none");
    assert_eq!(closed.gather(at(LAST)), Err(Refusal::StillOpen));
    assert_eq!(closed.gather(now), Ok(()));
    assert_eq!(closed.submit_table(0, 0, now), Err(Refusal::NoTable));
    assert_eq!(closed.finish(Some(PersonId(9)), false, now), Err(Refusal::NoTable));
    assert_eq!(closed.issue(now), Err(Refusal::NotFinished));
    let writing = consultation("approved", "writing");
    assert_eq!(writing.submit_table(2, 0, now), Err(Refusal::RowsOpen(2)));
    assert_eq!(writing.submit_table(0, 1, now), Err(Refusal::OpinionsWait(1)));
    assert_eq!(writing.submit_table(0, 0, now), Ok(()));
    let submitted = consultation("approved", "submitted");
    assert_eq!(submitted.finish(Some(PersonId(1)), false, now), Err(Refusal::OwnTable));
    assert_eq!(submitted.finish(Some(PersonId(9)), true, now), Err(Refusal::OwnTable));
    assert_eq!(submitted.finish(Some(PersonId(9)), false, now), Ok(()));
    assert_eq!(submitted.gather(now), Err(Refusal::TableLocked));
    assert_eq!(consultation("approved", "finished").issue(now), Ok(()));
}

#[test]
fn the_shortest_time_follows_kind_and_day() {
    let law = Law::shipped().unwrap();
    let days = |kind: &str, day: &str| {
        kinds::minimum(&law, kind, at(&format!("{day}T01:00:00Z"))).map(|minimum| minimum.days)
    };
    for (kind, day, expected) in [
        ("resolution", "2025-03-31", Some(30)),
        ("resolution", "2025-04-01", Some(20)),
        ("decision", "2024-05-02", Some(30)),
        ("decision", "2026-11-24", Some(20)),
        ("grassroots", "2026-11-24", Some(20)),
        ("plan", "2026-11-24", None),
        ("other", "2026-11-24", None),
        ("unknown", "2026-11-24", None),
    ] {
        assert_eq!(days(kind, day), expected, "{kind} {day}");
    }
    let now = at("2026-11-24T01:00:00Z");
    for kind in kinds::kinds(&law, now) {
        assert!(kind.documents.iter().all(|code| kinds::DOCUMENTS.contains(&code.as_str())));
    }
    assert_eq!(kinds::reasons(&law, now).len(), 6);
}
