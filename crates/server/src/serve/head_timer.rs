//! The time limit for the heads of requests: one timer a connection, not one a request.
//!
//! hyper asks its timer for a sleep before every head it reads, and drops it when the head is there.
//! As timers of the runtime (a box, and the wheel's lock taken twice) these cost more than the
//! look-up of a page in the cache. Here a sleep is a number beside the connection, and what runs out
//! is the connection's own watch over that number.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use hyper::rt::{Sleep, Timer};

/// No head is being waited for.
const NONE: u64 = u64::MAX;

/// The timer of one connection.
#[derive(Clone)]
pub(super) struct HeadTimer(Arc<Watched>);

struct Watched {
    opened: Instant,
    /// When the head that is waited for must be there, in nanoseconds since `opened`.
    deadline: AtomicU64,
}

impl HeadTimer {
    pub(super) fn new() -> Self {
        Self(Arc::new(Watched { opened: Instant::now(), deadline: AtomicU64::new(NONE) }))
    }

    /// Ends when a head is overdue. `limit` is what hyper was given: a head that is not waited for
    /// yet cannot be overdue sooner.
    pub(super) async fn overdue(self, limit: Duration) {
        loop {
            let now = Instant::now();
            let next = match self.0.deadline.load(Ordering::Relaxed) {
                NONE => now + limit,
                nanoseconds => self.0.opened + Duration::from_nanos(nanoseconds),
            };
            if next <= now {
                return;
            }
            tokio::time::sleep_until(next.into()).await;
        }
    }

    fn set(&self, deadline: Instant) {
        let after = deadline.saturating_duration_since(self.0.opened).as_nanos();
        self.0.deadline.store(u64::try_from(after).unwrap_or(NONE), Ordering::Relaxed);
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        self.set(deadline);
        Box::pin(HeadSleep(self.clone()))
    }

    fn reset(&self, _: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        self.set(deadline);
    }
}

/// A head being waited for.
struct HeadSleep(HeadTimer);

impl Sleep for HeadSleep {}

impl Future for HeadSleep {
    type Output = ();

    /// Never done: [`HeadTimer::overdue`] ends the connection instead.
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

impl Drop for HeadSleep {
    fn drop(&mut self) {
        self.0.0.deadline.store(NONE, Ordering::Relaxed);
    }
}
