//! What IT staff of the province may do.

use portal_core::{Permission, Role};

/// Creates sites and changes what they have: modules, menus, languages, footers.
///
/// Requirement: R-T3, R-T4.
pub const PLATFORM: Permission =
    Permission { key: "platform.sites", roles: &[Role::Platform], by_section: false };
