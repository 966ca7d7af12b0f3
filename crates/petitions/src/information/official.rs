//! The law's forms for paper: the request (01a, 01b) and what the unit writes, laid out as
//! administrative documents are (R-P9).

use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Kind, Outcome, Texts,
    lang::local_day,
    ui::{self, site::Head},
};

use super::{
    Form, Reply, ReplyKind, Request, Wish, queries,
    sealed::{self, Requester},
    statistics,
};

/// What stands on a line nobody filled in.
const DOTS: &str = "……………………………………………………";

/// Finds who asks. The caller has the right to see it: the requester, or a holder of the permission.
pub async fn requester(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    request: &Request,
) -> Outcome<Requester> {
    match queries::requester(conn, ctx.site.id, request.id).await? {
        Some(bytes) => sealed::open(&app.config().secrets, ctx.site.id, request.id, &bytes),
        None => Ok(Requester::default()),
    }
}

/// A request, or a reply to it, as a page for paper. The caller has the right to see who asks.
pub async fn sheet(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    request: &Request,
    reply: Option<&Reply>,
) -> Outcome<Markup> {
    let t = ctx.texts();
    let who = requester(app, ctx, conn, request).await?;
    let (title, main) = match reply {
        None => (t.say("information-sheet-request"), filled(ctx, &t, request, &who)),
        Some(reply) => (
            t.say(&format!("information-sheet-{}", reply.kind.as_str())),
            written(app, ctx, &t, request, reply, &who),
        ),
    };
    let head =
        Head { title, path: super::public::PATH.to_owned(), no_index: true, ..Head::default() };
    Ok(ui::site::print_page(app, ctx, &head, &main))
}

/// A form without anything filled in, for those who write by hand.
pub fn blank(ctx: &Ctx, form: Form) -> Markup {
    let t = ctx.texts();
    request_form(ctx, &t, form, &Requester::default(), None)
}

fn filled(ctx: &Ctx, t: &Texts, request: &Request, who: &Requester) -> Markup {
    request_form(ctx, t, request.form, who, Some(request))
}

/// The name of the country and its motto, as they head every document.
fn nation(t: &Texts) -> Markup {
    html! {
        p.official-nation {
            b { (t.say("information-sheet-nation")) }
            br;
            b.official-motto { (t.say("information-sheet-motto")) }
        }
    }
}

fn line(label: &str, value: &str) -> Markup {
    html! { p.official-line { (label) ": " @if value.is_empty() { (DOTS) } @else { b { (value) } } } }
}

fn request_form(
    ctx: &Ctx,
    t: &Texts,
    form: Form,
    who: &Requester,
    request: Option<&Request>,
) -> Markup {
    let of = |pick: fn(&Request) -> &str| request.map(pick).unwrap_or_default();
    let organisation = form == Form::Organisation;
    html! {
        main.print-page.official id="main" {
            p.official-form { (t.say(&format!("information-sheet-form-{}", form.as_str()))) }
            (nation(t))
            h1 { (t.say("information-sheet-request")) }
            p.official-to { (t.with("information-sheet-to", [("name", ctx.site.name(ctx.lang).into())])) }
            @if organisation { (line(&t.say("information-organisation"), &who.organisation)) }
            (line(&t.say(if organisation { "information-representative" } else { "information-name" }), &who.name))
            (line(&t.say("information-identity"), &who.identity))
            (line(&t.say("information-issued"), &who.issued))
            (line(&t.say(if organisation { "information-office" } else { "information-residence" }), &who.residence))
            (line(&t.say("information-phone"), &who.phone))
            (line(&t.say("information-fax"), &who.fax))
            (line(&t.say("information-email"), &who.email))
            (line(&t.say("information-title"), of(|r| &r.title)))
            (line(&t.say("information-details"), of(|r| &r.details)))
            (line(&t.say("information-purpose"), of(|r| &r.purpose)))
            p.official-line { (t.say("information-wish")) ":" }
            ul.official-choices {
                @for wish in Wish::ALL {
                    @let chosen = request.is_some_and(|request| request.wish == *wish);
                    li { (if chosen { "☒ " } else { "☐ " }) (t.say(&wish.text_key())) }
                }
            }
            p.official-line { (t.say("information-sheet-promise")) }
            div.official-sign {
                p { (match request {
                    Some(request) => t.with("information-sheet-sent", [("date", t.date_time(request.received_at).into())]),
                    None => t.say("information-sheet-date"),
                }) }
                p { b { (t.say("information-sheet-signer")) } br; i { (t.say("information-sheet-sign-hint")) } }
                p.official-name { (who.name) }
            }
            @if let Some(request) = request {
                p.official-foot { (t.with("information-sheet-received", [
                    ("code", request.code.as_str().into()), ("label", request.label(t).into()),
                ])) }
            }
            (print_do(t))
        }
    }
}

fn print_do(t: &Texts) -> Markup {
    html! {
        p.print-do { button.btn.btn-main type="button" data-do="print" hidden data-js { (t.say("print-do")) } }
    }
}

/// The authority above a unit, as its documents name it; none above the province.
fn above(app: &App, ctx: &Ctx) -> Option<String> {
    let sites = app.sites.now();
    let above = sites.by_id(ctx.site.parent?)?;
    Some(match above.kind {
        Kind::Province => ctx.texts().say("province-committee"),
        _ => above.name(ctx.lang).to_owned(),
    })
}

/// What a unit writes.
fn written(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    request: &Request,
    reply: &Reply,
    who: &Requester,
) -> Markup {
    let day = reply.decided_at.unwrap_or(reply.changed_at);
    let stem = format!("information-sheet-{}", reply.kind.as_str());
    html! {
        main.print-page.official id="main" {
            div.official-head {
                p.official-unit {
                    @if let Some(above) = above(app, ctx) { (above) br; }
                    b { (ctx.site.name(ctx.lang)) }
                    br;
                    span { (t.with("information-sheet-number", [("label", request.label(t).into())])) }
                }
                div { (nation(t)) p.official-day { (t.with("information-sheet-day", [("date", t.date(day).into())])) } }
            }
            h1 { (t.say(&stem)) }
            p.official-to { (t.with("information-sheet-to", [("name", who.addressed().into())])) }
            p { (t.with("information-sheet-about", [
                ("date", t.date(request.received_at).into()), ("title", request.title.as_str().into()),
                ("site", ctx.site.name(ctx.lang).into()),
            ])) }
            p { (t.say(&format!("{stem}-text"))) }
            (reasons(app, ctx, reply))
            (super::track::words(t, reply))
            @if reply.kind == ReplyKind::Refusal { p { (t.say("information-sheet-complain")) } }
            div.official-sign {
                p { b { (t.say("information-sheet-head")) } br; i { (t.say("information-sheet-seal-hint")) } }
                p.official-name {}
            }
            (print_do(t))
        }
    }
}

/// The law's reasons a reply names, in its words.
pub fn reasons(app: &App, ctx: &Ctx, reply: &Reply) -> Markup {
    let known = statistics::reasons(app, local_day(reply.changed_at));
    html! {
        @if !reply.reasons.is_empty() {
            ul { @for code in &reply.reasons { li { (statistics::reason_text(ctx, &known, code)) } } }
        }
    }
}
