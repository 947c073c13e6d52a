//! Copies JSON without its insignificant white space. The scanner validates it, so it accepts exactly what `JSON.parse`
//! accepts. Nothing recurses.

use crate::insight::memory::{Refused, has_room, reserve};
use crate::json::bytes::{is_utf8, strip_bom};
use crate::json::scanner::{Container, JsonStr, Scanner, Token};

/// At most how many bytes a byte that is not UTF-8 becomes.
const LONGEST_REPLACEMENT: usize = 3;

/// Appends the items of a page without white space, with `separator` between them, and returns their number. A
/// refused page appends nothing. Skips a byte-order mark; invalid UTF-8 becomes U+FFFD.
pub(super) fn items(page: &[u8], separator: u8, out: &mut Vec<u8>) -> Result<usize, Refused> {
    let page = strip_bom(page);
    let mark = out.len();
    let read = if is_utf8(page) {
        read_items(page, separator, out)
    } else if has_room(page.len().saturating_mul(LONGEST_REPLACEMENT)) {
        read_items(String::from_utf8_lossy(page).as_bytes(), separator, out)
    } else {
        Err(Refused::NoMemory)
    };
    if read.is_err() {
        out.truncate(mark);
    }
    read
}

fn read_items(page: &[u8], separator: u8, out: &mut Vec<u8>) -> Result<usize, Refused> {
    // A copy is never longer than the page.
    reserve(out, page.len())?;
    let scanner = &mut Scanner::new(page);
    let mark = out.len();
    let mut count = None;
    let mut root = scanner.enter_object()?;
    while let Some(key) = scanner.next_key(&mut root)? {
        let is_items = key.decode() == "items";
        if is_items {
            // Of duplicate keys, the last one is used.
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
        _ => Ok(scanner.malformed()?),
    }
}

enum Open {
    Object(Container),
    Array(Container),
}

/// Copies one value of any kind and depth.
fn copy(scanner: &mut Scanner<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    scanner.peek();
    let (start, spaces) = (scanner.position(), scanner.spaces());
    scanner.skip_checked()?;
    if scanner.spaces() == spaces {
        out.extend_from_slice(scanner.slice_from(start));
        return Ok(());
    }
    scanner.return_to(start);
    copy_without_space(scanner, out)
}

fn copy_without_space(scanner: &mut Scanner<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    let mut open: Vec<Open> = Vec::new();
    loop {
        open.try_reserve(1).map_err(|_| Refused::NoMemory)?;
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
                quote(scanner.text()?, out);
            }
            Some(Token::Number) => {
                out.extend_from_slice(scanner.number()?);
            }
            Some(Token::Boolean | Token::Null) => {
                let start = scanner.position();
                scanner.word()?;
                out.extend_from_slice(scanner.slice_from(start));
            }
            None => return Ok(scanner.malformed()?),
        }
        // Closes everything that ends here, and stops at the next value.
        loop {
            let first = matches!(out.last(), Some(b'{' | b'['));
            let close = match open.last_mut() {
                None => return Ok(()),
                Some(Open::Object(object)) => match scanner.next_key(object)? {
                    Some(key) => {
                        if !first {
                            out.push(b',');
                        }
                        quote(key, out);
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

fn quote(text: JsonStr<'_>, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text.raw);
    out.push(b'"');
}
