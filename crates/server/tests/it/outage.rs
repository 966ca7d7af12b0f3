//! Public pages while the database is away (R-O1): what was true is shown and says how old it is;
//! what was taken down is shown by nobody.

use axum::{
    body::Body,
    http::{Request, Response},
};
use portal_core::{
    App, Front,
    cache::snapshot::keep::keep,
    node::{Follower, load_written_sites},
    testing::World,
};
use tokio::sync::watch;

use super::{
    reading::{newest_id, published, withdraw},
    world::{recipe, world},
};

/// A page of a process, as somebody without cookies asks for it: status, whether it is said to be
/// old, and the text.
async fn page(front: &Front, path: &str) -> (u16, bool, String) {
    let request = Request::get(path).header("host", "soyte.quangtri.localhost");
    let response: Response<Body> = front.answer(request.body(Body::empty()).unwrap(), None).await;
    let status = response.status().as_u16();
    let is_old = response.headers().contains_key("warning");
    assert_eq!(is_old, response.headers().contains_key("age"), "{path}");
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, is_old, String::from_utf8_lossy(&bytes).into_owned())
}

/// The database of a process is away, or there.
fn database(app: &App, is_there: bool) {
    app.db().pretend(is_there);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_before_goes_on_being_read() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 2).await;
    let front = &world.front;
    let path = format!("/tin/bai-so-2-{}", newest_id(&world, "soyte").await);
    for path in ["/", "/chuyen-muc/tin-tuc", &path] {
        assert_eq!(page(front, path).await.0, 200);
    }
    published_one_more(&world).await;
    database(&world.app, false);
    // The article was not touched; the lists were, and show what they showed.
    let (status, is_old, text) = page(front, &path).await;
    assert!(status == 200 && !is_old && text.contains("Bài số 2."));
    for list in ["/", "/chuyen-muc/tin-tuc"] {
        let (status, is_old, text) = page(front, list).await;
        assert!(status == 200 && is_old && text.contains("Bài số 2."), "{list}: {status}");
        assert!(!text.contains("Bài số 9."));
    }
    // What nobody read is not there: a page that says so, and where else to turn.
    let (status, _, text) = page(front, "/chuyen-muc/thong-bao").await;
    assert_eq!(status, 503);
    assert!(text.contains("so-do-cong"));
    database(&world.app, true);
    let (status, is_old, text) = page(front, "/").await;
    assert!(status == 200 && !is_old && text.contains("Bài số 9."));
}

async fn published_one_more(world: &World) {
    // Bài số 9 is the ninth of nine; the first two have the keys of those that are there.
    published(world, "soyte", "tin-tuc", 9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_down_is_shown_by_no_old_page() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 2).await;
    let (front, id) = (&world.front, newest_id(&world, "soyte").await);
    let path = format!("/tin/bai-so-2-{id}");
    let shown = ["/", "/chuyen-muc/tin-tuc", "/rss.xml", &path];
    for path in shown {
        assert!(page(front, path).await.2.contains("Bài số 2."), "{path}");
    }
    withdraw(&world, "soyte", id).await;
    database(&world.app, false);
    for path in shown {
        let (status, _, text) = page(front, path).await;
        assert!(!text.contains("Bài số 2."), "{path}");
        assert_eq!(status, 503, "{path}");
    }
}

/// Keeps the snapshot of a process until it is complete.
async fn keep_until_complete(front: &Front) {
    let (stop, stopped) = watch::channel(false);
    let keeper = tokio::spawn(keep(front.clone(), stopped));
    let snapshot = front.app().pages().snapshot().unwrap();
    let mut steady = 0;
    for _ in 0..2_000 {
        let before = snapshot.len();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let is_steady = before > 20 && snapshot.len() == before && snapshot.waiting() == 0;
        steady = if is_steady { steady + 1 } else { 0 };
        if steady == 20 {
            stop.send_replace(true);
            return keeper.await.unwrap();
        }
    }
    panic!("the snapshot is never complete: {} pages", snapshot.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_starts_without_a_database_shows_what_it_kept() {
    let world = world().await;
    published(&world, "soyte", "tin-tuc", 3).await;
    let id = newest_id(&world, "soyte").await;
    let (third, second) = (format!("/tin/bai-so-3-{id}"), format!("/tin/bai-so-2-{}", id - 1));
    {
        let app = world.node_with_snapshot(recipe(), "kept").unwrap();
        let mut follower = Follower::start(&app).await.unwrap();
        let front = Front::new(app);
        // Nobody asked for any page.
        keep_until_complete(&front).await;
        // What nobody reads takes no place from what somebody does.
        assert_eq!(front.app().pages().len(), 0);
        follower.catch_up().await.unwrap();
        // Told while the process runs, but not heard by it.
        withdraw(&world, "soyte", id).await;
    }
    {
        // One that comes back hears what was told meanwhile.
        let app = world.node_with_snapshot(recipe(), "kept").unwrap();
        let mut follower = Follower::start(&app).await.unwrap();
        while follower.catch_up().await.unwrap() > 0 {}
        let front = Front::new(app);
        keep_until_complete(&front).await;
    }
    let app = world.node_with_snapshot(recipe(), "kept").unwrap();
    database(&app, false);
    assert!(load_written_sites(&app) >= 5);
    let front = Front::new(app);
    let (status, is_old, text) = page(&front, &second).await;
    assert!(status == 200 && is_old && text.contains("Bài số 2."), "{status}");
    let (status, is_old, text) = page(&front, "/").await;
    assert!(status == 200 && is_old && text.contains("Bài số 2."), "{status}");
    assert!(!text.contains("Bài số 3."), "made anew after it was taken down");
    let (status, _, text) = page(&front, &third).await;
    assert!(status == 503 && !text.contains("Bài số 3."), "{status}");
    assert_eq!(page(&front, "/so-do-cong").await.0, 200);
}
