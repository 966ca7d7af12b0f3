//! What the desk and the command line do to a site, beyond [`portal_core::birth`].

use std::collections::BTreeMap;

use portal_core::{
    App, Fault, Lang, Names, OrNotFound, Outcome, Refusal, SiteId, Texts, Tx, birth,
    site::{
        Particulars, SiteState,
        queries::{self as core_queries, SiteRow},
        settings::{LANGUAGES, MENU, MODULES, MenuEntry, SettingChanged, SiteChanged},
    },
};
use portal_core::{Fact, FactRow, Kind};
use serde_json::Value;

use super::queries;

/// Why a change is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotChanged {
    /// Somebody changed the same thing since; undoing would take that away.
    ChangedSince,
    /// There is no change to undo.
    NothingToUndo,
    /// The province's own site carries this desk.
    ProvinceStays,
    /// Vietnamese is always the first language.
    VietnameseFirst,
}

impl Refusal for NotChanged {
    fn sentence(&self, t: &Texts) -> String {
        t.say(match self {
            Self::ChangedSince => "platform-refusal-changed-since",
            Self::NothingToUndo => "platform-refusal-nothing-to-undo",
            Self::ProvinceStays => "platform-refusal-province-stays",
            Self::VietnameseFirst => "platform-refusal-vietnamese-first",
        })
    }
}

/// Finds a site of the desk and locks it.
pub async fn lock(tx: &Tx, code: &str) -> Outcome<SiteRow> {
    queries::lock(tx, code).await?.or_not_found()
}

/// The kind of a row.
pub fn kind_of(row: &SiteRow) -> Outcome<Kind> {
    row.kind.parse().map_err(|fault: portal_core::kind::UnknownKind| Fault::bug(fault))
}

/// Changes name, footer or state of a locked site, where they differ from what they are.
///
/// Refuses to suspend the province's own site ([`NotChanged::ProvinceStays`]): the desk that could
/// take it up again stands on it.
pub async fn save(
    tx: &mut Tx,
    row: &SiteRow,
    names: &Names,
    particulars: &Particulars,
    state: SiteState,
) -> Outcome<()> {
    if state == SiteState::Suspended && kind_of(row)? == Kind::Province {
        return Err(NotChanged::ProvinceStays.into());
    }
    let site = SiteId(row.id);
    let json = |value: Result<Value, serde_json::Error>| value.map_err(Fault::bug);
    let before: Particulars = serde_json::from_value(row.particulars.clone()).unwrap_or_default();
    let pairs = [
        ("names", row.names.clone(), json(serde_json::to_value(names))?),
        (
            "particulars",
            json(serde_json::to_value(before))?,
            json(serde_json::to_value(particulars))?,
        ),
        ("state", Value::from(row.state.as_str()), json(serde_json::to_value(state))?),
    ];
    let changes: BTreeMap<String, (Value, Value)> = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(key, before, after)| (key.to_owned(), (before, after)))
        .collect();
    if changes.is_empty() {
        tx.untold();
        return Ok(());
    }
    core_queries::save(tx, site, names, particulars, state).await?;
    tx.tell_on(site, SiteChanged { site, changes }).await?;
    Ok(())
}

/// Reads what [`save`] keeps as it is.
pub fn written(row: &SiteRow) -> Outcome<(Names, Particulars, SiteState)> {
    let names = serde_json::from_value(row.names.clone()).map_err(Fault::bug)?;
    let particulars = serde_json::from_value(row.particulars.clone()).unwrap_or_default();
    let state = if row.state == "suspended" { SiteState::Suspended } else { SiteState::Active };
    Ok((names, particulars, state))
}

/// Suspends a site, or takes it up again.
pub async fn set_state(tx: &mut Tx, code: &str, state: SiteState) -> Outcome<()> {
    let row = lock(tx, code).await?;
    let (names, particulars, _) = written(&row)?;
    save(tx, &row, &names, &particulars, state).await
}

/// Changes a setting of a locked site, unless it is so already.
pub async fn set(
    app: &App,
    tx: &mut Tx,
    row: &SiteRow,
    key: &str,
    after: Option<Value>,
) -> Outcome<()> {
    let site = SiteId(row.id);
    if core_queries::lock_setting(tx, site, key).await? == after {
        tx.untold();
        return Ok(());
    }
    birth::set(app, tx, site, key, after).await
}

/// Sets the languages of a locked site; those of its kind are set back to the default.
pub async fn set_languages(
    app: &App,
    tx: &mut Tx,
    row: &SiteRow,
    languages: &[Lang],
) -> Outcome<()> {
    if languages.first() != Some(&Lang::VI) {
        return Err(NotChanged::VietnameseFirst.into());
    }
    let kind = kind_of(row)?;
    let own = app.tenant(kind).is_none_or(|plugin| plugin.languages() != languages);
    let value = serde_json::to_value(languages).map_err(Fault::bug)?;
    set(app, tx, row, LANGUAGES, own.then_some(value)).await
}

/// Sets the menu of a locked site; that of its kind is set back to the default.
pub async fn set_menu(app: &App, tx: &mut Tx, row: &SiteRow, menu: &[MenuEntry]) -> Outcome<()> {
    let kind = kind_of(row)?;
    let own = app.tenant(kind).is_none_or(|plugin| plugin.menu() != menu);
    let value = serde_json::to_value(menu).map_err(Fault::bug)?;
    set(app, tx, row, MENU, own.then_some(value)).await
}

/// Undoes a change of a setting of a locked site.
///
/// Refuses when the fact is no such change ([`NotChanged::NothingToUndo`]) or something of it was
/// changed since ([`NotChanged::ChangedSince`]).
///
/// Requirement: R-T3.
pub async fn undo(app: &App, tx: &mut Tx, row: &SiteRow, fact: &FactRow) -> Outcome<()> {
    let site = SiteId(row.id);
    if fact.kind != SettingChanged::KIND || fact.site() != site {
        return Err(NotChanged::NothingToUndo.into());
    }
    let change: SettingChanged = serde_json::from_value(fact.data.clone()).map_err(Fault::bug)?;
    let current = core_queries::lock_setting(tx, site, &change.key).await?;
    let value = undone(&change, current.as_ref())?;
    birth::set(app, tx, site, &change.key, value).await
}

/// What a setting is without a change, if nothing of it was changed since.
///
/// Modules are looked at one by one: switching another one in between is no obstacle.
pub fn undone(
    change: &SettingChanged,
    current: Option<&Value>,
) -> Result<Option<Value>, NotChanged> {
    if change.key != MODULES {
        return if current == change.after.as_ref() {
            Ok(change.before.clone())
        } else {
            Err(NotChanged::ChangedSince)
        };
    }
    let mut map = switches(current);
    let (before, after) = (switches(change.before.as_ref()), switches(change.after.as_ref()));
    for key in switched(change) {
        if map.get(&key) != after.get(&key) {
            return Err(NotChanged::ChangedSince);
        }
        match before.get(&key) {
            Some(on) => map.insert(key, on.clone()),
            None => map.remove(&key),
        };
    }
    Ok((!map.is_empty()).then_some(Value::Object(map)))
}

/// The modules a change of the module setting switched.
pub fn switched(change: &SettingChanged) -> Vec<String> {
    let (before, after) = (switches(change.before.as_ref()), switches(change.after.as_ref()));
    let mut keys: Vec<String> = before
        .keys()
        .chain(after.keys())
        .filter(|key| before.get(*key) != after.get(*key))
        .cloned()
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

fn switches(value: Option<&Value>) -> serde_json::Map<String, Value> {
    value.and_then(Value::as_object).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(key: &str, before: Option<Value>, after: Option<Value>) -> SettingChanged {
        SettingChanged { key: key.into(), before, after, site: SiteId(1) }
    }

    #[test]
    fn a_setting_is_undone_only_where_it_stands_as_changed() {
        let menu = change(MENU, None, Some(json!([1])));
        assert_eq!(undone(&menu, Some(&json!([1]))), Ok(None));
        assert_eq!(undone(&menu, Some(&json!([2]))), Err(NotChanged::ChangedSince));
        assert_eq!(undone(&menu, None), Err(NotChanged::ChangedSince));
    }

    #[test]
    fn another_module_switched_since_is_no_obstacle() {
        let first = change(MODULES, None, Some(json!({"feeds": false})));
        let now = json!({"feeds": false, "pages": false});
        assert_eq!(undone(&first, Some(&now)), Ok(Some(json!({"pages": false}))));
        assert_eq!(undone(&first, Some(&json!({"feeds": false}))), Ok(None));
        let again = json!({"feeds": true});
        assert_eq!(undone(&first, Some(&again)), Err(NotChanged::ChangedSince));
        assert_eq!(switched(&first), ["feeds"]);
    }
}
