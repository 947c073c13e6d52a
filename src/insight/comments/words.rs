//! Reads a comment: divides it into terms (words and two words in a row; in scripts without spaces, two characters in a
//! row), and says what it looks like.

use super::letters::{ALL_SCRIPTS, Class, class, script, small};

/// The longest word that is a term, in characters. Addresses of pages are longer.
const LONGEST: usize = 40;

/// How many characters of a comment are shown.
const SHOWN: usize = 500;

/// The kind of a term. Each kind has its own total, so that the share of a word is one of all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, or two characters in a row.
    One,
    /// Two words in a row.
    Two,
}

/// Reads a comment, and keeps what it looks like.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    /// The comment in small letters, with one space for any white space, and none at its ends.
    pub(super) folded: String,
    /// How many of its characters are letters of each script.
    pub(super) scripts: [u32; ALL_SCRIPTS],
    /// How many characters it has.
    pub(super) length: usize,
    /// How many bytes its first characters take, those that are shown.
    pub(super) shown: usize,
    /// The word that is being read; in scripts without spaces, the last character.
    word: String,
    /// How many characters it has, or come before it without a space.
    characters: usize,
    /// Whether it is of a script without spaces.
    unspaced: bool,
    /// The word before it, if nothing but a space is between them; in scripts without spaces, the character before it.
    before: String,
    has_apostrophe: bool,
}

impl Reader {
    pub(super) fn new() -> Reader {
        Reader {
            folded: String::new(),
            scripts: [0; ALL_SCRIPTS],
            length: 0,
            shown: 0,
            word: String::new(),
            characters: 0,
            unspaced: false,
            before: String::new(),
            has_apostrophe: false,
        }
    }

    /// Reads a comment. Calls `take` with each of its terms, in small letters. A word of one letter is a term only together
    /// with another one, and a character of a script without spaces only if it stands alone. Nothing but a space or a hyphen
    /// is between two words in a row.
    pub(super) fn read(&mut self, text: &str, take: &mut dyn FnMut(&str, Kind)) {
        self.folded.clear();
        self.scripts = [0; ALL_SCRIPTS];
        (self.length, self.shown) = (0, 0);
        for character in text.chars() {
            self.length = self.length.saturating_add(1);
            if self.length <= SHOWN {
                self.shown = self.shown.saturating_add(character.len_utf8());
            }
            let class = class(character);
            let small = small(character);
            let is_space = class == Class::Space && character != '-';
            if !is_space {
                push(&mut self.folded, small);
            } else if !self.folded.is_empty() && !self.folded.ends_with(' ') {
                push(&mut self.folded, ' ');
            }
            match class {
                Class::Letter | Class::Unspaced => {
                    if let Some(count) = self.scripts.get_mut(script(character)) {
                        *count = count.saturating_add(1);
                    }
                    self.letter(small, class == Class::Unspaced, take);
                }
                Class::Mark => push(&mut self.word, small),
                Class::Apostrophe if self.characters > 0 && !self.unspaced && !self.has_apostrophe => {
                    self.has_apostrophe = true;
                }
                Class::Nothing => {}
                Class::Apostrophe | Class::Space | Class::Break => self.end(class == Class::Space, take),
            }
        }
        self.end(false, take);
        if self.folded.ends_with(' ') {
            self.folded.pop();
        }
    }

    fn letter(&mut self, letter: char, unspaced: bool, take: &mut dyn FnMut(&str, Kind)) {
        if self.unspaced != unspaced {
            self.end(false, take);
            self.unspaced = unspaced;
        }
        if unspaced && self.characters > 0 {
            self.pair(take);
            self.next();
        } else if core::mem::take(&mut self.has_apostrophe) {
            push(&mut self.word, '\'');
        }
        push(&mut self.word, letter);
        self.characters = self.characters.saturating_add(1);
    }

    /// The two characters before this one, if there are two.
    fn pair(&mut self, take: &mut dyn FnMut(&str, Kind)) {
        if !self.before.is_empty() {
            self.before.push_str(&self.word);
            take(&self.before, Kind::One);
        }
    }

    /// Makes the word the one before the next one.
    fn next(&mut self) {
        core::mem::swap(&mut self.before, &mut self.word);
        self.word.clear();
    }

    /// Ends a word. `row`: the next one is in a row with it.
    fn end(&mut self, row: bool, take: &mut dyn FnMut(&str, Kind)) {
        self.has_apostrophe = false;
        let characters = core::mem::take(&mut self.characters);
        if self.unspaced {
            self.pair(take);
            if characters == 1 {
                take(&self.word, Kind::One);
            }
        } else if characters > 0 {
            if characters > 1 && characters <= LONGEST {
                take(&self.word, Kind::One);
            }
            if !self.before.is_empty() && characters <= LONGEST {
                push(&mut self.before, ' ');
                self.before.push_str(&self.word);
                take(&self.before, Kind::Two);
            }
            self.next();
            if characters > LONGEST {
                self.before.clear();
            }
        }
        if !row || self.unspaced {
            self.before.clear();
        }
        self.word.clear();
        self.unspaced = false;
    }
}

/// Appends a character; once in the module.
#[inline(never)]
fn push(text: &mut String, character: char) {
    text.push(character);
}

#[cfg(test)]
mod tests {
    use super::{Kind, Reader};

    /// The terms of a text, and the text in small letters.
    fn read(text: &str) -> (Vec<String>, String) {
        let (mut reader, mut terms) = (Reader::new(), Vec::new());
        reader.read(text, &mut |term, kind| {
            assert_eq!(kind == Kind::Two, term.contains(' '), "{term}");
            terms.push(term.to_owned());
        });
        (terms, reader.folded)
    }

    #[test]
    fn words_and_two_in_a_row() {
        for (text, terms) in [
            ("Too slow", &["too", "slow", "too slow"][..]),
            ("Slow. Too slow!", &["slow", "too", "slow", "too slow"]),
            ("a lot", &["lot", "a lot"]),
            ("It doesn’t 'work' ", &["it", "doesn't", "it doesn't", "work"]),
            ("log-in  page", &["log", "in", "log in", "page", "in page"]),
            ("ÜBER Ärger\u{a0}ИЛИ ΛΟΓΟΣ", &["über", "ärger", "über ärger", "или", "ärger или", "λογοσ", "или λογοσ"]),
            ("नमस्ते, दुनिया।", &["नमस्ते", "दुनिया"]),
            ("مرحبا، بالعالم", &["مرحبا", "بالعالم"]),
            ("좋은 서비스", &["좋은", "서비스", "좋은 서비스"]),
            ("👍 + 😅", &[]),
            ("", &[]),
            (" \n\t", &[]),
        ] {
            assert_eq!(read(text).0, terms, "{text}");
        }
    }

    #[test]
    fn characters_in_pairs_where_there_are_no_spaces() {
        for (text, terms) in [
            ("料金が高い。", &["料金", "金が", "が高", "高い"][..]),
            ("好", &["好"]),
            ("好,好 的", &["好", "好", "的"]),
            ("ไม่ดี", &["ไม่", "ม่ดี"]),
            ("使用App很慢", &["使用", "app", "很慢"]),
            ("ガガ\u{3099}ッ", &["ガガ\u{3099}", "ガ\u{3099}ッ"]),
        ] {
            assert_eq!(read(text).0, terms, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_too_long_is_no_term_and_in_no_row() {
        let long = "x".repeat(41);
        assert_eq!(read(&format!("see {long} here now")).0, ["see", "here", "now", "here now"]);
    }

    #[test]
    fn capitals_and_white_space_do_not_matter() {
        assert_eq!(read("\n Great  Tool\t\u{3000}here ").1, "great tool here");
        assert_eq!(read("great tool here").1, "great tool here");
    }
}
