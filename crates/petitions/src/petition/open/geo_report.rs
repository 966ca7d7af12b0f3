//! Open311 GeoReport v2, the reading half: published questions as service requests (R-D2).
//!
//! What has no place has no coordinates here; where something happened could tell who said so.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Ctx, Outcome, PublicPage, Routes};
use serde::Deserialize;

use super::words;
use crate::petition::publications::{
    list_tag,
    read::{self, From, Narrow, Published},
};

mod write;

use write::{Form, Refusal};

/// Where it stands.
pub(super) const ROOT: &str = "/open311/v2";
/// Most requests of an answer, as the specification has it.
const MOST: i64 = 1_000;
/// Longest time one answer spans, as the specification has it.
const SPAN: TimeDelta = TimeDelta::days(90);
/// Most ids asked for at once.
const IDS_MAX: usize = 200;

/// The parameters of requests.
const ASKED: [&str; 6] =
    ["jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status"];

/// The paths; each thing as JSON and as XML.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .page("/open311/v2/discovery.json", &ASKED, discovery_json)
        .page("/open311/v2/discovery.xml", &ASKED, discovery_xml)
        .page("/open311/v2/services.json", &ASKED, services_json)
        .page("/open311/v2/services.xml", &ASKED, services_xml)
        .page("/open311/v2/services/{code}", &ASKED, service)
        .page("/open311/v2/requests.json", &ASKED, requests_json)
        .page("/open311/v2/requests.xml", &ASKED, requests_xml)
        .page("/open311/v2/requests/{id}", &ASKED, request)
}

/// The query of a request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    jurisdiction_id: String,
    service_request_id: String,
    service_code: String,
    start_date: String,
    end_date: String,
    status: String,
}

impl Asked {
    /// Another jurisdiction than this site's is not found.
    fn check(&self, ctx: &Ctx) -> Result<(), Refusal> {
        let fits = self.jurisdiction_id.is_empty() || *self.jurisdiction_id == *ctx.site.code;
        if fits { Ok(()) } else { Err(Refusal::not_found("jurisdiction_id was not found")) }
    }

    /// The time it spans: the last 90 days, or 90 days from or up to what is asked for.
    fn span(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Refusal> {
        let read = |name: &str, text: &str| match text {
            "" => Ok(None),
            // A `+` that was not escaped arrives as a blank.
            text => DateTime::parse_from_rfc3339(&text.replace(' ', "+"))
                .map(|at| Some(at.to_utc()))
                .map_err(|_| Refusal::bad(format!("{name} is no date and time of the W3C format"))),
        };
        let start = read("start_date", &self.start_date)?;
        let end = read("end_date", &self.end_date)?;
        let (start, end) = match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (Some(start), None) => (start, start.checked_add_signed(SPAN).unwrap_or(now)),
            (None, end) => {
                let end = end.unwrap_or(now);
                (end.checked_sub_signed(SPAN).unwrap_or(end), end)
            }
        };
        if start > end {
            return Err(Refusal::bad("start_date is after end_date"));
        }
        Ok((start, end.min(start.checked_add_signed(SPAN).unwrap_or(end))))
    }

    /// Whether it may find anything: what is published is closed.
    fn wants_closed(&self) -> bool {
        self.status.is_empty() || self.status.split(',').any(|word| word.trim() == "closed")
    }

    fn codes(&self) -> Vec<String> {
        list(&self.service_code).map(ToOwned::to_owned).collect()
    }

    fn ids(&self) -> Result<Option<Vec<i64>>, Refusal> {
        if self.service_request_id.is_empty() {
            return Ok(None);
        }
        let ids: Vec<i64> =
            list(&self.service_request_id).filter_map(|id| id.parse().ok()).collect();
        if ids.len() > IDS_MAX {
            return Err(Refusal::bad(format!("at most {IDS_MAX} values of service_request_id")));
        }
        Ok(Some(ids))
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

async fn discovery_json(ctx: Ctx, State(app): State<App>) -> PublicPage {
    write::discovery(&app, &ctx, Form::Json)
}

async fn discovery_xml(ctx: Ctx, State(app): State<App>) -> PublicPage {
    write::discovery(&app, &ctx, Form::Xml)
}

async fn services_json(ctx: Ctx, State(app): State<App>, Query(asked): Query<Asked>) -> PublicPage {
    services(&app, &ctx, &asked, Form::Json)
}

async fn services_xml(ctx: Ctx, State(app): State<App>, Query(asked): Query<Asked>) -> PublicPage {
    services(&app, &ctx, &asked, Form::Xml)
}

fn services(app: &App, ctx: &Ctx, asked: &Asked, form: Form) -> PublicPage {
    match asked.check(ctx) {
        Ok(()) => write::services(ctx, form, &words::fields(app, ctx)),
        Err(refusal) => refusal.page(ctx, form),
    }
}

/// One service; it asks for nothing beyond the form's own fields.
async fn service(
    ctx: Ctx,
    State(app): State<App>,
    Path(address): Path<String>,
    Query(asked): Query<Asked>,
) -> PublicPage {
    let (code, form) = Form::split(&address);
    let known = words::fields(&app, &ctx).into_iter().any(|(known, _)| known == code);
    match asked.check(&ctx) {
        Err(refusal) => refusal.page(&ctx, form),
        Ok(()) if known => write::service(&ctx, form, code),
        Ok(()) => Refusal::not_found("service_code was not found").page(&ctx, form),
    }
}

async fn requests_json(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    requests(&app, &ctx, &asked, Form::Json).await
}

async fn requests_xml(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    requests(&app, &ctx, &asked, Form::Xml).await
}

async fn requests(app: &App, ctx: &Ctx, asked: &Asked, form: Form) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let read = asked.check(ctx).and_then(|()| Ok((asked.ids()?, asked.span(ctx.now)?)));
    let (ids, (since, until)) = match read {
        Ok(read) => read,
        Err(refusal) => return Ok(refusal.page(ctx, form)),
    };
    let rows = {
        let conn = app.db().site(ctx.site.id).await?;
        match ids {
            Some(ids) => read::by_ids(&conn, ctx.site.id, &ids).await?,
            None if !asked.wants_closed() => Vec::new(),
            None => {
                let narrow = Narrow {
                    fields: asked.codes(),
                    since: Some(since),
                    until: Some(until),
                    ..Narrow::default()
                };
                read::list(&conn, ctx.site.id, &narrow, From::Newest, MOST).await?
            }
        }
    };
    // Without dates it is the last 90 days, which go on.
    let until = asked.end_date.is_empty().then(|| ctx.now + TimeDelta::minutes(10));
    Ok(write::requests(app, ctx, form, &rows).until(until))
}

/// One request.
async fn request(
    ctx: Ctx,
    State(app): State<App>,
    Path(address): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    ctx.reads(list_tag(ctx.site.id));
    let (id, form) = Form::split(&address);
    if let Err(refusal) = asked.check(&ctx) {
        return Ok(refusal.page(&ctx, form));
    }
    let rows: Vec<Published> = match id.parse() {
        Ok(id) => {
            let conn = app.db().site(ctx.site.id).await?;
            read::by_ids(&conn, ctx.site.id, &[id]).await?
        }
        Err(_) => Vec::new(),
    };
    Ok(if rows.is_empty() {
        Refusal::not_found("service_request_id was not found").page(&ctx, form)
    } else {
        write::requests(&app, &ctx, form, &rows)
    })
}

impl Refusal {
    fn not_found(description: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, description: description.into() }
    }

    fn bad(description: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, description: description.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_spans_ninety_days_at_most() {
        let now: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
        let span = |start: &str, end: &str| {
            let asked =
                Asked { start_date: start.into(), end_date: end.into(), ..Asked::default() };
            asked.span(now).ok().map(|(a, b)| (a.to_rfc3339(), b.to_rfc3339()))
        };
        let days =
            |a: &str, b: &str| Some((format!("{a}T00:00:00+00:00"), format!("{b}T00:00:00+00:00")));
        let recent = span("", "").unwrap();
        assert!(
            recent.0.starts_with("2026-08-25") && recent.1.starts_with("2026-11-23"),
            "{recent:?}"
        );
        assert_eq!(span("2026-01-01T00:00:00Z", ""), days("2026-01-01", "2026-04-01"));
        assert_eq!(span("", "2026-04-01T00:00:00Z"), days("2026-01-01", "2026-04-01"));
        assert_eq!(
            span("2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z"),
            days("2026-01-01", "2026-04-01")
        );
        assert_eq!(
            span("2026-01-01T07:00:00 07:00", "2026-01-02T00:00:00Z"),
            days("2026-01-01", "2026-01-02")
        );
        assert_eq!(span("2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"), None);
        assert_eq!(span("yesterday", ""), None);
    }
}
