//! A site is born complete (R-T4): creating one checks everything first, then gives it sections,
//! required pages and whatever else each module owes a new site, in one transaction.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    App, Ctx, Fault, Lang, Outcome, SiteId, Tx,
    law::DomainFault,
    site::{
        SecondFactor, Site, SiteState,
        queries::{self, NewSite},
        settings::{LANGUAGES, SettingChanged, SiteCreated},
    },
    tenant::{Birth, SiteRequest},
};

/// Why a site cannot be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BirthFault {
    /// The short name is empty, too long, has other characters than `a-z 0-9 . -`, or begins with one
    /// of the last two.
    BadCode,
    /// Another site has the short name.
    CodeTaken,
    /// The name is empty.
    NoName,
    /// The name is longer than 200 characters.
    NameTooLong,
    /// Another site has the host.
    HostTaken,
    /// The host does not have the form of its kind.
    Domain(DomainFault),
    /// There is no site with the parent's short name.
    NoSuchParent,
    /// A province exists already.
    SecondProvince,
    /// Every other site stands under one.
    ParentMissing,
    /// Vietnamese is always one of the languages.
    NotVietnamese,
    /// This installation has no plugin for the kind.
    NoPlugin,
    /// The law the province lives by knows no sites of this kind: districts, after two-level government.
    KindNotInForce,
}

/// The structure (levels, domains, sections) the province lives by, by the installation's setting.
pub fn structure(app: &App) -> Option<&crate::law::Structure> {
    app.law().pack(&app.config().structure).and_then(crate::law::Pack::structure)
}

/// Short names and hosts that are taken: the registry's, and those of sites about to be made in the
/// same go (bulk import).
pub struct Known {
    sites: Arc<crate::site::Sites>,
    hosts_by_code: HashMap<Box<str>, Box<str>>,
    coming_hosts: HashSet<Box<str>>,
    has_province: bool,
}

impl Known {
    /// What this node knows now.
    pub fn of(app: &App) -> Self {
        let sites = Arc::clone(&app.sites.now());
        Self {
            hosts_by_code: sites
                .all()
                .iter()
                .map(|site| (site.code.clone(), site.host.clone()))
                .collect(),
            coming_hosts: HashSet::new(),
            has_province: sites.province().is_some(),
            sites,
        }
    }

    /// Notes a site that is about to be made: others may stand under it, none may be called like it.
    pub fn note(&mut self, request: &SiteRequest) {
        let (code, host) = (request.code.as_str(), request.host.as_str());
        self.hosts_by_code.insert(code.into(), host.into());
        self.coming_hosts.insert(host.into());
        self.has_province |= request.kind == crate::Kind::Province;
    }

    fn host_taken(&self, host: &str) -> bool {
        self.sites.find(host).is_some() || self.coming_hosts.contains(host)
    }
}

/// Checks a request against the law's domain forms and the sites there are. Gives all faults at once.
pub fn check(app: &App, request: &SiteRequest) -> Vec<BirthFault> {
    check_among(app, &Known::of(app), request)
}

/// [`check`] among the sites there are and others about to be made.
pub fn check_among(app: &App, known: &Known, request: &SiteRequest) -> Vec<BirthFault> {
    let mut faults = Vec::new();
    let code_ok = !request.code.is_empty()
        && request.code.len() <= 64
        && request.code.starts_with(|c: char| c.is_ascii_alphanumeric())
        && request
            .code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b));
    if !code_ok {
        faults.push(BirthFault::BadCode);
    } else if known.hosts_by_code.contains_key(request.code.as_str()) {
        faults.push(BirthFault::CodeTaken);
    }
    if request.names.vi.trim().is_empty() {
        faults.push(BirthFault::NoName);
    } else if request.names.vi.chars().count() > 200 {
        faults.push(BirthFault::NameTooLong);
    }
    let parent_host = request.parent.as_deref().and_then(|code| known.hosts_by_code.get(code));
    match (request.kind, &request.parent) {
        (crate::Kind::Province, _) if known.has_province => {
            faults.push(BirthFault::SecondProvince);
        }
        (crate::Kind::Province, _) => {}
        (_, None) => faults.push(BirthFault::ParentMissing),
        (_, Some(_)) if parent_host.is_none() => faults.push(BirthFault::NoSuchParent),
        _ => {}
    }
    if known.host_taken(&request.host) {
        faults.push(BirthFault::HostTaken);
    }
    match app.tenant(request.kind) {
        None => faults.push(BirthFault::NoPlugin),
        Some(plugin) => {
            let form = structure(app).and_then(|structure| plugin.domain_form(structure));
            match form {
                None => faults.push(BirthFault::KindNotInForce),
                Some(form) => {
                    let above = parent_host.map(AsRef::as_ref);
                    if let Err(fault) = form.check(&app.config().base_domain, &request.host, above)
                    {
                        faults.push(BirthFault::Domain(fault));
                    }
                }
            }
        }
    }
    if request.languages.as_ref().is_some_and(|languages| !languages.contains(&Lang::VI)) {
        faults.push(BirthFault::NotVietnamese);
    }
    faults
}

/// Creates a checked site with all that belongs to it, through the platform door. The caller commits.
pub async fn create(app: &App, tx: &mut Tx, request: &SiteRequest) -> Outcome<SiteId> {
    let parent = {
        let sites = app.sites.now();
        request.parent.as_deref().and_then(|code| sites.by_code(code)).map(|site| site.id)
    };
    create_under(app, tx, request, parent).await
}

/// [`create`] for a parent that this node may not have heard of yet (bulk import).
pub async fn create_under(
    app: &App,
    tx: &mut Tx,
    request: &SiteRequest,
    parent: Option<SiteId>,
) -> Outcome<SiteId> {
    let plugin = app
        .tenant(request.kind)
        .ok_or_else(|| Fault::bug(anyhow::anyhow!("no plugin for {:?}", request.kind)))?;
    let new = NewSite {
        kind: request.kind,
        code: request.code.clone(),
        parent,
        host: request.host.clone(),
        names: request.names.clone(),
        particulars: request.particulars.clone(),
    };
    let id = queries::insert(tx, &new, tx.now()).await?;
    let languages: Arc<[Lang]> = match &request.languages {
        Some(languages) if languages.as_slice() != plugin.languages() => {
            let value = serde_json::to_value(languages).map_err(Fault::bug)?;
            queries::save_setting(tx, id, LANGUAGES, Some(&value)).await?;
            let changed = SettingChanged {
                key: LANGUAGES.into(),
                before: None,
                after: Some(value),
                site: id,
            };
            tx.tell_on(id, changed).await?;
            languages.clone().into()
        }
        _ => plugin.languages().into(),
    };
    let site = Site {
        id,
        kind: request.kind,
        code: request.code.as_str().into(),
        parent,
        host: request.host.as_str().into(),
        names: request.names.clone(),
        languages,
        modules: app.default_modules(request.kind),
        menu: plugin.menu().into(),
        particulars: request.particulars.clone(),
        state: SiteState::Active,
        second_factor: SecondFactor::default(),
    };
    let no_sections = Vec::new();
    let sections = structure(app).map_or(no_sections.as_slice(), |s| s.sections(request.kind));
    let birth = Birth { site: &site, sections };
    for module in app.modules().all() {
        module.at_birth(app, tx, &birth).await?;
    }
    tx.tell_on(
        id,
        SiteCreated { site: id, code: request.code.clone(), host: request.host.clone() },
    )
    .await?;
    Ok(id)
}

/// Changes a setting of a site, or sets it back to the plugin's default, through the platform door.
/// The fact keeps what it was, so that it can be undone. The caller commits.
pub async fn set(
    app: &App,
    tx: &mut Tx,
    site: SiteId,
    key: &str,
    after: Option<serde_json::Value>,
) -> Outcome<()> {
    let before = queries::lock_setting(tx, site, key).await?;
    queries::save_setting(tx, site, key, after.as_ref()).await?;
    if key == crate::site::settings::MODULES {
        pause_jobs(app, tx, site, after.as_ref()).await?;
    }
    tx.tell_on(site, SettingChanged { key: key.into(), before, after, site }).await?;
    Ok(())
}

/// Switches one module of a site.
pub async fn switch_module(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    site: SiteId,
    module: &str,
    on: bool,
) -> Outcome<()> {
    let known = app.modules().by_key(module).is_some_and(crate::Module::switchable);
    if !known {
        tracing::warn!(%module, by = ctx.actor.name(), "a module that cannot be switched was asked for");
        return Err(Fault::NotFound);
    }
    let key = crate::site::settings::MODULES;
    let before = queries::lock_setting(tx, site, key).await?;
    let mut map = match before {
        Some(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    map.insert(module.to_owned(), on.into());
    set(app, tx, site, key, Some(serde_json::Value::Object(map))).await
}

/// Jobs of a module that is off wait; switched on again they go on.
async fn pause_jobs(
    app: &App,
    tx: &Tx,
    site: SiteId,
    after: Option<&serde_json::Value>,
) -> Outcome<()> {
    let kind = app.sites.now().by_id(site).map(|site| site.kind);
    let defaults = kind.map(|kind| app.default_modules(kind)).unwrap_or_default();
    for (place, module) in app.modules().all().iter().enumerate() {
        let switched =
            after.and_then(|map| map.get(module.key())).and_then(serde_json::Value::as_bool);
        let on = switched.unwrap_or_else(|| defaults.contains(place));
        crate::job::pause(tx, site, module.key(), !on).await?;
    }
    Ok(())
}
