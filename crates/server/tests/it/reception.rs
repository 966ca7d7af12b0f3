//! Citizen reception: planned by one, approved by another, posted in time, changed in public.

use portal_core::{
    Role,
    testing::{Browser, World},
};

use crate::world::{signed_in, world};

const DESK: &str = "/quan-tri/tiep-cong-dan";
const PAGE: &str = "/lich-tiep-cong-dan?thang=2026-12";

fn plan<'a>(key: &'a str, day: &'a str, exception: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("form_key", key),
        ("post", "Giám đốc Sở"),
        ("receiver", "Bà Lê Thị Thí Dụ"),
        ("day", day),
        ("from", "07:30"),
        ("until", "11:30"),
        ("place", "Phòng Tiếp công dân"),
        ("participants", "Văn phòng Sở"),
        ("content", "Kiến nghị về khám chữa bệnh"),
        ("exception", exception),
    ]
}

async fn planned(world: &World, editor: &Browser<'_>, day: &str, exception: &str) -> i64 {
    let key = uuid::Uuid::new_v4().to_string();
    editor.post(&format!("{DESK}/moi"), plan(&key, day, exception)).await.redirects();
    world.count("select max(id) from receptions").await
}

async fn press(browser: &Browser<'_>, id: i64, word: &str) -> u16 {
    browser.post(&format!("{DESK}/{id}/{word}"), [("note", "x")]).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_planned_approved_and_read() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    visitor.get(PAGE).await.is(200).shows("Chưa có lịch").hides("⟦");
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    officer.get(&format!("{DESK}/moi")).await.is(200).hides("⟦");
    // Monday 23 November; the 24th is a holiday, so five working days before 1 December are the 23rd.
    let late = plan("0198aa55-0000-7000-8000-000000000001", "2026-11-30", "");
    officer.post(&format!("{DESK}/moi"), late).await.is(422).shows("Hạn công bố là ngày");
    let id = planned(&world, &officer, "2026-12-08", "").await;
    assert_eq!(press(&head, id, "duyet").await, 409, "not submitted yet");
    assert_eq!(press(&officer, id, "trinh").await, 303);
    assert_eq!(press(&officer, id, "duyet").await, 403);
    visitor.get(PAGE).await.is(200).hides("Thí Dụ");
    assert_eq!(press(&head, id, "duyet").await, 303);
    world.follow().await;
    visitor.get(PAGE).await.is(200).shows("Thí Dụ").shows("Thứ Ba, 08/12/2026").hides("Đột xuất");
    visitor.get("/lich-tiep-cong-dan/in?thang=2026-12").await.is(200).shows("Thí Dụ").hides("⟦");
    let feed = visitor.get("/lich-tiep-cong-dan.ics").await.is(200);
    assert!(feed.header("content-type").starts_with("text/calendar"));
    feed.shows("BEGIN:VEVENT").shows("DTSTART:20261208T003000Z");
    visitor.get("/en/lich-tiep-cong-dan?thang=2026-12").await.is(200).hides("⟦");

    // One that comes on short notice says so.
    let id = planned(&world, &officer, "2026-11-30", "Theo đề nghị của công dân").await;
    assert_eq!(press(&officer, id, "trinh").await, 303);
    assert_eq!(press(&head, id, "tra-lai").await, 303);
    assert_eq!(press(&officer, id, "trinh").await, 303);
    assert_eq!(press(&head, id, "duyet").await, 303);
    world.follow().await;
    let page = visitor.get("/lich-tiep-cong-dan?thang=2026-11").await.is(200);
    page.shows("Đột xuất").shows("Theo đề nghị của công dân");

    // The next month is copied: the second Tuesday again.
    officer.post(&format!("{DESK}/chep"), [("month", "2027-01")]).await.redirects();
    officer.post(&format!("{DESK}/chep"), [("month", "2027-01")]).await.redirects();
    let copied = "select count(*) from receptions where state = 'draft' and starts_at = '2027-01-12T00:30:00Z'";
    assert_eq!(world.count(copied).await, 1);
    officer.post(&format!("{DESK}/trinh"), [("month", "2027-01")]).await.redirects();
    officer.post(&format!("{DESK}/duyet"), [("month", "2027-01")]).await.is(403);
    head.post(&format!("{DESK}/duyet"), [("month", "2027-01")]).await.redirects();
    head.get(&format!("{DESK}?thang=2027-01")).await.is(200).shows("Đã công bố").hides("⟦");

    // The pages end where the schedule does: nobody is led through months without end.
    world.follow().await;
    let page = visitor.get("/lich-tiep-cong-dan?thang=2027-01").await.is(200);
    page.shows("thang=2026-12").hides("thang=2027-02");
    for month in ["2027-02", "2026-10", "2089-01", "x"] {
        visitor.get(&format!("/lich-tiep-cong-dan?thang={month}")).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_stays_visible_with_its_day() {
    let world = world().await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let id = planned(&world, &officer, "2026-12-08", "").await;
    press(&officer, id, "trinh").await;
    press(&approver, id, "duyet").await;
    let change = format!("{DESK}/{id}/thay-doi");
    officer.get(&change).await.is(200).hides("⟦");
    let moved = |reason| {
        [
            ("kind", "changed"),
            ("day", "2026-12-10"),
            ("from", "13:30"),
            ("until", "16:00"),
            ("place", "Hội trường"),
            ("reason", reason),
        ]
    };
    officer.post(&change, moved("")).await.is(422);
    officer.post(&change, moved("Họp đột xuất")).await.redirects();
    officer.post(&change, moved("Lần nữa")).await.is(409);
    world.follow().await;
    let visitor = world.visitor("soyte");
    visitor.get(PAGE).await.is(200).shows("08/12/2026").hides("Hội trường");
    let notice = world.count("select max(id) from reception_notices").await.to_string();
    let decide = [("notice", notice.as_str()), ("do", "approve")];
    officer.post(&format!("{change}/duyet"), decide).await.is(403);
    approver.post(&format!("{change}/duyet"), decide).await.redirects();
    world.follow().await;
    let page = visitor.get(PAGE).await.is(200).shows("Thông báo thay đổi ngày 23/11/2026");
    let page = page.shows("Thứ Năm, 10/12/2026").shows("Hội trường").shows("Họp đột xuất");
    page.shows("Lịch trước: 08/12/2026 07:30");
    officer.post(&change, [("kind", "cancelled"), ("reason", "Bão số 9")]).await.redirects();
    let notice = world.count("select max(id) from reception_notices").await.to_string();
    let decide = [("notice", notice.as_str()), ("do", "approve")];
    approver.post(&format!("{change}/duyet"), decide).await.redirects();
    world.follow().await;
    visitor.get(PAGE).await.is(200).shows("Đã hủy").shows("Bão số 9");
    visitor.get("/lich-tiep-cong-dan.ics").await.shows("STATUS:CANCELLED");
    // Place and regular times go the same way.
    let office = [("place", "Tầng 1"), ("times", "Thứ Hai đến thứ Sáu"), ("contact", "")];
    officer.post(&format!("{DESK}/noi-tiep"), office).await.redirects();
    world.follow().await;
    visitor.get(PAGE).await.hides("Thứ Hai đến thứ Sáu");
    let waiting = approver.get(DESK).await.is(200).field("office");
    approver.post(&format!("{DESK}/noi-tiep/duyet"), [("office", &*waiting)]).await.redirects();
    world.follow().await;
    visitor.get(PAGE).await.shows("Thứ Hai đến thứ Sáu");
    // Another unit's people do not reach it.
    let other = signed_in(&world, "sonoivu", Role::PetitionOfficer).await;
    other.get(&change).await.is(404);
}
