//! What is held about one person: their petitions, and the letters they wrote about them; and how it is
//! forgotten.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome, Tx,
    personal::held::{Forgotten, Held, Wanted},
};
use serde_json::json;

use super::{
    PetitionId, inbox, retention,
    sender::{self, SenderData},
};
use crate::sealed_rows::{SealedRow, pick, whole};

const SENDERS: &str = "select petition_id as id, site_id, sealed, ''::bytea as mark \
     from petition_senders where petition_id > $1 and sealed is not null \
     order by petition_id limit $2";

const PETITION: &str = "select jsonb_build_object('code', p.code, 'kind', p.kind, \
       'channel', p.channel, 'field', p.field, 'place', p.place, 'title', p.title, 'body', p.body, \
       'received_at', p.received_at, 'state', c.state, 'closed_at', c.closed_at, \
       'files', (select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'type', f.type, \
           'size_bytes', f.size_bytes, 'added_at', f.added_at) order by f.id), '[]') \
         from petition_files f where f.petition_id = p.id and f.part in ('petition', 'addition')), \
       'answers', (select coalesce(jsonb_agg(jsonb_build_object('text', a.text, 'at', a.decided_at) \
           order by a.id), '[]') \
         from petition_answers a where a.petition_id = p.id and a.state = 'approved'), \
       'name_published', (select b.sender_name from petition_publications b \
         where b.petition_id = p.id)) as data \
     from petitions p left join petition_cases c on c.petition_id = p.id where p.id = $1";

const LETTERS: &str = "select id, site_id, sealed, digest as mark from petition_mails \
     where id > $1 and sealed is not null order by id limit $2";

pub(super) async fn about(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<Held>> {
    let mut held = Vec::new();
    for (row, sender) in senders(app, conn, wanted).await? {
        let petition = whole(conn, PETITION, row.id).await?;
        let data = json!({ "sender": sender, "petition": petition });
        held.push(Held { site: Some(row.site()), what: "petition", data });
    }
    for (row, letter) in letters(app, conn, wanted).await? {
        held.push(Held { site: Some(row.site()), what: "letter", data: json!(letter) });
    }
    Ok(held)
}

/// Petitions are erased as when their sender asks for it ([`super::retention`]); letters go with what
/// is decided of them.
pub(super) async fn forget(app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
    let mut forgotten = Vec::new();
    for (row, _) in senders(app, tx, wanted).await? {
        let (site, petition) = (row.site(), PetitionId(row.id));
        retention::ask(tx, petition, site).await?;
        let waits = retention::is_open(tx, petition).await?;
        forgotten.push(Forgotten { site, what: "petition", waits });
    }
    for (row, _) in letters(app, tx, wanted).await? {
        let waits = !inbox::let_go(tx, row.id, tx.now()).await?;
        forgotten.push(Forgotten { site: row.site(), what: "letter", waits });
    }
    Ok(forgotten)
}

async fn senders(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<(SealedRow, SenderData)>> {
    pick(conn, SENDERS, |row| {
        let sender = sender::open(app, PetitionId(row.id), &row.sealed)?;
        Ok(wanted.is_reached_by(&sender.email, &sender.phone).then_some(sender))
    })
    .await
}

async fn letters(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<(SealedRow, inbox::Shown)>> {
    pick(conn, LETTERS, |row| {
        let letter = inbox::open_letter(app, &row.mark, &row.sealed)?;
        Ok(wanted.is_reached_by(&letter.from, "").then_some(letter))
    })
    .await
}
