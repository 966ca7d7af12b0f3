//! Routes: who may reach a path is part of the path.

use std::collections::BTreeSet;

use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware::from_fn_with_state,
    routing::{MethodFilter, MethodRouter, get, on},
};

use crate::{
    Access, App,
    gate::{Gate, pass},
    module::Paths,
};

/// What is known of a route without calling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteCard {
    /// Method.
    pub method: HttpMethod,
    /// Path pattern.
    pub path: &'static str,
    /// Who may reach it.
    pub access: Access,
    /// Key of the module it belongs to.
    pub module: &'static str,
    /// Whether its pages may be kept by the page cache.
    pub kept: bool,
    /// Whether it answers also while nothing else can be sent ([`Routes::stays_open`]).
    pub stays_open: bool,
    /// Whether it is only for who has proved lately who they are ([`Routes::proved`]).
    pub proved: bool,
    /// Whether everybody may ask, but only staff has a reason to ([`Routes::for_staff`]).
    pub for_staff: bool,
}

impl RouteCard {
    /// Whether it is there for anybody who reads or writes to the office, and no way to the desk.
    pub(crate) fn is_for_readers(&self) -> bool {
        self.access == Access::Public && !self.for_staff
    }
}

/// The methods this house uses: forms know no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpMethod {
    /// Reads. Also answers HEAD.
    Get,
    /// Changes.
    Post,
}

impl From<HttpMethod> for Method {
    fn from(method: HttpMethod) -> Self {
        match method {
            HttpMethod::Get => Self::GET,
            HttpMethod::Post => Self::POST,
        }
    }
}

/// The routes of a module being collected. A route cannot be added without its [`Access`].
///
/// ```
/// # use portal_core::{Access, Routes};
/// fn routes(routes: Routes) -> Routes {
///     routes.get("/lich", Access::Public, async || "lịch")
/// }
/// ```
///
/// ```compile_fail
/// # use portal_core::{Access, Routes};
/// fn routes(routes: Routes) -> Routes {
///     routes.get("/lich", async || "lịch")
/// }
/// ```
pub struct Routes {
    module: &'static str,
    collected: Vec<(RouteCard, MethodRouter<App>)>,
    query: BTreeSet<&'static str>,
}

impl Routes {
    /// Starts collecting for a module.
    pub fn new(module: &'static str) -> Self {
        Self { module, collected: Vec::new(), query: BTreeSet::new() }
    }

    /// A public page for the cache. Its handler gives a [`crate::PublicPage`]; `query` names the
    /// parameters it reads, all others are cut off before it sees them.
    #[must_use]
    pub fn page<H, T>(mut self, path: &'static str, query: &[&'static str], handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.query.extend(query);
        self.add(HttpMethod::Get, path, Access::Public, true, get(handler))
    }

    /// A page that is made anew for each request.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(HttpMethod::Get, path, access, false, get(handler))
    }

    /// A form's target.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(HttpMethod::Post, path, access, false, on(MethodFilter::POST, handler))
    }

    /// A form's target that takes files, of at most so many bytes in all.
    #[must_use]
    pub fn post_files<H, T>(
        self,
        path: &'static str,
        access: Access,
        limit_bytes: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let route = on(MethodFilter::POST, handler)
            .layer(axum::extract::DefaultBodyLimit::max(limit_bytes));
        self.add(HttpMethod::Post, path, access, false, route)
    }

    /// The route added last answers also during a planned stop in which nothing else can be sent: it
    /// looks something up, or lets staff in.
    #[must_use]
    pub fn stays_open(mut self) -> Self {
        if let Some((card, _)) = self.collected.last_mut() {
            card.stays_open = true;
        }
        self
    }

    /// The route added last is only for who has proved lately who they are, also where their session
    /// lives: it changes who may do what, or takes data of people out. Who has not is led to do so.
    #[must_use]
    pub fn proved(mut self) -> Self {
        if let Some((card, _)) = self.collected.last_mut() {
            card.proved = true;
        }
        self
    }

    /// The public routes added until now are there for staff: they lead in. They are reached from
    /// where the desk is ([`crate::desk`]).
    #[must_use]
    pub fn for_staff(mut self) -> Self {
        for (card, _) in &mut self.collected {
            card.for_staff = card.access == Access::Public;
        }
        self
    }

    fn add(
        mut self,
        method: HttpMethod,
        path: &'static str,
        access: Access,
        kept: bool,
        route: MethodRouter<App>,
    ) -> Self {
        let card = RouteCard {
            method,
            path,
            access,
            module: self.module,
            kept,
            stays_open: false,
            proved: false,
            for_staff: false,
        };
        self.collected.push((card, route));
        self
    }
}

/// All routes of a process, built once, for all sites.
pub struct RouteTable {
    /// The router; called by the front.
    pub router: Router,
    /// What is known of each route.
    pub cards: Vec<RouteCard>,
    /// Query parameters any kept page reads.
    pub query: BTreeSet<&'static str>,
}

impl RouteTable {
    /// Collects the routes of core and of all modules.
    pub fn build(app: &App) -> Self {
        let mut collected = vec![crate::portal::routes(Routes::new(crate::module::CORE))];
        for module in app.modules().all() {
            collected.push(module.routes(Routes::new(module.key())));
        }
        let (mut router, mut cards, mut query) = (Router::new(), Vec::new(), BTreeSet::new());
        let mut paths = Paths::default();
        for routes in collected {
            for (card, route) in routes.collected {
                paths.insert(card.path, card.module);
                let gate = Gate { app: app.clone(), card };
                router = router.route(card.path, route.layer(from_fn_with_state(gate, pass)));
                cards.push(card);
            }
            query.extend(routes.query);
        }
        app.set_paths(paths);
        let lost = RouteCard {
            method: HttpMethod::Get,
            path: "",
            access: Access::Public,
            module: crate::module::CORE,
            kept: false,
            stays_open: false,
            proved: false,
            for_staff: false,
        };
        let gate = Gate { app: app.clone(), card: lost };
        let nowhere = get(|| async { crate::Fault::NotFound })
            .fallback(|| async { crate::Fault::NotFound })
            .layer(from_fn_with_state(gate, pass));
        let router =
            router.fallback_service(nowhere.with_state(app.clone())).with_state(app.clone());
        Self { router, cards, query }
    }
}
