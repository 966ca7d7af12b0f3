//! Where operations look: metrics and health, on an address of their own, never on a site's host.

use std::{net::IpAddr, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
};
use diesel_async::SimpleAsyncConnection as _;
use hyper::body::Incoming;
use portal_core::{App, lang::local_day};

use crate::serve::{Answer, Phase, Readiness};

/// How long the database may take to answer before the node calls itself degraded.
const PATIENCE: Duration = Duration::from_secs(1);

/// How a request of operations is answered.
pub(crate) fn answering(app: App, readiness: Readiness) -> impl Answer {
    move |request: Request<Incoming>, _: IpAddr| {
        let (app, readiness) = (app.clone(), readiness.clone());
        async move { answer(&app, &readiness, request.method(), request.uri().path()).await }
    }
}

async fn answer(app: &App, readiness: &Readiness, method: &Method, path: &str) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only GET\n".to_owned());
    }
    match path {
        "/metrics" => {
            let left = app.calendars.shared().range().1 - local_day(app.now());
            app.metrics.calendar_horizon_days.set(left.num_days());
            let _ = tokio::time::timeout(PATIENCE, crate::backup::measure(app)).await;
            metrics(app.metrics.text())
        }
        // The process answers: that is all a supervisor has to know.
        "/healthz" => text(StatusCode::OK, "ok\n".to_owned()),
        "/readyz" => ready(app, readiness.phase()).await,
        _ => text(StatusCode::NOT_FOUND, "/metrics /healthz /readyz\n".to_owned()),
    }
}

/// Whether visitors may be sent here. Without the database kept pages still go out, so a node that
/// is merely degraded stays in service.
async fn ready(app: &App, phase: Phase) -> Response<Body> {
    let (status, word) = match phase {
        Phase::Starting => (StatusCode::SERVICE_UNAVAILABLE, "starting\n"),
        Phase::Draining => (StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
        Phase::Ready => match tokio::time::timeout(PATIENCE, database_answers(app)).await {
            Ok(true) => (StatusCode::OK, "ready\n"),
            _ => (StatusCode::OK, "degraded: the database does not answer\n"),
        },
    };
    text(status, word.to_owned())
}

async fn database_answers(app: &App) -> bool {
    let Ok(conn) = app.db().platform().await else { return false };
    (&mut &*conn).batch_execute("select 1").await.is_ok()
}

fn metrics(body: String) -> Response<Body> {
    let mut response = text(StatusCode::OK, body);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"),
    );
    response
}

fn text(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
