//! Acts that need a few words or none: asked for on a page of their own, carried out by the rules
//! (R-P2).

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Arrival, Ctx, Fault, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, PersonId,
    Posted, Redirect, Refusal as _, SiteId, Tx, people,
};

use super::{Reply, find, number, path, sheet, standing, views};
use crate::petition::{
    PetitionId,
    case::{ActKind, Case, Refusal, Standing},
    deeds::{Deed, Desk},
    module::KEY,
    permissions::HANDLE,
    queries::{self, Whole, list},
    reasons::{self, Reason},
};

/// Longest note, in characters.
pub const MAX_NOTE: usize = 3_000;
/// How many units may answer together with the one that leads.
pub const JOINT: [&str; 3] = ["joint1", "joint2", "joint3"];

/// What an act's form offers.
#[derive(Default)]
pub struct Offer {
    /// Units: code and name.
    pub units: Vec<(String, String)>,
    /// Officers of this unit.
    pub officers: Vec<people::Holder>,
    /// The law's reasons.
    pub reasons: Vec<Reason>,
    /// Petitions it may be the same as.
    pub similar: Vec<Whole>,
}

async fn offer(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    act: ActKind,
    whole: &Whole,
) -> Outcome<Offer> {
    Ok(match act {
        ActKind::Forward => Offer { units: units(app, ctx), ..Offer::default() },
        ActKind::Assign => {
            let officers = people::holders(app, ctx.site.id, HANDLE).await?;
            Offer { officers, ..Offer::default() }
        }
        ActKind::Refuse => Offer { reasons: reasons::all(app.law(), ctx.now), ..Offer::default() },
        ActKind::Merge => {
            Offer { similar: list::similar(conn, whole, 8).await?, ..Offer::default() }
        }
        _ => Offer::default(),
    })
}

/// The units that petitions can be given to: all others whose module is on.
pub fn units(app: &App, ctx: &Ctx) -> Vec<(String, String)> {
    let all = app.sites.now().all();
    all.iter()
        .filter(|site| site.id != ctx.site.id && app.is_on(site, KEY))
        .map(|site| (site.code.to_string(), site.name(ctx.lang).to_owned()))
        .collect()
}

/// Asks for what an act needs.
pub async fn ask(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, act)): Path<(String, String)>,
) -> Outcome<Page> {
    let act = ActKind::by_path(&act).filter(|act| !act.is_button()).or_not_found()?;
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, &ctx, &id).await?;
    let case = queries::case(&conn, ctx.site.id, &whole).await?;
    case.allows(act, &standing(&ctx))?;
    form(&app, &ctx, &conn, (act, &whole), (&Posted::default(), &FormFaults::default())).await
}

async fn form(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    (act, whole): (ActKind, &Whole),
    (posted, faults): (&Posted, &FormFaults),
) -> Outcome<Page> {
    let offer = offer(app, ctx, conn, act, whole).await?;
    let form = views::act::Form { act, whole, offer: &offer, posted, faults };
    let markup = views::act::page(app, ctx, &form);
    Ok(if faults.is_empty() { Page::new(markup) } else { Page::invalid(markup) })
}

/// What stands in the way of an act: a faulty form, or a rule.
#[derive(Default)]
struct Hindrance {
    faults: FormFaults,
    refused: Option<Refusal>,
}

/// Carries an act out.
pub async fn carry_out(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Reply> {
    let act = ActKind::by_path(&act).or_not_found()?;
    let petition = number(&id)?;
    // What goes back to another desk is not to be seen here any more.
    let next = if act == ActKind::GiveBack { super::PATH.to_owned() } else { path(petition) };
    let location = ctx.path_to(&format!("{next}?xong={}", act.path()));
    let mut tx = app.begin(&ctx).await?;
    // Whoever sends the same form again is led where the first led, whatever that changed.
    if let Arrival::Again(location) = tx.once(posted.key()?, &location).await? {
        tx.roll_back().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    match attempt(&app, &ctx, &mut tx, (petition, act), &posted).await? {
        None => {
            tx.commit().await?;
            Ok(Reply::Go(Redirect::to(location)))
        }
        Some(hindrance) => {
            tx.roll_back().await?;
            again(&app, &ctx, &id, act, (&posted, hindrance)).await
        }
    }
}

/// Does it in a transaction, or says what stands in the way.
async fn attempt(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    (id, act): (PetitionId, ActKind),
    posted: &Posted,
) -> Outcome<Option<Hindrance>> {
    let whole = queries::lock(tx, ctx.site.id, id).await?.or_not_found()?;
    let case = queries::case(tx, ctx.site.id, &whole).await?;
    let who = standing(ctx);
    let refused = |refusal| Ok(Some(Hindrance { refused: Some(refusal), ..Hindrance::default() }));
    if let Err(refusal) = case.allows(act, &who) {
        return refused(refusal);
    }
    let mut faults = FormFaults::default();
    let deed = read(app, ctx, tx, (act, &case), posted, &mut faults).await?;
    let Some(deed) = deed.filter(|_| faults.is_empty()) else {
        return Ok(Some(Hindrance { faults, refused: None }));
    };
    if let Err(refusal) = fits(app, &case, &deed, &who, seen(posted)) {
        return refused(refusal);
    }
    let mut desk = Desk { app, ctx, tx, whole: &whole, case: &case };
    desk.carry_out(&deed).await?;
    Ok(None)
}

/// The form again, with what is wrong; of a button, the petition's page.
async fn again(
    app: &App,
    ctx: &Ctx,
    id: &str,
    act: ActKind,
    (posted, Hindrance { mut faults, refused }): (&Posted, Hindrance),
) -> Outcome<Reply> {
    let conn = app.db().site(ctx.site.id).await?;
    let whole = find(&conn, ctx, id).await?;
    if let Some(refusal) = refused {
        let case = queries::case(&conn, ctx.site.id, &whole).await?;
        if act.is_button() || case.allows(act, &standing(ctx)).is_err() {
            let sheet = sheet::load(app, ctx, &conn, whole).await?;
            let typed = posted.text("text");
            let mut sentences = vec![refusal.sentence(&ctx.texts())];
            if !typed.trim().is_empty() {
                sentences.push(ctx.texts().with("petition-typed", [("text", typed.into())]));
            }
            let page = Page::new(views::sheet::page(app, ctx, &sheet, &sentences, None));
            return Ok(Reply::Page(page.status(StatusCode::CONFLICT)));
        }
        let field = if refusal == Refusal::Stale { "version" } else { target_field(act) };
        faults.add(field, FieldFault::Other(refusal.key(), Vec::new()));
    }
    form(app, ctx, &conn, (act, &whole), (posted, &faults)).await.map(Reply::Page)
}

fn target_field(act: ActKind) -> &'static str {
    match act {
        ActKind::Forward => "unit",
        ActKind::Merge => "into",
        _ => "text",
    }
}

/// The version that was being looked at; a form without one saw none.
pub fn seen(posted: &Posted) -> i32 {
    posted.number("version").and_then(|version| version.try_into().ok()).unwrap_or(-1)
}

/// Asks the rules about what was seen of the petition, and about where it is to go.
fn fits(app: &App, case: &Case, deed: &Deed, who: &Standing, seen: i32) -> Result<(), Refusal> {
    // What is only added overwrites nothing.
    if !matches!(deed, Deed::Note { .. } | Deed::Contribute { .. }) {
        case.is_version(seen)?;
    }
    if let Deed::Forward { to, .. } = deed {
        let province = app.sites.now().province().map_or(SiteId(0), |site| site.id);
        case.may_go_to(*to, who, province)?;
    }
    Ok(())
}

/// Reads an act from its form.
async fn read(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    (act, case): (ActKind, &Case),
    posted: &Posted,
    faults: &mut FormFaults,
) -> Outcome<Option<Deed>> {
    let mut text = |required| faults.check("text", posted.text("text"), required, MAX_NOTE);
    Ok(Some(match act {
        ActKind::Register => Deed::Register,
        ActKind::Accept => Deed::Accept,
        ActKind::Unmerge => Deed::Unmerge,
        ActKind::GiveBack => Deed::GiveBack { reason: text(true) },
        ActKind::TakeBack => Deed::TakeBack { reason: text(true) },
        ActKind::Outside => Deed::Outside { text: text(true) },
        ActKind::Note => Deed::Note { text: text(true) },
        ActKind::Contribute => Deed::Contribute { text: text(true) },
        ActKind::Forward => {
            let note = text(false);
            return Ok(forward(app, posted, faults, note));
        }
        ActKind::Refuse => {
            let text = text(false);
            let reason = posted.line("reason");
            if !reasons::all(app.law(), ctx.now).iter().any(|known| known.code == reason) {
                faults.add("reason", FieldFault::Missing);
            }
            Deed::Refuse { reason, text }
        }
        ActKind::Assign => {
            let officer = posted.number("officer").map(PersonId);
            let holders = people::holders(app, ctx.site.id, HANDLE).await?;
            let found = holders.into_iter().find(|holder| Some(holder.id) == officer);
            if officer.is_some() && found.is_none() {
                faults.add("officer", FieldFault::NoSuchChoice);
            }
            Deed::Assign { officer: found.map(|holder| (holder.id, holder.name)) }
        }
        ActKind::Split => Deed::Split {
            title: faults.check("title", posted.line("title"), true, 200),
            body: faults.check("body", posted.text("body"), true, 10_000),
        },
        ActKind::Merge => return merge(ctx, conn, case, posted, faults).await,
        ActKind::Hide => Deed::Hide { reason: text(true) },
        ActKind::Answer | ActKind::Progress | ActKind::Approve => {
            return Err(Fault::NotFound);
        }
    }))
}

fn forward(app: &App, posted: &Posted, faults: &mut FormFaults, note: String) -> Option<Deed> {
    let sites = app.sites.now();
    let mut unit = |field: &str, required| {
        let code = posted.line(field);
        if code.is_empty() {
            if required {
                faults.add(field, FieldFault::Missing);
            }
            return None;
        }
        let site = sites.by_code(&code).filter(|site| app.is_on(site, KEY)).map(|site| site.id);
        if site.is_none() {
            faults.add(field, FieldFault::NoSuchChoice);
        }
        site
    };
    let to = unit("unit", true)?;
    let mut joint: Vec<SiteId> =
        JOINT.iter().filter_map(|field| unit(field, false)).filter(|site| *site != to).collect();
    joint.sort_unstable();
    joint.dedup();
    Some(Deed::Forward { to, joint, note })
}

async fn merge(
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    case: &Case,
    posted: &Posted,
    faults: &mut FormFaults,
) -> Outcome<Option<Deed>> {
    let typed = posted.line("code").to_uppercase();
    let number = typed
        .split_once('/')
        .and_then(|(number, year)| Some((number.parse().ok()?, year.parse().ok()?)));
    let chosen = match posted.number("into") {
        _ if !typed.is_empty() => {
            queries::by_code_or_number(conn, ctx.site.id, &typed, number).await?
        }
        into => into.map(PetitionId),
    };
    let field = if typed.is_empty() { "into" } else { "code" };
    let Some(into) = chosen else {
        let missing = typed.is_empty();
        faults.add(field, if missing { FieldFault::Missing } else { FieldFault::NoSuchChoice });
        return Ok(None);
    };
    let Some(other) = queries::lock(conn, ctx.site.id, into).await? else {
        faults.add(field, FieldFault::NoSuchChoice);
        return Ok(None);
    };
    let target = queries::case(conn, ctx.site.id, &other).await?;
    if let Err(refusal) = case.merges_into(&target) {
        faults.add(field, FieldFault::Other(refusal.key(), Vec::new()));
        return Ok(None);
    }
    Ok(Some(Deed::Merge { into, code: other.sent.code }))
}
