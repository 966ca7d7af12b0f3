//! Sites, and the registry that finds them (R-T1 to R-T3, R-T6).

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};

use crate::{Kind, Lang, Names, SiteId};

pub mod queries;
pub mod settings;

pub use settings::{MenuEntry, SecondFactor, Settings};

/// What the footer of every page of a site must say (R-T6, key `site.footer` of the law packs).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// Cơ quan chủ quản: the body that owns the site.
    pub owner: Box<str>,
    /// Chịu trách nhiệm chính: the person responsible for the content.
    pub responsible: Box<str>,
    /// Postal address.
    pub address: Box<str>,
    /// Telephone.
    pub phone: Box<str>,
    /// Fax.
    pub fax: Box<str>,
    /// E-mail.
    pub email: Box<str>,
    /// Operating licence, where the site needs one.
    pub licence: Box<str>,
}

/// Whether a site answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteState {
    /// Answers.
    Active,
    /// Shows a notice in place of every page.
    Suspended,
}

/// The modules that are on, as bits in the order of the installation's module list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModuleSet(pub u64);

impl ModuleSet {
    /// Whether the module at this place of the list is on.
    pub fn contains(self, place: usize) -> bool {
        place < 64 && self.0 & (1 << place) != 0
    }

    /// This set with the module at a place switched.
    #[must_use]
    pub fn with(self, place: usize, on: bool) -> Self {
        match (place < 64, on) {
            (false, _) => self,
            (true, true) => Self(self.0 | 1 << place),
            (true, false) => Self(self.0 & !(1 << place)),
        }
    }
}

/// One tenant as requests see it: the plugin's defaults with the site's own settings over them.
///
/// Thousands of these are held in memory, so what sites of a kind have in common (menu, languages)
/// is shared.
#[derive(Debug, Clone)]
pub struct Site {
    /// Identity.
    pub id: SiteId,
    /// Kind, which decides the plugin.
    pub kind: Kind,
    /// Short name, as in `units.csv` and on the command line.
    pub code: Box<str>,
    /// The site above.
    pub parent: Option<SiteId>,
    /// Canonical host, lower case, without port.
    pub host: Box<str>,
    /// Official name.
    pub names: Names,
    /// Languages that are on; the first is the default.
    pub languages: Arc<[Lang]>,
    /// Modules that are on.
    pub modules: ModuleSet,
    /// The menu, before entries of modules that are off are left out.
    pub menu: Arc<[MenuEntry]>,
    /// Footer.
    pub particulars: Particulars,
    /// Whether it answers.
    pub state: SiteState,
    /// Who needs a second factor to work on it.
    pub second_factor: SecondFactor,
}

impl Site {
    /// The name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        self.names.of(lang)
    }

    /// The language of addresses without a language part.
    pub fn default_language(&self) -> Lang {
        self.languages.first().copied().unwrap_or(Lang::VI)
    }

    /// The path of a page of this site in a language: `/so-do-cong`, `/en/so-do-cong`.
    pub fn path(&self, lang: Lang, path: &str) -> String {
        if lang == self.default_language() { path.to_owned() } else { format!("/{lang}{path}") }
    }
}

/// All sites, found by host or id.
#[derive(Default)]
pub struct Sites {
    by_id: HashMap<SiteId, Arc<Site>>,
    by_host: HashMap<Box<str>, HostEntry>,
    province: Option<SiteId>,
}

#[derive(Clone)]
struct HostEntry {
    site: Arc<Site>,
    canonical: bool,
}

/// What a host leads to.
pub enum Found<'a> {
    /// The site whose canonical host it is.
    Site(&'a Arc<Site>),
    /// A further domain of a site: the visitor is redirected.
    Alias(&'a Arc<Site>),
}

impl Sites {
    /// Builds the registry from effective sites and their further hosts.
    pub fn new(sites: impl IntoIterator<Item = (Site, Vec<Box<str>>)>) -> Self {
        let mut all = Self::default();
        for (site, hosts) in sites {
            all.put(site, hosts);
        }
        all
    }

    fn put(&mut self, site: Site, further: Vec<Box<str>>) {
        let site = Arc::new(site);
        if site.kind == Kind::Province {
            self.province = Some(site.id);
        }
        self.by_host
            .insert(site.host.clone(), HostEntry { site: Arc::clone(&site), canonical: true });
        for host in further {
            self.by_host
                .entry(host)
                .or_insert_with(|| HostEntry { site: Arc::clone(&site), canonical: false });
        }
        self.by_id.insert(site.id, site);
    }

    /// This registry with some sites read anew.
    #[must_use]
    pub fn with(&self, changed: Vec<(Site, Vec<Box<str>>)>) -> Self {
        let ids: std::collections::HashSet<SiteId> = changed.iter().map(|(s, _)| s.id).collect();
        let mut next = Self {
            by_id: self.by_id.clone(),
            by_host: self.by_host.clone(),
            province: self.province,
        };
        next.by_host.retain(|_, entry| !ids.contains(&entry.site.id));
        for (site, hosts) in changed {
            next.put(site, hosts);
        }
        next
    }

    /// Finds by host name: lower case, without port.
    pub fn find(&self, host: &str) -> Option<Found<'_>> {
        self.by_host.get(host).map(|entry| {
            if entry.canonical { Found::Site(&entry.site) } else { Found::Alias(&entry.site) }
        })
    }

    /// Finds by id.
    pub fn by_id(&self, id: SiteId) -> Option<&Arc<Site>> {
        self.by_id.get(&id)
    }

    /// The code of a site; its number where there is no such site any more.
    pub fn code_of(&self, id: SiteId) -> String {
        self.by_id(id).map_or_else(|| id.to_string(), |site| site.code.to_string())
    }

    /// Finds by code. Walks all sites: for the command line and forms, not for requests.
    pub fn by_code(&self, code: &str) -> Option<&Arc<Site>> {
        self.by_id.values().find(|site| &*site.code == code)
    }

    /// The provincial portal's own site.
    pub fn province(&self) -> Option<&Arc<Site>> {
        self.province.and_then(|id| self.by_id.get(&id))
    }

    /// All sites, by kind and then in the order they were made.
    pub fn all(&self) -> Vec<Arc<Site>> {
        let mut all: Vec<Arc<Site>> = self.by_id.values().cloned().collect();
        all.sort_by_key(|site| (site.kind, site.id));
        all
    }

    /// The sites directly below one.
    pub fn children(&self, parent: SiteId) -> Vec<Arc<Site>> {
        let mut children: Vec<Arc<Site>> =
            self.by_id.values().filter(|site| site.parent == Some(parent)).cloned().collect();
        children.sort_by_key(|site| (site.kind, site.id));
        children
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

/// The registry behind an atomic pointer: readers never wait.
#[derive(Default)]
pub struct SiteRegistry(ArcSwap<Sites>);

impl SiteRegistry {
    /// All sites as they are now.
    pub fn now(&self) -> arc_swap::Guard<Arc<Sites>> {
        self.0.load()
    }

    /// Puts another set of sites in place.
    pub fn put(&self, sites: Sites) {
        self.0.store(Arc::new(sites));
    }
}
