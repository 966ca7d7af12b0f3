//! The frame of public pages: the same header, menu and footer on all sites of a province.

use maud::{Markup, html};

use crate::{App, Ctx, Kind, Lang, module::HeadLink, notice, site::MenuEntry, ui};

/// What a page says of itself in its `<head>`.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Title; empty on the home page.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Path without the language part; where search engines should look.
    pub path: String,
    /// The same page in other languages, as paths with their language part.
    pub translations: Vec<(Lang, String)>,
    /// Picture for link previews: address and alternative text.
    pub picture: Option<(String, String)>,
    /// `article` or `website`.
    pub og_type: &'static str,
    /// Not for search engines.
    pub no_index: bool,
    /// Dublin Core beyond title, description, publisher, identifier, language (R-C18).
    pub creator: Option<String>,
    /// When what the page shows was published.
    pub date: Option<chrono::DateTime<chrono::Utc>>,
    /// Where it came from.
    pub source: Option<String>,
    /// Further elements of Dublin Core: `subject`, `type`, `relation` …
    pub more: Vec<(&'static str, String)>,
    /// Whole address of the page that this one repeats, where that is another's.
    pub canonical: Option<String>,
}

/// A public page.
pub fn page(
    app: &App,
    ctx: &Ctx,
    head: &Head,
    crumbs: Option<&[(String, String)]>,
    main: &Markup,
) -> Markup {
    let t = ctx.texts();
    let site = &ctx.site;
    let body = html! {
        body data-kind=(site.kind.as_str()) {
            a.skip href="#main" { (t.say("skip")) }
            (notice::place(ctx))
            @if ctx.actor.person().is_some() {
                nav.staffbar aria-label=(t.say("for-staff")) { a href=(ctx.path_to("/quan-tri")) { (t.say("desk")) } }
            }
            header.head { (topbar(app, ctx, head)) (masthead(app, ctx)) }
            (menu(app, ctx))
            @if let Some(trail) = crumbs { (ui::crumbs(&t, &ctx.path_to("/"), trail, &head.title)) }
            main id="main" tabindex="-1" { (main) }
            (footer(app, ctx))
        }
    };
    ui::document(ctx, &head_of(app, ctx, head), &body)
}

/// A page made for paper: no header, menu or footer.
pub fn print_page(app: &App, ctx: &Ctx, head: &Head, main: &Markup) -> Markup {
    let body = html! { body.print-view { (main) } };
    ui::document(ctx, &head_of(app, ctx, head), &body)
}

fn head_of(app: &App, ctx: &Ctx, head: &Head) -> Markup {
    let name = ctx.site.name(ctx.lang);
    let title =
        if head.title.is_empty() { name.to_owned() } else { format!("{} | {name}", head.title) };
    let own = || app.url(&ctx.site, &ctx.path_to(&head.path));
    let url = head.canonical.clone().unwrap_or_else(own);
    let description = if head.description.is_empty() { name } else { &head.description };
    let links: Vec<HeadLink> =
        app.modules().on(&ctx.site).flat_map(|m| m.head_links(ctx)).collect();
    let creator = head.creator.as_deref().unwrap_or(name);
    let date = head.date.unwrap_or(ctx.now);
    html! {
        head {
            (ui::head_assets("site"))
            title { (title) }
            meta name="description" content=(description);
            @if head.no_index { meta name="robots" content="noindex"; }
            link rel="canonical" href=(url);
            @for (lang, path) in &head.translations {
                link rel="alternate" hreflang=(lang.code()) href=(app.url(&ctx.site, path));
            }
            @for link in &links {
                link rel=(link.rel) type=(link.mime) title=(link.title) href=(ctx.path_to(&link.href));
            }
            meta name="DC.title" content=(if head.title.is_empty() { name } else { &head.title });
            meta name="DC.creator" content=(creator);
            meta name="DC.date" content=(crate::lang::local_day(date).format("%Y-%m-%d"));
            meta name="DC.description" content=(description);
            meta name="DC.publisher" content=(name);
            meta name="DC.identifier" content=(url);
            meta name="DC.language" content=(ctx.lang.code());
            @if let Some(source) = &head.source { meta name="DC.source" content=(source); }
            @for (element, value) in &head.more { meta name={ "DC." (element) } content=(value); }
            meta property="og:title" content=(if head.title.is_empty() { name } else { &head.title });
            meta property="og:description" content=(description);
            meta property="og:url" content=(url);
            meta property="og:site_name" content=(name);
            meta property="og:type" content=(if head.og_type.is_empty() { "website" } else { head.og_type });
            @if let Some((src, alt)) = &head.picture {
                meta property="og:image" content=(app.url(&ctx.site, src));
                meta property="og:image:alt" content=(alt);
            }
        }
    }
}

fn topbar(app: &App, ctx: &Ctx, head: &Head) -> Markup {
    let t = ctx.texts();
    let sites = app.sites.now();
    let province = sites.province().filter(|province| province.id != ctx.site.id);
    html! {
        div.topbar { div.wrap {
            @if let Some(province) = province {
                a.topbar-parent href=(app.url(province, "/")) { (province.name(ctx.lang)) }
            } @else {
                span.topbar-parent { (t.say("nation-motto")) }
            }
            div.topbar-tools {
                div.reading role="group" aria-label=(t.say("reading")) hidden data-js {
                    button type="button" data-do="smaller" { "A−" span.sr { " " (t.say("reading-smaller")) } }
                    button type="button" data-do="larger" { "A+" span.sr { " " (t.say("reading-larger")) } }
                    button type="button" data-do="contrast" aria-pressed="false" aria-label=(t.say("reading-contrast")) { (ui::icon("contrast")) }
                    button type="button" data-do="dark" aria-pressed="false" aria-label=(t.say("reading-dark")) { (ui::icon("moon")) }
                }
                @if ctx.site.languages.len() > 1 {
                    nav.langs aria-label=(t.say("languages")) {
                        @for lang in ctx.site.languages.iter().copied() {
                            a href=(translation(ctx, head, lang)) lang=(lang.code()) hreflang=(lang.code())
                                aria-current=[(lang == ctx.lang).then_some("true")] { (lang.own_name()) }
                        }
                    }
                }
                a.signin href=(ctx.path_to("/dang-nhap")) rel="nofollow" { (ui::icon("user")) (t.say("sign-in")) }
            }
        } }
    }
}

/// Where a language of the switch leads: the same page where it is translated, else the home page.
/// A missing translation is never shown as if it were one (R-L3).
fn translation(ctx: &Ctx, head: &Head, lang: Lang) -> String {
    if lang == ctx.lang {
        return ctx.path_to(&head.path);
    }
    head.translations
        .iter()
        .find(|(of, _)| *of == lang)
        .map_or_else(|| ctx.site.path(lang, "/"), |(_, path)| path.clone())
}

fn masthead(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let sites = app.sites.now();
    let above = ctx.site.parent.and_then(|id| sites.by_id(id));
    let parent = match above {
        // The province's site is called a portal; the authority above a unit is its committee.
        Some(above) if above.kind == Kind::Province => Some(t.say("province-committee")),
        Some(above) => Some(above.name(ctx.lang).to_owned()),
        None => Some(t.say("province-committee")),
    };
    html! {
        div.masthead { div.wrap {
            a.brand href=(ctx.path_to("/")) accesskey="1" {
                (ui::mark("brand-mark", 72))
                span.brand-text {
                    @if let Some(parent) = parent { span.brand-parent { (parent) } }
                    span.brand-name lang=[other_lang(ctx)] { (ctx.site.name(ctx.lang)) }
                }
            }
            @if ui::leads_somewhere(app, ctx, "/tim-kiem") {
                form.search role="search" action=(ctx.path_to("/tim-kiem")) {
                    label.sr for="q" { (t.say("search-label")) }
                    input.search-box id="q" name="q" type="search" accesskey="4" placeholder=(t.say("search-hint")) data-suggest=(ctx.path_to("/tim-kiem/goi-y")) data-suggest-label=(t.say("search-offers")) data-suggest-count=(t.say("search-offers-count"));
                    button.search-go { (ui::icon("search")) span.search-word { (t.say("search")) } }
                }
            }
        } }
    }
}

/// `lang` of the unit's name, where it has none in the page's language.
fn other_lang(ctx: &Ctx) -> Option<&'static str> {
    let lang = ctx.site.names.lang_of(ctx.lang);
    (lang != ctx.lang).then(|| lang.code())
}

fn menu(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let shown = |entry: &&MenuEntry| ui::leads_somewhere(app, ctx, &entry.href);
    let current = |entry: &MenuEntry| (*entry.href == *ctx.path).then_some("page");
    let href = |entry: &MenuEntry| {
        if entry.href.starts_with('/') { ctx.path_to(&entry.href) } else { entry.href.to_string() }
    };
    // An entry without a label in a language has no page in it.
    let in_language = |entry: &&MenuEntry| match ctx.lang {
        Lang::VI => !entry.label.vi.is_empty(),
        _ => entry.label.en.is_some(),
    };
    html! {
        nav.menu aria-label=(t.say("menu")) { div.wrap {
            details.menu-fold {
                summary.menu-button { (ui::icon("menu")) (t.say("menu-button")) }
                ul.menu-list {
                    @for entry in ctx.site.menu.iter().filter(shown).filter(in_language) {
                        @let below: Vec<&MenuEntry> = entry.below.iter().filter(shown).filter(in_language).collect();
                        li class=[(!below.is_empty()).then_some("menu-more")] {
                            a href=(href(entry)) aria-current=[current(entry)]
                                accesskey=[(&*entry.href == "/so-do-cong").then_some("3")] { (entry.label.of(ctx.lang)) }
                            @if !below.is_empty() {
                                ul.menu-sub {
                                    @for entry in below { li { a href=(href(entry)) aria-current=[current(entry)] { (entry.label.of(ctx.lang)) } } }
                                }
                            }
                        }
                    }
                }
            }
        } }
    }
}

fn footer(app: &App, ctx: &Ctx) -> Markup {
    let t = ctx.texts();
    let site = &ctx.site;
    let p = &site.particulars;
    let links = [
        ("/trang/chinh-sach-quyen-rieng-tu", "footer-privacy"),
        ("/trang/tuyen-bo-kha-nang-tiep-can", "footer-accessibility"),
        ("/so-do-cong", "sitemap"),
        (crate::portal::STATE, "state"),
        ("/rss.xml", "footer-rss"),
    ];
    html! {
        footer.footer { div.wrap {
            div.footer-unit {
                p.footer-name lang=[other_lang(ctx)] { (site.name(ctx.lang)) }
                dl.particulars {
                    (particular(&t.say("footer-owner"), &p.owner, None))
                    (particular(&t.say("footer-responsible"), &p.responsible, None))
                    (particular(&t.say("footer-address"), &p.address, None))
                    (particular(&t.say("footer-phone"), &p.phone, Some("tel:")))
                    (particular(&t.say("footer-fax"), &p.fax, None))
                    (particular(&t.say("footer-email"), &p.email, Some("mailto:")))
                    (particular(&t.say("footer-licence"), &p.licence, None))
                }
            }
            nav.footer-links aria-label=(t.say("footer-links")) {
                ul {
                    @for (href, key) in links {
                        @if ui::leads_somewhere(app, ctx, href) { li { a href=(ctx.path_to(href)) { (t.say(key)) } } }
                    }
                }
            }
            p.footer-fine { "© " (t.date(ctx.now).rsplit('/').next().unwrap_or_default()) " " (site.name(ctx.lang)) ". " (t.say("footer-reuse")) }
        } }
    }
}

pub(super) fn particular(label: &str, value: &str, link: Option<&str>) -> Markup {
    html! {
        @if !value.is_empty() {
            div {
                dt { (label) }
                dd {
                    @if let Some(scheme) = link {
                        @let target: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                        a href={ (scheme) (target) } { (value) }
                    } @else { (value) }
                }
            }
        }
    }
}
