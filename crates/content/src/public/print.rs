//! The page of an article for paper: whose it is, where it stands, and a code that leads there.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use portal_core::{
    App, Ctx, Outcome, PublicPage,
    assets::Assets,
    lang::local_day,
    ui::{self, site::Head},
};
use qrcode::{QrCode, render::svg};

use super::item_page::{Around, Found, find_article, gone, head, title};
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
            let head = Head { no_index: true, ..head(&ctx, &around) };
            let main = view(&app, &ctx, &around);
            let markup = ui::site::print_page(&app, &ctx, &head, &main);
            // The day it was printed stands on it.
            PublicPage::html(&ctx, markup).until(midnight(ctx.now)).into_response()
        }
    })
}

/// The next midnight in Vietnam, which has no summer time.
fn midnight(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let tomorrow = local_day(now).succ_opt()?.and_time(NaiveTime::MIN);
    Some(tomorrow.and_utc() - TimeDelta::hours(7))
}

fn view(app: &App, ctx: &Ctx, around: &Around) -> Markup {
    let t = ctx.texts();
    let path = ctx.path_to(&around.shown.item.path());
    let url = app.url(&ctx.site, &path);
    let fields: ArticleFields = content_type::fields(&around.shown.edition.fields);
    let name = ctx.site.name(ctx.lang);
    let source = if fields.source.is_empty() { name } else { &fields.source };
    html! {
        main.print-page id="main" {
            p.print-unit {
                img src=(Assets::shipped().url("mark.svg")) alt="" width="48" height="48";
                span { b { (name) } br; (ctx.site.host) }
            }
            article.article {
                (title(ctx, around, true))
                (around.of.view(&t, &around.shown))
            }
            footer.print-foot {
                @if let Some(code) = code(&url) {
                    img.print-qr src=(code) alt=(t.say("print-qr")) width="112" height="112";
                }
                p {
                    (t.say("article-source")) ": " (source) br;
                    (t.say("print-address")) ": " span.print-url { (url) } br;
                    (t.with("print-day", [("date", t.date(ctx.now).into())]))
                }
            }
            p.print-do {
                button.btn.btn-main type="button" data-do="print" hidden data-js { (t.say("print-do")) }
                " " a href=(path) { (t.say("print-back")) }
            }
        }
    }
}

/// A QR code as the address of a picture.
fn code(url: &str) -> Option<String> {
    let code = QrCode::new(url).ok()?;
    let svg = code.render::<svg::Color<'_>>().min_dimensions(112, 112).build();
    Some(format!("data:image/svg+xml,{}", utf8_percent_encode(&svg, NON_ALPHANUMERIC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_ends_at_midnight_in_vietnam() {
        for (now, end) in [
            ("2026-11-23T16:59:59Z", "2026-11-23T17:00:00Z"),
            ("2026-11-23T17:00:00Z", "2026-11-24T17:00:00Z"),
        ] {
            assert_eq!(midnight(now.parse().unwrap()), Some(end.parse().unwrap()));
        }
    }

    #[test]
    fn an_address_becomes_a_picture() {
        let code = code("https://soyte.quangtri.gov.vn/tin/a-1").unwrap();
        assert!(code.starts_with("data:image/svg+xml,%3C"), "{code}");
    }
}
