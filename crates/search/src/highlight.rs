//! Where the words stand in a text, as ranges of the original (R-S2). Markup is made elsewhere.
//!
//! A text is cut by the same rules as when it was indexed, so what was found is what is marked,
//! whatever its normal form, its tone placement or its hostility.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::text::{Cutter, Piece, forms, forms::Forms, tokens};

/// Words in an excerpt.
const WINDOW: usize = 45;
/// An excerpt begins with its sentence when that begins at most so many words before.
const LEAD_IN: usize = 14;
/// Otherwise so many words before the first mark.
const CONTEXT: usize = 6;

/// A text, or a piece of one, with marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text as it was written.
    pub text: String,
    /// Ranges of bytes to mark: in order, apart from each other, on borders of letters.
    pub marks: Vec<Range<usize>>,
    /// Whether the text went on before.
    pub cut_before: bool,
    /// Whether the text goes on after.
    pub cut_after: bool,
}

/// Marks the words that a question has in a text that is in no index: the whole text, and its best
/// excerpt. All words count alike.
///
/// The tests and `make fuzz` ask with it.
pub fn marked(question: &str, text: &str) -> (Marked, Marked) {
    let words = tokens(question).into_iter().map(|token| Word {
        exact: if token.is_accented() { vec![token.exact.clone()] } else { Vec::new() },
        folded: vec![token.folded],
        weight: 1.0,
    });
    let marker = Marker::new(words.collect(), Vec::new());
    let scanned = marker.scan(text);
    (marker.whole(&scanned), marker.snippet(&scanned).0)
}

/// A word to mark.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// Its spellings without marks.
    pub(crate) folded: Vec<String>,
    /// Its spellings with marks, when it was typed with some; then other marks are another word.
    pub(crate) exact: Vec<String>,
    /// How much it says.
    pub(crate) weight: f64,
}

/// Marks words in texts.
pub(crate) struct Marker {
    words: Vec<Word>,
    by_folded: HashMap<String, usize>,
    /// Sequences to mark as a whole, by their first word.
    sequences: HashMap<String, Vec<Vec<String>>>,
    heaviest: f64,
}

/// A place to mark: so many pieces from the first on, for a word or a sequence.
#[derive(Debug, Clone, Copy)]
struct Place {
    first: usize,
    count: usize,
    word: Option<usize>,
}

/// A text with its places.
pub(crate) struct Scanned<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    places: Vec<Place>,
}

impl Marker {
    pub(crate) fn new(words: Vec<Word>, sequences: Vec<Vec<String>>) -> Self {
        let mut by_folded = HashMap::new();
        for (place, word) in words.iter().enumerate() {
            for folded in &word.folded {
                by_folded.entry(folded.clone()).or_insert(place);
            }
        }
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for sequence in sequences {
            if let Some(first) = sequence.first() {
                by_first.entry(first.clone()).or_default().push(sequence);
            }
        }
        let heaviest = words.iter().map(|word| word.weight).fold(0.0, f64::max);
        Self { words, by_folded, sequences: by_first, heaviest }
    }

    /// Looks for the words in a text.
    pub(crate) fn scan<'a>(&self, text: &'a str) -> Scanned<'a> {
        let pieces: Vec<Piece> = Cutter::new(text).collect();
        let mut places = Vec::new();
        let mut after = 0;
        for (first, piece) in pieces.iter().enumerate() {
            if first < after {
                continue;
            }
            let raw = text.get(piece.range.clone()).unwrap_or_default();
            let (word, sequences) =
                forms::with(raw, |forms| (self.word(forms), self.sequences.get(&*forms.folded)));
            let rest = pieces.get(first..).unwrap_or_default();
            let longest = sequences
                .into_iter()
                .flatten()
                .filter(|sequence| stands(sequence, text, rest))
                .map(Vec::len)
                .max();
            if let Some(count) = longest {
                places.push(Place { first, count, word });
                after = first + count;
            } else if word.is_some() {
                places.push(Place { first, count: 1, word });
            }
        }
        Scanned { text, pieces, places }
    }

    fn word(&self, forms: &Forms) -> Option<usize> {
        let place = *self.by_folded.get(&*forms.folded)?;
        let word = self.words.get(place)?;
        let is_bare = forms.exact == forms.folded;
        let fits =
            word.exact.is_empty() || is_bare || word.exact.iter().any(|e| **e == *forms.exact);
        fits.then_some(place)
    }

    fn weight(&self, place: &Place) -> f64 {
        let word = place.word.and_then(|word| self.words.get(word));
        word.map_or(self.heaviest, |word| word.weight)
    }

    /// How much of the question is in a text: the weight of its different words.
    pub(crate) fn covered(&self, scanned: &Scanned<'_>) -> f64 {
        self.distinct(&scanned.places)
    }

    fn distinct(&self, places: &[Place]) -> f64 {
        let mut seen = HashSet::new();
        places
            .iter()
            .filter(|place| place.word.is_none_or(|word| seen.insert(word)))
            .map(|place| self.weight(place))
            .sum()
    }

    /// The whole text, marked.
    pub(crate) fn whole(&self, scanned: &Scanned<'_>) -> Marked {
        let all = 0..scanned.pieces.len();
        let mut marked = self.excerpt(scanned, all);
        if marked.marks.is_empty() {
            marked.text = scanned.text.to_owned();
        } else {
            // What stands before the first and after the last word belongs to it.
            let before = scanned.pieces.first().map_or(0, |piece| piece.range.start);
            scanned.text.clone_into(&mut marked.text);
            for mark in &mut marked.marks {
                *mark = mark.start + before..mark.end + before;
            }
        }
        Marked { cut_before: false, cut_after: false, ..marked }
    }

    /// The best excerpt and how good it is: 0 where nothing was found; then it is the beginning.
    pub(crate) fn snippet(&self, scanned: &Scanned<'_>) -> (Marked, f64) {
        let (mut best, mut start) = (0.0, 0);
        for (index, place) in scanned.places.iter().enumerate() {
            let rest = scanned.places.get(index..).unwrap_or_default();
            let inside = rest.partition_point(|other| other.first < place.first + WINDOW - LEAD_IN);
            let places = rest.get(..inside).unwrap_or_default();
            let worth = self.distinct(places) + 0.3 * self.in_order(places);
            if worth > best + 1e-9 {
                (best, start) = (worth, place.first);
            }
        }
        let start = if best > 0.0 { lead_in(&scanned.pieces, start) } else { 0 };
        let end = (start + WINDOW).min(scanned.pieces.len());
        (self.excerpt(scanned, start..end), best)
    }

    /// The weight of different words that follow each other as they do in the question.
    fn in_order(&self, places: &[Place]) -> f64 {
        let mut seen = HashSet::new();
        places
            .iter()
            .zip(places.iter().skip(1))
            .filter(|(one, other)| follows(one, other) && seen.insert(other.word))
            .map(|(_, other)| self.weight(other))
            .sum()
    }

    fn excerpt(&self, scanned: &Scanned<'_>, range: Range<usize>) -> Marked {
        let Scanned { text, pieces, places } = scanned;
        let (Some(first), Some(last)) =
            (pieces.get(range.start), range.end.checked_sub(1).and_then(|end| pieces.get(end)))
        else {
            return Marked::default();
        };
        let bytes = first.range.start..last.range.end;
        let inside: Vec<Place> = places
            .iter()
            .filter(|place| place.first >= range.start && place.first + place.count <= range.end)
            .copied()
            .collect();
        let mut marks: Vec<Range<usize>> = Vec::new();
        for place in self.without_noise(&inside) {
            let ends = (pieces.get(place.first), pieces.get(place.first + place.count - 1));
            let (Some(from), Some(to)) = ends else { continue };
            let mark = from.range.start - bytes.start..to.range.end - bytes.start;
            let gap = |last: &Range<usize>| {
                text.get(bytes.start + last.end..bytes.start + mark.start)
                    .is_some_and(|gap| gap.chars().all(char::is_whitespace))
            };
            match marks.last_mut() {
                Some(last) if gap(last) => last.end = mark.end,
                _ => marks.push(mark),
            }
        }
        Marked {
            text: text.get(bytes).unwrap_or_default().to_owned(),
            marks,
            cut_before: range.start > 0,
            cut_after: range.end < pieces.len(),
        }
    }

    /// Leaves out common words that stand alone where others stand as they were asked.
    fn without_noise(&self, places: &[Place]) -> Vec<Place> {
        let beside = |index: usize| {
            let at = |index: Option<usize>| index.and_then(|index| places.get(index));
            let Some(this) = places.get(index) else { return false };
            at(index.checked_sub(1)).is_some_and(|before| follows(before, this))
                || at(Some(index + 1)).is_some_and(|after| follows(this, after))
                || this.count > 1
        };
        let any_beside = (0..places.len()).any(beside);
        places
            .iter()
            .enumerate()
            .filter(|(index, place)| {
                !any_beside || beside(*index) || self.weight(place) >= 0.6 * self.heaviest
            })
            .map(|(_, place)| *place)
            .collect()
    }
}

impl Scanned<'_> {
    /// Whether any word was found.
    pub(crate) fn has_marks(&self) -> bool {
        !self.places.is_empty()
    }
}

/// Whether a place comes right after another, in the text and in the question.
fn follows(one: &Place, other: &Place) -> bool {
    one.first + one.count == other.first
        && matches!((one.word, other.word), (Some(one), Some(other)) if other == one + 1)
}

fn stands(sequence: &[String], text: &str, pieces: &[Piece]) -> bool {
    sequence.len() <= pieces.len()
        && sequence.iter().zip(pieces).all(|(word, piece)| {
            let raw = text.get(piece.range.clone()).unwrap_or_default();
            forms::with(raw, |forms| *forms.folded == **word)
        })
}

/// Where an excerpt begins: with the sentence, if that is near.
fn lead_in(pieces: &[Piece], mark: usize) -> usize {
    let earliest = mark.saturating_sub(LEAD_IN);
    let sentence = (earliest..=mark).rev().find(|at| pieces.get(*at).is_some_and(|p| p.breaks));
    sentence.unwrap_or_else(|| mark.saturating_sub(CONTEXT))
}

#[cfg(test)]
mod tests;
