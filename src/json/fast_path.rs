//! The scanner's fast paths. Each tries the form that nearly always comes next, and reads nothing if something else
//! comes.

use super::bytes::{balanced_len, same, starts_with_bytes, unescaped_prefix_len};
use super::scanner::{Container, Malformed, Scanner};

impl<'a> Scanner<'a> {
    /// Consumes the key `name` if it comes next in its plain form: `,"name":` without white space or escapes. Otherwise
    /// reads nothing.
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

    /// Like [`Scanner::try_key`], for a key given as written between two fields: `,"name":` with comma, quotes and
    /// colon.
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

    /// Consumes the `}` that ends the object, if it is the next byte. Otherwise reads nothing.
    #[inline]
    pub fn try_end(&mut self) -> bool {
        let ends = self.is_at(b'}');
        self.at = self.at.saturating_add(usize::from(ends));
        ends
    }

    /// Whether `byte` is the next byte.
    #[inline]
    pub fn is_at(&self, byte: u8) -> bool {
        self.bytes.get(self.at) == Some(&byte)
    }

    /// Reads a string that starts at the next byte and has no escapes, as nearly all do. Returns the bytes between its
    /// quotes. Otherwise reads nothing.
    #[inline]
    pub fn try_plain_string(&mut self) -> Option<&'a [u8]> {
        let [b'"', rest @ ..] = self.bytes.get(self.at..)? else { return None };
        let length = unescaped_prefix_len(rest);
        let (text, [b'"', ..]) = rest.split_at_checked(length)? else { return None };
        self.at = self.at.saturating_add(length).saturating_add(2);
        Some(text)
    }

    /// Consumes a whole number of at most 15 digits that starts at the next byte, as nearly all do. Otherwise reads
    /// nothing.
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

    /// Consumes `null` if it starts at the next byte. Otherwise reads nothing.
    #[inline]
    pub fn try_null(&mut self) -> bool {
        let found = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(b"null");
        if found {
            self.at = self.at.saturating_add(4);
        }
        found
    }

    /// Goes back to an earlier position.
    #[inline]
    pub fn return_to(&mut self, position: usize) {
        self.at = position.min(self.at);
    }

    /// Skips one value of any kind and depth by its quotes and brackets alone. Finds its end reliably, and does not
    /// validate what is inside.
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
            Some(b'"') => self.text().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number().map(|_| ()),
            _ => self.word(),
        }
    }
}
