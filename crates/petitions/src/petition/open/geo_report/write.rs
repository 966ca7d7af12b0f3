//! GeoReport v2 answers, as JSON and as XML.

use axum::http::{HeaderValue, StatusCode};
use portal_core::{App, Ctx, PublicPage, portal::xml, ui::machine_time};
use serde_json::{Value, json};

use super::ROOT;
use crate::petition::{
    open::{data, words},
    publications::read::Published,
};

const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");
/// When what is answered here last changed its form.
const CHANGESET: &str = "2026-11-28T00:00:00+07:00";

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

impl Form {
    /// What an address asks for: `12.xml`; without an ending, JSON.
    pub fn split(address: &str) -> (&str, Self) {
        match address.rsplit_once('.') {
            Some((name, "xml")) => (name, Self::Xml),
            Some((name, "json")) => (name, Self::Json),
            _ => (address, Self::Json),
        }
    }

    /// An answer: a value for JSON, and for XML the same as elements, named by where they stand.
    fn page(self, ctx: &Ctx, value: &Value, (root, item): (&str, &str)) -> PublicPage {
        match self {
            Self::Json => PublicPage::of(ctx, data::JSON, value.to_string()),
            Self::Xml => {
                let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
                element(&mut out, root, value, item);
                PublicPage::of(ctx, XML, out)
            }
        }
    }
}

/// Writes a value as an element; those of a list are each called `item`.
fn element(out: &mut String, name: &str, value: &Value, item: &str) {
    match value {
        Value::Null => out.push_str(&format!("<{name}/>")),
        Value::Array(all) => {
            out.push_str(&format!("<{name}>"));
            for one in all {
                element(out, item, one, item);
            }
            out.push_str(&format!("</{name}>\n"));
        }
        Value::Object(fields) => {
            out.push_str(&format!("<{name}>"));
            for (field, value) in fields {
                // A list within is named in the plural: endpoints of endpoint, formats of format.
                element(out, field, value, field.trim_end_matches('s'));
            }
            out.push_str(&format!("</{name}>\n"));
        }
        Value::String(text) => out.push_str(&format!("<{name}>{}</{name}>", xml(text))),
        other => out.push_str(&format!("<{name}>{other}</{name}>")),
    }
}

/// Why something is not answered.
pub struct Refusal {
    /// Status, also in the body.
    pub status: StatusCode,
    /// In words of the specification's language.
    pub description: String,
}

impl Refusal {
    /// As the specification writes it.
    pub fn page(self, ctx: &Ctx, form: Form) -> PublicPage {
        let value = json!([{ "code": self.status.as_u16(), "description": self.description }]);
        form.page(ctx, &value, ("errors", "error")).status(self.status)
    }
}

/// What is offered here.
pub fn discovery(app: &App, ctx: &Ctx, form: Form) -> PublicPage {
    let t = ctx.texts();
    let value = json!({
        "changeset": CHANGESET,
        "contact": t.with("open311-contact", [("site", ctx.site.name(ctx.lang).into())]),
        "key_service": t.say("open311-key"),
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": app.url(&ctx.site, ROOT),
            "changeset": CHANGESET,
            "type": "production",
            "formats": ["text/xml", "application/json"],
        }],
    });
    form.page(ctx, &value, ("discovery", "discovery"))
}

/// The fields as services.
pub fn services(ctx: &Ctx, form: Form, fields: &[(String, String)]) -> PublicPage {
    let group = ctx.texts().say("module-petitions");
    let services: Vec<Value> = fields
        .iter()
        .map(|(code, name)| {
            json!({
                "service_code": code,
                "service_name": name,
                "description": name,
                "metadata": false,
                "type": "realtime",
                "keywords": "",
                "group": group,
            })
        })
        .collect();
    form.page(ctx, &services.into(), ("services", "service"))
}

/// A service's definition.
pub fn service(ctx: &Ctx, form: Form, code: &str) -> PublicPage {
    let value = json!({ "service_code": code, "attributes": [] });
    form.page(ctx, &value, ("service_definition", "attribute"))
}

/// Published questions as requests.
pub fn requests(app: &App, ctx: &Ctx, form: Form, rows: &[Published]) -> PublicPage {
    let requests: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "service_request_id": row.petition_id.to_string(),
                "status": "closed",
                "status_notes": row.answer,
                "service_name": words::field(app, ctx, &row.field),
                "service_code": row.field,
                "description": format!("{}\n\n{}", row.title, row.question),
                "agency_responsible": words::unit(app, ctx.lang, row.unit_id),
                "service_notice": null,
                "requested_datetime": machine_time(row.received_at()),
                "updated_datetime": machine_time(row.corrected_at.unwrap_or(row.answered_at)),
                "expected_datetime": null,
                "address": null,
                "address_id": null,
                "zipcode": null,
                "lat": null,
                "long": null,
                "media_url": null,
            })
        })
        .collect();
    form.page(ctx, &requests.into(), ("service_requests", "request"))
}
