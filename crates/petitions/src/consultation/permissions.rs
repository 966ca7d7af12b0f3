//! The actions consultations know.

use portal_core::{Permission, Role};

/// Writes consultations, invites bodies, writes answers in the table.
pub const WRITE: Permission = Permission {
    key: "consultations.write",
    roles: &[Role::Editor, Role::Approver, Role::PetitionOfficer, Role::Head],
    by_section: false,
};

/// Approves what somebody else wrote: the consultation, and its table.
pub const APPROVE: Permission = Permission {
    key: "consultations.approve",
    roles: &[Role::Approver, Role::Head],
    by_section: false,
};

/// Reads who sent an opinion, and decides whether readers see it.
pub const MODERATE: Permission = Permission {
    key: "consultations.moderate",
    roles: &[Role::Approver, Role::PetitionOfficer, Role::Head],
    by_section: false,
};
