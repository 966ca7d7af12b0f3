//! The open requests somebody is in charge of and leaves to somebody else (R-A4).

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Outcome, PersonId, SiteId, Tx, module::Belonging};

use super::{desk, schema::information_cases as cases};

/// How many open requests of the context's site a person is in charge of.
pub async fn belongings(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
    let count = {
        let conn = app.db().site(ctx.site.id).await?;
        count(&conn, ctx.site.id, person).await?
    };
    let Some(count) = usize::try_from(count).ok().filter(|count| *count > 0) else {
        return Ok(Vec::new());
    };
    let text = ctx.texts().with("belongings-information", [("count", count.into())]);
    Ok(vec![Belonging { text, count, path: desk::PATH.to_owned() }])
}

/// Puts somebody else in charge of them; gives how many it was.
pub async fn hand_over(tx: &Tx, site: SiteId, from: PersonId, to: PersonId) -> QueryResult<usize> {
    let mut conn: &AsyncPgConnection = tx;
    diesel::update(cases::table.filter(left(site, from)))
        .set((cases::officer_id.eq(to.0), cases::version.eq(cases::version + 1)))
        .execute(&mut conn)
        .await
}

#[diesel::dsl::auto_type(no_type_alias)]
fn left(site: SiteId, person: PersonId) -> _ {
    let (site, person): (i64, i64) = (site.0, person.0);
    let open = cases::state
        .eq("arrived")
        .or(cases::state.eq("incomplete"))
        .or(cases::state.eq("accepted"));
    cases::site_id.eq(site).and(cases::officer_id.assume_not_null().eq(person)).and(open)
}

async fn count(mut conn: &AsyncPgConnection, site: SiteId, person: PersonId) -> QueryResult<i64> {
    cases::table.filter(left(site, person)).count().get_result(&mut conn).await
}
