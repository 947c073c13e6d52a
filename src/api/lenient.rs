//! Parses JSON into serde_json's values, as tolerantly as the check of replies.
//!
//! serde_json refuses what a JavaScript client reads without complaint: half a surrogate pair, `1e400`, nesting past
//! 127 levels, bytes that are not UTF-8. Here the first and the last become U+FFFD; a number too large and a level too
//! deep become null. The check has reported each of these.

use serde_json::Value;

use crate::json::scanner::{Malformed, Scanner, Token};

/// Deeper values become null.
const MAX_DEPTH: usize = 127;

/// Parses a value. Of duplicate keys, the last one is used.
///
/// # Errors
/// When the text is not JSON.
pub(super) fn read(json: &[u8]) -> Result<Value, Malformed> {
    let mut scanner = Scanner::new(json);
    let read = value(&mut scanner, 0)?;
    if scanner.at_end() { Ok(read) } else { scanner.malformed() }
}

fn value(scanner: &mut Scanner<'_>, depth: usize) -> Result<Value, Malformed> {
    let token = scanner.peek();
    if depth >= MAX_DEPTH && matches!(token, Some(Token::Object | Token::Array)) {
        scanner.skip_checked()?;
        return Ok(Value::Null);
    }
    let deeper = depth.saturating_add(1);
    Ok(match token {
        Some(Token::Text) => Value::String(scanner.text()?.decode().into_owned()),
        Some(Token::Number) => number(scanner.number()?),
        Some(Token::Object) => {
            let mut entries = serde_json::Map::new();
            let mut object = scanner.enter_object()?;
            while let Some(key) = scanner.next_key(&mut object)? {
                entries.insert(key.decode().into_owned(), value(scanner, deeper)?);
            }
            Value::Object(entries)
        }
        Some(Token::Array) => {
            let mut items = Vec::new();
            let mut array = scanner.enter_array()?;
            while scanner.next_item(&mut array)? {
                items.push(value(scanner, deeper)?);
            }
            Value::Array(items)
        }
        Some(Token::Boolean | Token::Null) | None => {
            let start = scanner.position();
            scanner.word()?;
            match scanner.slice_from(start) {
                b"true" => Value::Bool(true),
                b"false" => Value::Bool(false),
                _ => Value::Null,
            }
        }
    })
}

/// A whole number if it fits one, else the nearest double; null when that would be infinite.
fn number(written: &[u8]) -> Value {
    let written = core::str::from_utf8(written).unwrap_or_default();
    let whole = written.parse::<i64>().ok().map(Value::from).or_else(|| written.parse::<u64>().ok().map(Value::from));
    whole.or_else(|| written.parse::<f64>().ok().map(Value::from)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;

    #[test]
    fn what_serde_json_reads_is_read_alike() {
        for text in [
            r#"{"a":[1,-2,1.5,true,false,null,"é\n"],"b":{},"a":2}"#,
            "18446744073709551615",
            "-9223372036854775808",
            "1e21",
            " [ ] ",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap(), "{text}");
        }
    }

    #[test]
    fn what_it_refuses_is_read_all_the_same() {
        for (text, expected) in [
            (r#"["\ud800","x"]"#.as_bytes(), json!(["\u{fffd}", "x"])),
            (b"[1e400,-1e999]", json!([null, null])),
            (b"[\"\xff\"]", json!(["\u{fffd}"])),
        ] {
            assert_eq!(read(text).unwrap(), expected);
        }
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        assert!(read(deep.as_bytes()).is_ok());
        for text in ["", "{", "[1,]", "nul", "1 2", "{\"a\"}"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
