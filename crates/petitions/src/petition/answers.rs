//! Texts to the sender: written, submitted, approved by somebody else or returned, sent (R-P2). With
//! an answer goes what everybody may read of it; hidden again, it is gone from every channel.

use portal_core::{
    App, Ctx, Fault, Job, Outcome,
    deadline::{self, ClockState},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    CaseState, PetitionId, PetitionKind,
    case::{AnswerKind, Draft, DraftState},
    deeds::{
        Desk,
        facts::{AnswerDrafted, AnswerReturned, AnswerSubmitted, PetitionAnswered, ProgressTold},
    },
    events::{self, EventKind, NewEvent},
    files,
    letters::{self, LetterKind},
    module::KEY,
    publications::{self, NewPublication, PublicFile},
    queries::{self, ANSWER, Answer, FORWARD, PROMISED, save},
    sender,
};

impl Desk<'_> {
    /// Saves a text to the sender with its files: the draft anew, or a first one; and submits it where
    /// asked to. What was submitted before is a draft again, so nothing is sent that nobody approved.
    pub async fn write(
        &mut self,
        kind: AnswerKind,
        text: &save::Text,
        submit: bool,
    ) -> Outcome<()> {
        let (now, unit, person) = (self.ctx.now, self.ctx.site.id, self.ctx.actor.id());
        let draft = self.case.draft.as_ref().filter(|draft| draft.kind == kind).map(|d| d.id);
        let place = (self.case.site, self.case.id, unit);
        let answer = save::write(self.tx, place, (draft, kind), text, (person, now)).await?;
        files::replace(self.tx, self.case.site, self.case.id, answer, &text.files).await?;
        save::touch(self.tx, self.case.id).await?;
        let petition = self.case.id;
        if submit {
            save::decide(self.tx, answer, DraftState::Submitted, (None, now)).await?;
            let data = json!({ "answer": answer, "kind": kind });
            self.event(EventKind::Submitted, false, data).await?;
            self.tell(AnswerSubmitted { petition, answer }).await
        } else {
            self.tell(AnswerDrafted { petition, answer }).await
        }
    }

    /// Gives a text back to its author.
    pub async fn return_draft(&mut self, draft: &Draft, reason: &str) -> Outcome<()> {
        let by = (self.ctx.actor.id(), self.ctx.now);
        save::decide(self.tx, draft.id, DraftState::Returned, by).await?;
        save::touch(self.tx, self.case.id).await?;
        let data = json!({ "answer": draft.id, "kind": draft.kind, "note": reason });
        self.event(EventKind::DraftReturned, false, data).await?;
        self.tell(AnswerReturned { petition: self.case.id, answer: draft.id }).await
    }

    /// Sends what an approver found right.
    pub async fn send(&mut self, answer: &Answer) -> Outcome<()> {
        let by = (self.ctx.actor.id(), self.ctx.now);
        save::decide(self.tx, answer.id, DraftState::Approved, by).await?;
        match answer.kind() {
            AnswerKind::Progress => self.send_progress(answer).await,
            AnswerKind::Answer => self.send_answer(answer).await,
        }
    }

    /// The notice is sent in time: the clock is met, and another runs to the day promised.
    async fn send_progress(&mut self, answer: &Answer) -> Outcome<()> {
        let on = answer.promised_on.ok_or(Fault::Malformed("promised_on"))?;
        let (petition, subject, now) = (self.case.id, self.subject(), self.ctx.now);
        deadline::meet(self.tx, &subject, ANSWER, now).await?;
        deadline::meet(self.tx, &subject, PROMISED, now).await?;
        let clock = deadline::NewClock {
            site: self.ctx.site.id,
            module: KEY,
            subject,
            key: PROMISED,
            since: now,
        };
        deadline::promise(self.app, self.tx, clock, on).await?;
        save::touch(self.tx, petition).await?;
        let data = json!({ "answer": answer.id, "promised_on": on, "text": answer.text });
        self.event(EventKind::Progress, true, data).await?;
        self.letter(LetterKind::Progress, json!({ "answer": answer.id })).await?;
        let until = self.ctx.texts().day(on);
        self.tell(ProgressTold { petition, answer: answer.id, until }).await
    }

    /// The answer is sent and, where it may be, published; the senders of merged petitions are told
    /// by a job.
    async fn send_answer(&mut self, answer: &Answer) -> Outcome<()> {
        let (petition, subject, now) = (self.case.id, self.subject(), self.ctx.now);
        let corrects = self.case.state == CaseState::Answered;
        deadline::meet(self.tx, &subject, ANSWER, now).await?;
        deadline::meet(self.tx, &subject, PROMISED, now).await?;
        save::end_units(self.tx, petition, None, "answered", now).await?;
        if corrects {
            save::touch(self.tx, petition).await?;
        } else {
            save::close(self.tx, petition, CaseState::Answered, now).await?;
        }
        let data = json!({ "answer": answer.id, "corrects": corrects });
        self.event(EventKind::Answered, true, data).await?;
        self.letter(LetterKind::Answered, json!({ "answer": answer.id })).await?;
        let public = !self.case.confidential && self.publish(answer).await?;
        if !public && self.case.published {
            // The text that was corrected must not stay.
            publications::hide(self.tx, petition, "corrected").await?;
        }
        self.tx.later(AnswerMerged { petition, answer: answer.id }).await?;
        self.tell(PetitionAnswered { petition, answer: answer.id, public, corrects }).await
    }

    /// Shows everybody what was written for them; gives whether there was anything.
    async fn publish(&mut self, answer: &Answer) -> Outcome<bool> {
        let (Some(title), Some(question), Some(text)) =
            (&answer.public_title, &answer.public_question, &answer.public_answer)
        else {
            return Ok(false);
        };
        let sent = &self.whole.sent;
        let sender_name = if sent.name_shown {
            sender::read(self.app, self.tx, self.case.id).await?.map(|sender| sender.name)
        } else {
            None
        };
        let files = files::of_answers(self.tx, &[answer.id]).await?;
        let new = NewPublication {
            petition: self.case.id,
            site: self.case.site,
            unit: self.ctx.site.id,
            kind: PetitionKind::parse(&sent.kind).unwrap_or(PetitionKind::Question),
            field: sent.field.clone(),
            title: title.clone(),
            question: question.clone(),
            answer: text.clone(),
            sender_name: sender_name.filter(|name| !name.is_empty()),
            received_at: sent.received_at,
            answered_at: self.ctx.now,
            in_time: self.was_in_time().await?,
            files: files.iter().filter(|file| file.public).map(PublicFile::of).collect(),
        };
        publications::publish(self.tx, new).await?;
        self.event(EventKind::Published, true, json!({ "answer": answer.id })).await?;
        Ok(true)
    }

    /// Whether the last of its answer clocks was met: also of one that ended long ago, where an answer
    /// is corrected.
    async fn was_in_time(&self) -> Outcome<bool> {
        let clocks = deadline::of_subject(self.tx, &self.subject()).await?;
        let ended = clocks.iter().filter(|clock| {
            clock.key != FORWARD && matches!(clock.state, ClockState::Met | ClockState::LateMet)
        });
        let last = ended.max_by_key(|clock| (clock.ended_at, clock.id));
        Ok(last.is_none_or(|clock| clock.state == ClockState::Met))
    }

    /// Takes its publication from readers, with the reason in the timeline.
    pub async fn hide(&mut self, reason: &str) -> Outcome<()> {
        publications::hide(self.tx, self.case.id, reason).await?;
        save::touch(self.tx, self.case.id).await?;
        self.event(EventKind::Hidden, false, json!({ "note": reason })).await.map(drop)
    }
}

/// Tells the senders of petitions that were merged into one that it is answered, or its answer
/// corrected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerMerged {
    /// The one that was answered.
    pub petition: PetitionId,
    /// The answer.
    pub answer: i64,
}

impl Job for AnswerMerged {
    const KIND: &'static str = "petitions.merged.answer";
    const MODULE: &'static str = KEY;

    fn dedup_key(&self) -> Option<String> {
        Some(self.answer.to_string())
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(self.tell(&app, &ctx).await?)
    }
}

impl AnswerMerged {
    /// A unit does not see what was merged into a petition it holds, so this goes through the platform
    /// door. The timeline says who was told already.
    async fn tell(&self, app: &App, ctx: &Ctx) -> Outcome<()> {
        let mut tx = app.begin_platform(ctx).await?;
        for (petition, site, closed) in queries::merged_into(&tx, self.petition).await? {
            let known = events::list(&tx, petition, false).await?;
            if known.iter().any(|event| event.number("answer") == Some(self.answer)) {
                continue;
            }
            if !closed {
                save::close(&tx, petition, CaseState::Merged, ctx.now).await?;
            }
            let data = json!({ "answer": self.answer, "with": self.petition });
            let event = NewEvent {
                petition,
                site,
                acting_site: ctx.site.id,
                person: None,
                kind: EventKind::Answered,
                shown: true,
                data: data.clone(),
            };
            events::add(&mut tx, event).await?;
            letters::owe(&mut tx, site, petition, LetterKind::Answered, data).await?;
        }
        // What was answered is told already: `PetitionAnswered`.
        tx.untold();
        tx.commit().await
    }
}
