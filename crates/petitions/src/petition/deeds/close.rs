//! How a petition ends without an answer of its own, and how one becomes two.

use portal_core::{Outcome, deadline};
use serde_json::json;

use super::{
    Desk,
    facts::{PetitionMerged, PetitionOutside, PetitionRefused, PetitionSplit, PetitionUnmerged},
};
use crate::petition::{
    CaseState, Channel, PetitionId, PetitionKind,
    accept::{self, NewPetition},
    events::EventKind,
    files::{self, FileRow, Part},
    letters::LetterKind,
    queries::save,
    reasons, sender,
};

impl Desk<'_> {
    /// Outside the competence of the province's units: the sender is told where to turn.
    pub(super) async fn outside(&mut self, text: &str) -> Outcome<()> {
        self.enter().await?;
        self.end(CaseState::Outside).await?;
        self.event(EventKind::Outside, true, json!({ "text": text })).await?;
        self.letter(LetterKind::Outside, json!({ "text": text })).await?;
        self.tell(PetitionOutside { petition: self.id() }).await
    }

    /// Not accepted, for one of the law's reasons: the sender is told which.
    pub(super) async fn refuse(&mut self, reason: &str, text: &str) -> Outcome<()> {
        self.enter().await?;
        self.end(CaseState::Refused).await?;
        let data = json!({ "reason": reason, "text": text });
        self.event(EventKind::Refused, true, data).await?;
        let words = reasons::words(self.app.law(), self.ctx.now, reason, self.ctx.lang);
        let words = format!("{words}.\n\n{text}");
        self.letter(LetterKind::Refused, json!({ "text": words.trim() })).await?;
        self.tell(PetitionRefused { petition: self.id(), reason: reason.to_owned() }).await
    }

    /// The same as another: it is answered with that one, and its sender is told then.
    pub(super) async fn merge(&mut self, into: PetitionId, code: &str) -> Outcome<()> {
        self.enter().await?;
        let (subject, now) = (self.subject(), self.ctx.now);
        deadline::stop(self.tx, &subject, None, now).await?;
        save::merge(self.tx, self.id(), into).await?;
        self.event(EventKind::Merged, true, json!({ "into": into, "code": code })).await?;
        self.letter(LetterKind::Merged, json!({ "into": into, "code": code })).await?;
        let code = code.to_owned();
        self.tell(PetitionMerged { petition: self.id(), into, code }).await
    }

    /// Not the same after all: it stands where it stood, its clock started on the day of receipt.
    pub(super) async fn unmerge(&mut self) -> Outcome<()> {
        save::place(self.tx, self.id(), CaseState::Registered, None).await?;
        self.answer_clock(self.case.site).await?;
        self.event(EventKind::Unmerged, false, json!({})).await?;
        self.tell(PetitionUnmerged { petition: self.id() }).await
    }

    /// Two matters in one: the second becomes a petition of its own, with the same sender, the same files
    /// and the same moment of receipt.
    pub(super) async fn split(&mut self, title: &str, body: &str) -> Outcome<()> {
        let sent = &self.whole.sent;
        let sender = sender::read(self.app, self.tx, self.id()).await?.unwrap_or_default();
        let files = files::list(self.tx, self.id()).await?;
        let files = files.iter().filter(|file| file.part() == Some(Part::Petition));
        let new = NewPetition {
            kind: PetitionKind::parse(&sent.kind).unwrap_or(PetitionKind::Reflection),
            channel: Channel::parse(&sent.channel).unwrap_or(Channel::Web),
            field: sent.field.clone(),
            place: sent.place.clone(),
            title: title.to_owned(),
            body: body.to_owned(),
            sender,
            name_shown: sent.name_shown,
            confidential: sent.confidential,
            proved: sent.proved,
            received_at: sent.received_at,
            entered_by: self.ctx.actor.id(),
            files: files.map(FileRow::stored).collect(),
        };
        let accepted = accept::accept(self.app, self.ctx, self.tx, new).await?;
        let data = json!({ "into": accepted.id, "code": &accepted.code });
        self.event(EventKind::Split, false, data).await?;
        save::touch(self.tx, self.id()).await?;
        let (petition, into, code) = (self.id(), accepted.id, accepted.code);
        self.tell(PetitionSplit { petition, into, code }).await
    }

    async fn end(&mut self, state: CaseState) -> Outcome<()> {
        let (subject, now) = (self.subject(), self.ctx.now);
        deadline::stop(self.tx, &subject, None, now).await?;
        save::close(self.tx, self.id(), state, now).await?;
        Ok(())
    }
}
