//! Requests for information, from the citizen's form to the file in their hands (R-P9).

use chrono::TimeDelta;
use portal_core::{
    Role, people,
    testing::{Answer, Browser, World},
};

use crate::world::{login, signed_in, world};

const FORM: &str = "/yeu-cau-thong-tin/gui";
const TRACK: &str = "/yeu-cau-thong-tin/tra-cuu";
pub const DESK: &str = "/quan-tri/yeu-cau-thong-tin";
const EMAIL: &str = "congdan.thu@example.vn";
const NAME: &str = "Hồ Thị Thử Nghiệm";
const CARD: &str = "045099001234";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// Fills in the form as a citizen does, some seconds after opening it; gives the page that came back
/// and what was sent.
async fn ask(
    world: &World,
    changes: &[(&'static str, &str)],
) -> (Answer, Vec<(&'static str, String)>) {
    let visitor = world.visitor("soyte");
    let form = visitor.get(FORM).await.is(200).hides("⟦");
    let mut fields = vec![
        ("form", "citizen".to_owned()),
        ("form_key", form.field("form_key")),
        ("ticket", form.field("ticket")),
        ("name", NAME.to_owned()),
        ("residence", "Khu phố 3, phường Đông Giang".to_owned()),
        ("identity", CARD.to_owned()),
        ("phone", "0905 123 456".to_owned()),
        ("email", EMAIL.to_owned()),
        ("title", "Quyết định phê duyệt giá dịch vụ".to_owned()),
        ("purpose", "Đối chiếu chi phí".to_owned()),
        ("wish", "email".to_owned()),
        ("consent", "1".to_owned()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    world.clock.pass(TimeDelta::seconds(10));
    (visitor.post(FORM, fields.clone()).await, fields)
}

/// The code and the secret on the page after sending.
fn credentials(page: &Answer) -> [(&'static str, String); 2] {
    [("code", page.field("code")), ("secret", page.field("secret"))]
}

async fn number(world: &World) -> i64 {
    world.count("select max(id) from information_requests").await
}

/// Asks for information at a site; gives the request's number, and what opens it.
pub async fn asked(
    world: &World,
    changes: &[(&'static str, &str)],
) -> (i64, [(&'static str, String); 2]) {
    let (page, _) = ask(world, changes).await;
    let page = page.is(200).hides("⟦");
    (number(world).await, credentials(&page))
}

pub async fn press(browser: &Browser<'_>, id: i64, word: &str, more: &[(&str, &str)]) -> Answer {
    let page = browser.get(&format!("{DESK}/{id}")).await.is(200).hides("⟦");
    let seen = if page.text().contains("name=\"seen\"") { page.field("seen") } else { "".into() };
    let mut fields = vec![("seen", seen.as_str())];
    fields.extend(more);
    browser.post(&format!("{DESK}/{id}/{word}"), fields).await
}

pub async fn upload(browser: &Browser<'_>, id: i64, name: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let path = format!("{DESK}/{id}/tep");
    browser.post_bytes(&path, "multipart/form-data; boundary=b", body).await
}

/// The path of the link in the last letter to the citizen.
fn link(world: &World, part: &str) -> String {
    let letter = world.mail().last_to(EMAIL).text;
    let at = letter.find(part).unwrap_or_else(|| panic!("no {part} in {letter}"));
    letter[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_asks_and_gets_the_file_once() {
    let world = world().await;
    world.visitor("soyte").get("/yeu-cau-thong-tin").await.is(200).hides("⟦").shows("Gửi yêu cầu");
    world.visitor("soyte").get("/yeu-cau-thong-tin/mau/01b").await.is(200).hides("⟦");
    let (page, sent) = ask(&world, &[]).await;
    let page = page.is(200).hides("⟦").shows("Đã nhận yêu cầu");
    let opens = credentials(&page);
    let again = world.visitor("soyte").post(FORM, sent).await.is(200);
    assert_eq!(credentials(&again), opens, "sent twice, kept once");
    assert_eq!(world.count("select count(*) from information_requests").await, 1);

    // The address is confirmed by the button, not by the look.
    world.run_jobs().await;
    let confirm = link(&world, "/yeu-cau-thong-tin/xac-nhan/");
    let confirmed = "select count(*) from information_cases where confirmed_at is not null";
    let visitor = world.visitor("soyte");
    visitor.get(&confirm).await.is(200).hides("⟦");
    assert_eq!(world.count(confirmed).await, 0);
    visitor.post(&confirm, [("", "")]).await.is(200).shows("Đã xác nhận");
    assert_eq!(world.count(confirmed).await, 1);
    visitor.post(&confirm, [("", "")]).await.is(410);

    let id = number(&world).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    officer.get(DESK).await.is(200).shows("Quyết định phê duyệt").hides(NAME).hides("⟦");
    officer.get(&format!("{DESK}/{id}")).await.shows("••••1234").hides(CARD).hides(NAME);
    press(&officer, id, "tiep-nhan", &[]).await.redirects();
    officer.get(&format!("{DESK}/{id}")).await.shows("yêu cầu số 1/2026");
    let write = format!("{DESK}/{id}/soan/answer");
    officer.get(&write).await.is(200).hides("⟦");
    officer.post(&write, [("text", "")]).await.is(422);
    officer.post(&write, [("text", "Gửi kèm quyết định."), ("costs", "")]).await.redirects();
    press(&officer, id, "trinh", &[("secrets", "1")]).await.is(409).shows("thêm ít nhất một tệp");
    upload(&officer, id, "a.exe", b"MZ nothing").await.is(409);
    upload(&officer, id, "Quyết định 12.pdf", PDF).await.redirects();
    press(&officer, id, "trinh", &[]).await.is(409).shows("bí mật nhà nước");
    press(&officer, id, "trinh", &[("secrets", "1")]).await.redirects();
    press(&officer, id, "duyet", &[]).await.is(403);

    // The head sees what goes out, not who asks.
    let head = signed_in(&world, "soyte", Role::Head).await;
    let path = format!("{DESK}/{id}");
    head.get(&path).await.is(200).shows("Gửi kèm").hides(NAME).hides("1234").hides(EMAIL);
    head.post(&format!("{path}/danh-tinh"), [("", "")]).await.is(403);
    head.post(&format!("{path}/duyet"), [("seen", "1")]).await.is(409);
    press(&head, id, "duyet", &[]).await.redirects();
    world.run_jobs().await;
    let parcel = link(&world, "/yeu-cau-thong-tin/nhan/");
    visitor.get(&parcel).await.is(200).shows("Quyết định 12.pdf").hides("⟦");
    visitor.get(&parcel).await.is(200);
    let file = visitor.post(&parcel, [("", "")]).await.is(200);
    assert_eq!(file.bytes, PDF);
    assert!(file.header("content-disposition").starts_with("attachment"));
    visitor.post(&parcel, [("", "")]).await.is(410);
    visitor.get(&parcel).await.is(410);
    press(&officer, id, "cap-lai", &[]).await.redirects();
    world.run_jobs().await;
    let new = link(&world, "/yeu-cau-thong-tin/nhan/");
    assert_ne!(new, parcel);
    assert_eq!(visitor.post(&new, [("", "")]).await.is(200).bytes, PDF);

    let page = visitor.post(TRACK, opens.clone()).await.is(200).hides("⟦");
    page.shows("Đã cung cấp thông tin").shows("Gửi kèm quyết định.");
    nothing_personal_leaked(&world).await;
    world.follow().await;
    let figures = visitor.get("/yeu-cau-thong-tin/so-lieu").await.is(200).hides("⟦");
    figures.shows("Giải quyết đúng hạn");

    // Each look at who asks is written down.
    let seen = "select count(*) from facts where kind = 'petitions.information.identity.seen'";
    officer.post(&format!("{path}/danh-tinh"), [("", "")]).await.is(200).shows(NAME).shows(CARD);
    officer.post(&format!("{path}/phieu"), [("", "")]).await.is(200).shows(NAME).hides("⟦");
    assert_eq!(world.count(seen).await, 2);
    officer.get(&path).await.is(200).shows("xem danh tính");
}

/// Nothing of who asks stands unsealed in a table, or in a letter's subject.
async fn nothing_personal_leaked(world: &World) {
    for datum in [NAME, CARD, EMAIL, "0905 123 456", "Khu phố 3"] {
        world.keeps_secret(datum).await;
        assert!(!world.mail().subjects().iter().any(|subject| subject.contains(datum)));
    }
    // The file lies sealed.
    let mut open = vec![world.files().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).unwrap();
                assert!(!bytes.windows(8).any(|part| part == b"%PDF-1.7"), "{:?}", entry.path());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_and_an_unknown_code_get_the_same_answer() {
    let world = world().await;
    let (_, opens) = asked(&world, &[]).await;
    let visitor = world.visitor("soyte");
    let code = opens[0].1.clone();
    let wrong = visitor.post(TRACK, [("code", &*code), ("secret", "AAAA-AAAA-AAAA")]).await.is(422);
    let unknown =
        visitor.post(TRACK, [("code", "TT-AAAA-AAAA"), ("secret", "AAAA-AAAA-AAAA")]).await.is(422);
    assert_eq!(wrong.text(), unknown.text().replace("TT-AAAA-AAAA", &code));
    assert!(!wrong.text().contains("Đối chiếu"));
    // Another site does not know it.
    world.visitor("sonoivu").post(TRACK, opens.clone()).await.is(422);
    visitor.post(TRACK, opens).await.is(200).shows("Quyết định phê duyệt");
    for _ in 0..30 {
        visitor.post(TRACK, [("code", &*code), ("secret", "x")]).await;
    }
    visitor.post(TRACK, [("code", &*code), ("secret", "x")]).await.is(429);
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_and_faulty_forms_leave_nothing_and_lose_nothing() {
    let world = world().await;
    let (page, _) = ask(&world, &[("website", "http://x")]).await;
    page.is(200).shows("Đã nhận yêu cầu");
    let (page, _) = ask(&world, &[("ticket", "1.ab")]).await;
    page.is(422).shows(NAME);
    let (page, _) = ask(&world, &[("consent", ""), ("identity", "12")]).await;
    page.is(422).shows(NAME).shows("f-identity").shows("f-consent").hides("⟦");
    assert_eq!(world.count("select count(*) from information_requests").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_long_way_is_announced_extended_once_and_over_tet() {
    let world = world().await;
    // Thursday, two days before the first of the lunar year.
    world.clock.pass(TimeDelta::days(73));
    let (id, opens) = asked(&world, &[]).await;
    let due = |key: &str| {
        format!(
            "select due_on - date '2027-01-01' from deadlines where subject = 'information:{id}' and key = '{key}'"
        )
    };
    let simple = world.count(&due("info_request.simple")).await;
    assert!(simple >= 42, "three working days after 4 February end past Tết, not on day {simple}");
    let visitor = world.visitor("soyte");
    visitor.post(TRACK, opens.clone()).await.is(200).shows("Nghỉ lễ").hides("⟦");

    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    press(&officer, id, "tiep-nhan", &[]).await.redirects();
    let extension = format!("{DESK}/{id}/soan/extension");
    officer.get(&extension).await.is(409);
    officer.post(&format!("{DESK}/{id}/soan/notice"), [("text", "Cần tập hợp.")]).await.redirects();
    press(&officer, id, "trinh", &[]).await.redirects();
    let running = "select count(*) from deadlines where state = 'running'";
    assert_eq!(world.count(running).await, 1);
    assert_eq!(world.count("select count(*) from deadlines where state = 'met' and key = 'info_request.complex_notice'").await, 1);
    let answer = world.count(&due("info_request.answer")).await;
    assert!(answer > simple);

    let longest = officer.get(&extension).await.is(200).hides("⟦").field("until");
    let late = [("text", "Vì nhiều."), ("until", "2027-12-01")];
    officer.post(&extension, late).await.is(422);
    let good = [("text", "Vì nhiều hồ sơ."), ("until", longest.as_str())];
    officer.post(&extension, good).await.redirects();
    press(&officer, id, "trinh", &[]).await.redirects();
    officer.post(&extension, good).await.is(409);
    let head = signed_in(&world, "soyte", Role::Head).await;
    press(&head, id, "duyet", &[]).await.redirects();
    assert!(world.count(&due("info_request.extension")).await > answer);
    assert_eq!(world.count(running).await, 1);
    officer.get(&extension).await.is(409).shows("gia hạn một lần");
    visitor.post(TRACK, opens).await.is(200).shows("Thời hạn mới").shows("Vì nhiều hồ sơ.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_stops_the_clock_until_it_is_there() {
    let world = world().await;
    let (id, opens) = asked(&world, &[]).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    officer
        .post(&format!("{DESK}/{id}/soan/complete"), [("text", "Cho biết năm.")])
        .await
        .redirects();
    press(&officer, id, "trinh", &[]).await.redirects();
    let running = "select count(*) from deadlines where state = 'running'";
    assert_eq!(world.count(running).await, 0);
    press(&officer, id, "tiep-nhan", &[]).await.is(409);
    let visitor = world.visitor("soyte");
    visitor.post(TRACK, opens.clone()).await.is(200).shows("Cho biết năm.");
    let mut form = opens.to_vec();
    form.push(("addition", "Năm 2025, của tôi 0911 222 333".to_owned()));
    visitor.post(&format!("{TRACK}/bo-sung"), form).await.is(200).shows("đã nhận nội dung bổ sung");
    assert_eq!(world.count(running).await, 1);
    assert_eq!(
        world
            .count("select count(*) from information_additions f where f::text like '%0911%'")
            .await,
        0
    );
    press(&officer, id, "danh-tinh", &[]).await.is(200).shows("Năm 2025");
    press(&officer, id, "tiep-nhan", &[]).await.redirects();

    // Refused for a reason of the law only.
    let refuse = format!("{DESK}/{id}/soan/refusal");
    officer.post(&refuse, [("text", "Không."), ("reasons", "no-mood")]).await.is(422);
    officer.post(&refuse, [("text", "Đã có."), ("reasons", "already-public")]).await.redirects();
    press(&officer, id, "trinh", &[]).await.redirects();
    let head = signed_in(&world, "soyte", Role::Head).await;
    press(&head, id, "tra-lai", &[("note", "Nêu rõ nơi đã công khai.")]).await.redirects();
    officer.get(&format!("{DESK}/{id}")).await.shows("Nêu rõ nơi đã công khai.");
    press(&officer, id, "trinh", &[]).await.redirects();
    press(&head, id, "duyet", &[]).await.redirects();
    world.follow().await;
    let figures = world.visitor("soyte").get("/yeu-cau-thong-tin/so-lieu").await.is(200);
    figures.shows("Thông tin đã được công khai");
    visitor.post(&format!("{TRACK}/rut"), opens).await.is(200).shows("không làm việc này được nữa");
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_has_its_own_time_and_the_register_has_no_gaps() {
    let world = world().await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let form = officer.get(&format!("{DESK}/nhap")).await.is(200).hides("⟦");
    let fields = |key: &str, channel: &str| {
        [
            ("form_key", key),
            ("channel", channel),
            ("received", "2026-11-20T15:30"),
            ("name", NAME),
            ("residence", "Đông Hà"),
            ("identity", CARD),
            ("phone", "0905123456"),
            ("title", "Kế hoạch tiêm chủng"),
            ("purpose", "Theo dõi"),
            ("wish", "view"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let enter = format!("{DESK}/nhap");
    officer.post(&enter, fields(&form.field("form_key"), "web")).await.is(422).shows(NAME);
    let to = officer.post(&enter, fields(&form.field("form_key"), "post")).await.redirects();
    officer.post(&enter, fields(&form.field("form_key"), "post")).await.redirects();
    assert_eq!(world.count("select count(*) from information_requests").await, 1);
    let day =
        "select extract(day from due_on) from deadlines where key = 'info_request.simple_by_post'";
    // Friday 20 November; the 24th is a holiday of 2026.
    assert_eq!(world.count(day).await, 30);
    let first: i64 = to.rsplit('/').next().unwrap().parse().unwrap();
    let (second, _) = asked(&world, &[]).await;
    let (third, opens) = asked(&world, &[]).await;
    world.visitor("soyte").post(&format!("{TRACK}/rut"), opens).await.is(200).shows("đã rút");
    for (id, status) in [(first, 303), (third, 409), (second, 303)] {
        let answer = press(&officer, id, "tiep-nhan", &[]).await;
        assert_eq!(answer.status.as_u16(), status);
    }
    assert_eq!(world.count("select last from information_registers").await, 2);
    officer
        .post(&format!("{DESK}/{first}/soan/answer"), [("text", "Mời đến xem.")])
        .await
        .redirects();
    press(&officer, first, "trinh", &[("secrets", "1")]).await.redirects();
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    press(&approver, first, "duyet", &[]).await.redirects();
    press(&officer, first, "giao", &[]).await.redirects();
    press(&officer, first, "giao", &[]).await.is(409);

    let csv =
        officer.post(&format!("{DESK}/so"), [("year", "2026"), ("format", "csv")]).await.is(200);
    let text = csv.text();
    assert!(text.contains("1/2026") && text.contains("2/2026") && !text.contains(NAME), "{text}");
    officer.post(&format!("{DESK}/so"), [("year", "2026"), ("format", "xlsx")]).await.is(200);
    // Another unit's officer knows nothing of it.
    let other = signed_in(&world, "sonoivu", Role::PetitionOfficer).await;
    other.get(&format!("{DESK}/{first}")).await.is(404);
    other.post(&format!("{DESK}/{first}/danh-tinh"), [("", "")]).await.is(404);
    officer.get(&format!("{DESK}?muc=het&nam=2026&q=ti%C3%AAm")).await.is(200).shows("Kế hoạch");
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_reminded_before_and_the_head_after() {
    let world = world().await;
    for role in [Role::PetitionOfficer, Role::Head] {
        let login = login("soyte", role);
        world
            .execute(&format!(
                "update people set email = login || '@quangtri.gov.vn' where login = '{login}'"
            ))
            .await;
    }
    let soyte = world.site("soyte").id;
    let handle = portal_petitions::information::permissions::HANDLE;
    let holders = people::holders(&world.app, soyte, handle).await.unwrap();
    assert_eq!(holders.len(), 1);
    assert_eq!(holders[0].name, login("soyte", Role::PetitionOfficer));

    asked(&world, &[]).await;
    world.clock.pass(TimeDelta::days(2));
    world.run_recurring().await;
    world.run_recurring().await;
    let to = |role| format!("{}@quangtri.gov.vn", login("soyte", role));
    let letters =
        |address: &str| world.mail().all().iter().filter(|mail| mail.to == address).count();
    assert_eq!(letters(&to(Role::PetitionOfficer)), 1, "once a day");
    assert_eq!(letters(&to(Role::Head)), 0);
    world.clock.pass(TimeDelta::days(5));
    world.run_recurring().await;
    assert_eq!(letters(&to(Role::Head)), 1);
    let letter = world.mail().last_to(&to(Role::Head));
    assert!(letter.text.contains("quá hạn") && !letter.text.contains(NAME), "{}", letter.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_after_a_request_was_taken_back() {
    let world = world().await;
    let (id, opens) = asked(&world, &[]).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    press(&officer, id, "tiep-nhan", &[]).await.redirects();
    let write = format!("{DESK}/{id}/soan/answer");
    officer.post(&write, [("text", "Gửi kèm."), ("costs", "")]).await.redirects();
    upload(&officer, id, "Quyết định 12.pdf", PDF).await.redirects();
    press(&officer, id, "trinh", &[("secrets", "1")]).await.redirects();
    let seen = head.get(&format!("{DESK}/{id}")).await.is(200).field("seen");
    world.run_jobs().await;
    let before = world.mail().all().len();

    let visitor = world.visitor("soyte");
    visitor
        .post("/yeu-cau-thong-tin/tra-cuu/rut", opens.clone())
        .await
        .is(200)
        .shows("Bạn đã rút yêu cầu");
    // Whoever had the page open, and whoever goes on writing, sends nothing any more.
    for (browser, word) in [(&head, "duyet"), (&officer, "trinh"), (&officer, "cap-lai")] {
        let fields = [("seen", seen.as_str()), ("secrets", "1"), ("note", "")];
        let status = browser.post(&format!("{DESK}/{id}/{word}"), fields).await.status;
        assert!(matches!(status.as_u16(), 403 | 404 | 409), "{word}: {status}");
    }
    for kind in ["answer", "notice", "extension", "refusal", "transfer", "complete"] {
        let fields = [("text", "Vẫn gửi."), ("costs", ""), ("reasons", "x"), ("body", "y")];
        let status = officer.post(&format!("{DESK}/{id}/soan/{kind}"), fields).await.status;
        assert!(!status.is_success() && !status.is_redirection(), "{kind}: {status}");
    }
    world.clock.pass(TimeDelta::days(40));
    world.run_recurring().await;
    assert_eq!(world.mail().all().len(), before);
    let sent = "select count(*) from information_replies where state = 'sent'";
    assert_eq!(world.count(sent).await, 0);
    assert_eq!(
        world.count("select count(*) from information_links where kind = 'deliver'").await,
        0
    );
    let running = "select count(*) from deadlines where state = 'running'";
    assert_eq!(world.count(running).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_is_forgotten_when_the_time_is_over_and_the_figures_stay() {
    let world = world().await;
    let (id, opens) = asked(&world, &[]).await;
    asked(&world, &[("form_key", &uuid::Uuid::new_v4().to_string())]).await;
    let visitor = world.visitor("soyte");
    visitor.post("/yeu-cau-thong-tin/tra-cuu/rut", opens.clone()).await.is(200);
    let known = "select count(*) from information_requesters where sealed is not null";
    for (months, left) in [(23, 2), (24, 1)] {
        let now = world.app.now().to_rfc3339();
        world
            .execute(&format!(
                "update information_cases set closed_at = timestamptz '{now}' \
                 - interval '{months} months' where closed_at is not null"
            ))
            .await;
        world.clock.pass(TimeDelta::days(1));
        world.run_recurring().await;
        assert_eq!(world.count(known).await, left, "the other is still open");
    }
    let told = "select count(*) from facts where kind = 'petitions.information.identity.erased'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(world.count("select count(*) from information_requests").await, 2);
    // The requester still follows it, and the desk still opens it.
    visitor.post(TRACK, opens).await.is(200).hides(NAME).hides("⟦");
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    officer.get(&format!("{DESK}/{id}")).await.is(200).hides("••••").hides("⟦");
    officer.post(&format!("{DESK}/{id}/danh-tinh"), [("", "")]).await.is(200).hides(NAME);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_finds_words_without_their_accents() {
    let world = world().await;
    let (_, opens) = asked(&world, &[]).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let code = opens[0].1.as_str();
    for (words, found) in [
        ("quyet+dinh+gia", true),
        ("PHE+DUYET", true),
        ("quy%E1%BA%BFt+%C4%91%E1%BB%8Bnh", true),
        (code, true),
        ("quyet+dinh+thuoc", false),
        ("%25", false),
    ] {
        let page = officer.get(&format!("{DESK}?q={words}")).await.is(200);
        assert_eq!(page.text().contains("Quyết định phê duyệt"), found, "{words}");
    }
}
