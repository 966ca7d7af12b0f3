//! Texts that have all of some frequent words: counted a thousand at a time.

use tantivy::{DocId, SegmentReader, Term};

use super::docs::Docs;
use super::plan::Plan;
use crate::index::Fields;

/// Documents in a window.
const WIDTH: u32 = 1024;
/// Lists are frequent when the rarest has one in so many documents.
const FREQUENT: u64 = 12;

/// Goes through a segment window by window.
pub(super) struct Windows {
    /// For each unit, whatever it may be found by.
    units: Vec<Vec<Docs>>,
    base: DocId,
    end: DocId,
}

/// The documents of a window that are in all lists, a bit each.
pub(super) struct Window {
    base: DocId,
    mask: [u64; 16],
}

impl Windows {
    /// Opens the words' lists; nothing when one is rare: then going from document to document is
    /// faster.
    pub(super) fn open(
        plan: &Plan,
        fields: &Fields,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let mut units = Vec::with_capacity(plan.units.len());
        for (place, unit) in plan.units.iter().enumerate() {
            let mut lists = Vec::new();
            for (word, _) in &unit.folded {
                let term = Term::from_field_text(fields.folded, word);
                lists.push(Docs::term(segment, &term, false)?);
            }
            if lists.iter().map(Docs::cost).sum::<u64>() < u64::from(segment.max_doc()) / FREQUENT {
                return Ok(None);
            }
            for alternative in plan.alternatives.iter().filter(|a| a.covers.contains(&place)) {
                lists.push(alternative.docs(segment, fields)?);
            }
            units.push(lists);
        }
        units.sort_by_key(|lists| lists.iter().map(Docs::cost).sum::<u64>());
        Ok(Some(Self { units, base: 0, end: segment.max_doc() }))
    }
}

impl Iterator for Windows {
    type Item = Window;

    fn next(&mut self) -> Option<Window> {
        if self.base >= self.end || self.units.is_empty() {
            return None;
        }
        let base = self.base;
        self.base += WIDTH;
        let mut mask = [u64::MAX; 16];
        for lists in &mut self.units {
            let mut any = [0; 16];
            for list in lists {
                list.fill((base, WIDTH), &mut any);
            }
            for (known, any) in mask.iter_mut().zip(any) {
                *known &= any;
            }
            if mask.iter().all(|bits| *bits == 0) {
                break;
            }
        }
        Some(Window { base, mask })
    }
}

impl Window {
    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.mask.iter().map(|bits| bits.count_ones()).sum()
    }

    /// Each of them, in order.
    pub(super) fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        self.mask.iter().zip((self.base..).step_by(64)).flat_map(|(bits, base)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let place = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(base + place)
            })
        })
    }
}
