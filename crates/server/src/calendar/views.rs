//! The desks of the calendar, as HTML.

use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    calendar::{Calendar, Day, Decisions},
    lang::local_day,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{
    form::label,
    months,
    place::{OfUnit, Place},
};
use crate::platform::Asked;

/// What a desk shows.
pub(super) struct Shown<'a> {
    /// Everything that was decided.
    pub decisions: &'a Decisions,
    /// The calendar that makes.
    pub calendar: &'a Calendar,
    /// The year.
    pub year: i32,
}

/// The year.
pub(super) fn year<P: Place>(app: &App, ctx: &Ctx, shown: &Shown<'_>, asked: &Asked) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (title::<P>(&t), t.say(&format!("calendar-lead-{}", P::STEM)));
    let base = ctx.path_to(P::BASE);
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: P::BASE,
        trail: &[],
        actions: html! {
            @if P::FOR_ALL {
                a.btn href={ (base) "/nam/" (shown.year) } { (t.with("calendar-year", [("year", shown.year.to_string().into())])) }
            } @else {
                a.btn href={ (base) "/tuan" } { (t.say("calendar-week-title")) }
            }
            a.btn.btn-main href={ (base) "/nhap" } { (t.say(&format!("calendar-enter-{}", P::STEM))) }
        },
        flash: (asked.text("xong") == "ghi").then(|| ui::flash(Tone::Ok, &t.say("calendar-done"))),
    };
    let days = months::special(shown.calendar, shown.year);
    let main = html! {
        @if P::FOR_ALL { (reminder(&t, &base, shown.calendar, local_day(ctx.now))) }
        (months::years(&t, shown.calendar, shown.year, &base))
        (months::grid(&t, shown.calendar, shown.year))
        h2 { (t.say("calendar-special")) }
        (months::list(&t, &days, |day| act::<P>(ctx, &t, shown.decisions, day)))
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// From 1 November on, the next year must be there and decided.
fn reminder(t: &Texts, base: &str, calendar: &Calendar, today: NaiveDate) -> Markup {
    let next = today.year() + 1;
    let last = calendar.range().1.year();
    let key = if last < next {
        "calendar-remind-open"
    } else if today.month() >= 11 && calendar.is_provisional(next) {
        "calendar-remind-confirm"
    } else if today.month() >= 11 && last == next {
        return notice(t, base, "calendar-remind-after", next + 1);
    } else {
        return html! {};
    };
    notice(t, base, key, next)
}

fn notice(t: &Texts, base: &str, key: &str, year: i32) -> Markup {
    let args = [("year", year.to_string().into())];
    html! {
        div.notice data-tone="warn" {
            p.notice-title { (t.with(key, args.clone())) }
            p { a.btn.btn-small href={ (base) "/nam/" (year) } { (t.with("calendar-year", args)) } }
        }
    }
}

/// The button that takes an entry of this desk back.
fn act<P: Place>(ctx: &Ctx, t: &Texts, decisions: &Decisions, day: &Day) -> Option<Markup> {
    let mut own = decisions.entries.iter().filter(|entry| entry.site == P::scope(ctx));
    let entry = own.find(|entry| entry.on == day.on || entry.partner == Some(day.on))?;
    let path = ctx.path_to(&format!("{}/bo/{}", P::BASE, entry.id));
    Some(html! {
        a.btn.btn-small href=(path) { (t.say("calendar-remove")) span.sr { ": " (t.day(day.on)) } }
    })
}

/// The form of days to be entered.
pub(super) fn entry_form<P: Place>(
    app: &App,
    ctx: &Ctx,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let choice = |what: &str| {
        (
            what.to_owned(),
            t.say(&format!("calendar-what-is-{what}")),
            Some(t.say(&format!("calendar-what-is-{what}-help"))),
        )
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&format!("{}/nhap", P::BASE))) novalidate {
            (ui::form_key(Some(posted)))
            @if P::FOR_ALL { (field("what").required().radios(&["off", "work", "swap"].map(choice))) }
            div.field-row {
                (field("on").required().input("date"))
                (field("until").hint("calendar-until-hint").input("date"))
                @if P::FOR_ALL { (field("partner").hint("calendar-partner-hint").input("date")) }
            }
            (field("name").required().hint(if P::FOR_ALL { "calendar-name-hint" } else { "calendar-name-hint-unit" }).max(200).input("text"))
            div.field-row {
                (field("decision_number").hint(if P::FOR_ALL { "calendar-decision-hint-all" } else { "calendar-decision-hint" }).max(100).input("text"))
                (field("decision_on").input("date"))
            }
            @if P::FOR_ALL {
                label.choice {
                    input type="checkbox" name="provisional" value="1" checked[posted.has("provisional")];
                    " " span { (t.say("calendar-provisional")) span.hint { (t.say("calendar-provisional-hint")) } }
                }
            }
            (send::<P>(ctx, &t))
        }
    };
    let title = t.say(&format!("calendar-enter-{}", P::STEM));
    below::<P>(app, ctx, &title, &t.say("calendar-enter-lead"), &main)
}

/// The form of the unit's week.
pub(super) fn week_form(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let field = |name: &'static str| Field::new(&t, posted, faults, name, label(name));
    let choice = |rest: &str| (rest.to_owned(), t.say(&format!("calendar-rest-{rest}")), None);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(label(name))))
        form.form method="post" action=(ctx.path_to(&format!("{}/tuan", OfUnit::BASE))) novalidate {
            (ui::form_key(Some(posted)))
            (field("rest").required().hint("calendar-rest-hint").radios(&["67", "7"].map(choice)))
            (field("from").required().input("date"))
            (send::<OfUnit>(ctx, &t))
        }
    };
    below::<OfUnit>(app, ctx, &t.say("calendar-week-title"), &t.say("calendar-week-lead"), &main)
}

fn send<P: Place>(ctx: &Ctx, t: &Texts) -> Markup {
    html! {
        div.buttons {
            button.btn.btn-main name="do" value="xem" { (t.say("calendar-see")) }
            a.btn.btn-quiet href=(ctx.path_to(P::BASE)) { (t.say("platform-cancel")) }
        }
    }
}

fn below<P: Place>(app: &App, ctx: &Ctx, title: &str, lead: &str, main: &Markup) -> Markup {
    let trail = [(title_of::<P>(ctx), P::BASE.to_owned())];
    let page = DeskPage {
        title,
        lead: Some(lead),
        entry: P::BASE,
        trail: &trail,
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}

fn title_of<P: Place>(ctx: &Ctx) -> String {
    title::<P>(&ctx.texts())
}

fn title<P: Place>(t: &Texts) -> String {
    t.say(&format!("calendar-title-{}", P::STEM))
}
