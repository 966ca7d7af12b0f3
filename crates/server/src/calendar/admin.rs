//! The desks of the calendar: the year, entering and taking back days, the unit's week.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use chrono::Datelike as _;
use portal_core::{
    App, Ctx, FormFaults, OrNotFound as _, Outcome, Page, Posted,
    calendar::change::{self, Change},
    lang::local_day,
};

use super::{
    form,
    place::{OfUnit, Place},
    preview::{self, Form},
    views,
};
use crate::platform::Asked;

/// The year.
pub(super) async fn show<P: Place>(
    ctx: Ctx,
    State(app): State<App>,
    asked: Asked,
) -> Outcome<Page> {
    let decisions = P::decisions(&app, &ctx).await?;
    let calendar = decisions.calendar(app.law().calendar(), P::scope(&ctx));
    let (first, last) = calendar.range();
    let year = asked.text("nam").parse().unwrap_or_else(|_| local_day(ctx.now).year());
    let year = year.clamp(first.year(), last.year());
    let shown = views::Shown { decisions: &decisions, calendar: &calendar, year };
    Ok(Page::new(views::year::<P>(&app, &ctx, &shown, &asked)))
}

/// The empty form.
pub(super) async fn form<P: Place>(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let posted = Posted::from_pairs([("what", "off")]);
    Ok(Page::new(views::entry_form::<P>(&app, &ctx, &posted, &FormFaults::default())))
}

/// Enters days: first shown what they would move, then done.
pub(super) async fn enter<P: Place>(
    ctx: Ctx,
    State(app): State<App>,
    posted: Posted,
) -> Outcome<Response> {
    let decisions = P::decisions(&app, &ctx).await?;
    let calendar = decisions.calendar(app.law().calendar(), P::scope(&ctx));
    let read = form::entries(&posted, &calendar, P::FOR_ALL).and_then(|entries| {
        // A form that was carried out already finds its own days taken: `Tx::once` knows it.
        let taken = change::taken(&decisions.entries, P::scope(&ctx));
        let applies = posted.line("do") == "ap-dung";
        let faults =
            if applies { FormFaults::default() } else { form::fit(&entries, &calendar, &taken) };
        if faults.is_empty() { Ok(entries) } else { Err(faults) }
    });
    let entries = match read {
        Ok(entries) if posted.line("do") != "sua" => entries,
        read => {
            let faults = read.err().unwrap_or_default();
            return Ok(again(&faults, views::entry_form::<P>(&app, &ctx, &posted, &faults)));
        }
    };
    let year = entries.first().map_or(0, |entry| entry.on.year());
    let form = Form { path: &format!("{}/nhap", P::BASE), posted: &posted, year };
    preview::answer::<P>(&app, &ctx, &Change::Enter(entries), &form).await
}

/// Shows what taking back an entry would move.
pub(super) async fn ask_remove<P: Place>(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Response> {
    take_back::<P>(&app, &ctx, &id, &Posted::default()).await
}

/// Takes an entry back.
pub(super) async fn remove<P: Place>(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    take_back::<P>(&app, &ctx, &id, &posted).await
}

async fn take_back<P: Place>(app: &App, ctx: &Ctx, id: &str, posted: &Posted) -> Outcome<Response> {
    let id: i64 = id.parse().ok().or_not_found()?;
    let decisions = P::decisions(app, ctx).await?;
    let mut own = decisions.entries.iter().filter(|entry| entry.site == P::scope(ctx));
    let entry = own.find(|entry| entry.id == id);
    // An entry that is gone: perhaps taken back a moment ago by this very form.
    let year = entry.map_or_else(|| local_day(ctx.now).year(), |entry| entry.on.year());
    let form = Form { path: &format!("{}/bo/{id}", P::BASE), posted, year };
    preview::answer::<P>(app, ctx, &Change::Remove(id), &form).await
}

/// The form of the unit's week.
pub(super) async fn week_form(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let posted = form::week_as_it_is(&app.calendars.of(ctx.site.id), local_day(ctx.now));
    Ok(Page::new(views::week_form(&app, &ctx, &posted, &FormFaults::default())))
}

/// Sets the unit's week: first shown what that would move, then done.
pub(super) async fn set_week(
    ctx: Ctx,
    State(app): State<App>,
    posted: Posted,
) -> Outcome<Response> {
    let (from, week) = match form::week(&posted, &app.calendars.of(ctx.site.id), ctx.now) {
        Ok(read) if posted.line("do") != "sua" => read,
        read => {
            let faults = read.err().unwrap_or_default();
            return Ok(again(&faults, views::week_form(&app, &ctx, &posted, &faults)));
        }
    };
    let path = format!("{}/tuan", OfUnit::BASE);
    let form = Form { path: &path, posted: &posted, year: from.year() };
    preview::answer::<OfUnit>(&app, &ctx, &Change::Week { from, week }, &form).await
}

/// A form that comes back: with its faults, or to be changed.
pub(super) fn again(faults: &FormFaults, markup: maud::Markup) -> Response {
    if faults.is_empty() {
        Page::new(markup).into_response()
    } else {
        Page::invalid(markup).into_response()
    }
}
