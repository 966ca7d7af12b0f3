//! The actions this context knows.

use portal_core::{Permission, Role};

/// Resolves requests for a new password, at the provincial office (R-A2).
pub const RESETS: Permission =
    Permission { key: "auth.resets", roles: &[Role::UnitAdministrator, Role::Platform] };

/// Adds members to a site, gives and takes their roles (R-A4).
pub const MEMBERS: Permission =
    Permission { key: "auth.members", roles: &[Role::UnitAdministrator] };
