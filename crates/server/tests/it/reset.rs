//! A forgotten password (R-A2): whoever reads the mail gets in, and nobody else, however they guess.

use chrono::TimeDelta;
use portal_core::{
    Role,
    testing::{Answer, Browser, World},
};

use crate::world::{PASSWORD, login, sign_in, signed_in, world};

const PROVINCE: &str = "www.quangtri.localhost";
const NEW: &str = "Cau Hien Luong 1967, Ben Hai";

/// Asks for a code at a browser, and lets the job do its work.
async fn ask(world: &World, browser: &Browser<'_>, login: &str) -> Answer {
    let answer = browser.at_host(PROVINCE).post("/quen-mat-khau", [("login", login)]).await;
    world.run_jobs().await;
    answer
}

async fn give(browser: &Browser<'_>, code: &str) -> Answer {
    browser.at_host(PROVINCE).post("/quen-mat-khau/ma", [("code", code)]).await
}

async fn set(browser: &Browser<'_>, new: &str, again: &str) -> Answer {
    let fields = [("new", new), ("again", again)];
    browser.at_host(PROVINCE).post("/quen-mat-khau/moi", fields).await
}

/// The code of the last letter.
fn code_in_mail(world: &World) -> String {
    let letters = world.mail().all();
    let text = &letters.last().expect("a letter").text;
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(8).collect();
    assert!(digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() == 8, "{text}");
    digits
}

/// The person sets a recovery address on their own account page.
async fn with_recovery(world: &World, role: Role) -> String {
    let browser = signed_in(world, "soyte", role).await.at_host(PROVINCE);
    let wrong = [("recovery", "an@example.com"), ("password", "sai")];
    browser.post("/tai-khoan/thu-du-phong", wrong).await.is(422);
    let fields = [("recovery", "an@example.com"), ("password", PASSWORD)];
    browser.post("/tai-khoan/thu-du-phong", fields).await.redirects();
    browser.get("/tai-khoan").await.is(200).shows("an@example.com");
    login("soyte", role)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_mail_sets_a_new_password_and_ends_every_sign_in() {
    let world = world().await;
    let who = with_recovery(&world, Role::Editor).await;
    let desk = signed_in(&world, "soyte", Role::Editor).await;
    let browser = world.visitor("quangtri");
    assert_eq!(ask(&world, &browser, &who).await.redirects(), "/quen-mat-khau/ma");
    let letters = world.mail().all();
    let letter = letters.last().unwrap();
    assert_eq!(letter.to, "an@example.com");
    let code = code_in_mail(&world);
    assert!(!letter.subject.contains(&code));
    let written = format!("select count(*) from jobs where payload::text like '%{code}%'");
    assert_eq!(world.count(&written).await, 0, "the code itself is written nowhere");

    assert_eq!(give(&browser, &code).await.redirects(), "/quen-mat-khau/moi");
    // The right is not used up by a weak password or a slip.
    set(&browser, "ngan", "ngan").await.is(422);
    set(&browser, NEW, "khac").await.is(422);
    assert_eq!(set(&browser, NEW, NEW).await.redirects(), "/quen-mat-khau/xong");
    set(&browser, NEW, NEW).await;
    assert_ne!(desk.get("/quan-tri").await.status, 200);
    let visitor = world.visitor("soyte");
    let (_, _, page) = sign_in(&visitor, &who, PASSWORD).await;
    assert_eq!(page.status, 422);
    let (there, path, page) = sign_in(&visitor, &who, NEW).await;
    page.is(200);
    assert_eq!((there.host(), path.as_str()), ("soyte.quangtri.localhost", "/quan-tri"));
    // Used once.
    give(&browser, &code).await;
    assert!(browser.at_host(PROVINCE).get("/quen-mat-khau/moi").await.leads_to().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_guesses_get_nowhere_and_lock_out_nobody_but_the_guesser() {
    let world = world().await;
    let who = with_recovery(&world, Role::Editor).await;
    let owner = world.visitor("quangtri").from_address([203, 0, 113, 7]);
    ask(&world, &owner, &who).await.redirects();
    let code = code_in_mail(&world);

    let guesser = world.visitor("quangtri").from_address([198, 51, 100, 1]);
    let mut answered = 0;
    for n in 0..1_000 {
        if n % 50 == 0 {
            ask(&world, &guesser, &who).await;
        }
        // The owner's code is among the guesses: it is worth nothing at this browser.
        let guess = if n == 2 { code.clone() } else { format!("{:08}", n * 99_991) };
        let answer = give(&guesser, &guess).await;
        assert!(!matches!(answer.leads_to().as_deref(), Some("/quen-mat-khau/moi")), "{n}");
        if answer.text().contains("lần nhập") {
            answered += 1;
        }
    }
    assert!((4..=40).contains(&answered), "looked at {answered} of 1,000");
    assert!(world.mail().all().len() <= 1 + 3, "the owner's mailbox is not flooded");
    let wrong = "select count(*) from facts where kind = 'auth.reset.code-wrong'";
    assert!(world.count(wrong).await >= 5, "it is on the record");

    // The owner's code is as good as before, and so is the owner's next.
    assert_eq!(give(&owner, &code).await.redirects(), "/quen-mat-khau/moi");
    let again = world.visitor("quangtri").from_address([203, 0, 113, 8]);
    let before = world.mail().all().len();
    ask(&world, &again, &who).await.redirects();
    assert_eq!(world.mail().all().len(), before + 1);
    // And the account signs in, with the guesses going on.
    let (_, _, page) = sign_in(&world.visitor("soyte"), &who, PASSWORD).await;
    page.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_does_not_tell_whether_there_is_such_an_account() {
    let world = world().await;
    let who = with_recovery(&world, Role::Editor).await;
    let letters = world.mail().all().len();
    let mut seen = Vec::new();
    for login in [who.as_str(), "khong.co.ai"] {
        let browser = world.visitor("quangtri");
        let asked = ask(&world, &browser, login).await;
        let form = browser.at_host(PROVINCE).get("/quen-mat-khau/ma").await;
        let wrong = give(&browser, "00000000").await;
        seen.push((asked.status, asked.redirects(), form.text(), wrong.status, wrong.text()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(world.mail().all().len(), letters + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_after_ten_minutes_and_an_address_may_not_ask_for_ever() {
    let world = world().await;
    let who = with_recovery(&world, Role::Editor).await;
    let browser = world.visitor("quangtri");
    ask(&world, &browser, &who).await.redirects();
    let code = code_in_mail(&world);
    world.clock.pass(TimeDelta::minutes(10));
    give(&browser, &code).await.is(422);
    for n in 0..9 {
        ask(&world, &browser, &format!("ai.do{n}")).await.redirects();
    }
    let answer = ask(&world, &browser, &who).await;
    assert_eq!(answer.status, 429);
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_no_mail_asks_the_provincial_office() {
    let world = world().await;
    let who = login("soyte", Role::Editor);
    let browser = world.visitor("quangtri");
    let form = browser.get("/quen-mat-khau/yeu-cau").await.is(200);
    let key = form.field("form_key");
    let fields = [
        ("form_key", key.as_str()),
        ("login", who.as_str()),
        ("name", "Nguyễn Văn An"),
        ("unit", "Sở Y tế"),
        ("contact", "0233 385 0000"),
    ];
    browser.post("/quen-mat-khau/yeu-cau", [("form_key", key.as_str())]).await.is(422);
    for _ in 0..2 {
        assert_eq!(
            browser.post("/quen-mat-khau/yeu-cau", fields).await.redirects(),
            "/quen-mat-khau/da-gui"
        );
    }
    assert_eq!(
        world.count("select count(*) from reset_requests").await,
        1,
        "sent twice, taken once"
    );

    let office = signed_in(&world, "quangtri", Role::UnitAdministrator).await;
    office.get("/nen-tang/quen-mat-khau").await.is(200).shows("Nguyễn Văn An");
    let id = world.count("select max(id) from reset_requests").await;
    let path = format!("/nen-tang/quen-mat-khau/{id}");
    office.post(&path, [("act", "password"), ("note", "")]).await.is(422);
    let note = ("note", "Đã gọi Chánh Văn phòng Sở Y tế xác minh.");
    let page = office.post(&path, [("act", "password"), note]).await.is(200);
    let text = page.text();
    let password = text.rsplit("<code>").next().unwrap().split("</code>").next().unwrap();
    office.post(&path, [("act", "password"), note]).await.is(404);
    // It opens the way to a password of one's own, and nothing else.
    let (_, _, page) = sign_in(&world.visitor("soyte"), &who, password).await;
    page.shows("người khác đặt");
    // A unit's people have no business there.
    let editor = signed_in(&world, "quangtri", Role::Editor).await;
    editor.get("/nen-tang/quen-mat-khau").await.is(403);
    let other = signed_in(&world, "soyte", Role::UnitAdministrator).await;
    other.get("/nen-tang/quen-mat-khau").await.is(404);
}
