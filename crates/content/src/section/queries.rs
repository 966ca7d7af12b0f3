//! Statements about sections.

use diesel::{dsl::exists, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::SiteId;

use super::{Section, Tree};
use crate::{
    item::SectionId,
    schema::{items, sections},
};

/// A section to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSection<'a> {
    /// The section above.
    pub parent: Option<SectionId>,
    /// Language.
    pub language: &'a str,
    /// Name in addresses.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// Place among its siblings.
    pub position: i32,
    /// The law's slug for it.
    pub required_by: Option<&'a str>,
}

/// All sections of a site.
pub async fn tree(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Tree> {
    sections::table
        .filter(sections::site_id.eq(site.0))
        .order((sections::position, sections::id))
        .select(Section::as_select())
        .load(&mut conn)
        .await
        .map(Tree::new)
}

/// Adds a section; `None` when its name is taken.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &NewSection<'_>,
) -> QueryResult<Option<SectionId>> {
    diesel::insert_into(sections::table)
        .values((
            sections::site_id.eq(site.0),
            sections::parent_id.eq(new.parent.map(|id| id.0)),
            sections::language.eq(new.language),
            sections::slug.eq(new.slug),
            sections::title.eq(new.title),
            sections::position.eq(new.position),
            sections::required_by.eq(new.required_by),
        ))
        .on_conflict_do_nothing()
        .returning(sections::id)
        .get_result(&mut conn)
        .await
        .optional()
        .map(|id| id.map(SectionId))
}

/// Gives a section another title.
pub async fn rename(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: SectionId,
    title: &str,
) -> QueryResult<usize> {
    diesel::update(sections::table)
        .filter(sections::site_id.eq(site.0).and(sections::id.eq(id.0)))
        .set(sections::title.eq(title))
        .execute(&mut conn)
        .await
}

/// Puts a section under another, or elsewhere among its siblings.
pub async fn put(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: SectionId,
    parent: Option<SectionId>,
    position: i32,
) -> QueryResult<usize> {
    diesel::update(sections::table)
        .filter(sections::site_id.eq(site.0).and(sections::id.eq(id.0)))
        .set((
            sections::parent_id.eq(parent.map(|id| id.0)),
            sections::position.eq(position),
        ))
        .execute(&mut conn)
        .await
}

/// Takes a section away.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: SectionId,
) -> QueryResult<usize> {
    diesel::delete(sections::table)
        .filter(sections::site_id.eq(site.0).and(sections::id.eq(id.0)))
        .execute(&mut conn)
        .await
}

/// Whether anything stands in a section.
pub async fn has_items(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: SectionId,
) -> QueryResult<bool> {
    let inside =
        items::table.filter(items::site_id.eq(site.0).and(items::section_id.eq(id.0)));
    diesel::select(exists(inside)).get_result(&mut conn).await
}

/// How many items readers see in each section.
pub async fn counts(
    mut conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Vec<(i64, i64)>> {
    items::table
        .filter(items::site_id.eq(site.0).and(items::published_edition.is_not_null()))
        .group_by(items::section_id)
        .select((items::section_id, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}
