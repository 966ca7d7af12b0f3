//! What words the texts have, and how many texts have them.

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::index::Fields;

/// The words of one state of the index.
pub(super) struct Vocabulary<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
}

impl Vocabulary<'_> {
    fn texts_with(&self, field: Field, word: &str) -> tantivy::Result<u64> {
        self.searcher.doc_freq(&Term::from_field_text(field, word))
    }

    /// How many texts have a word with its marks.
    pub(super) fn exact(&self, word: &str) -> tantivy::Result<u64> {
        self.texts_with(self.fields.exact, word)
    }

    /// How many texts have a word, whatever its marks.
    pub(super) fn folded(&self, word: &str) -> tantivy::Result<u64> {
        self.texts_with(self.fields.folded, word)
    }

    /// How many texts have two words side by side, whatever their marks.
    pub(super) fn pair(&self, one: &str, other: &str) -> tantivy::Result<u64> {
        self.texts_with(self.fields.pairs, &format!("{one} {other}"))
    }
}
