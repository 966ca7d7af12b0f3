//! Publishing and withdrawing as fast as it goes, while people search: what was withdrawn, and heard of,
//! is in no answer (R-S1).

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Instant,
};

use diesel::sql_types::BigInt;
use diesel_async::AsyncPgConnection;
use portal_content::item::{self, ItemId, acts, queries};
use portal_core::{Ctx, testing::World};

use crate::{reading, search::settle, world::world};

const ITEMS: i64 = 48;
const WRITERS: usize = 4;
/// How often something is withdrawn, and something else published, by all writers together.
const CYCLES: usize = 600;
/// After so many steps of its writer an item is published again.
const STEPS_AWAY: usize = 9;

/// An item that readers do not see: since which transaction, and whether the node heard of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Away {
    txid: i64,
    heard: bool,
}

#[derive(Default)]
struct Known {
    away: Mutex<HashMap<i64, Away>>,
    ended: AtomicBool,
}

impl Known {
    /// What no answer may show from now on, until it is published again.
    fn gone(&self) -> Vec<(i64, Away)> {
        let away = self.away.lock().unwrap();
        away.iter().filter(|(_, away)| away.heard).map(|(id, away)| (*id, *away)).collect()
    }

    fn still(&self, id: i64, away: Away) -> bool {
        self.away.lock().unwrap().get(&id) == Some(&away)
    }
}

async fn withdraw(world: &World, id: i64) -> i64 {
    use diesel_async::RunQueryDsl as _;

    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let whole = queries::lock(&tx, ctx.site.id, ItemId(id)).await.unwrap().unwrap();
    let decision = whole.snapshot().withdraw("Nhầm", ctx.now).unwrap();
    acts::carry_out(&mut tx, &ctx, &whole, &decision).await.unwrap();
    let mut conn: &AsyncPgConnection = &tx;
    let number = diesel::dsl::sql::<BigInt>("pg_current_xact_id()::text::bigint");
    let txid: i64 = diesel::select(number).get_result(&mut conn).await.unwrap();
    tx.commit().await.unwrap();
    txid
}

async fn publish(world: &World, id: i64) {
    let ctx = Ctx::system(&world.app, world.site("soyte"));
    let mut tx = world.app.begin(&ctx).await.unwrap();
    let whole = queries::lock(&tx, ctx.site.id, ItemId(id)).await.unwrap().unwrap();
    let decision = item::import(whole.newest.exact(), ctx.now);
    acts::carry_out(&mut tx, &ctx, &whole, &decision).await.unwrap();
    tx.commit().await.unwrap();
}

async fn write(world: Arc<World>, known: Arc<Known>, own: Vec<i64>) {
    for step in 0..CYCLES / WRITERS {
        let id = own[step % own.len()];
        let txid = withdraw(&world, id).await;
        known.away.lock().unwrap().insert(id, Away { txid, heard: false });
        if let Some(back) = step.checked_sub(STEPS_AWAY) {
            let id = own[back % own.len()];
            // Before anybody can see it.
            known.away.lock().unwrap().remove(&id);
            publish(&world, id).await;
        }
    }
}

/// What a node does all the time.
async fn keep_up(world: Arc<World>, known: Arc<Known>) {
    let search = world.app.modules().by_key("search").unwrap();
    while !known.ended.load(Ordering::Relaxed) {
        let settled =
            world.count("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint").await;
        search.keep_up(&world.app).await.unwrap();
        for away in known.away.lock().unwrap().values_mut() {
            away.heard |= away.txid < settled;
        }
    }
}

async fn look(world: Arc<World>, known: Arc<Known>, looked: Arc<AtomicUsize>) {
    let paths = [
        "/api/v1/tim-kiem?q=bai+so",
        "/tim-kiem/goi-y?q=b%C3%A0i+s",
        "/tim-kiem?q=bai+so",
        "/tim-kiem/rss.xml?q=bai",
        "/tim-kiem?q=%22b%C3%A0i+s%E1%BB%91%22&sap-xep=moi-nhat",
    ];
    for number in 0_u32.. {
        if known.ended.load(Ordering::Relaxed) {
            return;
        }
        let gone = known.gone();
        let [_, a, b, c] = number.to_be_bytes();
        let visitor = world.visitor("soyte").from_address([10, a, b, c]);
        let path = paths[number as usize % paths.len()];
        let text = visitor.get(path).await.is(200).text();
        for (id, away) in gone {
            let shown = text.contains(&format!("-{id}\"")) || text.contains(&format!("-{id}<"));
            assert!(!shown || !known.still(id, away), "{path} shows {id}, withdrawn by {away:?}");
            looked.fetch_add(usize::from(known.still(id, away)), Ordering::Relaxed);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_in_no_answer_whatever_goes_on() {
    let world = Arc::new(world().await);
    reading::published(&world, "soyte", "tin-tuc", ITEMS).await;
    settle(&world).await;
    let (known, looked) = (Arc::new(Known::default()), Arc::new(AtomicUsize::new(0)));
    let articles = world.app.modules().by_key("articles").unwrap();
    let documents = articles.search_documents(&world.app, &world.site("soyte"), "article", 0).await;
    let ids: Vec<i64> = documents.unwrap().iter().map(|document| document.key.id).collect();
    assert_eq!(i64::try_from(ids.len()).unwrap(), ITEMS);
    let begun = Instant::now();
    let writers: Vec<_> = ids
        .chunks(ids.len() / WRITERS)
        .map(|own| tokio::spawn(write(Arc::clone(&world), Arc::clone(&known), own.to_vec())))
        .collect();
    let keeper = tokio::spawn(keep_up(Arc::clone(&world), Arc::clone(&known)));
    let looker = tokio::spawn(look(Arc::clone(&world), Arc::clone(&known), Arc::clone(&looked)));
    let written = futures_util::future::join_all(writers).await;
    let rate = CYCLES as f64 / begun.elapsed().as_secs_f64();
    known.ended.store(true, Ordering::Relaxed);
    written.into_iter().for_each(Result::unwrap);
    keeper.await.unwrap();
    looker.await.unwrap();
    let looked = looked.load(Ordering::Relaxed);
    eprintln!("{CYCLES} cycles, {rate:.0} a second; {looked} withdrawn items looked for");
    assert!(looked > 100, "only {looked} were looked for");

    for id in ids {
        if !known.away.lock().unwrap().contains_key(&id) {
            withdraw(&world, id).await;
        }
    }
    settle(&world).await;
    let visitor = world.visitor("soyte");
    visitor.get("/api/v1/tim-kiem?q=%22bai+so%22").await.is(200).shows("\"total\":0");
    visitor.get("/tim-kiem/goi-y?q=%22bai+so%22").await.is(200).hides("/tin/");
    visitor.get("/tim-kiem?q=%22bai+so%22").await.is(200).hides("<mark>").hides("facet-values");
}
