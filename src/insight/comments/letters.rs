//! What characters are, as far as terms and samples need to know it.
//!
//! The standard library knows all of Unicode, for four times the bytes of wasm. Here, a character is a letter unless it is
//! listed as something else.

/// What a character does in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or digit of a script with spaces, or a mark on one.
    Letter,
    /// A character of a script without spaces.
    Unspaced,
    /// A mark that belongs to the character of such a script before it.
    Mark,
    /// An apostrophe, which is part of a word between two letters.
    Apostrophe,
    /// Invisible, and not there for a term.
    Nothing,
    /// A space, or a hyphen: divides two words.
    Space,
    /// Everything else: divides two sentences or parts of one.
    Break,
}

type Ranges = &'static [(u32, u32)];

/// White space and hyphens beyond ASCII.
const SPACES: Ranges = &[
    (0x85, 0x85),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2010, 0x2011),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
];

/// Joiners, marks of direction, and selectors of a variant.
const NOTHING: Ranges = &[
    (0xad, 0xad),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xe0000, 0xe0fff),
];

/// Punctuation, symbols and emoji beyond ASCII.
const BREAKS: Ranges = &[
    (0x80, 0xa9),
    (0xab, 0xb4),
    (0xb6, 0xb9),
    (0xbb, 0xbf),
    (0xd7, 0xd7),
    (0xf7, 0xf7),
    (0x37e, 0x37e),
    (0x387, 0x387),
    (0x55a, 0x55f),
    (0x589, 0x58a),
    (0x5be, 0x5be),
    (0x5c0, 0x5c0),
    (0x5c3, 0x5c3),
    (0x5f3, 0x5f4),
    (0x60c, 0x60d),
    (0x61b, 0x61f),
    (0x66a, 0x66d),
    (0x6d4, 0x6d4),
    (0x964, 0x965),
    (0x970, 0x970),
    (0xe3f, 0xe3f),
    (0xe4f, 0xe4f),
    (0xe5a, 0xe5b),
    (0xf01, 0xf14),
    (0x104a, 0x104f),
    (0x1361, 0x1368),
    (0x17d4, 0x17d6),
    (0x17d8, 0x17da),
    (0x2012, 0x2bff),
    (0x2e00, 0x2fff),
    (0x3001, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303d, 0x303f),
    (0x309b, 0x309c),
    (0x30a0, 0x30a0),
    (0x30fb, 0x30fb),
    (0xe000, 0xf8ff),
    (0xfe10, 0xfe1f),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff0f),
    (0xff1a, 0xff20),
    (0xff3b, 0xff40),
    (0xff5b, 0xff65),
    (0xffe0, 0xffff),
    (0x1f000, 0x1faff),
];

/// Marks of the scripts without spaces.
const MARKS: Ranges = &[
    (0xe31, 0xe31),
    (0xe34, 0xe3a),
    (0xe47, 0xe4e),
    (0xeb1, 0xeb1),
    (0xeb4, 0xebc),
    (0xec8, 0xece),
    (0xf71, 0xf84),
    (0x102b, 0x103e),
    (0x17b4, 0x17d3),
    (0x3099, 0x309a),
    (0xff9e, 0xff9f),
];

/// The scripts without spaces: Thai, Lao, Tibetan, Burmese, Khmer, Tai Le, New Tai Lue, Tai Tham, Kana and Han.
const UNSPACED: Ranges = &[
    (0xe00, 0xfff),
    (0x1000, 0x109f),
    (0x1780, 0x17ff),
    (0x1950, 0x19ff),
    (0x1a20, 0x1aaf),
    (0x3005, 0x3007),
    (0x3021, 0x30ff),
    (0x31f0, 0x31ff),
    (0x3400, 0x4dbf),
    (0x4e00, 0x9fff),
    (0xa9e0, 0xa9ff),
    (0xaa60, 0xaadf),
    (0xf900, 0xfaff),
    (0xff66, 0xff9f),
    (0x1b000, 0x1b16f),
    (0x20000, 0x3ffff),
];

fn among(character: u32, ranges: Ranges) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// What a character does in a text.
pub(super) fn class(character: char) -> Class {
    if character.is_ascii() {
        return match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
            '\'' => Class::Apostrophe,
            ' ' | '-' | '\t'..='\r' => Class::Space,
            _ => Class::Break,
        };
    }
    let code = u32::from(character);
    match code {
        0x2019 | 0x2bc | 0xff07 => Class::Apostrophe,
        _ if among(code, SPACES) => Class::Space,
        _ if among(code, NOTHING) => Class::Nothing,
        _ if among(code, BREAKS) => Class::Break,
        _ if among(code, MARKS) => Class::Mark,
        _ if among(code, UNSPACED) => Class::Unspaced,
        _ => Class::Letter,
    }
}

/// Letters whose small form is that far behind them.
const CAPITALS: &[(u32, u32, u32)] = &[
    (0x41, 0x5a, 32),
    (0xc0, 0xd6, 32),
    (0xd8, 0xde, 32),
    (0x386, 0x386, 38),
    (0x388, 0x38a, 37),
    (0x38c, 0x38c, 64),
    (0x38e, 0x38f, 63),
    (0x391, 0x3a1, 32),
    (0x3a3, 0x3ab, 32),
    (0x400, 0x40f, 80),
    (0x410, 0x42f, 32),
    (0x531, 0x556, 48),
    (0xff21, 0xff3a, 32),
];

/// Letters that come in pairs, a capital one first.
const PAIRS: Ranges = &[
    (0x100, 0x137),
    (0x139, 0x148),
    (0x14a, 0x177),
    (0x179, 0x17e),
    (0x1cd, 0x1dc),
    (0x1de, 0x1ef),
    (0x1f8, 0x21f),
    (0x222, 0x233),
    (0x3d8, 0x3ef),
    (0x460, 0x481),
    (0x48a, 0x4bf),
    (0x4c1, 0x4ce),
    (0x4d0, 0x52f),
    (0x1e00, 0x1e95),
    (0x1ea0, 0x1eff),
];

/// The small form of a letter: Latin, Greek, Cyrillic and Armenian, as far as it is one character.
pub(super) fn small(character: char) -> char {
    let code = u32::from(character);
    let small = match code {
        0x130 => 0x69,
        0x4c0 => 0x4cf,
        0x178 => 0xff,
        // The sigma at the end of a word.
        0x3c2 => 0x3c3,
        // Vietnamese letters with hooks.
        0x1a0 | 0x1af => code.saturating_add(1),
        _ => match CAPITALS.iter().find(|(first, last, _)| (*first..=*last).contains(&code)) {
            Some((_, _, apart)) => code.saturating_add(*apart),
            None => match PAIRS.iter().find(|(first, last)| (*first..=*last).contains(&code)) {
                Some((first, _)) => code.saturating_add(u32::from((code ^ first) & 1 == 0)),
                None => code,
            },
        },
    };
    char::from_u32(small).unwrap_or(character)
}

/// The kinds of scripts, as far as samples tell them apart: where the code points of each begin.
const SCRIPTS: &[u32] = &[
    // Latin; Greek; Cyrillic; Armenian and Hebrew; Arabic; those of India; of South-East Asia; others.
    0, 0x370, 0x400, 0x530, 0x600, 0x900, 0xe00, 0x10a0,
    // Hangul; others; Khmer; others; Latin; Greek; symbols.
    0x1100, 0x1200, 0x1780, 0x1800, 0x1e00, 0x1f00, 0x2000, // Kana; Han; others; Hangul; others.
    0x3040, 0x3100, 0xa000, 0xac00, 0xd7b0,
];

/// A number for the script of a character. Some scripts have two.
pub(super) fn script(character: char) -> usize {
    SCRIPTS.partition_point(|first| *first <= u32::from(character))
}

/// The number of Kana. A text with any of it is Japanese, however much Han is in it.
pub(super) const KANA: usize = 16;

/// One more than the highest number of a script.
pub(super) const ALL_SCRIPTS: usize = 21;

#[cfg(test)]
mod tests {
    use super::{Class, class, small};

    /// All characters of the alphabets that [`small`] knows.
    fn alphabets() -> impl Iterator<Item = char> {
        let ranges = [(0_u32, 0x24f_u32), (0x370, 0x52f), (0x531, 0x587), (0x1e00, 0x1eff), (0xff00, 0xff60)];
        ranges.into_iter().flat_map(|(first, last)| first..=last).filter_map(char::from_u32)
    }

    #[test]
    fn small_letters_are_those_of_unicode() {
        let mut wrong = Vec::new();
        for character in alphabets() {
            let mut expected = character.to_lowercase();
            let expected = if expected.len() == 1 { expected.next().unwrap_or(character) } else { continue };
            // The sigma at the end of a word is the other one, in capitals as well.
            let expected = if expected == 'ς' { 'σ' } else { expected };
            // Not the letters of phonetic alphabets and of a few African languages, whose small forms are elsewhere.
            let is_known =
                matches!(u32::from(character), 0..=0x17f | 0x386..=0x3ce | 0x400..=0x587 | 0x1e00..=0x1e95 | 0xff00..);
            if is_known && small(character) != expected || small(small(character)) != small(character) {
                wrong.push((character, u32::from(character), small(character)));
            }
        }
        assert_eq!(wrong, []);
    }

    #[test]
    fn letters_are_those_of_unicode() {
        let mut wrong = Vec::new();
        for character in (0..0x3_0000_u32).filter_map(char::from_u32).filter(|character| character.is_alphabetic()) {
            // Letters that look like symbols, such as Roman numerals and letters in circles; letters that nobody writes.
            let is_odd = matches!(u32::from(character), 0x2071..=0x24e9 | 0x2c00..=0x2e7f | 0x1f000..=0x1faff);
            let is_letter =
                matches!(class(character), Class::Letter | Class::Unspaced | Class::Mark | Class::Apostrophe);
            if !is_letter && !is_odd {
                wrong.push((character, u32::from(character)));
            }
        }
        assert_eq!(wrong, []);
    }

    #[test]
    fn punctuation_and_emoji_are_no_letters() {
        for character in "!?.,;:()[]{}\"«»„“”…–—¿¡·、。，！？「」（）؟،؛।॥·™€$%&/=+*#@😅👍❤★→".chars()
        {
            assert_eq!(class(character), Class::Break, "{character}");
        }
        for character in " \n\t\u{a0}\u{3000}\u{2009}-‐".chars() {
            assert_eq!(class(character), Class::Space, "{character}");
        }
    }
}
