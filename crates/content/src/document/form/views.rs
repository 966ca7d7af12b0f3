//! The form of a document, as HTML: what it is, whose, from when, and beside which others it stands.

use maud::{Markup, html};
use portal_core::{FormFaults, Posted, Texts, ui::Field};

use super::{Row, rows, text};
use crate::{
    content_type::{Offer, Parts},
    document::relation::RelationKind,
    origin::Origin,
};

/// A form being drawn.
struct Sheet<'a> {
    t: &'a Texts,
    posted: &'a Posted,
    faults: &'a FormFaults,
    offer: &'a Offer,
}

impl Sheet<'_> {
    fn field<'a>(&'a self, name: &'a str) -> Field<'a> {
        let label = text(&format!("field-{name}"));
        Field::new(self.t, self.posted, self.faults, name, &label)
    }
}

/// The parts of the form.
pub fn parts(t: &Texts, posted: &Posted, faults: &FormFaults, offer: &Offer) -> Parts {
    let sheet = Sheet { t, posted, faults, offer };
    let main = html! {
        (group(t, "document-group-what", &what(&sheet)))
        (group(t, "document-group-days", &days(&sheet)))
        (group(t, "document-group-signer", &signer(&sheet)))
        (relations(&sheet))
    };
    Parts { main, origin: Origin::source_fields(t, posted, faults) }
}

fn group(t: &Texts, title: &str, inside: &Markup) -> Markup {
    html! {
        section.form-part aria-labelledby=(title) {
            h2.form-part-title id=(title) { (t.say(title)) }
            (inside)
        }
    }
}

fn what(sheet: &Sheet<'_>) -> Markup {
    let mut kinds = vec![(String::new(), sheet.t.say("admin-choose"))];
    kinds.extend_from_slice(sheet.offer.list("kind"));
    html! {
        div.field-row {
            (sheet.field("kind").required().select(&kinds))
            (sheet.field("number").required().hint("document-hint-number").input("text"))
        }
        (sheet.field("issuer").required().hint("document-hint-issuer").width("full").suggest(sheet.offer.list("issuer")).input("text"))
        (sheet.field("field").hint("document-hint-field").width("full").suggest(sheet.offer.list("field")).input("text"))
    }
}

fn days(sheet: &Sheet<'_>) -> Markup {
    html! {
        div.field-row {
            (sheet.field("issued_on").required().input("date"))
            (sheet.field("in_force_on").hint("document-hint-in-force").input("date"))
            (sheet.field("expires_on").hint("document-hint-expires").input("date"))
        }
        p.hint { (sheet.t.say("document-hint-status")) }
    }
}

fn signer(sheet: &Sheet<'_>) -> Markup {
    let gazette = ["gazette_number", "gazette_on"];
    let open = gazette.iter().any(|name| sheet.posted.has(name) || sheet.faults.of(name).is_some());
    html! {
        div.field-row {
            (sheet.field("signer").input("text"))
            (sheet.field("signer_post").hint("document-hint-post").input("text"))
        }
        details.fold open[open] {
            summary { (sheet.t.say("document-gazette")) }
            div.field-row {
                (sheet.field("gazette_number").input("text"))
                (sheet.field("gazette_on").input("date"))
            }
        }
    }
}

fn relations(sheet: &Sheet<'_>) -> Markup {
    let t = sheet.t;
    html! {
        section.form-part id="relations" aria-labelledby="document-group-relations" {
            h2.form-part-title id="document-group-relations" { (t.say("document-group-relations")) }
            p.hint { (t.say("document-hint-relations")) }
            @for place in 0..rows(sheet.posted) { (row(sheet, place)) }
            p { button.btn name="do" value="look" formnovalidate formaction="#relations" { (t.say("document-do-look")) } }
            p.hint { (t.say("document-hint-look")) }
        }
    }
}

fn row(sheet: &Sheet<'_>, place: usize) -> Markup {
    let (t, names) = (sheet.t, Row::at(place));
    let mut kinds = vec![(String::new(), t.say("admin-choose"))];
    kinds.extend(
        RelationKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), t.say(&kind.text_key()))),
    );
    let offered = sheet.offer.list(&names.target);
    let number = sheet.posted.line(&names.number);
    let number_label = t.with("document-row-number", [("row", (place + 1).into())]);
    let kind_label = t.with("document-row-kind", [("row", (place + 1).into())]);
    html! {
        div.document-row role="group" aria-label=(t.with("document-row", [("row", (place + 1).into())])) {
            div.field-row {
                (sheet.field(&names.kind).named(kind_label).select(&kinds))
                (sheet.field(&names.number).named(number_label).input("text"))
            }
            @if !offered.is_empty() { (targets(sheet, &names, place)) }
            @if !number.is_empty() && offered.is_empty() || sheet.posted.has(&names.title) && !sheet.posted.has(&names.target) {
                (sheet.field(&names.title).hint("document-hint-outside").width("full").input("text"))
            } @else if sheet.posted.has(&names.title) {
                input type="hidden" name=(names.title) value=(sheet.posted.line(&names.title));
            }
        }
    }
}

/// Which document the number means: chosen already where just one has it.
fn targets(sheet: &Sheet<'_>, names: &Row, place: usize) -> Markup {
    let (t, number) = (sheet.t, sheet.posted.line(&names.number));
    let mut posted = sheet.posted.clone();
    if sheet.posted.line(&names.offered) != number {
        let exact = sheet.offer.list(&Row::exact(place));
        let only = exact.first().filter(|_| exact.len() == 1).map(|(id, _)| id.clone());
        posted = Posted::from_pairs([(names.target.clone(), only.unwrap_or_default())]);
    }
    let mut choices = vec![(String::new(), t.say("document-outside"))];
    choices.extend_from_slice(sheet.offer.list(&names.target));
    let label = text(&format!("field-{}", names.target));
    html! {
        (Field::new(t, &posted, sheet.faults, &names.target, &label).width("full").select(&choices))
        input type="hidden" name=(names.offered) value=(number);
    }
}
