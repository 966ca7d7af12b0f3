//! The menu editor.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FormFaults, Outcome, Page, Posted, Redirect, Site,
    site::settings::MENU,
    ui::{self, Field, Tone},
};

use super::{changes, menu_form, site_path, words};

/// The form, filled in with the menu as it is.
pub async fn form(ctx: Ctx, State(app): State<App>, Path(code): Path<String>) -> Outcome<Page> {
    let site = words::fresh(&app, &code).await?;
    let posted = menu_form::write(&site.menu);
    Ok(Page::new(view(&app, &ctx, &site, &posted, &FormFaults::default())))
}

/// Saves it, or offers more rows.
pub async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    if posted.line("do") == "more" {
        let site = words::fresh(&app, &code).await?;
        let wider = menu_form::more(&posted);
        let view = view(&app, &ctx, &site, &wider, &FormFaults::default());
        return Ok(Page::new(view).into_response());
    }
    let menu = match menu_form::read(&posted) {
        Ok(menu) => menu,
        Err(faults) => {
            let site = words::fresh(&app, &code).await?;
            return Ok(Page::invalid(view(&app, &ctx, &site, &posted, &faults)).into_response());
        }
    };
    let location = words::after(&ctx, &code, "danh-muc");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let row = changes::lock(&tx, &code).await?;
    changes::set_menu(&app, &mut tx, &row, &menu).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

/// Sets the menu back to that of the site's kind.
pub async fn set_back(
    ctx: Ctx,
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let location = words::after(&ctx, &code, "danh-muc");
    let mut tx = app.begin_platform(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let row = changes::lock(&tx, &code).await?;
    changes::set(&app, &mut tx, &row, MENU, None).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

fn view(app: &App, ctx: &Ctx, site: &Site, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let path = ctx.path_to(&site_path(&site.code));
    let summary_label = |name: &str| {
        let label = t.say(menu_form::label(name));
        match name.rsplit_once('-') {
            Some((_, row)) => {
                format!("{}, {label}", t.with("menu-row", [("number", row.into())]))
            }
            None => label,
        }
    };
    let main = html! {
        (ui::fault_summary(&t, faults, summary_label))
        form.form method="post" action={ (path) "/danh-muc" } data-once=(t.say("platform-saving")) data-leave=(t.say("platform-leave")) novalidate {
            (ui::form_key(Some(posted)))
            div id="f-rows" tabindex="-1" {
                input type="hidden" name="rows" value=(menu_form::rows(posted));
                p.hint { (t.say("menu-how")) }
            }
            @for row in 1..=menu_form::rows(posted) { (row_view(app, ctx, site, posted, faults, row)) }
            div.savebar {
                button.btn.btn-main name="do" value="save" { (t.say("platform-save")) }
                button.btn name="do" value="more" { (t.say("menu-more")) }
                a.btn.btn-quiet href=(path) { (t.say("platform-cancel")) }
            }
        }
        section.panel aria-labelledby="back" {
            h2.panel-title id="back" { (t.say("menu-back")) }
            p { (t.say("menu-back-what")) }
            form method="post" action={ (path) "/danh-muc/mac-dinh" } {
                (ui::form_key(None))
                button.btn { (t.say("menu-back")) }
            }
        }
    };
    words::page_of_site(
        app,
        ctx,
        site,
        &t.say("platform-menu"),
        &t.say("platform-menu-lead"),
        &main,
    )
}

fn row_view(
    app: &App,
    ctx: &Ctx,
    site: &Site,
    posted: &Posted,
    faults: &FormFaults,
    row: usize,
) -> Markup {
    let t = ctx.texts();
    let name = |field: &str| format!("{field}-{row}");
    let [vi, en, href, position, below] = menu_form::FIELDS.map(name);
    let field = |name| Field::new(&t, posted, faults, name, menu_form::label(name));
    let filled = menu_form::is_filled(posted, row);
    let number = t.with("menu-row", [("number", row.into())]);
    html! {
        fieldset.panel data-below[posted.has(&below)] {
            legend.panel-title { (number) }
            @if filled && faults.is_empty() { (hidden_badge(app, ctx, site, &posted.line(&href))) }
            div.field-row {
                (field(&vi).input("text"))
                (field(&en).input("text"))
                (field(&href).input("text"))
            }
            div.field-row {
                (field(&position).width("s").input("text"))
                (field(&below).width("m").select(&above_choices(ctx, posted, row)))
            }
        }
    }
}

/// Says of an entry that visitors do not see it: its module is off, or the address leads nowhere.
fn hidden_badge(app: &App, ctx: &Ctx, site: &Site, href: &str) -> Markup {
    let shown = !href.starts_with('/')
        || app.paths().is_none_or(|paths| {
            paths.module_of(href).is_some_and(|module| app.is_on(site, module))
        });
    html! { @if !shown { p { (ui::badge(Tone::Warn, &ctx.texts().say("menu-hidden"))) } } }
}

/// The rows an entry may stand below: the main ones that are filled in, and what was chosen.
fn above_choices(ctx: &Ctx, posted: &Posted, row: usize) -> Vec<(String, String)> {
    let t = ctx.texts();
    let chosen = posted.line(&format!("below-{row}"));
    let mut choices = vec![(String::new(), t.say("menu-main"))];
    for other in 1..=menu_form::rows(posted) {
        let is_main = posted.line(&format!("below-{other}")).is_empty();
        let value = other.to_string();
        if other == row || !(is_main || value == chosen) {
            continue;
        }
        let label = ["vi", "en"]
            .iter()
            .map(|name| posted.line(&format!("{name}-{other}")))
            .find(|label| !label.is_empty())
            .unwrap_or_default();
        let number = t.with("menu-row", [("number", other.into())]);
        choices.push((value, format!("{number} {label}").trim_end().to_owned()));
    }
    choices
}
