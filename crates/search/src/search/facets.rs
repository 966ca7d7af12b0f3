//! Counts of what was found, by site, kind, section and so on.

use std::collections::BTreeMap;
use std::sync::Arc;

use portal_core::SiteId;
use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::index::schema::column;

/// A name and how many were found with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<T> {
    /// The name, the year or the site.
    pub value: T,
    /// How many.
    pub count: u64,
}

/// Counts under everything that the query narrows down to; the most frequent first. A text and its
/// copies count once, but on each of their sites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By site.
    pub site: Vec<Count<SiteId>>,
    /// By kind.
    pub kind: Vec<Count<String>>,
    /// By section.
    pub section: Vec<Count<String>>,
    /// By genre.
    pub genre: Vec<Count<String>>,
    /// By field.
    pub field: Vec<Count<String>>,
    /// By issuing body or unit.
    pub unit: Vec<Count<String>>,
    /// By year, the latest first.
    pub year: Vec<Count<i32>>,
}

impl Facets {
    /// Adds what a segment's counter has.
    pub(super) fn add(&mut self, counter: &Counter) -> tantivy::Result<()> {
        let sites = counter.sites.read().map(|(site, n)| (SiteId(site), n));
        self.site = merged(std::mem::take(&mut self.site), sites);
        let years = counter.years.read();
        let years = years.filter_map(|(year, n)| Some((i32::try_from(year).ok()?, n)));
        self.year = merged(std::mem::take(&mut self.year), years);
        self.year.sort_by_key(|count| std::cmp::Reverse(count.value));
        let named =
            [&mut self.kind, &mut self.section, &mut self.genre, &mut self.field, &mut self.unit];
        for (counts, names) in named.into_iter().zip(&counter.names) {
            *counts = merged(std::mem::take(counts), names.read()?.into_iter());
        }
        Ok(())
    }
}

/// Both counts together, the most frequent first, then by name.
fn merged<T: Ord>(known: Vec<Count<T>>, more: impl Iterator<Item = (T, u64)>) -> Vec<Count<T>> {
    let mut all: BTreeMap<T, u64> = known.into_iter().map(|c| (c.value, c.count)).collect();
    for (value, count) in more {
        *all.entry(value).or_default() += count;
    }
    let mut counts: Vec<Count<T>> =
        all.into_iter().map(|(value, count)| Count { value, count }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

/// Counts in one segment.
pub(super) struct Counter {
    sites: Numbers,
    years: Numbers,
    names: [Names; 5],
}

/// The numbers of one column, counted from the smallest on.
struct Numbers {
    column: Arc<dyn ColumnValues<i64>>,
    least: i64,
    counts: Vec<u64>,
}

impl Numbers {
    /// Numbers further apart than this are not counted.
    const MOST: i64 = 1 << 20;

    fn of(segment: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().column_first_or_default::<i64>(name)?;
        let least = column.min_value();
        let span = column.max_value().saturating_sub(least).clamp(0, Self::MOST);
        let counts = vec![0; usize::try_from(span).unwrap_or(0) + 1];
        Ok(Self { column, least, counts })
    }

    fn count(&mut self, doc: DocId) {
        let place = usize::try_from(self.column.get_val(doc) - self.least).ok();
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += 1;
        }
    }

    fn read(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        (self.least..).zip(&self.counts).map(|(number, n)| (number, *n)).filter(|(_, n)| *n > 0)
    }
}

/// The names of one column, counted by their numbers in the segment.
struct Names {
    column: Option<StrColumn>,
    counts: Vec<u64>,
}

impl Names {
    fn of(segment: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(name)?;
        let counts = vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(Self { column, counts })
    }

    fn count(&mut self, doc: DocId) {
        let ordinal = self.column.as_ref().and_then(|column| column.ords().first(doc));
        let place = ordinal.and_then(|ordinal| usize::try_from(ordinal).ok());
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += 1;
        }
    }

    fn read(&self) -> tantivy::Result<Vec<(String, u64)>> {
        let Some(column) = &self.column else { return Ok(Vec::new()) };
        let mut read = Vec::new();
        for (ordinal, count) in (0..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            let mut name = String::new();
            column.ord_to_str(ordinal, &mut name)?;
            read.push((name, *count));
        }
        Ok(read)
    }
}

impl Counter {
    pub(super) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let names = |name| Names::of(segment, name);
        Ok(Self {
            sites: Numbers::of(segment, column::SITE)?,
            years: Numbers::of(segment, column::YEAR)?,
            names: [
                names(column::KIND)?,
                names(column::SECTION)?,
                names(column::GENRE)?,
                names(column::FIELD)?,
                names(column::UNIT)?,
            ],
        })
    }

    /// Counts a document; one of a group that was counted already only for its site.
    pub(super) fn count(&mut self, doc: DocId, is_new: bool) {
        self.sites.count(doc);
        if is_new {
            self.years.count(doc);
            for names in &mut self.names {
                names.count(doc);
            }
        }
    }
}
