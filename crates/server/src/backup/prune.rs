//! Which backups stay, and what goes.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use object_store::ObjectStoreExt as _;
use portal_core::{App, lang::local_day};

use super::{
    catalogue, runs,
    vault::{Entry, Vault, file_place},
};

/// How long something unfinished may still be somebody's at work.
const UNFINISHED: TimeDelta = TimeDelta::days(1);

/// Of which day, week or month a moment is: the year and the number in it.
type Period = fn(DateTime<Utc>) -> (i32, u32);

/// How many backups stay, by day, week and month; of each the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days.
    pub daily: usize,
    /// Weeks, from Monday.
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Self { daily: 7, weekly: 4, monthly: 12 }
    }
}

/// What was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Backups, by name.
    pub backups: Vec<String>,
    /// How many files.
    pub files: u64,
    /// What they took, in bytes.
    pub bytes: u64,
    /// How many backups stay.
    pub kept: usize,
}

/// The backups that stay: of each of the last days, weeks and months that have any, the newest. Days
/// are Vietnam's.
pub fn kept(finished: &[(String, DateTime<Utc>)], keep: Keep) -> BTreeSet<String> {
    let mut newest_first: Vec<_> = finished.iter().collect();
    newest_first.sort_by_key(|(name, at)| std::cmp::Reverse((*at, name.clone())));
    let mut stay = BTreeSet::new();
    let periods: [(usize, Period); 3] = [
        (keep.daily, |at| (local_day(at).year(), local_day(at).ordinal())),
        (keep.weekly, |at| (local_day(at).iso_week().year(), local_day(at).iso_week().week())),
        (keep.monthly, |at| (local_day(at).year(), local_day(at).month())),
    ];
    for (many, period) in periods {
        let mut seen = BTreeSet::new();
        for (name, at) in &newest_first {
            if seen.len() < many && seen.insert(period(*at)) {
                stay.insert(name.clone());
            }
        }
    }
    stay.extend(newest_first.first().map(|(name, _)| name.clone()));
    stay
}

/// Takes away what need not stay: backups past [`Keep`], unfinished ones of more than a day ago, and
/// files that no backup which stays knows. The newest backup that was verified always stays.
///
/// # Errors
/// Another backup at work, the store's faults.
pub async fn prune(
    app: &App,
    owner_url: &str,
    vault: &Vault,
    keep: Keep,
) -> anyhow::Result<Pruned> {
    // A backup that is being made has files here that no manifest knows yet.
    let client = catalogue::connect(owner_url).await?;
    catalogue::alone(&client).await?;
    let verified = {
        let conn = app.db().platform().await.map_err(anyhow::Error::from)?;
        runs::verified(&conn).await?
    };
    let all = vault.list().await?;
    if let Some((entry, reason)) = all.iter().find_map(|entry| Some((entry, entry.damaged()?))) {
        anyhow::bail!(
            "{}: {reason} Nothing is taken away while nobody knows which files it needs: mend it, or \
             take its folder away by hand.",
            entry.name
        );
    }
    let moments: Vec<(String, DateTime<Utc>)> = all
        .iter()
        .filter_map(|entry| Some((entry.name.clone(), entry.manifest()?.moment)))
        .collect();
    let mut stay = kept(&moments, keep);
    // The newest of those that were verified, and are still there.
    let mut newest_first = moments.iter().rev().map(|(name, _)| name);
    stay.extend(newest_first.find(|name| verified.contains(*name)).cloned());
    let old = app.now() - UNFINISHED;
    let (staying, going): (Vec<Entry>, Vec<Entry>) =
        all.into_iter().partition(|entry| match entry.manifest() {
            Some(_) => stay.contains(&entry.name),
            None => entry.begun > old,
        });
    let mut pruned = Pruned { kept: staying.len(), ..Pruned::default() };
    for entry in going {
        vault.remove(&entry.name).await?;
        pruned.backups.push(entry.name);
    }
    let known: HashSet<_> = staying
        .iter()
        .filter_map(Entry::manifest)
        .flat_map(|of| of.files.iter().map(|file| file_place(&file.sha256, of.encrypted)))
        .collect();
    for file in vault.files().await? {
        if !known.contains(&file.location) && file.last_modified < old {
            vault.store().delete(&file.location).await?;
            pruned.files += 1;
            pruned.bytes += file.size;
        }
    }
    Ok(pruned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (String, DateTime<Utc>) {
        (text.to_owned(), format!("{text}:00Z").parse().unwrap())
    }

    #[test]
    fn of_each_day_week_and_month_the_newest_stays() {
        let made: Vec<_> = [
            "2026-08-31T18:30",
            "2026-09-30T18:30",
            "2026-10-05T18:30",
            "2026-11-15T18:30",
            "2026-11-21T18:30",
            "2026-11-27T18:30",
            "2026-11-28T18:30",
            // The same day in Vietnam as the one before.
            "2026-11-29T10:00",
        ]
        .map(at)
        .to_vec();
        let keep = |daily, weekly, monthly| {
            kept(&made, Keep { daily, weekly, monthly }).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(keep(2, 0, 0), ["2026-11-27T18:30", "2026-11-29T10:00"]);
        assert_eq!(keep(0, 3, 0), ["2026-10-05T18:30", "2026-11-21T18:30", "2026-11-29T10:00"]);
        // The last of September ended in October there.
        assert_eq!(keep(0, 0, 3), ["2026-08-31T18:30", "2026-10-05T18:30", "2026-11-29T10:00"]);
        // Never nothing.
        assert_eq!(keep(0, 0, 0), ["2026-11-29T10:00"]);
        assert!(kept(&[], Keep::default()).is_empty());
    }
}
