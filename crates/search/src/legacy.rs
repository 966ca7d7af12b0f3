//! Texts in the encodings from before Unicode: TCVN3 (fonts `.VnTime`) and VNI (`VNI-Times`).
//!
//! Read as Latin letters they look like `Céng hßa x· héi` and `Coäng hoøa xaõ hoäi`. Imports call
//! [`read`]; what it says about its confidence is kept beside the text.

mod tables;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::text::{syllable, tokens};

/// Beyond this much of a text nothing new is learnt about its encoding. Characters.
const SAMPLE: usize = 20_000;
/// A text is taken for legacy when at least this share of its marked words becomes Vietnamese.
const ENOUGH: f64 = 0.6;

/// What a text was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Nothing had to be done.
    Unicode,
    /// One byte a letter; capitals with a tone depend on the font and come out small.
    Tcvn3,
    /// A letter and a byte for its marks.
    Vni,
}

/// How sure the reading is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    /// What the text was written in.
    pub encoding: Encoding,
    /// The share of marked words that are Vietnamese syllables after reading: 0 to 1.
    pub share: f64,
    /// Whether capitals may have come out as small letters.
    pub loses_capitals: bool,
}

/// Reads a text in whatever encoding it is. Unicode comes back untouched.
pub fn read(text: &str) -> (Cow<'_, str>, Confidence) {
    let sample: String = text.chars().take(SAMPLE).collect();
    let plain = share(&sample);
    let best = [Encoding::Tcvn3, Encoding::Vni]
        .into_iter()
        .map(|encoding| (encoding, share(&convert(&sample, encoding))))
        .max_by(|(_, one), (_, other)| one.total_cmp(other));
    match best {
        Some((encoding, share)) if share >= ENOUGH && share > plain + 0.2 => {
            let loses_capitals = encoding == Encoding::Tcvn3;
            (Cow::Owned(convert(text, encoding)), Confidence { encoding, share, loses_capitals })
        }
        _ => {
            let confidence =
                Confidence { encoding: Encoding::Unicode, share: plain, loses_capitals: false };
            (Cow::Borrowed(text), confidence)
        }
    }
}

/// The share of words with letters beyond ASCII that are syllables; 1 when there are no such words.
fn share(text: &str) -> f64 {
    let (mut marked, mut real) = (0_u32, 0_u32);
    for piece in text.split_whitespace() {
        if piece.is_ascii() {
            continue;
        }
        // Legacy letters are signs to Unicode, such as `·` for ã: the whole piece has to make sense.
        marked += 1;
        let words = tokens(piece);
        let odd =
            piece.chars().any(|c| !c.is_ascii() && !c.is_alphanumeric() && !is_typographic(c));
        let good = words.iter().all(|word| syllable::is_syllable(&word.exact));
        real += u32::from(good && !odd);
    }
    if marked == 0 { 1.0 } else { f64::from(real) / f64::from(marked) }
}

fn is_typographic(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{2010}'..='\u{2026}' | '\u{a0}' | '«' | '»')
}

fn convert(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Unicode => text.to_owned(),
        Encoding::Tcvn3 => {
            text.chars().map(|c| tables::tcvn3(latin_byte(c)).unwrap_or(c)).collect()
        }
        Encoding::Vni => vni(text),
    }
}

fn vni(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut base: Option<char> = None;
    for letter in text.chars() {
        match base.and_then(|_| tables::vni_marks(letter)) {
            Some(marks) => {
                read.push_str(marks);
                base = None;
            }
            None => {
                let alone = tables::vni_alone(letter).unwrap_or(letter);
                read.push(alone);
                base = tables::bears_marks(alone).then_some(alone);
            }
        }
    }
    read.nfc().collect()
}

/// Windows programs read some of these bytes as typographic signs.
fn latin_byte(letter: char) -> char {
    match letter {
        '\u{2013}' => '\u{96}',
        '\u{2014}' => '\u{97}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tcvn3_is_read() {
        let (text, confidence) =
            read("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc");
        assert_eq!(text, "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc");
        assert_eq!(confidence.encoding, Encoding::Tcvn3);
        assert!(confidence.share > 0.9 && confidence.loses_capitals);
    }

    #[test]
    fn vni_is_read() {
        let (text, confidence) =
            read("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc");
        assert_eq!(text, "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc");
        assert_eq!(confidence.encoding, Encoding::Vni);
    }

    #[test]
    fn unicode_and_other_languages_stay_as_they_are() {
        for text in [
            "Cộng hòa xã hội chủ nghĩa Việt Nam",
            "UBND tinh Quang Tri",
            "",
            "Les élèves de l'école sont déjà arrivés à Huế",
            "Quyết định số 12 – về việc “khen thưởng”",
        ] {
            let (read, confidence) = super::read(text);
            assert_eq!(read, text);
            assert_eq!(confidence.encoding, Encoding::Unicode, "{text}");
        }
        let decomposed: String = "Ủy ban nhân dân tỉnh".nfd().collect();
        assert_eq!(read(&decomposed).1.encoding, Encoding::Unicode);
    }

    #[test]
    fn short_words_are_read_too() {
        assert_eq!(read("QuyÕt ®Þnh").0, "Quyết định");
        assert_eq!(read("Quyeát ñònh").0, "Quyết định");
    }
}
