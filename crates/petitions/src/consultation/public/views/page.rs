//! A consultation, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, Tone, site::Head},
};

use super::{part_text, trail, vietnamese};
use crate::consultation::{
    Part, PartKind, Stage, days_left,
    desk::views::{bodies::state_badge, stage_badge},
    public::{opinions::GENERAL, page::Sheet},
};

/// The page.
pub(in crate::consultation::public) fn page(app: &App, ctx: &Ctx, sheet: &Sheet) -> Markup {
    let t = ctx.texts();
    let known = &sheet.consultation;
    let main = html! {
        div.wrap.with-aside {
            article.article {
                header.article-head {
                    p.kicker { (sheet.kind) }
                    h1.article-title lang=[vietnamese(ctx)] { (known.title) }
                    p.meta { span { (stage_badge(&t, sheet.stage)) } span lang=[vietnamese(ctx)] { (known.unit) } @if !known.field.is_empty() { span lang=[vietnamese(ctx)] { (known.field) } } }
                }
                (turn(ctx, &t, sheet))
                @if !known.summary.is_empty() { p.article-lead lang=[vietnamese(ctx)] { (known.summary) } }
                (outcome(ctx, &t, sheet))
                (documents(ctx, &t, sheet))
                @if !sheet.parts.is_empty() {
                    (contents(ctx, &t, &sheet.parts))
                    (text(ctx, &t, sheet))
                }
            }
            aside { (period(ctx, &t, sheet)) (asked(ctx, &t, sheet)) }
        }
    };
    let head = Head {
        title: known.title.clone(),
        description: known.summary.chars().take(200).collect(),
        path: known.path(),
        og_type: "article",
        creator: Some(known.unit.clone()),
        date: known.approved_at,
        ..Head::default()
    };
    ui::site::page(app, ctx, &head, Some(&trail(ctx, &t, None)), &main)
}

/// What a reader can do now.
fn turn(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    let comment = ctx.path_to(&format!("{}/gop-y", known.path()));
    let read = ctx.path_to(&format!("{}/y-kien", known.path()));
    html! {
        @match sheet.stage {
            Stage::Announced => div.notice { p.notice-title { (t.with("consult-opens-on", [("at", t.date_time(known.opens_at).into())])) } p { (t.say("consult-announced-text")) } },
            Stage::Open => div.notice data-tone="gold" {
                p.notice-title { (t.with("consult-days-left", [("count", days_left(known.closes_at, ctx.now).into())])) }
                p { (t.with("consult-open-text", [("at", t.date_time(known.closes_at).into())])) }
                p { a.btn.btn-main href=(comment) { (t.say("consult-comment-general")) } }
            },
            Stage::Finished => {},
            _ => div.notice data-tone="warn" { p.notice-title { (t.with("consult-closed-on", [("at", t.date_time(known.closes_at).into())])) } p { (t.say("consult-closed-text")) } },
        }
        @if sheet.opinions() > 0 {
            p { a href=(read) { (t.with("consult-read-all", [("count", sheet.opinions().into())])) } }
        }
    }
}

/// The table, and the document that came of it.
fn outcome(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    html! {
        @if sheet.stage == Stage::Finished {
            div.notice data-tone="ok" {
                p.notice-title { (t.say("consult-finished-title")) }
                p { a href=(ctx.path_to(&format!("{}/tong-hop", known.path()))) { (t.say("consult-see-table")) } }
                @if let Some(issued) = known.issued() {
                    p lang=[vietnamese(ctx)] { (t.say("consult-issued")) " " a href=(if issued.url.starts_with('/') { ctx.path_to(&issued.url) } else { issued.url.clone() }) { (issued.number) } " "
                        (t.with("consult-issued-on", [("date", issued.date.format("%d/%m/%Y").to_string().into())])) " " (issued.title) }
                }
            }
        }
    }
}

fn documents(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    html! {
        @if !sheet.files.is_empty() {
            section.attachments aria-labelledby="documents" {
                h2 id="documents" { (t.say("consult-documents")) }
                ul { @for file in &sheet.files {
                    @let role = t.say(&format!("consult-doc-{}", file.role));
                    li {
                        a href=(ctx.path_to(&format!("{}/tep/{}", known.path(), file.id))) { (ui::icon("file")) (role)
                            @if file.name.rsplit_once('.').is_none_or(|(stem, _)| stem != role) { ": " (file.name) } } " "
                        span.meta { (file.name.rsplit('.').next().unwrap_or_default().to_uppercase()) ", " (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) }
                    }
                } }
            }
        }
    }
}

/// Chapters and articles, as links.
fn contents(ctx: &Ctx, t: &Texts, parts: &[Part]) -> Markup {
    let shown = |part: &&Part| part.kind == PartKind::Article || part.kind.is_above_articles();
    let many = parts.iter().filter(shown).count();
    html! {
        @if many > 3 {
            details.fold open[many <= 40] {
                summary { (t.say("consult-contents")) }
                nav aria-label=(t.say("consult-contents")) lang=[vietnamese(ctx)] { ul.links {
                    @for part in parts.iter().filter(shown) {
                        li { a href={ "#" (part.key) } { @if part.kind.is_above_articles() { strong { (part.title()) } } @else { (part.title()) } } }
                    }
                } }
            }
        }
    }
}

fn text(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section aria-labelledby="text" {
            h2 id="text" { (t.say("consult-draft-public")) }
            @if sheet.stage == Stage::Open { p.hint { (t.say("consult-comment-hint")) } }
            @for part in &sheet.parts { (one_part(ctx, t, sheet, part)) }
        }
    }
}

fn one_part(ctx: &Ctx, t: &Texts, sheet: &Sheet, part: &Part) -> Markup {
    let level = match part.kind {
        PartKind::Clause => "clause",
        PartKind::Point => "point",
        PartKind::Article => "article",
        PartKind::Other => "other",
        _ => "above",
    };
    html! {
        div.draft-part id=(part.key) data-level=(level) {
            @if part.kind.is_above_articles() {
                h3 lang=[vietnamese(ctx)] { (part.title()) }
            } @else {
                div.prose lang=[vietnamese(ctx)] { (part_text(part)) }
                (speak(ctx, t, sheet, part))
            }
        }
    }
}

/// What is said at a place, and the way to say something.
fn speak(ctx: &Ctx, t: &Texts, sheet: &Sheet, part: &Part) -> Markup {
    let here = sheet.consultation.path();
    let count = sheet.counts.get(&part.key).copied().unwrap_or(0);
    let open = sheet.stage == Stage::Open && part.kind != PartKind::Other;
    html! {
        @if open || count > 0 {
            p.draft-do {
                @if open {
                    a.btn.btn-small.btn-quiet href=(ctx.path_to(&format!("{here}/gop-y?noi={}", part.key))) rel="nofollow" { (t.say("consult-comment")) span.sr { " " (part.label) } }
                }
                @if count > 0 {
                    a href=(ctx.path_to(&format!("{here}/y-kien?noi={}", part.key))) { (t.with("consult-opinions-count", [("count", count.into())])) span.sr { " " (part.label) } }
                }
            }
        }
    }
}

/// The period to the minute, where opinions go, the law behind it.
fn period(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    let line = |key: &str, value: &str| {
        html! { @if !value.is_empty() { div { dt { (t.say(key)) } dd { (value) } } } }
    };
    let general = sheet.counts.get("").copied().unwrap_or(0);
    html! {
        section.block aria-labelledby="period" {
            div.block-head { h2.block-title id="period" { (t.say("consult-period")) } }
            dl.record {
                (line("consult-opens-at", &t.date_time(known.opens_at)))
                (line("consult-closes-at", &t.date_time(known.closes_at)))
                @for extension in known.extensions() {
                    (line(extension.text_key(), &t.with("consult-extended-from", [("from", t.date_time(extension.from).into()), ("reason", extension.reason.into())])))
                }
                @if let Some(days) = known.min_days { (line("consult-law", &t.with("consult-minimum", [("days", i64::from(days).into()), ("citation", known.citation.as_str().into())]))) }
                (line("consult-unit", &known.unit))
                (line("consult-address", &known.address))
                @if !known.email.is_empty() { div { dt { (t.say("consult-email")) } dd { a href={ "mailto:" (known.email) } { (known.email) } } } }
                (line("consult-contact", &known.contact))
            }
            @if general > 0 { p { a href=(ctx.path_to(&format!("{}/y-kien?noi={GENERAL}", known.path()))) { (t.with("consult-general-count", [("count", general.into())])) } } }
            @if sheet.stage > Stage::Announced { p { a href=(ctx.path_to(&format!("{}.json", known.path()))) { (t.say("consult-open-data")) } } }
        }
    }
}

/// The bodies asked by name, and whether they answered.
fn asked(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        @if !sheet.bodies.is_empty() {
            section.block aria-labelledby="bodies" {
                div.block-head { h2.block-title id="bodies" { (t.say("consult-bodies-public")) } }
                ul.links { @for body in &sheet.bodies { li { span lang=[vietnamese(ctx)] { (body.name) } " " @if body.is_waiting() { (ui::badge(Tone::Plain, &t.say("consult-body-waiting"))) } @else { (state_badge(t, body)) } } } }
            }
        }
    }
}
