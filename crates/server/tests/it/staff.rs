//! The staff page: shared systems, notices, where somebody works (R-A5).

use portal_core::{Role, testing::World};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::world::{login, signed_in, world};

/// A system that answers every request with a status line, and counts them.
async fn answering(status: &'static str) -> (String, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/khoe", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0_u8; 4096];
            let _ = stream.read(&mut buffer).await;
            let answer = format!(
                "HTTP/1.1 {status}\r\nlocation: /\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (url, task)
}

fn form<'a>(name: &'a str, health: &'a str) -> Vec<(&'static str, String)> {
    vec![
        ("form_key", uuid::Uuid::new_v4().to_string()),
        ("name_vi", name.to_owned()),
        ("what_vi", format!("Dùng cho {name}")),
        ("url", "https://vanban.quangtri.gov.vn/".to_owned()),
        ("health_url", health.to_owned()),
        ("icon", "file".to_owned()),
        ("state", "open".to_owned()),
    ]
}

async fn give(world: &World, login: &str, site: &str, role: Role) {
    world
        .execute(&format!(
            "insert into grants (site_id, person_id, role, granted_at) \
             select {}, id, '{}', now() from people where login = '{login}'",
            world.site(site).id,
            role.as_str()
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_finds_systems_and_every_desk_of_theirs() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/can-bo").await.is(200).shows("Chưa có hệ thống dùng chung nào");
    let fields = form("Quản lý văn bản", "");
    let to = platform.post("/nen-tang/he-thong/them", fields.clone()).await.redirects();
    assert_eq!(
        platform.post("/nen-tang/he-thong/them", fields).await.redirects(),
        to,
        "sent twice"
    );
    assert_eq!(world.count("select count(*) from shared_systems").await, 1);
    let mut narrowed = form("Chỉ cho sở", "");
    narrowed.extend([("kinds", "department".to_owned()), ("roles", "approver".to_owned())]);
    platform.post("/nen-tang/he-thong/them", narrowed).await.redirects();
    let mut paused = form("Tạm nghỉ", "");
    paused.retain(|(name, _)| *name != "state");
    paused.push(("state", "paused".to_owned()));
    platform.post("/nen-tang/he-thong/them", paused).await.redirects();

    let editor = signed_in(&world, "quangtri", Role::Editor).await;
    let page = editor.get("/can-bo").await.is(200).shows("Xin chào, editor.quangtri").hides("⟦");
    let page = page.shows("Quản lý văn bản").shows("https://vanban.quangtri.gov.vn/");
    let page = page.hides("Chỉ cho sở").shows("Tạm dừng").hides("Chưa được giao");
    page.shows("http://www.quangtri.localhost/quan-tri").hides("Quản trị nền tảng");
    give(&world, &login("quangtri", Role::Editor), "soyte", Role::Approver).await;
    let page = editor.get("/can-bo").await.is(200).shows("Chỉ cho sở").shows("Người kiểm duyệt");
    page.shows("http://soyte.quangtri.localhost/quan-tri").shows("Sở Y tế");
    platform.get("/can-bo").await.is(200).shows("http://www.quangtri.localhost/nen-tang");
    editor.get("/en/can-bo").await.is(200).shows("Hello, editor.quangtri").hides("⟦");

    // On another site it is the province's page.
    let elsewhere = signed_in(&world, "soyte", Role::Editor).await;
    let to = elsewhere.get("/can-bo").await.redirects();
    assert_eq!(to, "http://www.quangtri.localhost/can-bo");
    elsewhere.get("/quan-tri").await.is(200).shows("http://www.quangtri.localhost/can-bo");
    assert!(world.visitor("quangtri").get("/can-bo").await.redirects().starts_with("/dang-nhap"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_a_role_is_told_whom_to_ask() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.post("/nen-tang/he-thong/them", form("Cho mọi người", "")).await.redirects();
    let mut narrowed = form("Cho người có vai trò", "");
    narrowed.push(("roles", "collaborator".to_owned()));
    platform.post("/nen-tang/he-thong/them", narrowed).await.redirects();
    let person = signed_in(&world, "quangtri", Role::Collaborator).await;
    person.get("/can-bo").await.is(200).shows("Cho người có vai trò");
    let id = format!(
        "(select id from people where login = '{}')",
        login("quangtri", Role::Collaborator)
    );
    world.execute(&format!("update grants set until = '2026-11-22' where person_id = {id}")).await;
    world
        .execute("update sites set particulars = '{\"phone\": \"0233 3 852 000\", \"email\": \"vp@quangtri.gov.vn\"}' where code = 'quangtri'")
        .await;
    portal_core::node::load_sites(&world.app).await.unwrap();
    let page = person.get("/can-bo").await.is(200).shows("Bạn chưa được giao vai trò ở đơn vị nào");
    let page = page.shows("tel:02333852000").shows("mailto:vp@quangtri.gov.vn");
    page.shows("Cho mọi người").hides("Cho người có vai trò").hides("Nơi bạn làm việc");
}

#[tokio::test(flavor = "multi_thread")]
async fn systems_are_asked_each_minute_and_the_page_reads_what_was_found() {
    let world = world().await;
    world.run_jobs().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let (works, first) = answering("200 OK").await;
    let (leads, second) = answering("302 Found").await;
    let (fails, third) = answering("500 Internal Server Error").await;
    for (name, url) in [
        ("Chạy", &works),
        ("Dẫn tới đăng nhập", &leads),
        ("Hỏng", &fails),
        ("Im lặng", &"http://127.0.0.1:9/".to_owned()),
    ] {
        platform.post("/nen-tang/he-thong/them", form(name, url)).await.redirects();
    }
    platform.get("/can-bo").await.is(200).shows("Chưa kiểm tra");
    world.run_jobs().await;
    let ok = "select count(*) from system_checks where ok";
    assert_eq!(
        (world.count(ok).await, world.count("select count(*) from system_checks").await),
        (2, 4)
    );
    let page = platform.get("/can-bo").await.is(200).shows("Hoạt động").shows("kiểm tra lúc 08:00");
    page.shows("Không phản hồi từ 08:00").hides("500 Internal");
    // One chain, a minute later; since when is not forgotten.
    assert_eq!(
        world.count("select count(*) from jobs where kind = 'staff.systems.check'").await,
        1
    );
    world.clock.pass(chrono::TimeDelta::minutes(5));
    world.run_jobs().await;
    assert_eq!(world.count("select count(*) from system_checks").await, 8);
    let page = platform.get("/can-bo").await.is(200).shows("Không phản hồi từ 08:00");
    page.shows("kiểm tra lúc 08:05");
    platform.get("/nen-tang/he-thong").await.is(200).shows("Không phản hồi từ 08:00").hides("⟦");
    // Checks that stopped say nothing of now.
    world.clock.pass(chrono::TimeDelta::minutes(11));
    platform.get("/can-bo").await.is(200).shows("Chưa kiểm tra").hides("Hoạt động");
    // Without anything to ask the chain ends.
    world.execute("update shared_systems set health_url = null").await;
    world.run_jobs().await;
    assert_eq!(
        world.count("select count(*) from jobs where kind = 'staff.systems.check'").await,
        0
    );
    assert_eq!(world.count("select count(*) from jobs where state = 'dead'").await, 0);
    for task in [first, second, third] {
        task.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platform_orders_changes_and_removes_systems_and_all_is_told() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    for name in ["A", "B", "C"] {
        platform.post("/nen-tang/he-thong/them", form(name, "")).await.redirects();
    }
    let id = async |name: &str| {
        world.count(&format!("select id from shared_systems where names->>'vi' = '{name}'")).await
    };
    let order = async || {
        let text = platform.get("/can-bo").await.is(200).text();
        let titles = text.split("tile-title\">").skip(1);
        titles.map(|it| it.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (a, c) = (id("A").await, id("C").await);
    let none: [(&str, &str); 0] = [];
    platform.post(&format!("/nen-tang/he-thong/{c}/len"), none).await.redirects();
    assert_eq!(order().await, ["A", "C", "B"]);
    platform.post(&format!("/nen-tang/he-thong/{a}/xuong"), none).await.redirects();
    assert_eq!(order().await, ["C", "A", "B"]);
    platform.post(&format!("/nen-tang/he-thong/{c}/len"), none).await.is(409);
    platform.get(&format!("/nen-tang/he-thong/{c}/xoa")).await.is(200).shows("Bỏ “C”");
    platform.post(&format!("/nen-tang/he-thong/{c}/xoa"), none).await.redirects();
    assert_eq!(order().await, ["A", "B"]);
    platform.get(&format!("/nen-tang/he-thong/{a}")).await.is(200).shows("Dùng cho A");
    let mut changed = form("A mới", "");
    changed.push(("sites", "soyte, khong-co".to_owned()));
    let bad = platform.post(&format!("/nen-tang/he-thong/{a}"), changed).await.is(422);
    bad.shows("không có đơn vị nào có tên ngắn “khong-co”").shows("A mới");
    platform.post(&format!("/nen-tang/he-thong/{a}"), form("A mới", "")).await.redirects();
    assert_eq!(order().await, ["A mới", "B"]);
    for (field, value) in [
        ("name_vi", ""),
        ("url", "ftp://x"),
        ("health_url", "http://169.254.169.254/"),
        ("icon", "x"),
    ] {
        let mut fields = form("X", "");
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value.to_owned()));
        platform
            .post("/nen-tang/he-thong/them", fields)
            .await
            .is(422)
            .shows("aria-invalid=\"true\"");
    }
    let told = "select count(*) from facts where kind like 'staff.system.%'";
    assert_eq!(world.count(told).await, 3 + 2 + 1 + 1);
    platform
        .get("/nen-tang/nhat-ky?viec=settings")
        .await
        .is(200)
        .shows("bỏ hệ thống dùng chung “C”");
    platform.get("/nen-tang/he-thong/999999").await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_told_what_is_for_them_while_it_holds() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let editor = signed_in(&world, "quangtri", Role::Editor).await;
    let notice = |title: &str, more: &[(&'static str, &str)]| {
        let mut fields = vec![
            ("form_key", uuid::Uuid::new_v4().to_string()),
            ("title", title.to_owned()),
            ("body", "Một <b>.\n\nHai.".to_owned()),
        ];
        fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        fields
    };
    let path = "/nen-tang/thong-bao-can-bo/them";
    platform.post(path, notice("Hiện ngay", &[("to", "2026-11-23")])).await.redirects();
    platform.post(path, notice("Ngày mai", &[("from", "2026-11-24")])).await.redirects();
    platform.post(path, notice("Cho sở", &[("kinds", "department")])).await.redirects();
    let page = editor.get("/can-bo").await.is(200).shows("Hiện ngay").shows("Một &lt;b&gt;.");
    page.hides("Ngày mai").hides("Cho sở");
    platform
        .post(path, notice("Sai", &[("from", "2026-11-25"), ("to", "2026-11-24")]))
        .await
        .is(422);
    platform.get("/nen-tang/thong-bao-can-bo").await.is(200).shows("Chưa đến ngày").hides("⟦");
    world.clock.pass(chrono::TimeDelta::hours(16));
    let editor = signed_in(&world, "quangtri", Role::Editor).await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    editor.get("/can-bo").await.is(200).hides("Hiện ngay").shows("Ngày mai");
    let id = world.count("select id from staff_notices where title = 'Ngày mai'").await;
    let path = format!("/nen-tang/thong-bao-can-bo/{id}");
    platform.get(&path).await.is(200).shows("2026-11-24");
    platform.post(&path, notice("Đổi tên", &[("from", "2026-11-24")])).await.redirects();
    editor.get("/can-bo").await.is(200).shows("Đổi tên");
    platform.get(&format!("{path}/xoa")).await.is(200).shows("Bỏ thông báo “Đổi tên”?");
    platform.post(&format!("{path}/xoa"), [("x", "y")]).await.redirects();
    editor.get("/can-bo").await.is(200).hides("Đổi tên");
    assert_eq!(world.count("select count(*) from facts where kind like 'staff.notice.%'").await, 5);
}
