//! The three analyzers of the index: one cutter, three forms.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::{Cutter, forms};

/// Words with their marks.
pub(crate) const EXACT: &str = "exact";
/// Words without marks.
pub(crate) const FOLDED: &str = "folded";
/// Two neighbours within a sentence, without marks.
pub(crate) const PAIRS: &str = "pairs";

/// The analyzers under their names.
pub(crate) fn all() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for (name, form) in [(EXACT, Form::Exact), (FOLDED, Form::Folded), (PAIRS, Form::Pairs)] {
        manager.register(name, TextAnalyzer::from(Analyzer { form, before: String::new() }));
    }
    manager
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Exact,
    Folded,
    Pairs,
}

#[derive(Debug, Clone)]
struct Analyzer {
    form: Form,
    before: String,
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        let token = Token { position: 0, ..Token::default() };
        Words {
            form: self.form,
            before: &mut self.before,
            text,
            cutter: Cutter::new(text),
            token,
            count: 0,
        }
    }
}

struct Words<'a> {
    form: Form,
    before: &'a mut String,
    text: &'a str,
    cutter: Cutter<'a>,
    token: Token,
    count: usize,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        for piece in self.cutter.by_ref() {
            let raw = self.text.get(piece.range.clone()).unwrap_or_default();
            let token = &mut self.token.text;
            token.clear();
            match self.form {
                Form::Exact => forms::with(raw, |forms| token.push_str(&forms.exact)),
                Form::Folded => forms::with(raw, |forms| token.push_str(&forms.folded)),
                Form::Pairs => forms::with(raw, |forms| {
                    if !piece.breaks {
                        token.push_str(self.before);
                        token.push(' ');
                        token.push_str(&forms.folded);
                    }
                    self.before.clear();
                    self.before.push_str(&forms.folded);
                }),
            }
            if token.is_empty() {
                continue;
            }
            self.token.offset_from = piece.range.start;
            self.token.offset_to = piece.range.end;
            self.token.position = self.count;
            self.count += 1;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
