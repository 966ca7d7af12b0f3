//! The form of a shared system.

use portal_core::{App, FieldFault, FormFaults, Names, Posted};

use super::{ICONS, NewSystem, SharedSystem, check::readable};
use crate::staff::audience;

/// Reads and checks the form.
pub(super) fn read(app: &App, posted: &Posted) -> Result<NewSystem, FormFaults> {
    let mut faults = FormFaults::default();
    let vi = faults.check("name_vi", posted.line("name_vi"), true, 120);
    let en = faults.check("name_en", posted.line("name_en"), false, 120);
    let what_vi = faults.check("what_vi", posted.line("what_vi"), false, 200);
    let what_en = faults.check("what_en", posted.line("what_en"), false, 200);
    let url = address(&mut faults, posted, "url", true);
    let health = address(&mut faults, posted, "health_url", false);
    let icon = posted.line("icon");
    if !ICONS.contains(&icon.as_str()) {
        faults.add("icon", FieldFault::NoSuchChoice);
    }
    let audience = audience::of_form(app, posted, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(NewSystem {
        names: names(&vi, &en),
        what: names(&what_vi, &what_en),
        icon,
        url,
        health_url: Some(health).filter(|url| !url.is_empty()),
        audience,
        open: posted.line("state") != "paused",
    })
}

fn address(faults: &mut FormFaults, posted: &Posted, name: &str, required: bool) -> String {
    let url = faults.check(name, posted.line(name), required, 500);
    if !url.is_empty() && readable(&url).is_none() {
        faults.add(name, FieldFault::Other("system-bad-url", Vec::new()));
    }
    url
}

fn names(vi: &str, en: &str) -> Names {
    Names { vi: vi.into(), en: (!en.is_empty()).then(|| en.into()) }
}

/// The form as it stands for a system.
pub(super) fn write(app: &App, system: &SharedSystem) -> Posted {
    let (names, what) = (system.names(), system.what());
    let mut posted = Posted::from_pairs([
        ("name_vi", names.vi.into_string()),
        ("name_en", names.en.map(String::from).unwrap_or_default()),
        ("what_vi", what.vi.into_string()),
        ("what_en", what.en.map(String::from).unwrap_or_default()),
        ("icon", system.icon.clone()),
        ("url", system.url.clone()),
        ("health_url", system.health_url.clone().unwrap_or_default()),
        ("state", system.state.clone()),
    ]);
    audience::to_form(app, &system.audience(), &mut posted);
    posted
}

/// Key of a field's label.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "name_vi" => "system-name-vi",
        "name_en" => "system-name-en",
        "what_vi" => "system-what-vi",
        "what_en" => "system-what-en",
        "icon" => "system-icon",
        "health_url" => "system-health-url",
        "state" => "system-state",
        "sites" => "staff-sites",
        _ => "system-url",
    }
}
