//! "Did you mean": the whole question, by what stands beside what in our own texts.
//!
//! Never word by word: a Vietnamese syllable has some twelve others within one letter, all of them
//! real. What tells them apart is their neighbours.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::score::count;
use super::vocabulary::Vocabulary;
use super::{Answer, Asked, Corrected, Query, Results};
use crate::index::Fault;
use crate::question::{self, Part, Question};
use crate::text::{Token, fold, tokens};
use crate::weights;

/// Readings of a word that are tried.
const TRIED: usize = 10;

impl Asked<'_> {
    /// Looks for a question that finds more, and answers it when the one typed found nothing.
    pub(super) fn correct(&self, question: &Question, typed: &mut Answer) -> Result<(), Fault> {
        let [Part::Words(words)] = question.wanted.as_slice() else { return Ok(()) };
        if words.tokens.len() > weights::LONGEST_CORRECTED || typed.results.read_as.is_some() {
            return Ok(());
        }
        let vocabulary = self.vocabulary();
        let texts = count(self.snapshot.searcher.num_docs());
        let Some(corrected) = best_reading(&words.tokens, &vocabulary, texts)? else {
            return Ok(());
        };
        let bare = self.replaced(question, &words.tokens, &corrected);
        // Marks come from the first page, whatever page is asked for: all are of one question.
        let first = Query { page: 1, facets: false, ..self.query.clone() };
        let asked = Asked { query: &first, ..*self };
        let found = asked.answer(&question::parse(&bare))?;
        if found.with_all <= typed.with_all {
            return Ok(());
        }
        let with_marks = marks_from(&found.results, &corrected, &words.tokens);
        let text = self.replaced(question, &words.tokens, &with_marks);
        let applied = typed.results.total == 0;
        if applied {
            *typed = self.answer(&question::parse(&text))?;
        }
        typed.results.corrected = Some(Corrected { text, applied });
        Ok(())
    }

    /// The question with other words; filters and what is unwanted stay as they were typed.
    fn replaced(&self, question: &Question, typed: &[Token], words: &[String]) -> String {
        let mut text = String::new();
        let mut rest = question.typed.as_str();
        for (token, word) in typed.iter().zip(words) {
            let Some(original) = self.typed_word(question, token) else { continue };
            let Some((before, after)) = rest.split_once(original) else { continue };
            text.push_str(before);
            text.push_str(if *word == token.folded { original } else { word });
            rest = after;
        }
        text + rest
    }

    fn typed_word<'q>(&self, question: &'q Question, token: &Token) -> Option<&'q str> {
        question.wanted.iter().find_map(|part| match part {
            Part::Words(words) | Part::Phrase(words) => words.text.get(token.range.clone()),
        })
    }
}

/// The likeliest reading of the words, without marks; nothing when that is what was typed.
fn best_reading(
    typed: &[Token],
    vocabulary: &Vocabulary<'_>,
    texts: f64,
) -> tantivy::Result<Option<Vec<String>>> {
    let mut paths: Vec<(Vec<Reading>, f64)> = vec![(Vec::new(), 0.0)];
    let mut as_typed = 0.0;
    for (place, token) in typed.iter().enumerate() {
        let readings = readings(&token.folded, vocabulary)?;
        let Some(same) = readings.first() else { return Ok(None) };
        let before = place.checked_sub(1).and_then(|before| typed.get(before));
        let before = before.map(|token| token.folded.as_str());
        as_typed += likelihood(before, same, (vocabulary, texts))?;
        let mut next: Vec<(Vec<Reading>, f64)> = Vec::with_capacity(readings.len());
        for reading in readings {
            let mut best: Option<(&Vec<Reading>, f64)> = None;
            for (path, so_far) in &paths {
                let before = path.last().map(|reading| reading.word.as_str());
                let worth =
                    so_far + likelihood(before, &reading, (vocabulary, texts))? - reading.penalty;
                if best.is_none_or(|(_, known)| worth > known) {
                    best = Some((path, worth));
                }
            }
            if let Some((path, worth)) = best {
                next.push((path.iter().cloned().chain([reading]).collect(), worth));
            }
        }
        paths = next;
    }
    let best = paths.into_iter().max_by(|(_, one), (_, other)| one.total_cmp(other));
    let Some((path, worth)) = best else { return Ok(None) };
    let words: Vec<String> = path.into_iter().map(|reading| reading.word).collect();
    let differs = words.iter().zip(typed).any(|(word, token)| *word != token.folded);
    Ok((differs && worth > as_typed + weights::SURER).then_some(words))
}

#[derive(Debug, Clone)]
struct Reading {
    word: String,
    texts: f64,
    penalty: f64,
}

/// The logarithm of how likely a word is after another.
fn likelihood(
    before: Option<&str>,
    reading: &Reading,
    (vocabulary, texts): (&Vocabulary<'_>, f64),
) -> tantivy::Result<f64> {
    let alone = (reading.texts + 0.01) / (texts + 1.0);
    let Some(before) = before else { return Ok(alone.ln()) };
    let pair = count(vocabulary.pair(before, &reading.word)?);
    let first = count(vocabulary.folded(before)?);
    // Backs off to the word alone where the two were never seen together.
    Ok(((pair + 0.5 * alone) / (first + 0.5)).ln())
}

/// The word itself, then the most frequent words within one letter of it.
fn readings(word: &str, vocabulary: &Vocabulary<'_>) -> tantivy::Result<Vec<Reading>> {
    let texts = count(vocabulary.folded(word)?);
    let mut readings = vec![Reading { word: word.to_owned(), texts, penalty: 0.0 }];
    if word.len() < 2 || word.len() > 8 || !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Ok(readings);
    }
    let mut others = Vec::new();
    for other in within_one_letter(word) {
        let texts = count(vocabulary.folded(&other)?);
        if texts >= 2.0 {
            others.push(Reading { word: other, texts, penalty: weights::ONE_LETTER });
        }
    }
    others.sort_by(|one, other| other.texts.total_cmp(&one.texts));
    others.truncate(TRIED);
    readings.extend(others);
    Ok(readings)
}

fn within_one_letter(word: &str) -> Vec<String> {
    let mut others = Vec::new();
    for at in 0..=word.len() {
        let Some((before, after)) = word.split_at_checked(at) else { continue };
        for letter in 'a'..='z' {
            others.push(format!("{before}{letter}{after}"));
        }
        let mut rest = after.chars();
        if let Some(first) = rest.next() {
            others.push(format!("{before}{}", rest.as_str()));
            others.extend(('a'..='z').map(|letter| format!("{before}{letter}{}", rest.as_str())));
            if let Some(second) = rest.next() {
                others.push(format!("{before}{second}{first}{}", rest.as_str()));
            }
        }
    }
    others.sort();
    others.dedup();
    others.retain(|other| other != word);
    others
}

/// Gives corrected words the marks they have in what was found, beside the same neighbours.
fn marks_from(found: &Results, corrected: &[String], typed: &[Token]) -> Vec<String> {
    let mut seen: HashMap<usize, HashMap<String, usize>> = HashMap::new();
    for hit in &found.hits {
        let texts = [Some(&hit.title.text), hit.snippet.as_ref().map(|snippet| &snippet.text)];
        for text in texts.into_iter().flatten() {
            let words = tokens(text);
            for (place, word) in words.iter().enumerate() {
                for (asked, _) in corrected.iter().enumerate().filter(|(_, c)| **c == word.folded) {
                    let weight = 1 + 8 * shared_neighbours((&words, place), (corrected, asked));
                    *seen.entry(asked).or_default().entry(word.exact.clone()).or_default() +=
                        weight;
                }
            }
        }
    }
    corrected
        .iter()
        .enumerate()
        .map(|(place, word)| {
            let was_typed = typed.get(place).is_some_and(|token| token.folded == *word);
            let forms = seen.get(&place).into_iter().flatten();
            let best = forms.max_by_key(|(form, n)| (**n, Reverse(*form)));
            match best {
                Some((form, _)) if !was_typed && fold(form) == *word => form.clone(),
                _ => word.clone(),
            }
        })
        .collect()
}

fn shared_neighbours(
    (words, at): (&[Token], usize),
    (corrected, asked): (&[String], usize),
) -> usize {
    let same = |word: Option<usize>, other: Option<usize>| {
        let word = word.and_then(|at| words.get(at)).map(|token| token.folded.as_str());
        let other = other.and_then(|at| corrected.get(at)).map(String::as_str);
        usize::from(word.is_some() && word == other)
    };
    same(at.checked_sub(1), asked.checked_sub(1)) + same(Some(at + 1), Some(asked + 1))
}
