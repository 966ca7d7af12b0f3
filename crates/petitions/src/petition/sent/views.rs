//! The files of a form: the choosers, and what is here already.

use maud::{Markup, html};
use portal_core::{App, Ctx, FormFaults, Outcome, SiteId, Texts, files::MAX_BYTES};

use super::{FILES, KEPT, PUBLIC, Sent};
use crate::petition::files::{self, MOST, StoredFile};

/// What the chooser offers.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif,application/pdf,.pdf,.docx";

/// The chooser, and what is here already.
pub fn attachments(app: &App, ctx: &Ctx, t: &Texts, sent: &Sent) -> Outcome<Markup> {
    let size = t.size(u64::try_from(MAX_BYTES).unwrap_or_default());
    let hint = t.with("petition-form-files-hint", [("most", MOST.into()), ("size", size.into())]);
    Ok(html! {
        (kept(app, ctx, t, &sent.files)?)
        div.field data-invalid[sent.faults.of(FILES).is_some()] {
            label for="f-files" { (t.say("petition-form-files")) }
            p.hint id="f-files-h" { (hint) }
            (file_faults(t, &sent.faults))
            input type="file" id="f-files" name=(FILES) accept=(ACCEPT) multiple
                aria-describedby="f-files-h" aria-invalid=[sent.faults.of(FILES).map(|_| "true")];
        }
    })
}

fn file_faults(t: &Texts, faults: &FormFaults) -> Markup {
    html! {
        @for (_, fault) in faults.iter().filter(|(name, _)| *name == FILES) {
            p.error { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
        }
    }
}

/// Files that were received with an earlier try; a tick taken away leaves one out.
fn kept(app: &App, ctx: &Ctx, t: &Texts, stored: &[StoredFile]) -> Outcome<Markup> {
    let mut named = Vec::new();
    for file in stored {
        named.push((file, files::reference(app, ctx.site.id, file, ctx.now)?));
    }
    Ok(html! {
        @if !named.is_empty() {
            fieldset.field.choices {
                legend { (t.say("petition-form-kept")) }
                p.hint { (t.say("petition-form-kept-hint")) }
                @for (file, reference) in &named {
                    label.choice {
                        input type="checkbox" name=(KEPT) value=(reference) checked data-keep-not;
                        " " span { (file.name) span.hint { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) } }
                    }
                }
            }
        }
    })
}

/// The choosers of an answer's files, each with a tick for what everybody may have where `publishes`.
pub fn of_answer(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    t: &Texts,
    sent: &Sent,
    publishes: bool,
) -> Outcome<Markup> {
    let size = t.size(u64::try_from(MAX_BYTES).unwrap_or_default());
    let args = [("most", MOST.into()), ("size", size.into())];
    let free: Vec<usize> = (sent.files.len()..MOST).collect();
    let rows = |places: &[usize]| {
        html! { @for place in places { (chooser(t, *place, publishes)) } }
    };
    Ok(html! {
        fieldset.field.choices id="f-files" data-invalid[sent.faults.of(FILES).is_some()] {
            legend { (t.say("petition-answer-files")) }
            p.hint { (t.with("petition-answer-files-hint", args)) }
            (file_faults(t, &sent.faults))
            @for file in &sent.files { (kept_row(app, (ctx, site), t, file, publishes)?) }
            @if let Some((first, others)) = free.split_first() {
                (rows(std::slice::from_ref(first)))
                @if !others.is_empty() {
                    details.fold { summary { (t.say("petition-answer-files-more")) } (rows(others)) }
                }
            }
        }
    })
}

/// A file that is here already: whether it stays, and whether everybody may have it.
fn kept_row(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    t: &Texts,
    file: &StoredFile,
    publishes: bool,
) -> Outcome<Markup> {
    let reference = files::reference(app, site, file, ctx.now)?;
    let size = t.size(u64::try_from(file.size_bytes).unwrap_or_default());
    Ok(html! {
        div.field {
            label.choice {
                input type="checkbox" name=(KEPT) value=(reference) checked data-keep-not;
                " " span { (file.name) span.hint { (size) } }
            }
            @if publishes { (tick(t, &file.sha256, &file.name, file.public)) }
        }
    })
}

fn chooser(t: &Texts, place: usize, publishes: bool) -> Markup {
    let name = format!("file{}", place + 1);
    let label = t.with("petition-answer-file", [("number", (place + 1).into())]);
    html! {
        div.field {
            label for={ "f-" (name) } { (label) }
            input type="file" id={ "f-" (name) } name=(name) accept=(ACCEPT);
            @if publishes { (tick(t, &name, &label, false)) }
        }
    }
}

fn tick(t: &Texts, value: &str, of: &str, ticked: bool) -> Markup {
    html! {
        label.choice {
            input type="checkbox" name=(PUBLIC) value=(value) checked[ticked] data-keep-not;
            " " span { (t.say("petition-answer-file-public")) span.sr { " – " (of) } }
        }
    }
}
