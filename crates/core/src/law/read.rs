//! From text to packs, gathering faults on the way.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use toml::{Table, Value};

use super::{Confidence, Entry, FaultReason, LawFault, Pack, Rule, structure};

/// Reads one file. Gives a pack even where faults were found, as far as it could be read, so that
/// the checks that follow find theirs too.
pub(super) fn pack(file: &str, text: &str, faults: &mut Vec<LawFault>) -> Option<Pack> {
    let mut table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let reason = FaultReason::Syntax(error.to_string().trim().to_owned());
            faults.push(fault(file, None, reason));
            return None;
        }
    };
    let header = table.remove("pack");
    let rules = table.remove("rule");
    Fields::new(file, None, table, faults).finish();

    let mut pack = head(file, header, faults);
    let Some(Value::Array(rules)) = rules else {
        faults.push(fault(file, None, FaultReason::Missing("rule")));
        return Some(pack);
    };
    for (index, rule) in rules.into_iter().enumerate() {
        if let Value::Table(table) = rule {
            pack.rules.extend(entry(&pack, index, table, faults));
        } else {
            let wanted = "written as [[rule]]";
            faults.push(fault(file, None, FaultReason::WrongType { field: "rule", wanted }));
        }
    }
    within(&pack, faults);
    pack.structure = structure::read(&pack, faults);
    Some(pack)
}

/// Reports keys that hold on the same day in an earlier pack and in this one, and equal pack keys.
pub(super) fn clashes(earlier: &[Pack], pack: &Pack, faults: &mut Vec<LawFault>) {
    for other in earlier {
        if other.key == pack.key {
            let reason = FaultReason::SamePack { other: other.file.clone() };
            faults.push(fault(&pack.file, None, reason));
        }
        for entry in &pack.rules {
            overlaps(&other.file, &other.rules, &pack.file, entry, faults);
        }
    }
}

/// Gives a rule's value as `T`, or reports why not.
pub(super) fn typed<T: DeserializeOwned>(
    file: &str,
    entry: &Entry,
    faults: &mut Vec<LawFault>,
) -> Option<Rule<T>> {
    match entry.rule.value.clone().try_into() {
        Ok(value) => Some(entry.rule.with(value)),
        Err(error) => {
            let reason = FaultReason::BadValue(error.to_string().trim().to_owned());
            faults.push(fault(file, Some(&entry.key), reason));
            None
        }
    }
}

pub(super) fn fault(file: &str, rule: Option<&str>, reason: FaultReason) -> LawFault {
    LawFault { file: file.to_owned(), rule: rule.map(str::to_owned), reason }
}

/// Reads a text that must not be empty; for serde's `deserialize_with`.
pub(super) fn filled<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() { Err(D::Error::custom("the text is empty")) } else { Ok(text) }
}

/// Reports the first text that stands twice in a list.
pub(super) fn repeated<'a>(texts: impl Iterator<Item = &'a str>) -> Option<FaultReason> {
    let mut seen = std::collections::BTreeSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Some(FaultReason::BadValue(format!("`{text}` stands twice")));
        }
    }
    None
}

fn head(file: &str, header: Option<Value>, faults: &mut Vec<LawFault>) -> Pack {
    let table = match header {
        Some(Value::Table(table)) => Some(table),
        _ => None,
    };
    let known = table.is_some();
    // The faults of an absent header would only repeat that it is absent.
    let mut unheard = Vec::new();
    let heard = if known { &mut *faults } else { &mut unheard };
    let mut fields = Fields::new(file, None, table.unwrap_or_default(), heard);
    let key = fields.text("key").unwrap_or_default();
    let title_vi = fields.text("title_vi").unwrap_or_default();
    let title_en = fields.text("title_en").unwrap_or_default();
    let citation = fields.text("citation").unwrap_or_default();
    let valid_from = fields.date("valid_from");
    if valid_from.is_none() && !fields.faulty("valid_from") {
        fields.fault(FaultReason::Missing("valid_from"));
    }
    let valid_from = valid_from.unwrap_or(NaiveDate::MIN);
    let valid_to = fields.date("valid_to");
    fields.forwards(valid_from, valid_to);
    fields.finish();
    if !known {
        faults.push(fault(file, None, FaultReason::Missing("pack")));
    }
    Pack {
        file: file.to_owned(),
        key,
        title_vi,
        title_en,
        citation: Arc::from(citation),
        valid_from,
        valid_to,
        rules: Vec::new(),
        structure: None,
    }
}

fn entry(pack: &Pack, index: usize, table: Table, faults: &mut Vec<LawFault>) -> Option<Entry> {
    let name = match table.get("key") {
        Some(Value::String(key)) if !key.is_empty() => key.clone(),
        _ => format!("rule {}", index + 1),
    };
    let mut fields = Fields::new(&pack.file, Some(&name), table, faults);
    let key = fields.text("key");
    if key.as_deref().is_some_and(|key| !well_written(key)) {
        fields.fault(FaultReason::BadKey);
    }
    let citation = fields.text("citation");
    let value = fields.take("value");
    if value.is_none() {
        fields.fault(FaultReason::Missing("value"));
    }
    let valid_from = fields.date("valid_from").unwrap_or(pack.valid_from);
    let valid_to = fields.date("valid_to").or(pack.valid_to);
    // Dates taken over from the pack alone were checked there.
    if (valid_from, valid_to) != (pack.valid_from, pack.valid_to) {
        fields.forwards(valid_from, valid_to);
    }
    let confidence = fields.confidence();
    fields.finish();
    let rule = Rule {
        value: value?,
        citation: Arc::from(citation.unwrap_or_default()),
        valid_from,
        valid_to,
        confidence,
        pack: Arc::from(pack.key.as_str()),
    };
    Some(Entry { key: key?, rule })
}

fn well_written(key: &str) -> bool {
    key.split('.').all(|word| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    })
}

fn within(pack: &Pack, faults: &mut Vec<LawFault>) {
    for (index, entry) in pack.rules.iter().enumerate() {
        let before = pack.rules.get(..index).unwrap_or_default();
        overlaps(&pack.file, before, &pack.file, entry, faults);
    }
}

fn overlaps(other: &str, rules: &[Entry], file: &str, entry: &Entry, faults: &mut Vec<LawFault>) {
    for earlier in rules.iter().filter(|earlier| earlier.key == entry.key) {
        let on = earlier.rule.valid_from.max(entry.rule.valid_from);
        if earlier.rule.in_force(on) && entry.rule.in_force(on) {
            let reason = FaultReason::Overlap { other: other.to_owned(), on };
            faults.push(fault(file, Some(&entry.key), reason));
        }
    }
}

/// Takes the fields out of a table one by one; what is left over is unknown.
struct Fields<'a> {
    file: &'a str,
    rule: Option<&'a str>,
    table: Table,
    wrong: Vec<&'static str>,
    faults: &'a mut Vec<LawFault>,
}

impl<'a> Fields<'a> {
    fn new(
        file: &'a str,
        rule: Option<&'a str>,
        table: Table,
        faults: &'a mut Vec<LawFault>,
    ) -> Self {
        Self { file, rule, table, wrong: Vec::new(), faults }
    }

    fn fault(&mut self, reason: FaultReason) {
        self.faults.push(fault(self.file, self.rule, reason));
    }

    fn faulty(&self, field: &str) -> bool {
        self.wrong.contains(&field)
    }

    fn wrong(&mut self, field: &'static str, wanted: &'static str) {
        self.wrong.push(field);
        self.fault(FaultReason::WrongType { field, wanted });
    }

    fn take(&mut self, field: &str) -> Option<Value> {
        self.table.remove(field)
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        match self.take(field) {
            Some(Value::String(text)) if !text.trim().is_empty() => return Some(text),
            None | Some(Value::String(_)) => self.fault(FaultReason::Missing(field)),
            Some(_) => self.wrong(field, "a text"),
        }
        None
    }

    fn date(&mut self, field: &'static str) -> Option<NaiveDate> {
        let value = self.take(field)?;
        let date = match &value {
            Value::Datetime(moment) if moment.time.is_none() => moment.date.and_then(|date| {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }),
            _ => None,
        };
        if date.is_none() {
            self.wrong(field, "a day such as 2026-07-01, without quotes");
        }
        date
    }

    fn confidence(&mut self) -> Option<Confidence> {
        let confidence = self.take("confidence")?.try_into().ok();
        if confidence.is_none() {
            self.wrong("confidence", "one of S, A, B, C, M, I");
        }
        confidence
    }

    fn forwards(&mut self, from: NaiveDate, to: Option<NaiveDate>) {
        if let Some(to) = to.filter(|to| *to < from) {
            self.fault(FaultReason::Backwards { from, to });
        }
    }

    fn finish(mut self) {
        for field in std::mem::take(&mut self.table).into_iter().map(|(field, _)| field) {
            self.fault(FaultReason::UnknownField(field));
        }
    }
}
