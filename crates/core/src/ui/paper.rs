//! Pages made for paper: whose they are, where they stand, and a code that leads there (R-C15).

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{QrCode, render::svg};

use crate::{
    App, Ctx, PublicPage,
    assets::Assets,
    lang::local_day,
    ui::{self, site::Head},
};

/// What stands on a sheet beside its text.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Address of the page on the screen, whole; the code leads there.
    pub url: &'a str,
    /// Where the reader goes back to.
    pub back: &'a str,
    /// Where the text came from.
    pub source: &'a str,
}

/// A page for paper, kept until the day that stands on it is over.
pub fn page(app: &App, ctx: &Ctx, head: Head, sheet: Sheet<'_>, text: &Markup) -> PublicPage {
    let head = Head { no_index: true, ..head };
    let markup = ui::site::print_page(app, ctx, &head, &paper(ctx, sheet, text));
    PublicPage::html(ctx, markup).until(midnight(ctx.now))
}

/// The next midnight in Vietnam, which has no summer time.
fn midnight(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let tomorrow = local_day(now).succ_opt()?.and_time(NaiveTime::MIN);
    Some(tomorrow.and_utc() - TimeDelta::hours(7))
}

/// What goes on paper: for [`ui::site::print_page`], where a page is for one person.
pub fn paper(ctx: &Ctx, sheet: Sheet<'_>, text: &Markup) -> Markup {
    let t = ctx.texts();
    html! {
        main.print-page id="main" {
            p.print-unit {
                img src=(Assets::shipped().url("mark.svg")) alt="" width="48" height="48";
                span { b { (ctx.site.name(ctx.lang)) } br; (ctx.site.host) }
            }
            article.article { (text) }
            footer.print-foot {
                @if let Some(code) = code(sheet.url) {
                    img.print-qr src=(code) alt=(t.say("print-qr")) width="112" height="112";
                }
                p {
                    (t.say("print-source")) ": " (sheet.source) br;
                    (t.say("print-address")) ": " span.print-url { (sheet.url) } br;
                    (t.with("print-day", [("date", t.date(ctx.now).into())]))
                }
            }
            p.print-do {
                button.btn.btn-main type="button" data-do="print" hidden data-js { (t.say("print-do")) }
                " " a href=(sheet.back) { (t.say("print-back")) }
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
