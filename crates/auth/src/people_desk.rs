//! People on the platform desk: found, switched off with a hand-over, switched on (R-A3, R-A4).

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use maud::Markup;
use portal_core::{
    App, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, PersonId, Posted,
    Redirect, Refusal, Site, Texts, module::Belonging, people,
};
use serde::Deserialize;

use crate::{
    accounts::{self, life_queries as queries},
    factor::again,
    grants::{self, GrantRefusal, queries::Held},
    hand_over::{self, Successor},
};

mod views;

/// The finder; each person stands below it.
pub const PATH: &str = "/nen-tang/nguoi";
const SHOWN: i64 = 100;

/// Why a person is not switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NotOneself;

impl Refusal for NotOneself {
    fn sentence(&self, t: &Texts) -> String {
        t.say("switch-off-oneself")
    }
}

/// The query of both pages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    xong: String,
}

/// Finds people by login or name.
pub(crate) async fn find(
    ctx: Ctx,
    State(app): State<App>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Outcome<Page> {
    let asked = query.map(|Query(asked)| asked).unwrap_or_default();
    let words: String = asked.q.trim().chars().take(100).collect();
    let conn = app.db().platform().await?;
    let found = queries::find(&conn, &words, SHOWN).await?;
    Ok(Page::new(views::list(&app, &ctx, &words, &found)))
}

/// What a person has on a site.
struct Place {
    site: Arc<Site>,
    held: Vec<Held>,
    left: Vec<Belonging>,
}

async fn places(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Place>> {
    let held = {
        let conn = app.db().platform().await?;
        grants::queries::sites_of(&conn, person).await?
    };
    let mut places: Vec<Place> = Vec::new();
    for (id, held) in held {
        if let Some(place) = places.iter_mut().find(|place| place.site.id == id) {
            place.held.push(held);
            continue;
        }
        let Some(site) = app.sites.now().by_id(id).cloned() else { continue };
        let there = ctx.on(Arc::clone(&site));
        let left = hand_over::belongings(app, &there, person).await?;
        places.push(Place { site, held: vec![held], left });
    }
    Ok(places)
}

async fn shown(
    app: &App,
    ctx: &Ctx,
    person: PersonId,
    to_prove: Option<&str>,
    (posted, faults): (&Posted, &FormFaults),
    done: Option<&str>,
) -> Outcome<Markup> {
    let found = {
        let conn = app.db().platform().await?;
        queries::one(&conn, person).await?.or_not_found()?
    };
    let places = places(app, ctx, person).await?;
    Ok(views::person(app, ctx, &found, (&places, to_prove), (posted, faults), done))
}

/// Shows a person: roles on all sites, and the way to switch them off or on.
pub(crate) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Result<Query<Asked>, QueryRejection>,
) -> Outcome<Page> {
    let asked = query.map(|Query(asked)| asked).unwrap_or_default();
    let person = number(&id)?;
    let to_prove = again::to_open(&app, &ctx, &headers, &format!("{PATH}/{person}")).await?;
    let done = ["khoa", "mo-khoa"].into_iter().find(|done| asked.xong == *done);
    let nothing = (&Posted::default(), &FormFaults::default());
    Ok(Page::new(shown(&app, &ctx, person, to_prove.as_deref(), nothing, done).await?))
}

fn number(id: &str) -> Outcome<PersonId> {
    id.parse().map(PersonId).map_err(|_| Fault::NotFound)
}

/// Switches a person off.
pub(crate) async fn switch_off(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let person = number(&id)?;
    if ctx.actor.id() == Some(person) {
        return Err(NotOneself.into());
    }
    let mut faults = FormFaults::default();
    let mut tx = app.begin_platform(&ctx).await?;
    let to = match posted.line(hand_over::FIELD).as_str() {
        "person" => match people::by_login(&tx, &posted.line("login").to_lowercase()).await? {
            Some(found) if found.active && found.id != person.0 => {
                Some(Successor::Person(PersonId(found.id)))
            }
            _ => {
                faults
                    .add("login", FieldFault::Other(GrantRefusal::NobodyToTakeOver.key(), vec![]));
                None
            }
        },
        "unit" => Some(Successor::Unit),
        _ => None,
    };
    if faults.is_empty()
        && let Err(refusal) = accounts::switch_off(&app, &ctx, &mut tx, person, to).await?
    {
        faults.add(hand_over::FIELD, FieldFault::Other(refusal.key(), vec![]));
    }
    if !faults.is_empty() {
        tx.roll_back().await?;
        let page = shown(&app, &ctx, person, None, (&posted, &faults), None).await?;
        return Ok(Page::invalid(page).into_response());
    }
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}/{person}?xong=khoa"))).into_response())
}

/// Switches a person on again.
pub(crate) async fn switch_on(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let person = number(&id)?;
    let mut tx = app.begin_platform(&ctx).await?;
    accounts::switch_on(&mut tx, person).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}/{person}?xong=mo-khoa"))))
}
