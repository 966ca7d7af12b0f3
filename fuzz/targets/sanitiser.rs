//! Any text, cleaned as HTML, holds nothing but what editors may write, also when it is read again.

#![no_main]

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use libfuzzer_sys::fuzz_target;
use portal_content::html::{clean, media, words};
use portal_fuzz::text;

const TAGS: &str = " p h2 h3 h4 ul ol li blockquote table caption thead tbody tr th td strong em u sub \
    sup a figure figcaption img br hr ";
const NEVER: [&str; 6] = ["style", "class", "id", "srcset", "action", "formaction"];

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    let cleaned = clean(&text);
    assert_eq!(clean(&cleaned), cleaned, "cleaned twice: {text:?}");
    let reader = Tokenizer::new(Allowed, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&cleaned));
    while !matches!(reader.feed(&queue), TokenizerResult::Done) {}
    reader.end();
    media(&cleaned);
    words(&text);
});

/// Stops at whatever must not be in a cleaned text.
struct Allowed;

impl TokenSink for Allowed {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => check(&tag),
            Token::CommentToken(_) | Token::DoctypeToken(_) => panic!("{token:?}"),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn check(tag: &Tag) {
    assert!(TAGS.contains(&format!(" {} ", tag.name)), "{tag:?}");
    if tag.kind == TagKind::EndTag {
        return;
    }
    for attribute in &tag.attrs {
        let name = &*attribute.name.local;
        assert!(!name.starts_with("on") && !NEVER.contains(&name), "{tag:?}");
        match name {
            "href" | "cite" => assert!(leads_somewhere_harmless(&attribute.value), "{tag:?}"),
            "src" => assert!(attribute.value.starts_with("/media/"), "{tag:?}"),
            _ => {}
        }
    }
}

/// As a browser reads it: blanks before and line ends within an address are nothing to it.
fn leads_somewhere_harmless(address: &str) -> bool {
    let address: String = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let Some((scheme, _)) = address.split_once(':') else { return true };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let scheme = scheme.to_ascii_lowercase();
    !is_scheme || ["http", "https", "mailto", "tel"].contains(&scheme.as_str())
}
