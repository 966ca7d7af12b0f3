//! portal-monitoring: figures, obligations and grades per site (R-M1 to R-M5).
//!
//! Nothing is built yet: the module plugs in and has no pages, jobs or menu entries.

use portal_core::Module;

/// The module.
pub struct Monitoring;

impl Module for Monitoring {
    fn key(&self) -> &'static str {
        "monitoring"
    }
}
