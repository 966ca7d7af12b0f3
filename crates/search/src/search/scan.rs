//! A plan run over one segment, document by document.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED, Term};

use super::bounds::Bounds;
use super::docs::Docs;
use super::facets::Counter;
use super::plan::{Ask, Phrase, Plan};
use super::score::{Factors, Scorer};
use super::tally::{Candidate, Grouped, Tally};
use super::windows::{Window, Windows};
use super::{Asked, Query, Sort};
use crate::index::{Fault, Fields, group_of};
use crate::weights;

/// A unit's documents in a segment.
struct UnitDocs {
    place: usize,
    own: Vec<(Docs, f64)>,
    exact: Vec<(Docs, f64)>,
    title: Docs,
    alternatives: Vec<usize>,
    cost: u64,
}

struct Scan<'a> {
    plan: &'a Plan,
    scorer: &'a Scorer,
    bounds: &'a Bounds,
    segment: &'a SegmentReader,
    units: Vec<UnitDocs>,
    alternatives: Vec<Docs>,
    pairs: Vec<Docs>,
    required: Vec<Docs>,
    unwanted: Vec<Docs>,
    factors: Factors,
    norms: FieldNormReader,
    title_norms: FieldNormReader,
    /// How often each unit is in the document at hand.
    times: Vec<f64>,
}

/// A segment and its place among the others.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) ordinal: u32,
    pub(super) segment: &'a SegmentReader,
    /// The groups of its documents; empty where copies are not folded.
    pub(super) groups: &'a [u32],
}

impl Place<'_> {
    fn grouped(&self, doc: DocId, factors: &Factors) -> Option<Grouped> {
        let group = group_of(self.groups, doc);
        (group != 0).then(|| Grouped { group, is_copy: factors.is_copy(doc) })
    }

    fn offer(&self, doc: DocId, score: f64, factors: &Factors, tally: &mut Tally) {
        let address = DocAddress::new(self.ordinal, doc);
        let candidate = Candidate { score, moment: factors.moment(doc), address };
        tally.offer(candidate, self.grouped(doc, factors));
    }
}

/// Offers what has all words in the title. Most of the best are there, and what they score lets the
/// second run pass over nearly everything else.
pub(super) fn titles(
    asked: &Asked<'_>,
    (plan, bounds, scorer): (&Plan, &Bounds, &Scorer),
    place: Place<'_>,
    tally: &mut Tally,
) -> Result<(), Fault> {
    let mut scan = Scan::open(asked.fields, (plan, bounds, scorer), place.segment)?;
    let mut target = 0;
    while let Some(doc) = scan.next_title(target) {
        target = match scan.further(doc) {
            Some(further) => further,
            None => {
                if let Some(score) = scan.score(doc, tally.threshold()) {
                    place.offer(doc, score, &scan.factors, tally);
                }
                doc + 1
            }
        };
    }
    Ok(())
}

/// Counts everything, and offers what has its words elsewhere than in the title.
pub(super) fn segment(
    asked: &Asked<'_>,
    (plan, bounds, scorer): (&Plan, &Bounds, &Scorer),
    place: Place<'_>,
    tally: &mut Tally,
) -> Result<(), Fault> {
    let scan = Scan::open(asked.fields, (plan, bounds, scorer), place.segment)?;
    let counter = asked.query.facets.then(|| Counter::of(place.segment)).transpose()?;
    let by_score = by_score(asked.query, plan);
    let mut pass = Pass { scan, place, counter, by_score, tally };
    let windows = pass.scan.is_plain().then(|| Windows::open(plan, asked.fields, place.segment));
    if let Some(windows) = windows.transpose()?.flatten() {
        for window in windows {
            pass.window(&window);
        }
    } else {
        let mut target = 0;
        while let Some(doc) = pass.scan.next(target) {
            target = doc + 1;
            pass.found(doc);
        }
    }
    if let Some(counter) = pass.counter {
        pass.tally.facets.add(&counter)?;
    }
    Ok(())
}

/// Whether the order goes by what fits best: not when there are no words.
pub(super) fn by_score(query: &Query, plan: &Plan) -> bool {
    query.sort == Sort::Best && !plan.units.is_empty()
}

struct Pass<'a, 'b> {
    scan: Scan<'a>,
    place: Place<'a>,
    counter: Option<Counter>,
    by_score: bool,
    tally: &'b mut Tally,
}

impl Pass<'_, '_> {
    fn window(&mut self, window: &Window) {
        let only_counts = self.by_score
            && self.counter.is_none()
            && self.place.groups.is_empty()
            && self.scan.counts_all()
            && self.scan.scorer.most <= self.tally.threshold();
        if only_counts {
            self.tally.count_more(window.count());
            return;
        }
        for doc in window.docs() {
            if !self.scan.is_out(doc) {
                self.found(doc);
            }
        }
    }

    fn found(&mut self, doc: DocId) {
        let grouped = self.place.grouped(doc, &self.scan.factors);
        let is_new = self.tally.count(grouped);
        if let Some(counter) = &mut self.counter {
            counter.count(doc, is_new);
        }
        let threshold = self.tally.threshold();
        let score = if self.by_score {
            self.scan.score_beside_titles(doc, threshold)
        } else {
            Some(newness(self.scan.factors.moment(doc))).filter(|score| *score >= threshold)
        };
        let score = match score {
            Some(score) => score,
            // The original is shown whatever its copies score.
            None if grouped.is_some_and(|grouped| !grouped.is_copy) => f64::NEG_INFINITY,
            None => return,
        };
        self.place.offer(doc, score, &self.scan.factors, self.tally);
    }
}

fn newness(moment: i64) -> f64 {
    let size = super::score::count(moment.unsigned_abs());
    if moment < 0 { -size } else { size }
}

impl<'a> Scan<'a> {
    fn open(
        fields: &Fields,
        (plan, bounds, scorer): (&'a Plan, &'a Bounds, &'a Scorer),
        segment: &'a SegmentReader,
    ) -> tantivy::Result<Self> {
        let mut required = bounds.docs(fields, segment)?;
        for phrase in &plan.phrases {
            required.push(phrase_docs(segment, fields, phrase)?);
        }
        required.sort_by_key(Docs::cost);
        let unwanted: tantivy::Result<Vec<Docs>> =
            plan.unwanted.iter().map(|phrase| phrase_docs(segment, fields, phrase)).collect();
        let alternatives: tantivy::Result<Vec<Docs>> =
            plan.alternatives.iter().map(|a| a.docs(segment, fields)).collect();
        let alternatives = alternatives?;
        let pair =
            |pair: &str| Docs::term(segment, &Term::from_field_text(fields.pairs, pair), true);
        let pairs: tantivy::Result<Vec<Docs>> =
            plan.pairs.iter().map(|(_, words)| pair(words)).collect();
        let mut units = Vec::with_capacity(plan.units.len());
        for place in 0..plan.units.len() {
            units.push(UnitDocs::open(plan, place, (segment, fields), &alternatives)?);
        }
        units.sort_by_key(|unit| unit.cost);
        Ok(Self {
            plan,
            scorer,
            bounds,
            segment,
            units,
            alternatives,
            pairs: pairs?,
            required,
            unwanted: unwanted?,
            factors: Factors::of(segment)?,
            norms: segment.get_fieldnorms_reader(fields.folded)?,
            title_norms: segment.get_fieldnorms_reader(fields.title)?,
            times: vec![0.0; plan.units.len()],
        })
    }

    /// The first document that is not before `target` and is what is looked for.
    fn next(&mut self, mut target: DocId) -> Option<DocId> {
        while target < self.segment.max_doc() {
            match self.further(target) {
                Some(further) => target = further,
                None => return Some(target),
            }
        }
        None
    }

    /// Where to go on when the document is not what is looked for; nothing when it is.
    fn further(&mut self, target: DocId) -> Option<DocId> {
        for required in &mut self.required {
            let doc = required.seek(target);
            if doc > target {
                return Some(doc);
            }
        }
        let (count, enough) = (self.units.len(), self.plan.enough);
        // With so many to spare, a document has at least one of the rarest `spare + 1`.
        let spare = count.saturating_sub(enough);
        let (mut first, mut have) = (TERMINATED, 0);
        for (place, unit) in self.units.iter_mut().enumerate() {
            if place > spare && have + (count - place) < enough {
                return Some(target + 1);
            }
            let doc = unit.seek(&mut self.alternatives, target);
            have += usize::from(doc == target);
            first = first.min(doc);
            if place == spare && first > target {
                return Some(first);
            }
            if spare == 0 && doc > target {
                return Some(doc);
            }
        }
        (have < enough || self.is_out(target)).then_some(target + 1)
    }

    /// Whether a document that has the words is not to be found all the same.
    fn is_out(&mut self, doc: DocId) -> bool {
        self.segment.is_deleted(doc)
            || !self.bounds.holds(doc, &self.factors)
            || self.unwanted.iter_mut().any(|unwanted| unwanted.seek(doc) == doc)
    }

    /// Whether nothing but words decides, and all of them have to be there.
    fn is_plain(&self) -> bool {
        self.required.is_empty() && self.plan.enough == self.units.len() && !self.plan.looks_up
    }

    /// Whether every document that has the words is to be found.
    fn counts_all(&self) -> bool {
        !self.segment.has_deletes() && self.bounds.are_open() && self.unwanted.is_empty()
    }

    /// The first document that is not before `target` and has all words in the title.
    fn next_title(&mut self, mut target: DocId) -> Option<DocId> {
        let mut words = 0;
        'further: while target < self.segment.max_doc() {
            words = 0;
            for unit in self.units.iter_mut().filter(|unit| !unit.own.is_empty()) {
                words += 1;
                let doc = unit.title.seek(target);
                if doc > target {
                    target = doc;
                    continue 'further;
                }
            }
            break;
        }
        (words > 0 && target < self.segment.max_doc()).then_some(target)
    }

    /// What a document scores that has not all words in the title; those were offered before.
    ///
    /// Most are told not to be among the best without a look at how often they have the words.
    fn score_beside_titles(&mut self, doc: DocId, threshold: f64) -> Option<f64> {
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
    fn score(&mut self, doc: DocId, threshold: f64) -> Option<f64> {
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

impl UnitDocs {
    fn open(
        plan: &Plan,
        place: usize,
        (segment, fields): (&SegmentReader, &Fields),
        alternatives: &[Docs],
    ) -> tantivy::Result<Self> {
        let open =
            |field: Field, spellings: &[(String, f64)]| -> tantivy::Result<Vec<(Docs, f64)>> {
                let docs =
                    |word: &String| Docs::term(segment, &Term::from_field_text(field, word), true);
                spellings.iter().map(|(word, weight)| Ok((docs(word)?, *weight))).collect()
            };
        let unit = plan.units.get(place);
        let folded = unit.map(|unit| unit.folded.as_slice()).unwrap_or_default();
        let exact = unit.map(|unit| unit.exact.as_slice()).unwrap_or_default();
        let own = open(fields.folded, folded)?;
        let title = open(fields.title, folded)?.into_iter().map(|(docs, _)| docs).collect();
        let covering: Vec<usize> = plan
            .alternatives
            .iter()
            .enumerate()
            .filter(|(_, alternative)| alternative.covers.contains(&place))
            .map(|(index, _)| index)
            .collect();
        let cost = own.iter().map(|(docs, _)| docs.cost()).sum::<u64>()
            + covering.iter().filter_map(|i| alternatives.get(*i)).map(Docs::cost).sum::<u64>();
        Ok(Self {
            place,
            own,
            exact: open(fields.exact, exact)?,
            title: Docs::Any(title),
            alternatives: covering,
            cost,
        })
    }

    /// The first document that is not before `target` and has the unit or what stands for it.
    fn seek(&mut self, alternatives: &mut [Docs], target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (docs, _) in &mut self.own {
            first = first.min(docs.seek(target));
            if first == target {
                return first;
            }
        }
        for alternative in &self.alternatives {
            if let Some(docs) = alternatives.get_mut(*alternative) {
                first = first.min(docs.seek(target));
            }
        }
        first
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

fn phrase_docs(segment: &SegmentReader, fields: &Fields, phrase: &Phrase) -> tantivy::Result<Docs> {
    Docs::phrase(segment, if phrase.exact { fields.exact } else { fields.folded }, &phrase.words)
}
