//! The form: nothing is lost, nothing is accepted twice, nobody is thanked too early (R-P1, R-P4).

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal_core::testing::World;

use super::{
    letterbox::{codes, filled, post},
    picture,
};
use crate::world::world;

const PETITIONS: &str = "select count(*) from petitions";

#[tokio::test]
async fn the_first_page_sorts_and_offers_no_form_for_what_has_a_law_of_its_own() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let start = visitor.get("/kien-nghi").await.is(200).shows("/kien-nghi/gui?loai=phan-anh");
    assert_eq!(start.header("cache-control"), "public, no-cache");
    for (path, law) in [
        ("khieu-nai", "Luật Khiếu nại"),
        ("to-cao", "Luật Tố cáo"),
        ("toi-pham", "113"),
        ("ho-so", "dichvucong.gov.vn"),
    ] {
        let guide = visitor.get(&format!("/kien-nghi/huong-dan/{path}")).await.is(200);
        guide.shows(law).hides("enctype");
    }
    visitor.get("/kien-nghi/huong-dan/khac").await.is(404);
    let province = world.visitor("quangtri");
    province.get("/en/kien-nghi").await.is(200).shows("What do you want to send?").hides("⟦");
    province.get("/en/kien-nghi/gui").await.is(200).hides("⟦");
}

#[tokio::test]
async fn somebody_sends_a_petition_with_a_photo_and_gets_a_receipt() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let form = filled(&world, &dan).await.file("ảnh rác.png", picture());
    let to = form.send(&dan).await.redirects();
    let receipt = dan.get(&to).await.is(200).shows("27/11/2026").shows("15/12/2026");
    assert_eq!(receipt.header("cache-control"), "no-store");
    let (code, secret) = codes(&receipt);
    assert!(to.ends_with(&code), "{to}");
    dan.get(&format!("{to}/phieu")).await.is(200).shows(&secret).shows("data:image/svg+xml");
    assert_eq!(world.count(PETITIONS).await, 1);
    assert_eq!(world.count("select count(*) from petition_files where part = 'petition'").await, 1);
    // Whoever learns of the address learns nothing else.
    let other = world.visitor("soyte").get(&to).await.redirects();
    assert_eq!(other, format!("/kien-nghi/tra-cuu?ma={code}"));
}

#[tokio::test]
async fn a_form_sent_twice_is_one_petition_and_a_changed_one_is_another() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let form = filled(&world, &dan).await.file("a.png", picture());
    let first = form.send(&dan).await.redirects();
    let (code, secret) = codes(&dan.get(&first).await);
    let at_once = world.visitor("soyte");
    let (again, twice) = tokio::join!(form.send(&dan), form.send(&at_once));
    assert_eq!(again.redirects(), first);
    assert_eq!(twice.redirects(), first);
    assert_eq!(codes(&at_once.get(&first).await), (code, secret));
    assert_eq!(world.count(PETITIONS).await, 1);
    assert_eq!(world.count("select count(*) from petition_letters").await, 1);
    let changed = form.with("body", "Nay đã có xe, nhưng chỉ một lần.").send(&dan).await;
    assert_ne!(changed.redirects(), first);
    assert_eq!(world.count(PETITIONS).await, 2);
}

#[tokio::test]
async fn two_browsers_that_send_the_same_form_at_once_make_one_petition() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let form = filled(&world, &dan).await;
    let answers = futures_util::future::join_all((0..6).map(|_| form.send(&dan))).await;
    let mut places: Vec<String> = answers.iter().map(|answer| answer.redirects()).collect();
    places.dedup();
    assert_eq!(places.len(), 1, "{places:?}");
    assert_eq!(world.count(PETITIONS).await, 1);
}

#[tokio::test]
async fn a_faulty_form_comes_back_with_all_that_was_typed_and_chosen() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let long = "ă".repeat(10_001);
    let form = filled(&world, &dan).await.file("ảnh rác.png", picture());
    let back = form.with("title", "").with("body", &long).send(&dan).await.is(422);
    let back = back.shows("chưa điền").shows("dài quá").shows(&long).shows("ảnh rác.jpg");
    let kept = back.field("kept");
    assert_eq!(world.count(PETITIONS).await, 0);

    let form = filled(&world, &dan).await.with("kept", &kept);
    form.accepted(&dan).await;
    let whole = "select size_bytes from petition_files";
    assert!(world.count(whole).await > 0);
    // Taken up by another site, a reference is none.
    let other = world.visitor("sonoivu");
    let back = filled(&world, &other).await.with("kept", &kept).send(&other).await.is(422);
    back.shows("tệp gửi lần trước không còn");
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_at_its_field() {
    let world = world().await;
    let dan = world.visitor("soyte");
    for (name, value, said) in [
        ("kind", "", "chưa điền"),
        ("kind", "complaint", "chưa điền"),
        ("field", "", "chưa điền"),
        ("field", "khac", "không có lựa chọn này"),
        ("name", " ", "chưa điền"),
        ("address", "", "chưa điền"),
        ("phone", "113", "số điện thoại chưa đúng"),
        ("email", "dan@vidu", "địa chỉ thư điện tử chưa đúng"),
        ("email", "dan@vidu.vn\r\nBcc: ai@vidu.vn", "địa chỉ thư điện tử chưa đúng"),
        ("title", &"x".repeat(151), "dài quá 150"),
    ] {
        let form = filled(&world, &dan).await.with(name, value);
        form.send(&dan).await.is(422).shows(said).shows("Xe thu gom");
        world.clock.pass(chrono::TimeDelta::minutes(1));
    }
    let form = filled(&world, &dan).await.without("consent");
    form.send(&dan).await.is(422).shows("cần đồng ý");
    let form = filled(&world, &dan).await.with("phone", "").with("email", "");
    form.send(&dan).await.is(422).shows("cần có ít nhất một trong hai");
    assert_eq!(world.count(PETITIONS).await, 0);
    // One of the two is enough.
    filled(&world, &dan).await.with("email", "").accepted(&dan).await;
    assert_eq!(world.count("select count(*) from petition_letters").await, 0);
}

#[tokio::test]
async fn robots_are_stopped_and_people_get_their_form_back() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let trapped = filled(&world, &dan).await.with("website", "http://a").file("a.png", picture());
    trapped.send(&dan).await.redirects();
    assert!(!world.files().join("petitions").exists(), "nothing of a robot is kept");
    let stale = filled(&world, &dan).await.with("ticket", "1.ab").file("a.png", picture());
    stale.send(&dan).await.is(422).shows("mở quá lâu").shows("Xe thu gom");
    assert!(!world.files().join("petitions").exists());
    let page = dan.get("/kien-nghi/gui").await;
    let hasty = filled(&world, &dan).await;
    let fresh = dan.get("/kien-nghi/gui").await.field("ticket");
    drop(page);
    hasty.with("ticket", &fresh).send(&dan).await.is(422).shows("quá nhanh").shows("Xe thu gom");
    assert_eq!(world.count(PETITIONS).await, 0);
    let form = filled(&world, &dan).await;
    let mut answer = form.send(&dan).await;
    for turn in 0..40 {
        if answer.status == 429 {
            break;
        }
        answer = form.with_turn(turn).send(&dan).await;
    }
    let back = answer.is(429).shows("Xe thu gom").shows("quá nhiều lượt gửi");
    assert!(!back.header("retry-after").is_empty());
}

#[tokio::test]
async fn who_sends_far_too_much_gets_a_page() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let form = filled(&world, &dan).await.with("body", &"dài ".repeat(2_500_000));
    form.send(&dan).await.is(422).shows("quá dài, không nhận được").shows("Rác ùn ứ");
    let mut many = filled(&world, &dan).await;
    for number in 0..100 {
        many = many.file(&format!("{number}.png"), picture());
    }
    let back = many.send(&dan).await.is(422).shows("tối đa 5 tệp");
    assert_eq!(back.text().matches("name=\"kept\"").count(), 5);
    let wrong = filled(&world, &dan).await.file("bai.exe", b"MZ\x90\0".to_vec());
    wrong.send(&dan).await.is(422).shows("bai.exe").shows("Xe thu gom");
    let huge = filled(&world, &dan).await.file("phim.png", vec![7; 20_000_001]);
    huge.send(&dan).await.is(422).shows("20 MB");
    let none: [(&str, &str); 0] = [];
    post(&dan, "/kien-nghi/gui", &none, &[]).await.is(422);
    assert_eq!(world.count(PETITIONS).await, 0);
}

/// The folder of petitions is a file: nothing can be written in it, as on a full disk.
#[tokio::test]
async fn while_no_file_can_be_kept_the_text_comes_back_and_goes_in_without() {
    let world = world().await;
    let dan = world.visitor("soyte");
    std::fs::write(world.files().join("petitions"), b"full").unwrap();
    let form = filled(&world, &dan).await.file("ảnh rác.png", picture());
    let back = form.send(&dan).await.is(503).shows("hiện chưa lưu được tệp");
    assert_eq!(back.header("retry-after"), "30");
    back.shows("Rác ùn ứ").shows("0912 345 678").hides("name=\"kept\"");
    assert_eq!(world.count(PETITIONS).await, 0);
    form.without_files().accepted(&dan).await;
    assert_eq!(world.count(PETITIONS).await, 1);
}

#[tokio::test]
async fn while_the_database_is_away_nobody_is_thanked_and_nothing_is_lost() {
    let world = world().await;
    let dan = world.visitor("soyte");
    let form = filled(&world, &dan).await.file("ảnh rác.png", picture());
    let database = away(&world).await;
    let back = form.send(&dan).await.is(503).shows("Chưa tiếp nhận được").shows("Mùi hôi cả thôn.");
    assert_eq!(back.header("retry-after"), "30");
    let back = back.shows("ảnh rác.jpg").shows("0912 345 678").hides("Phiếu tiếp nhận");
    assert_eq!(back.header("set-cookie"), "");
    let empty = dan.get("/kien-nghi/gui").await.is(200);
    drop(empty);
    allow(&world, &database, true).await;
    world.clock.pass(chrono::TimeDelta::minutes(5));
    let form = form.without_files().with("kept", &back.field("kept"));
    let form = form.with("ticket", &back.field("ticket"));
    form.accepted(&dan).await;
    assert_eq!(world.count("select count(*) from petition_files").await, 1);
}

/// Takes the world's database away; gives its name.
async fn away(world: &World) -> String {
    let database = world.urls.owner.rsplit('/').next().unwrap().to_owned();
    let database = database.split('?').next().unwrap().to_owned();
    allow(world, &database, false).await;
    database
}

async fn allow(world: &World, database: &str, allowed: bool) {
    let url = world.urls.owner.replace(database, "postgres");
    let mut owner = AsyncPgConnection::establish(&url).await.unwrap();
    owner
        .batch_execute(&format!(
            "alter database {database} allow_connections {allowed}; \
             select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'"
        ))
        .await
        .unwrap();
}
