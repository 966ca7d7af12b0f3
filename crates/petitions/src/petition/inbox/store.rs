//! Letters at rest: the row, and the letter as it came in the object store; both sealed.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use object_store::path::Path as StorePath;
use portal_core::{App, Fault, Outcome, PersonId, SiteId};
use serde::{Deserialize, Serialize};

use super::letter::{Kind, Letter};
use crate::petition::{
    PetitionId,
    schema::{petition_mails as mails, petition_senders, petitions},
};

const PURPOSE: &str = "petition.mail";
const RAW_PURPOSE: &str = "petition.mail.raw";
const FOLDER: &str = "petition-mail";

/// What is shown of a letter to who decides about it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Address it is from.
    pub from: String,
    /// Name beside it.
    pub name: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Names of its files.
    pub files: Vec<String>,
    /// Whether it was too large to be taken whole.
    pub cut: bool,
}

/// A row of `petition_mails`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = mails, check_for_backend(diesel::pg::Pg))]
pub struct MailRow {
    /// Identity.
    pub id: i64,
    digest: Vec<u8>,
    /// The petition it belongs to, or seems to.
    pub petition_id: Option<i64>,
    /// Word of a [`Kind`].
    pub kind: String,
    sealed: Option<Vec<u8>>,
    from_mac: Option<Vec<u8>>,
    raw_kept: bool,
    /// When it came.
    pub arrived_at: DateTime<Utc>,
}

impl MailRow {
    /// What is shown of it; nothing once its time is over.
    pub fn open(&self, app: &App) -> Outcome<Shown> {
        let Some(sealed) = &self.sealed else { return Ok(Shown::default()) };
        open(app, &self.digest, sealed)
    }
}

/// Opens what is shown of the letter of a digest.
pub fn open(app: &App, digest: &[u8], sealed: &[u8]) -> Outcome<Shown> {
    let text = app.config().secrets.open(PURPOSE, digest, sealed).map_err(Fault::bug)?;
    serde_json::from_slice(&text).map_err(Fault::bug)
}

/// A letter to be kept.
pub struct NewMail<'a> {
    /// Whose matter it is.
    pub site: SiteId,
    /// The letter.
    pub letter: &'a Letter,
    /// The petition it belongs to, or seems to.
    pub petition: Option<PetitionId>,
    /// Whether it waits for a person.
    pub held: bool,
    /// Whether it was too large to be taken whole.
    pub cut: bool,
    /// HMAC of the address it is from.
    pub from_mac: Option<Vec<u8>>,
    /// When it came.
    pub now: DateTime<Utc>,
}

/// Whether a letter was taken already.
pub async fn is_known(mut conn: &AsyncPgConnection, digest: &[u8]) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(mails::table.filter(mails::digest.eq(digest))))
        .get_result(&mut conn)
        .await
}

/// Writes a letter down; `None` when it was taken already.
pub async fn insert(
    app: &App,
    mut conn: &AsyncPgConnection,
    new: NewMail<'_>,
) -> Outcome<Option<i64>> {
    let letter = new.letter;
    let shown = Shown {
        from: letter.from.clone(),
        name: letter.name.clone(),
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        files: letter.files.iter().map(|(name, _)| name.clone()).collect(),
        cut: new.cut,
    };
    let shown = serde_json::to_vec(&shown).map_err(Fault::bug)?;
    let sealed = app.config().secrets.seal(PURPOSE, &letter.digest, &shown)?;
    let until = (!new.held).then(|| new.now + super::KEPT);
    Ok(diesel::insert_into(mails::table)
        .values((
            mails::site_id.eq(new.site.0),
            mails::digest.eq(letter.digest.as_slice()),
            mails::petition_id.eq(new.petition.map(|id| id.0)),
            mails::kind.eq(letter.kind.as_str()),
            mails::state.eq(if new.held { "held" } else { "attached" }),
            mails::sealed.eq(sealed),
            mails::from_mac.eq(new.from_mac),
            mails::raw_kept.eq(true),
            mails::raw_until.eq(until),
            mails::arrived_at.eq(new.now),
        ))
        .on_conflict_do_nothing()
        .returning(mails::id)
        .get_result(&mut conn)
        .await
        .optional()?)
}

/// The letters of a site that wait, newest first; the first hundred.
pub async fn held(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<Vec<MailRow>> {
    mails::table
        .filter(mails::site_id.eq(site.0).and(mails::state.eq("held")))
        .order((mails::arrived_at.desc(), mails::id.desc()))
        .limit(100)
        .select(MailRow::as_select())
        .load(&mut conn)
        .await
}

/// What the mail system said of a site's letters since a moment, newest first; the first fifty.
pub async fn troubles(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    since: DateTime<Utc>,
) -> QueryResult<Vec<MailRow>> {
    mails::table
        .filter(mails::site_id.eq(site.0).and(mails::state.eq("attached")))
        .filter(mails::kind.ne(Kind::Letter.as_str()).and(mails::arrived_at.ge(since)))
        .order((mails::arrived_at.desc(), mails::id.desc()))
        .limit(50)
        .select(MailRow::as_select())
        .load(&mut conn)
        .await
}

/// A letter of a site that waits; locked, so that two people do not decide about it.
pub async fn lock(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    id: i64,
) -> QueryResult<Option<MailRow>> {
    mails::table
        .find(id)
        .filter(mails::site_id.eq(site.0).and(mails::state.eq("held")))
        .select(MailRow::as_select())
        .for_update()
        .first(&mut conn)
        .await
        .optional()
}

/// A decision about a letter that waited.
pub struct Decision<'a> {
    /// Word of the state.
    pub state: &'static str,
    /// The petition it belongs to from now on.
    pub petition: Option<PetitionId>,
    /// Who decided.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: &'a str,
    /// When.
    pub now: DateTime<Utc>,
}

/// Writes a decision down.
pub async fn decide(
    mut conn: &AsyncPgConnection,
    id: i64,
    decision: Decision<'_>,
) -> QueryResult<usize> {
    diesel::update(mails::table.find(id))
        .set((
            mails::state.eq(decision.state),
            mails::petition_id.eq(decision.petition.map(|id| id.0)),
            mails::person_id.eq(decision.by.map(|person| person.0)),
            mails::reason.eq(decision.reason),
            mails::decided_at.eq(decision.now),
            mails::raw_until.eq(decision.now + super::KEPT),
        ))
        .execute(&mut conn)
        .await
}

/// Lets a letter go with the next that go ([`to_forget`]); gives whether it may: some wait for a
/// person's decision.
pub async fn let_go(
    mut conn: &AsyncPgConnection,
    id: i64,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(mails::table.find(id).filter(mails::raw_until.is_not_null()))
        .set(mails::raw_until.eq(now))
        .execute(&mut conn)
        .await
        .map(|changed| changed > 0)
}

/// The petitions of a site that a letter may belong to: the one its address names, and the newest
/// from the same address. Code and title.
pub async fn suggested(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    row: &MailRow,
) -> QueryResult<Vec<(i64, String, String)>> {
    petitions::table
        .inner_join(petition_senders::table.on(petition_senders::petition_id.eq(petitions::id)))
        .filter(petitions::site_id.eq(site.0))
        .filter(
            petitions::id
                .nullable()
                .eq(row.petition_id)
                .or(petition_senders::email_mac.eq(row.from_mac.clone())),
        )
        .order((petitions::received_at.desc(), petitions::id.desc()))
        .limit(5)
        .select((petitions::id, petitions::code, petitions::title))
        .load(&mut conn)
        .await
}

/// A petition of a site by its tracking code.
pub async fn by_code(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &str,
) -> QueryResult<Option<i64>> {
    petitions::table
        .filter(petitions::site_id.eq(site.0).and(petitions::code.eq(code)))
        .select(petitions::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The site of a petition, and the HMAC of its sender's address. The connection sees all sites.
pub async fn home_of(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
) -> QueryResult<Option<(i64, Option<Vec<u8>>)>> {
    petition_senders::table
        .find(petition.0)
        .select((petition_senders::site_id, petition_senders::email_mac))
        .first(&mut conn)
        .await
        .optional()
}

/// Letters whose time is over; at most so many. The connection sees all sites.
pub async fn to_forget(
    mut conn: &AsyncPgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<(i64, Vec<u8>)>> {
    mails::table
        .filter(mails::raw_kept.and(mails::raw_until.le(now)))
        .order(mails::raw_until)
        .limit(limit)
        .select((mails::id, mails::digest))
        .load(&mut conn)
        .await
}

/// Notes that letters are gone, with what was shown of them.
pub async fn forgotten(mut conn: &AsyncPgConnection, ids: &[i64]) -> QueryResult<usize> {
    diesel::update(mails::table.filter(mails::id.eq_any(ids)))
        .set((
            mails::raw_kept.eq(false),
            mails::sealed.eq(None::<Vec<u8>>),
            mails::from_mac.eq(None::<Vec<u8>>),
        ))
        .execute(&mut conn)
        .await
}

/// How many wait at a site.
pub async fn count_held(mut conn: &AsyncPgConnection, site: SiteId) -> QueryResult<i64> {
    diesel::sql_query(
        "select count(*) as count from petition_mails where site_id = $1 and state = 'held'",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .get_result::<Count>(&mut conn)
    .await
    .map(|row| row.count)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
}

/// Keeps a letter as it came. Keeping it twice is keeping it once.
pub async fn keep(app: &App, digest: &[u8], raw: &[u8]) -> Outcome<()> {
    let sealed = app.config().secrets.seal(RAW_PURPOSE, digest, raw)?;
    app.files().put_own(&place(digest), sealed.into()).await
}

/// A letter as it came; `None` once its time is over.
pub async fn raw(app: &App, row: &MailRow) -> Outcome<Option<Bytes>> {
    if !row.raw_kept {
        return Ok(None);
    }
    let found = app.files().get(&place(&row.digest)).await?;
    let sealed = found.bytes().await.map_err(Fault::bug)?;
    let open = app.config().secrets.open(RAW_PURPOSE, &row.digest, &sealed);
    open.map(|bytes| Some(bytes.into())).map_err(Fault::bug)
}

/// Removes a letter as it came; one that is gone already is no fault.
pub async fn remove(app: &App, digest: &[u8]) -> Outcome<()> {
    app.files().delete(&place(digest)).await
}

fn place(digest: &[u8]) -> StorePath {
    StorePath::from(format!("{FOLDER}/{}", hex::encode(digest)))
}
