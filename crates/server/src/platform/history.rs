//! What was changed on a site, in words.

use portal_core::{
    App, Fact, FactRow, Lang, Texts,
    site::settings::{
        LANGUAGES, MENU, MODULES, SECOND_FACTOR, SettingChanged, SiteChanged, SiteCreated,
    },
};

use super::changes;

/// The change of a setting that a fact tells of, if it does.
pub fn setting_of(fact: &FactRow) -> Option<SettingChanged> {
    (fact.kind == SettingChanged::KIND)
        .then(|| serde_json::from_value(fact.data.clone()).ok())
        .flatten()
}

/// What a fact says, in words.
pub fn what(app: &App, t: &Texts, fact: &FactRow) -> String {
    if let Some(change) = setting_of(fact) {
        return what_setting(app, t, &change);
    }
    match fact.kind.as_str() {
        SiteCreated::KIND => t.say("platform-did-created"),
        SiteChanged::KIND => {
            let changed = serde_json::from_value::<SiteChanged>(fact.data.clone());
            let changes = changed.map(|changed| changed.changes).unwrap_or_default();
            let state = changes.get("state").and_then(|(_, after)| after.as_str());
            t.say(match state {
                Some("suspended") => "platform-did-suspended",
                Some(_) => "platform-did-resumed",
                None => "platform-did-particulars",
            })
        }
        _ => fact.kind.clone(),
    }
}

fn what_setting(app: &App, t: &Texts, change: &SettingChanged) -> String {
    match (change.key.as_str(), &change.after) {
        (MODULES, after) => {
            let on = |key: &str| after.as_ref().and_then(|map| map.get(key)?.as_bool());
            let words = changes::switched(change).into_iter().map(|key| {
                let known = app.modules().by_key(&key).is_some();
                let name = if known { t.say(&format!("module-{key}")) } else { key.clone() };
                let word = match on(&key) {
                    Some(true) => "platform-did-module-on",
                    Some(false) => "platform-did-module-off",
                    None => "platform-did-module-default",
                };
                t.with(word, [("module", name.into())])
            });
            words.collect::<Vec<_>>().join(", ")
        }
        (LANGUAGES, Some(after)) => {
            let list: Vec<Lang> = serde_json::from_value(after.clone()).unwrap_or_default();
            let names: Vec<String> = list.into_iter().map(Lang::own_name).collect();
            t.with("platform-did-languages", [("list", names.join(", ").into())])
        }
        (LANGUAGES, None) => t.say("platform-did-languages-default"),
        (MENU, Some(_)) => t.say("platform-did-menu"),
        (MENU, None) => t.say("platform-did-menu-default"),
        (SECOND_FACTOR, Some(_)) => t.say("factor-did-required"),
        (SECOND_FACTOR, None) => t.say("factor-did-optional"),
        (key, _) => key.to_owned(),
    }
}
