//! Names and numbers as the public reads them.

use portal_core::{App, Ctx, Lang, SiteId, Texts, ui::chart};

use crate::petition::fields;

/// The name of a unit; one that is no more has none.
pub(super) fn unit(app: &App, lang: Lang, id: i64) -> String {
    let sites = app.sites.now();
    sites.by_id(SiteId(id)).map_or_else(String::new, |site| site.name(lang).to_owned())
}

/// The name of a field; a code no law pack knows any more stands for itself.
pub(super) fn field(app: &App, ctx: &Ctx, code: &str) -> String {
    fields::title(app, ctx.lang, ctx.now, code)
}

/// The fields one can choose from: code and name.
pub(super) fn fields(app: &App, ctx: &Ctx) -> Vec<(String, String)> {
    let all = fields::all(app, ctx.now).unwrap_or_default();
    all.into_iter().map(|field| (field.code.clone(), field.text(ctx.lang).to_owned())).collect()
}

/// A count with its thousands apart: `1.248`.
pub(super) fn count(t: &Texts, number: i64) -> String {
    t.number(float(number), 0)
}

/// A share in percent with one place: `97,4%`; nothing of nothing has none.
pub(super) fn percent(t: &Texts, part: i64, whole: i64) -> Option<String> {
    (whole > 0).then(|| chart::share(t, float(part), whole))
}

/// A count as the writers of numbers want it.
pub(super) fn float(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The beginning of a text, cut between words.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}
