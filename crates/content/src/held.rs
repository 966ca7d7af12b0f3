//! What is held about one person: the texts they wrote, and what they decided about texts, with the
//! name that stands under each.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use portal_core::personal::held::{Held, of_people};

const WRITTEN: &str = "select site_id, jsonb_build_object('title', title, 'edition', number, \
       'name', author_name, 'at', created_at) as data \
     from editions where author_id = any($1) order by id";

const DECIDED: &str = "select d.site_id, jsonb_build_object('title', e.title, 'verdict', d.verdict, \
       'note', d.note, 'name', d.person_name, 'at', d.at) as data \
     from decisions d join editions e on e.id = d.edition_id \
     where d.person_id = any($1) order by d.id";

const UPLOADED: &str = "select site_id, jsonb_build_object('file', name, 'at', uploaded_at) as data \
     from media where uploaded_by = any($1) order by id";

pub(crate) async fn about(conn: &AsyncPgConnection, people: &[i64]) -> QueryResult<Vec<Held>> {
    let mut held = of_people(conn, "text", WRITTEN, people).await?;
    held.extend(of_people(conn, "decision", DECIDED, people).await?);
    held.extend(of_people(conn, "file", UPLOADED, people).await?);
    Ok(held)
}
