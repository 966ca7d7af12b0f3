//! The sections of a site on the desk: add, rename, move, remove.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use maud::Markup;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, Lang, OrNotFound as _, Outcome, Page,
    Posted, Redirect, Refusal, Texts, Tx,
    lang::local_day,
    ui::{self, Tone},
};
use serde::Deserialize;

use super::{Answer, form::SectionChoice, section_queries as queries, views};
use crate::facts::SectionsChanged;

/// A section with what the page says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Identity.
    pub id: i64,
    /// The section above.
    pub parent: Option<i64>,
    /// Language.
    pub language: String,
    /// Title.
    pub title: String,
    /// How many items stand in it.
    pub items: i64,
    /// How many sections stand below it.
    pub children: usize,
    /// Where the law demands it, if it does.
    pub citation: Option<String>,
}

/// Why a section cannot be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemovalRefusal {
    /// Items stand in it.
    HasItems,
    /// Sections stand below it.
    HasChildren,
    /// The law demands it; by this citation.
    Required(String),
}

impl Refusal for RemovalRefusal {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::HasItems => t.say("admin-sections-fault-items"),
            Self::HasChildren => t.say("admin-sections-fault-children"),
            Self::Required(citation) => {
                t.with("admin-sections-fault-required", [("citation", citation.as_str().into())])
            }
        }
    }
}

impl Node {
    /// Whether it may be removed.
    ///
    /// Refuses a section that is not empty, and one that the law demands.
    ///
    /// Requirement: R-C1. Legal source: keys `site.section.<slug>` of the law packs.
    pub fn removal(&self) -> Result<(), RemovalRefusal> {
        if let Some(citation) = &self.citation {
            return Err(RemovalRefusal::Required(citation.clone()));
        }
        if self.items > 0 {
            return Err(RemovalRefusal::HasItems);
        }
        if self.children > 0 {
            return Err(RemovalRefusal::HasChildren);
        }
        Ok(())
    }

    /// Whether [`Node::removal`] says yes.
    pub fn is_removable(&self) -> bool {
        self.removal().is_ok()
    }
}

/// All sections of a site, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree(Vec<Node>);

impl Tree {
    /// The sections right below one, or at the top, in a language.
    pub fn below<'a>(
        &'a self,
        parent: Option<i64>,
        language: &'a str,
    ) -> impl Iterator<Item = &'a Node> {
        self.0.iter().filter(move |node| node.parent == parent && node.language == language)
    }

    /// Finds one.
    pub fn find(&self, id: i64) -> Option<&Node> {
        self.0.iter().find(|node| node.id == id)
    }

    /// All, each after the one above it.
    pub fn choices(&self) -> Vec<SectionChoice> {
        flat(self.0.iter().map(|node| (node.id, node.parent, &*node.language, &*node.title)))
    }
}

/// Puts sections in the order of their tree: (id, parent, language, title), each list in its order.
pub fn flat<'a>(
    sections: impl Iterator<Item = (i64, Option<i64>, &'a str, &'a str)>,
) -> Vec<SectionChoice> {
    let all: Vec<_> = sections.collect();
    let mut out = Vec::with_capacity(all.len());
    // Depth first, without trusting the data to hold no circle: nothing is put in twice.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let below = |parent: Option<i64>| {
        all.iter()
            .enumerate()
            .rev()
            .filter(move |(_, section)| section.1 == parent)
            .map(|(place, _)| place)
    };
    open.extend(below(None).map(|place| (place, 0)));
    while let Some((place, depth)) = open.pop() {
        let Some((id, _, language, title)) = all.get(place) else { continue };
        if out.len() >= all.len() {
            break;
        }
        out.push(SectionChoice {
            id: *id,
            language: (*language).to_owned(),
            title: (*title).to_owned(),
            depth,
        });
        open.extend(below(Some(*id)).map(|place| (place, depth + 1)));
    }
    out
}

async fn tree(app: &App, ctx: &Ctx, conn: &diesel_async::AsyncPgConnection) -> Outcome<Tree> {
    let rows = queries::all(conn, ctx.site.id).await?;
    let counts = queries::items_by_section(conn, ctx.site.id).await?;
    let day = local_day(ctx.now);
    let structure = app
        .law()
        .pack(&app.config().structure)
        .or_else(|| app.law().structure_pack_on(day))
        .and_then(|pack| pack.structure());
    let children = |id: i64| rows.iter().filter(|row| row.parent_id == Some(id)).count();
    let nodes = rows
        .iter()
        .map(|row| Node {
            id: row.id,
            parent: row.parent_id,
            language: row.language.clone(),
            title: row.title.clone(),
            items: counts.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, count)| *count),
            children: children(row.id),
            citation: row.required_by.as_deref().map(|key| {
                let slug = key.rsplit('.').next().unwrap_or(key);
                structure
                    .and_then(|structure| structure.section(ctx.site.kind, slug))
                    .map_or_else(|| key.to_owned(), |section| section.citation.to_string())
            }),
        })
        .collect();
    Ok(Tree(nodes))
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SectionsQuery {
    xong: String,
}

/// The tree of sections.
pub async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Query(query): Query<SectionsQuery>,
) -> Outcome<Page> {
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
    let tree = tree(app, ctx, &conn).await?;
    Ok(Page::new(views::sections::page(app, ctx, &tree, posted, faults, said)))
}

fn read_title(faults: &mut FormFaults, posted: &Posted) -> String {
    let title =
        faults.check("title", posted.line("title"), true, views::sections::MAX_TITLE);
    if faults.of("title").is_none() && slug(&title).is_empty() {
        faults.add("title", FieldFault::Other("admin-sections-fault-name", Vec::new()));
    }
    title
}

/// A title as part of an address.
fn slug(title: &str) -> String {
    portal_core::lang::fold(title)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(80)
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}

/// Adds a section.
pub async fn add(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Answer> {
    let mut tx = app.begin(&ctx).await?;
    let rows = queries::lock_all(&tx, ctx.site.id).await?;
    let mut faults = FormFaults::default();
    let title = read_title(&mut faults, &posted);
    let parent = posted.number("parent");
    let above = parent.and_then(|id| rows.iter().find(|row| row.id == id));
    if posted.has("parent") && above.is_none() {
        faults.add("parent", FieldFault::NoSuchChoice);
    }
    let chosen = Lang::parse(&posted.line("language"))
        .filter(|lang| ctx.site.languages.contains(lang))
        .unwrap_or_else(|| ctx.site.default_language());
    let language = above.map_or_else(|| chosen.code().to_owned(), |row| row.language.clone());
    if !faults.is_empty() {
        tx.roll_back().await?;
        let page = shown(&app, &ctx, &posted, &faults, None).await?;
        return Ok(Answer::Page(page.status(StatusCode::UNPROCESSABLE_ENTITY)));
    }
    let location = ctx.path_to("/quan-tri/chuyen-muc?xong=1");
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    let wanted = slug(&title);
    let taken = |slug: &str| rows.iter().any(|row| row.language == language && row.slug == slug);
    let slug = (1..=rows.len() + 1)
        .map(|n| if n == 1 { wanted.clone() } else { format!("{wanted}-{n}") })
        .find(|slug| !taken(slug))
        .unwrap_or_else(|| wanted.clone());
    let last = rows.iter().filter(|row| row.parent_id == above.map(|row| row.id));
    let position = last.map(|row| row.position).max().map_or(0, |last| last.saturating_add(1));
    let new = queries::NewSection {
        parent_id: above.map(|row| row.id),
        language: &language,
        slug: &slug,
        title: &title,
        position,
    };
    let id = queries::insert(&tx, ctx.site.id, &new).await?;
    tell(&mut tx, &ctx, id, "added").await?;
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(location)))
}

async fn tell(tx: &mut Tx, ctx: &Ctx, section: i64, change: &'static str) -> Outcome<()> {
    tx.tell(SectionsChanged { site: ctx.site.id, section, change }).await?;
    Ok(())
}

/// Renames a section. Its address stays.
pub async fn rename(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let id = super::number(&id)?;
    let mut faults = FormFaults::default();
    let title = read_title(&mut faults, &posted);
    if !faults.is_empty() {
        let page = shown(&app, &ctx, &posted, &faults, None).await?;
        return Ok(Answer::Page(page.status(StatusCode::UNPROCESSABLE_ENTITY)));
    }
    let mut tx = app.begin(&ctx).await?;
    if queries::rename(&tx, ctx.site.id, id, &title).await? == 0 {
        return Err(Fault::NotFound);
    }
    tell(&mut tx, &ctx, id, "renamed").await?;
    tx.commit().await?;
    Ok(done(&ctx))
}

fn done(ctx: &Ctx) -> Answer {
    Answer::Go(Redirect::to(ctx.path_to("/quan-tri/chuyen-muc?xong=1")))
}

/// Moves a section before the one above it on the page.
pub async fn up(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    move_by(&app, &ctx, super::number(&id)?, true).await
}

/// Moves a section behind the one below it on the page.
pub async fn down(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    move_by(&app, &ctx, super::number(&id)?, false).await
}

async fn move_by(app: &App, ctx: &Ctx, id: i64, up: bool) -> Outcome<Answer> {
    let mut tx = app.begin(ctx).await?;
    let rows = queries::lock_all(&tx, ctx.site.id).await?;
    let moved = rows.iter().find(|row| row.id == id).or_not_found()?;
    let mut order: Vec<i64> = rows
        .iter()
        .filter(|row| row.parent_id == moved.parent_id && row.language == moved.language)
        .map(|row| row.id)
        .collect();
    let place = order.iter().position(|other| *other == id).or_not_found()?;
    let other = if up { place.checked_sub(1) } else { Some(place + 1) };
    let Some(other) = other.filter(|other| *other < order.len()) else {
        tx.roll_back().await?;
        return Ok(done(ctx));
    };
    order.swap(place, other);
    for (position, id) in (0_i32..).zip(&order) {
        queries::place(&tx, ctx.site.id, *id, position).await?;
    }
    tell(&mut tx, ctx, id, "moved").await?;
    tx.commit().await?;
    Ok(done(ctx))
}

/// Removes a section that is empty and that no law demands.
pub async fn remove(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Answer> {
    let id = super::number(&id)?;
    let mut tx = app.begin(&ctx).await?;
    queries::lock_all(&tx, ctx.site.id).await?;
    let tree = tree(&app, &ctx, &tx).await?;
    let node = tree.find(id).or_not_found()?;
    if let Err(refusal) = node.removal() {
        tx.roll_back().await?;
        let said = ui::flash(Tone::Bad, &refusal.sentence(&ctx.texts()));
        let page =
            shown(&app, &ctx, &Posted::default(), &FormFaults::default(), Some(said)).await?;
        return Ok(Answer::Page(page.status(StatusCode::CONFLICT)));
    }
    queries::delete(&tx, ctx.site.id, id).await?;
    tell(&mut tx, &ctx, id, "removed").await?;
    tx.commit().await?;
    Ok(done(&ctx))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_removed_only_when_empty_and_free() {
        let node = Node {
            id: 1,
            parent: None,
            language: "vi".into(),
            title: "A".into(),
            items: 0,
            children: 0,
            citation: None,
        };
        assert_eq!(node.removal(), Ok(()));
        let full = Node { items: 1, ..node.clone() };
        assert_eq!(full.removal(), Err(RemovalRefusal::HasItems));
        let parent = Node { children: 1, ..node.clone() };
        assert_eq!(parent.removal(), Err(RemovalRefusal::HasChildren));
        let lawful = Node { citation: Some("Điều 4".into()), ..node };
        assert_eq!(lawful.removal(), Err(RemovalRefusal::Required("Điều 4".into())));
    }

    #[test]
    fn a_tree_is_flat_in_order_and_survives_a_circle() {
        let rows = [
            (1, None, "vi", "A"),
            (2, None, "vi", "B"),
            (3, Some(1), "vi", "C"),
            (8, Some(9), "vi", "x"),
            (9, Some(8), "vi", "y"),
        ];
        let flat = flat(rows.into_iter());
        let seen: Vec<_> = flat.iter().map(|choice| (choice.id, choice.depth)).collect();
        assert_eq!(seen, [(1, 0), (3, 1), (2, 0)]);
    }

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug("Đất đai – Quy hoạch 2026"), "dat-dai-quy-hoach-2026");
        assert_eq!(slug("…"), "");
    }
}
