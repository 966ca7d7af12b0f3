//! What is held about one person: their opinions on drafts, and the invitations sent to their address.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome, Tx,
    personal::held::{Forgotten, Held, Wanted, of_email},
};
use serde_json::json;

use super::{OpinionId, opinion::Sender};
use crate::sealed_rows::{SealedRow, ask_erasure, pick, whole};

const SENDERS: &str = "select opinion_id as id, site_id, sealed, ''::bytea as mark \
     from consultation_senders where opinion_id > $1 and sealed is not null \
     order by opinion_id limit $2";

const OPINION: &str = "select jsonb_build_object('consultation', c.title, 'place', o.place, \
       'body', o.body, 'proposal', o.proposal, 'received_at', o.received_at, 'state', o.state, \
       'attachment', o.attachment->>'name', 'shown_name', o.shown_name) as data \
     from consultation_opinions o join consultations c on c.id = o.consultation_id where o.id = $1";

const INVITATIONS: &str = "select i.site_id, jsonb_build_object('consultation', c.title, \
       'name', i.name, 'email', i.email, 'invited_at', i.invited_at, 'answered_at', i.answered_at) as data \
     from consultation_invitations i join consultations c on c.id = i.consultation_id \
     where lower(i.email) = $1 order by i.id";

const ASK_ERASURE: &str = "update consultation_senders s \
       set erasure_asked_at = coalesce(s.erasure_asked_at, $2) \
     from consultation_opinions o join consultations c on c.id = o.consultation_id \
     where s.opinion_id = $1 and o.id = s.opinion_id returning c.finished_at is null as waits";

pub(super) async fn about(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<Held>> {
    let mut held = of_email(conn, "invitation", INVITATIONS, wanted.email()).await?;
    for (row, sender) in senders(app, conn, wanted).await? {
        let opinion = whole(conn, OPINION, row.id).await?;
        let data = json!({ "sender": sender, "opinion": opinion });
        held.push(Held { site: Some(row.site()), what: "opinion", data });
    }
    Ok(held)
}

/// Notes that they are to be forgotten ([`super::retention`]). That a body was invited stays in the file of
/// the draft.
pub(super) async fn forget(app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
    let mut forgotten = Vec::new();
    for (row, _) in senders(app, tx, wanted).await? {
        let waits = ask_erasure(tx, ASK_ERASURE, row.id, tx.now()).await?;
        forgotten.push(Forgotten { site: row.site(), what: "opinion", waits });
    }
    Ok(forgotten)
}

async fn senders(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<(SealedRow, Sender)>> {
    pick(conn, SENDERS, |row| {
        let sender = Sender::open(&app.config().secrets, OpinionId(row.id), &row.sealed)?;
        Ok(wanted.is_reached_by(&sender.email, &sender.phone).then_some(sender))
    })
    .await
}
