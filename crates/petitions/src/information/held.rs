//! What is held about one person: their requests for information, and what they added to them.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome, Tx,
    personal::held::{Forgotten, Held, Wanted},
};
use serde_json::json;

use super::{
    InformationRequestId, queries,
    sealed::{self, Requester},
};
use crate::sealed_rows::{SealedRow, ask_erasure, pick, whole};

const REQUESTERS: &str = "select request_id as id, site_id, sealed, ''::bytea as mark \
     from information_requesters where request_id > $1 and sealed is not null \
     order by request_id limit $2";

const REQUEST: &str = "select jsonb_build_object('code', r.code, 'form', r.form, \
       'channel', r.channel, 'title', r.title, 'details', r.details, 'purpose', r.purpose, \
       'wish', r.wish, 'received_at', r.received_at, 'state', c.state, 'closed_at', c.closed_at) as data \
     from information_requests r left join information_cases c on c.request_id = r.id where r.id = $1";

const ASK_ERASURE: &str = "update information_requesters r \
       set erasure_asked_at = coalesce(r.erasure_asked_at, $2) \
     from information_cases c \
     where r.request_id = $1 and c.request_id = r.request_id returning c.closed_at is null as waits";

pub(super) async fn about(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<Held>> {
    let secrets = &app.config().secrets;
    let mut held = Vec::new();
    for (row, requester) in requesters(app, conn, wanted).await? {
        let (site, id) = (row.site(), InformationRequestId(row.id));
        let request = whole(conn, REQUEST, row.id).await?;
        let mut added = Vec::new();
        for (at, words) in queries::additions(conn, site, id).await? {
            added.push(json!({ "at": at, "text": sealed::open_words(secrets, site, id, &words)? }));
        }
        let data = json!({ "requester": requester, "request": request, "added": added });
        held.push(Held { site: Some(site), what: "information-request", data });
    }
    Ok(held)
}

/// Notes that they are to be forgotten ([`super::retention`]).
pub(super) async fn forget(app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
    let mut forgotten = Vec::new();
    for (row, _) in requesters(app, tx, wanted).await? {
        let waits = ask_erasure(tx, ASK_ERASURE, row.id, tx.now()).await?;
        forgotten.push(Forgotten { site: row.site(), what: "information-request", waits });
    }
    Ok(forgotten)
}

async fn requesters(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<(SealedRow, Requester)>> {
    let secrets = &app.config().secrets;
    pick(conn, REQUESTERS, |row| {
        let requester =
            sealed::open(secrets, row.site(), InformationRequestId(row.id), &row.sealed)?;
        Ok(wanted.is_reached_by(&requester.email, &requester.phone).then_some(requester))
    })
    .await
}
