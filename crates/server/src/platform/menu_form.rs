//! The menu as a form: one row per entry. Rules only.
//!
//! A row is named by its number, which does not move; its position orders it, and "below" names the
//! row it stands under. A row in which nothing is filled in is no entry.

use portal_core::{FieldFault, FormFaults, Names, Posted, site::MenuEntry};

/// Most rows of a menu.
const MOST: usize = 120;
/// How many empty rows are offered.
const SPARE: usize = 3;

/// The fields of a row: their names are these, a hyphen and the row's number.
pub const FIELDS: [&str; 5] = ["vi", "en", "href", "position", "below"];

/// Key of a field's label.
pub fn label(field: &str) -> &'static str {
    match field.split('-').next().unwrap_or_default() {
        "vi" => "menu-vi",
        "en" => "menu-en",
        "href" => "menu-href",
        "position" => "menu-position",
        "below" => "menu-below",
        _ => "menu-rows",
    }
}

/// A menu as the form shows it, with a few rows to fill in.
pub fn write(menu: &[MenuEntry]) -> Posted {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut number = 0;
    let mut put = |entry: &MenuEntry, position: usize, below: Option<usize>| {
        number += 1;
        let mut field = |name: &str, value: String| pairs.push((format!("{name}-{number}"), value));
        field("vi", entry.label.vi.to_string());
        field("en", entry.label.en.as_deref().unwrap_or_default().to_owned());
        field("href", entry.href.to_string());
        field("position", position.to_string());
        field("below", below.map(|row| row.to_string()).unwrap_or_default());
        number
    };
    for (place, entry) in menu.iter().enumerate() {
        let row = put(entry, (place + 1) * 10, None);
        for (place, entry) in entry.below.iter().enumerate() {
            put(entry, (place + 1) * 10, Some(row));
        }
    }
    pairs.push(("rows".to_owned(), (number + SPARE).to_string()));
    Posted::from_pairs(pairs)
}

/// How many rows a form has.
pub fn rows(posted: &Posted) -> usize {
    posted.number("rows").and_then(|rows| rows.try_into().ok()).unwrap_or(0).min(MOST)
}

/// The form with more empty rows.
pub fn more(posted: &Posted) -> Posted {
    let number = rows(posted);
    let mut next = Posted::default();
    for row in 1..=number {
        for name in FIELDS {
            let name = format!("{name}-{row}");
            let value = posted.text(&name);
            next.put(name, value);
        }
    }
    let key = portal_core::form::FORM_KEY;
    next.put(key.to_owned(), posted.text(key));
    next.put("rows".to_owned(), (number + SPARE).min(MOST).to_string());
    next
}

/// Whether something is filled in in a row.
pub fn is_filled(posted: &Posted, row: usize) -> bool {
    ["vi", "en", "href"].iter().any(|name| posted.has(&format!("{name}-{row}")))
}

struct Row {
    number: usize,
    entry: MenuEntry,
    position: i64,
    below: Option<usize>,
}

/// Reads the form as a menu; each fault stands at its row.
pub fn read(posted: &Posted) -> Result<Vec<MenuEntry>, FormFaults> {
    let mut faults = FormFaults::default();
    let mut found: Vec<Row> = (1..=rows(posted))
        .filter(|row| is_filled(posted, *row))
        .map(|number| row(posted, number, &mut faults))
        .collect();
    if found.is_empty() {
        faults.add("rows", FieldFault::Other("menu-empty", Vec::new()));
    }
    let tops: Vec<usize> =
        found.iter().filter(|row| row.below.is_none()).map(|row| row.number).collect();
    for row in &found {
        if row.below.is_some_and(|above| !tops.contains(&above)) {
            faults.add(
                &format!("below-{}", row.number),
                FieldFault::Other("menu-below-what", Vec::new()),
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    found.sort_by_key(|row| (row.position, row.number));
    let (tops, subs): (Vec<Row>, Vec<Row>) = found.into_iter().partition(|row| row.below.is_none());
    let mut menu: Vec<(usize, MenuEntry)> =
        tops.into_iter().map(|row| (row.number, row.entry)).collect();
    for sub in subs {
        if let Some((_, above)) = menu.iter_mut().find(|(number, _)| Some(*number) == sub.below) {
            above.below.push(sub.entry);
        }
    }
    Ok(menu.into_iter().map(|(_, entry)| entry).collect())
}

fn row(posted: &Posted, number: usize, faults: &mut FormFaults) -> Row {
    let name = |field: &str| format!("{field}-{number}");
    let mut label = |field: &str| faults.check(&name(field), posted.line(&name(field)), false, 60);
    let (vi, en) = (label("vi"), label("en"));
    let href = posted.line(&name("href"));
    if vi.is_empty() && en.is_empty() {
        faults.add(&name("vi"), FieldFault::Other("menu-no-label", Vec::new()));
    }
    if let Some(fault) = fault_of_href(&href) {
        faults.add(&name("href"), fault);
    }
    let position = match posted.line(&name("position")).as_str() {
        // What has no position stands at the end.
        "" => i64::MAX,
        text => text.parse().unwrap_or_else(|_| {
            faults.add(&name("position"), FieldFault::Other("menu-no-number", Vec::new()));
            0
        }),
    };
    let below = match posted.line(&name("below")).as_str() {
        "" => None,
        // What is no row is found to be none among the rows.
        text => Some(text.parse().unwrap_or(0)),
    };
    let label = Names { vi: vi.into(), en: (!en.is_empty()).then(|| en.into()) };
    let entry = MenuEntry { label, href: href.into(), below: Vec::new() };
    Row { number, entry, position, below }
}

/// What is wrong with an address of a menu entry: it is a path of the site or an `https://` address.
pub fn fault_of_href(href: &str) -> Option<FieldFault> {
    if href.is_empty() {
        return Some(FieldFault::Missing);
    }
    if href.chars().count() > 300 {
        return Some(FieldFault::TooLong(300));
    }
    let good = if href.starts_with('/') {
        portal_core::page::is_local_path(href)
    } else {
        href.strip_prefix("https://").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                && rest.chars().all(|c| c.is_ascii_graphic() && c != '\\')
        })
    };
    (!good).then(|| FieldFault::Other("menu-bad-href", Vec::new()))
}

/// What is wrong with a menu that did not come from the form: the first entry that could not have.
pub fn check(menu: &[MenuEntry]) -> Result<Vec<MenuEntry>, FormFaults> {
    if menu.iter().flat_map(|entry| &entry.below).any(|entry| !entry.below.is_empty()) {
        let mut faults = FormFaults::default();
        faults.add("rows", FieldFault::Other("menu-too-deep", Vec::new()));
        return Err(faults);
    }
    read(&write(menu))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rows: &[[&str; 5]]) -> Posted {
        let mut pairs = vec![("rows".to_owned(), (rows.len() + 3).to_string())];
        for (place, row) in rows.iter().enumerate() {
            for (name, value) in FIELDS.iter().zip(row) {
                pairs.push((format!("{name}-{}", place + 1), (*value).to_owned()));
            }
        }
        Posted::from_pairs(pairs)
    }

    fn faults(rows: &[[&str; 5]]) -> Vec<String> {
        let faults = read(&form(rows)).expect_err("it has faults");
        faults.iter().map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn a_menu_reads_back_as_it_was_written() {
        for plugin in crate::tenants::all() {
            assert_eq!(read(&write(&plugin.menu())), Ok(plugin.menu()), "{}", plugin.kind());
            assert_eq!(check(&plugin.menu()), Ok(plugin.menu()));
        }
    }

    #[test]
    fn positions_order_and_empty_rows_are_no_entries() {
        let menu = read(&form(&[
            ["Hai", "", "/2", "20", ""],
            ["", "", "", "", ""],
            ["Một", "One", "/1", "10", ""],
            ["Dưới hai", "", "https://example.gov.vn/a", "", "1"],
        ]))
        .expect("it is sound");
        let hrefs: Vec<_> = menu.iter().map(|entry| &*entry.href).collect();
        assert_eq!(hrefs, ["/1", "/2"]);
        let below: Vec<_> = menu.iter().map(|entry| entry.below.len()).collect();
        assert_eq!(below, [0, 1]);
    }

    #[test]
    fn each_fault_stands_at_its_row() {
        assert_eq!(faults(&[]), ["rows"]);
        assert_eq!(faults(&[["", "", "/a", "", ""]]), ["vi-1"]);
        assert_eq!(faults(&[["A", "", "", "x", ""]]), ["href-1", "position-1"]);
        for href in ["//evil.vn", "http://a.vn", "javascript:alert(1)", "a", "https://", "/a b"] {
            assert_eq!(faults(&[["A", "", href, "", ""]]), ["href-1"], "{href}");
        }
        let long = "x".repeat(61);
        assert_eq!(faults(&[[&long, "", "/a", "", ""]]), ["vi-1"]);
    }

    #[test]
    fn an_entry_stands_below_a_main_entry_only() {
        let a = ["A", "", "/a", "", ""];
        for below in ["1", "9", "x"] {
            assert_eq!(faults(&[["B", "", "/b", "", below], a]), ["below-1"], "{below}");
        }
        let rows = [a, ["B", "", "/b", "", "1"], ["C", "", "/c", "", "2"]];
        assert_eq!(faults(&rows), ["below-3"]);
    }

    #[test]
    fn more_rows_keep_what_was_typed() {
        let posted = form(&[["A", "", "/a", "", ""]]);
        let wider = more(&posted);
        assert_eq!(rows(&wider), rows(&posted) + SPARE);
        assert_eq!(wider.text("vi-1"), "A");
    }
}
