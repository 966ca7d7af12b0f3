//! For how long it is known who asked for information (R-P4, R-P9). What was asked, and what became of
//! it, stays.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Job, Outcome, SiteId};
use serde::{Deserialize, Serialize};

use super::{InformationRequestId, facts::RequesterErased, module::KEY};

/// Key of the rule in the law packs.
const RULE: &str = "info_request.retention";
/// Requesters erased in one transaction.
const AT_ONCE: i64 = 200;
/// How often it comes round.
pub const EVERY: Duration = Duration::from_secs(86_400);

/// Erases who asked, and what they added, once a request was done with long enough ago, or at once
/// where they asked for that.
///
/// Legal source: key `info_request.retention` of the law packs.
#[derive(Debug, Serialize, Deserialize)]
pub struct EraseRequesters {}

impl Job for EraseRequesters {
    const KIND: &'static str = "petitions.information.requesters.erase";
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
    let erased = erase(&tx, (before, ctx.now)).await?;
    let ids: Vec<i64> = erased.iter().map(|row| row.request_id).collect();
    remove_additions(&tx, &ids).await?;
    for row in &erased {
        let (request, site) = (InformationRequestId(row.request_id), SiteId(row.site_id));
        tx.tell_on(site, RequesterErased { request, site }).await?;
    }
    tx.untold();
    tx.commit().await?;
    Ok(i64::try_from(erased.len()).is_ok_and(|count| count >= AT_ONCE))
}

#[derive(QueryableByName)]
struct Erased {
    #[diesel(sql_type = sql_types::BigInt)]
    request_id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    site_id: i64,
}

async fn erase(
    mut conn: &AsyncPgConnection,
    (before, now): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<Erased>> {
    diesel::sql_query(
        "update information_requesters r set sealed = null, erased_at = $2 \
         where r.request_id in (select c.request_id from information_cases c \
           join information_requesters q on q.request_id = c.request_id \
           where q.sealed is not null and c.closed_at is not null \
             and (c.closed_at < $1 or q.erasure_asked_at is not null) \
           order by c.request_id limit $3 for update of q skip locked) \
         returning r.request_id, r.site_id",
    )
    .bind::<sql_types::Timestamptz, _>(before)
    .bind::<sql_types::Timestamptz, _>(now)
    .bind::<sql_types::BigInt, _>(AT_ONCE)
    .load(&mut conn)
    .await
}

async fn remove_additions(mut conn: &AsyncPgConnection, requests: &[i64]) -> QueryResult<usize> {
    use super::schema::information_additions as additions;
    diesel::delete(additions::table.filter(additions::request_id.eq_any(requests)))
        .execute(&mut conn)
        .await
}
