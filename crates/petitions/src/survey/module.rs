//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "surveys";

/// Surveys and polls (R-P7).
pub struct Surveys;

impl Module for Surveys {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
