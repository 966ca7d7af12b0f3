//! A forgotten mail password (R-A2), with a real relay and a real directory.

use std::sync::{Arc, Mutex};

use portal::compose::{self, Outside};
use portal_auth::MailDomain;
use portal_core::{
    App, Front,
    mail::{Mail, Postman, Smtp},
    node,
    testing::{self, World},
};

use crate::{
    letters::relay,
    mail_sign_in::{AN, PEOPLE, domain, ldap},
    peers::{Authority, Slapd, SmtpSink},
    world::{sign_in, world},
};

const OLD: &str = "An-1";
const NEW: &str = "Cau Hien Luong 1967, Ben Hai";

/// Hands letters to a relay, and keeps a copy to read the code in.
struct Copying(Smtp, Mutex<Vec<Mail>>);

#[async_trait::async_trait]
impl Postman for Copying {
    async fn send(&self, app: &App, mail: &Mail) -> anyhow::Result<()> {
        self.1.lock().unwrap().push(mail.clone());
        self.0.send(app, mail).await
    }
}

async fn world_with(mail: MailDomain, post: Arc<Copying>) -> World {
    let mut world = world().await;
    let (clock, files) = (Arc::clone(&world.clock) as _, world.files().to_owned());
    let outside = Outside { mail: vec![mail], post: Some(post) };
    let app = compose::app(testing::config(), &world.urls, clock, files, outside).unwrap();
    node::load_sites(&app).await.unwrap();
    world.front = Front::new(app.clone());
    world.app = app;
    world
}

/// An official who has signed in once asks for a code, and gives it; says where that leads.
async fn led_to(world: &World, sink: &SmtpSink, post: &Copying) -> String {
    let (_, path, _) = sign_in(&world.visitor("quangtri"), AN, OLD).await;
    assert_eq!(path, "/can-bo");
    let browser = world.visitor("quangtri");
    browser.post("/quen-mat-khau", [("login", AN)]).await.redirects();
    world.run_jobs().await;
    assert_eq!(sink.letters().len(), 1, "it went out by the relay");
    let letter = post.1.lock().unwrap().last().cloned().unwrap();
    assert_eq!(letter.to, AN, "to the mailbox, where there is no recovery address");
    let code: String = letter
        .text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let led = browser.post("/quen-mat-khau/ma", [("code", code.as_str())]).await.redirects();
    if led == "/quen-mat-khau/moi" {
        let form = [("new", NEW), ("again", NEW)];
        let done = browser.post("/quen-mat-khau/moi", form).await.redirects();
        assert_eq!(done, "/quen-mat-khau/xong");
    }
    led
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mail_password_is_set_through_the_directory() {
    let (authority, sink) = (Authority::new(), SmtpSink::start(&[]).await);
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let post = Arc::new(Copying(relay("smtp", sink.port, None), Mutex::default()));
    let mail = domain(ldap(&authority, "ldap", slapd.ldap, true), 0);
    let world = world_with(mail, Arc::clone(&post)).await;
    assert_eq!(led_to(&world, &sink, &post).await, "/quen-mat-khau/moi");
    assert_eq!(world.count("select count(*) from sign_ins").await, 0, "every sign-in ended");
    let (_, _, page) = sign_in(&world.visitor("quangtri"), AN, OLD).await;
    assert_eq!(page.status, 422);
    let (_, path, _) = sign_in(&world.visitor("quangtri"), AN, NEW).await;
    assert_eq!(path, "/can-bo");
    let told = "select count(*) from facts where kind = 'auth.password.set' and data->>'person' = \
                (select max(id)::text from people)";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_directory_takes_no_passwords_the_office_gets_a_proved_request() {
    let (authority, sink) = (Authority::new(), SmtpSink::start(&[]).await);
    let slapd = Slapd::start(&authority, &PEOPLE).await;
    let post = Arc::new(Copying(relay("smtp", sink.port, None), Mutex::default()));
    let mail = domain(ldap(&authority, "ldap", slapd.ldap, false), 0);
    let world = world_with(mail, Arc::clone(&post)).await;
    assert_eq!(led_to(&world, &sink, &post).await, "/quen-mat-khau/da-gui");
    let open = "select count(*) from reset_requests where proved and state = 'open'";
    assert_eq!(world.count(open).await, 1);
}
