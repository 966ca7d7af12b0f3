//! What is held about one person: comments with which they left their address. A decision erases it,
//! and from then on nobody knows whose comment it is.

use diesel_async::AsyncPgConnection;
use portal_core::{
    App, Outcome,
    personal::held::{Held, Wanted},
};
use serde_json::json;

use super::form;
use crate::sealed_rows::{pick, whole};

const COMMENTS: &str = "select id, site_id, sealed_email as sealed, ''::bytea as mark from comments \
     where id > $1 and sealed_email is not null order by id limit $2";

const COMMENT: &str = "select jsonb_build_object('below', subject_title, 'name', name, 'body', body, \
       'sent_at', sent_at, 'state', state) as data from comments where id = $1";

pub(super) async fn about(
    app: &App,
    conn: &AsyncPgConnection,
    wanted: &Wanted,
) -> Outcome<Vec<Held>> {
    let comments = pick(conn, COMMENTS, |row| {
        let email = form::open(&app.config().secrets, row.site(), &row.sealed)?;
        Ok(wanted.is_reached_by(&email, "").then_some(email))
    });
    let mut held = Vec::new();
    for (row, email) in comments.await? {
        let comment = whole(conn, COMMENT, row.id).await?;
        let data = json!({ "email": email, "comment": comment });
        held.push(Held { site: Some(row.site()), what: "comment", data });
    }
    Ok(held)
}
