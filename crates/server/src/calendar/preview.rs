//! What a change of the calendar would do to running clocks, before it is done.

use std::collections::HashMap;

use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, Outcome, Page, Posted, Redirect, SiteId, Texts,
    calendar::{
        change::{self, Change, Proposal},
        recount::{Example, UnitMoves},
    },
    form::FORM_KEY,
    ui::{self, desk::DeskPage},
};

use super::place::Place;

/// The form a preview stands for.
pub(super) struct Form<'a> {
    /// Where it is sent.
    pub path: &'a str,
    /// What was sent.
    pub posted: &'a Posted,
    /// The year that is shown afterwards.
    pub year: i32,
}

/// So many examples of each unit are shown.
const EXAMPLES: usize = 3;

/// Shows what a change would move, or, once its form says so, makes it.
pub(super) async fn answer<P: Place>(
    app: &App,
    ctx: &Ctx,
    change: &Change,
    form: &Form<'_>,
) -> Outcome<Response> {
    let mut tx = P::begin(app, ctx).await?;
    if form.posted.line("do") != "ap-dung" {
        let proposal = change::propose(app, &mut tx, P::scope(ctx), change).await?;
        let units = proposal.plan.by_unit(EXAMPLES);
        let subjects = units.iter().flat_map(|unit| &unit.examples);
        let subjects: Vec<String> = subjects.map(|example| example.subject.clone()).collect();
        let mut names = HashMap::new();
        for module in app.modules().all() {
            names.extend(module.name_subjects(&tx, &subjects).await?);
        }
        tx.roll_back().await?;
        let page = view::<P>(app, ctx, &proposal, &units, &names, form);
        return Ok(Page::new(page).into_response());
    }
    // How many clocks moved is known only afterwards, so the address does not say.
    let location = ctx.path_to(&format!("{}?nam={}&xong=ghi", P::BASE, form.year));
    if let Arrival::Again(location) = tx.once(form.posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let proposal = change::propose(app, &mut tx, P::scope(ctx), change).await?;
    change::adopt(&mut tx, proposal).await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

fn view<P: Place>(
    app: &App,
    ctx: &Ctx,
    proposal: &Proposal,
    units: &[UnitMoves],
    names: &HashMap<String, String>,
    form: &Form<'_>,
) -> Markup {
    let t = ctx.texts();
    let title = t.say("calendar-preview");
    let trail = [(t.say(&format!("calendar-title-{}", P::STEM)), P::BASE.to_owned())];
    let lead = t.with("calendar-preview-lead", [("what", proposal.what.as_str().into())]);
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: P::BASE,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    let moved = proposal.plan.moved();
    let main = html! {
        div.notice data-tone=(if moved > 0 { "warn" } else { "info" }) {
            p.notice-title {
                @if moved > 0 {
                    (t.with("calendar-preview-moved", [("count", moved.into()), ("units", units.len().into())]))
                } @else { (t.say("calendar-preview-none")) }
            }
            p { (t.say("calendar-preview-closed")) }
        }
        @if moved > 0 { (table(app, ctx, &t, units, names)) }
        form.form method="post" action=(ctx.path_to(form.path)) data-once=(t.say("platform-saving")) {
            (ui::form_key(Some(form.posted)))
            @for (name, value) in hidden(form.posted) { input type="hidden" name=(name) value=(value); }
            div.buttons {
                button.btn.btn-main name="do" value="ap-dung" { (t.say("calendar-apply")) }
                @if form.posted.has("do") {
                    button.btn name="do" value="sua" { (t.say("calendar-change")) }
                }
                a.btn.btn-quiet href=(ctx.path_to(P::BASE)) { (t.say("platform-cancel")) }
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(
    app: &App,
    ctx: &Ctx,
    t: &Texts,
    units: &[UnitMoves],
    names: &HashMap<String, String>,
) -> Markup {
    let (count, examples) = (t.say("calendar-preview-clocks"), t.say("calendar-preview-examples"));
    html! {
        table.table data-cards {
            caption.sr { (t.say("calendar-preview")) }
            thead { tr {
                th scope="col" { (t.say("calendar-preview-unit")) }
                th.num scope="col" { (count) }
                th scope="col" { (examples) }
            } }
            tbody {
                @for unit in units {
                    tr {
                        th.cell-main scope="row" { (name_of(app, ctx, unit.site)) }
                        td.num data-label=(count) { (unit.clocks) }
                        td data-label=(examples) {
                            @for example in &unit.examples { p { (example_line(t, example, names)) } }
                        }
                    }
                }
            }
        }
    }
}

fn example_line(t: &Texts, example: &Example, names: &HashMap<String, String>) -> String {
    let line = t.with(
        "calendar-preview-example",
        [
            ("from", t.day(example.from).into()),
            ("to", t.day(example.to).into()),
            ("count", example.clocks.into()),
        ],
    );
    match names.get(&example.subject) {
        Some(name) => format!("{line}: {name}"),
        None => line,
    }
}

fn name_of(app: &App, ctx: &Ctx, site: SiteId) -> String {
    let sites = app.sites.now();
    sites.by_id(site).map_or_else(|| site.to_string(), |site| site.name(ctx.lang).to_owned())
}

/// The fields of the forms of this desk, as they came.
fn hidden(posted: &Posted) -> Vec<(&'static str, String)> {
    super::form::FIELDS
        .into_iter()
        .filter(|name| *name != FORM_KEY && posted.has(name))
        .map(|name| (name, posted.line(name)))
        .collect()
}
