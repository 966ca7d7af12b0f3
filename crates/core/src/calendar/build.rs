//! From law and decisions to the days of a calendar.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{Calendar, Day, Decided, Reason, Week, lunar};
use crate::{
    Names, SiteId,
    law::{CalendarLaw, Holiday, Reckoning, Rule},
};

/// What was decided on top of the law, for all units and for some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Days off and days worked.
    pub entries: Vec<Entry>,
    /// Weeks of units that have their own.
    pub weeks: Vec<(SiteId, NaiveDate, Week)>,
    /// Years opened or confirmed at the desk.
    pub years: BTreeMap<i32, Year>,
    /// The newest version of the province (`None`) and of each unit.
    pub versions: BTreeMap<Option<SiteId>, i64>,
}

/// A day off or a day worked, decided for all units or for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identity.
    pub id: i64,
    /// The unit; `None` is all.
    pub site: Option<SiteId>,
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
    /// Who entered it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A year opened or confirmed at the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// Whether its holidays are decided.
    pub confirmed: bool,
    /// The first days of holidays whose place is decided, by code.
    pub first: BTreeMap<String, NaiveDate>,
    /// Number and date of the decision, in words.
    pub decision: Option<String>,
}

impl Entry {
    /// Number and date of the decision, as an office writes them.
    pub fn decision(&self) -> Option<String> {
        decision(self.decision_number.as_deref(), self.decision_on)
    }
}

/// "1234/QĐ-TTg ngày 03/12/2026", as far as it is known.
pub(super) fn decision(number: Option<&str>, on: Option<NaiveDate>) -> Option<String> {
    let on = on.map(|on| on.format("%d/%m/%Y").to_string());
    match (number, on) {
        (Some(number), Some(on)) => Some(format!("{number} ngày {on}")),
        (Some(number), None) => Some(number.to_owned()),
        (None, on) => on,
    }
}

impl Decisions {
    /// The units that have days or weeks of their own.
    pub fn units(&self) -> BTreeSet<SiteId> {
        let entries = self.entries.iter().filter_map(|entry| entry.site);
        entries.chain(self.weeks.iter().map(|(site, ..)| *site)).collect()
    }

    /// Makes the calendar of a unit, or of all that have none of their own.
    pub fn calendar(&self, law: &CalendarLaw, of: Option<SiteId>) -> Calendar {
        let (first, last, provisional) = self.years(law);
        let version_of = |scope| self.versions.get(&scope).copied().unwrap_or_default();
        let mut calendar = Calendar {
            of,
            version: version_of(None).max(of.map_or(0, |site| version_of(Some(site)))),
            law: Arc::from(law.fingerprint()),
            first: NaiveDate::from_ymd_opt(first, 1, 1).unwrap_or_default(),
            last: NaiveDate::from_ymd_opt(last, 12, 31).unwrap_or_default(),
            provisional,
            weeks: self.weeks_of(law, of),
            special: BTreeMap::new(),
        };
        for year in first..=last {
            self.put_holidays(&mut calendar, law, year);
        }
        compensate(&mut calendar, law);
        for (year, rule) in &law.years {
            if (first..=last).contains(year) {
                put_swaps(&mut calendar, rule);
            }
        }
        // What a unit decided for itself goes over what was decided for all.
        for scope in [None, of].into_iter().take(1 + usize::from(of.is_some())) {
            for entry in self.entries.iter().filter(|entry| entry.site == scope) {
                put_entry(&mut calendar, entry);
            }
        }
        calendar
    }

    /// First and last year, and those not decided.
    fn years(&self, law: &CalendarLaw) -> (i32, i32, Vec<i32>) {
        let Some(horizon) = law.horizon.as_ref().map(|rule| rule.value) else {
            return (1970, 1969, Vec::new());
        };
        let opened = self.years.keys().next_back().copied().unwrap_or(horizon.last);
        let last = horizon.last.max(opened);
        let decided = |year: &i32| {
            *year <= horizon.confirmed || self.years.get(year).is_some_and(|year| year.confirmed)
        };
        (horizon.first, last, (horizon.first..=last).filter(|year| !decided(year)).collect())
    }

    fn weeks_of(&self, law: &CalendarLaw, of: Option<SiteId>) -> Vec<(NaiveDate, Week)> {
        let of_law = law
            .weeks
            .iter()
            .filter_map(|rule| Some((rule.valid_from, Week::resting(&rule.value.rest)?)));
        let mut weeks: Vec<_> = of_law.collect();
        let own = self.weeks.iter().filter(|(site, ..)| Some(*site) == of);
        weeks.extend(own.map(|(_, from, week)| (*from, *week)));
        weeks.sort_by_key(|(from, _)| *from);
        weeks
    }

    fn put_holidays(&self, calendar: &mut Calendar, law: &CalendarLaw, year: i32) {
        for (code, rule) in &law.holidays {
            let decided = self
                .years
                .get(&year)
                .and_then(|year| year.first.get(code))
                .or_else(|| law.years.get(&year).and_then(|rule| rule.value.first.get(code)));
            let Some(first) = decided.copied().or_else(|| reckoned(&rule.value, year)) else {
                continue;
            };
            for on in first.iter_days().take(usize::try_from(rule.value.days).unwrap_or(1)) {
                if rule.in_force(on) {
                    let reason = Reason::Holiday {
                        name: names(&rule.value),
                        citation: rule.citation.to_string(),
                    };
                    put(calendar, on, false, reason, false);
                }
            }
        }
    }
}

/// Where a holiday begins while nothing was decided.
fn reckoned(holiday: &Holiday, year: i32) -> Option<NaiveDate> {
    let named = match holiday.kind {
        Reckoning::Solar => NaiveDate::from_ymd_opt(year, holiday.month, holiday.day),
        Reckoning::Lunar => lunar::solar_day(year, holiday.month, holiday.day),
    };
    named?.checked_sub_days(Days::new(holiday.lead.into()))
}

fn names(holiday: &Holiday) -> Names {
    Names { vi: holiday.title_vi.as_str().into(), en: Some(holiday.title_en.as_str().into()) }
}

/// Gives back holidays that fell on days of rest. Only law decides here: a swap or a day off that
/// somebody entered takes no holiday's place.
fn compensate(calendar: &mut Calendar, law: &CalendarLaw) {
    let holidays: Vec<(NaiveDate, Names)> = calendar
        .special
        .values()
        .filter_map(|day| match &day.reason {
            Reason::Holiday { name, .. } => Some((day.on, name.clone())),
            _ => None,
        })
        .collect();
    for (of, name) in holidays {
        let gives_back = law.compensations.iter().any(|rule| rule.in_force(of));
        if !gives_back || calendar.week_on(of).works(of) {
            continue;
        }
        let next = of.iter_days().skip(1).find(|on| calendar.known(*on).working);
        if let Some(on) = next {
            put(calendar, on, false, Reason::Compensation { name, of }, false);
        }
    }
}

fn put_swaps(calendar: &mut Calendar, year: &Rule<crate::law::DecidedYear>) {
    for swap in &year.value.swap {
        let decision = swap.decision.clone().unwrap_or_else(|| year.citation.to_string());
        let decided = |with| Decided {
            name: String::new(),
            decision: Some(decision.clone()),
            swapped_with: Some(with),
        };
        put(calendar, swap.off, false, Reason::Decided(decided(swap.work)), false);
        put(calendar, swap.work, true, Reason::Decided(decided(swap.off)), false);
    }
}

fn put_entry(calendar: &mut Calendar, entry: &Entry) {
    let decided = |swapped_with| Decided {
        name: entry.name.clone(),
        decision: entry.decision(),
        swapped_with,
    };
    // A day that is off already keeps the law's reason.
    if entry.working || calendar.known(entry.on).working {
        let reason = match entry.site {
            Some(_) if !entry.working => Reason::Closed(decided(None)),
            _ => Reason::Decided(decided(entry.partner)),
        };
        put(calendar, entry.on, entry.working, reason, entry.provisional);
    }
    if let Some(partner) = entry.partner {
        let reason = Reason::Decided(decided(Some(entry.on)));
        put(calendar, partner, true, reason, entry.provisional);
    }
}

fn put(calendar: &mut Calendar, on: NaiveDate, working: bool, reason: Reason, provisional: bool) {
    let provisional = provisional || calendar.is_provisional(chrono::Datelike::year(&on));
    calendar.special.insert(on, Day { on, working, reason, provisional });
}
