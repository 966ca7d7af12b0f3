//! The form (R-P1): nothing typed or chosen is lost, whatever is wrong with it, the line or the
//! database; and what is accepted is stored before anybody is thanked.

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use maud::Markup;
use portal_core::{
    App, Arrival, Ctx, Fault, Outcome, Page, Posted, Redirect,
    robots::{self, Sender, Stopped},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{Asked, asked, permit};
use crate::petition::{
    PetitionKind,
    accept::{self, NewPetition},
    code,
    sent::{self, Sent},
};

mod check;
mod views;

/// The form's name to whoever keeps robots out.
const ROBOTS: &str = "petition";

/// The query of the form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    loai: String,
}

/// Shows the form, empty.
pub(super) async fn show(ctx: Ctx, State(app): State<App>, wanted: Asked<Wanted>) -> Outcome<Page> {
    let kind = PetitionKind::of_path(&asked(wanted).loai);
    let posted = Posted::from_pairs(kind.map(|kind| ("kind", kind.as_str())));
    Ok(Page::new(views::page(&app, &ctx, &Sent { posted, ..Sent::default() }, None)?))
}

/// Takes a petition.
pub(super) async fn send(
    ctx: Ctx,
    State(app): State<App>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Response> {
    let in_rate = app.rates.count(&app, ctx.address).await;
    let may_store = |posted: &Posted| {
        in_rate.is_ok() && matches!(look(&app, &ctx, posted), Ok(_) | Err(Stopped::TooFast))
    };
    let mut sent = sent::read(&app, (&ctx, ctx.site.id), form, may_store).await?;
    if let Err(fault) = in_rate {
        return back(&app, &ctx, &sent, "petition-form-too-many", fault.status());
    }
    let proved = match look(&app, &ctx, &sent.posted) {
        Ok(sender) => sender == Sender::Proved,
        // Answered as if all were well; nothing is kept.
        Err(Stopped::Trapped) => return Ok(receipt(&ctx, &code::new(0)?).into_response()),
        Err(stopped) => {
            let key = if stopped == Stopped::TooFast { "form-too-fast" } else { "form-stale" };
            return back(&app, &ctx, &sent, key, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let Some(new) = check::check(&app, &ctx, &mut sent, proved)? else {
        let page = views::page(&app, &ctx, &sent, None)?;
        return Ok(given_back(page, sent.status()));
    };
    let kept = {
        let (app, ctx, key) = (app.clone(), ctx.clone(), sent.key()?);
        async move { keep(&app, &ctx, key, new).await }
    };
    match app.while_there(kept).await {
        Ok(redirect) => {
            let code = redirect.location().rsplit('/').next().unwrap_or_default().to_owned();
            let mut response = redirect.into_response();
            permit::give(&app, &ctx, &mut response, &code, true)?;
            Ok(response)
        }
        Err(fault) => {
            if let Fault::Bug(cause) = &fault {
                app.metrics.bugs.inc();
                let (request, cause) = (ctx.request.0, format!("{cause:#}"));
                tracing::error!(%request, cause, "a petition could not be stored");
            }
            back(&app, &ctx, &sent, "petition-form-away", StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn look(app: &App, ctx: &Ctx, posted: &Posted) -> Result<Sender, Stopped> {
    robots::check(&app.config().secrets, ROBOTS, posted, ctx.now)
}

/// The form with all that was typed and chosen, and a sentence that says why it is back.
fn back(app: &App, ctx: &Ctx, sent: &Sent, key: &str, status: StatusCode) -> Outcome<Response> {
    let page = views::page(app, ctx, sent, Some(&ctx.texts().say(key)))?;
    Ok(given_back(page, status))
}

fn given_back(page: Markup, status: StatusCode) -> Response {
    let mut response = Page::new(page).status(status).into_response();
    if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    response
}

/// Accepts it, once: whoever sends the same again is led to the same receipt. Files are on the disk
/// already; when this returns, so is the rest.
async fn keep(app: &App, ctx: &Ctx, key: Uuid, new: NewPetition) -> Outcome<Redirect> {
    let mut tx = app.begin(ctx).await?;
    let accepted = accept::accept(app, ctx, &mut tx, new).await?;
    let to = receipt(ctx, &accepted.code);
    if let Arrival::Again(first) = tx.once(key, to.location()).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(first));
    }
    tx.commit().await?;
    Ok(to)
}

fn receipt(ctx: &Ctx, code: &str) -> Redirect {
    Redirect::to(ctx.path_to(&format!("/kien-nghi/da-gui/{code}")))
}
