//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "satisfaction";

/// How satisfied readers are with a page and with the site (R-P10).
pub struct Satisfaction;

impl Module for Satisfaction {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
