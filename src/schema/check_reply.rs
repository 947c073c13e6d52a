//! The tolerant check of a reply against its record. It parses the bytes once, and builds nothing but the anomalies.

use super::anomaly::Anomalies;
use super::field_order::{FIELDS, Orders};
use super::shape::{Record, Shape};
use super::time;
use super::unusable::Unusable;
use crate::json::bytes::same;
use crate::json::map_keys::{MapKeys, MapProgress};
use crate::json::number::{is_number, is_overflow};
use crate::json::path::Path;
use crate::json::scanner::{JsonStr, Malformed, Oddities, Scanner, Token};
use crate::json::text;

/// Text longer than this many bytes is reported: nothing in Refiner's documentation is that long.
pub const LONG_TEXT: usize = 65_536;

/// What the check found in a reply.
#[derive(Debug, Default)]
pub struct Checked<'a> {
    /// Every difference from the documentation.
    pub anomalies: Anomalies,
    /// The bytes of the `pagination` value, if there is one.
    pub pagination: Option<&'a [u8]>,
    /// Whether `items` is present and is a list.
    pub has_items: bool,
    /// The number of items.
    pub items: usize,
}

/// Checks the bytes of a reply against its record. The caller must have stripped a byte-order mark.
pub fn check<'a>(bytes: &'a [u8], record: &'static Record) -> Result<Checked<'a>, Unusable> {
    let mut walk =
        Walk { scanner: Scanner::new(bytes), found: Checked::default(), maps: Vec::new(), orders: Orders::default() };
    match walk.scanner.peek() {
        Some(Token::Object) => walk.object(record, &Path::Root)?,
        Some(other) => return Err(Unusable::NotAnObject(other)),
        None if walk.scanner.at_end() => return Err(Unusable::Empty),
        None => return walk.scanner.malformed().map_err(Unusable::Malformed),
    }
    if !walk.scanner.at_end() {
        return walk.scanner.malformed().map_err(Unusable::Malformed);
    }
    Ok(walk.found)
}

struct Walk<'a> {
    scanner: Scanner<'a>,
    found: Checked<'a>,
    /// Known map keys by the shape of the values: answers have other keys than traits.
    maps: Vec<(&'static Shape, MapKeys<'a>)>,
    orders: Orders,
}

impl<'a> Walk<'a> {
    /// Checks a value. Fast path: nearly all values are in plain form and as documented. Anything else is read again by
    /// `any_value`.
    #[inline]
    fn value(&mut self, shape: &'static Shape, path: &Path<'_>) -> Result<(), Malformed> {
        let (shape, nullable) = if let Shape::Nullable(shape) = shape { (*shape, true) } else { (shape, false) };
        match shape {
            Shape::Text | Shape::Identifier | Shape::Time | Shape::Scalar | Shape::Answer => {
                let start = self.scanner.position();
                if let Some(text) = self.scanner.try_plain_string() {
                    if is_plainly_fine(shape, text) {
                        return Ok(());
                    }
                    self.scanner.return_to(start);
                } else if matches!(shape, Shape::Scalar | Shape::Answer) && self.scanner.try_short_integer() {
                    return Ok(());
                }
            }
            Shape::Counter | Shape::Number | Shape::Integer { .. } if self.scanner.try_short_integer() => return Ok(()),
            Shape::Object(record) if self.scanner.is_at(b'{') => return self.object(record, path),
            Shape::Map(of) if self.scanner.is_at(b'{') => return self.map(of, path),
            _ => {}
        }
        if nullable && self.scanner.try_null() {
            return Ok(());
        }
        self.any_value(shape, nullable, path)
    }

    fn any_value(&mut self, shape: &'static Shape, nullable: bool, path: &Path<'_>) -> Result<(), Malformed> {
        let Some(token) = self.scanner.peek() else {
            return self.scanner.malformed();
        };
        match (shape, token) {
            (_, Token::Null) if nullable => self.scanner.word(),
            (Shape::Nullable(shape), _) => self.any_value(shape, true, path),
            (Shape::Object(record), Token::Object) => self.object(record, path),
            (Shape::List { of, .. }, Token::Array) => self.list(of, path),
            (Shape::Answer, Token::Array) => self.list(&Shape::Scalar, path),
            (Shape::Map(of), Token::Object) => self.map(of, path),
            (Shape::Text | Shape::Scalar | Shape::Answer, Token::Text) => self.text(path).map(|_| ()),
            (Shape::Identifier, Token::Text) => {
                let text = self.text(path)?;
                self.note_unless(!text.raw.is_empty(), path, "empty text")
            }
            (Shape::Time, Token::Text) => {
                let text = self.text(path)?;
                let fine = time::is_plain(text.raw) || time::parse(&text.decode()).is_some();
                self.note_unless(fine, path, "text that is not a time")
            }
            (Shape::Choice(words), Token::Text) => {
                let text = self.text(path)?;
                self.note_unless(words.contains(&&*text.decode()), path, "an unknown word")
            }
            (Shape::Counter, Token::Text) => {
                let text = self.text(path)?;
                self.note_unless(is_number(text.raw), path, "text that is not a number")
            }
            (Shape::Integer { .. }, Token::Number) => self.integer(path),
            (Shape::Number | Shape::Counter | Shape::Scalar | Shape::Answer, Token::Number) => {
                let written = self.scanner.number()?;
                self.note_oddities(Oddities { overflow: is_overflow(written), ..Oddities::default() }, path);
                Ok(())
            }
            (Shape::Boolean | Shape::Scalar | Shape::Answer, Token::Boolean) => self.scanner.word(),
            (Shape::Scalar | Shape::Answer, Token::Null) => self.scanner.word(),
            (Shape::Anything, _) => self.skip(path),
            (Shape::OneOf(union), _) => match union.of.iter().find(|shape| takes(shape, token)) {
                Some(shape) => self.any_value(shape, nullable, path),
                None => self.unexpected(shape, token, path),
            },
            (expected, _) => self.unexpected(expected, token, path),
        }
    }

    fn unexpected(&mut self, expected: &Shape, token: Token, path: &Path<'_>) -> Result<(), Malformed> {
        let mut words = String::new();
        let shapes: &[&Shape] = if let Shape::OneOf(union) = expected { union.of } else { &[expected] };
        for shape in shapes {
            words.push_str(if words.is_empty() { "expected " } else { " or " });
            words.push_str(shape.expectation());
        }
        self.found.anomalies.note(path, text!(words, ", got ", name(token)));
        self.skip(path)
    }

    fn object(&mut self, record: &'static Record, path: &Path<'_>) -> Result<(), Malformed> {
        let top = matches!(path, Path::Root);
        let (order, mut following) = self.orders.of(record);
        let mut seen: u64 = 0;
        let mut last = FIELDS.saturating_sub(1);
        let mut object = self.scanner.enter_object()?;
        loop {
            let expected = usize::from(following.get(last).copied().unwrap_or_default());
            let index = match record.fields.get(expected) {
                Some(field) if self.scanner.try_written_key(&mut object, field.written.as_bytes()) => expected,
                _ if self.scanner.try_end() => break,
                _ => {
                    let Some(key) = self.scanner.next_key(&mut object)? else { break };
                    let Some(index) = find(record, key) else {
                        let path = path.raw(key);
                        self.found.anomalies.note(&path, "not documented");
                        self.skip(&path)?;
                        continue;
                    };
                    if let Some(following) = following.get_mut(last) {
                        *following = u8::try_from(index).unwrap_or_default();
                    }
                    self.orders.keep(order, following);
                    index
                }
            };
            last = index;
            let Some(field) = record.fields.get(index) else { continue };
            let path = path.key(field.name);
            let bit = bit(index);
            if seen & bit != 0 {
                self.found.anomalies.note(&path, "duplicate key; the last value is used");
            }
            seen |= bit;
            if !top {
                self.value(field.shape, &path)?;
                continue;
            }
            let token = self.scanner.peek();
            let start = self.scanner.position();
            self.value(field.shape, &path)?;
            match field.name {
                "pagination" => self.found.pagination = Some(self.scanner.slice_from(start)),
                "items" => self.found.has_items = token == Some(Token::Array),
                _ => {}
            }
        }
        if seen & record.required == record.required {
            return Ok(());
        }
        for (index, field) in record.fields.iter().enumerate() {
            if field.required && seen & bit(index) == 0 {
                self.found.anomalies.note(&path.key(field.name), "missing");
            }
        }
        Ok(())
    }

    fn list(&mut self, of: &'static Shape, path: &Path<'_>) -> Result<(), Malformed> {
        let mut array = self.scanner.enter_array()?;
        let mut index = 0_usize;
        while self.scanner.next_item(&mut array)? {
            self.value(of, &path.index(index))?;
            index = index.saturating_add(1);
        }
        if matches!(path, Path::Key(Path::Root, "items")) {
            self.found.items = index;
        }
        Ok(())
    }

    fn map(&mut self, of: &'static Shape, path: &Path<'_>) -> Result<(), Malformed> {
        let known = self.maps.iter().position(|(shape, _)| core::ptr::eq(*shape, of));
        let place = known.unwrap_or_else(|| {
            self.maps.push((of, MapKeys::default()));
            self.maps.len().saturating_sub(1)
        });
        let mut object = self.scanner.enter_object()?;
        let mut progress = MapProgress::default();
        if let Some((_, keys)) = self.maps.get_mut(place) {
            keys.begin();
        }
        while let Some((_, keys)) = self.maps.get_mut(place) {
            let Some((key, twice)) = keys.next(&mut self.scanner, &mut object, &mut progress)? else { break };
            let path = path.raw(key);
            if twice {
                self.found.anomalies.note(&path, "duplicate key; the last value is used");
            }
            self.value(of, &path)?;
        }
        Ok(())
    }

    fn text(&mut self, path: &Path<'_>) -> Result<JsonStr<'a>, Malformed> {
        let (text, oddities) = self.scanner.text_and_oddities()?;
        self.note_oddities(oddities, path);
        if text.raw.len() > LONG_TEXT {
            self.found.anomalies.note(path, text!("text longer than ", LONG_TEXT, " bytes"));
        }
        Ok(text)
    }

    fn integer(&mut self, path: &Path<'_>) -> Result<(), Malformed> {
        let written = self.scanner.number()?;
        let problem = if is_overflow(written) {
            "a number too large for a double"
        } else if written.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
            "a whole number written with a fraction or an exponent"
        } else if written.len() > 16 {
            "a whole number beyond 2^53, which JavaScript rounds"
        } else {
            return Ok(());
        };
        self.found.anomalies.note(path, problem);
        Ok(())
    }

    fn skip(&mut self, path: &Path<'_>) -> Result<(), Malformed> {
        let oddities = self.scanner.skip_checked()?;
        self.note_oddities(oddities, path);
        Ok(())
    }

    fn note_unless(&mut self, fine: bool, path: &Path<'_>, problem: &str) -> Result<(), Malformed> {
        if !fine {
            self.found.anomalies.note(path, problem);
        }
        Ok(())
    }

    fn note_oddities(&mut self, oddities: Oddities, path: &Path<'_>) {
        if !oddities.any() {
            return;
        }
        for (met, problem) in [
            (oddities.lone_surrogate, "half a surrogate pair"),
            (oddities.overflow, "a number too large for a double"),
            (oddities.deep, "nested deeper than 128 levels"),
        ] {
            if met {
                self.found.anomalies.note(path, problem);
            }
        }
    }
}

/// Whether a shape accepts values of this kind.
fn takes(shape: &Shape, token: Token) -> bool {
    match shape {
        Shape::Text | Shape::Identifier | Shape::Time | Shape::Choice(_) => token == Token::Text,
        Shape::Integer { .. } | Shape::Number => token == Token::Number,
        Shape::Counter => matches!(token, Token::Number | Token::Text),
        Shape::Boolean => token == Token::Boolean,
        Shape::Scalar => !matches!(token, Token::Object | Token::Array),
        Shape::Answer => token != Token::Object,
        Shape::Anything => true,
        Shape::List { .. } => token == Token::Array,
        Shape::Map(_) | Shape::Object(_) => token == Token::Object,
        Shape::Nullable(shape) => token == Token::Null || takes(shape, token),
        Shape::OneOf(union) => union.of.iter().any(|shape| takes(shape, token)),
    }
}

/// Whether text without escapes fits the shape. A fast path: on `false` the value is read again, and any problem
/// reported.
#[inline]
fn is_plainly_fine(shape: &Shape, text: &[u8]) -> bool {
    match shape {
        Shape::Time => time::is_plain(text),
        Shape::Identifier => !text.is_empty() && text.len() <= LONG_TEXT,
        _ => text.len() <= LONG_TEXT,
    }
}

/// The bit of the field at `index`; a record has fewer than 64 fields.
#[inline]
fn bit(index: usize) -> u64 {
    1_u64.wrapping_shl(u32::try_from(index).unwrap_or_default())
}

/// The index of the field with this name.
fn find(record: &Record, key: JsonStr<'_>) -> Option<usize> {
    if key.escaped {
        let key = key.decode();
        return record.fields.iter().position(|field| field.name == key);
    }
    record.fields.iter().position(|field| same(field.name.as_bytes(), key.raw))
}

fn name(token: Token) -> &'static str {
    match token {
        Token::Object => "an object",
        Token::Array => "a list",
        Token::Text => "text",
        Token::Number => "a number",
        Token::Boolean => "a boolean",
        Token::Null => "null",
    }
}
