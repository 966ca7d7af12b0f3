//! Running clocks counted anew after a change of the calendar.
//!
//! [`plan`] only reads and says which clocks would end on another day; adopting a change moves them, set
//! by set. Clocks that have ended are never looked at. What is counted alike already stays, so doing
//! it twice does nothing.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{
    All, Calendar, CalendarChanged, Due, queries,
    recount_queries::{self, CountRow, Group},
    registry::CountKey,
};
use crate::{
    App, Ctx, Outcome, SiteId, Tx,
    deadline::{Count, NewCount, store_counts},
};

/// What a change does to running clocks.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    moves: Vec<Move>,
}

/// Clocks of a unit that shared a count and share another now.
#[derive(Debug, Clone)]
pub(super) struct Move {
    pub site: SiteId,
    pub count: i64,
    pub key: CountKey,
    pub law: Arc<str>,
    pub due: Arc<Due>,
    pub from: NaiveDate,
    pub clocks: i64,
    pub example: String,
}

/// What a change does to the clocks of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMoves {
    /// The unit.
    pub site: SiteId,
    /// How many of its clocks move.
    pub clocks: i64,
    /// Some of them: the case, the last day now and then, how many alike.
    pub examples: Vec<Example>,
}

/// A clock that moves, standing for those that move alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// A case: `petition:123`.
    pub subject: String,
    /// The last day now.
    pub from: NaiveDate,
    /// The last day then.
    pub to: NaiveDate,
    /// How many clocks of the unit move like this.
    pub clocks: i64,
}

impl Plan {
    /// How many clocks end on another day.
    pub fn moved(&self) -> i64 {
        self.shifting().map(|change| change.clocks).sum()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// The clocks that end on another day, by unit, those with the most first; at most so many
    /// examples each.
    pub fn by_unit(&self, examples: usize) -> Vec<UnitMoves> {
        let mut units: BTreeMap<SiteId, UnitMoves> = BTreeMap::new();
        for change in self.shifting() {
            let unit = units.entry(change.site).or_insert_with(|| UnitMoves {
                site: change.site,
                clocks: 0,
                examples: Vec::new(),
            });
            unit.clocks += change.clocks;
            unit.examples.push(Example {
                subject: change.example.clone(),
                from: change.from,
                to: change.due.on,
                clocks: change.clocks,
            });
        }
        let mut units: Vec<UnitMoves> = units.into_values().collect();
        for unit in &mut units {
            unit.examples.sort_by_key(|example| (-example.clocks, example.from));
            unit.examples.truncate(examples);
        }
        units.sort_by_key(|unit| (-unit.clocks, unit.site));
        units
    }

    fn shifting(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|change| change.from != change.due.on)
    }
}

/// Works out which running clocks, of all units or one, are counted otherwise by some calendars.
///
/// # Errors
/// Only the database's. A clock that would leave the horizon stays as it is.
///
/// Requirement: R-P2.
pub async fn plan(
    conn: &diesel_async::AsyncPgConnection,
    calendars: &All,
    only: Option<SiteId>,
) -> Outcome<Plan> {
    let groups = recount_queries::running(conn, only).await?;
    let mut ids: Vec<i64> = groups.iter().map(|group| group.count_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let counts: HashMap<i64, CountRow> = recount_queries::counts(conn, &ids)
        .await?
        .into_iter()
        .map(|count| (count.id, count))
        .collect();
    let mut made: HashMap<CountKey, Arc<Due>> = HashMap::new();
    let mut moves = Vec::new();
    for group in groups {
        let Some(count) = counts.get(&group.count_id) else { continue };
        let calendar = calendars.of(SiteId(group.site_id));
        if !is_present(count, &calendar) {
            moves.extend(moved(group, count, &calendar, &mut made));
        }
    }
    Ok(Plan { moves })
}

/// Whether a count was made by the calendar as it is.
fn is_present(count: &CountRow, calendar: &Calendar) -> bool {
    count.version == calendar.version
        && *count.law == *calendar.law
        && count.of_site == calendar.of.map(|id| id.0)
}

fn moved(
    group: Group,
    count: &CountRow,
    calendar: &Calendar,
    made: &mut HashMap<CountKey, Arc<Due>>,
) -> Option<Move> {
    let key = CountKey {
        of: calendar.of,
        started_at: count.started_at,
        term: count.term.clone(),
        version: calendar.version,
    };
    let due = if let Some(due) = made.get(&key) {
        Arc::clone(due)
    } else {
        let counted = count.term.parse::<Count>().map_err(anyhow::Error::from);
        let due = counted.and_then(|term| Ok(term.due(calendar, count.started_at)?));
        let due = due
            .inspect_err(|error| {
                tracing::error!(count = count.id, %error, "clocks cannot be counted anew");
            })
            .ok()?;
        let due = Arc::new(due);
        made.insert(key.clone(), Arc::clone(&due));
        due
    };
    let same = due.on == count.due_on
        && due.ends_at == count.due_at
        && serde_json::to_value(&due.days).is_ok_and(|days| days == count.days);
    (!same).then(|| Move {
        site: SiteId(group.site_id),
        count: count.id,
        key,
        law: Arc::clone(&calendar.law),
        due,
        from: count.due_on,
        clocks: group.clocks,
        example: group.example,
    })
}

/// Moves the clocks of a plan, and notes each that ends on another day; gives how many those are.
pub(super) async fn carry_out(tx: &mut Tx, plan: &Plan, version: i64) -> Outcome<i64> {
    if plan.is_empty() {
        return Ok(0);
    }
    let mut places: HashMap<&CountKey, usize> = HashMap::new();
    let mut new: Vec<NewCount<'_>> = Vec::new();
    for change in &plan.moves {
        places.entry(&change.key).or_insert_with(|| {
            new.push(NewCount { key: &change.key, law: &change.law, due: &change.due });
            new.len() - 1
        });
    }
    let ids = store_counts(tx, &new).await?;
    let to = |change: &Move| places.get(&change.key).and_then(|place| ids.get(*place)).copied();
    let moves: Vec<(&Move, i64)> =
        plan.moves.iter().filter_map(|change| Some((change, to(change)?))).collect();
    Ok(recount_queries::carry_out(tx, &moves, version, tx.now()).await?)
}

/// Counts clocks anew that run by an older calendar or older law: one that was started at the moment
/// of a change, or before the law packs were replaced. Tells the change if any clock moved; gives how
/// many did.
///
/// Requirement: R-P2.
pub async fn catch_up(app: &App, ctx: &Ctx) -> Outcome<i64> {
    let mut tx = app.begin_platform(ctx).await?;
    queries::lock(&tx).await?;
    let decisions = queries::decisions(&tx).await?;
    let plan = plan(&tx, &All::new(app.law().calendar(), &decisions), None).await?;
    if plan.is_empty() {
        tx.roll_back().await?;
        return Ok(0);
    }
    // A version of its own, so that what it moved is found by it.
    let version = queries::new_version(&tx, None, tx.person(), tx.now()).await?;
    let moved = carry_out(&mut tx, &plan, version).await?;
    let what = super::change::office_words("calendar-what-recount", Vec::new());
    tx.tell(CalendarChanged { version, scope: None, what, moved }).await?;
    tx.commit().await?;
    Ok(moved)
}
