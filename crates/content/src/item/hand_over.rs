//! What somebody leaves unfinished when they leave (R-A4). Who wrote a text stays under it; only who
//! looks after the item changes.

use portal_core::{App, Ctx, Outcome, PersonId, module::Belonging};

use super::{State, queries};

/// The states in which somebody still has to do something.
pub const UNFINISHED: [State; 4] =
    [State::Draft, State::Refused, State::Submitted, State::Approved];

/// A person's unfinished items on a site, by state.
pub async fn belongings(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
    let counts = {
        let conn = app.db().site(ctx.site.id).await?;
        queries::unfinished(&conn, ctx.site.id, person).await?
    };
    let t = ctx.texts();
    let of = |state: State| {
        let (_, count) = counts.iter().find(|(word, _)| word == state.as_str())?;
        let count = usize::try_from(*count).ok()?;
        let key = match state {
            State::Draft => "belongings-draft",
            State::Refused => "belongings-refused",
            State::Submitted => "belongings-submitted",
            _ => "belongings-approved",
        };
        let text = t.with(key, [("count", count.into())]);
        Some(Belonging { text, count, path: format!("/quan-tri/bai?state={}", state.as_str()) })
    };
    Ok(UNFINISHED.into_iter().filter_map(of).collect())
}
