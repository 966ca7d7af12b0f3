//! The desk of comments, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts, personal,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{Comment, CommentReason, CommentState, Thread, admin::LIST, form};
use crate::text::paragraphs;

/// What the action did that led here.
pub(super) struct Done {
    pub what: String,
    pub many: usize,
    /// What was passed over.
    pub left: usize,
}

impl Done {
    fn flash(&self, t: &Texts) -> Option<Markup> {
        let key = match self.what.as_str() {
            "show" => "comments-done-shown",
            "refuse" => "comments-done-refused",
            "answer" => return Some(ui::flash(Tone::Ok, &t.say("comments-done-answered"))),
            "reason" => return Some(ui::flash(Tone::Bad, &t.say("comments-choose-reason"))),
            _ => return None,
        };
        let said = t.with(key, [("count", self.many.into())]);
        Some(html! {
            @if self.many > 0 || self.left == 0 { (ui::flash(Tone::Ok, &said)) }
            @if self.left > 0 { (ui::flash(Tone::Warn, &t.with("comments-left", [("count", self.left.into())]))) }
        })
    }
}

fn tone(state: CommentState) -> Tone {
    match state {
        CommentState::Waiting => Tone::Warn,
        CommentState::Shown => Tone::Ok,
        CommentState::Refused => Tone::Plain,
    }
}

fn reasons(t: &Texts, other: bool) -> Vec<(String, String)> {
    let all = CommentReason::ALL.iter().filter(|one| other || **one != CommentReason::Other);
    std::iter::once((String::new(), t.say("comment-choose")))
        .chain(all.map(|one| (one.as_str().to_owned(), t.say(&one.text_key()))))
        .collect()
}

/// The list of a state.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    state: CommentState,
    threads: &[Thread],
    counts: &[(String, i64)],
    done: Option<&Done>,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("comments-title"), t.say("comments-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: LIST,
        trail: &[],
        actions: html! {},
        flash: done.and_then(|done| done.flash(&t)),
    };
    let main = html! {
        (tabs(ctx, &t, state, counts))
        @if threads.is_empty() {
            (ui::empty(&t.say("comments-none"), &t.say("comments-none-text"), None))
        } @else {
            form.list method="post" action=(ctx.path_to(LIST)) {
                @if state == CommentState::Waiting { (bulk(&t)) }
                (table(ctx, &t, state, threads))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn tabs(ctx: &Ctx, t: &Texts, here: CommentState, counts: &[(String, i64)]) -> Markup {
    html! {
        nav.tabs aria-label=(t.say("comments-title")) { ul {
            @for state in CommentState::ALL {
                @let count = counts.iter().find(|(of, _)| of == state.as_str()).map_or(0, |(_, count)| *count);
                li { a href=(ctx.path_to(&format!("{LIST}?tab={}", state.as_str()))) aria-current=[(*state == here).then_some("page")] {
                    (t.say(&state.text_key())) " " span.count { (count) }
                } }
            }
        } }
    }
}

fn bulk(t: &Texts) -> Markup {
    html! {
        div.bulk {
            label.choice { input type="checkbox" data-all="id" hidden data-js; " " span { (t.say("comments-all")) } }
            span data-all-count data-text=(t.say("comments-chosen")) role="status" {}
            button.btn.btn-small name="do" value="show" { (t.say("comments-show")) }
            label.sr for="bulk-reason" { (t.say("comment-field-reason")) }
            select id="bulk-reason" name="reason" {
                @for (value, text) in reasons(t, false) { option value=(value) { (text) } }
            }
            button.btn.btn-small name="do" value="refuse" { (t.say("comments-refuse")) }
        }
    }
}

fn table(ctx: &Ctx, t: &Texts, state: CommentState, threads: &[Thread]) -> Markup {
    let (text, article, sent) =
        (t.say("comment-field-body"), t.say("comments-article"), t.say("comments-sent"));
    html! {
        table.table data-cards {
            caption.sr { (t.say(&state.text_key())) }
            thead { tr {
                @if state == CommentState::Waiting { td { span.sr { (t.say("comments-choose")) } } }
                th scope="col" { (text) }
                th scope="col" { (article) }
                th scope="col" { (sent) }
            } }
            tbody { @for Thread { comment, reply } in threads {
                @let href = ctx.path_to(&format!("{LIST}/{}", comment.id));
                tr {
                    @if state == CommentState::Waiting {
                        td.cell-check { label { input type="checkbox" name="id" value=(comment.id);
                            span.sr { (t.say("comments-choose")) ": " (comment.name(t)) } } }
                    }
                    td.cell-main {
                        a href=(href) { (comment.name(t)) }
                        div.prose { p { (personal::marked(t, &comment.body)) } }
                        (hints(t, comment))
                        @if let Some(reason) = comment.reason() { p.meta { span { (t.say(&reason.text_key())) } @if !comment.note.is_empty() { span { (comment.note) } } } }
                        @if let Some(reply) = reply { p.meta { span { (t.say("comment-unit-answers")) ": " (reply.body) } } }
                    }
                    td data-label=(article) { a href=(ctx.path_to(&comment.subject_path)) { (comment.subject_title) } }
                    td data-label=(sent) { (ui::moment(t, comment.sent_at)) }
                }
            } }
        }
    }
}

/// What to look at twice.
fn hints(t: &Texts, comment: &Comment) -> Markup {
    let pieces = personal::find(&comment.body).len();
    html! {
        @if comment.state() == CommentState::Waiting && (pieces > 0 || !comment.proved) {
            p.meta {
                @if pieces > 0 { (ui::badge(Tone::Warn, &t.with("comments-personal", [("count", pieces.into())]))) " " }
                @if !comment.proved { (ui::badge(Tone::Plain, &t.say("comments-unproved"))) }
            }
        }
    }
}

/// One comment, with what can be done.
pub(super) fn one(
    app: &App,
    ctx: &Ctx,
    Thread { comment, .. }: &Thread,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let title = t.with("comment-of", [("name", comment.name(&t).into())]);
    let trail = [(t.say("comments-title"), LIST.to_owned())];
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: LIST,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("comment-field-{name}"))))
        div.item {
            div.item-text { div.article {
                p.meta {
                    span { (t.say("comment-on")) " " a href=(ctx.path_to(&comment.subject_path)) { (comment.subject_title) } }
                    span { (ui::moment(&t, comment.sent_at)) }
                }
                section.said data-who="citizen" {
                    p.said-by { (comment.name(&t)) }
                    div.prose { p { (personal::marked(&t, &comment.body)) } }
                    (hints(&t, comment))
                }
                @if comment.state() == CommentState::Shown && comment.shown_text() != comment.body {
                    p.hint { (t.say("comment-shown-as")) }
                    div.prose { (paragraphs(comment.shown_text())) }
                }
            } }
            aside.item-side {
                section.panel aria-labelledby="p1" {
                    h2.panel-title id="p1" { (t.say("comment-state")) }
                    p { (ui::badge(tone(comment.state()), &t.say(&comment.state().text_key()))) }
                    @if let Some(reason) = comment.reason() { p { (t.say(&reason.text_key())) } }
                    @if !comment.note.is_empty() { p.hint { (comment.note) } }
                }
                (acts(ctx, &t, comment, posted, faults))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn acts(ctx: &Ctx, t: &Texts, comment: &Comment, posted: &Posted, faults: &FormFaults) -> Markup {
    let action = ctx.path_to(&format!("{LIST}/{}", comment.id));
    let field = |name: &'static str, key: &'static str| Field::new(t, posted, faults, name, key);
    let state = comment.state();
    html! {
        section.panel aria-labelledby="p2" { h2.panel-title id="p2" { (t.say("comment-acts")) }
            ul.acts {
                @if state != CommentState::Shown { li.act {
                    form method="post" action=(action) {
                        (field("text", "comment-field-text").hint("comment-text-hint").max(form::LONGEST).area(5))
                        button.btn.btn-main name="do" value="show" { (t.say("comment-show")) }
                    }
                    p.act-says { (t.say("comment-show-says")) }
                } }
                @if state == CommentState::Shown { li.act {
                    form method="post" action=(action) {
                        (field("reply", "comment-field-reply").hint("comment-reply-hint").max(2_000).area(5))
                        button.btn.btn-main name="do" value="answer" { (t.say("comment-answer")) }
                    }
                    p.act-says { (t.say("comment-answer-says")) }
                } }
                @if state != CommentState::Refused { li.act {
                    form method="post" action=(action) {
                        (field("reason", "comment-field-reason").required().select(&reasons(t, true)))
                        (field("note", "comment-field-note").hint("comment-note-hint").max(500).input("text"))
                        button.btn.btn-danger name="do" value="refuse" { (t.say(if state == CommentState::Shown { "comment-take-down" } else { "comment-refuse" })) }
                    }
                    p.act-says { (t.say("comment-refuse-says")) }
                } }
            }
        }
    }
}
