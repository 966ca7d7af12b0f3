//! The actions this context knows.

use portal_core::{Permission, Role};

/// Resolves requests for a new password, at the provincial office (R-A2).
pub const RESETS: Permission = Permission {
    key: "auth.resets",
    roles: &[Role::UnitAdministrator, Role::Platform],
    by_section: false,
};

/// Adds members to a site, gives and takes their roles (R-A4).
pub const MEMBERS: Permission =
    Permission { key: "auth.members", roles: &[Role::UnitAdministrator], by_section: false };

/// Sees what oneself may do, and lends it while away (R-A4).
pub const OWN: Permission = Permission { key: "auth.own", roles: &Role::ALL, by_section: true };

/// Gives the platform's role, switches people off and on (R-A3, R-A4).
pub const PEOPLE: Permission =
    Permission { key: "auth.people", roles: &[Role::Platform], by_section: false };
