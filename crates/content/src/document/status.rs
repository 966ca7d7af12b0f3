//! How a document stands: never typed, always computed, from its days and from what other documents
//! say of it (R-C11).

use chrono::NaiveDate;
use portal_core::ui::Tone;

use super::relation::{Effect, RelationKind};

/// How a document stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Chưa có hiệu lực.
    NotYet,
    /// Còn hiệu lực.
    InForce,
    /// Hết hiệu lực một phần.
    PartlyExpired,
    /// Hết hiệu lực toàn bộ.
    Expired,
    /// Ngưng hiệu lực.
    Suspended,
}

impl Status {
    /// All, in the order of lists.
    pub const ALL: [Self; 5] =
        [Self::InForce, Self::NotYet, Self::PartlyExpired, Self::Suspended, Self::Expired];

    /// The word in addresses, and in the statements that compute the same.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "chua-co",
            Self::InForce => "con",
            Self::PartlyExpired => "het-mot-phan",
            Self::Expired => "het",
            Self::Suspended => "ngung",
        }
    }

    /// Reads [`Status::as_str`] back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Key of its name in the locales.
    pub fn text_key(self) -> String {
        format!("document-status-{}", self.as_str())
    }

    /// The colour of its badge.
    pub fn tone(self) -> Tone {
        match self {
            Self::NotYet => Tone::Info,
            Self::InForce => Tone::Ok,
            Self::PartlyExpired | Self::Suspended => Tone::Warn,
            Self::Expired => Tone::Bad,
        }
    }
}

/// What another document does to one, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// How the other is related to it.
    pub kind: RelationKind,
    /// From which day: the other's day of force.
    pub from: NaiveDate,
    /// Until which day, that day left out: the other's own end.
    pub until: Option<NaiveDate>,
}

impl Act {
    /// Whether it has an effect on a day. What was ended stays so, whatever becomes of the document
    /// that ended it; what is held up is free again when that document ends.
    pub fn works_on(&self, day: NaiveDate) -> bool {
        match self.kind.effect() {
            Effect::None => false,
            Effect::Ends | Effect::EndsPart => self.from <= day,
            Effect::HoldsUp => self.from <= day && self.until.is_none_or(|until| day < until),
        }
    }
}

/// Everything that decides how a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// First day in force.
    pub in_force_on: NaiveDate,
    /// First day no longer in force, where the document itself says so.
    pub expires_on: Option<NaiveDate>,
    /// What other documents do to it.
    pub acts: Vec<Act>,
}

impl Life {
    /// How the document stands on a day. An end outweighs everything; before its first day nothing
    /// but an end counts.
    ///
    /// Requirement: R-C11.
    pub fn status(&self, day: NaiveDate) -> Status {
        let works = |effect: Effect| {
            self.acts.iter().any(|act| act.kind.effect() == effect && act.works_on(day))
        };
        if self.expires_on.is_some_and(|end| end <= day) || works(Effect::Ends) {
            Status::Expired
        } else if day < self.in_force_on {
            Status::NotYet
        } else if works(Effect::HoldsUp) {
            Status::Suspended
        } else if works(Effect::EndsPart) {
            Status::PartlyExpired
        } else {
            Status::InForce
        }
    }

    /// The next day on which it may stand otherwise: until then a page that shows it is true.
    pub fn next_change(&self, day: NaiveDate) -> Option<NaiveDate> {
        let acts = self.acts.iter().flat_map(|act| [Some(act.from), act.until]).flatten();
        [Some(self.in_force_on), self.expires_on]
            .into_iter()
            .flatten()
            .chain(acts)
            .filter(|change| *change > day)
            .min()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(number)
    }

    fn act(kind: RelationKind, from: i64, until: Option<i64>) -> Act {
        Act { kind, from: day(from), until: until.map(day) }
    }

    fn life(acts: Vec<Act>) -> Life {
        Life { in_force_on: day(10), expires_on: Some(day(100)), acts }
    }

    #[test]
    fn a_document_stands_as_its_days_say() {
        let life = life(Vec::new());
        for (on, expected) in [
            (0, Status::NotYet),
            (9, Status::NotYet),
            (10, Status::InForce),
            (99, Status::InForce),
            (100, Status::Expired),
            (999, Status::Expired),
        ] {
            assert_eq!(life.status(day(on)), expected, "{on}");
        }
    }

    #[test]
    fn a_document_stands_as_others_say() {
        use RelationKind::{Amends, BasedOn, Guides, Repeals, RepealsPart, Replaces, Suspends};
        for (acts, on, expected) in [
            (vec![act(Replaces, 50, None)], 49, Status::InForce),
            (vec![act(Replaces, 50, None)], 50, Status::Expired),
            (vec![act(Repeals, 5, None)], 7, Status::Expired),
            // The end of the one that ended it brings nothing back.
            (vec![act(Replaces, 50, Some(60))], 70, Status::Expired),
            (vec![act(Amends, 20, None)], 20, Status::PartlyExpired),
            (vec![act(Amends, 5, None)], 7, Status::NotYet),
            (vec![act(RepealsPart, 20, None), act(Replaces, 30, None)], 30, Status::Expired),
            (vec![act(Suspends, 20, Some(40))], 39, Status::Suspended),
            (vec![act(Suspends, 20, Some(40))], 40, Status::InForce),
            (vec![act(Suspends, 20, None), act(Amends, 15, None)], 90, Status::Suspended),
            (vec![act(Suspends, 20, None)], 100, Status::Expired),
            (vec![act(Guides, 20, None), act(BasedOn, 20, None)], 30, Status::InForce),
        ] {
            assert_eq!(life(acts.clone()).status(day(on)), expected, "{acts:?} on {on}");
        }
    }

    fn any_act() -> impl Strategy<Value = Act> {
        (0..RelationKind::ALL.len(), 0_i64..60, proptest::option::of(1_i64..40)).prop_map(
            |(kind, from, lasts)| {
                act(RelationKind::ALL[kind], from, lasts.map(|lasts| from + lasts))
            },
        )
    }

    fn any_life() -> impl Strategy<Value = Life> {
        let acts = proptest::collection::vec(any_act(), 0..5);
        (0_i64..60, proptest::option::of(0_i64..60), acts).prop_map(|(from, lasts, acts)| Life {
            in_force_on: day(from),
            expires_on: lasts.map(|lasts| day(from + lasts)),
            acts,
        })
    }

    proptest! {
        #[test]
        fn nothing_changes_before_the_next_change(life in any_life(), on in 0_i64..130) {
            let (mut now, status) = (day(on), life.status(day(on)));
            let end = life.next_change(now).unwrap_or(day(200));
            while now < end {
                prop_assert_eq!(life.status(now), status);
                now = now.succ_opt().unwrap();
            }
        }

        #[test]
        fn what_has_ended_never_comes_back(life in any_life(), on in 0_i64..130) {
            if life.status(day(on)) == Status::Expired {
                prop_assert_eq!(life.status(day(on + 1)), Status::Expired);
            }
        }
    }
}
