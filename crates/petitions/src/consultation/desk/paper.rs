//! Opinions that came on paper, by letter or by mouth, written down by staff.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use portal_core::{
    App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, calendar, lang::local_day,
};

use super::{after, find, first, form::day, go, invalid, lock, views};
use crate::consultation::{
    Consultation, Refusal, Stage,
    facts::OpinionReceived,
    opinion::{
        Sender,
        queries::{self, NewOpinion},
    },
    public::comment::{self, Said},
};

/// The empty form.
pub(super) async fn new(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    let conn = app.db().site(ctx.site.id).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let posted = Posted::from_pairs([
        ("received", local_day(ctx.now).to_string()),
        ("sender", "person".to_owned()),
    ]);
    let form = (&posted, &FormFaults::default());
    Ok(Page::new(views::paper::page(&app, &ctx, &consultation, form)).into_response())
}

/// Writes one down. It must have come while the time ran.
pub(super) async fn add(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let consultation = lock(&tx, &ctx, &id).await?;
    let mut faults = FormFaults::default();
    let said = comment::read(&mut faults, &posted, &consultation.parts());
    let received = read_day(&mut faults, &ctx, &consultation, &posted);
    let (Some(received), true) = (received, faults.is_empty()) else {
        return Ok(invalid(views::paper::page(&app, &ctx, &consultation, (&posted, &faults))));
    };
    let stage = consultation.stage(ctx.now);
    if !stage.is_public() || matches!(stage, Stage::TableSubmitted | Stage::Finished) {
        return Err(Refusal::TableLocked.into());
    }
    let location = after(&ctx, &format!("{}/y-kien", consultation.desk()), "them-giay");
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let Said { place, body, proposal, sender, by_organisation, show_name } = said;
    let new = NewOpinion {
        place: &place,
        source: "paper",
        by_organisation,
        body: &body,
        proposal: &proposal,
        show_name,
        invitation: None,
        asks_email: false,
        attachment: None,
        // Noon of the day: paper knows no hours.
        received_at: calendar::start_of(received) + TimeDelta::hours(12),
        entered_by: ctx.actor.id(),
    };
    let opinion = queries::insert(&tx, site, consultation.id(), &new).await?;
    if sender != Sender::default() {
        let sealed = sender.seal(&app.config().secrets, opinion)?;
        queries::insert_sender(&tx, site, opinion, &sealed).await?;
    }
    let of = consultation.id;
    tx.tell(OpinionReceived { consultation: of, opinion: opinion.0, source: "paper" }).await?;
    tx.commit().await?;
    Ok(go(location))
}

fn read_day(
    faults: &mut FormFaults,
    ctx: &Ctx,
    consultation: &Consultation,
    posted: &Posted,
) -> Option<chrono::NaiveDate> {
    let Some(received) = day(&posted.line("received")) else {
        faults.add("received", FieldFault::Other("consult-no-day", Vec::new()));
        return None;
    };
    let t = ctx.texts();
    let (first, last) = (local_day(consultation.opens_at), local_day(consultation.closes_at));
    if received < first || received > last || received > local_day(ctx.now) {
        let days =
            vec![("from", t.date(consultation.opens_at)), ("to", t.date(consultation.closes_at))];
        faults.add("received", FieldFault::Other("consult-received-outside", days));
    }
    Some(received)
}
