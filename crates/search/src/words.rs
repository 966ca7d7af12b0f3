//! What people look for, so that a unit sees what its readers want and do not find (R-S3).
//!
//! A person cannot be found in it: nothing is kept but how often some words were looked for in a
//! month. What looks like a telephone number, an address, an identity card never gets in; what was
//! looked for less than [`SHOWN_FROM`] times is shown to nobody and is deleted with its month.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use portal_core::{App, SiteId, lang::local_day, personal};
use unicode_normalization::UnicodeNormalization as _;

pub mod jobs;
pub mod queries;

/// Words that were looked for so often are shown.
pub const SHOWN_FROM: i64 = 3;
/// How long months are kept.
pub const KEPT_MONTHS: u32 = 13;
/// Most characters of words that are kept.
const LONGEST: usize = 100;
/// Most different words a node holds until they are written down.
const MOST: usize = 10_000;
/// How often they are written down.
const EVERY: Duration = Duration::from_secs(60);

/// How often words were asked, and how often in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// How often.
    pub times: i64,
    /// How often nothing was found.
    pub in_vain: i64,
}

#[derive(Default)]
struct Held {
    counts: BTreeMap<(i64, String), Asked>,
    written: Option<Instant>,
}

/// What was asked on this node and is not written down yet.
#[derive(Default)]
pub struct Words(Mutex<Held>);

impl Words {
    /// Counts a question.
    pub(crate) fn count(&self, site: SiteId, question: &str, found: u64) {
        let Some(words) = kept(question) else { return };
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (site.0, words);
        if held.counts.len() >= MOST && !held.counts.contains_key(&key) {
            return;
        }
        let asked = held.counts.entry(key).or_default();
        asked.times += 1;
        asked.in_vain += i64::from(found == 0);
    }

    /// Writes them down, once a minute. What cannot be written stays for the next time.
    pub(crate) async fn write_down(&self, app: &App) -> anyhow::Result<()> {
        let counts = {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if held.counts.is_empty() || held.written.is_some_and(|at| at.elapsed() < EVERY) {
                return Ok(());
            }
            held.written = Some(Instant::now());
            std::mem::take(&mut held.counts)
        };
        let written = match app.db().platform().await {
            Ok(conn) => {
                queries::add(&conn, local_day(app.now()), &counts).await.map_err(Into::into)
            }
            Err(fault) => Err(anyhow::Error::from(fault)),
        };
        if written.is_err() {
            let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, asked) in counts {
                let sum = held.counts.entry(key).or_default();
                sum.times += asked.times;
                sum.in_vain += asked.in_vain;
            }
        }
        written.map(drop)
    }
}

/// A question as it is kept: lower case, spaces made one; nothing of what is too long to be a
/// question, or looks like personal data.
fn kept(question: &str) -> Option<String> {
    let words = question.nfc().collect::<String>().to_lowercase();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_long = words.chars().nth(LONGEST).is_some();
    let keeps = !words.is_empty() && !is_long && !words.contains('\0');
    (keeps && personal::find(&words).is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_kept_without_what_says_who() {
        assert_eq!(kept("  Khai  SINH "), Some("khai sinh".to_owned()));
        assert_eq!(kept("1637/QĐ-UBND"), Some("1637/qđ-ubnd".to_owned()));
        assert_eq!(kept("Hoa\u{300}"), kept("hoà"));
        for personal in [
            "",
            "   ",
            "0912 345 678",
            "nguyễn văn a 0912345678",
            "a@b.vn",
            "cccd 045123456789",
            "a\0b",
        ] {
            assert_eq!(kept(personal), None, "{personal}");
        }
        assert_eq!(kept(&"x".repeat(101)), None);
    }

    #[test]
    fn a_node_holds_only_so_many() {
        let words = Words::default();
        for number in 0..MOST + 5 {
            words.count(SiteId(1), &format!("từ {number} khác"), 0);
        }
        words.count(SiteId(1), "từ 1 khác", 3);
        let held = words.0.lock().unwrap();
        assert_eq!(held.counts.len(), MOST);
        let asked = held.counts.get(&(1, "từ 1 khác".to_owned())).unwrap();
        assert_eq!(*asked, Asked { times: 2, in_vain: 1 });
    }
}
