//! Keys of a Vietnamese keyboard that were typed while it was off: `thur tucj`, `quang3 tri5`.
//!
//! Such a word is no Vietnamese syllable as it stands, so reading it as keys takes nothing away.

use unicode_normalization::UnicodeNormalization;

use super::syllable::{Syllable, is_syllable, is_vowel};

const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const TILDE: char = '\u{303}';
const HOOK: char = '\u{309}';
const DOT: char = '\u{323}';

/// Reads a lower-case word as Telex or VNI keys; nothing when that makes no Vietnamese syllable, or
/// when no key in it would have changed anything.
pub fn decode(word: &str) -> Option<String> {
    if !word.is_ascii() || word.len() > 12 {
        return None;
    }
    let keyboard = if word.bytes().any(|key| key.is_ascii_digit()) { vni } else { telex };
    let mut typed = Typed::default();
    for key in word.chars() {
        keyboard(&mut typed, key)?;
    }
    let letters: String = typed.letters.iter().collect();
    let decoded = Syllable::with_tone(&letters, typed.tone)?.write();
    (typed.changed && is_syllable(&decoded)).then_some(decoded)
}

#[derive(Default)]
struct Typed {
    letters: Vec<char>,
    tone: Option<char>,
    changed: bool,
}

impl Typed {
    fn has_vowel(&self) -> bool {
        self.letters.iter().copied().any(is_vowel)
    }

    fn tone(&mut self, tone: char) -> Option<()> {
        self.changed = true;
        let first = self.tone.replace(tone).is_none();
        (first && self.has_vowel()).then_some(())
    }

    /// Puts a mark on the last letter that can bear it; a horn on both letters of *ươ*.
    fn mark(&mut self, pairs: &[(char, char)]) -> Option<()> {
        let becomes =
            |letter: char| pairs.iter().find(|(plain, _)| *plain == letter).map(|(_, m)| *m);
        let seat = self.letters.iter().rposition(|letter| becomes(*letter).is_some())?;
        let place = self.letters.get_mut(seat)?;
        let was = *place;
        *place = becomes(was)?;
        let before = seat.checked_sub(1).and_then(|seat| self.letters.get_mut(seat));
        if let (Some(before @ 'u'), 'o', Some('ơ')) = (before, was, becomes('o')) {
            *before = 'ư';
        }
        self.changed = true;
        Some(())
    }
}

fn telex(typed: &mut Typed, key: char) -> Option<()> {
    let last = typed.letters.last().copied();
    match key {
        's' if typed.has_vowel() => typed.tone(ACUTE),
        'f' => typed.tone(GRAVE),
        'r' if typed.has_vowel() => typed.tone(HOOK),
        'x' if typed.has_vowel() => typed.tone(TILDE),
        'j' => typed.tone(DOT),
        'w' => typed.mark(&[('a', 'ă'), ('o', 'ơ'), ('u', 'ư')]).or_else(|| {
            typed.changed = true;
            typed.letters.push('ư');
            Some(())
        }),
        'd' if typed.letters.first() == Some(&'d') => typed.mark(&[('d', 'đ')]),
        // The second of a pair, or typed at the end: no vowel follows a final consonant.
        'a' | 'e' | 'o'
            if typed.letters.contains(&key)
                && (last == Some(key) || !last.is_some_and(is_vowel)) =>
        {
            typed.mark(&[(
                key,
                if key == 'a' {
                    'â'
                } else if key == 'e' {
                    'ê'
                } else {
                    'ô'
                },
            )])
        }
        _ => {
            typed.letters.push(key);
            Some(())
        }
    }
}

fn vni(typed: &mut Typed, key: char) -> Option<()> {
    match key {
        '1' => typed.tone(ACUTE),
        '2' => typed.tone(GRAVE),
        '3' => typed.tone(HOOK),
        '4' => typed.tone(TILDE),
        '5' => typed.tone(DOT),
        '6' => typed.mark(&[('a', 'â'), ('e', 'ê'), ('o', 'ô')]),
        '7' => typed.mark(&[('o', 'ơ'), ('u', 'ư')]),
        '8' => typed.mark(&[('a', 'ă')]),
        '9' => typed.mark(&[('d', 'đ')]),
        '0' => None,
        _ => {
            typed.letters.push(key);
            Some(())
        }
    }
}

/// The Telex keys somebody presses for a text: what a keyboard that is off leaves behind.
///
/// The measurements and the tests of [`decode`] ask with it.
pub fn keys(text: &str) -> String {
    let mut typed = String::new();
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let (mut tone, mut end) = (None, None);
        for letter in word.nfc() {
            let mut parts = std::iter::once(letter).nfd();
            let Some(base) = parts.next() else { continue };
            if !base.is_alphanumeric() {
                end = Some(base);
                continue;
            }
            match base {
                'đ' => typed.push_str("dd"),
                'Đ' => typed.push_str("DD"),
                _ => typed.push(base),
            }
            for mark in parts {
                match mark {
                    '\u{302}' => typed.push(base),
                    '\u{306}' | '\u{31b}' => typed.push('w'),
                    ACUTE => tone = Some('s'),
                    GRAVE => tone = Some('f'),
                    HOOK => tone = Some('r'),
                    TILDE => tone = Some('x'),
                    DOT => tone = Some('j'),
                    _ => {}
                }
            }
        }
        typed.extend(tone);
        typed.extend(end);
    }
    typed
}
