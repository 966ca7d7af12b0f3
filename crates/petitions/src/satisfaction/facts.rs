//! What satisfaction tells. Marks are told to nobody: they have no moment and no sender.

use portal_core::Fact;
use serde::Serialize;

/// The comparison of all sites was taken out.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ComparisonExported {
    pub year: i32,
    pub sites: usize,
}

impl Fact for ComparisonExported {
    const KIND: &'static str = "satisfaction.comparison.exported";

    fn subject(&self) -> String {
        format!("satisfaction:{}", self.year)
    }
}
