//! A consultation's page on the desk, as HTML.

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fact as _, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{done, draft::counts, stage_badge};
use crate::consultation::{
    DESK, Stage,
    desk::item::Sheet,
    facts::{EndedEarly, Extended, Returned, TableReturned, Withdrawn},
    kinds,
};

/// The page, with what stood in the way of an action.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    refusal: Option<&str>,
    flash: &str,
) -> Markup {
    whole(app, ctx, sheet, (refusal, flash), (&Posted::default(), &FormFaults::default()))
}

/// The page, with what is wrong with the form of documents.
pub(in crate::consultation::desk) fn with_faults(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    whole(app, ctx, sheet, (None, ""), (posted, faults))
}

fn whole(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    (refusal, flash): (Option<&str>, &str),
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let t = ctx.texts();
    let known = &sheet.consultation;
    let main = html! {
        @if let Some(refusal) = refusal {
            div.errors role="alert" tabindex="-1" id="errors" data-focus {
                h2.errors-title { (t.say("consult-refused")) }
                p { (refusal) }
            }
        }
        (ui::fault_summary(&t, faults, |name| t.say(if name == "role" { "consult-file-role" } else { "consult-file" })))
        (steps(&t, sheet.stage))
        @if !known.note.is_empty() && matches!(sheet.stage, Stage::Draft | Stage::Answering) {
            div.notice data-tone="warn" { p.notice-title { (t.say("consult-came-back")) } p { (known.note) } }
        }
        div.item {
            div.item-text {
                (record(&t, sheet))
                (files(ctx, &t, sheet, (posted, faults)))
                section.block aria-labelledby="text" {
                    div.block-head { h2.block-title id="text" { (t.say("consult-draft")) }
                        a.more href=(ctx.path_to(&format!("{}/van-ban", known.desk()))) { (t.say(if sheet.stage == Stage::Draft { "consult-draft-do" } else { "consult-draft-see" })) } }
                    (counts(&t, &known.parts()))
                }
            }
            aside.item-side aria-label=(t.say("consult-side")) {
                (state(ctx, &t, sheet))
                (obstacles(ctx, &t, sheet))
                (acts(ctx, &t, sheet))
                (history(&t, sheet))
            }
        }
    };
    let trail = [(t.say("consultations"), DESK.to_owned())];
    let page = DeskPage {
        title: &known.title,
        lead: None,
        entry: DESK,
        trail: &trail,
        actions: html! {},
        flash: done(&t, flash),
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// How far it is: five steps.
fn steps(t: &Texts, stage: Stage) -> Markup {
    let here = match stage {
        Stage::Draft => 0,
        Stage::Submitted => 1,
        Stage::Announced | Stage::Open => 2,
        Stage::Closed | Stage::Answering | Stage::TableSubmitted => 3,
        Stage::Finished => 4,
    };
    let names = ["write", "approve", "open", "answer", "finish"];
    html! {
        ol.steps {
            @for (at, name) in names.into_iter().enumerate() {
                li data-done[at < here] aria-current=[(at == here).then_some("step")] { (t.say(&format!("consult-step-{name}"))) }
            }
        }
    }
}

fn record(t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    let line = |key: &str, value: &str| {
        html! { @if !value.is_empty() { div { dt { (t.say(key)) } dd { (value) } } } }
    };
    html! {
        @if !known.summary.is_empty() { p { (known.summary) } }
        dl.record {
            (line("consult-kind", &sheet.kind))
            (line("consult-field", &known.field))
            (line("consult-unit", &known.unit))
            (line("consult-opens-at", &t.date_time(known.opens_at)))
            (line("consult-closes-at", &t.date_time(known.closes_at)))
            @for extension in known.extensions() {
                (line(extension.text_key(), &t.with("consult-extended-from", [("from", t.date_time(extension.from).into()), ("reason", extension.reason.into())])))
            }
            @if let Some(minimum) = &sheet.minimum {
                (line("consult-law", &t.with("consult-minimum", [("days", i64::from(minimum.days).into()), ("citation", minimum.citation.to_string().into())])))
            }
            (line("consult-address", &known.address))
            (line("consult-email", &known.email))
            (line("consult-contact", &known.contact))
            (line("consult-author", &known.author_name))
            (line("consult-approved-by", &known.approved_name))
        }
    }
}

fn files(ctx: &Ctx, t: &Texts, sheet: &Sheet, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    let known = &sheet.consultation;
    let here = known.desk();
    let editable = sheet.stage == Stage::Draft;
    let roles: Vec<(String, String)> = kinds::DOCUMENTS
        .iter()
        .map(|code| ((*code).to_owned(), t.say(&format!("consult-doc-{code}"))))
        .collect();
    html! {
        section.block aria-labelledby="documents" {
            div.block-head { h2.block-title id="documents" { (t.say("consult-documents")) } }
            @if sheet.files.is_empty() { p.hint { (t.say("consult-documents-none")) } }
            ul.files {
                @for file in &sheet.files {
                    li.file {
                        span.file-pic.icon.icon-file aria-hidden="true" {}
                        div.file-text {
                            @let href = ctx.path_to(&format!("{here}/tep/{}", file.id));
                            p.file-name { (ui::file_link(t, &href, &html! { (file.name) }, sheet.held.get(&file.id))) }
                            p.meta { span { (t.say(&format!("consult-doc-{}", file.role))) } span { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) } }
                        }
                        @if editable {
                            form.file-do method="post" action=(ctx.path_to(&format!("{here}/tep/{}/xoa", file.id))) {
                                button.btn.btn-small { (t.say("consult-file-remove")) span.sr { " " (file.name) } }
                            }
                        }
                    }
                }
            }
            @if editable {
                form.form method="post" action=(ctx.path_to(&format!("{here}/tep"))) enctype="multipart/form-data" {
                    (ui::form_key(Some(posted)))
                    div.field-row {
                        (Field::new(t, posted, faults, "role", "consult-file-role").select(&roles))
                        (Field::new(t, posted, faults, "file", "consult-file").required().hint("consult-file-hint").file(".pdf,.docx"))
                    }
                    div.buttons { button.btn { (t.say("consult-file-add")) } }
                }
            }
        }
    }
}

fn state(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let known = &sheet.consultation;
    let answered = sheet.rows.iter().filter(|row| row.is_answered()).count();
    let bodies = sheet.bodies.iter().filter(|body| !body.is_waiting()).count();
    html! {
        section.panel aria-labelledby="p1" {
            h2.panel-title id="p1" { (t.say("consult-state")) }
            p { (stage_badge(t, sheet.stage)) }
            dl.record {
                @if sheet.stage == Stage::Open {
                    div { dt { (t.say("consult-left")) } dd { (t.with("consult-days-left", [("count", crate::consultation::days_left(known.closes_at, ctx.now).into())])) } }
                }
                @if !sheet.bodies.is_empty() {
                    div { dt { (t.say("consult-bodies")) } dd { (t.with("consult-bodies-count", [("answered", bodies.into()), ("all", sheet.bodies.len().into())])) } }
                }
                @if sheet.stage >= Stage::Open {
                    div { dt { (t.say("consult-opinions")) } dd { (sheet.received()) } }
                    div { dt { (t.say("consult-opinions-waiting")) } dd { (sheet.count("waiting")) } }
                }
                @if sheet.stage >= Stage::Answering {
                    div { dt { (t.say("consult-table")) } dd { (t.with("consult-rows-answered", [("answered", answered.into()), ("all", sheet.rows.len().into())])) } }
                }
            }
            @if sheet.stage.is_public() { p { a href=(ctx.path_to(&known.path())) { (t.say("consult-see-public")) } } }
        }
    }
}

fn obstacles(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let here = sheet.consultation.desk();
    let lacking = sheet.stage == Stage::Draft && !sheet.lacking.is_empty();
    let text = sheet.stage == Stage::Draft && sheet.consultation.draft.is_empty();
    let waiting = sheet.count("waiting");
    let moderate = sheet.stage >= Stage::Closed && waiting > 0;
    html! {
        @if lacking || text || moderate {
            section.panel.obstacles aria-labelledby="p2" {
                h2.panel-title id="p2" { (t.say("consult-obstacles")) }
                ul {
                    @if lacking { @for code in &sheet.lacking {
                        li { a href="#f-file" { (t.with("consult-lacks", [("name", t.say(&format!("consult-doc-{code}")).into())])) } }
                    } }
                    @if text { li { a href=(ctx.path_to(&format!("{here}/van-ban"))) { (t.say("consult-lacks-text")) } } }
                    @if moderate {
                        li { @if sheet.may_moderate { a href=(ctx.path_to(&format!("{here}/y-kien"))) { (t.with("consult-no-opinions-wait", [("count", waiting.into())])) } }
                            @else { (t.with("consult-no-opinions-wait", [("count", waiting.into())])) } }
                    }
                }
            }
        }
    }
}

/// What may be done: its word, and whether it is a page of its own.
fn possible(sheet: &Sheet, now: DateTime<Utc>) -> Vec<(&'static str, bool)> {
    let (approve, other) = (sheet.may_approve, !sheet.is_own);
    let mut acts = Vec::new();
    match sheet.stage {
        Stage::Draft => {
            acts.extend([
                ("gui-duyet", false),
                ("sua", true),
                ("van-ban", true),
                ("co-quan", true),
            ]);
        }
        Stage::Submitted if approve && other => acts.extend([("duyet", false), ("tra-lai", true)]),
        Stage::Submitted if approve => acts.push(("tra-lai", true)),
        Stage::Submitted => {}
        Stage::Announced | Stage::Open => {
            if sheet.may_moderate {
                acts.push(("y-kien", true));
            }
            acts.push(("co-quan", true));
            if approve {
                acts.push(("gia-han", true));
                let known = &sheet.consultation;
                if known.withdraw(now).is_ok() {
                    acts.push(("rut", true));
                }
                if known.end_early(sheet.minimum.as_ref(), now).is_ok() {
                    acts.push(("ket-thuc", true));
                }
            }
        }
        Stage::Closed => {
            if sheet.may_moderate {
                acts.push(("y-kien", true));
            }
            acts.extend([("tong-hop", true), ("co-quan", true)]);
        }
        Stage::Answering => {
            acts.extend([("tong-hop", true), ("tong-hop/gui-duyet", false)]);
            if sheet.may_moderate {
                acts.push(("y-kien", true));
            }
        }
        Stage::TableSubmitted => {
            if approve && other {
                acts.push(("tong-hop/duyet", false));
            }
            if approve {
                acts.push(("tra-lai", true));
            }
            acts.push(("tong-hop", true));
        }
        Stage::Finished => acts.extend([("ban-hanh", true), ("tong-hop", true)]),
    }
    acts
}

fn acts(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let here = sheet.consultation.desk();
    let acts = possible(sheet, ctx.now);
    html! {
        section.panel aria-labelledby="p3" {
            h2.panel-title id="p3" { (t.say("consult-acts")) }
            @if acts.is_empty() { p.hint { (t.say("consult-acts-none")) } }
            @if sheet.is_own && sheet.may_approve && matches!(sheet.stage, Stage::Submitted | Stage::TableSubmitted) {
                p.hint { (t.say("consult-acts-own")) }
            }
            ul.acts { @for (at, (act, is_page)) in acts.into_iter().enumerate() {
                @let key = act.replace('/', "-");
                @let class = if at == 0 { "btn btn-main" } else { "btn" };
                li.act {
                    @if is_page {
                        a class=(class) href=(ctx.path_to(&format!("{here}/{act}"))) { (t.say(&format!("consult-act-{key}"))) }
                    } @else {
                        form method="post" action=(ctx.path_to(&format!("{here}/{act}"))) {
                            (ui::form_key(None))
                            input type="hidden" name="version" value=(sheet.consultation.version());
                            button class=(class) { (t.say(&format!("consult-act-{key}"))) }
                        }
                    }
                    p.act-says { (t.say(&format!("consult-act-{key}-says"))) }
                }
            } }
        }
    }
}

/// Facts whose reason stands in the history.
const WITH_NOTE: [&str; 5] =
    [Returned::KIND, TableReturned::KIND, Extended::KIND, Withdrawn::KIND, EndedEarly::KIND];

fn history(t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="p4" {
            h2.panel-title id="p4" { (t.say("consult-history")) }
            ol.timeline {
                @for (fact, person) in &sheet.history {
                    @let kind = fact.kind.rsplit('.').next().unwrap_or_default();
                    @let note = fact.data.get("note").and_then(|note| note.as_str()).filter(|_| {
                        WITH_NOTE.contains(&fact.kind.as_str())
                    });
                    @let name = fact.data.get("name").and_then(|name| name.as_str());
                    li data-tone=(tone(kind).as_str()) {
                        p.timeline-what { @if let Some(person) = person { b { (person) } " " } (t.say(&format!("consult-event-{kind}"))) @if let Some(name) = name { ": " (name) } }
                        p.timeline-when { (ui::moment(t, fact.at)) }
                        @if let Some(note) = note { blockquote { (note) } }
                    }
                }
            }
        }
    }
}

fn tone(kind: &str) -> Tone {
    match kind {
        "approved" | "opened" | "finished" | "issued" => Tone::Ok,
        "returned" | "table-returned" | "withdrawn" => Tone::Bad,
        "closed" | "extended" | "ended-early" => Tone::Warn,
        _ => Tone::Plain,
    }
}
