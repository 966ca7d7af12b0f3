//! Consultations on drafts: period, opinions, moderation, the table of answers (R-P6).

use std::io::{Cursor, Read as _};

use chrono::TimeDelta;
use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::world::{signed_in, world};

/// A draft of three articles, in the words of the office.
const DRAFT: &str = "QUY CHẾ\nĐiều 1. Phạm vi điều chỉnh\n1. Quy chế này quy định giờ mở cửa.\n\
    2. Không áp dụng ngày lễ.\nĐiều 2. Trách nhiệm\na) Trạm y tế;\nb) Bệnh viện.\nĐiều 3. Thi hành\nNơi nhận:";

/// A form with at most one file, as a browser sends it.
fn multipart(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let part = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

pub async fn upload(
    browser: &Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> Answer {
    browser.post_bytes(path, "multipart/form-data; boundary=b", multipart(fields, file)).await
}

fn key() -> (&'static str, String) {
    ("form_key", uuid::Uuid::new_v4().to_string())
}

fn fields(kind: &str, opens: &str, closes: &str) -> Vec<(&'static str, String)> {
    let field = |name, value: &str| (name, value.to_owned());
    vec![
        key(),
        field("title", "Dự thảo Quy chế mở cửa trạm y tế"),
        field("kind", kind),
        field("summary", "Giờ mở cửa của trạm y tế xã."),
        field("field", "Y tế"),
        field("unit", "Sở Y tế"),
        field("opens_at", opens),
        field("closes_at", closes),
        field("address", "34 Trần Hưng Đạo, Đông Hà"),
        field("email", "gopy@quangtri.gov.vn"),
        field("contact", "Bà Nguyễn Thị Đầu Mối, phòng Nghiệp vụ Y"),
    ]
}

/// Begins one at Sở Y tế; gives the path of its page on the desk.
pub async fn begin(desk: &Browser<'_>, kind: &str, opens: &str, closes: &str) -> String {
    let to = desk.post("/quan-tri/lay-y-kien/moi", fields(kind, opens, closes)).await.redirects();
    to.split('?').next().unwrap().to_owned()
}

/// Writes the text, brings the documents, puts it forward.
async fn put_forward(desk: &Browser<'_>, path: &str, documents: &[&str]) {
    desk.post(&format!("{path}/van-ban"), [("draft", DRAFT)]).await.redirects();
    for role in documents {
        let form_key = uuid::Uuid::new_v4().to_string();
        let fields = [("form_key", form_key.as_str()), ("role", role)];
        let file = Some(("van-ban.pdf", b"%PDF-1.7\n".as_slice()));
        upload(desk, &format!("{path}/tep"), &fields, file).await.redirects();
    }
    desk.post(&format!("{path}/gui-duyet"), [key()]).await.redirects();
}

async fn approve(desk: &Browser<'_>, path: &str) -> Answer {
    let version = desk.get(path).await.is(200).field("version");
    desk.post(&format!("{path}/duyet"), [key(), ("version", version)]).await
}

/// One of kind "plan" that opens at nine and closes at noon; gives its paths: desk and public.
pub async fn approved(world: &World) -> (String, String) {
    let editor = signed_in(world, "soyte", Role::Editor).await;
    let path = begin(&editor, "plan", "2026-11-23T09:00", "2026-11-23T12:00").await;
    put_forward(&editor, &path, &["draft", "submission"]).await;
    let head = signed_in(world, "soyte", Role::Head).await;
    approve(&head, &path).await.redirects();
    world.follow().await;
    let public = path.replace("/quan-tri", "");
    (path, public)
}

/// Sends an opinion through the form, as a person would; gives the answer.
pub async fn comment(world: &World, public: &str, extra: &[(&str, &str)]) -> Answer {
    let visitor = world.visitor("soyte");
    let form = visitor.get(&format!("{public}/gop-y?noi=d1-k2")).await.is(200);
    let (ticket, form_key) = (form.field("ticket"), form.field("form_key"));
    world.clock.pass(TimeDelta::seconds(5));
    let mut fields = vec![
        ("ticket", ticket.as_str()),
        ("form_key", form_key.as_str()),
        ("consent", "1"),
        ("sender", "person"),
    ];
    fields.extend_from_slice(extra);
    upload(&visitor, &format!("{public}/gop-y"), &fields, None).await
}

async fn newest_opinion(world: &World) -> i64 {
    world.count("select max(id) from consultation_opinions").await
}

async fn publish(desk: &Browser<'_>, path: &str, opinion: i64) {
    let page = format!("{path}/y-kien/{opinion}");
    let shown = desk.get(&page).await.is(200);
    let body = text_area(&shown, "body");
    let proposal = text_area(&shown, "proposal");
    let place = chosen(&shown, "place");
    let fields = [("do", "publish"), ("place", &place), ("body", &body), ("proposal", &proposal)];
    desk.post(&page, fields).await.redirects();
}

/// What stands in a text area.
fn text_area(page: &Answer, name: &str) -> String {
    let text = page.text();
    let rest = text.split(&format!("name=\"{name}\"")).nth(1).unwrap();
    let inner = rest.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
    inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What is chosen in a select.
fn chosen(page: &Answer, name: &str) -> String {
    let text = page.text();
    let rest = text.split(&format!("name=\"{name}\"")).nth(1).unwrap();
    let select = rest.split("</select>").next().unwrap();
    let option = select.split("<option ").find(|option| option.contains(" selected")).unwrap();
    option.split('"').nth(1).unwrap().to_owned()
}

/// All text of a zip's parts.
fn unzipped(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut text = String::new();
        if part.read_to_string(&mut text).is_ok() {
            all.push_str(&text);
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consultation_is_as_long_as_the_law_wants_and_somebody_else_approves_it() {
    let world = world().await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.get("/quan-tri/lay-y-kien").await.is(200).shows("Chưa có đợt lấy ý kiến nào").hides("⟦");
    let form = head.get("/quan-tri/lay-y-kien/moi").await.is(200).hides("⟦");
    form.shows("Lấy ý kiến ít nhất 20 ngày").shows("64/2025/QH15");
    let short = fields("decision", "2026-11-24T08:00", "2026-12-14T07:59");
    let refused = head.post("/quan-tri/lay-y-kien/moi", short).await.is(422);
    let refused = refused.shows("sớm nhất là 14/12/2026 08:00").shows("tối thiểu 20 ngày");
    refused.shows("64/2025/QH15").shows("Dự thảo Quy chế mở cửa trạm y tế").hides("⟦");
    let path = begin(&head, "decision", "2026-11-24T08:00", "2026-12-14T08:00").await;
    let refused = head.post(&format!("{path}/gui-duyet"), [key()]).await.is(409);
    refused.shows("Còn thiếu tài liệu: Dự thảo, Tờ trình, Báo cáo đánh giá tác động");
    put_forward(&head, &path, &["draft", "submission", "impact"]).await;
    let page = head.get(&path).await.is(200).shows("cần một người khác duyệt").hides("⟦");
    page.hides("Duyệt và công bố");
    let own = head.post(&format!("{path}/duyet"), [key()]).await.is(409);
    own.shows("không được tự duyệt");
    let public = path.replace("/quan-tri", "");
    world.visitor("soyte").get(&public).await.is(404);
    world.visitor("soyte").get("/lay-y-kien").await.is(200).hides("mở cửa trạm y tế");
    let collaborator = signed_in(&world, "soyte", Role::Collaborator).await;
    collaborator.get(&path).await.is(403);
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.post(&format!("{path}/duyet"), [key()]).await.is(403);
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    approver.post(&format!("{path}/duyet"), [key()]).await.is(409).shows("đã thay đổi");
    approve(&approver, &path).await.redirects();
    world.follow().await;
    let list = world.visitor("soyte").get("/lay-y-kien").await.is(200).shows("mở cửa trạm y tế");
    list.shows("Sắp lấy ý kiến").hides("⟦");
    let page = world.visitor("soyte").get(&public).await.is(200).shows("24/11/2026 08:00");
    page.hides("Phạm vi điều chỉnh").shows("20 ngày, theo");
    world.visitor("sonoivu").get(&public).await.is(404);
    let neighbour = signed_in(&world, "sonoivu", Role::Head).await;
    neighbour.get(&path).await.is(404);
    // Approved, it cannot be edited; what it says of itself is in the record.
    head.post(&format!("{path}/van-ban"), [("draft", "x")]).await.is(409);
    let told = "select count(*) from facts where kind = 'petitions.consultation.approved'";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comments_before_the_opening_or_after_the_closing_minute() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    let visitor = world.visitor("soyte");
    let form = format!("{public}/gop-y");
    visitor.get(&public).await.is(200).shows("Bắt đầu lấy ý kiến lúc 23/11/2026 09:00");
    visitor.get(&form).await.is(409).shows("Góp ý được nhận từ 23/11/2026 09:00").hides("⟦");
    world.clock.pass(TimeDelta::minutes(60) - TimeDelta::microseconds(1));
    visitor.get(&form).await.is(409);
    world.clock.pass(TimeDelta::microseconds(1));
    // The kept page has ended with the minute, without anybody's doing.
    let page = visitor.get(&public).await.is(200).shows("Phạm vi điều chỉnh").hides("⟦");
    let page = page.shows("id=\"d1-k2\"").shows("noi=d1-k2").shows("Hôm nay là ngày cuối cùng");
    page.shows("Tờ trình");
    let answer = comment(&world, &public, &[("place", "d1-k2"), ("body", "Bỏ khoản này.")]).await;
    answer.is(422).shows("Bỏ khoản này.").shows("Họ và tên").hides("⟦");
    let said = [("place", "d1-k2"), ("body", "Bỏ khoản này."), ("name", "Lê Văn Góp")];
    let to = comment(&world, &public, &said).await.redirects();
    visitor.get(&to).await.is(200).shows("Đã nhận ý kiến của bạn").hides("⟦");
    let count = "select count(*) from consultation_opinions";
    assert_eq!(world.count(count).await, 1);
    // A robot is answered as if all were well; a hasty person gets the form back.
    let trapped = [("body", "x"), ("name", "x"), ("website", "http://x")];
    comment(&world, &public, &trapped).await.redirects();
    let fresh = visitor.get(&form).await.is(200);
    let hasty = [("ticket", fresh.field("ticket")), ("form_key", fresh.field("form_key"))];
    let mut hasty: Vec<(&str, &str)> = hasty.iter().map(|(k, v)| (*k, v.as_str())).collect();
    hasty.extend([("body", "Vội"), ("name", "Vội"), ("consent", "1")]);
    upload(&visitor, &form, &hasty, None).await.is(422).shows("Vội");
    assert_eq!(world.count(count).await, 1);
    // A form open since before the closing is too late in its minute.
    let open = visitor.get(&form).await.is(200);
    let (ticket, form_key) = (open.field("ticket"), open.field("form_key"));
    let closing = "2026-11-23T05:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    world.clock.pass(closing - world.app.now());
    let late = [("ticket", ticket.as_str()), ("form_key", &form_key), ("body", "Muộn")];
    let late: Vec<_> = late.into_iter().chain([("name", "Muộn"), ("consent", "1")]).collect();
    upload(&visitor, &form, &late, None).await.is(409).shows("Đã hết thời gian lấy ý kiến");
    assert_eq!(world.count(count).await, 1);
    let page = visitor.get(&public).await.is(200).shows("Đã hết thời hạn góp ý");
    page.hides("gop-y");
    world.run_jobs().await;
    for kind in ["opened", "closed"] {
        let told =
            format!("select count(*) from facts where kind = 'petitions.consultation.{kind}'");
        assert_eq!(world.count(&told).await, 1, "{kind}");
    }
    signed_in(&world, "soyte", Role::Head).await.get(&path).await.is(200).shows("Hết hạn góp ý");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closing_is_put_off_and_the_old_time_stays_to_be_seen() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    let extend = format!("{path}/gia-han");
    head.get(&extend).await.is(200).shows("23/11/2026 12:00").hides("⟦");
    let to = |closes: &str| {
        [key(), ("closes_at", closes.to_owned()), ("reason", "Mưa lũ chia cắt".to_owned())]
    };
    head.post(&extend, to("2026-11-23T11:00")).await.is(422).shows("không thể kết thúc sớm hơn");
    head.post(&extend, to("2026-11-23T18:00")).await.redirects();
    world.follow().await;
    let page = world.visitor("soyte").get(&public).await.is(200).shows("23/11/2026 18:00");
    page.shows("thời hạn trước đây là 23/11/2026 12:00; lý do: Mưa lũ chia cắt");
    world.clock.pass(TimeDelta::hours(5));
    world.run_jobs().await;
    let closed = "select count(*) from facts where kind = 'petitions.consultation.closed'";
    assert_eq!(world.count(closed).await, 0, "the job of the old time does nothing");
    world.visitor("soyte").get(&format!("{public}/gop-y")).await.is(200);
    world.clock.pass(TimeDelta::hours(6));
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.post(&extend, to("2026-11-30T18:00")).await.is(409).shows("đã kết thúc");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_name_is_in_no_public_byte() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let secret = [
        ("place", "d1-k2"),
        ("body", "Nên mở cả ngày lễ."),
        ("proposal", "2. Áp dụng cả ngày lễ."),
        ("name", "Trần Bí Mật"),
        ("email", "bimat@example.vn"),
        ("phone", "0905999888"),
        ("address", "Thôn Kín"),
    ];
    comment(&world, &public, &secret).await.redirects();
    let opinion = newest_opinion(&world).await;
    let open = [("body", "Đồng ý."), ("name", "Hồ Công Khai"), ("show_name", "1"), ("place", "")];
    comment(&world, &public, &open).await.redirects();
    world.run_jobs().await;
    // Confirmed by a button: looking at the link changes nothing.
    let letter = world.mail().last_to("bimat@example.vn");
    let link = letter.text.split_whitespace().find(|word| word.contains("/xac-nhan/")).unwrap();
    let link = format!("/{}", link.splitn(4, '/').nth(3).unwrap());
    let confirmed = "select count(*) from consultation_opinions where email_state = 'confirmed'";
    world.visitor("soyte").get(&link).await.is(200).shows("Xác nhận").hides("⟦");
    assert_eq!(world.count(confirmed).await, 0);
    let none: [(&str, &str); 0] = [];
    world.visitor("soyte").post(&link, none).await.is(200).shows("Đã xác nhận");
    assert_eq!(world.count(confirmed).await, 1);
    world.visitor("soyte").get(&link.replace("xac-nhan/", "xac-nhan/9")).await.is(404);

    // Before anybody looked at it, nothing shows.
    let pages = [
        public.clone(),
        format!("{public}/y-kien"),
        format!("{public}/y-kien?noi=d1-k2"),
        format!("{public}.json"),
        "/lay-y-kien".to_owned(),
    ];
    for page in &pages {
        world.visitor("soyte").get(page).await.is(200).hides("mở cả ngày lễ").hides("⟦");
    }
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let shown = officer.get(&format!("{path}/y-kien/{opinion}")).await.is(200).hides("⟦");
    shown.hides("Trần Bí Mật").hides("Thôn Kín").shows("Đã xác nhận thư");
    // Who sent it shows when somebody asks, and each look is told.
    let look = format!("{path}/y-kien/{opinion}/nguoi-gui");
    let looked = officer.post(&look, [("x", "y")]).await.is(200).hides("⟦");
    looked.shows("Trần Bí Mật").shows("Thôn Kín");
    let seen = "select count(*) from facts where kind = 'petitions.consultation.sender-seen'";
    assert_eq!(world.count(seen).await, 1);
    officer.get(&path).await.is(200).shows("xem thông tin người gửi một ý kiến");
    editor_may_not(&world, &look).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get(&format!("{path}/y-kien/{opinion}")).await.is(403);
    publish(&officer, &path, opinion).await;
    publish(&officer, &path, newest_opinion(&world).await).await;
    world.follow().await;
    let page = world.visitor("soyte").get(&pages[1]).await.is(200).shows("mở cả ngày lễ");
    page.shows("Hồ Công Khai").shows("không công bố tên").shows("Áp dụng cả ngày lễ");
    world.visitor("soyte").get(&pages[0]).await.is(200).shows("1 ý kiến");
    let data = world.visitor("soyte").get(&pages[3]).await.is(200);
    assert!(data.header("content-type").starts_with("application/json"));
    let data: serde_json::Value = serde_json::from_slice(&data.bytes).unwrap();
    assert_eq!(data["opinions"].as_array().unwrap().len(), 2);
    assert_eq!(data["parts"].as_array().unwrap().len(), 9);
    for page in &pages {
        let text = world.visitor("soyte").get(page).await.is(200).text();
        for word in ["Bí Mật", "bimat@", "0905999888", "Thôn Kín"] {
            assert!(!text.contains(word), "{word} is on {page}");
        }
    }
    // Nor does the database tell, nor the record.
    for table in ["consultation_opinions", "facts", "jobs", "form_receipts"] {
        let told =
            format!("select count(*) from {table} t where t::text ~ 'Bí Mật|bimat@|Thôn Kín'");
        assert_eq!(world.count(&told).await, 0, "{table}");
    }
    let sealed = "select count(*) from consultation_senders \
        where encode(sealed, 'escape') ~ 'bimat|Thôn'";
    assert_eq!(world.count(sealed).await, 0);
    assert_eq!(world.count("select count(*) from consultation_senders").await, 2);
}

async fn editor_may_not(world: &World, look: &str) {
    let editor = signed_in(world, "soyte", Role::Editor).await;
    editor.post(look, [("x", "y")]).await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sent_an_opinion_is_forgotten_when_the_time_is_over_and_what_was_said_stays() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let said = [
        ("place", "d1-k2"),
        ("body", "Nên mở cả ngày lễ."),
        ("name", "Hồ Công Khai"),
        ("show_name", "1"),
    ];
    comment(&world, &public, &said).await.redirects();
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let opinion = newest_opinion(&world).await;
    publish(&officer, &path, opinion).await;
    world.follow().await;
    let opinions = format!("{public}/y-kien");
    world.visitor("soyte").get(&opinions).await.is(200).shows("Hồ Công Khai");

    // Not while it is not finished, however long ago it closed.
    let state = async |table: &str, months: i32| {
        let finished = world.app.now().to_rfc3339();
        let finished = format!("timestamptz '{finished}' - interval '{months} months'");
        let set = format!("table_state = '{table}', finished_at = {finished}");
        let set = if table == "none" {
            "opens_at = '2020-01-01', closes_at = '2020-01-02'"
        } else {
            &set
        };
        world.execute(&format!("update consultations set {set}")).await;
        world.clock.pass(TimeDelta::days(1));
        world.run_recurring().await;
    };
    state("none", 0).await;
    let known = "select count(*) from consultation_senders where sealed is not null";
    assert_eq!(world.count(known).await, 1);
    state("finished", 23).await;
    assert_eq!(world.count(known).await, 1);
    state("finished", 24).await;
    world.follow().await;
    assert_eq!(world.count(known).await, 0);
    let erased = "select count(*) from facts where kind = 'petitions.consultation.senders-erased'";
    assert_eq!(world.count(erased).await, 1);
    let page = world.visitor("soyte").get(&opinions).await.is(200);
    page.shows("Nên mở cả ngày lễ").hides("Hồ Công Khai");
    assert_eq!(world.count("select count(*) from consultation_opinions").await, 1);
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let page = officer.get(&format!("{path}/y-kien/{opinion}")).await.is(200).hides("⟦");
    page.shows("đã được xóa: đã hết thời gian lưu").hides("/nguoi-gui");
    // It comes round again and finds nothing.
    world.clock.pass(TimeDelta::days(2));
    world.run_recurring().await;
    assert_eq!(world.count(erased).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_opened_is_withdrawn_and_the_bodies_are_told() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let path = begin(&editor, "plan", "2026-11-25T09:00", "2026-12-01T17:00").await;
    let list = "Sở Tư pháp; tuphap@example.vn";
    editor.post(&format!("{path}/co-quan"), [("bodies", list)]).await.redirects();
    put_forward(&editor, &path, &["draft", "submission"]).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    approve(&head, &path).await.redirects();
    world.run_jobs().await;
    world.follow().await;
    let public = path.replace("/quan-tri", "");
    world.visitor("soyte").get(&public).await.is(200);

    let withdraw = format!("{path}/rut");
    head.get(&path).await.is(200).shows("Rút lại").hides("Kết thúc sớm");
    head.get(&withdraw).await.is(200).hides("⟦");
    editor.post(&withdraw, [key(), ("note", "Sửa phụ lục.".to_owned())]).await.is(403);
    head.post(&withdraw, [key(), ("note", String::new())]).await.is(422);
    let form = [key(), ("note", "Phụ lục còn sai.".to_owned())];
    head.post(&withdraw, form.clone()).await.redirects();
    head.post(&withdraw, form).await.redirects();
    world.run_jobs().await;
    world.follow().await;
    world.visitor("soyte").get(&public).await.is(404);
    world.visitor("soyte").get("/lay-y-kien").await.is(200).hides("mở cửa trạm y tế");
    let letter = world.mail().last_to("tuphap@example.vn");
    assert!(letter.subject.starts_with("Rút lại") && letter.text.contains("Phụ lục còn sai."));
    editor
        .get(&path)
        .await
        .is(200)
        .shows("Phụ lục còn sai.")
        .shows("rút lại khi chưa mở")
        .hides("⟦");
    let withdrawn = "select count(*) from facts where kind = 'petitions.consultation.withdrawn'";
    assert_eq!(world.count(withdrawn).await, 1);

    // Approved anew, the bodies are asked anew; it opens once.
    editor.post(&format!("{path}/gui-duyet"), [key()]).await.redirects();
    approve(&head, &path).await.redirects();
    world.run_jobs().await;
    assert!(world.mail().last_to("tuphap@example.vn").subject.contains("Mời góp ý"));
    world.clock.pass(TimeDelta::days(3));
    world.run_jobs().await;
    let opened = "select count(*) from facts where kind = 'petitions.consultation.opened'";
    assert_eq!(world.count(opened).await, 1);
    let head = signed_in(&world, "soyte", Role::Head).await;
    let late = [key(), ("note", "Muộn.".to_owned())];
    head.post(&withdraw, late).await.is(409).shows("chưa đến thời gian lấy ý kiến");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_one_ends_early_with_a_reason_and_never_below_the_laws_time() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    let end = format!("{path}/ket-thuc");
    let head = signed_in(&world, "soyte", Role::Head).await;
    let form = || [key(), ("reason", "Dự thảo được thay bằng bản khác".to_owned())];
    head.post(&end, form()).await.is(409);
    world.clock.pass(TimeDelta::hours(1));
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.post(&end, form()).await.is(409);
    world.clock.pass(TimeDelta::minutes(1));
    world.run_jobs().await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.get(&path).await.is(200).shows("Kết thúc sớm").hides("Rút lại");
    head.get(&end).await.is(200).shows("23/11/2026 12:00").hides("⟦");
    head.post(&end, [key(), ("reason", String::new())]).await.is(422);
    head.post(&end, form()).await.redirects();
    world.run_jobs().await;
    world.follow().await;
    let page = world.visitor("soyte").get(&public).await.is(200).hides("⟦");
    page.shows("Kết thúc sớm")
        .shows("thời hạn trước đây là 23/11/2026 12:00; lý do: Dự thảo được thay bằng bản khác");
    world.visitor("soyte").get(&format!("{public}/gop-y")).await.is(409);
    let count = async |kind: &str| {
        let kind =
            format!("select count(*) from facts where kind = 'petitions.consultation.{kind}'");
        world.count(&kind).await
    };
    assert_eq!((count("ended-early").await, count("closed").await), (1, 1));
    // The job of the former closing has nothing to tell, and it does not open again.
    world.clock.pass(TimeDelta::hours(5));
    world.run_jobs().await;
    assert_eq!(count("closed").await, 1);
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.post(&end, form()).await.is(409);

    // Where the law wants a time, it is open for that long.
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let path = begin(&editor, "grassroots", "2026-11-24T09:00", "2026-12-30T17:00").await;
    put_forward(&editor, &path, &["draft"]).await;
    approve(&head, &path).await.redirects();
    world.clock.pass(TimeDelta::days(2));
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.get(&path).await.is(200).hides("Kết thúc sớm");
    let early = head.post(&format!("{path}/ket-thuc"), form()).await.is(409);
    early.shows("quá ngắn").shows("20 ngày");
    world.clock.pass(TimeDelta::days(19));
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.post(&format!("{path}/ket-thuc"), form()).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_published_says_why_and_same_letters_share_a_row() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    for (name, body) in [("Một", "Mở sớm hơn."), ("Hai", "Mở sớm hơn."), ("Ba", "Mua thuốc giá rẻ")]
    {
        let said = [("body", body), ("name", name), ("place", "d2")];
        comment(&world, &public, &said).await.redirects();
    }
    let last = newest_opinion(&world).await;
    let page = format!("{path}/y-kien/{last}");
    let refuse = |reason: &'static str| [("do", "refuse"), ("reason", reason), ("place", "d2")];
    officer.post(&page, refuse("")).await.is(422);
    officer.post(&page, refuse("advertising")).await.redirects();
    // A letter that came on paper, on a day of the period.
    let paper = format!("{path}/y-kien/them");
    officer.get(&paper).await.is(200).hides("⟦");
    let letter = |day: &str| {
        [
            key(),
            ("received", day.to_owned()),
            ("place", "d2".to_owned()),
            ("body", "Mở sớm hơn một giờ.".to_owned()),
            ("sender", "organisation".to_owned()),
            ("organisation", "Hội Người cao tuổi phường".to_owned()),
            ("show_name", "1".to_owned()),
        ]
    };
    officer.post(&paper, letter("2026-11-22")).await.is(422).shows("phải trong thời gian");
    officer.post(&paper, letter("2026-11-23")).await.redirects();
    let ids = [last - 2, last - 1, last + 1];
    for id in ids {
        publish(&officer, &path, id).await;
    }
    let queue = officer.get(&format!("{path}/y-kien?tab=published")).await.is(200).hides("⟦");
    queue.shows("Gộp ý kiến giống nhau").shows("Bằng văn bản");
    let group = [key(), ("id", ids[0].to_string()), ("id", ids[1].to_string())];
    officer.post(&format!("{path}/y-kien/gop"), group).await.redirects();
    world.follow().await;
    let shown = world.visitor("soyte").get(&format!("{public}/y-kien?noi=d2")).await.is(200);
    shown.shows("Hội Người cao tuổi phường").hides("giá rẻ");
    world.clock.pass(TimeDelta::hours(4));
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get(&format!("{path}/tong-hop")).await.is(200).shows("Lập bảng từ các ý kiến");
    editor.post(&format!("{path}/tong-hop"), [key()]).await.redirects();
    let table = editor.get(&format!("{path}/tong-hop")).await.is(200).hides("⟦");
    table.shows("2 cá nhân không công bố tên").shows("0/2 ý kiến đã giải trình");
    assert_eq!(world.count("select count(*) from consultation_rows").await, 2);
    // What stands in the table is settled.
    let again = [("do", "refuse"), ("reason", "empty"), ("place", "d2"), ("body", "x")];
    officer.post(&format!("{path}/y-kien/{}", ids[0]), again).await.is(409);
    let rows = [
        key(),
        ("id", world.count("select min(id) from consultation_rows").await.to_string()),
        ("id", world.count("select max(id) from consultation_rows").await.to_string()),
    ];
    editor.post(&format!("{path}/tong-hop/gop"), rows).await.redirects();
    let table = editor.get(&format!("{path}/tong-hop")).await.is(200);
    let table = table.shows("Hội Người cao tuổi phường; 2 cá nhân không công bố tên");
    table.shows("Mở sớm hơn một giờ.").shows("0/1 ý kiến đã giải trình");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_finished_with_a_table_that_two_write_and_a_third_approves() {
    let world = world().await;
    let (path, public) = approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let said = [
        ("body", "=1+1 <b>&"),
        ("name", "Phan Thị Công Thức"),
        ("show_name", "1"),
        ("place", "d1-k2"),
    ];
    comment(&world, &public, &said).await.redirects();
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    publish(&officer, &path, newest_opinion(&world).await).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let table = format!("{path}/tong-hop");
    editor.post(&table, [key()]).await.is(409).shows("sau khi hết thời hạn");
    world.clock.pass(TimeDelta::hours(4));
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.post(&format!("{table}/gui-duyet"), [key()]).await.is(409);
    editor.post(&table, [key()]).await.redirects();
    editor.post(&format!("{table}/gui-duyet"), [key()]).await.is(409).shows("Còn 1 ý kiến");

    // Two open the same row; whoever saves second sees both texts and loses none.
    let id = world.count("select min(id) from consultation_rows").await;
    let row = format!("{table}/dong/{id}");
    let seen = editor.get(&row).await.is(200).hides("⟦").field("version");
    officer.get(&row).await.is(200);
    let answer = |version: &str, verdict: &'static str, text: &'static str| {
        [
            ("version", version.to_owned()),
            ("content", "=1+1 <b>&".to_owned()),
            ("verdict", verdict.to_owned()),
            ("answer", text.to_owned()),
        ]
    };
    editor.post(&row, answer(&seen, "explained", "")).await.is(422);
    editor.post(&row, answer(&seen, "explained", "Giữ như dự thảo.")).await.redirects();
    let both = officer.post(&row, answer(&seen, "accepted", "Đã bỏ khoản 2.")).await.is(409);
    let both = both.shows("Giữ như dự thảo.").shows("Đã bỏ khoản 2.").shows("Bản của bạn");
    let newer = both.hides("⟦").field("version");
    officer.post(&row, answer(&newer, "accepted", "Đã bỏ khoản 2.")).await.redirects();
    assert_eq!(world.count("select version from consultation_rows").await, 3);

    // Neither who wrote in it nor who put it forward approves it.
    editor.post(&format!("{table}/gui-duyet"), [key()]).await.redirects();
    editor.post(&row, answer("3", "accepted", "x")).await.is(409);
    world.visitor("soyte").get(&format!("{public}/tong-hop")).await.is(404);
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    approver.get(&format!("{path}/ban-hanh")).await.is(200);
    let issued = [
        key(),
        ("number", "12/2026/QĐ-SYT".to_owned()),
        ("date", "2026-12-20".to_owned()),
        ("title", "Quyết định ban hành Quy chế".to_owned()),
        ("url", "/trang/van-ban".to_owned()),
    ];
    approver.post(&format!("{path}/ban-hanh"), issued.clone()).await.is(409);
    let back = [key(), ("note", "Ghi rõ căn cứ.".to_owned())];
    approver.post(&format!("{path}/tra-lai"), back).await.redirects();
    editor.get(&path).await.is(200).shows("Ghi rõ căn cứ.").hides("⟦");
    approver.post(&row, answer("3", "accepted", "Đã bỏ khoản 2 Điều 1.")).await.redirects();
    editor.post(&format!("{table}/gui-duyet"), [key()]).await.redirects();
    approver.post(&format!("{table}/duyet"), [key()]).await.is(409).shows("không được tự duyệt");
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.get(&table).await.is(200).shows("1/1 ý kiến đã giải trình").hides("⟦");
    head.post(&format!("{table}/duyet"), [key()]).await.redirects();
    world.follow().await;

    // Readers see the table and take both files.
    let page = world.visitor("soyte").get(&format!("{public}/tong-hop")).await.is(200).hides("⟦");
    let page = page.shows("Phan Thị Công Thức").shows("=1+1 &lt;b&gt;&amp;");
    let page = page.shows("Tiếp thu. Đã bỏ khoản 2 Điều 1.").shows("Khoản 2 Điều 1");
    let text = page.text();
    let links: Vec<&str> = text
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|href| href.contains("/tep/"))
        .collect();
    assert_eq!(links.len(), 2);
    let docx = world.visitor("soyte").get(links[0]).await.is(200);
    assert!(docx.header("content-disposition").contains(".docx"));
    let xml = unzipped(&docx.bytes);
    for words in
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ", "=1+1 &lt;b&gt;&amp;", "Khoản 2 Điều 1"]
    {
        assert!(xml.contains(words), "{words}");
    }
    let xlsx = world.visitor("soyte").get(links[1]).await.is(200);
    let xml = unzipped(&xlsx.bytes);
    assert!(xml.contains("=1+1") && !xml.contains("<f>"));
    approver.post(&format!("{path}/ban-hanh"), issued).await.redirects();
    world.follow().await;
    let page = world.visitor("soyte").get(&public).await.is(200).shows("12/2026/QĐ-SYT");
    page.shows("Đã có kết quả tiếp thu, giải trình").shows("Phạm vi điều chỉnh").hides("⟦");
    world.visitor("soyte").get("/lay-y-kien?tinh-trang=finished").await.is(200).shows("Hoàn tất");
    head.get(&format!("{table}/tai/docx")).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_answer_behind_their_own_address_and_are_reminded() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let path = begin(&editor, "plan", "2026-11-23T09:00", "2026-12-01T17:00").await;
    let bodies = format!("{path}/co-quan");
    let list = "Sở Tư pháp; tuphap@example.vn\nUBND xã A; xa@example.vn\nHội Nông dân";
    editor.post(&bodies, [("bodies", "Sai; không phải thư")]).await.is(422).shows("Sai");
    editor.post(&bodies, [("bodies", list)]).await.redirects();
    put_forward(&editor, &path, &["draft", "submission"]).await;
    world.run_jobs().await;
    assert!(world.mail().all().is_empty(), "nobody is asked before somebody approved");
    let head = signed_in(&world, "soyte", Role::Head).await;
    approve(&head, &path).await.redirects();
    world.run_jobs().await;
    assert_eq!(world.mail().all().len(), 2);
    editor.get(&bodies).await.is(200).shows("/lay-y-kien/moi/").shows("Chưa trả lời").hides("⟦");
    let letter = world.mail().last_to("tuphap@example.vn");
    assert!(letter.subject.contains("Mời góp ý dự thảo"), "{}", letter.subject);
    let link = letter.text.split_whitespace().find(|word| word.contains("/moi/")).unwrap();
    let link = format!("/{}", link.splitn(4, '/').nth(3).unwrap());
    let body = world.visitor("soyte");
    body.get(&link).await.is(200).shows("Chưa đến thời gian lấy ý kiến").hides("⟦");
    body.get(&link.replace("/moi/", "/moi/1")).await.is(404);
    world.visitor("sonoivu").get(&link).await.is(404);
    world.clock.pass(TimeDelta::hours(1));
    let form = body.get(&link).await.is(200).shows("Nhất trí hoàn toàn").hides("⟦");
    let form_key = form.field("form_key");
    let fields = [("form_key", form_key.as_str()), ("do", "agree")];
    let letter = Some(("cong-van.pdf", b"%PDF-1.7\n".as_slice()));
    upload(&body, &link, &fields, letter).await.redirects();
    upload(&body, &link, &fields, letter).await.redirects();
    assert_eq!(world.count("select count(*) from consultation_opinions").await, 1, "sent twice");
    body.get(&link).await.is(200).shows("Nhất trí hoàn toàn với dự thảo.").shows("cong-van.pdf");
    let opinion = newest_opinion(&world).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let file = officer.get(&format!("{path}/y-kien/{opinion}/tep")).await.is(200);
    assert_eq!(file.bytes, b"%PDF-1.7\n");

    // Three working days before Tuesday 1/12 is Thursday 26/11; 24/11 is a holiday, the weekend rests.
    let reminders = async || {
        let all = world.mail().all();
        let late = all.iter().filter(|mail| mail.subject.starts_with("Nhắc"));
        late.map(|mail| mail.to.clone()).collect::<Vec<_>>()
    };
    world.clock.pass(TimeDelta::days(2));
    world.run_recurring().await;
    assert!(reminders().await.is_empty());
    world.clock.pass(TimeDelta::days(1));
    world.run_recurring().await;
    world.clock.pass(TimeDelta::hours(2));
    world.run_recurring().await;
    assert_eq!(reminders().await, ["xa@example.vn"], "once, and only who has not answered");
    world.follow().await;
    let public = path.replace("/quan-tri", "");
    let page = world.visitor("soyte").get(&public).await.is(200).shows("Sở Tư pháp");
    page.shows("Nhất trí").shows("Chưa trả lời").hides("tuphap@").hides("/moi/");
}
