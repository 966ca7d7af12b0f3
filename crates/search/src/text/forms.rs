//! The forms of a word: exact and folded.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use portal_extract::syllable::{self, fold};
use unicode_normalization::UnicodeNormalization;

use super::has_no_width;

/// Longer words are cut, in the index and in questions alike. Characters.
const LONGEST: usize = 64;
/// How many words a thread remembers before it begins anew.
const REMEMBERED: usize = 40_000;

/// A word's forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// `E`: composed, lower case, tone marks in one style.
    pub exact: Box<str>,
    /// `F`: without any marks, đ as d.
    pub folded: Box<str>,
}

impl Forms {
    /// Finds the forms of a word as it stands in a text.
    pub fn of(raw: &str) -> Self {
        if raw.is_ascii() {
            let lower: String = raw.chars().take(LONGEST).collect::<String>().to_ascii_lowercase();
            return Self { exact: lower.clone().into(), folded: lower.into() };
        }
        let plain: String = raw.chars().filter(|c| !has_no_width(*c)).nfkc().collect();
        let lower: String = plain.to_lowercase().nfc().map(true_d).take(LONGEST).collect();
        let exact = syllable::canonical(&lower).unwrap_or(lower);
        // A word of nothing but marks, such as a lone iota subscript, keeps them.
        let folded = Some(fold(&exact)).filter(|folded| !folded.is_empty());
        let folded = folded.unwrap_or_else(|| exact.clone());
        Self { exact: exact.into(), folded: folded.into() }
    }
}

/// The Icelandic eth and the African d look like đ and are typed for it.
fn true_d(letter: char) -> char {
    if matches!(letter, 'ð' | 'ɖ') { 'đ' } else { letter }
}

type Memory = HashMap<Box<str>, Forms, BuildHasherDefault<Fnv>>;

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// FNV-1a: half the time of the standard hash for words of some letters.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Gives the forms of a word to `read`. A thread remembers them: a text has few different words.
pub(crate) fn with<T>(raw: &str, read: impl FnOnce(&Forms) -> T) -> T {
    MEMORY.with_borrow_mut(|memory| {
        if let Some(forms) = memory.get(raw) {
            return read(forms);
        }
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        read(memory.entry(raw.into()).or_insert_with(|| Forms::of(raw)))
    })
}
