//! The list of petitions at a desk, and who else is like one of them.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{InnerJoinOn, IntoBoxed, exists, sql},
    pg::Pg,
    prelude::*,
    sql_types::{Array, Bool, Float, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{PersonId, SiteId};

use super::Whole;
use crate::{
    petition::{
        CaseState, PetitionId,
        schema::{
            petition_answers, petition_assignments, petition_cases, petition_senders, petitions,
        },
    },
    search_words::patterns,
};

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// The tab.
    pub part: Part,
    /// These alone: of a tab that goes by clocks.
    pub only: Option<Vec<i64>>,
    /// Words of title or text, accents or not; a code; or a number.
    pub words: Option<String>,
    /// Number in the register.
    pub number: Option<i32>,
    /// Field.
    pub field: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// State.
    pub state: Option<CaseState>,
    /// Unit that has it.
    pub unit: Option<SiteId>,
    /// Who is in charge.
    pub officer: Option<PersonId>,
    /// Received at or after a moment, and before another.
    pub between: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Lines after this one.
    pub after: Option<(DateTime<Utc>, i64)>,
}

/// A part of what a desk sees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// Everything.
    #[default]
    All,
    /// Nobody here has looked at it.
    New,
    /// This desk has it to answer.
    Open,
    /// A text waits for an approver of this desk.
    ToApprove,
    /// With another unit.
    Sent,
    /// Closed.
    Done,
}

type Joined = InnerJoinOn<
    petitions::table,
    petition_cases::table,
    diesel::dsl::Eq<petition_cases::petition_id, petitions::id>,
>;
type Query = IntoBoxed<'static, Joined, Pg>;

/// The petitions a site received or holds, narrowed. The walls of the tables say the same of the site.
fn narrowed(site: SiteId, narrow: &Narrow) -> Query {
    let held = held_by(site);
    let mut query = petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .into_boxed()
        .filter(petitions::site_id.eq(site.0).or(exists(held)));
    query = in_part(query, narrow.part, site);
    if let Some(only) = &narrow.only {
        query = query.filter(petitions::id.eq_any(only.clone()));
    }
    if let Some(words) = &narrow.words {
        let text = sql::<Bool>("petitions.folded || ' ' || lower(petitions.code) like all(")
            .bind::<Array<Text>, _>(patterns(words))
            .sql(")");
        query = match narrow.number {
            Some(number) => {
                query.filter(text.or(petition_cases::number.is_not_distinct_from(number)))
            }
            None => query.filter(text),
        };
    }
    if let Some(field) = &narrow.field {
        query = query.filter(petitions::field.eq(field.clone()));
    }
    if let Some(kind) = &narrow.kind {
        query = query.filter(petitions::kind.eq(kind.clone()));
    }
    if let Some(state) = narrow.state {
        query = query.filter(petition_cases::state.eq(state.as_str()));
    }
    if let Some(unit) = narrow.unit {
        query = query.filter(petition_cases::unit_id.is_not_distinct_from(unit.0));
    }
    if let Some(officer) = narrow.officer {
        query = query.filter(petition_cases::officer_id.is_not_distinct_from(officer.0));
    }
    if let Some((from, until)) = narrow.between {
        query = query.filter(petitions::received_at.ge(from).and(petitions::received_at.lt(until)));
    }
    if let Some((at, id)) = narrow.after {
        let earlier = petitions::received_at.eq(at).and(petitions::id.lt(id));
        query = query.filter(petitions::received_at.lt(at).or(earlier));
    }
    query
}

/// The assignments by which a site holds a petition of the outer query.
#[diesel::dsl::auto_type(no_type_alias)]
fn held_by(site: SiteId) -> _ {
    let site: i64 = site.0;
    petition_assignments::table
        .filter(petition_assignments::petition_id.eq(petitions::id))
        .filter(petition_assignments::unit_id.eq(site))
        .filter(petition_assignments::state.ne("returned"))
}

fn in_part(query: Query, part: Part, site: SiteId) -> Query {
    let mine = petition_cases::unit_id.is_not_distinct_from(site.0);
    let own = petitions::site_id.eq(site.0);
    let forwarded = petition_cases::state.eq("forwarded");
    match part {
        Part::All => query,
        Part::New => {
            let held = held_by(site)
                .filter(petition_assignments::state.eq("open"))
                .filter(petition_assignments::accepted_at.is_null())
                .filter(petition_assignments::leads);
            let back =
                petition_cases::state.eq("registered").and(petition_cases::unit_id.is_null());
            let unseen = own.and(petition_cases::state.eq("received").or(back));
            query.filter(unseen.or(forwarded.and(exists(held))))
        }
        Part::Open => {
            let open = petition_cases::state.eq_any(["registered", "forwarded"]);
            let held = held_by(site).filter(petition_assignments::state.eq("open"));
            query.filter(open.and(mine.or(exists(held))))
        }
        Part::ToApprove => {
            let waiting = petition_answers::table
                .filter(petition_answers::petition_id.eq(petitions::id))
                .filter(petition_answers::unit_id.eq(site.0))
                .filter(petition_answers::state.eq("submitted"));
            query.filter(exists(waiting))
        }
        Part::Sent => {
            let elsewhere = petition_cases::unit_id.is_distinct_from(site.0);
            query.filter(own.and(forwarded).and(elsewhere))
        }
        Part::Done => query.filter(petition_cases::state.eq_any([
            "answered",
            "outside",
            "refused",
            "withdrawn",
            "merged",
        ])),
    }
}

/// Petitions a site received or holds, newest first.
pub async fn list(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
    limit: i64,
) -> QueryResult<Vec<Whole>> {
    narrowed(site, narrow)
        .select(Whole::as_select())
        .order((petitions::received_at.desc(), petitions::id.desc()))
        .limit(limit)
        .load(&mut conn)
        .await
}

/// How many there are.
pub async fn count(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    narrow: &Narrow,
) -> QueryResult<i64> {
    narrowed(site, narrow).count().get_result(&mut conn).await
}

/// Other petitions of the site that received one, with much the same title, the likest first.
pub async fn similar(
    mut conn: &AsyncPgConnection,
    of: &Whole,
    limit: i64,
) -> QueryResult<Vec<Whole>> {
    let likeness = || {
        sql::<Float>("similarity(petitions.title, ")
            .bind::<diesel::sql_types::Text, _>(of.sent.title.clone())
            .sql(")")
    };
    petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::site_id.eq(of.sent.site_id).and(petitions::id.ne(of.sent.id)))
        .filter(likeness().gt(0.4_f32))
        .order((likeness().desc(), petitions::id.desc()))
        .limit(limit)
        .select(Whole::as_select())
        .load(&mut conn)
        .await
}

/// Other petitions that the connection's site sees, of the same sender, newest first. Nobody's data
/// is read for it.
pub async fn of_same_sender(
    mut conn: &AsyncPgConnection,
    id: PetitionId,
    limit: i64,
) -> QueryResult<Vec<Whole>> {
    let (one, other) = diesel::alias!(petition_senders as one, petition_senders as other);
    let same = one
        .inner_join(
            other.on(one
                .field(petition_senders::email_mac)
                .eq(other.field(petition_senders::email_mac))
                .or(one
                    .field(petition_senders::phone_mac)
                    .eq(other.field(petition_senders::phone_mac)))
                .assume_not_null()),
        )
        .filter(one.field(petition_senders::petition_id).eq(id.0))
        .filter(other.field(petition_senders::petition_id).ne(id.0))
        .select(other.field(petition_senders::petition_id));
    let ids: Vec<i64> = same.load(&mut conn).await?;
    petitions::table
        .inner_join(petition_cases::table.on(petition_cases::petition_id.eq(petitions::id)))
        .filter(petitions::id.eq_any(ids))
        .order((petitions::received_at.desc(), petitions::id.desc()))
        .limit(limit)
        .select(Whole::as_select())
        .load(&mut conn)
        .await
}
