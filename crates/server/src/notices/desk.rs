//! The notices on the platform desk.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, Fault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect, Texts,
    notice::{self, Kind, Notice},
    ui::{self, Tone, desk::DeskPage, field::Field},
};
use uuid::Uuid;

use super::{LIST, form};
use crate::platform::Asked;

/// What goes on, what is to come, what was.
pub(super) async fn list(ctx: Ctx, State(app): State<App>, asked: Asked) -> Outcome<Page> {
    const PAST: TimeDelta = TimeDelta::days(365);
    let notices = notice::list(&*app.db().platform().await?, ctx.now - PAST).await?;
    let t = ctx.texts();
    let (open, past): (Vec<&Notice>, Vec<&Notice>) =
        notices.iter().partition(|notice| notice.is_open(ctx.now));
    let flash = match asked.text("xong") {
        "dat" => Some(ui::flash(Tone::Ok, &t.say("notices-done-set"))),
        "go" => Some(ui::flash(Tone::Ok, &t.say("notices-done-withdrawn"))),
        _ => None,
    };
    let main = html! {
        @if open.is_empty() {
            (ui::empty(&t.say("notices-none"), &t.say("notices-none-what"), None))
        }
        @for notice in open { (panel(&ctx, &t, notice)) }
        @if !past.is_empty() { (past_table(&ctx, &t, &past)) }
        p.hint { (t.say("notices-by-hand")) }
    };
    let actions = html! {
        a.btn.btn-danger href=(ctx.path_to("/nen-tang/thong-bao/dat/khan")) { (t.say("notices-set-urgent")) }
        a.btn href=(ctx.path_to("/nen-tang/thong-bao/dat/tam-ngung")) { (t.say("notices-set-stop")) }
    };
    let (title, lead) = (t.say("notices-desk"), t.say("notices-lead"));
    let lead = Some(lead.as_str());
    let page = DeskPage { title: &title, lead, entry: LIST, trail: &[], actions, flash };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &main)))
}

fn panel(ctx: &Ctx, t: &Texts, notice: &Notice) -> Markup {
    let (tone, key) = match (notice.kind, notice.is_on(ctx.now)) {
        (Kind::Urgent, _) => (Tone::Bad, "notices-is-urgent"),
        (Kind::Stop, true) => (Tone::Warn, "notices-is-stop-on"),
        (Kind::Stop, false) => (Tone::Info, "notices-is-stop"),
    };
    html! {
        section.panel {
            p { (ui::badge(tone, &t.say(key))) " " span.meta { (times(t, notice)) } }
            p { strong { (notice.words.vi) } }
            @if let Some(en) = &notice.words.en { p lang="en" { (en) } }
            @if let Some(link) = &notice.link { p.meta { (link) } }
            @if notice.read_only { p { (t.say("notice-read-only")) } }
            div.buttons { a.btn href=(ctx.path_to(&withdraw_path(notice.id))) { (t.say("notices-withdraw")) } }
        }
    }
}

fn past_table(ctx: &Ctx, t: &Texts, past: &[&Notice]) -> Markup {
    html! {
        h2 { (t.say("notices-past")) }
        div.table-wrap tabindex="0" role="region" aria-label=(t.say("notices-past")) {
            table.table {
                thead { tr { th { (t.say("notices-column-words")) } th { (t.say("notices-column-times")) } th { (t.say("notices-column-end")) } } }
                tbody { @for notice in past { tr {
                    td data-label=(t.say("notices-column-words")) { (notice.words.of(ctx.lang)) }
                    td data-label=(t.say("notices-column-times")) { (times(t, notice)) }
                    td data-label=(t.say("notices-column-end")) {
                        @match notice.withdrawn_at {
                            Some(at) => (t.with("notices-withdrawn-at", [("at", t.date_time(at).into())])),
                            None => (t.say("notices-ended")),
                        }
                    }
                } } }
            }
        }
    }
}

fn times(t: &Texts, notice: &Notice) -> String {
    let from = t.date_time(notice.from_at);
    match notice.until_at {
        Some(until) => t.with(
            "notices-from-until",
            [("from", from.into()), ("until", t.date_time(until).into())],
        ),
        None => t.with("notices-from", [("from", from.into())]),
    }
}

fn withdraw_path(id: Uuid) -> String {
    format!("{LIST}/{id}/go")
}

fn kind_of(word: &str) -> Outcome<Kind> {
    match word {
        "khan" => Ok(Kind::Urgent),
        "tam-ngung" => Ok(Kind::Stop),
        _ => Err(Fault::NotFound),
    }
}

/// The empty form.
pub(super) async fn new(
    ctx: Ctx,
    State(app): State<App>,
    Path(kind): Path<String>,
) -> Outcome<Page> {
    let kind = kind_of(&kind)?;
    let posted = Posted::from_pairs([("read_only", "1")]);
    Ok(Page::new(form_page(&app, &ctx, kind, &posted, &FormFaults::default())))
}

/// Sets it.
pub(super) async fn set(
    ctx: Ctx,
    State(app): State<App>,
    Path(kind): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let (kind, key) = (kind_of(&kind)?, posted.key()?);
    let notice = match form::read(&app, kind, &posted) {
        Ok(notice) => notice,
        Err(faults) => {
            return Ok(Page::invalid(form_page(&app, &ctx, kind, &posted, &faults)).into_response());
        }
    };
    let location = ctx.path_to(&format!("{LIST}?xong=dat"));
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(key, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    notice::set(&mut tx, notice).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

fn form_page(app: &App, ctx: &Ctx, kind: Kind, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let (stem, word) = match kind {
        Kind::Urgent => ("notices-urgent", "khan"),
        Kind::Stop => ("notices-stop", "tam-ngung"),
    };
    let say = |part: &str| t.say(&format!("{stem}-{part}"));
    let field = |name: &'static str| Field::new(&t, posted, faults, name, form::label(name));
    let check = |name: &'static str, key: &str, hint: &str| {
        html! {
            label.choice {
                input type="checkbox" name=(name) value="1" checked[posted.has(name)];
                " " span { (t.say(key)) span.hint { (t.say(hint)) } }
            }
        }
    };
    let sites = app.sites.now().len();
    let main = html! {
        form.panel method="post" action=(ctx.path_to(&format!("{LIST}/dat/{word}"))) data-once {
            (ui::form_key(Some(posted)))
            (ui::fault_summary(&t, faults, |name| t.say(form::label(name))))
            (field("vi").required().max(form::MOST_CHARACTERS).hint(&format!("{stem}-vi-hint")).area(3))
            (field("en").max(form::MOST_CHARACTERS).hint("notices-en-hint").area(3))
            (field("link").max(500).hint("notices-link-hint").input("text"))
            div.field-row {
                @if kind == Kind::Stop { (field("from").required().input("datetime-local")) }
                @if kind == Kind::Stop { (field("until").required().input("datetime-local")) }
                @else { (field("until").hint("notices-until-hint").input("datetime-local")) }
            }
            @if kind == Kind::Stop {
                (check("read_only", "notices-read-only", "notices-read-only-hint"))
                (check("late", "notices-late", "notices-late-hint"))
            }
            div.buttons {
                button class=(if kind == Kind::Urgent { "btn btn-danger" } else { "btn btn-main" }) {
                    (t.with(&format!("{stem}-do"), [("count", sites.into())]))
                }
                a.btn href=(ctx.path_to(LIST)) { (t.say("platform-cancel")) }
            }
        }
    };
    page_below(app, ctx, &say("title"), &say("lead"), &main)
}

/// Asks.
pub(super) async fn ask_withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let notice = find(&app, &id).await?;
    let t = ctx.texts();
    let main = html! {
        div.confirm.panel {
            p { strong { (notice.words.of(ctx.lang)) } }
            p { (t.say("notices-withdraw-what")) }
            form method="post" action=(ctx.path_to(&withdraw_path(notice.id))) {
                div.buttons {
                    button.btn.btn-main { (t.say("notices-withdraw-do")) }
                    a.btn href=(ctx.path_to(LIST)) { (t.say("platform-cancel")) }
                }
            }
        }
    };
    let lead = times(&t, &notice);
    Ok(Page::new(page_below(&app, &ctx, &t.say("notices-withdraw-title"), &lead, &main)))
}

/// Takes it back.
pub(super) async fn withdraw(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let notice = find(&app, &id).await?;
    if notice.withdrawn_at.is_none() {
        let mut tx = app.begin_platform(&ctx).await?;
        notice::set(&mut tx, Notice { withdrawn_at: Some(ctx.now), ..notice }).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(ctx.path_to(&format!("{LIST}?xong=go"))))
}

async fn find(app: &App, id: &str) -> Outcome<Notice> {
    let id = id.parse().ok().or_not_found()?;
    notice::find(&*app.db().platform().await?, id).await?.or_not_found()
}

fn page_below(app: &App, ctx: &Ctx, title: &str, lead: &str, main: &Markup) -> Markup {
    let trail = [(ctx.texts().say("notices-desk"), LIST.to_owned())];
    let page = DeskPage {
        title,
        lead: Some(lead),
        entry: LIST,
        trail: &trail,
        actions: Markup::default(),
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}
