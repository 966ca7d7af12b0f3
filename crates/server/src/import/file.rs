//! One file of an import: a small header, a blank line, the text.
//!
//! The format is described in `demo/README.md`.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use portal_extract::legacy::{self, Encoding};
use unicode_normalization::UnicodeNormalization as _;

/// What a file says, checked as far as the file alone can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleFile {
    /// Title.
    pub title: String,
    /// Short name of the site, where the file names one.
    pub site: Option<String>,
    /// Slug of the section, where the file names one.
    pub section: Option<String>,
    /// `article` or `page`.
    pub kind: String,
    /// Language code.
    pub language: String,
    /// Author.
    pub author: String,
    /// Where it was taken from.
    pub source: String,
    /// Address of the source.
    pub source_url: String,
    /// Lead.
    pub lead: String,
    /// When it was published, where the file says so.
    pub date: Option<DateTime<Utc>>,
    /// Picture: scene and caption.
    pub picture: Option<(String, String)>,
    /// Name in the address, where the file gives one.
    pub slug: Option<String>,
    /// Line of the header where the site and the section stand, for faults found later.
    pub section_line: usize,
    /// Body as HTML, not yet sanitised.
    pub body: String,
    /// Whether it was written in TCVN3 or VNI.
    pub converted: bool,
}

/// What is wrong with a file, and in which line (from 1).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct FileFault {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub reason: String,
}

fn fault(line: usize, reason: impl Into<String>) -> FileFault {
    FileFault { line, reason: reason.into() }
}

/// Longest header value, in characters.
const MAX_VALUE: usize = 500;
/// Longest body, in characters.
const MAX_BODY: usize = 2_000_000;

/// Reads a file. `html` says whether its body is HTML or plain text.
pub fn read(bytes: &[u8], html: bool) -> Result<ArticleFile, FileFault> {
    let (text, converted) = unicode(bytes)?;
    let mut file = ArticleFile {
        title: String::new(),
        site: None,
        section: None,
        kind: "article".into(),
        language: "vi".into(),
        author: String::new(),
        source: String::new(),
        source_url: String::new(),
        lead: String::new(),
        date: None,
        picture: None,
        slug: None,
        section_line: 1,
        body: String::new(),
        converted,
    };
    let mut lines = text.split('\n').enumerate();
    let mut last = 0;
    for (number, line) in lines.by_ref() {
        last = number + 1;
        if line.trim().is_empty() {
            break;
        }
        header(&mut file, number + 1, line)?;
    }
    if file.title.is_empty() {
        return Err(fault(1, "the header has no `title:`"));
    }
    let body = lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    if body.trim().is_empty() {
        return Err(fault(last, "there is no text after the header"));
    }
    if body.chars().count() > MAX_BODY {
        return Err(fault(last, format!("the text is longer than {MAX_BODY} characters")));
    }
    file.body = if html { body } else { html_of(&body) };
    Ok(file)
}

/// The text of a file, composed, and whether it was written in TCVN3 or VNI.
///
/// Refuses bytes of no encoding that is known, and NUL.
pub fn unicode(bytes: &[u8]) -> Result<(String, bool), FileFault> {
    let decoded = portal_extract::decode(bytes);
    let (text, encoding) = legacy::read(&decoded);
    let converted = encoding != Encoding::Unicode;
    let declared = [&b"\xFF\xFE"[..], b"\xFE\xFF"].iter().any(|mark| bytes.starts_with(mark));
    if let (Err(error), false, false) = (std::str::from_utf8(bytes), declared, converted) {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        return Err(fault(line, "the file is not in UTF-8, UTF-16, TCVN3 or VNI; convert it"));
    }
    if let Some(at) = text.find('\0') {
        let line = 1 + text.get(..at).unwrap_or_default().matches('\n').count();
        return Err(fault(line, "the file contains a NUL character"));
    }
    Ok((text.nfc().collect::<String>().replace("\r\n", "\n"), converted))
}

fn header(file: &mut ArticleFile, number: usize, line: &str) -> Result<(), FileFault> {
    let Some((key, value)) = line.split_once(':') else {
        return Err(fault(
            number,
            format!("`{}` is not `key: value`; the text begins after a blank line", short(line)),
        ));
    };
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.chars().count() > MAX_VALUE {
        return Err(fault(number, format!("the value is longer than {MAX_VALUE} characters")));
    }
    if value.chars().any(char::is_control) {
        return Err(fault(number, "the value contains control characters"));
    }
    match key.trim() {
        "title" if value.chars().count() > 200 => {
            return Err(fault(number, "the title is longer than 200 characters"));
        }
        "title" => file.title = value,
        "site" => file.site = Some(value).filter(|v| !v.is_empty()),
        "slug" if is_slug(&value) => file.slug = Some(value),
        "slug" => return Err(fault(number, "`slug` is not of a-z, 0-9 and single hyphens")),
        "section" => {
            file.section_line = number;
            file.section = Some(value).filter(|v| !v.is_empty());
        }
        "author" => file.author = value,
        "source" => file.source = value,
        "source_url"
            if value.is_empty()
                || value.starts_with("https://")
                || value.starts_with("http://") =>
        {
            file.source_url = value;
        }
        "source_url" => return Err(fault(number, "`source_url` is not an http(s) address")),
        "lead" => file.lead = value,
        "type" if value == "article" || value == "page" => file.kind = value,
        "type" => return Err(fault(number, "`type` is `article` or `page`")),
        "language" if value == "vi" || value == "en" => file.language = value,
        "language" => return Err(fault(number, format!("no language `{}`", short(&value)))),
        "date" => {
            file.date = Some(date(&value).ok_or_else(|| {
                fault(
                    number,
                    format!(
                        "`{}` is no date (2026-11-23, 23/11/2026 or 2026-11-23T08:00:00+07:00)",
                        short(&value)
                    ),
                )
            })?);
        }
        "picture" if value.is_empty() => {}
        "picture" => {
            let (scene, caption) = value.split_once('|').unwrap_or((&value, ""));
            file.picture = Some((scene.trim().to_owned(), caption.trim().to_owned()));
        }
        other => return Err(fault(number, format!("unknown key `{}`", short(other)))),
    }
    Ok(())
}

fn is_slug(text: &str) -> bool {
    text.len() <= 80
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

fn short(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// Reads a date; a day without a time means eight in the morning, Vietnam's time.
pub fn date(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()?;
    let morning = day.and_time(NaiveTime::from_hms_opt(8, 0, 0)?);
    Ho_Chi_Minh.from_local_datetime(&morning).single().map(|at| at.to_utc())
}

/// Plain text as HTML: paragraphs, `## ` headings, `- ` lists.
pub fn html_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for block in text.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let lines: Vec<&str> = block.lines().map(str::trim).collect();
        if lines.iter().all(|line| line.starts_with("- ")) {
            out.push_str("<ul>");
            for item in lines.iter().filter_map(|line| line.strip_prefix("- ")) {
                out.push_str("<li>");
                escape(&mut out, item);
                out.push_str("</li>");
            }
            out.push_str("</ul>\n");
        } else if let Some(heading) = block.strip_prefix("## ") {
            out.push_str("<h2>");
            escape(&mut out, heading);
            out.push_str("</h2>\n");
        } else {
            out.push_str("<p>");
            for (n, line) in lines.iter().enumerate() {
                if n > 0 {
                    out.push_str("<br>");
                }
                escape(&mut out, line);
            }
            out.push_str("</p>\n");
        }
    }
    out
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "title: Quang Tri\u{323}\nsite: soyte\nsection: tin-tuc\ndate: 23/11/2026\n\nMột < hai.\n\n## Mục\n\n- a\n- b\n";

    #[test]
    fn a_good_file_is_read_and_composed() {
        let file = read(GOOD.as_bytes(), false).unwrap();
        assert_eq!(file.title, "Quang Trị");
        assert_eq!(file.site.as_deref(), Some("soyte"));
        assert_eq!(file.date.unwrap().to_rfc3339(), "2026-11-23T01:00:00+00:00");
        assert_eq!(
            file.body,
            "<p>Một &lt; hai.</p>\n<h2>Mục</h2>\n<ul><li>a</li><li>b</li></ul>\n"
        );
    }

    #[test]
    fn a_file_from_before_unicode_is_read() {
        let tcvn3 =
            b"title: Quy\xd5t \xae\xdenh\r\ndate: 23/11/2001\r\n\r\nC\xe9ng h\xdfa x\xb7 h\xe9i";
        let file = read(tcvn3, false).unwrap();
        assert_eq!((&*file.title, &*file.body), ("Quyết định", "<p>Cộng hòa xã hội</p>\n"));
        assert!(file.converted);
        let vni = b"title: Quye\xe1t \xf1\xf2nh\n\n<p>Co\xe4ng ho\xf8a</p>";
        let file = read(vni, true).unwrap();
        assert_eq!((&*file.title, &*file.body), ("Quyết định", "<p>Cộng hòa</p>"));
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let file = read(&utf16, false).unwrap();
        assert_eq!((&*file.title, file.converted), ("Quang Trị", false));
    }

    #[test]
    fn a_bad_file_is_named_with_its_line() {
        for (bytes, line, words) in [
            (&b"title: a\n\nb\xFFc"[..], 3, "UTF-8"),
            (b"title: a\nx\n\nb", 2, "key: value"),
            (b"site: a\n\nb", 1, "title"),
            (b"title: a\n\n  \n", 2, "no text"),
            (b"title: a\nwho: b\n\nc", 2, "unknown key"),
            (b"title: a\ndate: 31/02/2026\n\nc", 2, "no date"),
            (b"title: a\nsource_url: javascript:x\n\nc", 2, "address"),
            (b"title: a\n\nb\0", 3, "NUL"),
            (b"title: a\nlanguage: xx\n\nb", 2, "language"),
        ] {
            let fault = read(bytes, false).unwrap_err();
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.reason.contains(words), "{fault}");
        }
        let long = format!("title: {}\n\nb", "x".repeat(201));
        assert_eq!(read(long.as_bytes(), false).unwrap_err().line, 1);
    }
}
