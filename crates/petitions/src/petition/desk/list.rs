//! The list of petitions: everything it is narrowed to stands in the address (R-P2, R-P3).

use std::collections::HashMap;

use axum::extract::State;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Page, SiteId, calendar,
    deadline::{self, Clock, ClockState},
    lang::local_day,
    page,
};
use serde::Deserialize;

use super::{Asked, PATH, asked, views};
use crate::petition::{
    CaseState, PetitionId, PetitionKind,
    queries::{
        self, FORWARD, Whole,
        list::{Narrow, Part},
    },
};

/// Lines of a page.
pub const PER_PAGE: usize = 30;
/// Lines of a tab that goes by clocks.
const MOST_URGENT: usize = 200;
/// So many working days before its last day a petition is said to be due soon.
pub const SOON: u32 = 3;

words!(
    /// A tab of the list.
    Tab, "petition-tab" {
        /// Nobody here has looked at it.
        New = "new",
        /// To be answered here.
        Open = "open",
        /// A text waits for approval.
        ToApprove = "to-approve",
        /// Due soon.
        Soon = "soon",
        /// Overdue.
        Overdue = "overdue",
        /// With another unit.
        Sent = "sent",
        /// Closed.
        Done = "done",
        /// Everything.
        All = "all",
    }
);

/// The query of the list; empty is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Tab.
    pub tab: String,
    /// Words, code, number.
    pub q: String,
    /// Field.
    pub field: String,
    /// Kind.
    pub kind: String,
    /// State.
    pub state: String,
    /// Code of a unit.
    pub unit: String,
    /// `me`: in my charge.
    pub officer: String,
    /// Month of receipt: `2026-11`.
    pub month: String,
    /// Lines after this place.
    pub truoc: String,
    /// The act that led here.
    pub xong: String,
}

impl ListQuery {
    /// The open tab.
    pub fn tab(&self) -> Option<Tab> {
        Tab::parse(&self.tab)
    }

    /// Its parts that narrow the tab, as (name, value).
    pub fn parts(&self) -> Vec<(&'static str, &str)> {
        [
            ("q", self.q.trim()),
            ("field", &self.field),
            ("kind", &self.kind),
            ("state", &self.state),
            ("unit", &self.unit),
            ("officer", &self.officer),
            ("month", &self.month),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }

    /// An address with this query, without one of its parts, from a place on.
    pub fn address(&self, path: &str, without: Option<&str>, after: Option<&str>) -> String {
        let tab = [("tab", self.tab.as_str())];
        let pairs = tab.into_iter().chain(self.parts()).chain(after.map(|after| ("truoc", after)));
        page::address(path, pairs.filter(|(name, _)| Some(*name) != without))
    }

    /// What it asks the database for.
    pub fn narrow(&self, app: &App, ctx: &Ctx) -> Narrow {
        let words: String = self.q.trim().chars().take(100).collect();
        let some = |value: &String| (!value.is_empty()).then(|| value.clone());
        Narrow {
            part: Part::All,
            only: None,
            number: words.split('/').next().and_then(|number| number.trim().parse().ok()),
            words: (!words.is_empty()).then_some(words),
            field: some(&self.field),
            kind: PetitionKind::parse(&self.kind).map(|kind| kind.as_str().to_owned()),
            state: CaseState::parse(&self.state),
            unit: app.sites.now().by_code(&self.unit).map(|site| site.id),
            officer: ctx.actor.id().filter(|_| self.officer == "me"),
            between: month(&self.month),
            after: place(&self.truoc),
        }
    }
}

/// The first moment of a month and the first after it.
fn month(text: &str) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let first: NaiveDate = format!("{text}-01").parse().ok()?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    Some((calendar::start_of(first), calendar::start_of(next)))
}

fn place(text: &str) -> Option<(DateTime<Utc>, i64)> {
    let (micros, id) = text.split_once('-')?;
    Some((DateTime::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
}

/// The months a list can be narrowed to: the last twelve.
pub fn months(now: DateTime<Utc>) -> Vec<NaiveDate> {
    let this = local_day(now).with_day(1);
    let back = |n| this.and_then(|day| day.checked_sub_months(chrono::Months::new(n)));
    (0..12).filter_map(back).collect()
}

/// A line with the clock that counts and the words it needs.
#[derive(Debug, Clone)]
pub struct Line {
    /// The petition.
    pub whole: Whole,
    /// Its most urgent running clock, or the last that ended.
    pub clock: Option<Clock>,
    /// Who is in charge.
    pub officer: Option<String>,
}

/// The clocks of a desk, sorted by how urgent they are.
pub struct Urgent {
    soon: Vec<i64>,
    overdue: Vec<i64>,
}

impl Urgent {
    /// Of the running clocks of a site.
    pub async fn of(app: &App, ctx: &Ctx, conn: &AsyncPgConnection) -> Outcome<Self> {
        let calendar = app.calendars.of(ctx.site.id);
        let today = local_day(ctx.now);
        let (mut soon, mut overdue) = (Vec::new(), Vec::new());
        for (PetitionId(id), clock) in queries::running(conn, ctx.site.id).await? {
            if clock.is_overdue(ctx.now) {
                overdue.push(id);
            } else if calendar.elapsed(today, clock.due_on) <= SOON {
                soon.push(id);
            }
        }
        soon.dedup();
        overdue.dedup();
        Ok(Self { soon, overdue })
    }

    /// What a tab asks for besides the query.
    fn narrow(&self, tab: Tab, query: Narrow) -> Narrow {
        let (part, only) = match tab {
            Tab::New => (Part::New, None),
            Tab::Open => (Part::Open, None),
            Tab::ToApprove => (Part::ToApprove, None),
            Tab::Soon => (Part::All, Some(self.soon.clone())),
            Tab::Overdue => (Part::All, Some(self.overdue.clone())),
            Tab::Sent => (Part::Sent, None),
            Tab::Done => (Part::Done, None),
            Tab::All => (Part::All, None),
        };
        Narrow { part, only, ..query }
    }
}

/// What the list shows.
pub struct Listed {
    /// What it is narrowed to.
    pub query: ListQuery,
    /// Tabs with their counts.
    pub tabs: Vec<(Tab, i64)>,
    /// The open tab.
    pub tab: Tab,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where it goes on.
    pub older: Option<String>,
}

/// Puts clocks and names to petitions.
pub async fn lines(conn: &AsyncPgConnection, rows: Vec<Whole>) -> Outcome<Vec<Line>> {
    let subjects: Vec<String> = rows.iter().map(|row| queries::subject(row.id())).collect();
    let mut clocks: HashMap<PetitionId, Clock> = HashMap::new();
    for one in deadline::of_subjects(conn, &subjects).await? {
        let Some(id) = queries::of_subject(&one.subject) else { continue };
        let better = clocks.get(&id).is_none_or(|known| counts_more(&one, known));
        if better {
            clocks.insert(id, one.clock);
        }
    }
    let officers: Vec<i64> = rows.iter().filter_map(|row| row.case.officer_id).collect();
    let names = queries::names(conn, &officers).await?;
    Ok(rows
        .into_iter()
        .map(|whole| Line {
            clock: clocks.remove(&whole.id()),
            officer: whole.case.officer_id.and_then(|id| names.get(&id).cloned()),
            whole,
        })
        .collect())
}

/// A running clock counts more than an ended one, the nearer more than the farther; of ended ones
/// that of the answer.
fn counts_more(new: &Clock, known: &Clock) -> bool {
    let runs = |clock: &Clock| clock.state == ClockState::Running;
    match (runs(new), runs(known)) {
        (true, true) => new.due_at < known.due_at,
        (false, false) => {
            let stopped = |clock: &Clock| clock.state == ClockState::Stopped;
            (known.key == FORWARD || stopped(known)) && !stopped(new)
        }
        (new, _) => new,
    }
}

/// The list.
pub async fn page(ctx: Ctx, State(app): State<App>, query: Asked<ListQuery>) -> Outcome<Page> {
    let query = asked(query);
    let conn = app.db().site(ctx.site.id).await?;
    let urgent = Urgent::of(&app, &ctx, &conn).await?;
    let tabs = tabs(&conn, ctx.site.id, &urgent).await?;
    let tab = query.tab().unwrap_or_else(|| first(&tabs, &query));
    let narrow = urgent.narrow(tab, query.narrow(&app, &ctx));
    let by_clock = narrow.only.is_some();
    let most = if by_clock { MOST_URGENT } else { PER_PAGE };
    let limit = i64::try_from(most + 1).unwrap_or(i64::MAX);
    let mut rows = queries::list::list(&conn, ctx.site.id, &narrow, limit).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    let older = rows
        .last()
        .filter(|_| more && !by_clock)
        .map(|row| format!("{}-{}", row.sent.received_at.timestamp_micros(), row.sent.id));
    let mut lines = lines(&conn, rows).await?;
    if by_clock {
        lines.sort_by_key(|line| line.clock.as_ref().map(|clock| clock.due_at));
    }
    let listed = Listed { query, tabs, tab, lines, older };
    Ok(Page::new(views::list::page(&app, &ctx, &listed)))
}

async fn tabs(conn: &AsyncPgConnection, site: SiteId, urgent: &Urgent) -> Outcome<Vec<(Tab, i64)>> {
    let mut tabs = Vec::new();
    for tab in Tab::ALL.iter().copied() {
        let narrow = urgent.narrow(tab, Narrow::default());
        tabs.push((tab, queries::list::count(conn, site, &narrow).await?));
    }
    Ok(tabs)
}

/// The tab that is open when nothing is asked for: the first in which something waits.
fn first(tabs: &[(Tab, i64)], query: &ListQuery) -> Tab {
    if !query.parts().is_empty() {
        return Tab::All;
    }
    let waits = |tab: &&(Tab, i64)| tab.1 > 0 && matches!(tab.0, Tab::New | Tab::Open);
    tabs.iter().find(waits).map_or(Tab::All, |(tab, _)| *tab)
}

/// Address of the list with a tab open.
pub fn address(tab: Tab) -> String {
    format!("{PATH}?tab={}", tab.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_list_is_in_the_address() {
        let query = ListQuery {
            tab: "open".into(),
            q: " đường 9 ".into(),
            unit: "soyte".into(),
            ..ListQuery::default()
        };
        assert_eq!(
            query.address(PATH, None, None),
            "/quan-tri/kien-nghi?tab=open&q=%C4%91%C6%B0%E1%BB%9Dng+9&unit=soyte"
        );
        assert_eq!(query.address(PATH, Some("q"), None), "/quan-tri/kien-nghi?tab=open&unit=soyte");
        assert_eq!(ListQuery::default().address(PATH, None, None), PATH);
    }

    #[test]
    fn a_month_is_one_of_vietnam() {
        let (from, until) = month("2026-11").unwrap();
        assert_eq!(from.to_rfc3339(), "2026-10-31T17:00:00+00:00");
        assert_eq!(until.to_rfc3339(), "2026-11-30T17:00:00+00:00");
        assert_eq!(month("2026-13"), None);
        assert_eq!(month(""), None);
    }
}
