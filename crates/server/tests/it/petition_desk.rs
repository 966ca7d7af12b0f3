//! The desk of petitions: received, forwarded, answered, approved by somebody else (R-P2, R-P4).

use chrono::TimeDelta;
use portal_core::{
    Ctx, Role,
    testing::{Answer, Browser, World},
};
use portal_petitions::petition::{
    Channel, PetitionId, PetitionKind,
    accept::{self, Accepted, NewPetition},
    sender::SenderData,
};

use crate::world::{login, newcomer, person_id, signed_in, signed_in_as, world};

pub const NAME: &str = "Nguyễn Thị Ví Dụ";
pub const PHONE: &str = "0912 345 678";

pub fn new(world: &World, title: &str, email: &str) -> NewPetition {
    NewPetition {
        kind: PetitionKind::Reflection,
        channel: Channel::Web,
        field: "environment".into(),
        place: "Phường Đông Giang".into(),
        title: title.into(),
        body: "Trạm y tế thiếu thuốc hạ áp từ đầu tháng.".into(),
        sender: SenderData {
            name: NAME.into(),
            address: "Phường Đông Giang".into(),
            phone: PHONE.into(),
            email: email.into(),
            organisation: String::new(),
        },
        name_shown: false,
        confidential: false,
        proved: true,
        received_at: world.app.now(),
        entered_by: None,
        files: Vec::new(),
    }
}

pub async fn accepted(world: &World, code: &str, new: NewPetition) -> Accepted {
    let ctx = Ctx::system(&world.app, world.site(code));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let accepted = accept::accept(&world.app, &ctx, &mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    accepted
}

pub async fn sent(world: &World, title: &str, email: &str) -> PetitionId {
    accepted(world, "quangtri", new(world, title, email)).await.id
}

pub fn page(id: PetitionId) -> String {
    format!("/quan-tri/kien-nghi/{id}")
}

/// The version of a petition.
pub async fn version(world: &World, id: PetitionId) -> String {
    world
        .count(&format!("select version from petition_cases where petition_id = {id}"))
        .await
        .to_string()
}

/// Sends a form about a petition, by its newest version.
pub async fn post(
    world: &World,
    browser: &Browser<'_>,
    id: PetitionId,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let (version, key) = (version(world, id).await, uuid::Uuid::new_v4().to_string());
    let mut all = vec![("form_key", key.as_str()), ("version", version.as_str())];
    all.extend(fields);
    let path = format!("{}/{path}", page(id));
    if path.ends_with("/tra-loi") {
        return upload(browser, &path, &all, &[]).await;
    }
    browser.post(&path, all).await
}

/// A file of a form: its field, its name, what is in it.
pub type Attached<'a> = (&'a str, &'a str, &'a [u8]);

/// Sends a form with files.
pub async fn upload<K: AsRef<str>, V: AsRef<str>>(
    browser: &Browser<'_>,
    path: &str,
    fields: &[(K, V)],
    files: &[Attached<'_>],
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = "--b\r\ncontent-disposition: form-data; name=";
        let (name, value) = (name.as_ref(), value.as_ref());
        body.extend(format!("{head}\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (field, name, bytes) in files {
        let head = format!("form-data; name=\"{field}\"; filename=\"{name}\"");
        body.extend(format!("--b\r\ncontent-disposition: {head}\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    browser.post_bytes(path, "multipart/form-data; boundary=b", body).await
}

pub async fn forward(world: &World, officer: &Browser<'_>, id: PetitionId, unit: &str) {
    let fields = [("unit", unit), ("text", "Đề nghị trả lời.")];
    post(world, officer, id, "viec/chuyen", &fields).await.redirects();
}

/// An answer submitted and approved at a unit.
pub async fn answer(world: &World, officer: &Browser<'_>, head: &Browser<'_>, id: PetitionId) {
    post(world, officer, id, "tra-loi", &TEXTS).await.redirects();
    post(world, head, id, "duyet", &[("do", "send")]).await.redirects();
}

pub const TEXTS: [(&str, &str); 6] = [
    ("text", "Sở Y tế đã cấp bổ sung thuốc cho trạm."),
    ("public", "yes"),
    ("public_title", "Trạm y tế thiếu thuốc hạ áp"),
    ("public_question", "Trạm y tế thiếu thuốc hạ áp."),
    ("public_answer", "Đã cấp bổ sung thuốc từ ngày 24/11/2026."),
    ("do", "submit"),
];

#[tokio::test]
async fn a_petition_goes_to_the_unit_and_its_answer_to_the_sender_and_everybody() {
    let world = world().await;
    let id = sent(&world, "Trạm y tế thiếu thuốc", "dan@vidu.vn").await;
    world.run_jobs().await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    let stranger = signed_in(&world, "sonoivu", Role::PetitionOfficer).await;

    province.get("/quan-tri/kien-nghi").await.is(200).shows("Trạm y tế thiếu thuốc").hides(NAME);
    officer.get(&page(id)).await.is(404);
    forward(&world, &province, id, "soyte").await;
    province.get(&page(id)).await.is(200).shows("Số 1/2026").hides(PHONE).hides(NAME);
    officer.get("/quan-tri/kien-nghi").await.is(200).shows("Trạm y tế thiếu thuốc");
    stranger.get("/quan-tri/kien-nghi?tab=all").await.is(200).hides("Trạm y tế");
    stranger.get(&page(id)).await.is(404);

    // The forwarding is met, the answer is the unit's, counted from the day of receipt.
    let clocks = |site: &str, key: &str, state: &str| {
        let site = world.site(site).id;
        format!(
            "select count(*) from deadlines where subject = 'petition:{id}' and site_id = {site} \
             and key = '{key}' and state = '{state}'"
        )
    };
    assert_eq!(world.count(&clocks("quangtri", "petition.forward", "met")).await, 1);
    assert_eq!(world.count(&clocks("quangtri", "petition.answer_or_progress", "stopped")).await, 1);
    assert_eq!(world.count(&clocks("soyte", "petition.answer_or_progress", "running")).await, 1);

    post(&world, &officer, id, "viec/nhan", &[]).await.redirects();
    post(&world, &officer, id, "tra-loi", &TEXTS).await.redirects();
    // Whoever writes does not decide: the officer may not, and the approver did not write.
    post(&world, &officer, id, "duyet", &[("do", "send")]).await.is(403);
    head.get(&format!("{}/duyet", page(id))).await.is(200).shows("Đã cấp bổ sung thuốc");
    post(&world, &head, id, "duyet", &[("do", "send")]).await.redirects();
    world.run_jobs().await;
    world.follow().await;
    assert_eq!(world.count(&clocks("soyte", "petition.answer_or_progress", "met")).await, 1);
    officer.get(&page(id)).await.is(200).shows("Đã trả lời").shows("Đã công khai");
    let letters = world.mail().all();
    let answer = letters.iter().find(|mail| mail.subject.starts_with("Đã có trả lời")).unwrap();
    assert!(answer.text.contains("Sở Y tế đã cấp bổ sung thuốc"));
    assert_eq!(
        world.count("select count(*) from petition_publications where hidden_at is null").await,
        1
    );

    for datum in [NAME, PHONE, "0912345678", "dan@vidu.vn"] {
        world.keeps_secret(datum).await;
    }

    // It is taken down, with the reason.
    let reason = [("text", "Có số điện thoại của người khác.")];
    post(&world, &head, id, "viec/go-cong-khai", &reason).await.redirects();
    assert_eq!(
        world.count("select count(*) from petition_publications where hidden_at is null").await,
        0
    );
}

#[tokio::test]
async fn nobody_approves_their_own_text_and_personal_data_is_pointed_out() {
    let world = world().await;
    let id = sent(&world, "Đường hỏng", "").await;
    // An approver also handles: the second pair of eyes must be another's.
    let approver = signed_in(&world, "quangtri", Role::Approver).await;
    let head = signed_in(&world, "quangtri", Role::Head).await;
    post(&world, &approver, id, "viec/vao-so", &[]).await.redirects();
    let mut texts = TEXTS;
    texts[3] = ("public_question", "Tôi là Ba, điện thoại 0912345678, hỏi về đường hỏng.");
    post(&world, &approver, id, "tra-loi", &texts).await.redirects();
    let own = post(&world, &approver, id, "duyet", &[("do", "send")]).await;
    own.is(409).shows("không tự duyệt");
    let form = head.get(&format!("{}/duyet", page(id))).await.is(200);
    form.shows("nghi là thông tin cá nhân").shows("0912345678");
    let unchecked = post(&world, &head, id, "duyet", &[("do", "send")]).await;
    unchecked.is(422).shows("Đã kiểm tra");
    let ticked = [("do", "send"), ("checked", "1")];
    post(&world, &head, id, "duyet", &ticked).await.redirects();
}

#[tokio::test]
async fn a_text_that_came_back_says_why_and_a_stale_look_loses_nothing() {
    let world = world().await;
    let id = sent(&world, "Đèn đường tắt", "").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let head = signed_in(&world, "quangtri", Role::Head).await;
    post(&world, &officer, id, "viec/vao-so", &[]).await.redirects();
    post(&world, &officer, id, "tra-loi", &TEXTS).await.redirects();
    let bare = post(&world, &head, id, "duyet", &[("do", "return")]).await;
    bare.is(422);
    let why = [("do", "return"), ("note", "Cần nêu ngày hoàn thành.")];
    post(&world, &head, id, "duyet", &why).await.redirects();
    officer
        .get(&format!("{}/tra-loi", page(id)))
        .await
        .is(200)
        .shows("Cần nêu ngày hoàn thành.")
        .shows("Sở Y tế đã cấp bổ sung thuốc cho trạm.");

    // Somebody else has changed the case meanwhile.
    let key = uuid::Uuid::new_v4().to_string();
    let stale = [
        ("form_key", key.as_str()),
        ("version", "1"),
        ("text", "Bản soạn lại rất dài."),
        ("public", "no"),
        ("unpublished_reason", "Việc riêng."),
        ("do", "submit"),
    ];
    let answer = upload(&officer, &format!("{}/tra-loi", page(id)), &stale, &[]).await;
    answer.is(409).shows("Hồ sơ đã thay đổi").shows("Bản soạn lại rất dài.");
    let acts =
        [("form_key", key.as_str()), ("version", "1"), ("unit", "soyte"), ("text", "Gửi Sở.")];
    let answer = officer.post(&format!("{}/viec/chuyen", page(id)), acts).await;
    answer.is(422).shows("Hồ sơ đã thay đổi").shows("Gửi Sở.");
}

#[tokio::test]
async fn the_register_has_no_gap_however_many_come_at_once() {
    let world = world().await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let mut ids = Vec::new();
    for n in 0..20 {
        ids.push(sent(&world, &format!("Kiến nghị {n}"), "").await);
    }
    let all = ids.iter().map(|id| post(&world, &officer, *id, "viec/vao-so", &[]));
    for answer in futures_util::future::join_all(all).await {
        answer.redirects();
    }
    let gaps = "select count(*) from generate_series(1, 20) n where not exists (\
                select from petition_cases where number = n and year = 2026)";
    assert_eq!(world.count(gaps).await, 0);
    assert_eq!(world.count("select max(number) from petition_cases").await, 20);
    // The same form sent again does nothing more.
    let key = uuid::Uuid::new_v4().to_string();
    let id = ids[0];
    let version = version(&world, id).await;
    let fields = [("form_key", key.as_str()), ("version", version.as_str()), ("text", "Một.")];
    let path = format!("{}/viec/ghi-chu", page(id));
    officer.post(&path, fields).await.redirects();
    officer.post(&path, fields).await.redirects();
    let notes =
        format!("select count(*) from petition_events where petition_id = {id} and kind = 'note'");
    assert_eq!(world.count(&notes).await, 1);
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once_even_when_it_is_no_longer_here() {
    let world = world().await;
    let id = sent(&world, "Không rõ của ai", "").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let health = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    forward(&world, &province, id, "soyte").await;
    let (version, key) = (version(&world, id).await, uuid::Uuid::new_v4().to_string());
    let path = format!("{}/viec/chuyen-tra", page(id));
    let form = [("form_key", key.as_str()), ("version", &version), ("text", "Không thuộc Sở.")];
    let first = health.post(&path, form).await.redirects();
    assert_eq!(health.post(&path, form).await.redirects(), first);
    let returned = format!(
        "select count(*) from petition_events where petition_id = {id} and kind = 'returned'"
    );
    assert_eq!(world.count(&returned).await, 1);

    // Whoever may not do it is told so, whatever their form looks like.
    let head = signed_in(&world, "quangtri", Role::Head).await;
    let form = [("form_key", uuid::Uuid::new_v4().to_string()), ("unit", String::new())];
    let refused = head.post(&format!("{}/viec/chuyen", page(id)), form).await.status;
    assert!(refused == 409 || refused == 403, "{refused}");
}

#[tokio::test]
async fn after_three_units_only_the_provincial_office_decides() {
    let world = world().await;
    let id = sent(&world, "Không rõ của ai", "").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let health = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let why = [("text", "Không thuộc Sở.")];
    for hop in 1..=3 {
        forward(&world, &province, id, "soyte").await;
        let back = post(&world, &health, id, "viec/chuyen-tra", &why).await;
        if hop < 3 {
            back.redirects();
            health.get(&page(id)).await.is(404);
        } else {
            back.is(409).shows("đã chuyển 3 lần");
        }
    }
    let again = post(&world, &province, id, "viec/chuyen", &[("unit", "sonoivu")]).await;
    again.is(409);
    let office = signed_in(&world, "quangtri", Role::Approver).await;
    forward(&world, &office, id, "sonoivu").await;
    // The clock still starts on the day of receipt.
    let since = format!(
        "select count(*) from deadlines d join petitions p on d.subject = 'petition:' || p.id \
         where p.id = {id} and d.started_at <> p.received_at"
    );
    assert_eq!(world.count(&since).await, 0);
}

#[tokio::test]
async fn a_notice_in_time_opens_the_promised_clock_and_the_second_is_the_heads() {
    let world = world().await;
    let id = sent(&world, "Cầu treo hỏng", "dan@vidu.vn").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let approver = signed_in(&world, "quangtri", Role::Approver).await;
    let head = signed_in(&world, "quangtri", Role::Head).await;
    post(&world, &officer, id, "viec/vao-so", &[]).await.redirects();
    let past = [("text", "Chờ khảo sát."), ("promised_on", "2026-11-20"), ("do", "submit")];
    post(&world, &officer, id, "tien-do", &past).await.is(422).shows("phải sau hôm nay");
    let notice = [("text", "Đang chờ khảo sát."), ("promised_on", "2026-12-25"), ("do", "submit")];
    post(&world, &officer, id, "tien-do", &notice).await.redirects();
    post(&world, &approver, id, "duyet", &[("do", "send")]).await.redirects();
    let met = format!(
        "select count(*) from deadlines where subject = 'petition:{id}' \
         and (key, state) in (('petition.answer_or_progress', 'met'), ('petition.promised', 'running'))"
    );
    assert_eq!(world.count(&met).await, 2);
    world.run_jobs().await;
    let told = world.mail().all();
    let told = told.iter().find(|mail| mail.subject.starts_with("Tiến độ")).unwrap();
    assert!(told.text.contains("Đang chờ khảo sát.") && told.text.contains("25/12/2026"));

    let later = [("text", "Chưa xong."), ("promised_on", "2026-12-30"), ("do", "submit")];
    post(&world, &officer, id, "tien-do", &later).await.redirects();
    let refused = post(&world, &approver, id, "duyet", &[("do", "send")]).await;
    refused.is(409).shows("thủ trưởng đơn vị duyệt");
    post(&world, &head, id, "duyet", &[("do", "send")]).await.redirects();
    post(&world, &officer, id, "tra-loi", &TEXTS).await.redirects();
    post(&world, &head, id, "duyet", &[("do", "send")]).await.redirects();
    let open = format!(
        "select count(*) from deadlines where subject = 'petition:{id}' and state = 'running'"
    );
    assert_eq!(world.count(&open).await, 0);
}

#[tokio::test]
async fn everybody_whose_petition_was_merged_is_answered() {
    let world = world().await;
    let first = sent(&world, "Mất nước ở Đông Giang", "mot@vidu.vn").await;
    world.clock.pass(TimeDelta::hours(1));
    let second = sent(&world, "Mất nước ở Đông Giang ba ngày", "hai@vidu.vn").await;
    let third = sent(&world, "Đông Giang mất nước", "ba@vidu.vn").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let health = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    let first_id = first.to_string();
    province.get(&page(second)).await.is(200).shows("Kiến nghị tương tự");
    let into = [("into", first_id.as_str())];
    let wrong_way = [("into", &*second.to_string())];
    let refused = post(&world, &province, first, "viec/gop", &wrong_way).await;
    refused.is(422).shows("nhận trước");
    forward(&world, &province, first, "soyte").await;
    for id in [second, third] {
        post(&world, &province, id, "viec/gop", &into).await.redirects();
    }
    post(&world, &province, third, "viec/bo-gop", &[]).await.redirects();
    health.get(&page(second)).await.is(404);
    answer(&world, &health, &head, first).await;
    world.run_jobs().await;
    let answered: Vec<String> = world
        .mail()
        .all()
        .iter()
        .filter(|mail| mail.subject.starts_with("Đã có trả lời"))
        .map(|mail| mail.to.clone())
        .collect();
    assert_eq!(answered, ["mot@vidu.vn", "hai@vidu.vn"]);
    // The one that was parted again is still open, and its clock runs.
    let running = format!(
        "select count(*) from deadlines where subject = 'petition:{third}' and state = 'running'"
    );
    assert_eq!(world.count(&running).await, 1);
    post(&world, &province, second, "viec/bo-gop", &[]).await.is(409);
}

#[tokio::test]
async fn who_sent_it_is_seen_by_those_who_may_and_each_look_is_told() {
    let world = world().await;
    let id = sent(&world, "Xin giữ kín", "dan@vidu.vn").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let look = format!("{}/nguoi-gui", page(id));
    for role in [Role::Head, Role::Approver, Role::UnitAdministrator] {
        let other = signed_in(&world, "quangtri", role).await;
        for path in ["", "?tab=all", "/so", "/so?format=xlsx"] {
            let page = other.get(&format!("/quan-tri/kien-nghi{path}")).await.is(200);
            page.hides(NAME).hides(PHONE).hides("dan@vidu.vn");
        }
        other.get(&page(id)).await.is(200).hides(NAME).hides(PHONE).hides("dan@vidu.vn");
        other.post(&look, [("x", "y")]).await.is(403);
        other.post("/quan-tri/kien-nghi/so", [("format", "csv")]).await.is(403);
    }
    officer.get(&page(id)).await.is(200).hides(NAME).hides(PHONE);
    officer.post(&look, [("x", "y")]).await.is(200).shows(NAME).shows(PHONE);
    let told = "select count(*) from facts where kind = 'petitions.sender.seen'";
    assert_eq!(world.count(told).await, 1);
    let csv = officer.post("/quan-tri/kien-nghi/so", [("format", "csv")]).await.is(200);
    csv.shows(NAME).shows("Xin giữ kín");
    assert_eq!(world.count(told).await, 2);
    let exported = "select count(*) from facts where kind = 'petitions.register.exported' \
                    and data->>'identity' = 'true'";
    assert_eq!(world.count(exported).await, 1);
    // Nothing of the sender stands in any fact.
    let leaks = format!(
        "select count(*) from facts where data::text like '%{NAME}%' or data::text like '%{PHONE}%' \
         or data::text like '%dan@vidu.vn%'"
    );
    assert_eq!(world.count(&leaks).await, 0);
}

#[tokio::test]
async fn a_petition_from_paper_has_its_true_day_and_a_slip() {
    let world = world().await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let key = uuid::Uuid::new_v4().to_string();
    let fields = |day: &'static str| {
        [
            ("form_key", key.clone()),
            ("channel", "paper".to_owned()),
            ("received_on", day.to_owned()),
            ("received_time", "09:15".to_owned()),
            ("kind", "question".to_owned()),
            ("field", "environment".to_owned()),
            ("title", "=Hỏi về tiêm chủng".to_owned()),
            ("body", "Khi nào có vắc xin?".to_owned()),
            ("name", NAME.to_owned()),
        ]
    };
    let path = "/quan-tri/kien-nghi/moi";
    officer.get(path).await.is(200).shows("Văn bản giấy");
    upload(&officer, path, &fields("2026-11-24"), &[])
        .await
        .is(422)
        .shows("không thể sau hiện tại");
    upload(&officer, path, &fields("2026-08-01"), &[]).await.is(422).shows("60 ngày");
    let slip = upload(&officer, path, &fields("2026-11-20"), &[]).await.is(200).shows("Mã bí mật");
    slip.shows("20/11/2026 09:15");
    let kept = "select count(*) from petitions where received_at = '2026-11-20T02:15:00Z' \
                and channel = 'paper' and entered_by is not null";
    assert_eq!(world.count(kept).await, 1);
    upload(&officer, path, &fields("2026-11-20"), &[]).await.redirects();
    assert_eq!(world.count(kept).await, 1);
    // A spreadsheet takes no title for a formula.
    let csv = officer.get("/quan-tri/kien-nghi/so").await.is(200);
    csv.shows("'=Hỏi về tiêm chủng").hides(NAME);
}

#[tokio::test]
async fn units_answer_together_and_a_petition_becomes_two() {
    let world = world().await;
    let id = sent(&world, "Hai việc trong một đơn", "dan@vidu.vn").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let health = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let home = signed_in(&world, "sonoivu", Role::PetitionOfficer).await;
    let parts = [("title", "Việc thứ hai"), ("body", "Đề nghị xem xét việc thứ hai.")];
    post(&world, &province, id, "viec/tach", &parts).await.redirects();
    let twin = "select count(*) from petitions a join petitions b on a.received_at = b.received_at \
                where a.id < b.id and b.title = 'Việc thứ hai'";
    assert_eq!(world.count(twin).await, 1);
    let same = "select count(distinct email_mac) from petition_senders";
    assert_eq!(world.count(same).await, 1);

    let units = [("unit", "soyte"), ("joint1", "sonoivu")];
    post(&world, &province, id, "viec/chuyen", &units).await.redirects();
    home.get(&page(id)).await.is(200).shows("phối hợp");
    let part = [("text", "Sở Nội vụ: đã rà soát biên chế.")];
    post(&world, &home, id, "viec/gop-y", &part).await.redirects();
    home.get(&format!("{}/tra-loi", page(id))).await.is(409);
    health.get(&format!("{}/tra-loi", page(id))).await.is(200).shows("đã rà soát biên chế");
}

#[tokio::test]
async fn ready_made_texts_are_filled_in() {
    let world = world().await;
    let id = sent(&world, "Hỏi giờ làm việc", "").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    post(&world, &officer, id, "viec/vao-so", &[]).await.redirects();
    let key = uuid::Uuid::new_v4().to_string();
    let fields = [
        ("form_key", key.as_str()),
        ("kind", "answer"),
        ("title", "Cảm ơn"),
        ("text", "Về “{tiêu đề}” (số {số}), {đơn vị} trả lời như sau:"),
    ];
    officer.post("/quan-tri/kien-nghi/mau", fields).await.redirects();
    officer.get("/quan-tri/kien-nghi/mau").await.is(200).shows("Cảm ơn");
    let mau = world.count("select id from petition_templates").await;
    let form = officer.get(&format!("{}/tra-loi?mau={mau}", page(id))).await.is(200);
    form.shows("Về “Hỏi giờ làm việc” (số 1/2026), Cổng thông tin điện tử tỉnh Quảng Trị trả lời");
    let remove = format!("/quan-tri/kien-nghi/mau/{mau}/xoa");
    officer.post(&remove, [("x", "y")]).await.redirects();
    assert_eq!(world.count("select count(*) from petition_templates").await, 0);
}

#[tokio::test]
async fn the_supervisor_sees_each_units_clocks() {
    let world = world().await;
    let id = sent(&world, "Chậm trả lời", "").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    forward(&world, &province, id, "soyte").await;
    world.clock.pass(TimeDelta::days(40));
    let supervisor = signed_in(&world, "quangtri", Role::Platform).await;
    let board = supervisor.get("/nen-tang/kien-nghi").await.is(200);
    board.shows("Sở Y tế").shows("Đang quá hạn").hides(NAME);
    let unit = supervisor.get("/nen-tang/kien-nghi/soyte").await.is(200);
    unit.shows("Chậm trả lời").shows("Quá hạn").hides(NAME);
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    officer.get("/quan-tri/kien-nghi?tab=overdue").await.is(200).shows("Chậm trả lời");
}

/// Somebody with an address, to whom letters go.
pub async fn reachable(world: &World, code: &str, role: Role) {
    let login = login(code, role);
    world
        .execute(&format!(
            "update people set email = '{}@vidu.vn' where login = '{login}'",
            login.replace('.', "-")
        ))
        .await;
}

#[tokio::test]
async fn a_colleague_is_put_in_charge() {
    let world = world().await;
    let id = sent(&world, "Phân công", "").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    newcomer(&world, "quangtri", "can-bo-hai", &[(Role::PetitionOfficer, None)]).await;
    let second = world.count("select id from people where login = 'can-bo-hai'").await.to_string();
    let stranger = person_id(&world, "soyte", Role::PetitionOfficer).await.to_string();
    let wrong = [("officer", stranger.as_str())];
    post(&world, &officer, id, "viec/phan-cong", &wrong).await.is(422);
    let right = [("officer", second.as_str())];
    post(&world, &officer, id, "viec/phan-cong", &right).await.redirects();
    let colleague = signed_in_as(&world, "quangtri", "can-bo-hai").await;
    colleague.get("/quan-tri/kien-nghi?tab=all&officer=me").await.is(200).shows("Phân công");
    officer.get("/quan-tri/kien-nghi?tab=all&officer=me").await.is(200).hides("Mới nhận</a>");
}

#[tokio::test]
async fn the_list_finds_words_without_their_accents() {
    let world = world().await;
    let id = sent(&world, "Đèn đường tắt ở Đông Giang", "").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let code =
        format!("select count(*) from petitions where id = {id} and folded like 'den duong%'");
    assert_eq!(world.count(&code).await, 1);
    for (words, found) in [
        ("den+duong", true),
        ("DONG+GIANG+den", true),
        ("%C4%91%C3%A8n", true),
        ("thuoc+ha+ap", true),
        ("den+hien+luong", false),
        ("100%25", false),
    ] {
        let page = officer.get(&format!("/quan-tri/kien-nghi?tab=all&q={words}")).await.is(200);
        assert_eq!(page.text().contains("Đèn đường tắt"), found, "{words}");
    }
}
