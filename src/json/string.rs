//! JSON strings as written: decoding escapes, and validating them.

use std::borrow::Cow;

use super::bytes::unescaped_prefix_len;

/// How many escapes in a row are decoded at once.
const MAX_UNITS: usize = 1_024;

/// A JSON string as written between its quotes.
#[derive(Clone, Copy, Debug)]
pub struct JsonStr<'a> {
    /// The bytes between the quotes, escapes included.
    pub raw: &'a [u8],
    /// Whether it contains escapes.
    pub escaped: bool,
}

impl<'a> JsonStr<'a> {
    /// The decoded text. Half a surrogate pair, and bytes that are not UTF-8, become U+FFFD.
    pub fn decode(&self) -> Cow<'a, str> {
        if !self.escaped {
            return String::from_utf8_lossy(self.raw);
        }
        let mut units: Vec<u16> = Vec::new();
        // At once, not by growing: a text can be as long as a page, and memory for it was asked for once.
        let mut out = String::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some((unit, after)) = next_unit(rest) {
            match unit {
                // Fast path: nearly every escape is a whole character.
                Unit::Escaped(unit) if units.is_empty() && !is_surrogate(unit) => {
                    out.extend(char::from_u32(u32::from(unit)));
                }
                Unit::Escaped(unit) => {
                    // Never between the halves of a surrogate pair.
                    if units.len() >= MAX_UNITS && unit & 0xfc00 != 0xdc00 {
                        flush(&mut units, &mut out);
                    }
                    units.push(unit);
                }
                Unit::Plain(bytes) => {
                    flush(&mut units, &mut out);
                    out.push_str(&String::from_utf8_lossy(bytes));
                }
            }
            rest = after;
        }
        flush(&mut units, &mut out);
        Cow::Owned(out)
    }

    /// Whether it contains half a surrogate pair.
    pub fn has_lone_surrogate(&self) -> bool {
        let mut rest = self.raw;
        let units = core::iter::from_fn(|| {
            let (unit, after) = next_unit(rest)?;
            rest = after;
            Some(match unit {
                Unit::Escaped(unit) => unit,
                // Plain text separates two surrogates just as an ordinary unit would.
                Unit::Plain(_) => 0x20,
            })
        });
        char::decode_utf16(units).any(|unit| unit.is_err())
    }
}

fn is_surrogate(unit: u16) -> bool {
    unit & 0xf800 == 0xd800
}

enum Unit<'a> {
    Escaped(u16),
    Plain(&'a [u8]),
}

fn next_unit(bytes: &[u8]) -> Option<(Unit<'_>, &[u8])> {
    match bytes {
        [] => None,
        [b'\\', b'u', rest @ ..] => {
            let digits = rest.get(..4).and_then(|digits| core::str::from_utf8(digits).ok());
            let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()).unwrap_or(0xfffd);
            Some((Unit::Escaped(unit), rest.get(4..).unwrap_or_default()))
        }
        [b'\\', escape, rest @ ..] => {
            let unit = match escape {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 0x08,
                b'f' => 0x0c,
                other => *other,
            };
            Some((Unit::Escaped(u16::from(unit)), rest))
        }
        _ => {
            // A quote or a control character, which no checked text has, begins a part of its own.
            let length = unescaped_prefix_len(bytes.get(1..).unwrap_or_default()).saturating_add(1);
            Some((Unit::Plain(bytes.get(..length)?), bytes.get(length..).unwrap_or_default()))
        }
    }
}

fn flush(units: &mut Vec<u16>, out: &mut String) {
    out.push_str(&String::from_utf16_lossy(units));
    units.clear();
}
