//! Law as data: dated rules with their citation, read from the packs in `law/*.toml`.
//!
//! A *pack* is one file: one decree, standard or regulation. A *rule* is one entry of it: a key, a
//! value of any shape, a citation and the days on which it holds. Packs are read once, when the
//! process starts; every fault in every file is reported together.
//!
//! To add a rule: write a `[[rule]]` in a pack, define the type of its value with serde
//! (`deny_unknown_fields`), read it with [`Law::rule_on`]. Nothing here changes. Only keys below
//! `site.` are closed, because [`Structure`] reads them all.
//!
//! Requirement: R-T7.

mod calendar;
mod domain;
mod fault;
mod password;
mod read;
mod refusal;
mod structure;
mod term;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use calendar::{
    CalendarLaw, Compensation, DecidedYear, Holiday, Horizon, Reckoning, Swap, WeekRule,
};
pub use domain::{DomainFault, DomainForm, NamePattern};
pub use fault::{FaultReason, LawFault, LawMiss};
pub use password::{PasswordRule, PasswordStrength};
pub use refusal::RefusalReason;
pub use structure::{Duty, FooterField, Section, Structure};
pub use term::{NoTerm, Term, TermUnit};

use crate::kind::Kind;

/// All law packs of the installation, checked.
///
/// Requirement: R-T7.
#[derive(Debug, Clone, Default)]
pub struct Law {
    packs: Vec<Pack>,
    refusals: Vec<Rule<Vec<RefusalReason>>>,
    calendar: CalendarLaw,
}

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../law"]
#[include = "*.toml"]
struct Files;

impl Law {
    /// Loads the packs embedded in this binary.
    ///
    /// # Errors
    /// Every fault of every file; the tests keep such packs from being shipped.
    pub fn shipped() -> Result<Self, Vec<LawFault>> {
        let files = Files::iter().filter_map(|name| {
            let text = Files::get(&name)?.data.into_owned();
            Some((name.into_owned(), String::from_utf8_lossy(&text).into_owned()))
        });
        Self::load(files)
    }

    /// Reads and checks packs, given as file name and text.
    ///
    /// # Errors
    ///
    /// Every fault of every file, in the order of the files: syntax, unknown or missing fields, bad
    /// dates, a missing citation, validity that ends before it begins, two rules of one key in force
    /// on one day (in one pack or in two), values that do not fit a key known here.
    pub fn load(
        files: impl Iterator<Item = (impl Into<String>, impl AsRef<str>)>,
    ) -> Result<Self, Vec<LawFault>> {
        let mut faults = Vec::new();
        let mut packs: Vec<Pack> = Vec::new();
        let mut refusals = Vec::new();
        let mut calendar = CalendarLaw::default();
        for (file, text) in files {
            let file = file.into();
            let Some(pack) = read::pack(&file, text.as_ref(), &mut faults) else {
                continue;
            };
            refusals.extend(refusal::read(&pack, &mut faults));
            password::check(&pack, &mut faults);
            term::check(&pack, &mut faults);
            calendar.take(&pack, &mut faults);
            read::clashes(&packs, &pack, &mut faults);
            packs.push(pack);
        }
        if faults.is_empty() { Ok(Self { packs, refusals, calendar }) } else { Err(faults) }
    }

    /// Gives all packs, in the order of loading.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Finds a pack by its key, such as `nd42-2022`, in force or not.
    ///
    /// A province that has not yet moved to the newer law asks by key.
    #[must_use]
    pub fn pack(&self, key: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.key == key)
    }

    /// Reads the rule in force on a day, from whichever pack holds it.
    ///
    /// # Errors
    ///
    /// [`LawMiss`] when no pack has the key, none has it for that day, or the value is no `T`.
    pub fn rule_on<T: DeserializeOwned>(
        &self,
        key: &str,
        date: NaiveDate,
    ) -> Result<Rule<T>, LawMiss> {
        pick(self.packs.iter().flat_map(|pack| &pack.rules), key, date)
    }

    /// Finds the pack that lays down domains and sections on a day.
    #[must_use]
    pub fn structure_pack_on(&self, date: NaiveDate) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.structure.is_some() && pack.in_force(date))
    }

    /// Finds the form of domain that a kind of site must have on a day; `None` when the law knows
    /// no such kind then (a district after 30 June 2025).
    ///
    /// Requirement: R-T2. Legal source: keys `site.domain.<kind>`, `site.name` of the law packs.
    #[must_use]
    pub fn domain_form_on(&self, kind: Kind, date: NaiveDate) -> Option<&Rule<DomainForm>> {
        self.packs
            .iter()
            .filter_map(Pack::structure)
            .filter_map(|structure| structure.domain_rule(kind))
            .find(|rule| rule.in_force(date))
    }

    /// Gives the reasons for which an article may be refused on a day, in the regulation's order;
    /// empty when no pack gives any for that day.
    ///
    /// Requirement: R-C3. Legal source: key `article.refusal_reasons` of the law packs.
    #[must_use]
    pub fn refusal_reasons(&self, date: NaiveDate) -> &[RefusalReason] {
        self.refusals.iter().find(|rule| rule.in_force(date)).map_or(&[], |rule| &rule.value)
    }

    /// Gives what the packs say of rest days and holidays.
    ///
    /// Requirement: R-P2. Legal source: keys `calendar.…` of the law packs.
    #[must_use]
    pub fn calendar(&self) -> &CalendarLaw {
        &self.calendar
    }

    /// Reads the period for something, such as `petition.forward`, on a day.
    ///
    /// # Errors
    ///
    /// [`LawMiss`] as for [`Law::rule_on`].
    ///
    /// Requirement: R-P2, R-M5. Legal source: keys `deadline.…` of the law packs.
    pub fn term(&self, key: &str, date: NaiveDate) -> Result<Rule<Term>, LawMiss> {
        self.rule_on(&format!("{}{key}", Term::PREFIX), date)
    }

    /// Gives the periods in force on a day, each with its key as [`Law::term`] takes it.
    #[must_use]
    pub fn terms(&self, date: NaiveDate) -> Vec<(&str, Rule<Term>)> {
        let entries = self.packs.iter().flat_map(|pack| &pack.rules);
        let keys = entries
            .filter(|entry| entry.rule.in_force(date))
            .filter_map(|entry| entry.key.strip_prefix(Term::PREFIX));
        keys.filter_map(|key| Some((key, self.term(key, date).ok()?))).collect()
    }

    /// Reads what passwords of local accounts must be on a day.
    ///
    /// # Errors
    ///
    /// [`LawMiss`] as for [`Law::rule_on`].
    ///
    /// Requirement: R-A3. Legal source: key `account.password` of the law packs.
    pub fn password_rule(&self, date: NaiveDate) -> Result<Rule<PasswordRule>, LawMiss> {
        self.rule_on(PasswordRule::KEY, date)
    }
}

/// One decree, standard or regulation, as one file of rules.
///
/// Requirement: R-T7.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The file it was read from, for messages.
    pub file: String,
    /// Stable name, such as `nd224-2026`; a site keeps it to say which law it was built by.
    pub key: String,
    /// Title in Vietnamese.
    pub title_vi: String,
    /// Title in English.
    pub title_en: String,
    /// Number and date of the text.
    pub citation: Arc<str>,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; `None` while no end is known.
    pub valid_to: Option<NaiveDate>,
    rules: Vec<Entry>,
    structure: Option<Structure>,
}

impl Pack {
    /// Tells whether the text is in force on a day. A rule may hold for longer or for less.
    #[must_use]
    pub fn in_force(&self, date: NaiveDate) -> bool {
        holds(self.valid_from, self.valid_to, date)
    }

    /// Reads this pack's rule for a day, whatever other packs say.
    ///
    /// # Errors
    ///
    /// [`LawMiss`] when the pack has no such key, has none for that day, or the value is no `T`.
    pub fn rule<T: DeserializeOwned>(
        &self,
        key: &str,
        date: NaiveDate,
    ) -> Result<Rule<T>, LawMiss> {
        pick(self.rules.iter(), key, date)
    }

    /// Gives the keys of all rules, in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|entry| entry.key.as_str())
    }

    /// Gives what the pack says about building a site, ready-made; `None` when it says nothing.
    #[must_use]
    pub fn structure(&self) -> Option<&Structure> {
        self.structure.as_ref()
    }
}

/// A value of the law, with its source and the days on which it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule<T> {
    /// What is laid down.
    pub value: T,
    /// Where: text, article, clause.
    pub citation: Arc<str>,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; `None` while no end is known.
    pub valid_to: Option<NaiveDate>,
    /// How surely the source is known, where the pack says so.
    pub confidence: Option<Confidence>,
    /// Key of the pack that holds it.
    pub pack: Arc<str>,
}

impl<T> Rule<T> {
    /// Tells whether the rule holds on a day, first and last day included.
    #[must_use]
    pub fn in_force(&self, date: NaiveDate) -> bool {
        holds(self.valid_from, self.valid_to, date)
    }

    /// Gives the same rule with another value in its place.
    pub fn with<U>(&self, value: U) -> Rule<U> {
        Rule {
            value,
            citation: Arc::clone(&self.citation),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            confidence: self.confidence,
            pack: Arc::clone(&self.pack),
        }
    }
}

/// How surely a rule's source is known; written in the packs as one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Confidence {
    /// `S`: the province's own draft regulation.
    #[serde(rename = "S")]
    Regulation,
    /// `A`: the article itself was read.
    #[serde(rename = "A")]
    Article,
    /// `B`: a public page reports it.
    #[serde(rename = "B")]
    Report,
    /// `C`: a third party's collection quotes it.
    #[serde(rename = "C")]
    Quotation,
    /// `M`: from memory; to be verified.
    #[serde(rename = "M")]
    Memory,
    /// `I`: inferred; the law does not say it in these words.
    #[serde(rename = "I")]
    Inference,
}

/// A rule as it stands in the file.
#[derive(Debug, Clone)]
struct Entry {
    key: String,
    rule: Rule<toml::Value>,
}

fn holds(from: NaiveDate, to: Option<NaiveDate>, date: NaiveDate) -> bool {
    from <= date && to.is_none_or(|to| date <= to)
}

fn pick<'law, T: DeserializeOwned>(
    entries: impl Iterator<Item = &'law Entry>,
    key: &str,
    date: NaiveDate,
) -> Result<Rule<T>, LawMiss> {
    let mut known = false;
    for Entry { rule, .. } in entries.filter(|entry| entry.key == key) {
        if rule.in_force(date) {
            return match rule.value.clone().try_into() {
                Ok(value) => Ok(rule.with(value)),
                Err(error) => Err(LawMiss::WrongShape {
                    key: key.to_owned(),
                    reason: error.to_string().trim().to_owned(),
                }),
            };
        }
        known = true;
    }
    let key = key.to_owned();
    Err(if known { LawMiss::NotInForce { key, date } } else { LawMiss::UnknownKey { key } })
}
