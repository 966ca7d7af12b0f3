use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Role, Texts,
    module::{Belonging, SectionName},
    ui::{self, Field, Tone, desk::DeskPage},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{PATH, form::NewMember};
use crate::{
    factor::again,
    grants::{
        self,
        queries::{Colleague, MemberRow},
    },
    hand_over, rights,
};

/// What the list shows.
pub(super) struct Shown {
    /// The members, a line for each role.
    pub rows: Vec<MemberRow>,
    /// The sections to which a role may be limited.
    pub sections: Vec<SectionName>,
    /// The roles that may be given.
    pub roles: Vec<Role>,
    /// After how many months roles are looked at again.
    pub review_months: u32,
    /// Where somebody first proves who they are before the form opens.
    pub to_prove: Option<String>,
}

/// The members, and the form for another.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    shown: &Shown,
    posted: &Posted,
    faults: &FormFaults,
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let title = t.with("members-title", [("site", ctx.site.name(ctx.lang).into())]);
    let lead = t.say("members-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! { a.btn.btn-main href="#add" { (t.say("member-add")) } },
        flash: done.map(|done| ui::flash(Tone::Ok, &t.say(&format!("member-{done}")))),
    };
    let main = html! {
        (ui::fault_summary(&t, faults, |field| t.say(label_of(field))))
        @if shown.rows.is_empty() {
            (ui::empty(&t.say("members-none"), &t.say("members-none-text"), None))
        } @else {
            p.sum { (t.with("members-count", [("count", people(&shown.rows).into())])) }
            @if shown.rows.iter().any(|row| is_due(ctx, shown, row)) {
                p.hint { (t.with("review-hint", [("months", shown.review_months.into())])) }
            }
            (table(&t, ctx, shown))
        }
        section.panel aria-labelledby="add" {
            h2.panel-title id="add" { (t.say("member-add")) }
            (rights::roles_in_words(app, ctx, &shown.roles))
            @match &shown.to_prove {
                Some(at) => (again::ask(&t, at)),
                None => (add_form(&t, ctx, shown, posted, faults)),
            }
        }
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn people(rows: &[MemberRow]) -> usize {
    let ids: std::collections::BTreeSet<i64> = rows.iter().map(|row| row.person_id).collect();
    ids.len()
}

fn is_due(ctx: &Ctx, shown: &Shown, row: &MemberRow) -> bool {
    let runs = row.until.is_none_or(|until| ctx.now < until);
    runs && grants::is_due_for_review(row.looked_at, shown.review_months, ctx.now)
}

fn table(t: &Texts, ctx: &Ctx, shown: &Shown) -> Markup {
    let (name, role, until, last) = (
        t.say("member-name"),
        t.say("member-role"),
        t.say("member-until"),
        t.say("member-signed-in"),
    );
    html! {
        table.table data-cards {
            caption.sr { (t.say("members")) }
            thead { tr {
                th scope="col" { (name) } th scope="col" { (role) } th scope="col" { (until) }
                th scope="col" { (last) } th scope="col" { span.sr { (t.say("member-do")) } }
            } }
            tbody {
                @for row in &shown.rows {
                    tr {
                        td.cell-main {
                            strong { (row.name) }
                            p.meta {
                                span { (row.login) }
                                @if let Some(email) = &row.email { span { (email) } }
                            }
                        }
                        td data-label=(role) {
                            (role_name(t, &row.role)) " "
                            @if !row.active { (ui::badge(Tone::Bad, &t.say("member-off"))) " " }
                            @if is_due(ctx, shown, row) { (ui::badge(Tone::Warn, &t.say("review-due"))) }
                            @if let Some(section) = row.section {
                                p.meta { span { (rights::section_title(t, &shown.sections, section)) } }
                            }
                        }
                        td data-label=(until) {
                            @match row.until {
                                Some(at) if at <= ctx.now => (ui::badge(Tone::Warn, &t.say("member-ended"))),
                                // The end is a midnight; the last day is the one before it.
                                Some(at) => (ui::day(t, at - chrono::TimeDelta::seconds(1))),
                                None => (t.say("member-no-end")),
                            }
                        }
                        td data-label=(last) {
                            @match row.signed_in {
                                Some(at) => a href=(ctx.path_to(&super::sign_ins_path(row.person_id))) {
                                    (ui::moment(t, at))
                                    span.sr { ": " (t.say("sign-ins")) ", " (row.name) }
                                },
                                None => (t.say("member-never")),
                            }
                        }
                        td.cell-do {
                            @if is_due(ctx, shown, row) { (review_form(t, ctx, row)) }
                            @if Role::parse(&row.role).is_some_and(|role| shown.roles.contains(&role)) {
                                a.btn.btn-small href=(ctx.path_to(&revoke_path(row))) {
                                    (t.say("member-revoke"))
                                    span.sr { ": " (row.name) ", " (role_name(t, &row.role)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn revoke_path(row: &MemberRow) -> String {
    format!("{PATH}/{}/{}/thoi", row.person_id, row.id)
}

fn review_form(t: &Texts, ctx: &Ctx, row: &MemberRow) -> Markup {
    let target = ctx.path_to(&format!("{PATH}/{}/ra-soat", row.person_id));
    html! {
        form method="post" action=(target) data-once=(t.say("member-doing")) {
            button.btn.btn-small { (t.say("review-do")) span.sr { ": " (row.name) } }
        }
    }
}

fn role_name(t: &Texts, role: &str) -> String {
    Role::parse(role).map_or_else(|| role.to_owned(), |role| t.say(role.text_key()))
}

fn add_form(t: &Texts, ctx: &Ctx, shown: &Shown, posted: &Posted, faults: &FormFaults) -> Markup {
    let sections = rights::section_choices(&shown.sections, t.say("rights-whole-site"));
    let field = |name: &'static str| Field::new(t, posted, faults, name, label_of(name));
    let roles: Vec<_> = shown
        .roles
        .iter()
        .map(|role| {
            let help = t.say(&format!("{}-what", role.text_key()));
            (role.as_str().to_owned(), t.say(role.text_key()), Some(help))
        })
        .collect();
    html! {
        form.form method="post" action=(ctx.path_to(PATH)) data-once=(t.say("member-doing")) {
            (ui::form_key(Some(posted)))
            (field("login").required().hint("member-login-hint").max(64).complete("off").input("text"))
            (field("name").hint("member-name-hint").max(150).complete("off").input("text"))
            (field("email").hint("member-email-hint").max(200).complete("off").input("email"))
            (field("role").required().radios(&roles))
            @if !shown.sections.is_empty() {
                (field("section").hint("member-section-hint").select(&sections))
            }
            (field("until").hint("member-until-hint").width("s").input("date"))
            div.buttons { button.btn.btn-main { (t.say("member-add-do")) } }
        }
    }
}

fn label_of(field: &str) -> &'static str {
    match field {
        "login" => "member-login",
        "email" => "member-email",
        "role" => "member-role",
        "section" => "member-section",
        "until" => "member-until",
        _ => "member-name",
    }
}

/// A new account: its password, this once.
pub(super) fn created(app: &App, ctx: &Ctx, member: &NewMember, password: &SecretString) -> Markup {
    let t = ctx.texts();
    let title = t.with("member-created", [("name", member.name.as_str().into())]);
    let trail = [(t.say("members"), PATH.to_owned())];
    let main = html! {
        (ui::flash(Tone::Ok, &t.say("member-granted")))
        section.panel {
            dl.record {
                div { dt { (t.say("member-login")) } dd { code { (member.login) } } }
                div { dt { (t.say("member-password")) } dd { code { (password.expose_secret()) } } }
                div { dt { (t.say("member-role")) } dd { (t.say(member.role.text_key())) } }
            }
            p { (t.say("member-password-once")) }
        }
        div.buttons { a.btn.btn-main href=(ctx.path_to(PATH)) { (t.say("members-back")) } }
    };
    ui::desk::page(app, ctx, &below(&title, &trail), &main)
}

/// Before a role is taken away; with the last of them goes what is left unfinished.
pub(super) fn ask_revoke(
    app: &App,
    ctx: &Ctx,
    row: &MemberRow,
    role: Role,
    (left, colleagues): (&[Belonging], &[Colleague]),
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let title = t.with(
        "member-revoke-title",
        [("role", t.say(role.text_key()).into()), ("name", row.name.as_str().into())],
    );
    let trail = [(t.say("members"), PATH.to_owned())];
    let main = html! {
        (ui::fault_summary(&t, faults, |_| t.say("hand-over-to")))
        div.confirm.panel {
            p { (t.say("member-revoke-what")) }
            p.confirm-undo { (t.say("member-revoke-undo")) }
            form.form method="post" action=(ctx.path_to(&revoke_path(row))) data-once=(t.say("member-doing")) {
                @if !left.is_empty() { (hand_over::question(&t, ctx, left, colleagues, faults)) }
                div.buttons {
                    button.btn.btn-danger { (t.say("member-revoke")) }
                    a.btn href=(ctx.path_to(PATH)) { (t.say("member-revoke-not")) }
                }
            }
        }
    };
    ui::desk::page(app, ctx, &below(&title, &trail), &main)
}

/// A page under the list.
fn below<'a>(title: &'a str, trail: &'a [(String, String)]) -> DeskPage<'a> {
    DeskPage { title, lead: None, entry: PATH, trail, actions: html! {}, flash: None }
}
