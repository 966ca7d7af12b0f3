//! The record taken out: streamed page by page, and told.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use futures_util::{Stream, stream};
use portal_core::{
    App, Ctx, Fault, Outcome, Posted, SiteId, Tx,
    fact::record::{self, Filter},
    lang::local_day,
};

use super::{
    AUDIT, AUDIT_ALL,
    ask::{Ask, Scope},
    facts::AuditExported,
    format::Format,
};

/// Exports the record of a unit.
pub(super) async fn of_unit(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    ctx.require(AUDIT)?;
    export(&app, &ctx, Scope::Unit, &posted).await
}

/// Exports the record of all sites.
pub(super) async fn of_all(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    ctx.require(AUDIT_ALL)?;
    export(&app, &ctx, Scope::All, &posted).await
}

/// An export, decided: what it holds is settled before the first line goes out, so that the fact says
/// how much it was.
struct Ready {
    site: Option<SiteId>,
    filter: Filter,
    format: Format,
}

async fn export(app: &App, ctx: &Ctx, scope: Scope, posted: &Posted) -> Outcome<Response> {
    let format = Format::parse(&posted.line("dang")).ok_or(Fault::Malformed("dang"))?;
    let ask = Ask::of(posted);
    let site = ask.site(app, ctx, scope);
    // Seals are read through the platform door alone; the permission was checked, and the site is
    // fixed above.
    let mut tx = app.begin_platform(ctx).await?;
    let filter = ask.filter(app, &tx).await?;
    let ready = decide(&mut tx, site, filter, format, ask.written()).await?;
    tx.commit().await?;
    let name = format!(
        "nhat-ky-{}-{}.{}",
        if scope == Scope::Unit { &ctx.site.code } else { "toan-tinh" },
        local_day(ctx.now).format("%Y%m%d"),
        format.as_str()
    );
    Ok(answer(&name, format, lines(app.clone(), ready)))
}

async fn decide(
    tx: &mut Tx,
    site: Option<SiteId>,
    mut filter: Filter,
    format: Format,
    written: BTreeMap<String, String>,
) -> Outcome<Ready> {
    let (count, up_to) = record::extent(tx, site, &filter).await?;
    filter.up_to = Some(up_to);
    let exported =
        AuditExported { format: format.as_str().to_owned(), filter: written, count, up_to };
    tx.tell(exported).await?;
    Ok(Ready { site, filter, format })
}

fn answer(
    name: &str,
    format: Format,
    lines: impl Stream<Item = anyhow::Result<Bytes>> + Send + 'static,
) -> Response {
    let mime = match format {
        Format::Jsonl => "application/x-ndjson",
        Format::Syslog => "text/plain; charset=utf-8",
    };
    let mut response = Body::from_stream(lines).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let kept = format!("attachment; filename=\"{name}\"");
    if let Ok(kept) = HeaderValue::try_from(kept) {
        headers.insert(header::CONTENT_DISPOSITION, kept);
    }
    response
}

/// The lines, a page of the record at a time; no connection is held while the reader takes them.
fn lines(app: App, ready: Ready) -> impl Stream<Item = anyhow::Result<Bytes>> + Send {
    stream::try_unfold((app, ready, 0), |(app, ready, after)| async move {
        let entries = {
            let conn = app.db().platform().await.map_err(|_| anyhow::anyhow!("no database"))?;
            record::export(&conn, ready.site, &ready.filter, after).await?
        };
        let Some(last) = entries.last().map(|entry| entry.fact.id) else { return Ok(None) };
        let sites = app.sites.now();
        let mut page = String::new();
        for entry in &entries {
            page.push_str(&ready.format.line(&sites, entry));
            page.push('\n');
        }
        drop(sites);
        Ok(Some((Bytes::from(page), (app, ready, last))))
    })
}

/// An export for the command line: told like any other. `site` is `None` for all.
///
/// # Errors
/// A database that does not answer.
pub async fn for_console(
    app: &App,
    ctx: &Ctx,
    site: Option<SiteId>,
    days: (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>),
    format: Format,
) -> Outcome<impl Stream<Item = anyhow::Result<Bytes>> + Send + use<>> {
    let (from, to) = days;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let code = site.and_then(|id| app.sites.now().by_id(id).map(|site| site.code.to_string()));
    let ask =
        Ask { from: day(from), to: day(to), site: code.unwrap_or_default(), ..Ask::default() };
    let mut tx = app.begin_platform(ctx).await?;
    let filter = ask.filter(app, &tx).await?;
    let ready = decide(&mut tx, site, filter, format, ask.written()).await?;
    tx.commit().await?;
    Ok(lines(app.clone(), ready))
}
