//! The clocks of a request: which run when (keys `deadline.info_request.…` of the law packs).

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::{
    App, Ctx, Fault, Outcome, Tx,
    calendar::start_of,
    deadline::{self, ClockState, Deadline, NewClock},
    lang::local_day,
};

use super::{AnswerClock, InformationRefusal, Request, module::KEY, subject};
use crate::information::{Channel, InformationRequestId};

/// What can be answered at once.
pub const SIMPLE: &str = "info_request.simple";
/// The same, of a request that came by post.
pub const SIMPLE_BY_POST: &str = "info_request.simple_by_post";
/// Saying when a complex request will be answered.
pub const NOTICE: &str = "info_request.complex_notice";
/// The answer to a complex request.
pub const ANSWER: &str = "info_request.answer";
/// The same, of a request brought in person.
pub const ANSWER_IN_PERSON: &str = "info_request.answer_in_person";
/// The longer term.
pub const EXTENSION: &str = "info_request.extension";

async fn open(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    id: InformationRequestId,
    key: &str,
    since: DateTime<Utc>,
) -> Outcome<()> {
    let clock = NewClock { site: ctx.site.id, module: KEY, subject: subject(id), key, since };
    deadline::open(app, tx, clock).await.map(drop)
}

/// Starts the clock of a request that has all the law wants.
pub async fn begin(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    id: InformationRequestId,
    channel: Channel,
    since: DateTime<Utc>,
) -> Outcome<()> {
    open(app, tx, ctx, id, channel.simple_clock(), since).await
}

/// The request takes the long way: the notice is due, and is met as it goes out; the answer is due
/// from now on, counted from the same day.
pub async fn become_complex(app: &App, tx: &mut Tx, ctx: &Ctx, request: &Request) -> Outcome<()> {
    let since = request.valid_at.unwrap_or(request.received_at);
    stop(tx, request, ctx.now).await?;
    open(app, tx, ctx, request.id, NOTICE, since).await?;
    deadline::meet(tx, &request.subject(), NOTICE, ctx.now).await?;
    open(app, tx, ctx, request.id, request.channel.answer_clock(), since).await
}

/// The answer's clock gives way to one that ends on the day that was announced.
pub async fn extend(
    app: &App,
    tx: &mut Tx,
    ctx: &Ctx,
    request: &Request,
    answer: AnswerClock,
    until: NaiveDate,
) -> Outcome<()> {
    stop(tx, request, ctx.now).await?;
    let clock = NewClock {
        site: ctx.site.id,
        module: KEY,
        subject: request.subject(),
        key: EXTENSION,
        since: start_of(answer.due_on),
    };
    deadline::promise(app, tx, clock, until).await.map(drop)
}

/// The duty was done: whichever clock of the answer runs is met.
pub async fn meet(tx: &mut Tx, request: &Request, at: DateTime<Utc>) -> Outcome<()> {
    for key in [SIMPLE, SIMPLE_BY_POST, ANSWER, ANSWER_IN_PERSON, EXTENSION] {
        deadline::meet(tx, &request.subject(), key, at).await?;
    }
    Ok(())
}

/// Nothing is owed any more, or not yet.
pub async fn stop(tx: &mut Tx, request: &Request, at: DateTime<Utc>) -> Outcome<()> {
    deadline::stop(tx, &request.subject(), None, at).await
}

/// How the clock of a complex answer stands, with the last day an extension may name.
///
/// # Errors
/// Refused past the calendar's horizon.
pub fn of_answer(app: &App, ctx: &Ctx, clocks: &[Deadline]) -> Outcome<Option<AnswerClock>> {
    let running = clocks.iter().find(|clock| {
        clock.state == ClockState::Running && [ANSWER, ANSWER_IN_PERSON].contains(&&*clock.key)
    });
    let Some(running) = running else { return Ok(None) };
    let term = app.law().term(EXTENSION, local_day(ctx.now)).map_err(Fault::bug)?;
    let longest = app.calendars.of(ctx.site.id).due(start_of(running.due_on), term.value)?.on;
    Ok(Some(AnswerClock { due_on: running.due_on, due_at: running.due_at, longest }))
}

/// Whether an extension may name a day.
pub fn check_extension(
    clock: Option<AnswerClock>,
    until: Option<NaiveDate>,
) -> Result<(AnswerClock, NaiveDate), InformationRefusal> {
    let clock = clock.ok_or(InformationRefusal::OnlyComplex)?;
    match until {
        Some(until) if until > clock.due_on && until <= clock.longest => Ok((clock, until)),
        _ => Err(InformationRefusal::NotNow),
    }
}

/// The clock that runs, of all a request had.
pub fn running(clocks: &[Deadline]) -> Option<&Deadline> {
    clocks.iter().rev().find(|clock| clock.state == ClockState::Running)
}
