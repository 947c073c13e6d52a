//! Concatenates strings and whole numbers into messages.
//!
//! `format!` would do it through tables and function pointers, and would pull in the standard library's padding and
//! character counting. For messages as simple as these, that is twice the code.

use super::write::{write_integer, write_natural};

/// A part of a message.
pub trait Append {
    /// Appends this part to `out`.
    fn append(&self, out: &mut String);
}

impl Append for str {
    #[inline(never)]
    fn append(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl<T: Append + ?Sized> Append for &T {
    fn append(&self, out: &mut String) {
        (*self).append(out);
    }
}

impl Append for String {
    fn append(&self, out: &mut String) {
        self.as_str().append(out);
    }
}

impl Append for i64 {
    fn append(&self, out: &mut String) {
        write_integer(*self, out);
    }
}

impl Append for u64 {
    fn append(&self, out: &mut String) {
        write_natural(*self, out);
    }
}

impl Append for usize {
    fn append(&self, out: &mut String) {
        write_natural(u64::try_from(*self).unwrap_or(u64::MAX), out);
    }
}

impl Append for u16 {
    fn append(&self, out: &mut String) {
        write_natural((*self).into(), out);
    }
}

/// Concatenates the parts into one `String`.
#[macro_export]
macro_rules! text {
    ($($part:expr),+ $(,)?) => {{
        let mut out = String::new();
        $($crate::concat::Append::append(&$part, &mut out);)+
        out
    }};
}

/// The parts as one text, with a separator between them. The standard library's join takes twice the bytes of wasm.
#[inline(never)]
pub fn joined(parts: &[&str], separator: &str) -> String {
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(part);
    }
    out
}

/// A whole number, padded with leading zeros to at least `width` characters, the sign included.
pub fn padded(number: i64, width: usize) -> String {
    let size = text!(number.unsigned_abs());
    let sign = if number < 0 { "-" } else { "" };
    let mut out = String::from(sign);
    for _ in size.len().saturating_add(sign.len())..width {
        out.push('0');
    }
    out.push_str(&size);
    out
}

#[cfg(test)]
mod tests {
    use super::padded;

    #[test]
    fn what_is_said() {
        let text = "a".to_owned();
        assert_eq!(text!(text, " b ", -1_i64, 20_u64, 300_usize, 404_u16), "a b -120300404");
    }

    #[test]
    fn padding_is_that_of_the_standard_library() {
        for number in [0, 7, 42, 2026, 10_000, -1, -12_345] {
            assert_eq!(padded(number, 4), format!("{number:04}"));
            assert_eq!(padded(number, 2), format!("{number:02}"));
        }
    }
}
