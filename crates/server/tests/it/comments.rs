//! Comments on articles: sent by readers, shown after somebody has looked (R-P8).

use std::sync::Arc;

use chrono::TimeDelta;
use portal_content::{
    article::ArticleFields,
    content_type::to_value,
    item::batch::{self, Imported},
    origin::Origin,
    section,
};
use portal_core::{
    Ctx, Role, birth,
    testing::{Answer, Browser, World},
};

use crate::{
    reading,
    world::{signed_in, world},
};

/// Publishes an article of a source on a site; gives its number and path.
pub async fn article(world: &World, code: &str, title: &str, source: &str) -> (i64, String) {
    let site = world.site(code);
    let ctx = Ctx::system(&world.app, Arc::clone(&site));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let tree = section::queries::tree(&tx, site.id).await.unwrap();
    let section = tree.by_slug("vi", "tin-tuc").unwrap().id();
    let fields = ArticleFields {
        origin: Origin { source: source.into(), ..Origin::default() },
        ..ArticleFields::default()
    };
    let mut new: Imported = reading::article(title, section, title, ctx.now);
    new.draft.fields = to_value(&fields);
    batch::import(&mut tx, site.id, &[new]).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
    let id = world
        .count(&format!(
            "select item_id from editions where title = '{title}' order by id desc limit 1"
        ))
        .await;
    (id, format!("/tin/{}-{id}", portal_content::slug::slug(title)))
}

/// Switches a module at a site.
pub async fn switch(world: &World, code: &str, module: &str, on: bool) {
    let (app, site) = (&world.app, world.site(code).id);
    let ctx = Ctx::system_of_province(app).unwrap();
    let mut tx = app.begin_platform(&ctx).await.unwrap();
    birth::switch_module(app, &mut tx, &ctx, site, module, on).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
}

/// Fills in and sends a form that anybody may send, as somebody who takes a minute for it.
pub async fn fill_in(
    world: &World,
    browser: &Browser<'_>,
    path: &str,
    more: &[(&str, &str)],
) -> Answer {
    let form = browser.get(path).await.is(200);
    let hidden = [("form_key", form.field("form_key")), ("ticket", form.field("ticket"))];
    world.clock.pass(TimeDelta::minutes(1));
    let fields =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied());
    browser.post(path, fields).await
}

const TEXT: &str = "Cảm ơn trạm y tế đã tiêm cho cháu.";

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_shown_after_somebody_has_looked_and_a_refused_one_never() {
    let world = world().await;
    switch(&world, "soyte", "comments", true).await;
    let (id, path) = article(&world, "soyte", "Lịch tiêm", "Sở Y tế").await;
    let form = format!("/binh-luan/{id}");
    let reader = world.visitor("soyte");
    reader.get(&path).await.is(200).shows(&form).hides("comment-list");

    let sent = fill_in(&world, &reader, &form, &[("name", "Hoa"), ("body", TEXT)]).await;
    let thanks = sent.redirects();
    reader.get(&thanks).await.is(200).shows("Đã nhận bình luận của bạn");
    let rude = "Cán bộ quá tệ, gọi 0912345678 mà chửi";
    fill_in(&world, &reader, &form, &[("body", rude), ("email", "an@example.vn")])
        .await
        .redirects();
    world.follow().await;
    reader.get(&path).await.is(200).hides(TEXT).hides(rude);
    assert_eq!(
        world.count("select count(*) from comments where sealed_email is not null").await,
        1
    );

    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let desk = editor.get("/quan-tri/binh-luan").await.is(200).shows(TEXT).hides("⟦");
    desk.shows("<mark class=\"personal\" title=\"Số điện thoại\">0912345678")
        .shows("1 chỗ giống thông tin cá nhân");
    let first = world.count("select min(id) from comments").await.to_string();
    let second = world.count("select max(id) from comments").await.to_string();
    // What looks like personal data is not shown by the dozen.
    let both = [("do", "show"), ("id", &*first), ("id", &*second)];
    let to = editor.post("/quan-tri/binh-luan", both).await.redirects();
    editor.get(&to).await.is(200).shows("Đã cho hiện 1 bình luận").shows("Còn 1 bình luận");
    world.follow().await;
    reader.get(&path).await.is(200).shows(TEXT).shows("Hoa").hides("chửi");

    // A refusal needs a reason; "another" needs a note; the sender is told, and forgotten.
    let one = format!("/quan-tri/binh-luan/{second}");
    editor.get(&one).await.is(200).hides("⟦");
    editor.post(&one, [("do", "refuse")]).await.is(422);
    editor.post(&one, [("do", "refuse"), ("reason", "other")]).await.is(422);
    editor.post(&one, [("do", "refuse"), ("reason", "rude")]).await.redirects();
    world.follow().await;
    reader.get(&path).await.is(200).hides("chửi").shows(TEXT);
    world.run_jobs().await;
    assert_eq!(world.mail().subjects(), ["Kết quả duyệt bình luận của bạn"]);
    assert_eq!(
        world.count("select count(*) from comments where sealed_email is not null").await,
        0
    );

    // The unit answers what is shown, and only that.
    editor.post(&one, [("do", "answer"), ("reply", "Xin lỗi anh.")]).await.is(409);
    let shown = format!("/quan-tri/binh-luan/{first}");
    editor.post(&shown, [("do", "answer"), ("reply", "Cảm ơn chị Hoa.")]).await.redirects();
    world.follow().await;
    reader.get(&path).await.is(200).shows("Ban biên tập trả lời").shows("Cảm ơn chị Hoa.");

    // What was shown can be taken down, and what was refused goes in the end.
    editor.post(&shown, [("do", "refuse"), ("reason", "off-topic")]).await.redirects();
    world.follow().await;
    reader.get(&path).await.is(200).hides(TEXT);
    world.clock.pass(TimeDelta::days(91));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from comments").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_takes_personal_data_out_and_the_original_stays() {
    let world = world().await;
    switch(&world, "soyte", "comments", true).await;
    let (id, path) = article(&world, "soyte", "Khám sàng lọc", "").await;
    let reader = world.visitor("soyte");
    let body = "Tôi muốn đăng ký. Số của tôi 0912 345 678.";
    fill_in(&world, &reader, &format!("/binh-luan/{id}"), &[("body", body)]).await.redirects();
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let comment = world.count("select id from comments").await;
    let form = [("do", "show"), ("text", "Tôi muốn đăng ký.")];
    editor.post(&format!("/quan-tri/binh-luan/{comment}"), form).await.redirects();
    world.follow().await;
    reader.get(&path).await.is(200).shows("Tôi muốn đăng ký.").hides("0912").shows("Bạn đọc");
    assert_eq!(world.count("select count(*) from comments where body like '%0912%'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_links_and_doubles_leave_nothing_behind() {
    let world = world().await;
    switch(&world, "soyte", "comments", true).await;
    let (id, _) = article(&world, "soyte", "Tin ngắn", "Sở Y tế").await;
    let (path, reader) = (format!("/binh-luan/{id}"), world.visitor("soyte"));
    let count = "select count(*) from comments";
    // A robot that falls into the trap is thanked.
    let trapped = [("body", TEXT), ("website", "http://x")];
    fill_in(&world, &reader, &path, &trapped).await.redirects();
    // Links, haste and a missing ticket bring the form back, filled in.
    let page = fill_in(&world, &reader, &path, &[("body", "vào vay-nhanh.com nhé")]).await.is(422);
    page.shows("không được chứa đường dẫn").shows("vào vay-nhanh.com nhé");
    let form = reader.get(&path).await.is(200);
    let (key, ticket) = (form.field("form_key"), form.field("ticket"));
    let fields = [("form_key", &*key), ("ticket", &*ticket), ("body", TEXT)];
    reader.post(&path, fields).await.is(422).shows(TEXT).hides("⟦");
    reader.post(&path, [("body", TEXT)]).await.is(422);
    assert_eq!(world.count(count).await, 0);
    // The same form twice is one comment.
    world.clock.pass(TimeDelta::minutes(1));
    let to = reader.post(&path, fields).await.redirects();
    assert_eq!(reader.post(&path, fields).await.redirects(), to);
    assert_eq!(world.count(count).await, 1);
    // A network is stopped after a day's worth, and forgotten the next day.
    world.execute("insert into day_visits select site_id, day, hash from day_visits, generate_series(1, 40)").await;
    fill_in(&world, &reader, &path, &[("body", TEXT)]).await.is(422).shows("quá nhiều bình luận");
    world.clock.pass(TimeDelta::days(1));
    world.run_recurring().await;
    assert_eq!(world.count("select count(*) from day_visits").await, 0);
    assert_eq!(world.count("select count(*) from day_salts").await, 0);
    fill_in(&world, &reader, &path, &[("body", TEXT)]).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_comments_below_quoted_articles_nor_where_the_module_is_off() {
    let world = world().await;
    let (own, own_path) = article(&world, "soyte", "Bài của Sở", "Sở Y tế").await;
    let (quoted, quoted_path) = article(&world, "soyte", "Bài trích", "Báo Quảng Trị").await;
    let reader = world.visitor("soyte");
    // Off at first.
    reader.get(&own_path).await.is(200).hides("/binh-luan/");
    reader.get(&format!("/binh-luan/{own}")).await.is(404);
    switch(&world, "soyte", "comments", true).await;
    reader.get(&own_path).await.is(200).shows(&format!("/binh-luan/{own}"));
    reader.get(&quoted_path).await.is(200).hides("/binh-luan/");
    reader.get(&format!("/binh-luan/{quoted}")).await.is(404);
    reader.get("/binh-luan/999999").await.is(404);
    world.visitor("sonoivu").get(&format!("/binh-luan/{own}")).await.is(404);
    fill_in(&world, &reader, &format!("/binh-luan/{own}"), &[("body", TEXT)]).await.redirects();
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let comment = world.count("select id from comments").await;
    let form = [("do", "show"), ("text", TEXT)];
    editor.post(&format!("/quan-tri/binh-luan/{comment}"), form).await.redirects();
    world.follow().await;
    reader.get(&own_path).await.is(200).shows(TEXT);
    // Off again: nothing is left of it, also not below articles.
    switch(&world, "soyte", "comments", false).await;
    reader.get(&own_path).await.is(200).hides(TEXT).hides("Bình luận");
    editor.get("/quan-tri/binh-luan").await.is(404);
    reader.post(&format!("/binh-luan/{own}"), [("body", TEXT)]).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_nobody_wrote_to_is_forgotten_when_the_time_is_over() {
    let world = world().await;
    switch(&world, "soyte", "comments", true).await;
    let (id, _) = article(&world, "soyte", "Lịch tiêm", "Sở Y tế").await;
    let reader = world.visitor("soyte");
    let fields = [("body", TEXT), ("email", "an@example.vn")];
    fill_in(&world, &reader, &format!("/binh-luan/{id}"), &fields).await.redirects();
    let known = "select count(*) from comments where sealed_email is not null";
    world.clock.pass(TimeDelta::days(170));
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 1);
    world.clock.pass(TimeDelta::days(20));
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 0);
    assert_eq!(world.count("select count(*) from comments").await, 1);
}
