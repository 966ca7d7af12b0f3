//! What the search box offers while somebody types: titles and numbers of what is published (R-S3).

use std::collections::HashSet;

use portal_core::search::Key;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::highlight::Marked;
use crate::index::schema::column;
use crate::index::{Fault, Fields, Index, stored};
use crate::number::DocumentNumber;
use crate::search::Scope;
use crate::text::{Token, tokens};

/// Documents that are looked at in one segment: enough to find good ones, and soon done.
const LOOKED_AT: usize = 400;
/// Names in the dictionary that are looked at in one segment.
const NAMES: usize = 600;
/// Words that the last, unfinished one may become.
const ENDINGS: usize = 40;
/// Documents that are read back.
const READ: usize = 40;
/// The rank of a document whose number begins as typed.
const BY_NUMBER: u8 = 0;
/// The most that is offered.
const MOST: usize = 20;

/// Something to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The document.
    pub key: Key,
    /// Its address there.
    pub path: String,
    /// Its title, with what was typed marked.
    pub title: Marked,
    /// Its number.
    pub number: Option<String>,
}

struct Typed {
    words: Vec<Token>,
    /// Whether the last word may go on.
    open: bool,
    number: Option<String>,
    site: Option<i64>,
}

impl Index {
    /// Offers what begins with, or has a word that begins with, what was typed. `limit` is at most 20.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(
        &self,
        typed: &str,
        scope: Scope,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Fault> {
        let mut words = tokens(typed);
        words.truncate(12);
        if words.iter().map(|word| word.folded.len()).sum::<usize>() < 2 {
            return Ok(Vec::new());
        }
        let number = DocumentNumber::read(typed)
            .filter(|_| typed.trim_start().starts_with(|c: char| c.is_ascii_digit()))
            .and_then(|number| number.asked().into_iter().next())
            .map(|(_, key)| key.trim_end_matches('.').to_owned());
        let site = match scope {
            Scope::All => None,
            Scope::One(site) => Some(site.0),
        };
        let open = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        let typed = Typed { words, open, number, site };
        let live = self.live();
        let snapshot = live.snapshot();
        let mut found: Vec<(u8, i64, DocAddress)> = Vec::new();
        for (ordinal, segment) in (0..).zip(snapshot.searcher.segment_readers()) {
            let looker = Looker { segment, fields: live.fields(), typed: &typed };
            let moments = segment.fast_fields().column_first_or_default::<i64>(column::MOMENT)?;
            for (rank, doc) in looker.look()? {
                found.push((rank, -moments.get_val(doc), DocAddress::new(ordinal, doc)));
            }
        }
        found.sort_unstable();
        let mut offered: Vec<(bool, Suggestion)> = Vec::new();
        let (mut titles, mut read) = (HashSet::new(), HashSet::new());
        for (rank, _, address) in found.into_iter().filter(|(_, _, a)| read.insert(*a)).take(READ) {
            let Some(document) = stored(&snapshot.searcher, live.fields(), address)? else {
                continue;
            };
            let by_number = rank == BY_NUMBER;
            if (by_number || typed.stands_in(&document.title))
                && titles.insert((document.title.to_lowercase(), document.number.clone()))
            {
                let title = typed.mark(&document.title);
                let suggestion = Suggestion {
                    key: document.key,
                    path: document.path,
                    title,
                    number: document.number,
                };
                offered.push((!typed.has_its_marks(&document.title), suggestion));
            }
        }
        offered.sort_by_key(|(other_marks, _)| *other_marks);
        Ok(offered.into_iter().map(|(_, s)| s).take(limit.min(MOST)).collect())
    }
}

impl Typed {
    /// Whether a word of a title is, or begins with, the typed word at a place.
    fn fits(&self, place: usize, typed: &Token, word: &Token) -> bool {
        let is_last = self.open && place + 1 == self.words.len();
        if is_last { word.folded.starts_with(&typed.folded) } else { word.folded == typed.folded }
    }

    /// Whether a title has the words in the order they were typed.
    fn stands_in(&self, title: &str) -> bool {
        let words = tokens(title);
        let mut rest = words.iter();
        let mut typed = self.words.iter().enumerate();
        typed.all(|(place, typed)| rest.any(|word| self.fits(place, typed, word)))
    }

    fn mark(&self, title: &str) -> Marked {
        let is_typed = |word: &Token| {
            self.words.iter().enumerate().any(|(place, typed)| self.fits(place, typed, word))
        };
        let marks = tokens(title).into_iter().filter(is_typed).map(|word| word.range).collect();
        Marked { text: title.to_owned(), marks, ..Marked::default() }
    }

    /// Whether a title has the words with the marks they were typed with.
    fn has_its_marks(&self, title: &str) -> bool {
        let words = tokens(title);
        self.words.iter().enumerate().filter(|(_, typed)| typed.is_accented()).all(
            |(place, typed)| {
                let open = self.open && place + 1 == self.words.len();
                words.iter().any(|word| {
                    if open {
                        word.exact.starts_with(&typed.exact)
                    } else {
                        word.exact == typed.exact
                    }
                })
            },
        )
    }
}

/// Looks for suggestions in one segment.
struct Looker<'a> {
    segment: &'a SegmentReader,
    fields: &'a Fields,
    typed: &'a Typed,
}

impl Looker<'_> {
    /// Documents with their rank: number, beginning of a title, words in a title.
    fn look(&self) -> Result<Vec<(u8, DocId)>, Fault> {
        let mut found = Vec::new();
        if let Some(number) = &self.typed.number {
            self.beginning(self.fields.number, number, BY_NUMBER, &mut found)?;
        }
        let mut heading: String =
            self.typed.words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" ");
        if !self.typed.open {
            heading.push(' ');
        }
        self.beginning(self.fields.heading, &heading, 1, &mut found)?;
        if found.len() < READ {
            self.inside(&mut found)?;
        }
        Ok(found)
    }

    fn may_be_offered(&self, doc: DocId, sites: &dyn tantivy::columnar::ColumnValues<i64>) -> bool {
        !self.segment.is_deleted(doc)
            && self.typed.site.is_none_or(|site| sites.get_val(doc) == site)
    }

    /// The documents whose name in a field begins with a text.
    fn beginning(
        &self,
        field: Field,
        text: &str,
        rank: u8,
        found: &mut Vec<(u8, DocId)>,
    ) -> Result<(), Fault> {
        let sites = self.segment.fast_fields().column_first_or_default::<i64>(column::SITE)?;
        let inverted = self.segment.inverted_index(field)?;
        let end = [text.as_bytes(), &[0xff]].concat();
        let mut names = inverted.terms().range().ge(text).lt(end).into_stream()?;
        let mut left = NAMES;
        while left > 0 && found.len() < LOOKED_AT && names.advance() {
            left -= 1;
            let mut docs =
                inverted.read_postings_from_terminfo(names.value(), IndexRecordOption::Basic)?;
            let mut of_this_name = 0;
            while docs.doc() != TERMINATED && of_this_name < LOOKED_AT {
                if self.may_be_offered(docs.doc(), &*sites) {
                    found.push((rank, docs.doc()));
                }
                of_this_name += 1;
                docs.advance();
            }
        }
        Ok(())
    }

    /// The documents that have all words in the title, the last one begun.
    fn inside(&self, found: &mut Vec<(u8, DocId)>) -> Result<(), Fault> {
        let sites = self.segment.fast_fields().column_first_or_default::<i64>(column::SITE)?;
        let Some((last, whole)) = self.typed.words.split_last() else { return Ok(()) };
        let mut required: Vec<SegmentPostings> = Vec::new();
        for word in whole {
            let Some(docs) = self.postings(&word.folded)? else { return Ok(()) };
            required.push(docs);
        }
        let site = match self.typed.site {
            None => None,
            Some(site) => Some(self.site_postings(site)?.unwrap_or_else(SegmentPostings::empty)),
        };
        let mut looked = 0;
        for mut docs in self.endings(&last.folded)? {
            let mut required = required.clone();
            let mut site = site.clone();
            let mut target = docs.doc();
            while target != TERMINATED && looked < LOOKED_AT {
                let all = required.iter_mut().chain(site.as_mut());
                let furthest =
                    all.map(|r| if r.doc() < target { r.seek(target) } else { r.doc() }).max();
                match furthest {
                    Some(further) if further > target => {
                        target =
                            if further == TERMINATED { TERMINATED } else { docs.seek(further) };
                    }
                    _ => {
                        looked += 1;
                        if self.may_be_offered(target, &*sites) {
                            found.push((2, target));
                        }
                        target = docs.advance();
                    }
                }
            }
        }
        Ok(())
    }

    fn postings(&self, word: &str) -> Result<Option<SegmentPostings>, Fault> {
        let inverted = self.segment.inverted_index(self.fields.title)?;
        let term = Term::from_field_text(self.fields.title, word);
        Ok(inverted.read_postings(&term, IndexRecordOption::Basic)?)
    }

    fn site_postings(&self, site: i64) -> Result<Option<SegmentPostings>, Fault> {
        let inverted = self.segment.inverted_index(self.fields.site)?;
        let term = Term::from_field_i64(self.fields.site, site);
        Ok(inverted.read_postings(&term, IndexRecordOption::Basic)?)
    }

    /// The titles' words that the last typed one may become.
    fn endings(&self, begun: &str) -> Result<Vec<SegmentPostings>, Fault> {
        if !self.typed.open {
            return Ok(self.postings(begun)?.into_iter().collect());
        }
        let inverted = self.segment.inverted_index(self.fields.title)?;
        let end = [begun.as_bytes(), &[0xff]].concat();
        let mut words = inverted.terms().range().ge(begun).lt(end).into_stream()?;
        let mut endings = Vec::new();
        while endings.len() < ENDINGS && words.advance() {
            let option = IndexRecordOption::Basic;
            endings.push(inverted.read_postings_from_terminfo(words.value(), option)?);
        }
        Ok(endings)
    }
}
