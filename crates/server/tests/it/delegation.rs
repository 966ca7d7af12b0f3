//! Rights lent for a while: approval, and leave (R-A4).

use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::{
    editorial::{key, press, written_in},
    world::{login, newcomer, person_id, section_id, signed_in, signed_in_as, world},
};

const PAGE: &str = "/quan-tri/uy-quyen";
const TITLE: &str = "Tiêm chủng mở rộng tháng 12";

/// Lends a browser's rights on a site to somebody, from now to the end of a day.
async fn lend(lender: &Browser<'_>, kind: &str, deputy: i64, ends: &str) -> Answer {
    lend_from(lender, kind, deputy, ("", ends)).await
}

async fn lend_from(
    lender: &Browser<'_>,
    kind: &str,
    deputy: i64,
    (starts, ends): (&str, &str),
) -> Answer {
    let fields = [
        ("form_key", key()),
        ("kind", kind.to_owned()),
        ("deputy", deputy.to_string()),
        ("starts", starts.to_owned()),
        ("ends", ends.to_owned()),
        ("reason", "Đi công tác".to_owned()),
    ];
    lender.post(PAGE, fields).await
}

async fn submitted(world: &World, writer: &Browser<'_>) -> String {
    let section = section_id(world, "soyte", "tin-tuc").await.to_string();
    let item = written_in(writer, &section, TITLE).await;
    press(writer, &item, "gui-duyet", &[]).await.redirects();
    item
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_approves_in_the_lenders_name_until_the_end() {
    let world = world().await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let deputy = signed_in(&world, "soyte", Role::Editor).await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let item = submitted(&world, &writer).await;
    // The session is known with what it had; the fact makes it read anew.
    deputy.get(&item).await.is(200).hides("/duyet\"");
    deputy.get(&format!("{item}/tra-lai")).await.is(403);
    let id = person_id(&world, "soyte", Role::Editor).await;
    lend(&approver, "approval", id, "2026-11-25").await.redirects();
    world.follow().await;
    deputy.get("/quan-tri/quyen-cua-toi").await.is(200).shows("Được ủy quyền").shows("25/11/2026");
    press(&deputy, &item, "duyet", &[("dang", "1")]).await.redirects();
    let (deputy_name, lender) = (login("soyte", Role::Editor), login("soyte", Role::Approver));
    let signed = format!("{deputy_name} (được {lender} ủy quyền)");
    deputy.get(&item).await.is(200).shows(&signed);
    assert_eq!(
        world
            .count(&format!("select count(*) from decisions where person_name = '{signed}'"))
            .await,
        2
    );
    // Not on one's own text, lent right or not.
    let own = submitted(&world, &deputy).await;
    deputy.get(&own).await.is(200).hides(&format!("{own}/duyet"));
    let answer = deputy
        .post(&format!("{own}/duyet"), [("hash", "00".repeat(32)), ("form_key", key())])
        .await;
    assert!(answer.status.is_client_error());
    // Nor on what the lender wrote: the lender could not have approved it either.
    let lenders = submitted(&world, &approver).await;
    deputy.get(&lenders).await.is(200).shows("do người đã ủy quyền cho bạn viết");
    let hash = hash_of(&world, &lenders).await;
    deputy.post(&format!("{lenders}/duyet"), [("hash", hash), ("form_key", key())]).await.is(409);
    // With the last day it is over, without anybody doing anything.
    world.clock.pass(chrono::TimeDelta::days(3));
    let deputy = signed_in(&world, "soyte", Role::Editor).await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let later = submitted(&world, &writer).await;
    deputy.get(&format!("{later}/tra-lai")).await.is(403);
    deputy.get(PAGE).await.is(200).shows("Đã hết hạn");
}

async fn hash_of(world: &World, item: &str) -> String {
    let id = item.rsplit('/').next().unwrap();
    // Eight numbers of 32 bits: what `count` can bring over.
    let mut hash = String::new();
    for part in 0..8 {
        let sql = format!(
            "select ('x' || substr(encode(hash, 'hex'), {}, 8))::bit(32)::bigint from editions \
             where item_id = {id} order by number desc limit 1",
            part * 8 + 1
        );
        hash.push_str(&format!("{:08x}", world.count(&sql).await));
    }
    hash
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lent_ends_early_and_with_the_lenders_own_right() {
    let world = world().await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let deputy = signed_in(&world, "soyte", Role::Editor).await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let item = submitted(&world, &writer).await;
    let id = person_id(&world, "soyte", Role::Editor).await;
    let ask = async || deputy.get(&format!("{item}/tra-lai")).await.status.as_u16();
    let newest = async || world.count("select max(id) from delegations").await;
    // Who has nothing to do with it does not end it; each of the three who have does.
    for ender in [&approver, &deputy, &admin] {
        lend(&approver, "approval", id, "2026-11-25").await.redirects();
        world.follow().await;
        assert_eq!(ask().await, 200);
        let path = format!("{PAGE}/{}/cham-dut", newest().await);
        writer.post(&path, [("x", "y")]).await.is(404);
        ender.post(&path, [("x", "y")]).await.redirects();
        world.follow().await;
        assert_eq!(ask().await, 403);
        ender.post(&path, [("x", "y")]).await.is(409);
    }
    let ended = "select count(*) from facts where kind = 'auth.delegation.ended'";
    assert_eq!(world.count(ended).await, 3);
    // The lender loses the role: at that moment the deputy has nothing.
    lend(&approver, "approval", id, "2026-11-25").await.redirects();
    world.follow().await;
    assert_eq!(ask().await, 200);
    let person = person_id(&world, "soyte", Role::Approver).await;
    let grant = world.count(&format!("select id from grants where person_id = {person}")).await;
    let revoke = format!("/quan-tri/thanh-vien/{person}/{grant}/thoi");
    admin.post(&revoke, [("x", "y")]).await.redirects();
    world.follow().await;
    assert_eq!(ask().await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_is_lent_for_ninety_days_at_most_to_a_colleague_and_not_lent_on() {
    let world = world().await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let editor = person_id(&world, "soyte", Role::Editor).await;
    let neighbour = person_id(&world, "sonoivu", Role::Editor).await;
    let own = person_id(&world, "soyte", Role::Approver).await;
    let writer = person_id(&world, "soyte", Role::Collaborator).await;
    for (deputy, ends, field) in [
        (editor, "", "ends"),
        (editor, "2026-11-22", "ends"),
        (editor, "2027-03-01", "ends"),
        (neighbour, "2026-11-25", "deputy"),
        (own, "2026-11-25", "deputy"),
    ] {
        let answer = lend(&approver, "approval", deputy, ends).await.is(422);
        answer.shows(&format!("id=\"f-{field}-e\"")).shows("Đi công tác");
    }
    assert_eq!(world.count("select count(*) from delegations").await, 0);
    lend(&approver, "approval", editor, "2026-11-25").await.redirects();
    world.follow().await;
    // The deputy has the right, but it is not theirs to lend.
    let deputy = signed_in(&world, "soyte", Role::Editor).await;
    let refused = "bạn không có quyền này, hoặc quyền này do người khác ủy quyền cho bạn";
    lend(&deputy, "approval", writer, "2026-11-25").await.is(422).shows(refused);
    // Nor may an editor without it, nor an administrator, lend it.
    let admin = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    admin.get(PAGE).await.is(200).shows("không có quyền nào của riêng mình");
    for kind in ["approval", "leave"] {
        lend(&admin, kind, writer, "2026-11-25").await.is(422).shows(refused);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_is_stood_in_for_from_the_first_day_but_not_as_administrator() {
    let world = world().await;
    newcomer(&world, "soyte", "le.chi", &[(Role::Editor, None), (Role::UnitAdministrator, None)])
        .await;
    let chi = signed_in_as(&world, "soyte", "le.chi").await;
    let deputy = person_id(&world, "soyte", Role::Collaborator).await;
    lend_from(&chi, "leave", deputy, ("2026-11-24", "2026-12-04")).await.redirects();
    world.follow().await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let item = submitted(&world, &writer).await;
    let stand_in = signed_in(&world, "soyte", Role::Collaborator).await;
    stand_in.get(PAGE).await.is(200).shows("Chưa đến hạn");
    stand_in.get(&item).await.is(404);
    world.clock.pass(chrono::TimeDelta::days(1));
    let stand_in = signed_in(&world, "soyte", Role::Collaborator).await;
    stand_in.get(&item).await.is(200);
    stand_in.get("/quan-tri/thanh-vien").await.is(403);
    stand_in.get(&format!("{item}/tra-lai")).await.is(403);
}
