//! Roles: in sections, with ends, in words; reviewed, and kept by accounts that live (R-A3, R-A4).

use portal_core::{Lang, Role, lang::Locales};

use crate::{
    editorial::{article, key, press, written_in},
    world::{login, newcomer, person_id, section_id, signed_in, signed_in_as, world},
};

const NEWS: &str = "Tin của chuyên mục tin tức";
const ELSEWHERE: &str = "Tin của chuyên mục khác";

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_of_one_section_sees_counts_and_writes_only_there() {
    let world = world().await;
    let (news, parent, below) = (
        section_id(&world, "soyte", "tin-tuc").await,
        section_id(&world, "soyte", "gioi-thieu").await,
        world
            .count(&format!(
                "select min(id) from sections where site_id = {} and parent_id = {}",
                world.site("soyte").id,
                section_id(&world, "soyte", "gioi-thieu").await
            ))
            .await,
    );
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let in_news = written_in(&editor, &news.to_string(), NEWS).await;
    let in_below = written_in(&editor, &below.to_string(), ELSEWHERE).await;
    for item in [&in_news, &in_below] {
        press(&editor, item, "gui-duyet", &[]).await.redirects();
    }
    newcomer(&world, "soyte", "bien.tin", &[(Role::Editor, Some(news))]).await;
    newcomer(&world, "soyte", "duyet.gt", &[(Role::Approver, Some(parent))]).await;

    let of_news = signed_in_as(&world, "soyte", "bien.tin").await;
    of_news.get("/quan-tri/bai").await.is(200).shows(NEWS).hides(ELSEWHERE);
    of_news.get(&in_news).await.is(200);
    of_news.get(&in_below).await.is(404);
    let form = of_news.get("/quan-tri/bai/moi").await.is(200);
    form.shows(&format!("<option value=\"{news}\"")).hides(&format!("<option value=\"{below}\""));
    // A form that says otherwise is refused.
    let (key_1, below_1) = (key(), below.to_string());
    let mut fields = article(&below_1, "Lậu", &key_1);
    fields.push(("do", "save"));
    let answer = of_news.post("/quan-tri/bai/moi", fields).await.is(422);
    answer.shows("id=\"f-section-e\"");
    // Nor does an item leave the section by their hand.
    let edition = of_news.get(&format!("{in_news}/sua")).await.is(200).field("edition");
    let key_2 = key();
    let mut fields = article(&below_1, NEWS, &key_2);
    fields.extend([("edition", edition.as_str()), ("do", "save")]);
    of_news.post(&format!("{in_news}/sua"), fields).await.is(422).shows("id=\"f-section-e\"");

    // A role in a section holds in those below it; the tab counts what may be approved.
    let of_parent = signed_in_as(&world, "soyte", "duyet.gt").await;
    of_parent.get("/quan-tri?tab=to-approve").await.is(200).shows(ELSEWHERE).hides(NEWS);
    press(&of_parent, &in_below, "duyet", &[("dang", "1")]).await.redirects();
    of_parent.get(&in_news).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_administrator_gives_a_role_in_a_section_until_a_day() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let news = section_id(&world, "soyte", "tin-tuc").await.to_string();
    let add = |login: String, role: &'static str, section: String| {
        let fields = [
            ("form_key", key()),
            ("login", login),
            ("name", "Lê Thị Chi".to_owned()),
            ("role", role.to_owned()),
            ("section", section),
            ("until", "2026-12-31".to_owned()),
        ];
        admin.post("/quan-tri/thanh-vien", fields)
    };
    let page = admin.get("/quan-tri/thanh-vien").await.is(200);
    page.shows("Mỗi vai trò được làm gì?").shows("Duyệt, trả lại, đăng và gỡ bài của người khác");
    add("le.chi".into(), "editor", news.clone()).await.is(200).shows("le.chi");
    let page = admin.get("/quan-tri/thanh-vien").await.is(200);
    page.shows("Lê Thị Chi").shows("31/12/2026");
    assert_eq!(
        world.count(&format!("select count(*) from grants where section = {news}")).await,
        1
    );
    // The same role in the same section is the same grant with another end.
    add("le.chi".into(), "editor", news.clone()).await.redirects();
    add("le.chi".into(), "editor", String::new()).await.redirects();
    let held =
        "select count(*) from grants g join people p on p.id = g.person_id where login = 'le.chi'";
    assert_eq!(world.count(held).await, 2);
    // What is for the whole site is not limited, and what is not on the site is no section of it.
    let other = section_id(&world, "sonoivu", "tin-tuc").await.to_string();
    for (role, section) in [("unit-administrator", news.clone()), ("editor", other)] {
        add("le.chi".into(), role, section).await.is(422).shows("id=\"f-section-e\"");
    }
    // Nobody raises themselves, and a unit gives no platform role.
    let own = login("soyte", Role::UnitAdministrator);
    add(own.clone(), "approver", String::new()).await.is(422).shows("id=\"f-role-e\"");
    add(own, "unit-administrator", String::new()).await.redirects();
    add("le.chi".into(), "platform", String::new()).await.is(422).shows("id=\"f-role-e\"");
    // At the end of the last day it is over.
    world
        .execute("update grants set until = '2026-11-23T00:00:00Z' where section is not null")
        .await;
    admin.get("/quan-tri/thanh-vien").await.is(200).shows("Đã hết hạn");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_platform_people_give_the_platform_role() {
    let world = world().await;
    newcomer(
        &world,
        "quangtri",
        "tran.it",
        &[(Role::UnitAdministrator, None), (Role::Platform, None)],
    )
    .await;
    let plain = signed_in(&world, "quangtri", Role::UnitAdministrator).await;
    let both = signed_in_as(&world, "quangtri", "tran.it").await;
    let fields = || {
        let editor = login("quangtri", Role::Editor);
        [("form_key", key()), ("login", editor), ("role", "platform".to_owned())]
    };
    plain.post("/quan-tri/thanh-vien", fields()).await.is(422);
    both.post("/quan-tri/thanh-vien", fields()).await.redirects();
    let person = person_id(&world, "quangtri", Role::Editor).await;
    let grant = world
        .count(&format!("select id from grants where person_id = {person} and role = 'platform'"))
        .await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    plain.get(&path).await.is(409);
    plain.post(&path, [("x", "y")]).await.is(409);
    both.post(&path, [("x", "y")]).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_reviewed_every_half_year() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    admin.get("/quan-tri/thanh-vien").await.is(200).hides("Cần rà soát");
    let editor = person_id(&world, "soyte", Role::Editor).await;
    world
        .execute(&format!(
            "update grants set granted_at = granted_at - interval '6 months' where person_id = {editor}"
        ))
        .await;
    admin.get("/quan-tri/thanh-vien").await.is(200).shows("Cần rà soát");
    let path = format!("/quan-tri/thanh-vien/{editor}/ra-soat");
    admin.post(&path, [("x", "y")]).await.redirects();
    admin.get("/quan-tri/thanh-vien").await.is(200).hides("Cần rà soát");
    let told = "select count(*) from facts where kind = 'auth.grants.reviewed'";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_in_words_what_they_may_do_here() {
    let world = world().await;
    let news = section_id(&world, "soyte", "tin-tuc").await;
    newcomer(&world, "soyte", "bien.tin", &[(Role::Editor, Some(news))]).await;
    let editor = signed_in_as(&world, "soyte", "bien.tin").await;
    editor
        .get("/quan-tri/quyen-cua-toi")
        .await
        .is(200)
        .shows("Biên tập viên")
        .shows("Xem và sửa bài của mọi người")
        .hides("Thêm thành viên")
        .hides("Toàn trang");
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    admin.get("/quan-tri/quyen-cua-toi").await.is(200).shows("Thêm thành viên").shows("Toàn trang");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_permission_is_a_sentence_in_every_language() {
    let world = world().await;
    for lang in Lang::all() {
        let t = Locales::shipped().texts(lang);
        for module in world.app.modules().all() {
            for permission in module.permissions() {
                let key = portal_auth::rights::text_key(permission);
                let text = t.say(&key);
                assert!(text.contains(' ') && !text.contains(&key), "{lang}: {key}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_does_not_come_back() {
    use portal_auth::accounts::{NewPassword, set_password};
    let world = world().await;
    let person = portal_core::PersonId(person_id(&world, "soyte", Role::Editor).await);
    let ctx = portal_core::Ctx::system(&world.app, world.site("quangtri"));
    let set = async |text: &str| {
        let mut tx = world.app.begin_platform(&ctx).await.unwrap();
        let new = NewPassword::Given(text.to_owned().into());
        match set_password(&world.app, &mut tx, person, new, false).await {
            Ok(_) => tx.commit().await,
            Err(fault) => Err(fault),
        }
    };
    let other = |n: usize| format!("Thach-Han {n} bac cau moi");
    assert!(set(crate::world::PASSWORD).await.is_err(), "the present one");
    for n in 1..=10 {
        set(&other(n)).await.unwrap();
    }
    assert!(set(&other(1)).await.is_err(), "the tenth before");
    set(crate::world::PASSWORD).await.unwrap();
    let kept = format!("select count(*) from password_history where person_id = {person}");
    assert_eq!(world.count(&kept).await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrators_old_password_is_changed_at_sign_in_and_nobody_elses() {
    let world = world().await;
    world
        .execute("update local_credentials set changed_at = changed_at - interval '2 months'")
        .await;
    let login = login("soyte", Role::UnitAdministrator);
    let fields = [("login", login.as_str()), ("password", crate::world::PASSWORD)];
    let answer = world.visitor("quangtri").post("/dang-nhap", fields).await.is(200);
    answer.shows("đã dùng quá thời hạn").shows("name=\"again\"");
    signed_in(&world, "soyte", Role::Editor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_nobody_uses_goes_to_sleep_once_and_one_of_the_platform_stays_awake() {
    let world = world().await;
    let asleep = "select count(*) from facts where kind = 'auth.account.idle'";
    world.run_recurring().await;
    assert_eq!(world.count(asleep).await, 0);
    let all = world.count("select count(*) from people").await;
    world.clock.pass(chrono::TimeDelta::days(40));
    signed_in(&world, "soyte", Role::Editor).await;
    world.clock.pass(chrono::TimeDelta::days(6));
    world.run_recurring().await;
    // The editor used it; of the platform's people there is only one.
    assert_eq!(world.count(asleep).await, all - 2);
    assert_eq!(world.count("select count(*) from people where active").await, 2);
    world.run_recurring().await;
    assert_eq!(world.count(asleep).await, all - 2, "once a day");
    assert_eq!(world.count("select count(*) from jobs where kind like 'auth.accounts.%'").await, 0);
    let login = login("soyte", Role::Approver);
    let fields = [("login", login.as_str()), ("password", crate::world::PASSWORD)];
    world.visitor("quangtri").post("/dang-nhap", fields).await.is(422);
}
