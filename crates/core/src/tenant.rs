//! The contract of a kind of site: what a province, a department, a commune has by default (R-T1).

use crate::{
    Kind, Lang, Names,
    law::{DomainForm, Section},
    site::{MenuEntry, Particulars, Site},
};

/// A kind of site. A new kind is one new type in `crates/server/src/tenants/` and one line beside it.
///
/// What a site sets itself ([`crate::site::Settings`]) goes over what its plugin says.
pub trait TenantPlugin: Send + Sync {
    /// The kind.
    fn kind(&self) -> Kind;

    /// Languages that are on, the default first (R-L1).
    fn languages(&self) -> &[Lang];

    /// Keys of the switchable modules that are on.
    fn modules(&self) -> &[&'static str];

    /// The menu.
    fn menu(&self) -> Vec<MenuEntry>;

    /// The home page: blocks by slot.
    fn home(&self) -> &[Slot];

    /// The form of its domains, from the law pack in force (R-T2).
    fn domain_form<'a>(&self, structure: &'a crate::law::Structure) -> Option<&'a DomainForm> {
        structure.domain_form(self.kind())
    }
}

/// Where on the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// Over everything: urgent notice, lead story.
    Lead,
    /// The wide column.
    Main,
    /// The narrow column; under the wide one on a phone.
    Side,
    /// Full width at the end: directory, figures.
    Foot,
}

/// One block of a home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Where.
    pub region: Region,
    /// `module.block`.
    pub block: &'static str,
    /// What of.
    pub of: &'static str,
}

/// A site being born: what the modules need to give it what belongs to it.
pub struct Birth<'a> {
    /// The site, as it will be.
    pub site: &'a Site,
    /// Sections the law wants of its kind.
    pub sections: &'a [Section],
}

/// What somebody asks for when creating a site; checked by [`crate::birth`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRequest {
    /// Kind.
    pub kind: Kind,
    /// Short name.
    pub code: String,
    /// Official name.
    pub names: Names,
    /// Code of the site above.
    pub parent: Option<String>,
    /// Canonical host.
    pub host: String,
    /// Languages, where they differ from the plugin's.
    pub languages: Option<Vec<Lang>>,
    /// Footer.
    pub particulars: Particulars,
}
