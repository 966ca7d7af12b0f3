//! How much a text counts: BM25 over the forms of words, then gentle factors.

use std::sync::Arc;

use portal_core::search::{Ageing, Validity};
use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, SegmentReader};

use super::Asked;
use super::plan::{Ask, Plan, Unit};
use super::vocabulary::Vocabulary;
use crate::index::schema::{ageing_code, column, day_number};
use crate::weights;

/// How many different counts of a word are looked up; beyond, the most is assumed.
const COUNTED: usize = 16;

/// What the words of a plan weigh in one state of the index.
pub(super) struct Scorer {
    pub(super) units: Vec<Weight>,
    pub(super) pairs: Vec<f64>,
    /// The weight of all units together.
    pub(super) total: f64,
    /// The most that a text reaches that has each word once, over what its length divides by.
    pub(super) once: f64,
    /// The most that words outside a title can score.
    pub(super) most: f64,
    /// The most that they can score where no two stand as they were asked.
    pub(super) most_apart: f64,
    /// For each code of a length: what the length does to saturation.
    lengths: Vec<f64>,
    /// For each code, the shares of words that are there once, twice and so on: up to [`COUNTED`].
    shares: Vec<f64>,
    now: i64,
    today: i64,
    ages: bool,
}

/// What a unit weighs: rarity times form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    pub(super) folded: f64,
    pub(super) exact: f64,
}

impl Scorer {
    pub(super) fn of(plan: &Plan, asked: &Asked<'_>) -> tantivy::Result<Self> {
        let vocabulary = asked.vocabulary();
        let texts = count(asked.snapshot.searcher.num_docs());
        let mut units = Vec::with_capacity(plan.units.len());
        for (place, unit) in plan.units.iter().enumerate() {
            units.push(weight(plan, (place, unit), (&vocabulary, texts))?);
        }
        let mut pairs = Vec::with_capacity(plan.pairs.len());
        for (place, pair) in &plan.pairs {
            let form = plan.units.get(*place).map_or(0.0, |unit| unit.forms.pairs);
            let (one, other) = pair.split_once(' ').unwrap_or_default();
            pairs.push(form * rarity(vocabulary.pair(one, other)?, texts));
        }
        let now = asked.query.now;
        let lengths = lengths(average_length(asked, texts)?);
        let total: f64 = units.iter().map(|weight| weight.folded + weight.exact).sum();
        let once = total + pairs.iter().sum::<f64>();
        Ok(Self {
            total,
            once,
            most: once * (weights::SATURATION + 1.0),
            most_apart: total * (weights::SATURATION + 1.0),
            units,
            pairs,
            shares: shares(&lengths),
            lengths,
            now: now.timestamp(),
            today: day_number(now.with_timezone(&chrono_tz::Asia::Ho_Chi_Minh).date_naive()),
            ages: !plan.looks_up,
        })
    }

    /// BM25's length of a text, by its code.
    pub(super) fn length(&self, code: u8) -> f64 {
        self.lengths.get(usize::from(code)).copied().unwrap_or(weights::SATURATION)
    }

    /// The most that a word's share can be when it is in a text at most so many times: looked up.
    #[inline]
    pub(super) fn most_share(&self, code: u8, times: u32) -> f64 {
        let column = usize::try_from(times).unwrap_or(COUNTED);
        if column >= COUNTED {
            return weights::SATURATION + 1.0;
        }
        let place = usize::from(code) * COUNTED + column;
        self.shares.get(place).copied().unwrap_or(weights::SATURATION + 1.0)
    }

    /// BM25's share for a word that is in a text so many times.
    pub(super) fn saturate(times: f64, length: f64) -> f64 {
        times * (weights::SATURATION + 1.0) / (times + length)
    }
}

/// A number or a date weighs what the rarest part of it weighs.
fn weight(
    plan: &Plan,
    (place, unit): (usize, &Unit),
    (vocabulary, texts): (&Vocabulary<'_>, f64),
) -> tantivy::Result<Weight> {
    let mut weight = Weight { folded: 0.0, exact: 0.0 };
    if let Some((word, _)) = unit.folded.first() {
        weight.folded = unit.forms.folded * rarity(vocabulary.folded(word)?, texts);
    } else {
        for alternative in plan.alternatives.iter().filter(|a| a.covers.contains(&place)) {
            let Ask::Phrase(phrase) = &alternative.ask else { continue };
            for word in &phrase.words {
                weight.folded = weight.folded.max(rarity(vocabulary.folded(word)?, texts));
            }
        }
    }
    if let Some((word, _)) = unit.exact.first() {
        weight.exact = unit.forms.exact * rarity(vocabulary.exact(word)?, texts);
    }
    Ok(weight)
}

/// BM25's weight of a word that so many texts have.
pub(super) fn rarity(with: u64, texts: f64) -> f64 {
    let with = count(with);
    (1.0 + ((texts - with).max(0.0) + 0.5) / (with + 0.5)).ln()
}

/// A count as a number to calculate with.
pub(super) fn count(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn average_length(asked: &Asked<'_>, texts: f64) -> tantivy::Result<f64> {
    let mut words = 0;
    for segment in asked.snapshot.searcher.segment_readers() {
        words += segment.inverted_index(asked.fields.folded)?.total_num_tokens();
    }
    // Words are more than 32 bits count only beyond what one index is made for.
    Ok((count(words) / texts.max(1.0)).max(1.0))
}

fn lengths(average: f64) -> Vec<f64> {
    (0..=u8::MAX)
        .map(|code| {
            let share = f64::from(FieldNormReader::id_to_fieldnorm(code)) / average;
            weights::SATURATION * (1.0 - weights::LENGTH + weights::LENGTH * share)
        })
        .collect()
}

fn shares(lengths: &[f64]) -> Vec<f64> {
    let times = || (0..u32::try_from(COUNTED).unwrap_or(0)).map(f64::from);
    lengths.iter().flat_map(|length| times().map(|t| Scorer::saturate(t, *length))).collect()
}

/// The columns of a segment that the factors go by.
pub(super) struct Factors {
    moment: Arc<dyn ColumnValues<i64>>,
    ageing: Arc<dyn ColumnValues<u64>>,
    in_force: tantivy::columnar::Column<i64>,
    expired: tantivy::columnar::Column<i64>,
    copy: Arc<dyn ColumnValues<u64>>,
    kinds: Option<StrColumn>,
    /// The factor of each kind, by the kind's number in this segment.
    kind_factors: Vec<f64>,
}

impl Factors {
    pub(super) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let kinds = columns.str(column::KIND)?;
        let mut kind_factors = Vec::new();
        if let Some(kinds) = &kinds {
            let mut name = String::new();
            for ordinal in 0.. {
                name.clear();
                if !kinds.ord_to_str(ordinal, &mut name)? {
                    break;
                }
                kind_factors.push(weights::kind(&name));
            }
        }
        Ok(Self {
            moment: columns.column_first_or_default(column::MOMENT)?,
            ageing: columns.column_first_or_default(column::AGEING)?,
            in_force: columns.i64(column::IN_FORCE)?,
            expired: columns.i64(column::EXPIRED)?,
            copy: columns.column_first_or_default(column::COPY)?,
            kinds,
            kind_factors,
        })
    }

    /// When a document is from: seconds since 1970.
    pub(super) fn moment(&self, doc: DocId) -> i64 {
        self.moment.get_val(doc)
    }

    /// Whether it is a copy of another site's text.
    pub(super) fn is_copy(&self, doc: DocId) -> bool {
        self.copy.get_val(doc) == 1
    }

    /// The product of the factors: never more than 1.
    pub(super) fn product(&self, doc: DocId, scorer: &Scorer) -> f64 {
        let mut factor = self.validity(doc, scorer.today);
        if scorer.ages {
            factor *= self.freshness(doc, scorer.now);
        }
        if self.is_copy(doc) {
            factor *= weights::COPY;
        }
        let kind = self.kinds.as_ref().and_then(|kinds| kinds.ords().first(doc));
        let kind = kind.and_then(|kind| usize::try_from(kind).ok());
        factor * kind.and_then(|kind| self.kind_factors.get(kind)).copied().unwrap_or(1.0)
    }

    fn validity(&self, doc: DocId, today: i64) -> f64 {
        let ended = self.expired.first(doc).is_some_and(|expired| expired <= today);
        let validity = match self.in_force.first(doc) {
            _ if ended => Validity::Ended,
            Some(first) if first > today => Validity::NotYet,
            Some(_) => Validity::InForce,
            None => return 1.0,
        };
        weights::validity(validity)
    }

    fn freshness(&self, doc: DocId, now: i64) -> f64 {
        let code = self.ageing.get_val(doc);
        let ageing = [Ageing::Slowly, Ageing::Fast].into_iter().find(|a| ageing_code(*a) == code);
        let Some((least, half)) = ageing.and_then(weights::ageing) else { return 1.0 };
        let seconds = u64::try_from(now - self.moment(doc)).unwrap_or(0);
        let days = count(seconds / 86_400);
        least + (1.0 - least) * 0.5_f64.powf(days / half)
    }
}
