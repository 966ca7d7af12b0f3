//! The form of a notice to staff.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use portal_core::{App, FieldFault, FormFaults, Posted, lang::local_day};

use super::{NewNotice, StaffNotice};
use crate::staff::audience;

/// Reads and checks the form. Without a first day it is shown at once; it is shown to the end of the
/// last day.
pub(super) fn read(
    app: &App,
    posted: &Posted,
    now: DateTime<Utc>,
) -> Result<NewNotice, FormFaults> {
    let mut faults = FormFaults::default();
    let title = faults.check("title", posted.line("title"), true, 200);
    let body = faults.check("body", posted.text("body").trim().to_owned(), true, 4_000);
    let from = date(&mut faults, posted, "from");
    let to = date(&mut faults, posted, "to");
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        faults.add("to", FieldFault::Other("notice-ends-before", Vec::new()));
    }
    let audience = audience::of_form(app, posted, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let today = local_day(now);
    Ok(NewNotice {
        title,
        body,
        shown_from: from.filter(|day| *day != today).and_then(start_of).unwrap_or(now),
        shown_until: to.and_then(|day| start_of(day.checked_add_days(Days::new(1))?)),
        audience,
    })
}

fn date(faults: &mut FormFaults, posted: &Posted, name: &str) -> Option<NaiveDate> {
    let text = posted.line(name);
    if text.is_empty() {
        return None;
    }
    let read = ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(&text, form).ok());
    if read.is_none() {
        faults.add(name, FieldFault::Other("notice-no-date", Vec::new()));
    }
    read
}

fn start_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(Ho_Chi_Minh);
    midnight.earliest().map(|at| at.to_utc())
}

/// The form as it stands for a notice.
pub(super) fn write(app: &App, notice: &StaffNotice) -> Posted {
    let until = notice.shown_until.map(|at| local_day(at - TimeDelta::seconds(1)).to_string());
    let mut posted = Posted::from_pairs([
        ("title", notice.title.clone()),
        ("body", notice.body.clone()),
        ("from", local_day(notice.shown_from).to_string()),
        ("to", until.unwrap_or_default()),
    ]);
    audience::to_form(app, &notice.audience(), &mut posted);
    posted
}

/// Key of a field's label.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "title" => "notice-title",
        "body" => "notice-body",
        "from" => "notice-from",
        "to" => "notice-to",
        _ => "staff-sites",
    }
}
