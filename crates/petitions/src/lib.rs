//! portal-petitions: what citizens send: petitions, consultations, requests for information, surveys (R-P1 to R-P10).
//!
//! Nothing is built yet: the module plugs in and has no pages, jobs or menu entries.

use portal_core::Module;

/// The module.
pub struct Petitions;

impl Module for Petitions {
    fn key(&self) -> &'static str {
        "petitions"
    }
}
