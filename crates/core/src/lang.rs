//! Languages and the texts people read (R-L1).
//!
//! A language is a folder under `locales/`; its Fluent files are embedded in the binary. Vietnamese
//! is complete by rule and stands in for a key that another language misses (a test keeps both sets
//! of keys equal, so that never shows).

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};

/// A language of the interface, by its BCP 47 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(&'static str);

impl Lang {
    /// Vietnamese, the first language of every site.
    pub const VI: Self = Self("vi");
    /// English.
    pub const EN: Self = Self("en");

    /// The code, as in `lang="vi"`, in URLs and in the database.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The language's own name, for the language switch.
    pub fn own_name(self) -> String {
        Locales::shipped().texts(self).say("language-own-name")
    }

    /// Finds a language by code among those that have a folder.
    pub fn parse(code: &str) -> Option<Self> {
        Locales::shipped().bundles.keys().copied().find(|lang| lang.0 == code)
    }

    /// All languages that have a folder, Vietnamese first.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Locales::shipped().bundles.keys().copied().collect();
        all.sort_by_key(|lang| (*lang != Self::VI, lang.0));
        all
    }
}

impl Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no locale folder for `{code}`")))
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../../locales"]
#[include = "*.ftl"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

/// Every language with its texts.
pub struct Locales {
    bundles: BTreeMap<Lang, Arc<Bundle>>,
}

impl Locales {
    /// The locales embedded in this binary, read once.
    ///
    /// A file that does not parse is left out, with an error in the log; the test
    /// `locales_are_complete` keeps that from being shipped.
    pub fn shipped() -> &'static Self {
        static SHIPPED: std::sync::LazyLock<Locales> = std::sync::LazyLock::new(Locales::read);
        &SHIPPED
    }

    fn read() -> Self {
        let mut bundles: BTreeMap<Lang, Bundle> = BTreeMap::new();
        for path in Files::iter() {
            let Some((code, _)) = path.split_once('/') else { continue };
            let Ok(id) = code.parse::<unic_langid::LanguageIdentifier>() else {
                tracing::error!(%path, "folder name is no language code");
                continue;
            };
            let Some(text) =
                Files::get(&path).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
            else {
                tracing::error!(%path, "locale file is not UTF-8");
                continue;
            };
            let lang = bundles
                .keys()
                .copied()
                .find(|lang| lang.0 == code)
                .unwrap_or_else(|| Lang(String::leak(code.to_owned())));
            let bundle = bundles.entry(lang).or_insert_with(|| {
                let mut bundle = Bundle::new_concurrent(vec![id]);
                bundle.set_use_isolating(false);
                bundle
            });
            match FluentResource::try_new(text) {
                Ok(resource) => {
                    if let Err(faults) = bundle.add_resource(resource) {
                        tracing::error!(%path, ?faults, "locale keys clash");
                    }
                }
                Err((_, faults)) => tracing::error!(%path, ?faults, "locale file does not parse"),
            }
        }
        Self { bundles: bundles.into_iter().map(|(lang, b)| (lang, Arc::new(b))).collect() }
    }

    /// The texts of a language, with Vietnamese behind them.
    pub fn texts(&self, lang: Lang) -> Texts {
        let fallback = self.bundles.get(&Lang::VI).cloned();
        Texts {
            lang,
            bundle: self.bundles.get(&lang).cloned().or_else(|| fallback.clone()),
            fallback,
        }
    }
}

/// The texts of one language.
#[derive(Clone)]
pub struct Texts {
    lang: Lang,
    bundle: Option<Arc<Bundle>>,
    fallback: Option<Arc<Bundle>>,
}

impl Texts {
    /// The language these texts are in.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of a key. An unknown key shows itself, which the tests look for.
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of a key with its arguments filled in.
    pub fn with<'a, const N: usize>(
        &self,
        key: &str,
        args: [(&'static str, FluentValue<'a>); N],
    ) -> String {
        self.format(key, Some(&FluentArgs::from_iter(args)))
    }

    /// The text of a key with as many arguments as there are.
    pub fn with_all(&self, key: &str, args: Vec<(&'static str, String)>) -> String {
        self.format(key, Some(&FluentArgs::from_iter(args)))
    }

    /// Whether this very language has the key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.as_ref().is_some_and(|bundle| bundle.has_message(key))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        for bundle in [&self.bundle, &self.fallback].into_iter().flatten() {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                let mut faults = Vec::new();
                let text = bundle.format_pattern(pattern, args, &mut faults).into_owned();
                if !faults.is_empty() {
                    tracing::error!(key, ?faults, "text has faults");
                }
                return text;
            }
        }
        tracing::error!(key, lang = self.lang.0, "text is missing");
        format!("⟦{key}⟧")
    }

    /// A date as an office writes it: `23/11/2026`.
    pub fn date(&self, at: DateTime<Utc>) -> String {
        self.day(local_day(at))
    }

    /// A day as an office writes it: `23/11/2026`.
    pub fn day(&self, on: NaiveDate) -> String {
        format!("{:02}/{:02}/{}", on.day(), on.month(), on.year())
    }

    /// Date and time in Vietnam: `23/11/2026 08:05`.
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        format!("{} {}", self.date(at), self.time(at))
    }

    /// The time of day in Vietnam: `08:05`.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&Ho_Chi_Minh);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// The long form with the weekday, for the head of a page.
    pub fn long_date(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&Ho_Chi_Minh);
        let weekday = format!("weekday-{}", local.weekday().number_from_monday());
        self.with(
            "long-date",
            [("weekday", self.say(&weekday).into()), ("date", self.date(at).into())],
        )
    }

    /// A number as it is written in the language: `1.248`, `97,4`.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let (thousand, point) = if self.lang == Lang::VI { ('.', ',') } else { (',', '.') };
        let text = format!("{value:.decimals$}");
        let (sign, text) = text.strip_prefix('-').map_or(("", &*text), |rest| ("-", rest));
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let mut written = String::from(sign);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                written.push(thousand);
            }
            written.push(digit);
        }
        if !part.is_empty() {
            written.push(point);
            written.push_str(part);
        }
        written
    }

    /// A count as it is written in the language: `1.248`.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn number_of(&self, count: i64) -> String {
        self.number(count as f64, 0)
    }

    /// A size in bytes, in words people use: `1,2 MB`.
    pub fn size(&self, bytes: u64) -> String {
        let (value, unit) = match bytes {
            0..1_000 => return format!("{bytes} B"),
            1_000..1_000_000 => (bytes / 100, "kB"),
            _ => (bytes / 100_000, "MB"),
        };
        let point = if self.lang == Lang::VI { ',' } else { '.' };
        match value % 10 {
            0 => format!("{} {unit}", value / 10),
            tenth => format!("{}{point}{tenth} {unit}", value / 10),
        }
    }
}

/// A text as search boxes compare it: lower case, without accents and tone marks, `đ` as `d`.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The day in Vietnam at a moment.
pub fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Ho_Chi_Minh).date_naive()
}

/// A moment as browsers write it in a form, or as people in Vietnam do.
pub fn local_moment(text: &str) -> Option<DateTime<Utc>> {
    const FORMS: [&str; 4] =
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"];
    let local = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    let into_day = local.time().signed_duration_since(NaiveTime::MIN);
    Some(crate::calendar::start_of(local.date()) + into_day)
}

/// A moment as the field of a form takes it.
pub fn for_field(at: DateTime<Utc>) -> String {
    at.with_timezone(&Ho_Chi_Minh).format("%Y-%m-%dT%H:%M").to_string()
}

/// A name in several languages; Vietnamese is always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Vietnamese.
    pub vi: Box<str>,
    /// English, where the unit has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<Box<str>>,
}

impl Names {
    /// The name in a language, or the Vietnamese one.
    pub fn of(&self, lang: Lang) -> &str {
        match (&self.en, lang) {
            (Some(en), lang) if lang != Lang::VI => en,
            _ => &self.vi,
        }
    }

    /// The language the name of [`Names::of`] is really in, for its `lang` attribute.
    pub fn lang_of(&self, lang: Lang) -> Lang {
        if lang != Lang::VI && self.en.is_some() { lang } else { Lang::VI }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_vietnams() {
        for text in ["2026-11-24T08:30", "24/11/2026 08:30"] {
            let at = local_moment(text).unwrap();
            assert_eq!(at.to_rfc3339(), "2026-11-24T01:30:00+00:00", "{text}");
            assert_eq!(for_field(at), "2026-11-24T08:30");
        }
        assert_eq!(local_moment("mai"), None);
    }

    #[test]
    fn sizes_are_written_with_the_languages_own_point() {
        let vi = Locales::shipped().texts(Lang::VI);
        let en = Locales::shipped().texts(Lang::EN);
        assert_eq!(vi.size(999), "999 B");
        assert_eq!(vi.size(1_250_000), "1,2 MB");
        assert_eq!(en.size(1_250_000), "1.2 MB");
        assert_eq!(vi.size(20_000_000), "20 MB");
    }

    #[test]
    fn numbers_are_written_with_the_languages_own_marks() {
        let vi = Locales::shipped().texts(Lang::VI);
        let en = Locales::shipped().texts(Lang::EN);
        for (value, decimals, in_vi, in_en) in [
            (0.0, 0, "0", "0"),
            (999.4, 0, "999", "999"),
            (1_248.0, 0, "1.248", "1,248"),
            (-1_234_567.25, 2, "-1.234.567,25", "-1,234,567.25"),
            (97.35, 1, "97,3", "97.3"),
        ] {
            assert_eq!(
                (&*vi.number(value, decimals), &*en.number(value, decimals)),
                (in_vi, in_en)
            );
        }
    }

    #[test]
    fn dates_are_those_of_vietnam() {
        let vi = Locales::shipped().texts(Lang::VI);
        let late = "2026-11-22T18:30:00Z".parse().unwrap_or_default();
        assert_eq!(vi.date(late), "23/11/2026");
        assert_eq!(vi.date_time(late), "23/11/2026 01:30");
    }

    #[test]
    fn locales_are_complete() {
        let mut keys: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for path in Files::iter() {
            let text = String::from_utf8(
                Files::get(&path).map(|f| f.data.into_owned()).unwrap_or_default(),
            );
            let text = text.unwrap_or_default();
            assert!(FluentResource::try_new(text.clone()).is_ok(), "{path} does not parse");
            let code = if path.starts_with("vi/") { "vi" } else { "en" };
            for line in text.lines() {
                if let Some((key, _)) = line.split_once(" =")
                    && line.starts_with(|c: char| c.is_ascii_lowercase())
                {
                    keys.entry(code).or_default().push(key.to_owned());
                }
            }
        }
        for set in keys.values_mut() {
            let before = set.len();
            set.sort();
            set.dedup();
            assert_eq!(before, set.len(), "a key stands twice");
        }
        assert_eq!(keys.get("vi"), keys.get("en"));
    }
}
