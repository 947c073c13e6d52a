//! The guard against formulas: a spreadsheet that opens the file must show text, and never run it.
//!
//! **The rule.** A text gets one leading apostrophe when it starts with
//! - `=` `+` `-` `@`, their full-width forms `＝` `＋` `－` `＠`, tab, CR, LF or NUL, unless all of it is a plain decimal
//!   number (`-5`, `-12.50`), which is data and cannot be a formula; or
//! - an apostrophe followed by one of these characters or by another apostrophe, so that an apostrophe of the text
//!   itself is never taken for the guard's.
//!
//! [`unguard`] undoes exactly this, so nothing is lost. JSON numbers are not text and are never guarded.
//!
//! The guard protects the cells as written. A program told to split the file at something other than commas makes other
//! cells, and those are not protected.

/// Whether this text must be guarded.
pub(super) fn is_needed(text: &str) -> bool {
    match text.chars().next() {
        Some('\'') => looks_guarded(text),
        Some(first) => is_dangerous(first) && !is_plain_decimal(text.as_bytes()),
        None => false,
    }
}

/// Removes the apostrophe that the guard added; keeps any other.
///
/// ```
/// use refiner_wasm::insight::export::unguard;
///
/// assert_eq!(unguard("'=1+1"), "=1+1");
/// assert_eq!(unguard("''=1+1"), "'=1+1");
/// assert_eq!(unguard("'tis"), "'tis");
/// assert_eq!(unguard("-5"), "-5");
/// ```
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_guarded(text) => rest,
        _ => text,
    }
}

/// Whether the text is an apostrophe followed by something that would be guarded.
fn looks_guarded(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next() == Some('\'') && characters.next().is_some_and(|second| second == '\'' || is_dangerous(second))
}

fn is_dangerous(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n' | '\0')
}

/// Digits, optionally with a leading minus and a fraction.
fn is_plain_decimal(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let mut parts = text.split(|byte| *byte == b'.');
    let is_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(is_digits) && parts.next().is_none_or(is_digits) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{is_needed, unguard};

    #[test]
    fn what_is_guarded() {
        for text in
            ["=1", "+1", "-5+cmd", "-", "-1.2.3", "-1e5", "-.5", "@x", "＝1", "\t=1", "\r", "\n", "\0", "''", "'=1"]
        {
            assert!(is_needed(text), "{text:?}");
            assert_eq!(unguard(&format!("'{text}")), text);
        }
        for text in ["", "-5", "-12.50", "5", "a=1", "'", "'tis", "' =1", "007"] {
            assert!(!is_needed(text), "{text:?}");
            assert_eq!(unguard(text), text);
        }
    }
}
