//! Files that came in and the virus scanner: a harmful one is refused, and while nobody can say, a file
//! is taken and handed out to nobody (SECURITY rule 26). By a real clamd with a signature of our own.

use chrono::TimeDelta;
use portal_core::{
    Role,
    files::{
        held,
        scan::{Scanner, Verdict},
    },
    metrics::Metrics,
    testing::{Answer, Browser, World},
};

use crate::{
    consultation, files, information,
    peers::{Clamd, MARKER},
    petition_citizen::letterbox::{codes, filled},
    petition_desk,
    world::{login, recipe, signed_in, world},
};

const PETITIONS: &str = "select count(*) from petitions";
const WAITING: &str = "select count(*) from held_files where locked_at is null";
const LOCKED: &str = "select count(*) from held_files where locked_at is not null";
/// An address where nobody listens.
const NOBODY: &str = "unix:/nowhere/clamd.ctl";

/// A world whose files are shown to a scanner.
async fn scanned_by(address: &str) -> World {
    let address = address.parse().unwrap();
    world().await.installed(recipe(), |config| config.virus_scan = Some(address)).await
}

fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {words}\n%%EOF\n").into_bytes()
}

async fn told(world: &World, kind: &str, further: &str) -> i64 {
    let told = format!("select count(*) from facts where kind = 'core.file.{kind}'{further}");
    world.count(&told).await
}

/// A petition with a file; gives the sender's browser, where they follow it, and their file.
async fn petition<'a>(
    world: &'a World,
    name: &str,
    bytes: Vec<u8>,
) -> (Browser<'a>, String, String) {
    let dan = world.visitor("soyte");
    let to = filled(world, &dan).await.file(name, bytes).send(&dan).await.redirects();
    let (code, secret) = codes(&dan.get(&to).await.is(200));
    let keys = [("code", code.as_str()), ("secret", secret.as_str())];
    let follow = dan.post("/kien-nghi/tra-cuu", keys).await.redirects();
    let number = format!(
        "select f.id from petition_files f join petitions p on p.id = f.petition_id \
         where p.code = '{code}'"
    );
    let file = format!("{follow}/tep/{}", world.count(&number).await);
    (dan, follow, file)
}

/// The scanner is asked again, as each minute.
async fn ask_again(world: &World) {
    world.clock.pass(TimeDelta::minutes(1));
    world.run_recurring().await;
}

#[track_caller]
fn is_held(answer: Answer) {
    let answer = answer.is(409).shows("đang chờ kiểm tra vi-rút").hides(MARKER).hides("%PDF");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_harmful_file_does_not_come_in_and_its_form_comes_back() {
    let clamd = Clamd::start().await;
    let world = scanned_by(&clamd.socket()).await;
    let (dan, follow, file) = petition(&world, "don.pdf", pdf("sạch")).await;
    dan.get(&follow).await.is(200).shows("don.pdf").hides("vi-rút");
    assert_eq!(dan.get(&file).await.is(200).bytes, pdf("sạch"));

    let form = filled(&world, &dan).await.with("title", "Khác").file("hại.pdf", pdf(MARKER));
    let back = form.send(&dan).await.is(422).shows("hại.pdf").shows("mã độc");
    back.shows("Mùi hôi cả thôn.").shows("f-files").hides("name=\"kept\"");
    assert_eq!(world.count(PETITIONS).await, 1);
    let named = " and data->>'name' = 'hại.pdf' and data->>'signature' like 'Portal.Test.Marker%'";
    assert_eq!(told(&world, "refused", named).await, 1);
    world.keeps_secret(MARKER).await;
    assert!(world.app.metrics.text().contains("portal_files_infected_total 1"));
    // Without it, the petition is taken.
    form.without_files().accepted(&dan).await;

    // The same for staff, at the file's field, and inside of an archive.
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let refused = files::upload(&editor, "hại.docx", &files::docx(MARKER)).await.is(422);
    refused.shows("mã độc").shows("f-file");
    assert_eq!(world.count("select count(*) from media").await, 0);
    assert_eq!(world.count(WAITING).await + world.count(LOCKED).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_scanner_hangs_files_are_held_and_later_released_or_locked() {
    let clamd = Clamd::start().await;
    let world = scanned_by(&clamd.tcp()).await;
    let it_staff = login("quangtri", Role::Platform);
    world
        .execute(&format!("update people set email = 'it@vidu.vn' where login = '{it_staff}'"))
        .await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    clamd.hang();
    let plan = files::docx("Kế hoạch");
    let (clean, harmful, uploaded) = tokio::join!(
        petition(&world, "sach.pdf", pdf("sạch")),
        petition(&world, "hai.pdf", pdf(MARKER)),
        files::upload(&editor, "ke-hoach.docx", &plan),
    );
    uploaded.redirects();
    // Taken, and shown to nobody: not to the sender, not to staff, not to the search.
    assert_eq!((world.count(PETITIONS).await, world.count(WAITING).await), (2, 3));
    assert_eq!(told(&world, "held", "").await, 3);
    for (dan, follow, file) in [&clean, &harmful] {
        dan.get(follow).await.is(200).shows("Đang chờ kiểm tra vi-rút").hides(&format!("{file}\""));
        is_held(dan.get(file).await);
    }
    let at_desk = "select max(petition_id) from petition_files where name = 'sach.pdf'";
    let sheet = format!("/quan-tri/kien-nghi/{}", world.count(at_desk).await);
    officer.get(&sheet).await.is(200).shows("sach.pdf").shows("Đang chờ kiểm tra vi-rút");
    let number = clean.2.rsplit('/').next().unwrap();
    is_held(officer.get(&format!("{sheet}/tep/{number}")).await);
    editor.get("/quan-tri/tep").await.is(200).shows("Đang chờ kiểm tra vi-rút");
    let media = format!("/media/{}/a", world.count("select max(id) from media").await);
    is_held(editor.get(&media).await);

    // Asked again in vain, it all stays so; somebody hears of it.
    ask_again(&world).await;
    assert_eq!(world.count(WAITING).await, 3);
    assert_eq!(world.count("select count(*) from media_texts").await, 0);
    held::measure(&world.app).await;
    let figures = world.app.metrics.text();
    assert!(figures.contains("portal_files_held 3"), "{figures}");
    assert!(!figures.contains("portal_files_held_oldest_seconds 0"), "{figures}");
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/nen-tang").await.is(200).shows("3 tệp đang chờ kiểm tra vi-rút");

    clamd.go_on();
    ask_again(&world).await;
    world.run_jobs().await;
    assert_eq!((world.count(WAITING).await, world.count(LOCKED).await), (0, 1));
    let (dan, follow, file) = &clean;
    dan.get(follow).await.is(200).hides("vi-rút");
    assert_eq!(dan.get(file).await.is(200).bytes, pdf("sạch"));
    officer.get(&format!("{sheet}/tep/{number}")).await.is(200);
    editor.get(&media).await.is(200);
    assert_eq!(files::state(&world, "ke-hoach.docx", "read").await, 1, "read once it was released");
    // What turned out to be harmful is nobody's.
    let (dan, follow, file) = &harmful;
    dan.get(follow).await.is(200).shows("Có mã độc, đã khóa").hides(&format!("{file}\""));
    dan.get(file).await.is(409).shows("đã bị khóa").hides(MARKER);
    let named = " and data->>'name' = 'hai.pdf' and data->>'signature' like 'Portal.Test.Marker%'";
    assert_eq!(told(&world, "locked", named).await, 1);
    assert_eq!(told(&world, "released", "").await, 2);
    let letter = world.mail().last_to("it@vidu.vn");
    assert!(letter.text.contains("hai.pdf") && letter.text.contains("Portal.Test.Marker"));
    platform.get("/nen-tang/tep").await.is(200).shows("Portal.Test.Marker").hides("⟦");
    let copies = std::fs::read_dir(world.files().join("held")).unwrap().count();
    assert_eq!(copies, 1, "the copy of what is locked stays, for another look");
    world.keeps_secret(MARKER).await;
    // Signatures err too: what is no longer locked is looked at again.
    world.execute("update held_files set locked_at = null, signature = null").await;
    ask_again(&world).await;
    assert_eq!(world.count(LOCKED).await, 1);
}

/// Every door by which files come in: with nobody to ask, each lets its file in and hands it to nobody.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_scanner_every_door_takes_its_file_and_gives_it_to_nobody() {
    let world = scanned_by(NOBODY).await;
    let waiting = async || world.count(WAITING).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    files::upload(&editor, "anh.pdf", &pdf("media")).await.redirects();
    assert_eq!(waiting().await, 1);
    petition(&world, "don.pdf", pdf("don")).await;
    assert_eq!(waiting().await, 2);

    // An officer's answer to a petition.
    let id = petition_desk::accepted(&world, "soyte", petition_desk::new(&world, "Đèn tắt", ""))
        .await
        .id;
    petition_desk::post(&world, &officer, id, "viec/vao-so", &[]).await.redirects();
    let (version, key) =
        (petition_desk::version(&world, id).await, uuid::Uuid::new_v4().to_string());
    let mut fields = vec![("form_key", key.as_str()), ("version", version.as_str())];
    fields.extend(petition_desk::TEXTS);
    let path = format!("{}/tra-loi", petition_desk::page(id));
    let signed = pdf("ky");
    let attached = [("file1", "ky.pdf", signed.as_slice())];
    petition_desk::upload(&officer, &path, &fields, &attached).await.redirects();
    assert_eq!(waiting().await, 3);
    let file = format!("select id from petition_files where petition_id = {id}");
    let path = format!("{}/tep/{}", petition_desk::page(id), world.count(&file).await);
    is_held(officer.get(&path).await);

    // A draft laid before people, and what somebody says of it.
    let (desk, public) = consultation::approved(&world).await;
    assert_eq!(waiting().await, 5, "two documents with the same content are two files");
    let file = world.count("select max(id) from consultation_files").await;
    editor.get(&desk).await.is(200).shows("Đang chờ kiểm tra vi-rút");
    is_held(editor.get(&format!("{desk}/tep/{file}")).await);
    world.clock.pass(TimeDelta::minutes(90));
    let dan = world.visitor("soyte");
    is_held(dan.get(&format!("{public}/tep/{file}")).await);
    let form = dan.get(&format!("{public}/gop-y?noi=d1-k2")).await.is(200);
    let (ticket, form_key) = (form.field("ticket"), form.field("form_key"));
    world.clock.pass(TimeDelta::seconds(30));
    let fields = [
        ("ticket", ticket.as_str()),
        ("form_key", form_key.as_str()),
        ("consent", "1"),
        ("sender", "person"),
        ("name", "Nguyễn Văn Thử"),
        ("place", "d1-k2"),
        ("body", "Nên mở cửa sớm hơn."),
    ];
    let opinion = pdf("y kien");
    let file = Some(("y-kien.pdf", opinion.as_slice()));
    consultation::upload(&dan, &format!("{public}/gop-y"), &fields, file).await.redirects();
    assert_eq!(waiting().await, 6);
    let head = signed_in(&world, "soyte", Role::Head).await;
    let opinion = world.count("select max(id) from consultation_opinions").await;
    let page = format!("{desk}/y-kien/{opinion}");
    head.get(&page).await.is(200).shows("Đang chờ kiểm tra vi-rút");
    is_held(head.get(&format!("{page}/tep")).await);

    // The answer to a request for information.
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let (id, _) = information::asked(&world, &[]).await;
    information::press(&officer, id, "tiep-nhan", &[]).await.redirects();
    let page = format!("{}/{id}", information::DESK);
    let words = [("text", "Gửi kèm."), ("costs", "")];
    officer.post(&format!("{page}/soan/answer"), words).await.redirects();
    information::upload(&officer, id, "qd.pdf", &pdf("qd")).await.redirects();
    assert_eq!(waiting().await, 7);
    officer.get(&page).await.is(200).shows("Đang chờ kiểm tra vi-rút");
    let file = world.count("select max(id) from information_files").await;
    is_held(officer.get(&format!("{page}/tep/{file}")).await);

    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    let all = platform.get("/nen-tang/tep").await.is(200).shows("don.pdf").shows("Sở Y tế");
    all.shows("Máy quét vi-rút không trả lời").hides("⟦");

    // Whoever does without a scanner from now on does not let go of what waits.
    let world = world.installed(recipe(), |config| config.virus_scan = None).await;
    ask_again(&world).await;
    assert_eq!(world.count(WAITING).await, 7);
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    is_held(officer.get(&format!("{page}/tep/{file}")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_service_stays_in_service() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    files::upload(&editor, "a.pdf", &pdf("một")).await.redirects();
    let first = format!("/media/{}/a", world.count("select max(id) from media").await);
    let platform = signed_in(&world, "quangtri", Role::Platform).await;
    platform.get("/nen-tang").await.is(200).shows("chưa được quét vi-rút").hides("⟦");
    platform.get("/nen-tang/tep").await.is(200).shows("virus_scan").hides("⟦");

    // The same content comes once more while nobody can scan it.
    let nobody = NOBODY.parse().unwrap();
    let world = world.installed(recipe(), |config| config.virus_scan = Some(nobody)).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    files::upload(&editor, "b.pdf", &pdf("một")).await.redirects();
    assert_eq!(world.count(WAITING).await, 0);
    editor.get(&first).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scanner_is_asked_by_either_line_and_says_what_it_cannot_do() {
    let clamd = Clamd::start().await;
    let metrics = Metrics::default();
    for address in [clamd.socket(), clamd.tcp()] {
        let scanner = Scanner::new(address.parse().unwrap());
        assert!(scanner.is_there(&metrics).await);
        assert_eq!(scanner.scan(&metrics, &pdf("sạch")).await, Verdict::Clean);
        assert_eq!(scanner.scan(&metrics, b"").await, Verdict::Clean);
        let found = scanner.scan(&metrics, &pdf(MARKER)).await;
        assert!(matches!(&found, Verdict::Infected(name) if name.contains("Portal")), "{found:?}");
        // Past its own limit; the test's clamd takes a megabyte.
        let long = scanner.scan_patiently(&vec![b'a'; 1_100_000]).await;
        assert!(matches!(&long, Verdict::Unknown(_)), "{long:?}");
    }
    let nobody = Scanner::new(NOBODY.parse().unwrap());
    assert!(!nobody.is_there(&metrics).await);
    assert!(matches!(nobody.scan(&metrics, b"x").await, Verdict::Unknown(_)));
}
