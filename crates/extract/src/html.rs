//! HTML: what a reader would see, block by block.

use std::cell::{Cell, RefCell};

use html5ever::{
    TokenizerResult, local_name,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

use crate::Text;

/// Reads the text. There is no HTML that cannot be read.
pub fn read(html: &str, text: &mut Text) {
    let sink = Seen { text: RefCell::new(std::mem::take(text)), hidden: Cell::new(false) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    *text = tokenizer.sink.text.into_inner();
}

struct Seen {
    text: RefCell<Text>,
    /// Within a script or a style.
    hidden: Cell<bool>,
}

impl Seen {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let raw = matches!(
            tag.name,
            local_name!("script")
                | local_name!("style")
                | local_name!("noscript")
                | local_name!("template")
        );
        if raw {
            self.hidden.set(tag.kind == TagKind::StartTag);
        }
        if is_inline(tag) {
            return TokenSinkResult::Continue;
        }
        match tag.name {
            local_name!("td") | local_name!("th") => self.text.borrow_mut().blank(),
            _ => self.text.borrow_mut().end_line(),
        }
        match (tag.kind, &tag.name) {
            (TagKind::StartTag, &local_name!("script")) => {
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            (TagKind::StartTag, &local_name!("style")) => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Tags within a line.
fn is_inline(tag: &Tag) -> bool {
    const INLINE: [&str; 22] = [
        "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
        "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    ];
    INLINE.contains(&&*tag.name) || &*tag.name == "u"
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(said) if !self.hidden.get() => {
                self.text.borrow_mut().write(&said);
            }
            Token::TagToken(tag) => return self.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
