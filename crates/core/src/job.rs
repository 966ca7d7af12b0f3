//! Work done once in the cluster, after the transaction that asked for it.

use std::{collections::HashMap, future::Future, pin::Pin, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{App, Ctx, SiteId};

/// A follow-up: a struct with a name. It must bear being run twice: a worker may die after the work
/// and before the note that it is done.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Stable name: `content.media.resize`.
    const KIND: &'static str;
    /// Key of the module whose work it is. While that is off at a site, the job waits.
    const MODULE: &'static str;

    /// Two waiting jobs with the same key are one.
    fn dedup_key(&self) -> Option<String> {
        None
    }

    /// Does it. An error is tried again, later and later, and at last laid before a person.
    fn run(self, app: App, ctx: Ctx) -> impl Future<Output = anyhow::Result<()>> + Send;
}

type Runner =
    fn(Value, App, Ctx) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'static>>;

/// The jobs that can be run, by kind.
#[derive(Default, Clone)]
pub struct Jobs(HashMap<&'static str, Runner>);

impl Jobs {
    /// With one more kind of job.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.0.insert(J::KIND, |payload, app, ctx| {
            Box::pin(async move { serde_json::from_value::<J>(payload)?.run(app, ctx).await })
        });
        self
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }
}

/// A job that comes round by itself: once in the cluster each time, on the province's site.
///
/// Its payload is `{}`. When nobody ran for a while, what was missed is done once, not many times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurring {
    /// [`Job::KIND`].
    pub kind: &'static str,
    /// [`Job::MODULE`].
    pub module: &'static str,
    /// How often; a second at least.
    pub every: Duration,
}

impl Recurring {
    /// Of a job.
    pub fn of<J: Job>(every: Duration) -> Self {
        Self { kind: J::KIND, module: J::MODULE, every }
    }

    /// When it was last due: times are counted from 1970, so that all nodes agree.
    pub fn due(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let every = i64::try_from(self.every.as_secs()).unwrap_or(i64::MAX).max(1);
        let since = now.timestamp().rem_euclid(every);
        DateTime::from_timestamp(now.timestamp().saturating_sub(since), 0).unwrap_or(now)
    }
}

/// Gives out what has come round since it was last given out, by whichever node; gives how many jobs
/// it was.
pub async fn give_out_recurring(app: &App) -> anyhow::Result<usize> {
    let sites = app.sites.now();
    let Some(province) = sites.province().map(|site| site.id) else { return Ok(0) };
    drop(sites);
    let now = app.now();
    let conn = app.db().platform().await.map_err(|_| anyhow::anyhow!("no connection"))?;
    let mut given = 0;
    for recurring in app.modules().recurring() {
        given += give_out(&conn, province, recurring, now).await?;
    }
    Ok(given)
}

/// Moves a kind's row to the moment it was last due and leaves the job, in one statement: of two
/// nodes, one finds the row moved already.
async fn give_out(
    mut conn: &AsyncPgConnection,
    province: SiteId,
    recurring: Recurring,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (\
           insert into recurring (kind, due_at) values ($1, $2) \
           on conflict (kind) do update set due_at = excluded.due_at \
             where recurring.due_at < excluded.due_at \
           returning kind) \
         insert into jobs (site_id, module, kind, payload, dedup_key, run_at, created_at) \
         select $3, $4, kind, '{}', 'recurring', $5, $5 from moved \
         on conflict do nothing",
    )
    .bind::<sql_types::Text, _>(recurring.kind)
    .bind::<sql_types::Timestamptz, _>(recurring.due(now))
    .bind::<sql_types::BigInt, _>(province.0)
    .bind::<sql_types::Text, _>(recurring.module)
    .bind::<sql_types::Timestamptz, _>(now)
    .execute(&mut conn)
    .await
}

/// A claimed job.
#[derive(Debug, Clone, QueryableByName)]
struct Claimed {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    site_id: i64,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
    #[diesel(sql_type = sql_types::Jsonb)]
    payload: Value,
    #[diesel(sql_type = sql_types::Integer)]
    attempts: i32,
}

/// How long a claim holds before another worker may take the job.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often a worker says that it is still at it.
const RENEWED: Duration = Duration::from_secs(20);

/// The pause before the next try, after so many: a minute, then five, half an hour, two hours and
/// from then on eight; `None` lays the job before a person.
pub fn pause_after(attempts: i32) -> Option<Duration> {
    const MINUTE: u64 = 60;
    match attempts {
        ..=1 => Some(Duration::from_secs(MINUTE)),
        2 => Some(Duration::from_secs(5 * MINUTE)),
        3 => Some(Duration::from_secs(30 * MINUTE)),
        4 => Some(Duration::from_secs(2 * 60 * MINUTE)),
        5..=9 => Some(Duration::from_secs(8 * 60 * MINUTE)),
        _ => None,
    }
}

/// Runs one due job, if there is one. Gives whether there was.
pub async fn run_one(app: &App) -> anyhow::Result<bool> {
    let now = app.now();
    let claimed = {
        let conn = app.db().platform().await.map_err(|_| anyhow::anyhow!("no connection"))?;
        claim(&conn, now).await?
    };
    let Some(job) = claimed else { return Ok(false) };
    let site = app.sites.now().by_id(SiteId(job.site_id)).cloned();
    let runner = app.modules().jobs().0.get(job.kind.as_str()).copied();
    let outcome = match (site, runner) {
        (Some(site), Some(runner)) => {
            // There may be more: another worker looks.
            app.wake_worker();
            let run = runner(job.payload.clone(), app.clone(), Ctx::system(app, site));
            let mut run = tokio::spawn(run);
            loop {
                tokio::select! {
                    ended = &mut run => break match ended {
                        Ok(outcome) => outcome,
                        Err(crash) => Err(anyhow::anyhow!("the job crashed: {crash}")),
                    },
                    () = tokio::time::sleep(RENEWED) => keep_lease(app, job.id).await,
                }
            }
        }
        (None, _) => Err(anyhow::anyhow!("site {} is not known to this node", job.site_id)),
        (_, None) => Err(anyhow::anyhow!("no module of this node runs jobs of kind {}", job.kind)),
    };
    let conn = app.db().platform().await.map_err(|_| anyhow::anyhow!("no connection"))?;
    match outcome {
        Ok(()) => {
            app.metrics.jobs_done.inc();
            delete(&conn, job.id).await?;
        }
        Err(error) => {
            app.metrics.jobs_failed.inc();
            tracing::error!(job = job.id, kind = %job.kind, attempts = job.attempts, %error, "job failed");
            let next = pause_after(job.attempts)
                .and_then(|pause| TimeDelta::from_std(pause).ok())
                .map(|pause| app.now() + pause);
            give_back(&conn, job.id, next, &format!("{error:#}")).await?;
        }
    }
    Ok(true)
}

async fn claim(mut conn: &AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<Option<Claimed>> {
    diesel::sql_query(
        "update jobs set leased_until = $1, attempts = attempts + 1 where id = (\
           select id from jobs where state = 'ready' and run_at <= $2 \
           and (leased_until is null or leased_until < $2) \
           order by run_at, id limit 1 for update skip locked) \
         returning id, site_id, kind, payload, attempts",
    )
    .bind::<sql_types::Timestamptz, _>(now + LEASE)
    .bind::<sql_types::Timestamptz, _>(now)
    .get_result(&mut conn)
    .await
    .optional()
}

/// Holds on to a job that takes its time.
async fn keep_lease(app: &App, id: i64) {
    let renewed = async {
        let conn = app.db().platform().await.map_err(|_| anyhow::anyhow!("no connection"))?;
        let mut conn: &AsyncPgConnection = &conn;
        diesel::sql_query("update jobs set leased_until = $2 where id = $1")
            .bind::<sql_types::BigInt, _>(id)
            .bind::<sql_types::Timestamptz, _>(app.now() + LEASE)
            .execute(&mut conn)
            .await?;
        anyhow::Ok(())
    };
    if let Err(error) = renewed.await {
        tracing::warn!(job = id, %error, "a job's lease cannot be renewed");
    }
}

async fn delete(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<usize> {
    diesel::sql_query("delete from jobs where id = $1")
        .bind::<sql_types::BigInt, _>(id)
        .execute(&mut conn)
        .await
}

async fn give_back(
    mut conn: &AsyncPgConnection,
    id: i64,
    next: Option<DateTime<Utc>>,
    error: &str,
) -> QueryResult<usize> {
    diesel::sql_query(
        "update jobs set leased_until = null, last_error = $2, run_at = coalesce($3, run_at), \
         state = case when $3 is null then 'dead' else state end where id = $1",
    )
    .bind::<sql_types::BigInt, _>(id)
    .bind::<sql_types::Text, _>(error)
    .bind::<sql_types::Nullable<sql_types::Timestamptz>, _>(next)
    .execute(&mut conn)
    .await
}

/// Lays a site's waiting jobs of a module aside, or takes them up again: a module that is off runs
/// nothing, and switching it on again loses nothing.
pub async fn pause(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    module: &str,
    paused: bool,
) -> QueryResult<usize> {
    let (from, to) = if paused { ("ready", "paused") } else { ("paused", "ready") };
    diesel::sql_query(
        "update jobs set state = $4 where site_id = $1 and module = $2 and state = $3",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(module)
    .bind::<sql_types::Text, _>(from)
    .bind::<sql_types::Text, _>(to)
    .execute(&mut conn)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_round_is_due_at_the_same_moments_for_every_node() {
        let daily = Recurring { kind: "x", module: "x", every: Duration::from_secs(86_400) };
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (now, due) in [
            ("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-23T23:59:59.9Z", "2026-11-23T00:00:00Z"),
            ("1969-12-31T12:00:00Z", "1969-12-31T00:00:00Z"),
        ] {
            assert_eq!(daily.due(at(now)), at(due), "{now}");
        }
    }

    #[test]
    fn pauses_grow_and_end_before_a_person() {
        let pauses: Vec<_> = (1..=10).map(pause_after).collect();
        assert!(pauses.windows(2).all(|pair| match pair {
            [Some(a), Some(b)] => a <= b,
            [Some(_), None] => true,
            _ => false,
        }));
        assert_eq!(pause_after(10), None);
    }
}
