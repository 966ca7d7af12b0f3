//! The actions of satisfaction.

use portal_core::{Permission, Role};

/// Reads what readers of the unit's site think, page by page, in their own words (R-P10).
pub const READ: Permission = Permission {
    key: "satisfaction.read",
    roles: &[Role::Editor, Role::Approver, Role::Head, Role::UnitAdministrator],
    by_section: false,
};

/// Compares all sites of the province.
pub const COMPARE: Permission =
    Permission { key: "satisfaction.compare", roles: &[Role::Platform], by_section: false };
