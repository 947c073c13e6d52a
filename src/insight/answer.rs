//! Reads a value as an answer: a score, a choice, a time.

use std::borrow::Cow;

use super::page_reader::Raw;
use crate::json::double;
use crate::json::scanner::{Scanner, Token};
use crate::schema::time;

/// An answer read as a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// There is no answer: nothing, null, or an empty list.
    None,
    /// The answer is a number, or a text that is one.
    Number(f64),
    /// The answer is something else.
    NotANumber,
}

/// Reads an answer as a score. A list of one counts as its item.
#[inline]
pub fn score(raw: Raw<'_>) -> Score {
    if let Some(score) = small(raw) {
        return Score::Number(score);
    }
    let mut result = Score::None;
    scalars(raw, &mut |item| {
        let item = match item {
            Item::Number(written) => double::parse(written),
            Item::Text(text) => double::parse(text.as_bytes()),
            Item::Word(_) | Item::Nested => None,
        };
        result = match (result, item) {
            (Score::None, Some(item)) => Score::Number(item),
            _ => Score::NotANumber,
        };
    });
    result
}

/// One or two digits, bare or in quotes: nearly every score there is.
fn small(raw: Raw<'_>) -> Option<f64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| f64::from(byte & 0x0f));
    match raw {
        [one] | [b'"', one, b'"'] => digit(one),
        [tens, ones] | [b'"', tens, ones, b'"'] => Some(digit(tens)? * 10.0 + digit(ones)?),
        _ => None,
    }
}

/// Reads an answer as the choices made: a text, a number, true or false, or each of a list of these.
pub fn choices(raw: Raw<'_>, take: &mut dyn FnMut(&str)) {
    scalars(raw, &mut |item| match item {
        Item::Text(text) => take(&text),
        Item::Number(written) => take(core::str::from_utf8(written).unwrap_or_default()),
        Item::Word(word) => take(word),
        Item::Nested => {}
    });
}

/// Reads a value as one text; the items of a list are joined with commas. `None` when there is nothing in it.
pub fn text(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    // Nearly always one plain text, which needs no copy.
    if raw.first() == Some(&b'"') {
        return Scanner::new(raw).text().ok().map(|text| text.decode());
    }
    let mut joined: Option<String> = None;
    choices(raw, &mut |choice| match &mut joined {
        Some(joined) => {
            joined.push_str(", ");
            joined.push_str(choice);
        }
        None => joined = Some(choice.to_owned()),
    });
    joined.map(Cow::Owned)
}

/// Reads a value as a time, in milliseconds since 1970 UTC.
#[inline]
pub fn milliseconds(raw: Raw<'_>) -> Option<i64> {
    text(raw).and_then(|text| time::parse(&text))
}

/// Whether there is a value at all, and neither null nor an empty text.
pub fn is_there(raw: Raw<'_>) -> bool {
    !matches!(raw, b"" | b"null" | b"\"\"")
}

enum Item<'a> {
    Text(Cow<'a, str>),
    Number(&'a [u8]),
    Word(&'static str),
    /// A list in a list, or an object: no answer Refiner knows.
    Nested,
}

/// Hands over the value, or each item when it is a list; nulls are left out.
fn scalars(raw: Raw<'_>, take: &mut dyn FnMut(Item<'_>)) {
    let mut scanner = Scanner::new(raw);
    if scanner.peek() != Some(Token::Array) {
        if let Some(item) = scalar(&mut scanner) {
            take(item);
        }
        return;
    }
    let Ok(mut list) = scanner.enter_array() else { return };
    while let Ok(true) = scanner.next_item(&mut list) {
        if let Some(item) = scalar(&mut scanner) {
            take(item);
        }
    }
}

fn scalar<'a>(scanner: &mut Scanner<'a>) -> Option<Item<'a>> {
    let token = scanner.peek()?;
    if token == Token::Text {
        return scanner.text().ok().map(|text| Item::Text(text.decode()));
    }
    if token == Token::Number {
        return scanner.number().ok().map(Item::Number);
    }
    let start = scanner.position();
    scanner.skip_checked().ok()?;
    match token {
        Token::Null => None,
        Token::Boolean => Some(Item::Word(if scanner.slice_from(start) == b"true" { "true" } else { "false" })),
        _ => Some(Item::Nested),
    }
}
