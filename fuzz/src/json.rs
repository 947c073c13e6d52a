//! Writes and reads JSON for these tests, independently of the core.

use super::bytes::Bytes;
use serde_json::Value;

/// Writes a text as JSON, in one of several equivalent ways.
pub fn quote(text: &str, bytes: &mut Bytes<'_>, out: &mut String) {
    match bytes.below(8) {
        6 => {
            out.push('"');
            for unit in text.encode_utf16() {
                out.push_str(&format!("\\u{unit:04x}"));
            }
            out.push('"');
        }
        7 => {
            out.push('"');
            for character in text.chars() {
                match character {
                    '/' => out.push_str("\\/"),
                    '\n' => out.push_str("\\u000A"),
                    '"' => out.push_str("\\\""),
                    other => out.push_str(Value::from(other.to_string()).to_string().trim_matches('"')),
                }
            }
            out.push('"');
        }
        _ => out.push_str(&Value::from(text).to_string()),
    }
}

/// Writes a value generated from the fuzzer's bytes, nested at most `depth` deep.
pub fn any_value(bytes: &mut Bytes<'_>, keys: &[&str], depth: u32, out: &mut String) {
    match bytes.below(if depth == 0 { 10 } else { 14 }) {
        0..=2 => {
            let text = bytes.text();
            quote(&text, bytes, out);
        }
        3 => out.push_str(&bytes.byte().to_string()),
        4 => {
            let numbers = ["-5", "-0", "1.0", "-12.50", "1e5", "-1E-7", "9007199254740993", "12345678901234567890123"];
            out.push_str(bytes.pick(&numbers));
        }
        5 => out.push_str("null"),
        6 => out.push_str(bytes.pick(&["true", "false"])),
        7 => out.push_str(bytes.pick(&["[]", "{}", "\"\"", "[null]", "[\"\",\"\"]"])),
        8 => out.push_str(bytes.pick(&[
            "\"9\"",
            "\" 10 \"",
            "\"2026-01-31 23:59:59\"",
            "\"2026-01-01T00:00:00Z\"",
            "10",
        ])),
        9 => out.push_str(bytes.pick(&["\"\\ud83c\"", "1e400", "-1e999", "\"\\udf89 \\ud83c\"", "[\"\\ud800\"]"])),
        10 | 11 => {
            out.push('[');
            for index in 0..bytes.below(4) {
                out.push_str(if index > 0 { "," } else { "" });
                space(bytes, out);
                any_value(bytes, keys, depth - 1, out);
            }
            out.push(']');
        }
        _ => any_object(bytes, keys, depth - 1, out),
    }
}

/// Writes an object with some of `keys` in any order, some of them twice.
pub fn any_object(bytes: &mut Bytes<'_>, keys: &[&str], depth: u32, out: &mut String) {
    out.push('{');
    for index in 0..bytes.below(7) {
        out.push_str(if index > 0 { "," } else { "" });
        space(bytes, out);
        let key = if bytes.rarely() { bytes.text() } else { bytes.pick(keys).to_owned() };
        quote(&key, bytes, out);
        out.push(':');
        space(bytes, out);
        any_value(bytes, keys, depth, out);
    }
    space(bytes, out);
    out.push('}');
}

/// Sometimes writes white space.
pub fn space(bytes: &mut Bytes<'_>, out: &mut String) {
    if bytes.rarely() {
        out.push_str(bytes.pick(&[" ", "\n\t", "\r\n "]));
    }
}

/// The same JSON with a space after every bracket, comma and colon, so that no fast path applies.
pub fn spaced(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() * 2);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json {
        out.push(*byte);
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' | b',' | b':' if !quoted => out.push(b' '),
            _ => {}
        }
    }
    out
}

/// Whether this is `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`: a JSON number, except that leading zeros are allowed.
pub fn is_number(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (text, "0"),
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    is_digits(whole) && is_digits(fraction) && is_digits(exponent)
}

/// The text between two quotes as JavaScript reads it, and whether its UTF-16 contains a lone surrogate. `None` if the
/// escapes are not valid JSON, or the bytes not valid UTF-8.
pub fn unescape(raw: &[u8]) -> Option<(String, bool)> {
    let mut units = Vec::new();
    let mut rest = std::str::from_utf8(raw).ok()?.chars();
    while let Some(character) = rest.next() {
        let unit = match character {
            '\\' => match rest.next()? {
                'u' => {
                    let digits =
                        rest.as_str().get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
                    rest = rest.as_str()[4..].chars();
                    u16::from_str_radix(digits, 16).ok()?
                }
                'b' => 8,
                'f' => 12,
                'n' => 10,
                'r' => 13,
                't' => 9,
                plain @ ('"' | '\\' | '/') => plain as u16,
                _ => return None,
            },
            other => {
                units.extend_from_slice(other.encode_utf16(&mut [0; 2]));
                continue;
            }
        };
        units.push(unit);
    }
    let is_halved = String::from_utf16(&units).is_err();
    Some((String::from_utf16_lossy(&units), is_halved))
}
