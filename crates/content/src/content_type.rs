//! The contract of a content type: what kind of thing an item is.
//!
//! Workflow, history, lists, feeds and import know items and editions only. A type says what its
//! fields are, how they are asked for, checked, shown and searched. A new type is one implementation
//! and one line in [`ALL`].

use std::collections::BTreeMap;

use async_trait::async_trait;
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Site, SiteId, Tag, Texts, Tx, ui::site::Head,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    article::Article,
    document::Document,
    item::{ItemId, MediaId, acts::Draft},
    page::StaticPage,
    public::Shown,
    search, slug,
};

/// What is asked of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// A draft may have gaps.
    Draft,
    /// What is submitted may not (R-C5).
    Complete,
}

/// Lists of choices by name, each choice with its value and its words: what a type's part of a form
/// offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer(BTreeMap<String, Vec<(String, String)>>);

impl Offer {
    /// Adds a list.
    pub fn put(&mut self, name: impl Into<String>, choices: Vec<(String, String)>) {
        self.0.insert(name.into(), choices);
    }

    /// A list; empty where there is none of that name.
    pub fn list(&self, name: &str) -> &[(String, String)] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// A type's part of the form.
#[derive(Debug, Default)]
pub struct Parts {
    /// Beside title and text: what the type is about.
    pub main: Markup,
    /// In the panel for author and source.
    pub origin: Markup,
}

/// What readers see from now on of an item, for the lists of its type.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// Language.
    pub language: &'a str,
    /// Name in addresses.
    pub slug: &'a str,
    /// Title.
    pub title: &'a str,
    /// Fields.
    pub fields: &'a Value,
}

/// A content type.
#[async_trait]
pub trait ContentType: Send + Sync {
    /// Stable key, as in `items.type`; also the stem of its name in the locales: `type-article`.
    fn key(&self) -> &'static str;

    /// Key of the module whose readers see it.
    fn module(&self) -> &'static str;

    /// Whether its items stand in news lists: home page, feeds.
    fn is_news(&self) -> bool;

    /// Whether its pages name section and days, and have a page for paper.
    fn is_dated(&self) -> bool {
        self.is_news()
    }

    /// Path of an item on its site, without the language part.
    fn path(&self, slug: &str, id: ItemId) -> String;

    /// The page that lists its items, where there is one: key of its title, and path.
    fn register(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// What schema.org calls it.
    fn schema_type(&self) -> &'static str {
        "https://schema.org/WebPage"
    }

    /// The name in addresses of a text.
    fn slug(&self, draft: &Draft) -> String {
        slug::slug(&draft.title)
    }

    /// Longest title, in characters.
    fn max_title(&self) -> usize {
        200
    }

    /// Key of a text of its form: `field-title`, `hint-body`, `form-lead`.
    fn text(&self, of: &str) -> String {
        format!("admin-{of}")
    }

    /// What its part of the form offers for what is typed so far.
    async fn offer(&self, _: &AsyncPgConnection, _: &Ctx, _: &Posted) -> Outcome<Offer> {
        Ok(Offer::default())
    }

    /// Reads and checks its fields from the posted form.
    fn check(
        &self,
        posted: &Posted,
        demand: Demand,
        offer: &Offer,
        faults: &mut FormFaults,
    ) -> Value;

    /// Whether a form without a text is incomplete.
    fn needs_body(&self) -> bool {
        true
    }

    /// Puts its fields into a form, as [`ContentType::check`] reads them.
    fn fill(&self, fields: &Value, posted: &mut Posted);

    /// Its part of the form: everything but title, lead, body, section.
    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults, offer: &Offer) -> Parts;

    /// What readers see of an edition, without the page around it. Says what it reads beside the
    /// edition, and until when it is true.
    async fn view(
        &self,
        app: &App,
        ctx: &Ctx,
        conn: &AsyncPgConnection,
        shown: &Shown,
    ) -> Outcome<Markup>;

    /// What its page says of itself to machines; the frame gives title, description and path.
    fn head(&self, shown: &Shown, head: Head) -> Head;

    /// The files its fields name.
    fn media(&self, fields: &Value) -> Vec<MediaId>;

    /// Adds to what the search is told of items what only their type knows.
    async fn searched(
        &self,
        _: &App,
        _: &AsyncPgConnection,
        _: &Site,
        _: &mut [search::Entry],
    ) -> Outcome<()> {
        Ok(())
    }

    /// What the search box of the desk's list finds an item by, beside title and lead.
    fn found_by(&self, _: &Value) -> String {
        String::new()
    }

    /// Keeps what the type's lists are made of, in the transaction that publishes or, without a
    /// listing, withdraws. Gives the tags of further pages that are no longer true.
    async fn list(
        &self,
        _: &Tx,
        _: SiteId,
        _: ItemId,
        _: Option<Listing<'_>>,
    ) -> Outcome<Vec<Tag>> {
        Ok(Vec::new())
    }
}

/// All types.
pub static ALL: &[&dyn ContentType] = &[&Article, &StaticPage, &Document];

/// Finds a type by key.
pub fn by_key(key: &str) -> Option<&'static dyn ContentType> {
    ALL.iter().copied().find(|of| of.key() == key)
}

/// Path of an item on its site, without the language part.
pub fn path(key: &str, slug: &str, id: ItemId) -> String {
    by_key(key).map_or_else(|| "/".to_owned(), |of| of.path(slug, id))
}

/// Fields of a type, from an edition. Fields that cannot be read are a fault of ours: logged, and
/// shown as empty.
pub fn fields<F: DeserializeOwned + Default>(fields: &Value) -> F {
    serde_json::from_value(fields.clone()).unwrap_or_else(|error| {
        tracing::error!(%error, "fields of an edition cannot be read");
        F::default()
    })
}

/// Fields of a type, for an edition.
pub fn to_value<F: Serialize>(fields: &F) -> Value {
    serde_json::to_value(fields).unwrap_or_else(|error| {
        tracing::error!(%error, "fields of an edition cannot be written");
        Value::Object(serde_json::Map::new())
    })
}
