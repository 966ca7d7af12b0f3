//! What stands on every page: urgent notices, planned stops, and what is closed meanwhile (R-C14, R-O5).

use std::time::Duration;

use chrono::TimeDelta;
use portal_core::{
    Names, Role,
    node::{Follower, load_written_sites},
    notice::{self, Kind, Notice, beside},
    testing::World,
};
use uuid::Uuid;

use super::{
    peers::Redis,
    reading::{is_the_same_at_once, published},
    world::{login, recipe, signed_in, world},
};

const DESK: &str = "/nen-tang/thong-bao";

fn urgent(world: &World, words: &str) -> Notice {
    let now = world.app.now();
    Notice {
        id: Uuid::new_v4(),
        kind: Kind::Urgent,
        words: Names { vi: words.into(), en: Some("Flood: leave the low ground".into()) },
        link: Some("/tin/lu".into()),
        from_at: now,
        until_at: None,
        read_only: false,
        set_at: now,
        withdrawn_at: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_urgent_notice_stands_on_every_page_of_every_site() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 2).await;
    let pages = [
        ("soyte", "/"),
        ("soyte", "/kien-nghi/gui"),
        ("dongha", "/"),
        ("quangtri", "/dang-nhap"),
        ("soyte", "/khong-co"),
    ];
    // Kept before it was set.
    for (code, path) in pages {
        world.visitor(code).get(path).await.hides("Lũ đang về");
    }
    let admin = signed_in(&world, "quangtri", Role::Platform).await;
    let form = admin.get("/nen-tang/thong-bao/dat/khan").await.is(200);
    let key = form.field("form_key");
    let fields = [
        ("form_key", key.as_str()),
        ("vi", "Lũ đang về <b>sông Hiếu</b>, di dời trước 14 giờ"),
        ("en", "Flood: leave the low ground"),
        ("link", "/tin/lu"),
    ];
    let made = world.app.metrics.pages_made.get();
    for _ in 0..2 {
        admin.post("/nen-tang/thong-bao/dat/khan", fields).await.redirects();
    }
    assert_eq!(world.count("select count(*) from notices").await, 1, "sent twice, set once");
    world.follow().await;
    for (code, path) in pages {
        let page = world.visitor(code).get(path).await;
        let page = page.shows("Lũ đang về &lt;b&gt;sông Hiếu").shows("www.quangtri.localhost");
        assert_eq!(page.text().matches("class=\"banner\"").count(), 1, "{path}");
        assert!(!page.text().contains("<!--notices"), "{path}");
    }
    assert!(world.app.metrics.pages_made.get() <= made + 1, "no kept page is made anew for it");
    is_the_same_at_once(&world, "soyte", "/").await;
    world.visitor("quangtri").get("/en").await.shows("Flood: leave");
    let page = world.visitor("soyte").get("/").await;
    let again = world.visitor("soyte").get_with("/", "if-none-match", page.header("etag")).await;
    again.is(304);
    world.visitor("soyte").get("/rss.xml").await.hides("Lũ đang về");
    admin.get(DESK).await.shows("Lũ đang về").shows("banner");

    let id = world.app.notices.all()[0].id;
    admin.get(&format!("{DESK}/{id}/go")).await.is(200);
    admin.post(&format!("{DESK}/{id}/go"), [("form_key", "")]).await.redirects();
    world.follow().await;
    for (code, path) in pages {
        world.visitor(code).get(path).await.hides("Lũ đang về");
    }
    world.visitor("soyte").get_with("/", "if-none-match", page.header("etag")).await.is(200);
    let nobody = signed_in(&world, "quangtri", Role::UnitAdministrator).await;
    nobody.get(DESK).await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_stop_closes_what_is_sent_and_nothing_else() {
    let world = world().await;
    let now = world.app.now();
    let stop = Notice {
        kind: Kind::Stop,
        from_at: now + TimeDelta::days(10),
        until_at: Some(now + TimeDelta::days(10) + TimeDelta::hours(2)),
        read_only: true,
        link: None,
        ..urgent(&world, "Nâng cấp máy chủ")
    };
    // Too late by the law, unless nobody could foresee it.
    let admin = signed_in(&world, "quangtri", Role::Platform).await;
    let form = "/nen-tang/thong-bao/dat/tam-ngung";
    let key = admin.get(form).await.is(200).field("form_key");
    let day = (now + TimeDelta::days(2)).format("%Y-%m-%d");
    let (from, until) = (format!("{day}T22:00"), format!("{day}T23:00"));
    let fields = [("form_key", &*key), ("vi", "Thay ổ đĩa"), ("from", &from), ("until", &until)];
    admin.post(form, fields).await.is(422).shows("7 ngày làm việc");

    let ctx = portal_core::Ctx::system(&world.app, world.site("quangtri"));
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    notice::set(&mut tx, stop.clone()).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    let visitor = world.visitor("soyte");
    visitor.get("/tinh-trang").await.is(200).shows("Nâng cấp máy chủ");
    visitor.get("/").await.hides("Nâng cấp máy chủ");
    world.clock.pass(TimeDelta::days(9));
    notice::refresh(&world.app);
    visitor.get("/").await.shows("Nâng cấp máy chủ");
    visitor.get("/kien-nghi/gui").await.is(200);

    world.clock.pass(TimeDelta::days(1) + TimeDelta::minutes(1));
    notice::refresh(&world.app);
    visitor.get("/").await.is(200).shows("Nâng cấp máy chủ");
    visitor.get("/kien-nghi/tra-cuu").await.is(200);
    visitor
        .post("/kien-nghi/tra-cuu", [("code", "x"), ("secret", "y")])
        .await
        .hides("Tạm dừng tiếp nhận");
    let closed = visitor.get("/kien-nghi/gui").await.is(503).shows("Tạm dừng tiếp nhận");
    let wait: i64 = closed.header("retry-after").parse().unwrap();
    assert!((7_000..=7_200).contains(&wait), "{wait}");
    // A form from elsewhere is refused, and not offered to be sent again.
    let elsewhere = visitor.post_from_elsewhere("/kien-nghi/gui", "https://ac.example").await;
    elsewhere.is(403).hides("Gửi lại");
    // Staff come in; what they wrote is given back.
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let text = "Một đoạn văn dài mà người biên tập vừa gõ xong và không muốn mất.";
    let fields = [("form_key", "x"), ("title", "Tin"), ("body", text)];
    let back = editor.post("/quan-tri/bai/moi", fields).await.is(503);
    back.shows(text).shows("action=\"/quan-tri/bai/moi\"").shows("Gửi lại");
    let admin = signed_in(&world, "quangtri", Role::Platform).await;
    admin.post(&format!("{DESK}/{}/go", stop.id), [("a", "b")]).await.redirects();
    world.follow().await;
    visitor.get("/kien-nghi/gui").await.is(200);
    visitor.get("/tinh-trang").await.is(200).shows("Nâng cấp máy chủ");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_the_database_says_so_and_gives_back_what_was_typed() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let form = editor.get("/quan-tri/bai/moi").await.is(200);
    let (key, visitor) = (form.field("form_key"), world.visitor("soyte"));
    let (province, who) = (world.visitor("quangtri"), login("soyte", Role::Editor));
    world.app.db().pretend(false);
    let waits = |answer: portal_core::testing::Answer| {
        let answer = answer.is(503);
        assert_eq!(answer.header("retry-after"), "30");
        answer
    };
    let code = portal_petitions::petition::code::new(2026).unwrap();
    let fields = [("code", code.as_str()), ("secret", "ABCD-EFGH")];
    waits(visitor.post("/kien-nghi/tra-cuu", fields).await);
    let secret = waits(
        province.post("/dang-nhap", [("login", who.as_str()), ("password", "ai-biet-duoc")]).await,
    );
    secret.hides("ai-biet-duoc");
    waits(province.post("/quen-mat-khau", [("login", who.as_str())]).await);
    waits(editor.get("/quan-tri").await);
    let text = "Một đoạn văn dài mà người biên tập vừa gõ xong và không muốn mất.";
    let fields = [("form_key", key.as_str()), ("title", "Tin"), ("lead", text)];
    let back = waits(editor.post("/quan-tri/bai/moi", fields).await);
    back.shows(text).shows(&key).shows("action=\"/quan-tri/bai/moi\"");
    let state = visitor.get("/tinh-trang").await.is(200);
    state.shows("Hiển thị bản lưu gần nhất").shows("Đang gián đoạn");
    world.app.db().pretend(true);
    visitor.get("/tinh-trang").await.is(200).hides("Đang gián đoạn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_can_be_set_while_the_database_is_away() {
    let (world, redis) = (world().await, Redis::start().await);
    published(&world, "soyte", "tin-tuc", 2).await;
    let node = || async {
        let app = world.node_with_redis(recipe(), &redis.url()).unwrap();
        let _ = Follower::start(&app).await.unwrap();
        while app.redis().unwrap().ask(&app.metrics, &redis::cmd("PING")).await.is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        app
    };
    let (one, two) = (node().await, node().await);
    for app in [&one, &two] {
        app.db().pretend(false);
    }
    let notice = urgent(&world, "Lũ đang về");
    assert_eq!(beside::set(&one, notice.clone()).await.unwrap(), (false, true));
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let keepers = [&one, &two].map(|app| tokio::spawn(notice::keep(app.clone(), stopped.clone())));
    let has = async |app: &portal_core::App, count: usize| {
        for _ in 0..1_500 {
            if app.notices.all().iter().filter(|one| one.withdrawn_at.is_none()).count() == count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("not {count} notices");
    };
    has(&one, 1).await;
    has(&two, 1).await;
    assert_eq!(world.count("select count(*) from notices").await, 0);
    // The database is there again: the notice is in it, once, and stays.
    two.db().pretend(true);
    for _ in 0..1_500 {
        if world.count("select count(*) from notices").await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(world.count("select count(*) from notices").await, 1);
    has(&two, 1).await;
    stop.send_replace(true);
    for keeper in keepers {
        keeper.await.unwrap();
    }
    assert!(beside::read(&one).await.is_empty(), "taken over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_starts_without_a_database_shows_the_notice_it_knew() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 2).await;
    let ctx = portal_core::Ctx::system(&world.app, world.site("quangtri"));
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    notice::set(&mut tx, urgent(&world, "Lũ đang về")).await.unwrap();
    tx.commit().await.unwrap();
    {
        let app = world.node_with_snapshot(recipe(), "notices").unwrap();
        let _ = Follower::start(&app).await.unwrap();
        portal_core::node::write_sites(&app).await.unwrap();
    }
    let app = world.node_with_snapshot(recipe(), "notices").unwrap();
    app.db().pretend(false);
    assert!(load_written_sites(&app) >= 5);
    assert_eq!(app.notices.all().len(), 1);
}
