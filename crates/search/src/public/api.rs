//! The same for machines: suggestions, JSON, RSS, the description for browsers.

use std::sync::Arc;

use axum::{Json, extract::State, http::HeaderValue};
use portal_core::{
    App, Ctx, Fault, Outcome, PublicPage,
    feed::{Entry, Feed},
    portal::xml,
};
use serde::Serialize;
use tokio::task::block_in_place;
use utoipa::{OpenApi, ToSchema};

use super::{API, Asked, FEED, PATH, Question, SUGGEST, ask, index_of, views};
use crate::{Scope, highlight::Marked, keeper::Keeper};

/// Suggestions that are given.
const SUGGESTIONS: usize = 8;

/// The interface as other programs are told of it.
#[derive(OpenApi)]
#[openapi(paths(results, suggest))]
pub(super) struct Interface;

/// A suggestion.
#[derive(Serialize, ToSchema)]
pub(super) struct Suggested {
    /// Its title.
    title: String,
    /// Number and sign of a legal document.
    number: Option<String>,
    /// Its address; without a host where it is on this site.
    url: String,
}

/// Titles and numbers that begin as was typed.
#[utoipa::path(
    get,
    path = SUGGEST,
    tag = "search",
    params(Question),
    responses(
        (status = 200, description = "At most eight, the likeliest first", body = Vec<Suggested>),
        (status = 429, description = "Too many questions from one address; `Retry-After` says when"),
    )
)]
pub(super) async fn suggest(
    keeper: Arc<Keeper>,
    ctx: Ctx,
    app: App,
    asked: Asked,
) -> Outcome<Json<Vec<Suggested>>> {
    let question = Question::of(asked);
    let scope = if question.is_wide(&ctx) { Scope::All } else { Scope::One(ctx.site.id) };
    let Some(index) = index_of(&app, &keeper, &ctx).await? else { return Ok(Json(Vec::new())) };
    let found = block_in_place(|| index.suggest(&question.q, scope, SUGGESTIONS));
    let found = found.map_err(Fault::bug)?;
    let suggested = found.into_iter().map(|one| Suggested {
        url: views::address(&app, &ctx, &one.key, &one.path),
        title: one.title.text,
        number: one.number,
    });
    Ok(Json(suggested.collect()))
}

/// An answer.
#[derive(Serialize, ToSchema)]
pub(super) struct Answer {
    /// How many there are.
    total: u64,
    /// Which page this is, from 1; a page has twenty.
    page: usize,
    /// What was looked for in place of what was typed, or what may have been meant.
    corrected: Option<String>,
    /// Whether the index is still being made, so that more may come.
    partial: bool,
    /// The results of this page.
    results: Vec<Item>,
}

/// A result.
#[derive(Serialize, ToSchema)]
struct Item {
    /// What it is: `article`, `page`, `document`, `petition`, `consultation`.
    kind: String,
    /// Its number among those of its kind.
    id: i64,
    /// Language of its text.
    language: String,
    /// Short name of its site.
    site: String,
    /// Its address; without a host where it is on this site.
    url: String,
    /// Its title.
    title: String,
    /// Number and sign of a legal document.
    number: Option<String>,
    /// Where in its text the words stand.
    snippet: Option<String>,
    /// When it was published.
    published_at: chrono::DateTime<chrono::Utc>,
}

/// The results as JSON.
#[utoipa::path(
    get,
    path = API,
    tag = "search",
    params(Question),
    responses(
        (status = 200, description = "Whatever was asked, there is an answer", body = Answer),
        (status = 429, description = "Too many questions from one address; `Retry-After` says when"),
    )
)]
pub(super) async fn results(
    keeper: Arc<Keeper>,
    ctx: Ctx,
    app: App,
    asked: Asked,
) -> Outcome<Json<Answer>> {
    let question = Question::of(asked);
    let answered = ask(&keeper, &app, &ctx, &question).await?;
    let sites = app.sites.now();
    let item = |hit: crate::search::Hit| {
        let document = &hit.document;
        Item {
            kind: document.key.kind.to_string(),
            id: document.key.id,
            language: document.key.lang.to_string(),
            site: sites
                .by_id(document.key.site)
                .map(|site| site.code.to_string())
                .unwrap_or_default(),
            url: views::address(&app, &ctx, &document.key, &document.path),
            title: document.title.clone(),
            number: document.number.clone(),
            snippet: hit.snippet.map(|Marked { text, .. }| text),
            published_at: document.published_at,
        }
    };
    Ok(Json(Answer {
        total: answered.results.total,
        page: question.page(),
        corrected: answered.results.corrected.map(|corrected| corrected.text),
        partial: answered.is_partial,
        results: answered.results.hits.into_iter().map(item).collect(),
    }))
}

/// The newest results of a question on this site: whoever follows it hears of new ones.
pub(super) async fn feed(
    keeper: Arc<Keeper>,
    ctx: Ctx,
    app: App,
    asked: Asked,
) -> Outcome<PublicPage> {
    let here = Question { pham_vi: "trang-nay".into(), ..Question::of(asked) };
    let question = Question { sap_xep: "moi-nhat".into(), ..here };
    let answered = ask(&keeper, &app, &ctx, &question).await?;
    let entry = |hit: crate::search::Hit| {
        let document = hit.document;
        Entry {
            id: document.path.clone(),
            path: ctx.site.path(document.key.lang, &document.path),
            title: document.title,
            summary: hit.snippet.map(|Marked { text, .. }| text).unwrap_or_default(),
            published_at: document.published_at,
            changed_at: document.published_at,
        }
    };
    let feed = Feed {
        title: ctx.texts().with("search-feed-title", [("q", question.q.clone().into())]),
        about: question.address(PATH, &[]),
        own: question.address(FEED, &[]),
        entries: answered.results.hits.into_iter().map(entry).collect(),
    };
    Ok(feed.rss(&app, &ctx))
}

/// What browsers need to offer the search in their own box.
pub(super) async fn description(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let name = ctx.site.name(ctx.lang);
    let at = |path: &str| xml(&app.url(&ctx.site, &ctx.path_to(path)));
    let short: String = name.chars().take(48).collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\
         <ShortName>{}</ShortName><Description>{}</Description><Language>{}</Language>\
         <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\
         <Url type=\"application/json\" rel=\"suggestions\" template=\"{}?q={{searchTerms}}\"/>\
         <Url type=\"application/json\" template=\"{}?q={{searchTerms}}\"/>\
         <Url type=\"application/rss+xml\" template=\"{}?q={{searchTerms}}\"/>\
         </OpenSearchDescription>",
        xml(&short),
        xml(name),
        ctx.lang,
        at(PATH),
        at(SUGGEST),
        at(API),
        at(FEED),
    );
    let mime = HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8");
    Ok(PublicPage::of(&ctx, mime, body))
}
