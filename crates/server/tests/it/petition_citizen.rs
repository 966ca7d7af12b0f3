//! What a citizen sends, from the form to the answer (R-P1, R-P4).

use chrono::TimeDelta;
use portal_core::{Ctx, deadline, testing::World};
use portal_petitions::petition::{
    Channel, PetitionKind,
    accept::{self, Accepted, NewPetition},
    code, files,
    files::StoredFile,
    sender::{self, SenderData},
    subject,
};

use crate::world::world;

mod follow;
mod form;
pub mod letterbox;
mod naughty;

const EMAIL: &str = "dan@vidu.vn";

pub fn sent(world: &World) -> NewPetition {
    NewPetition {
        kind: PetitionKind::Reflection,
        channel: Channel::Web,
        field: "environment".into(),
        place: "Thôn Hà, xã Đông Giang".into(),
        title: "Rác ùn ứ ba tuần nay".into(),
        body: "Xe thu gom không đến từ đầu tháng.".into(),
        sender: SenderData {
            name: "Nguyễn Thị Ví Dụ".into(),
            address: "Thôn Hà".into(),
            phone: "0912 345 678".into(),
            email: EMAIL.into(),
            organisation: String::new(),
        },
        name_shown: false,
        confidential: false,
        proved: true,
        received_at: world.app.now(),
        entered_by: None,
        files: Vec::new(),
    }
}

pub async fn accept(world: &World, code: &str, new: NewPetition) -> Accepted {
    let ctx = Ctx::system(&world.app, world.site(code));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let accepted = accept::accept(&world.app, &ctx, &mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    accepted
}

/// Bytes of a picture that is red all over.
pub fn picture() -> Vec<u8> {
    let red = image::RgbImage::from_pixel(64, 48, image::Rgb([200, 20, 20]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    red.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn what_is_accepted_is_kept_whole_and_its_clocks_run() {
    let world = world().await;
    let accepted = accept(&world, "soyte", sent(&world)).await;
    // 24/11/2026 is Culture Day: the clocks go round it.
    assert_eq!(accepted.answer_due.to_string(), "2026-12-15");
    assert_eq!(code::read(&accepted.code.to_lowercase()).as_deref(), Ok(&*accepted.code));

    let soyte = world.site("soyte").id;
    let conn = world.app.db().site(soyte).await.unwrap();
    let clocks = deadline::of_subject(&conn, &subject(accepted.id)).await.unwrap();
    let due: Vec<_> = clocks.iter().map(|c| (c.key.as_str(), c.due_on.to_string())).collect();
    assert_eq!(
        due,
        [
            ("petition.forward", "2026-11-27".to_owned()),
            ("petition.answer_or_progress", "2026-12-15".to_owned())
        ]
    );
    let who = sender::read(&world.app, &conn, accepted.id).await.unwrap().unwrap();
    assert_eq!((who.name.as_str(), who.phone.as_str()), ("Nguyễn Thị Ví Dụ", "0912 345 678"));
    let cases = "select count(*) from petition_cases where state = 'received'";
    assert_eq!(world.count(cases).await, 1);
    let told = "select count(*) from facts where kind = 'petitions.petition.received'";
    assert_eq!(world.count(told).await, 1);
}

#[tokio::test]
async fn nobody_learns_from_the_database_who_sent_it() {
    let world = world().await;
    let accepted = accept(&world, "soyte", sent(&world)).await;
    for table in
        ["petitions", "petition_senders", "petition_events", "petition_letters", "facts", "jobs"]
    {
        for word in ["Ví Dụ", EMAIL, "345 678", &accepted.secret] {
            let found = format!("select count(*) from {table} t where t::text like '%{word}%'");
            assert_eq!(world.count(&found).await, 0, "{word} in {table}");
        }
    }
    // The same sender is found again by what is kept of the address.
    accept(&world, "soyte", sent(&world)).await;
    let same = "select count(distinct email_mac) from petition_senders where phone_mac is not null";
    assert_eq!(world.count(same).await, 1);
}

#[tokio::test]
async fn another_site_sees_nothing_of_it() {
    let world = world().await;
    let accepted = accept(&world, "soyte", sent(&world)).await;
    let other = world.app.db().site(world.site("sonoivu").id).await.unwrap();
    assert!(sender::read(&world.app, &other, accepted.id).await.unwrap().is_none());
    assert!(files::list(&other, accepted.id).await.unwrap().is_empty());
    let clocks = deadline::of_subject(&other, &subject(accepted.id)).await.unwrap();
    assert!(clocks.is_empty());
}

#[tokio::test]
async fn the_sender_gets_one_letter_with_code_secret_and_days() {
    let world = world().await;
    let accepted = accept(&world, "soyte", sent(&world)).await;
    world.run_jobs().await;
    let letter = world.mail().last_to(EMAIL);
    assert_eq!(letter.subject, format!("Đã tiếp nhận {}", accepted.code));
    for part in
        [&accepted.code, &accepted.secret, "27/11/2026", "15/12/2026", "/kien-nghi/xac-nhan/"]
    {
        assert!(letter.text.contains(part), "no {part} in:\n{}", letter.text);
    }
    assert!(!letter.text.contains('⟦') && !letter.text.contains("{$"), "{}", letter.text);
    // The worker died after sending and before noting it: the same letter, by its number.
    world.execute("update petition_letters set sent_at = null").await;
    world
        .execute(&format!(
            "insert into jobs (site_id, module, kind, payload, run_at, created_at) \
             select site_id, 'petitions', 'petitions.letter.send', \
               jsonb_build_object('site', site_id, 'letter', id), owed_at, owed_at \
             from petition_letters where petition_id = {}",
            accepted.id
        ))
        .await;
    world.run_jobs().await;
    let ids: Vec<_> = world.mail().all().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids, [letter.id, letter.id]);
    assert_eq!(world.count("select count(*) from petition_letters where sent_at is null").await, 0);
}

#[tokio::test]
async fn without_an_address_a_letter_is_done_with() {
    let world = world().await;
    let accepted = accept(&world, "soyte", sent(&world)).await;
    world.execute("update petition_senders set sealed = null, erased_at = now()").await;
    world.run_jobs().await;
    assert!(world.mail().all().is_empty());
    let to = format!(
        "select count(*) from petition_letters where petition_id = {} and data->>'to' = 'none'",
        accepted.id
    );
    assert_eq!(world.count(&to).await, 1);
}

#[tokio::test]
async fn files_lie_sealed_and_open_for_their_petition() {
    let world = world().await;
    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let soyte = ctx.site.id;
    let brought = files::store(&world.app, (&ctx, soyte), picture().into(), "ảnh rác.PNG").await;
    let stored: StoredFile = brought.unwrap().unwrap();
    assert_eq!(stored.name, "ảnh rác.jpg");
    let reference = files::reference(&world.app, soyte, &stored, world.app.now()).unwrap();
    let named = |site, later| {
        files::referred(&world.app, site, &reference, world.app.now() + TimeDelta::hours(later))
    };
    assert_eq!(named(soyte, 24).as_ref(), Some(&stored));
    assert_eq!(named(soyte, 25), None);
    assert_eq!(named(world.site("sonoivu").id, 0), None);

    let accepted =
        accept(&world, "soyte", NewPetition { files: vec![stored], ..sent(&world) }).await;
    let conn = world.app.db().site(soyte).await.unwrap();
    let rows = files::list(&conn, accepted.id).await.unwrap();
    let open = files::read(&world.app, &rows[0]).await.unwrap();
    assert!(open.starts_with(&[0xff, 0xd8]), "a photograph, written anew");
    let refused = files::store(&world.app, (&ctx, soyte), "MZ".into(), "a.exe").await.unwrap();
    assert!(refused.is_err());
    let mut lying = Vec::new();
    let mut folders = vec![world.files().join("petitions")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                lying.push(std::fs::read(path).unwrap());
            }
        }
    }
    assert_eq!(lying.len(), 1);
    assert!(!lying[0].windows(4).any(|four| four == [0xff, 0xd8, 0xff, 0xe0]));
}
