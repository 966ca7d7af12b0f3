//! Whether the record is whole: rows, order, seals, and what was trimmed.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest as _, Sha256};

use super::{Head, head};
use crate::fact::{COLUMNS, FactRow, Position};

/// What `portal audit verify` found.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Every seal fits.
    Whole {
        /// Facts under a seal.
        sealed: i64,
        /// Facts told since, for the sealer to seal.
        waiting: i64,
        /// Facts taken out after their time, as the trims say.
        trimmed: i64,
        /// The last seal; whoever wrote one down elsewhere can compare.
        head: Head,
    },
    /// The chain breaks, the first break first; at most [`BREAKS`] are named.
    Broken(Vec<Break>),
}

/// So many breaks are looked for before it is called enough.
pub const BREAKS: usize = 50;

/// One place where the record is not what was sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// Position in the chain; 0 where the row has none.
    pub position: i64,
    /// Id of the fact.
    pub fact: i64,
    /// What is wrong.
    pub found: Found,
    /// The row as it stands now, where there is one.
    pub row: Option<FactRow>,
}

/// What is wrong at a place of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The row does not fit its seal: the row, its seal or the seal before it was edited.
    Edited,
    /// The row of a seal is gone, and no trim took it.
    RowGone,
    /// A row stands among sealed ones and has no seal: the seal is gone, or the row was put in later.
    NoSeal,
    /// The chain has a hole: one or more seals are gone.
    SealGone,
    /// The row does not stand where its seal says.
    OutOfOrder,
    /// What a trim took out is not what it says, or the trim itself is not in the record.
    Trim,
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = sql_types::BigInt)]
    position: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    fact_id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    seal_txid: i64,
    #[diesel(sql_type = sql_types::Binary)]
    hash: Vec<u8>,
    #[diesel(sql_type = sql_types::SmallInt)]
    version: i16,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    trim_id: Option<i64>,
    #[diesel(sql_type = sql_types::Bool)]
    there: bool,
}

/// Checks rows, order and seals of the whole record.
pub async fn verify(conn: &AsyncPgConnection) -> QueryResult<Verdict> {
    let last = head(conn).await?;
    let mut walk = Walk::default();
    while walk.breaks.len() < BREAKS {
        let page = sealed_after(conn, walk.position).await?;
        let Some(end) = page.last() else { break };
        let rows = rows_of(conn, walk.position, end.position).await?;
        walk.take(page, rows);
    }
    walk.breaks.extend(without_seal(conn, last.place).await?);
    walk.breaks.extend(bad_trims(conn).await?);
    let Walk { mut breaks, trimmed, .. } = walk;
    if breaks.is_empty() {
        let waiting = waiting(conn, last.place).await?;
        return Ok(Verdict::Whole { sealed: last.position, waiting, trimmed, head: last });
    }
    breaks.truncate(BREAKS);
    Ok(Verdict::Broken(breaks))
}

/// A walk along the chain.
#[derive(Default)]
struct Walk {
    position: i64,
    place: Position,
    /// The seal before the next; `None` where it is gone.
    previous: Option<Vec<u8>>,
    trimmed: i64,
    breaks: Vec<Break>,
}

impl Walk {
    fn take(&mut self, page: Vec<Sealed>, rows: Vec<FactRow>) {
        let mut rows = rows.into_iter().map(|row| (row.id, row)).collect();
        for sealed in page {
            self.step(&sealed, &mut rows);
        }
    }

    fn step(&mut self, sealed: &Sealed, rows: &mut std::collections::HashMap<i64, FactRow>) {
        let row = rows.remove(&sealed.fact_id);
        if sealed.position != self.position + 1 {
            self.breaks.push(Break {
                position: self.position + 1,
                fact: sealed.fact_id,
                found: Found::SealGone,
                row: None,
            });
            self.previous = None;
        } else if self.position == 0 {
            self.previous = Some(Vec::new());
        }
        let place = Position { txid: sealed.seal_txid, id: sealed.fact_id };
        let found = match &row {
            None if sealed.trim_id.is_some() && !sealed.there => {
                self.trimmed += 1;
                None
            }
            None => Some(Found::RowGone),
            Some(row) if row.txid != place.txid || place <= self.place => Some(Found::OutOfOrder),
            Some(row) => self.previous.as_ref().and_then(|previous| {
                let fits = row.seal(sealed.version, previous).as_ref().map(<[u8; 32]>::as_slice)
                    == Some(&*sealed.hash);
                (!fits).then_some(Found::Edited)
            }),
        };
        if let Some(found) = found {
            let (position, fact) = (sealed.position, sealed.fact_id);
            self.breaks.push(Break { position, fact, found, row });
        }
        self.position = sealed.position;
        self.place = place;
        // Each row is held against the seals as they stand, so that each edited row is named.
        self.previous = Some(sealed.hash.clone());
    }
}

async fn sealed_after(mut conn: &AsyncPgConnection, position: i64) -> QueryResult<Vec<Sealed>> {
    const PAGE: i64 = 5_000;
    diesel::sql_query(
        "select s.position, s.fact_id, s.txid::text::bigint as seal_txid, s.hash, s.version, s.trim_id, \
         f.id is not null as there from fact_seals s left join facts f on f.id = s.fact_id \
         where s.position > $1 order by s.position limit $2",
    )
    .bind::<sql_types::BigInt, _>(position)
    .bind::<sql_types::BigInt, _>(PAGE)
    .load(&mut conn)
    .await
}

async fn rows_of(mut conn: &AsyncPgConnection, after: i64, to: i64) -> QueryResult<Vec<FactRow>> {
    diesel::sql_query(format!(
        "select {COLUMNS} from facts f join fact_seals s on s.fact_id = f.id \
         where s.position > $1 and s.position <= $2"
    ))
    .bind::<sql_types::BigInt, _>(after)
    .bind::<sql_types::BigInt, _>(to)
    .load(&mut conn)
    .await
}

/// Rows up to the head that have no seal.
async fn without_seal(mut conn: &AsyncPgConnection, head: Position) -> QueryResult<Vec<Break>> {
    let rows: Vec<FactRow> = diesel::sql_query(format!(
        "select {COLUMNS} from facts f where (f.txid, f.id) <= ($1::text::xid8, $2) \
         and not exists (select from fact_seals s where s.fact_id = f.id) \
         order by f.txid, f.id limit 50"
    ))
    .bind::<sql_types::Text, _>(head.txid.to_string())
    .bind::<sql_types::BigInt, _>(head.id)
    .load(&mut conn)
    .await?;
    let broken =
        |row: FactRow| Break { position: 0, fact: row.id, found: Found::NoSeal, row: Some(row) };
    Ok(rows.into_iter().map(broken).collect())
}

async fn waiting(mut conn: &AsyncPgConnection, head: Position) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = sql_types::BigInt)]
        count: i64,
    }
    let row: Count = diesel::sql_query(
        "select count(*) as count from facts where (txid, id) > ($1::text::xid8, $2)",
    )
    .bind::<sql_types::Text, _>(head.txid.to_string())
    .bind::<sql_types::BigInt, _>(head.id)
    .get_result(&mut conn)
    .await?;
    Ok(row.count)
}

#[derive(QueryableByName)]
struct TrimRow {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    up_to: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
    #[diesel(sql_type = sql_types::Binary)]
    digest: Vec<u8>,
    /// The fact that tells of it, where the record has it.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Jsonb>)]
    told: Option<serde_json::Value>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    at: DateTime<Utc>,
}

/// Trims whose seals, row and fact do not agree, and seals of a trim that nobody told of.
async fn bad_trims(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Break>> {
    let trims: Vec<TrimRow> = diesel::sql_query(
        "select t.id, t.up_to, t.count, t.digest, t.at, \
         (select f.data from facts f where f.kind = 'audit.trimmed' and f.subject = 'trim:' || t.id limit 1) as told \
         from audit_trims t order by t.id",
    )
    .load(&mut conn)
    .await?;
    let mut breaks = Vec::new();
    for trim in trims {
        let seals = seals_of_trim(conn, trim.id).await?;
        let mut digest = Sha256::new();
        for (position, hash) in &seals {
            digest.update(position.to_be_bytes());
            digest.update(hash);
        }
        let digest = digest.finalize().to_vec();
        let told = trim.told.as_ref();
        let says = |name: &str| told.and_then(|told| told.get(name));
        let agrees = trim.digest == digest
            && i64::try_from(seals.len()).ok() == Some(trim.count)
            && says("count").and_then(serde_json::Value::as_i64) == Some(trim.count)
            && says("digest").and_then(serde_json::Value::as_str) == Some(&hex::encode(&digest));
        if !agrees {
            tracing::warn!(trim = trim.id, at = %trim.at, "a trim does not agree with its seals");
            breaks.push(Break { position: trim.up_to, fact: 0, found: Found::Trim, row: None });
        }
    }
    Ok(breaks)
}

async fn seals_of_trim(
    mut conn: &AsyncPgConnection,
    trim: i64,
) -> QueryResult<Vec<(i64, Vec<u8>)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::BigInt)]
        position: i64,
        #[diesel(sql_type = sql_types::Binary)]
        hash: Vec<u8>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "select position, hash from fact_seals where trim_id = $1 order by position",
    )
    .bind::<sql_types::BigInt, _>(trim)
    .load(&mut conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.position, row.hash)).collect())
}
