//! The contract of a content type: what kind of thing an item is.
//!
//! Workflow, history, lists, feeds and import know items and editions only. A type says what its
//! fields are, how they are asked for, checked, shown and searched. A new type is one implementation
//! and one line in [`ALL`].

use maud::Markup;
use portal_core::{FormFaults, Posted, Texts};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    article::Article,
    item::{ItemId, MediaId, queries::Edition},
    page::StaticPage,
    public::Shown,
};

/// What is asked of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// A draft may have gaps.
    Draft,
    /// What is submitted may not (R-C5).
    Complete,
}

/// A content type.
pub trait ContentType: Send + Sync {
    /// Stable key, as in `items.type`; also the stem of its name in the locales: `type-article`.
    fn key(&self) -> &'static str;

    /// Key of the module whose readers see it.
    fn module(&self) -> &'static str;

    /// Whether its items stand in news lists: home page, feeds.
    fn is_news(&self) -> bool;

    /// Path of an item on its site, without the language part.
    fn path(&self, slug: &str, id: ItemId) -> String;

    /// Reads and checks its fields from the posted form.
    fn check(&self, posted: &Posted, demand: Demand, faults: &mut FormFaults) -> Value;

    /// Puts its fields into a form, as [`ContentType::check`] reads them.
    fn fill(&self, fields: &Value, posted: &mut Posted);

    /// Its part of the form: everything but title, lead, body, section.
    fn form(&self, t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup;

    /// What readers see of an edition, without the page around it.
    fn view(&self, t: &Texts, shown: &Shown) -> Markup;

    /// The files its fields name.
    fn media(&self, fields: &Value) -> Vec<MediaId>;

    /// Everything a search finds an edition by.
    fn search_text(&self, edition: &Edition) -> String;
}

/// All types.
pub static ALL: &[&dyn ContentType] = &[&Article, &StaticPage];

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
