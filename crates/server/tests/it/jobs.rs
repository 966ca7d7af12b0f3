//! Work left for later is done once, tried again, and at last laid before a person.

use chrono::TimeDelta;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use portal_core::{Ctx, Outcome, Role, birth, job, testing::World};

use crate::{
    editorial::{article, key},
    world::{section_id, signed_in, world},
};

async fn leave(world: &World, kind: &str, key: Option<&str>) {
    let key = key.map_or("null".to_owned(), |key| format!("'{key}'"));
    world
        .execute(&format!(
            "insert into jobs (site_id, module, kind, payload, dedup_key, run_at, created_at) \
             values ({}, 'articles', '{kind}', '{{}}', {key}, '2026-11-23T00:00:00Z', now()) on conflict do nothing",
            world.site("soyte").id
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_nobody_can_run_is_tried_again_and_laid_before_a_person() {
    let world = world().await;
    world.run_jobs().await;
    leave(&world, "nobody.runs.this", None).await;
    for _ in 0..10 {
        world.run_jobs().await;
        world.clock.pass(TimeDelta::hours(9));
    }
    assert_eq!(
        world.count("select count(*) from jobs where state = 'dead' and attempts = 10").await,
        1
    );
    assert!(!job::run_one(&world.app).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_waiting_jobs_with_one_key_are_one() {
    let world = world().await;
    leave(&world, "nobody.runs.this", Some("a")).await;
    leave(&world, "nobody.runs.this", Some("a")).await;
    leave(&world, "nobody.runs.this", Some("b")).await;
    assert_eq!(world.count("select count(*) from jobs where kind = 'nobody.runs.this'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_that_is_off_runs_nothing_and_loses_nothing() {
    let world = world().await;
    world.run_jobs().await;
    leave(&world, "nobody.runs.this", None).await;
    switch(&world, false).await.unwrap();
    assert!(!job::run_one(&world.app).await.unwrap(), "paused");
    assert_eq!(world.count("select count(*) from jobs where state = 'paused'").await, 1);
    switch(&world, true).await.unwrap();
    assert!(job::run_one(&world.app).await.unwrap(), "taken up again");
}

async fn switch(world: &World, on: bool) -> Outcome<()> {
    let ctx = Ctx::system_of_province(&world.app).expect("a province");
    let mut tx = world.app.begin_platform(&ctx).await?;
    birth::switch_module(&world.app, &mut tx, &ctx, world.site("soyte").id, "articles", on).await?;
    tx.commit().await?;
    world.follow().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_round_is_given_out_once_by_all_nodes_together() {
    let world = world().await;
    let waiting = "select count(*) from jobs where dedup_key = 'recurring'";
    let kinds = world.app.modules().recurring().len();
    assert!(kinds > 0, "something comes round");
    for _ in 0..2 {
        let given = tokio::join!(
            job::give_out_recurring(&world.app),
            job::give_out_recurring(&world.app),
            job::give_out_recurring(&world.app),
        );
        assert_eq!(given.0.unwrap() + given.1.unwrap() + given.2.unwrap(), kinds);
        assert_eq!(world.count(waiting).await, i64::try_from(kinds).unwrap());
        world.run_jobs().await;
        // Not again before its time, though nothing waits.
        assert_eq!(job::give_out_recurring(&world.app).await.unwrap(), 0);
        world.clock.pass(TimeDelta::days(3));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_given_up_lets_go_at_once() {
    let world = world().await;
    let ctx = Ctx::system_of_province(&world.app).unwrap();
    let tx = world.app.begin_platform(&ctx).await.unwrap();
    portal_core::people::set_active(&tx, portal_core::PersonId(1), false).await.unwrap();
    let open = "select count(*) from pg_stat_activity \
        where datname = current_database() and state like 'idle in transaction%'";
    assert_eq!(world.count(open).await, 1);
    drop(tx);
    for _ in 0..1_000 {
        if world.count(open).await == 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the transaction is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_leaves_does_not_cut_a_write() {
    let world = world().await;
    let writer = signed_in(&world, "soyte", Role::Editor).await;
    let (section, key) = (section_id(&world, "soyte", "tin-tuc").await.to_string(), key());
    let fields = article(&section, "Bài của người rời đi", &key);
    let mut other = AsyncPgConnection::establish(&world.urls.owner).await.unwrap();
    other.batch_execute("begin; lock table form_receipts in exclusive mode").await.unwrap();
    let waits = "select count(*) from pg_stat_activity \
        where datname = current_database() and wait_event_type = 'Lock'";
    {
        let fields = fields.into_iter().chain([("do", "save")]);
        let mut sending = std::pin::pin!(writer.post("/quan-tri/bai/moi", fields));
        tokio::select! {
            answer = &mut sending => panic!("answered {}", answer.status),
            () = until(&world, waits, 1) => {}
        }
        // The connection is gone: nobody asks the answer on any more.
    }
    other.batch_execute("rollback").await.unwrap();
    until(&world, "select count(*) from items where title = 'Bài của người rời đi'", 1).await;
    let receipt = format!("select count(*) from form_receipts where key = '{key}'");
    assert_eq!(world.count(&receipt).await, 1, "with its receipt, in one transaction");
}

async fn until(world: &World, sql: &str, wanted: i64) {
    let mut found = 0;
    for _ in 0..1_000 {
        found = world.count(sql).await;
        if found == wanted {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{sql}: {found}");
}
