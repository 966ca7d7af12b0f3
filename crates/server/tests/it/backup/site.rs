//! One site of a running province, put back as a backup has it (R-O2).

use std::collections::BTreeSet;

use portal::backup::site::{Asker, one_site};
use portal_core::{Role, testing::World};

use super::{Backups, add_picture, contents, file_petition, fill, sums, tables};
use crate::{
    reading::published,
    world::{person_id, world},
};

/// Tables of sites that a restore of one leaves as they are.
const NEVER: [&str; 2] = ["facts", "jobs"];

async fn tables_of_sites(world: &World) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for table in tables(&world.urls.owner).await {
        let own = format!(
            "select count(*) from pg_attribute where attrelid = '{table}'::regclass and attname = 'site_id'"
        );
        if world.count(&own).await == 1 && !NEVER.contains(&&*table) {
            found.insert(table);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_comes_back_as_it_was_and_the_others_stay_as_they_are() {
    let world = world().await;
    fill(&world).await;
    let (soyte, sonoivu) = (world.site("soyte"), world.site("sonoivu"));
    let province = world.site("quangtri");
    let backups = Backups::encrypted();
    let known = tables_of_sites(&world).await;
    let of = |site: portal_core::SiteId| format!("site_id = {site}");
    let owner = &world.urls.owner;
    let before = sums(owner, &known, &of(soyte.id)).await;
    let files = contents(&world);
    let made = backups.make(&world).await;

    // What came after the backup: here, elsewhere, and elsewhere about here.
    file_petition(&world, "soyte").await;
    let kept = file_petition(&world, "sonoivu").await;
    published(&world, "sonoivu", "tin-tuc", 4).await;
    world
        .execute(&format!(
            "insert into deadlines (site_id, opened_by_site, module, subject, key, started_at, count_id, due_on, due_at) \
             select {}, {}, module, 'petition:0', key, started_at, count_id, due_on, due_at from deadlines limit 1; \
             insert into deadline_shifts select id, 1, due_on, due_on, due_at from deadlines where site_id = {};",
            soyte.id, province.id, soyte.id,
        ))
        .await;
    // And what was destroyed.
    world
        .execute(&format!(
            "begin; set constraints all deferred; \
             delete from edition_media where {0}; delete from media_texts where {0}; delete from media where {0}; \
             delete from decisions where {0}; delete from editions where {0}; delete from items where {0}; \
             commit; \
             update sites set state = 'suspended', names = '{{\"vi\": \"Hỏng\"}}' where id = {1}",
            of(soyte.id),
            soyte.id,
        ))
        .await;
    for file in files.keys().filter(|file| file.starts_with(&format!("{}/", soyte.id))) {
        std::fs::remove_file(world.files().join(file)).unwrap();
    }
    portal_core::node::load_sites(&world.app).await.unwrap();
    let others = sums(owner, &known, &of(sonoivu.id)).await;
    let facts = world.count("select count(*) from facts").await;
    world.visitor("soyte").get("/").await.is(503);

    let person = person_id(&world, "quangtri", Role::Platform).await;
    let asker = Asker { person: Some(portal_core::PersonId(person)), now: world.app.now() };
    let vault = backups.open(&world);
    let done = one_site(owner, world.app.files().as_they_lie(), &vault, &made, "soyte", asker)
        .await
        .unwrap();
    assert!(done.restored > 10 && done.files >= 1, "{done:?}");

    let now = sums(owner, &known, &of(soyte.id)).await;
    for (table, sum) in &before {
        // A clock that another site started for this one after the backup goes on.
        if table != "deadlines" {
            assert_eq!(now.get(table), Some(sum), "{table}");
        }
    }
    let clocks = format!(
        "select count(*) from deadlines d join deadline_shifts s on s.deadline_id = d.id \
         where d.site_id = {} and d.subject = 'petition:0'",
        soyte.id
    );
    assert_eq!(world.count(&clocks).await, 1);
    assert_eq!(sums(owner, &known, &of(sonoivu.id)).await, others);
    let there = format!("select count(*) from petitions where id = {kept}");
    assert_eq!(world.count(&there).await, 1);
    let held = contents(&world);
    assert!(files.iter().all(|(name, bytes)| held.get(name) == Some(bytes)));

    // The record was only added to, by whoever asked.
    assert_eq!(world.count("select count(*) from facts").await, facts + 1);
    let told = format!(
        "select count(*) from facts where kind = 'site.restored' and site_id = {} and person_id = {person}",
        soyte.id
    );
    assert_eq!(world.count(&told).await, 1);
    world.follow().await;
    let home = world.visitor("soyte").get("/").await.is(200);
    home.shows("Sở Y tế").shows("Bài số 3.");

    // Work goes on there, with numbers that nobody had.
    add_picture(&world, "soyte").await;
    file_petition(&world, "soyte").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_is_refused_where_it_cannot_come_back_whole() {
    let world = world().await;
    fill(&world).await;
    let backups = Backups::plain();
    let mut made = backups.make(&world).await;
    let vault = backups.open(&world);
    let (owner, files) = (&world.urls.owner, world.app.files().as_they_lie());
    let asker = Asker { person: None, now: world.app.now() };
    let refused = async |manifest: &portal::backup::manifest::Manifest, code: &str| {
        let done = one_site(owner, files, &vault, manifest, code, asker).await;
        format!("{:#}", done.unwrap_err())
    };
    let known = tables(owner).await;
    let before = sums(owner, &known, "true").await;
    assert!(refused(&made, "sothue").await.contains("no site sothue"));
    assert_eq!(sums(owner, &known, "true").await, before);

    // A case of another site was put together with one that came after the backup.
    let late = file_petition(&world, "soyte").await;
    let other = file_petition(&world, "sonoivu").await;
    world
        .execute(&format!(
            "update petition_cases set merged_into = {late} where petition_id = {other}"
        ))
        .await;
    let said = refused(&made, "soyte").await;
    assert!(said.contains("depends on") && said.contains("petition_cases"), "{said}");
    let there = format!("select count(*) from petitions where id = {late}");
    assert_eq!(world.count(&there).await, 1);

    made.migrations.pop();
    let said = refused(&made, "soyte").await;
    assert!(said.contains("another schema") && said.contains("empty database"), "{said}");
}
