//! Letters owed to senders: written down with what they tell of, sent by a job (R-P1, R-P2).
//!
//! The row and the job are written in the transaction that has something to tell; the address is
//! opened when the letter goes out. The `Message-ID` is made of the letter's number, so that a letter
//! sent twice is one to whoever gets it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Fault, Job, Mail, OrNotFound as _, Outcome, SiteId, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{PetitionId, inbox, module::KEY, schema::petition_letters, sender};

mod text;

pub use text::{confirmation, confirms};

const NUMBER_PURPOSE: &str = "petition.letter";

words!(
    /// What a letter tells. Its data may name: `lang` (language of the letter), `name` (the unit it
    /// went to), `answer` (number of the answer or notice whose text goes with it), `text` (what the
    /// office writes), `reason` (code of a refusal), `code` (of another petition), `from` and `to` (days).
    LetterKind, "petition-letter" {
        /// It came in: code, secret, what comes next, link to confirm the address.
        Received = "received",
        /// It was given to a unit.
        Forwarded = "forwarded",
        /// How far it is, and until when.
        Progress = "progress",
        /// The answer.
        Answered = "answered",
        /// Where else to turn.
        Outside = "outside",
        /// Not accepted, and why.
        Refused = "refused",
        /// Answered together with another.
        Merged = "merged",
        /// Taken back, as its sender wanted.
        Withdrawn = "withdrawn",
        /// A change of the calendar moved the day.
        DeadlineMoved = "deadline-moved",
        /// The office asks for more.
        Asked = "asked",
    }
);

/// A letter as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = petition_letters, check_for_backend(diesel::pg::Pg))]
pub struct LetterRow {
    /// Identity.
    pub id: i64,
    /// Of which petition.
    pub petition_id: i64,
    /// Word of a [`LetterKind`].
    pub kind: String,
    /// What it is about.
    pub data: Value,
    /// Since when it is owed.
    pub owed_at: DateTime<Utc>,
    /// When the mail system took it.
    pub sent_at: Option<DateTime<Utc>>,
}

impl LetterRow {
    /// What it tells; `None` for a word this release does not know.
    pub fn kind(&self) -> Option<LetterKind> {
        LetterKind::parse(&self.kind)
    }

    /// Whether there was nobody to send it to.
    pub fn had_no_address(&self) -> bool {
        self.word("to") == NOBODY
    }

    fn word(&self, name: &str) -> &str {
        self.data.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// `to` of a letter whose sender gave no address.
const NOBODY: &str = "none";

/// Owes a petition's sender a letter; it goes out after commit. `site` is the one that received the
/// petition, whoever acts.
pub async fn owe(
    tx: &mut Tx,
    site: SiteId,
    petition: PetitionId,
    kind: LetterKind,
    data: Value,
) -> Outcome<()> {
    let at = tx.now();
    let letter = {
        let mut conn: &AsyncPgConnection = tx;
        diesel::insert_into(petition_letters::table)
            .values((
                petition_letters::site_id.eq(site.0),
                petition_letters::petition_id.eq(petition.0),
                petition_letters::kind.eq(kind.as_str()),
                petition_letters::data.eq(data),
                petition_letters::owed_at.eq(at),
            ))
            .returning(petition_letters::id)
            .get_result(&mut conn)
            .await?
    };
    tx.later(SendLetter { site, letter }).await
}

/// The letters of a petition, in the order they were owed.
pub async fn list(
    mut conn: &AsyncPgConnection,
    petition: PetitionId,
) -> QueryResult<Vec<LetterRow>> {
    petition_letters::table
        .filter(petition_letters::petition_id.eq(petition.0))
        .order(petition_letters::id)
        .select(LetterRow::as_select())
        .load(&mut conn)
        .await
}

/// Sends a letter, if it is still owed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendLetter {
    /// The site that received the petition.
    pub site: SiteId,
    /// Which letter.
    pub letter: i64,
}

impl Job for SendLetter {
    const KIND: &'static str = "petitions.letter.send";
    const MODULE: &'static str = KEY;

    fn dedup_key(&self) -> Option<String> {
        Some(self.letter.to_string())
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let site = app.sites.now().by_id(self.site).cloned();
        let site = site.ok_or_else(|| anyhow::anyhow!("site {} is not known here", self.site))?;
        let ctx = ctx.on(site);
        let ready = ready(&app, &ctx, self.letter).await;
        let to = match ready? {
            Ready::Sent => return Ok(()),
            Ready::Nobody => NOBODY,
            Ready::Letter(mail) => {
                let Some(post) = app.post() else {
                    anyhow::bail!("no e-mail can be sent: the configuration has no [smtp]");
                };
                post.send(&app, &mail).await?;
                "sender"
            }
        };
        let done = mark_sent(&app, &ctx, self.letter, to).await;
        Ok(done?)
    }
}

enum Ready {
    Sent,
    Nobody,
    Letter(Mail),
}

/// What is to be done about a letter.
async fn ready(app: &App, ctx: &Ctx, id: i64) -> Outcome<Ready> {
    let conn = app.db().site(ctx.site.id).await?;
    let letter = by_id(&conn, id).await?.or_not_found()?;
    if letter.sent_at.is_some() {
        return Ok(Ready::Sent);
    }
    let sender = sender::read(app, &conn, PetitionId(letter.petition_id)).await?;
    let Some(to) = sender.map(|sender| sender.email).filter(|email| !email.is_empty()) else {
        return Ok(Ready::Nobody);
    };
    let (subject, text) = text::of(app, ctx, &conn, &letter).await?;
    let reply_to = inbox::reply_to(app, PetitionId(letter.petition_id));
    let mail = Mail::new(to, subject, text).reply_to(reply_to);
    Ok(Ready::Letter(Mail { id: number(app, id), ..mail }))
}

/// The number in the `Message-ID`: the same at every try, and another installation's is another.
fn number(app: &App, letter: i64) -> Uuid {
    let mac = app.config().secrets.mac(NUMBER_PURPOSE, &letter.to_be_bytes());
    let (first, _) = mac.split_at(16);
    Uuid::from_slice(first).unwrap_or_default()
}

async fn by_id(mut conn: &AsyncPgConnection, id: i64) -> QueryResult<Option<LetterRow>> {
    petition_letters::table
        .find(id)
        .select(LetterRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

async fn mark_sent(app: &App, ctx: &Ctx, id: i64, to: &str) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    let data = json!({ "to": to });
    {
        let mut conn: &AsyncPgConnection = &tx;
        diesel::sql_query(
            "update petition_letters set sent_at = $2, data = data || $3 \
             where id = $1 and sent_at is null",
        )
        .bind::<diesel::sql_types::BigInt, _>(id)
        .bind::<diesel::sql_types::Timestamptz, _>(app.now())
        .bind::<diesel::sql_types::Jsonb, _>(data)
        .execute(&mut conn)
        .await
        .map_err(Fault::from)?;
    }
    // The petition's own facts say what the letter tells.
    tx.untold();
    tx.commit().await
}
