//! Where somebody lives, roughly: a house's number with its street, and what stands behind words
//! such as "thường trú tại".

use std::ops::Range;

use super::{Letters, PersonalKind};

const OF_HOUSES: &[&str] = &["so nha", "nha so"];
const OF_LANES: &[&str] = &["kiet", "hem", "ngo", "ngach"];
const OF_STREETS: &[&str] = &["duong", "pho", "kiet", "hem", "ngo", "ngach"];
const OF_HOMES: &[&str] = &[
    "thuong tru tai",
    "thuong tru",
    "tam tru tai",
    "tru tai",
    "noi o",
    "cu tru tai",
    "o tai",
    "dia chi nha",
    "dia chi",
];
/// How much of an address is marked at most, in characters.
const LONGEST: usize = 90;

/// Addresses.
pub(super) fn addresses(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = letters.begins(at).then(|| home(letters, at).or_else(|| house(letters, at)));
        match end.flatten() {
            Some((start, end)) if end > start => {
                found.push((start..end, PersonalKind::Address));
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// "thường trú tại thôn Hà, xã Gio Mỹ": to the end of the clause.
fn home(letters: &Letters, at: usize) -> Option<(usize, usize)> {
    let mut start = letters.one_of(at, OF_HOMES)?;
    while letters.raw(start).is_some_and(|c| c.is_whitespace() || c == ':') {
        start += 1;
    }
    let mut end = start;
    let stops = |at: usize| match letters.raw(at) {
        None | Some('\n' | ';' | '!' | '?' | '(' | ')' | '@') => true,
        Some('.') => !letters.is_word(at + 1),
        Some(_) => false,
    };
    while !stops(end) && end - start < LONGEST {
        end += 1;
    }
    // "Nơi ở của công nhân": an address begins with a number or a name.
    let named = (start..end.min(start + 12))
        .any(|at| letters.is_digit(at) || letters.raw(at).is_some_and(char::is_uppercase));
    named.then_some((start, trimmed(letters, start, end)))
}

/// "Số nhà 12", "12/3 đường Lê Duẩn", "kiệt 45".
fn house(letters: &Letters, at: usize) -> Option<(usize, usize)> {
    if let Some(word) = letters.one_of(at, OF_HOUSES) {
        let end = number(letters, letters.past_blanks(word))?;
        return Some((at, street(letters, end).unwrap_or(end)));
    }
    if let Some(word) = letters.one_of(at, OF_LANES) {
        let end = number(letters, letters.past_blanks(word))?;
        return Some((at, street(letters, end).unwrap_or(end)));
    }
    let first = letters.phrase(at, "so").map_or(at, |word| letters.past_blanks(word));
    let end = number(letters, first)?;
    street(letters, end).map(|end| (at, end))
}

/// A house's number: `12`, `12A`, `12/3`.
fn number(letters: &Letters, start: usize) -> Option<usize> {
    let mut end = start;
    while letters.is_digit(end) || letters.raw(end) == Some('/') && letters.is_digit(end + 1) {
        end += 1;
    }
    if end == start || end - start > 9 || !letters.begins(start) {
        return None;
    }
    end +=
        usize::from(letters.raw(end).is_some_and(char::is_uppercase) && !letters.is_word(end + 1));
    (!letters.is_word(end)).then_some(end)
}

/// "đường Lê Duẩn" behind a number: the word and the name's words.
fn street(letters: &Letters, at: usize) -> Option<usize> {
    let mut start = at;
    while letters.raw(start).is_some_and(|c| c.is_whitespace() || c == ',') {
        start += 1;
    }
    let mut end = letters.one_of(start, OF_STREETS)?;
    let mut words = 0;
    loop {
        let next = letters.past_blanks(end);
        let named = letters.raw(next).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        if next == end || !named || words == 5 {
            return (words > 0).then_some(end);
        }
        end = next;
        while letters.is_word(end) || letters.raw(end) == Some('/') && letters.is_word(end + 1) {
            end += 1;
        }
        words += 1;
    }
}

fn trimmed(letters: &Letters, start: usize, mut end: usize) -> usize {
    while end > start && letters.raw(end - 1).is_some_and(|c| c.is_whitespace() || c == ',') {
        end -= 1;
    }
    end
}
