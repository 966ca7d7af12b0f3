//! What editors write, as HTML: cleaned when it comes in, and let out by one function.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;
use maud::{Markup, PreEscaped};
use serde_json::Value;

use crate::item::MediaId;

/// Version of the rules below. A text cleaned by another version is cleaned again on its way out.
pub const VERSION: u64 = 2;

/// Key in an edition's fields of the version its body was cleaned by.
pub const VERSION_KEY: &str = "html_version";

const TAGS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "u",
    "sub",
    "sup",
    "a",
    "figure",
    "figcaption",
    "img",
    "br",
    "hr",
];

/// How often a cleaned text is read again at most, until nothing changes any more.
const MOST_READINGS: usize = 4;

static RULES: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut rules = Builder::empty();
    rules
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(["script", "style", "template", "noscript", "title"].into())
        // The library's own list has more than this.
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("th", HashSet::from(["scope", "colspan", "rowspan"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("ol", HashSet::from(["start"])),
        ]))
        // Words of another language are read out as such.
        .generic_attributes(HashSet::from(["lang"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow"))
        .strip_comments(true)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => is_own_picture(value).then(|| value.into()),
            ("img", "width" | "height") | ("ol", "start") | (_, "colspan" | "rowspan") => {
                (value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit()))
                    .then(|| value.into())
            }
            ("th", "scope") => {
                ["col", "row", "colgroup", "rowgroup"].contains(&value).then(|| value.into())
            }
            _ => Some(value.into()),
        });
    rules
});

/// Whether an address is that of a picture of this site.
fn is_own_picture(src: &str) -> bool {
    src.starts_with("/media/") && !src.contains("..") && !src.contains('\\')
}

/// Cleans what came in: only the tags of `TAGS`, no style, no class, no script, pictures of this
/// site only.
///
/// Requirement: R-C2.
pub fn clean(html: &str) -> String {
    // Where a tag goes, others meet that may not stand within each other; who reads that puts them
    // apart. What is kept must be what is read again.
    let mut cleaned = cleaned_once(html);
    for _ in 0..MOST_READINGS {
        let again = cleaned_once(&cleaned);
        if again == cleaned {
            break;
        }
        cleaned = again;
    }
    cleaned
}

fn cleaned_once(html: &str) -> String {
    without_lost_pictures(&RULES.clean(html).to_string())
}

/// The body of an edition, as it may stand in a page. The one place where stored HTML goes out.
pub fn body(body: &str, fields: &Value) -> Markup {
    if fields.get(VERSION_KEY).and_then(Value::as_u64) == Some(VERSION) {
        PreEscaped(body.to_owned())
    } else {
        PreEscaped(clean(body))
    }
}

/// A cleaned text without `img` tags whose address was not let through.
fn without_lost_pictures(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<img") {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let mut quoted = false;
        let end = tag
            .char_indices()
            .find(|(_, c)| {
                if *c == '"' {
                    quoted = !quoted;
                }
                *c == '>' && !quoted
            })
            .map_or(tag.len(), |(place, _)| place + 1);
        let (tag, after) = tag.split_at(end);
        if tag.contains(" src=\"/media/") {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The files a cleaned text shows.
pub fn media(html: &str) -> Vec<MediaId> {
    html.split(" src=\"/media/")
        .skip(1)
        .filter_map(|rest| rest.split('/').next()?.parse().ok().map(MediaId))
        .collect()
}

/// The words of a text, without its tags, for search and descriptions.
pub fn words(html: &str) -> String {
    let spaced = html.replace('<', " <");
    let text =
        Builder::empty().clean_content_tags(["script", "style"].into()).clean(&spaced).to_string();
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_write_stays() {
        let html = "<h2>A</h2><p>b <strong>c</strong><br>d</p><ul><li>e</li></ul>\
                    <table><caption>f</caption><thead><tr><th scope=\"col\">g</th></tr></thead>\
                    <tbody><tr><td colspan=\"2\">h</td></tr></tbody></table><hr>\
                    <figure><img src=\"/media/4/a.jpg\" alt=\"i\" width=\"800\" height=\"450\">\
                    <figcaption>j</figcaption></figure>";
        assert_eq!(clean(html), html);
    }

    #[test]
    fn what_could_do_harm_goes() {
        for (html, expected) in [
            ("<script>alert(1)</script>a", "a"),
            ("<p style=\"color:red\" class=\"x\" onclick=\"y()\">a</p>", "<p>a</p>"),
            (
                "<p align=\"center\" title=\"x\" lang=\"en\">a</p><td headers=\"b\">c</td>",
                "<p lang=\"en\">a</p>c",
            ),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a rel=\"noopener nofollow\">a</a>"),
            (
                "<a href=\"https://a.vn\" target=\"_blank\">a</a>",
                "<a href=\"https://a.vn\" rel=\"noopener nofollow\">a</a>",
            ),
            ("a<img src=\"https://evil.vn/x.gif\" alt=\"> b\">c", "ac"),
            ("a<img src=\"/media/../x\">c", "ac"),
            ("a<img alt=' src=\"/media/1/x'>c", "ac"),
            ("<iframe src=\"//evil\"></iframe><h1>a</h1><div>b</div>", "ab"),
            ("<svg><script>1</script></svg>a", "a"),
            ("<td colspan=\"9999999\">a</td>", "a"),
            ("<!-- c -->a", "a"),
            ("<p><button><p>a</p></button></p>", "<p></p><p>a</p><p></p>"),
        ] {
            let cleaned = clean(html);
            assert_eq!(cleaned, expected, "{html}");
            assert_eq!(clean(&cleaned), cleaned, "cleaning twice changes nothing");
        }
    }

    #[test]
    fn a_text_of_other_rules_is_cleaned_on_its_way_out() {
        let bad = "<p onclick=\"x()\">a</p>";
        assert_eq!(body(bad, &serde_json::json!({})).into_string(), "<p>a</p>");
        let now = serde_json::json!({ VERSION_KEY: VERSION });
        assert_eq!(body("<p>a</p>", &now).into_string(), "<p>a</p>");
    }

    #[test]
    fn words_of_a_text() {
        assert_eq!(words("<h2>A</h2><p>b&nbsp;&amp; <em>c</em></p>"), "A b & c");
    }
}
