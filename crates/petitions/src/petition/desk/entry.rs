//! A petition that came on paper, by telephone or at citizen reception, entered with the moment it
//! really came in and its scans (R-P1, R-P2). Its sender gets a slip with the tracking code and the secret.

use axum::extract::{Multipart, State, multipart::MultipartRejection};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use portal_core::{
    App, Arrival, Ctx, FieldFault, FormFaults, Outcome, Page, Posted, Redirect, calendar,
    lang::local_day, mail::is_mailbox,
};

use super::{PATH, Reply, views};
use crate::petition::{
    Channel, PetitionKind,
    accept::{self, NewPetition},
    fields::{self, Field},
    sender::SenderData,
    sent::{self, Sent},
};

/// So many days back a petition can have come in.
pub const OLDEST_DAYS: i64 = 60;
/// The ways of entry at the desk.
pub const CHANNELS: [Channel; 4] =
    [Channel::Paper, Channel::Phone, Channel::Reception, Channel::Mail];

/// Asks for the petition.
pub async fn ask(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let posted = Posted::from_pairs([("received_on", local_day(ctx.now).to_string())]);
    let fields = fields::all(&app, ctx.now)?;
    let sent = Sent { posted, ..Sent::default() };
    Ok(Page::new(views::entry::page(&app, &ctx, &fields, &sent)?))
}

/// Takes it in, and shows the slip. The secret is kept nowhere: the slip is shown once.
pub async fn enter(
    ctx: Ctx,
    State(app): State<App>,
    form: Result<Multipart, MultipartRejection>,
) -> Outcome<Reply> {
    let mut sent = sent::read(&app, (&ctx, ctx.site.id), form, |_| true).await?;
    let fields = fields::all(&app, ctx.now)?;
    let new = read(&ctx, &fields, &mut sent);
    let Some(new) = new.filter(|_| sent.faults.is_empty()) else {
        let page = views::entry::page(&app, &ctx, &fields, &sent)?;
        return Ok(Reply::Page(Page::new(page).status(sent.status())));
    };
    let (title, received_at, has_mail) =
        (new.title.clone(), new.received_at, !new.sender.email.is_empty());
    let mut tx = app.begin(&ctx).await?;
    let list = ctx.path_to(&format!("{PATH}?tab=new"));
    if let Arrival::Again(location) = tx.once(sent.posted.key()?, &list).await? {
        tx.roll_back().await?;
        return Ok(Reply::Go(Redirect::to(location)));
    }
    let accepted = accept::accept(&app, &ctx, &mut tx, new).await?;
    tx.commit().await?;
    let slip = views::entry::Slip { accepted: &accepted, title: &title, received_at, has_mail };
    Ok(Reply::Page(Page::new(views::entry::slip(&app, &ctx, &slip))))
}

fn read(ctx: &Ctx, fields: &[Field], sent: &mut Sent) -> Option<NewPetition> {
    let files = sent.files.clone();
    let (posted, faults) = (&sent.posted, &mut sent.faults);
    let channel = Channel::parse(&posted.line("channel")).filter(|one| CHANNELS.contains(one));
    if channel.is_none() {
        faults.add("channel", FieldFault::Missing);
    }
    let received_at = received(ctx, posted, faults);
    let kind = PetitionKind::parse(&posted.line("kind"));
    if kind.is_none() {
        faults.add("kind", FieldFault::Missing);
    }
    let field = posted.line("field");
    if !fields.iter().any(|known| known.code == field) {
        faults.add("field", FieldFault::Missing);
    }
    let title = faults.check("title", posted.line("title"), true, 200);
    let body = faults.check("body", posted.text("body"), true, 10_000);
    let place = faults.check("place", posted.line("place"), false, 200);
    let sender = SenderData {
        name: faults.check("name", posted.line("name"), true, 120),
        address: faults.check("address", posted.line("address"), false, 250),
        phone: faults.check("phone", posted.line("phone"), false, 30),
        email: faults.check("email", posted.line("email"), false, 120),
        organisation: faults.check("organisation", posted.line("organisation"), false, 200),
    };
    if !sender.email.is_empty() && !is_mailbox(&sender.email) {
        faults.add("email", FieldFault::Other("petition-no-email", Vec::new()));
    }
    Some(NewPetition {
        kind: kind?,
        channel: channel?,
        field,
        place,
        title,
        body,
        sender,
        name_shown: posted.has("name_shown"),
        confidential: posted.has("confidential"),
        // Somebody of the office has met the sender, or holds their letter.
        proved: true,
        received_at: received_at?,
        entered_by: ctx.actor.id(),
        files,
    })
}

/// The moment of receipt: the day and the time typed; not to come, and not too long ago.
fn received(ctx: &Ctx, posted: &Posted, faults: &mut FormFaults) -> Option<DateTime<Utc>> {
    let Ok(day) = posted.line("received_on").parse() else {
        faults.add("received_on", FieldFault::Missing);
        return None;
    };
    let time = posted.line("received_time");
    let time = match NaiveTime::parse_from_str(&time, "%H:%M") {
        Ok(time) => time,
        Err(_) if time.is_empty() => NaiveTime::MIN,
        Err(_) => {
            faults.add("received_time", FieldFault::Other("petition-no-time", Vec::new()));
            return None;
        }
    };
    let at = calendar::start_of(day) + (time - NaiveTime::MIN);
    let fault = if at > ctx.now {
        Some("petition-received-later")
    } else if at < ctx.now - TimeDelta::days(OLDEST_DAYS) {
        Some("petition-received-earlier")
    } else {
        None
    };
    match fault {
        Some(key) => {
            faults.add("received_on", FieldFault::Other(key, Vec::new()));
            None
        }
        None => Some(at),
    }
}
