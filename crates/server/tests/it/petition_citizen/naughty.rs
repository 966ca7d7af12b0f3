//! Whatever is typed is either taken and comes back as typed, or refused with a sentence (R-P1, R-P4).

use portal_core::{form::is_storable, testing::Answer};
use unicode_normalization::UnicodeNormalization as _;

use super::letterbox::{codes, filled, unescaped};
use crate::world::world;

mod texts;

use texts::TEXTS;

#[test]
fn there_are_many_and_all_differ() {
    let mut all = TEXTS.to_vec();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), TEXTS.len());
    assert!(TEXTS.len() >= 150, "{}", TEXTS.len());
}

/// A text as the form keeps it on one line.
fn line(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn whole(text: &str) -> String {
    text.replace("\r\n", "\n").nfc().collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn each_comes_back_as_it_was_typed_or_is_refused_with_a_sentence() {
    let world = world().await;
    let soyte = world.site("soyte").id;
    let (mut taken, mut refused) = (0, 0);
    for (at, text) in TEXTS.iter().enumerate() {
        let dan = world.visitor("soyte").from_address([10, 1, 1, u8::try_from(at % 250).unwrap()]);
        let body = format!("Đầu {text} cuối");
        let form = filled(&world, &dan).await.with("title", text).with("body", &body);
        let form = form.with("place", text).with("name", text).with("address", text);
        let answer = form.send(&dan).await;
        if answer.status == 422 {
            refused += 1;
            let told = ["chưa điền", "có ký tự không đọc được", "dài quá"];
            let page = unescaped(&answer.text());
            assert!(
                told.iter().any(|said| page.contains(said)),
                "{text:?} is refused without a word"
            );
            let too_long = line(text).chars().count() > 100;
            assert!(!is_storable(text) || line(text).is_empty() || too_long, "{text:?}");
            continue;
        }
        taken += 1;
        let to = answer.redirects();
        let (code, secret) = codes(&dan.get(&to).await.is(200));
        dan.post("/kien-nghi/tra-cuu", [("code", &code), ("secret", &secret)]).await.redirects();
        let page = dan.get(&format!("/kien-nghi/theo-doi/{code}")).await.is(200);
        shows_as_typed(&page, text);
        let conn = world.app.db().site(soyte).await.unwrap();
        let id = world.count(&format!("select id from petitions where code = '{code}'")).await;
        let id = portal_petitions::petition::PetitionId(id);
        let who =
            portal_petitions::petition::sender::read(&world.app, &conn, id).await.unwrap().unwrap();
        assert_eq!((who.name, who.address), (line(text), line(text)));
        let literal = whole(&body).replace('\'', "''");
        let same = format!("select count(*) from petitions where id = {id} and body = '{literal}'");
        assert_eq!(world.count(&same).await, 1, "{text:?}");
    }
    assert!(taken > 100 && refused > 5, "{taken} taken, {refused} refused");
    world.run_jobs().await;
    assert_eq!(world.mail().all().len(), taken);
}

#[track_caller]
fn shows_as_typed(page: &Answer, text: &str) {
    let html = page.text();
    assert!(unescaped(&html).contains(&line(text)), "{text:?} is not on its page");
    for open in [
        "<script>alert",
        "<img src=x",
        "<svg onload",
        "<iframe",
        "<base ",
        "<plaintext",
        "<marquee",
        "<style>",
    ] {
        assert!(!html.contains(open), "{text:?} is on its page as {open}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_told_of() {
    let world = world().await;
    let dan = world.visitor("soyte");
    for bytes in [
        b"\xff\xfe".as_slice(),
        b"\xed\xa0\x80 nua cap".as_slice(),
        b"\xc0\x80".as_slice(),
        b"\xf5\x80\x80\x80".as_slice(),
        b"Qu\xe3ng".as_slice(),
    ] {
        let page = dan.get("/kien-nghi/gui").await;
        world.clock.pass(chrono::TimeDelta::minutes(1));
        let (ticket, key) = (page.field("ticket"), page.field("form_key"));
        let fields: [(&str, &[u8]); 5] = [
            ("ticket", ticket.as_bytes()),
            ("form_key", key.as_bytes()),
            ("title", bytes),
            ("body", bytes),
            ("name", bytes),
        ];
        let back = super::letterbox::post(&dan, "/kien-nghi/gui", &fields, &[]).await.is(422);
        back.shows("có ký tự không đọc được");
    }
    for path in [
        "/kien-nghi/theo-doi/%ff",
        "/kien-nghi/da-gui/%ED%A0%80",
        "/kien-nghi/tra-cuu?ma=%00%ff",
        "/kien-nghi/gui?loai=%27",
    ] {
        let status = dan.get(path).await.status.as_u16();
        assert!(status < 500, "{path}: {status}");
    }
    let odd = [("code", "\0\u{202e}KN"), ("secret", "\u{fffd}")];
    dan.post("/kien-nghi/tra-cuu", odd).await.is(422);
}
