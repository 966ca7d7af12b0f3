//! What somebody leaves unfinished at the desk of petitions (R-A4): petitions they are in charge of, and
//! texts to senders they were writing where nobody is. Who wrote a text stays under it, so that whoever
//! takes over may still approve it; only who is in charge changes.

use diesel::{QueryableByName, sql_types::BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{App, Ctx, Outcome, PersonId, SiteId, Tx, module::Belonging};
use serde_json::json;

use super::{
    PetitionId, desk,
    events::{self, EventKind, NewEvent},
    queries,
};

/// What a person (`$2`) leaves at the desk of a site (`$1`).
const LEFT: &str = "coalesce(c.unit_id, c.site_id) = $1 and ( \
     c.officer_id = $2 and c.state in ('received', 'registered', 'forwarded') \
     or (c.officer_id is null or c.officer_id = $2) and exists (select 1 from petition_answers a \
       where a.petition_id = c.petition_id and a.unit_id = $1 and a.author_id = $2 \
         and a.state <> 'approved'))";

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = BigInt)]
    in_charge: i64,
    #[diesel(sql_type = BigInt)]
    written: i64,
}

#[derive(QueryableByName)]
struct Given {
    #[diesel(sql_type = BigInt)]
    petition_id: i64,
    #[diesel(sql_type = BigInt)]
    site_id: i64,
}

/// A person's unfinished work at the desk of the context's site.
pub async fn belongings(app: &App, ctx: &Ctx, person: PersonId) -> Outcome<Vec<Belonging>> {
    let left = {
        let conn = app.db().site(ctx.site.id).await?;
        count(&conn, ctx.site.id, person).await?
    };
    let t = ctx.texts();
    let all =
        [(left.in_charge, "belongings-petitions"), (left.written, "belongings-petition-texts")];
    let belonging = |(count, key): (i64, &str)| {
        let count = usize::try_from(count).ok().filter(|count| *count > 0)?;
        let text = t.with(key, [("count", count.into())]);
        Some(Belonging { text, count, path: format!("{}?tab=all", desk::PATH) })
    };
    Ok(all.into_iter().filter_map(belonging).collect())
}

/// Puts somebody else in charge of what [`belongings`] counts; gives how many petitions it was. Each
/// timeline says so.
pub async fn hand_over(tx: &mut Tx, site: SiteId, from: PersonId, to: PersonId) -> Outcome<usize> {
    let given = give(tx, site, (from, to)).await?;
    let name = queries::names(tx, &[to.0]).await?.remove(&to.0).unwrap_or_default();
    for row in &given {
        let event = NewEvent {
            petition: PetitionId(row.petition_id),
            site: SiteId(row.site_id),
            acting_site: site,
            person: None,
            kind: EventKind::Assigned,
            shown: false,
            data: json!({ "officer": to, "name": name }),
        };
        events::add(tx, event).await?;
    }
    Ok(given.len())
}

async fn count(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    person: PersonId,
) -> diesel::QueryResult<Left> {
    diesel::sql_query(format!(
        "select count(*) filter (where c.officer_id is not null) as in_charge, \
         count(*) filter (where c.officer_id is null) as written from petition_cases c where {LEFT}"
    ))
    .bind::<BigInt, _>(site.0)
    .bind::<BigInt, _>(person.0)
    .get_result(&mut conn)
    .await
}

async fn give(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (from, to): (PersonId, PersonId),
) -> diesel::QueryResult<Vec<Given>> {
    diesel::sql_query(format!(
        "update petition_cases c set officer_id = $3, version = c.version + 1 where {LEFT} \
         returning c.petition_id, c.site_id"
    ))
    .bind::<BigInt, _>(site.0)
    .bind::<BigInt, _>(from.0)
    .bind::<BigInt, _>(to.0)
    .load(&mut conn)
    .await
}
