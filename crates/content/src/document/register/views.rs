//! The register as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, site::Head},
};

use super::{
    Asked, PAGE, Register,
    queries::{Line, Order},
};
use crate::document::{PATH, status::Status};

/// The page.
pub(super) fn page(app: &App, ctx: &Ctx, asked: &Asked, register: &Register) -> Markup {
    let t = ctx.texts();
    let title = t.say("documents-title");
    let languages = ctx.site.languages.iter();
    let head = Head {
        title: title.clone(),
        description: t.say("documents-lead"),
        path: PATH.into(),
        translations: languages.map(|lang| (*lang, ctx.site.path(*lang, PATH))).collect(),
        no_index: asked.is_narrowed() || asked.page() > 1,
        ..Head::default()
    };
    let (here, total) = (asked.page(), register.total());
    let newer = (here > 1).then(|| asked.address(ctx, "", here - 1));
    let older = (here * PAGE < total).then(|| asked.address(ctx, "", here + 1));
    let main = html! {
        div.wrap {
            div.page-title { h1 { (title) } p.page-lead { (t.say("documents-lead")) } }
            (finder(ctx, &t, asked, register))
            (chips(ctx, &t, asked, register))
            @if register.lines.is_empty() {
                (empty(ctx, &t, asked))
            } @else {
                p.sum role="status" {
                    (t.with("documents-count", [("count", t.number_of(total).into())])) " "
                    (file(ctx, asked, "csv", &t.say("documents-csv"))) " " (file(ctx, asked, "xlsx", &t.say("documents-xlsx")))
                }
                (list(ctx, &t, &register.lines))
            }
            (ui::pager(&t, newer.as_deref(), older.as_deref()))
        }
    };
    ui::site::page(app, ctx, &head, Some(&[]), &main)
}

fn file(ctx: &Ctx, asked: &Asked, ending: &str, words: &str) -> Markup {
    let path = ctx.path_to(&format!("{PATH}.{ending}"));
    html! { a href=(asked.address_of(&path, "", 1)) rel="nofollow" download { (words) } }
}

fn finder(ctx: &Ctx, t: &Texts, asked: &Asked, register: &Register) -> Markup {
    let posted =
        Posted::from_pairs(asked.filters().into_iter().chain([("xep", asked.order().as_str())]));
    let faults = FormFaults::default();
    let field = |name: &'static str, key: &str| Field::new(t, &posted, &faults, name, key);
    let any = |rest: Vec<(String, String)>| {
        [vec![(String::new(), t.say("documents-any"))], rest].concat()
    };
    let used = |name: &str| -> Vec<(String, String)> {
        let of = register.facets.iter().filter(|facet| facet.name == name);
        any(of.map(|facet| (facet.value.clone(), facet.words.clone())).collect())
    };
    let statuses =
        Status::ALL.map(|status| (status.as_str().to_owned(), t.say(&status.text_key())));
    let orders = Order::ALL.map(|order| {
        (order.as_str().to_owned(), t.say(&format!("documents-order-{}", order.as_str())))
    });
    let narrowed = asked.filters().iter().skip(1).any(|(_, value)| !value.is_empty());
    html! {
        form.form.filter action=(ctx.path_to(PATH)) role="search" aria-label=(t.say("documents-find")) {
            label for="f-q" { (t.say("documents-q")) }
            div.filter-line {
                input id="f-q" name="q" type="search" value=(asked.q) aria-describedby="f-q-h" autocomplete="off";
                button.btn.btn-main { (t.say("documents-find-go")) }
            }
            p.hint id="f-q-h" { (t.say("documents-q-hint")) }
            details.fold open[narrowed] {
                summary { (t.say("documents-narrow")) }
                div.field-row {
                    (field("loai", "document-field-kind").select(&used("kind")))
                    (field("co-quan", "document-field-issuer").select(&used("issuer")))
                    (field("linh-vuc", "document-field-field").select(&used("field")))
                }
                div.field-row {
                    (field("nam", "documents-year").select(&used("year")))
                    (field("hieu-luc", "document-standing").select(&any(statuses.to_vec())))
                    (field("xep", "documents-order").select(&orders))
                }
                button.btn { (t.say("documents-narrow-go")) }
            }
        }
    }
}

/// What the register is narrowed to; each leads to the register without it.
fn chips(ctx: &Ctx, t: &Texts, asked: &Asked, register: &Register) -> Markup {
    let facet = |name: &str, value: &str| {
        let mut of = register.facets.iter().filter(|facet| facet.name == name);
        of.find(|facet| facet.value == value).map_or_else(|| value.to_owned(), |f| f.words.clone())
    };
    let words = |name: &str, value: &str| match name {
        "loai" => (t.say("document-field-kind"), facet("kind", value)),
        "co-quan" => (t.say("document-field-issuer"), facet("issuer", value)),
        "linh-vuc" => (t.say("document-field-field"), facet("field", value)),
        "nam" => (t.say("documents-year"), value.to_owned()),
        "hieu-luc" => {
            let status = Status::parse(value).map(|status| t.say(&status.text_key()));
            (t.say("document-standing"), status.unwrap_or_else(|| value.to_owned()))
        }
        _ => (t.say("documents-words"), format!("“{value}”")),
    };
    let set: Vec<_> = asked.filters().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    html! {
        @if !set.is_empty() {
            ul.chips aria-label=(t.say("documents-narrowed")) {
                @for (name, value) in &set {
                    @let (what, words) = words(name, value);
                    li { a.chip href=(asked.address(ctx, name, 1)) rel="nofollow" {
                        (what) ": " (words) " " (ui::icon("x")) span.sr { " " (t.say("documents-unset")) }
                    } }
                }
                @if set.len() > 1 { li { a href=(ctx.path_to(PATH)) { (t.say("documents-unset-all")) } } }
            }
        }
    }
}

fn empty(ctx: &Ctx, t: &Texts, asked: &Asked) -> Markup {
    let all = ctx.path_to(PATH);
    if asked.is_narrowed() || asked.page() > 1 {
        let step = t.say("documents-unset-all");
        ui::empty(
            &t.say("documents-none-found"),
            &t.say("documents-none-found-text"),
            Some((&all, &step)),
        )
    } else {
        ui::empty(&t.say("documents-none"), &t.say("documents-none-text"), None)
    }
}

/// Documents as a list: number, title, when and by whom, how each stands.
pub fn list(ctx: &Ctx, t: &Texts, lines: &[Line]) -> Markup {
    html! { ul.docs { @for line in lines { (one(ctx, t, line)) } } }
}

fn one(ctx: &Ctx, t: &Texts, line: &Line) -> Markup {
    let (named, status) = (&line.named, line.status());
    html! {
        li.doc {
            p.doc-number { a href=(ctx.path_to(&named.path())) { (named.name(ctx.lang)) } }
            p.doc-title { (named.title) }
            p.meta {
                span { (t.say("documents-issued")) " " time datetime=(named.issued_on) { (t.day(named.issued_on)) } }
                span { (line.issuer) }
                (ui::badge(status.tone(), &t.say(&status.text_key())))
            }
        }
    }
}
