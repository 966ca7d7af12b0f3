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

/// A section and all above it, itself first: what rights in sections are asked with.
pub async fn path(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: SectionId,
) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: i64,
    }
    // `union`, not `union all`: a circle, which cannot be stored, would end as well.
    let steps: Vec<Step> = diesel::sql_query(
        "with recursive way as (\
           select id, parent_id from sections where site_id = $1 and id = $2 \
           union \
           select s.id, s.parent_id from sections s join way w on s.id = w.parent_id \
             where s.site_id = $1) \
         select id from way",
    )
    .bind::<diesel::sql_types::BigInt, _>(site.0)
    .bind::<diesel::sql_types::BigInt, _>(id.0)
    .load(&mut conn)
    .await?;
    Ok(steps.into_iter().map(|step| step.id).collect())
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
        .set((sections::parent_id.eq(parent.map(|id| id.0)), sections::position.eq(position)))
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
    let inside = items::table.filter(items::site_id.eq(site.0).and(items::section_id.eq(id.0)));
    diesel::select(exists(inside)).get_result(&mut conn).await
}

/// How many items readers see in each section.
pub async fn counts(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<(i64, i64)>> {
    items::table
        .filter(items::site_id.eq(site.0).and(items::published_edition.is_not_null()))
        .group_by(items::section_id)
        .select((items::section_id, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

/// A section a site is born with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BornSection<'a> {
    /// Identity, taken before ([`take_ids`]).
    pub id: i64,
    /// The section above.
    pub parent: Option<i64>,
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

/// Takes as many ids of sections as are wanted.
pub async fn take_ids(mut conn: &AsyncPgConnection, count: usize) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: i64,
    }
    let taken: Vec<Taken> =
        diesel::sql_query("select nextval('sections_id_seq') as id from generate_series(1, $1)")
            .bind::<diesel::sql_types::BigInt, _>(i64::try_from(count).unwrap_or(i64::MAX))
            .load(&mut conn)
            .await?;
    Ok(taken.into_iter().map(|taken| taken.id).collect())
}

/// Adds the sections a site is born with.
pub async fn insert_all(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    born: &[BornSection<'_>],
) -> QueryResult<()> {
    let rows: Vec<_> = born
        .iter()
        .map(|section| {
            (
                sections::id.eq(section.id),
                sections::site_id.eq(site.0),
                sections::parent_id.eq(section.parent),
                sections::language.eq(section.language),
                sections::slug.eq(section.slug),
                sections::title.eq(section.title),
                sections::position.eq(section.position),
                sections::required_by.eq(section.required_by),
            )
        })
        .collect();
    diesel::insert_into(sections::table).values(rows).execute(&mut conn).await.map(drop)
}
