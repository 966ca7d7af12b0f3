use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, LastSignIn, Posted, Texts,
    people::PersonRow,
    ui::{self, Field, Tone, desk::DeskPage},
};

use super::{PATH, device};
use crate::{
    factor, members,
    session::{SignInId, queries::SignInRow},
    sign_in::CHANGE,
};

/// What the page of one's own account shows.
pub(super) struct Account {
    /// Living sign-ins.
    pub rows: Vec<SignInRow>,
    /// The one of this browser.
    pub here: Option<SignInId>,
    /// The sign-in before the one of this browser.
    pub last: Option<LastSignIn>,
    /// The person's mailbox.
    pub mailbox: Option<String>,
    /// Where codes for a new password go instead.
    pub recovery: Option<String>,
}

/// One's own account.
pub(super) fn own(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    form: (&Posted, &FormFaults),
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let title = t.say("account-title");
    let lead = t.say("account-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! {
            a.btn href=(ctx.path_to(factor::ACCOUNT)) { (t.say("factor-title")) }
            a.btn href=(ctx.path_to(CHANGE)) { (t.say("password-change")) }
        },
        flash: flash(&t, done),
    };
    let main = html! {
        (last_sign_in(&t, account.last.as_ref()))
        section.panel aria-labelledby="places" {
            h2.panel-title id="places" { (t.say("sign-ins")) }
            p { (t.say("sign-ins-lead")) }
            (table(&t, &account.rows, account.here, &ctx.path_to("/tai-khoan/phien")))
            @if account.rows.len() > 1 {
                form method="post" action=(ctx.path_to("/tai-khoan/phien-khac")) {
                    div.buttons { button.btn { (t.say("sign-ins-end-others")) } }
                }
            }
        }
        (recovery(&t, ctx, account, form))
    };
    ui::desk::page(app, ctx, &page, &main)
}

/// The sign-in before this one: a stranger's would show here.
fn last_sign_in(t: &Texts, last: Option<&LastSignIn>) -> Markup {
    html! {
        section.panel aria-labelledby="last" {
            h2.panel-title id="last" { (t.say("last-sign-in-title")) }
            @match last {
                None => p { (t.say("last-sign-in-none")) },
                Some(last) => {
                    dl.record {
                        div { dt { (t.say("last-sign-in-when")) } dd { (ui::moment(t, last.at)) } }
                        div { dt { (t.say("sign-in-address")) } dd { (last.address.as_deref().unwrap_or("–")) } }
                        div {
                            dt { (t.say("last-sign-in-failed")) }
                            dd {
                                @if last.failures > 0 { (ui::badge(Tone::Warn, &last.failures.to_string())) }
                                @else { (t.say("last-sign-in-failed-never")) }
                            }
                        }
                    }
                    p.hint { (t.say("last-sign-in-hint")) }
                }
            }
        }
    }
}

fn recovery(
    t: &Texts,
    ctx: &Ctx,
    account: &Account,
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let label = |field: &str| {
        t.say(if field == "password" { "sign-in-password" } else { "recovery-address" })
    };
    let typed = posted.has("recovery") || !faults.is_empty();
    let kept = Posted::from_pairs([("recovery", account.recovery.clone().unwrap_or_default())]);
    let shown = if typed { posted } else { &kept };
    html! {
        section.panel aria-labelledby="recovery" {
            h2.panel-title id="recovery" { (t.say("recovery-title")) }
            p {
                (t.say("recovery-lead")) " "
                @if let Some(mailbox) = &account.mailbox {
                    (t.with("recovery-mailbox", [("mailbox", mailbox.as_str().into())]))
                }
            }
            (ui::fault_summary(t, faults, label))
            form.form method="post" action=(ctx.path_to("/tai-khoan/thu-du-phong")) data-once=(t.say("reset-doing")) {
                (Field::new(t, shown, faults, "recovery", "recovery-address")
                    .hint("recovery-hint").complete("email").input("email"))
                (Field::new(t, &Posted::default(), faults, "password", "sign-in-password").required()
                    .complete("current-password").input("password"))
                div.buttons { button.btn { (t.say("recovery-set")) } }
            }
        }
    }
}

/// Where a member of the unit is signed in.
pub(super) fn member(
    app: &App,
    ctx: &Ctx,
    person: &PersonRow,
    rows: &[SignInRow],
    done: Option<&str>,
) -> Markup {
    let t = ctx.texts();
    let title = t.with("sign-ins-of", [("name", person.name.as_str().into())]);
    let lead = t.say("sign-ins-of-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: members::PATH,
        trail: &[(t.say("members"), members::PATH.to_owned())],
        actions: html! {},
        flash: flash(&t, done),
    };
    let main = if rows.is_empty() {
        ui::empty(&t.say("sign-ins-none"), &t.say("sign-ins-none-text"), None)
    } else {
        table(&t, rows, None, &ctx.path_to(&members::sign_ins_path(person.id)))
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn flash(t: &Texts, done: Option<&str>) -> Option<Markup> {
    done.map(|done| ui::flash(Tone::Ok, &t.say(&format!("sign-in-{done}"))))
}

fn table(t: &Texts, rows: &[SignInRow], here: Option<SignInId>, end: &str) -> Markup {
    let (what, from, since, seen) = (
        t.say("sign-in-device"),
        t.say("sign-in-address"),
        t.say("sign-in-since"),
        t.say("sign-in-seen"),
    );
    html! {
        table.table data-cards {
            caption.sr { (t.say("sign-ins")) }
            thead { tr {
                th scope="col" { (what) } th scope="col" { (from) } th scope="col" { (since) }
                th scope="col" { (seen) } th scope="col" { span.sr { (t.say("member-do")) } }
            } }
            tbody { @for row in rows {
                tr {
                    td.cell-main {
                        strong { (device_name(t, row.user_agent.as_deref())) } " "
                        @if here == Some(SignInId(row.id)) { (ui::badge(Tone::Ok, &t.say("sign-in-here"))) }
                    }
                    td data-label=(from) { (row.address.as_deref().unwrap_or("–")) }
                    td data-label=(since) { (ui::moment(t, row.created_at)) }
                    td data-label=(seen) { (ui::moment(t, row.seen_at)) }
                    td.cell-do {
                        form method="post" action=(end) {
                            input type="hidden" name="phien" value=(row.id);
                            button.btn.btn-small {
                                (t.say("sign-in-end"))
                                span.sr { ": " (device_name(t, row.user_agent.as_deref())) }
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn device_name(t: &Texts, user_agent: Option<&str>) -> String {
    match device::of(user_agent.unwrap_or_default()) {
        (Some(browser), Some(system)) => {
            t.with("sign-in-on", [("browser", browser.into()), ("system", system.into())])
        }
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => t.say("sign-in-device-unknown"),
    }
}
