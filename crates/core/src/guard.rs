//! A guard around something this program asks and does not run itself: a mail system, a relay.
//!
//! It keeps one that hangs from holding everybody up: a call takes no longer than its time, no more
//! than so many are under way at once, and one that failed again and again is not asked at all for a
//! while.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use crate::metrics::Metrics;

/// Failures in a row after which the dependency is no longer asked.
pub const FAILURES: u32 = 5;
/// From the end of one probe of a failed dependency to the next.
pub const PROBE_EVERY: Duration = Duration::from_secs(1);

/// A guard around one dependency.
pub struct Guard {
    name: String,
    time: Duration,
    turns: Semaphore,
    breaker: Mutex<Breaker>,
}

/// Why a call through a guard came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble<E> {
    /// It failed so often of late that it was not asked. Said at once.
    Open,
    /// As many as may be are under way already. Said at once.
    Full,
    /// It did not answer in time.
    Late,
    /// It failed.
    Failed(E),
}

impl<E: fmt::Display> fmt::Display for Trouble<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("failed so often that it is not asked for now"),
            Self::Full => f.write_str("is asked by as many as may ask at once"),
            Self::Late => f.write_str("did not answer in time"),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl Guard {
    /// Around a dependency of a name, as metrics show it: so much time for a call, and so many at
    /// once.
    pub fn new(name: impl Into<String>, time: Duration, at_once: usize) -> Self {
        Self {
            name: name.into(),
            time,
            turns: Semaphore::new(at_once),
            breaker: Mutex::new(Breaker::default()),
        }
    }

    /// The dependency's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks the dependency. An `Err` of the work is a failure of the dependency itself; a "no" that
    /// it gives in good health is an `Ok`.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn run<T, E>(
        &self,
        metrics: &Metrics,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Trouble<E>> {
        let Some(pass) = self.breaker().admit(Instant::now()) else { return Err(Trouble::Open) };
        // From here on the pass is settled whatever happens, also when nobody waits any more.
        let mut ticket = Ticket { guard: self, metrics, pass, outcome: Settled::Unknown };
        let Ok(_turn) = self.turns.try_acquire() else { return Err(Trouble::Full) };
        let answer = match tokio::time::timeout(self.time, work).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Trouble::Failed(error)),
            Err(_) => Err(Trouble::Late),
        };
        ticket.outcome = if answer.is_ok() { Settled::Good } else { Settled::Bad };
        answer
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call under way.
struct Ticket<'a> {
    guard: &'a Guard,
    metrics: &'a Metrics,
    pass: Pass,
    outcome: Settled,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let open = {
            let mut breaker = self.guard.breaker();
            let before = breaker.is_open();
            breaker.settle(self.pass, self.outcome, Instant::now());
            let open = breaker.is_open();
            if open != before {
                tracing::warn!(dependency = %self.guard.name, open, "a dependency changed its state");
            }
            open
        };
        self.metrics.dependency(&self.guard.name, open, self.outcome == Settled::Bad);
    }
}

/// What an admitted call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// One of many.
    Ordinary,
    /// The one that finds out whether the dependency is back.
    Probe,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    Good,
    Bad,
    /// It was not made, or nobody waited for its end.
    Unknown,
}

/// The rule: closed, until [`FAILURES`] in a row open it; then one probe at a time, [`PROBE_EVERY`]
/// apart, until one succeeds.
#[derive(Debug, Default)]
struct Breaker {
    failures: u32,
    probing: bool,
    probe_at: Option<Instant>,
}

impl Breaker {
    fn is_open(&self) -> bool {
        self.failures >= FAILURES
    }

    fn admit(&mut self, now: Instant) -> Option<Pass> {
        if !self.is_open() {
            return Some(Pass::Ordinary);
        }
        let due = !self.probing && self.probe_at.is_none_or(|at| at <= now);
        self.probing |= due;
        due.then_some(Pass::Probe)
    }

    fn settle(&mut self, pass: Pass, outcome: Settled, now: Instant) {
        if pass == Pass::Probe {
            self.probing = false;
            self.probe_at = now.checked_add(PROBE_EVERY);
        }
        match outcome {
            Settled::Good => self.failures = 0,
            Settled::Bad => {
                self.failures = self.failures.saturating_add(1);
                if self.failures == FAILURES {
                    self.probe_at = now.checked_add(PROBE_EVERY);
                }
            }
            Settled::Unknown => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens at a moment, in milliseconds from the start.
    enum Step {
        /// Somebody asks, and is admitted like this.
        Ask(u64, Option<Pass>),
        /// A call ends like this.
        End(u64, Pass, Settled),
    }

    fn play(breaker: &mut Breaker, start: Instant, steps: &[Step]) {
        for (n, step) in steps.iter().enumerate() {
            match step {
                Step::Ask(at, pass) => {
                    assert_eq!(breaker.admit(start + Duration::from_millis(*at)), *pass, "{n}");
                }
                Step::End(at, pass, outcome) => {
                    breaker.settle(*pass, *outcome, start + Duration::from_millis(*at));
                }
            }
        }
    }

    use Pass::{Ordinary, Probe};
    use Settled::{Bad, Good, Unknown};
    use Step::{Ask, End};

    #[test]
    fn five_failures_in_a_row_open_it_and_a_success_between_them_does_not() {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for at in 0..4 {
            play(&mut breaker, start, &[Ask(at, Some(Ordinary)), End(at, Ordinary, Bad)]);
        }
        play(&mut breaker, start, &[End(4, Ordinary, Good), End(4, Ordinary, Unknown)]);
        for at in 5..10 {
            assert!(!breaker.is_open());
            play(&mut breaker, start, &[Ask(at, Some(Ordinary)), End(at, Ordinary, Bad)]);
        }
        assert!(breaker.is_open());
        play(&mut breaker, start, &[Ask(10, None)]);
    }

    #[test]
    fn an_open_one_lets_one_probe_through_each_second_until_one_succeeds() {
        let start = Instant::now();
        let mut breaker = Breaker { failures: FAILURES - 1, ..Breaker::default() };
        let steps = [
            End(0, Ordinary, Bad),
            Ask(999, None),
            Ask(1_000, Some(Probe)),
            // While it is under way nobody else is admitted, however long it takes.
            Ask(5_000, None),
            End(5_500, Probe, Bad),
            Ask(6_499, None),
            Ask(6_500, Some(Probe)),
            // The one who probed left: the next may, a second later.
            End(6_600, Probe, Unknown),
            Ask(7_599, None),
            Ask(7_600, Some(Probe)),
            End(7_700, Probe, Good),
            Ask(7_701, Some(Ordinary)),
            End(7_702, Ordinary, Bad),
            Ask(7_703, Some(Ordinary)),
        ];
        play(&mut breaker, start, &steps);
    }

    #[test]
    fn late_failures_of_calls_from_before_do_not_put_the_probe_off() {
        let start = Instant::now();
        let mut breaker = Breaker { failures: FAILURES - 1, ..Breaker::default() };
        let steps = [End(0, Ordinary, Bad), End(900, Ordinary, Bad), Ask(1_000, Some(Probe))];
        play(&mut breaker, start, &steps);
    }

    #[tokio::test]
    async fn what_hangs_is_cut_off_and_then_refused_at_once() {
        let metrics = Metrics::default();
        let guard = Guard::new("hanging", Duration::from_millis(5), 2);
        for _ in 0..FAILURES {
            let hangs = guard.run(&metrics, std::future::pending::<Result<(), ()>>()).await;
            assert_eq!(hangs, Err(Trouble::Late));
        }
        let begun = Instant::now();
        let refused = guard.run(&metrics, async { Ok::<_, ()>(()) }).await;
        assert_eq!(refused, Err(Trouble::Open));
        assert!(begun.elapsed() < Duration::from_millis(1), "{:?}", begun.elapsed());
        let text = metrics.text();
        assert!(text.contains("portal_dependency_open{name=\"hanging\"} 1"), "{text}");
        assert!(text.contains("portal_dependency_failures_total{name=\"hanging\"} 5"), "{text}");
    }

    #[tokio::test]
    async fn past_the_number_at_once_the_rest_is_sent_away() {
        let metrics = Metrics::default();
        let guard = Guard::new("narrow", Duration::from_secs(5), 1);
        let (go, wait) = tokio::sync::oneshot::channel::<()>();
        let first = guard.run(&metrics, async { wait.await.map_err(drop) });
        let second = async {
            let refused = guard.run(&metrics, async { Ok::<_, ()>(()) }).await;
            let _ = go.send(());
            refused
        };
        let (first, second) = tokio::join!(first, second);
        assert_eq!((first, second), (Ok(()), Err(Trouble::Full)));
    }
}
