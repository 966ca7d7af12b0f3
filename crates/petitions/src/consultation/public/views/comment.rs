//! The form of an opinion and what comes after it, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Refusal as _, Texts, robots,
    ui::{self, Field, Tone, site::Head},
};

use super::{part_text, trail, vietnamese};
use crate::consultation::{
    Consultation, PUBLIC, Refusal,
    desk::{opinions::MAX_BODY, views::place_choices},
    public::comment::FORM,
};

/// Files that may come with an opinion.
pub(super) const ACCEPT: &str = ".pdf,.docx,image/jpeg,image/png";

/// A person or an organisation.
pub(in crate::consultation) fn sender_choices(t: &Texts) -> Vec<(String, String, Option<String>)> {
    ["person", "organisation"]
        .map(|kind| (kind.to_owned(), t.say(&format!("consult-sender-{kind}")), None))
        .to_vec()
}

/// The form, with why it was not taken.
pub(in crate::consultation::public) fn form(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    (posted, faults, stopped): (&Posted, &FormFaults, Option<String>),
) -> Markup {
    let t = ctx.texts();
    let target = ctx.path_to(&format!("{}/gop-y", consultation.path()));
    let parts = consultation.parts();
    let place = posted.line("place");
    let main = html! {
        @if let Some(stopped) = stopped { (ui::flash(Tone::Bad, &stopped)) }
        (ui::fault_summary(&t, faults, |name| t.say(&format!("consult-said-{name}"))))
        @if let Some(part) = parts.iter().find(|part| part.key == place) {
            blockquote.prose lang=[vietnamese(ctx)] { (part_text(part)) }
        }
        form.form method="post" action=(target) enctype="multipart/form-data" data-once=(t.say("consult-sending")) {
            (ui::form_key(Some(posted)))
            (robots::fields(app, ctx, FORM))
            (said(&t, &parts, (posted, faults)))
            (who(&t, (posted, faults)))
            (consent(ctx, &t, (posted, faults)))
            div.buttons {
                button.btn.btn-main { (t.say("consult-send")) }
                a.btn.btn-quiet href=(ctx.path_to(&consultation.path())) { (t.say("consult-cancel")) }
            }
        }
    };
    let title = t.say("consult-comment-title");
    page(app, ctx, Some(consultation), (&title, Some(&consultation.title)), &main)
}

/// The fields of what is said.
pub(super) fn said(
    t: &Texts,
    parts: &[crate::consultation::Part],
    (posted, faults): (&Posted, &FormFaults),
) -> Markup {
    let field = |name, key| Field::new(t, posted, faults, name, key);
    html! {
        @if parts.is_empty() { input type="hidden" name="place" value=""; } @else {
            (field("place", "consult-said-place").hint("consult-said-place-hint").width("full").select(&place_choices(t, parts)))
        }
        (field("body", "consult-said-body").required().max(MAX_BODY).width("full").area(8))
        (field("proposal", "consult-said-proposal").hint("consult-said-proposal-hint").max(MAX_BODY).width("full").area(4))
        (field("file", "consult-said-file").hint("consult-said-file-hint").file(ACCEPT))
    }
}

fn who(t: &Texts, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    let field = |name, key| Field::new(t, posted, faults, name, key);
    html! {
        h2 { (t.say("consult-who")) }
        p.hint { (t.say("consult-who-hint")) }
        (field("sender", "consult-said-sender").radios(&sender_choices(t)))
        (field("organisation", "consult-said-organisation").hint("consult-said-organisation-hint").max(200).complete("organization").input("text"))
        (field("name", "consult-said-name").required().hint("consult-said-name-hint").max(100).complete("name").input("text"))
        (field("email", "consult-said-email").hint("consult-said-email-hint").max(200).complete("email").input("email"))
        div.field-row {
            (field("phone", "consult-said-phone").max(30).complete("tel").input("tel"))
            (field("address", "consult-said-address").max(300).complete("street-address").input("text"))
        }
    }
}

fn consent(ctx: &Ctx, t: &Texts, (posted, faults): (&Posted, &FormFaults)) -> Markup {
    let fault = faults.of("consent");
    html! {
        label.choice { input type="checkbox" name="show_name" value="1" checked[posted.has("show_name")]; " " span { (t.say("consult-show-name")) span.hint { (t.say("consult-show-name-hint")) } } }
        div.field id="f-consent" data-invalid[fault.is_some()] {
            @if let Some(fault) = fault { p.error id="f-consent-e" { span.sr { (t.say("field-fault")) " " } (fault.sentence(t)) } }
            label.choice {
                input type="checkbox" name="consent" value="1" required checked[posted.has("consent")] aria-describedby=[fault.map(|_| "f-consent-e")];
                " " span { (t.say("consult-consent")) " " a href=(ctx.path_to("/trang/chinh-sach-quyen-rieng-tu")) { (t.say("consult-privacy")) } }
            }
        }
    }
}

/// Says that no opinion is taken now, with the time.
pub(in crate::consultation::public) fn closed(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    refusal: &Refusal,
) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (refusal.sentence(&t)) }
        p { a.btn.btn-main href=(ctx.path_to(&consultation.path())) { (t.say("consult-back-public")) } }
    };
    let title = t.say("consult-not-now");
    page(app, ctx, Some(consultation), (&title, Some(&consultation.title)), &main)
}

/// Says that an opinion came.
pub(in crate::consultation::public) fn sent(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
) -> Markup {
    let t = ctx.texts();
    let main = html! {
        p { (t.say("consult-sent-text")) }
        p { (t.say("consult-sent-mail")) }
        div.buttons {
            a.btn.btn-main href=(ctx.path_to(&consultation.path())) { (t.say("consult-back-public")) }
            a.btn href=(ctx.path_to(&format!("{}/gop-y", consultation.path()))) { (t.say("consult-one-more")) }
        }
    };
    page(app, ctx, Some(consultation), (&t.say("consult-sent"), None), &main)
}

/// Asks whoever gave an e-mail address to confirm it, or says that it is done.
pub(in crate::consultation::public) fn confirm(
    app: &App,
    ctx: &Ctx,
    token: &str,
    done: bool,
) -> Markup {
    let t = ctx.texts();
    let main = html! {
        @if done {
            p { (t.say("consult-confirmed-text")) }
            p { a.btn.btn-main href=(ctx.path_to(PUBLIC)) { (t.say("consultations")) } }
        } @else {
            p { (t.say("consult-confirm-text")) }
            form.form method="post" action=(ctx.path_to(&format!("{PUBLIC}/xac-nhan/{token}"))) {
                div.buttons { button.btn.btn-main { (t.say("consult-confirm-do")) } }
            }
        }
    };
    let title = t.say(if done { "consult-confirmed" } else { "consult-confirm" });
    page(app, ctx, None, (&title, None), &main)
}

/// A page for one person: not for search engines.
pub(super) fn page(
    app: &App,
    ctx: &Ctx,
    consultation: Option<&Consultation>,
    (title, lead): (&str, Option<&str>),
    main: &Markup,
) -> Markup {
    let t = ctx.texts();
    let of = consultation.map(|known| (known.title.as_str(), known.id));
    let head = Head {
        title: title.to_owned(),
        path: consultation.map_or_else(|| PUBLIC.to_owned(), Consultation::path),
        no_index: true,
        ..Head::default()
    };
    let main = html! {
        div.wrap.narrow {
            div.page-title { h1 { (title) } @if let Some(lead) = lead { p.page-lead lang=[vietnamese(ctx)] { (lead) } } }
            (main)
        }
    };
    ui::site::page(app, ctx, &head, Some(&trail(ctx, &t, of)), &main)
}
