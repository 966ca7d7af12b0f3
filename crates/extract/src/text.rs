//! Text as it is gathered: bounded, without runs of blanks, lines kept apart.

use crate::MOST_CHARACTERS;

/// A text that takes no more than [`MOST_CHARACTERS`].
#[derive(Debug, Default)]
pub struct Text {
    said: String,
    count: usize,
    full: bool,
}

impl Text {
    /// Takes a piece of text. Blanks run together; a line feed ends a line.
    pub fn write(&mut self, piece: &str) {
        for c in piece.chars() {
            match c {
                '\n' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => self.end_line(),
                c if c.is_whitespace() || c.is_control() => self.blank(),
                c => self.push(c),
            }
            if self.full {
                return;
            }
        }
    }

    /// Ends a word.
    pub fn blank(&mut self) {
        if !self.said.is_empty() && !self.said.ends_with([' ', '\n']) {
            self.push(' ');
        }
    }

    /// Ends a line.
    pub fn end_line(&mut self) {
        if self.said.ends_with(' ') {
            self.said.pop();
        }
        if !self.said.is_empty() && !self.said.ends_with('\n') {
            self.push('\n');
        }
    }

    /// Whether it takes no more.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// How many characters there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The text.
    pub fn finish(self) -> String {
        self.said.trim_end().to_owned()
    }

    fn push(&mut self, c: char) {
        if self.count < MOST_CHARACTERS {
            self.said.push(c);
            self.count += 1;
        } else {
            self.full = true;
        }
    }
}
