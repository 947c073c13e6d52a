//! Reads a value as an answer: a score, choices, text or a time.

use std::borrow::Cow;

use super::page_reader::Raw;
use crate::json::double;
use crate::json::scanner::{Scanner, Token};
use crate::schema::time;

/// An answer read as a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Score {
    /// No answer: no value, null, empty text, or a list of nothing else.
    None,
    /// A number, or text that holds one.
    Number(f64),
    /// Any other answer.
    NotANumber,
}

/// Reads an answer as a score. A list of one item counts as that item. Empty text is no answer.
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

/// Fast path: one or two digits or a digit with a minus, bare or in quotes, as nearly every score is.
fn small(raw: Raw<'_>) -> Option<f64> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| f64::from(byte & 0x0f));
    match raw {
        [one] | [b'"', one, b'"'] => digit(one),
        [b'-', one] | [b'"', b'-', one, b'"'] => Some(-digit(one)?),
        [tens, ones] | [b'"', tens, ones, b'"'] => Some(digit(tens)? * 10.0 + digit(ones)?),
        _ => None,
    }
}

/// Reads an answer as choices: calls `take` with a text, number, true or false, or with each of a list of these. Empty
/// text is no choice.
pub fn choices(raw: Raw<'_>, take: &mut dyn FnMut(&str)) {
    scalars(raw, &mut |item| match item {
        Item::Text(text) => take(&text),
        Item::Number(written) => take(core::str::from_utf8(written).unwrap_or_default()),
        Item::Word(word) => take(word),
        Item::Nested => {}
    });
}

/// Reads a value as one text. The items of a list are joined with commas. `None` when it is null or empty.
pub fn text(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    // Fast path: one plain string, which needs no copy.
    if raw.first() == Some(&b'"') {
        return Scanner::new(raw).text().ok().map(|text| text.decode()).filter(|text| !text.is_empty());
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

/// Reads a value as a time, in milliseconds since 1970-01-01 UTC.
#[inline]
pub fn milliseconds(raw: Raw<'_>) -> Option<i64> {
    text(raw).and_then(|text| time::parse(&text))
}

/// Whether there is a value that is neither null nor empty text.
pub fn is_present(raw: Raw<'_>) -> bool {
    !matches!(raw, b"" | b"null" | b"\"\"")
}

enum Item<'a> {
    Text(Cow<'a, str>),
    Number(&'a [u8]),
    Word(&'static str),
    /// An object, or a list inside a list. Refiner has no such answers.
    Nested,
}

/// Calls `take` with the value, or with each item of a list. Skips null and empty text.
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
        return scanner.text().ok().map(|text| text.decode()).filter(|text| !text.is_empty()).map(Item::Text);
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
