//! The actions of requests for information.

use portal_core::{Permission, Role};

/// Receives, registers, writes replies.
pub const HANDLE: Permission =
    Permission { key: "information.handle", roles: &[Role::PetitionOfficer], by_section: false };

/// Approves what others wrote to a requester.
pub const APPROVE: Permission = Permission {
    key: "information.approve",
    roles: &[Role::Head, Role::Approver],
    by_section: false,
};

/// Sees who asks; each look is written down.
pub const IDENTITY: Permission =
    Permission { key: "information.identity", roles: &[Role::PetitionOfficer], by_section: false };

/// Reads the list and the figures of the unit.
pub const READ: Permission = Permission {
    key: "information.read",
    roles: &[Role::PetitionOfficer, Role::Approver, Role::Head, Role::UnitAdministrator],
    by_section: false,
};
