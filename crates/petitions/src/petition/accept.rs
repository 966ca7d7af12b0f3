//! The one door by which a petition comes in: the web form, paper entered at the desk, e-mail.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Ctx, Fault, Outcome, PersonId, SiteId, Tx,
    deadline::{self, NewClock},
    lang::{fold, local_day},
};
use serde_json::json;

use super::{
    CaseState, Channel, PetitionId, PetitionKind, code,
    events::{self, EventKind, NewEvent},
    facts::PetitionReceived,
    files::{self, Part, StoredFile},
    letters::{self, LetterKind},
    module::KEY,
    schema::{petition_cases, petitions},
    sender::{self, SenderData},
    subject,
};

/// Clock of giving it to the unit that answers.
pub const FORWARD: &str = "petition.forward";
/// Clock of answering it, or saying how far it is.
pub const ANSWER: &str = "petition.answer_or_progress";

/// So many codes are tried before something must be wrong.
const TRIES: usize = 5;

/// What came in. Its texts were checked by whoever took it.
#[derive(Debug, Clone)]
pub struct NewPetition {
    /// What it is.
    pub kind: PetitionKind,
    /// How it came.
    pub channel: Channel,
    /// Code of its field.
    pub field: String,
    /// Where it happened.
    pub place: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Who sent it.
    pub sender: SenderData,
    /// Whether the sender's name may be shown with the answer.
    pub name_shown: bool,
    /// Whether all of it is to be kept from the public.
    pub confidential: bool,
    /// Whether the sender's browser did the work that robots shun.
    pub proved: bool,
    /// The start of its clocks.
    pub received_at: DateTime<Utc>,
    /// Who entered it from paper or the telephone.
    pub entered_by: Option<PersonId>,
    /// Files with it.
    pub files: Vec<StoredFile>,
}

/// What the sender gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Identity.
    pub id: PetitionId,
    /// Tracking code.
    pub code: String,
    /// Opens it together with the code.
    pub secret: String,
    /// The day by which it is answered, or the sender told how far it is.
    pub answer_due: NaiveDate,
}

/// Accepts a petition at the site of the context: what was sent, who sent it, its files, its case,
/// both clocks, the letter to its sender, the fact. It is accepted once the transaction is committed.
///
/// Requirement: R-P1, R-P2, R-P4. Legal source: keys `deadline.petition.forward`,
/// `deadline.petition.answer_or_progress` of the law packs.
pub async fn accept(app: &App, ctx: &Ctx, tx: &mut Tx, new: NewPetition) -> Outcome<Accepted> {
    let site = ctx.site.id;
    let (id, code) = insert(app, tx, site, &new).await?;
    sender::insert(app, tx, site, id, &new.sender).await?;
    insert_case(tx, site, id).await?;
    if !new.files.is_empty() {
        files::insert(tx, site, id, (Part::Petition, None), &new.files).await?;
    }
    let event = NewEvent {
        petition: id,
        site,
        acting_site: site,
        person: new.entered_by,
        kind: EventKind::Received,
        shown: true,
        data: json!({ "channel": new.channel }),
    };
    events::add(tx, event).await?;
    let clock =
        |key| NewClock { site, module: KEY, subject: subject(id), key, since: new.received_at };
    deadline::open(app, tx, clock(FORWARD)).await?;
    let answer = deadline::open(app, tx, clock(ANSWER)).await?;
    if !new.sender.email.is_empty() {
        let data = json!({ "lang": ctx.lang });
        letters::owe(tx, site, id, LetterKind::Received, data).await?;
    }
    let (channel, what) = (new.channel, new.kind);
    tx.tell(PetitionReceived { petition: id, code: code.clone(), channel, what }).await?;
    let secret = code::secret(&app.config().secrets, &code);
    Ok(Accepted { id, code, secret, answer_due: answer.due_on })
}

/// Writes what was sent, under a code nobody has.
async fn insert(
    app: &App,
    tx: &Tx,
    site: SiteId,
    new: &NewPetition,
) -> Outcome<(PetitionId, String)> {
    let secrets = &app.config().secrets;
    for _ in 0..TRIES {
        let code = code::new(local_day(new.received_at).year())?;
        let mac = code::stored(secrets, &code, &code::secret(secrets, &code));
        if let Some(id) = insert_under(tx, site, &code, &mac, new).await? {
            return Ok((PetitionId(id), code));
        }
    }
    Err(Fault::bug(anyhow::anyhow!("{TRIES} tracking codes in a row are taken")))
}

async fn insert_under(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    code: &str,
    secret_mac: &[u8],
    new: &NewPetition,
) -> QueryResult<Option<i64>> {
    diesel::insert_into(petitions::table)
        .values((
            petitions::site_id.eq(site.0),
            petitions::code.eq(code),
            petitions::secret_mac.eq(secret_mac),
            petitions::kind.eq(new.kind.as_str()),
            petitions::channel.eq(new.channel.as_str()),
            petitions::field.eq(&new.field),
            petitions::place.eq(&new.place),
            petitions::title.eq(&new.title),
            petitions::body.eq(&new.body),
            petitions::name_shown.eq(new.name_shown),
            petitions::confidential.eq(new.confidential),
            petitions::proved.eq(new.proved),
            petitions::received_at.eq(new.received_at),
            petitions::entered_by.eq(new.entered_by.map(|person| person.0)),
            petitions::folded.eq(fold(&format!("{}\n{}", new.title, new.body))),
        ))
        .on_conflict(petitions::code)
        .do_nothing()
        .returning(petitions::id)
        .get_result(&mut conn)
        .await
        .optional()
}

async fn insert_case(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    petition: PetitionId,
) -> QueryResult<()> {
    diesel::insert_into(petition_cases::table)
        .values((
            petition_cases::petition_id.eq(petition.0),
            petition_cases::site_id.eq(site.0),
            petition_cases::state.eq(CaseState::Received.as_str()),
        ))
        .execute(&mut conn)
        .await
        .map(drop)
}
