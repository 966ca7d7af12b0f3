//! Blocks of the home page: the poll that is open, the surveys that are open.

use maud::{Markup, html};
use portal_core::{App, Ctx, FormFaults, Outcome, Posted, module::BlockName, ui};

use super::{
    Phase, Survey, SurveyKind, facts, fields,
    public::{PATH, path},
    public_views, queries,
};

/// `surveys.poll` and `surveys.open`.
pub(super) async fn block(app: &App, ctx: &Ctx, block: &BlockName<'_>) -> Outcome<Option<Markup>> {
    if !matches!(block.name, "surveys.poll" | "surveys.open") {
        return Ok(None);
    }
    ctx.reads(facts::listed(ctx.site.id));
    let surveys = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::listed(&conn, ctx.site.id, ctx.lang, ctx.now).await?
    };
    let of = |kind: SurveyKind| -> Vec<&Survey> {
        let open = surveys.iter().filter(|survey| survey.phase(ctx.now) == Phase::Open);
        open.filter(|survey| survey.kind() == kind).collect()
    };
    Ok(match block.name {
        "surveys.poll" => of(SurveyKind::Poll).first().map(|poll| self::poll(ctx, poll)),
        _ => Some(of(SurveyKind::Survey))
            .filter(|open| !open.is_empty())
            .map(|open| self::open(ctx, &open)),
    })
}

/// The poll's question. The page is kept for everybody, so the choice is carried to the form's own
/// page, where it is sent.
fn poll(ctx: &Ctx, poll: &Survey) -> Markup {
    let t = ctx.texts();
    let own = ctx.path_to(&path(poll.id));
    html! {
        section.block.poll aria-labelledby="poll" {
            div.block-head { h2.block-title id="poll" { (t.say("survey-kind-poll")) } a.more href=(ctx.path_to(PATH)) { (t.say("surveys-all")) } }
            form.form method="get" action=(own) {
                (fields::page(&t, &poll.questions(), &Posted::default(), &FormFaults::default()))
                div.buttons {
                    button.btn.btn-main { (t.say("survey-vote")) }
                    @if poll.shows_results(ctx.now) { a.btn.btn-quiet href={ (own) "/ket-qua" } { (t.say("survey-see-results")) } }
                }
            }
            p.meta { span { (t.say("survey-until")) " " (ui::moment(&t, poll.closes_at)) } }
        }
    }
}

fn open(ctx: &Ctx, surveys: &[&Survey]) -> Markup {
    let t = ctx.texts();
    html! {
        section.block aria-labelledby="surveys" {
            div.block-head { h2.block-title id="surveys" { a href=(ctx.path_to(PATH)) { (t.say("surveys-open")) } } }
            (public_views::lines(ctx, &t, surveys.get(..4).unwrap_or(surveys)))
        }
    }
}
