//! Handing over: somebody who leaves a site leaves their unfinished work to somebody (R-A4). What that
//! work is, each module says itself.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Outcome, PersonId, Posted, Role, Texts, Tx, module::Belonging, ui::Field,
};

use crate::{
    facts::HandedOver,
    grants::{
        GrantRefusal,
        queries::{self, Colleague},
    },
};

/// Who takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// This person.
    Person(PersonId),
    /// The unit: its administrator.
    Unit,
}

/// The name of the form's field.
pub const FIELD: &str = "successor";
const UNIT: &str = "unit";

impl Successor {
    /// What a form says; `None` when it says nothing.
    pub fn read(posted: &Posted) -> Option<Self> {
        if posted.line(FIELD) == UNIT {
            return Some(Self::Unit);
        }
        posted.number(FIELD).map(|id| Self::Person(PersonId(id)))
    }
}

/// A person's unfinished work on the context's site.
pub async fn belongings(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
    let mut all = Vec::new();
    for module in app.modules().on(&ctx.site) {
        all.extend(module.belongings(app, ctx, person).await?);
    }
    all.retain(|belonging| belonging.count > 0);
    Ok(all)
}

/// Sees to what a person leaves unfinished on the context's site: nothing, or what goes to whoever
/// takes over. Refuses where there is something and nobody was named, or nobody of the site.
pub async fn leave_site(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    person: PersonId,
    to: Option<Successor>,
) -> Outcome<Result<(), GrantRefusal>> {
    if belongings(app, ctx, person).await?.is_empty() {
        return Ok(Ok(()));
    }
    match to {
        None => Ok(Err(GrantRefusal::HandOverFirst)),
        Some(to) => carry_out(app, ctx, tx, person, to).await,
    }
}

async fn carry_out(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    from: PersonId,
    to: Successor,
) -> Outcome<Result<(), GrantRefusal>> {
    let site = &ctx.site;
    let to = match to {
        Successor::Person(person) => {
            let colleagues = queries::colleagues(tx, site.id, tx.now()).await?;
            let fits = |one: &Colleague| one.whole && one.id == person.0 && person != from;
            let known = colleagues.iter().any(fits);
            known.then_some(person)
        }
        Successor::Unit => {
            let administrators =
                queries::lock_holders(tx, site.id, Role::UnitAdministrator, tx.now()).await?;
            of_unit(&administrators, ctx.actor.id(), from)
        }
    };
    let Some(to) = to else { return Ok(Err(GrantRefusal::NobodyToTakeOver)) };
    let mut count = 0;
    for module in app.modules().on(site) {
        count += module.hand_over(tx, site.id, from, to).await?;
    }
    if count > 0 {
        tx.tell_on(site.id, HandedOver { person: from, to, count }).await?;
    }
    Ok(Ok(()))
}

/// Which administrator stands for the unit: the acting one, or the first.
fn of_unit(
    administrators: &[PersonId],
    acting: Option<PersonId>,
    leaving: PersonId,
) -> Option<PersonId> {
    let mut others = administrators.iter().copied().filter(|one| *one != leaving);
    let first = others.clone().next();
    others.find(|one| acting == Some(*one)).or(first)
}

/// What is handed over, and the question to whom.
pub(crate) fn question(
    t: &Texts,
    ctx: &Ctx,
    belongings: &[Belonging],
    colleagues: &[Colleague],
    faults: &FormFaults,
) -> Markup {
    let choices: Vec<_> = std::iter::once((String::new(), t.say("hand-over-choose")))
        .chain(std::iter::once((UNIT.to_owned(), t.say("hand-over-unit"))))
        .chain(
            colleagues
                .iter()
                .map(|one| (one.id.to_string(), format!("{} ({})", one.name, one.login))),
        )
        .collect();
    let posted = Posted::default();
    let field = Field::new(t, &posted, faults, FIELD, "hand-over-to");
    html! {
        p { (t.say("hand-over-what")) }
        ul {
            @for belonging in belongings {
                li { a href=(ctx.path_to(&belonging.path)) { (belonging.text) } }
            }
        }
        (field.required().hint("hand-over-hint").select(&choices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_acting_administrator_stands_for_the_unit_but_never_the_one_who_leaves() {
        let [an, binh, chi] = [1, 2, 3].map(PersonId);
        for (administrators, acting, leaving, expected) in [
            (vec![an, binh], Some(binh), chi, Some(binh)),
            (vec![an, binh], Some(chi), chi, Some(an)),
            (vec![an, binh], Some(an), an, Some(binh)),
            (vec![an], None, an, None),
            (vec![], Some(chi), an, None),
        ] {
            assert_eq!(of_unit(&administrators, acting, leaving), expected);
        }
    }
}
