//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "reception";

/// When leaders receive citizens (key `citizen_reception.schedule_lead` of the law packs).
pub struct Reception;

impl Module for Reception {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
