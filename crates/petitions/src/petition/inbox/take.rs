//! Takes a letter in: once, and to where it belongs.

use portal_core::{App, Ctx, Fault, InboxConfig, Outcome, SiteId, Tx};
use serde_json::json;

use super::{
    facts::MailCame,
    letter::{self, Kind, Letter},
    named,
    store::{self, NewMail},
};
use crate::petition::{
    PetitionId,
    events::{self, EventKind, NewEvent},
    facts::PetitionAdded,
    files::{self, Part, StoredFile},
    sender,
};

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was taken before.
    Known,
    /// It belongs to a petition.
    Attached(PetitionId),
    /// It waits for a person.
    Held,
}

/// Where a letter goes.
struct Goal {
    site: SiteId,
    petition: Option<PetitionId>,
    certain: bool,
}

/// Takes a letter in. `cut` says that it was too large and only its head is here. The context is the
/// province's.
///
/// Requirement: R-P1, R-P4.
pub async fn take(
    app: &App,
    ctx: &Ctx,
    inbox: &InboxConfig,
    raw: &[u8],
    cut: bool,
) -> Outcome<Taken> {
    let letter = letter::read(raw);
    let from_mac = sender::email_mac(app, &letter.from);
    let goal = {
        let conn = app.db().platform().await?;
        if store::is_known(&conn, &letter.digest).await? {
            return Ok(Taken::Known);
        }
        let named = named(app, inbox, &letter.recipients);
        goal(&conn, ctx, &letter, named, from_mac.as_deref()).await?
    };
    // Before the row, so that no row is without its letter.
    store::keep(app, &letter.digest, raw).await?;
    let site = app.sites.now().by_id(goal.site).cloned().ok_or(Fault::NotFound)?;
    let ctx = Ctx::system(app, site);
    let petition = goal.petition.filter(|_| goal.certain && !cut);
    let files = match petition.filter(|_| letter.kind == Kind::Letter) {
        Some(_) => stored(app, (&ctx, goal.site), &letter).await?,
        None => (Vec::new(), 0),
    };
    let mut tx = app.begin_platform(&ctx).await?;
    let (held, now) = (petition.is_none(), tx.now());
    let new = NewMail {
        site: goal.site,
        letter: &letter,
        petition: goal.petition,
        held,
        cut,
        from_mac,
        now,
    };
    let Some(mail) = store::insert(app, &tx, new).await? else {
        tx.roll_back().await?;
        return Ok(Taken::Known);
    };
    if let Some(petition) = petition {
        thread(&mut tx, goal.site, petition, mail, &letter, files).await?;
    }
    tx.tell(MailCame { mail, what: letter.kind.as_str(), petition }).await?;
    tx.commit().await?;
    Ok(petition.map_or(Taken::Held, Taken::Attached))
}

/// Where a letter goes: to the petition its address names. What a person writes must be from that
/// petition's sender; a machine answers from wherever it stands.
async fn goal(
    conn: &portal_core::db::PlatformConn,
    ctx: &Ctx,
    letter: &Letter,
    named: Option<PetitionId>,
    from_mac: Option<&[u8]>,
) -> Outcome<Goal> {
    let nobody = Goal { site: ctx.site.id, petition: None, certain: false };
    let Some(petition) = named else { return Ok(nobody) };
    let Some((site, sender_mac)) = store::home_of(conn, petition).await? else {
        return Ok(nobody);
    };
    let same = sender_mac.is_some() && sender_mac.as_deref() == from_mac;
    let certain = same || letter.kind != Kind::Letter;
    Ok(Goal { site: SiteId(site), petition: Some(petition), certain })
}

/// Keeps the files of a letter; gives how many are of no kind that is taken.
pub(super) async fn stored(
    app: &App,
    (ctx, site): (&Ctx, SiteId),
    letter: &Letter,
) -> Outcome<(Vec<StoredFile>, usize)> {
    let (mut kept, mut refused) = (Vec::new(), 0);
    for (name, bytes) in &letter.files {
        match files::store(app, (ctx, site), bytes.clone(), name).await? {
            Ok(file) => kept.push(file),
            Err(_) => refused += 1,
        }
    }
    Ok((kept, refused))
}

/// Adds a letter to its petition's timeline: what somebody wrote, or what became of a letter of ours.
pub(super) async fn thread(
    tx: &mut Tx,
    site: SiteId,
    petition: PetitionId,
    mail: i64,
    letter: &Letter,
    (kept, refused): (Vec<StoredFile>, usize),
) -> Outcome<()> {
    let event = |kind, shown, data| NewEvent {
        petition,
        site,
        acting_site: site,
        person: None,
        kind,
        shown,
        data,
    };
    if letter.kind != Kind::Letter {
        let data =
            json!({ "mail": mail, "delivery": letter.kind.as_str(), "status": letter.status });
        events::add(tx, event(EventKind::Mail, false, data)).await?;
        return Ok(());
    }
    let data = json!({
        "mail": mail, "channel": "mail", "text": letter.text, "files": kept.len(), "refused": refused,
    });
    let added = events::add(tx, event(EventKind::Added, true, data)).await?;
    if !kept.is_empty() {
        files::insert(tx, site, petition, (Part::Addition, Some(added)), &kept).await?;
    }
    tx.tell(PetitionAdded { petition }).await?;
    Ok(())
}
