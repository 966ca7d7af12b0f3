//! The second factor (R-A3): at sign-in, where it is required, and in its owner's hands.

use chrono::TimeDelta;
use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};
use totp_rs::{Builder, Secret};

use crate::world::{PASSWORD, login, signed_in, world};

const CHALLENGE: &str = "/dang-nhap/xac-thuc";
const ENROL: &str = "/dang-nhap/xac-thuc/thiet-lap";
const ACCOUNT: &str = "/tai-khoan/xac-thuc";
const PROVINCE: &str = "www.quangtri.localhost";
const SOYTE: &str = "soyte.quangtri.localhost";

/// The app on somebody's telephone: what it read from the page, and the portal's clock.
struct App(String);

impl App {
    /// Types the secret that a page shows.
    fn reading(page: &Answer) -> Self {
        let text = page.text();
        let secret = text.split("class=\"secret\"").nth(1).expect("a secret on the page");
        let secret = secret.split(['>', '<']).nth(1).expect("its text");
        Self(secret.split_whitespace().collect())
    }

    fn code(&self, world: &World) -> String {
        let secret = Secret::try_from_base32(&self.0).expect("base 32");
        let seconds = u64::try_from(world.app.now().timestamp()).expect("after 1970");
        Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
    }
}

/// The next code of every app.
fn wait_for_a_code(world: &World) {
    world.clock.pass(TimeDelta::seconds(30));
}

/// A browser at the province's sign-in.
fn visitor(world: &World) -> Browser<'_> {
    world.visitor("quangtri")
}

/// Somebody with a role on a site, signed in there, at the province's host.
async fn owner(world: &World, role: Role) -> Browser<'_> {
    signed_in(world, "soyte", role).await.at_host(PROVINCE)
}

async fn password(browser: &Browser<'_>, login: &str) -> Answer {
    browser.post("/dang-nhap", [("login", login), ("password", PASSWORD)]).await
}

/// Demands that an answer leads to the desk of soyte, and that it opens.
async fn leads_to_desk(browser: &Browser<'_>, answer: Answer) {
    let (there, path, page) = browser.follow(answer).await;
    assert_eq!((there.host(), path.as_str()), (SOYTE, "/quan-tri"));
    page.is(200);
}

/// Adds an app to the account of somebody who has just signed in, at the province's host; gives it,
/// and the recovery codes.
async fn add_app(world: &World, browser: &Browser<'_>) -> (App, Vec<String>) {
    let form = format!("{ACCOUNT}/ung-dung");
    let page = browser.get(&form).await.is(200);
    let app = App::reading(&page);
    let (key, offer, code) = (page.field("form_key"), page.field("offer"), app.code(world));
    let fields = [("form_key", &key), ("offer", &offer), ("code", &code)];
    let answer = browser.post(&form, fields).await.is(200);
    (app, codes_on(&answer))
}

fn codes_on(page: &Answer) -> Vec<String> {
    let text = page.text();
    let list = text.split("class=\"codes\"").nth(1).expect("codes on the page");
    let list = list.split("</ol>").next().unwrap();
    list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap().to_owned()).collect()
}

/// Whether a browser is signed in: at the province, and so at the desk of soyte.
async fn is_in(browser: &Browser<'_>) -> bool {
    let there = browser.at_host(SOYTE);
    let (there, path, page) = there.follow(there.get("/quan-tri").await).await;
    let at_desk = (there.host(), path.as_str()) == (SOYTE, "/quan-tri") || path.is_empty();
    let in_there = at_desk && page.status.as_u16() == 200;
    let in_here = browser.at_host(PROVINCE).get("/tai-khoan").await.status.as_u16() == 200;
    assert_eq!(in_here, in_there, "a sign-in serves all sites");
    in_here
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_with_an_app_is_asked_for_its_code_and_each_code_is_good_once() {
    let world = world().await;
    let (app, codes) = add_app(&world, &owner(&world, Role::Editor).await).await;
    assert_eq!(codes.len(), 10);
    let who = login("soyte", Role::Editor);

    wait_for_a_code(&world);
    let browser = visitor(&world);
    assert_eq!(password(&browser, &who).await.redirects(), CHALLENGE);
    assert!(!is_in(&browser).await, "the password alone opens nothing");
    browser.get(CHALLENGE).await.is(200).shows("autocomplete=\"one-time-code\"").shows(&who);
    let code = app.code(&world);
    leads_to_desk(&browser, browser.post(CHALLENGE, [("code", &code)]).await).await;
    assert!(is_in(&browser).await);

    // The same code again, in another browser: seen over a shoulder.
    let thief = visitor(&world);
    password(&thief, &who).await.redirects();
    thief.post(CHALLENGE, [("code", &code)]).await.is(422).shows("aria-invalid=\"true\"");
    assert!(!is_in(&thief).await);
    wait_for_a_code(&world);
    leads_to_desk(&thief, thief.post(CHALLENGE, [("code", app.code(&world))]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_used_to_set_the_app_up_does_not_sign_in() {
    let world = world().await;
    let (app, _) = add_app(&world, &owner(&world, Role::Editor).await).await;
    let browser = visitor(&world);
    password(&browser, &login("soyte", Role::Editor)).await.redirects();
    browser.post(CHALLENGE, [("code", app.code(&world))]).await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_answers_end_a_sign_in_and_lock_out_nobody() {
    let world = world().await;
    let (app, _) = add_app(&world, &owner(&world, Role::Editor).await).await;
    let who = login("soyte", Role::Editor);
    wait_for_a_code(&world);
    let guesser = visitor(&world);
    password(&guesser, &who).await.redirects();
    let right = app.code(&world);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    // An empty form is no answer.
    guesser.post(CHALLENGE, [("code", "")]).await.is(422);
    for left in (1..5).rev() {
        let answer = guesser.post(CHALLENGE, [("code", wrong)]).await.is(422);
        answer.shows(&format!("Còn {left} lần thử"));
    }
    guesser.post(CHALLENGE, [("code", wrong)]).await.is(422).shows("đã kết thúc");
    guesser.post(CHALLENGE, [("code", &right)]).await.is(422);
    assert!(!is_in(&guesser).await);
    assert_eq!(
        world.count("select count(*) from facts where kind = 'auth.second-factor.failed'").await,
        5
    );

    let owner = visitor(&world);
    password(&owner, &who).await.redirects();
    leads_to_desk(&owner, owner.post(CHALLENGE, [("code", &right)]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_waits_ten_minutes_in_the_browser_that_gave_the_password() {
    let world = world().await;
    let (app, _) = add_app(&world, &owner(&world, Role::Editor).await).await;
    let who = login("soyte", Role::Editor);
    wait_for_a_code(&world);
    let (browser, other) = (visitor(&world), visitor(&world));
    password(&browser, &who).await.redirects();
    assert_eq!(other.get(CHALLENGE).await.redirects(), "/dang-nhap");
    other.post(CHALLENGE, [("code", app.code(&world))]).await.is(422).shows("đã kết thúc");
    assert!(!is_in(&other).await);

    world.clock.pass(TimeDelta::minutes(10));
    assert_eq!(browser.get(CHALLENGE).await.redirects(), "/dang-nhap");
    browser.post(CHALLENGE, [("code", app.code(&world))]).await.is(422);
    assert!(!is_in(&browser).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_answer_with_one_waiting_sign_in_get_one_session() {
    let world = world().await;
    let (_, codes) = add_app(&world, &owner(&world, Role::Editor).await).await;
    let (one, other) = (visitor(&world), visitor(&world));
    password(&one, &login("soyte", Role::Editor)).await.redirects();
    other.take_cookies(&one);
    let (first, second) = tokio::join!(
        one.post(CHALLENGE, [("recovery", &codes[0])]),
        other.post(CHALLENGE, [("recovery", &codes[1])]),
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
    let winner = if first.status == 200 { (&one, first) } else { (&other, second) };
    leads_to_desk(winner.0, winner.1).await;
    let sessions = "select count(*) from sign_ins";
    assert_eq!(world.count(sessions).await, 2, "the owner's, and the winner's");
    let used = "select count(*) from recovery_codes where used_at is not null";
    assert_eq!(world.count(used).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_opens_once_and_new_ones_replace_the_old() {
    let world = world().await;
    let owner = owner(&world, Role::Editor).await;
    let (_, codes) = add_app(&world, &owner).await;
    let who = login("soyte", Role::Editor);
    let browser = visitor(&world);
    password(&browser, &who).await.redirects();
    browser.get(&format!("{CHALLENGE}?cach=du-phong")).await.is(200).shows("name=\"recovery\"");
    let typed = codes[0].to_uppercase().replace('-', " ");
    leads_to_desk(&browser, browser.post(CHALLENGE, [("recovery", &typed)]).await).await;
    assert!(is_in(&browser).await);
    let again = visitor(&world);
    password(&again, &who).await.redirects();
    again.post(CHALLENGE, [("recovery", &codes[0])]).await.is(422);

    let form = format!("{ACCOUNT}/ma-du-phong");
    let key = owner.get(&form).await.is(200).field("form_key");
    let new = codes_on(&owner.post(&form, [("form_key", &key)]).await.is(200));
    again.post(CHALLENGE, [("recovery", &codes[1])]).await.is(422);
    leads_to_desk(&again, again.post(CHALLENGE, [("recovery", &new[0])]).await).await;
    assert!(is_in(&again).await);
    // The same form again shows nothing.
    let location = owner.post(&form, [("form_key", &key)]).await.redirects();
    assert_eq!(location, format!("{ACCOUNT}?xong=there"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_required_an_approver_sets_it_up_on_the_way_in_and_a_collaborator_does_not() {
    let world = world().await;
    let site = world.site("soyte").id;
    world
        .execute(&format!(
            "insert into site_settings (site_id, key, value) values ({site}, 'second_factor', '\"required\"')"
        ))
        .await;
    portal_core::node::load_sites(&world.app).await.unwrap();

    let collaborator = visitor(&world);
    let answer = password(&collaborator, &login("soyte", Role::Collaborator)).await;
    leads_to_desk(&collaborator, answer).await;

    let approver = visitor(&world);
    let who = login("soyte", Role::Approver);
    assert_eq!(password(&approver, &who).await.redirects(), ENROL);
    assert!(!is_in(&approver).await);
    assert_eq!(approver.get(CHALLENGE).await.redirects(), ENROL);
    // Somebody else knows the password, and waits at the same door.
    let thief = visitor(&world);
    assert_eq!(password(&thief, &who).await.redirects(), ENROL);
    let bait = thief.get(ENROL).await.is(200);

    let page = approver.get(ENROL).await.is(200);
    let (app, offer) = (App::reading(&page), page.field("offer"));
    let wrong = approver.post(ENROL, [("offer", offer.as_str()), ("code", "12")]).await.is(422);
    assert_eq!(App::reading(&wrong).0, app.0, "a slip of the finger does not change the secret");
    let code = app.code(&world);
    let codes = approver.post(ENROL, [("offer", &offer), ("code", &code)]).await.is(200);
    assert_eq!(codes_on(&codes).len(), 10);
    let text = codes.text();
    let (_, on) = text.split_once("btn-main\" href=\"http://soyte.quangtri.localhost").unwrap();
    let on = on.split('"').next().unwrap();
    let there = approver.at_host(SOYTE);
    leads_to_desk(&there, there.get(on).await).await;
    assert!(is_in(&approver).await);

    let (offer, code) = (bait.field("offer"), App::reading(&bait).code(&world));
    thief.post(ENROL, [("offer", &offer), ("code", &code)]).await.is(422);
    assert!(!is_in(&thief).await);

    // What is required cannot be taken away altogether.
    let refused = approver.post(&format!("{ACCOUNT}/bo/ung-dung"), [("x", "y")]).await.is(409);
    refused.shows("Hãy thêm cách xác thực khác");
}

#[tokio::test(flavor = "multi_thread")]
async fn factors_are_changed_only_by_whoever_proves_again_who_they_are() {
    let world = world().await;
    let owner = owner(&world, Role::Editor).await;
    let (app, _) = add_app(&world, &owner).await;
    world.clock.pass(TimeDelta::minutes(5));
    for page in ["ung-dung", "ma-du-phong", "bo/ung-dung"] {
        let to = owner.get(&format!("{ACCOUNT}/{page}")).await.redirects();
        assert!(to.starts_with(&format!("http://{PROVINCE}{ACCOUNT}/xac-nhan?")), "{to}");
    }
    owner.post(&format!("{ACCOUNT}/bo/ung-dung"), [("x", "y")]).await.is(401);
    let again = format!("{ACCOUNT}/xac-nhan");
    owner.post(&again, [("password", "Not the password 1")]).await.is(422);
    owner.post(&again, [("code", "000000")]).await.is(422);
    let fields = [("code", app.code(&world)), ("tiep", "https://elsewhere.vn".to_owned())];
    let to = owner.post(&again, fields).await.is(200).leads_to();
    assert_eq!(to, Some(format!("http://{PROVINCE}{ACCOUNT}")));

    owner.get(&format!("{ACCOUNT}/bo/ung-dung")).await.is(200).shows("cách xác thực cuối cùng");
    let to = owner.post(&format!("{ACCOUNT}/bo/ung-dung"), [("x", "y")]).await.redirects();
    assert_eq!(to, format!("{ACCOUNT}?xong=removed"));
    assert_eq!(world.count("select count(*) from recovery_codes").await, 0);
    let next_time = visitor(&world);
    leads_to_desk(&next_time, password(&next_time, &login("soyte", Role::Editor)).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_does_not_hold_the_secret_and_sites_do_not_see_the_tables() {
    let world = world().await;
    let (app, codes) = add_app(&world, &owner(&world, Role::Editor).await).await;
    let secret = Secret::try_from_base32(&app.0).unwrap();
    let hex: String = secret.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    for kept in [&hex, &app.0, &codes[0], &codes[0].replace('-', "")] {
        for table in ["totp_factors", "recovery_codes", "facts", "pending_sign_ins"] {
            let found = format!("select count(*) from {table} t where t::text ilike '%{kept}%'");
            assert_eq!(world.count(&found).await, 0, "{table}");
        }
    }
    assert_eq!(world.count("select count(*) from totp_factors where length(secret) > 36").await, 1);
    for table in ["totp_factors", "passkeys", "recovery_codes", "pending_sign_ins"] {
        let may = format!(
            "select count(*) from (select 1 where has_table_privilege('portal_request', '{table}', 'select, insert, update, delete')) x"
        );
        assert_eq!(world.count(&may).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_lost_everything_is_reset_by_the_platform() {
    let world = world().await;
    let owner = owner(&world, Role::Editor).await;
    add_app(&world, &owner).await;
    let who = login("soyte", Role::Editor);
    let ctx = portal_core::Ctx::system_of_province(&world.app).unwrap();
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    let person = portal_core::people::by_login(&tx, &who).await.unwrap().unwrap().id;
    let person = portal_core::PersonId(person);
    assert!(portal_auth::factor::reset(&mut tx, person).await.unwrap());
    tx.commit().await.unwrap();
    world.follow().await;
    assert!(!is_in(&owner).await, "whoever has the telephone may have the session as well");
    let browser = visitor(&world);
    leads_to_desk(&browser, password(&browser, &who).await).await;
    browser.get(ACCOUNT).await.is(200).shows("mới chỉ có mật khẩu");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_staff_require_it_on_a_site_see_who_did_and_take_it_back() {
    let world = world().await;
    let desk = signed_in(&world, "quangtri", Role::Platform).await;
    let page = "/nen-tang/site/soyte";
    let switch = format!("{page}/xac-thuc");
    let key = desk.get(page).await.is(200).field("form_key");
    let to = desk.post(&switch, [("form_key", key.as_str()), ("on", "1")]).await.redirects();
    assert_eq!(to, format!("{page}?xong=xac-thuc"));
    world.follow().await;
    let required = portal_core::site::SecondFactor::Required;
    assert_eq!(world.site("soyte").second_factor, required);
    assert_ne!(world.site("sonoivu").second_factor, required);
    let approver = visitor(&world);
    let who = login("soyte", Role::Approver);
    assert_eq!(password(&approver, &who).await.redirects(), ENROL);

    let shown = desk.get(&to).await.is(200).shows("bắt buộc xác thực hai lớp");
    let (key, fact) = (shown.field("form_key"), shown.field("fact"));
    let undo = [("form_key", key.as_str()), ("fact", fact.as_str())];
    desk.post(&format!("{page}/hoan-lai"), undo).await.redirects();
    world.follow().await;
    assert_ne!(world.site("soyte").second_factor, required);
    let approver = visitor(&world);
    leads_to_desk(&approver, password(&approver, &who).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_wrong_codes_pause_the_app_and_leave_the_paper() {
    let world = world().await;
    let (app, codes) = add_app(&world, &owner(&world, Role::Editor).await).await;
    wait_for_a_code(&world);
    let who = login("soyte", Role::Editor);
    let browser = visitor(&world);
    password(&browser, &who).await.redirects();
    browser.post(CHALLENGE, [("code", "12")]).await.is(422);
    assert_eq!(world.count("select wrong from totp_factors").await, 1);
    world.execute("update totp_factors set wrong = 100").await;
    let answer = browser.post(CHALLENGE, [("code", app.code(&world))]).await.is(422);
    answer.shows("không được nhận trong 24 giờ");
    leads_to_desk(&browser, browser.post(CHALLENGE, [("recovery", &codes[0])]).await).await;
    assert!(is_in(&browser).await);

    world.clock.pass(TimeDelta::hours(24));
    let browser = visitor(&world);
    password(&browser, &who).await.redirects();
    leads_to_desk(&browser, browser.post(CHALLENGE, [("code", app.code(&world))]).await).await;
    assert_eq!(world.count("select wrong from totp_factors").await, 0);
}

/// Asks to change a password that is known.
async fn change(browser: &Browser<'_>, login: &str, (old, new): (&str, &str)) -> Answer {
    let fields = [("login", login), ("password", old), ("new", new), ("again", new)];
    browser.post("/dang-nhap/doi-mat-khau", fields).await
}

const NEW: &str = "Hien-Luong 1954 doi bo";
const SET: &str = "select count(*) from facts where kind = 'auth.password.set'";

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_only_once_the_second_factor_is_proved() {
    let world = world().await;
    let owner = owner(&world, Role::Editor).await;
    let (app, _) = add_app(&world, &owner).await;
    let who = login("soyte", Role::Editor);
    let hashes = "select count(distinct password_hash) from password_history h join people p on p.id = h.person_id where p.login = 'editor.soyte'";
    wait_for_a_code(&world);

    let thief = visitor(&world);
    assert_eq!(change(&thief, &who, (PASSWORD, NEW)).await.redirects(), CHALLENGE);
    thief.post(CHALLENGE, [("code", "12")]).await.is(422);
    assert!(!is_in(&thief).await && is_in(&owner).await);
    assert_eq!((world.count(SET).await, world.count(hashes).await), (0, 1));
    let fields = [("login", who.as_str()), ("password", NEW)];
    visitor(&world).post("/dang-nhap", fields).await.is(422);
    // The old one still works; a sign-in that asked for no change makes none.
    let browser = visitor(&world);
    assert_eq!(password(&browser, &who).await.redirects(), CHALLENGE);
    leads_to_desk(&browser, browser.post(CHALLENGE, [("code", app.code(&world))]).await).await;
    assert_eq!(world.count(SET).await, 0);

    // With the code it is changed; everybody else is out, and waits no longer.
    wait_for_a_code(&world);
    let mine = visitor(&world);
    assert_eq!(change(&mine, &who, (PASSWORD, NEW)).await.redirects(), CHALLENGE);
    leads_to_desk(&mine, mine.post(CHALLENGE, [("code", app.code(&world))]).await).await;
    world.follow().await;
    assert!(is_in(&mine).await && !is_in(&owner).await && !is_in(&browser).await);
    assert_eq!((world.count(SET).await, world.count(hashes).await), (1, 2));
    assert_eq!(world.count("select count(*) from pending_sign_ins").await, 0);
    password(&visitor(&world), &who).await.is(422);
    assert_eq!(visitor(&world).post("/dang-nhap", fields).await.redirects(), CHALLENGE);
    // It does not come back.
    let again = change(&visitor(&world), &who, (NEW, PASSWORD)).await;
    assert_ne!(again.status, 303, "one of the last ten");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_changed_where_a_factor_is_required_waits_until_one_is_set_up() {
    let world = world().await;
    let site = world.site("soyte").id;
    world
        .execute(&format!(
            "insert into site_settings (site_id, key, value) values ({site}, 'second_factor', '\"required\"')"
        ))
        .await;
    portal_core::node::load_sites(&world.app).await.unwrap();
    let who = login("soyte", Role::Approver);
    let browser = visitor(&world);
    assert_eq!(change(&browser, &who, (PASSWORD, NEW)).await.redirects(), ENROL);
    assert_eq!(world.count(SET).await, 0);
    let page = browser.get(ENROL).await.is(200);
    let (offer, code) = (page.field("offer"), App::reading(&page).code(&world));
    browser.post(ENROL, [("offer", &offer), ("code", &code)]).await.is(200);
    assert_eq!(world.count(SET).await, 1);
    assert!(is_in(&browser).await);
    password(&visitor(&world), &who).await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn factors_are_looked_after_on_the_provinces_host_only() {
    let world = world().await;
    let there = signed_in(&world, "soyte", Role::Editor).await;
    for page in ["", "/xac-nhan", "/ung-dung", "/khoa", "/ma-du-phong", "/bo/ung-dung"] {
        let to = there.get(&format!("{ACCOUNT}{page}")).await.leads_to();
        // Passkeys are not even mentioned there.
        if page != "/khoa" {
            assert_eq!(to, Some(format!("http://{PROVINCE}{ACCOUNT}")), "{page}");
        }
    }
    there.post(&format!("{ACCOUNT}/xac-nhan"), [("password", PASSWORD)]).await.is(404);
    there.at_host(PROVINCE).get("/tai-khoan").await.is(200).shows(&format!("href=\"{ACCOUNT}\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_approves_by_delegation_needs_one_too() {
    let world = world().await;
    let site = world.site("soyte").id;
    let setting = format!("({site}, 'second_factor', '\"required\"')");
    world
        .execute(&format!("insert into site_settings (site_id, key, value) values {setting}"))
        .await;
    portal_core::node::load_sites(&world.app).await.unwrap();
    let who = login("soyte", Role::Editor);
    let editor = visitor(&world);
    let answer = password(&editor, &who).await;
    leads_to_desk(&editor, answer).await;
    let lender = login("soyte", Role::Approver);
    world
        .execute(&format!(
            "insert into delegations (site_id, from_person, to_person, kind, starts_at, ends_at, reason, created_at) \
             select {site}, f.id, t.id, 'approval', '2026-11-20', '2026-12-20', 'Đi công tác', '2026-11-20' \
             from people f, people t where f.login = '{lender}' and t.login = '{who}'"
        ))
        .await;
    assert_eq!(password(&visitor(&world), &who).await.redirects(), ENROL);
}
