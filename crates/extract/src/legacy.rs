//! Texts in the encodings from before Unicode: TCVN3 (fonts `.VnTime`) and VNI (`VNI-Times`).
//!
//! Read as Latin letters they look like `Céng hßa x· héi` and `Coäng hoøa xaõ hoäi`.

mod tables;

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::syllable::is_syllable;

/// Beyond this much of a text nothing new is learnt about its encoding. Characters.
const SAMPLE: usize = 20_000;
/// A text is taken for legacy when at least this share of its marked words becomes Vietnamese.
const ENOUGH: f64 = 0.6;
/// And when that share is larger by so much than as it stands.
const BETTER: f64 = 0.2;

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

/// Reads a text in whatever encoding it is, and says in which it was. Unicode comes back untouched; so
/// do lines of a legacy text that are Vietnamese as they stand.
pub fn read(text: &str) -> (Cow<'_, str>, Encoding) {
    let encoding = encoding(text);
    if encoding == Encoding::Unicode {
        return (Cow::Borrowed(text), encoding);
    }
    let read = text.split_inclusive('\n').map(|line| {
        let read = convert(line, encoding);
        let (as_it_stands, as_read) = (share(line), share(&read));
        let stays = as_it_stands > as_read || (as_it_stands >= as_read && is_beyond_bytes(line));
        if stays { line.to_owned() } else { read }
    });
    (Cow::Owned(read.collect()), encoding)
}

/// What a text is written in, by what its words become.
fn encoding(text: &str) -> Encoding {
    if text.is_ascii() {
        return Encoding::Unicode;
    }
    let sample: String = text.chars().take(SAMPLE).collect();
    let plain = share(&sample);
    if plain + BETTER >= 1.0 {
        return Encoding::Unicode;
    }
    [Encoding::Tcvn3, Encoding::Vni]
        .into_iter()
        .map(|encoding| (encoding, share(&convert(&sample, encoding))))
        .filter(|(_, share)| *share >= ENOUGH && *share > plain + BETTER)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .map_or(Encoding::Unicode, |(encoding, _)| encoding)
}

/// The share of pieces with letters beyond ASCII whose words are syllables; 1 when there are none.
fn share(text: &str) -> f64 {
    let (mut marked, mut real) = (0_u32, 0_u32);
    for piece in text.split_whitespace().filter(|piece| !piece.is_ascii()) {
        marked += 1;
        real += u32::from(makes_sense(piece));
    }
    if marked == 0 { 1.0 } else { f64::from(real) / f64::from(marked) }
}

/// Whether all marked words of a piece are syllables and no sign in it is odd: legacy letters are signs
/// to Unicode, such as `·` for ã.
fn makes_sense(piece: &str) -> bool {
    let is_odd = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !is_typographic(c);
    let words = piece.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    !piece.contains(is_odd)
        && words
            .filter(|word| !word.is_ascii())
            .all(|word| is_syllable(&word.to_lowercase().nfc().collect::<String>()))
}

/// Whether a line holds letters that no text of one byte a letter has.
fn is_beyond_bytes(line: &str) -> bool {
    line.chars().any(|c| c > '\u{ff}' && c.is_alphabetic())
}

fn is_typographic(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{2010}'..='\u{2026}' | '\u{a0}' | '«' | '»')
}

fn convert(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Unicode => text.to_owned(),
        Encoding::Tcvn3 => text.chars().map(|c| tables::tcvn3(c).unwrap_or(c)).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    const NATION: &str = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc";

    #[test]
    fn legacy_texts_are_read() {
        for (legacy, expected, encoding) in [
            (
                "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc",
                NATION,
                Encoding::Tcvn3,
            ),
            (
                "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc",
                NATION,
                Encoding::Vni,
            ),
            ("QuyÕt ®Þnh", "Quyết định", Encoding::Tcvn3),
            ("Quyeát ñònh", "Quyết định", Encoding::Vni),
            ("<p>Céng hßa</p><td>x· héi</td>", "<p>Cộng hòa</p><td>xã hội</td>", Encoding::Tcvn3),
        ] {
            let (text, found) = read(legacy);
            assert_eq!((&*text, found), (expected, encoding));
        }
    }

    #[test]
    fn lines_that_are_vietnamese_already_stay_as_they_are() {
        let text = "Céng hßa x· héi chñ nghÜa\n§éc lËp - Tù do - H¹nh phóc\nỦy ban nhân dân tỉnh";
        let expected =
            "Cộng hòa xã hội chủ nghĩa\nĐộc lập - Tự do - Hạnh phúc\nỦy ban nhân dân tỉnh";
        assert_eq!(read(text).0, expected);
    }

    #[test]
    fn unicode_and_other_languages_stay_as_they_are() {
        let decomposed: String = "Ủy ban nhân dân tỉnh".nfd().collect();
        for text in [
            NATION,
            &decomposed,
            "UBND tinh Quang Tri",
            "",
            "Les élèves de l'école sont déjà arrivés à Huế",
            "Quyết định số 12 – về việc “khen thưởng”",
            "Größe, Übung, Straße: für die Schüler",
            "© 2026 • Số: 12 ½ m² · Điều 5 § 3",
        ] {
            let (read, encoding) = super::read(text);
            assert_eq!((&*read, encoding), (text, Encoding::Unicode));
        }
    }
}
