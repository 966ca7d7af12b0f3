//! The text inside files, read in a process of its own (R-S1).

use std::{
    io::{Cursor, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use portal_core::{
    Role,
    confined::{self, Failure},
    files::MediaKind,
    testing::{Answer, Browser, World},
};
use portal_extract::Unreadable;

use crate::world::{signed_in, world};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn docx(words: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:p><w:t>{words}</w:t></w:p></w:document>");
    archive(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", document.as_bytes())])
}

pub async fn upload(writer: &Browser<'_>, name: &str, bytes: &[u8]) -> Answer {
    let key = uuid::Uuid::new_v4();
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"form_key\"\r\n\r\n{key}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    writer.post_bytes("/quan-tri/tep", "multipart/form-data; boundary=b", body).await
}

pub async fn state(world: &World, name: &str, state: &str) -> i64 {
    world
        .count(&format!(
            "select count(*) from media_texts t join media m on m.id = t.media_id \
             where m.name = '{name}' and t.state = '{state}'"
        ))
        .await
}

/// The folder of the site is a file: nothing can be written in it, as on a full disk.
#[tokio::test]
async fn while_no_file_can_be_kept_its_sender_is_told_so() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let site = world.count("select id::bigint as count from sites where code = 'soyte'").await;
    std::fs::write(world.files().join(site.to_string()), b"full").unwrap();
    let told = upload(&writer, "ke-hoach.docx", &docx("Phòng chống lụt bão")).await;
    let told = told.is(507).shows("Chưa lưu được tệp");
    assert_eq!(told.header("retry-after"), "30");
    assert_eq!(world.count("select count(*) from media").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_a_file_is_known_and_what_is_unreadable_says_why() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    upload(&writer, "ke-hoach.docx", &docx("Phòng chống lụt bão")).await.redirects();
    let cut = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog".repeat(40);
    upload(&writer, "hong.pdf", &cut).await.redirects();
    world.run_jobs().await;
    let found = "select count(*) from media_texts where text = 'Phòng chống lụt bão'";
    assert_eq!(world.count(found).await, 1);
    assert_eq!(state(&world, "ke-hoach.docx", "read").await, 1);
    assert_eq!(state(&world, "hong.pdf", "unreadable").await, 1);
    let list = writer.get("/quan-tri/tep").await.is(200);
    list.shows("Chưa đọc được nội dung").shows("broken").hides("⟦");
    // Programs in office files do not come in.
    let programs = archive(&[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b""),
        ("xl/vbaProject.bin", b"x"),
    ]);
    upload(&writer, "a.xlsx", &programs).await.is(422).shows("macro");
}

#[tokio::test]
async fn a_reader_that_goes_wrong_takes_nothing_with_it() {
    let docx_mime = MediaKind::Docx.mime();
    let read = |bytes: Vec<u8>, mime| confined::text(Path::new(PROGRAM), bytes.into(), mime);
    assert_eq!(read(docx("Một"), docx_mime).await.unwrap().text, "Một");
    let broken = read(b"PK\x03\x04 no zip".to_vec(), docx_mime).await;
    assert!(matches!(broken, Err(Failure::Unreadable(Unreadable::Broken { .. }))), "{broken:?}");
    // A bomb of 300 MB, past every bound the reader has itself: one tag of blanks.
    let blanks = [b"<w:t a='".as_slice(), &vec![b' '; 300_000_000]].concat();
    let bomb = archive(&[("word/document.xml", &blanks)]);
    assert!(read(bomb, docx_mime).await.is_err());
    // Pages that are their own children.
    let loops = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n\
        xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n104\n%%EOF";
    let read_loops = read(loops.to_vec(), "application/pdf").await;
    assert!(read_loops.is_err() || read_loops.is_ok_and(|found| found.text.is_empty()));
    assert_eq!(read(Vec::new(), "video/mp4").await, Err(Failure::TooMuch));
    let nobody = confined::text(Path::new("/no/such/program"), Vec::new().into(), docx_mime).await;
    assert!(matches!(nobody, Err(Failure::NoReader(_))));
}

/// Whether the kernel says, within five seconds, that a child has become a program and is bound: in
/// memory, files and privileges, and to so many seconds of a processor.
pub fn is_bound(child: u32, program: &str, seconds: &str) -> bool {
    let about =
        |what: &str| std::fs::read_to_string(format!("/proc/{child}/{what}")).unwrap_or_default();
    (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        let limits = about("limits");
        let holds = |name: &str, value: &str| {
            limits.lines().any(|line| line.starts_with(name) && line.contains(value))
        };
        about("comm").trim() == program
            && holds("Max address space", "1073741824")
            && holds("Max cpu time", seconds)
            && holds("Max file size", "0")
            && about("status").contains("NoNewPrivs:\t1")
    })
}

/// While it waits for its input, the kernel says how it is bound.
#[test]
fn a_reader_is_bound_before_it_looks_at_a_byte() {
    let mut child = Command::new(PROGRAM)
        .args([confined::COMMAND, "text/plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let is_bound = is_bound(child.id(), "portal", "40");
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(is_bound);
}
