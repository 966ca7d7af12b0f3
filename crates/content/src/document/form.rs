//! The form of a document: what is read from it, what is wrong with it, what it offers.

use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use portal_core::{Ctx, FieldFault, FormFaults, Outcome, Posted};
use serde_json::Value;

use super::{
    DocumentFields, number,
    queries::{self, Match},
    register::queries::facets,
    relation::{Relation, RelationKind},
};
use crate::{
    admin::form::is_blank,
    content_type::{Demand, Offer, to_value},
    origin::{Origin, attachments, fill_attachments},
};

mod views;

pub use views::parts;

/// Most relations of a document.
const MOST_RELATIONS: usize = 30;
/// Rows that stand empty below those that are filled.
const SPARE_ROWS: usize = 2;
/// Most documents offered for a number.
const MATCHES: i64 = 8;

/// The texts of the form that are not those of every type.
const OWN_TEXTS: [&str; 22] = [
    "panel-source",
    "panel-attachments",
    "form-lead",
    "hint-body",
    "field-title",
    "field-body",
    "field-attachments",
    "field-number",
    "field-kind",
    "field-issuer",
    "field-field",
    "field-signer",
    "field-signer_post",
    "field-issued_on",
    "field-in_force_on",
    "field-expires_on",
    "field-gazette_number",
    "field-gazette_on",
    "field-relation_kind",
    "field-relation_number",
    "field-relation_title",
    "field-relation_target",
];

/// Key of a text of the form; rows of relations have their number behind the name.
pub(super) fn text(of: &str) -> String {
    let bare = of.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    if OWN_TEXTS.contains(&bare) { format!("document-{bare}") } else { format!("admin-{of}") }
}

/// The names of the fields of one row.
struct Row {
    kind: String,
    number: String,
    title: String,
    target: String,
    /// For which number the choice of the target was offered.
    offered: String,
}

impl Row {
    fn at(place: usize) -> Self {
        Self {
            kind: format!("relation_kind_{place}"),
            number: format!("relation_number_{place}"),
            title: format!("relation_title_{place}"),
            target: format!("relation_target_{place}"),
            offered: format!("relation_offered_{place}"),
        }
    }

    fn is_filled(&self, posted: &Posted) -> bool {
        [&self.kind, &self.number, &self.title].iter().any(|name| posted.has(name))
    }

    /// The list of the offer that holds the documents with just this number.
    fn exact(place: usize) -> String {
        format!("relation_exact_{place}")
    }

    /// The list of the offer that holds the titles of those that are offered.
    fn titles(place: usize) -> String {
        format!("relation_titles_{place}")
    }
}

/// How many rows a form shows: the filled ones and some to fill.
fn rows(posted: &Posted) -> usize {
    let last = (0..MOST_RELATIONS).rev().find(|place| Row::at(*place).is_filled(posted));
    (last.map_or(0, |place| place + 1) + SPARE_ROWS).min(MOST_RELATIONS)
}

/// What the form offers: kinds, issuers and fields used before, and for each row the documents its
/// number may mean.
pub(super) async fn offer(conn: &AsyncPgConnection, ctx: &Ctx, posted: &Posted) -> Outcome<Offer> {
    let mut offer = Offer::default();
    let kinds = queries::kinds(conn).await?;
    offer.put("kind", kinds.iter().map(|k| (k.key.clone(), kind_words(k, ctx))).collect());
    let facets = facets(conn, ctx.site.id, ctx.site.default_language()).await?;
    for name in ["issuer", "field"] {
        let used = facets.iter().filter(|facet| facet.name == name);
        offer.put(name, used.map(|facet| (facet.words.clone(), String::new())).collect());
    }
    for place in 0..rows(posted) {
        let row = Row::at(place);
        let key = number::key(&posted.line(&row.number));
        if key.is_empty() {
            continue;
        }
        let found = queries::matching(conn, ctx.site.id, &key, MATCHES).await?;
        let list = |of: &dyn Fn(&Match) -> String| -> Vec<(String, String)> {
            found.iter().map(|found| (found.named.item_id.to_string(), of(found))).collect()
        };
        let mut exact = list(&|found| found.number_key.clone());
        exact.retain(|(_, found)| *found == key);
        offer.put(Row::exact(place), exact);
        offer.put(Row::titles(place), list(&|found| found.named.title.clone()));
        offer.put(row.target, list(&|found| match_words(ctx, found)));
    }
    Ok(offer)
}

fn kind_words(kind: &queries::Kind, ctx: &Ctx) -> String {
    let name = kind.name_in(ctx.lang);
    if kind.abbreviation.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", kind.abbreviation)
    }
}

fn match_words(ctx: &Ctx, found: &Match) -> String {
    let named = &found.named;
    let short: String = named.title.chars().take(90).collect();
    let day = ctx.texts().day(named.issued_on);
    format!("{}, {day} – {short}", named.name(ctx.lang))
}

/// Reads and checks the fields of a document. A draft may have gaps.
///
/// Requirement: R-C11.
pub(super) fn check(
    posted: &Posted,
    demand: Demand,
    offer: &Offer,
    faults: &mut FormFaults,
) -> Value {
    let complete = demand == Demand::Complete;
    let mut line = |name: &str, required: bool, max: usize| {
        faults.check(name, posted.line(name), required && complete, max)
    };
    let number = line("number", true, 60);
    let kind = line("kind", true, 60);
    let issuer = line("issuer", true, 200);
    let field = line("field", false, 100);
    let signer = line("signer", false, 100);
    let signer_post = line("signer_post", false, 200);
    let gazette_number = line("gazette_number", false, 60);
    if !kind.is_empty() && !offer.list("kind").iter().any(|(key, _)| *key == kind) {
        faults.add("kind", FieldFault::NoSuchChoice);
    }
    if !number.is_empty() && number::key(&number).is_empty() {
        faults.add("number", FieldFault::Other("document-fault-number", Vec::new()));
    }
    let issued_on = day(posted, "issued_on", complete, faults);
    let in_force_on = day(posted, "in_force_on", false, faults);
    let expires_on = day(posted, "expires_on", false, faults);
    check_order(issued_on, in_force_on, expires_on, faults);
    if complete && !posted.has("attachments") && is_blank(&posted.text("body")) {
        faults.add("attachments", FieldFault::Other("document-fault-file", Vec::new()));
    }
    to_value(&DocumentFields {
        number,
        kind,
        issuer,
        field,
        signer,
        signer_post,
        issued_on,
        in_force_on,
        expires_on,
        gazette_number,
        gazette_on: day(posted, "gazette_on", false, faults),
        relations: relations(posted, offer, faults),
        attachments: attachments(posted),
        origin: Origin::check(posted, false, faults),
    })
}

/// A document ends on a day after its first one, and not before it was issued.
fn check_order(
    issued_on: Option<NaiveDate>,
    in_force_on: Option<NaiveDate>,
    expires_on: Option<NaiveDate>,
    faults: &mut FormFaults,
) {
    let begins = issued_on.max(in_force_on);
    if expires_on.zip(begins).is_some_and(|(end, begin)| end <= begin) {
        faults.add("expires_on", FieldFault::Other("document-fault-ends-before", Vec::new()));
    }
}

fn day(posted: &Posted, name: &str, required: bool, faults: &mut FormFaults) -> Option<NaiveDate> {
    let text = faults.check(name, posted.line(name), required, 10);
    if text.is_empty() {
        return None;
    }
    let read = ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(&text, form).ok())
        .filter(|day| (1945..2200).contains(&chrono::Datelike::year(day)));
    if read.is_none() && faults.of(name).is_none() {
        faults.add(name, FieldFault::Other("document-fault-day", Vec::new()));
    }
    read
}

fn relations(posted: &Posted, offer: &Offer, faults: &mut FormFaults) -> Vec<Relation> {
    (0..MOST_RELATIONS).filter_map(|place| relation(posted, place, offer, faults)).collect()
}

/// Reads a row. A number that is that of just one document here means that document, unless the
/// writer has chosen otherwise; a number nobody here has names a document from outside.
fn relation(
    posted: &Posted,
    place: usize,
    offer: &Offer,
    faults: &mut FormFaults,
) -> Option<Relation> {
    let row = Row::at(place);
    if !row.is_filled(posted) {
        return None;
    }
    let number = faults.check(&row.number, posted.line(&row.number), false, 60);
    let mut title = faults.check(&row.title, posted.line(&row.title), false, 600);
    if number.is_empty() && title.is_empty() {
        faults.add(&row.number, FieldFault::Missing);
    }
    let kind = RelationKind::parse(&posted.line(&row.kind));
    if kind.is_none() {
        faults.add(&row.kind, FieldFault::Missing);
    }
    let exact = offer.list(&Row::exact(place));
    let target = if posted.line(&row.offered) == number && !number.is_empty() {
        posted.number(&row.target)
    } else {
        if exact.len() > 1 {
            faults.add(&row.target, FieldFault::Other("document-fault-several", Vec::new()));
        }
        exact.first().and_then(|(id, _)| id.parse().ok())
    };
    if let Some(target) = target.map(|id: i64| id.to_string()) {
        let known = offer.list(&Row::titles(place)).iter().find(|(id, _)| *id == target);
        title = known.map_or(title, |(_, of)| of.clone());
    }
    kind.map(|kind| Relation { kind, target, number, title })
}

/// Puts the fields into a form.
pub(super) fn fill(of: DocumentFields, posted: &mut Posted) {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for (name, value) in [
        ("number", of.number),
        ("kind", of.kind),
        ("issuer", of.issuer),
        ("field", of.field),
        ("signer", of.signer),
        ("signer_post", of.signer_post),
        ("issued_on", day(of.issued_on)),
        ("in_force_on", day(of.in_force_on)),
        ("expires_on", day(of.expires_on)),
        ("gazette_number", of.gazette_number),
        ("gazette_on", day(of.gazette_on)),
    ] {
        posted.put(name.into(), value);
    }
    for (place, relation) in of.relations.into_iter().enumerate() {
        let row = Row::at(place);
        posted.put(row.kind, relation.kind.as_str().into());
        posted.put(row.offered, relation.number.clone());
        posted.put(row.number, relation.number);
        posted.put(row.title, relation.title);
        posted.put(row.target, relation.target.map(|id| id.to_string()).unwrap_or_default());
    }
    of.origin.fill(posted);
    fill_attachments(of.attachments, posted);
}

#[cfg(test)]
mod tests;
