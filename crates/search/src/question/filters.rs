//! The filters inside a question: a name, a colon, a value.

use super::{Filters, quoted};
use crate::number;
use crate::text::{fold, forms::Forms};

#[derive(Clone, Copy)]
enum Name {
    Number,
    Unit,
    Genre,
    From,
    To,
}

const NAMES: [(&str, Name); 6] = [
    ("so", Name::Number),
    ("co quan", Name::Unit),
    ("coquan", Name::Unit),
    ("loai", Name::Genre),
    ("tu", Name::From),
    ("den", Name::To),
];

/// Reads a filter at the beginning of a text and gives what follows it. A value that makes no sense
/// is no filter: the words stay words.
pub(super) fn read<'a>(filters: &mut Filters, text: &'a str) -> Option<&'a str> {
    let (name, rest) = name(text)?;
    let rest = rest.trim_start();
    let (value, after) = match quoted(rest) {
        Some(found) => found,
        None => rest.split_at_checked(length(name, rest))?,
    };
    let value = value.trim();
    if !value.contains(char::is_alphanumeric) {
        return None;
    }
    match name {
        Name::Number => filters.number = Some(value.to_owned()),
        Name::Unit => filters.unit = Some(value.to_owned()),
        Name::Genre => filters.genre = Some(value.to_owned()),
        Name::From => filters.from = Some(number::bound(value, false)?),
        Name::To => filters.to = Some(number::bound(value, true)?),
    }
    Some(after.strip_prefix([',', ';']).unwrap_or(after))
}

fn name(text: &str) -> Option<(Name, &str)> {
    // No name has more letters, also when each of its marks is a letter of its own.
    let colon = text.char_indices().take(16).find(|(_, c)| *c == ':').map(|(place, _)| place)?;
    let (before, after) = text.split_at_checked(colon)?;
    let words: Vec<&str> = before.split_whitespace().collect();
    let asked = fold(&Forms::of(&words.join(" ")).exact);
    let (_, name) = NAMES.iter().find(|(known, _)| *known == asked)?;
    Some((*name, after.strip_prefix(':')?))
}

/// Dates are one word. Other values go on to a comma, the next filter, a quotation or the end.
fn length(name: Name, rest: &str) -> usize {
    if matches!(name, Name::From | Name::To) {
        return rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
            .unwrap_or(rest.len());
    }
    let ends = |(place, letter): &(usize, char)| {
        matches!(letter, ',' | ';')
            || (letter.is_whitespace()
                && rest.get(place + letter.len_utf8()..).is_some_and(|next| {
                    next.starts_with(['"', '“', '-']) || self::name(next).is_some()
                }))
    };
    rest.char_indices().find(ends).map_or(rest.len(), |(place, _)| place)
}
