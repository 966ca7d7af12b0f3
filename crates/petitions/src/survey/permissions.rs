//! The actions of surveys.

use portal_core::{Permission, Role};

/// Sees the surveys of the unit and their results.
pub const READ: Permission = Permission {
    key: "surveys.read",
    roles: &[Role::Editor, Role::Approver, Role::Head, Role::UnitAdministrator],
    by_section: false,
};

/// Writes surveys, submits, copies and ends them, takes answers out (R-P7).
pub const EDIT: Permission = Permission {
    key: "surveys.edit",
    roles: &[Role::Editor, Role::Approver, Role::UnitAdministrator],
    by_section: false,
};

/// Makes public what somebody else wrote, or gives it back.
pub const APPROVE: Permission =
    Permission { key: "surveys.approve", roles: &[Role::Approver, Role::Head], by_section: false };

/// Opens the yearly survey on all sites, and compares.
pub const CAMPAIGN: Permission =
    Permission { key: "surveys.campaign", roles: &[Role::Platform], by_section: false };
