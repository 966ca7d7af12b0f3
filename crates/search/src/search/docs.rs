//! Sets of documents in one segment, in order.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, PhraseQuery, Query, Scorer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::plan::{Alternative, Ask};
use crate::index::Fields;

/// A set of documents that one goes through, with how often each has what was looked for.
pub(super) enum Docs {
    /// Those with a word.
    Word(Box<SegmentPostings>),
    /// Those with words side by side.
    Phrase(Box<dyn Scorer>),
    /// Those of any of these.
    Any(Vec<Docs>),
    /// Those in all of these, with the place it stands at.
    All(Vec<Docs>, DocId),
}

impl Docs {
    /// None at all.
    pub(super) fn none() -> Self {
        Self::Any(Vec::new())
    }

    /// The documents with a term.
    pub(super) fn term(segment: &SegmentReader, term: &Term, freqs: bool) -> tantivy::Result<Self> {
        let option = if freqs { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let postings = segment.inverted_index(term.field())?.read_postings(term, option)?;
        Ok(postings.map_or_else(Self::none, |postings| Self::Word(Box::new(postings))))
    }

    /// The documents with words side by side in a field that knows positions.
    pub(super) fn phrase(
        segment: &SegmentReader,
        field: Field,
        words: &[String],
    ) -> tantivy::Result<Self> {
        let term = |word: &String| Term::from_field_text(field, word);
        match words {
            [] => Ok(Self::none()),
            [word] => Self::term(segment, &term(word), true),
            _ => {
                let query = PhraseQuery::new(words.iter().map(term).collect());
                let weight = query.weight(EnableScoring::disabled_from_schema(segment.schema()))?;
                Ok(Self::Phrase(weight.scorer(segment, 1.0)?))
            }
        }
    }

    /// The documents with words side by side, told by the pairs of neighbours: without a look at
    /// positions, and right but for texts that have all pairs in different places.
    pub(super) fn neighbours(
        segment: &SegmentReader,
        fields: &Fields,
        words: &[String],
    ) -> tantivy::Result<Self> {
        if let [word] = words {
            return Self::term(segment, &Term::from_field_text(fields.folded, word), true);
        }
        let mut members = Vec::new();
        for (one, other) in words.iter().zip(words.iter().skip(1)) {
            let pair = Term::from_field_text(fields.pairs, &format!("{one} {other}"));
            members.push(Self::term(segment, &pair, true)?);
        }
        members.sort_by_key(Self::cost);
        let mut all = Self::All(members, 0);
        all.align(0);
        Ok(all)
    }

    /// Brings all members to the first common document that is not before `target`.
    fn align(&mut self, mut target: DocId) -> DocId {
        let Self::All(members, at) = self else { return self.doc() };
        'further: while target < TERMINATED {
            for member in &mut *members {
                let doc = member.seek(target);
                if doc > target {
                    target = doc;
                    continue 'further;
                }
            }
            break;
        }
        *at = if members.is_empty() { TERMINATED } else { target.min(TERMINATED) };
        *at
    }

    /// The document it stands at, `TERMINATED` at the end.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Word(postings) => postings.doc(),
            Self::Phrase(phrase) => phrase.doc(),
            Self::Any(members) => members.iter().map(Self::doc).min().unwrap_or(TERMINATED),
            Self::All(_, at) => *at,
        }
    }

    /// Goes to the first document that is not before `target`. Never goes back.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Word(postings) => {
                let doc = postings.doc();
                if doc < target { postings.seek(target) } else { doc }
            }
            Self::Phrase(phrase) => {
                let doc = phrase.doc();
                if doc < target { phrase.seek(target) } else { doc }
            }
            Self::Any(members) => {
                members.iter_mut().map(|member| member.seek(target)).min().unwrap_or(TERMINATED)
            }
            Self::All(_, at) if *at >= target => *at,
            Self::All(..) => self.align(target),
        }
    }

    /// Sets a bit for each document of a window, and goes on to the first one after it.
    pub(super) fn fill(&mut self, (base, width): (DocId, u32), mask: &mut [u64]) {
        let mut set = |doc: DocId| {
            let place = doc - base;
            let bits = usize::try_from(place / 64).ok().and_then(|place| mask.get_mut(place));
            if let Some(bits) = bits {
                *bits |= 1 << (place % 64);
            }
        };
        let mut doc = self.seek(base);
        if let Self::Word(postings) = self {
            while doc < base + width {
                set(doc);
                doc = postings.advance();
            }
            return;
        }
        while doc < base + width {
            set(doc);
            doc = self.seek(doc + 1);
        }
    }

    /// How often the document it stands at has it.
    #[inline]
    pub(super) fn times(&self) -> u32 {
        match self {
            Self::Word(postings) => postings.term_freq(),
            Self::Phrase(_) | Self::Any(_) => 1,
            Self::All(members, _) => members.iter().map(Self::times).min().unwrap_or(0),
        }
    }

    /// About how many documents there are.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Self::Word(postings) => u64::from(postings.size_hint()),
            Self::Phrase(phrase) => u64::from(phrase.size_hint()),
            Self::Any(members) => members.iter().map(Self::cost).sum(),
            Self::All(members, _) => members.iter().map(Self::cost).min().unwrap_or(0),
        }
    }
}

impl Alternative {
    /// The documents that have it.
    pub(super) fn docs(&self, segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Docs> {
        match &self.ask {
            Ask::Phrase(phrase) => Docs::neighbours(segment, fields, &phrase.words),
            Ask::Number(_, key) => {
                Docs::term(segment, &Term::from_field_text(fields.number, key), false)
            }
        }
    }
}
