//! What has a law and a place of its own, and so no form here: complaints, denunciations, crimes,
//! dossiers. Says where, on what paper, by which law.

use axum::extract::{Path, State};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Fault, Outcome, PublicPage, Texts,
    ui::{
        self,
        site::{self, Head},
    },
};

use super::START;
use crate::text::paragraphs;

/// Each with its icon; the word is in the address and in the keys of its texts.
pub(super) const ALL: [(&str, &str); 4] =
    [("khieu-nai", "file"), ("to-cao", "file"), ("toi-pham", "bell"), ("ho-so", "form")];

/// The province's service portal is the State's.
const SERVICES: &str = "https://dichvucong.gov.vn/";

/// Path of a guide.
pub(super) fn path(what: &str) -> String {
    format!("/kien-nghi/huong-dan/{what}")
}

/// Shows a guide.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(what): Path<String>,
) -> Outcome<PublicPage> {
    let (what, _) = ALL.into_iter().find(|(known, _)| *known == what).ok_or(Fault::NotFound)?;
    let t = ctx.texts();
    let path = path(what);
    let translations =
        ctx.site.languages.iter().map(|lang| (*lang, ctx.site.path(*lang, &path))).collect();
    let head = Head {
        title: t.say(&format!("petition-guide-{what}-title")),
        description: t.say(&format!("petition-guide-{what}-what")),
        path,
        translations,
        ..Head::default()
    };
    let above = [(t.say("petition-start-title"), ctx.path_to(START))];
    let markup = site::page(&app, &ctx, &head, Some(&above), &view(&app, &ctx, &t, what));
    Ok(PublicPage::html(&ctx, markup))
}

fn view(app: &App, ctx: &Ctx, t: &Texts, what: &str) -> Markup {
    let say = |part: &str| t.say(&format!("petition-guide-{what}-{part}"));
    let address = &ctx.site.particulars.address;
    let at_reception = matches!(what, "khieu-nai" | "to-cao");
    html! {
        div.wrap.narrow {
            article.article {
                header.article-head { h1.article-title { (say("title")) } }
                p.article-lead { (say("what")) }
                div.prose {
                    h2 { (t.say("petition-guide-where")) }
                    (paragraphs(&say("where")))
                    @if at_reception && !address.is_empty() {
                        p { (t.with("petition-guide-address", [("unit", ctx.site.name(ctx.lang).into()), ("address", address.as_ref().into())])) }
                    }
                    @if at_reception && ui::leads_somewhere(app, ctx, "/lich-tiep-cong-dan") {
                        p { a href=(ctx.path_to("/lich-tiep-cong-dan")) { (t.say("petition-guide-reception")) } }
                    }
                    @if what == "ho-so" { p { a href=(SERVICES) rel="noopener" { (t.say("petition-guide-services")) } } }
                    h2 { (t.say("petition-guide-paper")) }
                    (paragraphs(&say("paper")))
                    h2 { (t.say("petition-guide-law")) }
                    (paragraphs(&say("law")))
                }
            }
            p { a href=(ctx.path_to(START)) { (t.say("petition-guide-back")) } }
        }
    }
}
