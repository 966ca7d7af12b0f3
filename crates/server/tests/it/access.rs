//! Rights where they are used (R-A4); every route as everybody is in `matrix`.

use std::collections::BTreeSet;

use portal_core::{Role, routes::HttpMethod, testing::World};

use crate::{
    comments::switch,
    editorial::{key, written_in},
    house::{root, sources},
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

#[tokio::test(flavor = "multi_thread")]
async fn every_form_from_elsewhere_is_refused_before_anything_looks_at_it() {
    let world = world().await;
    let posts: Vec<_> = posts(&world);
    assert!(posts.len() > 100, "only {} routes take a form", posts.len());
    let other = "http://sonoivu.quangtri.localhost";
    let before = world.count("select count(*) from facts").await;
    let nobody = world.visitor("soyte");
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let opened = world.count("select count(*) from facts").await - before;
    for path in &posts {
        for browser in [&nobody, &editor] {
            let status = browser.post_from_elsewhere(path, other).await.status.as_u16();
            assert_eq!(status, 403, "{path}");
        }
    }
    // A browser that names only where it comes from.
    let fields = [("x", "y")];
    let path = "/quan-tri/bai/moi";
    assert_eq!(nobody.post_with(path, ("origin", other), fields).await.status.as_u16(), 403);
    let own = "http://soyte.quangtri.localhost";
    assert_eq!(nobody.post_with(path, ("origin", own), fields).await.status.as_u16(), 401);
    assert_eq!(world.count("select count(*) from facts").await, before + opened);
}

/// Paths of all routes that take a form, with numbers of things that may be there.
fn posts(world: &World) -> Vec<String> {
    let part = |part: &str| match part {
        _ if !part.starts_with('{') => part.to_owned(),
        _ if part.contains("slug") || part.contains("address") => "x-999999".to_owned(),
        _ => "3".to_owned(),
    };
    let cards = world.front.cards().iter().filter(|card| card.method == HttpMethod::Post);
    cards.map(|card| card.path.split('/').map(part).collect::<Vec<_>>().join("/")).collect()
}

/// Names of all fields that a handler asks a form for.
fn fields() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for krate in ["core", "server", "auth", "content", "petitions", "search", "monitoring"] {
        for (_, text) in sources(&root().join("crates").join(krate).join("src")) {
            for ask in [".line(\"", ".text(\"", ".all(\"", ".number(\"", ".has(\""] {
                let asked = text.split(ask).skip(1).filter_map(|rest| rest.split('"').next());
                names.extend(asked.map(ToOwned::to_owned));
            }
        }
    }
    names
}

/// PostgreSQL keeps no NUL: what is typed with one is a fault of the form, and not one of ours.
#[tokio::test(flavor = "multi_thread")]
async fn no_form_with_a_nul_is_a_fault_of_ours() {
    let world = world().await;
    for code in ["soyte", "quangtri"] {
        switch(&world, code, "comments", true).await;
    }
    let names = fields();
    assert!(names.len() > 100, "only {} fields", names.len());
    let mut fields: Vec<_> = names.iter().map(|name| (name.as_str(), "3\0".to_owned())).collect();
    fields.retain(|(name, _)| *name != "form_key");
    // What ends the session, or the site, would make the rest of the test say nothing.
    let ends = |path: &String| path.contains("dang-xuat") || path.contains("/phien");
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let administrator = signed_in(&world, "quangtri", Role::Platform).await;
    let bugs = world.app.metrics.bugs.get();
    let mut faults = Vec::new();
    for (turn, path) in posts(&world).into_iter().filter(|path| !ends(path)).enumerate() {
        for (code, jar) in
            [("soyte", None), ("soyte", Some(&approver)), ("quangtri", Some(&administrator))]
        {
            let [.., high, low] = turn.to_be_bytes();
            let browser = world.visitor(code).from_address([10, 0, high, low]);
            let browser = match jar {
                Some(jar) => browser.with_jar_of(jar),
                None => browser,
            };
            let key = ("form_key", key());
            let typed = fields.iter().cloned().chain([key]);
            let status = browser.post(&path, typed.clone()).await.status.as_u16();
            let with_files = browser.post_parts(&path, typed).await.status.as_u16();
            if status >= 500 || with_files >= 500 {
                faults.push(format!("{path} at {code}: {status}, with files {with_files}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(world.app.metrics.bugs.get(), bugs);
    for (browser, path) in [(&approver, "/quan-tri/bai"), (&administrator, "/nen-tang")] {
        browser.get(path).await.is(200);
    }

    let guesser = world.visitor("quangtri");
    guesser.put_cookie("__Host-browser", &"5e".repeat(32));
    let fields = [("login", "an\0@quangtri.localhost"), ("password", "x\0")];
    guesser.post("/dang-nhap", fields).await.is(422);
    assert_eq!(world.app.metrics.bugs.get(), bugs);
}
