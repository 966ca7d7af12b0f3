//! Statements on notices.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{Kind, Notice};
use crate::{PersonId, schema::notices};

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: Uuid,
    kind: String,
    words: Value,
    link: Option<String>,
    from_at: DateTime<Utc>,
    until_at: Option<DateTime<Utc>>,
    read_only: bool,
    set_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
}

fn read(row: Row) -> Option<Notice> {
    Some(Notice {
        id: row.id,
        kind: [Kind::Urgent, Kind::Stop].into_iter().find(|one| one.as_str() == row.kind)?,
        words: serde_json::from_value(row.words).ok()?,
        link: row.link,
        from_at: row.from_at,
        until_at: row.until_at,
        read_only: row.read_only,
        set_at: row.set_at,
        withdrawn_at: row.withdrawn_at,
    })
}

/// What goes on, is to come, or ended after a moment, the newest first.
pub(super) async fn since(
    mut conn: &AsyncPgConnection,
    moment: DateTime<Utc>,
) -> QueryResult<Vec<Notice>> {
    const MOST: i64 = 200;
    let rows: Vec<Row> = notices::table
        .filter(notices::withdrawn_at.is_null().or(notices::withdrawn_at.gt(moment)))
        .filter(notices::until_at.is_null().or(notices::until_at.gt(moment)))
        .order(notices::set_at.desc())
        .limit(MOST)
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// One.
pub(super) async fn by_id(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Option<Notice>> {
    let row: Option<Row> =
        notices::table.find(id).select(Row::as_select()).first(&mut conn).await.optional()?;
    Ok(row.and_then(read))
}

/// Puts a notice in, or in place of what it was.
pub(super) async fn put(
    mut conn: &AsyncPgConnection,
    notice: &Notice,
    person: Option<PersonId>,
) -> QueryResult<usize> {
    let words = serde_json::to_value(&notice.words).unwrap_or_default();
    let changeable = (
        notices::words.eq(words),
        notices::link.eq(&notice.link),
        notices::from_at.eq(notice.from_at),
        notices::until_at.eq(notice.until_at),
        notices::read_only.eq(notice.read_only),
        notices::withdrawn_at.eq(notice.withdrawn_at),
    );
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(notice.id),
            notices::kind.eq(notice.kind.as_str()),
            notices::set_at.eq(notice.set_at),
            notices::person_id.eq(person.map(|id| id.0)),
            changeable.clone(),
        ))
        .on_conflict(notices::id)
        .do_update()
        .set(changeable)
        .execute(&mut conn)
        .await
}
