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

/// The newest items of a site as its home page tells them apart: no item stands in two places.
struct Newest {
    /// The newest of the first seven with a picture, or the newest.
    story: Line,
    /// The five beside it.
    beside: Vec<Line>,
    /// The eight after those.
    further: Vec<Line>,
}

async fn newest(app: &App, ctx: &Ctx) -> Outcome<Option<Newest>> {
    let types = super::types_on(app, ctx, true);
    let wanted = Wanted { lang: ctx.lang, types: &types, before: None, limit: 14 };
    let mut lines = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::newest(&conn, ctx.site.id, wanted).await?
    };
    if lines.is_empty() {
        return Ok(None);
    }
    let pictured = lines.iter().take(7).position(|line| line.picture.in_width(960).is_some());
    let story = lines.remove(pictured.unwrap_or(0));
    let further = lines.split_off(lines.len().min(5));
    Ok(Some(Newest { story, beside: lines, further }))
}

/// The newest with a picture, large, beside the others.
async fn lead(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    let Some(Newest { story: first, beside: lines, .. }) = newest(app, ctx).await? else {
        return Ok(None);
    };
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

/// What is new and not beside the lead story.
async fn latest(app: &App, ctx: &Ctx) -> Outcome<Option<Markup>> {
    let lines = newest(app, ctx).await?.map(|newest| newest.further).unwrap_or_default();
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
