//! The record cannot be changed unseen, and followers miss nothing (R-A6).

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal_core::{
    Ctx,
    fact::seals::{self, Verdict},
    node,
};

use crate::world::{recipe, world};

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_is_whole_and_shows_each_tampering() {
    let world = world().await;
    world.follow().await;
    while node::seal(&world.app).await.unwrap() > 0 {}
    let conn = world.app.db().platform().await.unwrap();
    let verdict = seals::verify(&conn).await.unwrap();
    let Verdict::Whole { sealed, waiting } = verdict else { panic!("{verdict:?}") };
    assert_eq!(waiting, 0);
    assert!(sealed > 10);

    world.execute("update facts set kind = 'nothing.happened' where id = (select fact_id from fact_seals where position = 7)").await;
    let verdict = seals::verify(&conn).await.unwrap();
    assert!(matches!(verdict, Verdict::Broken { position: 7, .. }), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_taken_out_breaks_the_chain() {
    let world = world().await;
    world.follow().await;
    while node::seal(&world.app).await.unwrap() > 0 {}
    world.execute(
        "with gone as (delete from fact_seals where position = 5 returning fact_id) delete from facts where id in (select fact_id from gone)",
    )
    .await;
    let conn = world.app.db().platform().await.unwrap();
    let verdict = seals::verify(&conn).await.unwrap();
    assert!(matches!(verdict, Verdict::Broken { position: 5, .. }), "{verdict:?}");
}

/// The trap: ids are given before commit, so "the last id seen" loses what a slow writer tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_writer_is_heard_after_a_fast_one_on_every_node() {
    let world = world().await;
    let (front, mut second) = world.second_node(recipe()).await.unwrap();
    let site = world.site("soyte");
    let tell = |kind: &str| {
        format!(
            "insert into facts (at, site_id, kind, subject, data) values (now(), {}, '{kind}', 'x', '{{}}')",
            site.id
        )
    };
    let mut slow = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    slow.batch_execute(&format!("begin; {}", tell("slow"))).await.unwrap();
    let mut fast = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    fast.batch_execute(&tell("fast")).await.unwrap();
    let heard_before = front.app().metrics.facts_heard.get();
    second.catch_up().await.unwrap();
    assert_eq!(
        front.app().metrics.facts_heard.get(),
        heard_before,
        "nothing may be heard past the slow one"
    );
    slow.batch_execute("commit").await.unwrap();
    let mut heard = 0;
    for _ in 0..1_000 {
        heard += second.catch_up().await.unwrap();
        if heard >= 2 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(heard, 2);
}

#[tokio::test(flavor = "multi_thread")]
#[should_panic(expected = "told nothing")]
async fn a_write_that_tells_nothing_does_not_pass() {
    let world = world().await;
    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let tx = world.app.begin(&ctx).await.unwrap();
    let conn: &AsyncPgConnection = &tx;
    let mut conn = conn;
    use diesel_async::RunQueryDsl as _;
    diesel::sql_query("update sections set position = position + 1")
        .execute(&mut conn)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
