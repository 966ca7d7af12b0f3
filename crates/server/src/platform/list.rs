//! All sites.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Kind, Lang, Outcome, Page, Site, Texts,
    files::held,
    site::SiteState,
    ui::{self, Tone, desk::DeskPage},
};

use super::{
    CREATE, LIST,
    finder::Finder,
    site_path,
    words::{self, Asked},
};

/// How many sites the list shows at once; beyond that, words and filters find.
const SHOWN: usize = 300;

/// The list, searched and filtered by its address.
pub async fn show(ctx: Ctx, State(app): State<App>, asked: Asked) -> Outcome<Page> {
    let t = ctx.texts();
    let finder = Finder::read(&asked);
    let found = finder.find(&app);
    let files = held::standing(&app).await?;
    let total = app.sites.now().len();
    let page = DeskPage {
        title: &t.with("platform-title", [("count", total.into())]),
        lead: Some(&t.say("platform-lead")),
        entry: LIST,
        trail: &[],
        actions: html! { a.btn.btn-main href=(ctx.path_to(CREATE)) { (t.say("platform-create")) } },
        flash: words::done(&t, &asked),
    };
    let main = html! {
        (super::files::line(&app, &ctx, &t, files))
        (figures(&app, &t))
        (form(&app, &ctx, &finder))
        p.sum role="status" {
            (t.with("platform-found", [("count", found.len().into())]))
            @if finder != Finder::default() { " " a href=(ctx.path_to(LIST)) { (t.say("platform-all")) } }
        }
        @if found.is_empty() {
            (ui::empty(&t.say("platform-none"), &t.say("platform-none-what"), None))
        } @else {
            @if found.len() > SHOWN {
                p.hint { (t.with("platform-first", [("count", SHOWN.into())])) }
            }
            (table(&app, &ctx, found.get(..SHOWN).unwrap_or(&found)))
        }
    };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &main)))
}

/// How many sites of each kind there are.
fn figures(app: &App, t: &Texts) -> Markup {
    let all = app.sites.now().all();
    let count = |kind: Kind| all.iter().filter(|site| site.kind == kind).count();
    let suspended = all.iter().filter(|site| site.state == SiteState::Suspended).count();
    html! {
        dl.figures {
            @for kind in Kind::ALL {
                @if count(kind) > 0 { div { dt { (words::kind(t, kind)) } dd { (count(kind)) } } }
            }
            @if suspended > 0 { div { dt { (t.say("platform-state-suspended")) } dd { (suspended) } } }
        }
    }
}

fn form(app: &App, ctx: &Ctx, finder: &Finder) -> Markup {
    let t = ctx.texts();
    let any = || (String::new(), t.say("platform-filter-any"));
    let kinds = Kind::ALL.map(|kind| (kind.as_str().to_owned(), words::kind(&t, kind)));
    let modules = app
        .modules()
        .all()
        .iter()
        .filter(|module| module.switchable())
        .map(|module| (module.key().to_owned(), t.say(&format!("module-{}", module.key()))));
    let languages = ui::desk::language_choices(&Lang::all());
    let states = ["active", "suspended"]
        .map(|state| (state.to_owned(), t.say(&format!("platform-state-{state}"))));
    let chosen_state = finder.state.map(|state| match state {
        SiteState::Active => "active",
        SiteState::Suspended => "suspended",
    });
    let selects = [
        ("kind", std::iter::once(any()).chain(kinds).collect(), finder.kind.map(Kind::as_str)),
        ("without", std::iter::once(any()).chain(modules).collect(), finder.without.as_deref()),
        (
            "language",
            std::iter::once(any()).chain(languages).collect(),
            finder.language.map(Lang::code),
        ),
        ("state", std::iter::once(any()).chain(states).collect::<Vec<_>>(), chosen_state),
    ];
    html! {
        form.finder method="get" action=(ctx.path_to(LIST)) {
            div.finder-line {
                label.sr for="fq" { (t.say("platform-search")) }
                input id="fq" name="q" type="search" value=(finder.words) placeholder=(t.say("platform-search"));
                button.btn { (t.say("search")) }
            }
            details.fold open[finder.filters()] {
                summary { (t.say("platform-filters")) }
                div.field-row {
                    @for (name, choices, chosen) in &selects {
                        div.field data-width="m" {
                            label for={ "f-" (name) } { (t.say(&format!("platform-filter-{name}"))) }
                            select id={ "f-" (name) } name=(name) {
                                @for (value, text) in choices {
                                    option value=(value) selected[chosen.unwrap_or_default() == value] { (text) }
                                }
                            }
                        }
                    }
                }
                div.buttons { button.btn.btn-main { (t.say("platform-filter-go")) } }
            }
        }
    }
}

fn table(app: &App, ctx: &Ctx, found: &[Arc<Site>]) -> Markup {
    let t = ctx.texts();
    let sites = app.sites.now();
    let switchable: Vec<_> =
        app.modules().all().iter().filter(|module| module.switchable()).collect();
    html! {
        table.table data-cards {
            caption.sr { (t.say("platform-desk")) }
            thead { tr {
                th scope="col" { (t.say("platform-column-name")) }
                th scope="col" { (t.say("platform-column-kind")) }
                th scope="col" { (t.say("platform-column-parent")) }
                th scope="col" { (t.say("platform-column-modules")) }
                th scope="col" { (t.say("platform-column-state")) }
            } }
            tbody {
                @for site in found {
                    tr {
                        td.cell-main {
                            a href=(ctx.path_to(&site_path(&site.code))) { (site.name(ctx.lang)) }
                            p.meta { span { (site.host) } span { (site.code) } }
                        }
                        td data-label=(t.say("platform-column-kind")) { (words::kind(&t, site.kind)) }
                        td data-label=(t.say("platform-column-parent")) {
                            (site.parent.and_then(|id| sites.by_id(id)).map_or("–", |above| above.name(ctx.lang)))
                        }
                        td data-label=(t.say("platform-column-modules")) {
                            @let on = switchable.iter().filter(|module| app.is_on(site, module.key())).count();
                            (on) "/" (switchable.len())
                        }
                        td data-label=(t.say("platform-column-state")) { (state(&t, site.state)) }
                    }
                }
            }
        }
    }
}

/// The state of a site as a badge.
pub fn state(t: &Texts, state: SiteState) -> Markup {
    match state {
        SiteState::Active => ui::badge(Tone::Ok, &t.say("platform-state-active")),
        SiteState::Suspended => ui::badge(Tone::Bad, &t.say("platform-state-suspended")),
    }
}
