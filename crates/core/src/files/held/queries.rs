//! Statements on held files; all of them by the platform door.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use object_store::path::Path as StorePath;
use uuid::Uuid;

use super::{Held, Standing};
use crate::{SiteId, schema::held_files};

/// A row of `held_files`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = held_files)]
pub struct HeldFile {
    /// Identity; its copy has it too.
    pub id: Uuid,
    /// Whose.
    pub site_id: i64,
    /// Where it lies in the object store.
    pub places: Vec<String>,
    /// Name it had with its sender.
    pub name: String,
    /// Size of what was brought.
    pub size_bytes: i64,
    /// Since when.
    pub since: DateTime<Utc>,
    /// How often the scanner was asked again.
    pub tries: i32,
    /// What kept it from saying anything, the last time.
    pub why: String,
    /// What it found.
    pub signature: Option<String>,
    /// When.
    pub locked_at: Option<DateTime<Utc>>,
}

/// Adds one that waits.
pub(super) async fn insert(
    mut conn: &AsyncPgConnection,
    (id, site): (Uuid, SiteId),
    places: &[String],
    (name, size_bytes, why): (&str, i64, &str),
    since: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(held_files::table)
        .values((
            held_files::id.eq(id),
            held_files::site_id.eq(site.0),
            held_files::places.eq(places),
            held_files::name.eq(name),
            held_files::size_bytes.eq(size_bytes),
            held_files::why.eq(why),
            held_files::since.eq(since),
        ))
        .execute(&mut conn)
        .await
}

/// Those of some places that are held, and how: one where something was found is locked, whatever else
/// is said of it.
pub(in crate::files) async fn of_places(
    mut conn: &AsyncPgConnection,
    places: &[StorePath],
) -> QueryResult<HashMap<StorePath, Held>> {
    let wanted: Vec<String> = places.iter().map(ToString::to_string).collect();
    let rows: Vec<(Vec<String>, Option<DateTime<Utc>>)> = held_files::table
        .filter(held_files::places.overlaps_with(wanted))
        .select((held_files::places, held_files::locked_at))
        .load(&mut conn)
        .await?;
    let mut held = HashMap::new();
    for (known, locked_at) in rows {
        for place in places.iter().filter(|place| known.iter().any(|it| it == place.as_ref())) {
            let how = if locked_at.is_some() { Held::Locked } else { Held::Waiting };
            let entry = held.entry(place.clone()).or_insert(how);
            if how == Held::Locked {
                *entry = how;
            }
        }
    }
    Ok(held)
}

/// Those that wait, least tried first, then the oldest.
pub(super) async fn waiting(
    mut conn: &AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<HeldFile>> {
    held_files::table
        .filter(held_files::locked_at.is_null())
        .order((held_files::tries, held_files::since))
        .limit(limit)
        .select(HeldFile::as_select())
        .load(&mut conn)
        .await
}

/// All of them, locked ones first, then the oldest.
pub async fn list(mut conn: &AsyncPgConnection, limit: i64) -> QueryResult<Vec<HeldFile>> {
    held_files::table
        .order((held_files::locked_at.desc().nulls_last(), held_files::since))
        .limit(limit)
        .select(HeldFile::as_select())
        .load(&mut conn)
        .await
}

/// How many there are.
pub(super) async fn standing(mut conn: &AsyncPgConnection) -> QueryResult<Standing> {
    diesel::sql_query(
        "select count(*) filter (where locked_at is null) as waiting, count(locked_at) as locked, \
           min(since) filter (where locked_at is null) as oldest \
         from held_files",
    )
    .get_result(&mut conn)
    .await
}

/// Lets one go; gives whether it was still held.
pub(super) async fn release(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<bool> {
    let rows = diesel::delete(held_files::table.find(id)).execute(&mut conn).await?;
    Ok(rows == 1)
}

/// Locks one that waits; gives whether it did.
pub(super) async fn lock(
    mut conn: &AsyncPgConnection,
    id: Uuid,
    signature: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let rows = diesel::update(held_files::table.find(id))
        .filter(held_files::locked_at.is_null())
        .set((held_files::signature.eq(signature), held_files::locked_at.eq(now)))
        .execute(&mut conn)
        .await?;
    Ok(rows == 1)
}

/// Notes that the scanner was asked again, and why that came to nothing.
pub(super) async fn note(mut conn: &AsyncPgConnection, id: Uuid, why: &str) -> QueryResult<usize> {
    diesel::update(held_files::table.find(id))
        .set((held_files::tries.eq(held_files::tries + 1), held_files::why.eq(why)))
        .execute(&mut conn)
        .await
}
