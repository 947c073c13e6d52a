//! Short cuts of the scanner: what nearly always comes next is taken at once, and anything else is left where it is.

use super::bytes::{balanced_len, same, starts_with_bytes, unescaped_prefix_len};
use super::scanner::{Container, Malformed, Scanner};

impl<'a> Scanner<'a> {
    /// Steps over the key that is expected next, if it comes next and is written plainly: `,"name":` without white space or
    /// escapes. Otherwise nothing is read.
    #[inline]
    pub fn try_key(&mut self, object: &mut Container, name: &[u8]) -> bool {
        let mut at = self.at;
        if !object.first {
            if self.bytes.get(at) != Some(&b',') {
                return false;
            }
            at = at.saturating_add(1);
        }
        let Some([b'"', rest @ ..]) = self.bytes.get(at..) else { return false };
        let Some((written, [b'"', b':', ..])) = rest.split_at_checked(name.len()) else { return false };
        if !same(written, name) {
            return false;
        }
        object.first = false;
        self.at = at.saturating_add(name.len()).saturating_add(3);
        true
    }

    /// The same with the key as it is written between two fields, comma, quotes, colon and all.
    #[inline]
    pub fn try_written_key(&mut self, object: &mut Container, written: &[u8]) -> bool {
        let written = if object.first { written.get(1..).unwrap_or_default() } else { written };
        if !starts_with_bytes(self.bytes.get(self.at..).unwrap_or_default(), written) {
            return false;
        }
        object.first = false;
        self.at = self.at.saturating_add(written.len());
        true
    }

    /// Steps out of the object, if it ends here at once. Otherwise nothing is read.
    #[inline]
    pub fn try_end(&mut self) -> bool {
        let ends = self.is_at(b'}');
        self.at = self.at.saturating_add(usize::from(ends));
        ends
    }

    /// Whether this byte comes next at once.
    #[inline]
    pub fn is_at(&self, byte: u8) -> bool {
        self.bytes.get(self.at) == Some(&byte)
    }

    /// Reads text that comes next at once and has no escapes, as nearly all has: the bytes between its quotes. Otherwise
    /// nothing is read.
    #[inline]
    pub fn try_plain_string(&mut self) -> Option<&'a [u8]> {
        let [b'"', rest @ ..] = self.bytes.get(self.at..)? else { return None };
        let length = unescaped_prefix_len(rest);
        let (text, [b'"', ..]) = rest.split_at_checked(length)? else { return None };
        self.at = self.at.saturating_add(length).saturating_add(2);
        Some(text)
    }

    /// Reads a whole number of at most 15 digits that comes next at once, as nearly all do. Otherwise nothing is read.
    #[inline]
    pub fn try_short_integer(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(16).position(|byte| !byte.is_ascii_digit()).unwrap_or_default();
        let whole = length == 1 || (length > 1 && rest.first() != Some(&b'0'));
        let plain = whole && matches!(rest.get(length), Some(b',' | b'}' | b']'));
        if plain {
            self.at = self.at.saturating_add(length);
        }
        plain
    }

    /// Reads `null` that comes next at once. Otherwise nothing is read.
    #[inline]
    pub fn try_null(&mut self) -> bool {
        let found = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(b"null");
        if found {
            self.at = self.at.saturating_add(4);
        }
        found
    }

    /// Goes back to a position that was read before.
    #[inline]
    pub fn return_to(&mut self, position: usize) {
        self.at = position.min(self.at);
    }

    /// Steps over one value of any kind and depth, by the quotes and brackets alone: where it ends is certain, what stands in
    /// it is not looked at.
    #[inline]
    pub fn skip_unchecked(&mut self) -> Result<(), Malformed> {
        if self.try_plain_string().is_some() || self.try_null() {
            return Ok(());
        }
        self.step_over_any()
    }

    fn step_over_any(&mut self) -> Result<(), Malformed> {
        match self.byte_after_space() {
            Some(b'{' | b'[') => {
                let length = balanced_len(self.bytes.get(self.at..).unwrap_or_default());
                self.at = length.map_or(self.bytes.len(), |length| self.at.saturating_add(length));
                if length.is_some() { Ok(()) } else { self.malformed() }
            }
            Some(b'"') => self.string_body().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number().map(|_| ()),
            _ => self.word(),
        }
    }
}
