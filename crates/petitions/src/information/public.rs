//! What everybody sees: what can be asked for, the form, the blank forms for paper, the figures.

use axum::{
    extract::{Path, Query, State as FromApp},
    response::{IntoResponse as _, Response},
};
use chrono::Datelike as _;
use maud::{Markup, html};
use portal_core::{
    Access, App, Arrival, Ctx, Fault, FormFaults, Outcome, Page, Posted, PublicPage, Routes, Texts,
    calendar::end_of,
    lang::local_day,
    robots::{self, Sender, Stopped},
    ui::{self, Tone, site::Head},
};
use serde::Deserialize;

use super::{
    Channel, Form,
    ask::{self, Arriving},
    clocks, facts, links, official, statistics, track,
};

/// The front page of requests for information.
pub const PATH: &str = "/yeu-cau-thong-tin";
/// The form.
pub const FORM: &str = "/yeu-cau-thong-tin/gui";
/// The figures.
pub const FIGURES: &str = "/yeu-cau-thong-tin/so-lieu";
/// Where what is public already stands.
const ALREADY: &str = "/chuyen-muc/tiep-can-thong-tin";
/// Name of the form for tickets.
const TICKET: &str = "information";

/// Its public routes.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .page(PATH, &[], front)
        .page(FIGURES, &["nam"], figures)
        .page("/yeu-cau-thong-tin/mau/{form}", &[], blank)
        .get(FORM, Access::Public, form)
        .post(FORM, Access::Public, send);
    super::deliver::routes(track::routes(routes))
}

/// The trail to a page below the front page.
pub fn trail(ctx: &Ctx, t: &Texts) -> Vec<(String, String)> {
    vec![(t.say("module-information-requests"), ctx.path_to(PATH))]
}

/// A page for one person, in the site's frame.
pub fn lone(app: &App, ctx: &Ctx, title: String, path: &str, main: &Markup) -> Markup {
    let head = Head { title, path: path.to_owned(), no_index: true, ..Head::default() };
    ui::site::page(app, ctx, &head, Some(&trail(ctx, &ctx.texts())), main)
}

async fn front(ctx: Ctx, FromApp(app): FromApp<App>) -> Outcome<PublicPage> {
    let t = ctx.texts();
    let head = Head {
        title: t.say("module-information-requests"),
        description: t.say("information-lead"),
        path: PATH.to_owned(),
        ..Head::default()
    };
    let main = front_view(&app, &ctx, &t);
    Ok(PublicPage::html(&ctx, ui::site::page(&app, &ctx, &head, Some(&[]), &main)))
}

fn front_view(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    let tile = |icon: &str, path: &str, stem: &str| {
        html! {
            li { a.tile href=(ctx.path_to(path)) {
                (ui::icon(icon))
                span.tile-text {
                    span.tile-title { (t.say(&format!("information-tile-{stem}"))) }
                    span.tile-hint { (t.say(&format!("information-tile-{stem}-hint"))) }
                }
            } }
        }
    };
    let times = [
        ("simple", clocks::SIMPLE),
        ("by_post", clocks::SIMPLE_BY_POST),
        ("notice", clocks::NOTICE),
        ("answer", clocks::ANSWER),
        ("in_person", clocks::ANSWER_IN_PERSON),
        ("extension", clocks::EXTENSION),
    ];
    let today = local_day(ctx.now);
    let length = |key| {
        let term = app.law().term(key, today);
        term.map(|rule| ui::deadline::length(t, rule.value)).unwrap_or_default()
    };
    let times: Vec<_> = times.map(|(name, key)| (name, length(key))).into();
    let list = |stem: &str, count: usize| {
        html! { @for n in 1..=count { li { (t.with_all(&format!("{stem}-{n}"), times.clone())) } } }
    };
    html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.say("module-information-requests")) }
                p.page-lead { (t.say("information-lead")) }
            }
            ul.tiles {
                (tile("send", FORM, "ask"))
                (tile("search", track::PATH, "track"))
                @if ui::leads_somewhere(app, ctx, ALREADY) { (tile("list", ALREADY, "public")) }
                (tile("chart", FIGURES, "figures"))
            }
            div.prose {
                h2 { (t.say("information-what")) }
                p { (t.say("information-what-text")) }
                h2 { (t.say("information-how")) }
                ol { (list("information-how", 4)) }
                h2 { (t.say("information-when")) }
                ul { (list("information-when", 4)) }
                h2 { (t.say("information-costs")) }
                p { (t.say("information-costs-text")) }
                h2 { (t.say("information-forms")) }
                ul {
                    @for form in Form::ALL {
                        li { a href=(ctx.path_to(&format!("/yeu-cau-thong-tin/mau/{}", form_word(*form)))) {
                            (t.say(&format!("{}-blank", form.text_key()))) } }
                    }
                }
            }
            (contact(ctx, t))
        }
    }
}

/// Who answers: the unit's own particulars.
fn contact(ctx: &Ctx, t: &Texts) -> Markup {
    let of = &ctx.site.particulars;
    let rows = [
        ("footer-address", &of.address),
        ("footer-phone", &of.phone),
        ("footer-fax", &of.fax),
        ("footer-email", &of.email),
    ];
    html! {
        section.block aria-labelledby="information-contact" {
            div.block-head { h2.block-title id="information-contact" { (t.say("information-contact")) } }
            dl.record {
                div { dt { (t.say("information-contact-unit")) } dd { (ctx.site.name(ctx.lang)) } }
                @for (key, value) in rows {
                    @if !value.is_empty() { div { dt { (t.say(key)) } dd {
                        @if key == "footer-email" { a href={ "mailto:" (value) } { (value) } } @else { (value) }
                    } } }
                }
            }
        }
    }
}

/// The law's short name of a form, in addresses.
fn form_word(form: Form) -> &'static str {
    match form {
        Form::Citizen => "01a",
        Form::Organisation => "01b",
    }
}

fn form_of(word: &str) -> Option<Form> {
    Form::ALL.iter().copied().find(|form| form_word(*form) == word)
}

async fn blank(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(word): Path<String>,
) -> Outcome<PublicPage> {
    let form = form_of(&word).ok_or(Fault::NotFound)?;
    let main = official::blank(&ctx, form);
    let t = ctx.texts();
    let head = Head {
        title: t.say(&format!("{}-blank", form.text_key())),
        path: format!("/yeu-cau-thong-tin/mau/{word}"),
        ..Head::default()
    };
    Ok(PublicPage::html(&ctx, ui::site::print_page(&app, &ctx, &head, &main)))
}

/// The query of the form's page.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    mau: String,
}

async fn form(ctx: Ctx, FromApp(app): FromApp<App>, Query(wanted): Query<Wanted>) -> Page {
    let form = form_of(&wanted.mau).unwrap_or(Form::Citizen);
    let posted = Posted::from_pairs([("form", form.as_str()), ("wish", "email")]);
    Page::new(form_page(&app, &ctx, &posted, &FormFaults::default(), None))
}

fn form_page(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
    note: Option<String>,
) -> Markup {
    let t = ctx.texts();
    let here = ask::which(posted);
    let main = html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.say("information-ask")) }
                p.page-lead { (t.with("information-ask-lead", [("site", ctx.site.name(ctx.lang).into())])) }
            }
            nav.subsections aria-label=(t.say("information-which-form")) { ul {
                @for form in Form::ALL {
                    li { a href=(ctx.path_to(&format!("{FORM}?mau={}", form_word(*form))))
                        aria-current=[(*form == here).then_some("page")] { (t.say(&form.text_key())) } }
                }
            } }
            @if let Some(note) = note { (ui::flash(Tone::Bad, &note)) }
            (ask::summary(&t, faults))
            form.form method="post" action=(ctx.path_to(FORM)) data-once=(t.say("information-sending")) {
                (ui::form_key(Some(posted)))
                (robots::fields(app, ctx, TICKET))
                input type="hidden" name="form" value=(here.as_str());
                (ask::fields(&t, posted, faults, here))
                p.hint { (t.say("information-privacy")) }
                (ask::consent(&t, posted, faults))
                div.buttons { button.btn.btn-main { (t.say("information-send")) } }
            }
        }
    };
    lone(app, ctx, t.say("information-ask"), FORM, &main)
}

/// Takes a request. The same form sent again finds the same code; a robot in the trap is answered
/// like everybody, and nothing is kept of it.
async fn send(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    app.rates.count(&app, ctx.address).await?;
    let key = posted.key()?;
    let secrets = &app.config().secrets;
    let (code, secret) = links::credentials(secrets, ctx.site.id, key);
    let none = FormFaults::default();
    let sender = match robots::check(secrets, TICKET, &posted, ctx.now) {
        Ok(sender) => sender,
        Err(Stopped::Trapped) => return Ok(done(&app, &ctx, &code, &secret, false)),
        Err(stopped) => {
            let note = Some(stopped.sentence(&ctx.texts()));
            let page = form_page(&app, &ctx, &posted, &none, note);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let asking = match ask::read(&posted, true) {
        Ok(asking) => asking,
        Err(faults) => {
            let page = form_page(&app, &ctx, &posted, &faults, None);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let by_mail = !asking.requester.email.is_empty();
    let mut tx = app.begin(&ctx).await?;
    if tx.once(key, FORM).await? == Arrival::First {
        let arriving = Arriving {
            asking: &asking,
            channel: Channel::Web,
            received_at: ctx.now,
            proved: sender == Sender::Proved,
            entered_by: None,
        };
        ask::arrive(&app, &mut tx, &ctx, key, &arriving).await?;
        tx.commit().await?;
    } else {
        tx.roll_back().await?;
    }
    Ok(done(&app, &ctx, &code, &secret, by_mail))
}

fn done(app: &App, ctx: &Ctx, code: &str, secret: &str, by_mail: bool) -> Response {
    let t = ctx.texts();
    let main = html! {
        div.wrap.narrow { div.message data-tone="ok" {
            h1 { (t.say("information-sent")) }
            p { (t.say("information-sent-text")) }
            dl.slip {
                div { dt { (t.say("information-code")) } dd { span.slip-code translate="no" { (code) } } }
                div { dt { (t.say("information-secret")) } dd { span.slip-code translate="no" { (secret) } } }
            }
            p { (t.say("information-sent-keep")) }
            @if by_mail { p { (t.say("information-sent-confirm")) } }
            (track::open_form(ctx, code, secret, &t.say("information-follow")))
        } }
    };
    Page::new(lone(app, ctx, t.say("information-sent"), FORM, &main)).into_response()
}

/// The query of the figures.
#[derive(Debug, Default, Deserialize)]
pub struct Year {
    #[serde(default)]
    nam: String,
}

async fn figures(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Query(asked): Query<Year>,
) -> Outcome<PublicPage> {
    ctx.reads(facts::figures(ctx.site.id));
    let now = local_day(ctx.now).year();
    let year = asked.nam.parse().ok().filter(|year| (2018..=now).contains(year)).unwrap_or(now);
    let conn = app.db().site(ctx.site.id).await?;
    let figures = statistics::of_year(&conn, ctx.site.id, year).await?;
    drop(conn);
    let main = statistics::view(&app, &ctx, &figures);
    let t = ctx.texts();
    let head = Head {
        title: t.with("information-figures-title", [("year", year.to_string().into())]),
        path: FIGURES.to_owned(),
        ..Head::default()
    };
    let markup = ui::site::page(&app, &ctx, &head, Some(&trail(&ctx, &t)), &main);
    // The day stands on it.
    Ok(PublicPage::html(&ctx, markup).until(Some(end_of(local_day(ctx.now)))))
}
