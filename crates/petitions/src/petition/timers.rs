//! Reminders before, escalation after a last day, each morning of a working day (R-P3); and what a
//! change of the calendar does to people who wait (R-P2).
//!
//! Everybody is told a thing once: [`queries::remind::first`] notes it in the transaction that sends
//! the letter.

use std::{collections::BTreeMap, time::Duration};

use chrono::Timelike as _;
use chrono_tz::Asia::Ho_Chi_Minh;
use portal_core::{
    App, Ctx, Fact as _, FactId, Job, Jobs, Mail, Outcome, PersonId, Recurring, SiteId, Texts, Tx,
    calendar::CalendarChanged,
    deadline::{self, Clock},
    fact,
    lang::local_day,
    module::Listener,
    people::{self, Holder},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    PetitionId,
    answers::AnswerMerged,
    deeds::facts::{ClocksTold, Reminded},
    events::{self, EventKind, NewEvent},
    letters::{self, LetterKind},
    module::KEY,
    permissions::{EXTEND, HANDLE, SUPERVISE},
    queries::{self, Whole, board, remind},
};

pub mod digest;

use digest::{Digest, Entry, Urgency};

/// From this hour of a working day on, people are reminded.
const HOUR: u32 = 8;

/// With the jobs of petitions at the desk.
pub fn jobs(jobs: Jobs) -> Jobs {
    jobs.with::<Remind>().with::<TellMoved>().with::<AnswerMerged>()
}

/// What comes round by itself: each hour it looks whether the morning has come.
pub fn recurring() -> Vec<Recurring> {
    vec![Recurring::of::<Remind>(Duration::from_secs(3_600))]
}

/// What other contexts tell that makes work here.
pub fn listeners() -> Vec<Listener> {
    vec![Listener { module: KEY, fact: CalendarChanged::KIND, job: TellMoved::KIND }]
}

/// Reminds whoever has something to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Remind {}

impl Job for Remind {
    const KIND: &'static str = "petitions.remind";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(remind_all(&app, &ctx).await?)
    }
}

/// Reminds every unit whose working day has begun.
pub async fn remind_all(app: &App, ctx: &Ctx) -> Outcome<()> {
    if ctx.now.with_timezone(&Ho_Chi_Minh).hour() < HOUR {
        return Ok(());
    }
    let conn = app.db().platform().await?;
    let mut units: BTreeMap<SiteId, Vec<(PetitionId, Option<Clock>)>> = BTreeMap::new();
    for clock in board::running(&conn).await? {
        let Some(id) = queries::of_subject(&clock.subject) else { continue };
        units.entry(clock.site).or_default().push((id, Some(clock)));
    }
    for (site, id) in remind::unseen(&conn).await? {
        units.entry(site).or_default().push((id, None));
    }
    drop(conn);
    for (site, work) in units {
        let site = app.sites.now().by_id(site).cloned();
        let Some(site) = site.filter(|site| app.is_on(site, KEY)) else { continue };
        let today = local_day(ctx.now);
        if app.calendars.of(site.id).day(today).is_ok_and(|day| day.working) {
            remind_unit(app, &ctx.on(site), &work).await?;
        }
    }
    Ok(())
}

/// A unit's letters of a morning, in one transaction: a morning that breaks off is done anew.
async fn remind_unit(app: &App, ctx: &Ctx, work: &[(PetitionId, Option<Clock>)]) -> Outcome<()> {
    let site = ctx.site.id;
    let officers = people::holders(app, site, HANDLE).await?;
    let heads = people::holders(app, site, EXTEND).await?;
    let supervisors = match app.sites.now().province().map(|province| province.id) {
        Some(province) => people::holders(app, province, SUPERVISE).await?,
        None => Vec::new(),
    };
    let mut tx = app.begin_platform(ctx).await?;
    let ids: Vec<i64> = work.iter().map(|(id, _)| id.0).collect();
    let petitions = remind::some(&tx, &ids).await?;
    let entries = entries(app, ctx, work, &petitions);
    let mut sent = 0;
    for officer in &officers {
        sent += remind_officer(app, ctx, &mut tx, (officer, &officers), &entries).await?;
    }
    for (holders, supervises) in [(&heads, false), (&supervisors, true)] {
        sent += escalate(app, ctx, &mut tx, (holders, supervises), &entries).await?;
    }
    if sent == 0 {
        return tx.roll_back().await;
    }
    tx.tell(Reminded { site, count: sent }).await?;
    tx.commit().await
}

fn entries<'a>(
    app: &App,
    ctx: &Ctx,
    work: &'a [(PetitionId, Option<Clock>)],
    petitions: &'a [Whole],
) -> Vec<Entry<'a>> {
    let calendar = app.calendars.of(ctx.site.id);
    let today = local_day(ctx.now);
    work.iter()
        .filter_map(|(id, clock)| {
            let whole = petitions.iter().find(|whole| whole.id() == *id)?;
            let urgency = match clock {
                None => Urgency::New,
                Some(clock) if clock.is_overdue(ctx.now) => {
                    Urgency::Overdue(calendar.elapsed(clock.due_on, today))
                }
                Some(clock) => match calendar.elapsed(today, clock.due_on) {
                    0 => Urgency::Today,
                    1 => Urgency::Tomorrow,
                    days if days <= 3 => Urgency::Soon(days),
                    _ => return None,
                },
            };
            Some(Entry { whole, clock: clock.as_ref(), urgency })
        })
        .collect()
}

/// The morning's digest: once a day, for whoever has something in it. What a colleague is in charge of
/// is the colleague's, as long as that person is there and can be written to.
async fn remind_officer(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (officer, officers): (&Holder, &[Holder]),
    entries: &[Entry<'_>],
) -> Outcome<usize> {
    let Some(email) = officer.email.as_deref() else { return Ok(0) };
    let colleague = |id: PersonId| {
        officers.iter().any(|one| one.id == id && one.id != officer.id && one.email.is_some())
    };
    let theirs =
        |entry: &&Entry<'_>| entry.whole.case.officer_id.is_none_or(|id| !colleague(PersonId(id)));
    let own = most_urgent(entries.iter().filter(theirs));
    if own.is_empty() {
        return Ok(0);
    }
    let day = local_day(ctx.now);
    let key = (ctx.site.id, officer.id);
    if !remind::first(tx, key, (None, "digest", day), ctx.now).await? {
        return Ok(0);
    }
    let digest = Digest { app, ctx, name: &officer.name, entries: &own, supervises: false };
    tx.send(&Mail::new(email, digest.subject(), digest.text())).await?;
    Ok(1)
}

/// Each petition once, by the most urgent of its clocks.
fn most_urgent<'a, 'b: 'a>(entries: impl Iterator<Item = &'a Entry<'b>>) -> Vec<Entry<'b>> {
    let mut all: BTreeMap<PetitionId, Entry<'b>> = BTreeMap::new();
    for entry in entries {
        let known = all.entry(entry.whole.id()).or_insert_with(|| entry.clone());
        if entry.urgency > known.urgency {
            *known = entry.clone();
        }
    }
    all.into_values().collect()
}

/// The head hears of what is due tomorrow and of what is overdue, the provincial office of the second;
/// of each thing once.
async fn escalate(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (holders, supervises): (&[Holder], bool),
    entries: &[Entry<'_>],
) -> Outcome<usize> {
    let mut sent = 0;
    for holder in holders {
        let Some(email) = holder.email.as_deref() else { continue };
        let mut new: Vec<Entry<'_>> = Vec::new();
        for entry in entries {
            let Some((event, clock)) = entry.escalation(supervises) else { continue };
            let what = (Some(entry.whole.id()), event, clock.due_on);
            if remind::first(tx, (ctx.site.id, holder.id), what, ctx.now).await? {
                note_escalation(ctx, tx, entry, clock, event, supervises).await?;
                new.push(entry.clone());
            }
        }
        if !new.is_empty() {
            let digest = Digest { app, ctx, name: &holder.name, entries: &new, supervises };
            tx.send(&Mail::new(email, digest.escalation_subject(), digest.text())).await?;
            sent += 1;
        }
    }
    Ok(sent)
}

/// In the timeline, with the last day it is about: once for the unit and once for the province,
/// whoever was told.
async fn note_escalation(
    ctx: &Ctx,
    tx: &mut Tx,
    entry: &Entry<'_>,
    clock: &Clock,
    event: &str,
    supervises: bool,
) -> Outcome<()> {
    let id = entry.whole.id();
    let kind = if event == "overdue" { EventKind::Escalated } else { EventKind::Reminded };
    let to = if supervises { "province" } else { "head" };
    let due_on = clock.due_on.to_string();
    let known = events::list(tx, id, false).await?;
    let noted = known.iter().any(|known| {
        known.kind() == Some(kind) && known.text("due_on") == due_on && known.text("to") == to
    });
    if noted {
        return Ok(());
    }
    let event = NewEvent {
        petition: id,
        site: entry.whole.site(),
        acting_site: ctx.site.id,
        person: None,
        kind,
        shown: false,
        data: json!({ "due_on": due_on, "to": to, "key": clock.key }),
    };
    events::add(tx, event).await?;
    Ok(())
}

/// Tells senders that a change of the calendar moved the last day of their petition.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellMoved {
    /// The change.
    pub fact: i64,
}

impl Job for TellMoved {
    const KIND: &'static str = "petitions.clocks.tell";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(tell_moved(&app, &ctx, FactId(self.fact)).await?)
    }
}

async fn tell_moved(app: &App, ctx: &Ctx, id: FactId) -> Outcome<()> {
    let mut tx = app.begin_platform(ctx).await?;
    let Some(fact) = fact::by_id(&tx, id).await? else { return tx.roll_back().await };
    let change: CalendarChanged =
        serde_json::from_value(fact.data).map_err(portal_core::Fault::bug)?;
    let moved = deadline::shifted(&tx, KEY, change.version).await?;
    let mut count = 0;
    for shifted in &moved {
        count += usize::from(tell_one(&ctx.texts(), &mut tx, shifted, change.version).await?);
    }
    if count == 0 {
        return tx.roll_back().await;
    }
    tx.tell(ClocksTold { version: change.version, count }).await?;
    tx.commit().await
}

/// The timeline has each version of the calendar and each duty once, so a job that runs twice tells
/// nobody twice. The sender hears of the answer only: forwarding is the office's own affair.
async fn tell_one(
    t: &Texts,
    tx: &mut Tx,
    shifted: &deadline::Shifted,
    version: i64,
) -> Outcome<bool> {
    let Some(id) = queries::of_subject(&shifted.clock.subject) else { return Ok(false) };
    let Some(whole) = remind::some(tx, &[id.0]).await?.into_iter().next() else {
        return Ok(false);
    };
    let known = events::list(tx, id, false).await?;
    let told = known.iter().any(|event| {
        event.kind() == Some(EventKind::DeadlineMoved)
            && event.number("version") == Some(version)
            && event.text("key") == shifted.clock.key
    });
    if told {
        return Ok(false);
    }
    let answer = shifted.clock.key != queries::FORWARD;
    let data = json!({
        "from": shifted.from, "to": shifted.to, "version": version, "key": shifted.clock.key,
    });
    let event = NewEvent {
        petition: id,
        site: whole.site(),
        acting_site: shifted.clock.site,
        person: None,
        kind: EventKind::DeadlineMoved,
        shown: answer,
        data,
    };
    events::add(tx, event).await?;
    if answer {
        let data = json!({ "from": t.day(shifted.from), "to": t.day(shifted.to) });
        letters::owe(tx, whole.site(), id, LetterKind::DeadlineMoved, data).await?;
    }
    Ok(true)
}
