//! The fields that petitions are about: land, health, schools. Data of the law packs (R-P1, R-P5).

use chrono::{DateTime, Utc};
use portal_core::{App, Fault, Lang, Outcome, lang::local_day};
use serde::Deserialize;

/// The law packs' key of the list.
pub const KEY: &str = "petition.fields";

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Stable name, kept with each petition: `land`.
    pub code: String,
    /// Title in Vietnamese.
    pub text_vi: String,
    /// Title in English.
    pub text_en: String,
}

impl Field {
    /// Its title in a language.
    pub fn text(&self, lang: Lang) -> &str {
        if lang == Lang::EN { &self.text_en } else { &self.text_vi }
    }
}

/// The fields of a day, in the order of forms.
///
/// Requirement: R-P1, R-P5. Legal source: key `petition.fields` of the law packs.
pub fn all(app: &App, now: DateTime<Utc>) -> Outcome<Vec<Field>> {
    let rule = app.law().rule_on::<Vec<Field>>(KEY, local_day(now)).map_err(Fault::bug)?;
    Ok(rule.value)
}

/// The title of a field in a language; of one that is no longer on the list, its code.
pub fn title(app: &App, lang: Lang, now: DateTime<Utc>, code: &str) -> String {
    let all = all(app, now).unwrap_or_default();
    all.iter().find(|field| field.code == code).map_or(code, |field| field.text(lang)).to_owned()
}
