//! The list of consultations: open, announced, closed, finished.

use std::collections::BTreeSet;

use axum::extract::{Query, State};
use chrono::{DateTime, Utc};
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
    #[serde(rename = "loai")]
    kind: String,
    /// A state: open, answering, finished …
    #[serde(rename = "tinh-trang")]
    state: String,
    /// A field, as written.
    #[serde(rename = "linh-vuc")]
    field: String,
    /// Who drafts it, as written.
    #[serde(rename = "don-vi")]
    unit: String,
}

impl Asked {
    /// Whether the list is narrowed.
    pub(super) fn narrows(&self) -> bool {
        [&self.kind, &self.state, &self.field, &self.unit].iter().any(|part| !part.is_empty())
    }

    fn fits(&self, line: &Line, now: DateTime<Utc>) -> bool {
        let same = |wanted: &str, has: &str| wanted.is_empty() || wanted == has;
        same(&self.kind, &line.kind)
            && same(&self.field, &line.field)
            && same(&self.unit, &line.unit)
            && in_state(line.stage(now), &self.state)
    }
}

/// A select of the filter.
pub(super) struct Choice {
    /// Name in the address.
    pub name: &'static str,
    /// Key of its label.
    pub label: &'static str,
    /// Values and texts.
    pub values: Vec<(String, String)>,
    /// What is chosen.
    pub here: String,
}

/// What the list shows.
pub(super) struct Listed {
    /// The lines, each with the number of opinions shown.
    pub lines: Vec<(Line, i64)>,
    /// The filter.
    pub choices: Vec<Choice>,
    /// Whether it is narrowed.
    pub narrowed: bool,
}

/// The states the list is narrowed to.
const STATES: [&str; 4] = ["open", "announced", "answering", "finished"];

fn in_state(stage: Stage, state: &str) -> bool {
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
    let conn = app.db().site(site).await?;
    let lines = queries::list_public(&conn, site).await?;
    for line in &lines {
        if let Some(moment) = next_change(line.opens_at, line.closes_at, ctx.now) {
            ctx.true_until(moment);
        }
    }
    let ids: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let counts = opinion::queries::count_published(&conn, site, &ids).await?;
    drop(conn);
    let count = |id| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
    let listed = Listed {
        choices: choices(&app, &ctx, &lines, &asked),
        narrowed: asked.narrows(),
        lines: lines
            .into_iter()
            .filter(|line| asked.fits(line, ctx.now))
            .map(|line| (count(line.id), line))
            .map(|(count, line)| (line, count))
            .collect(),
    };
    Ok(PublicPage::html(&ctx, views::list::page(&app, &ctx, &listed)))
}

/// Kinds and states always; fields and units where the list has several.
fn choices(app: &App, ctx: &Ctx, lines: &[Line], asked: &Asked) -> Vec<Choice> {
    let t = ctx.texts();
    let several = |of: fn(&Line) -> &String| {
        let known: BTreeSet<&String> = lines.iter().map(of).filter(|it| !it.is_empty()).collect();
        let values: Vec<_> = known.into_iter().map(|it| (it.clone(), it.clone())).collect();
        if values.len() > 1 { values } else { Vec::new() }
    };
    let kinds = kinds::kinds(app.law(), ctx.now);
    let kinds = kinds.iter().map(|kind| (kind.code.clone(), kind.name(ctx.lang).to_owned()));
    let states = STATES.map(|state| (state.to_owned(), t.say(&format!("consult-group-{state}"))));
    let choice = |name, label, values: Vec<(String, String)>, here: &String| Choice {
        name,
        label,
        values,
        here: here.clone(),
    };
    let mut choices = vec![
        choice("loai", "consult-kind", kinds.collect(), &asked.kind),
        choice("tinh-trang", "consult-state", states.to_vec(), &asked.state),
        choice("linh-vuc", "consult-field", several(|line| &line.field), &asked.field),
        choice("don-vi", "consult-unit", several(|line| &line.unit), &asked.unit),
    ];
    choices.retain(|choice| !choice.values.is_empty());
    choices
}
