//! Everything that is sealed in a table, opened one after the other: to find what is held about one
//! person ([`portal_core::personal::held`]), and to have it forgotten. Only an operator's command does
//! that.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Outcome, SiteId};

/// A sealed row.
#[derive(QueryableByName)]
pub struct SealedRow {
    /// Number of the row, or of what it belongs to.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    site_id: i64,
    /// What is sealed.
    #[diesel(sql_type = sql_types::Binary)]
    pub sealed: Vec<u8>,
    /// What it is sealed for, where that is no number.
    #[diesel(sql_type = sql_types::Binary)]
    pub mark: Vec<u8>,
}

impl SealedRow {
    /// Whose site it is on.
    pub fn site(&self) -> SiteId {
        SiteId(self.site_id)
    }
}

/// Opens the rows of a statement, and gives those that are picked. It takes the number after which it
/// goes on and how many it gives, in the order of their numbers.
pub async fn pick<T>(
    conn: &AsyncPgConnection,
    statement: &'static str,
    open: impl Fn(&SealedRow) -> Outcome<Option<T>>,
) -> Outcome<Vec<(SealedRow, T)>> {
    let (mut picked, mut last) = (Vec::new(), 0);
    loop {
        let rows = after(conn, statement, last).await?;
        let Some(end) = rows.last() else { return Ok(picked) };
        last = end.id;
        for row in rows {
            if let Some(opened) = open(&row)? {
                picked.push((row, opened));
            }
        }
    }
}

async fn after(
    mut conn: &AsyncPgConnection,
    statement: &'static str,
    id: i64,
) -> QueryResult<Vec<SealedRow>> {
    const PAGE: i64 = 500;
    diesel::sql_query(statement)
        .bind::<sql_types::BigInt, _>(id)
        .bind::<sql_types::BigInt, _>(PAGE)
        .load(&mut conn)
        .await
}

/// What a statement gives of one row, by its number, as `data`; nothing where it is gone.
pub async fn whole(
    mut conn: &AsyncPgConnection,
    statement: &'static str,
    id: i64,
) -> QueryResult<serde_json::Value> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Jsonb)]
        data: serde_json::Value,
    }
    let row: Option<Row> = diesel::sql_query(statement)
        .bind::<sql_types::BigInt, _>(id)
        .get_result(&mut conn)
        .await
        .optional()?;
    Ok(row.map_or(serde_json::Value::Null, |row| row.data))
}

/// Notes in a row that its sender is to be forgotten. The statement takes its number and the time, and
/// gives as `waits` whether the office is not done with what was sent; so does this.
pub async fn ask_erasure(
    mut conn: &AsyncPgConnection,
    statement: &'static str,
    id: i64,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = sql_types::Bool)]
        waits: bool,
    }
    diesel::sql_query(statement)
        .bind::<sql_types::BigInt, _>(id)
        .bind::<sql_types::Timestamptz, _>(now)
        .get_result(&mut conn)
        .await
        .map(|Asked { waits }| waits)
}
