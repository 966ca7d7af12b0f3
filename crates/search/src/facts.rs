//! What the search tells.

use portal_core::{
    Fact,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

/// Somebody wants every node's index made anew.
#[derive(Debug, Clone, Serialize)]
pub struct RebuildAsked {}

/// Somebody wants every node's index compared with the database, and mended.
#[derive(Debug, Clone, Serialize)]
pub struct CheckAsked {}

/// What a site puts above its results was changed.
#[derive(Debug, Clone, Serialize)]
pub struct PromotedChanged {
    /// Which.
    pub promoted: i64,
    /// The words it stands above, as they are now; empty once it was taken away.
    pub words: String,
    /// Where it leads.
    pub path: String,
}

/// What the search does about its own index.
const INDEX: &str = "search:index";

impl Fact for RebuildAsked {
    const KIND: &'static str = "search.index.rebuild-asked";

    fn subject(&self) -> String {
        INDEX.to_owned()
    }
}

impl Fact for CheckAsked {
    const KIND: &'static str = "search.index.check-asked";

    fn subject(&self) -> String {
        INDEX.to_owned()
    }
}

impl Fact for PromotedChanged {
    const KIND: &'static str = "search.promoted.changed";

    fn subject(&self) -> String {
        format!("search-promoted:{}", self.promoted)
    }
}

/// The cards of all of them.
pub fn cards() -> Vec<FactCard> {
    [RebuildAsked::KIND, CheckAsked::KIND, PromotedChanged::KIND]
        .map(|kind| FactCard::history(kind, FactGroup::Settings))
        .to_vec()
}
