//! The frame of pages behind the sign-in.

use maud::{Markup, html};

use crate::{App, Ctx, Kind, Lang, module::DeskEntry, notice, ui};

/// A page of the desk.
pub struct DeskPage<'a> {
    /// A sentence: "Bài đã đăng của Sở Y tế từ 01/07".
    pub title: &'a str,
    /// What the page is for, where it needs saying.
    pub lead: Option<&'a str>,
    /// Path of the desk entry it belongs to.
    pub entry: &'a str,
    /// Links to the pages above: (title, path).
    pub trail: &'a [(String, String)],
    /// The main actions, beside the title.
    pub actions: Markup,
    /// A message from the action that led here.
    pub flash: Option<Markup>,
}

/// Where staff of every unit start the day, on the province's host.
const STAFF_PAGE: &str = "/can-bo";

/// Renders a page of the desk.
pub fn page(app: &App, ctx: &Ctx, page: &DeskPage<'_>, main: &Markup) -> Markup {
    let t = ctx.texts();
    // Somebody may have nothing to look after here: then the page takes the whole width.
    let side = side(app, ctx, page.entry);
    let body = html! {
        body.admin data-kind=(ctx.site.kind.as_str()) {
            a.skip href="#main" { (t.say("skip")) }
            (notice::place(ctx))
            (bar(app, ctx, "/quan-tri", "desk"))
            div.shell data-wide[side.is_none()] {
                @if let Some(side) = &side { (side) }
                main id="main" tabindex="-1" { (last_sign_in(ctx)) (head(ctx, page)) (main) }
            }
        }
    };
    document(ctx, page.title, &body)
}

/// Renders a page for staff that is nobody's desk: without the entries at the side.
pub fn wide_page(app: &App, ctx: &Ctx, page: &DeskPage<'_>, main: &Markup) -> Markup {
    let t = ctx.texts();
    let body = html! {
        body.admin data-kind=(ctx.site.kind.as_str()) {
            a.skip href="#main" { (t.say("skip")) }
            (notice::place(ctx))
            (bar(app, ctx, page.entry, "staff-page"))
            div.shell data-wide {
                main id="main" tabindex="-1" { (last_sign_in(ctx)) (head(ctx, page)) (main) }
            }
        }
    };
    document(ctx, page.title, &body)
}

fn bar(app: &App, ctx: &Ctx, home: &str, place: &str) -> Markup {
    let t = ctx.texts();
    let sites = app.sites.now();
    let staff = sites.province().filter(|_| {
        home != STAFF_PAGE && app.paths().is_some_and(|paths| paths.module_of(STAFF_PAGE).is_some())
    });
    html! {
        header.bar {
            a.bar-brand href=(ctx.path_to(home)) {
                (ui::mark("", 36))
                span.bar-site { (ctx.site.name(ctx.lang)) span.bar-sub { (t.say(place)) } }
            }
            nav.bar-tools aria-label=(t.say("account")) {
                @if let Some(province) = staff { a href=(app.url(province, STAFF_PAGE)) { (t.say("staff-page")) } }
                a href=(ctx.path_to("/")) { (t.say("view-site")) }
                @for lang in ctx.site.languages.iter().copied().filter(|lang| *lang != ctx.lang) {
                    a href=(ctx.site.path(lang, &ctx.path)) lang=(lang.code()) hreflang=(lang.code()) { (lang.own_name()) }
                }
                @if let Some(person) = ctx.actor.person() { a href=(ctx.path_to("/tai-khoan")) { (person.name) } }
                form method="post" action=(ctx.path_to("/dang-xuat")) { button.btn-bar { (t.say("sign-out")) } }
            }
        }
    }
}

/// The sign-in before this one, on the first page after it: one line, louder where somebody failed.
fn last_sign_in(ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    html! {
        @if let Some(last) = ctx.tell_last_sign_in() {
            p.last-sign-in data-tone=[(last.failures > 0).then_some("warn")] {
                span { (ui::last_sign_in(&t, last)) } " "
                a href=(ctx.path_to("/tai-khoan")) { (t.say("last-sign-in-not-me")) }
            }
        }
    }
}

fn head(ctx: &Ctx, page: &DeskPage<'_>) -> Markup {
    let t = ctx.texts();
    html! {
        @if let Some(flash) = &page.flash { (flash) }
        @if !page.trail.is_empty() {
            nav.crumbs aria-label=(t.say("crumbs")) { ol {
                @for (title, href) in page.trail { li { a href=(ctx.path_to(href)) { (title) } } }
                li { span aria-current="page" { (page.title) } }
            } }
        }
        div.page-head {
            div { h1 { (page.title) } @if let Some(lead) = page.lead { p.page-lead { (lead) } } }
            div.buttons { (page.actions) }
        }
    }
}

/// A page that stands alone: sign-in.
pub fn lone_page(ctx: &Ctx, title: &str, main: &Markup) -> Markup {
    let t = ctx.texts();
    let body = html! {
        body.admin.lone data-kind=(ctx.site.kind.as_str()) {
            (notice::place(ctx))
            main.lone-box id="main" tabindex="-1" {
                (ui::mark("lone-mark", 72))
                h1 { (title) }
                (main)
                p.meta { a href=(ctx.path_to("/")) { (t.say("back-to-site")) } }
            }
        }
    };
    document(ctx, title, &body)
}

fn document(ctx: &Ctx, title: &str, body: &Markup) -> Markup {
    let head = html! {
        head {
            (ui::head_assets("admin"))
            meta name="robots" content="noindex";
            title { (title) " | " (ctx.site.name(ctx.lang)) }
        }
    };
    ui::document(ctx, &head, body)
}

fn side(app: &App, ctx: &Ctx, here: &str) -> Option<Markup> {
    let t = ctx.texts();
    let entries = entries(app, ctx);
    if entries.is_empty() {
        return None;
    }
    Some(html! {
        nav.side aria-label=(t.say("desk-menu")) {
            details.side-fold {
                summary.side-button { (ui::icon("menu")) (t.say("desk-menu")) }
                ul {
                    @for entry in entries {
                        li { a href=(ctx.path_to(entry.path)) aria-current=[(entry.path == here).then_some("page")] { (t.say(entry.text)) } }
                    }
                }
            }
        }
    })
}

/// The first place of the desk, other than `here`, that a person may go to.
pub fn first_other(app: &App, ctx: &Ctx, here: &str) -> Option<&'static str> {
    entries(app, ctx).into_iter().map(|entry| entry.path).find(|path| *path != here)
}

/// What a person may go to, in order.
fn entries(app: &App, ctx: &Ctx) -> Vec<DeskEntry> {
    let mut entries: Vec<DeskEntry> = app
        .modules()
        .on(&ctx.site)
        .flat_map(crate::Module::desk_menu)
        .filter(|entry| ctx.may(entry.permission))
        .filter(|entry| ctx.site.kind == Kind::Province || !entry.path.starts_with("/nen-tang"))
        .collect();
    entries.sort_by_key(|entry| entry.order);
    entries
}

/// The languages a site offers, as (code, own name), for forms.
pub fn language_choices(languages: &[Lang]) -> Vec<(String, String)> {
    languages.iter().map(|lang| (lang.code().to_owned(), lang.own_name())).collect()
}
