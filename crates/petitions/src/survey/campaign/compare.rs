//! All sites of a yearly survey beside each other.

use std::{collections::HashMap, sync::Arc};

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, Outcome, Site,
    sheet::{Cell, Sheet},
};

use super::Campaign;
use crate::survey::{
    Survey,
    answer::Answers,
    ballots, queries,
    question::{Question, QuestionKind},
    tally::{Counts, FLOOR, Tally, mean},
};

/// The comparison.
pub(in crate::survey) struct Comparison {
    pub campaign: Campaign,
    /// What is compared: each row of a grid, and each scale.
    pub measures: Vec<String>,
    /// Every site that was asked.
    pub rows: Vec<SiteRow>,
}

/// A site's line.
pub(in crate::survey) struct SiteRow {
    pub site: Arc<Site>,
    /// How many answered.
    pub ballots: i64,
    /// The mean of each measure, where results are shown and enough people gave it a mark.
    pub means: Vec<Option<f64>>,
}

impl Comparison {
    /// Reads it. Before the end there are no means, for nobody.
    pub async fn of(
        app: &App,
        ctx: &Ctx,
        conn: &AsyncPgConnection,
        campaign: Campaign,
    ) -> Outcome<Self> {
        let surveys = queries::of_campaign(conn, campaign.id).await?;
        let mut tallies: HashMap<i64, Tally> =
            ballots::stored_of_campaign(conn, campaign.id).await?.into_iter().collect();
        let mut answers: HashMap<i64, Vec<Answers>> = HashMap::new();
        for (survey, one) in ballots::of_campaign(conn, campaign.id).await? {
            answers.entry(survey).or_default().push(one);
        }
        let shown = campaign.shows_results(ctx.now);
        let first = surveys.first().map(Survey::questions).unwrap_or_default();
        let mut rows = Vec::new();
        for survey in &surveys {
            let Some(site) = app.sites.now().by_id(survey.site()).cloned() else { continue };
            let questions = survey.questions();
            let tally = tallies.remove(&survey.id).unwrap_or_else(|| {
                Tally::of(
                    &questions,
                    answers.get(&survey.id).map(Vec::as_slice).unwrap_or_default(),
                )
            });
            let means = if shown { means(&tally) } else { vec![None; measures(&first).len()] };
            rows.push(SiteRow { site, ballots: tally.ballots, means });
        }
        rows.sort_by(|a, b| b.ballots.cmp(&a.ballots).then_with(|| a.site.code.cmp(&b.site.code)));
        Ok(Self { campaign, measures: measures(&first), rows })
    }

    /// All who answered.
    pub fn ballots(&self) -> i64 {
        self.rows.iter().map(|row| row.ballots).sum()
    }

    /// The comparison as a table to take out.
    pub fn sheet(&self, ctx: &Ctx) -> Sheet {
        let t = ctx.texts();
        let mut columns = vec![(t.say("campaign-site"), 40), (t.say("survey-ballots"), 12)];
        columns.extend(self.measures.iter().map(|measure| (measure.clone(), 24)));
        let rows = self.rows.iter().map(|row| {
            let means = row.means.iter().map(|mean| mean.map_or(Cell::Empty, Cell::Number));
            [Cell::from(row.site.name(ctx.lang)), Cell::from(row.ballots)]
                .into_iter()
                .chain(means)
                .collect()
        });
        Sheet { title: self.campaign.title.clone(), columns, rows: rows.collect() }
    }
}

fn measures(questions: &[Question]) -> Vec<String> {
    let of = |question: &Question| match question.kind {
        QuestionKind::Grid => question.items.clone(),
        QuestionKind::Scale => vec![question.text.clone()],
        _ => Vec::new(),
    };
    questions.iter().flat_map(of).collect()
}

fn means(tally: &Tally) -> Vec<Option<f64>> {
    let enough =
        |marks: &[i64; 5]| mean(marks).filter(|(count, _)| *count >= FLOOR).map(|(_, mean)| mean);
    let of = |counts: &Counts| match counts {
        Counts::Rows(rows) => rows.iter().map(enough).collect(),
        Counts::Marks(marks) => vec![enough(marks)],
        Counts::Options(_) | Counts::Sum(_) | Counts::Words => Vec::new(),
    };
    tally.questions.iter().flat_map(|question| of(&question.counts)).collect()
}
