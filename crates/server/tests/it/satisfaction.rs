//! How satisfied readers are: marks without identity, results in public (R-P10).

use chrono::TimeDelta;
use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::{
    comments::{article, switch},
    world::{signed_in, world},
};

/// Marks a page with the form below it.
async fn mark(reader: &Browser<'_>, path: &str, level: &str) -> Answer {
    let page = reader.get(path).await.is(200);
    let fields = ["page", "title", "seal"].map(|name| (name, page.field(name)));
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
    reader.post("/hai-long", fields.chain([("mark", level)])).await
}

async fn marked(world: &World, path: &str, level: &str, from: u8) {
    let reader = world.visitor("soyte").from_address([192, 0, 2, from]);
    mark(&reader, path, level).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_marks_a_page_and_the_results_are_a_recount_of_the_marks() {
    let world = world().await;
    let (_, path) = article(&world, "soyte", "Lịch tiêm", "Sở Y tế").await;
    let reader = world.visitor("soyte");
    let before = reader.get(&path).await.is(200).shows("Rất hài lòng");
    let to = mark(&reader, &path, "3").await.redirects();
    let thanks = reader.get(&to).await.is(200).shows("Cảm ơn bạn đã đánh giá").hides("⟦");
    thanks.shows(&format!("href=\"{path}\"")).hides("Điều gì chưa tốt");
    for from in 1..=7 {
        marked(&world, &path, "2", from).await;
    }
    for from in 8..=9 {
        marked(&world, &path, "1", from).await;
    }
    // A mark is counted later, and disturbs no page that is kept.
    assert_eq!(reader.get(&path).await.header("etag"), before.header("etag"));
    reader.get("/hai-long").await.is(200).shows("Chưa có lượt đánh giá nào");
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from satisfaction_marks").await, 0);
    assert_eq!(world.count("select sum(marks)::bigint from satisfaction_days").await, 10);
    world.clock.pass(TimeDelta::hours(1));
    let results = reader.get("/hai-long").await.is(200).hides("⟦").shows("80,0%");
    results.shows("Lịch tiêm").shows("<svg").shows("<td class=\"num\">7</td>");
    // Folding again adds nothing; a new mark adds one.
    world.run_recurring().await;
    marked(&world, &path, "3", 20).await;
    world.clock.pass(TimeDelta::hours(1));
    world.run_recurring().await;
    assert_eq!(world.count("select sum(marks)::bigint from satisfaction_days").await, 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_below_the_floor_is_not_named_and_no_page_is_invented() {
    let world = world().await;
    let (_, path) = article(&world, "soyte", "Ít người xem", "Sở Y tế").await;
    for from in 1..=9 {
        marked(&world, &path, "3", from).await;
    }
    world.run_recurring().await;
    let reader = world.visitor("soyte");
    reader.get("/hai-long").await.is(200).hides("Ít người xem").shows("100,0%");
    // Without the site's own seal there is no page.
    let invented = [("page", "/tin/bia-dat-1"), ("title", "Bịa"), ("seal", "00"), ("mark", "1")];
    reader.post("/hai-long", invented).await.is(422);
    let page = reader.get(&path).await.is(200);
    let (title, seal) = (page.field("title"), page.field("seal"));
    let other = [("page", "/tin/khac-2"), ("title", &*title), ("seal", &*seal), ("mark", "1")];
    reader.post("/hai-long", other).await.is(422);
    let own = [("page", &*path), ("title", &*title), ("seal", &*seal), ("mark", "1")];
    world.visitor("sonoivu").post("/hai-long", own).await.is(422);
    reader
        .post("/hai-long", [("page", &*path), ("title", &*title), ("seal", &*seal), ("mark", "9")])
        .await
        .is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_marks_a_page_so_often_a_day_and_is_forgotten_the_next() {
    let world = world().await;
    let (_, path) = article(&world, "soyte", "Một mạng", "Sở Y tế").await;
    let reader = world.visitor("soyte");
    for _ in 0..10 {
        mark(&reader, &path, "1").await.redirects();
    }
    let to = mark(&reader, &path, "1").await.redirects();
    reader.get(&to).await.is(200).shows("Hôm nay đã nhận đủ lượt đánh giá");
    assert_eq!(world.count("select count(*) from satisfaction_marks").await, 10);
    world.clock.pass(TimeDelta::days(1));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from day_salts").await, 0);
    mark(&reader, &path, "1").await.redirects();
    assert_eq!(world.count("select count(*) from satisfaction_marks").await, 1);
}

/// Nothing of a mark says who gave it, or when on the day.
#[tokio::test(flavor = "multi_thread")]
async fn a_mark_has_no_sender_and_no_moment() {
    let world = world().await;
    let columns =
        "select count(*) from information_schema.columns where table_name = 'satisfaction_marks'";
    assert_eq!(world.count(columns).await, 5);
    let fine = format!(
        "{columns} and (data_type like 'timestamp%' or data_type like 'time%' or is_identity = 'YES')"
    );
    assert_eq!(world.count(&fine).await, 0);
    let (_, path) = article(&world, "soyte", "Không dấu vết", "Sở Y tế").await;
    let told = world.count("select count(*) from facts").await;
    mark(&world.visitor("soyte"), &path, "1").await.redirects();
    assert_eq!(world.count("select count(*) from facts").await, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_good_goes_to_the_unit_alone() {
    let world = world().await;
    let (_, path) = article(&world, "soyte", "Chưa rõ", "Sở Y tế").await;
    let reader = world.visitor("soyte");
    let to = mark(&reader, &path, "1").await.redirects();
    let form = reader.get(&to).await.is(200).shows("Điều gì chưa tốt?");
    let fields =
        ["page", "title", "seal", "form_key", "ticket"].map(|name| (name, form.field(name)));
    world.clock.pass(TimeDelta::minutes(1));
    let send = |body: &'static str| {
        fields.iter().map(|(name, value)| (*name, value.as_str())).chain([("body", body)])
    };
    reader.post("/hai-long/gop-y", send("")).await.is(422);
    let to =
        reader.post("/hai-long/gop-y", send("Thiếu giờ mở cửa, gọi 0912345678")).await.redirects();
    reader.get(&to).await.is(200).shows("đã được chuyển tới đơn vị").hides("⟦");
    for _ in 0..2 {
        mark(&reader, &path, "1").await.redirects();
    }
    world.run_recurring().await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    let desk = head.get("/quan-tri/hai-long").await.is(200).shows("Thiếu giờ mở cửa").hides("⟦");
    desk.shows("title=\"Số điện thoại\"").shows("Trang cần xem lại trước").shows("Chưa rõ");
    reader.get("/hai-long").await.is(200).hides("Thiếu giờ");
    signed_in(&world, "sonoivu", Role::Head)
        .await
        .get("/quan-tri/hai-long")
        .await
        .is(200)
        .hides("Thiếu giờ");
    world.clock.pass(TimeDelta::days(366));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from satisfaction_words").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platform_compares_sites_and_a_site_can_switch_it_off() {
    let world = world().await;
    let (_, path) = article(&world, "soyte", "So sánh", "Sở Y tế").await;
    for from in 1..=4 {
        marked(&world, &path, "3", from).await;
    }
    world.run_recurring().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let table = platform.get("/nen-tang/hai-long").await.is(200).shows("Sở Nội vụ").hides("⟦");
    table.shows("100,0%");
    let file = platform.post("/nen-tang/hai-long/xuat", [("nam", "2026")]).await.is(200);
    assert!(file.header("content-disposition").contains("hai-long-2026.xlsx"));
    assert_eq!(
        world
            .count("select count(*) from facts where kind = 'satisfaction.comparison.exported'")
            .await,
        1
    );
    platform.get("/nen-tang/hai-long?nam=999999").await.is(404);
    switch(&world, "soyte", "satisfaction", false).await;
    let reader = world.visitor("soyte");
    reader.get(&path).await.is(200).hides("Rất hài lòng").hides("/hai-long");
    reader.get("/hai-long").await.is(404);
}
