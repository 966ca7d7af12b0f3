//! The unit's figures of a year: received, answered, refused and why, in time.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, Outcome, SiteId, Texts,
    calendar::start_of,
    deadline::{self, ClockState},
    lang::local_day,
    law::RefusalReason,
};

use super::{InformationRequestId, State, module::KEY, public, subject};

/// The figures of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Which year.
    pub year: i32,
    /// How many arrived in it.
    pub received: i64,
    /// How many of those were answered, refused …, by state.
    pub by_state: BTreeMap<&'static str, i64>,
    /// How many of those were refused for each of the law's reasons, by code.
    pub by_reason: BTreeMap<String, i64>,
    /// How many of those got a decision in time.
    pub in_time: i64,
    /// How many of those got a decision at all.
    pub decided: i64,
}

impl Figures {
    fn of(&self, state: State) -> i64 {
        self.by_state.get(state.as_str()).copied().unwrap_or_default()
    }

    /// How many wait for a decision.
    fn open(&self) -> i64 {
        self.of(State::Arrived) + self.of(State::Incomplete) + self.of(State::Accepted)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
    #[diesel(sql_type = sql_types::Text)]
    state: String,
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    reasons: Vec<String>,
}

async fn rows(
    mut conn: &AsyncPgConnection,
    site: SiteId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<Vec<Row>> {
    diesel::sql_query(
        "select r.id, c.state, coalesce((select p.reasons from information_replies p \
           where p.request_id = r.id and p.kind = 'refusal' and p.state = 'sent'), '{}') as reasons \
         from information_requests r join information_cases c on c.request_id = r.id \
         where r.site_id = $1 and r.received_at >= $2 and r.received_at < $3 and c.state <> 'discarded'",
    )
    .bind::<sql_types::BigInt, _>(site.0)
    .bind::<sql_types::Timestamptz, _>(from)
    .bind::<sql_types::Timestamptz, _>(until)
    .load(&mut conn)
    .await
}

fn first_of(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 1, 1).map_or(DateTime::UNIX_EPOCH, start_of)
}

/// Counts a year. What was put aside as no request is not counted.
pub async fn of_year(conn: &AsyncPgConnection, site: SiteId, year: i32) -> Outcome<Figures> {
    let span = (first_of(year), first_of(year + 1));
    let rows = rows(conn, site, span).await?;
    // What arrived at the end of a year is due in the next.
    let due = (span.0, first_of(year + 2));
    let late: Vec<String> = deadline::ended_between(conn, Some(site), KEY, due)
        .await?
        .into_iter()
        .filter(|clock| clock.state == ClockState::LateMet)
        .map(|clock| clock.subject)
        .collect();
    let mut figures = Figures { year, ..Figures::default() };
    for row in rows {
        let Some(state) = State::parse(&row.state) else { continue };
        figures.received += 1;
        *figures.by_state.entry(state.as_str()).or_default() += 1;
        for reason in row.reasons {
            *figures.by_reason.entry(reason).or_default() += 1;
        }
        if matches!(state, State::Answered | State::Refused | State::Transferred) {
            figures.decided += 1;
            let on_time = !late.contains(&subject(InformationRequestId(row.id)));
            figures.in_time += i64::from(on_time);
        }
    }
    Ok(figures)
}

/// The law's reasons for refusing, today.
pub fn reasons(app: &App, day: NaiveDate) -> Vec<RefusalReason> {
    let rule = app.law().rule_on::<Vec<RefusalReason>>("info_request.refusal_reasons", day);
    rule.map(|rule| rule.value).unwrap_or_default()
}

/// The figures, as a picture and as a table.
pub fn view(app: &App, ctx: &Ctx, figures: &Figures) -> Markup {
    let t = ctx.texts();
    let today = local_day(ctx.now);
    let lines: Vec<(String, i64)> = [
        ("information-figures-answered", figures.of(State::Answered)),
        ("information-figures-refused", figures.of(State::Refused)),
        ("information-figures-transferred", figures.of(State::Transferred)),
        ("information-figures-withdrawn", figures.of(State::Withdrawn)),
        ("information-figures-open", figures.open()),
    ]
    .map(|(key, count)| (t.say(key), count))
    .into();
    let reasons = reasons(app, today);
    html! {
        div.wrap.narrow {
            div.page-title {
                h1 { (t.with("information-figures-title", [("year", figures.year.to_string().into())])) }
                p.page-lead { (t.with("information-figures-lead", [("site", ctx.site.name(ctx.lang).into()), ("date", t.date(ctx.now).into())])) }
            }
            (years(ctx, &t, figures.year, today.year()))
            dl.figures {
                div { dt { (t.say("information-figures-received")) } dd { (figures.received) } }
                div { dt { (t.say("information-figures-decided")) } dd { (figures.decided) } }
                div { dt { (t.say("information-figures-in-time")) } dd { (figures.in_time) } }
                div { dt { (t.say("information-figures-open")) } dd { (figures.open()) } }
            }
            (table(&t, &lines, figures.received, "information-figures-table"))
            @if !figures.by_reason.is_empty() {
                h2 { (t.say("information-figures-reasons")) }
                @let by: Vec<(String, i64)> = figures.by_reason.iter().map(|(code, count)| (reason_text(ctx, &reasons, code), *count)).collect();
                (table(&t, &by, figures.of(State::Refused), "information-figures-reasons"))
            }
        }
    }
}

/// The law's words for a code; the code itself where the law does not know it any more.
pub fn reason_text(ctx: &Ctx, reasons: &[RefusalReason], code: &str) -> String {
    reasons
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.text(ctx.lang.code()).to_owned())
}

/// A table whose numbers are drawn as bars as well.
fn table(t: &Texts, lines: &[(String, i64)], whole: i64, caption: &str) -> Markup {
    html! {
        table.table data-cards {
            caption.sr { (t.say(caption)) }
            thead { tr {
                th scope="col" { (t.say("information-figures-what")) }
                th scope="col" { (t.say("information-figures-count")) }
                th scope="col" { (t.say("information-figures-share")) }
            } }
            tbody {
                @for (name, count) in lines {
                    @let share = if whole > 0 { count * 100 / whole } else { 0 };
                    tr {
                        th scope="row" { (name) }
                        td.num data-label=(t.say("information-figures-count")) { (count) }
                        td data-label=(t.say("information-figures-share")) {
                            svg.share-bar width="100" height="12" viewBox="0 0 100 12" role="img" aria-label={ (share) "%" } {
                                rect width="100" height="12" fill="currentColor" opacity=".12" {}
                                rect width=(share) height="12" fill="currentColor" opacity=".75" {}
                            }
                            " " (share) "%"
                        }
                    }
                }
            }
        }
    }
}

fn years(ctx: &Ctx, t: &Texts, shown: i32, now: i32) -> Markup {
    html! {
        nav.subsections aria-label=(t.say("information-figures-years")) { ul {
            @for year in (now - 4..=now).rev() {
                li { a href=(ctx.path_to(&format!("{}?nam={year}", public::FIGURES)))
                    aria-current=[(year == shown).then_some("page")] { (year) } }
            }
        } }
    }
}
