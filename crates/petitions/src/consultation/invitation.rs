//! Bodies asked by name: the Front, departments, communes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use portal_core::{App, Ctx, Mail, Outcome, Tx, lang::local_day};

use super::{Consultation, opinion, schema::consultation_invitations};

pub mod queries;

/// A row of `consultation_invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = consultation_invitations)]
pub struct Invitation {
    /// Identity.
    pub id: i64,
    /// Of which consultation.
    pub consultation_id: i64,
    /// Name of the body.
    pub name: String,
    /// Where its letter goes; empty where it was asked on paper.
    pub email: String,
    state: String,
    /// When it was asked.
    pub invited_at: Option<DateTime<Utc>>,
    /// When it was reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When it last answered.
    pub answered_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// `waiting`, `agreed` or `answered`.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Whether nothing came from it yet.
    pub fn is_waiting(&self) -> bool {
        self.state == "waiting"
    }
}

/// Purpose of the tokens of invitations.
pub const PURPOSE: &str = "consultation.invitation";

/// The secret address of a body's own page.
pub fn path(app: &App, invitation: i64) -> String {
    format!("{}/moi/{}", super::PUBLIC, opinion::token(&app.config().secrets, PURPOSE, invitation))
}

/// The first day on which a body that has not answered is reminded: three working days before the
/// closing. Past the known calendar it is the day itself.
pub fn reminder_day(app: &App, ctx: &Ctx, closes_at: DateTime<Utc>) -> chrono::NaiveDate {
    let closing = local_day(closes_at);
    app.calendars.of(ctx.site.id).before(closing, 3).unwrap_or(closing)
}

/// What a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter<'a> {
    /// It is asked.
    Invitation,
    /// It is reminded.
    Reminder,
    /// It is not asked any more, and why.
    Withdrawal(&'a str),
}

/// Writes to a body.
pub async fn write(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (consultation, invitation): (&Consultation, &Invitation),
    letter: Letter<'_>,
) -> Outcome<()> {
    if invitation.email.is_empty() {
        return Ok(());
    }
    let t = ctx.texts();
    let (stem, note) = match letter {
        Letter::Invitation => ("consult-mail-invitation", ""),
        Letter::Reminder => ("consult-mail-reminder", ""),
        Letter::Withdrawal(note) => ("consult-mail-withdrawal", note),
    };
    let address = app.url(&ctx.site, &ctx.path_to(&path(app, invitation.id)));
    let args = || {
        vec![
            ("body", invitation.name.clone()),
            ("title", consultation.title.clone()),
            ("unit", consultation.unit.clone()),
            ("closes", t.date_time(consultation.closes_at)),
            ("address", address.clone()),
            ("contact", consultation.contact.clone()),
            ("site", ctx.site.name(ctx.lang).to_owned()),
            ("note", note.to_owned()),
        ]
    };
    let subject = t.with_all(&format!("{stem}-subject"), args());
    let text = t.with_all(&format!("{stem}-text"), args());
    tx.send(&Mail::new(&invitation.email, subject, text)).await
}
