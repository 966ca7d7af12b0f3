//! Statements about yearly surveys.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Campaign;
use crate::survey::schema::survey_campaigns;

/// All, the newest first.
pub(in crate::survey) async fn all(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Campaign>> {
    survey_campaigns::table
        .order(survey_campaigns::id.desc())
        .limit(50)
        .select(Campaign::as_select())
        .load(&mut conn)
        .await
}

/// One.
pub(in crate::survey) async fn by_id(
    mut conn: &AsyncPgConnection,
    id: i64,
) -> QueryResult<Option<Campaign>> {
    survey_campaigns::table.find(id).select(Campaign::as_select()).first(&mut conn).await.optional()
}

/// Adds one; gives it.
pub(in crate::survey) async fn insert(
    mut conn: &AsyncPgConnection,
    title: &str,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<Campaign> {
    diesel::insert_into(survey_campaigns::table)
        .values((
            survey_campaigns::title.eq(title),
            survey_campaigns::opens_at.eq(opens_at),
            survey_campaigns::closes_at.eq(closes_at),
            survey_campaigns::created_at.eq(now),
        ))
        .returning(Campaign::as_returning())
        .get_result(&mut conn)
        .await
}
