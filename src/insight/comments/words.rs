//! Divides a comment into terms: words and two words in a row; in scripts without spaces, two characters in a row.

use super::letters::{Class, class, small};

/// The longest word that is a term, in characters. Addresses of pages are longer.
const LONGEST: usize = 40;

/// The kind of a term. Each kind has its own total, so that the share of a word is one of all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, or two characters in a row.
    One,
    /// Two words in a row.
    Two,
}

/// Calls `take` with each term of a text, in small letters. A word of one letter is a term only together with another
/// one, and a character of a script without spaces only if it stands alone. Nothing but a space or a hyphen is between two
/// words in a row.
pub(super) fn terms(text: &str, take: &mut dyn FnMut(&str, Kind)) {
    let mut reader = Reader { take, word: Run::default(), before: String::new(), has_apostrophe: false };
    for character in text.chars() {
        reader.read(character);
    }
    reader.end(Class::Break);
}

#[derive(Default)]
struct Run {
    text: String,
    characters: usize,
    /// Whether it is of a script without spaces.
    unspaced: bool,
    /// Where the last character begins, in bytes.
    last: usize,
}

struct Reader<'t> {
    take: &'t mut dyn FnMut(&str, Kind),
    /// The word that is being read; in scripts without spaces, the last two characters.
    word: Run,
    /// The word before it, if nothing but a space is between them.
    before: String,
    has_apostrophe: bool,
}

impl Reader<'_> {
    fn read(&mut self, character: char) {
        let class = class(character);
        match class {
            Class::Nothing => {}
            Class::Letter => {
                if self.word.unspaced {
                    self.end(Class::Break);
                }
                if core::mem::take(&mut self.has_apostrophe) {
                    self.word.text.push('\'');
                }
                self.word.text.push(small(character));
                self.word.characters = self.word.characters.saturating_add(1);
            }
            Class::Unspaced => self.read_unspaced(character),
            Class::Mark => self.word.text.push(character),
            Class::Apostrophe if self.word.characters > 0 && !self.word.unspaced && !self.has_apostrophe => {
                self.has_apostrophe = true;
            }
            Class::Apostrophe | Class::Space | Class::Break => self.end(class),
        }
    }

    fn read_unspaced(&mut self, character: char) {
        if !self.word.unspaced {
            self.end(Class::Break);
        }
        let word = &mut self.word;
        if word.characters >= 2 {
            (self.take)(&word.text, Kind::One);
            word.text.drain(..word.last.min(word.text.len()));
        }
        word.last = word.text.len();
        word.text.push(character);
        word.characters = word.characters.saturating_add(1);
        word.unspaced = true;
    }

    /// Ends a word; what ends it decides whether the next one is in a row with it.
    fn end(&mut self, by: Class) {
        self.has_apostrophe = false;
        let word = core::mem::take(&mut self.word);
        if word.unspaced {
            (self.take)(&word.text, Kind::One);
        } else if word.characters > 0 && word.characters <= LONGEST {
            if word.characters > 1 {
                (self.take)(&word.text, Kind::One);
            }
            if !self.before.is_empty() {
                self.before.push(' ');
                self.before.push_str(&word.text);
                (self.take)(&self.before, Kind::Two);
            }
            self.before = word.text;
        } else if word.characters > 0 {
            self.before.clear();
        }
        if by != Class::Space {
            self.before.clear();
        }
    }
}
