//! What a document that was found scores: bounds first, the sum only where it can matter.

use tantivy::DocId;

use super::Scan;
use crate::search::docs::Docs;
use crate::search::plan::Ask;
use crate::search::score::Scorer;
use crate::weights;

impl Scan<'_> {
    /// What a document scores that has not all words in the title; those were offered before.
    ///
    /// Most are told not to be among the best without a look at how often they have the words.
    pub(super) fn score_beside_titles(&mut self, doc: DocId, threshold: f64) -> Option<f64> {
        if !self.plan.looks_up {
            if self.scorer.most <= threshold {
                return None;
            }
            if self.scorer.most_apart <= threshold
                && !self.pairs.iter_mut().any(|pair| pair.seek(doc) == doc)
            {
                return None;
            }
        }
        self.score(doc, threshold).filter(|_| self.title(doc) == 0.0)
    }

    /// What a document scores; nothing when that cannot be more than `threshold`.
    ///
    /// A word with its marks is in a text at most as often as without, and a pair at most as often as
    /// its words: so the folded words alone give the most that a document can reach. First as if each
    /// word were there as often as the most frequent one, which is one look into a table.
    pub(super) fn score(&mut self, doc: DocId, threshold: f64) -> Option<f64> {
        let (most_times, least_times) = self.count(doc);
        let title = if least_times >= weights::TITLE_COPIES {
            (weights::ALL_IN_TITLE + weights::IS_TITLE) * self.scorer.total
        } else {
            0.0
        };
        let code = self.norms.fieldnorm_id(doc);
        let bonus = if self.plan.looks_up { self.number(doc) } else { 0.0 };
        let most = self.scorer.once * self.scorer.most_share(code, most_times) + title;
        if least_times > 0 && most + bonus <= threshold {
            return None;
        }
        let length = self.scorer.length(code);
        let (mut sum, mut most) = (0.0, title + bonus);
        for (times, weight) in self.times.iter().zip(&self.scorer.units) {
            let share = Scorer::saturate(*times, length);
            sum += weight.folded * share;
            most += weight.exact * share;
        }
        if least_times == 0 {
            sum += self.alternatives(doc, length);
        }
        for ((place, _), weight) in self.plan.pairs.iter().zip(&self.scorer.pairs) {
            let at = |place: usize| self.times.get(place).copied().unwrap_or(0.0);
            most += weight * Scorer::saturate(at(*place).min(at(place + 1)), length);
        }
        if sum + most <= threshold {
            return None;
        }
        sum += self.marked_words(doc, length) + self.neighbours(doc, length);
        if title > 0.0 {
            sum += self.title(doc);
        }
        let score = sum * self.factors.product(doc, self.scorer) + bonus;
        (score > threshold).then_some(score)
    }

    /// Notes how often each unit is in a document; gives the most and the least of that.
    fn count(&mut self, doc: DocId) -> (u32, u32) {
        let (mut most, mut least) = (0, u32::MAX);
        for unit in &mut self.units {
            let (times, count) = times(&mut unit.own, doc);
            if let Some(known) = self.times.get_mut(unit.place) {
                *known = times;
            }
            most = most.max(count);
            least = least.min(count);
        }
        (most, least)
    }

    /// What it gives when the document's number was asked for.
    fn number(&mut self, doc: DocId) -> f64 {
        let mut bonus: f64 = 0.0;
        for (docs, alternative) in self.alternatives.iter_mut().zip(&self.plan.alternatives) {
            if let Ask::Number(likeness, _) = alternative.ask
                && docs.seek(doc) == doc
            {
                bonus = bonus.max(weights::number_bonus(likeness));
            }
        }
        bonus
    }

    /// What the alternatives give for the units that are not there themselves: never more than those
    /// would, so that the bounds hold.
    fn alternatives(&mut self, doc: DocId, length: f64) -> f64 {
        let mut sum = 0.0;
        for unit in &self.units {
            let is_there = self.times.get(unit.place).is_none_or(|times| *times > 0.0);
            let Some(weight) = self.scorer.units.get(unit.place).filter(|_| !is_there) else {
                continue;
            };
            let mut best: f64 = 0.0;
            for index in &unit.alternatives {
                let known =
                    self.alternatives.get_mut(*index).zip(self.plan.alternatives.get(*index));
                if let Some((docs, alternative)) = known
                    && docs.seek(doc) == doc
                {
                    let share = Scorer::saturate(f64::from(docs.times().max(1)), length);
                    best = best.max(alternative.weight * share);
                }
            }
            sum += best * (weight.folded + weight.exact);
        }
        sum
    }

    fn marked_words(&mut self, doc: DocId, length: f64) -> f64 {
        let mut sum = 0.0;
        for unit in &mut self.units {
            let (times, _) = times(&mut unit.exact, doc);
            if let Some(weight) = self.scorer.units.get(unit.place) {
                sum += weight.exact * Scorer::saturate(times, length);
            }
        }
        sum
    }

    fn neighbours(&mut self, doc: DocId, length: f64) -> f64 {
        let mut sum = 0.0;
        for (docs, weight) in self.pairs.iter_mut().zip(&self.scorer.pairs) {
            if docs.seek(doc) == doc {
                sum += weight * Scorer::saturate(f64::from(docs.times()), length);
            }
        }
        sum
    }

    /// What a title gives that has all the words.
    fn title(&mut self, doc: DocId) -> f64 {
        let mut asked = 0_u32;
        for unit in self.units.iter_mut().filter(|unit| !unit.own.is_empty()) {
            if unit.title.seek(doc) != doc {
                return 0.0;
            }
            asked += 1;
        }
        if asked == 0 {
            return 0.0;
        }
        let share = f64::from(asked) / f64::from(self.title_norms.fieldnorm(doc).max(asked));
        (weights::ALL_IN_TITLE + weights::IS_TITLE * share) * self.scorer.total
    }
}

/// How often a document has any of these: each by its weight, and all alike.
#[inline]
fn times(spellings: &mut [(Docs, f64)], doc: DocId) -> (f64, u32) {
    let (mut sum, mut count) = (0.0, 0);
    for (docs, weight) in spellings {
        if docs.seek(doc) == doc {
            let times = docs.times();
            sum += *weight * f64::from(times);
            count += times;
        }
    }
    (sum, count)
}
