//! Turns values into plain text, for cells.

use crate::json::bytes::has_any;
use crate::json::scanner::{JsonStr, Scanner};

/// Joins the items of a list.
pub(super) fn join(list: &[u8], names: bool) -> String {
    let mut out = String::new();
    let mut scanner = Scanner::new(list);
    let Ok(mut array) = scanner.enter_array() else { return out };
    let mut first = true;
    while let Ok(true) = scanner.next_item(&mut array) {
        if !first {
            out.push_str("; ");
        }
        first = false;
        let start = scanner.position();
        if scanner.skip_unchecked().is_err() {
            break;
        }
        let item = scanner.slice_from(start);
        let item = if names { name_of(item).unwrap_or(item) } else { item };
        let text = match item.first() {
            Some(b'"') => decode(item),
            Some(b'n') => continue,
            _ => String::from_utf8_lossy(item),
        };
        for character in text.chars() {
            if matches!(character, ';' | '\\') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// The `name` of an object; the last one if there are several.
fn name_of(item: &[u8]) -> Option<&[u8]> {
    let mut scanner = Scanner::new(item);
    let mut object = scanner.enter_object().ok()?;
    let mut name = None;
    while let Ok(Some(key)) = scanner.next_key(&mut object) {
        let start = scanner.position();
        scanner.skip_unchecked().ok()?;
        if key.decode() == "name" {
            name = Some(scanner.slice_from(start));
        }
    }
    name
}

/// Decodes a text: removes its quotes, and its escapes.
pub(super) fn decode(text: &[u8]) -> std::borrow::Cow<'_, str> {
    let raw = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    JsonStr { raw, escaped: has_any(raw, [b'\\'; 3]) }.decode()
}
