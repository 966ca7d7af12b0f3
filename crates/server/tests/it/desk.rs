//! From where, and at what hours, the desk is reached (SECURITY rule 38).

use chrono::TimeDelta;
use portal_core::{
    Access, Config, DeskConfig, Front, Names, Role, RouteCard, desk, node,
    notice::{self, Kind, Notice},
    routes::HttpMethod,
    testing::{Browser, World},
};
use uuid::Uuid;

use crate::{
    editorial::key,
    world::{PASSWORD, login, recipe, sign_in, signed_in, world},
};

const OFFICE: [u8; 4] = [10, 12, 0, 7];
const ELSEWHERE: [u8; 4] = [198, 51, 100, 7];

/// A world whose desk is limited.
async fn limited(set: impl FnOnce(&mut DeskConfig)) -> World {
    let mut world = world().await;
    let mut desk =
        DeskConfig { call: Some("Tổ trực 0233 3852 222".into()), ..DeskConfig::default() };
    set(&mut desk);
    let app = world.node_that_sets(recipe(), |config| Config { desk, ..config }).unwrap();
    node::load_sites(&app).await.unwrap();
    world.front = Front::new(app.clone());
    world.app = app;
    world
}

fn of_offices(desk: &mut DeskConfig) {
    desk.networks = ["10.12.0.0/16", "2001:db8:5::/48"].map(|it| desk::network(it).unwrap()).into();
}

fn at_night(desk: &mut DeskConfig) {
    desk.shut = Some("22:00-05:00".parse().unwrap());
}

/// Whether a route is of the desk: it asks for staff, or leads staff in.
fn is_of_desk(card: &RouteCard) -> bool {
    card.access != Access::Public
        || card.path.starts_with("/dang-nhap")
        || card.path.starts_with("/quen-mat-khau")
}

/// A path that fits a route's.
fn filled(card: &RouteCard) -> String {
    let part = |part: &str| if part.starts_with('{') { "3".to_owned() } else { part.to_owned() };
    card.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn from_elsewhere_no_route_of_the_desk_is_reached_and_every_other_is() {
    let world = limited(of_offices).await;
    let editor = signed_in_from(&world, OFFICE, "soyte", Role::Editor).await;
    editor.get("/quan-tri").await.is(200);
    editor.get("/").await.is(200).shows("class=\"staffbar\"");
    // The session goes along: it was stolen, or the editor went home.
    let away = editor.from_address(ELSEWHERE);
    let nobody = world.visitor("soyte").from_address(ELSEWHERE);
    let mut tried = 0;
    for card in world.front.cards() {
        let path = filled(card);
        for browser in [&away, &nobody] {
            let answer = match card.method {
                HttpMethod::Get => browser.get(&path).await,
                HttpMethod::Post if path == "/dang-xuat" => continue,
                HttpMethod::Post => browser.post(&path, [("form_key", key())]).await,
            };
            let (status, text) = (answer.status.as_u16(), answer.text());
            let turned_away = text.contains("Chưa vào được bàn làm việc");
            if is_of_desk(card) {
                // What does not exist on this site is not there for anybody.
                assert!(status == 404 || (status == 403 && turned_away), "{card:?}: {status}");
                tried += usize::from(turned_away);
            } else {
                assert!(!turned_away, "{card:?}");
            }
        }
    }
    assert!(tried > 200, "only {tried} were turned away");
    let page = nobody.get("/dang-nhap").await.is(403);
    page.shows("198.51.100.7").shows("0233 3852 222").shows("VPN");
    // Readers are readers, also with a session.
    away.get("/").await.is(200).hides("class=\"staffbar\"");
    nobody.get("/").await.is(200);
    // Out is out, from everywhere.
    away.post("/dang-xuat", [("form_key", key())]).await.redirects();
    away.from_address(OFFICE).get("/quan-tri").await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn at_night_the_desk_is_shut_but_for_those_on_duty_and_what_was_typed_is_given_back() {
    let world = limited(at_night).await;
    let (site, province) = ("soyte", "quangtri");
    // 21:50: open.
    world.clock.pass(TimeDelta::minutes(13 * 60 + 50));
    let editor = signed_in(&world, site, Role::Editor).await;
    let platform = signed_in(&world, province, Role::Platform).await;
    editor.get("/quan-tri").await.is(200);
    // 22:10: shut, while the editor is typing.
    world.clock.pass(TimeDelta::minutes(20));
    let shut = editor.get("/quan-tri").await.is(503);
    assert_eq!(shut.header("retry-after"), (6 * 3600 + 50 * 60).to_string());
    shut.shows("05:00").shows("24/11/2026").shows("0233 3852 222").hides("Người trực đăng nhập");
    let typed = "Sáng nay, lãnh đạo Sở Y tế kiểm tra công tác phòng dịch sau lũ tại cơ sở.";
    let fields = [("form_key", key()), ("title", typed.to_owned())];
    let back = editor.post("/quan-tri/bai/moi", fields).await.is(503);
    back.shows(typed).shows("khi bàn làm việc mở cửa");
    let kept = "select count(*) from editions where title like 'Sáng nay%'";
    assert_eq!(world.count(kept).await, 0, "nothing was taken");

    // Who is on duty works on; a visitor is told where they sign in, and can.
    platform.get("/nen-tang").await.is(200);
    let visitor = world.visitor(province);
    let page = visitor.get("/nen-tang").await.is(503).shows("Người trực đăng nhập");
    assert!(page.text().contains("/dang-nhap?tiep=%2Fnen-tang"), "{}", page.text());
    let (again, ..) = sign_in(&visitor, &login(province, Role::Platform), PASSWORD).await;
    again.get("/nen-tang").await.is(200);
    // Who is not on duty gets no further by signing in.
    let (late, _, page) =
        sign_in(&world.visitor(site), &login(site, Role::Approver), PASSWORD).await;
    page.is(503).shows("mở lại lúc");
    late.get("/quan-tri").await.is(503);
    // Readers notice nothing.
    world.visitor(site).get("/").await.is(200);
    world.visitor(site).get("/kien-nghi/gui").await.is(200);

    // 05:10.
    world.clock.pass(TimeDelta::hours(7));
    signed_in(&world, site, Role::Editor).await.get("/quan-tri").await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_day_of_a_flood_editors_work_through_the_night() {
    let world = limited(at_night).await;
    world.clock.pass(TimeDelta::hours(15));
    let (editor, _, page) =
        sign_in(&world.visitor("soyte"), &login("soyte", Role::Editor), PASSWORD).await;
    page.is(503);
    let now = world.app.now();
    let urgent = Notice {
        id: Uuid::new_v4(),
        kind: Kind::Urgent,
        words: Names { vi: "Lũ về sông Hiếu".into(), en: None },
        link: None,
        from_at: now,
        until_at: None,
        read_only: false,
        set_at: now,
        withdrawn_at: None,
    };
    let set = async |notice: Notice| {
        let ctx = portal_core::Ctx::system(&world.app, world.site("quangtri"));
        let mut tx = world.app.begin_platform(&ctx).await.unwrap();
        notice::set(&mut tx, notice).await.unwrap();
        tx.commit().await.unwrap();
        let conn = world.app.db().platform().await.unwrap();
        notice::load(&world.app, &conn).await.unwrap();
    };
    set(urgent.clone()).await;
    editor.get("/quan-tri").await.is(200);
    set(Notice { withdrawn_at: Some(now), ..urgent }).await;
    editor.get("/quan-tri").await.is(503);
}

/// Signs in from an address.
async fn signed_in_from<'a>(
    world: &'a World,
    address: [u8; 4],
    code: &str,
    role: Role,
) -> Browser<'a> {
    let visitor = world.visitor(code).from_address(address);
    let (browser, _, page) = sign_in(&visitor, &login(code, role), PASSWORD).await;
    page.is(200);
    browser
}
