//! Statements on replies and their files.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};
use uuid::Uuid;

use super::unknown;
use crate::information::{
    InformationRequestId, Reply, ReplyId, ReplyKind, ReplyState,
    schema::{information_files as files, information_replies as replies},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = replies)]
struct Row {
    id: i64,
    kind: String,
    text: String,
    reasons: Vec<String>,
    costs: String,
    body: String,
    until_on: Option<NaiveDate>,
    state: String,
    author_id: Option<i64>,
    changed_at: DateTime<Utc>,
    decided_by: Option<i64>,
    decided_at: Option<DateTime<Utc>>,
    note: String,
}

impl TryFrom<Row> for Reply {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        Ok(Self {
            id: ReplyId(row.id),
            kind: ReplyKind::parse(&row.kind).ok_or_else(|| unknown(&row.kind))?,
            state: ReplyState::parse(&row.state).ok_or_else(|| unknown(&row.state))?,
            text: row.text,
            reasons: row.reasons,
            costs: row.costs,
            body: row.body,
            until: row.until_on,
            author: row.author_id.map(PersonId),
            changed_at: row.changed_at,
            decided_by: row.decided_by.map(PersonId),
            decided_at: row.decided_at,
            note: row.note,
        })
    }
}

/// What a form says of a reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Its words.
    pub text: String,
    /// Codes of the law's reasons.
    pub reasons: Vec<String>,
    /// Real costs, in words.
    pub costs: String,
    /// The body it goes to.
    pub body: String,
    /// The new last day.
    pub until: Option<NaiveDate>,
}

/// The replies of a request, oldest first.
pub async fn of_request(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    request: InformationRequestId,
) -> QueryResult<Vec<Reply>> {
    let rows: Vec<Row> = replies::table
        .filter(replies::site_id.eq(site.0).and(replies::request_id.eq(request.0)))
        .order(replies::id)
        .select(Row::as_select())
        .load(&mut conn)
        .await?;
    rows.into_iter().map(Reply::try_from).collect()
}

/// The requests of a site whose reply waits for an approver.
pub async fn submitted(
    mut conn: &AsyncPgConnection,
    site: SiteId,
) -> QueryResult<Vec<InformationRequestId>> {
    let ids: Vec<i64> = replies::table
        .filter(replies::site_id.eq(site.0).and(replies::state.eq(ReplyState::Submitted.as_str())))
        .order(replies::changed_at)
        .select(replies::request_id)
        .load(&mut conn)
        .await?;
    Ok(ids.into_iter().map(InformationRequestId).collect())
}

/// Begins a reply.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    request: InformationRequestId,
    kind: ReplyKind,
    words: &Words,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<ReplyId> {
    diesel::insert_into(replies::table)
        .values((
            replies::site_id.eq(site.0),
            replies::request_id.eq(request.0),
            replies::kind.eq(kind.as_str()),
            replies::text.eq(&words.text),
            replies::reasons.eq(&words.reasons),
            replies::costs.eq(&words.costs),
            replies::body.eq(&words.body),
            replies::until_on.eq(words.until),
            replies::state.eq(ReplyState::Draft.as_str()),
            replies::author_id.eq(by.map(|id| id.0)),
            replies::changed_at.eq(now),
        ))
        .returning(replies::id)
        .get_result(&mut conn)
        .await
        .map(ReplyId)
}

/// Writes a reply anew; whoever does is its author from then on.
pub async fn update(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
    words: &Words,
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(replies::table)
        .filter(replies::site_id.eq(site.0).and(replies::id.eq(reply.0)))
        .set((
            replies::text.eq(&words.text),
            replies::reasons.eq(&words.reasons),
            replies::costs.eq(&words.costs),
            replies::body.eq(&words.body),
            replies::until_on.eq(words.until),
            replies::author_id.eq(by.map(|id| id.0)),
            replies::changed_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Moves a reply on without a decision.
pub async fn set_state(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
    state: ReplyState,
) -> QueryResult<usize> {
    diesel::update(replies::table)
        .filter(replies::site_id.eq(site.0).and(replies::id.eq(reply.0)))
        .set(replies::state.eq(state.as_str()))
        .execute(&mut conn)
        .await
}

/// Writes a decision down: sent, or given back with a note.
pub async fn decide(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
    (state, note): (ReplyState, &str),
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::update(replies::table)
        .filter(replies::site_id.eq(site.0).and(replies::id.eq(reply.0)))
        .set((
            replies::state.eq(state.as_str()),
            replies::note.eq(note),
            replies::decided_by.eq(by.map(|id| id.0)),
            replies::decided_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Lets a reply go that was not sent; its files go first.
pub async fn delete(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
) -> QueryResult<usize> {
    diesel::delete(replies::table)
        .filter(replies::site_id.eq(site.0).and(replies::id.eq(reply.0)))
        .filter(replies::state.ne(ReplyState::Sent.as_str()))
        .execute(&mut conn)
        .await
}

/// A file of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = files)]
pub struct File {
    /// Identity.
    pub id: i64,
    /// Where its sealed bytes lie.
    pub place: Uuid,
    /// MIME type.
    #[diesel(column_name = type_)]
    pub mime: String,
    /// Name.
    pub name: String,
    /// Size in bytes.
    pub size_bytes: i64,
}

/// The files of a reply, in the order they were added.
pub async fn files_of(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
) -> QueryResult<Vec<File>> {
    files::table
        .filter(files::site_id.eq(site.0).and(files::reply_id.eq(reply.0)))
        .order(files::id)
        .select(File::as_select())
        .load(&mut conn)
        .await
}

/// Adds a file whose sealed bytes are kept.
pub async fn insert_file(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
    (place, mime, name, size_bytes): (Uuid, &str, &str, i64),
    (by, now): (Option<PersonId>, DateTime<Utc>),
) -> QueryResult<usize> {
    diesel::insert_into(files::table)
        .values((
            files::site_id.eq(site.0),
            files::reply_id.eq(reply.0),
            files::place.eq(place),
            files::type_.eq(mime),
            files::name.eq(name),
            files::size_bytes.eq(size_bytes),
            files::added_by.eq(by.map(|id| id.0)),
            files::added_at.eq(now),
        ))
        .execute(&mut conn)
        .await
}

/// Takes a file out; gives where its bytes lie.
pub async fn delete_file(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    reply: ReplyId,
    file: i64,
) -> QueryResult<Option<Uuid>> {
    diesel::delete(files::table)
        .filter(files::site_id.eq(site.0).and(files::reply_id.eq(reply.0)))
        .filter(files::id.eq(file))
        .returning(files::place)
        .get_result(&mut conn)
        .await
        .optional()
}
