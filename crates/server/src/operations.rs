//! Where operations look: metrics and health, on an address of their own, never on a site's host.

use std::{net::IpAddr, time::Duration};

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
};
use hyper::body::Incoming;
use portal_core::{App, lang::local_day};

use crate::serve::{Answer, Phase, Readiness};

/// How long figures of the database are waited for.
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
            let lag = app.pages().touched().out_of_touch_for().as_secs_f64();
            app.metrics.follower_lag_seconds.set(lag);
            let _ = tokio::time::timeout(PATIENCE, crate::backup::measure(app)).await;
            let _ = tokio::time::timeout(PATIENCE, portal_core::files::held::measure(app)).await;
            metrics(app.metrics.text())
        }
        // The process answers: that is all a supervisor has to know.
        "/healthz" => text(StatusCode::OK, "ok\n".to_owned()),
        "/readyz" => ready(app, readiness.phase()),
        _ => text(StatusCode::NOT_FOUND, "/metrics /healthz /readyz\n".to_owned()),
    }
}

/// Whether visitors may be sent here. Without the database kept pages still go out, so a node that
/// is merely degraded stays in service. Said at once: who asks has little patience.
fn ready(app: &App, phase: Phase) -> Response<Body> {
    let (status, word) = match phase {
        Phase::Starting => (StatusCode::SERVICE_UNAVAILABLE, "starting\n"),
        Phase::Draining => (StatusCode::SERVICE_UNAVAILABLE, "draining\n"),
        Phase::Ready if app.db().is_there() => (StatusCode::OK, "ready\n"),
        Phase::Ready => (StatusCode::OK, "degraded: the database does not answer\n"),
    };
    text(status, word.to_owned())
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
