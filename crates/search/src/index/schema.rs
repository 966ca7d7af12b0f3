//! The fields of the index, and how a document is written into them.

use portal_core::search::{Document, Key, Origin};
use sha2::{Digest, Sha256};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, TantivyError, Term};

use super::analyzers::{EXACT, FOLDED, PAIRS};
use crate::abbreviations::Abbreviations;
use crate::number::DocumentNumber;
use crate::text::{fold, forms::Forms, tokens};
use crate::weights;

/// Raised whenever a field or a rule of analysis changes: an index of another version is made anew.
pub const SCHEMA_VERSION: u32 = 2;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) key: Field,
    pub(crate) site: Field,
    pub(crate) lang: Field,
    pub(crate) exact: Field,
    pub(crate) folded: Field,
    pub(crate) pairs: Field,
    pub(crate) title: Field,
    pub(crate) heading: Field,
    pub(crate) number: Field,
    pub(crate) kind: Field,
    pub(crate) section: Field,
    pub(crate) genre: Field,
    pub(crate) field: Field,
    pub(crate) unit: Field,
    pub(crate) year: Field,
    pub(crate) document: Field,
    pub(crate) sum: Field,
    pub(crate) moment: Field,
    pub(crate) ageing: Field,
    pub(crate) in_force: Field,
    pub(crate) expired: Field,
    pub(crate) fold: Field,
    pub(crate) copy: Field,
}

/// The names of columns that are read by name.
pub(crate) mod column {
    pub(crate) const KEY: &str = "key";
    pub(crate) const SITE: &str = "site";
    pub(crate) const KIND: &str = "kind";
    pub(crate) const SECTION: &str = "section";
    pub(crate) const GENRE: &str = "genre";
    pub(crate) const FIELD: &str = "field";
    pub(crate) const UNIT: &str = "unit";
    pub(crate) const YEAR: &str = "year";
    pub(crate) const SUM: &str = "sum";
    pub(crate) const MOMENT: &str = "moment";
    pub(crate) const AGEING: &str = "ageing";
    pub(crate) const IN_FORCE: &str = "in_force";
    pub(crate) const EXPIRED: &str = "expired";
    pub(crate) const FOLD: &str = "fold";
    pub(crate) const COPY: &str = "copy";
}

impl Fields {
    /// Builds the schema.
    pub(crate) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let text = |analyzer: &str, option, norms| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(analyzer)
                .set_index_option(option)
                .set_fieldnorms(norms);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let fields = Self {
            key: schema.add_text_field(column::KEY, STRING | FAST),
            site: schema.add_i64_field(column::SITE, INDEXED | FAST),
            lang: schema.add_text_field("lang", STRING),
            // Both forms have as many words: the length is kept once.
            exact: schema.add_text_field("exact", text(EXACT, positions, false)),
            folded: schema.add_text_field("folded", text(FOLDED, positions, true)),
            pairs: schema.add_text_field("pairs", text(PAIRS, IndexRecordOption::WithFreqs, false)),
            title: schema.add_text_field("title", text(FOLDED, IndexRecordOption::WithFreqs, true)),
            heading: schema.add_text_field("heading", STRING),
            number: schema.add_text_field("number", STRING),
            kind: schema.add_text_field(column::KIND, STRING | FAST),
            section: schema.add_text_field(column::SECTION, STRING | FAST),
            genre: schema.add_text_field(column::GENRE, STRING | FAST),
            field: schema.add_text_field(column::FIELD, STRING | FAST),
            unit: schema.add_text_field(column::UNIT, STRING | FAST),
            year: schema.add_i64_field(column::YEAR, INDEXED | FAST),
            document: schema.add_bytes_field("document", STORED),
            sum: schema.add_u64_field(column::SUM, FAST),
            moment: schema.add_i64_field(column::MOMENT, FAST),
            ageing: schema.add_u64_field(column::AGEING, FAST),
            in_force: schema.add_i64_field(column::IN_FORCE, FAST),
            expired: schema.add_i64_field(column::EXPIRED, FAST),
            fold: schema.add_u64_field(column::FOLD, FAST),
            copy: schema.add_u64_field(column::COPY, FAST),
        };
        (schema.build(), fields)
    }

    /// The term that a document's key is.
    pub(crate) fn key_term(&self, key: &Key) -> Term {
        Term::from_field_text(self.key, &key.to_string())
    }

    /// Writes a document.
    ///
    /// # Errors
    /// When it cannot be serialised.
    pub(crate) fn write(
        &self,
        document: &Document,
        table: &Abbreviations,
    ) -> Result<TantivyDocument, TantivyError> {
        let mut row = TantivyDocument::default();
        let stored = serde_json::to_vec(document)
            .map_err(|fault| TantivyError::InvalidArgument(fault.to_string()))?;
        row.add_bytes(self.document, &stored);
        row.add_text(self.key, document.key.to_string());
        row.add_i64(self.site, document.key.site.0);
        row.add_text(self.lang, document.key.lang.code());
        row.add_u64(self.sum, document.checksum());
        self.write_text(&mut row, document);
        self.write_number(&mut row, document, table);
        self.write_columns(&mut row, document);
        Ok(row)
    }

    fn write_text(&self, row: &mut TantivyDocument, document: &Document) {
        let heading: Vec<String> = tokens(&document.title).into_iter().map(|t| t.folded).collect();
        row.add_text(self.heading, heading.join(" "));
        row.add_text(self.title, &document.title);
        let mut add = |text: &str| {
            if !text.is_empty() {
                row.add_text(self.exact, text);
                row.add_text(self.folded, text);
                row.add_text(self.pairs, text);
            }
        };
        for _ in 0..weights::TITLE_COPIES {
            add(&document.title);
        }
        for _ in 0..weights::LEAD_COPIES {
            add(&document.lead);
        }
        add(&document.body);
        for attachment in &document.attachments {
            add(&attachment.name);
            add(&attachment.text);
        }
        for named in [&document.number, &document.genre, &document.unit].into_iter().flatten() {
            add(named);
        }
    }

    fn write_number(&self, row: &mut TantivyDocument, document: &Document, table: &Abbreviations) {
        let Some(number) = document.number.as_deref().and_then(DocumentNumber::read) else {
            return;
        };
        let genre = document.genre.as_deref().map(|genre| fold(&Forms::of(genre).exact));
        let code = genre.as_deref().and_then(|genre| table.genre_code(genre));
        let year = u16::try_from(document.year()).ok();
        for key in number.indexed(code, year) {
            row.add_text(self.number, key);
        }
    }

    fn write_columns(&self, row: &mut TantivyDocument, document: &Document) {
        row.add_text(self.kind, &document.key.kind);
        let named = [
            (self.section, &document.section),
            (self.genre, &document.genre),
            (self.field, &document.field),
            (self.unit, &document.unit),
        ];
        for (field, name) in named {
            if let Some(name) = name {
                row.add_text(field, name);
            }
        }
        row.add_i64(self.year, i64::from(document.year()));
        row.add_i64(self.moment, moment(document));
        row.add_u64(self.ageing, ageing_code(document.ageing));
        if let Some(day) = document.in_force {
            row.add_i64(self.in_force, day_number(day));
        }
        if let Some(day) = document.expired {
            row.add_i64(self.expired, day_number(day));
        }
        row.add_u64(self.fold, fold_number(document));
        row.add_u64(self.copy, u64::from(document.origin.is_some()));
    }
}

/// Days since the beginning of our era.
pub(crate) fn day_number(day: chrono::NaiveDate) -> i64 {
    use chrono::Datelike;
    i64::from(day.num_days_from_ce())
}

/// When it was issued, else published: seconds since 1970. "Newest first" and recency go by it.
fn moment(document: &Document) -> i64 {
    match document.issued {
        Some(day) => day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp(),
        None => document.published_at.timestamp(),
    }
}

/// How an ageing is written into the index.
pub(crate) fn ageing_code(ageing: portal_core::search::Ageing) -> u64 {
    use portal_core::search::Ageing;
    match ageing {
        Ageing::Never => 0,
        Ageing::Slowly => 1,
        Ageing::Fast => 2,
    }
}

/// The same number for an original and all its copies in one language.
fn fold_number(document: &Document) -> u64 {
    let mut key = document.key.clone();
    if let Some(Origin { site, id }) = document.origin {
        (key.site, key.id) = (site, id);
    }
    let digest = Sha256::digest(key.to_string().as_bytes());
    digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}
