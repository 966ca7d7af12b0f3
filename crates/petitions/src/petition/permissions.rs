//! The actions of petitions.

use portal_core::{Permission, Role};

/// Receives, classifies, forwards, answers (R-P2).
pub const HANDLE: Permission = Permission {
    key: "petitions.handle",
    roles: &[Role::PetitionOfficer, Role::Approver],
    by_section: false,
};

/// Approves what goes out to the sender and to the public; grants longer extensions.
pub const APPROVE: Permission = Permission {
    key: "petitions.approve",
    roles: &[Role::Head, Role::Approver],
    by_section: false,
};

/// Sees who sent a petition (R-P4).
pub const IDENTITY: Permission =
    Permission { key: "petitions.identity", roles: &[Role::PetitionOfficer], by_section: false };

/// Reads lists and statistics of the unit.
pub const READ: Permission = Permission {
    key: "petitions.read",
    roles: &[Role::PetitionOfficer, Role::Approver, Role::Head, Role::UnitAdministrator],
    by_section: false,
};

/// Supervises all units of the province (R-P3).
pub const SUPERVISE: Permission =
    Permission { key: "petitions.supervise", roles: &[Role::Platform], by_section: false };

/// Lets a second and later promise go out: the first one was not kept (R-P2).
pub const EXTEND: Permission =
    Permission { key: "petitions.extend", roles: &[Role::Head, Role::Platform], by_section: false };
