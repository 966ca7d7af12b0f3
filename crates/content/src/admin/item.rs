//! An item's page on the desk, and what is decided there (R-C3).

use axum::{
    extract::{Path, State as FromApp},
    http::StatusCode,
};
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use maud::Markup;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, PersonId,
    Posted, Redirect, Refusal as _, lang::local_day,
};
use serde::Deserialize;

use super::{Answer, Asked, asked, edit, form, number, queries as desk_queries, views};
use crate::{
    content_type::{self, Demand},
    item::{
        Decision, EditionHash, ItemId, Refusal, State, acts,
        queries::{self, Whole},
    },
    permissions::{APPROVE, EDIT},
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

/// Whether the actor may see an item on the desk, and write on it: its own, or all as an editor.
pub fn is_open_to(ctx: &Ctx, whole: &Whole) -> bool {
    ctx.may(EDIT) || ctx.actor.id().is_some_and(|person| whole.snapshot().is_own(person))
}

/// Finds an item the actor may see; another's is "not found".
pub async fn find(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    id: &str,
) -> Outcome<Whole> {
    let id = ItemId(number(id)?);
    let whole = queries::look(conn, ctx.site.id, id).await?.or_not_found()?;
    if is_open_to(ctx, &whole) { Ok(whole) } else { Err(Fault::NotFound) }
}

/// What may be done with an item by the actor, the likeliest first.
fn acts(ctx: &Ctx, whole: &Whole, complete: bool) -> Vec<Act> {
    let now = whole.snapshot();
    let hash = whole.newest.hash();
    let mut acts = Vec::new();
    if let Some(person) = ctx.actor.id().filter(|_| ctx.may(APPROVE)) {
        if complete && now.approve(person, hash, ctx.now).is_ok() {
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
    if let Some(person) = ctx.actor.id().filter(|_| ctx.may(APPROVE)) {
        if matches!(now.state, State::Submitted | State::Approved) && !now.is_own(person) {
            acts.push(Act::Refuse);
        }
        if now.public.is_some() {
            acts.push(Act::Withdraw);
        }
    }
    acts
}

/// What is missing in the newest edition before it can be submitted, with its field.
async fn gaps(
    conn: &AsyncPgConnection,
    ctx: &Ctx,
    whole: &Whole,
) -> Outcome<Vec<(String, Option<String>)>> {
    let of = content_type::by_key(&whole.item.content_type).or_not_found()?;
    let posted = edit::posted_of(of, whole);
    let choices = edit::choices(conn, ctx, &posted, Some(&whole.item.language)).await?;
    let (_, faults) = form::read(&posted, &choices, of, Demand::Complete);
    let t = ctx.texts();
    Ok(faults
        .iter()
        .map(|(field, fault)| {
            let label = t.say(views::form::label(field));
            (format!("{label}: {}", fault.sentence(&t)), Some(field.to_owned()))
        })
        .collect())
}

async fn sheet(ctx: &Ctx, conn: &AsyncPgConnection, whole: Whole) -> Outcome<Sheet> {
    let mut obstacles = match whole.item.state() {
        State::Draft | State::Refused | State::Submitted | State::Withdrawn => {
            gaps(conn, ctx, &whole).await?
        }
        State::Approved | State::Published => Vec::new(),
    };
    let acts = acts(ctx, &whole, obstacles.is_empty());
    if let Some(person) = ctx.actor.id().filter(|_| ctx.may(APPROVE)) {
        let refused = whole.snapshot().approve(person, whole.newest.hash(), ctx.now);
        if refused == Err(Refusal::OwnText) {
            obstacles.push((Refusal::OwnText.sentence(&ctx.texts()), None));
        }
    }
    let tree = crate::section::queries::tree(conn, ctx.site.id).await?;
    let section = tree.by_id(whole.item.section()).map(|section| section.title.clone());
    let editions =
        desk_queries::editions_of(conn, ctx.site.id, whole.item.id, EVENTS).await?;
    let decisions =
        desk_queries::decisions_of(conn, ctx.site.id, whole.item.id, EVENTS).await?;
    let begun_by = editions.last().map(|edition| edition.author_name.clone());
    let text = edit::preview(ctx, conn, &whole).await?;
    let lacks_picture = whole.item.content_type == crate::article::KEY
        && whole.newest.fields.get("picture").is_none();
    Ok(Sheet {
        section: section.unwrap_or_default(),
        begun_by: begun_by.unwrap_or_default(),
        text,
        lacks_picture,
        acts,
        obstacles,
        history: history(editions, decisions),
        whole,
    })
}

fn history(
    editions: Vec<desk_queries::EditionLine>,
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
    let sheet = sheet(&ctx, &conn, whole).await?;
    Ok(Page::new(views::item::page(&app, &ctx, &sheet, &[], done(&query.xong))))
}

/// The page again, with what stood in the way.
async fn refused(
    app: &App,
    ctx: &Ctx,
    id: &str,
    sentences: &[String],
    status: StatusCode,
) -> Outcome<Answer> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let sheet = sheet(ctx, &conn, whole).await?;
    let page = Page::new(views::item::page(app, ctx, &sheet, sentences, None));
    Ok(Answer::Page(page.status(status)))
}

/// Carries out what a rule allows on an item that is held meanwhile, or shows why not.
async fn carry_out(
    app: &App,
    ctx: &Ctx,
    (id, done): (&str, &str),
    posted: &Posted,
    rule: impl FnOnce(&Whole) -> Result<Vec<Decision>, Refusal>,
) -> Outcome<Answer> {
    let item = ItemId(number(id)?);
    let location = ctx.path_to(&format!("/quan-tri/bai/{item}?xong={done}"));
    let mut tx = app.begin(ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Answer::Go(Redirect::to(location)));
    }
    let whole = queries::lock(&tx, ctx.site.id, item).await?.or_not_found()?;
    if !is_open_to(ctx, &whole) {
        return Err(Fault::NotFound);
    }
    match rule(&whole) {
        Ok(decisions) => {
            for decision in &decisions {
                acts::carry_out(&mut tx, ctx, &whole, decision).await?;
            }
            tx.commit().await?;
            Ok(Answer::Go(Redirect::to(location)))
        }
        Err(refusal) => {
            tx.roll_back().await?;
            let sentences = [refusal.sentence(&ctx.texts())];
            refused(app, ctx, id, &sentences, StatusCode::CONFLICT).await
        }
    }
}

/// The text that was being looked at; a form without it is not ours.
fn seen(posted: &Posted) -> Outcome<EditionHash> {
    EditionHash::parse(&posted.line("hash")).ok_or(Fault::Malformed("hash"))
}

fn person(ctx: &Ctx) -> Outcome<PersonId> {
    ctx.actor.id().ok_or(Fault::Denied)
}

/// What is missing in an item, in words; empty when it is complete.
async fn missing(app: &App, ctx: &Ctx, id: &str) -> Outcome<Vec<String>> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    Ok(gaps(&conn, ctx, &whole).await?.into_iter().map(|(sentence, _)| sentence).collect())
}

/// Asks for approval.
pub async fn submit(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let hash = seen(&posted)?;
    // What is complete stays so: an edition never changes, and the hash names it.
    let missing = missing(&app, &ctx, &id).await?;
    if !missing.is_empty() {
        return refused(&app, &ctx, &id, &missing, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    carry_out(&app, &ctx, (&id, "gui-duyet"), &posted, |whole| {
        whole.snapshot().submit(hash, ctx.now).map(|decision| vec![decision])
    })
    .await
}

/// Approves a text, and publishes it at once where asked to.
pub async fn approve(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let (hash, by) = (seen(&posted)?, person(&ctx)?);
    let at_once = posted.has("dang");
    let done = if at_once { "dang" } else { "duyet" };
    carry_out(&app, &ctx, (&id, done), &posted, |whole| {
        let now = whole.snapshot();
        let mut decisions = vec![now.approve(by, hash, ctx.now)?];
        if at_once {
            decisions.push(now.approved(by).publish(hash, ctx.now)?);
        }
        Ok(decisions)
    })
    .await
}

/// Publishes the approved text.
pub async fn publish(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let hash = seen(&posted)?;
    carry_out(&app, &ctx, (&id, "dang"), &posted, |whole| {
        whole.snapshot().publish(hash, ctx.now).map(|decision| vec![decision])
    })
    .await
}

/// Asks why an item goes back.
pub async fn ask_refuse(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    ask(&app, &ctx, &id, Act::Refuse, &Posted::default(), &FormFaults::default()).await
}

/// Asks why an item is taken down.
pub async fn ask_withdraw(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    ask(&app, &ctx, &id, Act::Withdraw, &Posted::default(), &FormFaults::default()).await
}

async fn ask(
    app: &App,
    ctx: &Ctx,
    id: &str,
    act: Act,
    posted: &Posted,
    faults: &FormFaults,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    let markup = views::item::confirm(app, ctx, &whole, act, posted, faults);
    Ok(if faults.is_empty() { Page::new(markup) } else { Page::invalid(markup) })
}

/// Sends an item back with one of the regulation's reasons.
pub async fn refuse(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let known = app.law().refusal_reasons(local_day(ctx.now)).to_vec();
    let mut faults = FormFaults::default();
    let reason = posted.line("reason");
    if reason.is_empty() {
        faults.add("reason", FieldFault::Missing);
    } else if !known.iter().any(|known| known.code == reason) {
        faults.add("reason", FieldFault::NoSuchChoice);
    }
    let note = faults.check("note", posted.text("note"), true, MAX_NOTE);
    if !faults.is_empty() {
        return ask(&app, &ctx, &id, Act::Refuse, &posted, &faults).await.map(Answer::Page);
    }
    let (hash, by) = (seen(&posted)?, person(&ctx)?);
    carry_out(&app, &ctx, (&id, "tra-lai"), &posted, |whole| {
        whole
            .snapshot()
            .refuse(by, hash, (&reason, &note), &known, ctx.now)
            .map(|decision| vec![decision])
    })
    .await
}

/// Takes an item from readers.
pub async fn withdraw(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Answer> {
    let mut faults = FormFaults::default();
    let note = faults.check("note", posted.text("note"), true, MAX_NOTE);
    if !faults.is_empty() {
        return ask(&app, &ctx, &id, Act::Withdraw, &posted, &faults).await.map(Answer::Page);
    }
    carry_out(&app, &ctx, (&id, "go"), &posted, |whole| {
        whole.snapshot().withdraw(&note, ctx.now).map(|decision| vec![decision])
    })
    .await
}
