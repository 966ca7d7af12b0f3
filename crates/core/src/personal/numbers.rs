//! Numbers that lead to a person: telephones, identity cards, bank accounts, registration plates.

use std::ops::Range;

use super::{
    Letters,
    PersonalKind::{self, BankAccount, IdNumber, Phone, Plate},
};

const OF_ACCOUNTS: &[&str] = &["so tai khoan", "tai khoan", "so tk", "stk", "tk", "account"];
const OF_CARDS: &[&str] = &[
    "can cuoc",
    "can cuoc cong dan",
    "cccd",
    "cmnd",
    "cmt",
    "cmtnd",
    "chung minh nhan dan",
    "chung minh thu",
    "so dinh danh",
    "dinh danh ca nhan",
    "ho chieu",
    "passport",
];
const OF_MONEY: &[&str] = &["d", "dong", "vnd", "usd", "trieu", "ty"];
/// How far before a number the word stands that says what it is.
const NEAR: usize = 28;

/// A number as it is written: digits in groups, with one blank, point or dash between them.
struct Run {
    range: Range<usize>,
    digits: String,
    groups: Vec<String>,
    /// Whether a `+` stands before it.
    plus: bool,
}

/// Telephone numbers, identity cards and bank accounts.
pub(super) fn numbers(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    runs(letters)
        .into_iter()
        .filter_map(|run| kind(letters, &run).map(|kind| (run.range, kind)))
        .collect()
}

fn runs(letters: &Letters) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let free = at == 0 || !letters.is_word(at - 1) && !is_join(letters, at - 1);
        match run_at(letters, at).filter(|_| free) {
            Some(run) => {
                at = run.range.end;
                runs.push(run);
            }
            None => at += 1,
        }
    }
    runs
}

/// Whether what stands here joins a number to what is before it: `1234/QĐ`, `08:30`.
fn is_join(letters: &Letters, at: usize) -> bool {
    letters.raw(at).is_some_and(|c| "/:+(".contains(c))
        && at.checked_sub(1).is_some_and(|before| letters.is_word(before))
}

fn run_at(letters: &Letters, start: usize) -> Option<Run> {
    let opens = |at: usize| letters.raw(at) == Some('(');
    let plus_at = if opens(start) { start + 1 } else { start };
    let plus = letters.raw(plus_at) == Some('+');
    let mut at = if plus { plus_at + 1 } else { plus_at };
    let mut bracket = opens(start);
    let (mut groups, mut end): (Vec<String>, usize) = (Vec::new(), at);
    while letters.is_digit(at) {
        let mut group = String::new();
        while let Some(digit) = letters.raw(at).filter(char::is_ascii_digit) {
            group.push(digit);
            at += 1;
        }
        groups.push(group);
        end = at;
        if bracket && letters.raw(at) == Some(')') {
            bracket = false;
            at += 1;
            end = at;
        }
        if letters.raw(at).is_some_and(|c| " .-\u{a0}".contains(c)) {
            at += 1;
        }
    }
    // A letter or a stroke behind it: a plate, a document's number, a date.
    let goes_on = letters.is_word(end) || letters.raw(end) == Some('/') && letters.is_word(end + 1);
    (!groups.is_empty() && !bracket && !goes_on).then(|| Run {
        range: start..end,
        digits: groups.concat(),
        groups,
        plus,
    })
}

fn kind(letters: &Letters, run: &Run) -> Option<PersonalKind> {
    let (count, start) = (run.digits.len(), run.range.start);
    let of_card = letters.after_one_of(start, NEAR, OF_CARDS);
    if of_card && matches!(count, 9 | 12) {
        return Some(IdNumber);
    }
    if letters.after_one_of(start, NEAR, OF_ACCOUNTS) && (6..=19).contains(&count) && !is_date(run)
    {
        return Some(BankAccount);
    }
    if is_phone(run) {
        return Some(Phone);
    }
    let after = letters.past_blanks(run.range.end);
    let is_money = letters.one_of(after, OF_MONEY).is_some();
    match (count, run.groups.as_slice()) {
        // Căn cước: the first digits are the province, 001 to 096.
        (12, _) if run.digits.starts_with('0') && !run.plus && !is_date(run) => Some(IdNumber),
        // Chứng minh nhân dân: nine digits; written in threes like money only with a dot.
        (9, [_]) if !is_money => Some(IdNumber),
        _ => None,
    }
}

/// A mobile or landline number of Vietnam; hot lines (1800, 1900) are nobody's own.
fn is_phone(run: &Run) -> bool {
    let local = match run.digits.strip_prefix("0084") {
        Some(rest) => format!("0{rest}"),
        None => {
            match run.digits.strip_prefix("84").filter(|_| run.plus || run.digits.len() >= 11) {
                Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
                None => run.digits.clone(),
            }
        }
    };
    let mut digits = local.chars();
    if is_date(run) || digits.next() != Some('0') {
        return false;
    }
    match (digits.next(), local.len()) {
        (Some('3' | '5' | '7' | '8' | '9'), 10) | (Some('2'), 10 | 11) => true,
        // Mobile numbers as they were before 2018.
        (Some('1'), 11) => true,
        _ => false,
    }
}

/// `02-11-2026 08`: a day, and perhaps an hour.
fn is_date(run: &Run) -> bool {
    let number = |at: usize| run.groups.get(at).and_then(|group| group.parse::<u32>().ok());
    let day = number(0).is_some_and(|day| (1..=31).contains(&day));
    let month = number(1).is_some_and(|month| (1..=12).contains(&month));
    let year = number(2).is_some_and(|year| (1900..=2100).contains(&year));
    day && month && year
}

/// `74A-123.45`, `74F1-12345`, `29LD 012.34`.
pub(super) fn plates(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    (0..letters.len())
        .filter(|at| letters.begins(*at))
        .filter_map(|at| plate_at(letters, at).map(|end| (at..end, Plate)))
        .collect()
}

fn plate_at(letters: &Letters, start: usize) -> Option<usize> {
    let digits = |from: usize, most: usize| {
        (from..from + most).take_while(|at| letters.is_digit(*at)).count()
    };
    let joins = |at: usize| letters.raw(at).is_some_and(|c| "-. ".contains(c));
    let mut at = start + (digits(start, 3) == 2).then_some(2)?;
    at += usize::from(letters.raw(at) == Some('-'));
    let series = |at: usize| letters.raw(at).is_some_and(|c| c.is_ascii_uppercase() || c == 'Đ');
    let named = (at..at + 3).take_while(|at| series(*at)).count();
    at += (1..=2).contains(&named).then_some(named)?;
    // A motorbike's series has a digit of its own, and then something between.
    if digits(at, 2) == 1 && joins(at + 1) {
        at += 1;
    }
    at += usize::from(joins(at));
    let end = match digits(at, 6) {
        3 if letters.raw(at + 3) == Some('.') && digits(at + 4, 3) == 2 => at + 6,
        count @ (4 | 5) => at + count,
        _ => return None,
    };
    let goes_on = letters.is_word(end) || letters.raw(end) == Some('/') && letters.is_word(end + 1);
    (!goes_on).then_some(end)
}
