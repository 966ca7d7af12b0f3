//! One request, or one job: whose site, who acts, in which language, when.

use std::{
    collections::BTreeSet,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{extract::FromRequestParts, http::request::Parts};
use chrono::{DateTime, Utc};

use crate::{
    Actor, App, Fault, Grant, Lang, LastSignIn, Permission, RequestId, Texts,
    access::{Object, Part, giving, may},
    cache::Tag,
    lang::Locales,
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
    true_until: Arc<Mutex<Option<DateTime<Utc>>>>,
    told: Arc<AtomicBool>,
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
            true_until: Arc::default(),
            told: Arc::default(),
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

    /// Whether the actor may do something on this site; what is done in sections, in one of them at
    /// least. Whoever then acts on something asks about it again: [`Ctx::may_in`].
    pub fn may(&self, permission: Permission) -> bool {
        self.may_on(permission, if permission.by_section { Part::Somewhere } else { Part::Whole })
    }

    /// Whether the actor may do something to what no section holds.
    pub fn may_whole(&self, permission: Permission) -> bool {
        self.may_on(permission, Part::Whole)
    }

    /// Whether the actor may do something in a section; `path` is the section and all above it.
    pub fn may_in(&self, permission: Permission, path: &[i64]) -> bool {
        self.may_on(permission, Part::Section(path))
    }

    fn may_on(&self, permission: Permission, part: Part<'_>) -> bool {
        may(&self.actor, permission, Object { site: self.site.id, part }, self.now)
    }

    /// The grants by which the actor may do something in a section, their own first.
    pub fn giving<'a>(
        &'a self,
        permission: Permission,
        path: &'a [i64],
    ) -> impl Iterator<Item = &'a Grant> {
        let object = Object { site: self.site.id, part: Part::Section(path) };
        giving(&self.actor, permission, object, self.now)
    }

    /// Refuses, unless the actor may do something on this site ([`Ctx::may`]).
    pub fn require(&self, permission: Permission) -> Result<(), Fault> {
        if self.may(permission) { Ok(()) } else { Err(Fault::Denied) }
    }

    /// Refuses, unless the actor may do something in a section ([`Ctx::may_in`]).
    pub fn require_in(&self, permission: Permission, path: &[i64]) -> Result<(), Fault> {
        if self.may_in(permission, path) { Ok(()) } else { Err(Fault::Denied) }
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

    /// Notes that what the page shows is true until a moment at most: a period that opens or closes.
    /// Of several moments the first holds; blocks of a page say it as pages do.
    pub fn true_until(&self, moment: DateTime<Utc>) {
        let mut until = self.true_until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = Some(until.map_or(moment, |earlier| earlier.min(moment)));
    }

    /// The first moment noted by [`Ctx::true_until`].
    pub(crate) fn first_change(&self) -> Option<DateTime<Utc>> {
        *self.true_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sign-in before this one, for a page that tells of it: once, to whoever does not know yet.
    pub fn tell_last_sign_in(&self) -> Option<&LastSignIn> {
        let last = self.actor.person()?.last.as_ref()?;
        (!self.told.swap(true, Ordering::Relaxed)).then_some(last)
    }

    /// Whether a page has told of the sign-in before.
    pub(crate) fn has_told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    /// This context in the name of the portal itself on another site.
    #[must_use]
    pub fn on(&self, site: Arc<Site>) -> Self {
        Self { site, read: Arc::default(), true_until: Arc::default(), ..self.clone() }
    }

    /// A reader nobody knows, who has not asked for anything yet.
    pub(crate) fn of_nobody(app: &App, site: Arc<Site>, lang: Lang) -> Self {
        Self { actor: Actor::Nobody, lang, ..Self::system(app, site) }
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
            true_until: Arc::default(),
            told: Arc::default(),
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
