//! The action of comments.

use portal_core::{Permission, Role};

/// Looks at what readers wrote, shows or refuses it, answers (R-P8).
pub const MODERATE: Permission = Permission {
    key: "comments.moderate",
    roles: &[Role::Editor, Role::Approver, Role::UnitAdministrator],
    by_section: false,
};
