//! The form of a survey's words and times.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use portal_core::{
    Ctx, FieldFault, FormFaults, Lang, Posted,
    lang::{for_field, local_moment},
};

use super::{ResultsShown, Survey, SurveyKind, queries::Settings};

/// For how many days raw answers may be kept after the end. Survey data is kept only as long as it is
/// needed for the survey.
pub(super) const KEEP_DAYS: [i32; 3] = [30, 60, 90];
/// Longest time a survey is open.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// Reads and checks the form.
pub(super) fn read(ctx: &Ctx, kind: SurveyKind, posted: &Posted) -> Result<Settings, FormFaults> {
    let mut faults = FormFaults::default();
    let title = faults.check("title", posted.line("title"), true, 200);
    let intro = faults.check("intro", posted.text("intro").trim().to_owned(), false, 4_000);
    let (opens_at, closes_at) = times(ctx, posted, &mut faults);
    let results = ResultsShown::parse(&posted.line("results"));
    let keep_days = posted.line("keep").parse().ok().filter(|days| KEEP_DAYS.contains(days));
    for (field, missing) in [("results", results.is_none()), ("keep", keep_days.is_none())] {
        if missing {
            faults.add(field, FieldFault::NoSuchChoice);
        }
    }
    let (Some(results), Some(keep_days)) = (results, keep_days) else { return Err(faults) };
    if !faults.is_empty() {
        return Err(faults);
    }
    let language = Lang::parse(&posted.line("language"))
        .filter(|lang| ctx.site.languages.contains(lang))
        .unwrap_or_else(|| ctx.site.default_language())
        .code()
        .to_owned();
    Ok(Settings { kind, language, title, intro, opens_at, closes_at, results, keep_days })
}

/// Reads opening and end: the end after the opening, and to come.
pub(super) fn times(
    ctx: &Ctx,
    posted: &Posted,
    faults: &mut FormFaults,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let opens_at = moment(posted, "opens", faults).unwrap_or(ctx.now);
    let closes_at = moment(posted, "closes", faults).unwrap_or(ctx.now);
    if faults.of("closes").is_none() && faults.of("opens").is_none() {
        if closes_at <= opens_at {
            faults.add("closes", FieldFault::Other("survey-closes-before", Vec::new()));
        } else if closes_at <= ctx.now {
            faults.add("closes", FieldFault::Other("survey-over-already", Vec::new()));
        } else if closes_at - opens_at > LONGEST {
            faults.add("closes", FieldFault::Other("survey-too-long", Vec::new()));
        }
    }
    (opens_at, closes_at)
}

/// A moment as browsers write it, or as people do.
fn moment(posted: &Posted, name: &str, faults: &mut FormFaults) -> Option<DateTime<Utc>> {
    let text = posted.line(name);
    if text.is_empty() {
        faults.add(name, FieldFault::Missing);
        return None;
    }
    let read = local_moment(&text);
    if read.is_none() {
        faults.add(name, FieldFault::Other("survey-no-moment", Vec::new()));
    }
    read
}

/// The form as it stands for a survey.
pub(super) fn write(survey: &Survey) -> Posted {
    Posted::from_pairs([
        ("title", survey.title.clone()),
        ("intro", survey.intro.clone()),
        ("language", survey.language.clone()),
        ("opens", for_field(survey.opens_at)),
        ("closes", for_field(survey.closes_at)),
        ("results", survey.results().as_str().to_owned()),
        ("keep", survey.keep_days.to_string()),
    ])
}

/// An empty form: open for two weeks from tomorrow morning.
pub(super) fn empty(now: DateTime<Utc>) -> Posted {
    let opens = morning(now + TimeDelta::days(1));
    Posted::from_pairs([
        ("opens", for_field(opens)),
        ("closes", for_field(opens + TimeDelta::days(14))),
        ("results", "after".to_owned()),
        ("keep", "90".to_owned()),
    ])
}

/// Eight in the morning of a moment's day in Vietnam.
pub(super) fn morning(at: DateTime<Utc>) -> DateTime<Utc> {
    let day = portal_core::lang::local_day(at);
    let local =
        day.and_hms_opt(8, 0, 0).and_then(|at| at.and_local_timezone(Ho_Chi_Minh).earliest());
    local.map_or(at, |at| at.to_utc())
}
