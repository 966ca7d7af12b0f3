//! For how long it is known who sent an opinion (R-P4, R-P6). What was said, and how many said it,
//! stays.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Job, Outcome, SiteId};
use serde::{Deserialize, Serialize};

use super::{facts::SendersErased, module::KEY};

/// Key of the rule in the law packs.
const RULE: &str = "consultation.retention";
/// Consultations in one transaction.
const AT_ONCE: i64 = 20;

/// Erases the senders of consultations that were finished long enough ago, and those who asked to be
/// forgotten as soon as theirs is finished.
///
/// Legal source: key `consultation.retention` of the law packs.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseSenders {}

impl Job for EraseSenders {
    const KIND: &'static str = "petitions.consultation.senders.erase";
    const MODULE: &'static str = KEY;

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        while erase_some(&app, &ctx).await? {}
        Ok(())
    }
}

/// Erases some; gives whether there may be more.
async fn erase_some(app: &App, ctx: &Ctx) -> Outcome<bool> {
    let before = crate::retention::limit(app, RULE, ctx.now)?;
    let mut tx = app.begin_platform(ctx).await?;
    let due = due(&tx, before).await?;
    for Due { id, site_id, all } in &due {
        let (site, consultation) = (SiteId(*site_id), *id);
        let count = erase(&tx, consultation, *all, ctx.now).await?;
        forget_names(&tx, consultation, *all).await?;
        tx.tell_on(site, SendersErased { site, consultation, count }).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(i64::try_from(due.len()).is_ok_and(|count| count >= AT_ONCE))
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    site_id: i64,
    /// Whether it is time for all its senders, and not only for those who asked.
    #[diesel(sql_type = sql_types::Bool)]
    all: bool,
}

async fn due(mut conn: &AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<Vec<Due>> {
    diesel::sql_query(
        "select c.id, c.site_id, c.finished_at < $1 as all from consultations c \
         where c.finished_at is not null and exists (select 1 from consultation_senders s \
           join consultation_opinions o on o.id = s.opinion_id \
           where o.consultation_id = c.id and s.sealed is not null \
             and (c.finished_at < $1 or s.erasure_asked_at is not null)) \
         order by c.id limit $2 for update skip locked",
    )
    .bind::<sql_types::Timestamptz, _>(before)
    .bind::<sql_types::BigInt, _>(AT_ONCE)
    .load(&mut conn)
    .await
}

async fn erase(
    mut conn: &AsyncPgConnection,
    consultation: i64,
    all: bool,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::sql_query(
        "update consultation_senders s set sealed = null, erased_at = $3 \
         from consultation_opinions o where o.id = s.opinion_id and o.consultation_id = $1 \
           and s.sealed is not null and ($2 or s.erasure_asked_at is not null)",
    )
    .bind::<sql_types::BigInt, _>(consultation)
    .bind::<sql_types::Bool, _>(all)
    .bind::<sql_types::Timestamptz, _>(now)
    .execute(&mut conn)
    .await
}

/// People's names go from where they were shown; organisations speak in public.
async fn forget_names(
    mut conn: &AsyncPgConnection,
    consultation: i64,
    all: bool,
) -> QueryResult<usize> {
    diesel::sql_query(
        "update consultation_opinions o set shown_name = '' \
         where o.consultation_id = $1 and o.sender_kind = 'person' and o.shown_name <> '' \
           and ($2 or exists (select 1 from consultation_senders s \
             where s.opinion_id = o.id and s.erasure_asked_at is not null))",
    )
    .bind::<sql_types::BigInt, _>(consultation)
    .bind::<sql_types::Bool, _>(all)
    .execute(&mut conn)
    .await
}
