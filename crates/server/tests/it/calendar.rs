//! The working calendar and the clocks that run by it (R-P2).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use portal_core::{
    Ctx, Fault, Lang, Role,
    calendar::{recount, start_of},
    deadline::{self, ClockState, Deadline, NewClock, Opened},
    lang::{Locales, local_day},
    law::Law,
    testing::{Browser, MORNING, World},
    ui,
};

use crate::world::{recipe, signed_in, world};

const FORWARD: &str = "petition.forward";
const ANSWER: &str = "petition.answer_or_progress";

fn now() -> DateTime<Utc> {
    MORNING.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Site `by` starts a clock of site `of`.
async fn open(world: &World, by: &str, of: &str, subject: &str, key: &'static str) -> Opened {
    let ctx = Ctx::system(&world.app, world.site(by));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let clock = NewClock {
        site: world.site(of).id,
        module: "petitions",
        subject: subject.to_owned(),
        key,
        since: now(),
    };
    let opened = deadline::open(&world.app, &mut tx, clock).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    opened
}

async fn meet(world: &World, by: &str, subject: &str, key: &str, at: DateTime<Utc>) {
    let ctx = Ctx::system(&world.app, world.site(by));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    deadline::meet(&mut tx, subject, key, at).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
}

async fn seen_by(world: &World, site: &str, subject: &str) -> Vec<Deadline> {
    let conn = world.app.db().site(world.site(site).id).await.unwrap();
    deadline::of_subject(&conn, subject).await.unwrap()
}

async fn only(world: &World, site: &str, subject: &str) -> Deadline {
    let mut seen = seen_by(world, site, subject).await;
    assert_eq!(seen.len(), 1, "{subject} at {site}");
    seen.remove(0)
}

fn day_off<'a>(on: &'a str, act: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("form_key", "0192f0c1-7a30-7c11-8000-0000000000aa"),
        ("what", "off"),
        ("on", on),
        ("name", "Nghỉ tránh bão số 9"),
        ("decision_number", "15/QĐ-UBND"),
        ("decision_on", "2026-11-22"),
        ("do", act),
    ]
}

async fn preview_and_apply(desk: &Browser<'_>, path: &str, on: &str, says: &str) {
    desk.post(path, day_off(on, "xem")).await.is(200).shows(says).hides("⟦");
    desk.post(path, day_off(on, "ap-dung")).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_off_for_all_moves_what_runs_everywhere_and_nothing_that_has_ended() {
    let world = world().await;
    for (site, subject) in
        [("soyte", "petition:1"), ("soyte", "petition:2"), ("sonoivu", "petition:3")]
    {
        let opened = open(&world, site, site, subject, FORWARD).await;
        // The 24th is a holiday.
        assert_eq!(opened.due_on, day("2026-11-27"));
    }
    assert_eq!(world.count("select count(*) from day_counts").await, 1, "one count for all");
    meet(&world, "soyte", "petition:2", FORWARD, now()).await;

    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let path = "/nen-tang/lich/nhap";
    let page = platform.post(path, day_off("2026-11-26", "xem")).await.is(200);
    let page = page.shows("2 thời hạn đang chạy của 2 đơn vị").shows("27/11/2026 → 30/11/2026");
    page.shows("Sở Y tế").shows("Sở Nội vụ").hides("⟦");
    assert_eq!(only(&world, "soyte", "petition:1").await.due_on, day("2026-11-27"), "only shown");
    assert_eq!(world.count("select count(*) from calendar_entries").await, 0);

    let to = platform.post(path, day_off("2026-11-26", "ap-dung")).await.redirects();
    assert_eq!(
        platform.post(path, day_off("2026-11-26", "ap-dung")).await.redirects(),
        to,
        "twice"
    );
    for (site, subject) in [("soyte", "petition:1"), ("sonoivu", "petition:3")] {
        let moved = only(&world, site, subject).await;
        assert_eq!(moved.due_on, day("2026-11-30"));
        assert_eq!(moved.due_at, start_of(day("2026-12-01")));
        assert_eq!(moved.shifts.len(), 1);
        assert_eq!(
            (moved.shifts[0].from, moved.shifts[0].to),
            (day("2026-11-27"), day("2026-11-30"))
        );
        let why = ui::deadline::why(&Locales::shipped().texts(Lang::VI), &moved).into_string();
        for says in [
            "Nghỉ tránh bão số 9",
            "15/QĐ-UBND",
            "Ngày Văn hóa Việt Nam",
            "3 ngày làm việc",
            "Căn cứ",
        ] {
            assert!(why.contains(says), "{says} not in {why}");
        }
    }
    let ended = only(&world, "soyte", "petition:2").await;
    assert_eq!((ended.due_on, ended.state), (day("2026-11-27"), ClockState::Met));
    assert!(ended.shifts.is_empty());
    let told = world
        .count("select (data->>'moved')::bigint from facts where kind = 'core.calendar.changed'")
        .await;
    assert_eq!(told, 2);
    let conn = world.app.db().platform().await.unwrap();
    let version = only(&world, "soyte", "petition:1").await.version;
    assert_eq!(deadline::shifted(&conn, "petitions", version).await.unwrap().len(), 2);
    drop(conn);

    platform
        .get(&to)
        .await
        .is(200)
        .shows("Đã ghi vào lịch")
        .shows("Nghỉ tránh bão số 9")
        .hides("⟦");
    // Back again, by taking the entry back.
    let id = world.count("select id from calendar_entries").await;
    let path = format!("/nen-tang/lich/bo/{id}");
    let page = platform.get(&path).await.is(200).shows("30/11/2026 → 27/11/2026");
    let key = page.field("form_key");
    platform.post(&path, [("form_key", key.as_str()), ("do", "ap-dung")]).await.redirects();
    let back = only(&world, "soyte", "petition:1").await;
    assert_eq!((back.due_on, back.shifts.len()), (day("2026-11-27"), 2));
    platform.get("/nen-tang/lich/bo/999").await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_units_closing_day_moves_its_own_clocks_alone() {
    let world = world().await;
    open(&world, "soyte", "soyte", "petition:1", FORWARD).await;
    open(&world, "sonoivu", "sonoivu", "petition:2", FORWARD).await;
    // One that it started for another unit keeps to that unit's calendar.
    open(&world, "soyte", "sonoivu", "petition:3", FORWARD).await;
    let administrator = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let path = "/quan-tri/lich/nhap";
    preview_and_apply(&administrator, path, "2026-11-25", "1 thời hạn đang chạy của 1 đơn vị")
        .await;
    assert_eq!(only(&world, "soyte", "petition:1").await.due_on, day("2026-11-30"));
    assert_eq!(only(&world, "sonoivu", "petition:2").await.due_on, day("2026-11-27"));
    assert_eq!(only(&world, "sonoivu", "petition:3").await.due_on, day("2026-11-27"));
    world.follow().await;
    assert_eq!(
        open(&world, "soyte", "soyte", "petition:4", FORWARD).await.due_on,
        day("2026-11-30")
    );
    assert_eq!(
        open(&world, "soyte", "sonoivu", "petition:5", FORWARD).await.due_on,
        day("2026-11-27")
    );
    administrator.get("/quan-tri/lich").await.is(200).shows("Nghỉ tránh bão số 9").hides("⟦");
    let neighbour = signed_in(&world, "sonoivu", Role::UnitAdministrator).await;
    neighbour.get("/quan-tri/lich").await.is(200).hides("Nghỉ tránh bão số 9");
    let id = world.count("select id from calendar_entries").await;
    neighbour.get(&format!("/quan-tri/lich/bo/{id}")).await.is(404);

    // Its week: Saturday is worked from today on.
    administrator.get("/quan-tri/lich/tuan").await.is(200).shows("Thứ Bảy và Chủ nhật").hides("⟦");
    let week = |act| {
        [
            ("form_key", "0192f0c1-7a30-7c11-8000-0000000000ab"),
            ("rest", "7"),
            ("from", "2026-11-23"),
            ("do", act),
        ]
    };
    administrator.post("/quan-tri/lich/tuan", week("xem")).await.is(200).shows("2 thời hạn");
    administrator.post("/quan-tri/lich/tuan", week("ap-dung")).await.redirects();
    assert_eq!(only(&world, "soyte", "petition:1").await.due_on, day("2026-11-28"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_at_its_field() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    for (on, says) in [
        ("2026-11-24", "vốn đã là ngày nghỉ"),
        ("2026-11-29", "vốn đã là ngày nghỉ"),
        ("2028-01-04", "Chưa có lịch làm việc cho ngày 04/01/2028"),
        ("31/02/2026", "chưa phải ngày"),
    ] {
        let page = platform.post("/nen-tang/lich/nhap", day_off(on, "xem")).await;
        page.is(422).shows(says).hides("⟦");
    }
    // Sent past the preview it is refused all the same.
    platform.post("/nen-tang/lich/nhap", day_off("2026-11-24", "ap-dung")).await.is(409);
    assert_eq!(world.count("select count(*) from calendar_entries").await, 0);
    let mut swap = day_off("2026-11-27", "xem");
    swap[1] = ("what", "swap");
    platform.post("/nen-tang/lich/nhap", swap.clone()).await.is(422);
    swap.push(("partner", "2026-12-02"));
    let page = platform.post("/nen-tang/lich/nhap", swap.clone()).await.is(422);
    page.shows("vốn đã là ngày làm việc");
    swap.retain(|(name, _)| *name != "partner");
    swap.push(("partner", "05/12/2026"));
    platform.post("/nen-tang/lich/nhap", swap).await.is(200).shows("làm bù ngày 05/12/2026");
    let mut changed = day_off("2026-11-27", "sua");
    changed.push(("until", "2026-11-30"));
    platform.post("/nen-tang/lich/nhap", changed).await.is(200).shows("value=\"2026-11-30\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_case_runs_for_both_sites_and_for_nobody_else() {
    let world = world().await;
    open(&world, "quangtri", "quangtri", "petition:7", FORWARD).await;
    open(&world, "quangtri", "soyte", "petition:7", ANSWER).await;
    assert_eq!(seen_by(&world, "quangtri", "petition:7").await.len(), 2);
    let answer = only(&world, "soyte", "petition:7").await;
    assert_eq!((answer.key.as_str(), answer.due_on), (ANSWER, day("2026-12-15")));
    assert_eq!(answer.law_pack.as_deref(), Some("quy-che-quang-tri"));
    assert!(seen_by(&world, "sonoivu", "petition:7").await.is_empty());
    meet(&world, "sonoivu", "petition:7", ANSWER, now()).await;
    assert_eq!(only(&world, "soyte", "petition:7").await.state, ClockState::Running);

    // Nobody starts a clock for another site in a third one's name.
    let conn = world.app.db().site(world.site("sonoivu").id).await.unwrap();
    let (mut conn, victim) = (&*conn, world.site("soyte").id);
    let forged = diesel_async::RunQueryDsl::execute(
        diesel::sql_query(format!(
            "insert into deadlines (site_id, opened_by_site, module, subject, key, started_at, \
             count_id, due_on, due_at) select {victim}, {victim}, 'petitions', 'petition:7', 'x', \
             now(), id, due_on, due_at from day_counts limit 1"
        )),
        &mut conn,
    )
    .await
    .unwrap_err()
    .to_string();
    assert!(forged.contains("row-level security"), "{forged}");

    // The last moment of the last day is in time; the next one is late.
    meet(&world, "quangtri", "petition:7", FORWARD, start_of(day("2026-11-28"))).await;
    let own = seen_by(&world, "quangtri", "petition:7").await;
    assert_eq!(own[0].state, ClockState::LateMet);
    let last = start_of(day("2026-12-16")) - TimeDelta::microseconds(1);
    meet(&world, "soyte", "petition:7", ANSWER, last).await;
    meet(&world, "soyte", "petition:7", ANSWER, last + TimeDelta::days(9)).await;
    let met = only(&world, "soyte", "petition:7").await;
    assert_eq!((met.state, met.ended_at), (ClockState::Met, Some(last)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promised_day_stays_and_a_stopped_clock_too() {
    let world = world().await;
    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let clock = |subject: &str| NewClock {
        site: ctx.site.id,
        module: "petitions",
        subject: subject.to_owned(),
        key: "petition.progress",
        since: now(),
    };
    let promised = deadline::promise(&world.app, &mut tx, clock("petition:1"), day("2026-12-24"));
    assert_eq!(promised.await.unwrap().due_on, day("2026-12-24"));
    let beyond =
        deadline::promise(&world.app, &mut tx, clock("petition:2"), day("2028-02-01")).await;
    assert!(matches!(beyond, Err(Fault::Refused(_))), "{beyond:?}");
    tx.untold();
    tx.commit().await.unwrap();
    open(&world, "soyte", "soyte", "petition:1", ANSWER).await;
    let mut tx = world.app.begin(&ctx).await.unwrap();
    deadline::stop(&mut tx, "petition:1", Some(ANSWER), now()).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let none = "Không có thời hạn đang chạy nào phải chuyển ngày";
    preview_and_apply(&platform, "/nen-tang/lich/nhap", "2026-11-26", none).await;
    let clocks = seen_by(&world, "soyte", "petition:1").await;
    assert!(clocks.iter().all(|clock| clock.shifts.is_empty()));
    let counted = |clock: &Deadline| clock.days.iter().filter(|step| step.counted).count();
    let states: Vec<_> =
        clocks.iter().map(|clock| (clock.state, clock.due_on, counted(clock))).collect();
    assert_eq!(
        states,
        [
            // The explanation of the promise is the new calendar's: a day less is worked.
            (ClockState::Running, day("2026-12-24"), 21),
            (ClockState::Stopped, day("2026-12-15"), 15),
        ]
    );
    let conn = world.app.db().site(ctx.site.id).await.unwrap();
    let running = deadline::running(&conn, ctx.site.id, "petitions").await.unwrap();
    assert_eq!(running.len(), 1);
    let late = start_of(day("2026-12-25"));
    assert!(
        deadline::overdue(&conn, Some(ctx.site.id), "petitions", now()).await.unwrap().is_empty()
    );
    assert_eq!(deadline::overdue(&conn, None, "petitions", late).await.unwrap().len(), 1);
    let coming = deadline::coming(&conn, "petitions", (now(), late)).await.unwrap();
    assert_eq!(coming, running);
    let calendar = world.app.calendars.of(ctx.site.id);
    let t = Locales::shipped().texts(Lang::VI);
    let badge = |at| ui::deadline::badge(&t, &running[0], &calendar, at).into_string();
    assert!(badge(late).contains("Quá hạn 1 ngày làm việc"), "{}", badge(late));
    // Friday is the first day too late; on Sunday it is still one.
    assert!(badge(start_of(day("2026-12-27"))).contains("Quá hạn 1 ngày làm việc"));
    assert!(badge(late - TimeDelta::hours(2)).contains("Hết hạn hôm nay"));
    assert!(badge(now() + TimeDelta::days(29)).contains("Còn 2 ngày làm việc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_started_on_an_older_calendar_is_caught_up_with() {
    let world = world().await;
    open(&world, "soyte", "soyte", "petition:1", FORWARD).await;
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from deadline_shifts").await, 0);
    // As if another node had entered a day while this one started the clock.
    world
        .execute(
            "insert into calendar_versions (at) values (now()); \
             insert into calendar_entries (on_day, kind, name, version, entered_at) \
             select '2026-11-25', 'off', 'Nghỉ', max(version), now() from calendar_versions",
        )
        .await;
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    assert_eq!(recount::catch_up(&world.app, &ctx).await.unwrap(), 1);
    assert_eq!(recount::catch_up(&world.app, &ctx).await.unwrap(), 0, "twice");
    let moved = only(&world, "soyte", "petition:1").await;
    assert_eq!((moved.due_on, moved.shifts.len()), (day("2026-11-30"), 1));
    let version = moved.shifts[0].version;
    let conn = world.app.db().platform().await.unwrap();
    assert_eq!(deadline::shifted(&conn, "petitions", version).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_node_counts_by_the_new_calendar_and_kept_pages_follow() {
    let world = world().await;
    let (_, mut second) = world.second_node(recipe()).await.unwrap();
    let reader = world.visitor("soyte");
    let page = reader.get("/lich-lam-viec").await.is(200).shows("Ngày Văn hóa Việt Nam");
    page.shows("Tết Nguyên đán").hides("Nghỉ tránh bão số 9").hides("⟦");
    reader.get("/lich-lam-viec?nam=2027").await.is(200).shows("tạm tính");
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let none = "Không có thời hạn đang chạy nào phải chuyển ngày";
    preview_and_apply(&platform, "/nen-tang/lich/nhap", "2026-11-26", none).await;
    world.follow().await;
    second.catch_up().await.unwrap();
    reader.get("/lich-lam-viec").await.is(200).shows("Nghỉ tránh bão số 9");
    let due =
        reader.get("/lich-lam-viec/tinh-han?tu=2026-11-23&han=petition.forward").await.is(200);
    let due = due.shows("hết ngày 30/11/2026").shows("15/QĐ-UBND").shows("không tính");
    due.shows("Căn cứ: Dự thảo Quy chế").hides("⟦");
    let beyond = "/lich-lam-viec/tinh-han?tu=20/12/2027&han=petition.answer_or_progress";
    reader.get(beyond).await.is(200).shows("Chưa có lịch làm việc cho ngày 01/01/2028");
    reader.get("/lich-lam-viec/tinh-han?tu=hôm-nay").await.is(200).shows("chưa phải ngày");
    reader.get("/lich-lam-viec?nam=2033").await.is(404);
    for odd in ["262142-12-31", "-262143-01-01", "0001-01-01"] {
        let path = format!("/lich-lam-viec/tinh-han?tu={odd}&han=petition.forward");
        reader.get(&path).await.is(200).shows("chưa phải ngày");
    }
    reader.get("/lich-lam-viec/tinh-han").await.is(200).shows("Chuyển kiến nghị").hides("⟦");
    world
        .visitor("quangtri")
        .get("/en/lich-lam-viec")
        .await
        .is(200)
        .shows("public holiday")
        .hides("⟦");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_opened_before_it_is_needed_and_confirmed_when_it_is_decided() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/nen-tang/lich").await.is(200).shows("Lịch năm 2027 còn tạm tính").hides("⟦");
    // Tết 2027 is on 6 February; the law alone lets it begin on the 5th.
    let form = platform.get("/nen-tang/lich/nam/2027").await.is(200).hides("⟦");
    assert_eq!(form.field("first-tet"), "2027-02-05");
    let year = |key: &'static str, first: &'static str| {
        vec![
            ("form_key", key),
            ("first-tet", first),
            ("first-national-day", "2027-09-02"),
            ("do", "ap-dung"),
        ]
    };
    let mut confirmed = year("0192f0c1-7a30-7c11-8000-0000000000ac", "2027-02-04");
    confirmed.push(("confirmed", "1"));
    platform.post("/nen-tang/lich/nam/2027", confirmed.clone()).await.is(422);
    confirmed.extend([("decision_number", "99/TB-BNV"), ("decision_on", "2026-11-20")]);
    platform.post("/nen-tang/lich/nam/2027", confirmed).await.redirects();
    let later = year("0192f0c1-7a30-7c11-8000-0000000000ad", "2029-02-12");
    platform.post("/nen-tang/lich/nam/2029", later).await.is(404);
    let mut next = year("0192f0c1-7a30-7c11-8000-0000000000ae", "2028-01-25");
    next[2] = ("first-national-day", "2028-09-01");
    platform.post("/nen-tang/lich/nam/2028", next).await.redirects();
    world.follow().await;
    let calendar = world.app.calendars.shared();
    assert!(!calendar.is_provisional(2027) && calendar.is_provisional(2028));
    assert_eq!(calendar.range().1, day("2028-12-31"));
    assert!(!calendar.day(day("2027-02-04")).unwrap().working);
    assert!(!calendar.day(day("2028-09-01")).unwrap().working);
    platform.get("/nen-tang/lich?nam=2028").await.is(200).shows("Lịch năm 2028 còn tạm tính");
}

#[test]
fn every_duty_with_a_period_has_a_name_in_every_language() {
    let law = Law::shipped().unwrap();
    for lang in Lang::all() {
        let t = Locales::shipped().texts(lang);
        for on in ["2024-06-01", "2026-11-23"] {
            let terms = law.terms(day(on));
            assert!(terms.len() >= 15, "{on}: {}", terms.len());
            for (key, _) in terms {
                assert!(t.has(&ui::deadline::duty_key(key)), "{key} in {lang}");
            }
        }
    }
    assert_eq!(local_day(now()), day("2026-11-23"));
}
