//! A petition's page at the desk: what was sent, what became of it, what may be done now (R-P2).

use std::collections::HashMap;

use axum::extract::{Path, State};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Page,
    deadline::{self, Deadline},
    files::Held,
};
use serde::Deserialize;

use super::{Asked, asked, find, standing, views};
use crate::petition::{
    case::{ActKind, Case, DraftState},
    events::{self, EventRow},
    files::{self, FileRow, Part},
    permissions::IDENTITY,
    queries::{self, Answer, Assignment, Whole, list},
    sender::SenderData,
};

/// So many other petitions are shown beside one.
const OTHERS: i64 = 8;

/// Everything a petition's page shows.
pub struct Sheet {
    /// The petition.
    pub whole: Whole,
    /// The same as the rules see it.
    pub case: Case,
    /// What happened, oldest first.
    pub events: Vec<EventRow>,
    /// Texts to the sender.
    pub answers: Vec<Answer>,
    /// Who has it, and had it.
    pub units: Vec<Assignment>,
    /// Its clocks.
    pub clocks: Vec<Deadline>,
    /// Its files.
    pub files: Vec<FileRow>,
    /// Which of them are held, by their numbers.
    pub held: HashMap<i64, Held>,
    /// Names of the people in it.
    pub names: HashMap<i64, String>,
    /// What may be done now.
    pub acts: Vec<ActKind>,
    /// Petitions with much the same title.
    pub similar: Vec<Whole>,
    /// Petitions of the same sender, where the actor may know.
    pub same_sender: Vec<Whole>,
    /// The sender, where the actor has just looked.
    pub sender: Option<SenderData>,
}

impl Sheet {
    /// The text that waits for approval.
    pub fn waiting(&self) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.state() == DraftState::Submitted)
    }

    /// What came with it: from its sender, or with a note.
    pub fn came_with(&self) -> Vec<&FileRow> {
        self.files.iter().filter(|file| file.part() != Some(Part::Answer)).collect()
    }

    /// What goes out with a text.
    pub fn files_of(&self, answer: &Answer) -> Vec<&FileRow> {
        let own =
            |file: &&FileRow| file.part() == Some(Part::Answer) && file.part_id == Some(answer.id);
        self.files.iter().filter(own).collect()
    }
}

/// Loads everything a petition's page shows.
pub(super) async fn load(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    whole: Whole,
) -> Outcome<Sheet> {
    let id = whole.id();
    let case = queries::case(conn, ctx.site.id, &whole).await?;
    let events = events::list(conn, id, false).await?;
    let answers = queries::answers(conn, id).await?;
    let people = events
        .iter()
        .filter_map(|event| event.person_id)
        .chain(answers.iter().flat_map(|a| [a.author_id, a.decided_by]).flatten())
        .chain(whole.case.officer_id)
        .chain(whole.sent.entered_by);
    let people: Vec<i64> = people.collect();
    let same_sender = if ctx.may_whole(IDENTITY) {
        list::of_same_sender(conn, id, OTHERS).await?
    } else {
        Vec::new()
    };
    let files = files::list(conn, id).await?;
    Ok(Sheet {
        acts: case.acts(&standing(ctx)),
        units: queries::assignments(conn, id).await?,
        clocks: deadline::of_subject(conn, &queries::subject(id)).await?,
        held: files::held(app, &files).await?,
        files,
        names: queries::names(conn, &people).await?,
        similar: list::similar(conn, &whole, OTHERS).await?,
        sender: None,
        same_sender,
        events,
        answers,
        case,
        whole,
    })
}

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SheetQuery {
    xong: String,
}

/// The page of a petition.
pub async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Asked<SheetQuery>,
) -> Outcome<Page> {
    let done = asked(query).xong;
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, &ctx, &id).await?;
    let sheet = load(&app, &ctx, &conn, whole).await?;
    Ok(Page::new(views::sheet::page(&app, &ctx, &sheet, &[], done_key(&done))))
}

/// What the page says after an act, by the word in its address.
pub fn done_key(word: &str) -> Option<String> {
    match word {
        "luu" => Some("petition-done-saved".to_owned()),
        "gui-duyet" => Some("petition-done-submitted".to_owned()),
        "gui" => Some("petition-done-sent".to_owned()),
        "tra-lai" => Some("petition-done-returned".to_owned()),
        _ => ActKind::by_path(word).map(|act| format!("petition-done-{}", act.as_str())),
    }
}
