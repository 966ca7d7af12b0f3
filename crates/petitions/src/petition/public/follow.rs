//! A petition as its sender follows it: how far it is, what happened, by when what is due, the answer;
//! and what the sender can still do (R-P1, R-P5).

use std::collections::HashMap;

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, OrNotFound as _, Outcome, Page, Redirect,
    deadline::{self, Deadline},
    files::Held,
};
use serde_json::json;

use super::{
    Answer, Asked, Done, asked, followed, permit,
    queries::{self, Mine, Told},
    tracked,
};
use crate::petition::{
    events::{self, EventKind, EventRow, NewEvent},
    facts::PetitionAdded,
    files::{self, FileRow, Part},
    letters::{self, LetterRow},
    sent::{self, FILES, Sent},
    subject,
};

mod timeline;
mod views;

/// Longest addition, in characters.
const MAX_ADDED: usize = 5_000;

/// All that the page shows.
pub(super) struct Whole {
    pub mine: Mine,
    pub events: Vec<EventRow>,
    pub clocks: Vec<Deadline>,
    pub letters: Vec<LetterRow>,
    pub told: Vec<Told>,
    pub files: Vec<FileRow>,
    /// Which of them are held, by their numbers.
    pub held: HashMap<i64, Held>,
}

impl Whole {
    /// Reads it.
    pub(super) async fn of(app: &App, ctx: &Ctx, code: &str) -> Outcome<Self> {
        let site = ctx.site.id;
        let conn = app.db().site(site).await?;
        let mine = queries::by_code(&conn, site, code).await?.or_not_found()?;
        let id = mine.id();
        let events = events::list(&conn, id, true).await?;
        // An answer may have been given to the petition that this one was joined to.
        let answers: Vec<i64> = events.iter().filter_map(|event| event.number("answer")).collect();
        let told = queries::told(&conn, site, &answers).await?;
        let mut own = files::list(&conn, id).await?;
        own.retain(|file| matches!(file.part(), Some(Part::Petition | Part::Addition)));
        let answers: Vec<i64> = told.iter().map(|told| told.id).collect();
        own.extend(files::of_answers(&conn, &answers).await?);
        Ok(Self {
            events,
            clocks: deadline::of_subject(&conn, &subject(id)).await?,
            letters: letters::list(&conn, id).await?,
            told,
            held: files::held(app, &own).await?,
            files: own,
            mine,
        })
    }

    /// The files of an addition or an answer.
    fn files_of(&self, part: Part, id: Option<i64>) -> impl Iterator<Item = &FileRow> {
        self.files.iter().filter(move |file| file.part() == Some(part) && file.part_id == id)
    }
}

/// Leads whoever has no permit, or no longer, to where code and secret are asked for.
pub(super) fn elsewhere(ctx: &Ctx, code: &str) -> Answer {
    Answer::Go(Redirect::to(ctx.path_to(&tracked(code))))
}

/// Shows it.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
    done: Asked<Done>,
) -> Outcome<Response> {
    let Some(permit) = permit::of(&app, &ctx, &headers, &code) else {
        return Ok(elsewhere(&ctx, &code).into_response());
    };
    let whole = Whole::of(&app, &ctx, &code).await?;
    let page = views::page(&app, &ctx, &whole, &asked(done).xong, &Sent::default())?;
    let mut response = Page::new(page).into_response();
    // Whoever goes on reading is not asked again.
    permit::give(&app, &ctx, &mut response, &code, permit.sender)?;
    Ok(response)
}

/// Takes an addition: text, files.
pub(super) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Answer> {
    let permitted = permit::of(&app, &ctx, &headers, &code).is_some();
    let in_rate = app.rates.count(&app, ctx.address).await.is_ok();
    let mut sent = sent::read(&app, (&ctx, ctx.site.id), form, |_| permitted && in_rate).await?;
    if !permitted {
        return Ok(elsewhere(&ctx, &code));
    }
    if !in_rate {
        sent.faults.add("text", FieldFault::Other("petition-form-too-many", Vec::new()));
    }
    let text = sent.posted.text("text").trim().to_owned();
    let text = sent.faults.check("text", text, false, MAX_ADDED);
    if text.is_empty() && sent.files.is_empty() && sent.faults.of(FILES).is_none() {
        sent.faults.add("text", FieldFault::Missing);
    }
    if !sent.faults.is_empty() {
        let whole = Whole::of(&app, &ctx, &code).await?;
        let page = Page::new(views::page(&app, &ctx, &whole, "", &sent)?);
        return Ok(Answer::Page(page.status(sent.status())));
    }
    let to = ctx.path_to(&format!("{}?xong=bo-sung", followed(&code)));
    keep(&app, &ctx, &code, &sent, (&text, &to)).await?;
    Ok(Answer::Go(Redirect::to(to)))
}

/// Adds it, once.
async fn keep(
    app: &App,
    ctx: &Ctx,
    code: &str,
    sent: &Sent,
    (text, to): (&str, &str),
) -> Outcome<()> {
    let site = ctx.site.id;
    let mut tx = app.begin(ctx).await?;
    if let Arrival::Again(_) = tx.once(sent.key()?, to).await? {
        return tx.roll_back().await;
    }
    let mine = queries::hold(&tx, site, code).await?;
    if !mine.state().is_open() {
        return Err(Fault::from(Closed));
    }
    let event = NewEvent {
        petition: mine.id(),
        site,
        acting_site: site,
        person: None,
        kind: EventKind::Added,
        shown: true,
        data: json!({ "text": text }),
    };
    let event = events::add(&mut tx, event).await?;
    if !sent.files.is_empty() {
        files::insert(&mut tx, site, mine.id(), (Part::Addition, Some(event)), &sent.files).await?;
    }
    queries::touch(&tx, mine.id()).await?;
    tx.tell(PetitionAdded { petition: mine.id() }).await?;
    tx.commit().await
}

/// Nothing can be done to a petition that is closed.
#[derive(Debug)]
pub(super) struct Closed;

impl portal_core::Refusal for Closed {
    fn sentence(&self, t: &portal_core::Texts) -> String {
        t.say("petition-follow-closed")
    }
}
