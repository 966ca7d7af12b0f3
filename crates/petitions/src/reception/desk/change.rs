//! Changes of what is public: another time or place, calling off; and the place and regular times.

use axum::{
    extract::{Path, State as FromApp},
    response::{IntoResponse as _, Response},
};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, Texts,
    ui::{self, Field, desk::DeskPage},
};

use super::{
    OFFICE, PATH, about, begin, path_of,
    plan::{day_and_hour, look, moment},
};
use crate::reception::{
    Notice, NoticeKind, ReceptionRefusal, Session, facts::ReceptionSubmitted, queries,
};

/// The form of a change.
pub async fn form(ctx: Ctx, FromApp(app): FromApp<App>, Path(id): Path<String>) -> Outcome<Page> {
    let session = look(&app, &ctx, &id).await?;
    session.change(ctx.now)?;
    let (day, from) = day_and_hour(session.plan.starts_at);
    let (_, until) = day_and_hour(session.plan.ends_at);
    let posted = Posted::from_pairs([
        ("kind", NoticeKind::Changed.as_str().to_owned()),
        ("day", day),
        ("from", from),
        ("until", until),
        ("place", session.plan.place.clone()),
    ]);
    Ok(Page::new(view(&app, &ctx, &session, &posted, &FormFaults::default())))
}

fn read(ctx: &Ctx, session: &Session, posted: &Posted) -> Result<Notice, FormFaults> {
    let mut faults = FormFaults::default();
    let reason = faults.check("reason", posted.line("reason"), true, 500);
    let kind = NoticeKind::parse(&posted.line("kind")).unwrap_or(NoticeKind::Changed);
    let plan = &session.plan;
    let (mut starts_at, mut ends_at, mut place) =
        (plan.starts_at, plan.ends_at, plan.place.clone());
    if kind == NoticeKind::Changed {
        place = faults.check("place", posted.line("place"), true, 200);
        match (moment(posted, "day", "from"), moment(posted, "day", "until")) {
            (Some(starts), Some(ends)) if ends > starts && starts > ctx.now => {
                (starts_at, ends_at) = (starts, ends);
            }
            _ => faults.add("day", FieldFault::Other("reception-time-bad", vec![])),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Notice {
        id: 0,
        reception: session.id,
        kind,
        reason,
        old_starts_at: plan.starts_at,
        old_place: plan.place.clone(),
        starts_at,
        ends_at,
        place,
        approved: false,
        author: ctx.actor.id(),
        decided_at: None,
    })
}

/// Lays a change before the approver; until then the public sees what it saw.
pub async fn save(
    ctx: Ctx,
    FromApp(app): FromApp<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let (mut tx, session) = begin(&app, &ctx, &id).await?;
    session.change(ctx.now)?;
    let notice = match read(&ctx, &session, &posted) {
        Ok(notice) => notice,
        Err(faults) => {
            tx.roll_back().await?;
            let page = view(&app, &ctx, &session, &posted, &faults);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let site = ctx.site.id;
    if !queries::insert_notice(&tx, site, &notice, ctx.now).await? {
        return Err(ReceptionRefusal::NotNow.into());
    }
    tx.tell(ReceptionSubmitted { about: about(session.id), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(path_of(&ctx, &session)).into_response())
}

fn kinds(t: &Texts) -> Vec<(String, String, Option<String>)> {
    NoticeKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), t.say(&kind.text_key()), None))
        .collect()
}

fn view(app: &App, ctx: &Ctx, session: &Session, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let title = t.say("reception-change-title");
    let field = |name, label| Field::new(&t, posted, faults, name, label);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("reception-{name}"))))
        p { b { (session.plan.post) ": " (session.plan.receiver) } ", " (ui::moment(&t, session.plan.starts_at)) }
        form.form method="post" action=(ctx.path_to(&format!("{PATH}/{}/thay-doi", session.id))) data-once=(t.say("reception-saving")) {
            (field("kind", "reception-kind").required().radios(&kinds(&t)))
            div.field-row {
                (field("day", "reception-day").input("date"))
                (field("from", "reception-from").width("s").input("time"))
                (field("until", "reception-until").width("s").input("time"))
            }
            (field("place", "reception-where").max(200).width("full").input("text"))
            (field("reason", "reception-reason").hint("reception-reason-hint").required().max(500).width("full").area(3))
            div.buttons {
                button.btn.btn-main { (t.say("reception-submit")) }
                a.btn.btn-quiet href=(path_of(ctx, session)) { (t.say("reception-back")) }
            }
        }
    };
    let lead = t.say("reception-change-lead");
    framed(app, ctx, &t, &title, &lead, &main)
}

fn framed(app: &App, ctx: &Ctx, t: &Texts, title: &str, lead: &str, main: &Markup) -> Markup {
    let page = DeskPage {
        title,
        lead: Some(lead),
        entry: PATH,
        trail: &[(t.say("module-reception"), PATH.to_owned())],
        actions: html! {},
        flash: None,
    };
    ui::desk::page(app, ctx, &page, main)
}

/// The form of the place and the regular times.
pub async fn office_form(ctx: Ctx, FromApp(app): FromApp<App>) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let office = queries::office(&conn, ctx.site.id, true).await?;
    let posted = office.map_or_else(Posted::default, |office| {
        Posted::from_pairs([
            ("place", office.place),
            ("times", office.times),
            ("contact", office.contact),
        ])
    });
    Ok(Page::new(office_view(&app, &ctx, &posted, &FormFaults::default())))
}

/// Lays the place and the regular times before the approver.
pub async fn office(ctx: Ctx, FromApp(app): FromApp<App>, posted: Posted) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let place = faults.check("place", posted.line("place"), true, 200);
    let times = faults.check("times", posted.line("times"), true, 500);
    let contact = faults.check("contact", posted.line("contact"), false, 200);
    if !faults.is_empty() {
        return Ok(Page::invalid(office_view(&app, &ctx, &posted, &faults)).into_response());
    }
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let words = (&*place, &*times, &*contact);
    queries::insert_office(&tx, site, words, (ctx.actor.id(), ctx.now)).await?;
    tx.tell(ReceptionSubmitted { about: OFFICE.to_owned(), site }).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(PATH)).into_response())
}

fn office_view(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let field = |name, label| Field::new(&t, posted, faults, name, label);
    let main = html! {
        (ui::fault_summary(&t, faults, |name| t.say(&format!("reception-{name}"))))
        form.form method="post" action=(ctx.path_to(&format!("{PATH}/noi-tiep"))) data-once=(t.say("reception-saving")) {
            (field("place", "reception-place").required().max(200).width("full").input("text"))
            (field("times", "reception-times").hint("reception-times-hint").required().max(500).width("full").area(3))
            (field("contact", "reception-contact").hint("reception-contact-hint").max(200).width("full").input("text"))
            div.buttons {
                button.btn.btn-main { (t.say("reception-submit")) }
                a.btn.btn-quiet href=(ctx.path_to(PATH)) { (t.say("reception-back")) }
            }
        }
    };
    let title = t.say("reception-office");
    framed(app, ctx, &t, &title, &t.say("reception-office-lead"), &main)
}
