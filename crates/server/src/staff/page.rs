//! The staff page: what an official opens in the morning.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use portal_auth::answers::grants_everywhere;
use portal_core::{App, Ctx, Fault, Grant, Kind, Outcome, Page, Redirect, Site};

use super::{
    PATH,
    audience::Place,
    notice::{self, StaffNotice},
    system::{self, LastCheck, SharedSystem},
};

mod views;

/// A unit somebody works for, and their roles there.
pub(super) struct Desk {
    pub site: Arc<Site>,
    pub grants: Vec<Grant>,
}

/// What the page shows.
pub(super) struct Shown {
    pub notices: Vec<StaffNotice>,
    pub systems: Vec<(SharedSystem, Option<LastCheck>)>,
    pub desks: Vec<Desk>,
}

/// The page; on another site than the province's, the way there.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<Response> {
    if ctx.site.kind != Kind::Province {
        return Ok(Redirect::to_site(app.province_url(ctx.lang, PATH)?).into_response());
    }
    let shown = gather(&app, &ctx).await?;
    Ok(Page::new(views::page(&app, &ctx, &shown)).into_response())
}

async fn gather(app: &App, ctx: &Ctx) -> Outcome<Shown> {
    let person = ctx.actor.id().ok_or(Fault::SignIn)?;
    // The named door: a person's own roles on all sites, and nothing else.
    let grants = {
        let conn = app.db().platform().await?;
        grants_everywhere(&conn, person, ctx.now).await?
    };
    let desks = desks(app, grants);
    let places: Vec<Place> = desks
        .iter()
        .flat_map(|desk| {
            let (kind, id) = (desk.site.kind, desk.site.id);
            desk.grants.iter().map(move |grant| (kind, id, grant.role))
        })
        .collect();
    let conn = app.db().site(ctx.site.id).await?;
    let mut notices = notice::queries::shown(&conn, ctx.now).await?;
    notices.retain(|notice| notice.audience().fits(&places));
    let checks = system::queries::last_checks(&conn).await?;
    let last = |id: i64| checks.iter().find(|(of, _)| *of == id).map(|(_, last)| *last);
    let systems = system::queries::all(&conn).await?;
    let systems = systems
        .into_iter()
        .filter(|system| system.audience().fits(&places))
        .map(|system| {
            let last = last(system.id);
            (system, last)
        })
        .collect();
    Ok(Shown { notices, systems, desks })
}

/// The units behind some grants, the province first, each with its roles.
fn desks(app: &App, grants: Vec<Grant>) -> Vec<Desk> {
    let sites = app.sites.now();
    let mut desks: Vec<Desk> = Vec::new();
    for grant in grants {
        if let Some(desk) = desks.iter_mut().find(|desk| desk.site.id == grant.site) {
            desk.grants.push(grant);
        } else if let Some(site) = sites.by_id(grant.site) {
            desks.push(Desk { site: Arc::clone(site), grants: vec![grant] });
        }
    }
    desks.sort_by_key(|desk| (desk.site.kind, desk.site.id));
    desks
}
