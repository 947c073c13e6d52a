//! Keeps the API key out of everything that is shown.

/// Replaces the key wherever it occurs.
pub const HIDDEN: &str = "[hidden]";

/// The text with every occurrence of the secret replaced by [`HIDDEN`].
pub fn redact(text: &str, secret: Option<&str>) -> String {
    match secret {
        Some(secret) if !secret.is_empty() => {
            let mut out = String::new();
            let mut rest = text;
            while let Some(at) = find(rest, secret) {
                out.push_str(rest.get(..at).unwrap_or_default());
                out.push_str(HIDDEN);
                rest = rest.get(at.saturating_add(secret.len())..).unwrap_or_default();
            }
            out.push_str(rest);
            out
        }
        _ => text.to_owned(),
    }
}

/// The offset of `needle` in `text`. The standard library's search is built for long texts, and 3 KB larger.
pub fn find(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len().max(1)).position(|window| window == needle.as_bytes())
}

/// At most `most` characters of a text, on one line, with the key redacted.
pub fn excerpt(text: &str, most: usize, secret: Option<&str>) -> String {
    let redacted = redact(text, secret);
    let mut out = String::new();
    let mut count = 0_usize;
    let mut space = false;
    for character in redacted.chars() {
        if character.is_whitespace() || character.is_control() {
            space = count > 0;
            continue;
        }
        if space {
            out.push(' ');
            count = count.saturating_add(1);
            space = false;
        }
        if count >= most {
            out.push('…');
            return out;
        }
        out.push(character);
        count = count.saturating_add(1);
    }
    out
}

/// Whether a key can be sent in a header: printable Latin-1 without spaces, and not empty.
pub fn is_header_value(secret: &str) -> bool {
    !secret.is_empty() && secret.chars().all(|c| matches!(c, '\u{21}'..='\u{7e}' | '\u{a1}'..='\u{ff}'))
}

#[cfg(test)]
mod tests {
    use super::{excerpt, is_header_value};

    #[test]
    fn excerpts_are_short_flat_and_without_the_key() {
        assert_eq!(excerpt("bad\n\tkey abc-123 given", 80, Some("abc-123")), "bad key [hidden] given");
        assert_eq!(excerpt(&"é".repeat(20), 5, None), "ééééé…");
        assert_eq!(excerpt("", 5, Some("")), "");
    }

    #[test]
    fn the_key_is_hidden_before_the_text_is_cut() {
        // Cutting first would leave the beginning of the key behind.
        assert_eq!(excerpt("key abc-123", 8, Some("abc-123")), "key [hid…");
    }

    #[test]
    fn keys_that_cannot_travel() {
        assert!(is_header_value("sandbox-key-0"));
        for key in ["", "a\r\nX-Evil: 1", "a\nb", "a b", "ключ", "a\0", "🔑"] {
            assert!(!is_header_value(key), "{key:?}");
        }
    }
}
