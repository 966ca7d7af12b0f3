//! Statements on notices.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{Kind, Notice};
use crate::{PersonId, schema::notices};

type Row = (
    Uuid,
    String,
    Value,
    Option<String>,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
    bool,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);

const ROW: (
    notices::id,
    notices::kind,
    notices::words,
    notices::link,
    notices::from_at,
    notices::until_at,
    notices::read_only,
    notices::set_at,
    notices::withdrawn_at,
) = (
    notices::id,
    notices::kind,
    notices::words,
    notices::link,
    notices::from_at,
    notices::until_at,
    notices::read_only,
    notices::set_at,
    notices::withdrawn_at,
);

fn read(
    (id, kind, words, link, from_at, until_at, read_only, set_at, withdrawn_at): Row,
) -> Option<Notice> {
    let kind = [Kind::Urgent, Kind::Stop].into_iter().find(|one| one.as_str() == kind)?;
    let words = serde_json::from_value(words).ok()?;
    Some(Notice { id, kind, words, link, from_at, until_at, read_only, set_at, withdrawn_at })
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
        .select(ROW)
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// One.
pub(super) async fn by_id(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Option<Notice>> {
    let row: Option<Row> = notices::table.find(id).select(ROW).first(&mut conn).await.optional()?;
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
