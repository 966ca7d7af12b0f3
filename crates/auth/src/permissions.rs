//! The actions this context knows.

use portal_core::{Permission, Role};

/// Adds members to a site, gives and takes their roles (R-A4).
pub const MEMBERS: Permission =
    Permission { key: "auth.members", roles: &[Role::UnitAdministrator] };
