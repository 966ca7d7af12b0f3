//! portal-search: Vietnamese full text over everything published (R-S1 to R-S3).
//!
//! Nothing is built yet: the module plugs in and has no pages, jobs or menu entries.

use portal_core::Module;

/// The module.
pub struct Search;

impl Module for Search {
    fn key(&self) -> &'static str {
        "search"
    }
}
