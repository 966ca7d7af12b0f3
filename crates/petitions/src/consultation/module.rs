//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "consultations";

/// Draft documents laid before people and organisations (R-P6).
pub struct Consultations;

impl Module for Consultations {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
