//! Surveys and polls: written, approved, answered without a name, shown, deleted (R-P7).

use chrono::TimeDelta;
use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::{
    comments::{fill_in, switch},
    editorial::key,
    world::{signed_in, world},
};

const DESK: &str = "/quan-tri/khao-sat";
const TITLE: &str = "Bạn đi lại bằng gì?";

/// The world's clock stands at eight in the morning of 23/11/2026.
fn settings(kind: &str, results: &str) -> Vec<(&'static str, String)> {
    vec![
        ("form_key", key()),
        ("kind", kind.to_owned()),
        ("title", TITLE.to_owned()),
        ("intro", "Hai phút thôi.".to_owned()),
        ("opens", "2026-11-23T09:00".to_owned()),
        ("closes", "2026-11-30T17:00".to_owned()),
        ("results", results.to_owned()),
        ("keep", "30".to_owned()),
    ]
}

async fn question(editor: &Browser<'_>, survey: &str, kind: &str, more: &[(&str, &str)]) {
    let key = key();
    let fields = [("form_key", &*key), ("kind", kind)].into_iter().chain(more.iter().copied());
    editor.post(&format!("{survey}/cau-hoi/them"), fields).await.redirects();
}

/// Writes a survey; gives its path on the desk and its number.
async fn written(editor: &Browser<'_>, kind: &str, results: &str) -> (String, String) {
    let desk = editor.post(&format!("{DESK}/them"), settings(kind, results)).await.redirects();
    let options =
        [("text", "Đi chợ bằng gì?"), ("required", "1"), ("options", "Xe máy\nXe buýt\nĐi bộ")];
    question(editor, &desk, "one", &options).await;
    let id = desk.rsplit('/').next().unwrap().to_owned();
    (desk, id)
}

async fn approved(world: &World, desk: &str) {
    let editor = signed_in(world, "soyte", Role::Editor).await;
    editor.post(desk, [("do", "submit")]).await.redirects();
    let approver = signed_in(world, "soyte", Role::Head).await;
    let hash = approver.get(desk).await.is(200).field("hash");
    let form = [("do", "approve"), ("hash", &*hash)];
    approver.post(&format!("{desk}/duyet"), form).await.redirects();
    world.follow().await;
}

/// An open survey of one question; gives desk path and public path.
async fn opened(world: &World, kind: &str, results: &str) -> (String, String) {
    let editor = signed_in(world, "soyte", Role::Editor).await;
    let (desk, id) = written(&editor, kind, results).await;
    approved(world, &desk).await;
    world.clock.pass(TimeDelta::hours(1));
    world.run_recurring().await;
    world.follow().await;
    (desk, format!("/khao-sat/{id}"))
}

async fn vote(world: &World, path: &str, from: u8, choice: &str) -> Answer {
    let reader = world.visitor("soyte").from_address([192, 0, 2, from]);
    fill_in(world, &reader, path, &[("q1", choice), ("do", "send")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_is_written_by_one_and_made_public_by_another() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get(DESK).await.is(200).shows("Chưa có cuộc khảo sát nào").hides("⟦");
    editor.get(&format!("{DESK}/them?loai=poll")).await.is(200).hides("⟦");
    let mut twice = settings("survey", "after");
    let first = editor.post(&format!("{DESK}/them"), twice.clone()).await.redirects();
    assert_eq!(editor.post(&format!("{DESK}/them"), twice.clone()).await.redirects(), first);
    twice[5].1 = "2026-11-20T09:00".into();
    editor.post(&format!("{DESK}/them"), twice).await.is(422).shows("Giờ kết thúc phải sau giờ mở");

    let (desk, id) = written(&editor, "survey", "after").await;
    for kind in ["one", "many", "scale", "grid", "short", "long", "number"] {
        editor.get(&format!("{desk}/cau-hoi/them?loai={kind}")).await.is(200).hides("⟦");
    }
    question(
        &editor,
        &desk,
        "grid",
        &[("text", "Cho điểm"), ("items", "Giờ xe\nGiá vé"), ("new_page", "1")],
    )
    .await;
    question(&editor, &desk, "long", &[("text", "Góp ý")]).await;
    editor.post(&format!("{desk}/cau-hoi/3/chuyen"), [("do", "up")]).await.redirects();
    let page = editor.get(&desk).await.is(200).hides("⟦").shows("Sang trang mới");
    let (text, at) = (page.text(), |what: &str| page.text().find(what).unwrap());
    assert!(at("Góp ý") < at("Giờ xe"), "{text}");
    editor.get(&format!("{desk}/cau-hoi/2")).await.is(200).shows("Giờ xe\nGiá vé");
    editor.get(&format!("{desk}/xem-truoc")).await.is(200).shows("Giờ xe").hides("⟦");

    let reader = world.visitor("soyte");
    reader.get(&format!("/khao-sat/{id}")).await.is(404);
    editor.post(&desk, [("do", "submit")]).await.redirects();
    // Whoever wrote it neither changes it now nor approves it; an approver who wrote it does not either.
    editor.get(&format!("{desk}/sua")).await.is(409);
    editor.post(&format!("{desk}/duyet"), [("do", "approve")]).await.is(403);
    let head = signed_in(&world, "soyte", Role::Head).await;
    head.get(DESK).await.is(200).shows("Chờ duyệt");
    head.post(&format!("{desk}/duyet"), [("do", "approve"), ("hash", "x")]).await.is(409);
    head.post(&format!("{desk}/duyet"), [("do", "give-back")]).await.is(409);
    let back = [("do", "give-back"), ("note", "Thiếu câu hỏi về giờ xe")];
    head.post(&format!("{desk}/duyet"), back).await.redirects();
    editor.get(&desk).await.is(200).shows("Thiếu câu hỏi về giờ xe");
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let mut changed = settings("survey", "after");
    changed[2].1 = "Đi lại trong phường".into();
    approver.post(&format!("{desk}/sua"), changed).await.redirects();
    approver.post(&desk, [("do", "submit")]).await.redirects();
    let hash = approver.get(&desk).await.is(200).field("hash");
    let approve = [("do", "approve"), ("hash", &*hash)];
    approver.post(&format!("{desk}/duyet"), approve).await.is(409).shows("không tự duyệt");
    head.post(&format!("{desk}/duyet"), approve).await.redirects();

    // It opens by itself, at its minute, and is listed then.
    world.follow().await;
    reader.get("/khao-sat").await.is(200).hides("Đi lại trong phường");
    reader.get(&format!("/khao-sat/{id}")).await.is(404);
    world.clock.pass(TimeDelta::hours(1));
    reader.get(&format!("/khao-sat/{id}")).await.is(200).shows("Trang 1/2").hides("⟦");
    reader.get("/khao-sat").await.is(200).shows("Đi lại trong phường").hides("⟦");
    world.visitor("sonoivu").get(&format!("/khao-sat/{id}")).await.is(404);
    signed_in(&world, "sonoivu", Role::Head).await.get(&desk).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_pages_and_faults() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let (desk, id) = written(&editor, "survey", "during").await;
    let grid =
        [("text", "Cho điểm"), ("items", "Giờ xe\nGiá vé"), ("new_page", "1"), ("required", "1")];
    question(&editor, &desk, "grid", &grid).await;
    question(&editor, &desk, "long", &[("text", "Góp ý")]).await;
    approved(&world, &desk).await;
    world.clock.pass(TimeDelta::hours(1));
    let (path, reader) = (format!("/khao-sat/{id}"), world.visitor("soyte"));
    // The first page is asked for before the second is shown.
    fill_in(&world, &reader, &path, &[("do", "next")]).await.is(422).shows("Đi chợ bằng gì?");
    let second = fill_in(&world, &reader, &path, &[("q1", "1"), ("do", "next")]).await.is(200);
    let second = second.shows("Trang 2/2").shows("name=\"q1\" value=\"1\"");
    let (ticket, key) = (second.field("ticket"), second.field("form_key"));
    world.clock.pass(TimeDelta::minutes(1));
    let send = |more: &[(&'static str, &'static str)], what: &'static str| {
        let mut all =
            vec![("ticket", ticket.clone()), ("form_key", key.clone()), ("page", "1".into())];
        all.extend([("q1", "1".to_owned()), ("do", what.to_owned())]);
        all.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        all
    };
    let page = reader.post(&path, send(&[("q2-0", "4"), ("q3", "Thêm chuyến tối")], "send")).await;
    page.is(422)
        .shows("Hãy cho điểm từng dòng")
        .shows("Thêm chuyến tối")
        .shows("value=\"4\" checked");
    let back = reader.post(&path, send(&[("q3", "Thêm chuyến tối")], "back")).await.is(200);
    back.shows("value=\"1\" checked").shows("name=\"q3\" value=\"Thêm chuyến tối\"");
    // A fault on the first page leads back there.
    let mut wrong = send(&[("q2-0", "4"), ("q2-1", "5")], "send");
    wrong[3].1 = "9".into();
    reader.post(&path, wrong).await.is(422).shows("Trang 1/2");
    reader
        .post(&path, send(&[("q2-0", "4"), ("q2-1", "5"), ("q3", "a")], "send"))
        .await
        .redirects();
    assert_eq!(world.count("select count(*) from survey_answers").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_answers_once_as_far_as_that_can_be_known() {
    let world = world().await;
    let (_, path) = opened(&world, "survey", "during").await;
    let reader = world.visitor("soyte");
    assert_eq!(reader.cookies(), "", "looking sets no cookie");
    let form = reader.get(&path).await.is(200);
    let fields = ["form_key", "ticket"].map(|name| (name, form.field(name)));
    world.clock.pass(TimeDelta::minutes(1));
    let ballot = || {
        let hidden = fields.iter().map(|(name, value)| (*name, value.as_str()));
        hidden.chain([("q1", "0"), ("do", "send")]).collect::<Vec<_>>()
    };
    // A form sent twice is one ballot, also from a browser that kept no cookie.
    let thanks = reader.post(&path, ballot()).await.redirects();
    assert_eq!(world.visitor("soyte").post(&path, ballot()).await.redirects(), thanks);
    let count = "select count(*) from survey_answers";
    assert_eq!(world.count(count).await, 1);
    reader.get(&thanks).await.is(200).shows("Cảm ơn bạn đã trả lời").hides("⟦");
    // The browser is known; a new form from it is no second ballot.
    reader.get(&path).await.is(200).shows("Bạn đã trả lời rồi");
    let mut again = ballot();
    let other = key();
    again[0].1 = &other;
    reader.post(&path, again).await.redirects();
    assert_eq!(world.count(count).await, 1);
    // A robot is thanked, and nothing is kept.
    let robot = world.visitor("soyte");
    fill_in(&world, &robot, &path, &[("q1", "0"), ("do", "send"), ("website", "x")])
        .await
        .redirects();
    assert_eq!(world.count(count).await, 1);
    // A network has its measure for a day.
    world.execute("insert into day_visits select site_id, day, hash from day_visits, generate_series(1, 60)").await;
    let full =
        fill_in(&world, &world.visitor("soyte"), &path, &[("q1", "0"), ("do", "send")]).await;
    full.is(422).shows("đã nhận đủ số phiếu");
    vote(&world, &path, 9, "2").await.redirects();
    assert_eq!(world.count(count).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_results_are_hidden_everywhere_until_the_end() {
    let world = world().await;
    let (desk, path) = opened(&world, "survey", "after").await;
    for from in 1..=6 {
        vote(&world, &path, from, if from == 6 { "1" } else { "0" }).await.redirects();
    }
    let results = format!("{path}/ket-qua");
    let reader = world.visitor("soyte");
    let hidden = |page: Answer| page.hides("Xe máy</th>").hides("<svg class=\"chart");
    hidden(reader.get(&results).await.is(200)).shows("được công bố sau khi kết thúc").hides("⟦");
    for place in ["/", "/khao-sat", "/so-do-cong"] {
        reader.get(place).await.is(200).hides("ket-qua");
    }
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get(&format!("{desk}/ket-qua")).await.is(409).shows("chưa được công bố");
    for format in ["xlsx", "csv"] {
        editor.post(&format!("{desk}/xuat"), [("dang", format)]).await.is(409);
    }
    editor.get(&desk).await.is(200).hides("Xem kết quả");
    // At the end they show, everywhere, by themselves.
    world.clock.pass(TimeDelta::days(8));
    world.run_recurring().await;
    world.follow().await;
    let page =
        reader.get(&results).await.is(200).shows("5 (83,3%)").shows("<td class=\"num\">83,3%</td>");
    page.hides("⟦");
    reader.get("/khao-sat").await.is(200).shows(&results);
    reader.get(&path).await.is(200).shows("Cuộc khảo sát đã kết thúc");
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor.get(&format!("{desk}/ket-qua")).await.is(200).shows("5 (83,3%)").hides("⟦");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_a_recount_and_a_few_answers_are_not_broken_down() {
    let world = world().await;
    let (_, path) = opened(&world, "poll", "during").await;
    let results = format!("{path}/ket-qua");
    let reader = world.visitor("soyte");
    for from in 1..=4 {
        vote(&world, &path, from, "0").await.redirects();
    }
    reader.get(&results).await.is(200).shows("Mới có ít phiếu").hides("Xe máy");
    for (from, choice) in (5..=8).zip(["0", "1", "1", "2"]) {
        vote(&world, &path, from, choice).await.redirects();
    }
    // What people see while others answer is some minutes old at most.
    world.clock.pass(TimeDelta::minutes(6));
    let page = reader.get(&results).await.is(200);
    for (choice, count) in [(0, 5), (1, 2), (2, 1)] {
        let rows = format!(
            "select count(*) from survey_answers where answers -> '1' -> 'one' = '{choice}'"
        );
        assert_eq!(world.count(&rows).await, count);
    }
    page.shows("5 (62,5%)").shows("2 (25,0%)").shows("1 (12,5%)");
}

/// Who answered and what was answered have nothing in common but the survey and the day.
#[tokio::test(flavor = "multi_thread")]
async fn ballots_are_secret_by_their_tables() {
    let world = world().await;
    let columns = |table: &str| {
        format!(
            "select string_agg(column_name || ' ' || data_type, ', ' order by column_name)::text from information_schema.columns where table_name = '{table}'"
        )
    };
    for (table, expected) in [
        ("survey_tokens", "day date, site_id bigint, survey_id bigint, token_hash bytea"),
        (
            "survey_answers",
            "answers jsonb, day date, id uuid, mixed boolean, site_id bigint, survey_id bigint",
        ),
    ] {
        let same = format!("case when ({}) = '{expected}' then 1 else 0 end", columns(table));
        assert_eq!(world.count(&same).await, 1, "{table}: a column more may lead to a person");
    }
    let (_, path) = opened(&world, "survey", "after").await;
    let told = world.count("select count(*) from facts").await;
    for from in 1..=5 {
        vote(&world, &path, from, "0").await.redirects();
    }
    assert_eq!(
        world.count("select count(*) from facts").await,
        told,
        "nothing of a ballot is told"
    );
    assert_eq!(
        world
            .count("select count(*) from form_receipts f join survey_answers a on a.id = f.key")
            .await,
        0
    );
    // The next day the answers stand anew, written by one transaction; at the end the tokens are gone.
    world.clock.pass(TimeDelta::days(1));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from survey_answers where mixed").await, 5);
    assert_eq!(world.count("select count(distinct xmin::text) from survey_answers").await, 1);
    assert_eq!(world.count("select count(*) from day_visits").await, 0);
    assert_eq!(world.count("select count(*) from survey_tokens").await, 5);
    world.clock.pass(TimeDelta::days(8));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from survey_tokens").await, 0);
    assert_eq!(world.count("select count(*) from survey_answers").await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn raw_answers_go_when_their_time_is_over_and_counts_stay() {
    let world = world().await;
    let (desk, path) = opened(&world, "survey", "after").await;
    for from in 1..=6 {
        vote(&world, &path, from, "2").await.redirects();
    }
    world.clock.pass(TimeDelta::days(20));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from survey_answers").await, 6);
    world.clock.pass(TimeDelta::days(20));
    world.run_recurring().await;
    world.follow().await;
    assert_eq!(world.count("select count(*) from survey_answers").await, 0);
    let reader = world.visitor("soyte");
    reader.get(&format!("{path}/ket-qua")).await.is(200).shows("6 (100,0%)");
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    editor
        .get(&format!("{desk}/ket-qua"))
        .await
        .is(200)
        .shows("Phiếu gốc đã xóa ngày")
        .shows("6 (100,0%)");
    editor.post(&format!("{desk}/xuat"), [("dang", "csv")]).await.is(409);
    assert_eq!(
        world.count("select count(*) from facts where kind = 'surveys.answers.purged'").await,
        1
    );
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from survey_tallies").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_taken_out_harmless_and_told() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let (desk, id) = written(&editor, "survey", "during").await;
    question(&editor, &desk, "long", &[("text", "Góp ý")]).await;
    approved(&world, &desk).await;
    world.clock.pass(TimeDelta::hours(1));
    let path = format!("/khao-sat/{id}");
    for from in 1..=5 {
        let reader = world.visitor("soyte").from_address([192, 0, 2, from]);
        let fields = [("q1", "1"), ("q2", "=HYPERLINK(\"x\") gọi 0912345678"), ("do", "send")];
        fill_in(&world, &reader, &path, &fields).await.redirects();
    }
    // A session does not outlast the hours that have passed.
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let csv = editor.post(&format!("{desk}/xuat"), [("dang", "csv")]).await.is(200);
    assert!(csv.header("content-disposition").contains(&format!("khao-sat-{id}.csv")));
    csv.shows("Đi chợ bằng gì?,Góp ý").shows("Xe buýt,\"'=HYPERLINK").hides("2026");
    let xlsx = editor.post(&format!("{desk}/xuat"), [("dang", "xlsx")]).await.is(200);
    assert!(xlsx.bytes.starts_with(b"PK"));
    editor.post(&format!("{desk}/xuat"), [("dang", "exe")]).await.is(422);
    let told = "select count(*) from facts where kind = 'surveys.answers.exported' and data ->> 'rows' = '5'";
    assert_eq!(world.count(told).await, 2);
    // Words are for the unit alone.
    let reader = world.visitor("soyte");
    reader.get(&format!("{path}/ket-qua")).await.is(200).hides("HYPERLINK").shows("chỉ đơn vị");
    let desk = editor.get(&format!("{desk}/ket-qua")).await.is(200).shows("HYPERLINK");
    desk.shows("title=\"Số điện thoại\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_ends_early_is_copied_and_a_draft_thrown_away() {
    let world = world().await;
    let (desk, path) = opened(&world, "poll", "during").await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let form = [("form_key", key()), ("do", "copy".to_owned())];
    let copied = editor.post(&desk, form.clone()).await.redirects();
    assert_eq!(editor.post(&desk, form).await.redirects(), copied, "sent twice");
    let copied = copied.split('?').next().unwrap().to_owned();
    editor.get(&copied).await.is(200).shows("(bản sao)").shows("Xe buýt").shows("Đang soạn");
    editor.post(&desk, [("do", "close")]).await.redirects();
    world.follow().await;
    world.visitor("soyte").get(&path).await.is(200).shows("Cuộc khảo sát đã kết thúc");
    editor.post(&desk, [("do", "close")]).await.is(409);
    editor.post(&desk, [("do", "throw-away")]).await.is(409);
    editor.post(&copied, [("do", "throw-away")]).await.redirects();
    editor.get(&copied).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_yearly_survey_opens_everywhere_at_once_and_is_compared_after_the_end() {
    let world = world().await;
    switch(&world, "dongha", "surveys", false).await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/nen-tang/khao-sat").await.is(200).shows("Giao diện").hides("⟦");
    let form = [
        ("form_key", key()),
        ("title", "Khảo sát năm 2026".to_owned()),
        ("opens", "2026-11-23T09:00".to_owned()),
        ("closes", "2026-12-10T17:00".to_owned()),
    ];
    let page = platform.post("/nen-tang/khao-sat", form.clone()).await.redirects();
    assert_eq!(platform.post("/nen-tang/khao-sat", form).await.redirects(), page, "sent twice");
    assert_eq!(world.count("select count(*) from surveys where state = 'approved'").await, 4);
    world.clock.pass(TimeDelta::hours(2));
    world.run_recurring().await;
    let id = world
        .count(&format!("select id from surveys where site_id = {}", world.site("soyte").id))
        .await;
    let path = format!("/khao-sat/{id}");
    world.visitor("soyte").get("/khao-sat").await.is(200).shows("Khảo sát năm 2026");
    for from in 1..=5 {
        let reader = world.visitor("soyte").from_address([192, 0, 2, from]);
        let fields = [
            ("q1", "0"),
            ("q2", "1"),
            ("q4-0", "5"),
            ("q4-1", "4"),
            ("q4-2", "3"),
            ("q4-3", "2"),
            ("q5", if from == 1 { "5" } else { "4" }),
            ("do", "send"),
        ];
        fill_in(&world, &reader, &path, &fields).await.redirects();
    }
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let table = platform.get(&page).await.is(200).shows("Sở Y tế").hides("⟦");
    table.hides("4,20").hides("UBND thành phố Đông Hà").shows("được công bố sau");
    world.clock.pass(TimeDelta::days(20));
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get(&page).await.is(200).shows("5,00").shows("4,20").shows("Hỗ trợ");
    let file = platform.post(&format!("{page}/xuat"), [("dang", "xlsx")]).await.is(200);
    assert!(file.bytes.starts_with(b"PK"));
    // Counts stand when the answers are gone.
    // An account that nobody uses for long is switched off.
    for _ in 0..4 {
        world.clock.pass(TimeDelta::days(25));
        signed_in(&world, "quangtri", Role::Platform).await;
    }
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from survey_answers").await, 0);
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get(&page).await.is(200).shows("4,20");
}

#[tokio::test(flavor = "multi_thread")]
async fn off_is_off() {
    let world = world().await;
    let (desk, path) = opened(&world, "poll", "during").await;
    let (reader, editor) = (world.visitor("soyte"), signed_in(&world, "soyte", Role::Editor).await);
    reader.get("/so-do-cong").await.is(200).shows("href=\"/khao-sat\"");
    switch(&world, "soyte", "surveys", false).await;
    for gone in [&*path, "/khao-sat", &format!("{path}/ket-qua")] {
        reader.get(gone).await.is(404);
    }
    reader.post(&path, [("q1", "0"), ("do", "send")]).await.is(404);
    editor.get(&desk).await.is(404);
    reader.get("/so-do-cong").await.is(200).hides("khao-sat");
    reader.get("/").await.is(200).hides("khao-sat");
}
