//! What readers see of comments: the list below an article, the form, the thanks.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    module::Subject,
    robots::{self, Stopped},
    ui::{self, Field, Tone, site::Head},
};

use super::{Thread, facts, form, queries};
use crate::{day_limit, text::paragraphs};

/// Name of the form, for its ticket.
const FORM: &str = "comment";
/// How many comments a page shows.
const SHOWN: i64 = 200;
/// How many a network may send a day: a school behind one address is not stopped, a flood is.
const MOST_A_DAY: i64 = 30;

/// The form's path.
fn path(item: i64) -> String {
    format!("/binh-luan/{item}")
}

/// Comments below an article that the site wrote itself.
///
/// Requirement: R-P8.
pub(super) async fn below(app: &App, ctx: &Ctx, subject: &Subject) -> Outcome<Option<Markup>> {
    if subject.kind != "article" || !subject.original {
        return Ok(None);
    }
    ctx.reads(facts::below(subject.id));
    let conn = app.db().site(ctx.site.id).await?;
    let threads = queries::shown(&conn, ctx.site.id, subject.id, SHOWN).await?;
    let t = ctx.texts();
    Ok(Some(html! {
        section.block.comments aria-labelledby="comments" {
            div.block-head {
                h2.block-title id="comments" { (t.say("comments")) @if !threads.is_empty() { " " span.count { (threads.len()) } } }
            }
            @if !threads.is_empty() { ol.comment-list { @for thread in &threads { (shown(ctx, thread)) } } }
            p.comment-invite {
                a.btn href=(ctx.path_to(&path(subject.id))) rel="nofollow" { (ui::icon("chat")) (t.say("comment-write")) }
                span.hint { (t.say("comment-moderated")) }
            }
        }
    }))
}

fn shown(ctx: &Ctx, Thread { comment, reply }: &Thread) -> Markup {
    let t = ctx.texts();
    html! {
        li {
            section.said data-who="citizen" {
                p.said-by { (comment.name(&t)) " " span.meta { (ui::moment(&t, comment.sent_at)) } }
                div.prose { (paragraphs(comment.shown_text())) }
            }
            @if let Some(reply) = reply {
                section.said data-who="unit" {
                    p.said-by { (t.say("comment-unit-answers")) " " span.meta { (ui::moment(&t, reply.at)) } }
                    div.prose { (paragraphs(&reply.body)) }
                }
            }
        }
    }
}

/// The article a form is for: one that readers see, and that the site wrote itself.
async fn subject(app: &App, ctx: &Ctx, item: &str) -> Outcome<Subject> {
    let item = item.parse().ok().or_not_found()?;
    let found = app.modules().subject(app, ctx, "article", item).await?;
    found.filter(|subject| subject.original).or_not_found()
}

/// The empty form.
pub(super) async fn ask(
    ctx: Ctx,
    State(app): State<App>,
    Path(item): Path<String>,
) -> Outcome<Page> {
    let subject = subject(&app, &ctx, &item).await?;
    let (posted, faults) = (Posted::default(), FormFaults::default());
    Ok(Page::new(view(&app, &ctx, &subject, (&posted, &faults), None)))
}

/// Takes a comment in. Nobody sees it before somebody of the unit has looked.
pub(super) async fn send(
    ctx: Ctx,
    State(app): State<App>,
    Path(item): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let subject = subject(&app, &ctx, &item).await?;
    app.rates.count(&app, ctx.address).await?;
    let thanks = ctx.path_to(&format!("{}/da-gui", path(subject.id)));
    let again = |faults: &FormFaults, says: Option<&str>| {
        Page::invalid(view(&app, &ctx, &subject, (&posted, faults), says)).into_response()
    };
    let says = match robots::check(&app.config().secrets, FORM, &posted, ctx.now) {
        Err(Stopped::Trapped) => return Ok(Redirect::to(thanks).into_response()),
        Err(stopped) => stopped.sentence(&ctx.texts()),
        Ok(sender) => match form::read(&posted) {
            Err(faults) => return Ok(again(&faults, None)),
            Ok(written) => {
                let new = form::seal(&app.config().secrets, &ctx, written, sender)?;
                if keep(&app, &ctx, &subject, &new, (posted.key()?, &thanks)).await? {
                    return Ok(Redirect::to(thanks).into_response());
                }
                ctx.texts().say("comment-enough-today")
            }
        },
    };
    Ok(again(&FormFaults::default(), Some(&says)))
}

/// Keeps a comment, once for each form; gives whether the network still may.
async fn keep(
    app: &App,
    ctx: &Ctx,
    subject: &Subject,
    new: &form::NewComment,
    (key, thanks): (uuid::Uuid, &str),
) -> Outcome<bool> {
    let mut tx = app.begin(ctx).await?;
    let again = tx.once(key, thanks).await? != Arrival::First;
    if again || !day_limit::take(app, ctx, &tx, FORM, MOST_A_DAY).await? {
        tx.roll_back().await?;
        return Ok(again);
    }
    queries::insert(&tx, ctx.site.id, subject, new, (ctx.lang, ctx.now)).await?;
    tx.untold();
    tx.commit().await?;
    Ok(true)
}

/// Says that it was taken in, and what happens now.
pub(super) async fn thanks(
    ctx: Ctx,
    State(app): State<App>,
    Path(item): Path<String>,
) -> Outcome<Page> {
    let subject = subject(&app, &ctx, &item).await?;
    let t = ctx.texts();
    let main = html! {
        div.wrap.narrow { div.message data-tone="ok" {
            h1 { (t.say("comment-sent-title")) }
            p { (t.say("comment-sent-text")) }
            p.message-do { a.btn.btn-main href=(ctx.path_to(&subject.path)) { (t.say("comment-back")) } }
        } }
    };
    Ok(Page::new(ui::site::page(
        &app,
        &ctx,
        &head(&t.say("comment-sent-title"), &subject),
        Some(&[]),
        &main,
    )))
}

fn head(title: &str, subject: &Subject) -> Head {
    Head { title: title.to_owned(), path: path(subject.id), no_index: true, ..Head::default() }
}

fn view(
    app: &App,
    ctx: &Ctx,
    subject: &Subject,
    (posted, faults): (&Posted, &FormFaults),
    says: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let label = |name: &str| t.say(&format!("comment-field-{name}"));
    let field = |name: &'static str, key: &'static str| Field::new(&t, posted, faults, name, key);
    let main = html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.say("comment-write")) }
                p.page-lead { (t.say("comment-on")) " " a href=(ctx.path_to(&subject.path)) { (subject.title) } }
            }
            @if let Some(says) = says { (ui::flash(Tone::Bad, says)) }
            (ui::fault_summary(&t, faults, label))
            form.form method="post" action=(ctx.path_to(&path(subject.id))) data-once=(t.say("comment-sending"))
                data-keep={ "comment-" (subject.id) } data-keep-in="session" novalidate {
                (ui::form_key(Some(posted)))
                (robots::fields(app, ctx, FORM))
                (field("name", "comment-field-name").max(form::LONGEST_NAME).hint("comment-name-hint").complete("name").width("m").input("text"))
                (field("email", "comment-field-email").hint("comment-email-hint").complete("email").width("m").input("email"))
                (field("body", "comment-field-body").required().max(form::LONGEST).hint("comment-body-hint").area(7))
                div.notice data-tone="info" { p { (t.say("comment-privacy")) } }
                div.buttons { button.btn.btn-main { (t.say("comment-send")) } a.btn.btn-quiet href=(ctx.path_to(&subject.path)) { (t.say("comment-cancel")) } }
            }
        }
    };
    let trail = [(subject.title.clone(), ctx.path_to(&subject.path))];
    ui::site::page(app, ctx, &head(&t.say("comment-write"), subject), Some(&trail), &main)
}
