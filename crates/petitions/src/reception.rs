//! Citizen reception: place, regular times, schedule and what changes of it (R-P1; Law on Citizen
//! Reception, Article 24).
//!
//! What one person plans another approves before it is public. A reception is posted so many working
//! days ahead (key `deadline.citizen_reception.schedule_lead` of the law packs), or marked as
//! unplanned with the reason; a change or cancellation stays visible, with its day.

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{App, Ctx, Fault, Outcome, PersonId, Refusal, Texts, id_type, lang::local_day};

pub mod demo;
mod desk;
pub mod facts;
mod ical;
pub mod module;
mod month;
pub mod permissions;
mod public;
mod queries;
pub mod schema;

pub use module::Reception;

id_type!(
    /// A reception of the schedule.
    ReceptionId
);

words!(
    /// How far a reception is.
    State, "reception-state" {
        /// Being planned.
        Draft = "draft",
        /// Before the approver.
        Submitted = "submitted",
        /// Given back by the approver.
        Returned = "returned",
        /// Public.
        Published = "published",
        /// Public, and called off.
        Cancelled = "cancelled",
    }
);

words!(
    /// What happened to a published reception.
    NoticeKind, "reception-notice" {
        /// Another time or place.
        Changed = "changed",
        /// Called off.
        Cancelled = "cancelled",
    }
);

/// A reception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Identity.
    pub id: ReceptionId,
    /// What is planned.
    pub plan: Plan,
    /// How far it is.
    pub state: State,
    /// Who planned it.
    pub author: Option<PersonId>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// Why it was given back.
    pub note: String,
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who receives.
    pub receiver: String,
    /// As what.
    pub post: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where.
    pub place: String,
    /// Who else is there.
    pub participants: String,
    /// What it is expected to be about.
    pub content: String,
    /// Why it is posted late; such a one is unplanned.
    pub exception: String,
}

/// A change of a published reception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity.
    pub id: i64,
    /// Of which.
    pub reception: ReceptionId,
    /// What happened.
    pub kind: NoticeKind,
    /// Why.
    pub reason: String,
    /// When it was to begin before.
    pub old_starts_at: DateTime<Utc>,
    /// Where it was to be before.
    pub old_place: String,
    /// When it begins now.
    pub starts_at: DateTime<Utc>,
    /// When it ends now.
    pub ends_at: DateTime<Utc>,
    /// Where it is now.
    pub place: String,
    /// Whether it is approved.
    pub approved: bool,
    /// Who asked for it.
    pub author: Option<PersonId>,
    /// When it was approved.
    pub decided_at: Option<DateTime<Utc>>,
}

/// The place and the regular times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Identity.
    pub id: i64,
    /// Where.
    pub place: String,
    /// Days and hours.
    pub times: String,
    /// Telephone, name of the officer.
    pub contact: String,
    /// Who wrote it.
    pub author: Option<PersonId>,
}

/// Why something is not done with the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceptionRefusal {
    /// It is not where this can be done.
    NotNow,
    /// Nobody approves what they planned.
    OwnPlan,
    /// Too late for the law, and no reason is given.
    TooLate,
}

impl ReceptionRefusal {
    /// Key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotNow => "reception-refused-not-now",
            Self::OwnPlan => "reception-refused-own",
            Self::TooLate => "reception-refused-late",
        }
    }
}

impl Refusal for ReceptionRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(self.key())
    }
}

/// Whether somebody may decide on what somebody else wrote.
pub fn may_decide(by: Option<PersonId>, author: Option<PersonId>) -> Result<(), ReceptionRefusal> {
    if by.is_some() && by == author { Err(ReceptionRefusal::OwnPlan) } else { Ok(()) }
}

impl Session {
    /// Whether it can still be planned otherwise.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Draft | State::Returned)
    }

    /// Whether it may be published: laid before somebody else, and in time or with a reason why not.
    /// `last` is the last day on which the law lets it be posted.
    ///
    /// Legal source: key `deadline.citizen_reception.schedule_lead`.
    pub fn publish(
        &self,
        by: Option<PersonId>,
        last: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), ReceptionRefusal> {
        if self.state != State::Submitted {
            return Err(ReceptionRefusal::NotNow);
        }
        may_decide(by, self.author)?;
        if today > last && self.plan.exception.is_empty() {
            return Err(ReceptionRefusal::TooLate);
        }
        Ok(())
    }

    /// Whether a change may be asked for: it is public and not over.
    pub fn change(&self, now: DateTime<Utc>) -> Result<(), ReceptionRefusal> {
        if self.state == State::Published && now < self.plan.starts_at {
            Ok(())
        } else {
            Err(ReceptionRefusal::NotNow)
        }
    }
}

/// The last day on which a reception may be posted, by the law's working days ahead of it.
///
/// # Errors
/// Refused past the calendar's horizon.
///
/// Legal source: key `deadline.citizen_reception.schedule_lead`.
pub fn last_day_to_post(app: &App, ctx: &Ctx, starts_at: DateTime<Utc>) -> Outcome<NaiveDate> {
    let on = local_day(starts_at);
    let term = app
        .law()
        .term("citizen_reception.schedule_lead", local_day(ctx.now))
        .map_err(Fault::bug)?;
    Ok(app.calendars.of(ctx.site.id).before(on, term.value.count)?)
}

#[cfg(test)]
mod tests {
    use portal_core::{Lang, lang::Locales};

    use super::*;

    fn session(state: State, exception: &str) -> Session {
        let at: DateTime<Utc> = "2026-12-15T01:00:00Z".parse().unwrap();
        Session {
            id: ReceptionId(1),
            plan: Plan {
                receiver: "Bà Mẫu".into(),
                post: "Giám đốc".into(),
                starts_at: at,
                ends_at: at + chrono::TimeDelta::hours(3),
                place: "Phòng tiếp công dân".into(),
                participants: String::new(),
                content: String::new(),
                exception: exception.into(),
            },
            state,
            author: Some(PersonId(1)),
            changed_at: at,
            published_at: None,
            note: String::new(),
        }
    }

    #[test]
    fn what_is_late_needs_a_reason_and_somebody_else() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (last, other) = (day("2026-12-08"), Some(PersonId(2)));
        let ask = |session: Session, by, today| session.publish(by, last, day(today));
        assert_eq!(ask(session(State::Submitted, ""), other, "2026-12-08"), Ok(()));
        assert_eq!(
            ask(session(State::Submitted, ""), other, "2026-12-09"),
            Err(ReceptionRefusal::TooLate)
        );
        assert_eq!(ask(session(State::Submitted, "Việc gấp"), other, "2026-12-09"), Ok(()));
        assert_eq!(
            ask(session(State::Submitted, ""), Some(PersonId(1)), "2026-12-01"),
            Err(ReceptionRefusal::OwnPlan)
        );
        assert_eq!(
            ask(session(State::Draft, ""), other, "2026-12-01"),
            Err(ReceptionRefusal::NotNow)
        );
    }

    #[test]
    fn every_word_and_refusal_has_its_text() {
        for lang in [Lang::VI, Lang::EN] {
            let t = Locales::shipped().texts(lang);
            let refusals =
                [ReceptionRefusal::NotNow, ReceptionRefusal::OwnPlan, ReceptionRefusal::TooLate];
            let mut keys: Vec<String> = refusals.iter().map(|one| one.key().to_owned()).collect();
            keys.extend(State::ALL.iter().map(|one| one.text_key()));
            keys.extend(NoticeKind::ALL.iter().map(|one| one.text_key()));
            assert!(keys.iter().all(|key| t.has(key)), "{lang:?} {keys:?}");
        }
    }
}
