//! What a node does again and again by itself, while the database is away and after.

use std::{
    io,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use portal_core::{limits, node};
use tokio::sync::watch;

use super::world::world;

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Keeps what this thread has to warn of: one thread, so that a test's tasks write into its own.
    fn keep() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn why_the_database_is_away_stands_in_the_log_once() {
    let world = world().await;
    let (log, _kept) = Log::keep();
    let (stop, stopped) = watch::channel(false);
    // Nobody listens there.
    let url = "postgresql://portal_platform@127.0.0.1:1/portal".to_owned();
    let pulse = tokio::spawn(world.app.db().clone().take_pulse(url, stopped));
    world.app.db().goes_away().await;
    tokio::time::sleep(3 * limits::PULSE_EVERY).await;
    stop.send_replace(true);
    pulse.await.unwrap();
    assert_eq!(log.text().matches("Connection refused").count(), 1, "{}", log.text());
}

#[tokio::test]
async fn a_node_waits_for_its_database_in_silence_and_goes_on_at_once() {
    let world = world().await;
    let (log, _kept) = Log::keep();
    world.app.db().pretend(false);
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(node::work(world.app.clone(), stopped));
    // These end before the database is back: the search's keeper wants more than one thread.
    let (end, ended) = watch::channel(false);
    let upkeep = tokio::spawn(node::keep_up(world.app.clone(), ended));
    // Longer than the second after which each of them looks again.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(log.text(), "");
    end.send_replace(true);
    tokio::time::timeout(Duration::from_secs(5), upkeep).await.unwrap().unwrap();
    assert!(world.count("select count(*) from facts").await > 0);
    assert_eq!(world.count("select count(*) from fact_seals").await, 0);

    world.app.db().pretend(true);
    let begun = Instant::now();
    while world.count("select count(*) from fact_seals").await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // The end is heard also while the database is away.
    world.app.db().pretend(false);
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(5), work).await.unwrap().unwrap();
}
