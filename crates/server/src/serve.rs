//! Serving: connections in, answers out, and a clean end.
//!
//! A request costs nothing here but a time limit: whatever is not needed for each one is done once
//! per connection or once per process. One for a page that lies in the cache is answered by the socket
//! itself (`line::Socket`).

use std::{
    convert::Infallible,
    future::{Future, Ready, poll_fn, ready},
    io,
    net::IpAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use chrono::{DateTime, Utc};
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Either},
};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1::Builder};
use portal_core::{App, DbUrls, Front, cache::snapshot, front::Ask, limits::*, node, notice};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
};
use tracing::Instrument as _;

use crate::operations;

mod date;
mod head;
mod line;
#[cfg(test)]
mod tests;

use line::{LOOKS, Line, Socket, Watched};

/// What the node says of itself at `/readyz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not yet: the sites are not loaded.
    Starting,
    /// Serving.
    Ready,
    /// Ending: a load balancer has to look elsewhere.
    Draining,
}

/// The phase, shared.
#[derive(Clone)]
pub struct Readiness(Arc<AtomicU8>);

impl Default for Readiness {
    fn default() -> Self {
        Self(Arc::new(AtomicU8::new(0)))
    }
}

impl Readiness {
    /// The phase now.
    pub fn phase(&self) -> Phase {
        match self.0.load(Ordering::Relaxed) {
            0 => Phase::Starting,
            1 => Phase::Ready,
            _ => Phase::Draining,
        }
    }

    /// Goes into a phase.
    pub fn set(&self, phase: Phase) {
        let number = match phase {
            Phase::Starting => 0,
            Phase::Ready => 1,
            Phase::Draining => 2,
        };
        self.0.store(number, Ordering::Relaxed);
    }
}

/// A node about to serve: its sockets are open, so that a taken port is known before all else.
pub struct Node {
    /// Where visitors arrive.
    pub sites: Vec<TcpListener>,
    /// Where operations look.
    pub operations: Vec<TcpListener>,
    /// How long visitors are still accepted once the end was asked for, for load balancers to notice.
    pub notice: Duration,
    /// Whether each request is a span: where traces are collected.
    pub traced: bool,
}

impl Node {
    /// Serves until SIGTERM or SIGINT, then ends what runs. `ready` is called when the first visitor
    /// can be answered.
    ///
    /// Waits for the database as long as it takes; `/readyz` says so meanwhile.
    ///
    /// # Errors
    /// When the signals of the system cannot be heard.
    pub async fn serve(self, app: App, urls: DbUrls, ready: impl FnOnce()) -> anyhow::Result<()> {
        let readiness = Readiness::default();
        let (end_operations, operations_end) = watch::channel(false);
        let mut desks = JoinSet::new();
        let cap = Arc::new(Semaphore::new(OPERATIONS_CONNECTIONS));
        for listener in self.operations {
            let answer = operations::answering(app.clone(), readiness.clone());
            let ended = operations_end.clone();
            desks.spawn(accept(listener, Arc::clone(&cap), ended, TIMES, answer));
        }
        for line in portal_core::limits::lines() {
            tracing::info!("limit: {line}");
        }
        let mut signals = Signals::new()?;
        let (stop, stopped) = watch::channel(false);
        let mut ground = JoinSet::new();
        ground.spawn(app.db().clone().take_pulse(urls.platform.clone(), stopped.clone()));
        // Where the database is away and sites are written down, those are served meanwhile.
        let started = tokio::select! {
            follower = start_following(&app) => Some(follower),
            () = without_the_database(&app) => None,
            () = signals.heard() => return Ok(()),
        };
        let following = {
            let (app, stopped) = (app.clone(), stopped.clone());
            async move {
                let follower = match started {
                    Some(follower) => follower,
                    None => start_following(&app).await,
                };
                follower.follow(urls, stopped).await;
            }
        };
        let mut ended = stopped.clone();
        ground.spawn(async move {
            tokio::select! {
                () = following => {}
                _ = ended.wait_for(|stop| *stop) => {}
            }
        });
        ground.spawn(node::work(app.clone(), stopped.clone()));
        ground.spawn(node::keep_up(app.clone(), stopped.clone()));
        ground.spawn(notice::keep(app.clone(), stopped.clone()));
        ground.spawn(crate::audit::forward::run(app.clone(), stopped.clone()));

        let front = Arc::new(Front::new(app));
        ground.spawn(snapshot::keep::keep((*front).clone(), stopped));
        let (end, ended) = watch::channel(false);
        let mut doors = JoinSet::new();
        let cap = Arc::new(Semaphore::new(CONNECTIONS));
        for listener in self.sites {
            let answer = Visitors { front: Arc::clone(&front), traced: self.traced };
            doors.spawn(accept(listener, Arc::clone(&cap), ended.clone(), TIMES, answer));
        }
        readiness.set(Phase::Ready);
        ready();

        signals.heard().await;
        readiness.set(Phase::Draining);
        tracing::info!("ending; what runs is finished first");
        tokio::select! {
            () = tokio::time::sleep(self.notice) => {}
            () = signals.heard() => {}
        }
        end.send_replace(true);
        tokio::select! {
            () = all_of(&mut doors) => {}
            () = signals.heard() => tracing::warn!("told twice to end: not waiting for what runs"),
        }
        stop.send_replace(true);
        if tokio::time::timeout(STOP_TIME, all_of(&mut ground)).await.is_err() {
            tracing::warn!("the worker or the follower did not end in time");
        }
        end_operations.send_replace(true);
        // Health checks are short.
        let _ = tokio::time::timeout(Duration::from_secs(1), all_of(&mut desks)).await;
        Ok(())
    }
}

async fn all_of(tasks: &mut JoinSet<()>) {
    while tasks.join_next().await.is_some() {}
}

/// Loads the sites; tries again for as long as the database does not answer.
async fn start_following(app: &App) -> node::Follower {
    loop {
        match node::Follower::start(app).await {
            Ok(follower) => return follower,
            Err(error) => {
                let error = format!("{error:#}");
                tracing::warn!(error, "the sites cannot be loaded yet; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Waits until the database is known to be away and there are sites to serve without it.
async fn without_the_database(app: &App) {
    app.db().goes_away().await;
    let sites = node::load_written_sites(app);
    if sites == 0 {
        std::future::pending::<()>().await;
    }
    tracing::warn!(sites, "the database is away: serving what this node kept");
}

/// SIGTERM and SIGINT.
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn heard(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// An answer: a page from the cache, sent as it lies there, or whatever was made.
type Reply = Response<http_body_util::Either<Full<Bytes>, Body>>;

/// Answers visitors. A page from the cache is there at once, and its answer is no larger than that: what
/// making one takes is put aside, where only those pay who need it.
#[derive(Clone)]
struct Visitors {
    front: Arc<Front>,
    traced: bool,
}

impl Answer for Visitors {
    type Body = http_body_util::Either<Full<Bytes>, Body>;
    type Future = Either<Ready<Reply>, BoxFuture<'static, Reply>>;

    fn answer(&self, request: Request<Incoming>, peer: IpAddr) -> Self::Future {
        let Self { front, traced } = self;
        if !traced && let Some(response) = front.hit(&request) {
            return Either::Left(ready(response.map(http_body_util::Either::Left)));
        }
        Either::Right(Box::pin(make(Arc::clone(front), request, peer, *traced)))
    }

    fn at_once(&self, ask: &Ask<'_>) -> Option<(DateTime<Utc>, Bytes)> {
        if self.traced { None } else { self.front.at_once(ask) }
    }
}

async fn make(front: Arc<Front>, request: Request<Incoming>, peer: IpAddr, traced: bool) -> Reply {
    let limit = if is_upload(&request) { UPLOAD_TIME } else { ANSWER_TIME };
    let request = request.map(Body::new);
    let answer = async {
        if traced {
            in_a_span(&front, request, peer).await
        } else {
            front.answer(request, Some(peer)).await
        }
    };
    let response = tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
        tracing::error!(?limit, "an answer took too long");
        too_late()
    });
    response.map(http_body_util::Either::Right)
}

async fn in_a_span(front: &Front, request: Request<Body>, peer: IpAddr) -> Response<Body> {
    let span = tracing::info_span!(
        "request",
        otel.kind = "server",
        otel.name = %request.method(),
        http.request.method = %request.method(),
        url.path = request.uri().path(),
        server.address = request
            .headers()
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default(),
        http.response.status_code = tracing::field::Empty,
    );
    let response = front.answer(request, Some(peer)).instrument(span.clone()).await;
    span.record("http.response.status_code", response.status().as_u16());
    response
}

fn is_upload(request: &Request<Incoming>) -> bool {
    !request.method().is_safe()
        && request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"))
}

fn too_late() -> Response<Body> {
    let mut response = Response::new(Body::from("the answer took too long; try again\n"));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    portal_core::front::secure(headers);
    response
}

/// What answers the requests of a socket.
pub(crate) trait Answer: Send + Sync + Clone + Unpin + 'static {
    /// The answer's body.
    type Body: hyper::body::Body<Data = Bytes, Error: Into<axum::BoxError>> + Send + Unpin + 'static;
    /// The answer being made.
    type Future: Future<Output = Response<Self::Body>> + Send;

    /// Answers one.
    fn answer(&self, request: Request<Incoming>, peer: IpAddr) -> Self::Future;

    /// The time, and all of a good answer that follows its status and date, where it is there without
    /// being made.
    fn at_once(&self, _ask: &Ask<'_>) -> Option<(DateTime<Utc>, Bytes)> {
        None
    }
}

impl<F, T, B> Answer for F
where
    F: Fn(Request<Incoming>, IpAddr) -> T + Send + Sync + Clone + Unpin + 'static,
    T: Future<Output = Response<B>> + Send,
    B: hyper::body::Body<Data = Bytes, Error: Into<axum::BoxError>> + Send + Unpin + 'static,
{
    type Body = B;
    type Future = T;

    fn answer(&self, request: Request<Incoming>, peer: IpAddr) -> T {
        self(request, peer)
    }
}

/// How long a connection is let alone on which nothing moves.
#[derive(Clone, Copy)]
struct Times {
    /// While its visitor has begun something.
    head: Duration,
    /// After an answer.
    idle: Duration,
}

const TIMES: Times = Times { head: HEAD_TIME, idle: IDLE_TIME };

/// Accepts until the end, then waits for the connections that are still answered. Those on which nothing
/// moves are cut.
async fn accept(
    listener: TcpListener,
    cap: Arc<Semaphore>,
    mut ended: watch::Receiver<bool>,
    times: Times,
    answer: impl Answer,
) {
    let builder = builder();
    let mut conversations = JoinSet::new();
    let mut watched: Vec<Watched> = Vec::new();
    let between_looks = times.head / LOOKS;
    let mut looks = tokio::time::interval(between_looks);
    let idle_looks = times.idle.as_millis() / between_looks.as_millis();
    let idle_looks = u32::try_from(idle_looks).unwrap_or(u32::MAX);
    // A machine that stood still has not looked: what it missed counts against nobody.
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let next = async {
            let place = Arc::clone(&cap).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = looks.tick() => {
                // Where others wait for a place, none is kept for nothing.
                let idle_looks = if cap.available_permits() == 0 { LOOKS } else { idle_looks };
                watched.retain_mut(|one| one.look(idle_looks));
                while conversations.try_join_next().is_some() {}
                continue;
            }
            _ = ended.wait_for(|ended| *ended) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause_after(&error).await;
                continue;
            }
        };
        let line = Arc::new(Line::default());
        let conversation =
            converse(builder.clone(), Arc::clone(&line), stream, peer.ip(), answer.clone());
        let task = conversations.spawn(async move {
            if let Err(error) = conversation.await {
                tracing::debug!(%peer, %error, "a connection ended badly");
            }
            drop(place);
        });
        watched.push(Watched::new(line, task));
    }
    drop(listener);
    watched.iter().for_each(Watched::end);
    let last = async {
        loop {
            tokio::select! {
                ended = conversations.join_next() => if ended.is_none() { return },
                _ = looks.tick() => watched.retain_mut(|one| one.look(LOOKS)),
            }
        }
    };
    if tokio::time::timeout(DRAIN_TIME, last).await.is_err() {
        tracing::warn!("connections were cut off: they did not end within {DRAIN_TIME:?}");
    }
}

/// A visitor who left is no fault; without file handles it is no use to try at once.
async fn pause_after(error: &io::Error) {
    if matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    ) {
        return;
    }
    tracing::error!(%error, "no connection can be accepted; trying again in a second");
    tokio::time::sleep(Duration::from_secs(1)).await;
}

/// HTTP/1.1: what stands in front of the portal speaks it, and browsers speak HTTP/2 to that.
fn builder() -> Builder {
    let mut builder = Builder::new();
    // The door looks after the time of heads.
    // The buffer grows by doubling, and a head that fits into it is taken: it needs its own limit.
    builder.header_read_timeout(None).max_buf_size(HEAD_BYTES).max_header_size(HEAD_BYTES);
    builder
}

async fn converse(
    builder: Builder,
    line: Arc<Line>,
    stream: TcpStream,
    peer: IpAddr,
    answer: impl Answer,
) -> hyper::Result<()> {
    // Without it an answer may wait for the acknowledgement of its own head.
    let _ = stream.set_nodelay(true);
    let peer = peer.to_canonical();
    let socket = Socket::new(stream, Arc::clone(&line), answer.clone());
    let answered = Arc::clone(&line);
    let service = hyper::service::service_fn(move |request| {
        let answering = answered.answering();
        answer.answer(request, peer).map(|response| Ok::<_, Infallible>(answering.with(response)))
    });
    let mut connection = pin!(builder.serve_connection(socket, service));
    let (mut asked, mut told) = (false, false);
    poll_fn(|cx| {
        if !told && line.is_ending(cx, &mut asked) {
            told = true;
            connection.as_mut().graceful_shutdown();
        }
        connection.as_mut().poll(cx)
    })
    .await
}
