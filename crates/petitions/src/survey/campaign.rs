//! The yearly survey of visitors, opened by the province on all its sites at once, and compared (R-P7).
//!
//! Its questions are data (`yearly.json`): the four criteria by which a portal is judged (interface,
//! content, quality, support; Decree 42/2022, Article 8.1d), a mark on the whole, who answers and why.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Datelike as _, Utc};
use diesel::prelude::*;
use portal_core::{
    App, Arrival, Ctx, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect, Site, Tx,
    lang::local_day, site::SiteState,
};

use super::{
    ResultsShown, SurveyKind,
    facts::{CampaignExported, CampaignOpened, SurveyApproved},
    module::KEY,
    queries::{self as surveys, Settings},
    question::Question,
    schema::survey_campaigns,
    settings,
};
use crate::download;

mod compare;
mod queries;
mod views;

pub(super) use compare::Comparison;

/// The list on the platform desk.
pub(super) const LIST: &str = "/nen-tang/khao-sat";

/// A row of `survey_campaigns`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = survey_campaigns)]
pub(super) struct Campaign {
    pub id: i64,
    pub title: String,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
}

impl Campaign {
    /// Whether answers are shown to anybody: after the end.
    fn shows_results(&self, now: DateTime<Utc>) -> bool {
        self.closes_at <= now
    }
}

/// The questions of the yearly survey.
pub(super) fn questions() -> Vec<Question> {
    serde_json::from_str(include_str!("yearly.json")).unwrap_or_default()
}

/// All yearly surveys, and the form that opens one.
pub(super) async fn list(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let mut posted = settings::empty(ctx.now);
    let year = local_day(ctx.now).year().to_string();
    posted.put("title".into(), ctx.texts().with("campaign-default-title", [("year", year.into())]));
    page(&app, &ctx, &posted, &FormFaults::default()).await.map(Page::new)
}

async fn page(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<maud::Markup> {
    let conn = app.db().platform().await?;
    let campaigns = queries::all(&conn).await?;
    Ok(views::list(app, ctx, &campaigns, &questions(), posted, faults))
}

/// Opens the yearly survey on every site that has surveys on, in one transaction.
///
/// Requirement: R-P7.
pub(super) async fn open(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let title = faults.check("title", posted.line("title"), true, 200);
    let (opens_at, closes_at) = settings::times(&ctx, &posted, &mut faults);
    if !faults.is_empty() {
        let markup = page(&app, &ctx, &posted, &faults).await?;
        return Ok(Page::invalid(markup).into_response());
    }
    let mut tx = app.begin_platform(&ctx).await?;
    let campaign = queries::insert(&tx, &title, opens_at, closes_at, ctx.now).await?;
    let location = ctx.path_to(&format!("{LIST}/{}", campaign.id));
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    open_everywhere(&app, &ctx, &mut tx, &campaign).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

async fn open_everywhere(app: &App, ctx: &Ctx, tx: &mut Tx, campaign: &Campaign) -> Outcome<()> {
    let sites = app.sites.now().all();
    let asked = sites.iter().filter(|site| site.state == SiteState::Active && app.is_on(site, KEY));
    let mut count = 0;
    for site in asked {
        open_at(ctx, tx, campaign, site).await?;
        count += 1;
    }
    let title = campaign.title.clone();
    tx.tell(CampaignOpened { campaign: campaign.id, title, sites: count }).await?;
    Ok(())
}

async fn open_at(ctx: &Ctx, tx: &mut Tx, campaign: &Campaign, site: &Site) -> Outcome<()> {
    let new = Settings {
        kind: SurveyKind::Survey,
        language: site.default_language().code().to_owned(),
        title: campaign.title.clone(),
        intro: ctx
            .texts()
            .with("campaign-intro", [("site", site.name(site.default_language()).into())]),
        opens_at: campaign.opens_at,
        closes_at: campaign.closes_at,
        results: ResultsShown::After,
        keep_days: 90,
    };
    let survey = surveys::insert(tx, site.id, &new, &questions(), ctx.actor.id()).await?;
    surveys::join_campaign(tx, site.id, survey.id, campaign.id).await?;
    tx.tell_on(site.id, SurveyApproved::of(&survey)).await?;
    Ok(())
}

async fn comparison(
    app: &App,
    ctx: &Ctx,
    conn: &diesel_async::AsyncPgConnection,
    id: &str,
) -> Outcome<Comparison> {
    let campaign = queries::by_id(conn, id.parse().ok().or_not_found()?).await?.or_not_found()?;
    Comparison::of(app, ctx, conn, campaign).await
}

/// All sites beside each other.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let conn = app.db().platform().await?;
    let comparison = comparison(&app, &ctx, &conn, &id).await?;
    Ok(Page::new(views::comparison(&app, &ctx, &comparison)))
}

/// The comparison as XLSX; told.
pub(super) async fn export(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    _: Posted,
) -> Outcome<Response> {
    let mut tx = app.begin_platform(&ctx).await?;
    let comparison = comparison(&app, &ctx, &tx, &id).await?;
    let Comparison { campaign, .. } = &comparison;
    let bytes = comparison.sheet(&ctx).to_xlsx()?;
    let (id, title) = (campaign.id, campaign.title.clone());
    tx.tell(CampaignExported { campaign: id, title }).await?;
    tx.commit().await?;
    Ok(download::xlsx(&format!("khao-sat-nam-{id}"), bytes))
}

#[cfg(test)]
mod tests {
    use super::{super::question::QuestionKind, *};

    #[test]
    fn the_yearly_survey_asks_for_the_four_criteria() {
        let questions = questions();
        assert!(questions.len() >= 6, "the file does not read");
        let grid = questions.iter().find(|one| one.kind == QuestionKind::Grid).unwrap();
        for criterion in ["Giao diện", "Nội dung", "Chất lượng", "Hỗ trợ"] {
            assert!(grid.items.iter().any(|item| item.starts_with(criterion)), "{criterion}");
        }
        for question in &questions {
            let read = Question::read(question.id, question.kind, &question.write());
            assert_eq!(read.as_ref(), Ok(question));
        }
    }
}
