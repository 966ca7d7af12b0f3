//! A count that many threads raise without getting into each other's way.

use std::{
    array,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

/// Threads share a cell where there are more of them.
const CELLS: usize = 32;

/// Alone on its lines of the processor's cache.
#[repr(align(128))]
#[derive(Default)]
struct Cell(AtomicU64);

/// The count: each thread has a cell of its own.
pub(super) struct Tally([Cell; CELLS]);

impl Default for Tally {
    fn default() -> Self {
        Self(array::from_fn(|_| Cell::default()))
    }
}

impl Tally {
    /// Counts one.
    pub(super) fn add(&self) {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local! {
            static MINE: usize = THREADS.fetch_add(1, Ordering::Relaxed) % CELLS;
        }
        if let Some(cell) = self.0.get(MINE.with(|mine| *mine)) {
            cell.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What was counted since this was asked last.
    pub(super) fn take(&self) -> u64 {
        self.0.iter().map(|cell| cell.0.swap(0, Ordering::Relaxed)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_threads_count_is_taken_once() {
        let tally = Tally::default();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1_000).for_each(|_| tally.add()));
            }
        });
        assert_eq!(tally.take(), 4_000);
        assert_eq!(tally.take(), 0);
    }
}
