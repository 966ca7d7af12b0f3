//! Statements about promoted results.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use crate::schema::search_promoted;

/// A result that a site puts above the others.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = search_promoted)]
pub struct Promoted {
    /// Identity.
    pub id: i64,
    /// Its site.
    pub site_id: i64,
    /// The questions it answers.
    pub words: Vec<String>,
    /// The same as they are compared.
    pub folded: Vec<String>,
    /// What the link says.
    pub title: String,
    /// A sentence below it.
    pub note: String,
    /// Where it leads, on this site.
    pub path: String,
    /// The last day it is shown.
    pub until: Option<NaiveDate>,
}

/// An entry as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = search_promoted, treat_none_as_null = true)]
pub struct NewPromoted {
    /// The questions it answers.
    pub words: Vec<String>,
    /// The same as they are compared.
    pub folded: Vec<String>,
    /// What the link says.
    pub title: String,
    /// A sentence below it.
    pub note: String,
    /// Where it leads.
    pub path: String,
    /// The last day it is shown.
    pub until: Option<NaiveDate>,
}

/// Those of a site, or of all.
pub async fn all(mut conn: &AsyncPgConnection, site: Option<SiteId>) -> QueryResult<Vec<Promoted>> {
    let mut query = search_promoted::table
        .order(search_promoted::id.desc())
        .select(Promoted::as_select())
        .into_boxed();
    if let Some(site) = site {
        query = query.filter(search_promoted::site_id.eq(site.0));
    }
    query.load(&mut conn).await
}

/// One of a site.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Promoted>> {
    search_promoted::table
        .find(id)
        .filter(search_promoted::site_id.eq(site.0))
        .select(Promoted::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Adds one; gives its number.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &NewPromoted,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::insert_into(search_promoted::table)
        .values((new, search_promoted::site_id.eq(site.0), search_promoted::changed_at.eq(now)))
        .returning(search_promoted::id)
        .get_result(&mut conn)
        .await
}

/// Changes one; gives how many there were.
pub async fn update(
    mut conn: &AsyncPgConnection,
    (site, id): (SiteId, i64),
    new: &NewPromoted,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let one = search_promoted::table.find(id).filter(search_promoted::site_id.eq(site.0));
    diesel::update(one).set((new, search_promoted::changed_at.eq(now))).execute(&mut conn).await
}

/// Takes one away; gives how many there were.
pub async fn delete(mut conn: &AsyncPgConnection, (site, id): (SiteId, i64)) -> QueryResult<usize> {
    diesel::delete(search_promoted::table.find(id).filter(search_promoted::site_id.eq(site.0)))
        .execute(&mut conn)
        .await
}
