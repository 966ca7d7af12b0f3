//! Statements about media.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::{Media, MediaId, MediaKind};
use crate::{
    item::ItemId,
    schema::{edition_media, items, media},
};

/// A row to be.
pub struct New<'a> {
    /// Hash of the bytes that are kept.
    pub sha256: &'a [u8],
    /// MIME type.
    pub mime: &'a str,
    /// File name.
    pub name: &'a str,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Width and height in pixels.
    pub size: Option<(i32, i32)>,
    /// The text that stands for a picture.
    pub alternative: &'a str,
    /// Who brings it.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a file.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    new: &New<'_>,
) -> QueryResult<MediaId> {
    diesel::insert_into(media::table)
        .values((
            media::site_id.eq(site.0),
            media::sha256.eq(new.sha256),
            media::type_.eq(new.mime),
            media::name.eq(new.name),
            media::size_bytes.eq(new.size_bytes),
            media::width.eq(new.size.map(|(width, _)| width)),
            media::height.eq(new.size.map(|(_, height)| height)),
            media::alternative.eq(new.alternative),
            media::uploaded_by.eq(new.by.map(|id| id.0)),
            media::uploaded_at.eq(new.at),
        ))
        .returning(media::id)
        .get_result(&mut conn)
        .await
        .map(MediaId)
}

/// Finds by id.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: MediaId,
) -> QueryResult<Option<Media>> {
    media::table
        .filter(media::site_id.eq(site.0).and(media::id.eq(id.0)))
        .select(Media::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Finds several; those that are not there are left out.
pub async fn by_ids(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    ids: &[i64],
) -> QueryResult<Vec<Media>> {
    media::table
        .filter(media::site_id.eq(site.0).and(media::id.eq_any(ids)))
        .order(media::id)
        .select(Media::as_select())
        .load(&mut conn)
        .await
}

/// The published items of the site that show a file.
pub async fn shown_by(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: MediaId,
) -> QueryResult<Vec<ItemId>> {
    let ids: Vec<i64> = edition_media::table
        .inner_join(
            items::table.on(items::published_edition.eq(edition_media::edition_id.nullable())),
        )
        .filter(edition_media::site_id.eq(site.0).and(items::site_id.eq(site.0)))
        .filter(edition_media::media_id.eq(id.0))
        .order(items::id)
        .select(items::id)
        .load(&mut conn)
        .await?;
    Ok(ids.into_iter().map(ItemId).collect())
}

/// The files that lie at some places of the object store.
pub async fn of_places(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    places: &[String],
) -> QueryResult<Vec<Media>> {
    let hash = |place: &String| hex::decode(place.rsplit('/').next()?).ok();
    let hashes: Vec<Vec<u8>> = places.iter().filter_map(hash).collect();
    let mut found = media::table
        .filter(media::site_id.eq(site.0).and(media::sha256.eq_any(hashes)))
        .order(media::id)
        .select(Media::as_select())
        .load(&mut conn)
        .await?;
    // Files of other modules may have the same content.
    found.retain(|media| {
        places.iter().any(|known| *known == super::place(site, &media.sha256, None).to_string())
    });
    Ok(found)
}

/// Files newest first: pictures, documents, or both; older than one of them where it is given.
pub async fn list_newest(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    pictures: Option<bool>,
    before: Option<MediaId>,
    limit: i64,
) -> QueryResult<Vec<Media>> {
    let mut query = media::table
        .filter(media::site_id.eq(site.0))
        .order(media::id.desc())
        .limit(limit)
        .select(Media::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(media::id.lt(before.0));
    }
    match pictures {
        Some(true) => query = query.filter(media::type_.eq_any(MediaKind::PICTURES)),
        Some(false) => query = query.filter(media::type_.ne_all(MediaKind::PICTURES)),
        None => {}
    }
    query.load(&mut conn).await
}

/// Gives a file another alternative text.
pub async fn describe(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: MediaId,
    alternative: &str,
) -> QueryResult<usize> {
    diesel::update(media::table.filter(media::site_id.eq(site.0).and(media::id.eq(id.0))))
        .set(media::alternative.eq(alternative))
        .execute(&mut conn)
        .await
}

/// The newest file of a site with a name.
pub async fn by_name(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    name: &str,
) -> QueryResult<Option<super::MediaId>> {
    media::table
        .filter(media::site_id.eq(site.0).and(media::name.eq(name)))
        .order(media::id.desc())
        .select(media::id)
        .first(&mut conn)
        .await
        .optional()
        .map(|id| id.map(super::MediaId))
}
