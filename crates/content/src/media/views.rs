//! Files on the desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    files::Held,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{
    MAX_ALTERNATIVE, Media, MediaKind,
    admin::{Listed, may_edit},
    kinds::MAX_BYTES,
    text::{Reading, State},
};

const ACCEPT: &str = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.rtf,.jpg,.jpeg,.png,.webp,.gif";

/// The list, with the form that adds a file.
pub fn list(
    app: &App,
    ctx: &Ctx,
    listed: &Listed,
    posted: Option<&Posted>,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let flash = match listed.query.xong.as_str() {
        "da-tai-len" => Some(ui::flash(Tone::Ok, &t.say("media-uploaded"))),
        "da-luu" => Some(ui::flash(Tone::Ok, &t.say("media-saved"))),
        _ => None,
    };
    let title = match listed.query.loai.as_str() {
        "anh" => "media-title-pictures",
        "tai-lieu" => "media-title-documents",
        _ => "media-title",
    };
    let title = t.with(title, [("unit", ctx.site.name(ctx.lang).to_owned().into())]);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| label(&t, name)))
        (add(ctx, &t, posted, faults))
        (tabs(ctx, &t, &listed.query.loai))
        @if listed.media.is_empty() {
            (ui::empty(&t.say("media-empty"), &t.say("media-empty-text"), None))
        } @else {
            ul.files {
                @for media in &listed.media { (row(ctx, &t, media, listed)) }
            }
        }
        (ui::pager(&t, newer(ctx, listed).as_deref(), older(ctx, listed).as_deref()))
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say("media-lead")),
        entry: "/quan-tri/tep",
        trail: &[],
        actions: html! {},
        flash,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn newer(ctx: &Ctx, listed: &Listed) -> Option<String> {
    (!listed.query.truoc.is_empty()).then(|| address(ctx, &listed.query.loai, None))
}

fn older(ctx: &Ctx, listed: &Listed) -> Option<String> {
    listed.older.map(|before| address(ctx, &listed.query.loai, Some(before)))
}

fn address(ctx: &Ctx, kind: &str, before: Option<i64>) -> String {
    let mut parts = Vec::new();
    if matches!(kind, "anh" | "tai-lieu") {
        parts.push(format!("loai={kind}"));
    }
    parts.extend(before.map(|before| format!("truoc={before}")));
    let path = ctx.path_to("/quan-tri/tep");
    if parts.is_empty() { path } else { format!("{path}?{}", parts.join("&")) }
}

fn tabs(ctx: &Ctx, t: &Texts, here: &str) -> Markup {
    let here = if matches!(here, "anh" | "tai-lieu") { here } else { "" };
    html! {
        nav.tabs aria-label=(t.say("media-tabs")) { ul {
            @for (kind, key) in [("", "media-tab-all"), ("anh", "media-tab-pictures"), ("tai-lieu", "media-tab-documents")] {
                li { a href=(address(ctx, kind, None)) aria-current=[(kind == here).then_some("page")] { (t.say(key)) } }
            }
        } }
    }
}

fn label(t: &Texts, field: &str) -> String {
    t.say(if field == "file" { "media-file" } else { "media-alternative" })
}

fn add(ctx: &Ctx, t: &Texts, posted: Option<&Posted>, faults: &FormFaults) -> Markup {
    let empty = Posted::default();
    let shown = posted.unwrap_or(&empty);
    let size = t.size(u64::try_from(MAX_BYTES).unwrap_or_default());
    html! {
        section.panel aria-labelledby="add" {
            h2.panel-title id="add" { (t.say("media-add")) }
            form.form method="post" enctype="multipart/form-data" action=(ctx.path_to("/quan-tri/tep")) data-once=(t.say("media-adding")) {
                (ui::form_key(posted))
                (Field::new(t, shown, faults, "file", "media-file").required()
                    .hint_text(t.with("media-file-hint", [("size", size.into())])).file(ACCEPT))
                (Field::new(t, shown, faults, "alternative", "media-alternative")
                    .hint("media-alternative-hint").max(MAX_ALTERNATIVE).input("text"))
                div.buttons { button.btn.btn-main { (t.say("media-do-add")) } }
            }
        }
    }
}

fn row(ctx: &Ctx, t: &Texts, media: &Media, listed: &Listed) -> Markup {
    let (read, held) = (listed.texts.get(&media.id()), listed.held.get(&media.id()));
    let edit = ctx.path_to(&format!("/quan-tri/tep/{}", media.id));
    html! {
        li.file {
            @if held.is_none() { (thumbnail(media)) } @else { (no_thumbnail()) }
            div.file-text {
                p.file-name { (ui::file_link(t, &media.path(), &html! { (media.name) }, held)) }
                (facts(t, media))
                @if let Some(read) = read { (found_by(t, read)) }
                @if media.is_picture() {
                    @if media.alternative.is_empty() { p.error { (t.say("media-no-alternative")) } }
                    @else { p.hint { (t.say("media-alternative")) ": " (media.alternative) } }
                }
            }
            @if media.is_picture() && may_edit(ctx, media) {
                div.file-do {
                    a.btn.btn-small href=(edit) {
                        (t.say("media-edit")) span.sr { " " (media.name) }
                    }
                }
            }
        }
    }
}

/// What an editor has to know of finding a file by its content: where its text comes from, or why
/// there is none.
fn found_by(t: &Texts, read: &Reading) -> Markup {
    let tone = if read.state == State::Recognised { Tone::Info } else { Tone::Warn };
    html! {
        @if read.state != State::Read {
            p { (ui::badge(tone, &t.say(&format!("media-text-{}", read.state.word())))) }
            p.hint { (t.with(
                &format!("media-text-{}-hint", read.state.word()),
                [("reason", read.reason.clone().into())],
            )) }
        }
        @if read.cut { p.hint { (t.say("media-text-cut")) } }
    }
}

/// A small picture of a file in lists. Its text stands beside it, so it says nothing itself.
pub fn thumbnail(media: &Media) -> Markup {
    html! {
        @if media.is_picture() {
            img.file-pic src=(media.path_in(480)) alt="" width="96" height="72" loading="lazy";
        } @else {
            (no_thumbnail())
        }
    }
}

fn no_thumbnail() -> Markup {
    html! { span.file-pic.icon.icon-file aria-hidden="true" {} }
}

/// Kind, size, measures and day of a file, in one line.
pub fn facts(t: &Texts, media: &Media) -> Markup {
    html! {
        p.meta {
            span { (media.kind().map_or("", MediaKind::word)) ", " (t.size(media.size())) }
            @if let (Some(width), Some(height)) = (media.width, media.height) {
                span { (width) " × " (height) }
            }
            span { (ui::day(t, media.uploaded_at)) }
        }
    }
}

/// The form for the alternative text.
pub fn edit(
    app: &App,
    ctx: &Ctx,
    (media, held): (&Media, Option<Held>),
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let list = ctx.path_to("/quan-tri/tep");
    let main = html! {
        (ui::fault_summary(&t, faults, |name| label(&t, name)))
        @if held.is_some() {
            p { (ui::file_link(&t, &media.path(), &html! { (media.name) }, held.as_ref())) }
        } @else if media.is_picture() {
            figure.figure {
                img src=(media.path_in(960)) alt=(media.alternative) width=[media.width] height=[media.height];
            }
        }
        (facts(&t, media))
        @if may_edit(ctx, media) {
            form.form method="post" data-once=(t.say("admin-saving")) {
                (Field::new(&t, posted, faults, "alternative", "media-alternative")
                    .hint("media-alternative-hint").max(MAX_ALTERNATIVE).width("full").area(3))
                div.buttons {
                    button.btn.btn-main { (t.say("media-save")) }
                    a.btn.btn-quiet href=(list) { (t.say("media-back")) }
                }
            }
        } @else {
            p { (media.alternative) }
            p { a.btn href=(list) { (t.say("media-back")) } }
        }
    };
    let page = DeskPage {
        title: &media.name,
        lead: None,
        entry: "/quan-tri/tep",
        trail: &[(t.say("media-crumb"), "/quan-tri/tep".to_owned())],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}
