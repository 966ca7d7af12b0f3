//! Statements about sections that only the desk makes.

use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use crate::schema::{items, sections};

/// A row of `sections`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sections)]
pub struct SectionRow {
    /// Identity.
    pub id: i64,
    /// The section above.
    pub parent_id: Option<i64>,
    /// Language.
    pub language: String,
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Place among its siblings.
    pub position: i32,
    /// Key of the law's required section.
    pub required_by: Option<String>,
}

/// All sections of a site, siblings in their order.
pub async fn all(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<SectionRow>> {
    sections::table
        .filter(sections::site_id.eq(site.0))
        .order((sections::position, sections::id))
        .select(SectionRow::as_select())
        .load(&mut conn)
        .await
}

/// The same, held until the transaction ends.
pub async fn lock_all(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<SectionRow>> {
    sections::table
        .filter(sections::site_id.eq(site.0))
        .order((sections::position, sections::id))
        .select(SectionRow::as_select())
        .for_update()
        .load(&mut conn)
        .await
}

/// How many items stand in each section.
pub async fn items_by_section(
    mut conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Vec<(i64, i64)>> {
    items::table
        .filter(items::site_id.eq(site.0))
        .group_by(items::section_id)
        .select((items::section_id, count_star()))
        .load(&mut conn)
        .await
}

/// A section to be.
pub struct NewSection<'a> {
    /// The section above.
    pub parent_id: Option<i64>,
    /// Language.
    pub language: &'a str,
    /// Name in addresses.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// Place among its siblings.
    pub position: i32,
}

/// Adds a section.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &NewSection<'_>,
) -> QueryResult<i64> {
    diesel::insert_into(sections::table)
        .values((
            sections::site_id.eq(site.0),
            sections::parent_id.eq(new.parent_id),
            sections::language.eq(new.language),
            sections::slug.eq(new.slug),
            sections::title.eq(new.title),
            sections::position.eq(new.position),
        ))
        .returning(sections::id)
        .get_result(&mut conn)
        .await
}

/// Gives a section another title.
pub async fn rename(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    title: &str,
) -> QueryResult<usize> {
    diesel::update(sections::table.filter(sections::site_id.eq(site.0).and(sections::id.eq(id))))
        .set(sections::title.eq(title))
        .execute(&mut conn)
        .await
}

/// Gives a section another place among its siblings.
pub async fn place(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    position: i32,
) -> QueryResult<usize> {
    diesel::update(sections::table.filter(sections::site_id.eq(site.0).and(sections::id.eq(id))))
        .set(sections::position.eq(position))
        .execute(&mut conn)
        .await
}

/// Removes a section; the database refuses one that is not empty.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<usize> {
    diesel::delete(sections::table.filter(sections::site_id.eq(site.0).and(sections::id.eq(id))))
        .execute(&mut conn)
        .await
}
