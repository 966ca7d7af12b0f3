//! The form of a consultation.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use portal_core::{
    App, Ctx, FieldFault, FormFaults, Posted, calendar,
    lang::{for_field, local_moment},
    mail::is_mailbox,
};

use crate::consultation::{Consultation, Minimum, kinds, schema::consultations};

/// What the form holds.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = consultations)]
pub struct Fields {
    /// Title of the draft.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Code of its kind.
    pub kind: String,
    /// Field.
    pub field: String,
    /// Who drafts it.
    pub unit: String,
    /// Where letters go.
    pub address: String,
    /// Where e-mails go.
    pub email: String,
    /// Whom to ask.
    pub contact: String,
    /// Opening.
    pub opens_at: DateTime<Utc>,
    /// Closing.
    pub closes_at: DateTime<Utc>,
}

/// Reads and checks the form. A time too short for the law is refused at the closing.
pub fn read(app: &App, ctx: &Ctx, posted: &Posted) -> Result<Fields, FormFaults> {
    let mut faults = FormFaults::default();
    let title = faults.check("title", posted.line("title"), true, 500);
    let kind = posted.line("kind");
    if kinds::kind(app.law(), &kind, ctx.now).is_none() {
        faults.add("kind", FieldFault::NoSuchChoice);
    }
    let summary = faults.check("summary", posted.text("summary").trim().to_owned(), false, 3_000);
    let field = faults.check("field", posted.line("field"), false, 100);
    let unit = faults.check("unit", posted.line("unit"), true, 200);
    let opens_at = moment_field(&mut faults, posted, "opens_at");
    let closes_at = moment_field(&mut faults, posted, "closes_at");
    let address = faults.check("address", posted.line("address"), true, 300);
    let email = faults.check("email", posted.line("email"), false, 200);
    if !email.is_empty() && !is_mailbox(&email) {
        faults.add("email", FieldFault::Other("consult-bad-email", Vec::new()));
    }
    let contact = faults.check("contact", posted.line("contact"), true, 300);
    if let Some((opens_at, closes_at)) = opens_at.zip(closes_at) {
        let minimum = kinds::minimum(app.law(), &kind, opens_at);
        faults_of_period(ctx, &mut faults, (opens_at, closes_at), minimum.as_ref());
    }
    match (opens_at, closes_at) {
        (Some(opens_at), Some(closes_at)) if faults.is_empty() => Ok(Fields {
            title,
            summary,
            kind,
            field,
            unit,
            address,
            email,
            contact,
            opens_at,
            closes_at,
        }),
        _ => Err(faults),
    }
}

fn faults_of_period(
    ctx: &Ctx,
    faults: &mut FormFaults,
    (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
    minimum: Option<&Minimum>,
) {
    let t = ctx.texts();
    if closes_at <= opens_at {
        faults.add("closes_at", FieldFault::Other("consult-closes-before", Vec::new()));
    } else if closes_at <= ctx.now {
        faults.add("closes_at", FieldFault::Other("consult-closes-past", Vec::new()));
    } else if let Some(minimum) = minimum {
        let earliest = opens_at + TimeDelta::days(minimum.days.into());
        if closes_at < earliest {
            let rule = t.with(
                "consult-minimum",
                [
                    ("days", i64::from(minimum.days).into()),
                    ("citation", minimum.citation.to_string().into()),
                ],
            );
            faults.add(
                "closes_at",
                FieldFault::Other(
                    "consult-closes-too-early",
                    vec![("at", t.date_time(earliest)), ("rule", rule)],
                ),
            );
        }
    }
}

/// Reads a moment of Vietnam's time from a field.
pub fn moment_field(faults: &mut FormFaults, posted: &Posted, name: &str) -> Option<DateTime<Utc>> {
    let text = posted.line(name);
    if text.is_empty() {
        faults.add(name, FieldFault::Missing);
        return None;
    }
    let read = local_moment(&text);
    if read.is_none() {
        faults.add(name, FieldFault::Other("consult-no-moment", Vec::new()));
    }
    read
}

/// Reads a day: as browsers send it, or as people write it.
pub fn day(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// The form as it stands for a consultation.
pub fn write(consultation: &Consultation) -> Posted {
    Posted::from_pairs([
        ("title", consultation.title.clone()),
        ("summary", consultation.summary.clone()),
        ("kind", consultation.kind.clone()),
        ("field", consultation.field.clone()),
        ("unit", consultation.unit.clone()),
        ("address", consultation.address.clone()),
        ("email", consultation.email.clone()),
        ("contact", consultation.contact.clone()),
        ("opens_at", for_field(consultation.opens_at)),
        ("closes_at", for_field(consultation.closes_at)),
    ])
}

/// The form for a new one: what is known of the site, tomorrow morning, the law's time and a day.
pub fn blank(app: &App, ctx: &Ctx) -> Posted {
    let opens_at = calendar::end_of(portal_core::lang::local_day(ctx.now)) + TimeDelta::hours(8);
    let first = kinds::kinds(app.law(), ctx.now).into_iter().next();
    let kind = first.map(|kind| kind.code).unwrap_or_default();
    let days = kinds::minimum(app.law(), &kind, opens_at).map_or(20, |minimum| minimum.days);
    let closes_at = opens_at + TimeDelta::days(i64::from(days) + 1) + TimeDelta::hours(9);
    let particulars = &ctx.site.particulars;
    Posted::from_pairs([
        ("kind", kind),
        ("unit", ctx.site.name(ctx.lang).to_owned()),
        ("address", particulars.address.to_string()),
        ("email", particulars.email.to_string()),
        ("opens_at", for_field(opens_at)),
        ("closes_at", for_field(closes_at)),
    ])
}
