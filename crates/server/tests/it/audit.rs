//! The record cannot be changed unseen, and followers miss nothing (R-A6).

use std::time::Duration;

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal::audit::{Target, forward::Forwarder};
use portal_core::{
    AuditConfig, Config, Ctx, Lang, Role,
    fact::{
        self, Kept,
        seals::{self, Break, Found, Verdict},
        trim,
    },
    lang::Locales,
    node,
    testing::World,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::{TcpListener, UdpSocket},
};

use crate::{
    peers::Folder,
    world::{command, login, recipe, signed_in, world},
};

async fn sealed() -> World {
    let world = world().await;
    seal(&world).await;
    world
}

async fn seal(world: &World) {
    world.follow().await;
    while node::seal(&world.app).await.unwrap() > 0 {}
}

async fn verify(world: &World) -> Verdict {
    let conn = world.app.db().platform().await.unwrap();
    seals::verify(&conn).await.unwrap()
}

async fn breaks(world: &World) -> Vec<Break> {
    match verify(world).await {
        Verdict::Broken(breaks) => breaks,
        whole => panic!("{whole:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_byte_of_any_column_is_found_and_the_row_named() {
    let world = sealed().await;
    let Verdict::Whole { sealed, waiting, .. } = verify(&world).await else { panic!("broken") };
    assert_eq!(waiting, 0);
    assert!(sealed > 10);
    let id = world.count("select fact_id from fact_seals where position = 7").await;
    world.execute(&format!("create table kept as select * from facts where id = {id}")).await;
    for (column, other) in [
        ("kind", "kind || 'x'"),
        ("subject", "'X' || subject"),
        ("data", "data || '{\"x\": 0}'"),
        ("at", "at + interval '1 microsecond'"),
        ("site_id", "(select max(id) from sites)"),
        ("person_id", "(select min(id) from people)"),
        ("request_id", "'00000000-0000-0000-0000-000000000000'"),
        ("address", "'192.0.2.1'"),
        ("touches", "touches || 'x'::text"),
        ("txid", "(txid::text::bigint + 1)::text::xid8"),
    ] {
        world.execute(&format!("update facts set {column} = {other} where id = {id}")).await;
        let breaks = breaks(&world).await;
        let first = &breaks[0];
        assert_eq!((first.position, first.fact), (7, id), "{column}: {breaks:?}");
        let row = first.row.as_ref().unwrap();
        assert_eq!(row.id, id, "{column}");
        assert!(!row.kind.is_empty() && row.site_id > 0);
        if column != "txid" {
            assert_eq!((first.found, breaks.len()), (Found::Edited, 1), "{column}");
        }
        let back =
            format!("update facts f set {column} = k.{column} from kept k where f.id = k.id");
        world.execute(&back).await;
        assert!(matches!(verify(&world).await, Verdict::Whole { .. }), "{column}");
    }
    // Two edited rows are both named.
    world
        .execute("update facts set kind = 'nothing.happened' where id in (select fact_id from fact_seals where position in (5, 9))")
        .await;
    let found: Vec<i64> = breaks(&world).await.iter().map(|it| it.position).collect();
    assert_eq!(found, [5, 9]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_or_removed_seal_is_found() {
    let world = sealed().await;
    world.execute("create table kept as select * from fact_seals where position = 7").await;
    let id = world.count("select fact_id from kept").await;
    world.execute("update fact_seals set hash = sha256('x') where position = 7").await;
    let first = breaks(&world).await.remove(0);
    assert_eq!((first.position, first.fact, first.found), (7, id, Found::Edited));
    world.execute("update fact_seals s set hash = k.hash, version = 1 from kept k where s.position = k.position").await;
    assert_eq!(breaks(&world).await[0].position, 7, "a version that was not used");
    world.execute("delete from fact_seals where position = 7").await;
    let found = breaks(&world).await;
    assert_eq!((found[0].position, found[0].found), (7, Found::SealGone));
    let row = found.iter().find(|it| it.found == Found::NoSeal).unwrap();
    assert_eq!(row.fact, id, "the row that lost its seal is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_taken_out_breaks_the_chain() {
    let world = sealed().await;
    let id = world.count("select fact_id from fact_seals where position = 5").await;
    world.execute(&format!("delete from facts where id = {id}")).await;
    let found = breaks(&world).await;
    assert_eq!((found[0].position, found[0].fact, found[0].found), (5, id, Found::RowGone));
    world.execute("delete from fact_seals where position = 5").await;
    assert_eq!(breaks(&world).await[0].position, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_behind_the_head_wait_and_rows_before_it_were_put_in() {
    let world = sealed().await;
    let site = world.site("soyte").id;
    let insert = |columns: &str, values: &str| {
        format!(
            "insert into facts ({columns} at, site_id, kind, subject, data) overriding system value \
             values ({values} now(), {site}, 'late', 'x', '{{}}')"
        )
    };
    world.execute(&insert("", "")).await;
    world.execute(&insert("", "")).await;
    let Verdict::Whole { waiting, .. } = verify(&world).await else { panic!("broken") };
    assert_eq!(waiting, 2);
    let txid = world.count("select txid::text from fact_seals where position = 3").await;
    world.execute(&insert("id, txid,", &format!("999999, '{txid}',"))).await;
    let found = breaks(&world).await;
    assert_eq!((found[0].fact, found[0].found), (999_999, Found::NoSeal));
}

/// A chain begun before requests and addresses were under the seal goes on.
#[tokio::test(flavor = "multi_thread")]
async fn seals_of_the_first_version_are_checked_as_they_were_made() {
    let world = sealed().await;
    let count = world.count("select count(*) from fact_seals").await;
    let conn = world.app.db().platform().await.unwrap();
    let mut previous = Vec::new();
    for position in 1..=count {
        let id = world
            .count(&format!("select fact_id from fact_seals where position = {position}"))
            .await;
        let row = fact::by_id(&conn, portal_core::FactId(id)).await.unwrap().unwrap();
        previous = row.seal(1, &previous).unwrap().to_vec();
        let hash: String = previous.iter().map(|byte| format!("{byte:02x}")).collect();
        world
            .execute(&format!(
                "update fact_seals set version = 1, hash = '\\x{hash}' where position = {position}"
            ))
            .await;
    }
    assert!(matches!(verify(&world).await, Verdict::Whole { .. }));
    signed_in(&world, "soyte", Role::Editor).await;
    seal(&world).await;
    assert!(world.count("select count(*) from fact_seals where version = 2").await > 0);
    assert!(matches!(verify(&world).await, Verdict::Whole { .. }));
    world.execute("update facts set address = '192.0.2.9' where address is not null").await;
    assert_eq!(breaks(&world).await[0].found, Found::Edited, "the address is under the new seal");
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_go_after_their_time_and_the_chain_stays_whole() {
    let world = world().await;
    signed_in(&world, "soyte", Role::Editor).await;
    world.execute("update facts set at = at - interval '10 years'").await;
    signed_in(&world, "soyte", Role::Approver).await;
    seal(&world).await;
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    let before = ctx.now.checked_sub_months(chrono::Months::new(12)).unwrap();
    let history = "select count(*) from facts where kind in ('auth.role.granted', 'site.created')";
    let (there, kept) =
        (world.count("select count(*) from facts").await, world.count(history).await);
    let old = world.count("select count(*) from facts where kind = 'auth.signed-in' and at < now() - interval '5 years'").await;
    assert!(old > 0 && kept > 0);

    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    let trimmed = trim::trim(&mut tx, before, None).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert!(trimmed.count >= old);
    let now_there = world.count("select count(*) from facts").await;
    assert_eq!(now_there, there - trimmed.count + 1, "and the trim was told");
    assert_eq!(world.count(history).await, kept, "what is history stays");
    assert_eq!(world.count("select count(*) from facts where kind = 'auth.signed-in'").await, 1);
    seal(&world).await;
    let Verdict::Whole { trimmed: count, .. } = verify(&world).await else { panic!("broken") };
    assert_eq!(count, trimmed.count);
    // A second time there is nothing.
    let mut tx = world.app.begin_platform(&ctx).await.unwrap();
    assert_eq!(trim::trim(&mut tx, before, None).await.unwrap(), None);
    tx.commit().await.unwrap();
    // Under cover of a trim nothing else goes.
    let id = world.count("select fact_id from fact_seals where trim_id is null and position < 10 order by position limit 1").await;
    world.execute(&format!("update fact_seals set trim_id = {} where fact_id = {id}; delete from facts where id = {id}", trimmed.trim)).await;
    assert!(breaks(&world).await.iter().any(|it| it.found == Found::Trim));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_facts_out_before_their_time() {
    let world = sealed().await;
    let conn = world.app.db().platform().await.unwrap();
    for (sql, says) in [
        ("delete from facts", "permission denied"),
        ("update facts set kind = 'x'", "permission denied"),
        ("delete from fact_seals", "permission denied"),
        ("update fact_seals set hash = ''", "permission denied"),
        (
            "insert into audit_trims (up_to, before, count, digest, at) values (1, now(), 1, sha256(''), now())",
            "permission denied",
        ),
        ("select trim_facts(now() - interval '11 months', now(), null, 10)", "twelve months"),
    ] {
        let error = (&mut &*conn).batch_execute(sql).await.unwrap_err().to_string();
        assert!(error.contains(says), "{sql}: {error}");
    }
    let site = world.app.db().site(world.site("soyte").id).await.unwrap();
    let error =
        (&mut &*site).batch_execute("select trim_facts(now(), now(), null, 1)").await.unwrap_err();
    assert!(error.to_string().contains("permission denied"), "{error}");
    for card in world.app.modules().fact_cards() {
        let trace = world.count(&format!("select fact_is_trace('{}')::int", card.kind)).await == 1;
        assert_eq!(trace, card.kept == Kept::ForItsTime, "{}", card.kind);
    }
}

/// In production the owner is no superuser, and row-level security is forced on it as well.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_that_is_no_superuser_migrates_and_trims() {
    let world = world().await;
    let name = format!("plain_{}", uuid::Uuid::new_v4().simple());
    world.execute(&format!("create role {name} login")).await;
    world.execute(&format!("create database {name} owner {name}")).await;
    let at = |url: &str, role: &str| {
        let database = url.split(['/', '?']).find(|part| part.starts_with("world_")).unwrap();
        url.replace(database, &name).replace("portal_owner", role)
    };
    portal::compose::migrate(&at(&world.urls.owner, &name)).await.unwrap();
    let mut superuser =
        AsyncPgConnection::establish(&at(&world.urls.owner, "portal_owner")).await.unwrap();
    superuser
        .batch_execute(
            "insert into sites (kind, code, host, names, created_at) values ('province', 'p', 'p.vn', '{}', now()); \
             insert into facts (at, site_id, kind, subject, data) select now() - interval '2 years', 1, kind, 'x', '{}' \
             from unnest(array['auth.signed-in', 'auth.role.granted', 'content.item.published']) kind; \
             insert into fact_seals (position, fact_id, txid, hash, version) select id, id, txid, sha256('x'), 2 from facts",
        )
        .await
        .unwrap();
    let mut platform = AsyncPgConnection::establish(&at(&world.urls.platform, "")).await.unwrap();
    platform
        .batch_execute(
            "do $$ begin \
               assert trim_facts(now() - interval '13 months', now(), null, 10) = 1; \
               assert (select array_agg(kind order by kind) from facts) = array['auth.role.granted', 'content.item.published']; \
               assert (select count from audit_trims) = 1; \
             end $$",
        )
        .await
        .unwrap();
    drop((superuser, platform));
    world.execute(&format!("drop database {name} with (force)")).await;
    world.execute(&format!("drop role {name}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fact_has_a_card_and_a_sentence_in_every_language() {
    let world = world().await;
    let cards = world.app.modules().fact_cards();
    let mut missing = Vec::new();
    for kind in told_in_the_sources() {
        if !cards.iter().any(|card| card.kind == kind) {
            missing.push(format!("{kind}: no card"));
        }
    }
    for lang in Lang::all() {
        let t = Locales::shipped().texts(lang);
        for card in &cards {
            for key in [card.text_key(), card.group.text_key()] {
                if !t.has(&key) {
                    missing.push(format!("{lang}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let mut kinds: Vec<_> = cards.iter().map(|card| card.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), cards.len(), "a card stands twice");
}

/// The kinds that some `impl Fact` names, also through a macro.
fn told_in_the_sources() -> Vec<String> {
    let mut kinds = Vec::new();
    let mut open = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    open.push(path);
                }
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            if path.extension().is_none_or(|end| end != "rs") {
                continue;
            }
            for piece in text.split("impl Fact for ").skip(1) {
                let kind = piece.split("const KIND: &'static str = ").nth(1).unwrap();
                if let Some(kind) = kind.strip_prefix('"') {
                    kinds.push(kind.split('"').next().unwrap().to_owned());
                }
            }
            if text.contains("impl Fact for $") {
                for line in text.lines().filter(|line| line.contains("!(")) {
                    let mut words = line.split('"');
                    if let (Some(head), Some(kind)) = (words.next(), words.next())
                        && head.trim_start().starts_with("of_")
                    {
                        kinds.push(kind.to_owned());
                    }
                }
            }
        }
    }
    assert!(kinds.len() > 20, "only {kinds:?}");
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_reads_its_own_record_in_sentences() {
    let world = world().await;
    let editor = login("soyte", Role::Editor);
    signed_in(&world, "soyte", Role::Editor).await;
    let nobody = world.visitor("quangtri");
    nobody.post("/dang-nhap", [("login", editor.as_str()), ("password", "sai")]).await.is(422);
    signed_in(&world, "sonoivu", Role::Editor).await;
    let desk = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let page = desk.get("/quan-tri/nhat-ky").await.is(200).shows("Nhật ký của Sở Y tế").hides("⟦");
    let page = page
        .shows(&format!("{editor} vào làm việc trên trang."))
        .shows("giao vai trò Biên tập viên cho")
        .shows("127.0.0.1");
    page.hides("sonoivu");
    // Signing in is the province's business, and on its record.
    let province = signed_in(&world, "quangtri", Role::Platform).await;
    let bad = province.get("/nen-tang/nhat-ky?viec=failed-sign-ins").await.is(200);
    bad.shows(&format!("Đăng nhập không thành công với tên “{editor}”: sai tên đăng nhập"))
        .hides(&format!("{editor} đăng nhập."));
    let who = desk.get(&format!("/quan-tri/nhat-ky?ai={editor}&viec=sign-ins")).await.is(200);
    who.shows(&format!("{editor} vào làm việc")).hides("unit-administrator.soyte vào làm việc");
    desk.get("/quan-tri/nhat-ky?tu=2026-11-24").await.is(200).shows("Không có việc nào");
    desk.get("/quan-tri/nhat-ky?den=2026-11-22").await.is(200).shows("Không có việc nào");
    desk.get("/quan-tri/nhat-ky?dia-chi=127.0").await.is(200).shows("vào làm việc");
    desk.get("/quan-tri/nhat-ky?dia-chi=10.").await.is(200).shows("Không có việc nào");
    let person = world.count(&format!("select id from people where login = '{editor}'")).await;
    let about = desk.get(&format!("/quan-tri/nhat-ky?muc=person:{person}")).await.is(200);
    about.shows("giao vai trò Biên tập viên").hides("unit-administrator.soyte vào làm việc");
    // Another site's name in the address changes nothing.
    desk.get("/quan-tri/nhat-ky?trang=sonoivu").await.is(200).hides("editor.sonoivu");
    let english = desk.get("/en/quan-tri/nhat-ky").await.is(200);
    english.shows("came in to work").hides("⟦");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_goes_on_page_by_page() {
    let world = world().await;
    let site = world.site("soyte").id;
    world
        .execute(&format!(
            "insert into facts (at, site_id, kind, subject, data) select timestamptz '2026-11-20' + n * interval '1 minute', \
             {site}, 'auth.sign-in.failed', 'sign-in', jsonb_build_object('login', 'lan-' || n, 'why', 'no-role') \
             from generate_series(1, 120) n"
        ))
        .await;
    let desk = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    let mut path = "/quan-tri/nhat-ky?viec=failed-sign-ins".to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let text = desk.get(&path).await.is(200).text();
        seen.extend(
            text.split("với tên “").skip(1).map(|it| it.split('”').next().unwrap().to_owned()),
        );
        let Some(older) = text.split("<a ").find(|tag| tag.contains("pager-older")) else { break };
        let href = older.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        path = href.replace("&amp;", "&");
    }
    let expected: Vec<String> = (1..=120).rev().map(|n| format!("lan-{n}")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platform_reads_the_record_of_all_sites() {
    let world = world().await;
    signed_in(&world, "soyte", Role::Editor).await;
    signed_in(&world, "sonoivu", Role::Editor).await;
    let desk = signed_in(&world, "quangtri", Role::Platform).await;
    let page = desk.get("/nen-tang/nhat-ky?viec=sign-ins").await.is(200);
    page.shows("editor.soyte đăng nhập.").shows("editor.sonoivu vào làm việc").shows("Sở Nội vụ");
    let one = desk.get("/nen-tang/nhat-ky?viec=sign-ins&trang=soyte").await.is(200);
    one.shows("editor.soyte vào làm việc").hides("editor.sonoivu");
    desk.get("/nen-tang/nhat-ky?trang=khong-co").await.is(200).shows("Không có việc nào");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_what_the_fact_says_and_is_one_sites() {
    let world = sealed().await;
    let desk = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    signed_in(&world, "sonoivu", Role::Editor).await;
    seal(&world).await;
    let answer = desk
        .post("/quan-tri/nhat-ky/xuat", [("dang", "jsonl"), ("trang", "sonoivu")])
        .await
        .is(200);
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment; filename=\"nhat-ky-soyte-20261123.jsonl")
    );
    let lines: Vec<serde_json::Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["site"] == "soyte"));
    let signed = lines.iter().find(|line| line["kind"] == "auth.session.opened").unwrap();
    assert_eq!(signed["address"], "127.0.0.1");
    assert_eq!(signed["seal"].as_str().unwrap().len(), 64);
    let told = world.count("select data->>'count' from facts where kind = 'audit.exported'").await;
    assert_eq!(usize::try_from(told).unwrap(), lines.len());
    let answer = desk
        .post("/quan-tri/nhat-ky/xuat", [("dang", "syslog"), ("viec", "exports")])
        .await
        .is(200);
    let text = answer.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.starts_with("<110>1 2026-11-23T")
            && text.contains(" soyte.quangtri.localhost portal - audit.exported "),
        "{text}"
    );
    desk.post("/quan-tri/nhat-ky/xuat", [("dang", "xlsx")]).await.is(422);
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let all = platform.post("/nen-tang/nhat-ky/xuat", [("dang", "jsonl")]).await.is(200).text();
    assert!(all.contains("\"site\":\"sonoivu\"") && all.contains("\"site\":\"soyte\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_facts_reach_a_udp_collector_in_order_and_once() {
    let world = sealed().await;
    let collector = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let target: Target = format!("udp://{}", collector.local_addr().unwrap()).parse().unwrap();
    let mut first = Forwarder::new(world.app.clone(), target.clone());
    let mut second = Forwarder::new(world.app.clone(), target);
    let sealed = world.count("select count(*) from fact_seals").await;
    assert_eq!(i64::try_from(first.step().await.unwrap()).unwrap(), sealed);
    assert_eq!(second.step().await.unwrap(), 0, "one node at a time");
    let mut buffer = vec![0_u8; 65_536];
    for position in 1..=sealed {
        let length = tokio::time::timeout(Duration::from_secs(5), collector.recv(&mut buffer))
            .await
            .expect("a datagram")
            .unwrap();
        let line = String::from_utf8_lossy(&buffer[..length]).into_owned();
        assert!(line.contains(&format!(" position=\"{position}\" ")), "{line}");
    }
    assert_eq!(first.step().await.unwrap(), 0);
    assert_eq!(world.app.metrics.audit_lag.get(), 0);
    // The node that held the lease is gone; another goes on where it was.
    drop(first);
    signed_in(&world, "soyte", Role::Editor).await;
    seal(&world).await;
    world.clock.pass(chrono::TimeDelta::minutes(2));
    assert_eq!(second.step().await.unwrap(), 2);
    for kind in ["auth.signed-in", "auth.session.opened"] {
        let length = collector.recv(&mut buffer).await.unwrap();
        assert!(String::from_utf8_lossy(&buffer[..length]).contains(kind));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tcp_collector_that_was_away_gets_everything_and_sealing_went_on() {
    let world = sealed().await;
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let target: Target = format!("tcp://{address}").parse().unwrap();
    let mut forwarder = Forwarder::new(world.app.clone(), target);
    assert!(forwarder.step().await.is_err(), "nobody listens");
    signed_in(&world, "soyte", Role::Editor).await;
    seal(&world).await;
    let sealed = world.count("select count(*) from fact_seals").await;
    assert!(forwarder.step().await.is_err());
    assert_eq!(world.app.metrics.audit_lag.get(), sealed);
    assert!(world.app.metrics.audit_failures.get() >= 2);
    let listener = TcpListener::bind(address).await.unwrap();
    assert_eq!(i64::try_from(forwarder.step().await.unwrap()).unwrap(), sealed);
    let (stream, _) = listener.accept().await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    for position in 1..=sealed {
        let line = tokio::time::timeout(Duration::from_secs(5), lines.next_line())
            .await
            .expect("a line")
            .unwrap()
            .unwrap();
        assert!(line.contains(&format!(" position=\"{position}\" ")), "{line}");
    }
    // The collector falls over; what comes after is not lost, and the last lines come once more.
    drop(lines);
    signed_in(&world, "soyte", Role::Approver).await;
    seal(&world).await;
    let mut failed = 0;
    while forwarder.step().await.is_err() {
        failed += 1;
        assert!(failed < 5);
    }
    let (stream, _) = listener.accept().await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut last = String::new();
    while !last.contains(&format!(" position=\"{}\" ", sealed + 1)) {
        last = tokio::time::timeout(Duration::from_secs(5), lines.next_line())
            .await
            .expect("a line")
            .unwrap()
            .unwrap();
    }
    assert!(last.contains("auth.signed-in"), "{last}");
}

/// The trap: ids are given before commit, so "the last id seen" loses what a slow writer tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_writer_is_heard_after_a_fast_one_on_every_node() {
    let world = world().await;
    let (front, mut second) = world.second_node(recipe()).await.unwrap();
    let site = world.site("soyte");
    let tell = |kind: &str| {
        format!(
            "insert into facts (at, site_id, kind, subject, data) values (now(), {}, '{kind}', 'x', '{{}}')",
            site.id
        )
    };
    let mut slow = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    slow.batch_execute(&format!("begin; {}", tell("slow"))).await.unwrap();
    let mut fast = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    fast.batch_execute(&tell("fast")).await.unwrap();
    let heard_before = front.app().metrics.facts_heard.get();
    second.catch_up().await.unwrap();
    assert_eq!(
        front.app().metrics.facts_heard.get(),
        heard_before,
        "nothing may be heard past the slow one"
    );
    slow.batch_execute("commit").await.unwrap();
    let mut heard = 0;
    for _ in 0..1_000 {
        heard += second.catch_up().await.unwrap();
        if heard >= 2 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(heard, 2);
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "told nothing")]
async fn a_write_that_tells_nothing_does_not_pass() {
    let world = world().await;
    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let tx = world.app.begin(&ctx).await.unwrap();
    let conn: &AsyncPgConnection = &tx;
    let mut conn = conn;
    use diesel_async::RunQueryDsl as _;
    diesel::sql_query("update sections set position = position + 1")
        .execute(&mut conn)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_what_is_over_goes_by_itself() {
    let world = world().await;
    signed_in(&world, "soyte", Role::Editor).await;
    world.execute("update facts set at = at - interval '10 years'").await;
    seal(&world).await;
    let old = "select count(*) from facts where kind = 'auth.signed-in'";
    assert_eq!(world.count(old).await, 1);
    world.run_recurring().await;
    assert_eq!(world.count(old).await, 0);
    let told = "select count(*) from facts where kind = 'audit.trimmed'";
    assert_eq!(world.count(told).await, 1);
}

/// `portal audit verify`, as an operator runs it: what it says, and its exit code.
async fn verified(world: &World, more: &[&str]) -> (Option<i32>, String) {
    let args: Vec<String> =
        ["audit", "verify"].iter().chain(more).map(|it| (*it).to_owned()).collect();
    command(world, &args).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_by_its_exit_code_whether_the_record_is_whole() {
    let world = sealed().await;
    let (code, said) = verified(&world, &[]).await;
    assert_eq!(code, Some(0), "{said}");
    let head = said.lines().find_map(|line| line.strip_prefix("head: ")).unwrap().to_owned();
    let (code, said) = verified(&world, &["--head", &head]).await;
    assert_eq!(code, Some(0), "{said}");
    let (position, _) = head.split_once(':').unwrap();
    let other = format!("{position}:{}", "5e".repeat(32));
    let (code, said) = verified(&world, &["--head", &other]).await;
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = verified(&world, &["--head", "x"]).await;
    assert_ne!(code, Some(0), "{said}");
    let id = world.count("select fact_id from fact_seals where position = 7").await;
    world.execute(&format!("update facts set kind = kind || 'x' where id = {id}")).await;
    let (code, said) = verified(&world, &[]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("at position 7, fact {id}")), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_is_written_down_each_hour_and_a_chain_made_anew_does_not_hold_it() {
    let mut world = world().await;
    let folder = Folder::new("audit-heads");
    let heads = Some(folder.path().join("heads"));
    let set = |config: Config| Config { audit: AuditConfig { heads, ..config.audit }, ..config };
    let app = world.node_that_sets(recipe(), set).unwrap();
    node::load_sites(&app).await.unwrap();
    world.app = app;
    world.run_recurring().await;
    let file = folder.path().join("heads/heads.txt");
    assert!(!file.exists(), "nothing is sealed yet");
    seal(&world).await;
    world.clock.pass(chrono::TimeDelta::hours(1));
    world.run_recurring().await;
    world.run_recurring().await;
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 1, "once an hour: {text}");
    let (at, head) = lines[0].split_once(' ').unwrap();
    assert_eq!(at, "2026-11-23T02:00:00Z");
    let file = file.display().to_string();
    let (code, said) = verified(&world, &["--heads", &file]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 heads of"), "{said}");

    // Somebody changes a fact, throws the seals away, and lets the sealer seal anew.
    let (position, _) = head.split_once(':').unwrap();
    world
        .execute(
            "update facts set kind = kind || 'x' where id = (select fact_id from fact_seals where position = 3); \
             truncate fact_seals",
        )
        .await;
    seal(&world).await;
    let (code, said) = verified(&world, &[]).await;
    assert_eq!(code, Some(0), "whole in itself: {said}");
    let (code, said) = verified(&world, &["--heads", &file]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("does not hold {position}:")), "{said}");
    // A file without any head proves nothing.
    std::fs::write(&file, "\n").unwrap();
    assert_eq!(verified(&world, &["--heads", &file]).await.0, Some(1));
}
