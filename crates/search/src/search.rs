//! Asking: from a [`Query`] to [`Results`] (R-S2, R-S3).
//!
//! A question becomes a plan (which words, in which forms, how many are enough), the plan is run over
//! each segment document by document, and the best are read back and marked.

mod bounds;
mod correct;
mod docs;
mod facets;
mod hits;
mod plan;
mod scan;
mod score;
mod tally;
mod vocabulary;
mod windows;

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::search::Key;
use portal_core::{Lang, SiteId};

use crate::highlight::Marked;
use crate::index::{Fault, Index, Snapshot};
use crate::question::{self, Question};
use crate::weights;
use bounds::Bounds;
pub use facets::{Count, Facets};
use plan::Plan;
use scan::Place;

use tally::Tally;
use vocabulary::Vocabulary;

/// Nobody leafs further than this. Hits.
pub const DEEPEST: usize = 1_000;
/// The most hits on a page.
pub const LARGEST_PAGE: usize = 100;

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// On all sites; a text and its copies are one hit.
    #[default]
    All,
    /// On one site.
    One(SiteId),
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What fits best first.
    #[default]
    Best,
    /// The newest first.
    Newest,
}

/// What the page narrows down to, by the names that [`Facets`] gave. The question has filters too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// The language of the text.
    pub lang: Option<Lang>,
    /// The kind of thing, as in [`Key::kind`].
    pub kind: Option<String>,
    /// The section's name.
    pub section: Option<String>,
    /// The genre's name.
    pub genre: Option<String>,
    /// The field's name.
    pub field: Option<String>,
    /// The issuing body's or unit's name.
    pub unit: Option<String>,
    /// The year it is filed under.
    pub year: Option<i32>,
    /// The first day: of issue, else of publication.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// A question with everything the page asks beside it.
#[derive(Debug, Clone)]
pub struct Query {
    /// What was typed.
    pub text: String,
    /// Where to look.
    pub scope: Scope,
    /// What to narrow down to.
    pub narrow: Narrow,
    /// In which order.
    pub sort: Sort,
    /// The page, from 1.
    pub page: usize,
    /// Hits on a page, at most [`LARGEST_PAGE`].
    pub per_page: usize,
    /// Whether to count by site, section and so on; costs about as much as the search.
    pub facets: bool,
    /// The present time: recency and validity go by it.
    pub now: DateTime<Utc>,
}

/// Where in a document the words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundIn {
    /// Its number was asked for.
    Number,
    /// In the title.
    Title,
    /// In the lead.
    Lead,
    /// In the text.
    Body,
    /// In the file with this place among the document's attachments.
    Attachment(usize),
}

/// A document that answers the question.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The document as it was put in, without body and texts of attachments.
    pub document: portal_core::search::Document,
    /// The title, marked.
    pub title: Marked,
    /// The number, marked.
    pub number: Option<Marked>,
    /// The place that shows best why: from the body, an attachment, or the lead.
    pub snippet: Option<Marked>,
    /// Where the words were found: why it is here.
    pub found_in: Vec<FoundIn>,
    /// What the order goes by; only means something beside other hits.
    pub score: f64,
}

impl Hit {
    /// The document's key.
    pub fn key(&self) -> &Key {
        &self.document.key
    }
}

/// Another question that finds more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The question.
    pub text: String,
    /// Whether the hits are already those of this question, because the one typed had none.
    pub applied: bool,
}

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// How many documents there are: exact. A text and its copies count once.
    pub total: u64,
    /// The page's hits.
    pub hits: Vec<Hit>,
    /// The counts that were asked for.
    pub facets: Facets,
    /// Whether fewer of the words had to be enough.
    pub widened: bool,
    /// How keys typed while the Vietnamese keyboard was off were read.
    pub read_as: Option<String>,
    /// "Did you mean".
    pub corrected: Option<Corrected>,
}

impl Index {
    /// Answers a question. Any text whatever gives an answer, if an empty one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Results, Fault> {
        let question = question::parse(&query.text);
        let live = self.live();
        let asked = Asked { index: self, snapshot: &live.snapshot(), fields: live.fields(), query };
        if question.is_empty() && query.narrow == Narrow::default() {
            return Ok(Results::default());
        }
        let mut answer = asked.answer(&question)?;
        if answer.has_unknown || answer.with_all < weights::CORRECTED_BELOW {
            asked.correct(&question, &mut answer)?;
        }
        Ok(answer.results)
    }
}

/// An answer, and what tells whether another question may have been meant.
struct Answer {
    results: Results,
    /// How many texts have all words.
    with_all: u64,
    /// Whether no text has one of the words.
    has_unknown: bool,
}

/// A query on one state of the index.
struct Asked<'a> {
    index: &'a Index,
    snapshot: &'a Snapshot,
    fields: &'a crate::index::Fields,
    query: &'a Query,
}

impl Asked<'_> {
    fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary { searcher: &self.snapshot.searcher, fields: self.fields }
    }

    fn answer(&self, question: &Question) -> Result<Answer, Fault> {
        let mut plan = Plan::of(question, self.index.table(), &self.vocabulary())?;
        let bounds = Bounds::of(self.query, question, self.fields);
        let mut tally = self.run(&plan, &bounds)?;
        let with_all = tally.total();
        if with_all < weights::TOO_FEW && plan.widen(with_all) {
            tally = self.run(&plan, &bounds)?;
        }
        let results = Results {
            total: tally.total(),
            facets: tally.take_facets(),
            hits: hits::read(self, &plan, &tally.page(self.query))?,
            widened: tally.total() > with_all,
            read_as: plan.read_as.clone(),
            corrected: None,
        };
        Ok(Answer { results, with_all, has_unknown: plan.has_unknown })
    }

    fn run(&self, plan: &Plan, bounds: &Bounds) -> Result<Tally, Fault> {
        let scorer = score::Scorer::of(plan, self)?;
        let mut tally = Tally::new(self.query);
        let places = || {
            let segments = self.snapshot.searcher.segment_readers().iter().enumerate();
            segments.zip(0..).map(|((index, segment), ordinal)| {
                let groups = if self.query.scope == Scope::All {
                    self.snapshot.groups.of_segment(index)
                } else {
                    &[]
                };
                Place { ordinal, segment, groups }
            })
        };
        if scan::by_score(self.query, plan) {
            for place in places() {
                scan::titles(self, (plan, bounds, &scorer), place, &mut tally)?;
            }
        }
        for place in places() {
            scan::segment(self, (plan, bounds, &scorer), place, &mut tally)?;
        }
        Ok(tally)
    }
}

#[cfg(test)]
mod tests;
