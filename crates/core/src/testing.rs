//! Tests' own world: a database of its own, a clock that stands, the real router, real jobs.
//!
//! The private PostgreSQL is started once per test process; a template database is migrated and
//! filled once, and copied for each [`World`].

#![expect(clippy::expect_used, reason = "a test that cannot go on may stop")]

use std::{
    collections::BTreeMap,
    future::Future,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use http_body_util::BodyExt as _;
use tokio::sync::OnceCell;

use crate::{
    App, Clock, Config, DbUrls, Front, PublicAddress, SecretBox, Site, job,
    mail::Postman,
    node,
    postgres::{OWNER, PrivatePostgres, Settings},
};

mod letters;

pub use letters::Letters;

type Pending<'a, T> = Pin<Box<dyn Future<Output = anyhow::Result<T>> + Send + 'a>>;

/// Puts a process together: with what clock, folder of files, and postman.
pub type Compose =
    fn(Config, &DbUrls, Arc<dyn Clock>, PathBuf, Arc<dyn Postman>) -> anyhow::Result<App>;

/// How the composition under test is put together.
#[derive(Clone, Copy)]
pub struct Recipe {
    /// Brings an empty database up to date.
    pub migrate: for<'a> fn(&'a str) -> Pending<'a, ()>,
    /// Puts a process together.
    pub compose: Compose,
    /// Fills the template: sites and people that every test may count on.
    pub fill: for<'a> fn(&'a App) -> Pending<'a, ()>,
}

/// A clock that stands until it is moved.
pub struct StandingClock(Mutex<DateTime<Utc>>);

impl StandingClock {
    /// Moves it.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }
}

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One test's world.
pub struct World {
    /// The process under test.
    pub app: App,
    /// Its clock.
    pub clock: Arc<StandingClock>,
    /// Its front: what a connection would be handed to.
    pub front: Front,
    /// Addresses of its database.
    pub urls: DbUrls,
    follower: tokio::sync::Mutex<node::Follower>,
    database: String,
    files: PathBuf,
    mail: Arc<Letters>,
}

struct Ground {
    postgres: PrivatePostgres,
    template: String,
}

static GROUND: OnceCell<Ground> = OnceCell::const_new();

/// Morning of the day this was written: a Monday, 08:00 in Vietnam.
pub const MORNING: &str = "2026-11-23T01:00:00Z";

impl World {
    /// Makes a world.
    ///
    /// # Panics
    /// When the private PostgreSQL does not start or the recipe fails: the test cannot go on.
    pub async fn new(recipe: &Recipe) -> Self {
        Self::make(recipe).await.unwrap_or_else(|error| panic!("no world to test in: {error:#}"))
    }

    async fn make(recipe: &Recipe) -> anyhow::Result<Self> {
        let ground = GROUND.get_or_try_init(|| lay_ground(recipe)).await?;
        let database = format!("world_{}", uuid::Uuid::new_v4().simple());
        let mut owner =
            AsyncPgConnection::establish(&ground.postgres.url(OWNER, "postgres")).await?;
        owner
            .batch_execute(&format!("create database {database} template {}", ground.template))
            .await?;
        let mail = Arc::<Letters>::default();
        let (app, clock, files) = compose(recipe, &ground.postgres, &database, &mail)?;
        let follower = node::Follower::start(&app).await?;
        Ok(Self {
            front: Front::new(app.clone()),
            urls: urls(&ground.postgres, &database),
            follower: tokio::sync::Mutex::new(follower),
            app,
            clock,
            database,
            files,
            mail,
        })
    }

    /// The same world, its process started anew by an installation that sets something else.
    ///
    /// # Panics
    /// When the process does not start: the test cannot go on.
    pub async fn installed(mut self, recipe: &Recipe, set: impl FnOnce(&mut Config)) -> Self {
        let mut config = config_of(&self.files);
        set(&mut config);
        let app = self.process(recipe, config).expect("a process");
        let follower = node::Follower::start(&app).await.expect("a follower");
        self.front = Front::new(app.clone());
        self.follower = tokio::sync::Mutex::new(follower);
        self.app = app;
        self
    }

    /// Another process on the same database: a second node.
    pub async fn second_node(&self, recipe: &Recipe) -> anyhow::Result<(Front, node::Follower)> {
        let app = self.process(recipe, config_of(&self.files))?;
        let follower = node::Follower::start(&app).await?;
        Ok((Front::new(app), follower))
    }

    /// Another process on the same database that keeps a snapshot in a folder of the world; it has not
    /// asked the database for anything yet.
    pub fn node_with_snapshot(&self, recipe: &Recipe, folder: &str) -> anyhow::Result<App> {
        let snapshot = Some(self.files.join(folder));
        self.process(recipe, Config { snapshot, ..config_of(&self.files) })
    }

    /// Another process on the same database that shares a Redis; it has not asked the database for
    /// anything yet.
    pub fn node_with_redis(&self, recipe: &Recipe, url: &str) -> anyhow::Result<App> {
        let redis = Some(url.to_owned().into());
        self.process(recipe, Config { redis, ..config_of(&self.files) })
    }

    /// Another process on the same database that sets something else; it has not asked the database for
    /// anything yet.
    pub fn node_that_sets(
        &self,
        recipe: &Recipe,
        set: impl FnOnce(Config) -> Config,
    ) -> anyhow::Result<App> {
        self.process(recipe, set(config_of(&self.files)))
    }

    fn process(&self, recipe: &Recipe, config: Config) -> anyhow::Result<App> {
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as _;
        let post: Arc<dyn Postman> = Arc::clone(&self.mail) as _;
        (recipe.compose)(config, &self.urls, clock, self.files.clone(), post)
    }

    /// The node hears everything that is settled.
    pub async fn follow(&self) {
        // Other worlds' transactions share the server's horizon; what is ours settles in a moment.
        let told = self.count("select count(*) from facts").await;
        let mut follower = self.follower.lock().await;
        for _ in 0..1_000 {
            follower.catch_up().await.unwrap_or_else(|error| panic!("cannot follow: {error:#}"));
            let unsettled =
                self.count("select count(*) from facts where txid >= fact_horizon()").await;
            if unsettled == 0 && told > 0 {
                follower
                    .catch_up()
                    .await
                    .unwrap_or_else(|error| panic!("cannot follow: {error:#}"));
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("facts do not settle");
    }

    /// Runs every job that is due.
    pub async fn run_jobs(&self) {
        while job::run_one(&self.app).await.unwrap_or_else(|error| panic!("no jobs: {error:#}")) {}
    }

    /// The letters that were sent; jobs send them.
    pub fn mail(&self) -> &Letters {
        &self.mail
    }

    /// The folder of its files.
    pub fn files(&self) -> &std::path::Path {
        &self.files
    }

    /// Gives out what has come round, and runs every job that is due.
    pub async fn run_recurring(&self) {
        job::give_out_recurring(&self.app)
            .await
            .unwrap_or_else(|error| panic!("nothing comes round: {error:#}"));
        self.run_jobs().await;
    }

    /// A number from the database, asked as its owner.
    pub async fn count(&self, sql: &str) -> i64 {
        use diesel_async::RunQueryDsl as _;
        #[derive(diesel::QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        let mut owner =
            AsyncPgConnection::establish(&self.urls.owner).await.expect("the owner connects");
        let sql = format!("select ({sql})::bigint as count");
        diesel::sql_query(sql).get_result::<Count>(&mut owner).await.expect("a number").count
    }

    /// Runs statements as the owner.
    pub async fn execute(&self, sql: &str) {
        let mut owner =
            AsyncPgConnection::establish(&self.urls.owner).await.expect("the owner connects");
        owner.batch_execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Demands that a datum stands unsealed in no row of no table, neither as letters nor as bytes.
    ///
    /// # Panics
    /// With the table that holds it.
    pub async fn keeps_secret(&self, datum: &str) {
        let bytes = hex::encode(datum);
        self.execute(&format!(
            "do $$ declare one regclass; found bool; begin \
               for one in select c.oid::regclass from pg_class c \
                 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' loop \
                 execute format('select exists (select from %s f where f::text like %L or f::text like %L)', \
                   one, '%{datum}%', '%{bytes}%') into found; \
                 if found then raise exception '{datum} stands in %', one; end if; \
               end loop; end $$"
        ))
        .await;
    }

    /// A site of the template, by code.
    pub fn site(&self, code: &str) -> Arc<Site> {
        let sites = self.app.sites.now();
        Arc::clone(sites.by_code(code).unwrap_or_else(|| panic!("no site `{code}`")))
    }

    /// A browser that visits a site.
    pub fn visitor(&self, code: &str) -> Browser<'_> {
        Browser {
            front: &self.front,
            host: self.site(code).host.to_string(),
            address: LOOPBACK,
            cookies: Arc::default(),
        }
    }

    /// A browser that asks for a host.
    pub fn visitor_of_host<'a>(&'a self, host: &str) -> Browser<'a> {
        Browser {
            front: &self.front,
            host: host.to_owned(),
            address: LOOPBACK,
            cookies: Arc::default(),
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let (database, files) = (self.database.clone(), self.files.clone());
        let Some(ground) = GROUND.get() else { return };
        let url = ground.postgres.url(OWNER, "postgres");
        let cleaned = std::thread::spawn(move || {
            let _ = std::fs::remove_dir_all(files);
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build()
            else {
                return;
            };
            runtime.block_on(async {
                if let Ok(mut owner) = AsyncPgConnection::establish(&url).await {
                    let _ = owner
                        .batch_execute(&format!("drop database {database} with (force)"))
                        .await;
                }
            });
        });
        let _ = cleaned.join();
    }
}

async fn lay_ground(recipe: &Recipe) -> anyhow::Result<Ground> {
    let data_dir = std::env::temp_dir().join(format!("portal-test-{}", std::process::id()));
    let settings = Settings {
        data_dir,
        bin_dir: None,
        extra: [("fsync", "off"), ("full_page_writes", "off"), ("max_connections", "200")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
    };
    let postgres = tokio::task::spawn_blocking(move || PrivatePostgres::start(&settings)).await??;
    let template = "template_of_worlds".to_owned();
    let mut owner = AsyncPgConnection::establish(&postgres.url(OWNER, "postgres")).await?;
    owner.batch_execute(&format!("create database {template}")).await?;
    (recipe.migrate)(&postgres.url(OWNER, &template)).await?;
    {
        let (app, _, files) = compose(recipe, &postgres, &template, &Arc::default())?;
        node::load_sites(&app).await?;
        (recipe.fill)(&app).await?;
        let _ = std::fs::remove_dir_all(files);
    }
    // A database can be copied once nobody is connected to it.
    owner
        .batch_execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'template_of_worlds'",
        )
        .await?;
    Ok(Ground { postgres, template })
}

fn compose(
    recipe: &Recipe,
    postgres: &PrivatePostgres,
    database: &str,
    mail: &Arc<Letters>,
) -> anyhow::Result<(App, Arc<StandingClock>, PathBuf)> {
    let clock = Arc::new(StandingClock(Mutex::new(MORNING.parse()?)));
    let files =
        std::env::temp_dir().join(format!("portal-files-{}-{database}", std::process::id()));
    std::fs::create_dir_all(&files)?;
    let shared: Arc<dyn Clock> = Arc::clone(&clock) as _;
    let post: Arc<dyn Postman> = Arc::clone(mail) as _;
    let config = config_of(&files);
    let app = (recipe.compose)(config, &urls(postgres, database), shared, files.clone(), post)?;
    Ok((app, clock, files))
}

fn urls(postgres: &PrivatePostgres, database: &str) -> DbUrls {
    DbUrls {
        request: postgres.url("portal_request", database),
        platform: postgres.url("portal_platform", database),
        owner: postgres.url(OWNER, database),
    }
}

/// The same, for a process with files and an index of its own.
fn config_of(files: &std::path::Path) -> Config {
    let index = format!("search-{}", uuid::Uuid::new_v4().simple());
    Config { search_index: files.join(index), ..config() }
}

/// What the worlds' installation sets.
pub fn config() -> Config {
    Config {
        base_domain: "quangtri.localhost".into(),
        public: PublicAddress { scheme: "http".into(), port: None },
        structure: "nd42-2022".into(),
        trusted_proxies: Vec::new(),
        page_cache_bytes: 16 << 20,
        listen: ([127, 0, 0, 1], 0).into(),
        operations: ([127, 0, 0, 1], 0).into(),
        secrets: SecretBox::read(&"5e".repeat(32)).expect("a key"),
        audit: crate::AuditConfig::default(),
        desk: crate::DeskConfig::default(),
        search_index: std::env::temp_dir(),
        snapshot: None,
        redis: None,
        program: Config::this_program(),
        inbox: None,
        virus_scan: None,
    }
}

/// A browser: keeps the cookies of each host, follows nothing by itself.
pub struct Browser<'a> {
    front: &'a Front,
    host: String,
    address: IpAddr,
    cookies: Jar,
}

/// Cookies by host and name.
type Jar = Arc<Mutex<BTreeMap<(String, String), String>>>;

const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

impl<'a> Browser<'a> {
    /// The same browser at another host.
    #[must_use]
    pub fn at_host(&self, host: &str) -> Browser<'a> {
        let cookies = Arc::clone(&self.cookies);
        Browser { front: self.front, host: host.to_owned(), address: self.address, cookies }
    }

    /// The same browser on another line.
    #[must_use]
    pub fn from_address(self, address: [u8; 4]) -> Self {
        Self { address: address.into(), ..self }
    }

    /// The host it is at.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Follows where an answer leads, also to other hosts, also by a page that goes on by itself, up
    /// to a page that leads nowhere. Gives the browser at that host, the page's path, and the page.
    ///
    /// # Panics
    /// When it leads round in a circle.
    pub async fn follow(&self, answer: Answer) -> (Browser<'a>, String, Answer) {
        let (mut browser, mut path, mut answer) = (self.at_host(&self.host), String::new(), answer);
        for _ in 0..12 {
            let Some(next) = answer.leads_to() else { return (browser, path, answer) };
            path = match next.split_once("://") {
                Some((_, rest)) => {
                    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                    browser = browser.at_host(host.split(':').next().unwrap_or(host));
                    format!("/{path}")
                }
                None => next,
            };
            answer = browser.get(&path).await;
        }
        panic!("led round in a circle, at last to {path}");
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Asks for a page with a header.
    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        self.send(Request::get(path).header(name, value), Body::empty()).await
    }

    /// Sends a form, as a page of the same site would.
    pub async fn post<K: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.post_bytes(path, "application/x-www-form-urlencoded", form.finish().into_bytes()).await
    }

    /// Sends a body of any type.
    pub async fn post_bytes(&self, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, content_type)
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    /// Sends a form of text fields as one with files is sent.
    pub async fn post_parts<K: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            let head = format!("Content-Disposition: form-data; name=\"{name}\"");
            body.push_str(&format!("--parts\r\n{head}\r\n\r\n{value}\r\n"));
        }
        body.push_str("--parts--\r\n");
        self.post_bytes(path, "multipart/form-data; boundary=parts", body.into_bytes()).await
    }

    /// Sends a form with one header, and nothing else that says where it comes from.
    pub async fn post_with<K: AsRef<str>, V: AsRef<str>>(
        &self,
        path: &str,
        (name, value): (&str, &str),
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value);
        self.send(request, Body::from(form.finish())).await
    }

    /// Sends a form as a page of another site would.
    pub async fn post_from_elsewhere(&self, path: &str, origin: &str) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-site")
            .header(header::ORIGIN, origin);
        self.send(request, Body::empty()).await
    }

    /// The cookies it holds for its host, as a `Cookie` header would carry them.
    pub fn cookies(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let own = cookies.iter().filter(|((host, _), _)| *host == self.host);
        own.map(|((_, name), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// A cookie of its host.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.get(&(self.host.clone(), name.to_owned())).cloned()
    }

    /// Puts a cookie in, as if its host had set it.
    pub fn put_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.insert((self.host.clone(), name.to_owned()), value.to_owned());
    }

    /// This browser with the jar of another: the same person's.
    #[must_use]
    pub fn with_jar_of(self, other: &Browser<'_>) -> Self {
        Self { cookies: Arc::clone(&other.cookies), ..self }
    }

    /// Takes over another browser's cookies, as if its host had set them here: a thief.
    pub fn take_cookies(&self, other: &Browser<'_>) {
        let stolen = other.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let own = stolen.into_iter().filter(|((host, _), _)| *host == other.host);
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.extend(own.map(|((_, name), value)| ((self.host.clone(), name), value)));
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let mut request = request.header(header::HOST, &self.host);
        let cookies = self.cookies();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let request = request.body(body).expect("a well-formed request");
        let response = self.front.answer(request, Some(self.address)).await;
        self.keep_cookies(response.headers());
        Answer::read(response).await
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        for value in headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap_or_default();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            let key = (self.host.clone(), name.trim().to_owned());
            if value.is_empty() || attributes.to_ascii_lowercase().contains("max-age=0") {
                cookies.remove(&key);
            } else {
                cookies.insert(key, value.trim().to_owned());
            }
        }
    }
}

/// What came back.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, read to its end.
    pub bytes: Vec<u8>,
}

impl Answer {
    async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
        // A server refuses to send anything else.
        if let Some(length) = parts.headers.get(header::CONTENT_LENGTH) {
            assert_eq!(length.to_str().ok(), Some(&*bytes.len().to_string()), "content-length");
        }
        Self { status: parts.status, headers: parts.headers, bytes }
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads by itself: a redirect, or a page that goes on.
    pub fn leads_to(&self) -> Option<String> {
        if self.status == StatusCode::SEE_OTHER || self.status == StatusCode::MOVED_PERMANENTLY {
            return Some(self.header("location").to_owned());
        }
        self.header("refresh").split_once("url=").map(|(_, url)| url.to_owned())
    }

    /// Demands a status.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Demands a redirect after a form, and gives where it leads.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn redirects(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        self.header("location").to_owned()
    }

    /// Demands a text on the page.
    ///
    /// # Panics
    /// When it is not there.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.text().contains(text), "`{text}` is not in:\n{}", self.text());
        self
    }

    /// Demands that a text is not on the page.
    ///
    /// # Panics
    /// When it is there.
    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.text().contains(text), "`{text}` is in:\n{}", self.text());
        self
    }

    /// The value of a form's hidden or text field.
    ///
    /// # Panics
    /// When the page has no such field.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let at = text
            .find(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("no field `{name}` in:\n{text}"));
        let tag = text.get(at..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        let value = tag.split_once("value=\"").map_or("", |(_, rest)| rest);
        value.split('"').next().unwrap_or_default().replace("&amp;", "&")
    }
}
