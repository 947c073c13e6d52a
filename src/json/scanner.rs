//! A pull reader over the bytes of a JSON text. It builds nothing, never recurses and accepts exactly what `JSON.parse`
//! accepts; of what it skips it notes only what is odd.
//!
//! A page that stays bytes is never given to `JSON.parse`, so what is read or skipped is judged here as strictly. What is stepped
//! over ([`Scanner::skip_unchecked`]) is not: there only the end is certain.

pub use super::string::JsonStr;

use super::bytes::{starts_with_bytes, unescaped_prefix_len};
use super::number::is_written;

/// The text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The byte at which it stops being JSON.
    pub at: usize,
}

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `{`
    Object,
    /// `[`
    Array,
    /// `"`
    Text,
    /// A digit or a minus.
    Number,
    /// `t` or `f`
    Boolean,
    /// `n`
    Null,
}

/// Nesting beyond which other readers give up, serde_json one level before.
pub const DEEP: u32 = 128;

/// Oddities met in a value that was read or skipped: valid for JavaScript, and a trap for other readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// A `\ud800`-style escape without its other half.
    pub lone_surrogate: bool,
    /// A number too large for a double; JavaScript reads Infinity.
    pub overflow: bool,
    /// Nesting deeper than [`DEEP`].
    pub deep: bool,
}

impl Oddities {
    /// Whether there is anything to report.
    pub fn any(self) -> bool {
        self.lone_surrogate || self.overflow || self.deep
    }

    pub(super) fn add(&mut self, other: Oddities) {
        self.lone_surrogate |= other.lone_surrogate;
        self.overflow |= other.overflow;
        self.deep |= other.deep;
    }
}

/// Whether an object or a list has been entered but not yet read from.
#[derive(Debug)]
pub struct Container {
    pub(super) first: bool,
}

/// The reader: a position in the bytes.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    spaces: usize,
}

impl<'a> Scanner<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Scanner { bytes, at: 0, spaces: 0 }
    }

    /// The position, in bytes from the start.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How much white space was passed between values.
    pub fn spaces(&self) -> usize {
        self.spaces
    }

    /// The bytes from `start` to here.
    pub fn slice_from(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// Where the text stopped making sense.
    pub fn malformed<T>(&self) -> Result<T, Malformed> {
        Err(Malformed { at: self.at })
    }

    /// The kind of the next value; `None` at the end or where no value can start.
    pub fn peek(&mut self) -> Option<Token> {
        match self.byte_after_space()? {
            b'{' => Some(Token::Object),
            b'[' => Some(Token::Array),
            b'"' => Some(Token::Text),
            b'-' | b'0'..=b'9' => Some(Token::Number),
            b't' | b'f' => Some(Token::Boolean),
            b'n' => Some(Token::Null),
            _ => None,
        }
    }

    /// Whether nothing but white space is left.
    pub fn at_end(&mut self) -> bool {
        self.byte_after_space().is_none()
    }

    /// Steps into an object.
    pub fn enter_object(&mut self) -> Result<Container, Malformed> {
        self.punctuation(b'{')?;
        Ok(Container { first: true })
    }

    /// Steps into a list.
    pub fn enter_array(&mut self) -> Result<Container, Malformed> {
        self.punctuation(b'[')?;
        Ok(Container { first: true })
    }

    /// The next key of the object, with the position at its value; `None` once the object is left.
    pub fn next_key(&mut self, object: &mut Container) -> Result<Option<JsonStr<'a>>, Malformed> {
        if !self.more(object, b'}')? {
            return Ok(None);
        }
        let key = match self.try_plain_string() {
            Some(raw) => JsonStr { raw, escaped: false },
            None => self.string_body()?,
        };
        self.punctuation(b':')?;
        Ok(Some(key))
    }

    /// Whether the list has another item, with the position at it.
    pub fn next_item(&mut self, array: &mut Container) -> Result<bool, Malformed> {
        self.more(array, b']')
    }

    /// Reads text.
    pub fn text(&mut self) -> Result<JsonStr<'a>, Malformed> {
        self.string_body()
    }

    /// Reads text, and says whether it holds half a surrogate pair.
    pub fn text_and_oddities(&mut self) -> Result<(JsonStr<'a>, Oddities), Malformed> {
        let text = self.string_body()?;
        let lone_surrogate = text.escaped && text.has_lone_surrogate();
        Ok((text, Oddities { lone_surrogate, ..Oddities::default() }))
    }

    pub(super) fn string_body(&mut self) -> Result<JsonStr<'a>, Malformed> {
        self.punctuation(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let length = unescaped_prefix_len(rest);
            self.at = self.at.saturating_add(length);
            match rest.get(length) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at = self.at.saturating_add(2).min(self.bytes.len());
                }
                _ => return self.malformed(),
            }
        }
        let text = JsonStr { raw: self.bytes.get(start..self.at).unwrap_or_default(), escaped };
        if let Some(wrong) = text.invalid_escape() {
            return Err(Malformed { at: start.saturating_add(wrong) });
        }
        self.at = self.at.saturating_add(1);
        Ok(text)
    }

    /// Reads a number and returns it as it is written.
    pub fn number(&mut self) -> Result<&'a [u8], Malformed> {
        self.byte_after_space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let written = rest.get(..length).unwrap_or_default();
        if !is_written(written) {
            if length == rest.len() {
                // Cut off, it is the end that is wrong and not the beginning.
                self.at = self.bytes.len();
            }
            return self.malformed();
        }
        self.at = self.at.saturating_add(length);
        Ok(written)
    }

    /// A count written as a number or as text, up to 2³²−1; `None` for anything else, which is skipped.
    pub fn count(&mut self) -> Result<Option<u32>, Malformed> {
        let written = match self.peek() {
            Some(Token::Number) => self.number()?,
            Some(Token::Text) => self.text()?.raw,
            _ => {
                self.skip_checked()?;
                return Ok(None);
            }
        };
        let written = core::str::from_utf8(written).unwrap_or_default();
        Ok(written.strip_suffix(".0").unwrap_or(written).parse().ok())
    }

    /// Skips `true`, `false` or `null`.
    pub fn word(&mut self) -> Result<(), Malformed> {
        self.byte_after_space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for word in [&b"true"[..], b"false", b"null"] {
            if starts_with_bytes(rest, word) {
                self.at = self.at.saturating_add(word.len());
                return Ok(());
            }
            // Where a word is cut off, it is the end that is wrong and not the beginning.
            if word.starts_with(rest) {
                self.at = self.bytes.len();
            }
        }
        self.malformed()
    }

    fn more(&mut self, entered: &mut Container, close: u8) -> Result<bool, Malformed> {
        match self.byte_after_space() {
            Some(byte) if byte == close => {
                self.at = self.at.saturating_add(1);
                Ok(false)
            }
            Some(b',') if !entered.first => {
                self.at = self.at.saturating_add(1);
                Ok(true)
            }
            Some(_) if entered.first => {
                entered.first = false;
                Ok(true)
            }
            _ => self.malformed(),
        }
    }

    pub(super) fn punctuation(&mut self, wanted: u8) -> Result<(), Malformed> {
        if self.byte_after_space() != Some(wanted) {
            return self.malformed();
        }
        self.at = self.at.saturating_add(1);
        Ok(())
    }

    pub(super) fn byte_after_space(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => {
                    self.at = self.at.saturating_add(1);
                    self.spaces = self.spaces.saturating_add(1);
                }
                other => return other.copied(),
            }
        }
    }
}
