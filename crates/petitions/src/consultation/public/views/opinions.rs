//! The opinions readers see, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx,
    ui::{self, site::Head},
};

use super::{opinion, part_text, trail, vietnamese};
use crate::consultation::{
    Stage,
    opinion::place_name,
    public::opinions::{GENERAL, Listed},
};

/// The list, at a place or everywhere.
pub(in crate::consultation::public) fn page(app: &App, ctx: &Ctx, listed: &Listed) -> Markup {
    let t = ctx.texts();
    let known = &listed.consultation;
    let parts = known.parts();
    let title = match &listed.place {
        Some(place) => {
            t.with("consult-opinions-at", [("place", place_name(&t, &parts, place).into())])
        }
        None => t.say("consult-opinions-all"),
    };
    let query = listed.place.as_ref().map_or_else(String::new, |place| {
        format!("&noi={}", if place.is_empty() { GENERAL } else { place })
    });
    let here = ctx.path_to(&format!("{}/y-kien", known.path()));
    let older = listed.older.map(|id| format!("{here}?truoc={id}{query}"));
    let place = listed.place.clone().unwrap_or_default();
    let main = html! {
        div.wrap.narrow {
            div.page-title { h1 { (title) } p.page-lead lang=[vietnamese(ctx)] { (known.title) } }
            @if let Some(part) = parts.iter().find(|part| part.key == place) {
                blockquote.prose lang=[vietnamese(ctx)] { (part_text(part)) }
            }
            @if known.stage(ctx.now) == Stage::Open {
                p { a.btn.btn-main href=(ctx.path_to(&format!("{}/gop-y?noi={place}", known.path()))) { (t.say("consult-comment-too")) } }
            }
            @if listed.opinions.is_empty() {
                (ui::empty(&t.say("consult-opinions-none"), &t.say("consult-opinions-none-text"), None))
            } @else {
                ul.opinions { @for one in &listed.opinions {
                    (opinion(ctx, &t, listed.place.is_none().then_some(parts.as_slice()), one))
                } }
            }
            (ui::pager(&t, None, older.as_deref()))
        }
    };
    let head = Head {
        title,
        path: format!("{}/y-kien", known.path()),
        no_index: listed.place.is_some(),
        ..Head::default()
    };
    let trail = trail(ctx, &t, Some((&known.title, known.id)));
    ui::site::page(app, ctx, &head, Some(&trail), &main)
}
