//! Proving anew who one is (R-A3): before roles are given or taken and before data of people goes out,
//! on every site, on the province's host.

use chrono::TimeDelta;
use portal_core::{
    Access, Permission, Role, RouteCard,
    routes::HttpMethod,
    testing::{Answer, Browser, World},
};

use crate::{
    editorial::key,
    matrix::concrete,
    world::{PASSWORD, login, person_id, signed_in, world},
};

const MEMBERS: &str = "/quan-tri/thanh-vien";
const PROOF: &str = "/tai-khoan/xac-thuc/xac-nhan";
const PROVINCE: &str = "www.quangtri.localhost";
const COMMUNE: &str = "donggiang.dongha.quangtri.localhost";
const CODE: &str = "donggiang.dongha";

/// The life of a proof, and not a moment more.
fn five_minutes_pass(world: &World) {
    world.clock.pass(TimeDelta::minutes(5));
}

/// Goes where an answer leads and gives the password there; gives where that leads.
async fn prove<'a>(browser: &Browser<'a>, answer: Answer) -> (Browser<'a>, String, Answer) {
    let (province, _, form) = browser.follow(answer).await;
    assert_eq!(province.host(), PROVINCE);
    let form = form.is(200).shows(&format!("action=\"{PROOF}\""));
    let [site, next, sign_in] = ["trang", "tiep", "phien"].map(|field| form.field(field));
    let way = [("trang", site.as_str()), ("tiep", &next), ("phien", &sign_in)];
    let wrong = [("password", "Not the password 1")].into_iter().chain(way);
    // A slip of the finger does not lose the way.
    assert_eq!(province.post(PROOF, wrong).await.is(422).field("tiep"), next);
    let right = [("password", PASSWORD)].into_iter().chain(way);
    let answer = province.post(PROOF, right).await.is(200);
    province.follow(answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_given_only_by_whoever_has_proved_lately_who_they_are() {
    let world = world().await;
    let admin = signed_in(&world, CODE, Role::UnitAdministrator).await;
    // Whoever has just signed in has proved it.
    admin.get(MEMBERS).await.is(200).shows("name=\"login\"");
    five_minutes_pass(&world);
    let member = [("login", "le.chi"), ("name", "Lê Thị Chi"), ("role", "editor")];
    let member = || member.into_iter().map(|(name, value)| (name, value.to_owned()));
    let form = || member().chain([("form_key", key())]);
    let refused = admin.post(MEMBERS, form()).await.is(401);
    // What was typed is not lost.
    refused.shows("Gửi lại").shows("value=\"Lê Thị Chi\"").shows(&format!("{PROVINCE}{PROOF}?"));
    let known = "select count(*) from people where login = 'le.chi'";
    assert_eq!(world.count(known).await, 0);

    // The list is there to read; the form asks first.
    let editor = login(CODE, Role::Editor);
    let page = admin.get(MEMBERS).await.is(200).hides("name=\"login\"").shows(&editor).text();
    let (_, query) = page.split_once(&format!("{PROVINCE}{PROOF}?")).expect("a way there");
    let query = query.split('"').next().unwrap().replace("&amp;", "&");
    let link = format!("{PROOF}?{query}");
    let province = admin.at_host(PROVINCE);
    let (there, path, page) = prove(&province, province.get(&link).await).await;
    assert_eq!((there.host(), path.as_str()), (COMMUNE, "/quan-tri/thanh-vien#add"));
    page.is(200).shows("name=\"login\"");
    admin.post(MEMBERS, form()).await.is(200).shows("le.chi");
    assert_eq!(world.count(known).await, 1);
    let told = "select count(*) from facts where kind = 'auth.proved-again'";
    assert_eq!(world.count(told).await, 1);

    five_minutes_pass(&world);
    admin.post(MEMBERS, form()).await.is(401);
    admin.get(MEMBERS).await.is(200).hides("name=\"login\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_taken_only_by_whoever_has_proved_lately_who_they_are() {
    let world = world().await;
    let admin = signed_in(&world, CODE, Role::UnitAdministrator).await;
    let editor = person_id(&world, CODE, Role::Editor).await;
    let roles = format!("select count(*) from grants where person_id = {editor}");
    let grant = world.count(&format!("select id from grants where person_id = {editor}")).await;
    let path = format!("{MEMBERS}/{editor}/{grant}/thoi");
    five_minutes_pass(&world);
    admin.post(&path, [("x", "y")]).await.is(401);
    assert_eq!(world.count(&roles).await, 1);
    let (there, at, page) = prove(&admin, admin.get(&path).await).await;
    assert_eq!((there.host(), &at), (COMMUNE, &path));
    page.is(200);
    there.post(&path, [("x", "y")]).await.redirects();
    assert_eq!(world.count(&roles).await, 0);

    // Rights are lent, too.
    let approver = signed_in(&world, CODE, Role::Approver).await;
    approver.get("/quan-tri/uy-quyen").await.is(200).shows("name=\"deputy\"");
    five_minutes_pass(&world);
    let page = approver.get("/quan-tri/uy-quyen").await.is(200);
    page.hides("name=\"deputy\"").shows("Xác nhận danh tính");
    approver.post("/quan-tri/uy-quyen", [("form_key", key())]).await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_people_goes_out_only_to_whoever_has_proved_lately_who_they_are() {
    let world = world().await;
    let register = "/quan-tri/kien-nghi/so?format=csv";
    let exported = "select count(*) from facts where kind = 'petitions.register.exported'";
    let officer = signed_in(&world, CODE, Role::PetitionOfficer).await;
    officer.get(register).await.is(200);
    five_minutes_pass(&world);
    officer.post("/quan-tri/kien-nghi/so", [("format", "csv")]).await.is(401).shows("Gửi lại");
    assert_eq!(world.count(exported).await, 0);
    let (there, at, file) = prove(&officer, officer.get(register).await).await;
    assert_eq!((there.host(), at.as_str()), (COMMUNE, register));
    assert!(file.is(200).header("content-disposition").contains("so-kien-nghi.csv"));
    officer.post("/quan-tri/kien-nghi/so", [("format", "csv")]).await.is(200);
    assert_eq!(world.count(exported).await, 1);
    five_minutes_pass(&world);
    officer.post("/quan-tri/kien-nghi/so", [("format", "csv")]).await.is(401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_of_ones_own_sign_in_and_of_no_other() {
    let world = world().await;
    let desk = signed_in(&world, CODE, Role::UnitAdministrator).await;
    five_minutes_pass(&world);
    // Somebody who is signed in at another browser too: an unlocked desk stays as it is.
    let home = signed_in(&world, CODE, Role::UnitAdministrator).await;
    home.get(MEMBERS).await.is(200).shows("name=\"login\"");
    desk.get(MEMBERS).await.is(200).hides("name=\"login\"");
    // Nor does anybody prove somebody else's by its number.
    let number = world.count("select min(id) from sign_ins").await.to_string();
    let other = signed_in(&world, "soyte", Role::Editor).await.at_host(PROVINCE);
    let fields = [("password", PASSWORD), ("phien", number.as_str())];
    other.post(PROOF, fields).await.is(200);
    desk.get(MEMBERS).await.is(200).hides("name=\"login\"");
    // Not on a unit's site: no password is typed there.
    desk.post(PROOF, [("password", PASSWORD)]).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_longer_signed_in_at_the_province_signs_in_and_comes_back() {
    let world = world().await;
    let admin = signed_in(&world, CODE, Role::UnitAdministrator).await;
    five_minutes_pass(&world);
    admin.at_host(PROVINCE).put_cookie("__Host-session", "over");
    let path = format!("{MEMBERS}/{}/0/thoi", person_id(&world, CODE, Role::Editor).await);
    let (province, at, form) = admin.follow(admin.get(&path).await).await;
    assert!(at.starts_with("/dang-nhap?"), "{at}");
    let (name, next) = (login(CODE, Role::UnitAdministrator), form.is(200).field("tiep"));
    let fields = [("login", name.as_str()), ("password", PASSWORD), ("tiep", next.as_str())];
    let answer = province.post("/dang-nhap", fields).await;
    let (there, at, page) = prove(&province, answer).await;
    // Past the gate: there is no such grant.
    assert_eq!((there.host(), &at), (COMMUNE, &path));
    page.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_leads_to_pages_of_ours_alone() {
    let world = world().await;
    let browser = signed_in(&world, "soyte", Role::Editor).await.at_host(PROVINCE);
    let soyte = world.site("soyte").id.to_string();
    let home = format!("http://{PROVINCE}/tai-khoan/xac-thuc");
    for (site, next, leads) in [
        (
            soyte.as_str(),
            "/quan-tri?tab=mine",
            Some("http://soyte.quangtri.localhost/quan-tri?tab=mine"),
        ),
        // Nothing to go on to: what waits is on another page.
        (&soyte, "https://evil.vn/", None),
        (&soyte, "//evil.vn/", None),
        (&soyte, "/\\evil.vn", None),
        (&soyte, "javascript:alert(1)", None),
        (&soyte, "/a\r\nb: c", None),
        // Not a site of ours.
        ("999999", "/quan-tri", Some(&home)),
        ("evil.vn", "/quan-tri", Some(&home)),
        ("", "https://evil.vn/", Some(&home)),
    ] {
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("trang", site), ("tiep", next)])
            .finish();
        let page = browser.get(&format!("{PROOF}?{query}")).await.is(200).text();
        assert!(!page.contains("href=\"https://evil") && !page.contains("href=\"//evil"), "{next}");
        let fields = [("password", PASSWORD), ("trang", site), ("tiep", next)];
        let answer = browser.post(PROOF, fields).await.is(200);
        assert_eq!(answer.leads_to().as_deref(), leads, "{site} {next:?}");
    }
}

/// What changes who may do what, and what takes data of people out.
const PROVED: [(HttpMethod, &str); 21] = [
    (HttpMethod::Get, "/quan-tri/kien-nghi/so"),
    (HttpMethod::Get, "/quan-tri/thanh-vien/{person}/{grant}/thoi"),
    (HttpMethod::Get, "/tai-khoan/xac-thuc/bo/{what}"),
    (HttpMethod::Get, "/tai-khoan/xac-thuc/khoa"),
    (HttpMethod::Get, "/tai-khoan/xac-thuc/ma-du-phong"),
    (HttpMethod::Get, "/tai-khoan/xac-thuc/ung-dung"),
    (HttpMethod::Post, "/nen-tang/nguoi/{id}/khoa"),
    (HttpMethod::Post, "/nen-tang/nguoi/{id}/mo-khoa"),
    (HttpMethod::Post, "/nen-tang/nhat-ky/xuat"),
    (HttpMethod::Post, "/nen-tang/quen-mat-khau/{id}"),
    (HttpMethod::Post, "/quan-tri/kien-nghi/so"),
    (HttpMethod::Post, "/quan-tri/nhat-ky/xuat"),
    (HttpMethod::Post, "/quan-tri/thanh-vien"),
    (HttpMethod::Post, "/quan-tri/thanh-vien/{person}/{grant}/thoi"),
    (HttpMethod::Post, "/quan-tri/uy-quyen"),
    (HttpMethod::Post, "/quan-tri/uy-quyen/{id}/cham-dut"),
    (HttpMethod::Post, "/tai-khoan/xac-thuc/bo/{what}"),
    (HttpMethod::Post, "/tai-khoan/xac-thuc/khoa"),
    (HttpMethod::Post, "/tai-khoan/xac-thuc/khoa/bat-dau"),
    (HttpMethod::Post, "/tai-khoan/xac-thuc/ma-du-phong"),
    (HttpMethod::Post, "/tai-khoan/xac-thuc/ung-dung"),
];

/// Somebody whom a route lets in, and a site where it is.
fn whom(card: &RouteCard) -> (&'static str, Role) {
    let role_of = |permission: Permission| permission.roles.iter().copied().max().unwrap();
    match card.access {
        Access::Platform(permission) if permission.roles.contains(&Role::Platform) => {
            ("quangtri", Role::Platform)
        }
        Access::Platform(permission) => ("quangtri", role_of(permission)),
        Access::Staff(permission) if role_of(permission) == Role::Platform => {
            ("quangtri", Role::Platform)
        }
        Access::Staff(permission) => ("soyte", role_of(permission)),
        _ => ("quangtri", Role::Editor),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_asks_for_a_proof_lets_nobody_past_without_one() {
    let world = world().await;
    let mut cards: Vec<RouteCard> = world.front.cards().to_vec();
    cards.retain(|card| card.proved);
    for (method, path) in PROVED {
        let found = cards.iter().any(|card| card.method == method && card.path == path);
        assert!(found, "{method:?} {path} asks for no proof");
    }
    assert_eq!(cards.len(), PROVED.len(), "the list above");
    for card in cards {
        let (code, role) = whom(&card);
        let browser = signed_in(&world, code, role).await;
        let (path, what) = (concrete(card.path), format!("{:?} {}", card.method, card.path));
        let ask = async || match card.method {
            HttpMethod::Get => browser.get(&path).await,
            HttpMethod::Post => browser.post(&path, [("x", "y")]).await,
        };
        let fresh = ask().await;
        assert!(fresh.status != 401 && !fresh.header("location").contains(PROOF), "{what}");
        five_minutes_pass(&world);
        let stale = ask().await;
        match card.method {
            HttpMethod::Get => assert!(stale.redirects().contains(PROOF), "{what}"),
            HttpMethod::Post => assert_eq!(stale.status, 401, "{what}"),
        }
    }
}
