//! Who is reminded of petitions, and when; and what a change of the calendar does to them (R-P2, R-P3).

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{Role, testing::World};

use crate::{
    petition_desk::{forward, page, reachable, sent},
    world::{signed_in, world},
};

/// Moves the clock to a moment.
fn at(world: &World, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    world.clock.pass(moment - world.app.now());
}

fn subjects(world: &World, to: &str) -> Vec<String> {
    let letters = world.mail().all();
    letters.iter().filter(|mail| mail.to == to).map(|mail| mail.subject.clone()).collect()
}

const OFFICER: &str = "petition-officer-soyte@vidu.vn";
const HEAD: &str = "head-soyte@vidu.vn";
const OFFICE: &str = "platform-quangtri@vidu.vn";

async fn everybody_reachable(world: &World) {
    reachable(world, "soyte", Role::PetitionOfficer).await;
    reachable(world, "soyte", Role::Head).await;
    reachable(world, "quangtri", Role::Platform).await;
}

#[tokio::test]
async fn each_is_reminded_once_before_and_once_after_the_last_day() {
    let world = world().await;
    everybody_reachable(&world).await;
    let id = sent(&world, "Nhắc hạn", "").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    forward(&world, &province, id, "soyte").await;
    let due = world
        .count(&format!(
            "select extract(epoch from due_at)::bigint from deadlines \
             where subject = 'petition:{id}' and state = 'running'"
        ))
        .await;
    let due = DateTime::from_timestamp(due, 0).unwrap();

    // Far from the last day nobody is written to, and never before eight.
    world.run_recurring().await;
    assert!(subjects(&world, OFFICER).is_empty());
    world.clock.pass(due - TimeDelta::hours(2) - TimeDelta::days(1) - world.app.now());
    let morning = |world: &World, hours: i64| {
        let day = portal_core::lang::local_day(world.app.now());
        let start = portal_core::calendar::start_of(day) + TimeDelta::hours(hours);
        world.clock.pass(start - world.app.now());
    };
    morning(&world, 7);
    world.run_recurring().await;
    assert!(subjects(&world, OFFICER).is_empty());
    morning(&world, 8);
    world.run_recurring().await;
    assert_eq!(subjects(&world, OFFICER).len(), 1);
    assert_eq!(subjects(&world, HEAD).len(), 1, "the head hears a working day before");
    assert!(subjects(&world, OFFICE).is_empty());

    // The same morning, the next hour: nothing more.
    morning(&world, 9);
    world.run_recurring().await;
    assert_eq!((subjects(&world, OFFICER).len(), subjects(&world, HEAD).len()), (1, 1));

    // Overdue: the head and the provincial office, once; the officer each working morning.
    world.clock.pass(TimeDelta::days(2));
    morning(&world, 8);
    world.run_recurring().await;
    world.clock.pass(TimeDelta::days(1));
    morning(&world, 8);
    world.run_recurring().await;
    assert_eq!(subjects(&world, HEAD).len(), 2);
    assert_eq!(subjects(&world, OFFICE).len(), 1);
    let letters = world.mail().all();
    let told = letters.iter().find(|mail| mail.to == OFFICE).unwrap();
    assert!(told.text.contains("Nhắc hạn") && told.text.contains("quá hạn"), "{}", told.text);
    assert!(!told.subject.contains("Nhắc hạn"));
    let dated = format!(
        "select count(*) from petition_events where petition_id = {id} and kind = 'escalated' \
         and data->>'due_on' = '{}'",
        portal_core::lang::local_day(due - TimeDelta::seconds(1))
    );
    assert_eq!(world.count(&dated).await, 2, "once for the head, once for the province");
}

#[tokio::test]
async fn nobody_is_reminded_on_a_day_of_rest() {
    let world = world().await;
    reachable(&world, "quangtri", Role::PetitionOfficer).await;
    sent(&world, "Cuối tuần", "").await;
    at(&world, "2026-11-28T02:00:00Z");
    world.run_recurring().await;
    assert!(subjects(&world, "petition-officer-quangtri@vidu.vn").is_empty(), "a Saturday");
    at(&world, "2026-11-30T02:00:00Z");
    world.run_recurring().await;
    assert_eq!(subjects(&world, "petition-officer-quangtri@vidu.vn").len(), 1);
}

#[tokio::test]
async fn a_day_off_moves_the_clock_and_the_sender_is_told_once() {
    let world = world().await;
    let id = sent(&world, "Ngày nghỉ mới", "dan@vidu.vn").await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let key = uuid::Uuid::new_v4().to_string();
    let fields = [
        ("form_key", key.as_str()),
        ("what", "off"),
        ("on", "2026-12-02"),
        ("name", "Nghỉ phòng chống bão"),
        ("decision_number", "123/QĐ-UBND"),
        ("decision_on", "2026-11-23"),
        ("do", "ap-dung"),
    ];
    platform.post("/nen-tang/lich/nhap", fields).await.redirects();
    world.follow().await;
    world.run_jobs().await;
    let moved = format!(
        "select count(*) from petition_events where petition_id = {id} and kind = 'deadline-moved' and shown"
    );
    assert_eq!(world.count(&moved).await, 1);
    assert_eq!(
        subjects(&world, "dan@vidu.vn").iter().filter(|one| one.contains("Thời hạn")).count(),
        1
    );
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    officer.get(&page(id)).await.is(200).shows("Lịch làm việc thay đổi");
}
