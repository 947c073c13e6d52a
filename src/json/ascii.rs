//! JSON in ASCII: every other character as its escape, `é` as `\u00e9`. To `JSON.parse` it is the same text.
//!
//! An engine makes a string of ASCII faster than of UTF-8 that has other characters strewn in: a page of the sandbox, of which
//! 0.8 % of the bytes are not ASCII, takes a third of the time on Node 20 and a quarter on Node 24. Escapes cost something to
//! parse, so that only a few of them pay.

use std::borrow::Cow;

use super::bytes::ascii_prefix_len;

/// How much longer a text may become: by one part in so many. Up to there, decoding and parsing was measured to become faster
/// on Node and Deno, and slower by a seventh at most on Bun, whose decoder is fast in any case. Ours.
const PART: usize = 50;

/// A JSON text in ASCII.
#[derive(Debug)]
pub struct InAscii {
    /// The text.
    pub json: Vec<u8>,
    /// Whether what it was made of was UTF-8. What is not becomes U+FFFD, as in every decoder.
    pub was_utf8: bool,
}

/// The JSON text in ASCII. `None` when it is ASCII already, and when it would become so much longer that its own bytes are
/// sooner read.
///
/// Of what is not JSON nothing that makes sense is made: in JSON all other characters stand within texts and keys, where an
/// escape may stand.
pub fn in_ascii(json: &[u8]) -> Option<InAscii> {
    let plain = ascii_prefix_len(json);
    if plain == json.len() {
        return None;
    }
    let room = json.len().saturating_add(json.len() / PART);
    let mut written = Vec::new();
    // Without the memory for it, it is as if there were too much of it.
    written.try_reserve_exact(room).ok()?;
    let mut was_utf8 = true;
    let mut rest = json;
    loop {
        let (plain, other) = rest.split_at_checked(ascii_prefix_len(rest))?;
        written.extend_from_slice(plain);
        if other.is_empty() {
            return Some(InAscii { json: written, was_utf8 });
        }
        // What belongs to one character is never parted: none of its bytes is ASCII.
        let length = other.iter().position(u8::is_ascii).unwrap_or(other.len());
        let (others, following) = other.split_at_checked(length)?;
        // Six for each byte is what they become at most, where each is of no character.
        if written.len().saturating_add(others.len().saturating_mul(6)).saturating_add(following.len()) > room {
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
