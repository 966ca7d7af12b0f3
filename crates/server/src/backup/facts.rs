//! What backups tell.

use portal_core::{
    Fact, SiteId, Tag,
    fact::{FactCard, FactGroup},
};
use serde::Serialize;

/// A copy of everything was made.
#[derive(Debug, Clone, Serialize)]
pub struct BackupMade {
    /// The backup.
    pub name: String,
    /// How many rows it holds.
    pub rows: i64,
    /// How many files it holds.
    pub files: i64,
}

/// The whole portal was restored from a backup: what was told after its moment is lost.
#[derive(Debug, Clone, Serialize)]
pub struct PortalRestored {
    /// The backup.
    pub name: String,
    /// The moment whose state it holds, as in RFC 3339.
    pub moment: String,
}

/// One site was put back as a backup has it. The record stays as it is.
#[derive(Debug, Clone, Serialize)]
pub struct SiteRestored {
    /// Which.
    pub site: SiteId,
    /// The backup.
    pub name: String,
    /// The moment whose state it holds, as in RFC 3339.
    pub moment: String,
    /// How many rows were taken out.
    pub removed: u64,
    /// How many rows were put in.
    pub restored: u64,
}

impl Fact for BackupMade {
    const KIND: &'static str = "backup.made";

    fn subject(&self) -> String {
        format!("backup:{}", self.name)
    }
}

impl Fact for PortalRestored {
    const KIND: &'static str = "backup.restored";

    fn subject(&self) -> String {
        format!("backup:{}", self.name)
    }
}

impl Fact for SiteRestored {
    // The registry reads a site anew when it hears a fact of this stem.
    const KIND: &'static str = "site.restored";

    fn subject(&self) -> String {
        format!("site:{}", self.site)
    }

    fn touches(&self) -> Vec<Tag> {
        vec![Tag::site(self.site), Tag::directory()]
    }
}

/// The cards of all of them.
pub fn cards() -> Vec<FactCard> {
    vec![
        FactCard::history(BackupMade::KIND, FactGroup::Exports),
        FactCard::history(PortalRestored::KIND, FactGroup::Exports),
        FactCard::history(SiteRestored::KIND, FactGroup::Settings),
    ]
}
