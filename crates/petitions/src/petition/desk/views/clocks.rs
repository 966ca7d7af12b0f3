//! A petition's clocks: how much time is left, whose duty it is, and why it ends on that day.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Texts,
    deadline::Clock,
    ui::{self, deadline},
};

use crate::petition::desk::sheet::Sheet;

/// How a clock stands, in few words.
pub fn badge(app: &App, ctx: &Ctx, t: &Texts, clock: &Clock) -> Markup {
    deadline::badge(t, clock, &app.calendars.of(clock.site), ctx.now)
}

/// All clocks, each with its owner and its explanation.
pub fn panel(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let sites = app.sites.now();
    html! {
        section.panel aria-labelledby="p-clocks" {
            h2.panel-title id="p-clocks" { (t.say("petition-clocks")) }
            @for clock in &sheet.clocks {
                div.clock {
                    p { strong { (t.say(&deadline::duty_key(&clock.key))) } }
                    p {
                        (badge(app, ctx, t, clock))
                        @if let Some(site) = sites.by_id(clock.site) { " " span.meta { span { (site.name(ctx.lang)) } } }
                    }
                    (deadline::why(t, clock))
                }
            }
            @if sheet.clocks.is_empty() { p.hint { (t.say("petition-clocks-none")) } }
        }
    }
}

/// What somebody who has not much time reads first: the clock that runs out next.
pub fn urgent(app: &App, ctx: &Ctx, t: &Texts, sheet: &Sheet) -> Markup {
    let running = sheet
        .clocks
        .iter()
        .filter(|clock| clock.state == portal_core::deadline::ClockState::Running);
    html! {
        @if let Some(clock) = running.min_by_key(|clock| clock.due_at) {
            div { dt { (t.say(&deadline::duty_key(&clock.key))) } dd {
                (badge(app, ctx, t, clock)) " " (ui::day(t, clock.due_at - chrono::TimeDelta::seconds(1)))
            } }
        }
    }
}
