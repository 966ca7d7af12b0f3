//! Moderation: what came in is looked at before readers see it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Ctx, FieldFault, FormFaults, OrNotFound as _, Outcome, Page, Posted, Refusal as _,
    files::Held,
};

use super::{Query, after, asked, consultation_id, find, first, go, invalid, lock, number, views};
use crate::consultation::{
    Consultation, ConsultationId, OpinionId, Stage,
    facts::{OpinionPublished, OpinionRefused, OpinionsGrouped, SenderSeen},
    files,
    invitation::queries as invitations,
    kinds,
    opinion::{Opinion, Sender, queries},
};

/// Opinions on a page of the list.
const PER_PAGE: i64 = 30;
/// Longest opinion, in characters.
pub(in crate::consultation) const MAX_BODY: usize = 10_000;

/// What the list shows.
pub(super) struct Listed {
    pub consultation: Consultation,
    /// `waiting`, `published` or `refused`.
    pub tab: &'static str,
    pub opinions: Vec<Opinion>,
    pub counts: Vec<(String, i64)>,
    pub older: Option<i64>,
}

/// The queue, what is shown, what is not.
pub(super) async fn list(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    query: Query,
) -> Outcome<Page> {
    let asked = asked(query);
    let site = ctx.site.id;
    let conn = app.db().site(site).await?;
    let consultation = find(&conn, &ctx, &id).await?;
    let tab = match asked.tab.as_str() {
        "published" => "published",
        "refused" => "refused",
        _ => "waiting",
    };
    let narrow = (tab, asked.truoc.parse().ok());
    let mut opinions = queries::list(&conn, site, consultation.id(), narrow, PER_PAGE + 1).await?;
    let more = opinions.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    opinions.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let older = opinions.last().filter(|_| more).map(|opinion| opinion.id);
    let counts = queries::count_by_state(&conn, site, consultation.id()).await?;
    let listed = Listed { consultation, tab, opinions, counts, older };
    Ok(Page::new(views::opinions::list(&app, &ctx, &listed, &asked.xong)))
}

/// An opinion with whoever sent it.
pub(super) struct Opened {
    pub consultation: Consultation,
    pub opinion: Opinion,
    pub sender: Option<Sender>,
    /// Whether who sent it was erased.
    pub erased: bool,
    /// Whether the reader asked who sent it.
    pub looked: bool,
    /// The body that was asked.
    pub body: Option<String>,
    /// Whether the file that came with it is held.
    pub held: Option<Held>,
}

async fn open(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    (id, opinion): (&str, &str),
) -> Outcome<Opened> {
    let site = ctx.site.id;
    let consultation = find(conn, ctx, id).await?;
    let opinion = queries::by_id(conn, site, OpinionId(number(opinion)?)).await?.or_not_found()?;
    of(&opinion, consultation.id())?;
    let sealed = queries::sender(conn, site, opinion.id()).await?;
    let erased = matches!(sealed, Some(None));
    let sender = sealed
        .flatten()
        .map(|sealed| Sender::open(&app.config().secrets, opinion.id(), &sealed))
        .transpose()?;
    let body = match opinion.invitation_id {
        Some(invitation) => invitations::by_id(conn, site, invitation).await?.map(|b| b.name),
        None => None,
    };
    let held = match opinion.attachment() {
        Some(attachment) => files::held_sealed(app, site, &attachment).await?,
        None => None,
    };
    Ok(Opened { consultation, opinion, sender, erased, looked: false, body, held })
}

/// An opinion of another consultation is not here.
fn of(opinion: &Opinion, consultation: ConsultationId) -> Outcome<()> {
    (opinion.consultation_id == consultation.0).then_some(()).or_not_found()
}

/// An opinion, who sent it, and the form that decides.
pub(super) async fn page(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, opinion)): Path<(String, String)>,
) -> Outcome<Page> {
    let conn = app.db().site(ctx.site.id).await?;
    let opened = open(&app, &ctx, &conn, (&id, &opinion)).await?;
    Ok(begun(&app, &ctx, &opened))
}

/// Shows who sent it. Each look is told.
///
/// Requirement: R-P4, R-P6.
pub(super) async fn look(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, opinion)): Path<(String, String)>,
    _posted: Posted,
) -> Outcome<Page> {
    let mut tx = app.begin(&ctx).await?;
    let mut opened = open(&app, &ctx, &tx, (&id, &opinion)).await?;
    let (consultation, opinion) = (opened.consultation.id, opened.opinion.id);
    tx.tell(SenderSeen { consultation, opinion }).await?;
    tx.commit().await?;
    opened.looked = true;
    Ok(begun(&app, &ctx, &opened))
}

/// The page as it begins: with what was sent, or what is shown.
fn begun(app: &App, ctx: &Ctx, opened: &Opened) -> Page {
    let known = &opened.opinion;
    let shown = known.state() == "published";
    let text = |shown_text: &String, sent: &String| if shown { shown_text } else { sent }.clone();
    let posted = Posted::from_pairs([
        ("place", known.place.clone()),
        ("body", text(&known.shown_body, &known.body)),
        ("proposal", text(&known.shown_proposal, &known.proposal)),
        ("reason", known.reason.clone()),
        ("note", known.note.clone()),
    ]);
    let form = (&posted, &FormFaults::default());
    Page::new(views::opinions::page(app, ctx, opened, form, None))
}

/// Decides: shown, or not and why.
pub(super) async fn decide(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, opinion)): Path<(String, String)>,
    posted: Posted,
) -> Outcome<Response> {
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    lock(&tx, &ctx, &id).await?;
    let opened = open(&app, &ctx, &tx, (&id, &opinion)).await?;
    let (known, publishes) = (&opened.opinion, posted.line("do") != "refuse");
    let mut faults = FormFaults::default();
    let decision = read(&app, &ctx, &opened, &posted, publishes, &mut faults);
    if !faults.is_empty() {
        tx.roll_back().await?;
        let form = (&posted, &faults);
        return Ok(invalid(views::opinions::page(&app, &ctx, &opened, form, None)));
    }
    let settled =
        matches!(opened.consultation.stage(ctx.now), Stage::TableSubmitted | Stage::Finished);
    let rule =
        if settled { Err(crate::consultation::Refusal::TableLocked) } else { known.decide() };
    if let Err(refusal) = rule {
        tx.roll_back().await?;
        let sentence = refusal.sentence(&ctx.texts());
        let form = (&posted, &faults);
        let page = views::opinions::page(&app, &ctx, &opened, form, Some(&sentence));
        let page = Page::new(page).status(axum::http::StatusCode::CONFLICT);
        return Ok(axum::response::IntoResponse::into_response(page));
    }
    let (of, by) = (opened.consultation.id, (ctx.actor.name(), ctx.now));
    if publishes {
        let shown = queries::Shown {
            name: &decision.name,
            body: &decision.body,
            proposal: &decision.proposal,
            place: &decision.place,
        };
        queries::save_published(&tx, site, known.id(), &shown, by).await?;
        if known.same_as.is_some() && posted.has("alone") {
            queries::save_alone(&tx, site, known.id()).await?;
        }
        tx.tell(OpinionPublished { site, consultation: of, opinion: known.id }).await?;
    } else {
        let why = (decision.reason.as_str(), decision.note.as_str());
        queries::save_refused(&tx, site, known.id(), why, by).await?;
        let reason = decision.reason.clone();
        tx.tell(OpinionRefused { site, consultation: of, opinion: known.id, reason }).await?;
    }
    tx.commit().await?;
    let done = if publishes { "cong-bo" } else { "khong-cong-bo" };
    Ok(go(after(&ctx, &format!("{}/y-kien", opened.consultation.desk()), done)))
}

struct Decision {
    name: String,
    body: String,
    proposal: String,
    place: String,
    reason: String,
    note: String,
}

fn read(
    app: &App,
    ctx: &Ctx,
    opened: &Opened,
    posted: &Posted,
    publishes: bool,
    faults: &mut FormFaults,
) -> Decision {
    let place = posted.line("place");
    let parts = opened.consultation.parts();
    if !place.is_empty() && !parts.iter().any(|part| part.key == place && part.kind.is_place()) {
        faults.add("place", FieldFault::NoSuchChoice);
    }
    let body = faults.check("body", posted.text("body").trim().to_owned(), publishes, MAX_BODY);
    let proposal =
        faults.check("proposal", posted.text("proposal").trim().to_owned(), false, MAX_BODY);
    let reason = posted.line("reason");
    if !publishes && !kinds::reasons(app.law(), ctx.now).iter().any(|known| known.code == reason) {
        faults.add("reason", FieldFault::Missing);
    }
    let note = faults.check("note", posted.text("note").trim().to_owned(), false, 1_000);
    // A body that was asked is named; whoever else, only with consent.
    let name = match (&opened.body, &opened.sender) {
        (Some(body), _) => body.clone(),
        (None, Some(sender)) if opened.opinion.show_name => sender.shown().to_owned(),
        _ => String::new(),
    };
    Decision { name, body, proposal, place, reason, note }
}

/// Puts published opinions together that say the same: the first of them stands for all.
pub(super) async fn group(
    ctx: Ctx,
    State(app): State<App>,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome<Response> {
    let of = consultation_id(&id)?;
    let site = ctx.site.id;
    let mut ids: Vec<i64> = posted.all("id").iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    let location =
        ctx.path_to(&format!("{}/{id}/y-kien?tab=published&xong=gop", crate::consultation::DESK));
    let mut tx = app.begin(&ctx).await?;
    if let Some(done) = first(&tx, &posted, &location).await? {
        tx.roll_back().await?;
        return Ok(done);
    }
    let consultation = lock(&tx, &ctx, &id).await?;
    let Some((head, rest)) = ids.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        tx.roll_back().await?;
        let chosen = format!("{}/y-kien?tab=published&xong=chon-hai", consultation.desk());
        return Ok(go(ctx.path_to(&chosen)));
    };
    let leader = queries::lock(&tx, site, OpinionId(*head)).await?.or_not_found()?;
    self::of(&leader, of)?;
    let leader = leader.same_as.map_or(leader.id(), OpinionId);
    let count = queries::save_same_as(&tx, site, of, leader, rest).await?;
    tx.tell(OpinionsGrouped { site, consultation: of.0, count }).await?;
    tx.commit().await?;
    Ok(go(location))
}

/// The file that came with an opinion.
pub(super) async fn file(
    ctx: Ctx,
    State(app): State<App>,
    Path((id, opinion)): Path<(String, String)>,
) -> Outcome<Response> {
    let attachment = {
        let conn = app.db().site(ctx.site.id).await?;
        let opinion = queries::by_id(&conn, ctx.site.id, OpinionId(number(&opinion)?))
            .await?
            .or_not_found()?;
        of(&opinion, consultation_id(&id)?)?;
        opinion.attachment().or_not_found()?
    };
    files::send_sealed(&app, ctx.site.id, &attachment).await
}
