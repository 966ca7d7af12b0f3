//! What this module tells.

use std::collections::BTreeMap;

use portal_core::Fact;
use serde::Serialize;

/// The record, or a part of it, was taken out of the portal.
#[derive(Debug, Clone, Serialize)]
pub struct AuditExported {
    /// `jsonl` or `syslog`.
    pub format: String,
    /// What it was narrowed to, as asked for.
    pub filter: BTreeMap<String, String>,
    /// How many facts it holds.
    pub count: i64,
    /// The newest fact it may hold.
    pub up_to: i64,
}

impl Fact for AuditExported {
    const KIND: &'static str = "audit.exported";

    fn subject(&self) -> String {
        "audit".into()
    }
}
