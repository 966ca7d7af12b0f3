//! The actions of search.

use portal_core::{Permission, Role};

/// Sees what readers look for, and says what stands above the results: what is put there is shown to
/// everybody at once.
pub const MANAGE: Permission = Permission {
    key: "search.manage",
    roles: &[Role::Approver, Role::Head, Role::UnitAdministrator],
    by_section: false,
};

/// Looks after the indexes of all nodes.
pub const INDEX: Permission =
    Permission { key: "search.index", roles: &[Role::Platform], by_section: false };
