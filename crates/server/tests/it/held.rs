//! What is held about people: the list of it, what one of them gets who asks, and how somebody is
//! forgotten (SECURITY rule 36).

use std::{collections::BTreeSet, os::unix::fs::PermissionsExt as _};

use chrono::TimeDelta;
use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use portal_core::{
    Ctx, InboxConfig, Role,
    mail::Endpoint,
    personal::held::{self, Wanted},
    testing::World,
};
use portal_petitions::petition::inbox;
use serde_json::Value;

use crate::{
    comments::{article, fill_in, switch},
    consultation,
    house::root,
    information,
    peers::Folder,
    petition_citizen::{accept, sent},
    world::{command, login, signed_in, world},
};

/// Whom [`sent`] is from.
const EMAIL: &str = "dan@vidu.vn";

/// Words of a column's name that say that it may be about somebody.
const WORDS: &[&str] = &[
    "address",
    "agent",
    "author",
    "birth",
    "body",
    "call",
    "contact",
    "credential",
    "details",
    "email",
    "fax",
    "host",
    "identity",
    "ip",
    "login",
    "mail",
    "name",
    "names",
    "participants",
    "particulars",
    "person",
    "phone",
    "proposal",
    "receiver",
    "requester",
    "residence",
    "sealed",
    "secret",
    "sender",
    "text",
    "unit",
    "user",
    "words",
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
}

/// All columns, as `table.column`.
async fn columns(url: &str) -> Vec<Column> {
    use diesel_async::RunQueryDsl as _;
    let mut owner = AsyncPgConnection::establish(url).await.unwrap();
    diesel::sql_query(
        "select c.table_name || '.' || c.column_name as name, c.data_type as kind \
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name) \
         where c.table_schema = 'public' and t.table_type = 'BASE TABLE' \
           and c.table_name not like '\\_\\_diesel%' order by 1",
    )
    .load(&mut owner)
    .await
    .unwrap()
}

/// Whether a column may hold something about somebody: bytes and JSON may hold anything; of texts and
/// addresses the name decides.
fn may_be_about_somebody(column: &Column) -> bool {
    let (_, name) = column.name.split_once('.').unwrap();
    match column.kind.as_str() {
        "bytea" | "json" | "jsonb" | "inet" | "cidr" => true,
        "text" | "character varying" | "ARRAY" => name.split('_').any(|word| WORDS.contains(&word)),
        _ => false,
    }
}

/// The columns that stand in a part of the list, each with the row it stands in.
fn listed(part: &str) -> Vec<(String, String)> {
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    let names = |row: &str| {
        let first = row.split('|').nth(1).unwrap_or_default().to_owned();
        let names = first.split('`').skip(1).step_by(2).map(ToOwned::to_owned);
        names.collect::<Vec<_>>()
    };
    rows.flat_map(|row| names(row).into_iter().map(move |name| (name, row.to_owned()))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_column_that_may_be_about_somebody_is_in_the_list() {
    let world = world().await;
    let text = std::fs::read_to_string(root().join("docs/van-hanh/du-lieu-ca-nhan.md")).unwrap();
    let (held, none) = text.split_once("## Trông giống mà không phải").unwrap();
    let (held, none) = (listed(held), listed(none));
    let all = columns(&world.urls.owner).await;
    let there: BTreeSet<&str> = all.iter().map(|column| column.name.as_str()).collect();
    let named: BTreeSet<&str> = held.iter().chain(&none).map(|(name, _)| name.as_str()).collect();
    let may: Vec<&Column> = all.iter().filter(|column| may_be_about_somebody(column)).collect();
    assert!(may.len() > 80, "only {} columns", may.len());
    let missing: Vec<&str> =
        may.iter().map(|it| it.name.as_str()).filter(|name| !named.contains(name)).collect();
    assert!(missing.is_empty(), "not in docs/van-hanh/du-lieu-ca-nhan.md: {missing:#?}");
    let gone: Vec<&&str> = named.iter().filter(|name| !there.contains(**name)).collect();
    assert!(gone.is_empty(), "there are no such columns any more: {gone:#?}");
    assert_eq!(held.len() + none.len(), named.len(), "one stands there twice");
    // What is sealed is personal, and the list says that it is sealed.
    for column in may.iter().filter(|column| column.name.contains(".sealed")) {
        let row = held.iter().find(|(name, _)| *name == column.name);
        let says = row.is_some_and(|(_, row)| row.trim_end().ends_with("niêm phong |"));
        assert!(says, "{}", column.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_gets_everything_of_theirs_from_all_sites_and_nothing_of_others() {
    let world = world().await;
    // One writes to two sites, with the number written in another way; a neighbour to one of them.
    accept(&world, "soyte", sent(&world)).await;
    let mut second = sent(&world);
    second.title = "Đèn đường hỏng".into();
    second.sender.phone = "+84 912.345.678".into();
    second.sender.email = String::new();
    accept(&world, "dongha", second).await;
    let mut other = sent(&world);
    other.title = "Chuyện của hàng xóm".into();
    other.sender.phone = "0988 777 666".into();
    other.sender.email = "hangxom@vidu.vn".into();
    accept(&world, "soyte", other).await;
    switch(&world, "soyte", "comments", true).await;
    let (id, _) = article(&world, "soyte", "Lịch tiêm", "Sở Y tế").await;
    let form = format!("/binh-luan/{id}");
    for (body, email) in [("Cảm ơn trạm y tế.", "DAN@vidu.vn"), ("Đã đọc.", "hangxom@vidu.vn")]
    {
        let fields = [("name", "Hoa"), ("body", body), ("email", email)];
        fill_in(&world, &world.visitor("soyte"), &form, &fields).await.redirects();
    }

    let folder = Folder::new("person-export");
    let file = folder.path().join("12.json");
    let to = file.display().to_string();
    let ask = |more: &[&str]| {
        let mut args = vec!["person", "export", "--to", to.as_str()];
        args.extend(more);
        args.into_iter().map(ToOwned::to_owned).collect::<Vec<String>>()
    };
    let asked = ask(&["--email", "dan@vidu.vn", "--phone", "0912345678", "--request", "12/PYC"]);
    let (code, said) = command(&world, &asked).await;
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let all: Value = serde_json::from_str(&text).unwrap();
    let found: BTreeSet<(String, String)> = all["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (it["site"].as_str().unwrap().to_owned(), it["what"].as_str().unwrap().to_owned())
        })
        .collect();
    let pair = |site: &str, what: &str| (site.to_owned(), what.to_owned());
    assert_eq!(
        found,
        [pair("soyte", "petition"), pair("dongha", "petition"), pair("soyte", "comment")].into()
    );
    for part in ["Rác ùn ứ", "Đèn đường hỏng", "Thôn Hà", "+84 912.345.678", "Cảm ơn trạm y tế"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("hàng xóm") && !text.contains("hangxom"), "{text}");
    // It is in the record, without who it was.
    let told = "select count(*) from facts where kind = 'audit.person-exported' \
                and data->>'request' = '12/PYC' and data->>'count' = '3'";
    assert_eq!(world.count(told).await, 1);
    world.keeps_secret("912345678").await;
    world.keeps_secret("dan@vidu.vn").await;
    // A file that is there is not written over; somebody has to be meant.
    assert_eq!(command(&world, &asked).await.0, Some(1));
    assert_eq!(command(&world, &ask(&[])).await.0, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn opinions_requests_for_information_and_letters_are_found_by_their_own_modules() {
    let world = world().await;
    let (_, public) = consultation::approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    for (name, email) in [("Người Hỏi", EMAIL), ("Người Khác", "khac@vidu.vn")] {
        let fields = [("name", name), ("email", email), ("body", "Nên mở cả ngày lễ.")];
        consultation::comment(&world, &public, &fields).await.redirects();
    }
    information::asked(&world, &[("email", EMAIL), ("name", "Người Hỏi")]).await;
    information::asked(&world, &[("email", "khac@vidu.vn"), ("name", "Người Khác")]).await;
    write_to_inbox(&world, &["Nguoi Hoi <dan@vidu.vn>", "khac@vidu.vn"]).await;
    let conn = world.app.db().platform().await.unwrap();
    let wanted = Wanted::find(&conn, " Dan@VIDU.vn", "", "").await.unwrap();
    let records = held::gather(&world.app, &wanted).await.unwrap();
    let mut what: Vec<&str> = records.iter().map(|record| record.what).collect();
    what.sort_unstable();
    assert_eq!(what, ["information-request", "letter", "opinion"]);
    let text = serde_json::to_string(&records).unwrap();
    for part in ["Nên mở cả ngày lễ.", "Quyết định phê duyệt", "045099001234", "Thu cua"]
    {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("khac@vidu.vn") && !text.contains("Người Khác"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_be_forgotten_is_once_theirs_is_done_with_and_nobody_else() {
    let world = world().await;
    // To each module one thing of theirs and one of somebody else.
    let mut petitions = Vec::new();
    let (_, public) = consultation::approved(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    switch(&world, "soyte", "comments", true).await;
    let (item, _) = article(&world, "soyte", "Lịch tiêm", "Sở Y tế").await;
    for (name, email) in [("Người Hỏi", EMAIL), ("Người Khác", "khac@vidu.vn")] {
        let mut petition = sent(&world);
        petition.sender.email = email.into();
        petition.sender.phone = String::new();
        petitions.push(accept(&world, "soyte", petition).await.id);
        let said =
            [("name", name), ("email", email), ("show_name", "1"), ("body", "Nên mở cả tối.")];
        consultation::comment(&world, &public, &said).await.redirects();
        information::asked(&world, &[("email", email), ("name", name)]).await;
        let comment = [("name", name), ("body", "Cảm ơn trạm."), ("email", email)];
        let form = format!("/binh-luan/{item}");
        fill_in(&world, &world.visitor("soyte"), &form, &comment).await.redirects();
    }
    let erase = |who: [&str; 2]| {
        let args = ["person", "erase", "--request", "15/PYC", who[0], who[1]];
        args.map(ToOwned::to_owned)
    };
    let asked = erase(["--email", "Dan@vidu.vn"]);
    let (code, said) = command(&world, &asked).await;
    assert_eq!(code, Some(0), "{said}");
    let what = |word: &str, when: &str| said.contains(&format!("soyte\t{word}\t{when}"));
    let later = "once the office is done with it";
    for open in ["petition", "opinion", "information-request"] {
        assert!(what(open, later), "{open} in {said}");
    }
    assert!(what("comment", "within a day") && said.contains("4 to be erased"), "{said}");

    // The comment's address is gone at once; the rest is still to be answered.
    let known = async || {
        let mut counts = Vec::new();
        for (table, sealed) in [
            ("petition_senders", "sealed"),
            ("consultation_senders", "sealed"),
            ("information_requesters", "sealed"),
            ("comments", "sealed_email"),
        ] {
            let known = format!("select count(*) from {table} where {sealed} is not null");
            counts.push(world.count(&known).await);
        }
        counts
    };
    let a_day_later = async || {
        world.run_jobs().await;
        world.clock.pass(TimeDelta::days(1));
        world.run_recurring().await;
        world.follow().await;
    };
    a_day_later().await;
    assert_eq!(known().await, [2, 2, 2, 1]);
    // All is done with, on the same day for both.
    let now = world.app.now().to_rfc3339();
    for done in [
        format!("update petition_cases set state = 'answered', closed_at = '{now}'"),
        format!("update information_cases set closed_at = '{now}'"),
        format!("update consultations set table_state = 'finished', finished_at = '{now}'"),
        "update consultation_opinions set shown_name = 'Tên'".to_owned(),
    ] {
        world.execute(&done).await;
    }
    a_day_later().await;
    assert_eq!(known().await, [1, 1, 1, 1]);
    let left = format!(
        "select petition_id from petition_senders where sealed is not null and petition_id = {}",
        petitions[1]
    );
    assert_eq!(world.count(&format!("select count(*) from ({left}) it")).await, 1);
    let names = "select count(*) from consultation_opinions where shown_name = 'Tên'";
    assert_eq!(world.count(names).await, 1);
    let stays = "select count(*) from petitions where body <> ''";
    assert_eq!(world.count(stays).await, 2);
    // The record knows of it, and not whom.
    let told = "select count(*) from facts where kind = 'audit.person-erased' \
                and data->>'request' = '15/PYC' and data->>'count' = '4' and data->>'waiting' = '3'";
    assert_eq!(world.count(told).await, 1);
    world.keeps_secret("dan@vidu.vn").await;
    // Once more does no harm; accounts are not erased, and a request is named.
    let (code, said) = command(&world, &asked).await;
    assert!(code == Some(0) && said.contains("0 to be erased"), "{said}");
    let (code, said) = command(&world, &erase(["--login", "nentang"])).await;
    assert!(code == Some(1) && said.contains("switch-off"), "{said}");
    assert_eq!(command(&world, &asked[..2]).await.0, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_who_is_forgotten_go_once_somebody_decided_about_them() {
    let world = world().await;
    write_to_inbox(&world, &[EMAIL]).await;
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    let wanted = {
        let conn = world.app.db().platform().await.unwrap();
        Wanted::find(&conn, EMAIL, "", "").await.unwrap()
    };
    let kept = "select count(*) from petition_mails where sealed is not null";
    for (state, until, left) in [("held", "null", 1), ("discarded", "'2100-01-01'", 0)] {
        let set = format!("update petition_mails set state = '{state}', raw_until = {until}");
        world.execute(&set).await;
        let mut tx = world.app.begin_platform(&ctx).await.unwrap();
        let forgotten = held::forget(&world.app, &mut tx, &wanted).await.unwrap();
        tx.untold();
        tx.commit().await.unwrap();
        assert!(matches!(&*forgotten, [it] if it.what == "letter" && it.waits == (left == 1)));
        world.clock.pass(TimeDelta::days(1));
        world.run_recurring().await;
        assert_eq!(world.count(kept).await, left, "{state}");
    }
}

/// Puts letters from some addresses into the box for petitions.
async fn write_to_inbox(world: &World, from: &[&str]) {
    let inbox = InboxConfig {
        at: Endpoint::parse("imaps://thu.vidu.vn", &["imaps"]).unwrap(),
        login: "kiennghi".into(),
        password: "x".to_owned().into(),
        address: "kiennghi@quangtri.gov.vn".into(),
        ca_file: None,
    };
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    for from in from {
        let letter = format!(
            "From: {from}\r\nTo: kiennghi@quangtri.gov.vn\r\nSubject: Hoi\r\n\r\nThu cua {from}.\r\n"
        );
        inbox::take(&world.app, &ctx, &inbox, letter.as_bytes(), false).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_gets_account_sign_ins_and_texts_but_no_secret() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    crate::editorial::written_in(
        &editor,
        &crate::world::section_id(&world, "soyte", "tin-tuc").await.to_string(),
        "Bài của tôi",
    )
    .await;
    let folder = Folder::new("person-export-staff");
    let file = folder.path().join("a.json");
    let to = file.display().to_string();
    let who = login("soyte", Role::Editor);
    let args = ["person", "export", "--login", &who, "--to", &to].map(ToOwned::to_owned);
    let (code, said) = command(&world, &args).await;
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let what: BTreeSet<&str> =
        all["records"].as_array().unwrap().iter().filter_map(|it| it["what"].as_str()).collect();
    for kind in ["account", "role", "sign-in", "record", "text"] {
        assert!(what.contains(kind), "no {kind} in {what:?}");
    }
    assert!(text.contains("Bài của tôi") && !text.contains("argon2"), "{text}");
    let other = login("soyte", Role::Approver);
    assert!(!text.contains(&other), "{other} in {text}");
}
