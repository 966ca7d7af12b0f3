//! Names and numbers as the public reads them.

use portal_core::{App, Ctx, Lang, SiteId, Texts};

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
    let digits = number.unsigned_abs().to_string();
    let point = if t.lang() == Lang::VI { '.' } else { ',' };
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(point);
        }
        out.push(digit);
    }
    out
}

/// A share in percent with one place: `97,4%`; nothing of nothing has none.
pub(super) fn percent(t: &Texts, part: i64, whole: i64) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let thousandths = (part.saturating_mul(2_000) + whole) / (whole.saturating_mul(2));
    let point = if t.lang() == Lang::VI { ',' } else { '.' };
    Some(match thousandths % 10 {
        0 => format!("{}%", thousandths / 10),
        tenth => format!("{}{point}{tenth}%", thousandths / 10),
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use portal_core::lang::Locales;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let vi = Locales::shipped().texts(Lang::VI);
        let en = Locales::shipped().texts(Lang::parse("en").unwrap());
        for (number, in_vi, in_en) in
            [(0, "0", "0"), (999, "999", "999"), (1_248, "1.248", "1,248"), (-5, "−5", "−5")]
        {
            assert_eq!((count(&vi, number), count(&en, number)), (in_vi.into(), in_en.into()));
        }
        assert_eq!(count(&vi, 1_234_567), "1.234.567");
        assert_eq!(percent(&vi, 974, 1_000).as_deref(), Some("97,4%"));
        assert_eq!(percent(&en, 2, 3).as_deref(), Some("66.7%"));
        assert_eq!(percent(&vi, 3, 3).as_deref(), Some("100%"));
        assert_eq!(percent(&vi, 0, 0), None);
    }
}
