//! What is done to a petition at the desk, carried out: rows, timeline, clocks, letters and facts, in
//! one transaction (R-P2). The rules were asked before ([`super::case`]).

use portal_core::{App, Ctx, Fact, Outcome, PersonId, SiteId, Tx, deadline, lang::local_day};
use serde_json::{Value, json};

use super::{
    CaseState, PetitionId,
    case::{ActKind, Case},
    events::{self, EventKind, NewEvent},
    letters::{self, LetterKind},
    queries::{self, ANSWER, FORWARD, Whole, save},
};

mod close;
pub mod facts;
mod route;

use facts::{PetitionContributed, PetitionNoted, PetitionRegistered};

/// An act with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Answered here.
    Register,
    /// Answered by a unit, with others.
    Forward {
        /// The unit that leads.
        to: SiteId,
        /// Units that answer with it.
        joint: Vec<SiteId>,
        /// For the unit.
        note: String,
    },
    /// The unit takes it on.
    Accept,
    /// The unit gives it back.
    GiveBack {
        /// Why.
        reason: String,
    },
    /// The receiving site takes it back.
    TakeBack {
        /// Why.
        reason: String,
    },
    /// Somebody is put in charge, or nobody.
    Assign {
        /// Who, and their name.
        officer: Option<(PersonId, String)>,
    },
    /// The sender is told where to turn.
    Outside {
        /// What the sender is told.
        text: String,
    },
    /// It is not accepted.
    Refuse {
        /// Code of the law's reason.
        reason: String,
        /// What the sender is told besides.
        text: String,
    },
    /// It is the same as another.
    Merge {
        /// Which.
        into: PetitionId,
        /// That one's tracking code.
        code: String,
    },
    /// It is not the same after all.
    Unmerge,
    /// One matter of it becomes a petition of its own.
    Split {
        /// Title of the new one.
        title: String,
        /// Its text.
        body: String,
    },
    /// Its publication is taken from readers.
    Hide {
        /// Why.
        reason: String,
    },
    /// A note for colleagues.
    Note {
        /// The note.
        text: String,
    },
    /// A part of a joint answer.
    Contribute {
        /// The part.
        text: String,
    },
}

impl Deed {
    /// Which act it is.
    pub fn kind(&self) -> ActKind {
        match self {
            Self::Register => ActKind::Register,
            Self::Forward { .. } => ActKind::Forward,
            Self::Accept => ActKind::Accept,
            Self::GiveBack { .. } => ActKind::GiveBack,
            Self::TakeBack { .. } => ActKind::TakeBack,
            Self::Assign { .. } => ActKind::Assign,
            Self::Outside { .. } => ActKind::Outside,
            Self::Refuse { .. } => ActKind::Refuse,
            Self::Merge { .. } => ActKind::Merge,
            Self::Unmerge => ActKind::Unmerge,
            Self::Split { .. } => ActKind::Split,
            Self::Hide { .. } => ActKind::Hide,
            Self::Note { .. } => ActKind::Note,
            Self::Contribute { .. } => ActKind::Contribute,
        }
    }
}

/// A petition under way: who acts on it, in which transaction.
pub struct Desk<'a> {
    /// The process.
    pub app: &'a App,
    /// Who acts, on whose site.
    pub ctx: &'a Ctx,
    /// The transaction.
    pub tx: &'a mut Tx,
    /// The petition, held.
    pub whole: &'a Whole,
    /// The same as the rules see it.
    pub case: &'a Case,
}

impl Desk<'_> {
    /// Carries out an act that the rules allow.
    pub async fn carry_out(&mut self, deed: &Deed) -> Outcome<()> {
        match deed {
            Deed::Register => self.keep().await,
            Deed::Forward { to, joint, note } => self.forward(*to, joint, note).await,
            Deed::Accept => self.accept().await,
            Deed::GiveBack { reason } => self.give_back(reason).await,
            Deed::TakeBack { reason } => self.take_back(reason).await,
            Deed::Assign { officer } => self.assign(officer.as_ref()).await,
            Deed::Outside { text } => self.outside(text).await,
            Deed::Refuse { reason, text } => self.refuse(reason, text).await,
            Deed::Merge { into, code } => self.merge(*into, code).await,
            Deed::Unmerge => self.unmerge().await,
            Deed::Split { title, body } => self.split(title, body).await,
            Deed::Hide { reason } => self.hide(reason).await,
            Deed::Note { text } => self.note(text).await,
            Deed::Contribute { text } => self.contribute(text).await,
        }
    }

    pub(super) fn id(&self) -> PetitionId {
        self.case.id
    }

    /// The subject of its clocks.
    pub(super) fn subject(&self) -> String {
        queries::subject(self.case.id)
    }

    /// Adds to its timeline.
    pub(super) async fn event(
        &mut self,
        kind: EventKind,
        shown: bool,
        data: Value,
    ) -> Outcome<i64> {
        let event = NewEvent {
            petition: self.case.id,
            site: self.case.site,
            acting_site: self.ctx.site.id,
            person: self.ctx.actor.id(),
            kind,
            shown,
            data,
        };
        Ok(events::add(self.tx, event).await?)
    }

    /// Owes its sender a letter.
    pub(super) async fn letter(&mut self, kind: LetterKind, data: Value) -> Outcome<()> {
        letters::owe(self.tx, self.case.site, self.case.id, kind, data).await
    }

    pub(super) async fn tell(&mut self, fact: impl Fact) -> Outcome<()> {
        self.tx.tell(fact).await.map(drop)
    }

    /// Name of a site in the language of the page.
    pub(super) fn unit_name(&self, id: SiteId) -> String {
        let sites = self.app.sites.now();
        sites.by_id(id).map(|site| site.name(self.ctx.lang).to_owned()).unwrap_or_default()
    }

    /// Enters it in the register, where that was not done yet.
    pub(super) async fn enter(&mut self) -> Outcome<()> {
        if self.case.number.is_some() {
            return Ok(());
        }
        let (number, year) =
            save::register(self.tx, self.case.site, self.case.id, self.ctx.now).await?;
        let data = json!({ "number": number, "year": year });
        self.event(EventKind::Registered, true, data).await?;
        let code = format!("{number}/{year}");
        self.tell(PetitionRegistered { petition: self.case.id, code }).await
    }

    /// Starts the answer clock of a site anew, from the day of receipt; whoever had it, has it no
    /// more.
    pub(super) async fn answer_clock(&mut self, site: SiteId) -> Outcome<i64> {
        let (subject, now) = (self.subject(), self.ctx.now);
        deadline::stop(self.tx, &subject, Some(ANSWER), now).await?;
        let clock = deadline::NewClock {
            site,
            module: super::module::KEY,
            subject,
            key: ANSWER,
            since: self.case.received_at,
        };
        let opened = deadline::open(self.app, self.tx, clock).await?;
        let calendar = self.app.calendars.of(site);
        let today = local_day(now);
        let left = i64::from(calendar.elapsed(today, opened.due_on));
        let over = i64::from(calendar.elapsed(opened.due_on, today));
        Ok(left - over)
    }

    /// Answered by the receiving site itself.
    async fn keep(&mut self) -> Outcome<()> {
        self.enter().await?;
        save::place(self.tx, self.id(), CaseState::Registered, Some(self.case.site)).await?;
        let (subject, now) = (self.subject(), self.ctx.now);
        deadline::meet(self.tx, &subject, FORWARD, now).await?;
        let name = self.unit_name(self.case.site);
        if self.case.number.is_some() {
            // It came back from a unit and stays here now.
            let data = json!({ "unit": self.case.site, "name": name });
            self.event(EventKind::TakenBack, true, data).await?;
            self.tell(facts::PetitionTakenBack { petition: self.id(), name }).await?;
        }
        Ok(())
    }

    async fn note(&mut self, text: &str) -> Outcome<()> {
        self.event(EventKind::Note, false, json!({ "note": text })).await?;
        self.tell(PetitionNoted { petition: self.id() }).await
    }

    async fn contribute(&mut self, text: &str) -> Outcome<()> {
        let name = self.unit_name(self.ctx.site.id);
        let data = json!({ "unit": self.ctx.site.id, "name": &name, "note": text });
        self.event(EventKind::Contributed, false, data).await?;
        self.tell(PetitionContributed { petition: self.id(), name }).await
    }
}
