//! Whoever leaves hands over what is unfinished (R-A4), and is out at once (R-A3).

use portal_auth::{accounts, hand_over::Successor};
use portal_core::{Ctx, PersonId, Role};

use crate::{
    editorial::{key, press, written_in},
    petition_desk,
    world::{login, newcomer, person_id, section_id, signed_in, signed_in_as, world},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_last_role_goes_only_when_somebody_takes_over_and_the_byline_stays() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let section = section_id(&world, "soyte", "tin-tuc").await.to_string();
    let draft = written_in(&writer, &section, "Bài còn dở").await;
    let waits = written_in(&writer, &section, "Bài chờ duyệt").await;
    press(&writer, &waits, "gui-duyet", &[]).await.redirects();
    let successor = newcomer(&world, "soyte", "le.chi", &[(Role::Collaborator, None)]).await;
    let chi = signed_in_as(&world, "soyte", "le.chi").await;
    chi.get(&draft).await.is(404);

    let person = person_id(&world, "soyte", Role::Collaborator).await;
    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    let page = admin.get(&path).await.is(200);
    page.shows("1 bản nháp").shows("1 bài đang chờ duyệt").shows("Để lại cho đơn vị");
    let stranger = person_id(&world, "sonoivu", Role::Editor).await.to_string();
    // Nor somebody of one section: what is handed over may stand in another.
    let limited = [(Role::Editor, Some(section_id(&world, "soyte", "gioi-thieu").await))];
    let limited = newcomer(&world, "soyte", "bien.gt", &limited).await.to_string();
    for answer in ["", "0", &stranger, &limited, &person.to_string()] {
        admin.post(&path, [("successor", answer)]).await.is(422).shows("id=\"f-successor-e\"");
    }
    let held = format!("select count(*) from grants where person_id = {person}");
    assert_eq!(world.count(&held).await, 1);
    admin.post(&path, [("successor", successor.to_string())]).await.redirects();
    assert_eq!(world.count(&held).await, 0);
    let told = format!(
        "select count(*) from facts where kind = 'auth.handed-over' \
         and data = '{{\"person\": {person}, \"to\": {successor}, \"count\": 2}}'"
    );
    assert_eq!(world.count(&told).await, 1);
    world.follow().await;

    // Whoever took over has them on the desk and goes on; the first writer's name stays.
    chi.get("/quan-tri?tab=mine").await.is(200).shows("Bài còn dở").shows("Bài chờ duyệt");
    chi.get(&draft).await.is(200).shows(&login("soyte", Role::Collaborator));
    press(&chi, &draft, "gui-duyet", &[]).await.redirects();
    // Whoever left is out.
    writer.get("/quan-tri").await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn petitions_in_charge_and_texts_being_written_go_to_whoever_takes_over() {
    let world = world().await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let role = [(Role::PetitionOfficer, None)];
    let successor = newcomer(&world, "soyte", "le.chi", &role).await;
    let mut ids = Vec::new();
    for title in ["Phụ trách", "Đang soạn", "Của người khác", "Nơi khác giữ"] {
        ids.push(petition_desk::sent(&world, title, "").await);
    }
    let [charge, written, others, elsewhere] = ids[..] else { panic!("four") };
    for id in [charge, written, others] {
        petition_desk::forward(&world, &province, id, "soyte").await;
    }
    petition_desk::post(&world, &officer, charge, "viec/nhan", &[]).await.redirects();
    petition_desk::post(&world, &officer, written, "tra-loi", &petition_desk::TEXTS)
        .await
        .redirects();
    let to = successor.to_string();
    petition_desk::post(&world, &officer, others, "viec/phan-cong", &[("officer", &to)])
        .await
        .redirects();
    // In charge at another desk, whatever stands there.
    let person = person_id(&world, "soyte", Role::PetitionOfficer).await;
    world
        .execute(&format!(
            "update petition_cases set officer_id = {person} where petition_id = {elsewhere}"
        ))
        .await;

    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    let page = admin.get(&path).await.is(200).hides("⟦");
    page.shows("1 kiến nghị đang phụ trách").shows("1 văn bản trả lời kiến nghị đang soạn");
    admin.post(&path, [("successor", "")]).await.is(422);
    admin.post(&path, [("successor", to.as_str())]).await.redirects();
    world.follow().await;
    let given = format!("select count(*) from petition_cases where officer_id = {successor}");
    assert_eq!(world.count(&given).await, 3);
    let kept = format!("select count(*) from petition_cases where officer_id = {person}");
    assert_eq!(world.count(&kept).await, 1);
    // Who wrote a text stays under it; the timeline says who is in charge now.
    let author = format!("select count(*) from petition_answers where author_id = {person}");
    assert_eq!(world.count(&author).await, 1);
    let chi = signed_in_as(&world, "soyte", "le.chi").await;
    let sheet = chi.get(&petition_desk::page(written)).await.is(200).hides("⟦");
    sheet.shows(&login("soyte", Role::PetitionOfficer)).shows("le.chi");
    let told = format!(
        "select count(*) from petition_events where kind = 'assigned' and petition_id in ({charge}, {written})"
    );
    assert_eq!(world.count(&told).await, 2);
    let told =
        "select count(*) from facts where kind = 'auth.handed-over' and data->>'count' = '2'";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_for_information_in_charge_go_to_whoever_takes_over() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let person = person_id(&world, "soyte", Role::PetitionOfficer).await;
    let (site, other) = (world.site("soyte").id, world.site("sonoivu").id);
    for (number, site, state) in
        [(1, site, "accepted"), (2, site, "answered"), (3, other, "accepted")]
    {
        world
            .execute(&format!(
                "with r as (insert into information_requests (site_id, code, secret_mac, form, \
                   channel, title, wish, received_at) values ({site}, 'TT-{number}', \
                   decode(repeat('00', 32), 'hex'), 'citizen', 'post', 'Quyết định', 'post', now()) \
                   returning id) \
                 insert into information_cases (request_id, site_id, state, officer_id) \
                 select id, {site}, '{state}', {person} from r"
            ))
            .await;
    }
    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    let page = admin.get(&path).await.is(200).hides("⟦");
    page.shows("1 yêu cầu cung cấp thông tin đang phụ trách");
    admin.post(&path, [("successor", "unit")]).await.redirects();
    let admin = person_id(&world, "soyte", Role::UnitAdministrator).await;
    let given = format!("select count(*) from information_cases where officer_id = {admin}");
    assert_eq!(world.count(&given).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_to_the_unit_is_its_administrators() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let section = section_id(&world, "soyte", "tin-tuc").await.to_string();
    let draft = written_in(&writer, &section, "Bài còn dở").await;
    admin.get(&draft).await.is(404);
    let person = person_id(&world, "soyte", Role::Collaborator).await;
    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    admin.post(&path, [("successor", "unit")]).await.redirects();
    admin.get(&draft).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_nothing_is_asked_nothing() {
    let world = world().await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let person = person_id(&world, "soyte", Role::Editor).await;
    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let path = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    admin.get(&path).await.is(200).hides("Người nhận bàn giao");
    admin.post(&path, [("x", "y")]).await.redirects();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platform_switches_somebody_off_everywhere_at_once_and_on_again() {
    let world = world().await;
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let deputy = signed_in(&world, "soyte", Role::Editor).await;
    let section = section_id(&world, "soyte", "tin-tuc").await.to_string();
    let draft = written_in(&approver, &section, "Bài còn dở").await;
    let fields = [
        ("form_key", key()),
        ("kind", "approval".to_owned()),
        ("deputy", person_id(&world, "soyte", Role::Editor).await.to_string()),
        ("ends", "2026-11-25".to_owned()),
        ("reason", "Đi công tác".to_owned()),
    ];
    approver.post("/quan-tri/uy-quyen", fields).await.redirects();
    world.follow().await;
    deputy.get("/quan-tri/quyen-cua-toi").await.is(200).shows("Được ủy quyền");

    let person = person_id(&world, "soyte", Role::Approver).await;
    let page = format!("/nen-tang/nguoi/{person}");
    platform.get("/nen-tang/nguoi?q=approver.soyte").await.is(200).shows(&page);
    platform.get(&page).await.is(200).shows("Sở Y tế").shows("1 bản nháp");
    let off = format!("{page}/khoa");
    platform.post(&off, [("successor", "")]).await.is(422).shows("id=\"f-successor-e\"");
    platform
        .post(&off, [("successor", "person"), ("login", "khong.co")])
        .await
        .is(422)
        .shows("id=\"f-login-e\"");
    approver.get("/quan-tri").await.is(200);
    let chi = login("soyte", Role::Collaborator);
    platform.post(&off, [("successor", "person"), ("login", chi.as_str())]).await.redirects();
    world.follow().await;

    approver.get("/quan-tri").await.redirects();
    let fields =
        [("login", login("soyte", Role::Approver)), ("password", crate::world::PASSWORD.into())];
    world.visitor("quangtri").post("/dang-nhap", fields).await.is(422);
    deputy.get("/quan-tri/quyen-cua-toi").await.is(200).hides("Được ủy quyền");
    signed_in(&world, "soyte", Role::Collaborator).await.get(&draft).await.is(200);
    let told = "select count(*) from facts where kind = 'auth.person.switched-off'";
    assert_eq!(world.count(told).await, 1);

    platform.post(&format!("{page}/mo-khoa"), [("x", "y")]).await.redirects();
    signed_in(&world, "soyte", Role::Approver).await.get("/quan-tri").await.is(200);
    // Nobody locks themselves out.
    let own = person_id(&world, "quangtri", Role::Platform).await;
    platform.post(&format!("/nen-tang/nguoi/{own}/khoa"), [("x", "y")]).await.is(409);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_successor_does_not_work_the_unit_takes_over() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let section = section_id(&world, "soyte", "tin-tuc").await.to_string();
    written_in(&writer, &section, "Bài còn dở").await;
    let leaving = PersonId(person_id(&world, "soyte", Role::Collaborator).await);
    let elsewhere = PersonId(person_id(&world, "sonoivu", Role::Editor).await);
    let ctx = Ctx::system(&world.app, world.site("quangtri"));
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    let none = accounts::switch_off(&world.app, &ctx, &mut tx, leaving, None).await.unwrap();
    assert!(none.is_err());
    tx.roll_back().await.unwrap();
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    let to = Some(Successor::Person(elsewhere));
    accounts::switch_off(&world.app, &ctx, &mut tx, leaving, to).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let admin = person_id(&world, "soyte", Role::UnitAdministrator).await;
    let given = format!("select count(*) from items where in_charge = {admin}");
    assert_eq!(world.count(&given).await, 1);
}
