//! Answers of citizens by e-mail, at a real mailbox (R-P1, R-P4).

use std::sync::Arc;

use portal::compose::{self, Outside};
use portal_core::{
    Ctx, Front, InboxConfig, Job as _, Role,
    mail::{
        Endpoint,
        imap::{ImapServer, Session},
        trust,
    },
    node,
    testing::{self, Letters, World},
};
use portal_petitions::petition::{
    Channel, PetitionId, PetitionKind,
    accept::{Accepted, NewPetition, accept},
    files,
    inbox::{self, ReadInbox},
    sender::SenderData,
};

use crate::{
    peers::{Authority, Dovecot},
    world::{signed_in, world},
};

const BOX: &str = "kiennghi@quangtri.gov.vn";
const SENDER: &str = "dan@vidu.vn";

/// A world with a mailbox, and who takes its letters out.
struct Post {
    world: World,
    dovecot: Dovecot,
    authority: Authority,
    letters: Arc<Letters>,
}

impl Post {
    async fn new() -> Self {
        let authority = Authority::new();
        let dovecot = Dovecot::start(&authority, &[(BOX, "Mat khau 1")]).await;
        let mut world = world().await;
        let inbox = InboxConfig {
            at: Endpoint::parse(&format!("imaps://localhost:{}", dovecot.imaps), &["imaps"])
                .unwrap(),
            login: BOX.into(),
            password: "Mat khau 1".to_owned().into(),
            address: BOX.into(),
            ca_file: Some(authority.file()),
        };
        let config = portal_core::Config { inbox: Some(inbox), ..testing::config() };
        let letters = Arc::<Letters>::default();
        let outside = Outside { post: Some(Arc::clone(&letters) as _), ..Outside::default() };
        let (clock, files) = (Arc::clone(&world.clock) as _, world.files().to_owned());
        let app = compose::app(config, &world.urls, clock, files, outside).unwrap();
        node::load_sites(&app).await.unwrap();
        world.front = Front::new(app.clone());
        world.app = app;
        Self { world, dovecot, authority, letters }
    }

    async fn session(&self) -> Session {
        let at = Endpoint::parse(&format!("imaps://localhost:{}", self.dovecot.imaps), &["imaps"]);
        let server = ImapServer::new(at.unwrap(), &trust(Some(&self.authority.file())).unwrap());
        server.unwrap().sign_in(BOX, &"Mat khau 1".to_owned().into()).await.unwrap().unwrap()
    }

    /// Somebody's letter arrives.
    async fn arrives(&self, letter: &str) {
        let mut session = self.session().await;
        session.append("INBOX", None, None, letter.replace('\n', "\r\n")).await.unwrap();
        session.logout().await.unwrap();
    }

    /// How many letters are in a folder.
    async fn count(&self, folder: &str) -> u32 {
        let mut session = self.session().await;
        let count = session.select(folder).await.map_or(0, |folder| folder.exists);
        session.logout().await.unwrap();
        count
    }

    /// The mailbox is read, as it is each minute.
    async fn read(&self) {
        let ctx = Ctx::system_of_province(&self.world.app).unwrap();
        ReadInbox {}.run(self.world.app.clone(), ctx).await.unwrap();
    }

    async fn petition(&self, site: &str) -> Accepted {
        let ctx = Ctx::system(&self.world.app, self.world.site(site));
        let new = NewPetition {
            kind: PetitionKind::Question,
            channel: Channel::Web,
            field: "transport".into(),
            place: String::new(),
            title: "Đường hỏng".into(),
            body: "Đường liên thôn hỏng.".into(),
            sender: SenderData {
                name: "Dân".into(),
                email: SENDER.into(),
                ..SenderData::default()
            },
            name_shown: false,
            confidential: false,
            proved: true,
            received_at: self.world.app.now(),
            entered_by: None,
            files: Vec::new(),
        };
        let mut tx = self.world.app.begin(&ctx).await.unwrap();
        let accepted = accept(&self.world.app, &ctx, &mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        accepted
    }

    fn address(&self, petition: PetitionId) -> String {
        inbox::reply_to(&self.world.app, petition).unwrap()
    }

    async fn mails(&self, which: &str) -> i64 {
        self.world.count(&format!("select count(*) from petition_mails where {which}")).await
    }

    async fn events(&self, which: &str) -> i64 {
        self.world.count(&format!("select count(*) from petition_events where {which}")).await
    }
}

fn letter(from: &str, to: &str, id: &str, text: &str) -> String {
    format!(
        "From: Dân <{from}>\nTo: {to}\nSubject: Re: Kiến nghị\nMessage-ID: <{id}@vidu.vn>\n\
         Date: Mon, 23 Nov 2026 08:00:00 +0700\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_sender_joins_the_petition_once_with_its_files() {
    let post = Post::new().await;
    let petition = post.petition("soyte").await;
    // The letter to the sender says where answers go.
    post.world.run_jobs().await;
    let address = post.address(petition.id);
    let sent = post.letters.all();
    assert_eq!(sent[0].reply_to.as_deref(), Some(address.as_str()));
    assert!(address.starts_with("kiennghi+") && address.split('@').next().unwrap().len() <= 64);

    let picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let with_picture = format!(
        "From: dan@VIDU.vn\nTo: \"Kiến nghị\" <{address}>\nSubject: Ảnh\nMessage-ID: <1@vidu.vn>\n\
         Date: Mon, 23 Nov 2026 08:00:00 +0700\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nTôi gửi thêm ảnh.\n\n\
         Vào 23/11/2026 Cổng <x@y.vn> đã viết:\n> Mã tra cứu\n\
         --b\nContent-Type: image/png; name=\"hong.png\"\nContent-Disposition: attachment; filename=\"hong.png\"\n\
         Content-Transfer-Encoding: base64\n\n{picture}\n\
         --b\nContent-Type: application/x-msdownload; name=\"virus.exe\"\n\
         Content-Disposition: attachment; filename=\"virus.exe\"\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAA=\n--b--\n"
    );
    post.arrives(&with_picture).await;
    post.read().await;
    assert_eq!(post.mails("state = 'attached'").await, 1);
    assert_eq!((post.count("INBOX").await, post.count("Da tiep nhan").await), (0, 1));
    let soyte = post.world.site("soyte");
    let added = format!(
        "kind = 'added' and shown and petition_id = {} and data->>'text' = 'Tôi gửi thêm ảnh.' and (data->>'refused')::int = 1",
        petition.id
    );
    assert_eq!(post.events(&added).await, 1);
    let conn = post.world.app.db().site(soyte.id).await.unwrap();
    let kept = files::list(&conn, petition.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(files::read(&post.world.app, &kept[0]).await.unwrap().starts_with(b"\x89PNG"));
    drop(conn);

    // The same again, by another way: known. A reader that died before the move loses nothing either.
    post.arrives(&format!("Received: from elsewhere\n{with_picture}")).await;
    post.read().await;
    assert_eq!((post.mails("true").await, post.events("kind = 'added'").await), (1, 1));
    assert_eq!(post.count("INBOX").await, 0);
    // What was told says nothing of who wrote.
    let told = "select count(*) from facts where kind like 'petitions.mail.%' and data::text ilike '%vidu%'";
    assert_eq!(post.world.count(told).await, 0);
    let plain =
        "select count(*) from petition_mails where position('vidu'::bytea in sealed) > 0";
    assert_eq!(post.world.count(plain).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_not_certain_waits_for_an_officer() {
    let post = Post::new().await;
    let petition = post.petition("quangtri").await;
    let address = post.address(petition.id);
    let (head, domain) = address.split_once('@').unwrap();
    let forged = format!("{}0@{domain}", &head[..head.len() - 1]);
    let other =
        format!("kiennghi+{}-{}@{domain}", petition.id.0 + 1, head.split_once('-').unwrap().1);
    for (n, (from, to)) in [
        ("ke.la@vidu.vn", address.as_str()),
        (SENDER, &forged),
        (SENDER, &other),
        (SENDER, BOX),
        (SENDER, &format!("{address}.evil.vn")),
    ]
    .into_iter()
    .enumerate()
    {
        post.arrives(&letter(from, to, &format!("h{n}"), &format!("Thư số {n}."))).await;
    }
    post.arrives("From\nkhông phải thư\0").await;
    post.read().await;
    assert_eq!((post.mails("state = 'held'").await, post.events("kind = 'added'").await), (6, 0));

    let world = &post.world;
    let officer = signed_in(world, "quangtri", Role::PetitionOfficer).await;
    let list = officer
        .get(inbox::HELD)
        .await
        .is(200)
        .shows("6 thư đang chờ")
        .shows("Trả lời từ địa chỉ khác");
    list.shows("ke.la@vidu.vn");
    // Who may not know senders does not see their letters.
    signed_in(world, "quangtri", Role::Approver).await.get(inbox::HELD).await.is(403);
    signed_in(world, "soyte", Role::PetitionOfficer)
        .await
        .get(inbox::HELD)
        .await
        .is(200)
        .hides("ke.la");

    let id = async |text: &str| {
        let from = if text == "0" { "0" } else { text };
        world
            .count(&format!("select id from petition_mails order by id offset {from} limit 1"))
            .await
    };
    // A stranger's letter with the right address: joined by one click.
    let first = format!("{}/{}", inbox::HELD, id("0").await);
    let page = officer.get(&first).await.is(200).shows("Thư số 0.").shows(&petition.code);
    let key = uuid::Uuid::new_v4().to_string();
    let fields = [("form_key", key.as_str()), ("code", petition.code.as_str())];
    let to = officer.post(&format!("{first}/gan"), fields).await.redirects();
    assert_eq!(officer.post(&format!("{first}/gan"), fields).await.redirects(), to);
    assert_eq!(post.events("kind = 'added'").await, 1);
    officer.get(&first).await.is(404);
    drop(page);
    let seen =
        "select count(*) from facts where kind = 'petitions.mail.seen' and person_id is not null";
    assert_eq!(world.count(seen).await, 1);

    // A letter without a petition becomes one; its clocks start when it came.
    let second = format!("{}/{}", inbox::HELD, id("3").await);
    let new = |title: &str| {
        vec![
            ("form_key", uuid::Uuid::new_v4().to_string()),
            ("kind", "proposal".to_owned()),
            ("field", "transport".to_owned()),
            ("title", title.to_owned()),
            ("body", "Thư số 3.".to_owned()),
        ]
    };
    officer.post(&format!("{second}/nhan"), new("")).await.is(422).shows("Thư số 3.");
    world.clock.pass(chrono::TimeDelta::days(2));
    let officer = signed_in(world, "quangtri", Role::PetitionOfficer).await;
    officer.post(&format!("{second}/nhan"), new("Sửa đường")).await.redirects();
    let made = "select count(*) from petitions where channel = 'mail' and received_at = '2026-11-23 01:00Z' and entered_by is not null";
    assert_eq!(world.count(made).await, 1);
    world.run_jobs().await;
    assert!(post.letters.all().iter().any(|mail| mail.to == SENDER && mail.reply_to.is_some()));

    // A code nobody has, and a letter put aside, with a reason.
    let third = format!("{}/{}", inbox::HELD, id("1").await);
    let with = |name: &'static str, value: &str| {
        vec![("form_key", uuid::Uuid::new_v4().to_string()), (name, value.to_owned())]
    };
    officer
        .post(&format!("{third}/gan"), with("code", "KN-0"))
        .await
        .is(422)
        .shows("Không có kiến nghị nào");
    officer.post(&format!("{third}/bo"), with("reason", "")).await.is(422);
    officer.post(&format!("{third}/bo"), with("reason", "Thư quảng cáo")).await.redirects();
    assert_eq!(post.mails("state = 'discarded' and reason = 'Thư quảng cáo'").await, 1);

    // After ninety days what was decided is gone; what waits stays.
    let stored = || walk(&world.files().join("petition-mail"));
    assert_eq!(stored(), 6);
    world.clock.pass(chrono::TimeDelta::days(87));
    world.run_recurring().await;
    assert_eq!(stored(), 6);
    world.clock.pass(chrono::TimeDelta::days(4));
    world.run_recurring().await;
    assert_eq!(stored(), 3);
    assert_eq!(post.mails("sealed is null and not raw_kept").await, 3);
    assert_eq!(post.mails("state = 'held' and sealed is not null").await, 3);
}

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder)
        .map_or(0, |all| all.flatten().filter(|it| it.path().is_file()).count())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_mail_system_says_is_seen_at_the_petition() {
    let post = Post::new().await;
    let petition = post.petition("quangtri").await;
    let address = post.address(petition.id);
    post.arrives(&format!(
        "From: MAILER-DAEMON@mail.vidu.vn\nTo: {address}\nSubject: Undelivered\nMessage-ID: <b1@mail.vidu.vn>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mail.vidu.vn\n\nFinal-Recipient: rfc822; dan@vidu.vn\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    ))
    .await;
    let away = letter(SENDER, &address, "a1", "Tôi đang nghỉ phép.");
    post.arrives(&format!("Auto-Submitted: auto-replied\n{away}")).await;
    post.read().await;
    assert_eq!(post.events("kind = 'mail' and not shown and data->>'delivery' = 'failed' and data->>'status' = '5.1.1'").await, 1);
    assert_eq!(post.events("kind = 'mail' and data->>'delivery' = 'automatic'").await, 1);
    assert_eq!(post.events("kind = 'added'").await, 0);
    let officer = signed_in(&post.world, "quangtri", Role::PetitionOfficer).await;
    officer.get(inbox::HELD).await.is(200).shows("Không gửi được").shows("Thư trả lời tự động");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_does_not_open_takes_nothing_and_stops_nothing() {
    let post = Post::new().await;
    post.arrives(&letter(SENDER, BOX, "w1", "Chào")).await;
    let mut inbox = post.world.app.config().inbox.clone().unwrap();
    inbox.password = "sai".to_owned().into();
    let config = portal_core::Config { inbox: Some(inbox), ..testing::config() };
    let (clock, files) = (Arc::clone(&post.world.clock) as _, post.world.files().to_owned());
    let app = compose::app(config, &post.world.urls, clock, files, Outside::default()).unwrap();
    node::load_sites(&app).await.unwrap();
    let ctx = Ctx::system_of_province(&app).unwrap();
    ReadInbox {}.run(app, ctx).await.unwrap();
    assert_eq!((post.mails("true").await, post.count("INBOX").await), (0, 1));
    post.read().await;
    assert_eq!((post.mails("true").await, post.count("INBOX").await), (1, 0));
}
