//! The page of an article for paper.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::html;
use portal_core::{
    App, Ctx, Outcome,
    ui::paper::{self, Sheet},
};

use super::item_page::{Found, find_article, gone, head, title};
use crate::{article::ArticleFields, content_type};

/// Shows an article for paper.
pub async fn article(
    ctx: Ctx,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Outcome<Response> {
    Ok(match find_article(&app, &ctx, &key, "/in").await? {
        Found::Elsewhere(redirect) => redirect.into_response(),
        Found::Gone(item) => gone(&app, &ctx, &item).into_response(),
        Found::Here(around) => {
            let back = ctx.path_to(&around.shown.item.path());
            let url = app.url(&ctx.site, &back);
            let fields: ArticleFields = content_type::fields(&around.shown.edition.fields);
            let name = ctx.site.name(ctx.lang);
            let source = if fields.source.is_empty() { name } else { &fields.source };
            let text = html! {
                (title(&ctx, &around, true))
                (around.of.view(&ctx.texts(), &around.shown))
            };
            let sheet = Sheet { url: &url, back: &back, source };
            paper::page(&app, &ctx, head(&ctx, &around), sheet, &text).into_response()
        }
    })
}
