//! The hash chain over the facts, written behind the writers so that they never wait for each other.

use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::{FactRow, Position};

/// The head of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// How many facts are sealed.
    pub position: i64,
    /// The last sealed fact's place in the order.
    pub place: Position,
    /// The last seal; empty before the first.
    pub hash: Vec<u8>,
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
        "select s.position, f.txid::text::bigint as txid, f.id, s.hash \
         from fact_seals s join facts f on f.id = s.fact_id order by s.position desc limit 1",
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
    let (mut positions, mut ids, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    for fact in &facts {
        position += 1;
        previous = fact.seal(&previous).to_vec();
        positions.push(position);
        ids.push(fact.id);
        hashes.push(previous.clone());
    }
    diesel::sql_query(
        "insert into fact_seals (position, fact_id, hash) select * from unnest($1, $2, $3)",
    )
    .bind::<sql_types::Array<sql_types::BigInt>, _>(positions)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(ids)
    .bind::<sql_types::Array<sql_types::Binary>, _>(hashes)
    .execute(&mut conn)
    .await?;
    Ok(facts.len())
}

/// What `portal audit verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every seal fits; so many facts are sealed, so many wait for the sealer.
    Whole {
        /// Facts under a seal.
        sealed: i64,
        /// Facts told since.
        waiting: i64,
    },
    /// The chain breaks at this position of the chain, at this fact.
    Broken {
        /// Position in the chain.
        position: i64,
        /// Fact that does not fit its seal, is missing, or was put in later.
        fact: i64,
    },
}

/// Checks rows, order and seals of the whole log.
pub async fn verify(mut conn: &AsyncPgConnection) -> QueryResult<Verdict> {
    #[derive(QueryableByName)]
    struct Sealed {
        #[diesel(embed)]
        fact: FactRow,
        #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
        position: Option<i64>,
        #[diesel(sql_type = sql_types::Nullable<sql_types::Binary>)]
        hash: Option<Vec<u8>>,
    }
    const PAGE: i64 = 5_000;
    let last = head(conn).await?;
    let (mut place, mut position, mut previous) = (Position::default(), 0, Vec::new());
    loop {
        let rows: Vec<Sealed> = diesel::sql_query(
            "select f.id, f.txid::text::bigint as txid, f.at, f.site_id, f.person_id, f.kind, \
             f.subject, f.touches, f.data, s.position, s.hash \
             from facts f left join fact_seals s on s.fact_id = f.id \
             where (f.txid, f.id) > ($1::text::xid8, $2) and (f.txid, f.id) <= ($3::text::xid8, $4) \
             order by f.txid, f.id limit $5",
        )
        .bind::<sql_types::Text, _>(place.txid.to_string())
        .bind::<sql_types::BigInt, _>(place.id)
        .bind::<sql_types::Text, _>(last.place.txid.to_string())
        .bind::<sql_types::BigInt, _>(last.place.id)
        .bind::<sql_types::BigInt, _>(PAGE)
        .load(&mut conn)
        .await?;
        if rows.is_empty() {
            break;
        }
        for sealed in rows {
            position += 1;
            previous = sealed.fact.seal(&previous).to_vec();
            if sealed.position != Some(position) || sealed.hash.as_deref() != Some(&*previous) {
                return Ok(Verdict::Broken { position, fact: sealed.fact.id });
            }
            place = Position { txid: sealed.fact.txid, id: sealed.fact.id };
        }
    }
    if position != last.position {
        return Ok(Verdict::Broken { position: position + 1, fact: last.place.id });
    }
    let total: i64 =
        diesel::select(diesel::dsl::sql::<sql_types::BigInt>("(select count(*) from facts)"))
            .get_result(&mut conn)
            .await?;
    Ok(Verdict::Whole { sealed: position, waiting: total - position })
}
