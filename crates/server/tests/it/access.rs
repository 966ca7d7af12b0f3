//! Rights where they are used (R-A4); every route as everybody is in `matrix`.

use portal_core::{Role, routes::HttpMethod};

use crate::{
    editorial::{key, written_in},
    world::{newcomer, section_id, signed_in, signed_in_as, world},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let answer =
        editor.post_from_elsewhere("/quan-tri/bai/moi", "http://sonoivu.quangtri.localhost").await;
    assert_eq!(answer.status.as_u16(), 403);
}

/// Every route that acts on an item, as people whose roles are in another section: whatever the item's
/// state, they are turned away and nothing is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_in_one_section_opens_no_act_on_an_item_of_another() {
    let world = world().await;
    let (here, there) = (
        section_id(&world, "soyte", "tin-tuc").await,
        section_id(&world, "soyte", "gioi-thieu").await,
    );
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let item = written_in(&editor, &there.to_string(), "Bài của chuyên mục khác").await;
    let id = item.rsplit('/').next().unwrap().to_owned();
    let mut limited = Vec::new();
    for role in [Role::Collaborator, Role::Editor, Role::Approver] {
        let login = format!("{}.tin", role.as_str());
        newcomer(&world, "soyte", &login, &[(role, Some(here))]).await;
        limited.push((role, signed_in_as(&world, "soyte", &login).await));
    }
    let cards: Vec<_> = world
        .front
        .cards()
        .iter()
        .filter(|card| card.path.starts_with("/quan-tri/bai/{id}"))
        .copied()
        .collect();
    assert!(cards.len() >= 9, "the acts on an item: {cards:?}");
    let facts = "select count(*) from facts where kind like 'content.%'";
    for state in ["draft", "submitted", "refused", "approved", "published", "withdrawn"] {
        world.execute(&format!("update items set state = '{state}' where id = {id}")).await;
        let before = world.count(facts).await;
        for card in &cards {
            let path = card.path.replace("{id}", &id);
            for (role, browser) in &limited {
                let answer = match card.method {
                    HttpMethod::Get => browser.get(&path).await,
                    HttpMethod::Post => {
                        let fields = [
                            ("form_key", key()),
                            ("hash", "00".repeat(32)),
                            ("edition", "1".to_owned()),
                            ("reason", "untrue".to_owned()),
                            ("note", "x".to_owned()),
                        ];
                        browser.post(&path, fields).await
                    }
                };
                let status = answer.status.as_u16();
                assert!(matches!(status, 403 | 404), "{role:?} {path} {state}: {status}");
            }
        }
        assert_eq!(world.count(facts).await, before, "{state}");
    }
}
