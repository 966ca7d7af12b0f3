use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    module::SectionName,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{
    Delegation, DelegationKind,
    form::MAX_REASON,
    pages::{PATH, Shown},
    queries::Line,
};
use crate::{factor::again, rights};

/// What is lent, and the form that lends.
pub(super) fn page(
    app: &App,
    ctx: &Ctx,
    shown: &Shown,
    posted: &Posted,
    faults: &FormFaults,
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("delegations"), t.say("delegations-lead"));
    let actions = html! {
        @if !shown.kinds.is_empty() { a.btn.btn-main href="#add" { (t.say("delegation-add")) } }
        a.btn href=(ctx.path_to(rights::PATH)) { (t.say("rights")) }
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions,
        flash: done.map(|done| ui::flash(Tone::Ok, &t.say(&format!("delegation-{done}")))),
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |field| t.say(label_of(field))))
        @if shown.lines.is_empty() {
            (ui::empty(&t.say("delegations-none"), &t.say("delegations-none-text"), None))
        } @else {
            (table(&t, ctx, shown))
        }
        section.panel aria-labelledby="add" {
            h2.panel-title id="add" { (t.say("delegation-add")) }
            @if shown.kinds.is_empty() { p { (t.say("delegation-nothing")) } }
            @else if let Some(at) = &shown.to_prove { (again::ask(&t, at)) }
            @else { (add_form(&t, ctx, shown, posted, faults)) }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(t: &Texts, ctx: &Ctx, shown: &Shown) -> Markup {
    let (whom, what, when, why) = (
        t.say("delegation-deputy"),
        t.say("delegation-kind"),
        t.say("delegation-time"),
        t.say("delegation-reason"),
    );
    html! {
        table.table data-cards {
            caption.sr { (t.say("delegations")) }
            thead { tr {
                th scope="col" { (t.say("delegation-lender")) } th scope="col" { (whom) }
                th scope="col" { (what) } th scope="col" { (when) } th scope="col" { (why) }
                th scope="col" { span.sr { (t.say("member-do")) } }
            } }
            tbody {
                @for line in &shown.lines {
                    tr {
                        td.cell-main { strong { (line.from_name) } }
                        td data-label=(whom) { (line.to_name) }
                        td data-label=(what) { (lent(t, &shown.sections, line)) }
                        td data-label=(when) {
                            (state(t, ctx, line)) " "
                            (t.with("delegation-from-to", [
                                ("from", t.date(line.starts_at).into()),
                                // The end is a midnight; the last day is the one before it.
                                ("to", t.date(line.ends_at - chrono::TimeDelta::seconds(1)).into()),
                            ]))
                        }
                        td data-label=(why) { (line.reason) }
                        td.cell-do { @if may_end(ctx, line) { (end_form(t, ctx, line)) } }
                    }
                }
            }
        }
    }
}

fn lent(t: &Texts, sections: &[SectionName], line: &Line) -> Markup {
    let kind = t.say(&format!("delegation-kind-{}", line.kind));
    html! {
        (kind)
        @if let Some(section) = line.section { p.meta { span { (rights::section_title(t, sections, section)) } } }
    }
}

fn state(t: &Texts, ctx: &Ctx, line: &Line) -> Markup {
    if line.ended_at.is_some() {
        ui::badge(Tone::Plain, &t.say("delegation-state-taken-back"))
    } else if line.ends_at <= ctx.now {
        ui::badge(Tone::Plain, &t.say("delegation-state-over"))
    } else if ctx.now < line.starts_at {
        ui::badge(Tone::Info, &t.say("delegation-state-to-come"))
    } else {
        ui::badge(Tone::Ok, &t.say("delegation-state-runs"))
    }
}

fn may_end(ctx: &Ctx, line: &Line) -> bool {
    let delegation = Delegation {
        id: line.id,
        lender: portal_core::PersonId(line.from_person),
        deputy: portal_core::PersonId(line.to_person),
        ends: line.ended_at.unwrap_or(line.ends_at),
    };
    delegation.ends > ctx.now && delegation.is_of(ctx)
}

fn end_form(t: &Texts, ctx: &Ctx, line: &Line) -> Markup {
    let target = ctx.path_to(&format!("{PATH}/{}/cham-dut", line.id));
    html! {
        form method="post" action=(target) data-once=(t.say("member-doing")) {
            button.btn.btn-small {
                (t.say("delegation-end")) span.sr { ": " (line.from_name) " → " (line.to_name) }
            }
        }
    }
}

fn add_form(t: &Texts, ctx: &Ctx, shown: &Shown, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name: &'static str| Field::new(t, posted, faults, name, label_of(name));
    let kinds: Vec<_> = shown
        .kinds
        .iter()
        .map(|kind| {
            let key = format!("delegation-kind-{}", kind.as_str());
            let help = t.say(&format!("{key}-what"));
            (kind.as_str().to_owned(), t.say(&key), Some(help))
        })
        .collect();
    let deputies: Vec<_> = std::iter::once((String::new(), t.say("delegation-choose")))
        .chain(
            shown
                .colleagues
                .iter()
                .map(|one| (one.id.to_string(), format!("{} ({})", one.name, one.login))),
        )
        .collect();
    let lent: Vec<_> = shown
        .sections
        .iter()
        .filter(|section| shown.lent_in.contains(&section.id))
        .cloned()
        .collect();
    let sections = rights::section_choices(&lent, t.say("delegation-section-all"));
    html! {
        form.form method="post" action=(ctx.path_to(PATH)) data-once=(t.say("member-doing")) {
            (ui::form_key(Some(posted)))
            (field("kind").required().radios(&kinds))
            (field("deputy").required().hint("delegation-deputy-hint").select(&deputies))
            @if shown.kinds.contains(&DelegationKind::Approval) && !lent.is_empty() {
                (field("section").hint("delegation-section-hint").select(&sections))
            }
            div.field-row {
                (field("starts").hint("delegation-starts-hint").width("s").input("date"))
                (field("ends").required().hint("delegation-ends-hint").width("s").input("date"))
            }
            (field("reason").required().hint("delegation-reason-hint").max(MAX_REASON).input("text"))
            p.hint { (t.say("delegation-consequence")) }
            div.buttons { button.btn.btn-main { (t.say("delegation-add-do")) } }
        }
    }
}

fn label_of(field: &str) -> &'static str {
    match field {
        "kind" => "delegation-kind",
        "deputy" => "delegation-deputy",
        "section" => "member-section",
        "starts" => "delegation-starts",
        "ends" => "delegation-ends",
        _ => "delegation-reason",
    }
}
