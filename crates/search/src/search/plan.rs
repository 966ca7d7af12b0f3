//! What to look for: a question turned into words, alternatives and phrases.

use std::ops::Range;

use super::vocabulary::Vocabulary;
use crate::abbreviations::Abbreviations;
use crate::number::{self, Likeness};
use crate::question::{Part, Question, Words};
use crate::text::{Token, fold, syllable, telex, tokens};
use crate::weights;

/// A word to look for, in its spellings.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Spellings without marks, with their weights; none for a number or a date.
    pub(super) folded: Vec<(String, f64)>,
    /// Spellings with marks; none where the marks do not count.
    pub(super) exact: Vec<(String, f64)>,
    /// How much the forms count.
    pub(super) forms: weights::Forms,
}

/// What an alternative looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// Words side by side.
    Phrase(Phrase),
    /// A document's own number, by one of its keys.
    Number(Likeness, String),
}

/// Words side by side, with marks or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) exact: bool,
    pub(super) words: Vec<String>,
}

/// Something that stands for several units: a text that has it has them all.
#[derive(Debug, Clone)]
pub(super) struct Alternative {
    pub(super) covers: Range<usize>,
    pub(super) ask: Ask,
    pub(super) weight: f64,
}

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    pub(super) units: Vec<Unit>,
    pub(super) alternatives: Vec<Alternative>,
    /// Two units that are neighbours, by the place of the first, with what the texts have for them.
    pub(super) pairs: Vec<(usize, String)>,
    /// What a text must have.
    pub(super) phrases: Vec<Phrase>,
    /// What it must not have.
    pub(super) unwanted: Vec<Phrase>,
    /// How many units are enough.
    pub(super) enough: usize,
    /// Whether a document's number was asked for: then age does not count.
    pub(super) looks_up: bool,
    /// How keys typed while the keyboard was off were read.
    pub(super) read_as: Option<String>,
    /// Whether no text has one of the words: it may be mistyped.
    pub(super) has_unknown: bool,
}

impl Plan {
    /// Turns a question into a plan.
    pub(super) fn of(
        question: &Question,
        table: &Abbreviations,
        vocabulary: &Vocabulary<'_>,
    ) -> tantivy::Result<Self> {
        let mut plan = Self::default();
        let mut wanted = question.wanted.clone();
        plan.decode(&mut wanted, vocabulary)?;
        let accented = wanted.iter().any(|part| match part {
            Part::Words(words) | Part::Phrase(words) => words.is_accented(),
        });
        let mut builder = Builder { plan: &mut plan, table, vocabulary, accented };
        for part in &wanted {
            match part {
                Part::Words(words) => builder.words(words)?,
                Part::Phrase(words) => builder.phrase(words)?,
            }
        }
        plan.unwanted = question.unwanted.iter().map(Phrase::of).collect();
        // A number that was asked for is an answer whatever else was typed.
        let all = 0..plan.units.len();
        for alternative in &mut plan.alternatives {
            if matches!(alternative.ask, Ask::Number(Likeness::Whole | Likeness::Year, _)) {
                alternative.covers = all.clone();
            }
        }
        plan.enough = all.end;
        Ok(plan)
    }

    /// Lets a share of the words be enough; whether that changes anything. One word of two is only
    /// enough where no text has both.
    pub(super) fn widen(&mut self, with_all: u64) -> bool {
        let all = self.enough;
        let words = f64::from(u32::try_from(all).unwrap_or(u32::MAX));
        let counted = (1..=all).zip(1_u32..);
        let mut wider = counted.filter(|(_, some)| f64::from(*some) >= weights::ENOUGH * words);
        let least = if with_all > 0 { all.min(2) } else { 1 };
        self.enough = wider.next().map_or(all, |(some, _)| some).max(least);
        self.enough < all
    }

    /// Reads what was typed while the keyboard was off, where no text has such a word.
    fn decode(&mut self, wanted: &mut [Part], vocabulary: &Vocabulary<'_>) -> tantivy::Result<()> {
        let mut any = false;
        let mut read = Vec::new();
        for part in wanted {
            let (Part::Words(words) | Part::Phrase(words)) = part;
            for token in &mut words.tokens {
                let raw = words.text.get(token.range.clone()).unwrap_or_default();
                if let Some(meant) = telex::decode(&token.exact)
                    && vocabulary.folded(&token.folded)? * weights::RARELY_TYPED
                        <= vocabulary.exact(&meant)?
                {
                    token.folded = fold(&meant);
                    token.exact.clone_from(&meant);
                    read.push(meant);
                    any = true;
                } else {
                    read.push(raw.to_owned());
                }
            }
        }
        self.read_as = any.then(|| read.join(" "));
        Ok(())
    }
}

impl Phrase {
    fn of(words: &Words) -> Self {
        let exact = words.is_accented();
        let form = |token: &Token| if exact { token.exact.clone() } else { token.folded.clone() };
        Self { exact, words: words.tokens.iter().map(form).collect() }
    }

    fn folded(tokens: &[Token]) -> Self {
        Self { exact: false, words: tokens.iter().map(|token| token.folded.clone()).collect() }
    }
}

struct Builder<'a> {
    plan: &'a mut Plan,
    table: &'a Abbreviations,
    vocabulary: &'a Vocabulary<'a>,
    accented: bool,
}

impl Builder<'_> {
    fn words(&mut self, words: &Words) -> tantivy::Result<()> {
        let mut rest = words.tokens.as_slice();
        let mut before: Option<String> = None;
        while let Some((token, next)) = rest.split_first() {
            if let Some((number, taken)) = number::recognise(&words.text, rest, self.table) {
                let (asked, after) = rest.split_at_checked(taken).unwrap_or((rest, &[]));
                self.number(&number, asked);
                (rest, before) = (after, None);
                continue;
            }
            if let Some((date, taken)) = number::recognise_date(&words.text, rest) {
                self.date(date);
                rest = rest.get(taken..).unwrap_or_default();
                before = None;
                continue;
            }
            let place = self.plan.units.len();
            for (count, reading) in self.table.readings(&words.text, rest) {
                self.plan.alternatives.push(Alternative {
                    covers: place..place + count,
                    ask: Ask::Phrase(Phrase::folded(&reading.words)),
                    weight: if reading.ambiguous { weights::AMBIGUOUS } else { weights::EXPANDED },
                });
            }
            self.unit(token, before.as_deref())?;
            before = Some(token.folded.clone());
            rest = next;
        }
        self.keep_covers();
        Ok(())
    }

    fn phrase(&mut self, words: &Words) -> tantivy::Result<()> {
        self.plan.phrases.push(Phrase::of(words));
        let mut before: Option<String> = None;
        for token in &words.tokens {
            self.unit(token, before.as_deref())?;
            before = Some(token.folded.clone());
        }
        Ok(())
    }

    fn unit(&mut self, token: &Token, before: Option<&str>) -> tantivy::Result<()> {
        if let (Some(before), Some(place)) = (before, self.plan.units.len().checked_sub(1)) {
            self.plan.pairs.push((place, format!("{before} {}", token.folded)));
        }
        self.plan.has_unknown |= self.vocabulary.folded(&token.folded)? == 0;
        let other = syllable::other_spelling(&token.exact);
        let mut unit = Unit {
            folded: vec![(token.folded.clone(), 1.0)],
            exact: Vec::new(),
            forms: if self.marks_count(token)? { weights::ACCENTED } else { weights::BARE },
        };
        if unit.forms.exact > 0.0 {
            unit.exact.push((token.exact.clone(), 1.0));
            unit.exact.extend(other.iter().map(|other| (other.clone(), weights::OTHER_SPELLING)));
        }
        unit.folded.extend(other.map(|other| (fold(&other), weights::OTHER_SPELLING)));
        self.plan.units.push(unit);
        Ok(())
    }

    /// Whether a word is looked for with its marks: in a question that has some, unless it is one
    /// that texts hardly ever have bare and somebody left its marks out.
    fn marks_count(&self, token: &Token) -> tantivy::Result<bool> {
        if !self.accented || token.is_accented() {
            return Ok(self.accented);
        }
        let bare = self.vocabulary.exact(&token.exact)?;
        Ok(bare * weights::RARELY_BARE >= self.vocabulary.folded(&token.folded)?)
    }

    fn number(&mut self, number: &number::DocumentNumber, asked: &[Token]) {
        self.plan.looks_up = true;
        let place = self.plan.units.len();
        self.plan.units.push(Unit { folded: Vec::new(), exact: Vec::new(), forms: weights::BARE });
        let numbers = number.asked().into_iter().map(|(likeness, key)| Ask::Number(likeness, key));
        // Other texts quote it.
        let quoted = [Ask::Phrase(Phrase::folded(asked))];
        for ask in numbers.chain(quoted) {
            self.plan.alternatives.push(Alternative { covers: place..place + 1, ask, weight: 1.0 });
        }
    }

    fn date(&mut self, date: chrono::NaiveDate) {
        let place = self.plan.units.len();
        self.plan.units.push(Unit { folded: Vec::new(), exact: Vec::new(), forms: weights::BARE });
        for pattern in [
            "%-d/%-m/%Y",
            "%d/%m/%Y",
            "%d/%-m/%Y",
            "ngay %-d thang %-m nam %Y",
            "ngay %d thang %m nam %Y",
            "ngay %d thang %-m nam %Y",
        ] {
            let words = tokens(&date.format(pattern).to_string());
            let ask = Ask::Phrase(Phrase::folded(&words));
            let known = |known: &Alternative| known.covers.start == place && known.ask == ask;
            if !self.plan.alternatives.iter().any(known) {
                self.plan.alternatives.push(Alternative {
                    covers: place..place + 1,
                    ask,
                    weight: 1.0,
                });
            }
        }
    }

    /// An abbreviation may have been found across words that then turned out to be a number.
    fn keep_covers(&mut self) {
        let count = self.plan.units.len();
        self.plan.alternatives.retain(|alternative| alternative.covers.end <= count);
    }
}
