//! Documents: filed, published, found by number, and how each stands (R-C11).

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use portal_content::{
    content_type::to_value,
    document::{
        self, DocumentFields, queries,
        register::queries::{At, Narrow, Order, next_change, register},
        relation::{Relation, RelationKind},
        status::{Life, Status},
    },
    item::{
        ItemId,
        acts::Draft,
        batch::{self, Imported},
    },
    section,
};
use portal_core::{
    Ctx, Lang, Role,
    testing::{Browser, World},
};

use crate::{
    editorial::{key, press},
    world::{section_id, signed_in, world},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decision(number: &str, issued: &str) -> DocumentFields {
    DocumentFields {
        number: number.into(),
        kind: "quyet-dinh".into(),
        issuer: "Sở Y tế".into(),
        field: "Y tế".into(),
        issued_on: Some(day(issued)),
        ..DocumentFields::default()
    }
}

fn says(kind: RelationKind, target: i64, number: &str) -> Vec<Relation> {
    vec![Relation { kind, target: Some(target), number: number.into(), title: String::new() }]
}

/// Publishes a document on a site; gives its item.
async fn published(world: &World, code: &str, title: &str, fields: &DocumentFields) -> i64 {
    let site = world.site(code);
    let ctx = Ctx::system(&world.app, Arc::clone(&site));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let tree = section::queries::tree(&tx, site.id).await.unwrap();
    let one = Imported {
        key: format!("{code} {} {title}", fields.number),
        content_type: document::KEY,
        slug: None,
        draft: Draft {
            section: tree.by_slug("vi", "van-ban-chi-dao").unwrap().id(),
            language: "vi".into(),
            title: title.into(),
            lead: String::new(),
            body: "<p>Điều 1. Nội dung.</p>".into(),
            fields: to_value(fields),
        },
        by: "portal".into(),
        published_at: ctx.now,
    };
    assert_eq!(batch::import(&mut tx, site.id, &[one]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    world.follow().await;
    world.count("select max(id) from items").await
}

/// Path of a document on its site.
async fn path(world: &World, id: i64) -> String {
    let conn = world.app.db().platform().await.unwrap();
    queries::by_ids(&conn, &[id]).await.unwrap()[0].path()
}

/// The badge of a document in the register: the status behind its number.
fn standing(register: &str, number: &str) -> Option<&'static str> {
    let (_, rest) = register.split_once(&format!("{number}</a>"))?;
    let badge = rest.split("</li>").next()?;
    [
        "Chưa có hiệu lực",
        "Còn hiệu lực",
        "Hết hiệu lực một phần",
        "Hết hiệu lực toàn bộ",
        "Ngưng hiệu lực",
    ]
    .into_iter()
    .find(|words| badge.contains(words))
}

async fn stands(world: &World, code: &str, number: &str) -> Option<&'static str> {
    standing(&world.visitor(code).get("/van-ban").await.is(200).text(), number)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_finds_a_document_however_the_number_is_typed() {
    let world = world().await;
    published(&world, "soyte", "Về việc phân bổ vắc xin", &decision("1637/QĐ-SYT", "2026-10-05"))
        .await;
    published(&world, "soyte", "Về việc khác", &decision("637/QĐ-SYT", "2026-10-06")).await;
    published(&world, "soyte", "Về việc giữa năm", &decision("08/2026/QĐ-SYT", "2026-06-06")).await;
    let reader = world.visitor("soyte");
    for typed in [
        "1637",
        "1637/qd-syt",
        "1637%20q%C4%91%20syt",
        "1637QDSYT",
        "S%E1%BB%91%201637",
        "Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%201637/Q%C4%90-SYT",
    ] {
        let page = reader.get(&format!("/van-ban?q={typed}")).await.is(200);
        page.shows("1637/QĐ-SYT</a>").hides("08/2026/QĐ-SYT</a>");
    }
    reader
        .get("/van-ban?q=8/2026")
        .await
        .is(200)
        .shows("08/2026/QĐ-SYT</a>")
        .hides("637/QĐ-SYT</a>");
    // A part of a number finds it too, and the number itself comes first.
    let page = reader.get("/van-ban?q=637").await.is(200).text();
    let place = |number: &str| page.find(&format!("{number}</a>")).unwrap();
    assert!(place("Quyết định 637/QĐ-SYT") < place("1637/QĐ-SYT"));
    // Words of the summary, without marks.
    reader.get("/van-ban?q=vac%20xin").await.is(200).shows("1637/QĐ-SYT</a>").hides("Về việc khác");
    for odd in ["%25", "_", "'", "%FF", "%F0%9F%A6%8A", "9999"] {
        reader.get(&format!("/van-ban?q={odd}")).await.is(200).hides("QĐ-SYT</a>");
    }
    for odd in ["q=%00", "loai=%00", "co-quan=%00%FF", "nam=%00", "trang=9999999999999999999"] {
        reader.get(&format!("/van-ban?{odd}")).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_narrowed_ordered_and_turned() {
    let world = world().await;
    for number in 1..=45 {
        let year = if number % 2 == 0 { 2025 } else { 2026 };
        let fields = DocumentFields {
            kind: if number % 3 == 0 { "ke-hoach" } else { "quyet-dinh" }.into(),
            issuer: if number == 7 { "Sở Tài chính" } else { "Sở Y tế" }.into(),
            field: if number == 9 { "Đất đai" } else { "Y tế" }.into(),
            expires_on: (number == 11).then(|| day("2026-11-01")),
            ..decision(&format!("{number}/VB-SYT"), &format!("{year}-03-{:02}", number % 27 + 1))
        };
        published(&world, "soyte", &format!("Việc số {number}"), &fields).await;
    }
    let reader = world.visitor("soyte");
    let count = |text: &str| text.matches("class=\"doc-number\"").count();
    for (query, expected) in [
        ("", 20),
        ("?trang=3", 5),
        ("?trang=99", 0),
        ("?loai=ke-hoach", 15),
        ("?co-quan=so-tai-chinh", 1),
        ("?linh-vuc=dat-dai", 1),
        ("?nam=2025&trang=2", 2),
        ("?hieu-luc=het", 1),
        ("?hieu-luc=con&trang=3", 4),
        ("?loai=ke-hoach&nam=2025", 7),
        ("?loai=%27", 0),
        ("?nam=x&trang=-1&xep=zz&hieu-luc=q", 20),
    ] {
        let page = reader.get(&format!("/van-ban{query}")).await.is(200);
        assert_eq!(count(&page.text()), expected, "{query}");
    }
    let by_number = reader.get("/van-ban?xep=so").await.is(200).text();
    let place = |number: &str| by_number.find(&format!("{number}/VB-SYT</a>")).unwrap();
    assert!(place(" 2") < place(" 10") && place(" 10") < place(" 19"), "numbers as numbers");
    reader.get("/van-ban").await.is(200).shows("Đất đai").shows("Sở Tài chính").shows("45 văn bản");

    // The same as files.
    let csv = reader.get("/van-ban.csv?loai=ke-hoach").await.is(200);
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(csv.text().lines().count(), 16, "{}", csv.text());
    csv.shows("Kế hoạch").shows("http://soyte.quangtri.localhost/van-ban/");
    let xlsx = reader.get("/van-ban.xlsx?loai=ke-hoach").await.is(200);
    assert!(
        xlsx.bytes.starts_with(b"PK")
            && xlsx.header("content-disposition").contains("van-ban.xlsx")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_stands_otherwise_from_the_very_day_on() {
    let world = world().await;
    let fields = DocumentFields {
        in_force_on: Some(day("2026-11-25")),
        expires_on: Some(day("2026-11-27")),
        ..decision("5/QĐ-SYT", "2026-11-20")
    };
    let id = published(&world, "soyte", "Về việc ngắn hạn", &fields).await;
    let (reader, page) = (world.visitor("soyte"), path(&world, id).await);
    for (pass, expected, why) in [
        // 08:00 on the 23rd; the last moment of the 24th; midnight; the same two days later.
        (TimeDelta::zero(), "Chưa có hiệu lực", "Đến ngày 25/11/2026 mới có hiệu lực"),
        (TimeDelta::hours(39), "Chưa có hiệu lực", "Đến ngày 25/11/2026"),
        (TimeDelta::hours(1), "Còn hiệu lực", "Có hiệu lực từ ngày 25/11/2026"),
        (TimeDelta::hours(47), "Còn hiệu lực", "hết hiệu lực từ ngày 27/11/2026"),
        (TimeDelta::hours(1), "Hết hiệu lực toàn bộ", "Đã hết hiệu lực từ ngày 27/11/2026"),
    ] {
        world.clock.pass(pass);
        assert_eq!(stands(&world, "soyte", "5/QĐ-SYT").await, Some(expected), "{pass}");
        reader.get(&page).await.is(200).shows(expected).shows(why);
    }
}

fn form<'a>(
    section: &'a str,
    key: &'a str,
    number: &'a str,
    title: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form_key", key),
        ("type", "document"),
        ("section", section),
        ("title", title),
        ("number", number),
        ("kind", "quyet-dinh"),
        ("issuer", "Sở Y tế"),
        ("issued_on", "2026-11-20"),
        ("body", "<p>Điều 1. Ban hành.</p>"),
    ]
}

/// Files a document at the desk and submits it; gives the path of its page there.
async fn filed(
    world: &World,
    writer: &Browser<'_>,
    (number, title): (&str, &str),
    more: &[(&str, &str)],
) -> String {
    let section = section_id(world, "soyte", "van-ban-chi-dao").await.to_string();
    let key = key();
    let mut fields = form(&section, &key, number, title);
    fields.extend(more);
    fields.push(("do", "submit"));
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    to.split('?').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_replaces_a_document_ends_it_and_a_withdrawal_brings_it_back() {
    let world = world().await;
    let old = published(&world, "soyte", "Quy chế cũ", &decision("12/QĐ-SYT", "2025-02-03")).await;
    let (reader, old_page) = (world.visitor("soyte"), path(&world, old).await);
    reader.get(&old_page).await.is(200).shows("Còn hiệu lực");
    assert_eq!(stands(&world, "soyte", "12/QĐ-SYT").await, Some("Còn hiệu lực"));

    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let more = [
        ("in_force_on", "2026-11-23"),
        ("relation_kind_0", "replaces"),
        ("relation_number_0", "12/qd-syt"),
        ("relation_kind_1", "based-on"),
        ("relation_number_1", "30/2020/NĐ-CP"),
        ("relation_title_1", "Nghị định về công tác văn thư"),
    ];
    let item = filed(&world, &writer, ("77/QĐ-SYT", "Quy chế mới"), &more).await;
    // Nothing counts before it is published; the approver sees what will be linked.
    assert_eq!(stands(&world, "soyte", "12/QĐ-SYT").await, Some("Còn hiệu lực"));
    approver.get(&item).await.is(200).shows(&old_page).shows("Quy chế cũ");
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    world.follow().await;

    let new: i64 = item.rsplit('/').next().unwrap().parse().unwrap();
    let new_page = path(&world, new).await;
    assert_eq!(new_page, format!("/van-ban/77-qd-syt-quy-che-moi-{new}"));
    assert_eq!(stands(&world, "soyte", "12/QĐ-SYT").await, Some("Hết hiệu lực toàn bộ"));
    assert_eq!(stands(&world, "soyte", "77/QĐ-SYT").await, Some("Còn hiệu lực"));
    reader
        .get(&old_page)
        .await
        .is(200)
        .shows("Hết hiệu lực toàn bộ")
        .shows("Bị thay thế từ ngày 23/11/2026 bởi văn bản")
        .shows(&new_page);
    reader
        .get(&new_page)
        .await
        .is(200)
        .shows(&old_page)
        .shows("30/2020/NĐ-CP")
        .shows("Nghị định về công tác văn thư");
    reader.get(&format!("{new_page}/in")).await.is(200).shows("77/QĐ-SYT").shows("Còn hiệu lực");

    press(&approver, &item, "go", &[("note", "Nhầm số")]).await.redirects();
    world.follow().await;
    reader.get(&new_page).await.is(410);
    reader.get(&old_page).await.is(200).shows("Còn hiệu lực").hides(&new_page);
    assert_eq!(stands(&world, "soyte", "12/QĐ-SYT").await, Some("Còn hiệu lực"));
    assert_eq!(stands(&world, "soyte", "77/QĐ-SYT").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_shows_which_documents_a_number_means() {
    let world = world().await;
    let old = published(&world, "soyte", "Một", &decision("12/QĐ-SYT", "2025-02-03")).await;
    published(&world, "sonoivu", "Hai", &decision("12/QĐ-SYT", "2025-02-04")).await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    writer.get("/quan-tri/bai/moi?type=document").await.is(200).shows("Quyết định (QĐ)");
    let section = section_id(&world, "soyte", "van-ban-chi-dao").await.to_string();
    let key = key();
    let mut fields = form(&section, &key, "9/QĐ-SYT", "Thử");
    fields.extend([
        ("relation_kind_0", "amends"),
        ("relation_number_0", "12/QĐ-SYT"),
        ("do", "look"),
    ]);
    let shown = writer.post("/quan-tri/bai/moi", fields.clone()).await.is(200);
    let chosen = format!("value=\"{old}\"");
    shown.shows(&chosen).shows("relation_number_2").shows("Thử");
    assert_eq!(world.count("select count(*) from items where type = 'document'").await, 2);
    // Two have the number: it has to be said which.
    fields.pop();
    fields.push(("do", "save"));
    writer.post("/quan-tri/bai/moi", fields.clone()).await.is(422).shows("hãy chọn một");
    let old = old.to_string();
    fields.extend([("relation_offered_0", "12/QĐ-SYT"), ("relation_target_0", &old)]);
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    let item = to.split('?').next().unwrap();
    writer.get(&format!("{item}/sua")).await.is(200).shows(&format!("value=\"{old}\" selected"));
    // What is incomplete cannot be submitted, and each gap leads to its field.
    let bare = [
        ("form_key", crate::editorial::key()),
        ("type", "document".into()),
        ("section", section),
        ("title", "Thiếu".into()),
        ("do", "submit".into()),
    ];
    let answer = writer.post("/quan-tri/bai/moi", bare).await.is(422);
    for field in ["number", "kind", "issuer", "issued_on"] {
        assert!(answer.text().contains(&format!("id=\"f-{field}-e\"")), "{field}");
    }
    writer.get("/quan-tri/bai?type=document").await.is(200).shows("Thử");
    writer.get("/quan-tri/bai?q=9/qd-syt").await.is(200).shows("Thử");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_ends_its_own_documents_and_those_above_end_its() {
    let world = world().await;
    let own = decision("1/QĐ", "2026-01-02");
    let provinces = published(&world, "quangtri", "Của tỉnh", &own).await;
    let departments = published(&world, "soyte", "Của sở", &own).await;
    published(&world, "sonoivu", "Của ngành khác", &decision("2/QĐ", "2026-01-02")).await;
    for (code, number, title) in [
        ("soyte", "2/QĐ", "Của ngành khác"),
        ("sonoivu", "1/QĐ", "Của sở"),
        ("dongha", "1/QĐ", "Của"),
    ] {
        world
            .visitor(code)
            .get("/van-ban")
            .await
            .is(200)
            .hides(&format!("{number}</a>"))
            .hides(title);
        world.visitor(code).get("/van-ban.csv").await.is(200).hides(title);
    }
    let page = path(&world, departments).await;
    world.visitor("sonoivu").get(&page).await.is(404);

    let repeal = |target| DocumentFields {
        relations: says(RelationKind::Repeals, target, "1/QĐ"),
        ..decision("9/QĐ", "2026-11-01")
    };
    // A neighbour and somebody below say so in vain, and stand nowhere on the page.
    let neighbour = published(&world, "sonoivu", "Của người ngoài", &repeal(departments)).await;
    published(&world, "soyte", "Từ dưới lên", &repeal(provinces)).await;
    assert_eq!(stands(&world, "soyte", "1/QĐ").await, Some("Còn hiệu lực"));
    assert_eq!(stands(&world, "quangtri", "1/QĐ").await, Some("Còn hiệu lực"));
    world.visitor("soyte").get(&page).await.is(200).hides("Của người ngoài");
    // The neighbour's own page names it, and leads to it.
    let neighbours = path(&world, neighbour).await;
    let link = format!("http://soyte.quangtri.localhost{page}");
    world.visitor("sonoivu").get(&neighbours).await.is(200).shows(&link);

    let above = published(&world, "quangtri", "Của tỉnh, mới", &repeal(departments)).await;
    assert_eq!(stands(&world, "soyte", "1/QĐ").await, Some("Hết hiệu lực toàn bộ"));
    let link = format!("http://www.quangtri.localhost{}", path(&world, above).await);
    world.visitor("soyte").get(&page).await.is(200).shows("Bị bãi bỏ từ ngày").shows(&link);
}

/// Documents whose days and relations are spread over three weeks, every kind of relation among them.
async fn spread(world: &World) -> Vec<i64> {
    let mut ids: Vec<i64> = Vec::new();
    for n in 0..40_i64 {
        let issued = day("2026-11-10") + TimeDelta::days(n % 13);
        let kind = RelationKind::ALL[usize::try_from(n * 3 + 1).unwrap() % RelationKind::ALL.len()];
        let place = usize::try_from(n * 7 / 3 + 5).unwrap() % ids.len().max(1);
        let target = ids.get(place).copied();
        let fields = DocumentFields {
            in_force_on: (n % 3 != 0).then(|| issued + TimeDelta::days(n % 9)),
            expires_on: (n % 7 == 1).then(|| issued + TimeDelta::days(10 + n % 5)),
            relations: target.map(|id| says(kind, id, "?")).unwrap_or_default(),
            ..decision(&format!("{n}/QĐ"), &issued.to_string())
        };
        ids.push(published(world, "soyte", &format!("Việc {n}"), &fields).await);
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_and_the_rule_never_disagree() {
    let world = world().await;
    let ids = spread(&world).await;
    let site = world.site("soyte").id;
    let sites = [site.0];
    let conn = world.app.db().site(site).await.unwrap();
    let mut seen = std::collections::BTreeMap::new();
    let mut now = day("2026-11-09");
    while now < day("2026-12-20") {
        let at = At { site, sites: &sites, lang: Lang::VI, day: now };
        let order = Order::Newest;
        let lines = register(&conn, at, &Narrow::default(), order, (0, 99)).await.unwrap();
        assert_eq!(lines.len(), ids.len());
        let next = next_change(&conn, at).await.unwrap();
        for line in &lines {
            let id = ItemId(line.named.item_id);
            let incoming = queries::incoming(&conn, id, &sites).await.unwrap();
            let acts = incoming.iter().filter_map(queries::Incoming::act).collect();
            let expires_on = expires(&world, id).await;
            let life = Life { in_force_on: line.in_force_on, expires_on, acts };
            assert_eq!(line.status(), life.status(now), "{} on {now}", line.named.number);
            if let Some(change) = life.next_change(now) {
                assert!(next.is_some_and(|next| next <= change), "{next:?} {change}");
            }
            *seen.entry(line.status().as_str()).or_insert(0) += 1;
        }
        now += TimeDelta::days(4);
    }
    assert_eq!(seen.len(), Status::ALL.len(), "every status occurs: {seen:?}");
}

async fn expires(world: &World, id: ItemId) -> Option<NaiveDate> {
    let sql = format!(
        "select coalesce(to_char(expires_on, 'J')::bigint, 0) from documents where item_id = {id}"
    );
    // Days of the Julian count; 2451545 is the first of January 2000.
    match world.count(&sql).await {
        0 => None,
        julian => Some(day("2000-01-01") + TimeDelta::days(julian - 2_451_545)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_read_what_a_document_is() {
    let world = world().await;
    let id =
        published(&world, "soyte", "Về việc trực Tết", &decision("5/QĐ-SYT", "2026-11-20")).await;
    let (reader, page) = (world.visitor("soyte"), path(&world, id).await);
    reader
        .get(&page)
        .await
        .is(200)
        .shows("<meta name=\"DC.creator\" content=\"Sở Y tế\">")
        .shows("<meta name=\"DC.date\" content=\"2026-11-20\">")
        .shows("<meta name=\"DC.subject\" content=\"Y tế\">")
        .shows("https://schema.org/Legislation")
        .shows("5/QĐ-SYT – Về việc trực Tết");
    reader.get("/sitemap.xml").await.is(200).shows(&page);
    reader.get("/so-do-cong").await.is(200).shows("href=\"/van-ban\"");
    reader.get("/").await.is(200).shows("5/QĐ-SYT").shows("Văn bản mới");
    reader.get("/chuyen-muc/van-ban-chi-dao").await.is(200).shows("Về việc trực Tết");
    let answer = reader.get(&format!("/van-ban/ten-khac-{id}")).await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
    for odd in ["/van-ban/x", "/van-ban/x-999999", "/van-ban/-", "/van-ban/5-99999999999999999999"]
    {
        reader.get(odd).await.is(404);
    }
}

const STATUTE: &str = "QUỐC HỘI\nLuật số: 88/2026/QH16\nHà Nội, ngày 03 tháng 6 năm 2026\nLUẬT\n\
    ĐƯỜNG MÒN\nQuốc hội ban hành Luật Đường mòn.\nĐiều 1. Phạm vi\nLuật này quy định về đường mòn.\n\
    1. Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026.\n\
    2. Luật Lối đi số 12/2001/QH10 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.\n\
    CHỦ TỊCH QUỐC HỘI\nNguyễn Văn Mẫu\n";
const OLDER: &str = "QUỐC HỘI\nLuật số: 12/2001/QH10\nHà Nội, ngày 3 tháng 6 năm 2001\nLUẬT\nLỐI ĐI\n\
    Quốc hội ban hành Luật Lối đi.\nĐiều 1. Phạm vi\nLuật này quy định về lối đi.\n";
const PLAN: &str = "site: quangtri\nnumber: 9/KH-UBND\nkind: Kế hoạch\ntitle: Kế hoạch làm đường mòn\n\
    issuer: UBND tỉnh\nissued: 5/9/2026\nbased-on: 88/2026/QH16\nfield: Giao thông\n\nNội dung.\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_import_reads_what_stands_in_the_texts_and_takes_each_once() {
    use portal::import::{documents, folder};
    let world = world().await;
    let dir = std::env::temp_dir().join(format!("portal-documents-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&dir).unwrap();
    // The one that names comes before the one it names.
    for (name, text) in
        [("a.txt", STATUTE), ("b.txt", OLDER), ("c.txt", PLAN), ("d.txt", "Bài thơ\n")]
    {
        std::fs::write(dir.join(name), text).unwrap();
    }
    let files = folder::files(&dir).unwrap();
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |step: documents::Step<'_>| match step {
        documents::Step::Done(_) => {}
        documents::Step::Faulty(name, fault) => {
            told.lock().unwrap().push(format!("{name}: {fault}"));
        }
        documents::Step::Unread(name, keys) => {
            told.lock().unwrap().push(format!("{name} without {keys:?}"));
        }
    };
    let site = Some("quangtri".to_owned());
    let first = documents::import(&world.app, dir.clone(), files.clone(), site.clone(), &tell)
        .await
        .unwrap();
    assert_eq!((first.taken, first.there, first.faulty), (3, 0, 1));
    let said = told.lock().unwrap().join("\n");
    assert!(said.contains("b.txt without [\"in_force\", \"signer\"]"), "{said}");
    assert!(said.contains("d.txt: line 1: not read from the text"), "{said}");
    let again = documents::import(&world.app, dir.clone(), files, site, &tell).await.unwrap();
    assert_eq!((again.taken, again.there, again.faulty), (0, 3, 1));
    world.follow().await;
    assert_eq!(stands(&world, "quangtri", "12/2001/QH10").await, Some("Hết hiệu lực toàn bộ"));
    assert_eq!(stands(&world, "quangtri", "88/2026/QH16").await, Some("Còn hiệu lực"));
    let reader = world.visitor("quangtri");
    reader.get("/van-ban?loai=luat").await.is(200).shows("Luật Đường mòn").hides("Kế hoạch làm");
    reader.get("/chuyen-muc/van-ban-quy-pham-phap-luat").await.is(200).shows("Luật Đường mòn");
    let statute = world.count("select item_id from documents where number = '88/2026/QH16'").await;
    reader
        .get(&path(&world, statute).await)
        .await
        .is(200)
        .shows("Là căn cứ của")
        .shows("9/KH-UBND");
    std::fs::remove_dir_all(dir).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_documents_are_off_nothing_of_them_is_left() {
    let world = world().await;
    published(&world, "soyte", "Về việc trực Tết", &decision("5/QĐ-SYT", "2026-11-20")).await;
    crate::comments::switch(&world, "soyte", "documents", false).await;
    let reader = world.visitor("soyte");
    for path in ["/van-ban", "/van-ban.csv", "/van-ban.xlsx"] {
        reader.get(path).await.is(404);
    }
    for path in ["/", "/so-do-cong", "/sitemap.xml", "/chuyen-muc/van-ban-chi-dao"] {
        reader.get(path).await.is(200).hides("5/QĐ-SYT").hides("href=\"/van-ban\"");
    }
    world.visitor("quangtri").get("/van-ban").await.is(200);
}
