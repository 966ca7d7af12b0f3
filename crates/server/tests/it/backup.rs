//! Backups: lost and restored, damaged and found out, practised (R-O2).

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Output,
};

use age::secrecy::ExposeSecret as _;
use chrono::TimeDelta;
use futures_util::TryStreamExt as _;
use portal::backup::{
    LEFT_OUT, create,
    manifest::Manifest,
    prune::{self, Keep},
    restore,
    runs::{self, Kind, Run},
    vault::{Settings, Vault},
    verify,
};
use portal_core::{Ctx, Role, node, testing::World};
use portal_petitions::petition::{accept::NewPetition, files};
use tokio_postgres::NoTls;

use crate::{
    peers::Folder,
    petition_citizen::{accept, picture, sent},
    reading::published,
    world::{recipe, signed_in, world},
};

mod site;

/// Backups of a world, in a folder of their own.
struct Backups {
    folder: Folder,
    settings: Settings,
    /// File with the key that opens them.
    identity: Option<PathBuf>,
}

impl Backups {
    fn plain() -> Self {
        let folder = Folder::new("backups");
        let to = Some(format!("file://{}/store", folder.path().display()));
        let settings = Settings { to, plain: true, ..Settings::default() };
        Self { folder, settings, identity: None }
    }

    fn encrypted() -> Self {
        let mut backups = Self::plain();
        let key = age::x25519::Identity::generate();
        let file = backups.folder.path().join("identity");
        std::fs::write(&file, format!("# secret\n{}\n", key.to_string().expose_secret())).unwrap();
        backups.settings.recipients = vec![key.to_public()];
        backups.settings.plain = false;
        backups.identity = Some(file);
        backups
    }

    fn vault(&self, world: &World, identity: Option<&Path>) -> Vault {
        Vault::open(&self.settings, None, identity, &world.app.config().secrets).unwrap()
    }

    fn open(&self, world: &World) -> Vault {
        self.vault(world, self.identity.as_deref())
    }

    async fn make(&self, world: &World) -> Manifest {
        let vault = self.vault(world, None);
        create::create(&world.app, &world.urls.owner, &self.settings, &vault).await.unwrap()
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }
}

/// Something of everything: articles, a petition with a picture, pictures of an article.
async fn fill(world: &World) {
    published(world, "soyte", "tin-tuc", 3).await;
    published(world, "sonoivu", "tin-tuc", 2).await;
    file_petition(world, "soyte").await;
    add_picture(world, "soyte").await;
    node::seal(&world.app).await.unwrap();
}

async fn file_petition(world: &World, code: &str) -> i64 {
    let ctx = Ctx::system(&world.app, world.site(code));
    let bytes = bytes::Bytes::from(picture());
    let stored = files::store(&world.app, (&ctx, ctx.site.id), bytes, "anh.png").await;
    let file = stored.unwrap().unwrap();
    let new = NewPetition { files: vec![file], ..sent(world) };
    accept(world, code, new).await.id.0
}

async fn add_picture(world: &World, code: &str) {
    let ctx = Ctx::system(&world.app, world.site(code));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let bytes = bytes::Bytes::from(picture());
    let named = ("do.png", "Đỏ");
    portal_content::media::store(&world.app, &mut tx, &ctx, named, bytes).await.unwrap();
    tx.commit().await.unwrap();
}

async fn client(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// What each table holds, apart from those that are in no backup; `of` is a condition on its rows.
async fn sums(url: &str, tables: &BTreeSet<String>, of: &str) -> BTreeMap<String, String> {
    let client = client(url).await;
    let mut sums = BTreeMap::new();
    for table in tables {
        let sql = format!(
            "select md5(coalesce(string_agg(t::text, E'\\n' order by t::text collate \"C\"), '')) \
             from {table} t where {of}"
        );
        sums.insert(table.clone(), client.query_one(&sql, &[]).await.unwrap().get(0));
    }
    sums
}

async fn tables(url: &str) -> BTreeSet<String> {
    let rows = client(url)
        .await
        .query(
            "select relname::text from pg_class \
             where relnamespace = 'public'::regnamespace and relkind = 'r'",
            &[],
        )
        .await
        .unwrap();
    let left_out = |name: &String| LEFT_OUT.iter().any(|(table, _)| table == name);
    rows.iter().map(|row| row.get(0)).filter(|name| !left_out(name)).collect()
}

/// All files of a world but its search index, with what they hold.
fn contents(world: &World) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![world.files().to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path == world.app.config().search_index {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(world.files()).unwrap().display().to_string();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A file somewhere under a folder whose path contains a word.
fn find(folder: &Path, word: &str) -> PathBuf {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.display().to_string().contains(word) {
                return path;
            }
        }
    }
    panic!("nothing like {word}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_lost_and_comes_back() {
    let world = world().await;
    fill(&world).await;
    let backups = Backups::encrypted();
    let made = backups.make(&world).await;
    assert!(made.encrypted && made.rows() > 500 && made.files.len() >= 2, "{made:?}");
    let vault = backups.open(&world);
    let whole: Vec<String> = Vec::new();
    assert_eq!(verify::verify(&vault, &made).await, whole);
    assert_eq!(verify::verify(&backups.vault(&world, None), &made).await, whole);

    let known = tables(&world.urls.owner).await;
    let before = sums(&world.urls.owner, &known, "true").await;
    let files = contents(&world);
    assert!(files.len() >= 2);
    world.execute("drop schema public cascade; create schema public").await;
    for file in files.keys() {
        std::fs::remove_file(world.files().join(file)).unwrap();
    }

    let (owner, store) = (&world.urls.owner, world.app.files().as_they_lie());
    let done = restore::everything(owner, store, &vault, &made).await.unwrap();
    assert_eq!(done.rows, made.rows());
    assert_eq!(tables(owner).await, known);
    assert_eq!(sums(owner, &known, "true").await, before);
    assert_eq!(contents(&world), files);
    let again = restore::everything(owner, store, &vault, &made).await.unwrap_err().to_string();
    assert!(again.contains("not empty"), "{again}");

    // The order of facts goes on behind what was told before, and new rows get new numbers.
    let (front, mut follower) = world.second_node(recipe()).await.unwrap();
    let late = "select count(*) from facts where txid >= fact_horizon()";
    assert_eq!(world.count(late).await, 0);
    let app = node_of(&world);
    let ctx = Ctx::system(&app, world.site("soyte"));
    let mut tx = app.begin(&ctx).await.unwrap();
    tx.tell(portal::backup::PortalRestored { name: made.name, moment: String::new() })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let newest = "select count(*) from facts where kind = 'backup.restored' \
                  and txid > (select max(txid) from facts where kind <> 'backup.restored')";
    assert_eq!(world.count(newest).await, 1);
    for _ in 0..1_000 {
        if follower.catch_up().await.unwrap() > 0 {
            drop(front);
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the fact was not heard");
}

/// A process on the world's database with connections of its own.
fn node_of(world: &World) -> portal_core::App {
    let config = world.app.config().clone();
    let clock = std::sync::Arc::clone(&world.clock) as _;
    let outside = portal::compose::Outside::default();
    portal::compose::app(config, &world.urls, clock, world.files().to_owned(), outside).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_key_reads_nothing_and_without_encryption_nothing_is_made() {
    let world = world().await;
    fill(&world).await;
    let backups = Backups::encrypted();
    let made = backups.make(&world).await;
    let (owner, store) = (&world.urls.owner, world.app.files().as_they_lie());
    let refused = restore::everything(owner, store, &backups.vault(&world, None), &made).await;
    assert!(refused.unwrap_err().to_string().contains("--identity"));
    let stranger = Backups::encrypted();
    let wrong = backups.vault(&world, stranger.identity.as_deref());
    let found = verify::verify(&wrong, &made).await;
    assert!(found.len() > made.tables.len(), "{found:?}");
    assert!(found.iter().all(|line| line.contains("the identity does not open it")), "{found:?}");
    // Another installation's keys: the sealed senders could not be read either.
    let other = portal_core::SecretBox::read(&"ab".repeat(32)).unwrap();
    let vault = Vault::open(&backups.settings, None, None, &other).unwrap();
    let error = vault.find(None).await.unwrap_err().to_string();
    assert!(error.contains("key_file"), "{error}");
    // The store itself gives nothing away.
    for table in ["people", "petitions"] {
        let stored = std::fs::read(find(&backups.store(), &format!("tables/{table}."))).unwrap();
        assert!(stored.starts_with(b"age-encryption.org/v1"), "{table}");
    }

    let mut plain = Backups::plain();
    plain.settings.plain = false;
    let vault = plain.vault(&world, None);
    let refused = create::create(&world.app, owner, &plain.settings, &vault).await;
    assert!(refused.unwrap_err().to_string().contains("recipients"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_byte_is_found_and_named() {
    let world = world().await;
    fill(&world).await;
    for backups in [Backups::plain(), Backups::encrypted()] {
        let made = backups.make(&world).await;
        let vault = backups.open(&world);
        let flip = |path: &Path| {
            let mut bytes = std::fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(path, bytes).unwrap();
        };
        let file = made.files.last().unwrap();
        let places = [
            (find(&backups.store(), "tables/items."), "table items: ".to_owned()),
            (find(&backups.store(), &file.sha256), format!("file {}: ", file.path)),
        ];
        for (place, named) in &places {
            flip(place);
            for vault in [&vault, &backups.vault(&world, None)] {
                let found = verify::verify(vault, &made).await;
                assert!(found.len() == 1 && found[0].starts_with(named), "{found:?}");
            }
            flip(place);
        }
        flip(&places[0].0);
        world.execute("create database scratch_of_flip").await;
        let url = world.urls.owner.replace(&database(&world), "scratch_of_flip");
        let refused =
            restore::everything(&url, world.app.files().as_they_lie(), &vault, &made).await;
        let error = format!("{:#}", refused.unwrap_err());
        assert!(error.contains("items"), "{error}");
        let left = client(&url).await.query_one("select count(*) from sites", &[]).await.unwrap();
        assert_eq!(left.get::<_, i64>(0), 0);
        world.execute("drop database scratch_of_flip with (force)").await;
        // A manifest that somebody changed.
        flip(&places[0].0);
        let manifest = find(&backups.store(), "manifest.json");
        let text = std::fs::read_to_string(&manifest).unwrap();
        std::fs::write(&manifest, text.replacen("\"rows\": ", "\"rows\": 1", 1)).unwrap();
        assert!(vault.find(None).await.unwrap_err().to_string().contains("changed it"));
        // The next backup is made all the same, and nothing is taken away.
        let next = backups.make(&world).await;
        assert_eq!(verify::verify(&vault, &next).await, Vec::<String>::new());
        let owner = &world.urls.owner;
        let pruned = prune::prune(&world.app, owner, &vault, Keep::default()).await;
        assert!(pruned.unwrap_err().to_string().contains(&made.name));
    }
}

fn database(world: &World) -> String {
    world.urls.owner.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_petitions_come_in_holds_each_of_them_whole_or_not_at_all() {
    let world = world().await;
    fill(&world).await;
    let first = world.count("select count(*) from petitions").await;
    let backups = Backups::encrypted();
    let mut making = std::pin::pin!(backups.make(&world));
    let made = loop {
        tokio::select! {
            made = &mut making => break made,
            _ = file_petition(&world, "soyte") => {}
        }
    };
    file_petition(&world, "soyte").await;
    let filed = world.count("select count(*) from petitions").await;

    let scratch = "scratch_of_petitions";
    world.execute(&format!("create database {scratch}")).await;
    let url = world.urls.owner.replace(&database(&world), scratch);
    restore::database(&url, &backups.open(&world), &made).await.unwrap();
    let client = client(&url).await;
    let number = async |sql: &str| client.query_one(sql, &[]).await.unwrap().get::<_, i64>(0);
    let held = number("select count(*) from petitions").await;
    assert!(first <= held && held < filed, "{first} {held} {filed}");
    for (what, sql) in [
        ("case", "select count(*) from petition_cases"),
        ("sender", "select count(*) from petition_senders"),
        ("file", "select count(*) from petition_files"),
        ("event", "select count(distinct petition_id) from petition_events"),
        ("fact", "select count(*) from facts where kind = 'petitions.petition.received'"),
        ("clock", "select count(distinct subject) from deadlines where subject like 'petition:%'"),
    ] {
        assert_eq!(number(sql).await, held, "{what}");
    }
    let there: BTreeSet<&str> = made.files.iter().map(|file| file.sha256.as_str()).collect();
    for row in client.query("select encode(sha256, 'hex') from petition_files", &[]).await.unwrap()
    {
        assert!(there.contains(row.get::<_, &str>(0)), "a file is not in the backup");
    }
    drop(client);
    world.execute(&format!("drop database {scratch} with (force)")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_in_the_backup_or_there_is_a_reason_why_not() {
    let world = world().await;
    let made = Backups::plain().make(&world).await;
    let held: BTreeSet<String> = made.tables.iter().map(|table| table.name.clone()).collect();
    assert_eq!(held, tables(&world.urls.owner).await);
    for (table, reason) in LEFT_OUT {
        let there = format!("select count(*) from pg_class where oid = to_regclass('{table}')");
        assert_eq!(world.count(&there).await, 1, "{table}");
        assert!(!reason.is_empty());
    }
    // One site is put back with the keys deferred; `compose::migrate` sees to it.
    let at_once = "select count(*) from pg_constraint where contype = 'f' and not condeferrable \
                   and connamespace = 'public'::regnamespace";
    assert_eq!(world.count(at_once).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_need_not_stay_is_taken_away_and_what_was_verified_is_not() {
    let world = world().await;
    fill(&world).await;
    let backups = Backups::plain();
    let vault = backups.open(&world);
    let first = backups.make(&world).await;
    let at = world.app.now();
    let run = Run::new(Kind::Verify, at, at).of(&first);
    runs::record(&world.app, &run).await.unwrap();
    let mut names = vec![first.name.clone()];
    for picture in ["a", "b"] {
        world.clock.pass(TimeDelta::days(20));
        let path = object_store::path::Path::from(format!("99/{picture}"));
        let bytes = picture.as_bytes().to_vec();
        object_store::ObjectStoreExt::put(&**world.app.files().as_they_lie(), &path, bytes.into())
            .await
            .unwrap();
        names.push(backups.make(&world).await.name);
        object_store::ObjectStoreExt::delete(&**world.app.files().as_they_lie(), &path)
            .await
            .unwrap();
    }
    // Begun and never finished.
    let left = backups.store().join("20261201T000000Z-abcdef/tables");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("items.zst"), b"x").unwrap();
    let stored = async || vault.files().await.unwrap().len();
    let before = stored().await;
    world.clock.pass(TimeDelta::days(2));
    let keep = Keep { daily: 1, weekly: 0, monthly: 0 };
    let owner = &world.urls.owner;
    let pruned = prune::prune(&world.app, owner, &vault, keep).await.unwrap();
    assert_eq!(pruned.kept, 2);
    assert_eq!(
        BTreeSet::from_iter(pruned.backups),
        BTreeSet::from([names[1].clone(), "20261201T000000Z-abcdef".to_owned()])
    );
    assert_eq!((pruned.files, stored().await), (1, before - 1));
    for name in [&names[0], &names[2]] {
        let manifest = vault.find(Some(name)).await.unwrap();
        assert_eq!(verify::verify(&vault, &manifest).await, Vec::<String>::new());
    }
    let objects: Vec<_> = vault.store().list(None).try_collect().await.unwrap();
    assert!(!objects.iter().any(|object| object.location.as_ref().starts_with(&names[1])));
}

/// Runs `portal` on the world, as an installation with a configuration.
async fn portal(world: &World, backups: &Backups, arguments: &[&str]) -> Output {
    use std::os::unix::fs::OpenOptionsExt as _;

    let (folder, urls) = (backups.folder.path(), &world.urls);
    let key = folder.join("secrets.key");
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(&key).unwrap();
    std::io::Write::write_all(&mut &file, "5e".repeat(32).as_bytes()).unwrap();
    let config = folder.join("portal.toml");
    let text = format!(
        "listen = \"127.0.0.1:1\"\noperations = \"127.0.0.1:2\"\nbase_domain = \"quangtri.localhost\"\n\
         structure = \"nd42-2022\"\nmedia = {:?}\nsearch_index = {:?}\n\
         [database]\nrequest_url = {:?}\nplatform_url = {:?}\nowner_url = {:?}\n\
         [secrets]\nkey_file = {key:?}\n[backup]\nto = {:?}\nrecipients = [\"{}\"]\n\
         identity_file = {:?}\n",
        world.files(),
        world.app.config().search_index,
        urls.request,
        urls.platform,
        urls.owner,
        backups.settings.to.as_ref().unwrap(),
        backups.settings.recipients[0],
        backups.identity.as_ref().unwrap(),
    );
    std::fs::write(&config, text).unwrap();
    tokio::process::Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(arguments)
        .arg("--config")
        .arg(&config)
        .output()
        .await
        .unwrap()
}

fn said(output: &Output) -> String {
    let text = [&*output.stdout, &*output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sees_when_it_was_last_backed_up_checked_and_practised() {
    let world = world().await;
    fill(&world).await;
    let backups = Backups::encrypted();
    let desk = signed_in(&world, "quangtri", Role::Platform).await;
    let nothing = desk.get("/nen-tang/sao-luu").await.is(200);
    nothing.shows("Chưa có bản sao lưu nào").shows("Chưa diễn tập khôi phục lần nào");
    portal::backup::measure(&world.app).await;
    assert!(world.app.metrics.backup_age_seconds.get() > 50 * 365 * 86_400);

    for (arguments, expected) in [
        (["backup", "create"], "tables"),
        (["backup", "list"], "encrypted"),
        (["backup", "verify"], "whole"),
        (["backup", "drill"], "RTO"),
        (["backup", "prune"], "1 backups stay"),
    ] {
        let output = portal(&world, &backups, &arguments).await;
        assert!(output.status.success() && said(&output).contains(expected), "{}", said(&output));
    }
    let left = "select count(*) from pg_database where datname like '%\\_drill\\_%'";
    assert_eq!(world.count(left).await, 0);
    let drill = runs::last_good(&world.app.db().platform().await.unwrap(), Kind::Drill).await;
    let drill = drill.unwrap().unwrap();
    assert!(drill.restore_seconds.unwrap() >= 1 && drill.lost_seconds.unwrap() >= 0, "{drill:?}");
    let page = desk.get("/nen-tang/sao-luu").await.is(200);
    let page = page.shows("Lần diễn tập khôi phục gần nhất").shows("Đạt");
    // The commands have the machine's clock and the world its own: only what is late is late.
    assert!(!page.text().contains("data-tone=\"bad\""), "{}", page.text());
    portal::backup::measure(&world.app).await;
    assert_eq!(world.app.metrics.backup_drill_ok.get(), 1);
    world.clock.pass(TimeDelta::days(40));
    let late = desk_again(&world).await;
    assert!(late.contains("Bản sao lưu gần nhất đã quá một ngày"), "{late}");
    assert!(late.contains("Đã hơn tám ngày chưa diễn tập khôi phục"), "{late}");

    // A damaged one: the check says so, and the desk too.
    let items = find(&backups.store(), "tables/items.");
    let mut bytes = std::fs::read(&items).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&items, bytes).unwrap();
    let output = portal(&world, &backups, &["backup", "verify"]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("table items: "), "{}", said(&output));
    let output = portal(&world, &backups, &["backup", "drill"]).await;
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let late = desk_again(&world).await;
    assert!(late.contains("phát hiện bản sao lưu có sai khác") && late.contains("table items: "));
    assert_eq!(world.count(left).await, 0);
}

/// The desk, for somebody who has just signed in.
async fn desk_again(world: &World) -> String {
    let desk = signed_in(world, "quangtri", Role::Platform).await;
    desk.get("/nen-tang/sao-luu").await.is(200).text().to_owned()
}
