//! A plan run over one segment, document by document: which ones are found.

mod points;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED, Term};

use super::bounds::Bounds;
use super::docs::Docs;
use super::facets::Counter;
use super::plan::{Phrase, Plan};
use super::score::{Factors, Scorer};
use super::tally::{Candidate, Grouped, Tally};
use super::windows::{Window, Windows};
use super::{Asked, Query, Sort};
use crate::index::{Fault, Fields, group_of};

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

fn phrase_docs(segment: &SegmentReader, fields: &Fields, phrase: &Phrase) -> tantivy::Result<Docs> {
    Docs::phrase(segment, if phrase.exact { fields.exact } else { fields.folded }, &phrase.words)
}
