//! What readers see: pages of items and sections, blocks of the home page, feeds, sitemaps.

use chrono::{DateTime, Utc};
use diesel::{QueryableByName, sql_types};
use portal_core::{App, Ctx};

use crate::{
    content_type,
    item::{
        ItemId, MediaId,
        queries::{Edition, Item},
    },
    media::Media,
};

pub mod blocks;
pub mod feeds;
pub mod item_page;
pub mod maps;
pub mod parts;
pub mod print;
pub mod queries;
pub mod section_page;

/// An edition as readers see it, with the files it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The item.
    pub item: Item,
    /// The edition.
    pub edition: Edition,
    /// Its files.
    pub files: Vec<Media>,
}

impl Shown {
    /// One of its files.
    pub fn media(&self, id: MediaId) -> Option<&Media> {
        self.files.iter().find(|media| media.id == id.0)
    }

    /// When it was corrected, where a later edition took the place of the first.
    pub fn corrected_at(&self) -> Option<DateTime<Utc>> {
        let first = self.item.published_at?;
        (self.edition.created_at > first).then_some(self.edition.created_at)
    }
}

/// A place in a list by publication: `truoc` of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Publication of the item at the place.
    pub published_at: DateTime<Utc>,
    /// The item.
    pub id: i64,
}

impl Cursor {
    /// Before everything.
    pub const NEWEST: Self = Self {
        published_at: DateTime::from_timestamp_nanos(9_000_000_000_000_000_000),
        id: i64::MAX,
    };

    /// Reads back what its `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('-')?;
        let published_at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        (published_at < Self::NEWEST.published_at && published_at > DateTime::UNIX_EPOCH)
            .then_some(())?;
        Some(Self { published_at, id: id.parse().ok().filter(|id| *id > 0)? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.published_at.timestamp_micros(), self.id)
    }
}

/// The same item in another language.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Translation {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::Text)]
    content_type: String,
    #[diesel(sql_type = sql_types::Text)]
    slug: String,
    /// Its language.
    #[diesel(sql_type = sql_types::Text)]
    pub language: String,
}

impl Translation {
    /// Path on its site, without the language part.
    pub fn path(&self) -> String {
        content_type::path(&self.content_type, &self.slug, ItemId(self.id))
    }
}

/// The content types whose module is on at the site: all of them, or those of the news lists.
pub fn types_on(app: &App, ctx: &Ctx, news_only: bool) -> Vec<&'static str> {
    content_type::ALL
        .iter()
        .filter(|of| app.is_on(&ctx.site, of.module()) && (of.is_news() || !news_only))
        .map(|of| of.key())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back() {
        let cursor = Cursor { published_at: DateTime::from_timestamp(5, 0).unwrap(), id: 9 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for text in ["", "9", "a-b", "1-", "-5-1", "1-0", "99999999999999999999-1", "5-x"] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
    }
}
