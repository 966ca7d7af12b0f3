//! The list of consultations: open, announced, closed, finished.

use axum::extract::{Query, State};
use portal_core::{App, Ctx, Outcome, PublicPage};
use serde::Deserialize;

use super::views;
use crate::consultation::{
    Stage, facts, kinds, next_change, opinion,
    queries::{self, Line},
};

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Code of a kind.
    loai: String,
    /// A state: open, closed, finished …
    #[serde(rename = "tinh-trang")]
    state: String,
}

/// What the list shows.
pub(super) struct Listed {
    pub lines: Vec<(Line, i64)>,
    /// Kinds to choose: code and name.
    pub kinds: Vec<(String, String)>,
    pub kind: String,
    pub state: String,
}

/// The states the list is narrowed to.
pub(super) const STATES: [&str; 4] = ["open", "announced", "answering", "finished"];

fn fits(stage: Stage, state: &str) -> bool {
    match state {
        "open" => stage == Stage::Open,
        "announced" => stage == Stage::Announced,
        "answering" => {
            matches!(stage, Stage::Closed | Stage::Answering | Stage::TableSubmitted)
        }
        "finished" => stage == Stage::Finished,
        _ => true,
    }
}

/// The list.
pub async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<PublicPage> {
    let site = ctx.site.id;
    ctx.reads(facts::list_tag(site));
    let kinds = kinds::kinds(app.law(), ctx.now);
    let kind = kinds.iter().find(|kind| kind.code == asked.loai).map(|kind| kind.code.as_str());
    let conn = app.db().site(site).await?;
    let lines = queries::list_public(&conn, site, kind).await?;
    for line in &lines {
        if let Some(moment) = next_change(line.opens_at, line.closes_at, ctx.now) {
            ctx.true_until(moment);
        }
    }
    let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let counts = opinion::queries::count_published(&conn, site, &ids).await?;
    drop(conn);
    let state = STATES.contains(&asked.state.as_str()).then_some(asked.state).unwrap_or_default();
    let count = |id| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
    let listed = Listed {
        lines: lines
            .into_iter()
            .filter(|line| fits(line.stage(ctx.now), &state))
            .map(|line| (count(line.id), line))
            .map(|(count, line)| (line, count))
            .collect(),
        kind: kind.unwrap_or_default().to_owned(),
        kinds: kinds.iter().map(|k| (k.code.clone(), k.name(ctx.lang).to_owned())).collect(),
        state,
    };
    Ok(PublicPage::html(&ctx, views::list::page(&app, &ctx, &listed)))
}
