//! What is held about one person: comments with which they left their address. A decision erases it,
//! and from then on nobody knows whose comment it is.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome, Tx,
    personal::held::{Forgotten, Held, Wanted},
};
use serde_json::json;

use super::{form, queries};
use crate::sealed_rows::{SealedRow, pick, whole};

const COMMENTS: &str = "select id, site_id, sealed_email as sealed, ''::bytea as mark from comments \
     where id > $1 and sealed_email is not null order by id limit $2";

const COMMENT: &str = "select jsonb_build_object('below', subject_title, 'name', name, 'body', body, \
       'sent_at', sent_at, 'state', state) as data from comments where id = $1";

pub(super) async fn about(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<Held>> {
    let mut held = Vec::new();
    for (row, email) in addresses(app, conn, wanted).await? {
        let comment = whole(conn, COMMENT, row.id).await?;
        let data = json!({ "email": email, "comment": comment });
        held.push(Held { site: Some(row.site()), what: "comment", data });
    }
    Ok(held)
}

/// Erases their address at once: nobody has to be written to about a comment.
pub(super) async fn forget(app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
    let rows = addresses(app, tx, wanted).await?;
    let ids: Vec<i64> = rows.iter().map(|(row, _)| row.id).collect();
    queries::forget_addresses_of(tx, &ids).await?;
    let forgotten = |row: &SealedRow| Forgotten { site: row.site(), what: "comment", waits: false };
    Ok(rows.iter().map(|(row, _)| forgotten(row)).collect())
}

async fn addresses(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<(SealedRow, String)>> {
    pick(conn, COMMENTS, |row| {
        let email = form::open(&app.config().secrets, row.site(), &row.sealed)?;
        Ok(wanted.is_reached_by(&email, "").then_some(email))
    })
    .await
}
