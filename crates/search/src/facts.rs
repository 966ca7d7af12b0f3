//! What this context tells.

use portal_core::Fact;
use serde::Serialize;

/// Every node is to make its index anew.
#[derive(Debug, Clone, Serialize)]
pub struct RebuildAsked {}

impl Fact for RebuildAsked {
    const KIND: &'static str = "search.rebuild-asked";

    fn subject(&self) -> String {
        "search".to_owned()
    }
}
