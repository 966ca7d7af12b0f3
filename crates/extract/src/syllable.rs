//! The Vietnamese syllable: its parts, where its tone mark stands, whether it is one at all.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A tone mark, as a combining character.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Initial consonants, longest first.
const INITIALS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
];
const FINALS: [&str; 8] = ["ch", "ng", "nh", "c", "m", "n", "p", "t"];

/// Rimes without tone, as they are written after an initial.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât \
    âu ây e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên \
    iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on \
    ong ooc oong op ot oăc oăm oăn oăng oăt ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um \
    un ung up ut uy uya uych uyn uynh uyp uyt uyu uyên uyêt uân uâng uât uây uê uêch uên uênh uêt \
    uôc uôi uôm uôn uông uôt uơ ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych ynh \
    yt yên yêng yêm yêt yêu ";

/// The parts of a syllable: an initial, vowels and a final (either may be empty), a tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syllable {
    initial: String,
    vowels: Vec<char>,
    last: String,
    tone: Option<char>,
}

impl Syllable {
    /// Takes a lower-case, composed word apart; nothing when it is not built like a syllable.
    pub fn parse(word: &str) -> Option<Self> {
        let (letters, tone) = without_tone(word)?;
        let initial = INITIALS
            .iter()
            .find(|initial| {
                letters.strip_prefix(**initial).is_some_and(|rest| rest.starts_with(is_vowel))
            })
            .copied()
            .unwrap_or_default();
        let rest = letters.strip_prefix(initial)?;
        let split = rest.find(|c| !is_vowel(c)).unwrap_or(rest.len());
        let (vowels, last) = rest.split_at_checked(split)?;
        if vowels.is_empty() || !(last.is_empty() || FINALS.contains(&last)) {
            return None;
        }
        let vowels: Vec<char> = vowels.chars().collect();
        (vowels.len() <= 3).then(|| Self {
            initial: initial.to_owned(),
            vowels,
            last: last.to_owned(),
            tone,
        })
    }

    /// Builds a syllable from letters without tone, and a tone.
    pub fn with_tone(letters: &str, tone: Option<char>) -> Option<Self> {
        Self::parse(letters).map(|syllable| Self { tone, ..syllable })
    }

    /// Which vowel carries the tone mark: *hòa, thúy, ủy*, but *hoàn, quý, thuở*.
    fn seat(&self) -> usize {
        let count = self.vowels.len();
        let marked =
            self.vowels.iter().rposition(|c| matches!(c, 'ă' | 'â' | 'ê' | 'ô' | 'ơ' | 'ư'));
        match marked {
            Some(seat) => seat,
            None if !self.last.is_empty() => count.saturating_sub(1),
            None => usize::from(count == 3),
        }
    }

    /// Writes it with the tone mark in its one place.
    pub fn write(&self) -> String {
        let seat = self.seat();
        let mut word = self.initial.clone();
        for (place, vowel) in self.vowels.iter().enumerate() {
            word.push(*vowel);
            if let (true, Some(tone)) = (place == seat, self.tone) {
                word.push(tone);
            }
        }
        word.push_str(&self.last);
        word.nfc().collect()
    }

    /// Whether Vietnamese has such a syllable: a known rime, and a stop only with a sharp or heavy
    /// tone. A word without any marks passes when marks could make it one.
    pub fn is_real(&self) -> bool {
        let rime: String = self.vowels.iter().collect::<String>() + &self.last;
        let stopped = matches!(self.last.as_str(), "c" | "ch" | "p" | "t");
        let fits = match self.tone {
            Some(tone) if stopped => matches!(tone, '\u{301}' | '\u{323}'),
            _ => true,
        };
        fits && (RIMES.contains(&format!(" {rime} ")) || self.is_bare_form_of_a_rime(&rime))
    }

    fn is_bare_form_of_a_rime(&self, rime: &str) -> bool {
        self.tone.is_none()
            && rime.is_ascii()
            && RIMES.split(' ').any(|known| !known.is_empty() && fold(known) == rime)
    }

    /// The same syllable with *i* for *y* or *y* for *i*, where both are in use: *lý, lí; quy, qui*.
    pub fn other_spelling(&self) -> Option<String> {
        let other = match (self.initial.as_str(), self.vowels.as_slice()) {
            ("h" | "k" | "l" | "m" | "s" | "t" | "v" | "qu", ['i']) => 'y',
            ("h" | "k" | "l" | "m" | "s" | "t" | "v" | "qu", ['y']) => 'i',
            _ => return None,
        };
        self.last.is_empty().then(|| Self { vowels: vec![other], ..self.clone() }.write())
    }
}

/// Writes the tone mark of a lower-case word in its one place; nothing when there is none to move.
pub fn canonical(word: &str) -> Option<String> {
    let syllable = Syllable::parse(word)?;
    syllable.tone?;
    Some(syllable.write())
}

/// Whether a lower-case word is a Vietnamese syllable, with its marks or with all of them left out.
pub fn is_syllable(word: &str) -> bool {
    Syllable::parse(word).is_some_and(|syllable| syllable.is_real())
}

/// The other usual spelling of a lower-case word with *i* or *y*, if it has one.
pub fn other_spelling(word: &str) -> Option<String> {
    Syllable::parse(word)?.other_spelling()
}

/// Takes all marks off: what somebody types who types none. Lower case in, lower case out.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfkd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Takes the tone off. A word with two tones is no syllable.
fn without_tone(word: &str) -> Option<(String, Option<char>)> {
    let mut tone = None;
    let mut letters = String::with_capacity(word.len());
    for letter in word.nfd() {
        if TONES.contains(&letter) {
            if tone.replace(letter).is_some() {
                return None;
            }
        } else {
            letters.push(letter);
        }
    }
    Some((letters.nfc().collect(), tone))
}

/// Whether a lower-case letter without tone is a vowel.
pub fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}
