//! The module.

use portal_core::Module;

/// Key of the module.
pub const KEY: &str = "information-requests";

/// Requests for information under the Law on Access to Information (R-P9).
pub struct InformationRequests;

impl Module for InformationRequests {
    fn key(&self) -> &'static str {
        KEY
    }

    fn switchable(&self) -> bool {
        true
    }
}
