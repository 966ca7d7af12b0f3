//! Taking traces out of the record once their time is over. Their seals stay, so that the chain goes
//! on being checked.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;

use crate::{Fact, Outcome, PersonId, Tx};

/// The record was trimmed: traces of before a moment were taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditTrimmed {
    /// Number of the trim.
    pub trim: i64,
    /// The last position of the chain that was taken out.
    pub up_to: i64,
    /// Everything taken out is from before this moment.
    pub before: DateTime<Utc>,
    /// How many facts.
    pub count: i64,
    /// SHA-256 over positions and seals of what was taken out.
    pub digest: String,
}

impl Fact for AuditTrimmed {
    const KIND: &'static str = "audit.trimmed";

    fn subject(&self) -> String {
        format!("trim:{}", self.trim)
    }
}

/// So many facts go in one transaction: a long one would hold the followers back.
const MOST: i64 = 20_000;

/// Takes sealed traces of before a moment out of the record and tells so; `None` when there is nothing
/// to take out. The transaction is the platform door's. At most a batch at a time: the caller asks
/// again until there is nothing.
///
/// The database itself refuses a moment less than twelve months ago (key `log.keep` of the law), and
/// lets go of nothing but traces.
///
/// Requirement: R-A6.
pub async fn trim(
    tx: &mut Tx,
    before: DateTime<Utc>,
    by: Option<PersonId>,
) -> Outcome<Option<AuditTrimmed>> {
    let Some(number) = carry_out(tx, before, tx.now(), by).await? else {
        tx.untold();
        return Ok(None);
    };
    let row = by_number(tx, number).await?;
    let trimmed = AuditTrimmed {
        trim: number,
        up_to: row.up_to,
        before,
        count: row.count,
        digest: hex::encode(&row.digest),
    };
    tx.tell(trimmed.clone()).await?;
    Ok(Some(trimmed))
}

async fn carry_out(
    mut conn: &AsyncPgConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
    by: Option<PersonId>,
) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
        number: Option<i64>,
    }
    let row: Number = diesel::sql_query("select trim_facts($1, $2, $3, $4) as number")
        .bind::<sql_types::Timestamptz, _>(before)
        .bind::<sql_types::Timestamptz, _>(now)
        .bind::<sql_types::Nullable<sql_types::BigInt>, _>(by.map(|id| id.0))
        .bind::<sql_types::BigInt, _>(MOST)
        .get_result(&mut conn)
        .await?;
    Ok(row.number)
}

#[derive(QueryableByName)]
struct TrimRow {
    #[diesel(sql_type = sql_types::BigInt)]
    up_to: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
    #[diesel(sql_type = sql_types::Binary)]
    digest: Vec<u8>,
}

async fn by_number(mut conn: &AsyncPgConnection, number: i64) -> QueryResult<TrimRow> {
    diesel::sql_query("select up_to, count, digest from audit_trims where id = $1")
        .bind::<sql_types::BigInt, _>(number)
        .get_result(&mut conn)
        .await
}
