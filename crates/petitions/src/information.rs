//! Requests for information under the Law on Access to Information (R-P9).
//!
//! A request arrives, gets its number in the register, and is answered the short way or the long
//! one; what goes out is prepared by one person and approved by another. Who asks is sealed and read
//! with a permission of its own; files are sealed too and handed over by a link that works once.

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{PersonId, Texts, id_type};

mod ask;
mod clocks;
mod deliver;
pub mod demo;
mod desk;
pub mod facts;
mod hand_over;
mod held;
mod letters;
mod links;
pub mod module;
mod official;
pub mod permissions;
mod public;
mod queries;
mod refusal;
mod register;
mod remind;
mod retention;
pub mod schema;
mod sealed;
mod statistics;
mod track;

pub use module::InformationRequests;
pub use refusal::InformationRefusal;

id_type!(
    /// A request for information.
    InformationRequestId
);
id_type!(
    /// What a unit writes to a requester.
    ReplyId
);

words!(
    /// Which of the law's two forms was filled in.
    Form, "information-form" {
        /// Mẫu 01a: a citizen for themselves.
        Citizen = "citizen",
        /// Mẫu 01b: through an organisation, or a representative.
        Organisation = "organisation",
    }
);

words!(
    /// How it came in.
    Channel, "information-channel" {
        /// The form of the portal.
        Web = "web",
        /// By e-mail.
        Email = "email",
        /// By post or fax.
        Post = "post",
        /// Brought in person.
        InPerson = "in-person",
        /// Told by telephone and written down by the officer.
        Phone = "phone",
    }
);

words!(
    /// How the requester wants the information.
    Wish, "information-wish" {
        /// Files by e-mail.
        Email = "email",
        /// Reads it at the office.
        View = "view",
        /// Fetches copies on paper.
        Paper = "paper",
        /// Copies by post.
        Post = "post",
    }
);

words!(
    /// How far a request is.
    State, "information-state" {
        /// Nobody has looked at it yet.
        Arrived = "arrived",
        /// Something is missing; the requester was asked for it.
        Incomplete = "incomplete",
        /// In the register, being answered.
        Accepted = "accepted",
        /// The information was given.
        Answered = "answered",
        /// Refused for reasons of the law.
        Refused = "refused",
        /// Sent on to the body that has the information.
        Transferred = "transferred",
        /// Taken back by the requester.
        Withdrawn = "withdrawn",
        /// No request at all, or never completed.
        Discarded = "discarded",
    }
);

words!(
    /// What a unit writes to a requester.
    ReplyKind, "information-reply" {
        /// Asks for what is missing.
        Complete = "complete",
        /// Says when and how a complex request will be answered.
        Notice = "notice",
        /// Announces a longer term.
        Extension = "extension",
        /// Gives the information.
        Answer = "answer",
        /// Refuses, for reasons of the law.
        Refusal = "refusal",
        /// Says which body it was sent on to.
        Transfer = "transfer",
    }
);

words!(
    /// How far a reply is.
    ReplyState, "information-reply-state" {
        /// Being written.
        Draft = "draft",
        /// Before the approver.
        Submitted = "submitted",
        /// Given back by the approver.
        Returned = "returned",
        /// Sent.
        Sent = "sent",
    }
);

impl Channel {
    /// The clock of a request that can be answered at once.
    ///
    /// Legal source: keys `deadline.info_request.simple`, `deadline.info_request.simple_by_post`.
    pub fn simple_clock(self) -> &'static str {
        match self {
            Self::Post => clocks::SIMPLE_BY_POST,
            Self::Web | Self::Email | Self::InPerson | Self::Phone => clocks::SIMPLE,
        }
    }

    /// The clock of a complex request.
    ///
    /// Legal source: keys `deadline.info_request.answer`, `deadline.info_request.answer_in_person`.
    pub fn answer_clock(self) -> &'static str {
        match self {
            Self::InPerson => clocks::ANSWER_IN_PERSON,
            Self::Web | Self::Email | Self::Post | Self::Phone => clocks::ANSWER,
        }
    }
}

impl State {
    /// Whether somebody still has something to do.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Arrived | Self::Incomplete | Self::Accepted)
    }
}

impl ReplyKind {
    /// Whether somebody else has to approve it: all that decides about the request.
    pub fn needs_approval(self) -> bool {
        !matches!(self, Self::Complete | Self::Notice)
    }

    /// The state it brings the request to once it is sent.
    pub fn leads_to(self) -> State {
        match self {
            Self::Complete => State::Incomplete,
            Self::Notice | Self::Extension => State::Accepted,
            Self::Answer => State::Answered,
            Self::Refusal => State::Refused,
            Self::Transfer => State::Transferred,
        }
    }
}

/// A request as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Identity.
    pub id: InformationRequestId,
    /// Tracking code.
    pub code: String,
    /// Which form.
    pub form: Form,
    /// How it came in.
    pub channel: Channel,
    /// Name of the document or information.
    pub title: String,
    /// More about it.
    pub details: String,
    /// What for.
    pub purpose: String,
    /// How the requester wants it.
    pub wish: Wish,
    /// Whether the sender's browser did the work robots shun.
    pub proved: bool,
    /// When it truly arrived.
    pub received_at: DateTime<Utc>,
    /// When the address was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it had all the law wants.
    pub valid_at: Option<DateTime<Utc>>,
    /// How far it is.
    pub state: State,
    /// Number and year in the register.
    pub number: Option<(i32, i32)>,
    /// Whether it takes the long way.
    pub complex: Option<bool>,
    /// Who handles it.
    pub officer: Option<PersonId>,
    /// When the longer term was announced.
    pub extended_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the information was handed over.
    pub delivered_at: Option<DateTime<Utc>>,
}

/// A reply as the rules look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Identity.
    pub id: ReplyId,
    /// What it is.
    pub kind: ReplyKind,
    /// Its words.
    pub text: String,
    /// Codes of the law's reasons, of a refusal.
    pub reasons: Vec<String>,
    /// Real costs, in words.
    pub costs: String,
    /// The body it goes to, of a transfer.
    pub body: String,
    /// The new last day, of an extension.
    pub until: Option<NaiveDate>,
    /// How far it is.
    pub state: ReplyState,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Who approved it, or sent it.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was given back.
    pub note: String,
}

/// How a request's clock for the answer stands, for the rule of the extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerClock {
    /// Its last day.
    pub due_on: NaiveDate,
    /// The first moment that is too late.
    pub due_at: DateTime<Utc>,
    /// The last day an extension may name.
    pub longest: NaiveDate,
}

impl Request {
    /// The facts' subject, and the clocks': `information:7`.
    pub fn subject(&self) -> String {
        subject(self.id)
    }

    /// What people call it: "số 12/2026", or its code while it has no number.
    pub fn label(&self, t: &Texts) -> String {
        label(t, self.number, &self.code)
    }

    /// What it is called in a list and above a page: its number in the register, or its code.
    pub fn name(&self, t: &Texts) -> String {
        match self.number {
            Some((number, year)) => {
                let number = format!("{number}/{year}");
                t.with("information-numbered", [("number", number.into())])
            }
            None => t.with("information-coded", [("code", self.code.as_str().into())]),
        }
    }

    /// Whether it can be put into the register.
    pub fn accept(&self) -> Result<(), InformationRefusal> {
        match self.state {
            State::Arrived => Ok(()),
            State::Incomplete if self.valid_at.is_some() => Ok(()),
            State::Incomplete => Err(InformationRefusal::StillIncomplete),
            _ => Err(InformationRefusal::NotNow),
        }
    }

    /// Whether a reply of a kind can be written now; `pending` is one that is being written.
    ///
    /// Refuses a second reply beside one that is not sent, whatever is past the request's state, a
    /// second extension, and one after the last day: the law wants it announced in time.
    ///
    /// Requirement: R-P9. Legal source: key `deadline.info_request.extension`.
    pub fn write(
        &self,
        kind: ReplyKind,
        pending: Option<&Reply>,
        clock: Option<AnswerClock>,
        now: DateTime<Utc>,
    ) -> Result<(), InformationRefusal> {
        if pending.is_some_and(|pending| pending.kind != kind) {
            return Err(InformationRefusal::AnotherReply);
        }
        if pending.is_some_and(|pending| pending.state == ReplyState::Submitted) {
            return Err(InformationRefusal::BeforeApprover);
        }
        let fits = match kind {
            ReplyKind::Complete => {
                matches!(self.state, State::Arrived | State::Accepted) && self.complex.is_none()
            }
            ReplyKind::Notice => self.state == State::Accepted && self.complex.is_none(),
            ReplyKind::Extension => {
                return self.extend(clock, now);
            }
            ReplyKind::Answer | ReplyKind::Refusal | ReplyKind::Transfer => {
                self.state == State::Accepted
            }
        };
        if fits { Ok(()) } else { Err(InformationRefusal::NotNow) }
    }

    fn extend(
        &self,
        clock: Option<AnswerClock>,
        now: DateTime<Utc>,
    ) -> Result<(), InformationRefusal> {
        if self.state != State::Accepted {
            return Err(InformationRefusal::NotNow);
        }
        if self.extended_at.is_some() {
            return Err(InformationRefusal::ExtendedBefore);
        }
        match clock.filter(|_| self.complex == Some(true)) {
            None => Err(InformationRefusal::OnlyComplex),
            Some(clock) if now >= clock.due_at => Err(InformationRefusal::TooLateToExtend),
            Some(_) => Ok(()),
        }
    }

    /// Whether the requester may take it back.
    pub fn withdraw(&self) -> Result<(), InformationRefusal> {
        if self.state.is_open() { Ok(()) } else { Err(InformationRefusal::NotNow) }
    }

    /// Whether it can be put aside: nothing that is in the register is.
    pub fn discard(&self) -> Result<(), InformationRefusal> {
        match self.state {
            State::Arrived | State::Incomplete => Ok(()),
            _ => Err(InformationRefusal::NotNow),
        }
    }
}

impl Reply {
    /// Whether it may go to the approver, or out where nobody has to approve it: reasons stand where
    /// it refuses, somebody looked for secrets where it gives information, and there are files where
    /// they are wanted by e-mail.
    ///
    /// Requirement: R-P9. Legal source: key `info_request.refusal_reasons`; Law on Access to
    /// Information, Article 34.1e.
    pub fn submit(
        &self,
        secrets_checked: bool,
        wish: Wish,
        files: usize,
    ) -> Result<(), InformationRefusal> {
        match self.state {
            ReplyState::Draft | ReplyState::Returned => {}
            ReplyState::Submitted | ReplyState::Sent => return Err(InformationRefusal::NotNow),
        }
        if self.kind == ReplyKind::Answer && wish == Wish::Email && files == 0 {
            return Err(InformationRefusal::NoFile);
        }
        if self.kind == ReplyKind::Answer && !secrets_checked {
            return Err(InformationRefusal::SecretsUnchecked);
        }
        if self.kind == ReplyKind::Refusal && self.reasons.is_empty() {
            return Err(InformationRefusal::NoReason);
        }
        Ok(())
    }

    /// Whether it is still being written.
    pub fn is_open(&self) -> bool {
        matches!(self.state, ReplyState::Draft | ReplyState::Returned)
    }

    /// Whether somebody may approve it, or give it back: never who wrote it.
    pub fn decide(&self, by: PersonId) -> Result<(), InformationRefusal> {
        if self.state != ReplyState::Submitted {
            return Err(InformationRefusal::NotNow);
        }
        if self.author == Some(by) { Err(InformationRefusal::OwnReply) } else { Ok(()) }
    }
}

/// The facts' subject, and the clocks'.
pub fn subject(id: InformationRequestId) -> String {
    format!("information:{id}")
}

/// What people call a request.
pub fn label(t: &Texts, number: Option<(i32, i32)>, code: &str) -> String {
    match number {
        Some((number, year)) => t.with(
            "information-number",
            [("number", number.into()), ("year", year.to_string().into())],
        ),
        None => t.with("information-code-label", [("code", code.into())]),
    }
}

#[cfg(test)]
mod tests;
