//! What a run has found so far: the count, the best, the facets.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap, HashSet};

use tantivy::DocAddress;

use super::facets::Facets;
use super::{DEEPEST, LARGEST_PAGE, Query};

/// A document that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) score: f64,
    pub(super) moment: i64,
    pub(super) address: DocAddress,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(self.moment.cmp(&other.moment))
            .then(other.address.cmp(&self.address))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// A document of a group: the group counts once and is shown by its original.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grouped {
    pub(super) group: u32,
    pub(super) is_copy: bool,
}

/// What a run has found so far.
pub(super) struct Tally {
    wanted: usize,
    single: u64,
    best: BinaryHeap<Reverse<Candidate>>,
    seen: HashSet<u32>,
    groups: HashMap<u32, (Candidate, bool)>,
    pub(super) facets: Facets,
}

impl Tally {
    pub(super) fn new(query: &Query) -> Self {
        Self {
            wanted: query.page.max(1).saturating_mul(per_page(query)).min(DEEPEST),
            single: 0,
            best: BinaryHeap::new(),
            seen: HashSet::new(),
            groups: HashMap::new(),
            facets: Facets::default(),
        }
    }

    /// How many there are, each group once.
    pub(super) fn total(&self) -> u64 {
        self.single + u64::try_from(self.seen.len()).unwrap_or(u64::MAX)
    }

    /// Counts a document of no group, or one of a group; whether it is new.
    pub(super) fn count(&mut self, grouped: Option<Grouped>) -> bool {
        match grouped {
            None => {
                self.single += 1;
                true
            }
            Some(grouped) => self.seen.insert(grouped.group),
        }
    }

    /// Counts documents of no group.
    pub(super) fn count_more(&mut self, count: u32) {
        self.single += u64::from(count);
    }

    /// What a document has to score to be on the page.
    pub(super) fn threshold(&self) -> f64 {
        if self.best.len() < self.wanted {
            return f64::NEG_INFINITY;
        }
        self.best.peek().map_or(f64::NEG_INFINITY, |Reverse(worst)| worst.score)
    }

    /// Takes a document among the best, if it is.
    pub(super) fn offer(&mut self, candidate: Candidate, grouped: Option<Grouped>) {
        let Some(Grouped { group, is_copy }) = grouped else {
            self.best.push(Reverse(candidate));
            if self.best.len() > self.wanted {
                self.best.pop();
            }
            return;
        };
        let (known, is_original) = self.groups.entry(group).or_insert((candidate, !is_copy));
        let score = known.score.max(candidate.score);
        let better = if *is_original { false } else { !is_copy || candidate > *known };
        if better {
            *known = candidate;
            *is_original = !is_copy;
        }
        known.score = score;
    }

    /// The best of the page, in order.
    pub(super) fn page(&self, query: &Query) -> Vec<Candidate> {
        let grouped = self.groups.values().map(|(candidate, _)| *candidate);
        let mut all: Vec<Candidate> =
            self.best.iter().map(|Reverse(candidate)| *candidate).chain(grouped).collect();
        all.retain(|candidate| candidate.score > f64::NEG_INFINITY);
        all.sort_by(|one, other| other.cmp(one));
        let skipped = query.page.max(1).saturating_sub(1).saturating_mul(per_page(query));
        let shown = all.len().min(self.wanted);
        all.into_iter().take(shown).skip(skipped).take(per_page(query)).collect()
    }

    pub(super) fn take_facets(&mut self) -> Facets {
        std::mem::take(&mut self.facets)
    }
}

fn per_page(query: &Query) -> usize {
    query.per_page.clamp(1, LARGEST_PAGE)
}
