//! Public pages: from the cache, made anew, or old (R-O1).

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, Method, StatusCode},
    response::Response,
};

use super::{
    Front, language_part,
    reply::{PUBLIC, finish, reply, reply_old},
};
use crate::{
    Actor, Ctx, Fault, RequestId,
    cache::{Boarding, CachedPage, Look, MadeFor, PageKey, PageKeyRef},
    ctx::Arrival,
    gate::fault_page,
    limits,
    page::Keepable,
    site::Site,
};

impl Front {
    /// Answers with a page that may be kept: as it lies there, or made anew, or old where it cannot
    /// be made anew.
    pub(super) async fn through_cache(
        &self,
        site: &Arc<Site>,
        key: PageKeyRef<'_>,
        (method, headers): (&Method, &HeaderMap),
        ctx: &Ctx,
    ) -> Response {
        let pages = self.app.pages();
        let look = pages.look(key, self.app.now());
        if matches!(look, Look::Aged(_)) {
            self.refresh(site, key);
        }
        if let Look::True(held) | Look::Aged(held) = look {
            self.app.metrics.hit();
            return reply(&self.app, &held.page, method, headers, PUBLIC).map(Body::new);
        }
        self.app.metrics.cache_misses.inc();
        let owned = key.to_key();
        let at_hand = pages.old_at_hand(key);
        let old = |page: Arc<CachedPage>| {
            self.app.metrics.stale.inc();
            let age = (self.app.now() - page.made_at).to_std().unwrap_or_default();
            reply_old(&self.app, &page, method, headers, age).map(Body::new)
        };
        if let Some(page) = &at_hand
            && !self.app.db().is_there()
        {
            return old(Arc::clone(page));
        }
        let patience = if at_hand.is_some() { limits::PATIENCE_WITH_OLD } else { limits::PATIENCE };
        let made = tokio::time::timeout(patience, self.made(site, &owned)).await;
        match made {
            Ok(response) if !response.status().is_server_error() => {
                finish(&self.app, response, method, headers, PUBLIC)
            }
            failed => match pages.old(&self.app.metrics, &owned).await {
                Some(page) => old(page),
                None => match failed {
                    Ok(response) => finish(&self.app, response, method, headers, PUBLIC),
                    Err(_) => {
                        let busy = fault_page(&self.app, ctx, &Fault::Busy);
                        finish(&self.app, busy, method, headers, PUBLIC)
                    }
                },
            },
        }
    }

    /// A page made anew, once for all who wait.
    async fn made(&self, site: &Arc<Site>, key: &PageKey) -> Response {
        match self.app.flights.board(key) {
            Boarding::Lead(flight) => {
                let (front, site, key) = (self.clone(), Arc::clone(site), key.clone());
                // It is made and kept also when its reader leaves.
                let made = tokio::spawn(async move {
                    let app = &front.app;
                    let others = app.pages().from_others(&app.metrics, &key, app.now()).await;
                    let response = match others {
                        Some(page) => of_page(page),
                        None => front.make_page(&site, &key, MadeFor::Readers).await,
                    };
                    drop(flight);
                    response
                });
                made.await.unwrap_or_else(|_| busy())
            }
            Boarding::Wait(mut landing) => {
                // An error means the leader is done, which is what is waited for.
                let _ = landing.changed().await;
                match self.app.pages().look(key.as_ref(), self.app.now()) {
                    Look::True(held) | Look::Aged(held) => of_page(Arc::clone(&held.page)),
                    Look::None => self.make_page(site, key, MadeFor::Readers).await,
                }
            }
        }
    }

    /// Makes a page from its address, for nobody in particular, and keeps it.
    async fn make_page(&self, site: &Arc<Site>, key: &PageKey, made_for: MadeFor) -> Response {
        let pages = self.app.pages();
        let as_of = pages.touched().heard();
        let (path, query) = match key.address.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (&*key.address, None),
        };
        let (lang, path) = language_part(site, path);
        let arrival = Arrival {
            site: Arc::clone(site),
            lang: lang.unwrap_or_else(|| site.default_language()),
            request: RequestId::new(),
            address: None,
            path: path.into(),
        };
        let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let ctx = Ctx::arrived(&arrival, Actor::Nobody, self.app.now());
        let Ok(request) = Request::get(target).extension(arrival).body(Body::empty()) else {
            return fault_page(&self.app, &ctx, &Fault::NotFound);
        };
        self.app.metrics.pages_made.inc();
        let made_at = ctx.now;
        let mut response = self.route(request, &ctx, false).await;
        let Some(Keepable(page)) = response.extensions_mut().remove::<Keepable>() else {
            if response.status() == StatusCode::NOT_FOUND || response.status() == StatusCode::GONE {
                pages.drop_page(key);
            }
            return response;
        };
        let mut page = Arc::unwrap_or_clone(page);
        page.as_of = as_of;
        page.made_at = made_at;
        let page = Arc::new(page);
        pages.keep(&self.app.metrics, key, &page, made_for);
        of_page(page)
    }

    /// Makes a page anew beside the answers, while there are places.
    pub(super) fn refresh(&self, site: &Arc<Site>, key: PageKeyRef<'_>) {
        if !self.app.db().is_there() {
            return;
        }
        let Ok(place) = Arc::clone(&self.refreshes).try_acquire_owned() else { return };
        let Boarding::Lead(flight) = self.app.flights.board(&key.to_key()) else { return };
        let (front, site, key) = (self.clone(), Arc::clone(site), key.to_key());
        tokio::spawn(async move {
            front.make_page(&site, &key, MadeFor::Readers).await;
            drop((flight, place));
        });
    }

    /// Makes a page anew for the snapshot; gives whether that went well.
    pub(crate) async fn renew(&self, key: &PageKey) -> bool {
        let Some(site) = self.app.sites.now().by_id(key.site).cloned() else { return true };
        !self.make_page(&site, key, MadeFor::Snapshot).await.status().is_server_error()
    }
}

fn of_page(page: Arc<CachedPage>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = page.status;
    response.extensions_mut().insert(Keepable(page));
    response
}

fn busy() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}
