//! The form below a page: three buttons, the same for everybody, so that the page can be kept.

use maud::{Markup, html};
use portal_core::{App, Ctx, module::Subject};

use super::{Level, MarkedPage, public::PATH};

/// The form.
pub(super) fn form(app: &App, ctx: &Ctx, subject: &Subject) -> Markup {
    let t = ctx.texts();
    html! {
        form.satisfaction method="post" action=(ctx.path_to(PATH)) {
            (page_fields(app, ctx, &MarkedPage::from(subject)))
            fieldset {
                legend { (t.say("satisfaction-ask")) }
                div.satisfaction-line {
                    @for level in Level::ALL { button.btn name="mark" value=(level.as_str()) { (t.say(&level.text_key())) } }
                }
            }
            p { a href=(ctx.path_to(PATH)) { (t.say("satisfaction-see-results")) } }
        }
    }
}

/// The hidden fields that say which page it is, and that this site says so.
pub(super) fn page_fields(app: &App, ctx: &Ctx, page: &MarkedPage) -> Markup {
    html! {
        input type="hidden" name="page" value=(page.path);
        input type="hidden" name="title" value=(page.title);
        input type="hidden" name="seal" value=(page.seal(&app.config().secrets, ctx));
    }
}
