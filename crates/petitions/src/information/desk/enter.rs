//! Requests that came on paper, by post, telephone or e-mail: typed in with when they truly arrived.

use axum::{
    extract::State as FromApp,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, Texts,
    ui::{self, Field, desk::DeskPage},
};

use super::{PATH, path};
use crate::information::{
    Channel, Form,
    ask::{self, Arriving},
};

/// Vietnam is seven hours ahead, without summer time.
const AHEAD: TimeDelta = TimeDelta::hours(7);
/// Nothing older is typed in: the register of that time is closed.
const OLDEST: TimeDelta = TimeDelta::days(60);

/// The form.
pub async fn form(ctx: Ctx, FromApp(app): FromApp<App>) -> Page {
    let now = (ctx.now + AHEAD).format("%Y-%m-%dT%H:%M").to_string();
    let posted = Posted::from_pairs([
        ("channel", Channel::InPerson.as_str().to_owned()),
        ("received", now),
        ("wish", "paper".to_owned()),
    ]);
    Page::new(view(&app, &ctx, &posted, &FormFaults::default()))
}

/// Keeps what was typed in.
pub async fn save(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let key = posted.key()?;
    let asking = ask::read(&posted, false);
    let mut faults = asking.as_ref().err().cloned().unwrap_or_default();
    let channel = Channel::parse(&posted.line("channel")).filter(|one| *one != Channel::Web);
    let received = received(&posted, ctx.now);
    if channel.is_none() {
        faults.add("channel", FieldFault::Missing);
    }
    if received.is_none() {
        faults.add("received", FieldFault::Other("information-received-bad", vec![]));
    }
    let (Ok(asking), Some(channel), Some(received_at)) = (asking, channel, received) else {
        return Ok(Page::invalid(view(&app, &ctx, &posted, &faults)).into_response());
    };
    let mut tx = app.begin(&ctx).await?;
    if tx.once(key, PATH).await? != Arrival::First {
        tx.roll_back().await?;
        return Ok(Redirect::to(ctx.path_to(PATH)).into_response());
    }
    let entered_by = ctx.actor.id();
    let arriving = Arriving { asking: &asking, channel, received_at, proved: true, entered_by };
    let id = ask::arrive(&app, &mut tx, &ctx, key, &arriving).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&path(id))).into_response())
}

/// The moment of arrival as typed, local: not to come, and not long past.
fn received(posted: &Posted, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let typed = NaiveDateTime::parse_from_str(&posted.line("received"), "%Y-%m-%dT%H:%M").ok()?;
    let at = typed.and_utc() - AHEAD;
    (at <= now && at >= now - OLDEST).then_some(at)
}

fn channels(t: &Texts) -> Vec<(String, String, Option<String>)> {
    Channel::ALL
        .iter()
        .filter(|channel| **channel != Channel::Web)
        .map(|channel| (channel.as_str().to_owned(), t.say(&channel.text_key()), None))
        .collect()
}

fn view(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let title = t.say("information-enter");
    let field = |name, label| Field::new(&t, posted, faults, name, label);
    let main = html! {
        (ask::summary(&t, faults))
        form.form method="post" action=(ctx.path_to(&format!("{PATH}/nhap"))) data-once=(t.say("information-saving")) {
            (ui::form_key(Some(posted)))
            (field("channel", "information-channel").required().radios(&channels(&t)))
            (field("received", "information-received").hint("information-received-hint").required().width("s").input("datetime-local"))
            (field("organisation", "information-organisation").hint("information-organisation-hint").max(200).input("text"))
            (ask::fields(&t, posted, faults, Form::Citizen))
            div.buttons {
                button.btn.btn-main { (t.say("information-enter-save")) }
                a.btn.btn-quiet href=(ctx.path_to(PATH)) { (t.say("information-back")) }
            }
        }
    };
    let lead = t.say("information-enter-lead");
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[(t.say("module-information-requests"), PATH.to_owned())],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_of_arrival_is_vietnams_and_lies_not_far_back() {
        let now: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
        let at = |text: &str| received(&Posted::from_pairs([("received", text)]), now);
        assert_eq!(at("2026-11-23T08:00"), Some(now));
        assert_eq!(at("2026-11-23T08:01"), None);
        assert_eq!(at("2026-09-01T08:00"), None);
        assert_eq!(at("hôm qua"), None);
    }
}
