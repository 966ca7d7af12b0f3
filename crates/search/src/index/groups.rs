//! Which documents are one: an original and the copies that other sites took of it.

use std::collections::HashMap;

use tantivy::{DocId, SegmentReader};

use super::schema::column;

/// The groups of one state of the index. A document of no group has number 0.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    segments: Vec<Vec<u32>>,
}

impl Groups {
    /// Finds the groups: whoever shares its number with a copy. Nothing is kept where nothing is
    /// shared.
    pub(crate) fn find(segments: &[SegmentReader]) -> tantivy::Result<Self> {
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        for segment in segments {
            let copies = segment.fast_fields().column_first_or_default::<u64>(column::COPY)?;
            if copies.max_value() == 0 {
                continue;
            }
            let folds = segment.fast_fields().column_first_or_default::<u64>(column::FOLD)?;
            for doc in segment.doc_ids_alive().filter(|doc| copies.get_val(*doc) == 1) {
                let next = u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX);
                numbers.entry(folds.get_val(doc)).or_insert(next);
            }
        }
        if numbers.is_empty() {
            return Ok(Self::default());
        }
        let mut groups = Self::default();
        for segment in segments {
            let folds = segment.fast_fields().column_first_or_default::<u64>(column::FOLD)?;
            let number = |doc| numbers.get(&folds.get_val(doc)).copied().unwrap_or(0);
            groups.segments.push((0..segment.max_doc()).map(number).collect());
        }
        Ok(groups)
    }

    /// The groups of one segment's documents; empty where nothing is shared.
    pub(crate) fn of_segment(&self, ordinal: usize) -> &[u32] {
        self.segments.get(ordinal).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The group of a document; 0 for none.
pub(crate) fn group_of(groups: &[u32], doc: DocId) -> u32 {
    usize::try_from(doc).ok().and_then(|doc| groups.get(doc)).copied().unwrap_or(0)
}
