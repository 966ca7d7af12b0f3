//! Blocks of the home page.

use maud::{Markup, html};
use portal_core::{App, Ctx, Outcome, module::BlockName, ui};

use super::{
    parts::{self, Look},
    queries::{self, Line, Wanted},
};
use crate::{
    facts,
    section::{self, Section, Tree},
};

/// Slug of the section of notices, as the law packs name it.
const NOTICES: &str = "thong-bao";

/// A block, by its name in the tenant plugins.
pub async fn block(app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
    ctx.reads(facts::news(ctx.site.id));
    match block.name {
        "articles.lead" => lead(app, ctx).await,
        "articles.latest" => latest(app, ctx).await,
        "articles.section" => of_section(app, ctx, block.of, (5, Look::Pictures)).await,
        "articles.notices" => of_section(app, ctx, NOTICES, (6, Look::Plain)).await,
        _ => Ok(None),
    }
}

async fn newest(app: &App, ctx: &Ctx, limit: i64) -> Outcome<Vec<Line>> {
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit };
    let conn = app.db().site(ctx.site.id).await?;
    Ok(queries::newest(&conn, ctx.site.id, wanted).await?)
}

/// The newest with a picture, large, beside the others.
async fn lead(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    let mut lines = newest(app, ctx, 7).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let first = lines.iter().position(|line| line.picture.in_width(960).is_some()).unwrap_or(0);
    let first = lines.remove(first);
    lines.truncate(5);
    let tree = {
        let conn = app.db().site(ctx.site.id).await?;
        section::queries::tree(&conn, ctx.site.id).await?
    };
    let t = ctx.texts();
    Ok(Some(html! {
        div.wrap { section.block aria-labelledby="lead" {
            h2.sr id="lead" { (t.say("block-lead")) }
            div.front {
                (story(ctx, &tree, &first))
                @if !lines.is_empty() { (parts::list(ctx, &lines, Look::Pictures)) }
            }
        } }
    }))
}

fn story(ctx: &Ctx, tree: &Tree, line: &Line) -> Markup {
    let t = ctx.texts();
    let href = ctx.path_to(&line.path());
    let section = tree.by_id(crate::item::SectionId(line.section_id));
    html! {
        article.lead {
            @if let Some((src, width, height)) = line.picture.in_width(960) {
                a.lead-pic href=(href) tabindex="-1" aria-hidden="true" {
                    img src=(src) alt="" width=(width) height=(height) fetchpriority="high";
                }
            }
            @if let Some(section) = section {
                p.kicker { a href=(ctx.path_to(&section.path())) { (section.title) } }
            }
            h3.lead-title { a href=(href) { (line.title) } }
            @if !line.lead.is_empty() { p.lead-text { (line.lead) } }
            p.meta { (ui::moment(&t, line.published_at)) }
        }
    }
}

async fn latest(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    let lines = newest(app, ctx, 8).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let t = ctx.texts();
    Ok(Some(html! {
        section.block aria-labelledby="latest" {
            div.block-head { h2.block-title id="latest" { (t.say("block-latest")) } }
            (parts::list(ctx, &lines, Look::Plain))
        }
    }))
}

async fn of_section(
    app: &App,
    ctx: &Ctx,
    slug: &str,
    (limit, look): (i64, Look),
) -> Outcome<Option<Markup>> {
    let conn = app.db().site(ctx.site.id).await?;
    let tree = section::queries::tree(&conn, ctx.site.id).await?;
    let Some(section) = tree.by_slug(ctx.lang.code(), slug) else { return Ok(None) };
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit };
    let within = tree.within(section.id());
    let lines = queries::in_sections(&conn, ctx.site.id, &within, wanted).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    Ok(Some(section_block(ctx, section, &lines, look)))
}

fn section_block(ctx: &Ctx, section: &Section, lines: &[Line], look: Look) -> Markup {
    let t = ctx.texts();
    let href = ctx.path_to(&section.path());
    let id = format!("section-{}", section.id);
    html! {
        section.block aria-labelledby=(id) {
            div.block-head {
                h2.block-title id=(id) { a href=(href) { (section.title) } }
                a.more href=(href) { (t.say("block-more")) span.sr { " " (section.title) } }
            }
            (parts::list(ctx, lines, look))
        }
    }
}
