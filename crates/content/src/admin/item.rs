//! An item's page on the desk: the text, what may be done now, what stands in the way (R-C3).

use axum::extract::{Path, State as FromApp};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{App, Ctx, Fault, OrNotFound as _, Outcome, Page, Refusal as _};
use serde::Deserialize;

use super::{Asked, asked, decide::lenders, edit, form, number, queries as desk_queries, views};
use crate::{
    content_type::{self, Demand},
    item::{
        ItemId, Refusal, State,
        queries::{self, Whole},
    },
    permissions::{APPROVE, EDIT, WRITE},
};

/// Longest note, in characters.
pub const MAX_NOTE: usize = 2_000;
const EVENTS: i64 = 100;

/// What may be done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Approve the text and show it to readers.
    ApproveAndPublish,
    /// Approve the text.
    Approve,
    /// Show the approved text to readers.
    Publish,
    /// Ask for approval.
    Submit,
    /// Write a new edition.
    Edit,
    /// Send it back.
    Refuse,
    /// Take it from readers.
    Withdraw,
}

impl Act {
    /// Part of the keys of its texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApproveAndPublish => "approve-publish",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Submit => "submit",
            Self::Edit => "edit",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// Last part of its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::ApproveAndPublish | Self::Approve => "duyet",
            Self::Publish => "dang",
            Self::Submit => "gui-duyet",
            Self::Edit => "sua",
            Self::Refuse => "tra-lai",
            Self::Withdraw => "go",
        }
    }

    /// Whether it leads to a page of its own first.
    pub fn is_page(self) -> bool {
        matches!(self, Self::Edit | Self::Refuse | Self::Withdraw)
    }
}

/// What happened to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `saved`, or a verdict.
    pub what: String,
    /// Number of the edition.
    pub number: i32,
    /// By whom.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Words.
    pub note: String,
}

/// What the page of an item shows.
pub struct Sheet {
    /// The item, with its newest edition.
    pub whole: Whole,
    /// Title of its section.
    pub section: String,
    /// Who wrote the first edition.
    pub begun_by: String,
    /// The text as readers will see it.
    pub text: Markup,
    /// Whether it would look better with a picture.
    pub lacks_picture: bool,
    /// What may be done now, the likeliest first.
    pub acts: Vec<Act>,
    /// What stands in the way of submitting or approving, with the field it leads to.
    pub obstacles: Vec<(String, Option<String>)>,
    /// What happened, newest first.
    pub history: Vec<Event>,
}

impl Sheet {
    /// Whether the actor may write a new edition.
    pub fn may_edit(&self) -> bool {
        self.acts.contains(&Act::Edit)
    }
}

/// Whether the actor may see an item on the desk, and write on it: as an editor of its section, or as
/// one who writes there and whose item it is.
///
/// Requirement: R-A4.
pub fn is_open_to(ctx: &Ctx, whole: &Whole) -> bool {
    ctx.may_in(EDIT, &whole.path)
        || ctx.may_in(WRITE, &whole.path)
            && ctx.actor.id().is_some_and(|person| whole.is_of(person))
}

/// Finds an item the actor may see; another's is "not found".
pub async fn find(conn: &AsyncPgConnection, ctx: &Ctx, id: &str) -> Outcome<Whole> {
    let id = ItemId(number(id)?);
    let whole = queries::look(conn, ctx.site.id, id).await?.or_not_found()?;
    if is_open_to(ctx, &whole) { Ok(whole) } else { Err(Fault::NotFound) }
}

/// What may be done with an item by the actor, the likeliest first.
fn acts(ctx: &Ctx, whole: &Whole, complete: bool) -> Vec<Act> {
    let now = whole.snapshot();
    let hash = whole.newest.hash();
    let mut acts = Vec::new();
    let approver = ctx.actor.id().filter(|_| ctx.may_in(APPROVE, &whole.path));
    let others = now.is_not_of(&lenders(ctx, whole)).is_ok();
    if let Some(person) = approver {
        if complete && others && now.approve(person, hash, ctx.now).is_ok() {
            acts.extend([Act::ApproveAndPublish, Act::Approve]);
        }
        if now.publish(hash, ctx.now).is_ok() {
            acts.push(Act::Publish);
        }
    }
    if complete && now.submit(hash, ctx.now).is_ok() && is_open_to(ctx, whole) {
        acts.push(Act::Submit);
    }
    if is_open_to(ctx, whole) {
        acts.push(Act::Edit);
    }
    if let Some(person) = approver {
        let waits = matches!(now.state, State::Submitted | State::Approved);
        if waits && others && !now.is_own(person) {
            acts.push(Act::Refuse);
        }
        if now.public.is_some() {
            acts.push(Act::Withdraw);
        }
    }
    acts
}

/// What is missing in the newest edition before it can be submitted, with its field.
pub(super) async fn gaps(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    whole: &Whole,
) -> Outcome<Vec<(String, Option<String>)>> {
    let of = content_type::by_key(&whole.item.content_type).or_not_found()?;
    let posted = edit::posted_of(of, whole);
    let language = Some(whole.item.language.as_str());
    let choices = edit::choices(conn, ctx, of, &posted, language).await?;
    let (_, faults) = form::read(&posted, &choices, of, Demand::Complete);
    let t = ctx.texts();
    Ok(faults
        .iter()
        .map(|(field, fault)| {
            let label = t.say(&of.text(&format!("field-{field}")));
            (format!("{label}: {}", fault.sentence(&t)), Some(field.to_owned()))
        })
        .collect())
}

/// Everything an item's page shows.
pub(super) async fn sheet(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    whole: Whole,
) -> Outcome<Sheet> {
    let mut obstacles = match whole.item.state() {
        State::Draft | State::Refused | State::Submitted | State::Withdrawn => {
            gaps(conn, ctx, &whole).await?
        }
        State::Approved | State::Published => Vec::new(),
    };
    let acts = acts(ctx, &whole, obstacles.is_empty());
    if let Some(person) = ctx.actor.id().filter(|_| ctx.may_in(APPROVE, &whole.path)) {
        let now = whole.snapshot();
        let refused = now
            .approve(person, whole.newest.hash(), ctx.now)
            .and_then(|_| now.is_not_of(&lenders(ctx, &whole)));
        if let Err(refusal @ (Refusal::OwnText | Refusal::LendersText)) = refused {
            obstacles.push((refusal.sentence(&ctx.texts()), None));
        }
    }
    let tree = crate::section::queries::tree(conn, ctx.site.id).await?;
    let section = tree.by_id(whole.item.section()).map(|section| section.title.clone());
    let editions = desk_queries::editions_of(conn, ctx.site.id, whole.item.id, EVENTS).await?;
    let decisions = desk_queries::decisions_of(conn, ctx.site.id, whole.item.id, EVENTS).await?;
    let begun_by = editions.last().map(|edition| edition.author_name.clone());
    let text = edit::preview(app, ctx, conn, &whole).await?;
    let lacks_picture = whole.item.content_type == crate::article::KEY
        && whole.newest.fields.get("picture").is_none();
    Ok(Sheet {
        section: section.unwrap_or_default(),
        begun_by: begun_by.unwrap_or_default(),
        text,
        lacks_picture,
        acts,
        obstacles,
        history: history(&editions, decisions),
        whole,
    })
}

fn history(
    editions: &[desk_queries::EditionLine],
    decisions: Vec<desk_queries::DecisionLine>,
) -> Vec<Event> {
    let number_of = |id: i64| editions.iter().find(|e| e.id == id).map_or(0, |e| e.number);
    let mut events: Vec<Event> = decisions
        .into_iter()
        .map(|decision| Event {
            number: number_of(decision.edition_id),
            what: decision.verdict,
            person: decision.person_name,
            at: decision.at,
            reason: decision.reason.filter(|reason| reason != crate::item::IMPORT),
            note: decision.note,
        })
        .collect();
    events.extend(editions.iter().map(|edition| Event {
        what: "saved".to_owned(),
        number: edition.number,
        person: edition.author_name.clone(),
        at: edition.created_at,
        reason: None,
        note: String::new(),
    }));
    // Stable: of one moment, the decisions stay before the saving they follow.
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ItemQuery {
    xong: String,
}

/// What the page says after an action, by the word in its address.
fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "luu" => "admin-done-saved",
        "khong-doi" => "admin-done-unchanged",
        "gui-duyet" => "admin-done-submitted",
        "duyet" => "admin-done-approved",
        "dang" => "admin-done-published",
        "tra-lai" => "admin-done-refused",
        "go" => "admin-done-withdrawn",
        _ => return None,
    })
}

/// The page of an item.
pub async fn page(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    query: Asked<ItemQuery>,
) -> Outcome<Page> {
    let query = asked(query);
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, &ctx, &id).await?;
    let sheet = sheet(&app, &ctx, &conn, whole).await?;
    Ok(Page::new(views::item::page(&app, &ctx, &sheet, &[], done(&query.xong))))
}
