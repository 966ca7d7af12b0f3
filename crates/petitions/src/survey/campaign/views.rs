//! The platform desk of yearly surveys, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{Campaign, Comparison, LIST};
use crate::survey::{form_views, question::Question, tally::FLOOR};

/// All, and the form that opens one.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    campaigns: &[Campaign],
    questions: &[Question],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("campaigns"), t.say("campaigns-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: LIST,
        trail: &[],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        @if !campaigns.is_empty() { (table(ctx, &t, campaigns)) }
        section.panel aria-labelledby="open" {
            h2.panel-title id="open" { (t.say("campaign-open")) }
            p { (t.say("campaign-open-says")) }
            details.fold { summary { (t.say("campaign-questions")) }
                ol { @for question in questions { li { (question.text)
                    @if !question.items.is_empty() { ul { @for item in &question.items { li { (item) } } } }
                } } }
            }
            (ui::fault_summary(&t, faults, |name| t.say(&format!("survey-field-{name}"))))
            form.form method="post" action=(ctx.path_to(LIST)) data-once=(t.say("survey-saving")) novalidate {
                (ui::form_key(Some(posted)))
                (Field::new(&t, posted, faults, "title", "survey-field-title").required().max(200).input("text"))
                (form_views::times(&t, posted, faults))
                div.buttons { button.btn.btn-main { (t.say("campaign-open-now")) } }
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(ctx: &Ctx, t: &Texts, campaigns: &[Campaign]) -> Markup {
    let (from, to) = (t.say("survey-field-opens"), t.say("survey-field-closes"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("campaigns")) }
            thead { tr { th scope="col" { (t.say("survey-field-title")) } th scope="col" { (from) } th scope="col" { (to) } } }
            tbody { @for campaign in campaigns { tr {
                td.cell-main { a href=(ctx.path_to(&format!("{LIST}/{}", campaign.id))) { (campaign.title) } }
                td data-label=(from) { (ui::moment(t, campaign.opens_at)) }
                td data-label=(to) { (ui::moment(t, campaign.closes_at)) }
            } } }
        }
    }
}

/// All sites beside each other.
pub(super) fn comparison(app: &App, ctx: &Ctx, comparison: &Comparison) -> Markup {
    let t = ctx.texts();
    let campaign = &comparison.campaign;
    let trail = [(t.say("campaigns"), LIST.to_owned())];
    let page = DeskPage {
        title: &campaign.title,
        lead: None,
        entry: LIST,
        trail: &trail,
        actions: html! {
            form method="post" action=(ctx.path_to(&format!("{LIST}/{}/xuat", campaign.id))) { button.btn name="dang" value="xlsx" { (t.say("survey-export-xlsx")) } }
        },
        flash: None,
    };
    let main = html! {
        dl.figures {
            div { dt { (t.say("campaign-sites")) } dd { (comparison.rows.len()) } }
            div { dt { (t.say("survey-ballots")) } dd { (t.number_of(comparison.ballots())) } }
        }
        @if campaign.shows_results(ctx.now) {
            p.hint { (t.with("campaign-floor", [("floor", FLOOR.into())])) }
        } @else {
            (ui::flash(Tone::Info, &t.with("survey-results-later", [("date", t.date_time(campaign.closes_at).into())])))
        }
        (rows(ctx, &t, comparison))
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn rows(ctx: &Ctx, t: &Texts, comparison: &Comparison) -> Markup {
    let ballots = t.say("survey-ballots");
    // "Giao diện: dễ nhìn …" is headed by its first words.
    let short = |measure: &str| measure.split(':').next().unwrap_or_default().to_owned();
    let heads: Vec<String> = comparison.measures.iter().map(|measure| short(measure)).collect();
    html! {
        table.table data-cards {
            caption.sr { (comparison.campaign.title) }
            thead { tr {
                th scope="col" { (t.say("campaign-site")) }
                th.num scope="col" { (ballots) }
                @for head in &heads { th.num scope="col" { (head) } }
            } }
            tbody { @for row in &comparison.rows { tr {
                td.cell-main { (row.site.name(ctx.lang)) }
                td.num data-label=(ballots) { (t.number_of(row.ballots)) }
                @for (head, mean) in heads.iter().zip(&row.means) {
                    td.num data-label=(head) { (mean.map_or_else(|| "–".to_owned(), |mean| t.number(mean, 2))) }
                }
            } } }
        }
    }
}
