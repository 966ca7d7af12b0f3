//! What works at this moment, and which stops are announced: for everybody (R-O5). Made of what the
//! node knows by itself, so that it answers while the database is away.

use axum::extract::State;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{Kind, Notice};
use crate::{
    App, Ctx, Page, Texts,
    ui::{self, Tone, site::Head},
};

/// How it is with a part of the portal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Works,
    /// Shown as they were kept last.
    Old,
    /// Closed by a planned stop.
    Paused,
    Away,
}

impl Standing {
    fn badge(self, t: &Texts) -> Markup {
        let (tone, key) = match self {
            Self::Works => (Tone::Ok, "state-works"),
            Self::Old => (Tone::Warn, "state-old"),
            Self::Paused => (Tone::Warn, "state-paused"),
            Self::Away => (Tone::Bad, "state-away"),
        };
        ui::badge(tone, &t.say(key))
    }
}

/// The page.
pub(crate) async fn show(ctx: Ctx, State(app): State<App>) -> Page {
    let t = ctx.texts();
    let title = t.say("state");
    let head = Head {
        title: title.clone(),
        path: crate::portal::STATE.into(),
        translations: crate::portal::every_language(&ctx, crate::portal::STATE),
        no_index: true,
        ..Head::default()
    };
    let stops = stops(&app, ctx.now);
    let (to_come, past): (Vec<&Notice>, Vec<&Notice>) =
        stops.iter().partition(|stop| stop.is_open(ctx.now));
    let main = html! {
        div.wrap.narrow {
            div.page-title { h1 { (title) } p.page-lead { (t.with("state-lead", [("at", t.date_time(ctx.now).into())])) } }
            dl.state-list {
                @for (key, standing) in parts(&app, ctx.now) {
                    div { dt { (t.say(key)) } dd { (standing.badge(&t)) } }
                }
            }
            h2 { (t.say("state-stops")) }
            @if to_come.is_empty() { p { (t.say("state-no-stops")) } }
            @for stop in to_come { (one(&ctx, &t, stop)) }
            @if !past.is_empty() {
                h2 { (t.say("state-past")) }
                @for stop in past { (one(&ctx, &t, stop)) }
            }
            p.meta { (t.say("state-words")) }
        }
    };
    Page::new(ui::site::page(&app, &ctx, &head, Some(&[]), &main))
}

fn parts(app: &App, now: DateTime<Utc>) -> [(&'static str, Standing); 5] {
    let is_there = app.db().is_there();
    let asks = if is_there { Standing::Works } else { Standing::Away };
    let sends = match app.notices.read_only_until(now) {
        Some(_) => Standing::Paused,
        None => asks,
    };
    [
        ("state-read", if is_there { Standing::Works } else { Standing::Old }),
        ("state-search", asks),
        ("state-send", sends),
        ("state-track", asks),
        ("state-sign-in", asks),
    ]
}

/// Stops that go on, are to come, or were of late.
fn stops(app: &App, now: DateTime<Utc>) -> Vec<Notice> {
    let mut stops = app.notices.all();
    // One that was taken back before it began never was.
    stops.retain(|one| {
        one.kind == Kind::Stop
            && one.withdrawn_at.is_none_or(|at| at > one.from_at)
            && one.set_at <= now
    });
    stops.sort_by_key(|stop| std::cmp::Reverse(stop.from_at));
    stops
}

fn one(ctx: &Ctx, t: &Texts, stop: &Notice) -> Markup {
    let until = stop.until_at.unwrap_or(stop.from_at);
    let lang = stop.words.lang_of(ctx.lang);
    let time = [("from", t.date_time(stop.from_at).into()), ("until", t.date_time(until).into())];
    html! {
        div.notice data-tone=(if stop.is_open(ctx.now) { "warn" } else { "plain" }) {
            p.notice-title { (t.with("notice-stop-time", time)) }
            p lang=[(lang != ctx.lang).then(|| lang.code())] { (stop.words.of(ctx.lang)) }
            @if stop.read_only { p { (t.say("notice-read-only")) } }
            p.meta { (t.with("state-announced", [("on", t.date(stop.set_at).into())])) }
        }
    }
}
