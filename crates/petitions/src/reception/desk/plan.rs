//! Planning: new receptions, changed ones, a month copied from the one before.

use axum::{
    extract::{Path, Query, State as FromApp},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use maud::{Markup, html};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Redirect,
    calendar::start_of,
    lang::local_day,
    ui::{self, Field, desk::DeskPage},
};

use super::{Asked, PATH, about, begin, number, path_of};
use crate::reception::{
    Plan, ReceptionId, ReceptionRefusal, Session, State, facts::ReceptionPlanned, last_day_to_post,
    month::Month, queries,
};

/// Reads a day and an hour, local.
pub(super) fn moment(posted: &Posted, day: &str, hour: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(&posted.line(day), "%Y-%m-%d").ok()?;
    let hour = NaiveTime::parse_from_str(&posted.line(hour), "%H:%M").ok()?;
    Some(start_of(day) + (hour - NaiveTime::MIN))
}

/// What a form shows of a moment: day and hour.
pub(super) fn day_and_hour(at: DateTime<Utc>) -> (String, String) {
    let day = local_day(at);
    let hour = NaiveTime::MIN + (at - start_of(day));
    (day.to_string(), hour.format("%H:%M").to_string())
}

fn read(app: &App, ctx: &Ctx, posted: &Posted) -> Outcome<Result<Plan, FormFaults>> {
    let mut faults = FormFaults::default();
    let mut line = |name, required, max| faults.check(name, posted.line(name), required, max);
    let receiver = line("receiver", true, 100);
    let post = line("post", true, 150);
    let place = line("place", true, 200);
    let participants = line("participants", false, 300);
    let exception = line("exception", false, 300);
    let content = faults.check("content", posted.text("content").trim().to_owned(), false, 1_000);
    let (starts, ends) = (moment(posted, "day", "from"), moment(posted, "day", "until"));
    let bad = |key| FieldFault::Other(key, vec![]);
    let (Some(starts_at), Some(ends_at)) = (starts, ends) else {
        faults.add("day", bad("reception-time-bad"));
        return Ok(Err(faults));
    };
    if ends_at <= starts_at {
        faults.add("until", bad("reception-until-bad"));
    }
    if starts_at <= ctx.now {
        faults.add("day", bad("reception-day-past"));
    } else if exception.is_empty() {
        let last = last_day_to_post(app, ctx, starts_at)?;
        if local_day(ctx.now) > last {
            let day = ctx.texts().day(last);
            faults.add(
                "exception",
                FieldFault::Other("reception-exception-wanted", vec![("day", day)]),
            );
        }
    }
    let plan = Plan { receiver, post, starts_at, ends_at, place, participants, content, exception };
    Ok(if faults.is_empty() { Ok(plan) } else { Err(faults) })
}

/// The form of a new one.
pub async fn new(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let office = queries::office(&conn, site, true).await?;
    let month = Month::parse(&asked.thang).unwrap_or_else(|| Month::of(local_day(ctx.now)));
    let place = office.map(|office| office.place).unwrap_or_default();
    let posted = Posted::from_pairs([
        ("place", place),
        ("from", "08:00".to_owned()),
        ("until", "11:00".to_owned()),
        ("month", month.word()),
    ]);
    Ok(Page::new(view(&app, &ctx, None, &posted, &FormFaults::default())))
}

/// Plans it.
pub async fn create(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let key = posted.key()?;
    let plan = match read(&app, &ctx, &posted)? {
        Ok(plan) => plan,
        Err(faults) => {
            let page = view(&app, &ctx, None, &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let month = Month::of(local_day(plan.starts_at));
    let to = ctx.path_to(&format!("{PATH}?thang={}", month.word()));
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(to) = tx.once(key, &to).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(to).into_response());
    }
    let site = ctx.site.id;
    let id = queries::insert(&tx, site, &plan, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReceptionPlanned { about: about(id), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(to).into_response())
}

/// The form of one that is being planned.
pub async fn edit(ctx: Ctx, FromApp(app): FromApp<App>, Path(id): Path<String>) -> Outcome<Page> {
    let session = look(&app, &ctx, &id).await?;
    if !session.is_open() {
        return Err(ReceptionRefusal::NotNow.into());
    }
    let none = FormFaults::default();
    Ok(Page::new(view(&app, &ctx, Some(session.id), &as_posted(&session), &none)))
}

/// One reception, to be looked at.
pub(super) async fn look(app: &App, ctx: &Ctx, id: &str) -> Outcome<Session> {
    let id = number(id)?;
    let tx = app.begin(ctx).await?;
    let session = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
    tx.roll_back().await?;
    Ok(session)
}

fn as_posted(session: &Session) -> Posted {
    let plan = &session.plan;
    let (day, from) = day_and_hour(plan.starts_at);
    let (_, until) = day_and_hour(plan.ends_at);
    Posted::from_pairs([
        ("receiver", plan.receiver.clone()),
        ("post", plan.post.clone()),
        ("day", day),
        ("from", from),
        ("until", until),
        ("place", plan.place.clone()),
        ("participants", plan.participants.clone()),
        ("content", plan.content.clone()),
        ("exception", plan.exception.clone()),
    ])
}

/// Plans it otherwise.
pub async fn save(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    if !session.is_open() {
        return Err(ReceptionRefusal::NotNow.into());
    }
    let plan = match read(&app, &ctx, &posted)? {
        Ok(plan) => plan,
        Err(faults) => {
            tx.roll_back().await?;
            let page = view(&app, &ctx, Some(session.id), &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let site = ctx.site.id;
    queries::update(&tx, site, session.id, &plan, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReceptionPlanned { about: about(session.id), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &Session { plan, ..session })).into_response())
}

/// Lets one go that was never public.
pub async fn discard(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    if !session.is_open() || queries::delete(&tx, ctx.site.id, session.id).await? == 0 {
        return Err(ReceptionRefusal::NotNow.into());
    }
    tx.tell(ReceptionPlanned { about: about(session.id), site: ctx.site.id }).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)))
}

/// Plans a month like the one before it: the same weekdays, hours, people, places. What is planned at
/// a moment already is left as it is.
pub async fn copy(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Redirect> {
    let month = Month::parse(&posted.line("month")).or_not_found()?;
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let there = queries::between(&tx, site, month.span(), false).await?;
    let mut before = queries::between(&tx, site, month.before().span(), false).await?;
    before.retain(|session| session.state != State::Cancelled);
    for session in before {
        let starts_at = month.moment_like(session.plan.starts_at).filter(|at| *at > ctx.now);
        let Some(starts_at) = starts_at else { continue };
        let taken = |one: &Session| {
            one.plan.starts_at == starts_at && one.plan.receiver == session.plan.receiver
        };
        if there.iter().any(taken) {
            continue;
        }
        let ends_at = starts_at + (session.plan.ends_at - session.plan.starts_at);
        let plan = Plan { starts_at, ends_at, exception: String::new(), ..session.plan };
        let id = queries::insert(&tx, site, &plan, (ctx.actor.id(), ctx.now)).await?;
        tx.tell(ReceptionPlanned { about: about(id), site }).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?thang={}", month.word()))))
}

fn view(
    app: &App,
    ctx: &Ctx,
    id: Option<ReceptionId>,
    posted: &Posted,
    faults: &FormFaults,
) -> Markup {
    let t = ctx.texts();
    let field = |name, label| Field::new(&t, posted, faults, name, label);
    let action = id.map_or_else(|| format!("{PATH}/moi"), |id| format!("{PATH}/{id}/sua"));
    let title = t.say(if id.is_some() { "reception-edit-title" } else { "reception-new-title" });
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("reception-{name}"))))
        form.form method="post" action=(ctx.path_to(&action)) data-once=(t.say("reception-saving")) {
            @if id.is_none() { (ui::form_key(Some(posted))) }
            div.field-row {
                (field("post", "reception-post").hint("reception-post-hint").required().max(150).input("text"))
                (field("receiver", "reception-receiver").required().max(100).input("text"))
            }
            div.field-row {
                (field("day", "reception-day").required().input("date"))
                (field("from", "reception-from").required().width("s").input("time"))
                (field("until", "reception-until").required().width("s").input("time"))
            }
            (field("place", "reception-where").required().max(200).width("full").input("text"))
            (field("participants", "reception-participants").max(300).width("full").input("text"))
            (field("content", "reception-content").hint("reception-content-hint").max(1_000).width("full").area(3))
            (field("exception", "reception-exception").hint("reception-exception-hint").max(300).width("full").input("text"))
            div.buttons {
                button.btn.btn-main { (t.say("reception-save")) }
                a.btn.btn-quiet href=(ctx.path_to(PATH)) { (t.say("reception-back")) }
            }
        }
    };
    let page = DeskPage {
        title: &title,
        lead: None,
        entry: PATH,
        trail: &[(t.say("module-reception"), PATH.to_owned())],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, &main)
}
