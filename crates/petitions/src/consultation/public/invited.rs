//! The page of a body that was asked, behind its own secret address.

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    Tx, files::Ready,
};

use super::{comment, page::find, views};
use crate::consultation::{
    Consultation, ConsultationId,
    facts::{BodyAnswered, OpinionReceived},
    files,
    invitation::{self, Invitation, queries as invitations},
    opinion::{
        Opinion, of_token,
        queries::{self, NewOpinion},
    },
};

/// What the page shows.
pub(super) struct Sheet {
    pub token: String,
    pub consultation: Consultation,
    pub body: Invitation,
    /// What it has said so far.
    pub said: Vec<Opinion>,
}

async fn sheet(app: &App, ctx: &Ctx, token: String) -> Outcome<Sheet> {
    let id = of_token(&app.config().secrets, invitation::PURPOSE, &token).or_not_found()?;
    let (body, said) = {
        let conn = app.db().site(ctx.site.id).await?;
        let body = invitations::by_id(&conn, ctx.site.id, id).await?.or_not_found()?;
        let said = queries::of_invitation(&conn, ctx.site.id, id).await?;
        (body, said)
    };
    let consultation = find(app, ctx, ConsultationId(body.consultation_id)).await?;
    Ok(Sheet { token, consultation, body, said })
}

/// The page.
pub async fn page(ctx: Ctx, State(app): State<App>, Path(token): Path<String>) -> Outcome<Page> {
    let sheet = sheet(&app, &ctx, token).await?;
    Ok(Page::new(views::invited::page(
        &app,
        &ctx,
        &sheet,
        (&Posted::default(), &FormFaults::default()),
    )))
}

/// Takes what a body says: it agrees with all of it, or thinks something of a place.
pub async fn answer(
    ctx: Ctx,
    State(app): State<App>,
    Path(token): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Response> {
    app.rates.count(&app, ctx.address).await?;
    let mut form = files::read(form).await?;
    let sheet = sheet(&app, &ctx, token).await?;
    if let Err(refusal) = sheet.consultation.take_opinion(ctx.now) {
        let page = views::comment::closed(&app, &ctx, &sheet.consultation, &refusal);
        return Ok(Page::new(page).status(StatusCode::CONFLICT).into_response());
    }
    let agrees = form.posted.line("do") == "agree";
    let mut faults = FormFaults::default();
    let ready = match form.ready(&app, &ctx).await? {
        Some(Err(refusal)) => {
            faults.add("file", FieldFault::Other(refusal.key(), Vec::new()));
            None
        }
        Some(Ok(ready)) => Some((form.name, ready)),
        None => None,
    };
    let t = ctx.texts();
    let (place, body, proposal) = if agrees {
        (String::new(), t.say("consult-agrees"), String::new())
    } else {
        let said = comment::read(&mut faults, &form.posted, &sheet.consultation.parts());
        (said.place, said.body, said.proposal)
    };
    if !faults.is_empty() {
        let page = views::invited::page(&app, &ctx, &sheet, (&form.posted, &faults));
        return Ok(Page::invalid(page).into_response());
    }
    let location = ctx.path_to(&format!("{}/moi/{}", crate::consultation::PUBLIC, sheet.token));
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(form.posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let said = (place.as_str(), body.as_str(), proposal.as_str());
    keep(&app, &ctx, &mut tx, &sheet, said, ready).await?;
    let state = if agrees { "agreed" } else { "answered" };
    invitations::save_answered(&tx, ctx.site.id, sheet.body.id, (state, ctx.now)).await?;
    tx.tell(BodyAnswered {
        site: ctx.site.id,
        consultation: sheet.consultation.id,
        name: sheet.body.name,
        state,
    })
    .await?;
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

async fn keep(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    sheet: &Sheet,
    (place, body, proposal): (&str, &str, &str),
    file: Option<(String, Ready)>,
) -> Outcome<()> {
    let site = ctx.site.id;
    let attachment = files::keep_sealed(app, site, file).await?;
    let new = NewOpinion {
        place,
        source: "invited",
        by_organisation: true,
        body,
        proposal,
        show_name: true,
        invitation: Some(sheet.body.id),
        asks_email: false,
        attachment: attachment.as_ref(),
        received_at: ctx.now,
        entered_by: None,
    };
    let opinion = queries::insert(tx, site, sheet.consultation.id(), &new).await?;
    let of = sheet.consultation.id;
    tx.tell(OpinionReceived { consultation: of, opinion: opinion.0, source: "invited" }).await?;
    Ok(())
}
