//! Core's own public pages: home, sitemap, directory of component sites, robots.

use std::fmt::Write as _;

use axum::{extract::State, http::HeaderValue};
use chrono::TimeDelta;
use maud::{Markup, html};

use crate::{
    Access, App, Ctx, Kind, Outcome, PublicPage, Routes, Tag, interface,
    module::{BlockName, SitemapNode},
    notice,
    tenant::Region,
    ui::{self, site::Head},
};

/// What works at this moment, and which stops are announced.
pub(crate) const STATE: &str = "/tinh-trang";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .page("/", &[], home)
        .page("/so-do-cong", &[], sitemap)
        .page("/sitemap.xml", &[], sitemap_xml)
        .page("/robots.txt", &[], robots)
        .page("/.well-known/security.txt", &[], security)
        .page("/trang-thanh-phan", &[], directory)
        .page(interface::PATH, &[], interface::show)
        .get(STATE, Access::Public, notice::state::show)
}

async fn home(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let mut blocks: Vec<(Region, Markup)> = Vec::new();
    let slots = app.tenant(ctx.site.kind).map(|plugin| plugin.home().to_vec()).unwrap_or_default();
    for slot in slots {
        let name = BlockName { name: slot.block, of: slot.of };
        if let Some(markup) = block(&app, &ctx, &name).await? {
            blocks.push((slot.region, markup));
        }
    }
    let in_region = |region: Region| -> Vec<&Markup> {
        blocks.iter().filter(|(of, _)| *of == region).map(|(_, markup)| markup).collect()
    };
    let (lead, main, side, foot) = (
        in_region(Region::Lead),
        in_region(Region::Main),
        in_region(Region::Side),
        in_region(Region::Foot),
    );
    let name = ctx.site.name(ctx.lang);
    let head =
        Head { path: "/".into(), translations: every_language(&ctx, "/"), ..Head::default() };
    let body = html! {
        h1.sr { (name) }
        @for markup in lead { (markup) }
        @if main.is_empty() {
            div.wrap { @for markup in side { (markup) } }
        } @else {
            div.wrap.with-aside {
                div { @for markup in main { (markup) } }
                aside { @for markup in side { (markup) } }
            }
        }
        @for markup in foot { div.band { div.wrap { (markup) } } }
    };
    Ok(PublicPage::html(&ctx, ui::site::page(&app, &ctx, &head, None, &body)))
}

/// A page that stands in every language of the site.
pub(crate) fn every_language(ctx: &Ctx, path: &str) -> Vec<(crate::Lang, String)> {
    ctx.site.languages.iter().map(|lang| (*lang, ctx.site.path(*lang, path))).collect()
}

async fn block(app: &App, ctx: &Ctx, name: &BlockName<'_>) -> Outcome<Option<Markup>> {
    match name.name {
        "core.directory" => return Ok(directory_block(app, ctx)),
        "core.quick-links" => return Ok(quick_links(app, ctx)),
        _ => {}
    }
    let key = name.name.split('.').next().unwrap_or_default();
    match app.modules().by_key(key) {
        Some(module) if app.is_on(&ctx.site, key) => module.block(app, ctx, name).await,
        _ => Ok(None),
    }
}

/// What people come for: tiles of the places in the site that are on.
fn quick_links(app: &App, ctx: &Ctx) -> Option<Markup> {
    let t = ctx.texts();
    let tiles = [
        ("/kien-nghi", "send", "tile-petition"),
        ("/lay-y-kien", "chat", "tile-consultation"),
        ("/van-ban", "file", "tile-documents"),
        ("/trang/lien-he", "phone", "tile-contact"),
        ("/trang/gioi-thieu", "info", "tile-about"),
        ("/chuyen-muc/thong-bao", "bell", "tile-notices"),
        ("/lich-tiep-cong-dan", "calendar", "tile-reception"),
        ("/chuyen-muc/cong-khai-ngan-sach", "chart", "tile-budget"),
    ];
    let shown: Vec<_> = tiles
        .into_iter()
        .filter(|(href, ..)| ctx.lang == crate::Lang::VI && ui::leads_somewhere(app, ctx, href))
        .take(6)
        .collect();
    if shown.is_empty() {
        return None;
    }
    Some(html! {
        section.block aria-labelledby="quick" {
            div.block-head { h2.block-title id="quick" { (t.say("quick-links")) } }
            ul.tiles {
                @for (href, icon, key) in shown {
                    li { a.tile href=(ctx.path_to(href)) {
                        (ui::icon(icon))
                        span.tile-text {
                            span.tile-title { (t.say(key)) }
                            span.tile-hint { (t.say(&format!("{key}-hint"))) }
                        }
                    } }
                }
            }
        }
    })
}

fn directory_block(app: &App, ctx: &Ctx) -> Option<Markup> {
    let t = ctx.texts();
    let list = directory_list(app, ctx, "compact", 3)?;
    Some(html! {
        section.block aria-labelledby="sites" {
            div.block-head {
                h2.block-title id="sites" { a href=(ctx.path_to("/trang-thanh-phan")) { (t.say("directory")) } }
            }
            (list)
        }
    })
}

/// The component sites by level: all of them at the province, the ones below elsewhere.
fn directory_list(app: &App, ctx: &Ctx, look: &str, heading: u8) -> Option<Markup> {
    ctx.reads(Tag::directory());
    let t = ctx.texts();
    let sites = app.sites.now();
    let listed: Vec<_> = if ctx.site.kind == Kind::Province {
        sites.all().into_iter().filter(|site| site.kind != Kind::Province).collect()
    } else {
        sites.children(ctx.site.id)
    };
    if listed.is_empty() {
        return None;
    }
    let of_kind = |kind: Kind| listed.iter().filter(move |site| site.kind == kind);
    Some(html! {
        section.directory data-filter data-look=(look) {
            form.filter action=(ctx.path_to("/trang-thanh-phan")) {
                label for="dq" { (t.say("directory-find")) }
                div.filter-line { input id="dq" name="q" type="search" data-filter-input autocomplete="off"; }
                p.hint role="status" data-filter-count data-text=(t.say("directory-count")) {}
            }
            @for kind in [Kind::Department, Kind::District, Kind::Commune] {
                @if of_kind(kind).next().is_some() {
                    @let title = html! { (t.say(&format!("directory-{}", kind.as_str()))) " " span.count { (of_kind(kind).count()) } };
                    @let list = html! {
                        ul.directory-list {
                            @for site in of_kind(kind) {
                                li data-filter-item data-words=(site.code) {
                                    a href=(app.url(site, "/")) lang=[(site.names.lang_of(ctx.lang) != ctx.lang).then_some("vi")] { (site.name(ctx.lang)) }
                                    " " span.meta { (site.host) }
                                }
                            }
                        }
                    };
                    @if heading == 2 {
                        section data-filter-group { h2.directory-level { (title) } (list) }
                    } @else {
                        details.directory-group data-filter-group open[kind == Kind::Department] { summary { h3.directory-level { (title) } } (list) }
                    }
                }
            }
            p.empty data-filter-none hidden { (t.say("directory-none")) }
        }
    })
}

async fn directory(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let t = ctx.texts();
    let Some(list) = directory_list(&app, &ctx, "full", 2) else {
        return Err(crate::Fault::NotFound);
    };
    let head = Head {
        title: t.say("directory"),
        path: "/trang-thanh-phan".into(),
        translations: every_language(&ctx, "/trang-thanh-phan"),
        ..Head::default()
    };
    let body = html! { div.wrap {
        div.page-title { h1 { (t.say("directory")) } p.page-lead { (t.say("directory-lead")) } }
        (list)
    } };
    Ok(PublicPage::html(&ctx, ui::site::page(&app, &ctx, &head, Some(&[]), &body)))
}

async fn sitemap(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let t = ctx.texts();
    let mut nodes = Vec::new();
    for module in app.modules().on(&ctx.site) {
        nodes.extend(module.sitemap(&app, &ctx).await?);
    }
    let head = Head {
        title: t.say("sitemap"),
        path: "/so-do-cong".into(),
        translations: every_language(&ctx, "/so-do-cong"),
        ..Head::default()
    };
    let has_directory =
        ctx.site.kind == Kind::Province || !app.sites.now().children(ctx.site.id).is_empty();
    let body = html! { div.wrap {
        div.page-title { h1 { (t.say("sitemap")) } }
        nav.sitemap aria-label=(t.say("sitemap")) { ul {
            li { a href=(ctx.path_to("/")) { (t.say("home")) } }
            @for node in &nodes { (sitemap_node(&ctx, node)) }
            @if has_directory { li { a href=(ctx.path_to("/trang-thanh-phan")) { (t.say("directory")) } } }
        } }
    } };
    Ok(PublicPage::html(&ctx, ui::site::page(&app, &ctx, &head, Some(&[]), &body)))
}

fn sitemap_node(ctx: &Ctx, node: &SitemapNode) -> Markup {
    html! {
        li {
            a href=(ctx.path_to(&node.path)) { (node.title) }
            @if !node.below.is_empty() { ul { @for below in &node.below { (sitemap_node(ctx, below)) } } }
        }
    }
}

async fn sitemap_xml(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for lang in ctx.site.languages.iter() {
        let _ = writeln!(
            body,
            "<url><loc>{}</loc></url>",
            xml(&app.url(&ctx.site, &ctx.site.path(*lang, "/")))
        );
    }
    for module in app.modules().on(&ctx.site) {
        for address in module.addresses(&app, &ctx).await? {
            let url = app.url(&ctx.site, &ctx.site.path(address.lang, &address.path));
            let _ = writeln!(
                body,
                "<url><loc>{}</loc><lastmod>{}</lastmod></url>",
                xml(&url),
                ui::machine_time(address.changed_at)
            );
        }
    }
    body.push_str("</urlset>\n");
    let mime = HeaderValue::from_static("application/xml; charset=utf-8");
    Ok(PublicPage::of(&ctx, mime, body))
}

async fn robots(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    let body = format!(
        "User-agent: *\nDisallow: /quan-tri\nDisallow: /dang-nhap\nDisallow: /nen-tang\n\nSitemap: {}\n",
        app.url(&ctx.site, "/sitemap.xml")
    );
    Ok(PublicPage::of(&ctx, HeaderValue::from_static("text/plain; charset=utf-8"), body))
}

/// Whom to tell of a weakness (RFC 9116): the unit, or else the province. In no language, for nobody to
/// read in a cache after it has run out.
async fn security(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    const GOOD_FOR: TimeDelta = TimeDelta::days(180);
    let sites = app.sites.now();
    let province = sites.province().map_or("", |province| &*province.particulars.email);
    let own = &*ctx.site.particulars.email;
    let email = if own.is_empty() { province } else { own };
    let contact = match email {
        "" => app.url(&ctx.site, "/"),
        email => format!("mailto:{email}"),
    };
    ctx.true_until(ctx.now + GOOD_FOR / 2);
    let body = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: vi, en\nCanonical: {}\n",
        (ctx.now + GOOD_FOR).format("%Y-%m-%dT%H:%M:%SZ"),
        app.url(&ctx.site, "/.well-known/security.txt"),
    );
    Ok(PublicPage::of(&ctx, HeaderValue::from_static("text/plain; charset=utf-8"), body))
}

/// Escapes a text for XML.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // XML 1.0 has no way to write these.
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}
