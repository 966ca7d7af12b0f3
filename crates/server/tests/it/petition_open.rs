//! What everybody sees of petitions: answered questions, figures, open data (R-P3, R-P5, R-D2).

use portal_core::{Ctx, testing::World};
use portal_petitions::petition::{
    PetitionId, PetitionKind,
    publications::{self, NewPublication},
};

use crate::world::world;

/// A petition of a site with a case in a state, put there as if long ago.
pub async fn case(
    world: &World,
    site: &str,
    unit: Option<&str>,
    state: &str,
    received: &str,
) -> i64 {
    let site = world.site(site).id;
    let unit = unit.map_or("null".to_owned(), |code| world.site(code).id.to_string());
    let code = uuid::Uuid::new_v4();
    world
        .execute(&format!(
            "with p as (insert into petitions (site_id, code, secret_mac, kind, field, title, body, received_at) \
               values ({site}, '{code}', decode(repeat('00', 32), 'hex'), 'question', 'transport', \
               'Bí mật của người gửi', 'Tôi là Nguyễn Văn Kín, 0912345678', '{received}') returning id, site_id) \
             insert into petition_cases (petition_id, site_id, state, unit_id) select id, site_id, '{state}', {unit} from p"
        ))
        .await;
    let id = world.count(&format!("select id from petitions where code = '{code}'")).await;
    if let Some(unit) = (unit != "null").then_some(unit) {
        world
            .execute(&format!(
                "insert into petition_assignments (site_id, petition_id, unit_id, leads, assigned_at) \
                 values ({site}, {id}, {unit}, true, '{received}')"
            ))
            .await;
    }
    id
}

/// A clock of a petition.
async fn clock(world: &World, id: i64, site: &str, key: &str, state: &str, due: &str) {
    let (site, ended) =
        (world.site(site).id, if state == "running" { "null" } else { "'2026-11-20'" });
    world
        .execute(&format!(
            "with c as (insert into day_counts (started_at, term, version, law, due_on, due_at, provisional, days) \
               values ('2026-11-02', '15 working-days {id} {key}', 1, 'x', '{due}', '{due}', false, '[]') returning id) \
             insert into deadlines (site_id, opened_by_site, module, subject, key, started_at, count_id, due_on, due_at, state, ended_at) \
             select {site}, {site}, 'petitions', 'petition:{id}', '{key}', '2026-11-02', c.id, '{due}', '{due}', '{state}', {ended} from c"
        ))
        .await;
}

pub fn publication(world: &World, id: i64, site: &str, unit: &str, title: &str) -> NewPublication {
    NewPublication {
        petition: PetitionId(id),
        site: world.site(site).id,
        unit: world.site(unit).id,
        kind: PetitionKind::Question,
        field: "transport".into(),
        title: title.into(),
        question: "Đường Lê Duẩn ngập mỗi khi mưa.\n\nBao giờ được sửa?".into(),
        answer: "Đơn vị đã nạo vét cống; đường được sửa trong quý I.".into(),
        sender_name: None,
        received_at: "2026-11-02T02:00:00Z".parse().unwrap(),
        answered_at: "2026-11-20T02:00:00Z".parse().unwrap(),
        in_time: true,
        files: Vec::new(),
    }
}

pub async fn publish(world: &World, new: NewPublication) {
    let site = world.app.sites.now().by_id(new.site).cloned().unwrap();
    let mut tx = world.app.begin(&Ctx::system(&world.app, site)).await.unwrap();
    publications::publish(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_finds_a_published_answer_and_no_personal_data() {
    let world = world().await;
    let visitor = world.visitor("quangtri");
    visitor.get("/kien-nghi/tra-loi").await.is(200).shows("Chưa có nội dung trả lời nào");
    let id = case(&world, "quangtri", Some("soyte"), "answered", "2026-11-02 02:00Z").await;
    visitor.get(&format!("/kien-nghi/tra-loi/{id}")).await.is(404);
    let new = publication(&world, id, "quangtri", "soyte", "Sửa đường Lê Duẩn");
    publish(&world, new.clone()).await;

    let list = visitor.get("/kien-nghi/tra-loi").await.is(200).shows("Sửa đường Lê Duẩn");
    list.shows("Sở Y tế").shows("Đúng hạn").hides("Nguyễn Văn Kín").hides("Bí mật");
    for (query, found) in [
        ("tim=sua+duong+le+duan", true),
        ("tim=N%E1%BA%A1o+v%C3%A9t", true),
        ("tim=100%25", false),
        ("tim=cau+hien+luong", false),
        ("linh-vuc=transport&don-vi=soyte&loai=question&thang=2026-11", true),
        ("thang=2026-10", false),
        ("don-vi=sonoivu", false),
        ("loai=proposal", false),
    ] {
        let page = visitor.get(&format!("/kien-nghi/tra-loi?{query}")).await.is(200);
        assert_eq!(page.text().contains("result-title"), found, "{query}");
    }
    for query in ["loai=x", "thang=2026-13", "don-vi=khong-co", "truoc=x", "truoc=5-1&sau=5-1"] {
        visitor.get(&format!("/kien-nghi/tra-loi?{query}")).await.is(404);
    }

    // Its page, at both sites; the canonical address is that of the site that received it.
    let path = format!("/kien-nghi/tra-loi/{id}");
    let canonical =
        format!("<link rel=\"canonical\" href=\"http://www.quangtri.localhost{path}\">");
    for code in ["quangtri", "soyte"] {
        let page = world.visitor(code).get(&path).await.is(200).shows(&canonical);
        page.shows("schema.org/QAPage")
            .shows("<p>Bao giờ được sửa?</p>")
            .shows("02/11/2026")
            .shows("DC.title")
            .shows("og:title")
            .hides("Nguyễn Văn Kín");
        world.visitor(code).get(&format!("{path}/in")).await.is(200).shows("print-page");
        world
            .visitor(code)
            .get("/kien-nghi/rss.xml")
            .await
            .is(200)
            .shows("<title>Sửa đường Lê Duẩn</title>");
    }
    world.visitor("sonoivu").get(&path).await.is(404);
    visitor.get("/sitemap.xml").await.is(200).shows(&path);
    world.visitor("soyte").get("/sitemap.xml").await.is(200).hides(&path);
    visitor.get(&format!("/en{path}")).await.shows("lang=\"vi\"");

    // A correction is seen at once; what is taken down says so and nothing of what it said.
    publish(&world, NewPublication { title: "Sửa đường Lê Duẩn (đính chính)".into(), ..new }).await;
    visitor.get(&path).await.shows("(đính chính)").shows("Đính chính ngày");
    let ctx = Ctx::system(&world.app, world.site("quangtri"));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    publications::hide(&mut tx, PetitionId(id), "Có thông tin cá nhân").await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    visitor.get(&path).await.is(410).hides("Lê Duẩn");
    visitor.get("/kien-nghi/tra-loi").await.is(200).hides("Lê Duẩn");
    visitor.get("/du-lieu/kien-nghi.json").await.is(200).hides("Lê Duẩn");
    assert_eq!(
        world.count("select count(*) from petition_cases where publication = 'hidden'").await,
        1
    );
    let mut tx = world.app.begin(&ctx).await.unwrap();
    assert!(
        publications::hide(&mut tx, PetitionId(id), "x").await.is_err(),
        "it is hidden already"
    );
    tx.roll_back().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_goes_through_all_pages_and_back() {
    let world = world().await;
    for n in 0..45 {
        let id = case(&world, "soyte", None, "answered", "2026-11-02 02:00Z").await;
        world.clock.pass(chrono::TimeDelta::minutes(i64::from(n % 2)));
        publish(&world, publication(&world, id, "soyte", "soyte", &format!("Câu hỏi số {n:02}.")))
            .await;
    }
    let visitor = world.visitor("soyte");
    let link = |page: &str, rel: &str| {
        let (_, rest) = page.split_once(&format!("rel=\"{rel}\" href=\""))?;
        rest.split('"').next().map(ToOwned::to_owned)
    };
    let mut path = "/kien-nghi/tra-loi".to_owned();
    let (mut pages, mut seen) = (Vec::new(), 0);
    loop {
        let page = visitor.get(&path).await.is(200).text();
        seen += page.matches("result-title").count();
        pages.push(page.clone());
        match link(&page, "next") {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!((pages.len(), seen), (3, 45));
    let back = visitor.get(&link(&pages[2], "prev").unwrap()).await.text();
    for n in 0..45 {
        let title = format!("Câu hỏi số {n:02}.");
        assert_eq!(back.contains(&title), pages[1].contains(&title), "{title}");
    }
    assert!(link(&pages[0], "prev").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_units_add_up_to_the_provinces_and_to_the_cases() {
    let world = world().await;
    let make = async |site, unit, state, clocks: &[(&str, &str, &str)]| {
        let id = case(&world, site, unit, state, "2026-11-02 02:00Z").await;
        for (key, state, due) in clocks {
            clock(&world, id, unit.unwrap_or(site), key, state, due).await;
        }
    };
    let answer = "petition.answer_or_progress";
    make("quangtri", Some("soyte"), "answered", &[(answer, "met", "2026-11-23")]).await;
    make("quangtri", Some("soyte"), "answered", &[(answer, "late-met", "2026-11-10")]).await;
    // In time by the progress notice, then past the promised day.
    make(
        "quangtri",
        Some("sonoivu"),
        "answered",
        &[(answer, "met", "2026-11-23"), ("petition.promised", "late-met", "2026-11-15")],
    )
    .await;
    make(
        "quangtri",
        Some("soyte"),
        "forwarded",
        &[(answer, "running", "2026-11-20"), ("petition.forward", "late-met", "2026-11-05")],
    )
    .await;
    make(
        "quangtri",
        None,
        "received",
        &[(answer, "running", "2026-12-20"), ("petition.forward", "running", "2026-11-05")],
    )
    .await;
    make("soyte", None, "outside", &[(answer, "stopped", "2026-11-23")]).await;
    make("soyte", None, "withdrawn", &[]).await;
    make("dongha", None, "merged", &[]).await;
    let old = case(&world, "dongha", None, "received", "2025-12-31 16:59Z").await;
    let new = case(&world, "dongha", None, "received", "2025-12-31 17:00Z").await;
    assert!(old < new);
    world
        .execute(&format!(
            "insert into petition_ratings (site_id, unit_id, level, month) \
             select {}, {}, 1 + n % 3, '2026-11-01'::date from generate_series(1, 6) n union all \
             select {0}, {}, 3, '2026-11-01'::date from generate_series(1, 4)",
            world.site("quangtri").id,
            world.site("soyte").id,
            world.site("sonoivu").id
        ))
        .await;

    let figures = async |code: &str, query: &str| -> serde_json::Value {
        let answer =
            world.visitor(code).get(&format!("/kien-nghi/thong-ke.json{query}")).await.is(200);
        serde_json::from_slice(&answer.bytes).unwrap()
    };
    let province = figures("quangtri", "").await;
    let names = [
        "received",
        "handling",
        "overdue",
        "answered",
        "in_time",
        "late",
        "outside_competence",
        "closed_otherwise",
    ];
    let of = |value: &serde_json::Value| names.map(|name| value[name].as_i64().unwrap());
    assert_eq!(of(&province["total"]), [9, 3, 1, 3, 1, 2, 1, 2]);
    for parts in ["units", "fields", "months"] {
        let rows = province[parts].as_array().unwrap();
        let known = rows.iter().filter(|row| row["known"] != false);
        let sum = known.fold([0; 8], |mut sum, row| {
            for (sum, number) in sum.iter_mut().zip(of(row)) {
                *sum += number;
            }
            sum
        });
        assert_eq!(sum, of(&province["total"]), "{parts}");
    }
    // The cases themselves say the same.
    let cases = world
        .count("select count(*) from petitions where received_at >= '2025-12-31 17:00Z'")
        .await;
    assert_eq!(province["total"]["received"], cases);
    // Each unit's own site shows its row of the province's table.
    for row in province["units"].as_array().unwrap() {
        let code = row["code"].as_str().unwrap();
        if code != "quangtri" {
            assert_eq!(of(&figures(code, "").await["total"]), of(row), "{code}");
        }
    }
    assert_eq!(of(&figures("quangtri", "?nam=2025").await["total"])[0], 1);
    // Marks: six of one unit are shown, four of another are not, nor what would give them away.
    assert_eq!(province["satisfaction"]["all"]["given"], 6);
    assert_eq!(province["satisfaction"]["units"].as_array().unwrap().len(), 1);
    assert_eq!(figures("soyte", "").await["satisfaction"]["all"]["satisfied"], 4);
    assert!(figures("sonoivu", "").await["satisfaction"]["all"].is_null());

    let page = world.visitor("quangtri").get("/kien-nghi/thong-ke").await.is(200);
    page.shows("Số liệu đến 23/11/2026 08:00")
        .shows("33,3%")
        .shows("12/2026</th>")
        .hides("Nguyễn Văn Kín");
    let csv = world.visitor("quangtri").get("/kien-nghi/thong-ke.csv").await.is(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    csv.shows("Tổng cộng,,9,3,1,3,1,2,1,2")
        .shows("Sở Y tế,5,1,1,2,1,1,1,1")
        .shows("12/2026,,,,,,,,");
    for query in ["?nam=1999", "?nam=2027", "?nam=x"] {
        world.visitor("quangtri").get(&format!("/kien-nghi/thong-ke{query}")).await.is(404);
    }
    // A quiet unit: nothing is no share.
    world
        .visitor("donggiang.dongha")
        .get("/kien-nghi/thong-ke")
        .await
        .is(200)
        .shows("Chưa có số liệu");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_takes_the_answers_over_as_data_and_by_open311() {
    let world = world().await;
    let first = case(&world, "quangtri", Some("soyte"), "answered", "2026-11-02 02:00Z").await;
    publish(&world, publication(&world, first, "quangtri", "soyte", "=HYPERLINK(\"x\")")).await;
    let second = case(&world, "quangtri", None, "answered", "2026-05-02 02:00Z").await;
    let new = publication(&world, second, "quangtri", "quangtri", "Cấp nước <sạch> & an toàn");
    publish(
        &world,
        NewPublication {
            answered_at: "2026-05-20T02:00:00Z".parse().unwrap(),
            field: "environment".into(),
            ..new
        },
    )
    .await;
    let visitor = world.visitor("quangtri");
    let json = async |path: &str| -> serde_json::Value {
        let answer = visitor.get(path).await;
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{path}");
        serde_json::from_slice(&answer.bytes).unwrap()
    };
    visitor
        .get("/kien-nghi/du-lieu")
        .await
        .is(200)
        .shows("Tháng 11/2026: 1 nội dung")
        .shows("ghi rõ nguồn")
        .shows("answered_by");
    visitor
        .get("/du-lieu/kien-nghi.csv?thang=2026-11")
        .await
        .is(200)
        .shows("'=HYPERLINK")
        .hides("Cấp nước");
    let data = json("/du-lieu/kien-nghi.json").await;
    assert_eq!(data["items"].as_array().unwrap().len(), 2);
    assert!(data["next"].is_null() && data["licence"].as_str().unwrap().contains("nguồn"));
    assert_eq!(
        json("/du-lieu/kien-nghi.json?thang=2026-05").await["items"][0]["answered_by"],
        "Cổng thông tin điện tử tỉnh Quảng Trị"
    );
    visitor.get("/du-lieu/kien-nghi.json?thang=x").await.is(404);

    // GeoReport v2.
    let found = json("/open311/v2/discovery.json").await;
    assert_eq!(found["endpoints"][0]["url"], "http://www.quangtri.localhost/open311/v2");
    let recent = json("/open311/v2/requests.json").await;
    assert_eq!(recent.as_array().unwrap().len(), 1, "the last ninety days");
    let request = &recent[0];
    assert_eq!(request["service_request_id"], first.to_string());
    assert_eq!(request["status"], "closed");
    assert_eq!(request["requested_datetime"], "2026-11-02T00:00:00+07:00");
    assert!(request["lat"].is_null() && request["address"].is_null());
    let ids = async |query: &str| -> Vec<String> {
        let all = json(&format!("/open311/v2/requests.json?{query}")).await;
        all.as_array()
            .unwrap()
            .iter()
            .map(|one| one["service_request_id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (one, two) = (first.to_string(), second.to_string());
    assert_eq!(ids("start_date=2026-05-01T00:00:00Z").await, std::slice::from_ref(&two));
    assert_eq!(
        ids("start_date=2026-05-01T00:00:00Z&service_code=environment,transport").await,
        std::slice::from_ref(&two)
    );
    assert_eq!(ids("service_code=environment").await, Vec::<String>::new());
    assert_eq!(ids("status=open").await, Vec::<String>::new());
    assert_eq!(
        ids("status=open,closed&jurisdiction_id=quangtri").await,
        std::slice::from_ref(&one)
    );
    let mut both = ids(&format!("service_request_id={one},{two},999999,x")).await;
    both.sort();
    assert_eq!(both.len(), 2);
    let xml = visitor.get(&format!("/open311/v2/requests/{two}.xml")).await.is(200);
    assert_eq!(xml.header("content-type"), "text/xml; charset=utf-8");
    xml.shows("<service_requests><request>")
        .shows("Cấp nước &lt;sạch&gt; &amp; an toàn")
        .shows("<lat/>");
    visitor.get("/open311/v2/services.xml").await.is(200).shows("<services>");
    for (path, status) in [
        ("/open311/v2/requests/999999.json", 404),
        ("/open311/v2/requests/x.json", 404),
        ("/open311/v2/requests.json?start_date=hom-qua", 400),
        ("/open311/v2/requests.json?jurisdiction_id=hue.gov.vn", 404),
        ("/open311/v2/services/khong-co.json", 404),
    ] {
        let answer = visitor.get(path).await.is(status);
        let error: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
        assert_eq!(error[0]["code"], status, "{path}");
        assert!(!error[0]["description"].as_str().unwrap().is_empty());
    }
    visitor
        .get("/open311/v2/requests/999999.xml")
        .await
        .is(404)
        .shows("<errors><error><code>404</code>");
}
