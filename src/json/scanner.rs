//! A pull parser over the bytes of a JSON text. It builds nothing, never recurses and accepts exactly what `JSON.parse`
//! accepts.
//!
//! A page that stays bytes is never given to `JSON.parse`, so reading and [`Scanner::skip_checked`] validate as
//! strictly as it does, and report oddities. [`Scanner::skip_unchecked`] does not validate: it only finds the end of a
//! value.

pub use super::string::JsonStr;

use super::bytes::{starts_with_bytes, unescaped_prefix_len};
use super::number::{is_written, natural};

/// The text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The offset of the byte at which it stops being JSON.
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

/// Nesting deeper than this fails in other parsers; serde_json gives up one level earlier.
pub const DEEP: u32 = 128;

/// Oddities found in a value that was read or skipped: valid in JavaScript, a trap in other parsers.
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

/// An object or list that is being read: whether its first entry is still to come.
#[derive(Debug)]
pub struct Container {
    pub(super) first: bool,
}

/// The parser: a position in the bytes.
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

    /// How many bytes of white space were passed between values.
    pub fn spaces(&self) -> usize {
        self.spaces
    }

    /// The bytes from `start` to here.
    pub fn slice_from(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// The error for the current position.
    pub fn malformed<T>(&self) -> Result<T, Malformed> {
        Err(Malformed { at: self.at })
    }

    /// The kind of the next value; `None` at the end, and where no value can start.
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

    /// Enters an object.
    pub fn enter_object(&mut self) -> Result<Container, Malformed> {
        self.punctuation(b'{')?;
        Ok(Container { first: true })
    }

    /// Enters a list.
    pub fn enter_array(&mut self) -> Result<Container, Malformed> {
        self.punctuation(b'[')?;
        Ok(Container { first: true })
    }

    /// Reads the object's next key; the scanner is then at its value. `None` once the object has ended.
    pub fn next_key(&mut self, object: &mut Container) -> Result<Option<JsonStr<'a>>, Malformed> {
        if !self.more(object, b'}')? {
            return Ok(None);
        }
        let key = match self.try_plain_string() {
            Some(raw) => JsonStr { raw, escaped: false },
            None => self.string_body()?.0,
        };
        self.punctuation(b':')?;
        Ok(Some(key))
    }

    /// Whether the list has another item; the scanner is then at it.
    pub fn next_item(&mut self, array: &mut Container) -> Result<bool, Malformed> {
        self.more(array, b']')
    }

    /// Reads a string.
    pub fn text(&mut self) -> Result<JsonStr<'a>, Malformed> {
        self.string_body().map(|(text, _)| text)
    }

    /// Reads a string, and reports whether it holds half a surrogate pair.
    pub fn text_and_oddities(&mut self) -> Result<(JsonStr<'a>, Oddities), Malformed> {
        let (text, has_surrogates) = self.string_body()?;
        let lone_surrogate = has_surrogates && text.has_lone_surrogate();
        Ok((text, Oddities { lone_surrogate, ..Oddities::default() }))
    }

    /// Reads a string, and tells whether it holds escapes of surrogates. Each byte is looked at once.
    pub(super) fn string_body(&mut self) -> Result<(JsonStr<'a>, bool), Malformed> {
        self.punctuation(b'"')?;
        let start = self.at;
        let (mut escaped, mut has_surrogates) = (false, false);
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let length = unescaped_prefix_len(rest);
            self.at = self.at.saturating_add(length);
            match rest.get(length..).unwrap_or_default() {
                [b'"', ..] => break,
                [b'\\', escape @ ..] => {
                    let (length, is_surrogate) = self.escape(escape)?;
                    escaped = true;
                    has_surrogates |= is_surrogate;
                    self.at = self.at.saturating_add(length);
                }
                _ => return self.malformed(),
            }
        }
        let raw = self.bytes.get(start..self.at).unwrap_or_default();
        self.at = self.at.saturating_add(1);
        Ok((JsonStr { raw, escaped }, has_surrogates))
    }

    /// The length of the escape here, whose backslash is followed by `after`, and whether it is half a surrogate pair.
    #[inline]
    fn escape(&self, after: &[u8]) -> Result<(usize, bool), Malformed> {
        match after {
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Ok((2, false)),
            [b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) => {
                Ok((6, matches!(a, b'd' | b'D') && !matches!(b, b'0'..=b'7')))
            }
            // An escape that is cut off: report the end of the input, not the start of the escape.
            [] | [b'u'] => Err(Malformed { at: self.bytes.len() }),
            [b'u', digits @ ..] if digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit) => {
                Err(Malformed { at: self.bytes.len() })
            }
            _ => self.malformed(),
        }
    }

    /// Reads a number and returns it as written.
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
                // The input is cut off here: report its end, not the start of the number.
                self.at = self.bytes.len();
            }
            return self.malformed();
        }
        self.at = self.at.saturating_add(length);
        Ok(written)
    }

    /// Reads a count from 0 to 2³²−1, written as a number or as text. Anything else is skipped and gives `None`.
    pub fn count(&mut self) -> Result<Option<u32>, Malformed> {
        let written = match self.peek() {
            Some(Token::Number) => self.number()?,
            Some(Token::Text) => self.text()?.raw,
            _ => {
                self.skip_checked()?;
                return Ok(None);
            }
        };
        let whole = written.strip_suffix(b".0").unwrap_or(written);
        Ok(natural(whole).and_then(|count| u32::try_from(count).ok()))
    }

    /// Reads `true`, `false` or `null`.
    pub fn word(&mut self) -> Result<(), Malformed> {
        self.byte_after_space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        for word in [&b"true"[..], b"false", b"null"] {
            if starts_with_bytes(rest, word) {
                self.at = self.at.saturating_add(word.len());
                return Ok(());
            }
            // A word that is cut off: report the end of the input, not the start of the word.
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
