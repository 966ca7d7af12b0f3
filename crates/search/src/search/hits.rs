//! The page's documents, read back and marked.

use portal_core::search::Document;

use super::plan::{Ask, Plan};
use super::tally::Candidate;
use super::{Asked, FoundIn, Hit};
use crate::highlight::{Marked, Marker, Word};
use crate::index::{Fault, stored};
use crate::number::DocumentNumber;
use crate::text::{fold, forms::Forms};

/// Reads the documents of a page.
pub(super) fn read(asked: &Asked<'_>, plan: &Plan, page: &[Candidate]) -> Result<Vec<Hit>, Fault> {
    let marker = marker(asked, plan)?;
    let numbers: Vec<&str> = plan
        .alternatives
        .iter()
        .filter_map(|alternative| match &alternative.ask {
            Ask::Number(_, key) => Some(key.as_str()),
            Ask::Phrase(_) => None,
        })
        .collect();
    let mut hits = Vec::with_capacity(page.len());
    for candidate in page {
        let searcher = &asked.snapshot.searcher;
        let Some(document) = stored(searcher, asked.fields, candidate.address)? else { continue };
        let by_number = is_asked_for(asked, &document, &numbers);
        hits.push(hit(&marker, document, (candidate.score, by_number)));
    }
    Ok(hits)
}

fn marker(asked: &Asked<'_>, plan: &Plan) -> Result<Marker, Fault> {
    let vocabulary = asked.vocabulary();
    let texts = super::score::count(asked.snapshot.searcher.num_docs());
    let mut words = Vec::with_capacity(plan.units.len());
    for unit in &plan.units {
        let spellings = |spellings: &[(String, f64)]| -> Vec<String> {
            spellings.iter().map(|(word, _)| word.clone()).collect()
        };
        let folded = spellings(&unit.folded);
        let exact = spellings(&unit.exact);
        let was_bare = exact.first() == folded.first();
        let weight = match folded.first() {
            Some(word) => super::score::rarity(vocabulary.folded(word)?, texts),
            None => 0.0,
        };
        words.push(Word { folded, exact: if was_bare { Vec::new() } else { exact }, weight });
    }
    let sequences = plan.alternatives.iter().filter_map(|alternative| match &alternative.ask {
        Ask::Phrase(phrase) => Some(phrase.words.clone()),
        Ask::Number(..) => None,
    });
    Ok(Marker::new(words, sequences.collect()))
}

fn is_asked_for(asked: &Asked<'_>, document: &Document, numbers: &[&str]) -> bool {
    if numbers.is_empty() {
        return false;
    }
    let Some(number) = document.number.as_deref().and_then(DocumentNumber::read) else {
        return false;
    };
    let genre = document.genre.as_deref().map(|genre| fold(&Forms::of(genre).exact));
    let code = genre.as_deref().and_then(|genre| asked.index.table().genre_code(genre));
    let keys = number.indexed(code, u16::try_from(document.year()).ok());
    keys.iter().any(|key| numbers.contains(&key.as_str()))
}

fn hit(marker: &Marker, mut document: Document, (score, by_number): (f64, bool)) -> Hit {
    let title = marker.scan(&document.title);
    let mut places = vec![(FoundIn::Title, marker.covered(&title))];
    let title = marker.whole(&title);
    let mut best: Option<(Marked, f64)> = None;
    let attachments = document.attachments.iter().enumerate();
    let texts = [(FoundIn::Body, &document.body), (FoundIn::Lead, &document.lead)]
        .into_iter()
        .chain(attachments.map(|(place, file)| (FoundIn::Attachment(place), &file.text)));
    for (place, text) in texts.filter(|(_, text)| !text.is_empty()) {
        let scanned = marker.scan(text);
        if scanned.has_marks() {
            places.push((place, marker.covered(&scanned)));
        }
        let (excerpt, worth) = marker.snippet(&scanned);
        if best.as_ref().is_none_or(|(_, known)| worth > *known) {
            best = Some((excerpt, worth));
        }
    }
    let number = document.number.as_deref().map(|number| {
        if by_number {
            let all = std::iter::once(0..number.len()).collect();
            return Marked { text: number.to_owned(), marks: all, ..Marked::default() };
        }
        marker.whole(&marker.scan(number))
    });
    document.body.clear();
    document.attachments.iter_mut().for_each(|file| file.text.clear());
    let snippet = best.map(|(excerpt, _)| excerpt).filter(|excerpt| !excerpt.text.is_empty());
    Hit { document, title, number, snippet, found_in: found_in(&places, by_number), score }
}

/// The places that have at least half of what the best place has.
fn found_in(places: &[(FoundIn, f64)], by_number: bool) -> Vec<FoundIn> {
    let most = places.iter().map(|(_, covered)| *covered).fold(0.0, f64::max);
    let good = places.iter().filter(|(_, covered)| *covered > 0.0 && *covered >= most / 2.0);
    by_number.then_some(FoundIn::Number).into_iter().chain(good.map(|(place, _)| *place)).collect()
}
