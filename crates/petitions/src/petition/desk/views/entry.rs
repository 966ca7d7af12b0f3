//! Entry of a petition that did not come by the form, and the slip for its sender, as HTML.

use chrono::{DateTime, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, Posted, Texts,
    ui::{self, Field},
};

use super::below;
use crate::petition::{
    PetitionKind,
    accept::Accepted,
    desk::{self, entry::CHANNELS},
    fields,
    sent::{Sent, views::attachments},
};

/// The form.
pub fn page(app: &App, ctx: &Ctx, fields: &[fields::Field], sent: &Sent) -> Outcome<Markup> {
    let t = ctx.texts();
    let (posted, faults) = (&sent.posted, &sent.faults);
    let main = html! {
        (ui::fault_summary(&t, faults, |field| t.say(&format!("petition-field-{}", field.replace('_', "-")))))
        form.form method="post" enctype="multipart/form-data" data-once=(t.say("petition-saving")) {
            (ui::form_key(Some(posted)))
            (how(&t, posted, faults))
            (what(ctx, &t, fields, posted, faults))
            (attachments(app, ctx, &t, sent)?)
            (who(&t, posted, faults))
            div.buttons {
                button.btn.btn-main { (t.say("petition-enter-do")) }
                a.btn href=(ctx.path_to(desk::PATH)) { (t.say("petition-leave")) }
            }
            p.hint { (t.say("petition-enter-says")) }
        }
    };
    Ok(below(app, ctx, (&t.say("petition-enter"), None), None, &main))
}

fn how(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name, label: &str| Field::new(t, posted, faults, name, label);
    let channels: Vec<_> = CHANNELS
        .iter()
        .map(|one| (one.as_str().to_owned(), t.say(&one.text_key()), None))
        .collect();
    html! {
        (field("channel", "petition-field-channel").required().radios(&channels))
        div.field-row {
            (field("received_on", "petition-field-received-on").required().hint("petition-field-received-on-hint").width("s").input("date"))
            (field("received_time", "petition-field-received-time").width("s").input("time"))
        }
    }
}

fn what(
    ctx: &Ctx,
    t: &Texts,
    fields: &[fields::Field],
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let field = |name, label: &str| Field::new(t, posted, faults, name, label);
    let kinds: Vec<_> = PetitionKind::ALL
        .iter()
        .map(|one| (one.as_str().to_owned(), t.say(&one.text_key()), None))
        .collect();
    let none = (String::new(), t.say("petition-choose"));
    let fields = fields.iter().map(|one| (one.code.clone(), one.text(ctx.lang).to_owned()));
    let fields: Vec<_> = std::iter::once(none).chain(fields).collect();
    html! {
        (field("kind", "petition-field-kind").required().radios(&kinds))
        (field("field", "petition-field-field").required().width("m").select(&fields))
        (field("title", "petition-field-title").required().max(200).width("full").input("text"))
        (field("body", "petition-field-body").required().max(10_000).width("full").area(10))
        (field("place", "petition-field-place").max(200).width("full").input("text"))
    }
}

fn who(t: &Texts, posted: &Posted, faults: &FormFaults) -> Markup {
    let field = |name, label: &str| Field::new(t, posted, faults, name, label);
    let tick = |name: &str, label: &str| {
        html! {
            label.choice { input type="checkbox" name=(name) value="1" checked[posted.has(name)]; " " span { (t.say(label)) } }
        }
    };
    html! {
        fieldset.field {
            legend { (t.say("petition-sender")) }
            p.hint { (t.say("petition-sender-sealed")) }
            (field("name", "petition-field-name").required().max(120).input("text"))
            (field("organisation", "petition-field-organisation").max(200).input("text"))
            (field("address", "petition-field-address").max(250).width("full").input("text"))
            div.field-row {
                (field("phone", "petition-field-phone").max(30).input("tel"))
                (field("email", "petition-field-email").max(120).input("email"))
            }
            (tick("confidential", "petition-field-confidential"))
            (tick("name_shown", "petition-field-name-shown"))
        }
    }
}

/// What the slip says.
pub struct Slip<'a> {
    /// What the sender gets.
    pub accepted: &'a Accepted,
    /// Title.
    pub title: &'a str,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Whether the sender also gets a letter.
    pub has_mail: bool,
}

/// The slip, to be printed for the sender.
pub fn slip(app: &App, ctx: &Ctx, slip: &Slip<'_>) -> Markup {
    let t = ctx.texts();
    let accepted = slip.accepted;
    let address = app.url(&ctx.site, "/kien-nghi");
    let main = html! {
        section.panel aria-labelledby="slip" {
            h2.panel-title id="slip" { (ctx.site.name(ctx.lang)) }
            p { (slip.title) }
            dl.record {
                div { dt { (t.say("petition-column-received")) } dd { (t.date_time(slip.received_at)) } }
                div { dt { (t.say("petition-column-code")) } dd { strong { (accepted.code) } } }
                div { dt { (t.say("petition-slip-secret")) } dd { strong { (accepted.secret) } } }
                div { dt { (t.say("petition-slip-due")) } dd { (t.day(accepted.answer_due)) } }
            }
            p { (t.with("petition-slip-follow", [("address", address.into())])) }
            @if slip.has_mail { p.hint { (t.say("petition-slip-mail")) } }
        }
        p.notice data-tone="warn" { (t.say("petition-slip-once")) }
        div.buttons {
            a.btn.btn-main href=(ctx.path_to(&desk::path(accepted.id))) { (t.say("petition-slip-open")) }
            a.btn href=(ctx.path_to("/quan-tri/kien-nghi/moi")) { (t.say("petition-slip-next")) }
        }
    };
    below(app, ctx, (&t.say("petition-slip"), None), None, &main)
}
