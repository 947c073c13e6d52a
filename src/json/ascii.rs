//! Rewrites JSON as pure ASCII: every other character becomes an escape, `é` becomes `\u00e9`. `JSON.parse` reads the
//! same values from both.
//!
//! Engines decode an ASCII string faster than UTF-8 with other characters scattered through it. A page of the sandbox,
//! 0.8 % of whose bytes are not ASCII, takes a third of the time on Node 20 and a quarter on Node 24. Escapes cost time
//! to parse, so this pays only while there are few of them.

use std::borrow::Cow;

use super::bytes::ascii_prefix_len;

/// The text may grow by at most 1/`GROWTH_DIVISOR` of its length. Up to that limit, decoding and parsing measured
/// faster on Node and Deno, and at most a seventh slower on Bun, whose decoder is fast in any case. We chose this
/// value.
const GROWTH_DIVISOR: usize = 50;

/// A JSON text in ASCII.
#[derive(Debug)]
pub struct InAscii {
    /// The text.
    pub json: Vec<u8>,
    /// Whether the input was valid UTF-8. Invalid sequences become U+FFFD, as in every decoder.
    pub was_utf8: bool,
}

/// Rewrites JSON text as ASCII. `None` when it is ASCII already, and when it would grow so much that reading the
/// original bytes is faster.
///
/// The input must be JSON. Only inside strings and keys may a non-ASCII character become an escape.
pub fn in_ascii(json: &[u8]) -> Option<InAscii> {
    let plain = ascii_prefix_len(json);
    if plain == json.len() {
        return None;
    }
    let budget = json.len().saturating_add(json.len() / GROWTH_DIVISOR);
    let mut written = Vec::new();
    // If the memory cannot be had, give up as if the text had grown too much.
    written.try_reserve_exact(budget).ok()?;
    let mut was_utf8 = true;
    let mut rest = json;
    loop {
        let (plain, other) = rest.split_at_checked(ascii_prefix_len(rest))?;
        written.extend_from_slice(plain);
        if other.is_empty() {
            return Some(InAscii { json: written, was_utf8 });
        }
        // Never splits a character: every byte of a multi-byte sequence is ≥ 0x80.
        let length = other.iter().position(u8::is_ascii).unwrap_or(other.len());
        let (others, following) = other.split_at_checked(length)?;
        // Worst case: every byte is invalid and becomes `\ufffd`, six bytes.
        if written.len().saturating_add(others.len().saturating_mul(6)).saturating_add(following.len()) > budget {
            return None;
        }
        let others = String::from_utf8_lossy(others);
        was_utf8 &= matches!(others, Cow::Borrowed(_));
        for unit in others.encode_utf16() {
            escape(unit, &mut written);
        }
        rest = following;
    }
}

fn escape(unit: u16, written: &mut Vec<u8>) {
    written.extend_from_slice(b"\\u");
    for shift in [12_u32, 8, 4, 0] {
        let digit = usize::from(unit.wrapping_shr(shift) & 0xf);
        written.extend(b"0123456789abcdef".get(digit));
    }
}
