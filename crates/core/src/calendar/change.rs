//! Changes of the calendar: entered or taken back by an office, previewed, then adopted.
//!
//! [`propose`] writes the change in the caller's transaction and works out what it moves. Rolled back,
//! that was a preview; handed on to [`adopt`], it is done. So a preview is what will happen.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    All, BeyondHorizon, Calendar, CalendarChanged, Decisions, Entry, Week, change_queries, queries,
    recount::{self, Plan},
};
use crate::{
    App, Fault, FieldFault, Lang, OrNotFound as _, Outcome, Refusal, SiteId, Texts, Tx,
    lang::Locales,
};

/// Something that is done to a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Days off or days worked are entered, by one decision.
    Enter(Vec<NewEntry>),
    /// An entry is taken back.
    Remove(i64),
    /// A unit works another week from a day on.
    Week {
        /// The first day of it.
        from: NaiveDate,
        /// Its days of rest.
        week: Week,
    },
    /// A year is opened, or its decision entered; of the province only.
    Year(NewYear),
}

/// A day to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// The day of rest that is worked for a day off.
    pub partner: Option<NaiveDate>,
    /// What for.
    pub name: String,
    /// Number of the decision.
    pub decision_number: Option<String>,
    /// Date of the decision.
    pub decision_on: Option<NaiveDate>,
    /// Whether the decision is still to come.
    pub provisional: bool,
}

/// A year to be opened or confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewYear {
    /// The year.
    pub year: i32,
    /// Whether its holidays are decided.
    pub confirmed: bool,
    /// The first day of holidays whose place is decided, by the holiday's code.
    pub first: BTreeMap<String, NaiveDate>,
    /// Number of the decision.
    pub decision_number: Option<String>,
    /// Date of the decision.
    pub decision_on: Option<NaiveDate>,
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// Something was entered for the day already.
    Taken(NaiveDate),
    /// The day is off as it is.
    AlreadyOff(NaiveDate),
    /// The day is worked as it is.
    AlreadyWorked(NaiveDate),
    /// There is no calendar for the day.
    Beyond(BeyondHorizon),
    /// A year that does not follow the last one.
    NotTheNextYear(i32),
}

impl ChangeRefusal {
    /// The field of the form it belongs to.
    pub fn field(&self, entry: &NewEntry) -> &'static str {
        let day = match self {
            Self::Taken(on) | Self::AlreadyOff(on) | Self::AlreadyWorked(on) => *on,
            Self::Beyond(beyond) => beyond.on,
            Self::NotTheNextYear(_) => return "year",
        };
        if entry.partner == Some(day) { "partner" } else { "on" }
    }

    /// The fault at that field.
    pub fn fault(&self) -> FieldFault {
        let of = |key, on: &NaiveDate| FieldFault::Other(key, vec![("on", text_of(*on))]);
        match self {
            Self::Taken(on) => of("calendar-taken", on),
            Self::AlreadyOff(on) => of("calendar-already-off", on),
            Self::AlreadyWorked(on) => of("calendar-already-worked", on),
            Self::Beyond(BeyondHorizon { on, first, last }) => FieldFault::Other(
                "calendar-beyond",
                vec![("on", text_of(*on)), ("first", text_of(*first)), ("last", text_of(*last))],
            ),
            Self::NotTheNextYear(year) => {
                FieldFault::Other("calendar-not-next-year", vec![("year", year.to_string())])
            }
        }
    }
}

impl Refusal for ChangeRefusal {
    fn sentence(&self, t: &Texts) -> String {
        self.fault().sentence(t)
    }
}

impl NewEntry {
    /// Checks the day against a calendar: a day off must be worked so far, a day worked must be off.
    pub fn check(&self, calendar: &Calendar, taken: &[NaiveDate]) -> Result<(), ChangeRefusal> {
        for (on, working) in
            [Some((self.on, self.working)), self.partner.map(|on| (on, true))].into_iter().flatten()
        {
            let day = calendar.day(on).map_err(ChangeRefusal::Beyond)?;
            if taken.contains(&on) {
                return Err(ChangeRefusal::Taken(on));
            }
            match (day.working, working) {
                (true, true) => return Err(ChangeRefusal::AlreadyWorked(on)),
                (false, false) => return Err(ChangeRefusal::AlreadyOff(on)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The days for which a scope has entries, swapped days among them.
pub fn taken(entries: &[Entry], scope: Option<SiteId>) -> Vec<NaiveDate> {
    let own = entries.iter().filter(|entry| entry.site == scope);
    own.flat_map(|entry| [Some(entry.on), entry.partner]).flatten().collect()
}

/// A change that is written, and what it does to running clocks.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The version it makes.
    pub version: i64,
    /// Whose calendar it changes; `None` is all.
    pub scope: Option<SiteId>,
    /// What is done, in the words of an office.
    pub what: String,
    /// The clocks it moves.
    pub plan: Plan,
}

/// Writes a change into the caller's transaction and works out what it moves. For `scope` `None` that
/// must be the platform door's.
///
/// # Errors
/// Refused as [`ChangeRefusal`] says; not found when the entry to be taken back is not there.
///
/// Requirement: R-P2.
pub async fn propose(
    app: &App,
    tx: &mut Tx,
    scope: Option<SiteId>,
    change: &Change,
) -> Outcome<Proposal> {
    queries::lock(tx).await?;
    let law = app.law().calendar();
    let before = queries::decisions(tx).await?;
    let version = queries::new_version(tx, scope, tx.person(), tx.now()).await?;
    let what = write(tx, scope, version, change, &before, &before.calendar(law, scope)).await?;
    let after = queries::decisions(tx).await?;
    let plan = recount::plan(tx, &All::new(law, &after), scope).await?;
    Ok(Proposal { version, scope, what, plan })
}

/// Moves the clocks of a proposal and tells the change; gives how many clocks end on another day.
///
/// Requirement: R-P2.
pub async fn adopt(tx: &mut Tx, proposal: Proposal) -> Outcome<i64> {
    let Proposal { version, scope, what, plan } = proposal;
    let moved = recount::carry_out(tx, &plan, version).await?;
    tx.tell(CalendarChanged { version, scope, what, moved }).await?;
    Ok(moved)
}

async fn write(
    tx: &Tx,
    scope: Option<SiteId>,
    version: i64,
    change: &Change,
    before: &Decisions,
    calendar: &Calendar,
) -> Outcome<String> {
    match change {
        Change::Enter(entries) => {
            let taken = taken(&before.entries, scope);
            for entry in entries {
                entry.check(calendar, &taken)?;
            }
            change_queries::enter(tx, scope, version, entries, tx.person(), tx.now()).await?;
            Ok(words_of_entries(entries))
        }
        Change::Remove(id) => {
            let mut own = before.entries.iter().filter(|entry| entry.site == scope);
            let entry = own.find(|entry| entry.id == *id).or_not_found()?;
            change_queries::remove(tx, *id).await?;
            Ok(office_words(
                "calendar-what-removed",
                vec![("days", text_of(entry.on)), ("name", entry.name.clone())],
            ))
        }
        Change::Week { from, week } => {
            let site = scope
                .ok_or_else(|| Fault::bug(anyhow::anyhow!("the week of all units is the law's")))?;
            change_queries::set_week(tx, site, version, *from, *week, tx.person()).await?;
            Ok(office_words("calendar-what-week", vec![("days", text_of(*from))]))
        }
        Change::Year(year) => {
            let next = chrono::Datelike::year(&calendar.range().1) + 1;
            let known = calendar.day(NaiveDate::from_ymd_opt(year.year, 7, 1).unwrap_or_default());
            if year.year != next && known.is_err() {
                return Err(ChangeRefusal::NotTheNextYear(next).into());
            }
            change_queries::set_year(tx, version, year, tx.person()).await?;
            let key =
                if year.confirmed { "calendar-what-confirmed" } else { "calendar-what-opened" };
            Ok(office_words(key, vec![("year", year.year.to_string())]))
        }
    }
}

fn words_of_entries(entries: &[NewEntry]) -> String {
    let days: Vec<String> = entries.iter().map(|entry| text_of(entry.on)).collect();
    let (name, partner) = entries
        .first()
        .map(|entry| (entry.name.clone(), entry.partner.map(text_of)))
        .unwrap_or_default();
    let args = vec![("days", days.join(", ")), ("name", name)];
    match (partner, entries.iter().any(|entry| entry.working)) {
        (Some(partner), _) => office_words(
            "calendar-what-swap",
            args.into_iter().chain([("partner", partner)]).collect(),
        ),
        (None, true) => office_words("calendar-what-work", args),
        (None, false) => office_words("calendar-what-off", args),
    }
}

fn text_of(day: NaiveDate) -> String {
    office_texts().day(day)
}

/// A text of the record, which is kept in the office's language.
pub(super) fn office_words(key: &str, args: Vec<(&'static str, String)>) -> String {
    office_texts().with_all(key, args)
}

fn office_texts() -> Texts {
    Locales::shipped().texts(Lang::VI)
}
