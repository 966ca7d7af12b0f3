//! Two nodes on one database that share a Redis (R-O4): what they share, and that nobody waits for it.

use std::time::{Duration, Instant};

use axum::{body::Body, http::Request};
use portal_core::{App, Front, node::Follower, testing::World};

use super::{
    peers::Redis,
    reading::{newest_id, published, withdraw},
    world::{recipe, world},
};

struct Node {
    app: App,
    front: Front,
    follower: Follower,
}

impl Node {
    async fn start(world: &World, redis: &Redis) -> Self {
        let url = redis.url();
        let app = world.node_with_redis(recipe(), &url).unwrap();
        let mut follower = Follower::start(&app).await.unwrap();
        follower.catch_up().await.unwrap();
        let shared = app.redis().unwrap();
        let begun = Instant::now();
        while shared.ask(&app.metrics, &redis::cmd("PING")).await.is_none() {
            assert!(begun.elapsed() < Duration::from_secs(5), "Redis is not reached");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Self { front: Front::new(app.clone()), app, follower }
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let request = Request::get(path)
            .header("host", "soyte.quangtri.localhost")
            .body(Body::empty())
            .unwrap();
        let response = self.front.answer(request, None).await;
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Tries to sign in without a password, from an address; gives the status.
    async fn guess(&self, login: &str, address: &str) -> u16 {
        let request = Request::post("/dang-nhap")
            .header("host", "www.quangtri.localhost")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!("login={login}&password=")))
            .unwrap();
        let response = self.front.answer(request, Some(address.parse().unwrap())).await;
        response.status().as_u16()
    }

    /// How many pages it made itself.
    fn made(&self) -> u64 {
        self.app.metrics.pages_made.get()
    }

    async fn keys(&self, pattern: &str) -> Vec<String> {
        let mut command = redis::cmd("KEYS");
        command.arg(pattern);
        let found = self.app.redis().unwrap().ask(&self.app.metrics, &command).await.unwrap();
        redis::from_redis_value(found).unwrap()
    }

    /// Waits until a number of pages lie in Redis.
    async fn shared(&self, count: usize) {
        for _ in 0..500 {
            if self.keys("portal:page:*").await.len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{count} pages are not shared");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_made_the_other_need_not_make() {
    let (world, redis) = (world().await, Redis::start().await);
    published(&world, "soyte", "tin-tuc", 2).await;
    let (one, mut two) = (Node::start(&world, &redis).await, Node::start(&world, &redis).await);
    let path = format!("/tin/bai-so-2-{}", newest_id(&world, "soyte").await);
    for path in ["/", &path] {
        assert_eq!(one.get(path).await.0, 200);
    }
    one.shared(2).await;
    for path in ["/", &path] {
        assert!(two.get(path).await.1.contains("Bài số 2."));
    }
    assert_eq!(two.made(), 0, "both came from the other node");

    // The first node does not hear of it, and its pages lie in Redis; the second does.
    withdraw(&world, "soyte", newest_id(&world, "soyte").await).await;
    while two.follower.catch_up().await.unwrap() > 0 {}
    let (status, text) = two.get("/").await;
    assert!(status == 200 && !text.contains("Bài số 2."), "made anew");
    assert_eq!(two.get(&path).await.0, 410);
    assert!(two.made() > 0);
    // A node without the database hears from the others what was taken down.
    one.app.db().pretend(false);
    assert_eq!(one.get(&path).await.0, 200, "not heard of yet");
    one.app.pages().hear_others(&one.app.metrics, one.app.now()).await;
    // What the other node made since is shared: that it is gone, and the home page without it.
    let (status, text) = one.get(&path).await;
    assert!(status == 410 && !text.contains("Bài số 2."), "{status}");
    let (status, text) = one.get("/").await;
    assert!(status == 200 && !text.contains("Bài số 2."), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_nodes_count_what_comes_from_one_address() {
    let (world, redis) = (world().await, Redis::start().await);
    let (one, two) = (Node::start(&world, &redis).await, Node::start(&world, &redis).await);
    let address = Some("192.0.2.7".parse().unwrap());
    let mut let_through = 0;
    for n in 0..60 {
        let node = if n % 2 == 0 { &one } else { &two };
        let_through += usize::from(node.app.rates.count(&node.app, address).await.is_ok());
    }
    assert_eq!(let_through, 30);
    let other = Some("192.0.2.8".parse().unwrap());
    assert!(one.app.rates.count(&one.app, other).await.is_ok());
    let keys = one.keys("portal:rate:*").await;
    assert_eq!(keys.len(), 2);
    assert!(keys.iter().all(|key| !key.contains("192.0.2")), "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_one_node_are_known_at_the_other() {
    let (world, redis) = (world().await, Redis::start().await);
    let (one, two) = (Node::start(&world, &redis).await, Node::start(&world, &redis).await);
    let node = |n: usize| if n.is_multiple_of(2) { &one } else { &two };
    // Ten are forgiven, and one more every ten seconds, however slow this test is.
    let forgiven = 10..=13;
    let mut taken = 0;
    for n in 0..20 {
        let status = node(n).guess("editor.soyte", &format!("198.51.{n}.1")).await;
        taken += usize::from(status == 422);
    }
    assert!(forgiven.contains(&taken), "an account: {taken}");
    assert_eq!(one.guess("editor.soyte", "203.0.113.9").await, 429);
    assert_eq!(two.guess("editor.soyte", "203.0.113.9").await, 429);
    let mut taken = 0;
    for n in 0..20 {
        taken += usize::from(node(n).guess(&format!("nobody{n}"), "192.0.2.7").await == 422);
    }
    assert!(forgiven.contains(&taken), "an address: {taken}");
    let mut taken = 0;
    for n in 0..80 {
        let status = node(n).guess(&format!("somebody{n}"), &format!("192.0.3.{n}")).await;
        taken += usize::from(status == 422);
    }
    assert!((60..=70).contains(&taken), "a network: {taken}");
    let keys = one.keys("portal:sign-in:*").await;
    assert!(keys.len() > 20, "{keys:?}");
    assert!(keys.iter().all(|key| !key.contains("192.0") && !key.contains("body")), "{keys:?}");

    // Without Redis each node goes by its own count.
    drop(redis);
    let mut taken = 0;
    for n in 0..40 {
        let status = node(n).guess("head.soyte", &format!("198.51.{n}.2")).await;
        taken += usize::from(status == 422);
    }
    assert_eq!(taken, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_a_redis_that_hangs() {
    let (world, redis) = (world().await, Redis::start().await);
    published(&world, "soyte", "tin-tuc", 2).await;
    let node = Node::start(&world, &redis).await;
    redis.hang();
    // Each asker is cut off after a tenth of a second, and after five nobody asks any more.
    let begun = Instant::now();
    for n in 0..200 {
        assert!(node.get(&format!("/chuyen-muc/tin-tuc?truoc={n}")).await.0 < 500);
    }
    let address = Some("192.0.2.7".parse().unwrap());
    assert!(node.app.rates.count(&node.app, address).await.is_ok());
    // Two hundred cut-offs would take twenty seconds.
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    redis.go_on();
    let begun = Instant::now();
    while node.app.redis().unwrap().ask(&node.app.metrics, &redis::cmd("PING")).await.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not come back");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_a_file_under_the_name_of_another_release() {
    let world = world().await;
    let visitor = world.visitor("soyte");
    let home = visitor.get("/").await.is(200).text();
    let address = home.split('"').find(|it| it.starts_with("/a/") && it.ends_with(".css")).unwrap();
    let own = visitor.get(address).await.is(200);
    assert!(own.header("cache-control").contains("immutable"));
    let name = address.rsplit('/').next().unwrap();
    let others = visitor.get(&format!("/a/0123456789/{name}")).await.is(200);
    assert_eq!(others.header("cache-control"), "public, no-cache");
}
