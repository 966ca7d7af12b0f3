//! The form of an item, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Lang, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use crate::{
    admin::{
        edit::{Editing, Stale},
        form::{self, Choices, SectionChoice},
    },
    media::{self, Media},
};

/// The page with the form.
pub fn page(
    app: &App,
    ctx: &Ctx,
    editing: &Editing,
    choices: &Choices,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let title = match &editing.title {
        Some(title) => t.with("admin-form-title-edit", [("title", title.as_str().into())]),
        None => t.say(&format!("admin-form-title-new-{}", editing.of.key())),
    };
    let back =
        editing.item.map_or_else(|| "/quan-tri/bai".to_owned(), |id| format!("/quan-tri/bai/{id}"));
    let keep = kept(ctx, editing.of.key(), editing.item);
    let parts = editing.of.form(&t, posted, faults, &choices.offer);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&editing.of.text(&format!("field-{name}")))))
        @if let Some(stale) = &editing.stale { (stale_notice(&t, stale)) }
        form.form.form-item method="post" data-keep=(keep) data-keep-version=(editing.edition)
            data-keep-found=(t.say("admin-keep-found")) data-keep-restore=(t.say("admin-keep-restore"))
            data-keep-drop=(t.say("admin-keep-drop")) data-leave=(t.say("admin-leave"))
            data-once=(t.say("admin-saving")) {
            (ui::form_key(Some(posted)))
            input type="hidden" name="edition" value=(editing.edition);
            input type="hidden" name="type" value=(editing.of.key());
            div.item {
                div.item-text { (text_fields(&t, editing, &parts.main, posted, faults)) }
                div.item-side { (side_panels(ctx, &t, editing, (choices, &parts.origin), posted, faults)) }
            }
            div.savebar { div.buttons {
                button.btn.btn-main name="do" value="save" { (t.say("admin-do-save")) }
                button.btn name="do" value="submit" { (t.say("admin-do-save-submit")) }
                a.btn.btn-quiet href=(ctx.path_to(&back)) { (t.say("admin-do-leave")) }
            } }
        }
    };
    let trail = trail(&t, editing, &back);
    let page = DeskPage {
        title: &title,
        lead: Some(&t.say(&editing.of.text("form-lead"))),
        entry: "/quan-tri/bai",
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// Under which name the browser keeps what is typed.
pub fn kept(ctx: &Ctx, content_type: &str, item: Option<i64>) -> String {
    let person = ctx.actor.id().map_or(0, |id| id.0);
    match item {
        Some(item) => format!("item-{person}-{item}"),
        None => format!("item-{person}-moi-{content_type}"),
    }
}

fn trail(t: &Texts, editing: &Editing, back: &str) -> Vec<(String, String)> {
    let mut trail = vec![(t.say("admin-list"), "/quan-tri/bai".to_owned())];
    if let (Some(title), Some(_)) = (&editing.title, editing.item) {
        trail.push((title.clone(), back.to_owned()));
    }
    trail
}

fn text_fields(
    t: &Texts,
    editing: &Editing,
    own: &Markup,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let of = editing.of;
    let title = Field::new(t, posted, faults, "title", &of.text("field-title")).required();
    let title = title.max(of.max_title()).width("full");
    html! {
        @if of.max_title() > 200 { (title.area(3)) } @else { (title.input("text")) }
        (own)
        @if of.is_news() {
            (Field::new(t, posted, faults, "lead", "admin-field-lead").hint("admin-hint-lead")
                .max(form::MAX_LEAD).width("full").area(3))
        }
        (Field::new(t, posted, faults, "body", &of.text("field-body")).hint(&of.text("hint-body"))
            .width("full").rich(22))
    }
}

fn side_panels(
    ctx: &Ctx,
    t: &Texts,
    editing: &Editing,
    (choices, origin): (&Choices, &Markup),
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    html! {
        section.panel aria-labelledby="pp" {
            h2.panel-title id="pp" { (t.say("admin-panel-place")) }
            (Field::new(t, posted, faults, "section", "admin-field-section").required()
                .hint("admin-hint-section").width("full")
                .select(&section_choices(t, &choices.sections, ctx.site.languages.len() > 1)))
        }
        section.panel aria-labelledby="ps" {
            h2.panel-title id="ps" { (t.say(&editing.of.text("panel-source"))) }
            (origin)
        }
        @if editing.of.is_news() {
            section.panel aria-labelledby="pi" {
                h2.panel-title id="pi" { (t.say("admin-panel-picture")) }
                (pictures(ctx, t, &choices.pictures, posted, faults))
            }
        }
        section.panel aria-labelledby="pa" {
            h2.panel-title id="pa" { (t.say(&editing.of.text("panel-attachments"))) }
            (documents(ctx, t, &choices.documents, posted, faults))
        }
    }
}

fn section_choices(
    t: &Texts,
    sections: &[SectionChoice],
    with_language: bool,
) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), t.say("admin-choose"))];
    for section in sections {
        let mut text = format!("{}{}", "— ".repeat(section.depth), section.title);
        if with_language && let Some(lang) = Lang::parse(&section.language) {
            text = format!("{text} ({})", lang.own_name());
        }
        choices.push((section.id.to_string(), text));
    }
    choices
}

fn pictures(
    ctx: &Ctx,
    t: &Texts,
    pictures: &[Media],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let chosen = posted.line("picture");
    let fault = faults.of("picture");
    html! {
        fieldset.field.choices id="f-picture" data-invalid[fault.is_some()] {
            legend { (t.say("admin-field-picture")) }
            p.hint { (t.say("admin-hint-picture")) " " (library(ctx, t)) }
            @if let Some(fault) = fault { p.error { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) } }
            label.choice { input type="radio" name="picture" value="" checked[chosen.is_empty()]; " " span { (t.say("admin-no-picture")) } }
            @for picture in pictures {
                label.choice {
                    input type="radio" name="picture" value=(picture.id) checked[chosen == picture.id.to_string()];
                    " " (media::views::thumbnail(picture))
                    span { (picture.name) span.hint {
                        @if picture.alternative.is_empty() { (t.say("media-no-alternative")) } @else { (picture.alternative) }
                    } }
                }
            }
        }
    }
}

fn documents(
    ctx: &Ctx,
    t: &Texts,
    documents: &[Media],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let chosen = posted.all("attachments");
    let fault = faults.of("attachments");
    html! {
        fieldset.field.choices id="f-attachments" data-invalid[fault.is_some()] {
            legend { (t.say("admin-field-attachments")) }
            p.hint { (t.say("admin-hint-attachments")) " " (library(ctx, t)) }
            @if let Some(fault) = fault { p.error { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) } }
            @for document in documents {
                label.choice {
                    input type="checkbox" name="attachments" value=(document.id) checked[chosen.contains(&document.id.to_string())];
                    " " span { (document.name) span.hint {
                        (document.kind().map_or("", media::MediaKind::word)) ", " (t.size(document.size()))
                    } }
                }
            }
        }
    }
}

fn library(ctx: &Ctx, t: &Texts) -> Markup {
    html! { a href=(ctx.path_to("/quan-tri/tep")) target="_blank" { (t.say("admin-to-library")) } }
}

/// What somebody else saved meanwhile, in full, so that nothing is lost on either side.
fn stale_notice(t: &Texts, stale: &Stale) -> Markup {
    html! {
        div.notice data-tone=(Tone::Warn.as_str()) role="alert" {
            p.notice-title { (t.say("admin-stale-title")) }
            p {
                (t.with("admin-stale-text", [
                    ("person", stale.by.as_str().into()),
                    ("time", t.date_time(stale.at).into()),
                ]))
            }
            details.fold {
                summary { (t.say("admin-stale-theirs")) }
                h3 { (stale.title) }
                @if !stale.lead.is_empty() { p { strong { (stale.lead) } } }
                div.prose { (stale.body) }
            }
            p.hint { (t.say("admin-stale-do")) }
        }
    }
}
