//! E-mail goes out by a job, once its transaction is committed.

use std::sync::Arc;

use chrono::TimeDelta;
use portal::compose::{self, Outside};
use portal_core::{
    Ctx, Tx,
    guard::FAILURES,
    job,
    mail::{Endpoint, Mail, Postman as _, Smtp, SmtpSettings},
    node,
    testing::{self, World},
};

use crate::{
    peers::{Authority, Mood, SmtpSink, free_port},
    world::world,
};

const AN: &str = "an.nguyen@quangtri.gov.vn";

/// A world whose process reaches this outside.
async fn world_with(outside: Outside) -> World {
    let mut world = world().await;
    let (clock, files) = (Arc::clone(&world.clock) as _, world.files().to_owned());
    world.app = compose::app(testing::config(), &world.urls, clock, files, outside).unwrap();
    node::load_sites(&world.app).await.unwrap();
    world
}

async fn begin(world: &World) -> Tx {
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    world.app.begin_platform(&ctx).await.unwrap()
}

fn endpoint(scheme: &'static str, port: u16) -> Endpoint {
    Endpoint::parse(&format!("{scheme}://127.0.0.1:{port}"), &[scheme]).unwrap()
}

pub fn relay(scheme: &'static str, port: u16, authority: Option<&Authority>) -> Smtp {
    let settings = SmtpSettings {
        relay: endpoint(scheme, port),
        password: None,
        from: "Cổng TTĐT <cong@quangtri.gov.vn>".into(),
        ca_file: authority.map(Authority::file),
    };
    Smtp::new(&settings).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_to_a_relay_that_is_believed_and_to_no_other() {
    let (world, authority, other) = (world().await, Authority::new(), Authority::new());
    let sink = SmtpSink::start_in_tls(&authority).await;
    let mail = Mail::new(AN, "x", "x");
    relay("smtps", sink.port, Some(&authority)).send(&world.app, &mail).await.unwrap();
    assert_eq!(sink.letters().len(), 1);
    let refused = relay("smtps", sink.port, Some(&other)).send(&world.app, &mail).await;
    let error = format!("{:#}", refused.unwrap_err());
    assert!(error.contains("certificate"), "{error}");
    let nobody = relay("smtp", free_port(), None);
    for _ in 0..FAILURES {
        assert!(nobody.send(&world.app, &mail).await.is_err());
    }
    let error = nobody.send(&world.app, &mail).await.unwrap_err().to_string();
    assert!(error.contains("not asked"), "{error}");
    assert_eq!(sink.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_sent_twice_is_one_letter() {
    let sink = SmtpSink::start(&[Mood::Defer, Mood::DropAfterData]).await;
    let post = Arc::new(relay("smtp", sink.port, None));
    let world = world_with(Outside { post: Some(post), ..Outside::default() }).await;
    world.run_jobs().await;

    let mut tx = begin(&world).await;
    tx.send(&Mail::new(AN, "Mã xác nhận", "Mã của bạn: 123456\n.\nHết.\n")).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    for _ in 0..3 {
        assert!(job::run_one(&world.app).await.unwrap());
        world.clock.pass(TimeDelta::minutes(10));
    }
    assert!(sink.is_content() && !job::run_one(&world.app).await.unwrap());
    assert_eq!(world.count("select count(*) from jobs where kind = 'core.mail.send'").await, 0);
    let letters = sink.letters();
    let id = |letter: &String| {
        letter.lines().find(|line| line.starts_with("Message-ID: <")).unwrap().to_owned()
    };
    assert_eq!(letters.len(), 2);
    assert_eq!(id(&letters[0]), id(&letters[1]));
    assert!(letters[1].contains("To: an.nguyen@quangtri.gov.vn\r\n"), "{}", letters[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_waits_for_its_transaction_and_not_beyond_its_time() {
    let world = world().await;
    world.run_jobs().await;
    let tx = begin(&world).await;
    drop(tx);
    let mut tx = begin(&world).await;
    tx.send(&Mail::new(AN, "Taken back", "x")).await.unwrap();
    tx.roll_back().await.unwrap();
    let mut tx = begin(&world).await;
    let end = world.app.now() + TimeDelta::minutes(10);
    tx.send(&Mail::new(AN, "In time", "x").until(end)).await.unwrap();
    tx.send_at(&Mail::new(AN, "Too late", "x").until(end), end).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    assert!(world.mail().all().is_empty());
    world.run_jobs().await;
    world.clock.pass(TimeDelta::minutes(11));
    world.run_jobs().await;
    assert_eq!(world.mail().subjects(), ["In time"]);
    assert_eq!(world.mail().last_to(AN).text, "x");
    assert_eq!(world.count("select count(*) from jobs where kind = 'core.mail.send'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_relay_a_letter_waits_and_says_why() {
    let world = world_with(Outside::default()).await;
    world.run_jobs().await;
    let mut tx = begin(&world).await;
    tx.send(&Mail::new(AN, "x", "x")).await.unwrap();
    tx.untold();
    tx.commit().await.unwrap();
    assert!(job::run_one(&world.app).await.unwrap());
    let why = "select count(*) from jobs where kind = 'core.mail.send' and state = 'ready' \
               and last_error like '%no [smtp]%'";
    assert_eq!(world.count(why).await, 1);
}
