//! Following a petition with code and secret (R-P1, R-P4, R-P5).

use chrono::TimeDelta;
use portal_core::testing::{Browser, World};

use super::{
    EMAIL,
    letterbox::{codes, filled, post},
    picture,
};
use crate::world::world;

/// Sends a petition with a photo; gives its code and secret.
async fn sent(world: &World) -> (String, String) {
    let dan = world.visitor("soyte");
    let to = filled(world, &dan).await.file("rác.png", picture()).send(&dan).await.redirects();
    codes(&dan.get(&to).await.is(200))
}

/// Another browser, with the petition opened.
async fn opened<'a>(world: &'a World, (code, secret): &(String, String)) -> (Browser<'a>, String) {
    let browser = world.visitor("soyte");
    let fields = [("code", code.as_str()), ("secret", secret.as_str())];
    let to = browser.post("/kien-nghi/tra-cuu", fields).await.redirects();
    (browser, to)
}

/// What the desk does when it answers.
async fn answered(world: &World, code: &str) {
    world
        .execute(&format!(
            "with a as (insert into petition_answers (site_id, petition_id, unit_id, kind, text, state, changed_at) \
               select site_id, id, site_id, 'answer', 'Xe đã đến <b>sáng nay</b>.', 'approved', received_at \
               from petitions where code = '{code}' returning id, petition_id, site_id), \
             f as (insert into petition_files (site_id, petition_id, part, part_id, sha256, type, name, size_bytes, added_at) \
               select a.site_id, a.petition_id, 'note', a.id, f.sha256, f.type, 'mật.pdf', 1, f.added_at \
               from a join petition_files f on f.petition_id = a.petition_id limit 1), \
             e as (insert into petition_events (site_id, petition_id, at, acting_site, kind, shown, data) \
               select site_id, petition_id, '2026-12-01', site_id, k, k = 'answered', \
                 jsonb_build_object('answer', id, 'note', 'nội bộ') from a, unnest(array['answered', 'note']) k) \
             update petition_cases c set state = 'answered', closed_at = '2026-12-01', unit_id = a.site_id \
             from a where c.petition_id = a.petition_id"
        ))
        .await;
}

#[tokio::test]
async fn code_and_secret_open_it_however_they_are_typed_and_nothing_else_does() {
    let world = world().await;
    let (code, secret) = sent(&world).await;
    let loose = (code.to_lowercase().replace('-', " "), secret.to_lowercase().replace('-', ""));
    let (browser, to) = opened(&world, &loose).await;
    let page = browser.get(&to).await.is(200).shows("Rác ùn ứ ba tuần nay").shows("15/12/2026");
    let page = page.shows("Đã tiếp nhận.").shows("Mùi hôi cả thôn.").hides("Ví Dụ").hides(EMAIL);
    assert_eq!(page.header("cache-control"), "no-store");
    // Another browser, another site, a made-up permit: nothing.
    let stranger = world.visitor("soyte");
    assert!(stranger.get(&to).await.redirects().starts_with("/kien-nghi/tra-cuu"));
    stranger.put_cookie("__Host-petition", &"ab".repeat(60));
    assert!(stranger.get(&to).await.redirects().starts_with("/kien-nghi/tra-cuu"));
    let other = world.visitor("sonoivu");
    other.put_cookie("__Host-petition", &browser.cookie("__Host-petition").unwrap());
    assert!(other.get(&to).await.redirects().starts_with("/kien-nghi/tra-cuu"));
    // Half an hour later it is closed; so it is when somebody leaves.
    world.clock.pass(TimeDelta::minutes(29));
    browser.get(&to).await.is(200);
    world.clock.pass(TimeDelta::minutes(31));
    browser.get(&to).await.redirects();
    let (browser, to) = opened(&world, &(code, secret)).await;
    let none: [(&str, &str); 0] = [];
    browser.post(&format!("{to}/dong"), none).await.redirects();
    browser.get(&to).await.redirects();
}

#[tokio::test]
async fn a_wrong_code_and_a_wrong_secret_get_the_same_answer_and_not_many_tries() {
    let world = world().await;
    let (code, secret) = sent(&world).await;
    let mut unknown = portal_petitions::petition::code::new(2026).unwrap();
    while unknown == code {
        unknown = portal_petitions::petition::code::new(2026).unwrap();
    }
    let robber = world.visitor("soyte").from_address([198, 51, 100, 7]);
    let try_it = async |code: &str, secret: &str| {
        let answer = robber.post("/kien-nghi/tra-cuu", [("code", code), ("secret", secret)]).await;
        (answer.status.as_u16(), answer.text().replace(code, ""))
    };
    let wrong_secret = try_it(&code, "2222-2222").await;
    let wrong_code = try_it(&unknown, &secret).await;
    assert_eq!(wrong_secret, wrong_code);
    assert_eq!(wrong_code.0, 422);
    let slip =
        code.replace(code.chars().last().unwrap(), if code.ends_with('2') { "3" } else { "2" });
    assert!(try_it(&slip, &secret).await.1.contains("gõ nhầm"));
    let mut last = 0;
    for _ in 0..40 {
        last = try_it(&code, "2222-2222").await.0;
    }
    assert_eq!(last, 429);
    // Somebody else is not stopped by that.
    opened(&world, &(code, secret)).await;
}

#[tokio::test]
async fn the_letters_link_shows_a_page_and_only_its_button_confirms() {
    let world = world().await;
    sent(&world).await;
    world.run_jobs().await;
    let letter = world.mail().last_to(EMAIL).text;
    let link = letter.split_whitespace().find(|word| word.contains("/xac-nhan/")).unwrap();
    let path = link.split_once("localhost").unwrap().1;
    let reader = world.visitor("soyte");
    let confirmed = "select count(*) from petition_cases where confirmed_at is not null";
    for _ in 0..2 {
        reader.get(path).await.is(200).shows("Xác nhận");
    }
    assert_eq!(world.count(confirmed).await, 0);
    let none: [(&str, &str); 0] = [];
    let to = reader.post(path, none).await.redirects();
    reader.get(&to).await.is(200).shows("đã được xác nhận");
    reader.post(path, none).await.redirects();
    assert_eq!(world.count(confirmed).await, 1);
    assert_eq!(
        world.count("select count(*) from petition_events where kind = 'confirmed'").await,
        1
    );
    let (start, token) = path.rsplit_once('/').unwrap();
    let wrong = token.replace(['a', '1'], "0");
    reader.get(&format!("{start}/{wrong}x")).await.is(404);
    reader.post(&format!("{start}/{}", "ab".repeat(32)), none).await.is(404);
}

#[tokio::test]
async fn the_sender_adds_text_and_a_file_and_takes_it_back() {
    let world = world().await;
    let codes = sent(&world).await;
    let (dan, to) = opened(&world, &codes).await;
    let page = dan.get(&to).await;
    let key = page.field("form_key");
    let add = format!("{to}/bo-sung");
    let fields =
        [("form_key", key.as_str()), ("text", "Hôm nay vẫn vậy.\n<script>alert(1)</script>")];
    let files = [("hôm nay.png".to_owned(), picture())];
    let went = post(&dan, &add, &fields, &files).await.redirects();
    dan.get(&went).await.shows("Hôm nay vẫn vậy.").shows("&lt;script&gt;").shows("hôm nay.jpg");
    post(&dan, &add, &fields, &files).await.redirects();
    assert_eq!(world.count("select count(*) from petition_events where kind = 'added'").await, 1);
    post(&dan, &add, &[("form_key", key.as_str())], &[]).await.is(422).shows("chưa điền");
    let stranger = world.visitor("soyte");
    assert!(post(&stranger, &add, &fields, &files).await.redirects().contains("tra-cuu"));

    let none: [(&str, &str); 0] = [];
    dan.get(&format!("{to}/rut")).await.is(200).shows("Không hoàn lại được");
    stranger.post(&format!("{to}/rut"), none).await.redirects();
    assert_eq!(
        world.count("select count(*) from petition_cases where state = 'received'").await,
        1
    );
    let went = dan.post(&format!("{to}/rut"), none).await.redirects();
    dan.get(&went).await.shows("Người gửi đã rút").shows("Bạn đã rút").hides("name=\"text\"");
    dan.post(&format!("{to}/rut"), none).await.is(409);
    let running = "select count(*) from deadlines where state = 'running'";
    assert_eq!(world.count(running).await, 0);
    let late = [("form_key", "7b1e5ed1-91ab-4a0e-9c6e-6a1d3f6f3f10"), ("text", "Còn nữa.")];
    post(&dan, &add, &late, &[]).await.is(409);
    world.run_jobs().await;
    assert!(world.mail().last_to(EMAIL).subject.starts_with("Đã rút"));
}

#[tokio::test]
async fn files_come_by_permit_only_and_nothing_in_them_runs() {
    let world = world().await;
    let codes = sent(&world).await;
    answered(&world, &codes.0).await;
    let (dan, to) = opened(&world, &codes).await;
    let number = |part: &str| format!("select id from petition_files where part = '{part}'");
    let own = format!("{to}/tep/{}", world.count(&number("petition")).await);
    let note = format!("{to}/tep/{}", world.count(&number("note")).await);
    let file = dan.get(&own).await.is(200);
    assert_eq!(file.header("content-type"), "image/jpeg");
    assert_eq!(file.header("cache-control"), "no-store");
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"rac.jpg\""));
    assert!(file.bytes.starts_with(&[0xff, 0xd8]));
    dan.get(&note).await.is(404);
    dan.get(&format!("{to}/tep/x")).await.is(404);
    assert!(world.visitor("soyte").get(&own).await.redirects().contains("tra-cuu"));
}

#[tokio::test]
async fn the_answer_is_read_and_marked_once_without_a_trace_of_who() {
    let world = world().await;
    let codes = sent(&world).await;
    let (dan, to) = opened(&world, &codes).await;
    let mark = async || dan.post(&format!("{to}/danh-gia"), [("level", "3")]).await;
    mark().await.redirects();
    assert_eq!(
        world.count("select count(*) from petition_ratings").await,
        0,
        "nothing to mark yet"
    );
    answered(&world, &codes.0).await;
    let page = dan.get(&to).await.shows("Xe đã đến &lt;b&gt;sáng nay&lt;/b&gt;.").hides("nội bộ");
    page.shows("Rất hài lòng").hides("mật.pdf");
    dan.post(&format!("{to}/danh-gia"), [("level", "9")]).await.is(422);
    let went = mark().await.redirects();
    dan.get(&went).await.shows("Cảm ơn bạn đã đánh giá").hides("Rất hài lòng");
    mark().await.redirects();
    let kept = "select count(*) from petition_ratings where level = 3 and month = '2026-11-01'";
    assert_eq!(world.count(kept).await, 1);
    assert_eq!(world.count("select count(*) from petition_ratings").await, 1);
    let exact =
        "select count(*) from petition_cases where rated_at <> date_trunc('month', rated_at)";
    assert_eq!(world.count(exact).await, 0);
    let told =
        "select count(*) from facts where data::text like '%level%' or kind like '%rat%ed.%'";
    assert_eq!(world.count(told).await, 0);
}

#[tokio::test]
async fn who_asks_to_be_forgotten_is_forgotten_once_nobody_has_to_answer_any_more() {
    let world = world().await;
    let codes = sent(&world).await;
    let (dan, to) = opened(&world, &codes).await;
    let data = format!("{to}/du-lieu");
    dan.get(&data).await.is(200).shows("N•••n T•• V•• D••").shows("24 tháng").hides(EMAIL);
    let none: [(&str, &str); 0] = [];
    let went = dan.post(&data, none).await.redirects();
    dan.get(&went).await.shows("Đã ghi nhận yêu cầu xóa");
    let known = "select count(*) from petition_senders where sealed is not null";
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 1, "the office has to know whom to answer");
    answered(&world, &codes.0).await;
    world.clock.pass(TimeDelta::days(9));
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 0);
    let (dan, to) = opened(&world, &codes).await;
    dan.get(&to).await.is(200).shows("Dữ liệu cá nhân của người gửi đã được xóa");
    dan.get(&format!("{to}/du-lieu")).await.is(200).shows("không còn giữ thông tin nào");
}

#[tokio::test]
async fn who_never_asks_is_forgotten_when_the_time_is_over() {
    let world = world().await;
    let codes = sent(&world).await;
    answered(&world, &codes.0).await;
    world.run_jobs().await;
    let known = "select count(*) from petition_senders where sealed is not null";
    world.clock.pass(TimeDelta::days(700));
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 1);
    world.clock.pass(TimeDelta::days(50));
    world.run_recurring().await;
    assert_eq!(world.count(known).await, 0);
    let told = "select count(*) from facts where kind = 'petitions.sender.erased'";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test]
async fn files_nobody_came_back_for_go_and_those_of_petitions_stay() {
    let world = world().await;
    let codes = sent(&world).await;
    let dan = world.visitor("soyte");
    filled(&world, &dan).await.with("title", "").file("b.png", picture()).send(&dan).await.is(422);
    let lying = || walk(&world.files().join("petitions"));
    assert_eq!(lying(), 2);
    world.run_recurring().await;
    assert_eq!(lying(), 2, "the form may still come back");
    // The clock of the world stands in November 2026; files carry the machine's.
    world.clock.pass(TimeDelta::days(3_650));
    world.run_recurring().await;
    assert_eq!(lying(), 1);
    let (dan, to) = opened(&world, &codes).await;
    let own = world.count("select id from petition_files").await;
    dan.get(&format!("{to}/tep/{own}")).await.is(200);
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
