//! Items: what is written, and the way it goes until readers see it (R-C2 to R-C4).
//!
//! An item is an identity; what it says is in editions, which never change. An approval is given to
//! one exact text, known by its hash, by somebody who neither wrote that text nor began the item.
//! While a newer edition is being written, the published one stays public.

use std::fmt;

use chrono::{DateTime, Utc};
use portal_core::{PersonId, Texts, id_type, law::RefusalReason};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub mod acts;
pub mod batch;
pub mod hand_over;
pub mod queries;

pub use crate::media::MediaId;

id_type!(
    /// A thing that is written: an article, a page.
    ItemId
);
id_type!(
    /// One exact text of an item.
    EditionId
);
id_type!(
    /// A section of a site.
    SectionId
);

/// Where the newest edition of an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Waits for approval.
    Submitted,
    /// Came back with a reason.
    Refused,
    /// May be published.
    Approved,
    /// Readers see it.
    Published,
    /// Readers saw it, and no longer do.
    Withdrawn,
}

impl State {
    /// All states, in the order in which an item goes through them.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Submitted,
        Self::Refused,
        Self::Approved,
        Self::Published,
        Self::Withdrawn,
    ];

    /// The word in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Refused => "refused",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`State::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Key of the state's name in the locales.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Draft => "state-draft",
            Self::Submitted => "state-submitted",
            Self::Refused => "state-refused",
            Self::Approved => "state-approved",
            Self::Published => "state-published",
            Self::Withdrawn => "state-withdrawn",
        }
    }
}

/// The hash by which one exact text is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EditionHash([u8; 32]);

impl EditionHash {
    /// Of a text: SHA-256 over type, language, title, lead, body and fields, each with its length.
    pub fn of(
        content_type: &str,
        language: &str,
        title: &str,
        lead: &str,
        body: &str,
        fields: &Value,
    ) -> Self {
        let mut hash = Sha256::new();
        // serde_json keeps object keys in order, so equal fields give equal bytes.
        let fields = fields.to_string();
        for part in [content_type, language, title, lead, body, &fields] {
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        Self(hash.finalize().into())
    }

    /// From the database.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// From a form's hidden field ([`fmt::Display`] read back).
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_bytes(&hex::decode(text).ok()?)
    }

    /// For the database.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for EditionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for EditionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EditionHash({self})")
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The writer asks for approval.
    Submitted,
    /// May be published.
    Approved,
    /// Back to the writer, with a reason.
    Refused,
    /// Readers see it.
    Published,
    /// Readers no longer see it.
    Withdrawn,
}

impl Verdict {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`Verdict::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Submitted, Self::Approved, Self::Refused, Self::Published, Self::Withdrawn]
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }

    /// Key of the verdict's name in the locales.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Submitted => "verdict-submitted",
            Self::Approved => "verdict-approved",
            Self::Refused => "verdict-refused",
            Self::Published => "verdict-published",
            Self::Withdrawn => "verdict-withdrawn",
        }
    }
}

/// An edition, as far as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exact {
    /// Identity.
    pub id: EditionId,
    /// The text.
    pub hash: EditionHash,
}

/// An approval of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// Of which text.
    pub hash: EditionHash,
    /// By whom.
    pub by: PersonId,
}

/// An item at a moment, as far as the rules look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// Where the newest edition stands.
    pub state: State,
    /// The newest edition.
    pub newest: Exact,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// Who began the item.
    pub created_by: Option<PersonId>,
    /// The last approval of the newest edition.
    pub approval: Option<Approval>,
    /// The edition readers see.
    pub public: Option<Exact>,
}

/// What becomes of what readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Public {
    /// It stays.
    Stays,
    /// They see the edition that was decided on.
    Shows,
    /// They see nothing.
    Nothing,
}

/// What a rule allows; [`acts::carry_out`] does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// On which text.
    pub on: Exact,
    /// Where the newest edition stands afterwards.
    pub state: State,
    /// What readers see afterwards.
    pub public: Public,
    /// Code of the regulation's reason, for a refusal; `import` where the portal itself published.
    pub reason: Option<String>,
    /// Words with it.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Reason of a publication that the portal itself carried out: imports, pages a site is born with.
pub const IMPORT: &str = "import";

/// Why a rule says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody approves or refuses what they wrote or began themselves.
    OwnText,
    /// Nor what the person wrote whose right they were lent.
    LendersText,
    /// The item does not stand where this could be done.
    WrongState(State),
    /// Somebody saved another text since this one was looked at.
    TextChanged,
    /// Nobody approved this very text.
    NotApproved,
    /// Readers see nothing that could be withdrawn.
    NothingPublic,
    /// A refusal names one of the regulation's reasons.
    ReasonMissing,
    /// The regulation knows no such reason.
    ReasonUnknown,
    /// A refusal and a withdrawal say why, in words.
    NoteMissing,
}

impl portal_core::Refusal for Refusal {
    fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::OwnText => t.say("refusal-own-text"),
            Self::LendersText => t.say("refusal-lenders-text"),
            Self::WrongState(state) => {
                t.with("refusal-wrong-state", [("state", t.say(state.text_key()).into())])
            }
            Self::TextChanged => t.say("refusal-text-changed"),
            Self::NotApproved => t.say("refusal-not-approved"),
            Self::NothingPublic => t.say("refusal-nothing-public"),
            Self::ReasonMissing => t.say("refusal-reason-missing"),
            Self::ReasonUnknown => t.say("refusal-reason-unknown"),
            Self::NoteMissing => t.say("refusal-note-missing"),
        }
    }
}

impl Snapshot {
    fn decide(&self, verdict: Verdict, state: State, at: DateTime<Utc>) -> Decision {
        Decision {
            verdict,
            on: self.newest,
            state,
            public: Public::Stays,
            reason: None,
            note: String::new(),
            at,
        }
    }

    fn stands(&self, states: &[State]) -> Result<(), Refusal> {
        if states.contains(&self.state) { Ok(()) } else { Err(Refusal::WrongState(self.state)) }
    }

    fn is_text(&self, seen: EditionHash) -> Result<(), Refusal> {
        if seen == self.newest.hash { Ok(()) } else { Err(Refusal::TextChanged) }
    }

    /// Whether somebody wrote the newest text or began the item.
    pub fn is_own(&self, person: PersonId) -> bool {
        self.author == Some(person) || self.created_by == Some(person)
    }

    /// Checks that a right somebody was lent by these people is not used on a text of theirs: none of
    /// them could have used it themselves. Whoever has the right of their own was lent by nobody.
    ///
    /// Requirement: R-A4.
    pub fn is_not_of(&self, lenders: &[PersonId]) -> Result<(), Refusal> {
        let all = !lenders.is_empty() && lenders.iter().all(|lender| self.is_own(*lender));
        if all { Err(Refusal::LendersText) } else { Ok(()) }
    }

    fn is_others(&self, person: PersonId) -> Result<(), Refusal> {
        if self.is_own(person) { Err(Refusal::OwnText) } else { Ok(()) }
    }

    /// Begins a new edition on the one that was being looked at. The item becomes a draft; what
    /// readers see stays.
    ///
    /// Refuses a text that somebody else changed meanwhile ([`Refusal::TextChanged`]).
    pub fn edit(&self, seen: EditionId) -> Result<State, Refusal> {
        if seen == self.newest.id { Ok(State::Draft) } else { Err(Refusal::TextChanged) }
    }

    /// Asks for approval.
    ///
    /// Requirement: R-C3.
    pub fn submit(&self, seen: EditionHash, now: DateTime<Utc>) -> Result<Decision, Refusal> {
        self.stands(&[State::Draft, State::Refused, State::Withdrawn])?;
        self.is_text(seen)?;
        Ok(self.decide(Verdict::Submitted, State::Submitted, now))
    }

    /// Approves one exact text.
    ///
    /// Refuses the text's author and the item's ([`Refusal::OwnText`]).
    ///
    /// Requirement: R-C3.
    pub fn approve(
        &self,
        by: PersonId,
        seen: EditionHash,
        now: DateTime<Utc>,
    ) -> Result<Decision, Refusal> {
        self.stands(&[State::Submitted])?;
        self.is_text(seen)?;
        self.is_others(by)?;
        Ok(self.decide(Verdict::Approved, State::Approved, now))
    }

    /// This item after an approval, so that publishing can follow at once.
    #[must_use]
    pub fn approved(mut self, by: PersonId) -> Self {
        self.state = State::Approved;
        self.approval = Some(Approval { hash: self.newest.hash, by });
        self
    }

    /// Sends a text back with one of the regulation's reasons and a note.
    ///
    /// Requirement: R-C3. Legal source: key `article.refusal_reasons` of the law packs.
    pub fn refuse(
        &self,
        by: PersonId,
        seen: EditionHash,
        (reason, note): (&str, &str),
        known: &[RefusalReason],
        now: DateTime<Utc>,
    ) -> Result<Decision, Refusal> {
        self.stands(&[State::Submitted, State::Approved])?;
        self.is_text(seen)?;
        self.is_others(by)?;
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        if !known.iter().any(|known| known.code == reason) {
            return Err(Refusal::ReasonUnknown);
        }
        let note = noted(note)?;
        let decision = self.decide(Verdict::Refused, State::Refused, now);
        Ok(Decision { reason: Some(reason.to_owned()), note, ..decision })
    }

    /// Shows the newest edition to readers, in place of an older one where there is one.
    ///
    /// Refuses a text that nobody else approved ([`Refusal::NotApproved`]).
    ///
    /// Requirement: R-C3.
    pub fn publish(&self, seen: EditionHash, now: DateTime<Utc>) -> Result<Decision, Refusal> {
        self.stands(&[State::Approved])?;
        self.is_text(seen)?;
        let approval = self.approval.ok_or(Refusal::NotApproved)?;
        if approval.hash != self.newest.hash || self.is_own(approval.by) {
            return Err(Refusal::NotApproved);
        }
        let decision = self.decide(Verdict::Published, State::Published, now);
        Ok(Decision { public: Public::Shows, ..decision })
    }

    /// Takes from readers what they see. A newer edition that is under way stays where it is.
    ///
    /// Requirement: R-C4.
    pub fn withdraw(&self, note: &str, now: DateTime<Utc>) -> Result<Decision, Refusal> {
        let public = self.public.ok_or(Refusal::NothingPublic)?;
        let note = noted(note)?;
        let state = if public.id == self.newest.id { State::Withdrawn } else { self.state };
        let decision = self.decide(Verdict::Withdrawn, state, now);
        Ok(Decision { on: public, public: Public::Nothing, note, ..decision })
    }
}

/// Publishes what the portal itself brought: an import, a page a site is born with.
pub fn import(edition: Exact, now: DateTime<Utc>) -> Decision {
    Decision {
        verdict: Verdict::Published,
        on: edition,
        state: State::Published,
        public: Public::Shows,
        reason: Some(IMPORT.to_owned()),
        note: String::new(),
        at: now,
    }
}

fn noted(note: &str) -> Result<String, Refusal> {
    match note.trim() {
        "" => Err(Refusal::NoteMissing),
        note => Ok(note.to_owned()),
    }
}

#[cfg(test)]
mod tests;
