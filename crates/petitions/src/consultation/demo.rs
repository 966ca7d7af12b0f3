//! Consultations of the demo: one open, one to come, one finished. All names are invented.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Tx, files, files::MediaKind};
use sha2::{Digest as _, Sha256};

use super::{
    Consultation, ConsultationId, Issued,
    cut::{cut, tidy},
    desk::{
        acts::announce,
        form::Fields,
        table_acts::{publish, take_in},
    },
    docx::{self, Align, Block},
    facts::{Drafted, IssuedLinked, OpinionPublished, OpinionReceived},
    files::keep_bytes,
    invitation, kinds,
    opinion::{
        self, Sender,
        queries::{NewOpinion, Shown},
    },
    queries::{self, Approval},
    response,
};

mod texts;

use texts::{Draft, Said};

/// Fills a site with them, where it has none yet.
pub async fn demo(app: &App, ctx: &Ctx) -> Outcome<()> {
    let site = ctx.site.id;
    let there = {
        let conn = app.db().site(site).await?;
        !queries::list(&conn, site).await?.is_empty()
    };
    if there {
        return Ok(());
    }
    for draft in texts::of_site(&ctx.site.code) {
        let mut tx = app.begin(ctx).await?;
        let consultation = begin(app, ctx, &mut tx, draft).await?;
        for said in draft.said {
            speak(app, ctx, &mut tx, &consultation, said).await?;
        }
        if !draft.answers.is_empty() {
            finish(app, ctx, &mut tx, &consultation, draft).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Eight in the morning, or five in the afternoon, of a day so far from today.
fn moment(ctx: &Ctx, days: i64, hour: i64) -> DateTime<Utc> {
    let today = portal_core::calendar::start_of(portal_core::lang::local_day(ctx.now));
    today + TimeDelta::days(days) + TimeDelta::hours(hour)
}

async fn begin(app: &App, ctx: &Ctx, tx: &mut Tx, draft: &Draft) -> Outcome<Consultation> {
    let site = ctx.site.id;
    let (opens, closes) = draft.days;
    let fields = Fields {
        title: draft.title.into(),
        summary: draft.summary.into(),
        kind: draft.kind.into(),
        field: draft.field.into(),
        unit: draft.unit.into(),
        address: draft.address.into(),
        email: "gopy@quangtri.gov.vn".into(),
        contact: draft.contact.into(),
        opens_at: moment(ctx, opens, 8),
        closes_at: moment(ctx, closes, 17),
    };
    let id = queries::insert(tx, site, &fields, (None, draft.author), ctx.now).await?;
    tx.tell(Drafted { consultation: id.0, title: fields.title.clone() }).await?;
    let text = tidy(draft.text);
    queries::save_draft(tx, site, id, (&text, &cut(&text)), ctx.now).await?;
    let kind = kinds::kind(app.law(), draft.kind, fields.opens_at).or_not_found()?;
    for code in &kind.documents {
        let (name, text) = match code.as_str() {
            "draft" => ("Dự thảo", text.as_str()),
            "submission" => ("Tờ trình", draft.submission),
            _ => ("Báo cáo đánh giá tác động", draft.impact),
        };
        document(app, tx, ctx, (id, code), (name, text)).await?;
    }
    for (name, _) in draft.bodies {
        invitation::queries::insert(tx, site, id, (name, "")).await?;
    }
    let consultation = queries::by_id(tx, site, id).await?.or_not_found()?;
    let minimum = kinds::minimum(app.law(), draft.kind, fields.opens_at);
    let approval = Approval {
        name: draft.approver,
        opens_at: fields.opens_at,
        minimum: minimum.as_ref(),
        now: ctx.now,
    };
    announce(app, ctx, tx, &consultation, &approval).await?;
    for body in invitation::queries::list(tx, site, id).await? {
        let agrees = draft.bodies.iter().any(|(name, agrees)| *name == body.name && *agrees);
        if agrees {
            let state = ("agreed", moment(ctx, opens + 2, 9));
            invitation::queries::save_answered(tx, site, body.id, state).await?;
        }
    }
    queries::by_id(tx, site, id).await?.or_not_found()
}

/// A document as a file of its own.
async fn document(
    app: &App,
    tx: &Tx,
    ctx: &Ctx,
    (id, code): (ConsultationId, &str),
    (name, text): (&str, &str),
) -> Outcome<()> {
    let blocks: Vec<Block> = text
        .lines()
        .map(|line| Block::Line(Align::Both, line.starts_with("Điều"), false, line.to_owned()))
        .collect();
    let bytes = docx::document(&blocks)?;
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    let name = files::file_name(name, MediaKind::Docx);
    let kept = (MediaKind::Docx.mime(), bytes.into(), hash);
    keep_bytes(app, tx, (ctx.site.id, id), (code, &name), kept, None).await?;
    Ok(())
}

async fn speak(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    said: &Said,
) -> Outcome<()> {
    let site = ctx.site.id;
    let sender = Sender {
        name: if said.organisation { String::new() } else { said.name.into() },
        organisation: if said.organisation { said.name.into() } else { String::new() },
        ..Sender::default()
    };
    let new = NewOpinion {
        place: said.place,
        source: "portal",
        by_organisation: said.organisation,
        body: said.body,
        proposal: said.proposal,
        show_name: said.show_name,
        invitation: None,
        asks_email: false,
        attachment: None,
        received_at: consultation.opens_at + TimeDelta::hours(said.hours),
        entered_by: None,
    };
    let id = opinion::queries::insert(tx, site, consultation.id(), &new).await?;
    let sealed = sender.seal(&app.config().secrets, id)?;
    opinion::queries::insert_sender(tx, site, id, &sealed).await?;
    let of = consultation.id;
    tx.tell(OpinionReceived { consultation: of, opinion: id.0, source: "portal" }).await?;
    if said.waits {
        return Ok(());
    }
    let shown = Shown {
        name: if said.show_name { said.name } else { "" },
        body: said.body,
        proposal: said.proposal,
        place: said.place,
    };
    let by = ("Bộ phận tiếp nhận", ctx.now);
    opinion::queries::save_published(tx, site, id, &shown, by).await?;
    tx.tell(OpinionPublished { site, consultation: of, opinion: id.0 }).await?;
    Ok(())
}

async fn finish(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    consultation: &Consultation,
    draft: &Draft,
) -> Outcome<()> {
    let (site, id) = (ctx.site.id, consultation.id());
    take_in(ctx, tx, consultation).await?;
    let rows = response::queries::list(tx, site, id).await?;
    for (row, (verdict, answer)) in rows.iter().zip(draft.answers) {
        let text = (row.content.as_str(), Some(*verdict), *answer);
        let by = (None, draft.author, ctx.now);
        response::queries::save_answer(tx, site, (row.id, row.version), text, by).await?;
    }
    publish(app, ctx, tx, consultation).await?;
    if let Some((number, title)) = draft.issued {
        let issued = Issued {
            number: number.into(),
            date: portal_core::lang::local_day(moment(ctx, -4, 8)),
            title: title.into(),
            url: "/".into(),
        };
        queries::save_issued(tx, site, id, &issued).await?;
        tx.tell(IssuedLinked { site, consultation: id.0, number: number.into() }).await?;
    }
    Ok(())
}
