//! A petition's page at the desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    ui::{self, Tone},
};

use super::{
    answer_files, below, clocks, file_link, holder, kind_name, marks, name, state_badge, timeline,
};
use crate::petition::{
    Channel,
    case::{ActKind, AnswerKind, DraftState},
    desk::{self, sheet::Sheet},
    fields,
    permissions::IDENTITY,
    queries::{Answer, Whole},
    sender::SenderData,
};
use crate::text::paragraphs;

/// The page, with the sentences of a refusal where an act was just refused.
pub fn page(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    refused: &[String],
    done: Option<String>,
) -> Markup {
    let t = ctx.texts();
    let main = html! {
        (super::refusals(&t, refused))
        div.item {
            div.item-text {
                (sent(ctx, &t, sheet))
                @for answer in &sheet.answers { (written(ctx, &t, sheet, answer)) }
                (others(ctx, &t, "petition-similar", &sheet.similar))
                (others(ctx, &t, "petition-same-sender", &sheet.same_sender))
            }
            aside.item-side aria-label=(t.say("petition-side")) {
                (state(app, ctx, &t, sheet))
                (acts(ctx, &t, sheet))
                (clocks::panel(app, ctx, &t, sheet))
                (sender(ctx, &t, sheet))
                (timeline::panel(app, ctx, &t, sheet))
            }
        }
    };
    let flash = done.map(|key| ui::flash(Tone::Ok, &t.say(&key)));
    let lead = name(&t, &sheet.whole);
    below(app, ctx, (&sheet.whole.sent.title, Some(&lead)), flash, &main)
}

/// What was sent, as it was sent.
fn sent(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let sent = &sheet.whole.sent;
    html! {
        section.said data-who="citizen" aria-labelledby="sent" {
            p.said-by id="sent" { (t.say("petition-sent")) " " span.meta { (ui::moment(t, sent.received_at)) } (marks(t, &sheet.whole)) }
            div.prose lang="vi" { (paragraphs(&sent.body)) }
            @if !sent.place.is_empty() { p.meta { span { (t.say("petition-place")) ": " (sent.place) } } }
        }
        @let files = sheet.came_with();
        @if !files.is_empty() {
            section.attachments aria-labelledby="files" {
                h2 id="files" { (t.say("petition-files")) }
                ul { @for file in files { li { (file_link(ctx, t, file, sheet)) } } }
            }
        }
    }
}

/// A text to the sender: sent, or under way.
fn written(ctx: &Ctx, t: &Texts, sheet: &Sheet, answer: &Answer) -> Markup {
    let author = answer.author_id.and_then(|id| sheet.names.get(&id)).map_or("", String::as_str);
    let tone = match answer.state() {
        DraftState::Approved => Tone::Ok,
        DraftState::Returned => Tone::Bad,
        DraftState::Submitted => Tone::Warn,
        DraftState::Draft => Tone::Plain,
    };
    let at = answer.decided_at.unwrap_or(answer.changed_at);
    html! {
        section.said data-who="unit" {
            p.said-by {
                (t.say(&answer.kind().text_key())) " " (ui::badge(tone, &t.say(&answer.state().text_key())))
                " " span.meta { span { (author) } span { (ui::moment(t, at)) } }
            }
            div.prose lang="vi" { (paragraphs(&answer.text)) }
            @if let Some(on) = answer.promised_on {
                p { strong { (t.with("petition-promised-on", [("on", t.day(on).into())])) } }
            }
            (answer_files(ctx, t, sheet, answer))
            @if answer.kind() == AnswerKind::Answer { (public(t, answer)) }
        }
    }
}

fn public(t: &Texts, answer: &Answer) -> Markup {
    html! {
        details.fold {
            summary { (t.say(if answer.public_answer.is_some() { "petition-public" } else { "petition-not-public" })) }
            @if let (Some(title), Some(question), Some(text)) = (&answer.public_title, &answer.public_question, &answer.public_answer) {
                div.prose lang="vi" { h3 { (title) } (paragraphs(question)) hr; (paragraphs(text)) }
            } @else {
                p { (answer.unpublished_reason.as_deref().unwrap_or_default()) }
            }
        }
    }
}

fn others(ctx: &Ctx, t: &Texts, key: &str, all: &[Whole]) -> Markup {
    html! {
        @if !all.is_empty() {
            details.fold {
                summary { (t.with(key, [("count", all.len().into())])) }
                ul.links { @for other in all {
                    li {
                        a href=(ctx.path_to(&desk::path(other.id()))) { (other.sent.title) }
                        p.meta { span { (name(t, other)) } span { (ui::day(t, other.sent.received_at)) } span { (t.say(&other.case.state().text_key())) } }
                    }
                } }
            }
        }
    }
}

fn state(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let (whole, case) = (&sheet.whole, &sheet.case);
    let row = |key: &str, value: String| html! { div { dt { (t.say(key)) } dd { (value) } } };
    let officer = whole.case.officer_id.and_then(|id| sheet.names.get(&id)).cloned();
    let channel = Channel::parse(&whole.sent.channel).map(|one| t.say(&one.text_key()));
    let into = case.merged_into.map(desk::path);
    let own = whole.site() == ctx.site.id;
    html! {
        section.panel aria-labelledby="p-state" {
            h2.panel-title id="p-state" { (t.say("petition-column-state")) }
            p { (state_badge(t, case.state)) @if case.published { " " (ui::badge(Tone::Ok, &t.say("petition-published"))) } }
            dl.record {
                (clocks::urgent(app, ctx, t, sheet))
                (row("petition-column-code", whole.sent.code.clone()))
                (row("petition-column-kind", kind_name(t, &whole.sent.kind)))
                (row("petition-column-field", fields::title(app, ctx.lang, ctx.now, &whole.sent.field)))
                (row("petition-column-channel", channel.unwrap_or_default()))
                (row("petition-column-unit", holder(app, ctx, t, whole)))
                @if !own { (row("petition-received-by", site_name(app, ctx, whole))) }
                @if let Some(officer) = officer { (row("petition-column-officer", officer)) }
                @if case.hops > 0 { (row("petition-hops", case.hops.to_string())) }
            }
            (joint(app, ctx, t, sheet))
            @if let Some(into) = into { p { a href=(ctx.path_to(&into)) { (t.say("petition-merged-into")) } } }
            @if case.published {
                p { a href=(ctx.path_to(&format!("/kien-nghi/tra-loi/{}", whole.id()))) { (t.say("petition-see-public")) } }
            }
        }
    }
}

fn site_name(app: &App, ctx: &Ctx, whole: &Whole) -> String {
    let sites = app.sites.now();
    sites.by_id(whole.site()).map(|site| site.name(ctx.lang).to_owned()).unwrap_or_default()
}

/// Who has it, with what the sending desk wrote.
fn joint(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let sites = app.sites.now();
    let open: Vec<_> = sheet.units.iter().filter(|unit| unit.state == "open").collect();
    html! {
        @for unit in open {
            @if let Some(site) = sites.by_id(portal_core::SiteId(unit.unit_id)) {
                div.hint {
                    strong { (site.name(ctx.lang)) } " – "
                    (t.say(if unit.leads { "petition-leads" } else { "petition-joins" }))
                    @if unit.leads && unit.accepted_at.is_none() { ", " (t.say("petition-not-accepted")) }
                    @if !unit.note.is_empty() { blockquote { (paragraphs(&unit.note)) } }
                }
            }
        }
    }
}

/// Only what is allowed now, each with what it brings about.
fn acts(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let (seldom, mut usual): (Vec<_>, Vec<_>) =
        sheet.acts.iter().copied().partition(|act| is_seldom(*act));
    usual.sort_by_key(|act| place(*act));
    html! {
        section.panel aria-labelledby="p-acts" {
            h2.panel-title id="p-acts" { (t.say("petition-acts")) }
            @if sheet.acts.is_empty() { p.hint { (t.say("petition-acts-none")) } }
            ul.acts { @for (place, act) in usual.iter().enumerate() { (one_act(ctx, t, sheet, *act, place == 0)) } }
            @if !seldom.is_empty() {
                details.fold.acts-more open[usual.is_empty()] {
                    summary { (t.say("petition-acts-more")) }
                    ul.acts { @for act in seldom { (one_act(ctx, t, sheet, act, false)) } }
                }
            }
        }
    }
}

/// Where an act stands among the usual ones: what a petition waits for comes first.
const fn place(act: ActKind) -> u8 {
    match act {
        ActKind::Approve => 0,
        ActKind::Register | ActKind::Accept => 1,
        ActKind::Answer | ActKind::Contribute => 2,
        ActKind::Progress => 3,
        ActKind::Forward => 4,
        _ => 5,
    }
}

/// What is done with few petitions; it stands below the rest, so that the next step is seen.
const fn is_seldom(act: ActKind) -> bool {
    matches!(
        act,
        ActKind::Outside
            | ActKind::Refuse
            | ActKind::Merge
            | ActKind::Split
            | ActKind::TakeBack
            | ActKind::Hide
            | ActKind::Note
    )
}

fn one_act(ctx: &Ctx, t: &Texts, sheet: &Sheet, act: ActKind, first: bool) -> Markup {
    let path = desk::path(sheet.whole.id());
    let target = match act {
        ActKind::Answer | ActKind::Progress | ActKind::Approve => format!("{path}/{}", act.path()),
        _ => format!("{path}/viec/{}", act.path()),
    };
    let target = ctx.path_to(&target);
    let class = if first { "btn btn-main" } else { "btn" };
    let says = if act == ActKind::Answer && !sheet.case.state.is_open() {
        "petition-act-correct".to_owned()
    } else {
        act.text_key()
    };
    html! {
        li.act {
            @if act.is_button() {
                form method="post" action=(target) {
                    (ui::form_key(None))
                    input type="hidden" name="version" value=(sheet.case.version);
                    button class=(class) { (t.say(&says)) }
                }
            } @else {
                a class=(class) href=(target) { (t.say(&says)) }
            }
            p.act-says { (t.say(&format!("{says}-says"))) }
        }
    }
}

/// Who sent it: only for those who may know, and only when they ask.
fn sender(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    html! {
        section.panel aria-labelledby="p-sender" {
            h2.panel-title id="p-sender" { (t.say("petition-sender")) }
            @match &sheet.sender {
                Some(sender) => (sender_data(t, sender)),
                None if ctx.may_whole(IDENTITY) => {
                    form method="post" action=(ctx.path_to(&format!("{}/nguoi-gui#p-sender", desk::path(sheet.whole.id())))) {
                        button.btn { (t.say("petition-sender-look")) }
                    }
                    p.act-says { (t.say("petition-sender-look-says")) }
                },
                None => p.hint { (t.say("petition-sender-hidden")) },
            }
            @if sheet.whole.sent.name_shown { p.hint { (t.say("petition-name-shown")) } }
        }
    }
}

fn sender_data(t: &Texts, sender: &SenderData) -> Markup {
    let rows = [
        ("petition-column-name", &sender.name),
        ("petition-column-organisation", &sender.organisation),
        ("petition-column-address", &sender.address),
        ("petition-column-phone", &sender.phone),
        ("petition-column-email", &sender.email),
    ];
    html! {
        @if rows.iter().all(|(_, value)| value.is_empty()) { p { (t.say("petition-sender-erased")) } }
        dl.record { @for (key, value) in rows { @if !value.is_empty() {
            div { dt { (t.say(key)) } dd { (value) } }
        } } }
    }
}
