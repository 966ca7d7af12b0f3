//! A request's page on the desk: what is asked for, what was written, what can be done now.

use std::collections::HashMap;

use axum::extract::{Path, State as FromApp};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, OrNotFound as _, Outcome, Page, Texts,
    deadline::{self, Deadline},
    fact::{self, FactRow, card},
    files::Held,
    people,
    ui::{self, Tone, desk::DeskPage},
};

use super::{PATH, decide::seen, number, path};
use crate::information::{
    AnswerClock, Reply, ReplyKind, ReplyState, Request, State, Wish, clocks, deliver, official,
    permissions::{APPROVE, HANDLE, IDENTITY},
    queries::{
        self,
        replies::{self, File},
    },
    track,
};

/// How many entries of its history a page shows.
const EVENTS: i64 = 100;

/// What the page shows.
struct Sheet {
    request: Request,
    /// The identity number with all but its end hidden; empty for those who do not handle requests.
    masked: String,
    replies: Vec<(Reply, Vec<File>)>,
    /// Which of the files are held, by their numbers.
    held: HashMap<i64, Held>,
    clocks: Vec<Deadline>,
    answer: Option<AnswerClock>,
    history: Vec<(FactRow, Option<String>)>,
    /// Name of who handles it.
    officer: Option<String>,
}

impl Sheet {
    fn pending(&self) -> Option<&(Reply, Vec<File>)> {
        self.replies.iter().find(|(reply, _)| reply.state != ReplyState::Sent)
    }

    /// The replies that can be begun now.
    fn writable(&self, ctx: &Ctx) -> Vec<ReplyKind> {
        if self.pending().is_some() || !ctx.may(HANDLE) {
            return Vec::new();
        }
        let can = |kind: &ReplyKind| self.request.write(*kind, None, self.answer, ctx.now).is_ok();
        let mut kinds: Vec<_> = ReplyKind::ALL.iter().copied().filter(can).collect();
        // What most requests end with comes first.
        kinds.sort_by_key(|kind| *kind != ReplyKind::Answer);
        kinds
    }
}

/// The page.
pub async fn page(ctx: Ctx, FromApp(app): FromApp<App>, Path(id): Path<String>) -> Outcome<Page> {
    let id = number(&id)?;
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let request = queries::by_id(&conn, site, id).await?.or_not_found()?;
    let masked = if ctx.may(HANDLE) {
        official::requester(&app, &ctx, &conn, &request).await?.masked()
    } else {
        String::new()
    };
    let (mut replies, mut held) = (Vec::new(), HashMap::new());
    for reply in replies::of_request(&conn, site, id).await? {
        let files = replies::files_of(&conn, site, reply.id).await?;
        held.extend(deliver::held(&app, site, &files).await?);
        replies.push((reply, files));
    }
    let clocks = deadline::of_subject(&conn, &request.subject()).await?;
    let answer = clocks::of_answer(&app, &ctx, &clocks)?;
    let history = fact::history(&conn, site, &request.subject(), EVENTS).await?;
    let officer = match request.officer {
        Some(officer) => people::by_id(&conn, officer).await?.map(|person| person.name),
        None => None,
    };
    drop(conn);
    let sheet = Sheet { request, masked, replies, held, clocks, answer, history, officer };
    Ok(Page::new(view(&app, &ctx, &sheet)))
}

fn view(app: &App, ctx: &Ctx, sheet: &Sheet) -> Markup {
    let t = ctx.texts();
    let main = html! {
        div.item {
            div.item-text {
                (asked_for(&t, &sheet.request))
                @for (reply, files) in &sheet.replies { (written(app, ctx, &t, sheet, reply, files)) }
            }
            aside.item-side {
                (standing(app, ctx, &t, sheet))
                (acts(ctx, &t, sheet))
                (who(ctx, &t, sheet))
                (history(&t, sheet))
            }
        }
    };
    let page = DeskPage {
        title: &sheet.request.title,
        lead: None,
        entry: PATH,
        trail: &[(t.say("module-information-requests"), PATH.to_owned())],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn asked_for(t: &Texts, request: &Request) -> Markup {
    let row = |key: &str, value: &str| {
        html! { @if !value.is_empty() { div { dt { (t.say(key)) } dd { (value) } } } }
    };
    html! {
        dl.record {
            (row("information-title", &request.title))
            (row("information-details", &request.details))
            (row("information-purpose", &request.purpose))
            (row("information-wish", &t.say(&request.wish.text_key())))
            (row("information-which-form", &t.say(&request.form.text_key())))
        }
    }
}

fn written(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    sheet: &Sheet,
    reply: &Reply,
    files: &[File],
) -> Markup {
    let request = &sheet.request;
    let tone = match reply.state {
        ReplyState::Draft => Tone::Plain,
        ReplyState::Submitted => Tone::Warn,
        ReplyState::Returned => Tone::Bad,
        ReplyState::Sent => Tone::Ok,
    };
    let editable = reply.is_open() && ctx.may(HANDLE) && request.state.is_open();
    html! {
        section.said data-who="unit" {
            h2.said-by { (t.say(&reply.kind.text_key())) " " (ui::badge(tone, &t.say(&reply.state.text_key()))) }
            p.meta { (ui::moment(t, reply.decided_at.unwrap_or(reply.changed_at))) }
            @if reply.state == ReplyState::Returned && !reply.note.is_empty() {
                div.notice data-tone="bad" { p.notice-title { (t.say("information-returned-note")) } p { (reply.note) } }
            }
            div.prose { (official::reasons(app, ctx, reply)) (track::words(t, reply)) }
            (file_rows(ctx, t, sheet, files, editable))
            @if editable && reply.kind == ReplyKind::Answer { (upload_form(ctx, t, request)) }
            @if reply.state == ReplyState::Sent && ctx.may(IDENTITY) {
                form method="post" action=(ctx.path_to(&format!("{}/phieu", path(request.id)))) {
                    input type="hidden" name="reply" value=(reply.id);
                    button.btn.btn-small { (t.say("information-sheet-open")) }
                }
            }
        }
    }
}

fn file_rows(ctx: &Ctx, t: &Texts, sheet: &Sheet, files: &[File], editable: bool) -> Markup {
    let at = |file: &File| ctx.path_to(&format!("{}/tep/{}", path(sheet.request.id), file.id));
    html! {
        @if !files.is_empty() {
            ul.files {
                @for file in files {
                    li.file {
                        span.file-pic.icon.icon-file aria-hidden="true" {}
                        div.file-text {
                            p.file-name { (ui::file_link(t, &at(file), &html! { (file.name) }, sheet.held.get(&file.id))) }
                            p.meta { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) }
                        }
                        @if editable {
                            form.file-do method="post" action=(format!("{}/bo", at(file))) {
                                button.btn.btn-small aria-label=(t.with("information-file-remove-which", [("name", file.name.as_str().into())])) {
                                    (t.say("information-file-remove"))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn upload_form(ctx: &Ctx, t: &Texts, request: &Request) -> Markup {
    let action = ctx.path_to(&format!("{}/tep", path(request.id)));
    html! {
        form.form method="post" enctype="multipart/form-data" action=(action) data-once=(t.say("information-saving")) {
            div.field {
                label for="f-file" { (t.say("information-file")) }
                p.hint id="f-file-h" { (t.say("information-file-hint")) }
                input type="file" id="f-file" name="file" required aria-describedby="f-file-h"
                    accept=".pdf,.docx,.jpg,.jpeg,.png,.webp";
            }
            div.buttons { button.btn { (t.say("information-file-add")) } }
        }
    }
}

fn standing(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let request = &sheet.request;
    let calendar = app.calendars.of(ctx.site.id);
    html! {
        section.panel aria-labelledby="p1" {
            h2.panel-title id="p1" { (t.say("information-standing")) }
            p { (track::state_badge(t, request.state)) }
            dl.record {
                div { dt { (t.say("information-register-number")) } dd {
                    @match request.number {
                        Some((number, year)) => { (number) "/" (year) },
                        None => (t.say("information-not-registered")),
                    }
                } }
                div { dt { (t.say("information-code")) } dd { (request.code) } }
                div { dt { (t.say("information-received")) } dd { (ui::moment(t, request.received_at)) } }
                div { dt { (t.say("information-channel")) } dd { (t.say(&request.channel.text_key())) } }
                @if let Some(officer) = &sheet.officer {
                    div { dt { (t.say("information-officer")) } dd { (officer) } }
                }
                @if let Some(at) = request.delivered_at {
                    div { dt { (t.say("information-delivered-at")) } dd { (ui::moment(t, at)) } }
                }
            }
            @for clock in sheet.clocks.iter().rev() {
                p { (t.say(&ui::deadline::duty_key(&clock.key))) ": " (t.day(clock.due_on)) " "
                    (ui::deadline::badge(t, clock, &calendar, ctx.now)) }
                (ui::deadline::why(t, clock))
            }
        }
    }
}

/// One thing that can be done: a button, and what it does.
fn act(ctx: &Ctx, t: &Texts, request: &Request, word: &str, stem: &str, main: bool) -> Markup {
    let class = if main { "btn btn-main" } else { "btn" };
    html! {
        li.act {
            form method="post" action=(ctx.path_to(&format!("{}/{word}", path(request.id)))) {
                button class=(class) { (t.say(&format!("information-act-{stem}"))) }
            }
            p.act-says { (t.say(&format!("information-act-{stem}-says"))) }
        }
    }
}

fn acts(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let request = &sheet.request;
    let handles = ctx.may(HANDLE);
    let waits = request.state == State::Incomplete && request.valid_at.is_none();
    let owed = request.state == State::Answered && request.delivered_at.is_none();
    let by_mail = request.wish == Wish::Email;
    let inner = html! {
        @if let Some((reply, _)) = sheet.pending().filter(|_| request.state.is_open()) {
            (pending_acts(ctx, t, request, reply))
        }
        @if handles && request.accept().is_ok() { (act(ctx, t, request, "tiep-nhan", "accept", true)) }
        @if handles && waits { (act(ctx, t, request, "da-bo-sung", "completed", false)) }
        @for kind in sheet.writable(ctx) {
            @let usual = kind == ReplyKind::Answer;
            li.act {
                a class=(if usual { "btn btn-main" } else { "btn" }) href=(ctx.path_to(&format!("{}/soan/{}", path(request.id), kind.as_str()))) {
                    (t.say(&format!("information-write-{}", kind.as_str()))) }
                p.act-says { (t.say(&format!("information-write-{}-lead", kind.as_str()))) }
            }
        }
        @if handles && owed && !by_mail { (act(ctx, t, request, "giao", "handed-over", true)) }
        @if handles && request.state == State::Answered && by_mail { (act(ctx, t, request, "cap-lai", "reissue", false)) }
        @if handles && request.discard().is_ok() { (act(ctx, t, request, "khong-xem-xet", "discard", false)) }
    };
    html! {
        @if !inner.0.is_empty() {
            section.panel aria-labelledby="p2" {
                h2.panel-title id="p2" { (t.say("information-acts")) }
                ul.acts { (inner) }
            }
        }
    }
}

fn pending_acts(ctx: &Ctx, t: &Texts, request: &Request, reply: &Reply) -> Markup {
    let action = |word: &str| ctx.path_to(&format!("{}/{word}", path(request.id)));
    let mark = html! { input type="hidden" name="seen" value=(seen(reply)); };
    let stem = if reply.kind.needs_approval() { "submit" } else { "send" };
    let decides = ctx.may(APPROVE) && ctx.actor.id().is_some_and(|by| reply.decide(by).is_ok());
    html! {
        @if reply.is_open() && ctx.may(HANDLE) {
            li.act {
                form method="post" action=(action("trinh")) {
                    (mark)
                    @if reply.kind == ReplyKind::Answer {
                        label.choice { input type="checkbox" name="secrets" value="1" required; " " span { (t.say("information-secrets")) } }
                    }
                    button.btn.btn-main { (t.say(&format!("information-act-{stem}"))) }
                }
                p.act-says { (t.say(&format!("information-act-{stem}-says"))) }
            }
            li.act {
                a.btn href=(action(&format!("soan/{}", reply.kind.as_str()))) { (t.say("information-act-edit")) }
            }
            (act(ctx, t, request, "bo-ban-soan", "drop", false))
        }
        @if decides {
            li.act {
                form method="post" action=(action("duyet")) { (mark) button.btn.btn-main { (t.say("information-act-approve")) } }
                p.act-says { (t.say("information-act-approve-says")) }
            }
            li.act {
                form.form method="post" action=(action("tra-lai")) {
                    (mark)
                    div.field { label for="f-note" { (t.say("information-note")) } textarea id="f-note" name="note" rows="3" required {} }
                    button.btn { (t.say("information-act-return")) }
                }
            }
        } @else if reply.state == ReplyState::Submitted {
            li.act { p.act-says { (t.say("information-waits-for-approver")) } }
        }
    }
}

fn who(ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let request = &sheet.request;
    html! {
        section.panel aria-labelledby="p3" {
            h2.panel-title id="p3" { (t.say("information-who")) }
            p.hint { (t.say("information-who-sealed")) }
            @if !sheet.masked.is_empty() {
                @if !sheet.masked.is_empty() { p { (t.say("information-identity")) ": " (sheet.masked) } }
            }
            p { @if request.confirmed_at.is_some() { (ui::badge(Tone::Ok, &t.say("information-address-confirmed"))) }
                @else { (ui::badge(Tone::Plain, &t.say("information-address-unconfirmed"))) } }
            @if !request.proved && request.confirmed_at.is_none() {
                p.hint { (t.say("information-unproved")) }
            }
            @if ctx.may(IDENTITY) {
                ul.acts {
                    (act(ctx, t, request, "danh-tinh", "identity", false))
                    (act(ctx, t, request, "phieu", "sheet", false))
                }
            }
        }
    }
}

fn history(t: &Texts, sheet: &Sheet) -> Markup {
    let subject = sheet.request.label(t);
    html! {
        section.panel aria-labelledby="p4" {
            h2.panel-title id="p4" { (t.say("information-history")) }
            ol.timeline {
                @for (fact, name) in &sheet.history {
                    li {
                        p.timeline-what { (t.with_all(&card::text_key(&fact.kind), vec![
                            ("who", name.clone().unwrap_or_else(|| t.say("information-by-requester"))),
                            ("subject", subject.clone()),
                        ])) }
                        p.timeline-when { (ui::moment(t, fact.at)) }
                    }
                }
            }
        }
    }
}
