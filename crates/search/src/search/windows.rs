//! Texts that have all of some frequent words: counted a thousand at a time.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::plan::Plan;
use crate::index::Fields;

/// Documents in a window.
const WIDTH: u32 = 1024;
/// Lists are frequent when the rarest has one in so many documents.
const FREQUENT: u32 = 12;

/// Goes through a segment window by window.
pub(super) struct Windows {
    lists: Vec<SegmentPostings>,
    base: DocId,
    end: DocId,
}

/// The documents of a window that are in all lists, a bit each.
pub(super) struct Window {
    base: DocId,
    mask: [u64; 16],
}

impl Windows {
    /// Opens the words' lists; nothing when one is rare, or has several spellings: then going from
    /// document to document is faster.
    pub(super) fn open(
        plan: &Plan,
        fields: &Fields,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<Self>> {
        let inverted = segment.inverted_index(fields.folded)?;
        let mut lists = Vec::with_capacity(plan.units.len());
        for unit in &plan.units {
            let [(word, _)] = unit.folded.as_slice() else { return Ok(None) };
            let term = Term::from_field_text(fields.folded, word);
            match inverted.read_postings(&term, IndexRecordOption::Basic)? {
                Some(list) if list.doc_freq() >= segment.max_doc() / FREQUENT => lists.push(list),
                _ => return Ok(None),
            }
        }
        lists.sort_by_key(SegmentPostings::doc_freq);
        Ok(Some(Self { lists, base: 0, end: segment.max_doc() }))
    }
}

impl Iterator for Windows {
    type Item = Window;

    fn next(&mut self) -> Option<Window> {
        if self.base >= self.end || self.lists.is_empty() {
            return None;
        }
        let base = self.base;
        self.base += WIDTH;
        let mut mask = [u64::MAX; 16];
        for list in &mut self.lists {
            let has = fill(list, base);
            for (known, has) in mask.iter_mut().zip(has) {
                *known &= has;
            }
            if mask.iter().all(|bits| *bits == 0) {
                break;
            }
        }
        Some(Window { base, mask })
    }
}

fn fill(list: &mut SegmentPostings, base: DocId) -> [u64; 16] {
    let mut mask = [0_u64; 16];
    let mut doc = list.doc();
    if doc < base {
        doc = list.seek(base);
    }
    while doc < base + WIDTH {
        let place = doc - base;
        let bits = usize::try_from(place / 64).ok().and_then(|place| mask.get_mut(place));
        if let Some(bits) = bits {
            *bits |= 1 << (place % 64);
        }
        doc = list.advance();
    }
    mask
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
