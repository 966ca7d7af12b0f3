//! Rights in words: what a role gives, and "Quyền của tôi" (R-A4).

use axum::extract::State;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Grant, Outcome, Page, Permission, Role, Texts,
    module::SectionName,
    ui::{self, Tone, desk::DeskPage},
};

use crate::delegations;

/// The page of one's own rights.
pub const PATH: &str = "/quan-tri/quyen-cua-toi";

/// The sections of a site to which a role may be limited, in the order of reading.
pub async fn sections(app: &App, ctx: &Ctx) -> Outcome<Vec<SectionName>> {
    let mut all = Vec::new();
    for module in app.modules().on(&ctx.site) {
        all.extend(module.sections(app, ctx).await?);
    }
    Ok(all)
}

/// The title of a section; a word for one that is gone.
pub fn section_title(t: &Texts, sections: &[SectionName], id: i64) -> String {
    let found = sections.iter().find(|section| section.id == id);
    found.map_or_else(|| t.say("section-gone"), |section| section.title.clone())
}

/// Sections to choose from, those below others set in, after the choice of none.
pub fn section_choices(sections: &[SectionName], none: String) -> Vec<(String, String)> {
    std::iter::once((String::new(), none))
        .chain(sections.iter().map(|section| {
            let set_in = "\u{2003}".repeat(section.depth);
            (section.id.to_string(), format!("{set_in}{}", section.title))
        }))
        .collect()
}

/// Key of what a permission lets somebody do, in words.
pub fn text_key(permission: Permission) -> String {
    format!("may-{}", permission.key.replace(['.', '_'], "-"))
}

/// What a role lets somebody do on a site, in words; `whole` is false for a role in one section.
pub fn words(app: &App, ctx: &Ctx, role: Role, whole: bool) -> Vec<String> {
    let t = ctx.texts();
    app.modules()
        .on(&ctx.site)
        .flat_map(portal_core::Module::permissions)
        .filter(|permission| permission.roles.contains(&role))
        .filter(|permission| whole || permission.by_section)
        .map(|permission| t.say(&text_key(permission)))
        .collect()
}

/// What each of some roles lets somebody do.
pub fn roles_in_words(app: &App, ctx: &Ctx, roles: &[Role]) -> Markup {
    let t = ctx.texts();
    html! {
        details.fold {
            summary { (t.say("roles-what")) }
            dl.record {
                @for role in roles {
                    div { dt { (t.say(role.text_key())) } dd { (list(&words(app, ctx, *role, true))) } }
                }
            }
        }
    }
}

fn list(words: &[String]) -> Markup {
    html! { ul { @for word in words { li { (word) } } } }
}

/// Shows what the actor may do here.
pub(crate) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let sections = sections(&app, &ctx).await?;
    let t = ctx.texts();
    let grants = ctx.actor.person().map_or(&[][..], |person| &person.grants);
    let mut shown: Vec<&Grant> = grants.iter().collect();
    shown.sort_by_key(|grant| (grant.delegated_by.is_some(), std::cmp::Reverse(grant.role)));
    let (title, lead) = (t.say("rights"), t.say("rights-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! { a.btn.btn-main href=(ctx.path_to(delegations::pages::PATH)) { (t.say("delegations")) } },
        flash: None,
    };
    let main = html! {
        @for grant in shown { (one(&app, &ctx, &t, &sections, grant)) }
    };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &main)))
}

fn one(app: &App, ctx: &Ctx, t: &Texts, sections: &[SectionName], grant: &Grant) -> Markup {
    let place = match grant.section {
        Some(section) => section_title(t, sections, section),
        None => t.say("rights-whole-site"),
    };
    html! {
        section.panel {
            h2.panel-title {
                (t.say(grant.role.text_key())) " "
                @if grant.from.is_some_and(|from| ctx.now < from) {
                    (ui::badge(Tone::Info, &t.say("delegation-state-to-come")))
                } @else if grant.delegated_by.is_some() {
                    (ui::badge(Tone::Gold, &t.say("rights-lent")))
                }
            }
            dl.record {
                div { dt { (t.say("rights-where")) } dd { (place) } }
                @if let Some(lender) = &grant.delegated_by {
                    div { dt { (t.say("rights-by")) } dd { (lender.name) } }
                }
                @if let Some(from) = grant.from { div { dt { (t.say("rights-from")) } dd { (ui::moment(t, from)) } } }
                div {
                    dt { (t.say("member-until")) }
                    dd {
                        @match grant.until {
                            // The end is a midnight; the last day is the one before it.
                            Some(until) => (ui::day(t, until - chrono::TimeDelta::seconds(1))),
                            None => (t.say("member-no-end")),
                        }
                    }
                }
            }
            p { (t.say("rights-may")) }
            (list(&words(app, ctx, grant.role, grant.section.is_none())))
        }
    }
}
