use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::law::Law;

fn law() -> &'static Law {
    static LAW: LazyLock<Law> =
        LazyLock::new(|| Law::shipped().unwrap_or_else(|faults| panic!("{faults:?}")));
    &LAW
}

fn by_law() -> Calendar {
    static BY_LAW: LazyLock<Calendar> =
        LazyLock::new(|| Decisions::default().calendar(law().calendar(), None));
    BY_LAW.clone()
}

fn with(entries: Vec<Entry>) -> Calendar {
    let of = entries.iter().find_map(|entry| entry.site);
    Decisions { entries, ..Decisions::default() }.calendar(law().calendar(), of)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A moment in Vietnam.
fn at(text: &str) -> DateTime<Utc> {
    format!("{text}+07:00").parse().unwrap()
}

fn entry(on: NaiveDate, working: bool) -> Entry {
    Entry {
        id: 1,
        site: None,
        on,
        working,
        partner: None,
        name: "Bão số 9".into(),
        decision_number: Some("12/QĐ-UBND".into()),
        decision_on: Some(day("2026-10-01")),
        provisional: false,
        by: None,
        at: DateTime::UNIX_EPOCH,
    }
}

fn due(calendar: &Calendar, from: NaiveDate, count: u32) -> NaiveDate {
    let start = start_of(from) + TimeDelta::hours(9);
    calendar.due(start, Term::working_days(count)).unwrap().on
}

#[test]
fn receipts_around_holidays_swaps_and_tet_end_when_an_office_would_say() {
    let calendar = by_law();
    for (received, three, fifteen) in [
        ("2024-04-22", "2024-04-25", "2024-05-15"), // 29/4 off for Saturday 4/5
        ("2024-04-26", "2024-05-04", "2024-05-21"), // due on the Saturday that is worked
        ("2025-04-18", "2025-04-23", "2025-05-13"), // 2/5 off for Saturday 26/4
        ("2026-02-11", "2026-02-23", "2026-03-11"), // Tết
        ("2026-04-22", "2026-04-28", "2026-05-18"), // the Hùng Kings on a Sunday
        ("2026-08-14", "2026-08-19", "2026-09-08"), // 31/8 off for Saturday 22/8
        ("2026-12-28", "2026-12-31", "2027-01-19"), // into a year not decided yet
        ("2026-11-23", "2026-11-27", "2026-12-15"), // 24/11 is a holiday now
    ] {
        assert_eq!(due(&calendar, day(received), 3), day(three), "{received} + 3");
        assert_eq!(due(&calendar, day(received), 15), day(fifteen), "{received} + 15");
    }
    let crossing = calendar.due(at("2026-12-28T09:00:00"), Term::working_days(15)).unwrap();
    assert!(crossing.provisional);
    assert!(!calendar.due(at("2026-12-28T09:00:00"), Term::working_days(3)).unwrap().provisional);
}

#[test]
fn each_day_says_why_it_is_off_or_worked() {
    let calendar = by_law();
    let says = |on: &str| calendar.day(day(on)).unwrap();
    assert!(
        matches!(says("2026-11-24").reason, Reason::Holiday { name, .. } if &*name.vi == "Ngày Văn hóa Việt Nam")
    );
    assert!(says("2025-11-24").working, "the law was not there in 2025");
    assert!(
        matches!(says("2026-04-27").reason, Reason::Compensation { of, .. } if of == day("2026-04-26"))
    );
    assert!(
        matches!(says("2024-02-14").reason, Reason::Compensation { of, .. } if of == day("2024-02-11"))
    );
    assert!(says("2024-02-15").working && !says("2024-02-08").working);
    let worked = says("2026-08-22");
    assert!(worked.working);
    assert!(
        matches!(worked.reason, Reason::Decided(Decided { swapped_with: Some(off), .. }) if off == day("2026-08-31"))
    );
    let saturday = says("2026-11-28");
    assert_eq!((saturday.working, saturday.reason), (false, Reason::Weekday));
    assert!(says("2027-02-05").provisional, "Tết 2027 is reckoned, not decided");
}

#[test]
fn every_first_day_that_was_decided_is_that_of_a_holiday() {
    let law = law();
    for (year, rule) in &law.calendar().years {
        for code in rule.value.first.keys() {
            assert!(
                law.calendar().holidays.iter().any(|(known, _)| known == code),
                "{year} {code}"
            );
        }
        for swap in &rule.value.swap {
            let calendar = by_law();
            assert!(calendar.week_on(swap.off).works(swap.off), "{}", swap.off);
            assert!(!calendar.week_on(swap.work).works(swap.work), "{}", swap.work);
        }
    }
}

#[test]
fn the_day_of_receipt_is_the_local_one_and_the_last_day_ends_at_midnight() {
    let calendar = by_law();
    let three = Term::working_days(3);
    let before = calendar.due(at("2026-11-02T23:59:59"), three).unwrap();
    let after = calendar.due(at("2026-11-03T00:00:00"), three).unwrap();
    assert_eq!((before.on, after.on), (day("2026-11-05"), day("2026-11-06")));
    assert_eq!(before.ends_at, at("2026-11-06T00:00:00"));
    assert_eq!(before.days.len(), 3);
}

#[test]
fn calendar_days_end_on_a_working_day_and_hours_run_on() {
    let calendar = by_law();
    for (from, count, on) in [
        ("2026-11-02", 15, "2026-11-17"),
        ("2026-11-09", 15, "2026-11-25"), // the fifteenth is the holiday of the 24th
        ("2026-11-06", 15, "2026-11-23"), // a Saturday
        ("2026-02-01", 15, "2026-02-23"), // the first day of Tết
    ] {
        let due = calendar.due(start_of(day(from)), Term::days(count)).unwrap();
        assert_eq!(due.on, day(on), "{from} + {count}");
        assert_eq!(due.days.iter().filter(|step| step.counted).count(), 15, "{from}");
        assert!(due.days.last().is_some_and(|step| step.day.on == day(on)));
    }
    let hours = Term { count: 24, unit: TermUnit::Hours, before: false };
    let due = calendar.due(at("2026-11-27T17:30:00"), hours).unwrap();
    assert_eq!((due.on, due.ends_at), (day("2026-11-28"), at("2026-11-28T17:30:00")));
}

#[test]
fn a_lead_is_counted_back_past_holidays() {
    let calendar = by_law();
    let lead = Term { before: true, ..Term::working_days(5) };
    let due = calendar.due(at("2026-11-30T08:00:00"), lead).unwrap();
    // 27, 26, 25, 23, 20 November: the 24th and the weekend do not count.
    assert_eq!(due.on, day("2026-11-20"));
    assert_eq!(calendar.before(day("2026-11-30"), 5), Ok(due.on));
    assert_eq!(calendar.elapsed(due.on, day("2026-11-27")), 4);
}

#[test]
fn past_the_horizon_nothing_is_promised() {
    let calendar = by_law();
    let (first, last) = calendar.range();
    assert_eq!((first, last), (day("2024-01-01"), day("2027-12-31")));
    let beyond = calendar.due(at("2027-12-20T08:00:00"), Term::working_days(15)).unwrap_err();
    assert_eq!(beyond.on, day("2028-01-01"));
    assert!(calendar.due(at("2023-12-31T08:00:00"), Term::working_days(1)).is_err());
    assert!(calendar.until(at("2027-12-01T08:00:00"), day("2028-01-04")).is_err());
}

#[test]
fn a_unit_with_its_own_week_and_closure_counts_by_them() {
    let site = SiteId(7);
    let decisions = Decisions {
        entries: vec![Entry { site: Some(site), ..entry(day("2026-11-04"), false) }],
        weeks: vec![(site, day("2026-01-01"), Week::resting(&[7]).unwrap())],
        ..Decisions::default()
    };
    let own = decisions.calendar(law().calendar(), Some(site));
    let shared = decisions.calendar(law().calendar(), None);
    assert!(matches!(own.day(day("2026-11-04")).unwrap().reason, Reason::Closed(_)));
    assert!(shared.day(day("2026-11-04")).unwrap().working);
    // 3, 5, 6, Saturday 7.
    assert_eq!(due(&own, day("2026-11-02"), 4), day("2026-11-07"));
    assert_eq!(due(&shared, day("2026-11-02"), 4), day("2026-11-06"));
}

#[test]
fn a_year_opened_at_the_desk_moves_the_horizon_and_a_decision_confirms_it() {
    let opened = Decisions {
        years: [
            (
                2027,
                Year {
                    confirmed: true,
                    first: [("tet".into(), day("2027-02-04"))].into(),
                    decision: None,
                },
            ),
            (2028, Year::default()),
        ]
        .into(),
        ..Decisions::default()
    };
    let calendar = opened.calendar(law().calendar(), None);
    assert_eq!(calendar.range().1, day("2028-12-31"));
    assert!(!calendar.is_provisional(2027) && calendar.is_provisional(2028));
    assert!(!calendar.day(day("2027-02-04")).unwrap().working);
    assert!(by_law().day(day("2027-02-04")).unwrap().working);
}

#[test]
fn two_packs_of_law_count_alike_on_either_side_of_their_border() {
    // The period that began under one pack is counted over days of the next.
    let calendar = by_law();
    let (whole, half) =
        (due(&calendar, day("2026-06-26"), 10), due(&calendar, day("2026-06-26"), 4));
    assert_eq!(due(&calendar, half, 6), whole);
}

/// Starts from which twice 25 days fit into the horizon, forth and back.
fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..1_200).prop_map(|days| day("2024-02-01") + Days::new(days))
}

proptest! {
    #[test]
    fn counting_is_monotone_additive_and_goes_back_the_way_it_came(
        from in days(), later in 0_u64..40, a in 1_u32..25, b in 1_u32..25,
    ) {
        let calendar = by_law();
        let on = due(&calendar, from, a);
        prop_assert!(due(&calendar, from + Days::new(later), a) >= on);
        prop_assert!(due(&calendar, from, a + 1) > on);
        prop_assert_eq!(due(&calendar, on, b), due(&calendar, from, a + b));
        prop_assert_eq!(calendar.elapsed(from, on), a);
        // Back from the last day lies the last working day not after the start.
        let back = calendar.before(on, a).unwrap();
        prop_assert!(back <= from);
        prop_assert_eq!(calendar.elapsed(back, from), 0);
    }

    #[test]
    fn a_day_off_more_is_never_earlier_a_day_worked_more_never_later(
        from in days(), on in days(), count in 1_u32..25, calendar_days in any::<bool>(),
    ) {
        let term = if calendar_days { Term::days(count) } else { Term::working_days(count) };
        let ends = |calendar: &Calendar| calendar.due(start_of(from), term).unwrap().on;
        let plain = ends(&by_law());
        prop_assert!(ends(&with(vec![entry(on, false)])) >= plain);
        prop_assert!(ends(&with(vec![entry(on, true)])) <= plain);
    }

    #[test]
    fn a_count_explains_every_day_and_is_the_same_twice(from in days(), count in 1_u32..25) {
        let calendar = by_law();
        let due = calendar.due(start_of(from), Term::working_days(count)).unwrap();
        prop_assert_eq!(&due, &calendar.due(start_of(from), Term::working_days(count)).unwrap());
        let days: Vec<NaiveDate> = from.iter_days().skip(1).take_while(|day| *day <= due.on).collect();
        prop_assert_eq!(due.days.iter().map(|step| step.day.on).collect::<Vec<_>>(), days);
        let counted = due.days.iter().filter(|step| step.counted).count();
        prop_assert_eq!(u32::try_from(counted).unwrap(), count);
        let text = serde_json::to_string(&due.days).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Step>>(&text).unwrap(), due.days);
    }
}
