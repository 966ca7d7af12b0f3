//! The sections of a site on the desk: add, rename, move, remove.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, Lang, OrNotFound as _, Outcome, Page, Posted,
    Redirect, Refusal as _, Tx,
    lang::local_day,
    ui::{self, Tone},
};
use serde::Deserialize;

use super::{Answer, Asked, asked, number, queries as desk_queries, views};
use crate::{
    facts::SectionChanged,
    item::SectionId,
    section::{
        Section, SectionRefusal, Tree,
        queries::{self, NewSection},
    },
    slug::slug,
};

/// The sections of a site with what the page says about them.
pub struct Sections {
    /// The tree.
    pub tree: Tree,
    counts: Vec<(i64, i64)>,
    citations: Vec<(i64, String)>,
}

impl Sections {
    /// How many items stand in a section, in any state.
    pub fn items(&self, section: &Section) -> i64 {
        self.counts.iter().find(|(id, _)| *id == section.id).map_or(0, |(_, count)| *count)
    }

    /// Where the law demands a section, if it does.
    pub fn citation(&self, section: &Section) -> Option<&str> {
        let found = self.citations.iter().find(|(id, _)| *id == section.id);
        found.map(|(_, citation)| citation.as_str())
    }

    /// Whether a section may be taken away.
    pub fn may_go(&self, section: &Section) -> Result<(), SectionRefusal> {
        self.tree.may_go(section.id(), self.items(section) > 0)
    }
}

async fn sections(app: &App, ctx: &Ctx, conn: &AsyncPgConnection) -> Outcome<Sections> {
    let tree = queries::tree(conn, ctx.site.id).await?;
    let counts = desk_queries::items_by_section(conn, ctx.site.id).await?;
    let structure = app
        .law()
        .pack(&app.config().structure)
        .or_else(|| app.law().structure_pack_on(local_day(ctx.now)))
        .and_then(|pack| pack.structure());
    let citations = tree
        .all()
        .iter()
        .filter_map(|section| {
            let slug = section.required_by.as_deref()?;
            let lawful = structure.and_then(|law| law.section(ctx.site.kind, slug));
            let citation = lawful.map_or_else(|| slug.to_owned(), |law| law.citation.to_string());
            Some((section.id, citation))
        })
        .collect();
    Ok(Sections { tree, counts, citations })
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SectionsQuery {
    xong: String,
}

/// The tree of sections.
pub async fn page(ctx: Ctx, State(app): State<App>, query: Asked<SectionsQuery>) -> Outcome<Page> {
    let query = asked(query);
    let said = (!query.xong.is_empty())
        .then(|| ui::flash(Tone::Ok, &ctx.texts().say("admin-sections-saved")));
    shown(&app, &ctx, &Posted::default(), &FormFaults::default(), said).await
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
    said: Option<Markup>,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let sections = sections(app, ctx, &conn).await?;
    Ok(Page::new(views::sections::page(app, ctx, &sections, posted, faults, said)))
}

fn read_title(faults: &mut FormFaults, posted: &Posted) -> String {
    let title = faults.check("title", posted.line("title"), true, views::sections::MAX_TITLE);
    if faults.of("title").is_none() && !title.chars().any(char::is_alphanumeric) {
        faults.add("title", FieldFault::Other("admin-sections-fault-name", Vec::new()));
    }
    title
}

async fn invalid(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<Answer> {
    let page = shown(app, ctx, posted, faults, None).await?;
    Ok(Answer::Page(page.status(StatusCode::UNPROCESSABLE_ENTITY)))
}

/// Adds a section.
pub async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Answer> {
    let mut faults = FormFaults::default();
    let title = read_title(&mut faults, &posted);
    let mut tx = app.begin(&ctx).await?;
    let tree = queries::tree(&tx, ctx.site.id).await?;
    let above = posted.number("parent").and_then(|id| tree.by_id(SectionId(id)));
    if posted.has("parent") && above.is_none() {
        faults.add("parent", FieldFault::NoSuchChoice);
    }
    if !faults.is_empty() {
        tx.roll_back().await?;
        return invalid(&app, &ctx, &posted, &faults).await;
    }
    let location = ctx.path_to("/quan-tri/chuyen-muc?xong=1");
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    let chosen = Lang::parse(&posted.line("language"))
        .filter(|lang| ctx.site.languages.contains(lang))
        .unwrap_or_else(|| ctx.site.default_language());
    let language = above.map_or(chosen.code(), |section| &section.language);
    let parent = above.map(Section::id);
    let last = tree.children(parent, language).map(|section| section.position).max();
    let position = last.map_or(0, |last| last.saturating_add(1));
    let id = insert(&tx, &ctx, &title, (parent, language, position)).await?;
    tell(&mut tx, &ctx, id, "added", title).await?;
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(location)))
}

/// Adds a section under the first name in addresses that is free.
async fn insert(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    title: &str,
    (parent, language, position): (Option<SectionId>, &str, i32),
) -> Outcome<SectionId> {
    let wanted = slug(title);
    for n in 1..100 {
        let slug = if n == 1 { wanted.clone() } else { format!("{wanted}-{n}") };
        let new = NewSection { parent, language, slug: &slug, title, position, required_by: None };
        if let Some(id) = queries::insert(conn, ctx.site.id, &new).await? {
            return Ok(id);
        }
    }
    Err(SectionRefusal::SlugTaken.into())
}

async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    section: SectionId,
    what: &str,
    title: String,
) -> Outcome<()> {
    tx.tell(SectionChanged { section, what: what.to_owned(), title, site: ctx.site.id }).await?;
    Ok(())
}

/// Renames a section. Its address stays.
pub async fn rename(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let id = SectionId(number(&id)?);
    let mut faults = FormFaults::default();
    let title = read_title(&mut faults, &posted);
    if !faults.is_empty() {
        return invalid(&app, &ctx, &posted, &faults).await;
    }
    let mut tx = app.begin(&ctx).await?;
    if queries::rename(&tx, ctx.site.id, id, &title).await? == 0 {
        return Err(Fault::NotFound);
    }
    tell(&mut tx, &ctx, id, "renamed", title).await?;
    tx.commit().await?;
    Ok(done(&ctx))
}

fn done(ctx: &Ctx) -> Answer {
    Answer::Go(Redirect::to(ctx.path_to("/quan-tri/chuyen-muc?xong=1")))
}

/// Moves a section before the one above it on the page.
pub async fn up(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    move_by(&app, &ctx, number(&id)?, true).await
}

/// Moves a section behind the one below it on the page.
pub async fn down(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    move_by(&app, &ctx, number(&id)?, false).await
}

async fn move_by(app: &App, ctx: &Ctx, id: i64, up: bool) -> Outcome<Answer> {
    let mut tx = app.begin(ctx).await?;
    let tree = queries::tree(&tx, ctx.site.id).await?;
    let moved = tree.by_id(SectionId(id)).or_not_found()?;
    let parent = moved.parent_id.map(SectionId);
    let mut order: Vec<SectionId> =
        tree.children(parent, &moved.language).map(Section::id).collect();
    let place = order.iter().position(|other| other.0 == id).or_not_found()?;
    let other = if up { place.checked_sub(1) } else { Some(place + 1) };
    let Some(other) = other.filter(|other| *other < order.len()) else {
        tx.roll_back().await?;
        return Ok(done(ctx));
    };
    order.swap(place, other);
    for (position, id) in (0_i32..).zip(order) {
        queries::put(&tx, ctx.site.id, id, parent, position).await?;
    }
    tell(&mut tx, ctx, moved.id(), "moved", moved.title.clone()).await?;
    tx.commit().await?;
    Ok(done(ctx))
}

/// Removes a section that is empty and that no law demands.
pub async fn remove(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    let id = SectionId(number(&id)?);
    let mut tx = app.begin(&ctx).await?;
    let sections = sections(&app, &ctx, &tx).await?;
    let section = sections.tree.by_id(id).or_not_found()?;
    if let Err(refusal) = sections.may_go(section) {
        tx.roll_back().await?;
        let t = ctx.texts();
        let sentence = match (refusal, sections.citation(section)) {
            (SectionRefusal::Required, Some(citation)) => {
                t.with("admin-sections-fault-required", [("citation", citation.into())])
            }
            _ => refusal.sentence(&t),
        };
        let said = ui::flash(Tone::Bad, &sentence);
        let page =
            shown(&app, &ctx, &Posted::default(), &FormFaults::default(), Some(said)).await?;
        return Ok(Answer::Page(page.status(StatusCode::CONFLICT)));
    }
    queries::delete(&tx, ctx.site.id, id).await?;
    tell(&mut tx, &ctx, id, "removed", section.title.clone()).await?;
    tx.commit().await?;
    Ok(done(&ctx))
}
