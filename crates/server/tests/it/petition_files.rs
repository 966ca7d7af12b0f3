//! Files of answers and of petitions from paper (R-P1, R-P2, R-P4).

use portal_core::{
    Role,
    testing::{Browser, World},
};
use portal_petitions::petition::PetitionId;

use crate::{
    petition_desk::{
        Attached, NAME, TEXTS, accepted, answer, forward, new, page, post, sent, upload, version,
    },
    world::{signed_in, world},
};

const SIGNED: &[u8] = b"%PDF-1.7\n% Cong van tra loi, da ky\n";
const MAP: &[u8] = b"%PDF-1.7\n% So do vi tri\n";

/// Submits the answer with files.
async fn submit(
    world: &World,
    officer: &Browser<'_>,
    id: PetitionId,
    further: &[(&str, &str)],
    files: &[Attached<'_>],
) -> portal_core::testing::Answer {
    let (version, key) = (version(world, id).await, uuid::Uuid::new_v4().to_string());
    let mut fields = vec![("form_key", key.as_str()), ("version", version.as_str())];
    fields.extend(TEXTS);
    fields.extend(further);
    upload(officer, &format!("{}/tra-loi", page(id)), &fields, files).await
}

/// The addresses of files on a page, in order.
fn links(page: &str, below: &str) -> Vec<String> {
    let start = format!("href=\"{below}/tep/");
    page.split(&start)
        .skip(1)
        .filter_map(|rest| Some(format!("{below}/tep/{}", rest.split('"').next()?)))
        .collect()
}

/// The values of a form's fields of a name.
fn values(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

#[tokio::test]
async fn a_signed_answer_reaches_its_sender_and_the_published_file_everybody() {
    let world = world().await;
    let petition = new(&world, "Trạm y tế thiếu thuốc", "dan@vidu.vn");
    let accepted = accepted(&world, "quangtri", petition).await;
    let id = accepted.id;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    forward(&world, &province, id, "soyte").await;

    let form = officer.get(&format!("{}/tra-loi", page(id))).await.is(200);
    form.shows("Công khai tệp này cùng câu trả lời")
        .shows("type=\"file\"")
        .hides("checked data-keep-not");
    let both: [Attached; 2] = [("file1", "CV 12.pdf", SIGNED), ("file2", "Sơ đồ.pdf", MAP)];
    submit(&world, &officer, id, &[("public_file", "file2")], &both).await.redirects();

    // The approver opens each, and says so of those that everybody gets.
    let approval = head.get(&format!("{}/duyet", page(id))).await.is(200);
    let approval = approval.shows("CV 12.pdf").shows("Sơ đồ.pdf").shows("Chỉ gửi người hỏi");
    let at_desk = links(&approval.text(), &page(id));
    let opened = head.get(&at_desk[0]).await.is(200);
    assert_eq!(
        (opened.header("content-type"), opened.text().as_bytes()),
        ("application/pdf", SIGNED)
    );
    assert!(opened.header("content-disposition").starts_with("inline;"));
    let blind = post(&world, &head, id, "duyet", &[("do", "send")]).await;
    blind.is(422).shows("f-opened-e");
    // Nobody else has them yet.
    let public = format!("/kien-nghi/tra-loi/{id}");
    let file = world.count("select max(id) from petition_files where public").await;
    let published = format!("{public}/tep/{file}");
    world.visitor("quangtri").get(&published).await.is(404);
    post(&world, &head, id, "duyet", &[("do", "send"), ("opened", "1")]).await.redirects();
    world.run_jobs().await;
    world.follow().await;

    // The letter names both, the sender downloads both.
    let letter = world.mail().last_to("dan@vidu.vn");
    assert!(letter.text.contains("– CV 12.pdf") && letter.text.contains("– Sơ đồ.pdf"));
    let sender = world.visitor("quangtri");
    let keys = [("code", accepted.code.as_str()), ("secret", accepted.secret.as_str())];
    let mine = sender.post("/kien-nghi/tra-cuu", keys).await.redirects();
    let follow = sender.get(&mine).await.is(200).shows("CV 12.pdf");
    let own = links(&follow.text(), &mine);
    assert_eq!(own.len(), 2);
    let signed = sender.get(&own[0]).await.is(200);
    assert_eq!(signed.text().as_bytes(), SIGNED);
    world.visitor("quangtri").get(&own[0]).await.redirects();

    // Everybody gets the one that was ticked, at both sites; the open data name it.
    for site in ["quangtri", "soyte"] {
        let visitor = world.visitor(site);
        visitor.get(&public).await.is(200).shows("Sơ đồ.pdf").hides("CV 12.pdf");
        let given = visitor.get(&published).await.is(200);
        assert_eq!(given.text().as_bytes(), MAP);
        assert_eq!(given.header("x-content-type-options"), "nosniff");
        assert_eq!(given.header("cache-control"), "no-store");
        visitor.get("/du-lieu/kien-nghi.json").await.is(200).shows("Sơ đồ.pdf").shows(&published);
        visitor.get("/du-lieu/kien-nghi.csv").await.is(200).shows(&published).hides("CV 12");
        visitor.get(&own[0].replace(&mine, &public)).await.is(404);
    }
    world.visitor("sonoivu").get(&published).await.is(404);

    // What went out stays, whatever a program tries; taken down, the file is gone at once.
    let soyte = world.app.db().site(world.site("soyte").id).await.unwrap();
    let gone = diesel_async::RunQueryDsl::execute(
        diesel::sql_query("delete from petition_files"),
        &mut &*soyte,
    );
    assert_eq!(gone.await.unwrap(), 0);
    drop(soyte);
    post(&world, &head, id, "viec/go-cong-khai", &[("text", "Có chữ ký cá nhân.")])
        .await
        .redirects();
    world.visitor("quangtri").get(&published).await.is(410);
    sender.get(&own[1]).await.is(200);
}

#[tokio::test]
async fn a_file_that_changed_after_submission_is_approved_anew_and_returned_drafts_keep_theirs() {
    let world = world().await;
    let id = sent(&world, "Đèn đường tắt", "").await;
    let officer = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let head = signed_in(&world, "quangtri", Role::Head).await;
    post(&world, &officer, id, "viec/vao-so", &[]).await.redirects();
    let first: [Attached; 1] = [("file1", "Công văn.pdf", SIGNED)];
    submit(&world, &officer, id, &[], &first).await.redirects();
    let seen = version(&world, id).await;

    // A further file comes while the approver reads: what was seen cannot be sent.
    let form = officer.get(&format!("{}/tra-loi", page(id))).await.is(200).shows("Công văn.pdf");
    let kept = values(&form.text(), "kept");
    let second: [Attached; 1] = [("file2", "Sơ đồ.pdf", MAP)];
    submit(&world, &officer, id, &[("kept", &kept[0])], &second).await.redirects();
    let path = format!("{}/duyet", page(id));
    let key = uuid::Uuid::new_v4().to_string();
    let stale = [("form_key", key.as_str()), ("version", &seen), ("do", "send")];
    head.post(&path, stale).await.is(409);
    let files = format!("select count(*) from petition_files where petition_id = {id}");
    assert_eq!(world.count(&files).await, 2);

    // Returned, the files are still there; one is left out, the other goes.
    let why = [("do", "return"), ("note", "Thiếu ngày.")];
    post(&world, &head, id, "duyet", &why).await.redirects();
    let form = officer.get(&format!("{}/tra-loi", page(id))).await.is(200);
    let kept = values(&form.text(), "kept");
    assert_eq!(kept.len(), 2);
    // A form that comes back for another fault has them too.
    let faulty = [("kept", kept[0].as_str()), ("public_title", "")];
    let mut texts = TEXTS.to_vec();
    texts[2] = ("public_title", "");
    let version_now = version(&world, id).await;
    let mut fields = vec![("form_key", key.as_str()), ("version", version_now.as_str())];
    fields.extend(texts);
    fields.extend(faulty);
    let again = upload(&officer, &format!("{}/tra-loi", page(id)), &fields, &second).await.is(422);
    assert_eq!(values(&again.text(), "kept").len(), 2);
    let broken: [Attached; 1] = [("file1", "a.exe", b"MZ nothing")];
    submit(&world, &officer, id, &[], &broken).await.is(422).shows("a.exe");
    submit(&world, &officer, id, &[("kept", &kept[0])], &[]).await.redirects();
    post(&world, &head, id, "duyet", &[("do", "send")]).await.redirects();
    assert_eq!(world.count(&files).await, 1);

    // A correction begins with the files of what it corrects.
    let form = officer.get(&format!("{}/tra-loi", page(id))).await.is(200).shows("Công văn.pdf");
    let kept = values(&form.text(), "kept");
    submit(&world, &officer, id, &[("kept", &kept[0])], &[]).await.redirects();
    assert_eq!(world.count(&files).await, 2);
}

#[tokio::test]
async fn scans_come_with_a_petition_from_paper_and_go_along_when_it_is_split() {
    let world = world().await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let path = "/quan-tri/kien-nghi/moi";
    officer.get(path).await.is(200).shows("multipart/form-data").shows("name=\"files\"");
    let key = uuid::Uuid::new_v4().to_string();
    let fields = |title: &'static str| {
        [
            ("form_key", key.as_str()),
            ("channel", "paper"),
            ("received_on", "2026-11-20"),
            ("kind", "question"),
            ("field", "environment"),
            ("title", title),
            ("body", "Khi nào có vắc xin?"),
            ("name", NAME),
            // A tick of another form means nothing here.
            ("public_file", "files"),
        ]
    };
    let scan: [Attached; 1] = [("files", "Đơn viết tay.pdf", SIGNED)];
    let faulty = upload(&officer, path, &fields(""), &scan).await.is(422).shows("Đơn viết tay.pdf");
    let kept = values(&faulty.text(), "kept");
    let mut fields = fields("Hỏi về tiêm chủng").to_vec();
    fields.push(("kept", &kept[0]));
    upload(&officer, path, &fields, &[]).await.is(200).shows("Mã bí mật");
    let id = PetitionId(world.count("select id from petitions").await);
    let sheet = officer.get(&page(id)).await.is(200).shows("Đơn viết tay.pdf");
    let scan = links(&sheet.text(), &page(id));
    assert_eq!(officer.get(&scan[0]).await.is(200).text().as_bytes(), SIGNED);
    assert_eq!(world.count("select count(*) from petition_files where public").await, 0);

    let parts = [("title", "Việc thứ hai"), ("body", "Việc thứ hai.")];
    post(&world, &officer, id, "viec/tach", &parts).await.redirects();
    let twin = PetitionId(world.count("select max(id) from petitions").await);
    let sheet = officer.get(&page(twin)).await.is(200).shows("Đơn viết tay.pdf");
    let copy = links(&sheet.text(), &page(twin));
    assert_ne!(copy, scan);
    assert_eq!(officer.get(&copy[0]).await.is(200).text().as_bytes(), SIGNED);
}

#[tokio::test]
async fn an_answer_without_files_says_nothing_of_any() {
    let world = world().await;
    let id = sent(&world, "Trạm y tế thiếu thuốc", "dan@vidu.vn").await;
    let province = signed_in(&world, "quangtri", Role::PetitionOfficer).await;
    let officer = signed_in(&world, "soyte", Role::PetitionOfficer).await;
    let head = signed_in(&world, "soyte", Role::Head).await;
    forward(&world, &province, id, "soyte").await;
    answer(&world, &officer, &head, id).await;
    world.run_jobs().await;
    world.follow().await;
    assert!(!world.mail().last_to("dan@vidu.vn").text.contains("Tệp gửi kèm"));
    let public = world.visitor("quangtri").get(&format!("/kien-nghi/tra-loi/{id}")).await.is(200);
    public.hides("Tệp đính kèm trả lời");
}
