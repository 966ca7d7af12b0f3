//! What a document must be, whatever its words: site, language, names, number, days.

use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, Term};

use super::docs::Docs;
use super::score::Factors;
use super::{Query, Scope};
use crate::index::Fields;
use crate::number::DocumentNumber;
use crate::question::Question;
use crate::text::tokens;

/// What a document must be, whatever its words.
pub(super) struct Bounds {
    terms: Vec<Term>,
    number: Option<Vec<String>>,
    unit: Option<Vec<String>>,
    genre: Option<Vec<String>>,
    from: i64,
    to: i64,
}

impl Bounds {
    /// Gathers what the page and the question narrow down to.
    pub(super) fn of(query: &Query, question: &Question, fields: &Fields) -> Self {
        let narrow = &query.narrow;
        let mut terms = Vec::new();
        if let Scope::One(site) = query.scope {
            terms.push(Term::from_field_i64(fields.site, site.0));
        }
        if let Some(lang) = narrow.lang {
            terms.push(Term::from_field_text(fields.lang, lang.code()));
        }
        let named = [
            (fields.kind, &narrow.kind),
            (fields.section, &narrow.section),
            (fields.genre, &narrow.genre),
            (fields.field, &narrow.field),
            (fields.unit, &narrow.unit),
        ];
        for (field, name) in named {
            terms.extend(name.iter().map(|name| Term::from_field_text(field, name)));
        }
        if let Some(year) = narrow.year {
            terms.push(Term::from_field_i64(fields.year, i64::from(year)));
        }
        let filters = &question.filters;
        let from = [narrow.from, filters.from].into_iter().flatten().max();
        let to = [narrow.to, filters.to].into_iter().flatten().min();
        let seconds =
            |day: chrono::NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let words = |name: &Option<String>| {
            name.as_ref().map(|name| tokens(name).into_iter().map(|token| token.folded).collect())
        };
        Self {
            terms,
            number: filters.number.as_deref().map(number_keys),
            unit: words(&filters.unit),
            genre: words(&filters.genre),
            from: from.map_or(i64::MIN, seconds),
            to: to.map_or(i64::MAX, |day| seconds(day).saturating_add(86_400)),
        }
    }

    /// The sets of documents that a document must be in.
    pub(super) fn docs(
        &self,
        fields: &Fields,
        segment: &SegmentReader,
    ) -> tantivy::Result<Vec<Docs>> {
        let mut required = Vec::new();
        for term in &self.terms {
            required.push(Docs::term(segment, term, false)?);
        }
        if let Some(keys) = &self.number {
            let mut any = Vec::new();
            for key in keys {
                any.push(Docs::term(segment, &Term::from_field_text(fields.number, key), false)?);
            }
            required.push(Docs::Any(any));
        }
        for (field, words) in [(fields.unit, &self.unit), (fields.genre, &self.genre)] {
            if let Some(words) = words {
                required.push(named(segment, field, words)?);
            }
        }
        Ok(required)
    }

    /// Whether any time will do.
    pub(super) fn are_open(&self) -> bool {
        self.from == i64::MIN && self.to == i64::MAX
    }

    /// Whether a document is from the period.
    pub(super) fn holds(&self, doc: DocId, factors: &Factors) -> bool {
        self.are_open() || (self.from..self.to).contains(&factors.moment(doc))
    }
}

/// What a number that narrows down may be on a document as: the likest reading only.
fn number_keys(text: &str) -> Vec<String> {
    let number = DocumentNumber::read(text);
    let likest = number.and_then(|number| number.asked().into_iter().next());
    likest.map(|(_, key)| key).into_iter().collect()
}

/// The documents whose name in a field has all of these words. There are few names.
fn named(segment: &SegmentReader, field: Field, words: &[String]) -> tantivy::Result<Docs> {
    let inverted = segment.inverted_index(field)?;
    let mut names = inverted.terms().stream()?;
    let mut any = Vec::new();
    while names.advance() {
        let Ok(name) = std::str::from_utf8(names.key()) else { continue };
        let has: Vec<String> = tokens(name).into_iter().map(|token| token.folded).collect();
        if words.iter().all(|word| has.contains(word)) {
            any.push(Docs::term(segment, &Term::from_field_text(field, name), false)?);
        }
    }
    Ok(Docs::Any(any))
}
