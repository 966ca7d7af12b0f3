//! What sites put above the results of some words. Each node has all of it at hand, so that a question
//! asks no database.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use chrono::NaiveDate;
use portal_core::{App, SiteId, lang::fold};

pub mod queries;

pub use queries::Promoted;

/// Most questions one entry stands above.
pub const MOST_WORDS: usize = 20;

/// All of it, by site.
#[derive(Default)]
pub struct Promotions(RwLock<HashMap<SiteId, Vec<Promoted>>>);

impl Promotions {
    /// Reads those of one site, or of all.
    pub(crate) async fn read(&self, app: &App, site: Option<SiteId>) -> anyhow::Result<()> {
        let conn = app.db().platform().await?;
        let rows = queries::all(&conn, site).await?;
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match site {
            Some(site) => drop(known.remove(&site)),
            None => known.clear(),
        }
        for row in rows {
            known.entry(SiteId(row.site_id)).or_default().push(row);
        }
        Ok(())
    }

    /// What a site shows above a question on a day.
    pub(crate) fn of(&self, site: SiteId, question: &str, day: NaiveDate) -> Vec<Promoted> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Some(of_site) = known.get(&site) else { return Vec::new() };
        let asked = compared(question);
        let is_shown = |one: &&Promoted| {
            one.until.is_none_or(|until| day <= until) && one.folded.contains(&asked)
        };
        of_site.iter().filter(is_shown).cloned().collect()
    }
}

/// A question as promoted words are compared with it: folded, spaces made one.
pub(crate) fn compared(question: &str) -> String {
    fold(question).split_whitespace().collect::<Vec<_>>().join(" ")
}
