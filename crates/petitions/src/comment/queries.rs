//! Statements about comments.

use chrono::{DateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{Lang, SiteId, module::Subject};

use super::{
    Comment, CommentState, Decision, Thread,
    form::NewComment,
    schema::{comment_replies, comments},
};

/// The comments that readers see below a thing, the oldest first.
pub async fn shown(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    subject: i64,
    limit: i64,
) -> QueryResult<Vec<Thread>> {
    comments::table
        .left_join(comment_replies::table)
        .filter(comments::site_id.eq(site.0))
        .filter(comments::subject_id.eq(subject))
        .filter(comments::state.eq(CommentState::Shown.as_str()))
        .order(comments::id)
        .limit(limit)
        .select(Thread::as_select())
        .load(&mut conn)
        .await
}

/// The comments in a state, the newest first.
pub async fn in_state(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    state: CommentState,
    limit: i64,
) -> QueryResult<Vec<Thread>> {
    comments::table
        .left_join(comment_replies::table)
        .filter(comments::site_id.eq(site.0).and(comments::state.eq(state.as_str())))
        .order(comments::id.desc())
        .limit(limit)
        .select(Thread::as_select())
        .load(&mut conn)
        .await
}

/// How many comments there are in each state.
pub async fn counts(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<(String, i64)>> {
    comments::table
        .filter(comments::site_id.eq(site.0))
        .group_by(comments::state)
        .select((comments::state, count_star()))
        .load(&mut conn)
        .await
}

/// One comment.
pub async fn by_id(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Thread>> {
    comments::table
        .left_join(comment_replies::table)
        .filter(comments::site_id.eq(site.0).and(comments::id.eq(id)))
        .select(Thread::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// One comment, held until the transaction ends.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<Comment>> {
    comments::table
        .filter(comments::site_id.eq(site.0).and(comments::id.eq(id)))
        .select(Comment::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// Adds a comment; gives its id.
pub async fn insert(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    subject: &Subject,
    new: &NewComment,
    (lang, now): (Lang, DateTime<Utc>),
) -> QueryResult<i64> {
    diesel::insert_into(comments::table)
        .values((
            comments::site_id.eq(site.0),
            comments::subject_id.eq(subject.id),
            comments::subject_title.eq(&subject.title),
            comments::subject_path.eq(&subject.path),
            comments::language.eq(lang.code()),
            comments::name.eq(&new.name),
            comments::sealed_email.eq(&new.sealed_email),
            comments::body.eq(&new.body),
            comments::proved.eq(new.proved),
            comments::sent_at.eq(now),
        ))
        .returning(comments::id)
        .get_result(&mut conn)
        .await
}

/// Writes a decision down, and erases the sender's address.
pub async fn decide(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    decision: &Decision,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(comments::table.filter(comments::site_id.eq(site.0).and(comments::id.eq(id))))
        .set((
            comments::state.eq(decision.state.as_str()),
            comments::shown_body.eq(&decision.shown_body),
            comments::reason.eq(decision.reason.map(super::CommentReason::as_str)),
            comments::note.eq(&decision.note),
            comments::decided_at.eq(now),
            comments::sealed_email.eq(None::<Vec<u8>>),
        ))
        .execute(&mut conn)
        .await
}

/// Writes the unit's answer down, in place of the one before.
pub async fn answer(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
    body: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let reply = (comment_replies::body.eq(body), comment_replies::at.eq(now));
    diesel::insert_into(comment_replies::table)
        .values((comment_replies::comment_id.eq(id), comment_replies::site_id.eq(site.0), reply))
        .on_conflict(comment_replies::comment_id)
        .do_update()
        .set(reply)
        .execute(&mut conn)
        .await
}

/// Takes the unit's answer away.
pub async fn unanswer(mut conn: &AsyncPgConnection, site: SiteId, id: i64) -> QueryResult<usize> {
    diesel::delete(
        comment_replies::table
            .filter(comment_replies::site_id.eq(site.0).and(comment_replies::comment_id.eq(id))),
    )
    .execute(&mut conn)
    .await
}

/// Takes away, on all sites, what was refused before a moment.
pub async fn delete_refused(
    mut conn: &AsyncPgConnection,
    before: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(comments::table.filter(
        comments::state.eq(CommentState::Refused.as_str()).and(comments::decided_at.lt(before)),
    ))
    .execute(&mut conn)
    .await
}

/// Erases, on all sites, the addresses left with comments before a moment.
pub async fn forget_addresses(
    mut conn: &AsyncPgConnection,
    before: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(
        comments::table
            .filter(comments::sealed_email.is_not_null().and(comments::sent_at.lt(before))),
    )
    .set(comments::sealed_email.eq(None::<Vec<u8>>))
    .execute(&mut conn)
    .await
}

/// Erases the addresses left with some comments, on any site.
pub async fn forget_addresses_of(
    mut conn: &AsyncPgConnection,
    comments: &[i64],
) -> QueryResult<usize> {
    diesel::update(comments::table.filter(comments::id.eq_any(comments)))
        .set(comments::sealed_email.eq(None::<Vec<u8>>))
        .execute(&mut conn)
        .await
}
