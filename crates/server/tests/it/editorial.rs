//! From a collaborator's first word to a reader's screen, and back (R-C1 to R-C5).

use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::world::{signed_in, world};

const TITLE: &str = "Tiêm chủng mở rộng tháng 12";

/// The number of a section of the site, as the form offers it.
pub async fn section(world: &World, code: &str, slug: &str) -> String {
    world
        .count(&format!(
            "select id from sections where site_id = {} and slug = '{slug}' and language = 'vi'",
            world.site(code).id
        ))
        .await
        .to_string()
}

pub fn article<'a>(section: &'a str, title: &'a str, key: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form_key", key),
        ("type", "article"),
        ("section", section),
        ("title", title),
        ("lead", "Lịch tiêm cho trẻ dưới một tuổi."),
        ("body", "<p>Trạm y tế mở cửa từ <strong>7 giờ 30</strong>.</p>"),
        ("author", "Nguyễn Văn An"),
        ("source", "Sở Y tế"),
    ]
}

pub fn key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Writes an article and gives the path of its page on the desk.
async fn written(world: &World, writer: &Browser<'_>, title: &str) -> String {
    let section = section(world, "soyte", "tin-tuc").await;
    written_in(writer, &section, title).await
}

/// The same in some section of the writer's site.
pub async fn written_in(writer: &Browser<'_>, section: &str, title: &str) -> String {
    let mut fields = article(section, title, "");
    let key = key();
    fields[0].1 = &key;
    fields.push(("do", "save"));
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    to.split('?').next().unwrap().trim_end_matches("/sua").to_owned()
}

/// Presses a button of an item's page, with the hidden fields the page gives.
pub async fn press(
    browser: &Browser<'_>,
    item: &str,
    action: &str,
    more: &[(&str, &str)],
) -> Answer {
    let form = match action {
        "tra-lai" | "go" => browser.get(&format!("{item}/{action}")).await.is(200),
        _ => browser.get(item).await.is(200),
    };
    let mut fields = vec![("form_key".to_owned(), key())];
    if form.text().contains("name=\"hash\"") {
        fields.push(("hash".into(), form.field("hash")));
    }
    fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    browser.post(&format!("{item}/{action}"), fields).await
}

async fn published(world: &World, title: &str) -> (String, String) {
    let writer = signed_in(world, "soyte", Role::Collaborator).await;
    let approver = signed_in(world, "soyte", Role::Approver).await;
    let item = written(world, &writer, title).await;
    press(&writer, &item, "gui-duyet", &[]).await.redirects();
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    world.follow().await;
    let id = item.rsplit('/').next().unwrap().to_owned();
    let slug = portal_content::slug::slug(title);
    (item, format!("/tin/{slug}-{id}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_collaborator_writes_is_public_only_after_anothers_approval() {
    let world = world().await;
    let reader = world.visitor("soyte");
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    reader.get("/").await.is(200).hides(TITLE);
    let item = written(&world, &writer, TITLE).await;
    press(&writer, &item, "gui-duyet", &[]).await.redirects();
    reader.get("/").await.hides(TITLE);

    // A refusal needs a reason and a note; nothing is lost.
    press(&approver, &item, "tra-lai", &[("reason", "untrue"), ("note", "")]).await.is(422);
    press(&approver, &item, "tra-lai", &[("reason", "untrue"), ("note", "Sai giờ mở cửa")])
        .await
        .redirects();
    writer.get("/quan-tri?tab=refused").await.is(200).shows(TITLE).shows("Sai giờ mở cửa");

    let edit = writer.get(&format!("{item}/sua")).await.is(200);
    let section = section(&world, "soyte", "tin-tuc").await;
    let (key, edition) = (key(), edit.field("edition"));
    let mut fields = article(&section, TITLE, &key);
    fields[5].1 = "<p>Trạm y tế mở cửa từ 7 giờ.</p>";
    fields.extend([("edition", edition.as_str()), ("do", "submit")]);
    writer.post(&format!("{item}/sua"), fields).await.redirects();
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    world.follow().await;

    let id = item.rsplit('/').next().unwrap();
    let address = format!("/tin/tiem-chung-mo-rong-thang-12-{id}");
    for path in ["/", "/chuyen-muc/tin-tuc", "/rss.xml", "/atom.xml", "/chuyen-muc/tin-tuc/rss.xml"]
    {
        reader.get(path).await.is(200).shows(TITLE);
    }
    reader.get("/sitemap.xml").await.is(200).shows(&address);
    reader
        .get(&address)
        .await
        .is(200)
        .shows("mở cửa từ 7 giờ.")
        .shows("Nguyễn Văn An")
        .shows("Sở Y tế")
        .hides("7 giờ 30");
    reader.get(&format!("{address}/in")).await.is(200).shows("soyte.quangtri.localhost");
    // Another name with the right number leads to the right name.
    let answer = reader.get(&format!("/tin/ten-cu-{id}")).await;
    assert!(answer.status.is_redirection());
    assert_eq!(
        answer.header("location").trim_start_matches("http://soyte.quangtri.localhost"),
        address
    );
    for code in ["quangtri", "sonoivu", "dongha", "donggiang.dongha"] {
        for path in ["/", "/chuyen-muc/tin-tuc", "/rss.xml"] {
            world.visitor(code).get(path).await.is(200).hides(TITLE);
        }
        world.visitor(code).get(&address).await.is(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_everywhere_with_a_notice() {
    let world = world().await;
    let (item, address) = published(&world, TITLE).await;
    let reader = world.visitor("soyte");
    reader.get(&address).await.is(200);
    reader.get("/").await.shows(TITLE);
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    press(&approver, &item, "go", &[("note", " ")]).await.is(422);
    press(&approver, &item, "go", &[("note", "Thông tin đã cũ")]).await.redirects();
    world.follow().await;
    reader.get(&address).await.is(410).hides(TITLE).hides("mở cửa").shows("23/11/2026");
    for path in ["/", "/chuyen-muc/tin-tuc", "/rss.xml", "/sitemap.xml"] {
        reader.get(path).await.is(200).hides(TITLE).hides(&address);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_their_own_work_or_a_text_they_did_not_see() {
    let world = world().await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let item = written(&world, &approver, TITLE).await;
    press(&approver, &item, "gui-duyet", &[]).await.redirects();
    let page = approver.get(&item).await.is(200);
    assert!(!page.text().contains(&format!("{item}/duyet")), "the button is not offered");
    let answer = approver
        .post(&format!("{item}/duyet"), [("hash", "00".repeat(32)), ("form_key", key())])
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(world.count("select count(*) from decisions where verdict = 'approved'").await, 0);

    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let item = written(&world, &writer, "Bài thứ hai").await;
    press(&writer, &item, "gui-duyet", &[]).await.redirects();
    let answer = approver
        .post(&format!("{item}/duyet"), [("hash", "00".repeat(32)), ("form_key", key())])
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(world.count("select count(*) from decisions where verdict = 'approved'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_form_comes_back_filled_in_with_each_fault_at_its_field() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let long = "x".repeat(201);
    let bad = [
        ("form_key", key()),
        ("type", "article".into()),
        ("section", "999999".into()),
        ("title", long.clone()),
        ("lead", "y".repeat(501)),
        ("body", "<p>giữ lại</p>".into()),
        ("source_url", "javascript:alert(1)".into()),
        ("do", "submit".into()),
    ];
    let answer = writer.post("/quan-tri/bai/moi", bad).await.is(422);
    for field in ["section", "title", "lead", "author", "source_url"] {
        assert!(
            answer.text().contains(&format!("id=\"f-{field}-e\"")),
            "{field}: {}",
            answer.text()
        );
    }
    answer.shows(&long).shows("giữ lại");
    // Broken encoding and control characters are found, not stored and not a server error.
    for (n, body) in
        ["title=%FF%FE&body=x", "title=a%00b&body=x", "%%%", ""].into_iter().enumerate()
    {
        let body = format!("form_key={}&type=article&{body}", key());
        let answer = writer
            .post_bytes("/quan-tri/bai/moi", "application/x-www-form-urlencoded", body.into_bytes())
            .await;
        assert_eq!(answer.status.as_u16(), 422, "{n}");
    }
    assert_eq!(
        writer.post_bytes("/quan-tri/bai/moi", "text/plain", b"x".to_vec()).await.status.as_u16(),
        422
    );
    let created = format!("select count(*) from items where title = '{long}' or type = 'article'");
    assert_eq!(world.count(&created).await, 0, "nothing is half-written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_makes_one_article() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let section = section(&world, "soyte", "tin-tuc").await;
    let key = key();
    let mut fields = article(&section, TITLE, &key);
    fields.push(("do", "save"));
    let (first, second) = tokio::join!(
        writer.post("/quan-tri/bai/moi", fields.clone()),
        writer.post("/quan-tri/bai/moi", fields.clone()),
    );
    assert_eq!(first.redirects(), second.redirects());
    assert_eq!(writer.post("/quan-tri/bai/moi", fields).await.redirects(), first.redirects());
    assert_eq!(
        world.count(&format!("select count(*) from items where title = '{TITLE}'")).await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_of_one_article_lose_nothing() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let item = written(&world, &writer, TITLE).await;
    let edition = writer.get(&format!("{item}/sua")).await.field("edition");
    let section = section(&world, "soyte", "tin-tuc").await;
    let keys = [key(), key(), key()];
    let mut theirs = article(&section, "Tiêu đề của biên tập", &keys[0]);
    theirs.extend([("edition", edition.as_str()), ("do", "save")]);
    editor.post(&format!("{item}/sua"), theirs).await.redirects();

    let mut mine = article(&section, "Tiêu đề của tôi", &keys[1]);
    mine.extend([("edition", edition.as_str()), ("do", "save")]);
    let answer = writer.post(&format!("{item}/sua"), mine).await.is(422);
    let newest = answer.field("edition");
    answer.shows("Tiêu đề của biên tập").shows("Tiêu đề của tôi");
    assert_ne!(newest, edition);
    let mut knowing = article(&section, "Tiêu đề của tôi", &keys[2]);
    knowing.extend([("edition", newest.as_str()), ("do", "save")]);
    writer.post(&format!("{item}/sua"), knowing).await.redirects();
    assert_eq!(
        world.count("select count(*) from editions where title like 'Tiêu đề của%'").await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collaborator_sees_only_their_own_and_another_site_nothing() {
    let world = world().await;
    let editor = signed_in(&world, "soyte", Role::Editor).await;
    let item = written(&world, &editor, TITLE).await;
    let collaborator = signed_in(&world, "soyte", Role::Collaborator).await;
    let status = collaborator.get(&item).await.status.as_u16();
    assert!(status == 404 || status == 403, "{status}");
    collaborator.get("/quan-tri/bai").await.is(200).hides(TITLE);
    let neighbour = signed_in(&world, "sonoivu", Role::Approver).await;
    neighbour.get(&item).await.is(404);
    neighbour.post(&format!("{item}/go"), [("note", "x"), ("form_key", &key())]).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_that_could_act_never_reaches_a_reader() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    let section = section(&world, "soyte", "tin-tuc").await;
    let key = key();
    let mut fields = article(&section, "<script>alert(1)</script> & \"dấu\"", &key);
    fields[5].1 =
        "<p onclick=\"alert(1)\">x<script>alert(1)</script><img src=x onerror=alert(1)></p>";
    fields.push(("do", "submit"));
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    let item = to.split('?').next().unwrap().to_owned();
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    world.follow().await;
    for path in ["/", "/chuyen-muc/tin-tuc", "/rss.xml"] {
        world
            .visitor("soyte")
            .get(path)
            .await
            .is(200)
            .hides("<script>alert")
            .hides("onclick")
            .hides("onerror");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_public_while_a_public_article_shows_it() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Collaborator).await;
    let mut png = Vec::new();
    image::DynamicImage::new_rgb8(640, 360)
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let page = writer.get("/quan-tri/tep").await.is(200);
    let upload = |alternative: &str, bytes: &[u8]| {
        let mut body = Vec::new();
        for (name, value) in
            [("form_key", page.field("form_key")), ("alternative", alternative.to_owned())]
        {
            body.extend(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .bytes(),
            );
        }
        body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../anh.png\"\r\nContent-Type: image/png\r\n\r\n");
        body.extend(bytes);
        body.extend(b"\r\n--b--\r\n");
        writer.post_bytes("/quan-tri/tep", "multipart/form-data; boundary=b", body)
    };
    upload("", &png).await.is(422);
    upload("Ảnh", b"MZ\x90\x00 not a picture").await.is(422);
    upload("Ảnh trạm y tế", &png).await.redirects();
    let id = world.count("select max(id) from media").await;
    let address = format!("/media/{id}/anh.png");
    world.visitor("soyte").get(&address).await.is(404);
    writer.get(&address).await.is(200);
    world.visitor("sonoivu").get(&address).await.is(404);

    let section = section(&world, "soyte", "tin-tuc").await;
    let (key, id) = (key(), id.to_string());
    let mut fields = article(&section, TITLE, &key);
    fields.extend([("picture", id.as_str()), ("do", "submit")]);
    let to = writer.post("/quan-tri/bai/moi", fields).await.redirects();
    let item = to.split('?').next().unwrap().to_owned();
    let approver = signed_in(&world, "soyte", Role::Approver).await;
    press(&approver, &item, "duyet", &[("dang", "1")]).await.redirects();
    world.follow().await;
    let answer = world.visitor("soyte").get(&address).await.is(200);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "public, max-age=3600"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    // It is there as long as the page is, with or without the database.
    world.app.db().pretend(false);
    world.visitor("soyte").get(&address).await.is(200);
    world.visitor("sonoivu").get(&address).await.is(503);
    world.app.db().pretend(true);
    press(&approver, &item, "go", &[("note", "Nhầm ảnh")]).await.redirects();
    world.follow().await;
    world.visitor("soyte").get(&address).await.is(404);
    world.app.db().pretend(false);
    world.visitor("soyte").get(&address).await.is(503);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_cut_short_and_begun_again_takes_each_file_once() {
    use portal::import::{articles, folder};
    let world = world().await;
    let dir = std::env::temp_dir().join(format!("portal-import-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&dir).unwrap();
    for n in 0..1_200 {
        let text = format!(
            "title: Tin {n}\nsite: soyte\nsection: tin-tuc\ndate: 2026-10-01\n\nNội dung {n}.\n"
        );
        std::fs::write(dir.join(format!("{n:04}.txt")), text).unwrap();
    }
    std::fs::write(dir.join("xau.txt"), b"title: a\nsite: soyte\nsection: khong-co\n\nb").unwrap();
    let files = folder::files(&dir).unwrap();
    assert_eq!(files.len(), 1_201);
    let quiet = |_: articles::Step<'_>| {};
    let defaults = articles::Defaults::default;
    let first =
        articles::import(&world.app, dir.clone(), files[..700].to_vec(), defaults(), &quiet)
            .await
            .unwrap();
    assert_eq!((first.taken, first.there, first.faulty), (700, 0, 0));
    let second =
        articles::import(&world.app, dir.clone(), files, defaults(), &quiet).await.unwrap();
    assert_eq!((second.taken, second.there, second.faulty), (500, 700, 1));
    assert_eq!(world.count("select count(*) from items where title like 'Tin %'").await, 1_200);
    world.follow().await;
    world.visitor("soyte").get("/chuyen-muc/tin-tuc").await.is(200).shows("truoc=");
    std::fs::remove_dir_all(dir).unwrap();
}
