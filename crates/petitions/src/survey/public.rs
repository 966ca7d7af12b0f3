//! What readers see of surveys: the list, the form, the thanks, the results.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    App, Ctx, Fault, FormFaults, OrNotFound as _, Outcome, Page, Posted, PublicPage, Redirect,
    cookie::Cookie,
    gate::cookie,
    lang::local_day,
    robots::{self, Stopped},
};

use super::{
    Phase, Survey, answer, ballots, facts,
    public_views::{self as views, Sheet},
    queries,
    question::{Question, pages},
};
use crate::day_limit;

/// The list.
pub(super) const PATH: &str = "/khao-sat";
/// Name of the form, for its ticket.
pub(super) const FORM: &str = "survey";
/// How many may answer a survey from one network in a day.
const MOST_A_DAY: i64 = 50;
/// How old results on a page may be while people answer.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// The path of a survey.
pub(super) fn path(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// Surveys that are open, and those that are over.
pub(super) async fn list(ctx: Ctx, State(app): State<App>) -> Outcome<PublicPage> {
    ctx.reads(facts::listed(ctx.site.id));
    let conn = app.db().site(ctx.site.id).await?;
    let surveys = queries::listed(&conn, ctx.site.id, ctx.lang, ctx.now).await?;
    let until = queries::next_turn(&conn, ctx.site.id, ctx.now).await?;
    Ok(PublicPage::html(&ctx, views::list(&app, &ctx, &surveys).await?).until(until))
}

/// A survey that readers know of: approved, opened, in the language of the page.
async fn load(app: &App, ctx: &Ctx, id: &str) -> Outcome<Survey> {
    let id = id.parse().ok().or_not_found()?;
    let conn = app.db().site(ctx.site.id).await?;
    let survey = queries::by_id(&conn, ctx.site.id, id).await?.or_not_found()?;
    let known = matches!(survey.phase(ctx.now), Phase::Open | Phase::Over);
    if known && survey.language == ctx.lang.code() { Ok(survey) } else { Err(Fault::NotFound) }
}

/// The form; or that it is over, or answered from this browser already.
pub(super) async fn ask(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    if survey.phase(ctx.now) == Phase::Over || answered(&app, &ctx, &survey, &headers).await? {
        return Ok(Page::new(views::closed(&app, &ctx, &survey)));
    }
    let posted = chosen(&survey, query.as_deref().unwrap_or_default());
    let questions = survey.questions();
    let sheet = Sheet::new(&survey, &questions, 0);
    Ok(Page::new(views::form(&app, &ctx, &sheet, (&posted, &FormFaults::default()), None)))
}

/// What was chosen on the home page already.
fn chosen(survey: &Survey, query: &str) -> Posted {
    let names: Vec<String> = survey.questions().iter().flat_map(Question::fields).collect();
    let pairs = form_urlencoded::parse(query.as_bytes());
    Posted::from_pairs(pairs.filter(|(name, _)| names.iter().any(|known| known == name)))
}

/// Name of the cookie that says that this browser has answered: for this survey alone, set with the
/// answer, gone with the survey's end.
fn cookie_name(survey: i64) -> String {
    format!("__Host-survey-{survey}")
}

async fn answered(app: &App, ctx: &Ctx, survey: &Survey, headers: &HeaderMap) -> Outcome<bool> {
    let name = cookie_name(survey.id);
    let Some(token) = cookie(headers, &name) else { return Ok(false) };
    let hash = ballots::hash(app, survey.id, token);
    let conn = app.db().site(ctx.site.id).await?;
    Ok(ballots::has_answered(&conn, ctx.site.id, survey.id, &hash).await?)
}

/// Takes a page of answers: goes on, goes back, or takes all of them in.
///
/// Requirement: R-P7.
pub(super) async fn send(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome<Response> {
    let survey = load(&app, &ctx, &id).await?;
    if survey.phase(ctx.now) == Phase::Over {
        return Ok(Page::new(views::closed(&app, &ctx, &survey)).into_response());
    }
    let questions = survey.questions();
    let here = usize::try_from(posted.number("page").unwrap_or(0)).unwrap_or(0);
    let filled = Filled {
        app: &app,
        ctx: &ctx,
        survey: &survey,
        questions: &questions,
        posted: &posted,
        here,
    };
    match posted.line("do").as_str() {
        "back" => Ok(Page::new(filled.page(here.saturating_sub(1))).into_response()),
        "next" => Ok(filled.next()),
        _ => filled.take(&headers).await,
    }
}

/// A form as it came in.
struct Filled<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    survey: &'a Survey,
    questions: &'a [Question],
    posted: &'a Posted,
    /// The page it shows.
    here: usize,
}

impl Filled<'_> {
    fn page(&self, page: usize) -> maud::Markup {
        self.with(page, &FormFaults::default(), None)
    }

    fn with(&self, page: usize, faults: &FormFaults, says: Option<&str>) -> maud::Markup {
        let sheet = Sheet::new(self.survey, self.questions, page);
        views::form(self.app, self.ctx, &sheet, (self.posted, faults), says)
    }

    /// The page as it was, with a sentence.
    fn again(&self, says: &str) -> Response {
        Page::invalid(self.with(self.here, &FormFaults::default(), Some(says))).into_response()
    }

    /// The next page, once this one is filled in.
    fn next(&self) -> Response {
        let mut faults = FormFaults::default();
        let page = pages(self.questions).get(self.here).copied().unwrap_or_default();
        answer::read(page, self.posted, &mut faults);
        if faults.is_empty() {
            Page::new(self.page(self.here + 1)).into_response()
        } else {
            Page::invalid(self.with(self.here, &faults, None)).into_response()
        }
    }

    /// Takes all answers in, and gives the browser its token.
    async fn take(&self, headers: &HeaderMap) -> Outcome<Response> {
        let Self { app, ctx, survey, questions, posted, .. } = *self;
        app.rates.count(app, ctx.address).await?;
        match robots::check(&app.config().secrets, FORM, posted, ctx.now) {
            Ok(_) => {}
            Err(Stopped::Trapped) => return Ok(thanks_for(ctx, survey).into_response()),
            Err(stopped) => return Ok(self.again(&stopped.sentence(&ctx.texts()))),
        }
        let mut faults = FormFaults::default();
        let answers = answer::read(questions, posted, &mut faults);
        if !faults.is_empty() {
            let page = first_faulty(questions, &faults).unwrap_or(self.here);
            return Ok(Page::invalid(self.with(page, &faults, None)).into_response());
        }
        let token = match cookie(headers, &cookie_name(survey.id)) {
            Some(token) => token.to_owned(),
            None => posted.key()?.to_string(),
        };
        if !keep(app, ctx, survey, &token, &answers).await? {
            return Ok(self.again(&ctx.texts().say("survey-enough-today")));
        }
        let mut response = thanks_for(ctx, survey).into_response();
        set_cookie(&mut response, survey, &token, ctx.now);
        Ok(response)
    }
}

/// The page on which the first fault stands.
fn first_faulty(questions: &[Question], faults: &FormFaults) -> Option<usize> {
    let faulty = |one: &Question| {
        faults.of(&one.field(None)).is_some()
            || one.fields().iter().any(|name| faults.of(name).is_some())
    };
    pages(questions).iter().position(|page| page.iter().any(faulty))
}

/// Keeps answers, once for each token: the form's own key stands in for the token of a browser that
/// has none yet, so that a form sent twice is one ballot. Gives whether the network still may.
async fn keep(
    app: &App,
    ctx: &Ctx,
    survey: &Survey,
    token: &str,
    answers: &answer::Answers,
) -> Outcome<bool> {
    let (site, day) = (ctx.site.id, local_day(ctx.now));
    let hash = ballots::hash(app, survey.id, token);
    let mut tx = app.begin(ctx).await?;
    if !ballots::insert_token(&tx, site, survey.id, &hash, day).await? {
        tx.roll_back().await?;
        return Ok(true);
    }
    let what = format!("survey {}", survey.id);
    if !day_limit::take(app, ctx, &tx, &what, MOST_A_DAY).await? {
        tx.roll_back().await?;
        return Ok(false);
    }
    ballots::insert_answers(&tx, site, survey.id, answers, day).await?;
    tx.untold();
    tx.commit().await?;
    Ok(true)
}

fn thanks_for(ctx: &Ctx, survey: &Survey) -> Redirect {
    Redirect::to(ctx.path_to(&format!("{}/cam-on", path(survey.id))))
}

fn set_cookie(response: &mut Response, survey: &Survey, token: &str, now: DateTime<Utc>) {
    let keeps = (survey.closes_at - now).max(TimeDelta::seconds(1));
    let cookie = Cookie { name: &cookie_name(survey.id), keeps: Some(keeps) };
    // A token is a number that this site gave out; whatever else came is not sent back.
    if token.chars().all(|c| c.is_ascii_hexdigit() || c == '-') {
        cookie.set_text(response, token);
    }
}

/// Thanks.
pub(super) async fn thanks(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Page> {
    let survey = load(&app, &ctx, &id).await?;
    Ok(Page::new(views::thanks(&app, &ctx, &survey)))
}

/// The results, once they are shown. While people answer, the page is some minutes old at most.
pub(super) async fn results(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<PublicPage> {
    let survey = load(&app, &ctx, &id).await?;
    ctx.reads(facts::results(survey.id));
    let open = survey.phase(ctx.now) == Phase::Open;
    let until = if open { Some(survey.closes_at.min(ctx.now + FRESH)) } else { None };
    let tally = if survey.shows_results(ctx.now) {
        let conn = app.db().site(ctx.site.id).await?;
        Some(ballots::tally(&conn, ctx.site.id, &survey).await?)
    } else {
        None
    };
    let markup = views::results_page(&app, &ctx, &survey, tally.as_ref()).await?;
    Ok(PublicPage::html(&ctx, markup).until(until))
}
