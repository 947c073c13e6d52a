//! Writes text into the XML of a worksheet.

use crate::insight::memory::{Refused, reserve};

/// The most UTF-16 units in a cell: a limit of Excel.
const LONGEST: usize = 32_767;

/// What stands at the end of a text that was cut.
const CUT: &str = "…";

/// The text, as much of it as a cell holds, and whether it was cut.
pub(super) fn fitting(text: &str) -> (&str, &'static str) {
    // A character has at least as many bytes as units.
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return (text, "");
    }
    let mut units = CUT.len() / 3;
    let end = text.char_indices().find(|(_, character)| {
        units = units.saturating_add(character.len_utf16());
        units > LONGEST
    });
    (end.and_then(|(end, _)| text.get(..end)).unwrap_or(text), CUT)
}

/// Writes text between two tags. What XML cannot hold is written as `_xHHHH_`, and so is the underscore of a text that
/// looks like that itself (ECMA-376, part 1, 22.9.2.19).
pub(super) fn write(text: &str, out: &mut Vec<u8>) -> Result<(), Refused> {
    let mut rest = text.as_bytes();
    reserve(out, rest.len())?;
    loop {
        let at = rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len());
        let Some((plain, special)) = rest.split_at_checked(at) else { return Ok(()) };
        let (escaped, length): (&[u8], usize) = match special {
            [] => (b"", 0),
            [b'&', ..] => (b"&amp;", 1),
            [b'<', ..] => (b"&lt;", 1),
            [b'>', ..] => (b"&gt;", 1),
            [b'_', b'x', a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()) => (b"_x005F_", 1),
            // The two characters that are valid UTF-8, and not valid in XML.
            [0xef, 0xbf, 0xbe, ..] => (b"_xFFFE_", 3),
            [0xef, 0xbf, 0xbf, ..] => (b"_xFFFF_", 3),
            [control @ 0..0x20, ..] => (&control_escape(*control), 1),
            [byte, ..] => (&[*byte], 1),
        };
        reserve(out, plain.len().saturating_add(escaped.len()))?;
        out.extend_from_slice(plain);
        out.extend_from_slice(escaped);
        if special.is_empty() {
            return Ok(());
        }
        rest = special.get(length..).unwrap_or_default();
    }
}

/// Tab and line feed stay as they are. A carriage return does not: readers of XML make a line feed of it.
fn is_special(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b..=0x1f | b'&' | b'<' | b'>' | b'_' | 0xef)
}

fn control_escape(control: u8) -> [u8; 7] {
    let digit = |value: u8| if value < 10 { value.wrapping_add(b'0') } else { value.wrapping_add(b'A' - 10) };
    [b'_', b'x', b'0', b'0', digit(control >> 4), digit(control & 15), b'_']
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fitting, write};

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write(text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes() {
        for (text, xml) in [
            ("a<b>&\"c'", "a&lt;b&gt;&amp;\"c'"),
            ("\0\u{1}\u{8}\u{b}\r\u{1f}", "_x0000__x0001__x0008__x000B__x000D__x001F_"),
            ("a\tb\nc", "a\tb\nc"),
            ("_x0041_ _x41_ _X0041_ __", "_x005F_x0041_ _x41_ _X0041_ __"),
            ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"),
            // The underscore of an escape must not end what looks like another one.
            ("_x0041\u{1}", "_x005F_x0041_x0001_"),
            ("＝\u{fffe}\u{ffff}\u{fffd}é🎉", "＝_xFFFE__xFFFF_\u{fffd}é🎉"),
            ("", ""),
        ] {
            assert_eq!(written(text), xml, "{text:?}");
        }
    }

    #[test]
    fn cuts_between_characters() {
        let fits = "é".repeat(LONGEST);
        assert_eq!(fitting(&fits), (fits.as_str(), ""));
        for (text, units) in
            [("a".repeat(LONGEST + 1), LONGEST), ("🎉".repeat(LONGEST), LONGEST), ("é🎉".repeat(20_000), LONGEST)]
        {
            let (kept, mark) = fitting(&text);
            assert_eq!(mark, "…");
            assert!(text.starts_with(kept));
            let length = kept.encode_utf16().count() + 1;
            assert!(length <= units && length >= units - 1, "{length}");
        }
    }
}
