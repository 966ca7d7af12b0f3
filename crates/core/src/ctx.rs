//! One request, or one job: whose site, who acts, in which language, when.

use std::{
    collections::BTreeSet,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::{DateTime, Utc};

use crate::{
    Actor, App, Fault, Lang, Permission, RequestId, Texts, access::may, cache::Tag, lang::Locales,
    site::Site,
};

/// The context every handler and job gets.
#[derive(Clone)]
pub struct Ctx {
    /// Whose site.
    pub site: Arc<Site>,
    /// Who acts.
    pub actor: Actor,
    /// Language of the page.
    pub lang: Lang,
    /// The moment of the request.
    pub now: DateTime<Utc>,
    /// Number to quote.
    pub request: RequestId,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// Path without the language part, as the router saw it.
    pub path: Arc<str>,
    read: Arc<Mutex<BTreeSet<Tag>>>,
}

impl Ctx {
    /// For work the portal does itself on a site: jobs, imports, the command line.
    pub fn system(app: &App, site: Arc<Site>) -> Self {
        let lang = site.default_language();
        Self {
            site,
            actor: Actor::System,
            lang,
            now: app.now(),
            request: RequestId::new(),
            address: None,
            path: "/".into(),
            read: Arc::default(),
        }
    }

    /// The same, on the province's site.
    pub fn system_of_province(app: &App) -> Option<Self> {
        let sites = app.sites.now();
        sites.province().map(|province| Self::system(app, Arc::clone(province)))
    }

    /// The texts of the page's language.
    pub fn texts(&self) -> Texts {
        Locales::shipped().texts(self.lang)
    }

    /// Whether the actor may do something on this site.
    pub fn may(&self, permission: Permission) -> bool {
        may(&self.actor, permission, self.site.id, self.now)
    }

    /// Refuses, unless the actor may do something on this site.
    pub fn require(&self, permission: Permission) -> Result<(), Fault> {
        if self.may(permission) { Ok(()) } else { Err(Fault::Denied) }
    }

    /// A path of this site in the page's language.
    pub fn path_to(&self, path: &str) -> String {
        self.site.path(self.lang, path)
    }

    /// Notes that the page shows something; when a fact touches it, the page is forgotten.
    pub fn reads(&self, tag: Tag) {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(tag);
    }

    /// Everything noted.
    pub fn tags_read(&self) -> Vec<Tag> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// This context in the name of the portal itself on another site.
    #[must_use]
    pub fn on(&self, site: Arc<Site>) -> Self {
        Self { site, read: Arc::default(), ..self.clone() }
    }

    pub(crate) fn arrived(arrival: &Arrival, actor: Actor, now: DateTime<Utc>) -> Self {
        Self {
            site: Arc::clone(&arrival.site),
            actor,
            lang: arrival.lang,
            now,
            request: arrival.request,
            address: arrival.address,
            path: Arc::clone(&arrival.path),
            read: Arc::default(),
        }
    }
}

/// What the front knows of a request before anybody is asked who is behind it.
#[derive(Clone)]
pub(crate) struct Arrival {
    pub site: Arc<Site>,
    pub lang: Lang,
    pub request: RequestId,
    pub address: Option<IpAddr>,
    pub path: Arc<str>,
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        // The gate put it there; a route without a gate cannot be made.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Fault::bug(anyhow::anyhow!("a handler was reached without its gate")))
    }
}
