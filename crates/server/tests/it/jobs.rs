//! Work left for later is done once, tried again, and at last laid before a person.

use chrono::TimeDelta;
use portal_core::{Ctx, Outcome, birth, job};

use crate::world::world;

async fn leave(world: &portal_core::testing::World, kind: &str, key: Option<&str>) {
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

async fn switch(world: &portal_core::testing::World, on: bool) -> Outcome<()> {
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
    let kinds: usize =
        world.app.modules().all().iter().map(|module| module.recurring().len()).sum();
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
