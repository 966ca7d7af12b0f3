//! What the text of a legal document says of itself: its number, kind, issuer, days, who signed it,
//! what it replaces. Reads what stands in the usual places of Decree 30/2020 and of the laws; what it
//! does not find it leaves out.

use chrono::NaiveDate;
use portal_content::document::{queries::Kind, relation::RelationKind};
use portal_core::lang::fold;

/// Lines among which the head of a document is looked for.
const HEAD: usize = 14;
/// Lines among which its end is looked for.
const TAIL: usize = 8;

/// What was found; what was not is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Number and sign.
    pub number: String,
    /// Key of the kind.
    pub kind: String,
    /// What it is about, with its kind where that belongs to its name: `Luật Cạnh tranh`.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// Who signed it.
    pub signer: String,
    /// As what.
    pub signer_post: String,
    /// Day of issue.
    pub issued_on: Option<NaiveDate>,
    /// First day in force.
    pub in_force_on: Option<NaiveDate>,
    /// Whether it says that it is in force from the day of its signature.
    pub from_signature: bool,
    /// Documents it says it ends: number and title.
    pub ends: Vec<(RelationKind, String, String)>,
}

/// Reads a text, line by line.
pub fn read(text: &str, kinds: &[Kind]) -> Found {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let head: Vec<&str> = lines.iter().copied().take(HEAD).collect();
    let tail: Vec<&str> = lines.iter().rev().copied().take(TAIL).collect();
    let number = number(&head);
    let heading = heading(&head, kinds);
    let kind = heading
        .map(|(_, kind)| kind)
        .or_else(|| by_number(&number, kinds))
        .map(|kind| kind.key.clone())
        .unwrap_or_default();
    let issued_on = issued_on(&head).or_else(|| passed_on(&tail));
    let (signer, signer_post) = signer(&tail);
    Found {
        title: heading.map(|(place, kind)| title(&lines, place, kind)).unwrap_or_default(),
        issuer: issuer(&head, &number),
        in_force_on: in_force_on(&lines),
        from_signature: lines.iter().any(|line| is_from_signature(line)),
        ends: ends(&lines),
        number,
        kind,
        signer,
        signer_post,
        issued_on,
    }
}

/// The number behind `Luật số:` or, in old headings, behind `SỐ`.
fn number(head: &[&str]) -> String {
    let behind = |line: &&str| -> Option<String> {
        let (_, rest) = line.split_once("ố:").or_else(|| line.split_once("Ố:"))?;
        Some(until_place(rest))
    };
    let in_heading = |line: &&str| -> Option<String> {
        let (_, rest) = line.split_once("SỐ ")?;
        let number = rest.split_whitespace().next()?;
        number.contains(['/', '-']).then(|| number.to_owned())
    };
    let found = head.iter().find_map(behind).or_else(|| head.iter().find_map(in_heading));
    found.filter(|number| number.chars().any(|c| c.is_ascii_digit())).unwrap_or_default()
}

/// A number without the place and day that may stand on the same line; blanks inside it are slips.
fn until_place(rest: &str) -> String {
    let mut number = String::new();
    for word in rest.split_whitespace() {
        let is_part = word.chars().all(|c| !c.is_lowercase());
        if !is_part {
            break;
        }
        number.push_str(word);
    }
    number.trim_end_matches([',', '.', ';']).to_owned()
}

/// The line that names the kind in capitals, and its kind; of several names the longest.
fn heading<'k>(head: &[&str], kinds: &'k [Kind]) -> Option<(usize, &'k Kind)> {
    head.iter().enumerate().find_map(|(place, line)| {
        if !is_capitals(line) || line.contains(':') {
            return None;
        }
        let words = fold(line);
        let named = |kind: &&Kind| {
            let name = fold(&kind.name);
            words.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let kind = kinds.iter().filter(named).max_by_key(|kind| kind.name.chars().count())?;
        // "LUẬT MẪU" is no law.
        (words != "luat mau").then_some((place, kind))
    })
}

/// The kind whose abbreviation stands in a number: `1637/QĐ-UBND`; numbers of the National Assembly
/// name none.
fn by_number<'k>(number: &str, kinds: &'k [Kind]) -> Option<&'k Kind> {
    let parts: Vec<&str> = number.split(['/', '-']).collect();
    kinds.iter().find(|kind| !kind.abbreviation.is_empty() && parts.contains(&&*kind.abbreviation))
}

fn is_capitals(line: &str) -> bool {
    line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase)
}

/// What a document is called. Statutes are called by their kind and name; the line by which they are
/// issued writes the name with its capitals. Others are called by what stands below their kind.
fn title(lines: &[&str], place: usize, kind: &Kind) -> String {
    let below: Vec<&str> = lines
        .iter()
        .skip(place + 1)
        .take_while(|line| !ends_heading(line))
        .take(4)
        .copied()
        .collect();
    let first = lines.get(place).copied().unwrap_or_default();
    let own = first.get(name_end(first, kind)..).unwrap_or_default().trim();
    // A name in capitals ends where the capitals end.
    let capitals = is_capitals(own) || below.first().is_some_and(|line| is_capitals(line));
    let below = below.into_iter().take_while(|line| !capitals || is_capitals(line));
    let whole: Vec<&str> = std::iter::once(own).chain(below).collect();
    let whole = whole.join(" ");
    let bare = without_number(whole.trim());
    if !is_capitals(&bare) {
        return bare;
    }
    let called = format!("{} {bare}", kind.name);
    let wanted = fold(&called);
    let written = lines.iter().take(HEAD * 2).find_map(|line| {
        let (_, name) = line.split_once("ban hành ")?;
        let name = name.trim_end_matches(['.', ',', ';']);
        (fold(name) == wanted).then(|| name.to_owned())
    });
    written.unwrap_or_else(|| format!("{} {}", kind.name, in_small_letters(&bare)))
}

/// Where the name of the kind ends in its heading.
fn name_end(line: &str, kind: &Kind) -> usize {
    let count = kind.name.chars().count();
    line.char_indices().nth(count).map_or(line.len(), |(at, _)| at)
}

/// Where the heading is over and the text begins.
fn ends_heading(line: &str) -> bool {
    let begins =
        ["Căn cứ", "Chương", "Điều", "Phần", "Để ", "Theo ", "Xét ", "(", "CHƯƠNG", "PHẦN"];
    let bodies = [
        "QUỐC HỘI",
        "CHÍNH PHỦ",
        "CHỦ TỊCH",
        "ỦY BAN",
        "UỶ BAN",
        "HỘI ĐỒNG",
        "BỘ TRƯỞNG",
        "GIÁM ĐỐC",
    ];
    begins.iter().chain(&bodies).any(|begin| line.starts_with(begin))
        || line.chars().all(|c| !c.is_alphanumeric())
}

/// A heading without the number, day and body that old ones name: what stands behind `VỀ`, or before
/// `SỐ`, or behind the day.
fn without_number(heading: &str) -> String {
    let Some((before, rest)) = heading.split_once("SỐ ").filter(|(_, rest)| {
        rest.split_whitespace().next().is_some_and(|word| word.contains(['/', '-']))
    }) else {
        return heading.to_owned();
    };
    let before = before.trim();
    if let Some((_, about)) = rest.split_once(" VỀ ") {
        return about.trim().to_owned();
    }
    if !before.is_empty() && !before.starts_with("CỦA") {
        return before.to_owned();
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let day = words.iter().rposition(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    words.get(day.map_or(0, |day| day + 1)..).unwrap_or_default().join(" ")
}

/// Names that keep their capitals.
const NAMES: [&str; 6] =
    ["Việt Nam", "Quốc hội", "Quảng Trị", "Mặt trận Tổ quốc", "Nhà nước", "HIV/AIDS"];

/// A text in capitals as it is written elsewhere: the first letter stays large, and known names.
fn in_small_letters(text: &str) -> String {
    let small = text.to_lowercase();
    let mut letters = small.chars();
    let mut out: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    out.push_str(letters.as_str());
    NAMES.iter().fold(out, |text, name| text.replace(&name.to_lowercase(), name))
}

/// Words behind which a name begins with a capital letter.
const BEFORE_NAMES: [&str; 10] =
    ["tỉnh", "phố", "huyện", "xã", "phường", "trấn", "quận", "bộ", "sở", "ngành"];

/// Who issued it: the first line, or what the number says.
fn issuer(head: &[&str], number: &str) -> String {
    let bodies = [
        "quoc hoi",
        "chinh phu",
        "uy ban",
        "hoi dong",
        "bo ",
        "so ",
        "thu tuong",
        "chu tich",
        "van phong",
    ];
    let line = head.iter().take(4).find_map(|line| {
        let line = line.trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(line);
        let fits = is_capitals(line)
            && !folded.starts_with("cong hoa")
            && bodies.iter().any(|body| folded.starts_with(body));
        fits.then(|| line.split(" NƯỚC").next().unwrap_or(line).trim().to_owned())
    });
    match line {
        Some(line) => body_name(&line),
        None if number.contains("QH") => "Quốc hội".to_owned(),
        None if number.ends_with("-CP") => "Chính phủ".to_owned(),
        None => String::new(),
    }
}

/// `ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ` as `Ủy ban nhân dân tỉnh Quảng Trị`.
fn body_name(line: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut large = 1_usize;
    for word in line.to_lowercase().split_whitespace() {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
        let capital = format!("{}{}", first.unwrap_or_default(), letters.as_str());
        out.push(if large > 0 { capital } else { word.to_owned() });
        large = large.saturating_sub(1);
        if BEFORE_NAMES.contains(&word) {
            // A ministry's name begins with one large letter; a place has two words as a rule.
            large = if ["bộ", "sở", "ngành"].contains(&word) { 1 } else { 2 };
        }
    }
    out.join(" ")
}

/// All days a folded text names: `ngay 20 thang 11 nam 2019`, `ngay 30/06/1989`, `ngay 20-5-1957`.
fn days(folded: &str) -> Vec<NaiveDate> {
    folded.split("ngay").skip(1).filter_map(day).collect()
}

fn day(rest: &str) -> Option<NaiveDate> {
    let rest: String = rest.chars().take(40).collect();
    let mut numbers = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<u32>().ok());
    let (day, month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let begins = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let year = i32::try_from(year).ok().filter(|year| begins && (1945..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn issued_on(head: &[&str]) -> Option<NaiveDate> {
    head.iter()
        .take_while(|line| !is_article(line))
        .filter(|line| !line.starts_with("Căn cứ") && !line.starts_with('('))
        .filter(|line| line.chars().count() < 200)
        .find_map(|line| days(&fold(line)).first().copied())
}

/// The day on which the National Assembly passed it, from the end of a statute.
fn passed_on(tail: &[&str]) -> Option<NaiveDate> {
    tail.iter().map(|line| fold(line)).find_map(|line| {
        let (_, rest) = line.split_once("thong qua")?;
        days(rest).first().copied()
    })
}

/// The words behind which a document says from when it is in force, and what follows them.
fn force(folded: &str) -> Option<(&str, String)> {
    let (before, rest) = folded.split_once("nay co hieu luc")?;
    Some((before, rest.chars().take(70).collect()))
}

/// `Luật này có hiệu lực từ ngày …`: the line that begins so, rather than one about parts of it.
fn in_force_on(lines: &[&str]) -> Option<NaiveDate> {
    let folded: Vec<String> = lines.iter().map(|line| fold(line)).collect();
    let said = |most: usize| {
        folded.iter().find_map(|line| {
            let (before, rest) = force(line)?;
            (before.chars().count() <= most).then(|| days(&rest).first().copied())?
        })
    };
    said(24).or_else(|| said(usize::MAX))
}

fn is_from_signature(line: &str) -> bool {
    force(&fold(line)).is_some_and(|(_, rest)| rest.contains("ngay ky"))
}

/// Name and post below the text: the name is the last line, its post in capitals above it.
fn signer(tail: &[&str]) -> (String, String) {
    let mut lines = tail.iter().skip_while(|line| line.starts_with('('));
    let Some(name) = lines.next().filter(|line| is_name(line)) else { return Default::default() };
    let mut above = lines.filter(|line| !line.starts_with('('));
    let post = above.next().filter(|line| is_capitals(line) && line.chars().count() < 60);
    let post =
        post.map(|post| in_small_letters(post.trim_end_matches(|c: char| !c.is_alphanumeric())));
    ((*name).to_owned(), post.unwrap_or_default())
}

fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && !is_capitals(line)
        && words.iter().all(|word| word.starts_with(char::is_uppercase))
        && line.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// Statutes that end with this one: `Luật … số 12/2003/QH11 hết hiệu lực kể từ ngày Luật này có hiệu
/// lực`, `Luật này thay thế Luật … số …`. Parts of statutes are left to people.
fn ends(lines: &[&str]) -> Vec<(RelationKind, String, String)> {
    lines.iter().filter_map(|line| ended(line)).collect()
}

fn ended(line: &str) -> Option<(RelationKind, String, String)> {
    let folded = fold(line);
    let dies = folded.contains("het hieu luc") && folded.contains("luat nay co hieu luc");
    let replaced = line.split_once("uật này thay thế ").map(|(_, rest)| rest);
    let also = line.split_once(" và thay thế ").map(|(_, rest)| rest);
    let rest = match (replaced, also, dies) {
        (Some(rest), _, _) | (None, Some(rest), _) => rest,
        (None, None, true) => {
            line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim()
        }
        _ => return None,
    };
    if !["Luật ", "Bộ luật ", "Pháp lệnh "].iter().any(|kind| rest.starts_with(kind)) {
        return None;
    }
    let (title, number) = rest.split_once(" số ")?;
    let number = number.split(|c: char| c.is_whitespace() || ",;".contains(c)).next()?;
    let whole = number.contains('/') && number.starts_with(|c: char| c.is_ascii_digit());
    (whole && title.chars().count() < 200).then(|| {
        let number = number.trim_end_matches('.').to_owned();
        (RelationKind::Replaces, number, title.to_owned())
    })
}

/// The text as HTML: chapters and articles as headings, every other line a paragraph.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut chapters = false;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let chapter =
            ["Chương ", "CHƯƠNG ", "Phần ", "PHẦN "].iter().any(|word| line.starts_with(word));
        let short = line.chars().count() < 200;
        if chapter && short {
            chapters = true;
            let below = lines.next_if(|below| is_capitals(below) && below.chars().count() < 200);
            let heading = below.map_or_else(|| line.to_owned(), |below| format!("{line} {below}"));
            element(&mut out, "h3", &heading);
        } else if is_article(line)
            && short
            && !line.ends_with([';', ':', '/'])
            && !is_sentence(line)
        {
            element(&mut out, if chapters { "h4" } else { "h3" }, line);
        } else {
            element(&mut out, "p", line);
        }
    }
    out
}

/// Whether behind the number of an article stands what it says, and not what it is about.
fn is_sentence(line: &str) -> bool {
    line.ends_with('.') && line.split_whitespace().count() > 2
}

fn is_article(line: &str) -> bool {
    line.strip_prefix("Điều ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn element(out: &mut String, tag: &str, text: &str) {
    let text = portal_core::portal::xml(text);
    out.push_str(&format!("<{tag}>{text}</{tag}>\n"));
}

#[cfg(test)]
mod tests;
