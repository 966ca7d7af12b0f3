//! Statements behind public pages. All of them see published editions only.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, SiteId};

use super::{Cursor, Translation};
use crate::{
    item::{
        ItemId, SectionId,
        queries::{Edition, Item},
    },
    media::MediaId,
    schema::{editions, items},
};

/// An item as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Line {
    /// Identity.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    /// Content type.
    #[diesel(sql_type = sql_types::Text)]
    pub content_type: String,
    /// Name in addresses.
    #[diesel(sql_type = sql_types::Text)]
    pub slug: String,
    /// Section.
    #[diesel(sql_type = sql_types::BigInt)]
    pub section_id: i64,
    /// First publication.
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub published_at: DateTime<Utc>,
    /// When the edition was saved.
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub saved_at: DateTime<Utc>,
    /// Title.
    #[diesel(sql_type = sql_types::Text)]
    pub title: String,
    /// Lead.
    #[diesel(sql_type = sql_types::Text)]
    pub lead: String,
    /// Number, of documents; else empty.
    #[diesel(sql_type = sql_types::Text)]
    pub number: String,
    /// Picture.
    #[diesel(embed)]
    pub picture: Picture,
}

/// The picture of a line, where it has one.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Picture {
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    picture_id: Option<i64>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    picture_name: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Integer>)]
    picture_width: Option<i32>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Integer>)]
    picture_height: Option<i32>,
}

impl Picture {
    /// Its path in a width, and width and height for the page.
    pub fn in_width(&self, wanted: u32) -> Option<(String, i64, i64)> {
        let path = crate::media::path(MediaId(self.picture_id?), self.picture_name.as_deref()?);
        let (width, height) =
            (i64::from(self.picture_width?).max(1), i64::from(self.picture_height?));
        let shown = width.min(i64::from(wanted));
        Some((format!("{path}?rong={wanted}"), shown, height * shown / width))
    }
}

impl Line {
    /// Identity, typed.
    pub fn id(&self) -> ItemId {
        ItemId(self.id)
    }

    /// Path on its site, without the language part.
    pub fn path(&self) -> String {
        crate::content_type::path(&self.content_type, &self.slug, self.id())
    }

    /// Its place in lists.
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.published_at, id: self.id }
    }

    /// When readers last got another text.
    pub fn changed_at(&self) -> DateTime<Utc> {
        self.published_at.max(self.saved_at)
    }
}

/// Finds an item with the edition readers see, if they see one.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: ItemId,
) -> QueryResult<Option<(Item, Option<Edition>)>> {
    items::table
        .left_join(editions::table.on(
            editions::site_id.eq(site.0).and(editions::id.nullable().eq(items::published_edition)),
        ))
        .filter(items::site_id.eq(site.0).and(items::id.eq(id.0)))
        .select((Item::as_select(), Option::<Edition>::as_select()))
        .first(&mut conn)
        .await
        .optional()
}

/// Finds a page by its name.
pub async fn page_by_slug(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    language: &str,
    slug: &str,
) -> QueryResult<Option<(Item, Option<Edition>)>> {
    items::table
        .left_join(editions::table.on(
            editions::site_id.eq(site.0).and(editions::id.nullable().eq(items::published_edition)),
        ))
        .filter(items::site_id.eq(site.0).and(items::type_.eq("page")))
        .filter(items::language.eq(language).and(items::slug.eq(slug)))
        .select((Item::as_select(), Option::<Edition>::as_select()))
        .first(&mut conn)
        .await
        .optional()
}

/// The rest of a list's statement: what the inner one, `i`, found, with its edition and picture.
const LINES: &str = "\
select i.id, i.type as content_type, i.slug, i.section_id, i.published_at, \
  e.created_at as saved_at, e.title, e.lead, coalesce(e.fields ->> 'number', '') as number, m.id as picture_id, m.name as picture_name, \
  m.width as picture_width, m.height as picture_height \
from i join editions e on e.site_id = $1 and e.id = i.published_edition \
left join media m on m.site_id = $1 and m.id = (e.fields ->> 'picture')::bigint \
order by i.published_at desc, i.id desc";

/// What a list holds.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Language.
    pub lang: Lang,
    /// Content types.
    pub types: &'a [&'a str],
    /// Only what stands behind a place.
    pub before: Option<Cursor>,
    /// At most so many.
    pub limit: i64,
}

/// What stands in some sections, newest first.
///
/// Each section is read from its own end of the index, however much stands in it.
pub async fn in_sections(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    sections: &[SectionId],
    wanted: Wanted<'_>,
) -> QueryResult<Vec<Line>> {
    let sections: Vec<i64> = sections.iter().map(|id| id.0).collect();
    let before = wanted.before.unwrap_or(Cursor::NEWEST);
    diesel::sql_query(format!(
        "with i as (select i.* from unnest($7::bigint[]) s (id) cross join lateral (\
           select id, type, slug, section_id, published_at, published_edition from items \
           where site_id = $1 and language = $2 and section_id = s.id and type = any($3) \
           and published_edition is not null and (published_at, id) < ($4, $5) \
           order by published_at desc, id desc limit $6) i \
         order by published_at desc, id desc limit $6) {LINES}"
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(wanted.lang.code())
    .bind::<sql_types::Array<sql_types::Text>, _>(wanted.types)
    .bind::<sql_types::Timestamptz, _>(before.at)
    .bind::<sql_types::BigInt, _>(before.id)
    .bind::<sql_types::BigInt, _>(wanted.limit)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(sections)
    .load(&mut conn)
    .await
}

/// What stands before a place in some sections, the nearest first: where newer pages begin.
pub async fn newer(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    sections: &[SectionId],
    wanted: Wanted<'_>,
    after: Cursor,
) -> QueryResult<Vec<Cursor>> {
    #[derive(QueryableByName)]
    struct Place {
        #[diesel(sql_type = sql_types::Timestamptz)]
        published_at: DateTime<Utc>,
        #[diesel(sql_type = sql_types::BigInt)]
        id: i64,
    }
    let sections: Vec<i64> = sections.iter().map(|id| id.0).collect();
    let places: Vec<Place> = diesel::sql_query(
        "select i.published_at, i.id from unnest($7::bigint[]) s (id) cross join lateral (\
           select id, published_at from items \
           where site_id = $1 and language = $2 and section_id = s.id and type = any($3) \
           and published_edition is not null and (published_at, id) > ($4, $5) \
           order by published_at, id limit $6) i \
         order by i.published_at, i.id limit $6",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(wanted.lang.code())
    .bind::<sql_types::Array<sql_types::Text>, _>(wanted.types)
    .bind::<sql_types::Timestamptz, _>(after.at)
    .bind::<sql_types::BigInt, _>(after.id)
    .bind::<sql_types::BigInt, _>(wanted.limit)
    .bind::<sql_types::Array<sql_types::BigInt>, _>(sections)
    .load(&mut conn)
    .await?;
    Ok(places.into_iter().map(|p| Cursor { at: p.published_at, id: p.id }).collect())
}

/// The newest of a site, of some types.
pub async fn newest(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    wanted: Wanted<'_>,
) -> QueryResult<Vec<Line>> {
    let before = wanted.before.unwrap_or(Cursor::NEWEST);
    diesel::sql_query(format!(
        "with i as (select i.* from unnest($3::text[]) t (type) cross join lateral (\
           select id, items.type, slug, section_id, published_at, published_edition from items \
           where site_id = $1 and language = $2 and items.type = t.type \
           and published_edition is not null and (published_at, id) < ($4, $5) \
           order by published_at desc, id desc limit $6) i \
         order by published_at desc, id desc limit $6) {LINES}"
    ))
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(wanted.lang.code())
    .bind::<sql_types::Array<sql_types::Text>, _>(wanted.types)
    .bind::<sql_types::Timestamptz, _>(before.at)
    .bind::<sql_types::BigInt, _>(before.id)
    .bind::<sql_types::BigInt, _>(wanted.limit)
    .load(&mut conn)
    .await
}

/// The same item in other languages, as far as readers see it.
pub async fn translations(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    item: &Item,
) -> QueryResult<Vec<Translation>> {
    diesel::sql_query(
        "with o as (select coalesce(translation_of, id) as id from items \
           where site_id = $1 and id = $2) \
         select i.id, i.type as content_type, i.slug, i.language from items i join o on i.id = o.id \
           where i.site_id = $1 and i.published_edition is not null and i.language <> $3 \
         union select i.id, i.type, i.slug, i.language from items i join o on i.translation_of = o.id \
           where i.site_id = $1 and i.translation_of is not null \
           and i.published_edition is not null and i.language <> $3 \
         union select i.id, i.type, i.slug, i.language from items i \
           where $4 = 'page' and i.site_id = $1 and i.type = 'page' and i.language <> $3 \
           and i.slug = $5 and i.published_edition is not null",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::BigInt, _>(item.id)
    .bind::<sql_types::Text, _>(&item.language)
    .bind::<sql_types::Text, _>(&item.content_type)
    .bind::<sql_types::Text, _>(&item.slug)
    .load(&mut conn)
    .await
}

/// An address for machines.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Place {
    /// Identity.
    #[diesel(sql_type = sql_types::BigInt)]
    pub id: i64,
    /// Name in addresses.
    #[diesel(sql_type = sql_types::Text)]
    pub slug: String,
    /// When readers last got another text.
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub changed_at: DateTime<Utc>,
}

/// Addresses of what readers see of a type in a language, newest first.
pub async fn places(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    lang: Lang,
    content_type: &str,
    limit: i64,
) -> QueryResult<Vec<Place>> {
    diesel::sql_query(
        "select i.id, i.slug, greatest(i.published_at, e.created_at) as changed_at \
         from (select id, slug, published_at, published_edition from items \
           where site_id = $1 and language = $2 and type = $3 and published_edition is not null \
           order by published_at desc, id desc limit $4) i \
         join editions e on e.site_id = $1 and e.id = i.published_edition \
         order by i.published_at desc, i.id desc",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Text, _>(lang.code())
    .bind::<sql_types::Text, _>(content_type)
    .bind::<sql_types::BigInt, _>(limit)
    .load(&mut conn)
    .await
}
