//! The receipt: code and secret, what comes next and by when, and a slip for paper (R-P1).

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, OrNotFound as _, Outcome, Page, Redirect, Texts,
    deadline::{self, Deadline},
    ui::{
        self, Tone,
        paper::{self, Sheet},
        site::{self, Head},
    },
};

use super::{Answer, followed, page, permit, queries, queries::Mine, tracked};
use crate::petition::{
    accept::{ANSWER, FORWARD},
    code, subject,
};

struct Receipt {
    mine: Mine,
    secret: Option<String>,
    clocks: Vec<Deadline>,
}

/// Shows the receipt at the browser that has just sent it; anybody else is led to the look-up.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Outcome<Answer> {
    let Some(receipt) = find(&app, &ctx, &headers, &code).await? else {
        return Ok(Answer::Go(Redirect::to(ctx.path_to(&tracked(&code)))));
    };
    let title = ctx.texts().say("petition-receipt-title");
    let path = format!("/kien-nghi/da-gui/{code}");
    let main = view(&ctx, &receipt);
    Ok(Answer::Page(Page::new(page(&app, &ctx, &path, &title, &main))))
}

/// The same for paper.
pub(super) async fn slip(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Outcome<Answer> {
    let Some(receipt) = find(&app, &ctx, &headers, &code).await? else {
        return Ok(Answer::Go(Redirect::to(ctx.path_to(&tracked(&code)))));
    };
    let t = ctx.texts();
    let title = t.say("petition-slip-title");
    let back = ctx.path_to(&format!("/kien-nghi/da-gui/{code}"));
    let url = app.url(&ctx.site, &ctx.path_to(&tracked(&code)));
    let sheet = Sheet { url: &url, back: &back, source: ctx.site.name(ctx.lang) };
    let text = html! {
        h1.article-title { (title) }
        (codes(&t, &receipt, false))
        dl.record {
            div { dt { (t.say("petition-form-kind")) } dd { (t.say(&receipt.mine.kind().text_key())) } }
            div { dt { (t.say("petition-form-title")) } dd { (receipt.mine.title) } }
            div { dt { (t.say("petition-receipt-at")) } dd { (t.date_time(receipt.mine.received_at)) } }
            @for (name, clock) in steps(&receipt.clocks) { div { dt { (t.say(name)) } dd { (t.day(clock.due_on)) } } }
        }
        p { (t.say("petition-slip-how")) }
    };
    let head = Head { title, path: back.clone(), no_index: true, ..Head::default() };
    let main = paper::paper(&ctx, sheet, &text);
    Ok(Answer::Page(Page::new(site::print_page(&app, &ctx, &head, &main))))
}

async fn find(app: &App, ctx: &Ctx, headers: &HeaderMap, code: &str) -> Outcome<Option<Receipt>> {
    if !permit::of(app, ctx, headers, code).is_some_and(|permit| permit.sender) {
        return Ok(None);
    }
    let conn = app.db().site(ctx.site.id).await?;
    let mine = queries::by_code(&conn, ctx.site.id, code).await?.or_not_found()?;
    let clocks = deadline::of_subject(&conn, &subject(mine.id())).await?;
    // After a change of keys the secret cannot be told again; the letter has it.
    let secrets = &app.config().secrets;
    let secret = code::secret(secrets, code);
    let known = code::fits(secrets, code, &secret, Some(&mine.secret_mac));
    Ok(Some(Receipt { mine, secret: known.then_some(secret), clocks }))
}

fn view(ctx: &Ctx, receipt: &Receipt) -> Markup {
    let t = ctx.texts();
    let code = &receipt.mine.code;
    html! {
        div.wrap.narrow {
            div.flash role="status" data-tone=(Tone::Ok.as_str()) data-kept="petition" {
                p { (t.with("petition-receipt-done", [("at", t.date_time(receipt.mine.received_at).into())])) }
            }
            div.page-title {
                h1 { (t.say("petition-receipt-title")) }
                p.page-lead { (t.say("petition-receipt-lead")) }
            }
            (codes(&t, receipt, true))
            div.buttons {
                a.btn.btn-main href=(ctx.path_to(&format!("/kien-nghi/da-gui/{code}/phieu"))) { (ui::icon("print")) (t.say("petition-receipt-print")) }
                a.btn href=(ctx.path_to(&followed(code))) { (t.say("petition-receipt-follow")) }
            }
            section aria-labelledby="next" {
                h2 id="next" { (t.say("petition-receipt-next")) }
                ol.timeline {
                    @for (name, clock) in steps(&receipt.clocks) {
                        li {
                            p.timeline-what { (t.say(name)) ": " b { (t.day(clock.due_on)) } }
                            (ui::deadline::why(&t, clock))
                        }
                    }
                }
                p { (t.say("petition-receipt-letter")) }
            }
        }
    }
}

/// Both clocks with what is done by then.
fn steps(clocks: &[Deadline]) -> impl Iterator<Item = (&'static str, &Deadline)> {
    [("petition-step-forward", FORWARD), ("petition-step-answer", ANSWER)]
        .into_iter()
        .filter_map(|(name, key)| clocks.iter().find(|clock| clock.key == key).map(|c| (name, c)))
}

/// Code and secret, large.
fn codes(t: &Texts, receipt: &Receipt, copied: bool) -> Markup {
    let secret = receipt.secret.as_deref();
    html! {
        dl.slip {
            (large(t, "petition-track-code", &receipt.mine.code, copied))
            @if let Some(secret) = secret { (large(t, "petition-track-secret", secret, copied)) }
            @else { div { dt { (t.say("petition-track-secret")) } dd { (t.say("petition-receipt-secret-gone")) } } }
        }
    }
}

fn large(t: &Texts, name: &str, value: &str, copied: bool) -> Markup {
    html! {
        div {
            dt { (t.say(name)) }
            dd { span.slip-code translate="no" { (value) }
                @if copied {
                    " " button.tool type="button" data-do="copy" data-url=(value) data-done=(t.say("petition-copied")) hidden data-js {
                        (ui::icon("link")) span data-word { (t.say("petition-copy")) span.sr { " " (t.say(name)) } }
                    }
                }
            }
        }
    }
}
