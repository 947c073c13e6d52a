//! Writes one JSON value as one cell of a worksheet.
//!
//! - null is no cell; true and false are booleans.
//! - A number is a number if a double holds it as written: a whole number up to 2^53, and otherwise at most 17 digits.
//!   Any other is text.
//! - Text in a column of times is a date, and so is an answer or a trait that is written like one, if the cell then says
//!   all that the text says.
//! - Other text is text, with the style that keeps it text when somebody edits the cell, if it looks like a formula. Lists
//!   and objects are text as in a CSV file.
//! - A text that is too long for a cell is cut, and ends with `…`.

use crate::insight::memory::{Refused, has_room, reserve};
use crate::json::double;
use crate::json::text;

use super::columns::Content;
use super::plain::{decode, join};
use super::serial::{is_shown_whole, serial};
use super::{guard, sheet_text};

/// The styles of cells, by their place in the workbook's list.
pub(super) mod style {
    pub(in super::super) const HEADER: &str = "1";
    pub(super) const TIME: &str = "2";
    pub(super) const DATE: &str = "3";
    /// Text that looks like a formula, and stays text when it is edited.
    pub(super) const QUOTED: &str = "4";
}

/// 2^53: beyond it, doubles leave out whole numbers.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Below it, numbers lose digits.
const SMALLEST: f64 = 1e-300;

/// The digits that any double can be told by.
const DIGITS: usize = 17;

/// Where a cell is: its column's letters, and its row's number.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) column: &'a str,
    pub(super) row: &'a str,
}

/// Writes a value that was checked and has no insignificant white space. True if it was cut.
pub(super) fn value(value: &[u8], content: Content, place: Place<'_>, out: &mut Vec<u8>) -> Result<bool, Refused> {
    match value.first() {
        None | Some(b'n') => Ok(false),
        Some(b't') => typed(" t=\"b\"", "1", place, out),
        Some(b'f') => typed(" t=\"b\"", "0", place, out),
        Some(b'"') => {
            room(value, 3)?;
            let text = decode(value);
            let is_time = content == Content::Time || (content == Content::Free && is_shown_whole(&text));
            match serial(&text).filter(|_| is_time) {
                Some(serial) => {
                    let style = if serial.is_date { style::DATE } else { style::TIME };
                    typed(&text!(" s=\"", style, "\""), &serial.number, place, out)
                }
                None => written(&text, "", place, out),
            }
        }
        Some(b'[') => {
            room(value, 5)?;
            written(&join(value, content == Content::Names), "", place, out)
        }
        Some(b'{') => {
            room(value, 2)?;
            written(&String::from_utf8_lossy(value), "", place, out)
        }
        Some(_) => {
            let number = String::from_utf8_lossy(value);
            if is_held(value) { typed("", &number, place, out) } else { written(&number, "", place, out) }
        }
    }
}

/// Writes text, in a style if one is given. True if it was cut.
pub(super) fn written(text: &str, style: &str, place: Place<'_>, out: &mut Vec<u8>) -> Result<bool, Refused> {
    if text.is_empty() {
        return Ok(false);
    }
    let style = if style.is_empty() && guard::is_needed(text) { style::QUOTED } else { style };
    open(place, out)?;
    if !style.is_empty() {
        push(" s=\"", out)?;
        push(style, out)?;
        push("\"", out)?;
    }
    push(" t=\"inlineStr\"><is><t", out)?;
    let is_edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    if is_edge(text.as_bytes().first()) || is_edge(text.as_bytes().last()) {
        push(" xml:space=\"preserve\"", out)?;
    }
    push(">", out)?;
    let (fitting, mark) = sheet_text::fitting(text);
    sheet_text::write(fitting, out)?;
    push(mark, out)?;
    push("</t></is></c>", out)?;
    Ok(!mark.is_empty())
}

fn typed(attributes: &str, value: &str, place: Place<'_>, out: &mut Vec<u8>) -> Result<bool, Refused> {
    open(place, out)?;
    for part in [attributes, "><v>", value, "</v></c>"] {
        push(part, out)?;
    }
    Ok(false)
}

fn open(place: Place<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    for part in ["<c r=\"", place.column, place.row, "\""] {
        push(part, out)?;
    }
    Ok(())
}

/// Appends text as it is.
pub(super) fn push(text: &str, out: &mut Vec<u8>) -> Result<(), Refused> {
    reserve(out, text.len())?;
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Whether there is memory for a text that is made on the way to a cell.
fn room(value: &[u8], times: usize) -> Result<(), Refused> {
    if has_room(value.len().saturating_mul(times)) { Ok(()) } else { Err(Refused::NoMemory) }
}

/// Whether a double holds a number as it is written.
fn is_held(number: &[u8]) -> bool {
    let Some(value) = double::parse(number).map(f64::abs) else { return false };
    let mantissa = number.split(|byte| matches!(byte, b'e' | b'E')).next().unwrap_or_default();
    let digits = || mantissa.iter().filter(|byte| byte.is_ascii_digit()).skip_while(|byte| **byte == b'0');
    let is_zero = digits().next().is_none();
    is_zero
        || (digits().count() <= DIGITS && (SMALLEST..LARGEST).contains(&value))
        || number.strip_prefix(b"-").unwrap_or(number) == b"9007199254740992"
}

#[cfg(test)]
mod tests {
    use super::is_held;

    #[test]
    fn numbers_that_a_double_holds() {
        for number in [
            "0",
            "-0",
            "0.0",
            "0e9",
            "9",
            "-12.5",
            "1E5",
            "9007199254740991",
            "9007199254740992",
            "-9007199254740992",
            "0.30000000000000004",
        ] {
            assert!(is_held(number.as_bytes()), "{number}");
        }
        for number in [
            "9007199254740993",
            "-9007199254740993",
            "1e400",
            "1e-400",
            "12345678901234567890",
            "0.1234567890123456789",
            "9007199254740992e1",
        ] {
            assert!(!is_held(number.as_bytes()), "{number}");
        }
    }
}
