//! Writing: the form of an item, new or again.

use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    Redirect, Tx,
};
use serde::Deserialize;

use super::{
    Answer, Asked, asked,
    form::{self, Choices, SectionChoice},
    item as desk_item, number, queries as desk_queries,
    reach::Reach,
    views,
};
use crate::{
    content_type::{self, ContentType, Demand},
    html,
    item::{
        EditionId, ItemId,
        acts::{self, Draft},
        queries::{self, Whole},
    },
    media::{self, Media},
    permissions::WRITE,
    public::Shown,
    section,
};

const PICTURES: i64 = 24;
const DOCUMENTS: i64 = 40;

/// What is being written.
pub struct Editing {
    /// The item, unless it is new.
    pub item: Option<i64>,
    /// Its type.
    pub of: &'static dyn ContentType,
    /// Its title as saved.
    pub title: Option<String>,
    /// The edition the writer has seen; zero when new.
    pub edition: i64,
    /// What somebody else saved meanwhile.
    pub stale: Option<Stale>,
}

/// An edition that somebody else saved while a form was open.
pub struct Stale {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Their title.
    pub title: String,
    /// Their lead.
    pub lead: String,
    /// Their text.
    pub body: Markup,
}

impl Editing {
    fn again(whole: &Whole, edition: i64) -> Outcome<Self> {
        Ok(Self {
            item: Some(whole.item.id),
            of: content_type::by_key(&whole.item.content_type).or_not_found()?,
            title: Some(whole.item.title.clone()),
            edition,
            stale: None,
        })
    }

    /// The same on the edition somebody else saved: the next save goes through, knowingly.
    fn stale(whole: &Whole) -> Outcome<Self> {
        let newest = &whole.newest;
        let stale = Stale {
            by: newest.author_name.clone(),
            at: newest.created_at,
            title: newest.title.clone(),
            lead: newest.lead.clone(),
            body: html::body(&newest.body, &newest.fields),
        };
        Ok(Self { stale: Some(stale), ..Self::again(whole, newest.id)? })
    }
}

/// The sections of a site in the order of reading, language by language.
pub async fn section_choices(conn: &AsyncPgConnection, ctx: &Ctx) -> Outcome<Vec<SectionChoice>> {
    let tree = section::queries::tree(conn, ctx.site.id).await?;
    let choice = |(depth, section): (usize, &section::Section)| SectionChoice {
        id: section.id,
        language: section.language.clone(),
        title: section.title.clone(),
        depth,
    };
    let languages = ctx.site.languages.iter();
    Ok(languages.flat_map(|lang| tree.in_order(lang.code())).map(choice).collect())
}

/// The sections in which the actor writes.
async fn sections_to_write(conn: &AsyncPgConnection, ctx: &Ctx) -> Outcome<Vec<SectionChoice>> {
    let mut choices = section_choices(conn, ctx).await?;
    if let Some(written) = Reach::of(conn, ctx, WRITE).await?.sections() {
        choices.retain(|choice| written.contains(&choice.id));
    }
    Ok(choices)
}

/// What the form of a type may choose from; an item stays in its language.
pub async fn choices(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    of: &dyn ContentType,
    posted: &Posted,
    language: Option<&str>,
) -> Outcome<Choices> {
    let mut sections = sections_to_write(conn, ctx).await?;
    sections.retain(|choice| language.is_none_or(|language| choice.language == language));
    let (picture, files) = (posted.all("picture"), posted.all("attachments"));
    Ok(Choices {
        sections,
        pictures: newest_and(conn, ctx, true, (&picture, PICTURES)).await?,
        documents: newest_and(conn, ctx, false, (&files, DOCUMENTS)).await?,
        offer: of.offer(conn, ctx, posted).await?,
    })
}

/// The newest files of a sort, and before them those that were chosen already.
async fn newest_and(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    pictures: bool,
    (chosen, limit): (&[String], i64),
) -> Outcome<Vec<Media>> {
    let ids: Vec<i64> = chosen.iter().filter_map(|id| id.parse().ok()).take(100).collect();
    let mut all = Vec::new();
    if !ids.is_empty() {
        all = media::queries::by_ids(conn, ctx.site.id, &ids).await?;
        all.retain(|media| media.is_picture() == pictures);
    }
    let newest =
        media::queries::list_newest(conn, ctx.site.id, Some(pictures), None, limit).await?;
    all.extend(newest.into_iter().filter(|media| !ids.contains(&media.id)));
    Ok(all)
}

/// The form of what is saved.
pub fn posted_of(of: &dyn ContentType, whole: &Whole) -> Posted {
    let newest = &whole.newest;
    let mut posted = Posted::from_pairs([
        ("section", whole.item.section_id.to_string()),
        ("title", newest.title.clone()),
        ("lead", newest.lead.clone()),
        ("body", newest.body.clone()),
    ]);
    of.fill(&newest.fields, &mut posted);
    posted
}

/// The newest edition as readers will see it.
pub async fn preview(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    whole: &Whole,
) -> Outcome<Markup> {
    let of = content_type::by_key(&whole.item.content_type).or_not_found()?;
    let ids = desk_queries::files_of(conn, ctx.site.id, whole.newest.id).await?;
    let files = media::queries::by_ids(conn, ctx.site.id, &ids).await?;
    let shown = Shown { item: whole.item.clone(), edition: whole.newest.clone(), files };
    of.view(app, ctx, conn, &shown).await
}

/// The query of the form for something new.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    #[serde(rename = "type")]
    content_type: String,
    section: String,
}

/// A content type that this site has.
fn type_of(app: &App, ctx: &Ctx, key: &str) -> Outcome<&'static dyn ContentType> {
    let key = if key.is_empty() { crate::article::KEY } else { key };
    content_type::by_key(key).filter(|of| app.is_on(&ctx.site, of.module())).or_not_found()
}

/// The form for something new.
pub async fn new(ctx: Ctx, State(app): State<App>, query: Asked<NewQuery>) -> Outcome<Page> {
    let query = asked(query);
    let of = type_of(&app, &ctx, &query.content_type)?;
    let author = ctx.actor.name().to_owned();
    let posted = Posted::from_pairs([("author", author), ("section", query.section)]);
    let editing = Editing { item: None, of, title: None, edition: 0, stale: None };
    shown(&app, &ctx, &editing, &posted, &FormFaults::default()).await
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    editing: &Editing,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let language = match editing.item {
        Some(id) => {
            let whole = queries::look(&conn, ctx.site.id, ItemId(id)).await?.or_not_found()?;
            Some(whole.item.language)
        }
        None => None,
    };
    let choices = choices(&conn, ctx, editing.of, posted, language.as_deref()).await?;
    let markup = views::form::page(app, ctx, editing, &choices, posted, faults);
    let back = !faults.is_empty() || editing.stale.is_some();
    Ok(if back { Page::invalid(markup) } else { Page::new(markup) })
}

/// What the pressed button asks for.
fn demand(posted: &Posted) -> Demand {
    if posted.line("do") == "submit" { Demand::Complete } else { Demand::Draft }
}

/// Whether the pressed button wants the form back with more to choose from, and nothing saved.
fn only_looks(posted: &Posted) -> bool {
    posted.line("do") == "look"
}

/// Asks for approval of what was just saved, where it may be asked for.
async fn submit(tx: &mut Tx, ctx: &Ctx, id: ItemId) -> Outcome<bool> {
    let whole = queries::lock(tx, ctx.site.id, id).await?.or_not_found()?;
    match whole.snapshot().submit(whole.newest.hash(), ctx.now) {
        Ok(decision) => {
            acts::carry_out(tx, ctx, &whole, &decision).await?;
            Ok(true)
        }
        Err(_) => Ok(false),
    }
}

/// Saves something new.
pub async fn create(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Answer> {
    let of = type_of(&app, &ctx, &posted.line("type"))?;
    let key = posted.key()?;
    let demand = demand(&posted);
    if only_looks(&posted) {
        let editing = Editing { item: None, of, title: None, edition: 0, stale: None };
        return shown(&app, &ctx, &editing, &posted, &FormFaults::default())
            .await
            .map(Answer::Page);
    }
    let (draft, faults) = {
        let conn = app.db().site(ctx.site.id).await?;
        let choices = choices(&conn, &ctx, of, &posted, None).await?;
        form::read(&posted, &choices, of, demand)
    };
    if !faults.is_empty() {
        let editing = Editing { item: None, of, title: None, edition: 0, stale: None };
        return shown(&app, &ctx, &editing, &posted, &faults).await.map(Answer::Page);
    }
    let mut tx = app.begin(&ctx).await?;
    let item = acts::create(&mut tx, &ctx, of, &draft).await?;
    let submitted = demand == Demand::Complete && submit(&mut tx, &ctx, item).await?;
    let done = if submitted { "gui-duyet" } else { "luu" };
    let location = ctx.path_to(&format!("/quan-tri/bai/{item}?xong={done}"));
    // Claimed last, because only now it is known where it leads; a second arrival takes its item back.
    if let Arrival::Again(location) = tx.once(key, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    tx.commit().await?;
    Ok(Answer::Go(Redirect::to(location)))
}

/// The form of an item.
pub async fn edit(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    let whole = {
        let conn = app.db().site(ctx.site.id).await?;
        desk_item::find(&conn, &ctx, &id).await?
    };
    let editing = Editing::again(&whole, whole.newest.id)?;
    let posted = posted_of(editing.of, &whole);
    shown(&app, &ctx, &editing, &posted, &FormFaults::default()).await
}

/// Saves an item again.
pub async fn save(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let id = ItemId(number(&id)?);
    let seen = posted.number("edition").ok_or(Fault::Malformed("edition"))?;
    let demand = demand(&posted);
    let (editing, draft, faults) = {
        let conn = app.db().site(ctx.site.id).await?;
        let whole = desk_item::find(&conn, &ctx, &id.to_string()).await?;
        let editing = Editing::again(&whole, seen)?;
        if only_looks(&posted) {
            drop(conn);
            return shown(&app, &ctx, &editing, &posted, &FormFaults::default())
                .await
                .map(Answer::Page);
        }
        let language = Some(whole.item.language.as_str());
        let choices = choices(&conn, &ctx, editing.of, &posted, language).await?;
        let (draft, mut faults) = form::read(&posted, &choices, editing.of, demand);
        if !acts::may_stand_in(&conn, &ctx, &whole, draft.section).await? {
            faults.add("section", FieldFault::Other("admin-fault-section", Vec::new()));
        }
        (editing, draft, faults)
    };
    if !faults.is_empty() {
        return shown(&app, &ctx, &editing, &posted, &faults).await.map(Answer::Page);
    }
    match store(&app, &ctx, id, (EditionId(seen), demand), (&posted, &draft)).await? {
        Stored::Done(location) => Ok(Answer::Go(Redirect::to(location))),
        Stored::Stale(editing) => {
            let page = shown(&app, &ctx, &editing, &posted, &FormFaults::default()).await?;
            Ok(Answer::Page(page))
        }
    }
}

enum Stored {
    Done(String),
    Stale(Editing),
}

/// Writes an edition in one transaction, unless somebody else wrote one meanwhile.
async fn store(
    app: &App,
    ctx: &Ctx,
    id: ItemId,
    (seen, demand): (EditionId, Demand),
    (posted, draft): (&Posted, &Draft),
) -> Outcome<Stored> {
    let mut tx = app.begin(ctx).await?;
    let whole = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    if !desk_item::is_open_to(ctx, &whole) {
        return Err(Fault::NotFound);
    }
    // A second arrival of a form that was carried out is not stale: the claim comes first. Where it
    // leads is the item in any case; what it says there depends on the first arrival.
    let location = |done: &str| ctx.path_to(&format!("/quan-tri/bai/{id}?xong={done}"));
    let claimed = if demand == Demand::Complete { "gui-duyet" } else { "luu" };
    if let Arrival::Again(location) = tx.once(posted.key()?, &location(claimed)).await? {
        tx.roll_back().await?;
        return Ok(Stored::Done(location));
    }
    if whole.snapshot().edit(seen).is_err() {
        tx.roll_back().await?;
        return Ok(Stored::Stale(Editing::stale(&whole)?));
    }
    let edition = acts::edit(&mut tx, ctx, &whole, seen, draft).await?;
    let moved = draft.section != whole.item.section();
    let changed = moved || edition != whole.newest.id();
    let submitted = demand == Demand::Complete && submit(&mut tx, ctx, id).await?;
    if !changed {
        // Only the form's receipt may have been written.
        tx.untold();
    }
    tx.commit().await?;
    let done = match (submitted, changed) {
        (true, _) => "gui-duyet",
        (false, true) => "luu",
        (false, false) => "khong-doi",
    };
    Ok(Stored::Done(location(done)))
}
