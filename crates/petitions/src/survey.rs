//! Surveys and polls (R-P7): questions put to everybody, answered without a name.
//!
//! Who has answered and what was answered are two tables without a common key, and neither knows the
//! time of day ([`ballots`]). Hidden results are hidden from everybody, staff too, until the end.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use portal_core::{PersonId, Refusal, SiteId, Texts};
use sha2::{Digest as _, Sha256};

mod acts;
mod admin;
pub mod answer;
pub mod ballots;
mod block;
mod campaign;
pub mod demo;
mod export;
mod facts;
mod fields;
mod form_views;
pub mod jobs;
pub mod module;
pub mod permissions;
mod public;
mod public_views;
pub mod queries;
pub mod question;
mod question_admin;
mod results;
mod schema;
mod settings;
pub mod tally;
mod views;

pub use module::Surveys;
use question::Question;
use schema::surveys;

words!(
    /// What it is.
    SurveyKind, "survey-kind" {
        /// Khảo sát: several questions.
        Survey = "survey",
        /// Thăm dò: one question, also on the home page.
        Poll = "poll",
    }
);

words!(
    /// How far its making is.
    SurveyState, "survey-state" {
        /// Being written.
        Draft = "draft",
        /// Somebody else has to look at it.
        Submitted = "submitted",
        /// Public from its opening on.
        Approved = "approved",
    }
);

words!(
    /// When results are shown.
    ResultsShown, "survey-results" {
        /// While people answer.
        During = "during",
        /// When it is over.
        After = "after",
    }
);

words!(
    /// Where it stands, with the clock.
    Phase, "survey-phase" {
        /// Being written.
        Draft = "draft",
        /// Somebody else has to look at it.
        Submitted = "submitted",
        /// Approved, and not open yet.
        Coming = "coming",
        /// People answer.
        Open = "open",
        /// Over.
        Over = "over",
    }
);

/// A row of `surveys`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = surveys)]
pub struct Survey {
    /// Identity.
    pub id: i64,
    site_id: i64,
    kind: String,
    /// Language it is in.
    pub language: String,
    /// Title.
    pub title: String,
    /// What it is about; plain text.
    pub intro: String,
    questions: serde_json::Value,
    state: String,
    /// People answer from this moment on.
    pub opens_at: DateTime<Utc>,
    /// People answer before this moment.
    pub closes_at: DateTime<Utc>,
    results: String,
    /// Raw answers are kept for so many days after the end.
    pub keep_days: i32,
    author_id: Option<i64>,
    /// The yearly survey it is part of.
    pub campaign_id: Option<i64>,
    /// Why it was given back.
    pub note: String,
}

impl Survey {
    /// Its site.
    pub fn site(&self) -> SiteId {
        SiteId(self.site_id)
    }

    /// What it is.
    pub fn kind(&self) -> SurveyKind {
        SurveyKind::parse(&self.kind).unwrap_or(SurveyKind::Survey)
    }

    /// Its questions, in order.
    pub fn questions(&self) -> Vec<Question> {
        serde_json::from_value(self.questions.clone()).unwrap_or_default()
    }

    /// How far its making is.
    pub fn state(&self) -> SurveyState {
        SurveyState::parse(&self.state).unwrap_or(SurveyState::Draft)
    }

    /// When results are shown.
    pub fn results(&self) -> ResultsShown {
        ResultsShown::parse(&self.results).unwrap_or(ResultsShown::After)
    }

    /// Where it stands now.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        match self.state() {
            SurveyState::Draft => Phase::Draft,
            SurveyState::Submitted => Phase::Submitted,
            SurveyState::Approved if now < self.opens_at => Phase::Coming,
            SurveyState::Approved if now < self.closes_at => Phase::Open,
            SurveyState::Approved => Phase::Over,
        }
    }

    /// Whether results are shown now, to anybody at all.
    ///
    /// Requirement: R-P7.
    pub fn shows_results(&self, now: DateTime<Utc>) -> bool {
        match self.phase(now) {
            Phase::Over => true,
            Phase::Open => self.results() == ResultsShown::During,
            Phase::Draft | Phase::Submitted | Phase::Coming => false,
        }
    }

    /// What is approved: it changes with every word of it.
    pub fn hash(&self) -> String {
        let text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}",
            self.title, self.intro, self.questions, self.opens_at, self.closes_at, self.results
        );
        hex::encode(Sha256::digest(text))
    }

    /// Whether it may be changed: only while it is being written.
    pub fn may_be_changed(&self) -> Result<(), SurveyRefusal> {
        if self.state() == SurveyState::Draft { Ok(()) } else { Err(SurveyRefusal::NotADraft) }
    }

    /// Everything that stands in the way of its submission.
    pub fn obstacles(&self, now: DateTime<Utc>) -> Vec<SurveyRefusal> {
        let mut all = Vec::new();
        let questions = self.questions();
        if questions.is_empty() {
            all.push(SurveyRefusal::NoQuestion);
        }
        if self.kind() == SurveyKind::Poll && questions.len() > 1 {
            all.push(SurveyRefusal::OneQuestion);
        }
        if self.closes_at <= now {
            all.push(SurveyRefusal::OverAlready);
        }
        all
    }

    /// Decides whether it goes to somebody else for approval.
    pub fn submit(&self, now: DateTime<Utc>) -> Result<(), SurveyRefusal> {
        self.may_be_changed()?;
        self.obstacles(now).into_iter().next().map_or(Ok(()), Err)
    }

    /// Decides whether it is made public.
    ///
    /// Refuses its author, a text other than the one that was seen, and one that is over already.
    pub fn approve(
        &self,
        by: Option<PersonId>,
        seen: &str,
        now: DateTime<Utc>,
    ) -> Result<(), SurveyRefusal> {
        if self.state() != SurveyState::Submitted {
            return Err(SurveyRefusal::NotSubmitted);
        }
        if by.is_some_and(|by| self.author_id == Some(by.0)) {
            return Err(SurveyRefusal::OwnText);
        }
        if seen != self.hash() {
            return Err(SurveyRefusal::Changed);
        }
        self.obstacles(now).into_iter().next().map_or(Ok(()), Err)
    }

    /// Decides whether it goes back to be written anew.
    pub fn give_back(&self, note: &str) -> Result<(), SurveyRefusal> {
        match self.state() {
            SurveyState::Submitted if note.is_empty() => Err(SurveyRefusal::SayWhy),
            SurveyState::Submitted => Ok(()),
            SurveyState::Draft | SurveyState::Approved => Err(SurveyRefusal::NotSubmitted),
        }
    }

    /// Decides whether it ends before its time.
    pub fn close(&self, now: DateTime<Utc>) -> Result<(), SurveyRefusal> {
        match self.phase(now) {
            Phase::Coming | Phase::Open => Ok(()),
            Phase::Draft | Phase::Submitted | Phase::Over => Err(SurveyRefusal::NotOpen),
        }
    }
}

/// Why something cannot be done with a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyRefusal {
    /// It is with somebody else, or public.
    NotADraft,
    /// Nobody asked for approval.
    NotSubmitted,
    /// Nobody approves their own text.
    OwnText,
    /// It is not the text that was seen.
    Changed,
    /// There is no question.
    NoQuestion,
    /// A poll has one question.
    OneQuestion,
    /// Its end is past.
    OverAlready,
    /// It has to be said why it goes back.
    SayWhy,
    /// It is not open.
    NotOpen,
    /// Results are hidden until the end.
    Hidden,
    /// The raw answers were deleted when their time was over.
    Purged,
}

impl Refusal for SurveyRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::NotADraft => "survey-not-a-draft",
            Self::NotSubmitted => "survey-not-submitted",
            Self::OwnText => "survey-own-text",
            Self::Changed => "survey-changed",
            Self::NoQuestion => "survey-no-question",
            Self::OneQuestion => "survey-one-question",
            Self::OverAlready => "survey-over-already",
            Self::SayWhy => "survey-say-why",
            Self::NotOpen => "survey-not-open",
            Self::Hidden => "survey-hidden",
            Self::Purged => "survey-purged",
        })
    }
}

#[cfg(test)]
mod tests;
