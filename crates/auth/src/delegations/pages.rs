//! The page on which rights are lent and taken back.

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, Outcome, Page, Posted, Redirect,
    module::SectionName,
};

use super::{
    DelegationKind, form, lendable,
    queries::{self, Line},
    views,
};
use crate::{
    factor::again,
    grants::queries::{self as grants, Colleague},
    permissions::MEMBERS,
    rights,
};

/// The page.
pub const PATH: &str = "/quan-tri/uy-quyen";
const LINES: i64 = 200;
const DONE: [&str; 2] = ["given", "taken-back"];

/// What the page shows.
pub(super) struct Shown {
    /// The delegations, what ends last first.
    pub lines: Vec<Line>,
    /// Who may be chosen.
    pub colleagues: Vec<Colleague>,
    /// All sections, for their names.
    pub sections: Vec<SectionName>,
    /// The sections that may be chosen.
    pub lent_in: Vec<i64>,
    /// What the actor may lend.
    pub kinds: Vec<DelegationKind>,
    /// Where somebody first proves who they are before the form opens.
    pub to_prove: Option<String>,
}

async fn read(app: &App, ctx: &Ctx) -> Outcome<Shown> {
    let sections = rights::sections(app, ctx).await?;
    let conn = app.db().site(ctx.site.id).await?;
    let of = ctx.actor.id().filter(|_| !ctx.may(MEMBERS));
    let lines = queries::list(&conn, ctx.site.id, of, LINES).await?;
    let mut colleagues = grants::colleagues(&conn, ctx.site.id, ctx.now).await?;
    colleagues.retain(|one| ctx.actor.id().is_none_or(|id| id.0 != one.id));
    let own = ctx.actor.person().map_or(&[][..], |person| &person.grants);
    let approves: Vec<_> = lendable(own, DelegationKind::Approval, ctx.now).collect();
    let whole = approves.iter().any(|grant| grant.section.is_none());
    let lent_in = sections
        .iter()
        .map(|section| section.id)
        .filter(|id| whole || approves.iter().any(|grant| grant.section == Some(*id)))
        .collect();
    let kinds = DelegationKind::ALL
        .into_iter()
        .filter(|kind| lendable(own, *kind, ctx.now).next().is_some())
        .collect();
    Ok(Shown { lines, colleagues, sections, lent_in, kinds, to_prove: None })
}

/// Shows what is lent, and the form.
pub(crate) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Outcome<Page> {
    let query = query.unwrap_or_default();
    let done = DONE.into_iter().find(|done| query == format!("xong={done}"));
    let shown = Shown {
        to_prove: again::to_open(&app, &ctx, &headers, &format!("{PATH}#add")).await?,
        ..read(&app, &ctx).await?
    };
    let (posted, none) = (Posted::default(), FormFaults::default());
    Ok(Page::new(views::page(&app, &ctx, &shown, &posted, &none, done)))
}

/// Lends the actor's rights.
pub(crate) async fn give(ctx: Ctx, State(app): State<App>, posted: Posted) -> Outcome<Response> {
    let mut faults = FormFaults::default();
    let sections = read(&app, &ctx).await?.lent_in;
    let Some(new) = form::read(&posted, &sections, ctx.now, &mut faults) else {
        return invalid(&app, &ctx, &posted, &faults).await;
    };
    let location = ctx.path_to(&format!("{PATH}?xong=given"));
    let mut tx = app.begin(&ctx).await?;
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Redirect::to(location).into_response());
    }
    if let Err(refusal) = super::give(&mut tx, &ctx, &new).await? {
        tx.roll_back().await?;
        faults.add(refusal.field(), FieldFault::Other(refusal.key(), vec![]));
        return invalid(&app, &ctx, &posted, &faults).await;
    }
    tx.commit().await?;
    Ok(Redirect::to(location).into_response())
}

async fn invalid(app: &App, ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Outcome<Response> {
    let shown = read(app, ctx).await?;
    Ok(Page::invalid(views::page(app, ctx, &shown, posted, faults, None)).into_response())
}

/// Takes rights back, or gives them back.
pub(crate) async fn end(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Outcome<Redirect> {
    let id = id.parse().map_err(|_| Fault::NotFound)?;
    let mut tx = app.begin(&ctx).await?;
    super::end(&mut tx, &ctx, id).await?;
    tx.commit().await?;
    Ok(Redirect::to(ctx.path_to(&format!("{PATH}?xong=taken-back"))))
}
