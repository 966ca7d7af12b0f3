//! The actions this context knows.

use portal_core::{Permission, Role};

/// Writes, edits own texts, brings files.
pub const WRITE: Permission = Permission {
    key: "content.write",
    roles: &[Role::Collaborator, Role::Editor, Role::Approver, Role::UnitAdministrator],
    by_section: true,
};

/// Comes to the desk of a site; whoever writes nothing there is led to what they do.
pub const DESK: Permission = Permission {
    key: "content.desk",
    roles: &[
        Role::Collaborator,
        Role::Editor,
        Role::Approver,
        Role::PetitionOfficer,
        Role::Head,
        Role::UnitAdministrator,
    ],
    by_section: true,
};

/// Edits everybody's texts.
pub const EDIT: Permission =
    Permission { key: "content.edit", roles: &[Role::Editor, Role::Approver], by_section: true };

/// Approves, refuses, publishes, withdraws (R-C3).
pub const APPROVE: Permission =
    Permission { key: "content.approve", roles: &[Role::Approver], by_section: true };

/// Adds, renames and orders sections (R-C1).
pub const SECTIONS: Permission =
    Permission { key: "content.sections", roles: &[Role::UnitAdministrator], by_section: false };
