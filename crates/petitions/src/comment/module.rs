//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "comments";

/// Comments on articles, moderated first (R-P8).
pub struct Comments;

impl Module for Comments {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
