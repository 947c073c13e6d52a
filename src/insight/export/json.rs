//! JSON, checked strictly and copied without its insignificant white space.
//!
//! The scanner leaves the last word on a text to the host's `JSON.parse`. Here no host reads the page, so this judges it:
//! what comes through is JSON, and accepted is what `JSON.parse` accepts. Nothing recurses.

use crate::model::scan::{Entered, Malformed, Scanner, Text, Token};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Appends the items of a page, each without white space and with `separator` between them, and counts them. A malformed
/// page appends nothing. A byte-order mark is passed over; bytes that are not UTF-8 become U+FFFD.
pub(super) fn items(page: &[u8], separator: u8, out: &mut Vec<u8>) -> Result<usize, Malformed> {
    let page = page.strip_prefix(BYTE_ORDER_MARK).unwrap_or(page);
    let page = String::from_utf8_lossy(page);
    let mark = out.len();
    let read = read_items(&mut Scanner::new(page.as_bytes()), separator, out);
    if read.is_err() {
        out.truncate(mark);
    }
    read
}

fn read_items(scanner: &mut Scanner<'_>, separator: u8, out: &mut Vec<u8>) -> Result<usize, Malformed> {
    let mark = out.len();
    let mut count = None;
    let mut root = scanner.enter_object()?;
    while let Some(key) = scanner.next_key(&mut root)? {
        let is_items = sound(scanner, key)?.decode() == "items";
        if is_items {
            // The last of several keys of one name counts.
            out.truncate(mark);
            count = None;
        }
        let Some(mut array) = (if is_items && scanner.peek() == Some(Token::Array) {
            Some(scanner.enter_array()?)
        } else {
            let start = out.len();
            copy(scanner, out)?;
            out.truncate(start);
            None
        }) else {
            continue;
        };
        let mut items = 0_usize;
        while scanner.next_item(&mut array)? {
            if items > 0 {
                out.push(separator);
            }
            copy(scanner, out)?;
            items = items.saturating_add(1);
        }
        count = Some(items);
    }
    match count {
        Some(count) if scanner.at_end() => Ok(count),
        _ => scanner.malformed(),
    }
}

enum Open {
    Object(Entered),
    Array(Entered),
}

/// Copies one value of any kind and depth.
fn copy(scanner: &mut Scanner<'_>, out: &mut Vec<u8>) -> Result<(), Malformed> {
    let mut open: Vec<Open> = Vec::new();
    loop {
        match scanner.peek() {
            Some(Token::Object) => {
                open.push(Open::Object(scanner.enter_object()?));
                out.push(b'{');
            }
            Some(Token::Array) => {
                open.push(Open::Array(scanner.enter_array()?));
                out.push(b'[');
            }
            Some(Token::Text) => {
                let text = scanner.text()?;
                quote(sound(scanner, text)?, out);
            }
            Some(Token::Number) => {
                let written = scanner.number()?;
                if !is_json_number(written) {
                    return scanner.malformed();
                }
                out.extend_from_slice(written);
            }
            Some(Token::Boolean | Token::Null) => {
                let start = scanner.position();
                scanner.word()?;
                out.extend_from_slice(scanner.since(start));
            }
            None => return scanner.malformed(),
        }
        // Leaves whatever ends here, up to the place of the next value.
        loop {
            let first = matches!(out.last(), Some(b'{' | b'['));
            let close = match open.last_mut() {
                None => return Ok(()),
                Some(Open::Object(object)) => match scanner.next_key(object)? {
                    Some(key) => {
                        if !first {
                            out.push(b',');
                        }
                        quote(sound(scanner, key)?, out);
                        out.push(b':');
                        break;
                    }
                    None => b'}',
                },
                Some(Open::Array(array)) => {
                    if scanner.next_item(array)? {
                        if !first {
                            out.push(b',');
                        }
                        break;
                    }
                    b']'
                }
            };
            out.push(close);
            open.pop();
        }
    }
}

fn quote(text: Text<'_>, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text.raw);
    out.push(b'"');
}

/// The text, if its escapes are those of JSON.
fn sound<'a>(scanner: &Scanner<'_>, text: Text<'a>) -> Result<Text<'a>, Malformed> {
    let mut rest = if text.escaped { text.raw } else { &[] };
    while let Some((byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'\\', [b'u', a, b, c, d, after @ ..]) if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) => {
                after
            }
            (b'\\', [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', after @ ..]) => after,
            (b'\\', _) => return scanner.malformed(),
            _ => after,
        };
    }
    Ok(text)
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
fn is_json_number(written: &[u8]) -> bool {
    let unsigned = written.strip_prefix(b"-").unwrap_or(written);
    !matches!(unsigned, [b'0', b'0'..=b'9', ..]) && crate::model::number::is_number(written)
}
