//! Components without business words. The class vocabulary is in `web/README.md`.

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use maud::{Markup, PreEscaped, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{App, Ctx, FormFaults, LastSignIn, Posted, Texts, files::Held, form::FORM_KEY};

pub mod chart;
pub mod deadline;
pub mod desk;
pub mod fault;
pub mod field;
pub mod paper;
pub mod site;

pub use field::Field;

/// The colour of a word; it never stands without the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// For information.
    Info,
    /// Done, good.
    Ok,
    /// Waits, be careful.
    Warn,
    /// Wrong, late.
    Bad,
    /// Set apart.
    Gold,
}

impl Tone {
    /// Value of `data-tone`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Gold => "gold",
        }
    }
}

/// A short state beside a title.
pub fn badge(tone: Tone, text: &str) -> Markup {
    html! { span.badge data-tone=(tone.as_str()) { (text) } }
}

/// A way to a file; of one that is held, what would lead there, and why it does not.
pub fn file_link(t: &Texts, href: &str, label: &Markup, held: Option<&Held>) -> Markup {
    html! {
        @match held {
            None => a href=(href) { (label) },
            Some(Held::Waiting) => { span { (label) } " " (badge(Tone::Warn, &t.say("file-held-waiting"))) }
            Some(Held::Locked) => { span { (label) } " " (badge(Tone::Bad, &t.say("file-held-locked"))) }
        }
    }
}

/// An icon; a text or label always stands with it.
pub fn icon(name: &str) -> Markup {
    html! { span class={ "icon icon-" (name) } aria-hidden="true" {} }
}

/// A moment, as an office writes it; a script adds how long ago.
pub fn moment(t: &Texts, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(machine_time(at)) data-ago { (t.date_time(at)) } }
}

/// A day.
pub fn day(t: &Texts, at: DateTime<Utc>) -> Markup {
    html! { time datetime=(machine_time(at)) { (t.date(at)) } }
}

/// A moment for machines, with Vietnam's offset.
pub fn machine_time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Ho_Chi_Minh).to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// A message after an action.
pub fn flash(tone: Tone, text: &str) -> Markup {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    html! { div.flash role=(role) data-tone=(tone.as_str()) { p { (text) } } }
}

/// The sign-in before this one, in words.
pub fn last_sign_in(t: &Texts, last: &LastSignIn) -> String {
    let (time, date) = (t.time(last.at).into(), t.date(last.at).into());
    let when = [("time", time), ("date", date)];
    let mut words = match &last.address {
        Some(address) => {
            let [time, date] = when;
            t.with("last-sign-in", [time, date, ("address", address.as_str().into())])
        }
        None => t.with("last-sign-in-somewhere", when),
    };
    if last.failures > 0 {
        words.push(' ');
        words.push_str(&t.with("last-sign-in-failures", [("count", last.failures.into())]));
    }
    words
}

/// The hidden key against doubles ([`crate::Tx::once`]): a new one, or the one that came back.
pub fn form_key(posted: Option<&Posted>) -> Markup {
    let key = posted.and_then(|posted| posted.key().ok()).unwrap_or_else(uuid::Uuid::new_v4);
    html! { input type="hidden" name=(FORM_KEY) value=(key); }
}

/// What is wrong with a form, at its top; each line leads to its field.
pub fn fault_summary(t: &Texts, faults: &FormFaults, label: impl Fn(&str) -> String) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.errors role="alert" tabindex="-1" id="errors" data-focus {
                h2.errors-title { (t.with("form-faults", [("count", faults.iter().count().into())])) }
                ul {
                    @for (name, fault) in faults.iter() {
                        li { a href={ "#f-" (name) } { (label(name).trim_end_matches(['?', ':', '.'])) ": " (fault.sentence(t)) } }
                    }
                }
            }
        }
    }
}

/// Newer and older pages of a list; a link that leads nowhere is left out.
pub fn pager(t: &Texts, newer: Option<&str>, older: Option<&str>) -> Markup {
    html! {
        @if newer.is_some() || older.is_some() {
            nav.pager aria-label=(t.say("pager")) {
                @if let Some(href) = newer { a.pager-newer rel="prev" href=(href) { (t.say("pager-newer")) } }
                @if let Some(href) = older { a.pager-older rel="next" href=(href) { (t.say("pager-older")) } }
            }
        }
    }
}

/// Links for handing a page on; they lead somewhere only when they are followed.
pub fn share(t: &Texts, url: &str) -> Markup {
    let encoded = utf8_percent_encode(url, NON_ALPHANUMERIC);
    html! {
        div.share {
            span.share-word { (t.say("share")) }
            button.tool type="button" data-do="copy" data-url=(url) data-done=(t.say("share-copied")) hidden data-js {
                (icon("link")) span data-word { (t.say("share-copy")) }
            }
            a.tool href={ "https://www.facebook.com/sharer/sharer.php?u=" (encoded) } rel="noopener nofollow" { "Facebook" }
            a.tool href={ "https://zalo.me/share?u=" (encoded) } rel="noopener nofollow" { "Zalo" }
        }
    }
}

/// What a list shows when it is empty: what it is for, and the first step.
pub fn empty(title: &str, text: &str, step: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p.empty-title { (title) }
            p { (text) }
            @if let Some((href, label)) = step { p { a.btn.btn-main href=(href) { (label) } } }
        }
    }
}

/// The trail from the home page to here; the last part is here and leads nowhere.
pub fn crumbs(t: &Texts, home: &str, trail: &[(String, String)], here: &str) -> Markup {
    html! {
        nav.crumbs aria-label=(t.say("crumbs")) {
            ol.wrap {
                li { a href=(home) { (t.say("home")) } }
                @for (title, href) in trail { li { a href=(href) { (title) } } }
                li { span aria-current="page" { (here) } }
            }
        }
    }
}

/// `<!DOCTYPE html>` before a document.
pub(crate) fn document(ctx: &Ctx, head: &Markup, body: &Markup) -> Markup {
    html! {
        (PreEscaped("<!DOCTYPE html>"))
        html lang=(ctx.lang.code()) { (head) (body) }
    }
}

/// The style sheets and scripts of a page: `site` or `admin`.
pub(crate) fn head_assets(which: &str) -> Markup {
    let assets = crate::assets::Assets::shipped();
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        meta name="theme-color" content="#8a1619";
        script src=(assets.url(&format!("{which}.js"))) {}
        link rel="stylesheet" href=(assets.url(&format!("{which}.css")));
        link rel="preload" href=(assets.url("fonts/latin-400.woff2")) as="font" type="font/woff2" crossorigin;
        link rel="preload" href=(assets.url("fonts/vietnamese-400.woff2")) as="font" type="font/woff2" crossorigin;
        link rel="icon" href=(assets.url("favicon.svg")) type="image/svg+xml";
    }
}

/// The emblem of a site.
pub(crate) fn mark(class: &str, size: u32) -> Markup {
    html! { img class=(class) src=(crate::assets::Assets::shipped().url("mark.svg")) alt="" width=(size) height=(size); }
}

/// Whether a path of this site leads somewhere: its module is on. Addresses of other hosts always do.
pub fn leads_somewhere(app: &App, ctx: &Ctx, href: &str) -> bool {
    if !href.starts_with('/') {
        return true;
    }
    app.paths().is_none_or(|paths| {
        paths.module_of(href).is_some_and(|module| app.is_on(&ctx.site, module))
    })
}
