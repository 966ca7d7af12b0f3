//! Comments on articles (R-P8): written by readers, shown after somebody of the unit has looked.
//!
//! Only below what the site wrote itself: under a quoted press article there are none.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use portal_core::{Refusal, Texts};

mod admin;
pub mod demo;
mod facts;
mod form;
mod held;
mod letters;
pub mod module;
pub mod permissions;
mod public;
pub mod queries;
mod schema;
mod views;

pub use module::Comments;
use schema::{comment_replies, comments};

words!(
    /// Whether a comment is shown.
    CommentState, "comment-state" {
        /// Nobody has looked at it yet.
        Waiting = "waiting",
        /// Readers see it.
        Shown = "shown",
        /// Readers never see it, or see it no more.
        Refused = "refused",
    }
);

words!(
    /// Why a comment is not shown.
    CommentReason, "comment-reason" {
        /// Không liên quan tới bài.
        OffTopic = "off-topic",
        /// Lời lẽ xúc phạm, thiếu văn hóa.
        Rude = "rude",
        /// Nêu thông tin cá nhân của người khác.
        Personal = "personal",
        /// Quảng cáo.
        Advertising = "advertising",
        /// Vi phạm pháp luật.
        Unlawful = "unlawful",
        /// Là kiến nghị, khiếu nại, tố cáo: has its own way.
        Petition = "petition",
        /// Lý do khác, said in the note.
        Other = "other",
    }
);

/// A row of `comments`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = comments)]
pub struct Comment {
    /// Identity.
    pub id: i64,
    /// What it stands below.
    pub subject_id: i64,
    /// What that was called.
    pub subject_title: String,
    /// Where that stands.
    pub subject_path: String,
    language: String,
    /// As given; empty for whoever gave none.
    pub name: String,
    sealed_email: Option<Vec<u8>>,
    /// As written.
    pub body: String,
    shown_body: Option<String>,
    /// Whether the sender's browser did the work that robots shun.
    pub proved: bool,
    /// When.
    pub sent_at: DateTime<Utc>,
    state: String,
    reason: Option<String>,
    /// What was said to the reason.
    pub note: String,
}

/// The unit's answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = comment_replies)]
pub struct Reply {
    /// In words.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A comment with what the unit answered.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
pub struct Thread {
    /// What a reader wrote.
    #[diesel(embed)]
    pub comment: Comment,
    /// What the unit answered.
    #[diesel(embed)]
    pub reply: Option<Reply>,
}

impl Comment {
    /// Whether it is shown.
    pub fn state(&self) -> CommentState {
        CommentState::parse(&self.state).unwrap_or(CommentState::Waiting)
    }

    /// Why it is not.
    pub fn reason(&self) -> Option<CommentReason> {
        self.reason.as_deref().and_then(CommentReason::parse)
    }

    /// The text as readers see it.
    pub fn shown_text(&self) -> &str {
        self.shown_body.as_deref().unwrap_or(&self.body)
    }

    /// The name as shown.
    pub fn name(&self, t: &Texts) -> String {
        if self.name.is_empty() { t.say("comment-reader") } else { self.name.clone() }
    }

    /// Decides that it is shown, as `text`, or as it was written where that says nothing else.
    ///
    /// Refuses an empty text, and a comment that is shown already.
    pub fn approve(&self, text: &str) -> Result<Decision, CommentRefusal> {
        let text = text.trim();
        if self.state() == CommentState::Shown {
            return Err(CommentRefusal::AlreadyShown);
        }
        if text.is_empty() {
            return Err(CommentRefusal::NothingLeft);
        }
        Ok(Decision {
            state: CommentState::Shown,
            shown_body: (text != self.body.trim()).then(|| text.to_owned()),
            reason: None,
            note: String::new(),
        })
    }

    /// Decides that it is not shown, or no more.
    ///
    /// Refuses a second refusal, and "another reason" that is not said.
    pub fn refuse(&self, reason: CommentReason, note: &str) -> Result<Decision, CommentRefusal> {
        if self.state() == CommentState::Refused {
            return Err(CommentRefusal::AlreadyRefused);
        }
        if reason == CommentReason::Other && note.trim().is_empty() {
            return Err(CommentRefusal::SayWhy);
        }
        Ok(Decision {
            state: CommentState::Refused,
            shown_body: self.shown_body.clone(),
            reason: Some(reason),
            note: note.trim().to_owned(),
        })
    }

    /// Whether the unit may answer: only what readers see.
    pub fn may_be_answered(&self) -> Result<(), CommentRefusal> {
        match self.state() {
            CommentState::Shown => Ok(()),
            CommentState::Waiting | CommentState::Refused => Err(CommentRefusal::NotShown),
        }
    }
}

/// What somebody of the unit decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Shown or not.
    pub state: CommentState,
    /// The text to show, where it is not the text as written.
    pub shown_body: Option<String>,
    /// Why not.
    pub reason: Option<CommentReason>,
    /// In words.
    pub note: String,
}

/// Why a comment cannot be decided on so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentRefusal {
    /// It is shown already.
    AlreadyShown,
    /// It was refused already.
    AlreadyRefused,
    /// Nothing is left to show.
    NothingLeft,
    /// "Another reason" has to be said.
    SayWhy,
    /// Only what is shown is answered.
    NotShown,
}

impl Refusal for CommentRefusal {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::AlreadyShown => "comment-already-shown",
            Self::AlreadyRefused => "comment-already-refused",
            Self::NothingLeft => "comment-nothing-left",
            Self::SayWhy => "comment-say-why",
            Self::NotShown => "comment-not-shown",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(state: CommentState) -> Comment {
        Comment {
            id: 1,
            subject_id: 9,
            subject_title: "Bài".into(),
            subject_path: "/tin/bai-9".into(),
            language: "vi".into(),
            name: String::new(),
            sealed_email: None,
            body: "Rất hay. Gọi 0912345678".into(),
            shown_body: None,
            proved: true,
            sent_at: DateTime::UNIX_EPOCH,
            state: state.as_str().into(),
            reason: None,
            note: String::new(),
        }
    }

    #[test]
    fn a_comment_is_decided_once_and_what_was_written_stays() {
        let waiting = comment(CommentState::Waiting);
        let shorter = waiting.approve("Rất hay.").unwrap();
        assert_eq!(shorter.shown_body.as_deref(), Some("Rất hay."));
        assert_eq!(waiting.approve(&waiting.body).unwrap().shown_body, None);
        assert_eq!(waiting.approve("  "), Err(CommentRefusal::NothingLeft));
        let shown = comment(CommentState::Shown);
        assert_eq!(shown.approve("x"), Err(CommentRefusal::AlreadyShown));
        assert!(shown.refuse(CommentReason::Rude, "").is_ok(), "taken down again");
        let refused = comment(CommentState::Refused);
        assert_eq!(refused.refuse(CommentReason::Rude, ""), Err(CommentRefusal::AlreadyRefused));
        assert!(refused.approve("Rất hay.").is_ok(), "thought better of");
        assert_eq!(waiting.refuse(CommentReason::Other, " "), Err(CommentRefusal::SayWhy));
    }

    #[test]
    fn only_what_readers_see_is_answered() {
        assert!(comment(CommentState::Shown).may_be_answered().is_ok());
        for state in [CommentState::Waiting, CommentState::Refused] {
            assert_eq!(comment(state).may_be_answered(), Err(CommentRefusal::NotShown));
        }
    }
}
