//! What readers see: pages of items and sections, blocks of the home page, feeds, sitemaps.

use chrono::{DateTime, Utc};
use diesel::{QueryableByName, sql_types};
use portal_core::{App, Ctx};

pub use portal_core::Cursor;

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
