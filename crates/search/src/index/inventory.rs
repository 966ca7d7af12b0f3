//! What is in the index, for the check of completeness.

use portal_core::SiteId;
use portal_core::search::{Document, Key};
use tantivy::DocAddress;
use tantivy::schema::Value;

use super::schema::column;
use super::{Fault, Fields, Index};

/// A document in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: Key,
    /// [`Document::checksum`] of what was put in.
    pub checksum: u64,
}

impl Index {
    /// All documents of a site that questions see, in no order: to be compared with the database.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn all_keys(&self, site: SiteId) -> Result<Vec<Entry>, Fault> {
        let snapshot = self.live().snapshot();
        let mut entries = Vec::new();
        let mut text = String::new();
        for segment in snapshot.searcher.segment_readers() {
            let columns = segment.fast_fields();
            let sites = columns.column_first_or_default::<i64>(column::SITE)?;
            let sums = columns.column_first_or_default::<u64>(column::SUM)?;
            let Some(keys) = columns.str(column::KEY)? else { continue };
            for doc in segment.doc_ids_alive().filter(|doc| sites.get_val(*doc) == site.0) {
                text.clear();
                if let Some(ordinal) = keys.ords().first(doc) {
                    keys.ord_to_str(ordinal, &mut text)?;
                }
                if let Some(key) = Key::parse(&text) {
                    entries.push(Entry { key, checksum: sums.get_val(doc) });
                }
            }
        }
        Ok(entries)
    }
}

/// Reads a document back.
pub(crate) fn stored(
    searcher: &tantivy::Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Option<Document>, Fault> {
    let row: tantivy::TantivyDocument = searcher.doc(address)?;
    let bytes = row.get_first(fields.document).and_then(|value| value.as_bytes());
    Ok(bytes.map(serde_json::from_slice).transpose()?)
}
