//! The supervisor's board: each unit's petitions, its two clocks, what is overdue now (R-P3).

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use portal_core::{
    App, Ctx, OrNotFound as _, Outcome, Page, SiteId, calendar,
    deadline::{self, Clock, ClockState},
    lang::local_day,
};
use serde::Deserialize;

use super::{
    Asked, asked,
    list::{Line, lines},
    views,
};
use crate::petition::{
    module::KEY,
    queries::{self, ANSWER, FORWARD, PROMISED, board},
};

/// Longer overdue than so many working days.
pub const LONG: u32 = 5;
/// Much longer.
pub const VERY_LONG: u32 = 15;
/// Lines of a unit's page.
const MOST: i64 = 300;

/// A unit's figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Petitions that came in at its site.
    pub received: i64,
    /// Forwarded, or kept, in time.
    pub forwarded: usize,
    /// Forwarded too late.
    pub forwarded_late: usize,
    /// Answered in time.
    pub answered: usize,
    /// Answered too late.
    pub answered_late: usize,
    /// Progress notices sent.
    pub notices: i64,
    /// Promises kept.
    pub kept: usize,
    /// Promises not kept.
    pub broken: usize,
    /// Gave back to the site that received it.
    pub given_back: i64,
    /// Clocks that run.
    pub running: usize,
    /// Overdue now: up to [`LONG`] working days, up to [`VERY_LONG`], and more.
    pub overdue: [usize; 3],
}

impl Figures {
    fn ended(&mut self, clock: &Clock) {
        let in_time = clock.state == ClockState::Met;
        match (clock.key.as_str(), in_time) {
            _ if clock.state == ClockState::Stopped => {}
            (FORWARD, true) => self.forwarded += 1,
            (FORWARD, false) => self.forwarded_late += 1,
            (ANSWER, true) => self.answered += 1,
            (ANSWER, false) => self.answered_late += 1,
            (PROMISED, true) => self.kept += 1,
            (PROMISED, false) => self.broken += 1,
            _ => {}
        }
    }

    fn runs(&mut self, age: Option<u32>) {
        self.running += 1;
        let [some, long, very] = &mut self.overdue;
        match age {
            None => {}
            Some(age) if age <= LONG => *some += 1,
            Some(age) if age <= VERY_LONG => *long += 1,
            Some(_) => *very += 1,
        }
    }

    /// Overdue now, in all.
    pub fn overdue_now(&self) -> usize {
        self.overdue.iter().sum()
    }

    fn add(&mut self, other: &Self) {
        self.received += other.received;
        self.forwarded += other.forwarded;
        self.forwarded_late += other.forwarded_late;
        self.answered += other.answered;
        self.answered_late += other.answered_late;
        self.notices += other.notices;
        self.kept += other.kept;
        self.broken += other.broken;
        self.given_back += other.given_back;
        self.running += other.running;
        for (sum, more) in self.overdue.iter_mut().zip(other.overdue) {
            *sum += more;
        }
    }
}

/// The board of a period.
pub struct Board {
    /// First and last month: `2026-01`.
    pub year: i32,
    /// Units with anything to show, the longest overdue first.
    pub units: Vec<(SiteId, Figures)>,
    /// All together.
    pub total: Figures,
}

/// The query of the board.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Year.
    nam: String,
}

fn year(query: &BoardQuery, now: DateTime<Utc>) -> i32 {
    let this = local_day(now).year();
    query.nam.parse().ok().filter(|year| (2020..=this).contains(year)).unwrap_or(this)
}

fn period(year: i32) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    (calendar::start_of(first(year)), calendar::start_of(first(year + 1)))
}

/// The board.
pub async fn page(ctx: Ctx, State(app): State<App>, query: Asked<BoardQuery>) -> Outcome<Page> {
    let year = year(&asked(query), ctx.now);
    let board = load(&app, &ctx, year).await?;
    Ok(Page::new(views::board::page(&app, &ctx, &board)))
}

/// Adds up the figures of all units: their sum is the province's.
pub async fn load(app: &App, ctx: &Ctx, year: i32) -> Outcome<Board> {
    let between = period(year);
    let conn = app.db().platform().await?;
    let mut units: BTreeMap<SiteId, Figures> = BTreeMap::new();
    for clock in deadline::ended_between(&conn, None, KEY, between).await? {
        units.entry(clock.site).or_default().ended(&clock);
    }
    for clock in board::running(&conn).await? {
        let age = clock
            .is_overdue(ctx.now)
            .then(|| app.calendars.of(clock.site).elapsed(clock.due_on, local_day(ctx.now)));
        units.entry(clock.site).or_default().runs(age);
    }
    for (site, count) in board::received(&conn, between).await? {
        units.entry(site).or_default().received = count;
    }
    for (site, kind, count) in board::acted(&conn, between).await? {
        let figures = units.entry(site).or_default();
        match kind.as_str() {
            "progress" => figures.notices = count,
            _ => figures.given_back = count,
        }
    }
    let mut total = Figures::default();
    for figures in units.values() {
        total.add(figures);
    }
    let mut units: Vec<_> = units.into_iter().collect();
    units.sort_by_key(|(site, figures)| (std::cmp::Reverse(figures.overdue_now()), *site));
    Ok(Board { year, units, total })
}

/// A unit's cases, the longest overdue first, without who sent them.
pub async fn unit(ctx: Ctx, State(app): State<App>, Path(code): Path<String>) -> Outcome<Page> {
    let site = app.sites.now().by_code(&code).cloned().or_not_found()?;
    let conn = app.db().platform().await?;
    let running = queries::running(&conn, site.id).await?;
    let only: Vec<i64> = running.iter().map(|(id, _)| id.0).collect();
    let narrow = queries::list::Narrow { only: Some(only), ..Default::default() };
    let rows = queries::list::list(&conn, site.id, &narrow, MOST).await?;
    let mut lines: Vec<Line> = lines(&conn, rows).await?;
    lines.sort_by_key(|line| line.clock.as_ref().map(|clock| clock.due_at));
    Ok(Page::new(views::board::unit(&app, &ctx, &site, &lines)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overdue_is_told_by_age_and_sums_are_sums() {
        let mut figures = Figures::default();
        for age in [None, Some(1), Some(5), Some(6), Some(15), Some(16)] {
            figures.runs(age);
        }
        assert_eq!(figures.overdue, [2, 2, 1]);
        assert_eq!((figures.running, figures.overdue_now()), (6, 5));
        let mut total = figures.clone();
        total.add(&figures);
        assert_eq!(total.overdue, [4, 4, 2]);
    }
}
