//! Scans: recognised where Tesseract and Poppler are installed, files without text where not (R-S1).

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use portal_core::{
    Role,
    confined::{Failure, Scans, foreign},
    testing::World,
};

use crate::{
    editorial::{article, key, press, section},
    files::{PROGRAM, is_bound, state, upload},
    search::settle,
    world::{signed_in, world},
};

/// A page as a scanner gives it, a little askew: a decision on seed rice, printed in DejaVu Serif.
const PAGE: &[u8] = include_bytes!("scans/page.jpg");

/// A PDF of these objects, numbered from 1; the first is its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = String::from("0000000000 65535 f \n");
    for (place, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", file.len());
        file.extend(format!("{} 0 obj\n", place + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (begins, count) = (file.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {count}\n{places}trailer<</Root 1 0 R/Size {count}>>\nstartxref\n{begins}\n%%EOF\n"
    );
    file.extend(end.into_bytes());
    file
}

fn stream(about: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{about}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A page of so many points that shows object 5, followed by more objects.
fn one_page(width: u32, height: u32, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R\
         /Resources<</XObject<</X 5 0 R>>>>>>"
    );
    let shows = format!("q {width} 0 0 {height} 0 0 cm /X Do Q");
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        stream("", shows.as_bytes()),
    ];
    objects.extend(more);
    pdf(&objects)
}

fn picture() -> Vec<u8> {
    let about = "/Type/XObject/Subtype/Image/Width 768/Height 358\
                 /ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode";
    stream(about, PAGE)
}

/// A form that shows a form ten times that shows a form ten times …
fn never_drawn() -> Vec<u8> {
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 1 1]";
    let shows_next = |place: usize| {
        let about = format!("{form}/Resources<</XObject<</X {} 0 R>>>>", place + 6);
        stream(&about, &b"/X Do ".repeat(10))
    };
    let mut forms: Vec<Vec<u8>> = (0..14).map(shows_next).collect();
    forms.push(stream(form, b"0 0 m 1 1 l S"));
    one_page(425, 198, forms)
}

/// Whether scans are recognised here; says that a test was skipped where they are not.
async fn recognised_here() -> bool {
    let here = Scans::default().languages(Path::new(PROGRAM)).await.is_some();
    if !here {
        eprintln!("skipped: tesseract-ocr-vie and poppler-utils are not installed");
    }
    here
}

/// Publishes an article that offers a file.
async fn offered(world: &World, title: &str, name: &str, file: &[u8]) {
    let writer = signed_in(world, "soyte", Role::Editor).await;
    upload(&writer, name, file).await.redirects();
    world.run_jobs().await;
    let media = format!("select id from media where name = '{name}'");
    let media = world.count(&media).await.to_string();
    let (section, form) = (section(world, "soyte", "tin-tuc").await, key());
    let mut fields = article(&section, title, &form);
    fields.extend([("attachments", media.as_str()), ("do", "submit")]);
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    let item = to.split('?').next().unwrap().to_owned();
    let approver = signed_in(world, "soyte", Role::Approver).await;
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    settle(world).await;
}

async fn is_found(world: &World, words: &str, title: &str) {
    let api = format!("/api/v1/tim-kiem?q={words}");
    world.visitor("soyte").get(&api).await.is(200).shows("\"total\":1").shows(title);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_stands_only_in_a_scan_finds_the_article() {
    if !recognised_here().await {
        return;
    }
    let world = world().await;
    settle(&world).await;
    let title = "Hỗ trợ bà con nông dân";
    offered(&world, title, "quyet-dinh.pdf", &one_page(425, 198, vec![picture()])).await;
    assert_eq!(state(&world, "quyet-dinh.pdf", "recognised").await, 1);
    for words in ["nao+vet+kenh+muong", "%22gi%E1%BB%91ng+l%C3%BAa+thu%E1%BA%A7n%22"] {
        is_found(&world, words, title).await;
    }
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let desk = writer.get("/quan-tri/tep").await.is(200).hides("⟦");
    desk.shows("Đã nhận dạng chữ từ bản quét").shows("có thể có chỗ sai");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_that_cannot_be_drawn_is_found_by_what_is_said_of_it() {
    if !recognised_here().await {
        return;
    }
    let world = world().await;
    settle(&world).await;
    // A sheet of seventy metres.
    let file = one_page(200_000, 200_000, vec![picture()]);
    offered(&world, "Bản đồ quy hoạch", "ban-do.pdf", &file).await;
    assert_eq!(state(&world, "ban-do.pdf", "scanned").await, 1);
    assert_eq!(world.count("select count(*) from jobs where kind like 'content.media.%'").await, 0);
    is_found(&world, "%22ban+do+quy+hoach%22", "Bản đồ quy hoạch").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_scans_are_recognised_one_after_the_other() {
    if !recognised_here().await {
        return;
    }
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let seat = world.app.scans.seat().unwrap();
    upload(&writer, "mot.pdf", &one_page(425, 198, vec![picture()])).await.redirects();
    world.run_jobs().await;
    // Another file has the seat: this one comes back, and no worker waits for it.
    assert_eq!(state(&world, "mot.pdf", "scanned").await, 1);
    drop(seat);
    world.clock.pass(chrono::TimeDelta::minutes(1));
    world.run_jobs().await;
    assert_eq!(state(&world, "mot.pdf", "recognised").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_never_drawn_ends_within_its_bounds() {
    if !recognised_here().await {
        return;
    }
    let scans = Scans::default();
    let begun = Instant::now();
    let read = scans.recognise(Path::new(PROGRAM), never_drawn().into(), 1).await;
    assert_eq!(read, Err(Failure::TooMuch));
    assert!(begun.elapsed() > Duration::from_secs(1), "it was refused, not ended");
    assert!(begun.elapsed() < Duration::from_secs(121));
}

/// While the foreign program waits for its input, the kernel says how it is bound.
#[tokio::test]
async fn a_foreign_program_is_bound_from_its_first_instruction() {
    if !recognised_here().await {
        return;
    }
    let mut child = Command::new(PROGRAM)
        .args([foreign::COMMAND, "pages", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let is_bound = is_bound(child.id(), "pdftoppm", "10");
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(is_bound);
    // Nothing else can be started so.
    for tool in ["sh", "/bin/sh", "../bin/sh", ""] {
        let ended = Command::new(PROGRAM).args([foreign::COMMAND, tool]).status().unwrap();
        assert_eq!(ended.code(), Some(127), "{tool}");
    }
}
