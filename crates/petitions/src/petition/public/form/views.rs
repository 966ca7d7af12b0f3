//! The form as a page. Made without the database, so that it can be given back when that is away.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, Texts, robots,
    ui::{self, Field},
};

use super::{
    ROBOTS,
    check::{MAX_BODY, MAX_LINE, MAX_NAME, MAX_TITLE},
};
use crate::petition::{
    PetitionKind, fields,
    public::{FORM, page as public_page},
    sent::{Sent, views::attachments},
};

/// The whole page.
pub(super) fn page(app: &App, ctx: &Ctx, sent: &Sent, notice: Option<&str>) -> Outcome<Markup> {
    let t = ctx.texts();
    let title = t.say("petition-form-page");
    let main = html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (title) }
                p.page-lead { (t.say("petition-form-lead")) }
            }
            @if let Some(notice) = notice {
                div.notice data-tone="warn" role="alert" id="errors" tabindex="-1" data-focus { p { (notice) } }
            }
            (ui::fault_summary(&t, &sent.faults, |name| label(&t, name)))
            (form(app, ctx, &t, sent)?)
        }
    };
    Ok(public_page(app, ctx, FORM, &title, &main))
}

fn label(t: &Texts, name: &str) -> String {
    t.say(&format!("petition-form-{name}"))
}

fn form(app: &App, ctx: &Ctx, t: &Texts, sent: &Sent) -> Outcome<Markup> {
    Ok(html! {
        form.form method="post" enctype="multipart/form-data"
            data-once=(t.say("petition-form-sending")) data-send=(t.say("petition-form-lost"))
            data-keep="petition" data-keep-in="session" data-keep-found=(t.say("petition-form-keep-found"))
            data-keep-restore=(t.say("petition-form-keep-restore")) data-keep-drop=(t.say("petition-form-keep-drop")) {
            (robots::fields(app, ctx, ROBOTS))
            (ui::form_key(Some(&sent.posted)))
            (matter(app, ctx, t, sent)?)
            (attachments(app, ctx, t, sent)?)
            (sender(t, sent))
            (wishes(ctx, t, sent))
            div.buttons { button.btn.btn-main { (t.say("petition-form-do")) } }
        }
    })
}

/// What it is about.
fn matter(app: &App, ctx: &Ctx, t: &Texts, sent: &Sent) -> Outcome<Markup> {
    let (posted, faults) = (&sent.posted, &sent.faults);
    let field = |name, label| Field::new(t, posted, faults, name, label);
    let kinds: Vec<_> = PetitionKind::ALL
        .iter()
        .map(|kind| {
            let key = kind.text_key();
            (kind.as_str().to_owned(), t.say(&key), Some(t.say(&format!("{key}-what"))))
        })
        .collect();
    let first = (String::new(), t.say("petition-form-field-choose"));
    let choices: Vec<_> = std::iter::once(first)
        .chain(fields::all(app, ctx.now)?.into_iter().map(|field| {
            let text = field.text(ctx.lang).to_owned();
            (field.code, text)
        }))
        .collect();
    Ok(html! {
        h2 { (t.say("petition-form-matter")) }
        (field("kind", "petition-form-kind").required().radios(&kinds))
        (field("title", "petition-form-title").required().max(MAX_TITLE).hint("petition-form-title-hint").input("text"))
        (field("body", "petition-form-body").required().max(MAX_BODY).hint("petition-form-body-hint").area(10))
        (field("field", "petition-form-field").required().select(&choices))
        (field("place", "petition-form-place").max(MAX_LINE).hint("petition-form-place-hint").input("text"))
    })
}

/// Who sends it.
fn sender(t: &Texts, sent: &Sent) -> Markup {
    let field = |name, label| Field::new(t, &sent.posted, &sent.faults, name, label);
    html! {
        h2 { (t.say("petition-form-sender")) }
        p.hint { (t.say("petition-form-sender-hint")) }
        (field("name", "petition-form-name").required().max(MAX_NAME).complete("name").input("text"))
        (field("organisation", "petition-form-organisation").hint("petition-form-organisation-hint").complete("organization").input("text"))
        (field("address", "petition-form-address").required().hint("petition-form-address-hint").complete("street-address").input("text"))
        div.field-row {
            (field("phone", "petition-form-phone-field").hint("petition-form-phone-hint").complete("tel").input("tel"))
            (field("email", "petition-form-email-field").hint("petition-form-email-hint").complete("email").input("email"))
        }
    }
}

/// What may become of it in public, and the consent.
fn wishes(ctx: &Ctx, t: &Texts, sent: &Sent) -> Markup {
    let tick = |name: &str, hint: &str| {
        html! {
            label.choice {
                input type="checkbox" name=(name) value="1" checked[sent.posted.has(name)];
                " " span { (label(t, name)) span.hint { (t.say(hint)) } }
            }
        }
    };
    let consent = sent.faults.of("consent");
    html! {
        h2 { (t.say("petition-form-wishes")) }
        (tick("name_shown", "petition-form-name_shown-hint"))
        (tick("confidential", "petition-form-confidential-hint"))
        div.field data-invalid[consent.is_some()] {
            @if let Some(fault) = consent {
                p.error id="f-consent-e" { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) }
            }
            label.choice {
                input type="checkbox" id="f-consent" name="consent" value="1" required data-keep-not
                    checked[sent.posted.has("consent")] aria-invalid=[consent.map(|_| "true")]
                    aria-describedby=[consent.map(|_| "f-consent-e")];
                " " span { (t.say("petition-form-consent")) " " span.need { (t.say("field-required")) }
                    span.hint { (t.say("petition-form-consent-hint")) } }
            }
            p { a href=(ctx.path_to("/trang/chinh-sach-quyen-rieng-tu")) target="_blank" rel="noopener" { (t.say("petition-form-privacy")) } }
        }
    }
}
