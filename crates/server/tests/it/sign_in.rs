//! One sign-in, many domains (R-A1), and everything that must not open a door.

use chrono::TimeDelta;
use portal_core::{
    Ctx, Role, people,
    testing::{Answer, Browser, World},
};

use crate::world::{PASSWORD, login, sign_in, signed_in, world};

/// Gives the person with a role on one site a role on another.
async fn also(world: &World, login: &str, code: &str, role: Role) {
    let site = world.site(code);
    let ctx = Ctx::system(&world.app, site.clone());
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    let person = people::by_login(&tx, login).await.unwrap().unwrap();
    let person = portal_core::PersonId(person.id);
    portal_auth::grants::grant(&mut tx, &site, person, role, None, None).await.unwrap();
    tx.commit().await.unwrap();
    world.follow().await;
}

/// Whether a browser works at a site's desk.
async fn works(browser: &Browser<'_>, host: &str) -> bool {
    browser.at_host(host).get("/quan-tri").await.status == 200
}

const DONGHA: &str = "dongha.quangtri.localhost";
const SOYTE: &str = "soyte.quangtri.localhost";
const PROVINCE: &str = "www.quangtri.localhost";

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_on_one_site_is_in_on_another_and_out_on_all() {
    let world = world().await;
    also(&world, &login("dongha", Role::Editor), "soyte", Role::Editor).await;
    let browser = signed_in(&world, "dongha", Role::Editor).await;
    let soyte = browser.at_host(SOYTE);
    let (there, path, page) = soyte.follow(soyte.get("/quan-tri/bai").await).await;
    assert_eq!((there.host(), path.as_str()), (SOYTE, "/quan-tri/bai"), "without typing again");
    page.is(200).shows("Sở Y tế");
    assert!(works(&browser, DONGHA).await && works(&browser, SOYTE).await);
    let sessions = [PROVINCE, DONGHA, SOYTE].map(|host| browser.at_host(host).cookies());
    assert!(sessions.iter().all(|one| sessions.iter().filter(|other| *other == one).count() == 1));

    soyte.post("/dang-xuat", [("x", "y")]).await.redirects();
    assert!(!works(&browser, SOYTE).await && !works(&browser, DONGHA).await);
    // Also on the province's host: a site asks for the password again.
    let (_, _, form) = soyte.follow(soyte.get("/dang-nhap").await).await;
    form.is(200).shows("name=\"password\"");
    assert_eq!(world.count("select count(*) from sign_ins").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_role_on_a_site_gets_no_session_there() {
    let world = world().await;
    let browser = signed_in(&world, "dongha", Role::Editor).await;
    let soyte = browser.at_host(SOYTE);
    let (there, path, _) = soyte.follow(soyte.get("/quan-tri").await).await;
    assert_eq!(there.host(), PROVINCE);
    assert!(path.starts_with("/can-bo?trang="), "{path}");
    assert!(soyte.cookie("__Host-session").is_none());
    let opened = "select count(*) from facts where kind = 'auth.session.opened'";
    assert_eq!(world.count(opened).await, 1, "dongha's");
}

/// Goes up to the code, and stops before the site takes it.
async fn with_a_code<'a>(browser: &Browser<'a>) -> (Browser<'a>, String) {
    let site = browser.at_host(SOYTE);
    // Signed in at the province, and no longer here.
    site.put_cookie("__Host-session", "over");
    let out = site.get("/dang-nhap").await;
    let address = out.redirects();
    let (_, path) = address.split_once(PROVINCE).unwrap();
    let code = site.at_host(PROVINCE).get(path).await.redirects();
    let (_, arrival) = code.split_once(SOYTE).unwrap();
    assert!(arrival.starts_with("/dang-nhap/vao?ma="), "{arrival}");
    (site, arrival.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_one_site_once_soon_at_the_browser_that_set_out() {
    let world = world().await;
    let browser = signed_in(&world, "soyte", Role::Editor).await;

    let (site, arrival) = with_a_code(&browser).await;
    let again = site.get(&arrival).await;
    assert_eq!(again.redirects(), "/quan-tri");
    site.get(&arrival).await.is(410);

    let (_, arrival) = with_a_code(&browser).await;
    let thief = world.visitor("soyte");
    thief.get(&arrival).await.is(410);
    // A browser that set out itself, for an account of its own.
    let thief = signed_in(&world, "soyte", Role::Collaborator).await;
    let before = thief.cookie("__Host-session");
    let (_, stolen) = with_a_code(&browser).await;
    thief.get(&stolen).await.is(410);
    assert_eq!(thief.cookie("__Host-session"), before);
    // What somebody else tried is used up for its owner too.
    browser.at_host(SOYTE).get(&stolen).await.is(410);

    let (site, arrival) = with_a_code(&browser).await;
    site.at_host("sonoivu.quangtri.localhost").get(&arrival).await.is(410);
    world.clock.pass(TimeDelta::seconds(61));
    site.get(&arrival).await.is(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_session_stays_worthless_after_the_sign_in() {
    let world = world().await;
    let browser = world.visitor("soyte");
    let planted = "0123456789abcdef".repeat(4);
    browser.put_cookie("__Host-session", &planted);
    browser.at_host(PROVINCE).put_cookie("__Host-session", &planted);
    let who = login("soyte", Role::Editor);
    let (browser, _, page) = sign_in(&browser, &who, PASSWORD).await;
    page.is(200);
    for host in [SOYTE, PROVINCE] {
        assert_ne!(browser.at_host(host).cookie("__Host-session").unwrap(), planted);
        let attacker = world.visitor_of_host(host);
        attacker.put_cookie("__Host-session", &planted);
        assert_ne!(attacker.get("/quan-tri").await.status, 200);
    }
    // Signing in again gives other tokens, and the old ones end.
    let old = browser.at_host(PROVINCE).cookie("__Host-session").unwrap();
    let province = browser.at_host(PROVINCE);
    let fields = [("login", who.as_str()), ("password", PASSWORD)];
    province.post("/dang-nhap", fields).await.is(200);
    assert_ne!(province.cookie("__Host-session").unwrap(), old);
    assert!(!works(&browser, SOYTE).await, "the session hung on the sign-in that was replaced");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_an_address_leads_away_from_the_portal() {
    let world = world().await;
    let own = ["https://evil.vn/", "//evil.vn/", "/\\evil.vn", "javascript:alert(1)", "/a\r\nb: c"];
    for evil in own {
        let browser = world.visitor("soyte");
        let query: String =
            form_urlencoded::Serializer::new(String::new()).append_pair("tiep", evil).finish();
        let start = browser.get(&format!("/dang-nhap?{query}")).await;
        let (province, _, form) = browser.follow(start).await;
        let who = login("soyte", Role::Editor);
        let next = form.field("tiep");
        let fields = [("login", who.as_str()), ("password", PASSWORD), ("tiep", next.as_str())];
        let (there, path, _) = province.follow(province.post("/dang-nhap", fields).await).await;
        assert_eq!((there.host(), path.as_str()), (SOYTE, "/quan-tri"), "{evil}");
        // Straight into the province's form.
        let fields = [("login", who.as_str()), ("password", PASSWORD), ("tiep", evil)];
        let (there, path, _) = province.follow(province.post("/dang-nhap", fields).await).await;
        assert!([SOYTE, PROVINCE].contains(&there.host()), "{evil}");
        assert!(path.starts_with("/quan-tri") || path == "/", "{evil}: {path}");
    }
    // A site that is none, and one that did not send anybody.
    let browser = signed_in(&world, "soyte", Role::Editor).await.at_host(PROVINCE);
    for query in ["trang=99999&phieu=00", "trang=evil.vn", "trang=1&phieu=zz&tiep=//evil.vn"] {
        let answer = browser.get(&format!("/dang-nhap?{query}")).await;
        let (there, _, _) = browser.follow(answer).await;
        assert!([SOYTE, PROVINCE].contains(&there.host()), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_never_sees_a_password() {
    let world = world().await;
    let browser = world.visitor("soyte");
    let who = login("soyte", Role::Editor);
    let answer =
        browser.post("/dang-nhap", [("login", who.as_str()), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirects(), "/dang-nhap");
    assert!(browser.cookie("__Host-session").is_none());
    assert_eq!(world.count("select count(*) from sign_ins").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_page_signs_nobody_in_or_out() {
    let world = world().await;
    let browser = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let from = "http://sonoivu.quangtri.localhost";
    for (host, path) in [
        (SOYTE, "/dang-xuat"),
        (PROVINCE, "/dang-xuat"),
        (PROVINCE, "/dang-nhap"),
        (PROVINCE, "/dang-nhap/doi-mat-khau"),
        (PROVINCE, "/tai-khoan/phien"),
        (PROVINCE, "/tai-khoan/phien-khac"),
        (SOYTE, "/quan-tri/thanh-vien"),
    ] {
        browser.at_host(host).post_from_elsewhere(path, from).await.is(403);
    }
    assert!(works(&browser, SOYTE).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_slow_down_the_guesser_and_not_the_owner() {
    let world = world().await;
    let owner = signed_in(&world, "soyte", Role::Editor).await;
    owner.post("/dang-xuat", [("x", "y")]).await.redirects();
    let who = login("soyte", Role::Editor);
    let guess = async |browser: &Browser<'_>, password: &str| -> Answer {
        let fields = [("login", who.as_str()), ("password", password)];
        browser.at_host(PROVINCE).post("/dang-nhap", fields).await
    };
    let guesser = world.visitor("quangtri");
    for n in 0..10 {
        assert_eq!(guess(&guesser, &format!("sai {n}")).await.status, 422);
    }
    // From now on the guesser waits, also with the right password; the owner's browser does not.
    let answer = guess(&guesser, PASSWORD).await;
    assert_eq!(answer.status, 429);
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(guess(&owner, "sai").await.status, 422);
    assert_eq!(guess(&owner, PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_sent_at_once_are_told_no_more_than_one_after_the_other() {
    let world = world().await;
    let who = login("soyte", Role::Editor);
    let guess = async |n: usize| {
        let password = if n == 29 { PASSWORD.to_owned() } else { format!("sai {n}") };
        let guesser = world.visitor("quangtri");
        guesser.post("/dang-nhap", [("login", &who), ("password", &password)]).await.status
    };
    let told = futures_util::future::join_all((0..30).map(guess)).await;
    let heard = told.iter().filter(|status| status.as_u16() != 429).count();
    // As many as are looked at together may be told after the tenth; no more.
    let together = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    assert!((10..=10 + 2 * together).contains(&heard), "{told:?}");
    // Whoever is told to wait is not in, also with the right password.
    let is_in = told.last().is_some_and(|right| *right == 200);
    assert_eq!(world.count("select count(*) from sign_ins").await, i64::from(is_in));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_once_of_their_last_sign_in_and_of_failures_since() {
    let world = world().await;
    let who = login("soyte", Role::Editor);
    let enter = async |address: [u8; 4]| {
        let browser = world.visitor("soyte").from_address(address);
        let (browser, _, page) = sign_in(&browser, &who, PASSWORD).await;
        (browser, page.is(200))
    };
    let (first, page) = enter([113, 160, 1, 2]).await;
    page.hides("Lần đăng nhập trước");
    let account = first.at_host(PROVINCE).get("/tai-khoan").await.is(200);
    account.shows("Đây là lần đăng nhập đầu tiên");

    world.clock.pass(TimeDelta::minutes(65));
    let guesser = world.visitor("quangtri").from_address([198, 51, 100, 7]);
    for _ in 0..2 {
        let fields = [("login", who.as_str()), ("password", "sai mật khẩu")];
        guesser.post("/dang-nhap", fields).await.is(422);
    }
    let (second, page) = enter([113, 160, 1, 3]).await;
    page.shows("Lần đăng nhập trước: 08:00 ngày 23/11/2026, từ địa chỉ 113.160.1.2.")
        .shows("Từ đó đến nay có 2 lần đăng nhập không thành công.");
    // Once, on whatever page it was; on the account's page always.
    for page in ["/quan-tri", "/quan-tri/bai"] {
        second.get(page).await.is(200).hides("Lần đăng nhập trước");
    }
    for _ in 0..2 {
        let account = second.at_host(PROVINCE).get("/tai-khoan").await.is(200);
        account.shows("Lần đăng nhập trước").shows("113.160.1.2").hides("Không phải bạn?");
    }
    // What went before a sign-in is not counted after it.
    let (_, page) = enter([113, 160, 1, 2]).await;
    page.shows("Lần đăng nhập trước: 09:05 ngày 23/11/2026, từ địa chỉ 113.160.1.3.")
        .hides("không thành công");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_where_they_are_signed_in_and_end_it() {
    let world = world().await;
    let here = signed_in(&world, "soyte", Role::Editor).await;
    let there = signed_in(&world, "soyte", Role::Editor).await;
    // From a unit's site one is led to the province's.
    let (province, path, page) = here.follow(here.get("/tai-khoan").await).await;
    assert_eq!((province.host(), path.as_str()), (PROVINCE, "/tai-khoan"));
    let page = page.is(200).shows("Thiết bị này");
    assert_eq!(page.text().matches("name=\"phien\"").count(), 2);
    province.post("/tai-khoan/phien-khac", [("x", "y")]).await.redirects();
    assert!(!works(&there, SOYTE).await && works(&here, SOYTE).await);

    // Another person's sign-in is not to be ended by its number.
    let other = signed_in(&world, "soyte", Role::Collaborator).await;
    let number = world.count("select max(id) from sign_ins").await.to_string();
    province.post("/tai-khoan/phien", [("phien", number.as_str())]).await.redirects();
    assert!(works(&other, SOYTE).await);

    // The unit's administrator ends it; another unit's does not find the person.
    let person = world
        .count(&format!(
            "select id from people where login = '{}'",
            login("soyte", Role::Collaborator)
        ))
        .await;
    let path = format!("/quan-tri/thanh-vien/{person}/phien");
    let stranger = signed_in(&world, "sonoivu", Role::UnitAdministrator).await;
    stranger.get(&path).await.is(404);
    stranger.post(&path, [("phien", number.as_str())]).await.is(404);
    assert!(works(&other, SOYTE).await);
    let administrator = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    administrator.get(&path).await.is(200).shows(&number);
    administrator.post(&path, [("phien", number.as_str())]).await.redirects();
    assert!(!works(&other, SOYTE).await);
    // It is on the record who did it.
    let ended =
        "select count(*) from facts where kind = 'auth.sign-in.ended' and person_id is not null";
    assert_eq!(world.count(ended).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_ends_by_rest_and_by_age() {
    let world = world().await;
    let resting = signed_in(&world, "soyte", Role::Editor).await;
    world.clock.pass(TimeDelta::minutes(29));
    assert!(works(&resting, SOYTE).await);
    world.clock.pass(TimeDelta::minutes(30));
    assert!(!works(&resting, SOYTE).await, "half an hour without a request");
    // Also at the province: the password is asked for again.
    let (_, _, form) = resting.follow(resting.get("/quan-tri").await).await;
    form.is(200).shows("name=\"password\"");

    let busy = signed_in(&world, "soyte", Role::Editor).await;
    for time in 1..=24 {
        world.clock.pass(TimeDelta::minutes(29));
        assert!(works(&busy, SOYTE).await, "{time} × 29 minutes");
    }
    world.clock.pass(TimeDelta::minutes(29));
    assert!(!works(&busy, SOYTE).await, "twelve hours, however busy");
}
