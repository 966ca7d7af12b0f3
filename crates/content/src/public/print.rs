//! The page of an item for paper.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::html;
use portal_core::{
    App, Ctx, Outcome,
    ui::paper::{self, Sheet},
};

use super::item_page::{Found, find, gone, head, title};
use crate::{
    article::Article,
    content_type::{self, ContentType},
    document::Document,
    origin::Origin,
};

/// Shows an article for paper.
pub async fn article(
    ctx: Ctx,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Outcome<Response> {
    show(&app, &ctx, &Article, &key).await
}

/// Shows a document for paper.
pub async fn document(
    ctx: Ctx,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Outcome<Response> {
    show(&app, &ctx, &Document, &key).await
}

async fn show(app: &App, ctx: &Ctx, of: &dyn ContentType, key: &str) -> Outcome<Response> {
    Ok(match find(app, ctx, of, (key, "/in")).await? {
        Found::Elsewhere(redirect) => redirect.into_response(),
        Found::Gone(item) => gone(app, ctx, &item).into_response(),
        Found::Here(around) => {
            let back = ctx.path_to(&around.shown.item.path());
            let url = app.url(&ctx.site, &back);
            let origin: Origin = content_type::fields(&around.shown.edition.fields);
            let name = ctx.site.name(ctx.lang);
            let source = if origin.source.is_empty() { name } else { &origin.source };
            let text = html! { (title(ctx, &around, true)) (around.text) };
            let sheet = Sheet { url: &url, back: &back, source };
            paper::page(app, ctx, head(ctx, &around), sheet, &text).into_response()
        }
    })
}
