//! Sums of cases. Every table of a page is added up from the same cells, so they agree.

use std::{collections::BTreeMap, ops::AddAssign};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use portal_core::lang::local_day;

/// Below so many marks none are shown: they would say who gave them.
pub const FEWEST_MARKS: i64 = 5;

/// Whose figures they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of all units.
    Province,
    /// Of one unit: what it has to answer or answered.
    Unit,
}

/// How many petitions, and what became of them. Received is being handled, answered, outside and
/// otherwise closed together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Received.
    pub received: i64,
    /// Somebody still has something to do.
    pub handling: i64,
    /// Of those, past the last day of a clock.
    pub overdue: i64,
    /// Answered.
    pub answered: i64,
    /// Of those, in time.
    pub in_time: i64,
    /// Of those, too late. What had no clock is neither.
    pub late: i64,
    /// Outside the competence of the province's units.
    pub outside: i64,
    /// Refused, withdrawn, merged with another.
    pub other: i64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.received += other.received;
        self.handling += other.handling;
        self.overdue += other.overdue;
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.late += other.late;
        self.outside += other.outside;
        self.other += other.other;
    }
}

/// The petitions of one unit, field and month of receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The unit that has them to answer.
    pub unit: i64,
    /// Code of their field.
    pub field: String,
    /// First day of the month.
    pub month: NaiveDate,
    /// How many.
    pub counts: Counts,
}

/// Marks that senders gave a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The unit.
    pub unit: i64,
    /// All.
    pub given: i64,
    /// Satisfied or very satisfied.
    pub good: i64,
}

/// The marks as they may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownMarks {
    /// Units with enough of them.
    pub units: Vec<Marks>,
    /// All other units together, where that is enough: given and good.
    pub others: Option<(i64, i64)>,
}

impl ShownMarks {
    /// What is shown together: given and good; nothing where nothing is.
    pub fn all(&self) -> Option<(i64, i64)> {
        let (given, good) =
            self.units.iter().fold(self.others.unwrap_or_default(), |(given, good), marks| {
                (given + marks.given, good + marks.good)
            });
        (given > 0).then_some((given, good))
    }
}

/// The figures of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Whose.
    pub whose: Whose,
    /// Year of receipt.
    pub year: i32,
    /// When they were counted.
    pub at: DateTime<Utc>,
    /// What was counted.
    pub cells: Vec<Cell>,
    /// The marks.
    pub marks: Vec<Marks>,
}

impl Figures {
    /// All together.
    pub fn total(&self) -> Counts {
        self.cells.iter().fold(Counts::default(), |mut sum, cell| {
            sum += cell.counts;
            sum
        })
    }

    /// By unit, those with the most first.
    pub fn by_unit(&self) -> Vec<(i64, Counts)> {
        most_first(self.grouped(|cell| cell.unit))
    }

    /// By field, those with the most first.
    pub fn by_field(&self) -> Vec<(String, Counts)> {
        most_first(self.grouped(|cell| cell.field.clone()))
    }

    /// The months of the year; of those to come there are no figures.
    pub fn by_month(&self) -> Vec<(u32, Option<Counts>)> {
        let of = self.grouped(|cell| cell.month.month());
        let today = local_day(self.at);
        (1..=12)
            .map(|month| {
                let begun = self.year < today.year() || month <= today.month();
                (month, begun.then(|| of.get(&month).copied().unwrap_or_default()))
            })
            .collect()
    }

    /// The marks of units that have enough of them; the others only together, so that nobody's are
    /// what is left over.
    pub fn shown_marks(&self) -> ShownMarks {
        let (units, few): (Vec<_>, Vec<_>) =
            self.marks.iter().copied().partition(|marks| marks.given >= FEWEST_MARKS);
        let others = few
            .iter()
            .fold((0, 0), |(given, good), marks| (given + marks.given, good + marks.good));
        let others = Some(others).filter(|(given, _)| *given >= FEWEST_MARKS && few.len() > 1);
        ShownMarks { units, others }
    }

    fn grouped<K: Ord>(&self, key: impl Fn(&Cell) -> K) -> BTreeMap<K, Counts> {
        let mut groups = BTreeMap::new();
        for cell in &self.cells {
            *groups.entry(key(cell)).or_insert_with(Counts::default) += cell.counts;
        }
        groups
    }
}

fn most_first<K>(groups: BTreeMap<K, Counts>) -> Vec<(K, Counts)> {
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.received));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(marks: &[(i64, i64, i64)]) -> Figures {
        let cell = |unit: i64, field: &str, month: u32, received: i64| Cell {
            unit,
            field: field.to_owned(),
            month: NaiveDate::from_ymd_opt(2026, month, 1).unwrap(),
            counts: Counts { received, handling: received, ..Counts::default() },
        };
        Figures {
            whose: Whose::Province,
            year: 2026,
            at: "2026-11-23T01:00:00Z".parse().unwrap(),
            cells: vec![cell(1, "a", 1, 2), cell(2, "a", 3, 5), cell(2, "b", 1, 1)],
            marks: marks.iter().map(|&(unit, given, good)| Marks { unit, given, good }).collect(),
        }
    }

    #[test]
    fn every_way_of_parting_adds_up_to_the_whole() {
        let figures = figures(&[]);
        let sum = |all: Vec<Counts>| all.iter().map(|counts| counts.received).sum::<i64>();
        assert_eq!(figures.total().received, 8);
        assert_eq!(sum(figures.by_unit().into_iter().map(|(_, c)| c).collect()), 8);
        assert_eq!(sum(figures.by_field().into_iter().map(|(_, c)| c).collect()), 8);
        assert_eq!(sum(figures.by_month().into_iter().filter_map(|(_, c)| c).collect()), 8);
        assert_eq!(figures.by_unit()[0].0, 2);
    }

    #[test]
    fn a_month_to_come_has_no_figures_and_a_quiet_one_has_zero() {
        let months = figures(&[]).by_month();
        assert_eq!(months[1], (2, Some(Counts::default())));
        assert!(months[10].1.is_some() && months[11].1.is_none());
        let last_year = Figures { year: 2025, ..figures(&[]) };
        assert!(last_year.by_month().iter().all(|(_, counts)| counts.is_some()));
    }

    #[test]
    fn few_marks_are_shown_only_where_nobody_is_left_over() {
        let all = |marks: &[(i64, i64, i64)]| {
            let shown = figures(marks).shown_marks();
            (shown.units.len(), shown.others, shown.all())
        };
        assert_eq!(all(&[]), (0, None, None));
        assert_eq!(all(&[(1, 4, 4)]), (0, None, None));
        assert_eq!(all(&[(1, 5, 4)]), (1, None, Some((5, 4))));
        // One unit with few: what is left over would be its marks.
        assert_eq!(all(&[(1, 5, 4), (2, 3, 1)]), (1, None, Some((5, 4))));
        assert_eq!(all(&[(1, 5, 4), (2, 3, 1), (3, 1, 1)]), (1, None, Some((5, 4))));
        assert_eq!(all(&[(1, 5, 4), (2, 3, 1), (3, 2, 1)]), (1, Some((5, 2)), Some((10, 6))));
    }
}
