//! The page of one site on the desk: what it is, what is on, what was changed.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FactId, Fault, FormFaults, Kind, Lang, OrNotFound, Outcome, Page, Posted,
    Redirect, Site, SiteId, Texts, birth, fact,
    site::{Particulars, SiteState, settings::MODULES},
    ui::{self, desk::DeskPage},
};

use super::{
    LIST, changes, create, history, list,
    queries::{self, Told},
    second_factor, site_path,
    words::{self, Asked},
};

/// How many changes of each setting the page tells of.
const HISTORY: i64 = 30;

/// The page.
pub async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    asked: Asked,
) -> Outcome<Page> {
    let site = words::fresh(&app, &code).await?;
    let told = {
        let conn = app.db().platform().await?;
        queries::history(&conn, site.id, HISTORY).await?
    };
    let posted = Posted::from_pairs(site.languages.iter().map(|l| ("languages", l.code())));
    let flash = words::done(&ctx.texts(), &asked);
    Ok(Page::new(view(&app, &ctx, &site, &told, &posted, &FormFaults::default(), flash)))
}

/// Switches a module.
pub async fn switch_module(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let on = match posted.line("on").as_str() {
        "1" => true,
        "0" => false,
        _ => return Err(Fault::Malformed("on")),
    };
    let location = words::after(&ctx, &code, "mo-dun");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let site = SiteId(changes::lock(&tx, &code).await?.id);
    birth::switch_module(&app, &mut tx, &ctx, site, &posted.line("module"), on).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Sets the languages.
pub async fn set_languages(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let chosen = posted.all("languages");
    let is_chosen = |lang: &Lang| chosen.iter().any(|code| code == lang.code());
    let languages: Vec<Lang> = Lang::all().into_iter().filter(is_chosen).collect();
    if languages.first() != Some(&Lang::VI) {
        let site = words::fresh(&app, &code).await?;
        let conn = app.db().platform().await?;
        let told = queries::history(&conn, site.id, HISTORY).await?;
        let (_, fault) = super::birth_words::at_field(&birth::BirthFault::NotVietnamese);
        let mut faults = FormFaults::default();
        faults.add("languages", fault);
        let view = view(&app, &ctx, &site, &told, &posted, &faults, None);
        return Ok(Page::invalid(view).into_response());
    }
    let location = words::after(&ctx, &code, "ngon-ngu");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let row = changes::lock(&tx, &code).await?;
    changes::set_languages(&app, &mut tx, &row, &languages).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Undoes a change.
pub async fn undo(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let id = FactId(posted.number("fact").ok_or(Fault::Malformed("fact"))?);
    let location = words::after(&ctx, &code, "hoan-lai");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let row = changes::lock(&tx, &code).await?;
    let fact = fact::by_id(&tx, id).await?.or_not_found()?;
    changes::undo(&app, &mut tx, &row, &fact).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

fn view(
    app: &App,
    ctx: &Ctx,
    site: &Site,
    told: &[Told],
    posted: &Posted,
    faults: &FormFaults,
    flash: Option<Markup>,
) -> Markup {
    let t = ctx.texts();
    let page = DeskPage {
        title: site.name(ctx.lang),
        lead: None,
        entry: LIST,
        trail: &[(t.say("platform-desk"), LIST.to_owned())],
        actions: html! { a.btn href=(app.url(site, "/")) { (t.say("platform-open")) } },
        flash,
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(create::label(name))))
        div.item {
            div {
                (modules(app, ctx, site, told))
                (languages(ctx, site, posted, faults))
                (second_factor::panel(ctx, site, told))
                (menu(ctx, site))
            }
            aside.item-side {
                (particulars(app, ctx, site))
                (state(ctx, site))
                (history_panel(app, ctx, site, told))
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn modules(app: &App, ctx: &Ctx, site: &Site, told: &[Told]) -> Markup {
    let t = ctx.texts();
    let path = ctx.path_to(&site_path(&site.code));
    html! {
        section.panel aria-labelledby="modules" {
            h2.panel-title id="modules" { (t.say("platform-modules")) }
            p.hint { (t.say("platform-modules-what")) }
            ul.switches {
                @for module in app.modules().all().iter().filter(|module| module.switchable()) {
                    @let key = module.key();
                    @let name = t.say(&format!("module-{key}"));
                    @let on = app.is_on(site, key);
                    @let last = last_switch(told, key);
                    li.switch-row {
                        div.switch-text {
                            h3.switch-name { (name) }
                            p.hint { (t.say(&format!("module-{key}-what"))) }
                            p.meta { (who_switched(&t, last, on)) }
                        }
                        form.switch-do method="post" action={ (path) "/mo-dun" } {
                            (ui::form_key(None))
                            input type="hidden" name="module" value=(key);
                            button.switch role="switch" aria-checked=(on) aria-label=(name) name="on" value=(if on { "0" } else { "1" }) {
                                span.switch-word { (t.say(if on { "platform-switch-on" } else { "platform-switch-off" })) }
                            }
                        }
                        @if let Some((fact, _)) = last && can_be_undone(told, fact) {
                            (undo_form(ctx, site, fact.id, "switch-undo"))
                        }
                    }
                }
            }
        }
    }
}

/// The newest change that switched a module.
fn last_switch<'a>(told: &'a [Told], module: &str) -> Option<&'a Told> {
    told.iter().find(|(fact, _)| {
        history::setting_of(fact).is_some_and(|change| {
            change.key == MODULES && changes::switched(&change).iter().any(|key| key == module)
        })
    })
}

/// Whether a fact is the newest change of what it changed, as far as the page knows. Who asks for an
/// older one all the same is told why not.
pub(super) fn can_be_undone(told: &[Told], fact: &portal_core::FactRow) -> bool {
    let Some(change) = history::setting_of(fact) else { return false };
    if change.key == MODULES {
        return changes::switched(&change).iter().all(|module| {
            last_switch(told, module).is_some_and(|(newest, _)| newest.id == fact.id)
        });
    }
    let same = |of: &&Told| history::setting_of(&of.0).is_some_and(|of| of.key == change.key);
    told.iter().find(same).is_some_and(|(newest, _)| newest.id == fact.id)
}

pub(super) fn who_switched(t: &Texts, last: Option<&Told>, on: bool) -> Markup {
    html! {
        @match last {
            Some((fact, person)) => {
                @let name = person.clone().unwrap_or_else(|| t.say("platform-by-portal"));
                @let key = if on { "platform-switched-on-by" } else { "platform-switched-off-by" };
                span { (t.with(key, [("name", name.into())])) }
                span { (ui::moment(t, fact.at)) }
            }
            None => span { (t.say("platform-as-default")) },
        }
    }
}

pub(super) fn undo_form(ctx: &Ctx, site: &Site, fact: i64, class: &str) -> Markup {
    let t = ctx.texts();
    html! {
        form class=(class) method="post" action=(ctx.path_to(&format!("{}/hoan-lai", site_path(&site.code)))) {
            (ui::form_key(None))
            button.btn.btn-small.btn-quiet name="fact" value=(fact) { (t.say("platform-undo")) }
        }
    }
}

fn languages(ctx: &Ctx, site: &Site, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    html! {
        section.panel aria-labelledby="languages" {
            h2.panel-title id="languages" { (t.say("platform-languages")) }
            form method="post" action=(ctx.path_to(&format!("{}/ngon-ngu", site_path(&site.code)))) {
                (ui::form_key(Some(posted)))
                (create::languages(&t, posted, faults, &Lang::all()))
                div.buttons { button.btn.btn-main { (t.say("platform-save")) } }
            }
        }
    }
}

fn menu(ctx: &Ctx, site: &Site) -> Markup {
    let t = ctx.texts();
    let label = |entry: &portal_core::site::MenuEntry| {
        if entry.label.vi.is_empty() {
            format!("{} (en)", entry.label.en.as_deref().unwrap_or_default())
        } else {
            entry.label.of(ctx.lang).to_owned()
        }
    };
    html! {
        section.panel aria-labelledby="menu" {
            h2.panel-title id="menu" { (t.say("platform-menu")) }
            ul.tree {
                @for entry in site.menu.iter() {
                    li {
                        div.tree-row { span.tree-name { (label(entry)) " " span.meta { (entry.href) } } }
                        @if !entry.below.is_empty() {
                            ul { @for entry in &entry.below { li {
                                div.tree-row { span.tree-name { (label(entry)) " " span.meta { (entry.href) } } }
                            } } }
                        }
                    }
                }
            }
            p { a.btn href=(ctx.path_to(&format!("{}/danh-muc", site_path(&site.code)))) { (t.say("platform-menu-edit")) } }
        }
    }
}

fn particulars(app: &App, ctx: &Ctx, site: &Site) -> Markup {
    let t = ctx.texts();
    let sites = app.sites.now();
    let above = site.parent.and_then(|id| sites.by_id(id));
    let Particulars { owner, responsible, address, phone, fax, email, licence } = &site.particulars;
    let rows = [
        ("footer-owner", owner),
        ("footer-responsible", responsible),
        ("footer-address", address),
        ("footer-phone", phone),
        ("footer-fax", fax),
        ("footer-email", email),
        ("footer-licence", licence),
    ];
    html! {
        section.panel aria-labelledby="particulars" {
            h2.panel-title id="particulars" { (t.say("platform-particulars")) }
            dl.record {
                div { dt { (t.say("platform-column-kind")) } dd { (words::kind(&t, site.kind)) } }
                div { dt { (t.say("site-code")) } dd { (site.code) } }
                div { dt { (t.say("site-domain")) } dd { a href=(app.url(site, "/")) { (site.host) } } }
                @if let Some(above) = above {
                    div { dt { (t.say("platform-column-parent")) } dd { a href=(ctx.path_to(&site_path(&above.code))) { (above.name(ctx.lang)) } } }
                }
                @for (key, value) in rows {
                    div { dt { (t.say(key)) } dd { @if value.is_empty() { (t.say("platform-not-given")) } @else { (value) } } }
                }
            }
            p { a.btn href=(ctx.path_to(&format!("{}/thong-tin", site_path(&site.code)))) { (t.say("platform-particulars-edit")) } }
        }
    }
}

fn state(ctx: &Ctx, site: &Site) -> Markup {
    let t = ctx.texts();
    let (label, class) = match site.state {
        SiteState::Active => ("platform-suspend-do", "btn btn-danger"),
        SiteState::Suspended => ("platform-resume-do", "btn btn-main"),
    };
    html! {
        section.panel aria-labelledby="state" {
            h2.panel-title id="state" { (t.say("platform-column-state")) }
            p { (list::state(&t, site.state)) }
            @if site.kind == Kind::Province {
                p.hint { (t.say("platform-refusal-province-stays")) }
            } @else {
                p { a class=(class) href=(ctx.path_to(&format!("{}/trang-thai", site_path(&site.code)))) { (t.say(label)) } }
            }
        }
    }
}

fn history_panel(app: &App, ctx: &Ctx, site: &Site, told: &[Told]) -> Markup {
    let t = ctx.texts();
    html! {
        section.panel aria-labelledby="history" {
            h2.panel-title id="history" { (t.say("platform-history")) }
            @if told.is_empty() { p { (t.say("platform-history-none")) } }
            ol.timeline {
                @for (fact, person) in told {
                    @let name = person.clone().unwrap_or_else(|| t.say("platform-by-portal"));
                    li {
                        p.timeline-what { b { (name) } " " (history::what(app, &t, fact)) }
                        p.timeline-when { (ui::moment(&t, fact.at)) }
                        @if can_be_undone(told, fact) { (undo_form(ctx, site, fact.id, "timeline-do")) }
                    }
                }
            }
        }
    }
}
