//! Results as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    lang::local_day,
    search::{Document, Key, Validity},
    ui::{self, Field, Tone, site::Head},
};

use super::{Answered, FEED, PAGE, PATH, Question, SUGGEST};
use crate::{
    highlight::Marked,
    promoted::Promoted,
    search::{Count, DEEPEST, Facets, FoundIn, Hit},
};

/// Values of a facet that are shown at once.
const SHOWN: usize = 8;

/// The page: the question, what it found, what it can be narrowed to.
pub(super) fn page(app: &App, ctx: &Ctx, question: &Question, answered: &Answered) -> Markup {
    let t = ctx.texts();
    let title = if question.q.is_empty() {
        t.say("search-title")
    } else {
        t.with("search-title-of", [("q", question.q.clone().into())])
    };
    let head = Head { title, path: PATH.into(), no_index: true, ..Head::default() };
    let results = &answered.results;
    let asked = question.pairs().iter().any(|(name, value)| {
        !value.is_empty() && !matches!(*name, "pham-vi" | "sap-xep" | "trang")
    });
    let main = html! {
        div.wrap {
            div.page-title { h1 { (t.say("search-title")) } }
            (form(ctx, &t, question))
            @if answered.is_partial { (ui::flash(Tone::Info, &t.say("search-partial"))) }
            @if asked {
                (said(app, ctx, &t, question, answered))
                div.with-aside.search-found {
                    div {
                        (promoted(ctx, &t, &answered.promoted))
                        @if results.hits.is_empty() {
                            (nothing(app, ctx, &t, question))
                        } @else {
                            ol.results start=((question.page() - 1) * PAGE + 1) {
                                @for hit in &results.hits { (line(app, ctx, &t, question, hit)) }
                            }
                            (pager(ctx, &t, question, results.total))
                        }
                    }
                    aside { (facets(app, ctx, &t, question, &results.facets)) }
                }
            } @else {
                (help(&t))
            }
        }
    };
    ui::site::page(app, ctx, &head, Some(&[]), &main)
}

fn form(ctx: &Ctx, t: &Texts, question: &Question) -> Markup {
    let (posted, faults) = (Posted::from_pairs(question.pairs()), FormFaults::default());
    let day = |name: &'static str, key: &'static str| {
        Field::new(t, &posted, &faults, name, key).input("date")
    };
    let wide = question.is_wide(ctx);
    let dated = !question.tu_ngay.is_empty() || !question.den_ngay.is_empty();
    html! {
        form.form.filter action=(ctx.path_to(PATH)) role="search" aria-label=(t.say("search-title")) {
            label for="f-q" { (t.say("search-words")) }
            div.filter-line {
                input id="f-q" name="q" type="search" value=(question.q) autocomplete="off" maxlength="300" aria-describedby=[question.q.is_empty().then_some("f-q-h")] data-suggest=(ctx.path_to(SUGGEST)) data-suggest-label=(t.say("search-offers")) data-suggest-count=(t.say("search-offers-count"));
                button.btn.btn-main { (t.say("search")) }
            }
            // On a phone the results are to be seen at once.
            @if question.q.is_empty() { p.hint id="f-q-h" { (t.say("search-words-hint")) } }
            fieldset.inline-choices {
                legend.sr { (t.say("search-scope")) }
                @for (value, on) in [("trang-nay", !wide), ("tat-ca", wide)] {
                    label.choice { input type="radio" name="pham-vi" value=(value) checked[on]; " " (t.say(&format!("search-scope-{value}"))) }
                }
            }
            // What is narrowed stays narrowed when other words are tried.
            @for (name, value) in question.pairs() {
                @if !value.is_empty() && !matches!(name, "q" | "pham-vi" | "tu-ngay" | "den-ngay" | "trang") {
                    input type="hidden" name=(name) value=(value);
                }
            }
            details.fold open[dated] {
                summary { (t.say("search-days")) }
                div.field-row { (day("tu-ngay", "search-from")) (day("den-ngay", "search-to")) }
                button.btn { (t.say("search-days-go")) }
            }
        }
    }
}

/// How many there are, in which order, and how the question was understood.
fn said(app: &App, ctx: &Ctx, t: &Texts, question: &Question, answered: &Answered) -> Markup {
    let results = &answered.results;
    let to = |otherwise: &[(&str, &str)]| ctx.path_to(&question.address(PATH, otherwise));
    let newest = question.sap_xep == "moi-nhat";
    html! {
        div.search-said role="status" {
            @if let Some(corrected) = &results.corrected {
                @let link = html! { a href=(to(&[("q", &corrected.text)])) { strong { (corrected.text) } } };
                @if corrected.applied {
                    p { (t.with("search-applied", [("q", question.q.clone().into())])) " " (link) }
                } @else {
                    p { (t.say("search-mean")) " " (link) "?" }
                }
            }
            @if let Some(read_as) = &results.read_as {
                p { (t.with("search-read-as", [("q", read_as.clone().into())])) }
            }
            @if results.widened { p { (t.say("search-widened")) } }
            p.search-count { (t.with("search-count", [("count", results.total.into())])) }
        }
        (chips(app, ctx, t, question))
        @if !results.hits.is_empty() {
            nav.subsections aria-label=(t.say("search-order")) { ul {
                li { a href=(to(&[("sap-xep", "")])) aria-current=[(!newest).then_some("true")] { (t.say("search-best")) } }
                li { a href=(to(&[("sap-xep", "moi-nhat")])) aria-current=[newest.then_some("true")] { (t.say("search-newest")) } }
                li { a href=(ctx.path_to(&question.address(FEED, &[]))) rel="nofollow" { (t.say("search-follow")) } }
            } }
        }
    }
}

/// What the site puts above the results.
fn promoted(ctx: &Ctx, t: &Texts, promoted: &[Promoted]) -> Markup {
    html! {
        @if !promoted.is_empty() {
            section.promoted aria-label=(t.say("search-promoted-here")) { ul {
                @for one in promoted {
                    li {
                        a href=(ctx.path_to(&one.path)) { (one.title) }
                        @if !one.note.is_empty() { p { (one.note) } }
                    }
                }
            } }
        }
    }
}

/// What the question is narrowed to; each leads to the question without it.
fn chips(app: &App, ctx: &Ctx, t: &Texts, question: &Question) -> Markup {
    let set: Vec<_> = question
        .pairs()
        .into_iter()
        .filter(|(name, value)| {
            !value.is_empty() && !matches!(*name, "q" | "pham-vi" | "sap-xep" | "trang")
        })
        .collect();
    html! {
        @if !set.is_empty() {
            ul.chips aria-label=(t.say("search-narrowed")) {
                @for (name, value) in set {
                    li { a.chip href=(ctx.path_to(&question.address(PATH, &[(name, "")]))) {
                        (t.say(&format!("search-by-{name}"))) ": " (value_of(app, t, name, value)) " " (ui::icon("x"))
                        span.sr { " " (t.say("search-unset")) }
                    } }
                }
            }
        }
    }
}

/// A narrowing value as people read it.
fn value_of(app: &App, t: &Texts, name: &str, value: &str) -> String {
    match name {
        "loai" if app.modules().all().iter().any(|module| module.searched().contains(&value)) => {
            t.say(&format!("search-kind-{value}"))
        }
        "tu-ngay" | "den-ngay" => value.parse().map_or_else(|_| value.to_owned(), |day| t.day(day)),
        _ => value.to_owned(),
    }
}

fn line(app: &App, ctx: &Ctx, t: &Texts, question: &Question, hit: &Hit) -> Markup {
    let document = &hit.document;
    let kind = t.say(&format!("search-kind-{}", document.key.kind));
    let lang = (document.key.lang != ctx.lang).then(|| document.key.lang.to_string());
    let wide = question.is_wide(ctx);
    let sites = app.sites.now();
    let site =
        sites.by_id(document.key.site).filter(|_| wide).map(|site| site.name(ctx.lang).to_owned());
    let file = hit.found_in.iter().find_map(|found| match found {
        FoundIn::Attachment(place) => document.attachments.get(*place).map(|file| &file.name),
        _ => None,
    });
    html! {
        li.result {
            p.kicker {
                (document.genre.as_deref().unwrap_or(&kind))
                @if let Some(section) = &document.section { " · " (section) }
            }
            h2.result-title lang=[lang.clone()] {
                a href=(address(app, ctx, &document.key, &document.path)) {
                    @if let Some(number) = &hit.number { (marked(number)) " – " }
                    (marked(&hit.title))
                }
            }
            @if let Some(snippet) = &hit.snippet { p.result-text lang=[lang] { (marked(snippet)) } }
            @if let Some(file) = file { p.meta { (ui::icon("file")) " " (t.with("search-in-file", [("name", file.clone().into())])) } }
            p.meta {
                @if let Some(site) = site { span { (site) } }
                @if let Some(unit) = &document.unit { span { (unit) } }
                span { (t.day(document.issued.unwrap_or_else(|| local_day(document.published_at)))) }
                (validity(ctx, t, document))
            }
        }
    }
}

/// Whether a legal document holds: what matters more than its age.
fn validity(ctx: &Ctx, t: &Texts, document: &Document) -> Markup {
    let (tone, key) = match document.validity(local_day(ctx.now)) {
        None => return html! {},
        Some(Validity::NotYet) => (Tone::Info, "document-status-chua-co"),
        Some(Validity::InForce) => (Tone::Ok, "document-status-con"),
        Some(Validity::Ended) => (Tone::Bad, "document-status-het"),
    };
    html! { span { (ui::badge(tone, &t.say(key))) } }
}

/// A text of somebody's with the words that were found marked. What it holds is text, never markup.
fn marked(text: &Marked) -> Markup {
    let mut at = 0;
    let mut parts = Vec::new();
    for mark in &text.marks {
        parts.push((text.text.get(at..mark.start).unwrap_or_default(), false));
        parts.push((text.text.get(mark.clone()).unwrap_or_default(), true));
        at = mark.end;
    }
    parts.push((text.text.get(at..).unwrap_or_default(), false));
    html! {
        @if text.cut_before { "… " }
        @for (part, is_marked) in parts {
            @if is_marked { mark { (part) } } @else { (part) }
        }
        @if text.cut_after { " …" }
    }
}

fn facets(app: &App, ctx: &Ctx, t: &Texts, question: &Question, facets: &Facets) -> Markup {
    let sites = app.sites.now();
    let by_site: Vec<(String, String, u64)> = facets
        .site
        .iter()
        .filter_map(|count| {
            let site = sites.by_id(count.value)?;
            Some((site.code.to_string(), site.name(ctx.lang).to_owned(), count.count))
        })
        .collect();
    let plain = |counts: &[Count<String>]| -> Vec<(String, String, u64)> {
        let named = |one: &Count<String>| (one.value.clone(), one.value.clone(), one.count);
        counts.iter().map(named).collect()
    };
    let kinds = facets
        .kind
        .iter()
        .map(|one| (one.value.clone(), t.say(&format!("search-kind-{}", one.value)), one.count));
    let years =
        facets.year.iter().map(|one| (one.value.to_string(), one.value.to_string(), one.count));
    let all = [
        ("loai", kinds.collect::<Vec<_>>()),
        ("trang-web", if question.is_wide(ctx) { by_site } else { Vec::new() }),
        ("the-loai", plain(&facets.genre)),
        ("chuyen-muc", plain(&facets.section)),
        ("linh-vuc", plain(&facets.field)),
        ("don-vi", plain(&facets.unit)),
        ("nam", years.collect()),
    ];
    let is_set =
        |name: &str| question.pairs().iter().any(|(of, value)| *of == name && !value.is_empty());
    html! {
        @for (name, values) in all {
            @if values.len() > 1 && !is_set(name) {
                details.fold.facet open[matches!(name, "loai" | "trang-web")] {
                    summary { (t.say(&format!("search-by-{name}"))) }
                    ul.facet-values {
                        @for (value, words, count) in values.iter().take(SHOWN) {
                            li { a rel="nofollow" href=(ctx.path_to(&question.address(PATH, &[(name, value)]))) { (words) " " span.count { (count) } } }
                        }
                    }
                }
            }
        }
    }
}

fn pager(ctx: &Ctx, t: &Texts, question: &Question, total: u64) -> Markup {
    let page = question.page();
    let reachable = usize::try_from(total).unwrap_or(usize::MAX).min(DEEPEST);
    let to = |page: usize| ctx.path_to(&question.address(PATH, &[("trang", &page.to_string())]));
    let before = (page > 1).then(|| to(page - 1));
    let after = (page * PAGE < reachable).then(|| to(page + 1));
    html! {
        @if before.is_some() || after.is_some() {
            nav.pager aria-label=(t.say("pager")) {
                @if let Some(href) = before { a.pager-newer rel="prev" href=(href) { (t.say("search-before")) } }
                @if let Some(href) = after { a.pager-older rel="next" href=(href) { (t.say("search-after")) } }
            }
        }
    }
}

/// Nothing was found: what may help.
fn nothing(app: &App, ctx: &Ctx, t: &Texts, question: &Question) -> Markup {
    let wider = (!question.is_wide(ctx))
        .then(|| ctx.path_to(&question.address(PATH, &[("pham-vi", "tat-ca")])));
    html! {
        div.empty {
            p.empty-title { (t.say("search-nothing")) }
            ul {
                li { (t.say("search-nothing-shorter")) }
                li { (t.say("search-nothing-number")) }
                @if let Some(href) = wider { li { a href=(href) { (t.say("search-nothing-wider")) } } }
                @if ui::leads_somewhere(app, ctx, "/kien-nghi") {
                    li { a href=(ctx.path_to("/kien-nghi")) { (t.say("search-nothing-ask")) } }
                }
            }
        }
    }
}

/// How to ask, for whoever has not asked yet.
fn help(t: &Texts) -> Markup {
    html! {
        section.block aria-labelledby="help" {
            div.block-head { h2.block-title id="help" { (t.say("search-help")) } }
            ul {
                @for key in ["accents", "number", "phrase", "minus", "filters"] {
                    li { (t.say(&format!("search-help-{key}"))) }
                }
            }
        }
    }
}

/// The address of a document from a page of this site: on another site, its whole URL.
pub(super) fn address(app: &App, ctx: &Ctx, key: &Key, path: &str) -> String {
    let sites = app.sites.now();
    match sites.by_id(key.site) {
        Some(other) if other.id != ctx.site.id => app.url(other, &other.path(key.lang, path)),
        _ => ctx.site.path(key.lang, path),
    }
}
