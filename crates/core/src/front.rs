//! The front: host → site → page cache, before any router or middleware (DESIGN "Serving a page").

use std::{borrow::Cow, net::IpAddr, sync::Arc, time::Instant};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use http_body_util::Full;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tower_http::csrf::CsrfLayer;

use self::reply::{IMMUTABLE, NO_STORE, choose, finish, moved, reply, secured, unknown_host};
use crate::{
    Actor, App, Ctx, Fault, Lang, RequestId,
    assets::Assets,
    cache::{Look, PageKeyRef, local::Held},
    ctx::Arrival,
    gate::{fault_page, session_token},
    limits,
    routes::RouteTable,
    site::{Found, Site, SiteState},
    ui,
};

mod pages;
mod reply;
mod take;

pub(crate) use self::reply::PUBLIC;
pub use self::reply::secure;

/// A visitor without a session asks for a page, by GET, without a query: what decides which bytes the
/// answer has.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The one `Host`, as it was sent.
    pub host: &'a str,
    /// The path, as it was sent.
    pub path: &'a str,
    /// The one `Accept-Encoding`.
    pub accept_encoding: Option<&'a [u8]>,
}

/// Serves every site of the installation.
#[derive(Clone)]
pub struct Front {
    app: App,
    router: Router,
    query: Arc<[&'static str]>,
    cards: Arc<[crate::RouteCard]>,
    /// Places for answers being made.
    places: Arc<Semaphore>,
    /// Places for old pages being made anew.
    refreshes: Arc<Semaphore>,
}

impl Front {
    /// Builds the routers, once for all sites.
    pub fn new(app: App) -> Self {
        let table = RouteTable::build(&app);
        let router = table
            .router
            .layer(CsrfLayer::new())
            .layer(axum::extract::DefaultBodyLimit::max(take::FORM_BYTES));
        Self {
            app,
            router,
            query: table.query.into_iter().collect(),
            cards: table.cards.into(),
            places: Arc::new(Semaphore::new(limits::ANSWERS_AT_ONCE)),
            refreshes: Arc::new(Semaphore::new(limits::REFRESHES_AT_ONCE)),
        }
    }

    /// With further routes: for tests, whose handlers do what no handler should.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with(mut self, router: Router) -> Self {
        self.router = self.router.merge(router);
        self
    }

    /// What is known of each route.
    pub fn cards(&self) -> &[crate::RouteCard] {
        &self.cards
    }

    /// The process behind it.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers a request that came from an address.
    pub async fn answer(&self, request: Request, peer: Option<IpAddr>) -> Response {
        if let Some(response) = self.hit(&request) {
            return response.map(Body::new);
        }
        let response = match self.places.try_acquire() {
            Ok(_place) => self.with_notices(self.make(request, peer).await),
            Err(_) => {
                self.app.metrics.shed.inc();
                secured(reply::overloaded())
            }
        };
        self.app.metrics.count(response.status());
        response
    }

    /// Answers from the page cache, if the page is there: nothing but look-ups, nothing to wait for.
    pub fn hit<B>(&self, request: &axum::http::Request<B>) -> Option<Response<Full<Bytes>>> {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return None;
        }
        // With a query the address has to be made canonical first; with a session the visitor sees
        // more than the page that is kept.
        if request.uri().query().is_some() || session_token(request.headers()).is_some() {
            return None;
        }
        let held = self.held(&host(request)?, request.uri().path(), self.app.now())?;
        let response = reply(&self.app, &held.page, request.method(), request.headers(), PUBLIC);
        self.app.metrics.count_at_once(response.status());
        Some(response)
    }

    /// Answers a plain question from the page cache, as [`Self::hit`] would, with the time and the bytes
    /// that follow status and date: for who reads and writes HTTP by themselves. Only what is there, as
    /// 200.
    pub fn at_once(&self, ask: &Ask<'_>) -> Option<(DateTime<Utc>, Bytes)> {
        let now = self.app.now();
        let held = self.held(&without_port(ask.host)?, ask.path, now)?;
        let noticed = self.app.notices.on(&held.page);
        let page = noticed.as_deref().unwrap_or(&held.page);
        if page.status != StatusCode::OK {
            return None;
        }
        self.app.metrics.count_at_once(page.status);
        Some((now, choose(page, ask.accept_encoding).whole.clone()))
    }

    /// The page that lies in the cache for an address of a site. One that has aged is made anew for
    /// those who come later.
    fn held(&self, host: &str, path: &str, now: DateTime<Utc>) -> Option<Arc<Held>> {
        let sites = self.app.sites.now();
        let Some(Found::Site(site)) = sites.find(host) else { return None };
        if site.state != SiteState::Active {
            return None;
        }
        let key = PageKeyRef { site: site.id, address: path };
        match self.app.pages().look(key, now) {
            Look::True(held) => Some(held),
            Look::Aged(held) => {
                self.refresh(site, key);
                Some(held)
            }
            Look::None => None,
        }
    }

    async fn make(&self, request: Request, peer: Option<IpAddr>) -> Response {
        let started = Instant::now();
        let headers_too_odd = request.headers().contains_key(header::TRANSFER_ENCODING)
            && request.headers().contains_key(header::CONTENT_LENGTH);
        let host = host(&request).filter(|_| !headers_too_odd).map(Cow::into_owned);
        let Some(host) = host else {
            return secured((StatusCode::BAD_REQUEST, "bad request\n").into_response());
        };
        let (site, canonical) = {
            let sites = self.app.sites.now();
            match sites.find(&host) {
                Some(Found::Site(site)) => (Arc::clone(site), true),
                Some(Found::Alias(site)) => (Arc::clone(site), false),
                None => return secured(unknown_host(&host)),
            }
        };
        if !canonical {
            let address = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
            return secured(moved(&self.app.url(&site, address)));
        }
        if let Some((asset, is_own)) = Assets::shipped().find(request.uri().path()) {
            let cache = if is_own { IMMUTABLE } else { PUBLIC };
            return reply::bare(asset, request.method(), request.headers(), cache).map(Body::new);
        }
        let response = self.on_site(request, site, peer).await;
        self.app.metrics.render_seconds.observe(started.elapsed().as_secs_f64());
        response
    }

    async fn on_site(
        &self,
        mut request: Request,
        site: Arc<Site>,
        peer: Option<IpAddr>,
    ) -> Response {
        let address = peer.map(|peer| {
            client_address(peer, &self.app.config().trusted_proxies, request.headers())
        });
        let whole = request.uri().path().to_owned();
        let (lang, path) = language_part(&site, &whole);
        let arrival = Arrival {
            site: Arc::clone(&site),
            lang: lang.unwrap_or_else(|| site.default_language()),
            request: RequestId::new(),
            address,
            path: path.into(),
        };
        let ctx = || Ctx::arrived(&arrival, Actor::Nobody, self.app.now());
        if site.state == SiteState::Suspended {
            let page = crate::Page::new(ui::fault::suspended(&self.app, &ctx()))
                .status(StatusCode::SERVICE_UNAVAILABLE);
            return secured(page.into_response());
        }
        if let Some(fault) = oddity(&request, path) {
            return secured(fault_page(&self.app, &ctx(), &fault));
        }
        let query = declared_query(request.uri().query(), &self.query);
        let address =
            query.as_ref().map_or_else(|| whole.clone(), |query| format!("{whole}?{query}"));
        let safe = request.method() == Method::GET || request.method() == Method::HEAD;
        let keepable =
            safe && session_token(request.headers()).is_none() && self.is_kept_path(path);
        let inner = match &query {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        // Forms and staff pages get their query whole: only the cache needs the canonical one.
        let target = match request.uri().query() {
            Some(all) if !keepable => format!("{path}?{}", all.replace("%00", "")),
            _ => inner,
        };
        let Ok(target) = target.parse::<PathAndQuery>() else {
            return secured(fault_page(&self.app, &ctx(), &Fault::NotFound));
        };
        *request.uri_mut() = Uri::from(target);
        let (method, headers) = (request.method().clone(), request.headers().clone());
        if keepable {
            let key = PageKeyRef { site: site.id, address: &address };
            return self.through_cache(&site, key, (&method, &headers), &ctx()).await;
        }
        let arrived_ctx = ctx();
        request.extensions_mut().insert(arrival);
        let response = if safe {
            match self.closed(path) {
                Some(fault) => fault_page(&self.app, &arrived_ctx, &fault),
                None => self.route(request, &arrived_ctx, false).await,
            }
        } else {
            self.take(request, &arrived_ctx).await
        };
        finish(&self.app, response, &method, &headers, NO_STORE)
    }

    /// Whether a page at this path may be kept. Whatever else is public is made anew each time, also
    /// when its handler gives a page that could be kept.
    fn is_kept_path(&self, path: &str) -> bool {
        self.cards.iter().any(|card| card.kept && pattern_fits(card.path, path))
    }

    /// Calls the router. What changes something runs to its end, whether or not the visitor waits;
    /// and the visitor does not wait for a database that is away.
    async fn route(&self, request: Request, ctx: &Ctx, owned: bool) -> Response {
        let call =
            std::panic::AssertUnwindSafe(self.router.clone().oneshot(request)).catch_unwind();
        let answer = async {
            let outcome = if owned {
                tokio::spawn(call).await.unwrap_or_else(|join| Err(Box::new(join.to_string())))
            } else {
                call.await
            };
            match outcome {
                Ok(Ok(response)) => response,
                Ok(Err(never)) => match never {},
                Err(_) => fault_page(
                    &self.app,
                    ctx,
                    &Fault::bug(anyhow::anyhow!("a handler panicked; see the lines above")),
                ),
            }
        };
        let gone = async {
            self.app.db().goes_away().await;
            // What needs no database is answered meanwhile.
            tokio::time::sleep(limits::GRACE).await;
        };
        tokio::select! {
            biased;
            response = answer => response,
            () = gone => fault_page(&self.app, ctx, &Fault::Busy),
        }
    }
}

/// The visitor's address: the peer's, or what a trusted proxy says of it. The proxy's own word is the
/// last one, whether it stands in a line of its own or at the end of what the visitor sent.
fn client_address(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(peer)
}

/// The host a request names: lower case, without port. None where it names none, or several.
pub fn host<B>(request: &axum::http::Request<B>) -> Option<Cow<'_, str>> {
    if let Some(host) = request.uri().host() {
        return canonical(host);
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    if hosts.next().is_some() { None } else { without_port(host) }
}

fn without_port(host: &str) -> Option<Cow<'_, str>> {
    canonical(match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    })
}

fn canonical(host: &str) -> Option<Cow<'_, str>> {
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() {
        None
    } else if host.bytes().any(|b| b.is_ascii_uppercase()) {
        Some(Cow::Owned(host.to_ascii_lowercase()))
    } else {
        Some(Cow::Borrowed(host))
    }
}

/// Splits `/en/so-do-cong` into the language and the rest, for languages that are on at the site.
fn language_part<'a>(site: &Site, path: &'a str) -> (Option<Lang>, &'a str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, after) = match rest.split_once('/') {
        Some((first, after)) => (first, Some(after)),
        None => (rest, None),
    };
    let lang = site.languages.iter().copied().skip(1).find(|lang| lang.code() == first);
    match lang {
        Some(_) => (lang, after.map_or("/", |after| &path[path.len() - after.len() - 1..])),
        None => (None, path),
    }
}

/// The declared parameters of a query, in order; `None` when there are none.
pub fn declared_query(query: Option<&str>, declared: &[&'static str]) -> Option<String> {
    let query = query?;
    let mut kept: Vec<(std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)> =
        form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name, without_nul(value)))
            .filter(|(name, value)| declared.contains(&name.as_ref()) && !value.is_empty())
            .collect();
    kept.sort();
    kept.dedup_by(|a, b| a.0 == b.0);
    if kept.is_empty() {
        return None;
    }
    Some(form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish())
}

/// What is refused of a request before anybody asks what it is about (SECURITY rules 22, 39).
fn oddity(request: &Request, path: &str) -> Option<Fault> {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    let fields = request.headers().iter();
    let fields: usize = fields.map(|(name, value)| name.as_str().len() + value.len()).sum();
    let packed = |value: &HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"identity");
    if address > limits::ADDRESS_BYTES {
        Some(Fault::LongAddress)
    } else if fields > limits::FIELDS_BYTES {
        Some(Fault::LongHead)
    } else if request.headers().get_all(header::CONTENT_ENCODING).iter().any(packed) {
        Some(Fault::Packed)
    } else if path.contains("%00") {
        // Nothing that the portal knows has a NUL in its name, and the database takes none.
        Some(Fault::NotFound)
    } else {
        None
    }
}

fn without_nul(value: Cow<'_, str>) -> Cow<'_, str> {
    if value.contains('\0') { Cow::Owned(value.replace('\0', "")) } else { value }
}

/// Whether a path fits a pattern like `/tin/{address}`.
fn pattern_fits(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let mut pattern = pattern.split('/');
    loop {
        match (pattern.next(), parts.next()) {
            (None, None) => return true,
            (Some(p), Some(_)) if p.starts_with("{*") => return true,
            (Some(p), Some(part)) if p == part || (p.starts_with('{') && !part.is_empty()) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_declared_parameters_reach_a_kept_page_in_one_order() {
        let declared = ["after", "q"];
        for (query, kept) in [
            (None, None),
            (Some("utm_source=x"), None),
            (Some("q="), None),
            (Some("q=a&after=2&fbclid=1"), Some("after=2&q=a")),
            (Some("after=2&q=a&q=b"), Some("after=2&q=a")),
            (Some("q=%00&after=%002"), Some("after=2")),
        ] {
            assert_eq!(declared_query(query, &declared).as_deref(), kept, "{query:?}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_says_where_a_visitor_is_and_its_word_is_the_last() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let (proxy, stranger) = (ip("10.0.0.1"), ip("198.51.100.7"));
        let cases: [(IpAddr, &[&str], &str); 6] = [
            (stranger, &["192.0.2.1"], "198.51.100.7"),
            (proxy, &[], "10.0.0.1"),
            (proxy, &["192.0.2.1"], "192.0.2.1"),
            (proxy, &["1.1.1.1, 192.0.2.1"], "192.0.2.1"),
            (proxy, &["1.1.1.1", "192.0.2.1"], "192.0.2.1"),
            (proxy, &["1.1.1.1, junk"], "10.0.0.1"),
        ];
        for (peer, lines, address) in cases {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            assert_eq!(client_address(peer, &[proxy], &headers), ip(address), "{lines:?}");
        }
    }

    #[test]
    fn a_pattern_fits_whole_paths() {
        assert!(pattern_fits("/tin/{address}", "/tin/a-1"));
        assert!(!pattern_fits("/tin/{address}", "/tin"));
        assert!(!pattern_fits("/tin/{address}", "/tin/"));
        assert!(!pattern_fits("/tin/{address}", "/tin/a/b"));
        assert!(pattern_fits("/tin/{*rest}", "/tin/a/b"));
        assert!(pattern_fits("/", "/"));
    }

    #[test]
    fn the_host_is_read_without_port_and_case() {
        let ask = |host: &str| {
            Request::builder()
                .uri("/")
                .header("host", host)
                .body(Body::empty())
                .ok()
                .and_then(|r| super::host(&r).map(Cow::into_owned))
        };
        assert_eq!(
            ask("SoYTe.quangtri.localhost:8080").as_deref(),
            Some("soyte.quangtri.localhost")
        );
        assert_eq!(ask("soyte.quangtri.localhost.").as_deref(), Some("soyte.quangtri.localhost"));
        assert_eq!(ask(""), None);
    }
}
