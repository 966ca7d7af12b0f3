//! The actions of citizen reception.

use portal_core::{Permission, Role};

/// Plans receptions, asks for changes.
pub const EDIT: Permission = Permission {
    key: "reception.edit",
    roles: &[Role::PetitionOfficer, Role::Editor],
    by_section: false,
};

/// Approves what others planned.
pub const APPROVE: Permission = Permission {
    key: "reception.approve",
    roles: &[Role::Approver, Role::Head],
    by_section: false,
};

/// Sees the plan.
pub const READ: Permission = Permission {
    key: "reception.read",
    roles: &[Role::PetitionOfficer, Role::Editor, Role::Approver, Role::Head],
    by_section: false,
};
