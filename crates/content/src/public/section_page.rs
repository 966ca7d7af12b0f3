//! The page of a section: what stands below it, and what stands in it, newest first (R-C1).

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, Lang, OrNotFound as _, Outcome, PublicPage, Redirect, Texts,
    ui::{self, site::Head},
};
use serde::Deserialize;

use super::{
    Cursor, parts,
    queries::{self, Line, Wanted},
};
use crate::{
    facts,
    item::SectionId,
    section::{self, Section, Tree},
};

/// How many items a page shows.
pub const PAGE: usize = 20;

/// The query of a section's page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    truoc: Option<String>,
}

/// Lists a section.
pub async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<Response> {
    let before = match asked.truoc.as_deref() {
        None | Some("") => None,
        Some(text) => Some(Cursor::parse(text).or_not_found()?),
    };
    let conn = app.db().site(ctx.site.id).await?;
    let tree = section::queries::tree(&conn, ctx.site.id).await?;
    let Some(section) = tree.by_slug(ctx.lang.code(), &slug) else {
        return elsewhere(&ctx, &tree, &slug);
    };
    let within = tree.within(section.id());
    for id in &within {
        ctx.reads(facts::section(*id));
    }
    let types = super::types_on(&app, &ctx, false);
    let lines = listed(&ctx, &conn, &within, &types, before).await?;
    drop(conn);
    let head = Head {
        title: section.title.clone(),
        path: section.path(),
        no_index: before.is_some(),
        ..Head::default()
    };
    let trail: Vec<_> = tree
        .above(section.id())
        .into_iter()
        .map(|above| (above.title.clone(), ctx.path_to(&above.path())))
        .collect();
    let main = view(&ctx, &tree, section, &lines);
    let markup = ui::site::page(&app, &ctx, &head, Some(&trail), &main);
    Ok(PublicPage::html(&ctx, markup).into_response())
}

/// A page of a list and where its neighbours begin.
struct Listed {
    lines: Vec<Line>,
    older: Option<Cursor>,
    /// `Some(None)` is the first page.
    newer: Option<Option<Cursor>>,
}

async fn listed(
    ctx: &Ctx,
    conn: &portal_core::db::SiteConn,
    within: &[SectionId],
    types: &[&str],
    before: Option<Cursor>,
) -> Outcome<Listed> {
    let site = ctx.site.id;
    let limit = i64::try_from(PAGE).unwrap_or(20) + 1;
    let wanted = Wanted { lang: ctx.lang, types, before, limit };
    let mut lines = queries::in_sections(conn, site, within, wanted).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let older = lines.last().filter(|_| more).map(Line::cursor);
    let newer = match before {
        None => None,
        Some(before) => {
            // The cursor names the last line of the newer page; that page begins behind the line
            // a page's length before.
            let nearest = queries::newer(conn, site, within, wanted, before).await?;
            Some(nearest.get(PAGE - 1).copied())
        }
    };
    Ok(Listed { lines, older, newer })
}

/// A section of another language of the site has the name.
fn elsewhere(ctx: &Ctx, tree: &Tree, slug: &str) -> Outcome<Response> {
    let section = tree.all().iter().find(|section| section.slug == slug).or_not_found()?;
    let lang = Lang::parse(&section.language)
        .filter(|lang| *lang != ctx.lang && ctx.site.languages.contains(lang))
        .ok_or(Fault::NotFound)?;
    Ok(Redirect::to(ctx.site.path(lang, &section.path())).into_response())
}

fn view(ctx: &Ctx, tree: &Tree, section: &Section, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let here = ctx.path_to(&section.path());
    let at = |cursor: Cursor| format!("{here}?truoc={cursor}");
    let newer = listed.newer.map(|cursor| cursor.map_or_else(|| here.clone(), &at));
    let older = listed.older.map(&at);
    let children: Vec<&Section> = tree.children(Some(section.id()), &section.language).collect();
    html! {
        div.wrap {
            div.page-title { h1 { (section.title) } }
            @if !children.is_empty() {
                nav.subsections aria-label=(t.say("section-below")) { ul {
                    li { a href=(here) aria-current="page" { (t.say("section-all")) } }
                    @for child in children { li { a href=(ctx.path_to(&child.path())) { (child.title) } } }
                } }
            }
            @if listed.lines.is_empty() {
                (empty(ctx, &t))
            } @else {
                (parts::list(ctx, &listed.lines, parts::Look::Large))
            }
            (ui::pager(&t, newer.as_deref(), older.as_deref()))
        }
    }
}

fn empty(ctx: &Ctx, t: &Texts) -> Markup {
    let home = ctx.path_to("/");
    ui::empty(
        &t.say("section-empty-title"),
        &t.say("section-empty-text"),
        Some((&home, &t.say("to-home"))),
    )
}
