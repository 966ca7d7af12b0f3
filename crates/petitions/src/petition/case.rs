//! The rules of handling a petition: who may do what to it, and when (R-P2). Pure: what is asked about
//! was loaded before, what is allowed is carried out afterwards.

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{PersonId, SiteId};

use super::{CaseState, PetitionId};

mod refusal;
#[cfg(test)]
mod tests;

pub use refusal::Refusal;

/// So many times a petition goes to another unit; after that the provincial office decides.
pub const MOST_HOPS: usize = 3;

words!(
    /// What is done to a petition at the desk.
    ActKind, "petition-act" {
        /// Enters it in the register, to be answered here.
        Register = "register",
        /// Gives it to another unit to answer.
        Forward = "forward",
        /// The unit takes it on.
        Accept = "accept",
        /// Puts an officer of the unit in charge.
        Assign = "assign",
        /// Writes the answer.
        Answer = "answer",
        /// Writes a progress notice.
        Progress = "progress",
        /// Decides on what was written.
        Approve = "approve",
        /// Writes a part of a joint answer for the unit that leads.
        Contribute = "contribute",
        /// The unit gives it back: it is another's.
        GiveBack = "give-back",
        /// The receiving site takes it back.
        TakeBack = "take-back",
        /// Tells the sender where to turn.
        Outside = "outside",
        /// Does not accept it, for one of the law's reasons.
        Refuse = "refuse",
        /// It is the same as an earlier one.
        Merge = "merge",
        /// It is not the same after all.
        Unmerge = "unmerge",
        /// It is two matters: one of them becomes a petition of its own.
        Split = "split",
        /// Takes its publication from readers.
        Hide = "hide",
        /// Writes a note for colleagues.
        Note = "note",
    }
);

impl ActKind {
    /// Last part of its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Register => "vao-so",
            Self::Forward => "chuyen",
            Self::Accept => "nhan",
            Self::Assign => "phan-cong",
            Self::Answer => "tra-loi",
            Self::Progress => "tien-do",
            Self::Approve => "duyet",
            Self::Contribute => "gop-y",
            Self::GiveBack => "chuyen-tra",
            Self::TakeBack => "thu-ve",
            Self::Outside => "khong-thuoc-tham-quyen",
            Self::Refuse => "khong-tiep-nhan",
            Self::Merge => "gop",
            Self::Unmerge => "bo-gop",
            Self::Split => "tach",
            Self::Hide => "go-cong-khai",
            Self::Note => "ghi-chu",
        }
    }

    /// Reads [`Self::path`] back.
    pub fn by_path(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.path() == path)
    }

    /// Whether it needs no words: a button carries it out.
    pub fn is_button(self) -> bool {
        matches!(self, Self::Register | Self::Accept | Self::Unmerge)
    }
}

words!(
    /// What a unit writes to the sender.
    AnswerKind, "petition-answer-kind" {
        /// How far it is, and by when there is an answer.
        Progress = "progress",
        /// The answer.
        Answer = "answer",
    }
);

words!(
    /// How far a text to the sender is.
    DraftState, "petition-draft-state" {
        /// Being written.
        Draft = "draft",
        /// Waits for an approver.
        Submitted = "submitted",
        /// Sent.
        Approved = "approved",
        /// Came back to its author, with the reason.
        Returned = "returned",
    }
);

/// A text to the sender that was not sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Identity.
    pub id: i64,
    /// What it is.
    pub kind: AnswerKind,
    /// How far it is.
    pub state: DraftState,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// The day it promises.
    pub promised_on: Option<NaiveDate>,
}

/// A petition's handling, as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Which petition.
    pub id: PetitionId,
    /// The site that received it.
    pub site: SiteId,
    /// The clocks' start.
    pub received_at: DateTime<Utc>,
    /// Whether the whole of it is kept from the public.
    pub confidential: bool,
    /// How far it is.
    pub state: CaseState,
    /// Number and year in the register.
    pub number: Option<(i32, i32)>,
    /// Who has it to answer.
    pub unit: Option<SiteId>,
    /// The person in charge there.
    pub officer: Option<PersonId>,
    /// What it was merged into.
    pub merged_into: Option<PetitionId>,
    /// Whether its sender was told the end of it.
    pub closed: bool,
    /// Whether readers see it.
    pub published: bool,
    /// Goes up with each change.
    pub version: i32,
    /// How often it went to another unit.
    pub hops: usize,
    /// Whether the unit took it on.
    pub accepted: bool,
    /// Whether the asking site answers it together with the unit that leads.
    pub joint: bool,
    /// How many progress notices were sent.
    pub progresses: usize,
    /// What is being written to the sender.
    pub draft: Option<Draft>,
    /// The first moment that is too late for the running answer clock.
    pub due_at: Option<DateTime<Utc>>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// At whose desk.
    pub site: SiteId,
    /// Whether that is the province's own.
    pub province: bool,
    /// Who.
    pub person: Option<PersonId>,
    /// Who lent the right to approve, where it is not the person's own.
    pub lenders: Vec<PersonId>,
    /// Holds [`super::permissions::HANDLE`].
    pub handles: bool,
    /// Holds [`super::permissions::APPROVE`].
    pub approves: bool,
    /// Holds [`super::permissions::EXTEND`].
    pub extends: bool,
    /// When.
    pub now: DateTime<Utc>,
}

impl Case {
    /// Whether an act is allowed now, and if not, why.
    ///
    /// Requirement: R-P2. Legal source: keys `deadline.petition.…` of the law packs.
    pub fn allows(&self, act: ActKind, who: &Standing) -> Result<(), Refusal> {
        self.permits(act, who)?;
        self.is_at_desk(act, who)?;
        self.is_in_state(act)?;
        match act {
            ActKind::Forward => self.may_move_on(who),
            ActKind::GiveBack if self.hops >= MOST_HOPS => Err(Refusal::TooManyHops),
            ActKind::Accept if self.accepted => Err(Refusal::AlreadyDone),
            ActKind::Progress => self.is_in_time(who.now),
            ActKind::Approve => self.may_approve(who),
            _ => Ok(()),
        }
    }

    /// All that is allowed now, in the order of the page.
    pub fn acts(&self, who: &Standing) -> Vec<ActKind> {
        ActKind::ALL.iter().copied().filter(|act| self.allows(*act, who).is_ok()).collect()
    }

    /// Refuses what was decided by the look of another version.
    pub fn is_version(&self, seen: i32) -> Result<(), Refusal> {
        if seen == self.version { Ok(()) } else { Err(Refusal::Stale) }
    }

    /// Whether it can be merged into another: that one came first, is open and is nobody's copy.
    pub fn merges_into(&self, other: &Self) -> Result<(), Refusal> {
        if other.id == self.id || other.site != self.site {
            return Err(Refusal::NoSuchPetition);
        }
        if !other.state.is_open() {
            return Err(Refusal::NotOpen);
        }
        if (other.received_at, other.id) > (self.received_at, self.id) {
            return Err(Refusal::IntoTheOlder);
        }
        Ok(())
    }

    /// Whether a day may be promised: later than today, and later than the clock's own last day is
    /// not needed, since the notice itself goes out in time.
    pub fn may_promise(&self, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        if on > today { Ok(()) } else { Err(Refusal::PromiseInThePast) }
    }

    /// Whether the asking site holds it: as its unit, or as the receiving site while no unit has it.
    pub fn is_held_by(&self, site: SiteId) -> bool {
        self.unit.map_or(self.site == site, |unit| unit == site)
    }

    fn permits(&self, act: ActKind, who: &Standing) -> Result<(), Refusal> {
        let right = match act {
            ActKind::Approve | ActKind::Hide => who.approves,
            ActKind::Note | ActKind::Assign => who.handles || who.approves,
            _ => who.handles,
        };
        if right { Ok(()) } else { Err(Refusal::NoRight) }
    }

    fn is_at_desk(&self, act: ActKind, who: &Standing) -> Result<(), Refusal> {
        let (receives, leads) = (self.site == who.site, self.unit == Some(who.site));
        let here = match act {
            ActKind::Register
            | ActKind::Forward
            | ActKind::TakeBack
            | ActKind::Outside
            | ActKind::Refuse
            | ActKind::Merge
            | ActKind::Unmerge
            | ActKind::Split => receives,
            ActKind::Accept | ActKind::GiveBack => leads && !receives,
            ActKind::Answer | ActKind::Progress | ActKind::Approve => leads,
            ActKind::Assign => self.is_held_by(who.site),
            ActKind::Contribute => self.joint && !leads,
            ActKind::Hide => receives || leads,
            ActKind::Note => true,
        };
        if here { Ok(()) } else { Err(Refusal::NotYours) }
    }

    fn is_in_state(&self, act: ActKind) -> Result<(), Refusal> {
        use CaseState::{Answered, Forwarded, Merged, Received, Registered};
        let fits = match act {
            ActKind::Register => {
                self.state == Received || self.state == Registered && self.unit.is_none()
            }
            ActKind::Forward | ActKind::Assign | ActKind::Contribute | ActKind::Split => {
                self.state.is_open()
            }
            ActKind::Accept | ActKind::GiveBack | ActKind::TakeBack => self.state == Forwarded,
            ActKind::Progress => matches!(self.state, Registered | Forwarded),
            ActKind::Answer | ActKind::Approve => {
                matches!(self.state, Registered | Forwarded | Answered)
            }
            ActKind::Outside | ActKind::Refuse | ActKind::Merge => {
                matches!(self.state, Received | Registered)
            }
            ActKind::Unmerge => self.state == Merged && !self.closed,
            ActKind::Hide => self.published,
            ActKind::Note => true,
        };
        if fits { Ok(()) } else { Err(Refusal::WrongState(self.state)) }
    }

    /// After so many units only an approver of the provincial office sends it on; any other site can
    /// only lay it before that office.
    fn may_move_on(&self, who: &Standing) -> Result<(), Refusal> {
        if self.hops < MOST_HOPS || !who.province || who.approves {
            Ok(())
        } else {
            Err(Refusal::TooManyHops)
        }
    }

    /// Whether it may go to a unit.
    pub fn may_go_to(&self, to: SiteId, who: &Standing, province: SiteId) -> Result<(), Refusal> {
        if to == self.site || Some(to) == self.unit {
            return Err(Refusal::AlreadyThere);
        }
        if self.hops >= MOST_HOPS && !who.province && to != province {
            return Err(Refusal::TooManyHops);
        }
        Ok(())
    }

    fn is_in_time(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.due_at.is_some_and(|due| now < due) { Ok(()) } else { Err(Refusal::TooLate) }
    }

    fn may_approve(&self, who: &Standing) -> Result<(), Refusal> {
        let Some(draft) = self.draft.as_ref().filter(|d| d.state == DraftState::Submitted) else {
            return Err(Refusal::NothingToApprove);
        };
        if draft.author.is_some() && draft.author == who.person {
            return Err(Refusal::OwnText);
        }
        if draft.author.is_some_and(|author| who.lenders.contains(&author)) {
            return Err(Refusal::OwnText);
        }
        if draft.kind == AnswerKind::Progress {
            if self.progresses > 0 && !who.extends {
                return Err(Refusal::NeedsHead);
            }
        } else if !self.state.is_open() && self.state != CaseState::Answered {
            return Err(Refusal::WrongState(self.state));
        }
        Ok(())
    }

    /// Whether what waits may be sent now. A notice goes out before the clock ends, or not at all; it
    /// can still be returned then.
    pub fn may_send(&self, who: &Standing) -> Result<(), Refusal> {
        self.allows(ActKind::Approve, who)?;
        match &self.draft {
            Some(draft) if draft.kind == AnswerKind::Progress => {
                self.is_in_time(who.now)?;
                let today = portal_core::lang::local_day(who.now);
                draft.promised_on.map_or(Ok(()), |on| self.may_promise(on, today))
            }
            _ => Ok(()),
        }
    }
}
