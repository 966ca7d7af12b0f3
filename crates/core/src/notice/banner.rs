//! What stands on every page, and how it gets there.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use axum::{body::Bytes, http::HeaderValue};
use maud::{Markup, PreEscaped, html};

use super::{Kind, Notice};
use crate::{App, Ctx, Lang, Texts, cache::CachedPage, lang::Locales, ui};

/// Bytes of pages with a notice that a process keeps.
const KEPT_BYTES: u64 = 64 << 20;

/// Where notices are put into a page: a mark that readers do not see, with the page's language.
pub fn place(ctx: &Ctx) -> Markup {
    PreEscaped(mark(ctx.lang))
}

fn mark(lang: Lang) -> String {
    format!("<!--notices {}-->", lang.code())
}

/// What stands on every page of a moment, in each language.
pub(crate) struct Banner {
    version: u64,
    /// The mark of a language, and what comes in its place.
    forms: Vec<(String, String)>,
    /// Pages that it was put into. A page is compressed again once, not for each reader.
    pages: moka::sync::Cache<HeaderValue, Arc<CachedPage>>,
}

impl Banner {
    /// Of notices, the weightiest first; `is_away` tells that pages may be old.
    pub(super) fn of(app: &App, notices: &[Notice], is_away: bool) -> Option<Self> {
        if notices.is_empty() && !is_away {
            return None;
        }
        let form = |lang| (mark(lang), markup(app, lang, notices, is_away).into_string());
        let forms: Vec<(String, String)> = Lang::all().into_iter().map(form).collect();
        let mut hasher = DefaultHasher::new();
        forms.hash(&mut hasher);
        let weigh = |_: &HeaderValue, page: &Arc<CachedPage>| {
            u32::try_from(page.weight()).unwrap_or(u32::MAX)
        };
        let pages = moka::sync::Cache::builder().max_capacity(KEPT_BYTES).weigher(weigh).build();
        Some(Self { version: hasher.finish(), forms, pages })
    }

    /// Differs where what it says differs.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// An HTML document with the notices; nothing where it has no place for them.
    pub(crate) fn on_html(&self, html: &[u8]) -> Option<Bytes> {
        self.forms.iter().find_map(|(mark, form)| {
            let at = html.windows(mark.len()).position(|part| part == mark.as_bytes())?;
            let (before, rest) = html.split_at_checked(at)?;
            let (_, after) = rest.split_at_checked(mark.len())?;
            Some(Bytes::from([before, form.as_bytes(), after].concat()))
        })
    }

    /// A finished page with the notices; nothing where it has no place for them: a feed.
    pub(super) fn on_page(&self, page: &CachedPage) -> Option<Arc<CachedPage>> {
        let html = page.content_type().filter(|kind| kind.as_bytes().starts_with(b"text/html"))?;
        self.pages.optionally_get_with_by_ref(&page.etag, || {
            let body = self.on_html(&page.identity.body)?;
            let mut with = CachedPage::new(page.status, html, &body);
            with.made_at = page.made_at;
            Some(Arc::new(with))
        })
    }
}

fn markup(app: &App, lang: Lang, notices: &[Notice], is_away: bool) -> Markup {
    let t = Locales::shipped().texts(lang);
    html! {
        @for notice in notices { (one(app, &t, notice)) }
        @if is_away {
            aside.banner data-kind="away" aria-label=(t.say("notice-away")) {
                div.wrap { p { (ui::icon("info")) span { (t.say("notice-away-text")) } } }
            }
        }
    }
}

fn one(app: &App, t: &Texts, notice: &Notice) -> Markup {
    let lang = t.lang();
    let label = t.say(&format!("notice-{}", notice.kind.as_str()));
    let own = notice.words.lang_of(lang);
    let words_lang = (own != lang).then(|| own.code());
    html! {
        aside.banner data-kind=(notice.kind.as_str()) aria-label=(label) {
            div.wrap {
                p.banner-label { (ui::icon("warn")) span { (label) } }
                p.banner-words lang=[words_lang] { (notice.words.of(lang)) }
                p.banner-more {
                    @if notice.kind == Kind::Stop {
                        @if let Some(until) = notice.until_at { span { (t.with("notice-stop-time", [("from", t.date_time(notice.from_at).into()), ("until", t.date_time(until).into())])) } }
                        @if notice.read_only { span { (t.say("notice-read-only")) } }
                    } @else {
                        span { (t.with("notice-set-at", [("at", t.date_time(notice.set_at).into())])) }
                    }
                    @if let Some(href) = link(app, lang, notice) { a href=(href) { (t.say("notice-more")) } }
                }
            }
        }
    }
}

/// Where more stands, as a whole address: the page may be of any site.
fn link(app: &App, lang: Lang, notice: &Notice) -> Option<String> {
    let link = notice.link.as_deref()?;
    if link.starts_with("https://") {
        return Some(link.to_owned());
    }
    app.province_url(notice.words.lang_of(lang), link).ok()
}
