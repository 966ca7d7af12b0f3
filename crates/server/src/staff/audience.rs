//! For whom something on the staff page is: by kind of unit, by unit, by role.

use maud::{Markup, html};
use portal_core::{App, Ctx, FieldFault, FormFaults, Kind, Posted, Role, SiteId, Texts, ui::Field};

/// For whom; what is `None` narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Audience {
    /// People of units of these kinds.
    pub kinds: Option<Vec<Kind>>,
    /// People of these units.
    pub sites: Option<Vec<SiteId>>,
    /// People with one of these roles there.
    pub roles: Option<Vec<Role>>,
}

/// A place where somebody works: the unit's kind, the unit, the role there.
pub type Place = (Kind, SiteId, Role);

impl Audience {
    /// Whether it is for somebody who works at these places. What is for everybody is also for those
    /// who have no role yet; all that it is narrowed to must hold at one and the same place.
    pub fn fits(&self, places: &[Place]) -> bool {
        if *self == Self::default() {
            return true;
        }
        places.iter().any(|(kind, site, role)| {
            self.kinds.as_ref().is_none_or(|kinds| kinds.contains(kind))
                && self.sites.as_ref().is_none_or(|sites| sites.contains(site))
                && self.roles.as_ref().is_none_or(|roles| roles.contains(role))
        })
    }

    /// From the columns of a row. A word that is not known any more fits nobody.
    pub(super) fn read(
        kinds: Option<&[String]>,
        sites: Option<&[i64]>,
        roles: Option<&[String]>,
    ) -> Self {
        Self {
            kinds: kinds.map(|all| all.iter().filter_map(|word| Kind::parse(word)).collect()),
            sites: sites.map(|all| all.iter().copied().map(SiteId).collect()),
            roles: roles.map(|all| all.iter().filter_map(|word| Role::parse(word)).collect()),
        }
    }

    pub(super) fn kinds_column(&self) -> Option<Vec<String>> {
        let words = self.kinds.as_ref()?.iter().map(|kind| kind.as_str().to_owned());
        Some(words.collect())
    }

    pub(super) fn sites_column(&self) -> Option<Vec<i64>> {
        Some(self.sites.as_ref()?.iter().map(|site| site.0).collect())
    }

    pub(super) fn roles_column(&self) -> Option<Vec<String>> {
        let words = self.roles.as_ref()?.iter().map(|role| role.as_str().to_owned());
        Some(words.collect())
    }

    /// In words: "Sở, ban, ngành; Quản trị đơn vị".
    pub(super) fn words(&self, app: &App, t: &Texts) -> String {
        let sites = app.sites.now();
        let mut parts: Vec<String> = Vec::new();
        for kind in self.kinds.iter().flatten() {
            parts.push(t.say(&format!("site-kind-{}", kind.as_str())));
        }
        for site in self.sites.iter().flatten().filter_map(|id| sites.by_id(*id)) {
            parts.push(site.name(t.lang()).to_owned());
        }
        for role in self.roles.iter().flatten() {
            parts.push(t.say(role.text_key()));
        }
        if parts.is_empty() { t.say("staff-for-all") } else { parts.join("; ") }
    }
}

/// Reads the fields of a form.
pub(super) fn of_form(app: &App, posted: &Posted, faults: &mut FormFaults) -> Audience {
    let chosen = |name: &str| Some(posted.all(name)).filter(|all| !all.is_empty());
    let kinds = chosen("kinds").map(|all| all.iter().filter_map(|it| Kind::parse(it)).collect());
    let roles = chosen("roles").map(|all| all.iter().filter_map(|it| Role::parse(it)).collect());
    let codes = posted.line("sites");
    let mut sites = Vec::new();
    let registry = app.sites.now();
    for code in codes.split([',', ';', ' ']).map(str::trim).filter(|code| !code.is_empty()) {
        match registry.by_code(code) {
            Some(site) => sites.push(site.id),
            None => {
                let code = code.chars().take(64).collect();
                faults.add("sites", FieldFault::Other("staff-no-site", vec![("code", code)]));
            }
        }
    }
    Audience { kinds, roles, sites: Some(sites).filter(|sites| !sites.is_empty()) }
}

/// Puts an audience into a form.
pub(super) fn to_form(app: &App, audience: &Audience, posted: &mut Posted) {
    for kind in audience.kinds.iter().flatten() {
        posted.put("kinds".into(), kind.as_str().into());
    }
    for role in audience.roles.iter().flatten() {
        posted.put("roles".into(), role.as_str().into());
    }
    let registry = app.sites.now();
    let codes = audience.sites.iter().flatten().filter_map(|id| registry.by_id(*id));
    let codes: Vec<String> = codes.map(|site| site.code.to_string()).collect();
    posted.put("sites".into(), codes.join(", "));
}

/// The fields.
pub(super) fn fields(ctx: &Ctx, posted: &Posted, faults: &FormFaults) -> Markup {
    let t = ctx.texts();
    let kinds = Kind::ALL
        .map(|kind| (kind.as_str().to_owned(), t.say(&format!("site-kind-{}", kind.as_str()))));
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), t.say(role.text_key())));
    html! {
        fieldset.field {
            legend { (t.say("staff-audience")) }
            p.hint { (t.say("staff-audience-hint")) }
            (checks(&t, posted, "kinds", "staff-kinds", &kinds))
            (checks(&t, posted, "roles", "staff-roles", &roles))
            (Field::new(&t, posted, faults, "sites", "staff-sites").hint("staff-sites-hint").complete("off").input("text"))
        }
    }
}

fn checks(
    t: &Texts,
    posted: &Posted,
    name: &str,
    label: &str,
    choices: &[(String, String)],
) -> Markup {
    let chosen = posted.all(name);
    html! {
        fieldset.field.choices id={ "f-" (name) } {
            legend { (t.say(label)) }
            @for (value, text) in choices {
                label.choice {
                    input type="checkbox" name=(name) value=(value) checked[chosen.contains(value)];
                    " " span { (text) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_narrowed_to_holds_at_one_place() {
        let editor_of_health: Place = (Kind::Department, SiteId(2), Role::Editor);
        let head_of_district: Place = (Kind::District, SiteId(3), Role::UnitAdministrator);
        let of = |kinds: Option<Kind>, site: Option<i64>, role: Option<Role>| Audience {
            kinds: kinds.map(|kind| vec![kind]),
            sites: site.map(|id| vec![SiteId(id)]),
            roles: role.map(|role| vec![role]),
        };
        let both = [editor_of_health, head_of_district];
        for (audience, places, fits) in [
            (Audience::default(), [].as_slice(), true),
            (of(Some(Kind::Department), None, None), [].as_slice(), false),
            (of(Some(Kind::Department), None, None), both.as_slice(), true),
            (of(Some(Kind::Commune), None, None), both.as_slice(), false),
            (of(None, Some(3), None), both.as_slice(), true),
            (of(None, Some(4), None), both.as_slice(), false),
            (of(None, None, Some(Role::Editor)), both.as_slice(), true),
            (of(Some(Kind::District), None, Some(Role::Editor)), both.as_slice(), false),
            (
                of(Some(Kind::District), Some(3), Some(Role::UnitAdministrator)),
                both.as_slice(),
                true,
            ),
        ] {
            assert_eq!(audience.fits(places), fits, "{audience:?}");
        }
    }
}
