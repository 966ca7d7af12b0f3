//! Where a petition goes: to a unit and back, and to whom there.

use portal_core::{Outcome, PersonId, SiteId, deadline};
use serde_json::json;

use super::{
    Desk,
    facts::{
        PetitionAccepted, PetitionAssigned, PetitionForwarded, PetitionGivenBack, PetitionTakenBack,
    },
};
use crate::petition::{
    CaseState,
    events::EventKind,
    letters::LetterKind,
    queries::{FORWARD, PROMISED, save},
};

impl Desk<'_> {
    /// Gives it to a unit: the clock of forwarding is met, that of answering becomes the unit's, with
    /// the day of receipt.
    pub(super) async fn forward(
        &mut self,
        to: SiteId,
        joint: &[SiteId],
        note: &str,
    ) -> Outcome<()> {
        self.enter().await?;
        let (id, site, now, subject) = (self.id(), self.case.site, self.ctx.now, self.subject());
        deadline::meet(self.tx, &subject, FORWARD, now).await?;
        deadline::stop(self.tx, &subject, Some(PROMISED), now).await?;
        let days_left = self.answer_clock(to).await?;
        save::end_units(self.tx, id, None, "returned", now).await?;
        let person = self.ctx.actor.id();
        let units = std::iter::once((to, true)).chain(joint.iter().map(|unit| (*unit, false)));
        for (unit, leads) in units {
            let new = save::NewAssignment { unit, leads, note };
            save::assign_unit(self.tx, (site, id), new, (person, now)).await?;
        }
        save::place(self.tx, id, CaseState::Forwarded, Some(to)).await?;
        let name = self.unit_name(to);
        let joint_names: Vec<String> = joint.iter().map(|unit| self.unit_name(*unit)).collect();
        let data = json!({
            "unit": to, "name": &name, "joint": joint_names.join(", "), "note": note, "days_left": days_left,
        });
        self.event(EventKind::Forwarded, true, data).await?;
        self.letter(LetterKind::Forwarded, json!({ "unit": to, "name": &name })).await?;
        let joint = joint.to_vec();
        self.tell(PetitionForwarded { petition: id, unit: to, name, joint, days_left }).await
    }

    /// The unit takes it on; whoever does so is in charge.
    pub(super) async fn accept(&mut self) -> Outcome<()> {
        let (id, unit, now) = (self.id(), self.ctx.site.id, self.ctx.now);
        save::accept_unit(self.tx, id, unit, now).await?;
        save::assign(self.tx, id, self.ctx.actor.id()).await?;
        self.event(EventKind::Accepted, true, json!({ "name": self.unit_name(unit) })).await?;
        self.tell(PetitionAccepted { petition: id }).await
    }

    /// The unit gives it back to the site that received it, which has the answer clock again.
    pub(super) async fn give_back(&mut self, reason: &str) -> Outcome<()> {
        let (id, unit, now) = (self.id(), self.ctx.site.id, self.ctx.now);
        let name = self.unit_name(unit);
        self.answer_clock(self.case.site).await?;
        let data = json!({ "unit": unit, "name": &name, "note": reason });
        self.event(EventKind::Returned, false, data).await?;
        save::place(self.tx, id, CaseState::Registered, None).await?;
        self.tell(PetitionGivenBack { petition: id, name }).await?;
        // From here on the unit sees the petition no more.
        save::end_units(self.tx, id, Some(unit), "returned", now).await?;
        Ok(())
    }

    /// The receiving site takes it back, to answer it or to give it to another unit.
    pub(super) async fn take_back(&mut self, reason: &str) -> Outcome<()> {
        let (id, now) = (self.id(), self.ctx.now);
        let name = self.case.unit.map(|unit| self.unit_name(unit)).unwrap_or_default();
        self.answer_clock(self.case.site).await?;
        let data = json!({ "unit": self.case.unit, "name": &name, "note": reason });
        self.event(EventKind::TakenBack, false, data).await?;
        save::place(self.tx, id, CaseState::Registered, None).await?;
        save::end_units(self.tx, id, None, "returned", now).await?;
        self.tell(PetitionTakenBack { petition: id, name }).await
    }

    /// Puts somebody in charge.
    pub(super) async fn assign(&mut self, officer: Option<&(PersonId, String)>) -> Outcome<()> {
        let (id, name) =
            officer.map_or((None, String::new()), |(id, name)| (Some(*id), name.clone()));
        save::assign(self.tx, self.id(), id).await?;
        self.event(EventKind::Assigned, false, json!({ "officer": id, "name": &name })).await?;
        self.tell(PetitionAssigned { petition: self.id(), name }).await
    }
}
