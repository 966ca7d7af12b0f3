//! The hash chain over the facts, written behind the writers so that they never wait for each other.

use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::{Position, seal};

mod verify;

pub use verify::{BREAKS, Break, Found, Verdict, verify};

/// The head of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// How many facts were sealed.
    pub position: i64,
    /// The last sealed fact's place in the order.
    pub place: Position,
    /// The last seal; empty before the first.
    pub hash: Vec<u8>,
}

/// As an operator writes it down: `1234:9f86…`, position and seal.
impl std::fmt::Display for Head {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.position, hex::encode(&self.hash))
    }
}

#[derive(QueryableByName)]
struct HeadRow {
    #[diesel(sql_type = sql_types::BigInt)]
    position: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    txid: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::Binary)]
    hash: Vec<u8>,
}

/// Reads the head of the chain.
pub async fn head(mut conn: &AsyncPgConnection) -> QueryResult<Head> {
    let row: Option<HeadRow> = diesel::sql_query(
        "select position, txid::text::bigint as txid, fact_id as id, hash \
         from fact_seals order by position desc limit 1",
    )
    .get_result(&mut conn)
    .await
    .optional()?;
    Ok(row.map_or_else(Head::default, |row| Head {
        position: row.position,
        place: Position { txid: row.txid, id: row.id },
        hash: row.hash,
    }))
}

/// Seals what is settled and not yet sealed; gives how many. One node at a time does it, the others
/// find the lock taken and seal nothing.
pub async fn seal_settled(mut conn: &AsyncPgConnection, limit: i64) -> QueryResult<usize> {
    conn.batch_execute("begin").await?;
    let sealed = seal_in_transaction(conn, limit).await;
    conn.batch_execute(if sealed.is_ok() { "commit" } else { "rollback" }).await?;
    sealed
}

async fn seal_in_transaction(mut conn: &AsyncPgConnection, limit: i64) -> QueryResult<usize> {
    const LOCK: i64 = 0x5ea1;
    let mine = diesel::select(diesel::dsl::sql::<sql_types::Bool>(&format!(
        "pg_try_advisory_xact_lock({LOCK})"
    )))
    .get_result::<bool>(&mut conn)
    .await?;
    if !mine {
        return Ok(0);
    }
    let head = head(conn).await?;
    let facts = super::after(conn, head.place, limit).await?;
    let (mut position, mut previous) = (head.position, head.hash);
    let (mut positions, mut ids, mut places, mut hashes) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for fact in &facts {
        let Some(sealed) = fact.seal(seal::VERSION, &previous) else { break };
        position += 1;
        previous = sealed.to_vec();
        positions.push(position);
        ids.push(fact.id);
        places.push(fact.txid.to_string());
        hashes.push(previous.clone());
    }
    diesel::sql_query(
        "insert into fact_seals (position, fact_id, txid, hash, version) \
         select position, fact_id, txid::xid8, hash, $5 \
         from unnest($1, $2, $3, $4) as sealed (position, fact_id, txid, hash)",
    )
    .bind::<sql_types::Array<sql_types::BigInt>, _>(positions)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(ids)
    .bind::<sql_types::Array<sql_types::Text>, _>(places)
    .bind::<sql_types::Array<sql_types::Binary>, _>(hashes)
    .bind::<sql_types::SmallInt, _>(seal::VERSION)
    .execute(&mut conn)
    .await?;
    Ok(facts.len())
}

/// The seal at a position, where the chain has one.
pub async fn seal_at(mut conn: &AsyncPgConnection, position: i64) -> QueryResult<Option<Vec<u8>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Binary)]
        hash: Vec<u8>,
    }
    let row: Option<Row> = diesel::sql_query("select hash from fact_seals where position = $1")
        .bind::<sql_types::BigInt, _>(position)
        .get_result(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|row| row.hash))
}
