//! Statements about notices to staff.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::PersonId;

use super::{NewNotice, StaffNotice};
use crate::staff::schema::staff_notices;

/// All notices, the newest first; the first three hundred.
pub async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<StaffNotice>> {
    staff_notices::table
        .order((staff_notices::shown_from.desc(), staff_notices::id.desc()))
        .limit(300)
        .select(StaffNotice::as_select())
        .load(&mut conn)
        .await
}

/// The notices that are shown now, the newest first.
pub async fn shown(
    mut conn: &AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<Vec<StaffNotice>> {
    staff_notices::table
        .filter(staff_notices::shown_from.le(now))
        .filter(staff_notices::shown_until.is_null().or(staff_notices::shown_until.gt(now)))
        .order((staff_notices::shown_from.desc(), staff_notices::id.desc()))
        .limit(100)
        .select(StaffNotice::as_select())
        .load(&mut conn)
        .await
}

/// One notice.
pub async fn by_id(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<Option<StaffNotice>> {
    staff_notices::table.find(id).select(StaffNotice::as_select()).first(&mut conn).await.optional()
}

/// Adds a notice; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    notice: &NewNotice,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::insert_into(staff_notices::table)
        .values((
            staff_notices::title.eq(&notice.title),
            staff_notices::body.eq(&notice.body),
            staff_notices::shown_from.eq(notice.shown_from),
            staff_notices::shown_until.eq(notice.shown_until),
            staff_notices::kinds.eq(notice.audience.kinds_column()),
            staff_notices::sites.eq(notice.audience.sites_column()),
            staff_notices::roles.eq(notice.audience.roles_column()),
            staff_notices::by_person.eq(by.map(|id| id.0)),
            staff_notices::created_at.eq(now),
        ))
        .returning(staff_notices::id)
        .get_result(&mut conn)
        .await
}

/// Changes a notice; gives whether it is there.
pub async fn update(
    mut conn: &AsyncPgConnection,
    id: i64,
    notice: &NewNotice,
) -> QueryResult<bool> {
    diesel::update(staff_notices::table.find(id))
        .set((
            staff_notices::title.eq(&notice.title),
            staff_notices::body.eq(&notice.body),
            staff_notices::shown_from.eq(notice.shown_from),
            staff_notices::shown_until.eq(notice.shown_until),
            staff_notices::kinds.eq(notice.audience.kinds_column()),
            staff_notices::sites.eq(notice.audience.sites_column()),
            staff_notices::roles.eq(notice.audience.roles_column()),
        ))
        .execute(&mut conn)
        .await
        .map(|rows| rows == 1)
}

/// Takes a notice away.
pub async fn delete(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<usize> {
    diesel::delete(staff_notices::table.find(id)).execute(&mut conn).await
}
