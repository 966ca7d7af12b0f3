//! Somebody says what they think of a draft.

use axum::{
    extract::{Multipart, Path, Query, State, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, Mail, Outcome, Page, Posted, Redirect, Tx,
    files::Ready,
    mail::is_mailbox,
    robots::{self, Stopped},
};
use serde::Deserialize;

use super::{number, page::find, views};
use crate::consultation::{
    Consultation, ConsultationId, OpinionId, Part,
    desk::opinions::MAX_BODY,
    facts::OpinionReceived,
    files,
    opinion::{
        CONFIRM, Sender,
        queries::{self, NewOpinion},
        token,
    },
};

/// Name of the form to the robots' guard.
pub const FORM: &str = "consultation";

/// The query of the form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Key of a place.
    noi: String,
}

/// What a form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Key of a part; empty is the draft as a whole.
    pub place: String,
    /// The opinion.
    pub body: String,
    /// Proposed words.
    pub proposal: String,
    /// Who says it.
    pub sender: Sender,
    /// Whether an organisation speaks.
    pub by_organisation: bool,
    /// Whether the name may be shown.
    pub show_name: bool,
}

/// Reads what forms of opinions have in common. Who says it may stay unsaid here.
pub fn read(faults: &mut FormFaults, posted: &Posted, parts: &[Part]) -> Said {
    let place = posted.line("place");
    if !place.is_empty() && !parts.iter().any(|part| part.key == place && part.kind.is_place()) {
        faults.add("place", FieldFault::NoSuchChoice);
    }
    let body = faults.check("body", posted.text("body").trim().to_owned(), true, MAX_BODY);
    let proposal =
        faults.check("proposal", posted.text("proposal").trim().to_owned(), false, MAX_BODY);
    let by_organisation = posted.line("sender") == "organisation";
    let organisation = if by_organisation { posted.line("organisation") } else { String::new() };
    let sender = Sender {
        organisation: faults.check("organisation", organisation, by_organisation, 200),
        name: faults.check("name", posted.line("name"), false, 100),
        address: faults.check("address", posted.line("address"), false, 300),
        phone: faults.check("phone", posted.line("phone"), false, 30),
        email: faults.check("email", posted.line("email"), false, 200),
    };
    if !sender.email.is_empty() && !is_mailbox(&sender.email) {
        faults.add("email", FieldFault::Other("consult-bad-email", Vec::new()));
    }
    Said { place, body, proposal, sender, by_organisation, show_name: posted.has("show_name") }
}

/// The form, at a place of the draft or for the whole of it.
pub async fn form(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome<Response> {
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    if let Err(refusal) = consultation.take_opinion(ctx.now) {
        return Ok(closed(&app, &ctx, &consultation, &refusal));
    }
    let posted = Posted::from_pairs([("place", asked.noi), ("sender", "person".to_owned())]);
    let shown = (&posted, &FormFaults::default(), None);
    Ok(Page::new(views::comment::form(&app, &ctx, &consultation, shown)).into_response())
}

/// Nobody comments before the opening or after the closing: told so, with the time.
fn closed(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    refusal: &crate::consultation::Refusal,
) -> Response {
    let page = Page::new(views::comment::closed(app, ctx, consultation, refusal));
    page.status(StatusCode::CONFLICT).into_response()
}

/// Takes an opinion.
pub async fn send(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Response> {
    app.rates.count(&app, ctx.address).await?;
    let mut form = files::read(form).await?;
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    let thanks = ctx.path_to(&format!("{}/da-gui", consultation.path()));
    let stopped = match robots::check(&app.config().secrets, FORM, &form.posted, ctx.now) {
        Err(Stopped::Trapped) => return Ok(Redirect::to(thanks).into_response()),
        Err(stopped) => Some(stopped),
        Ok(_) => None,
    };
    let mut faults = FormFaults::default();
    let said = read(&mut faults, &form.posted, &consultation.parts());
    if said.sender.name.is_empty() {
        faults.add("name", FieldFault::Missing);
    }
    if !form.posted.has("consent") {
        faults.add("consent", FieldFault::Other("consult-no-consent", Vec::new()));
    }
    let ready = match form.ready(&app, &ctx).await? {
        Some(Err(refusal)) => {
            faults.add("file", FieldFault::Other(refusal.key(), Vec::new()));
            None
        }
        Some(Ok(ready)) => Some(ready),
        None => None,
    };
    if stopped.is_some() || !faults.is_empty() {
        let stopped = stopped.map(|stopped| stopped.sentence(&ctx.texts()));
        let shown = (&form.posted, &faults, stopped);
        let page = Page::invalid(views::comment::form(&app, &ctx, &consultation, shown));
        return Ok(page.into_response());
    }
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(form.posted.key()?, &thanks).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    let of = consultation.id();
    let held = crate::consultation::queries::by_id(&tx, ctx.site.id, of).await?;
    if let Err(refusal) = held.as_ref().unwrap_or(&consultation).take_opinion(ctx.now) {
        tx.roll_back().await?;
        return Ok(closed(&app, &ctx, &consultation, &refusal));
    }
    keep(&app, &ctx, &mut tx, &consultation, (said, ready.map(|ready| (form.name, ready)))).await?;
    tx.commit().await?;
    Ok(Redirect::to(thanks).into_response())
}

async fn keep(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    (said, file): (Said, Option<(String, Ready)>),
) -> Outcome<()> {
    let site = ctx.site.id;
    let attachment = files::keep_sealed(app, site, file).await?;
    let new = NewOpinion {
        place: &said.place,
        source: "portal",
        by_organisation: said.by_organisation,
        body: &said.body,
        proposal: &said.proposal,
        show_name: said.show_name,
        invitation: None,
        asks_email: !said.sender.email.is_empty(),
        attachment: attachment.as_ref(),
        received_at: ctx.now,
        entered_by: None,
    };
    let opinion = queries::insert(tx, site, consultation.id(), &new).await?;
    let sealed = said.sender.seal(&app.config().secrets, opinion)?;
    queries::insert_sender(tx, site, opinion, &sealed).await?;
    if !said.sender.email.is_empty() {
        ask_to_confirm(app, ctx, tx, (consultation, opinion), &said.sender.email).await?;
    }
    let of = consultation.id;
    tx.tell(OpinionReceived { consultation: of, opinion: opinion.0, source: "portal" }).await?;
    Ok(())
}

async fn ask_to_confirm(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (consultation, opinion): (&Consultation, OpinionId),
    email: &str,
) -> Outcome<()> {
    let t = ctx.texts();
    let token = token(&app.config().secrets, CONFIRM, opinion.0);
    let path = format!("{}/xac-nhan/{token}", crate::consultation::PUBLIC);
    let address = app.url(&ctx.site, &ctx.path_to(&path));
    let text = t.with(
        "consult-mail-confirm-text",
        [
            ("title", consultation.title.as_str().into()),
            ("address", address.into()),
            ("site", ctx.site.name(ctx.lang).into()),
        ],
    );
    tx.send(&Mail::new(email, t.say("consult-mail-confirm-subject"), text)).await
}

/// Says that it came.
pub async fn sent(ctx: Ctx, State(app): State<App>, Path(id): Path<String>) -> Outcome<Page> {
    let consultation = find(&app, &ctx, ConsultationId(number(&id)?)).await?;
    Ok(Page::new(views::comment::sent(&app, &ctx, &consultation)))
}
