//! Texts and whole numbers put together into sentences.
//!
//! `format!` does so through tables and pointers to functions, and brings in the standard library's padding and counting of
//! characters, which is twice the size wherever a sentence has no more in it than this.

use super::path::Path;
use super::write::{write_integer, write_natural};

/// A part of a sentence.
pub trait Say {
    /// Adds it.
    fn say(&self, out: &mut String);
}

impl Say for str {
    #[inline(never)]
    fn say(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, out: &mut String) {
        (*self).say(out);
    }
}

impl Say for String {
    fn say(&self, out: &mut String) {
        self.as_str().say(out);
    }
}

impl Say for Path<'_> {
    fn say(&self, out: &mut String) {
        self.write(out, true);
    }
}

impl Say for i64 {
    fn say(&self, out: &mut String) {
        write_integer(*self, out);
    }
}

impl Say for u64 {
    fn say(&self, out: &mut String) {
        write_natural(*self, out);
    }
}

impl Say for usize {
    fn say(&self, out: &mut String) {
        write_natural(u64::try_from(*self).unwrap_or(u64::MAX), out);
    }
}

impl Say for u16 {
    fn say(&self, out: &mut String) {
        write_natural((*self).into(), out);
    }
}

/// The parts as one text.
macro_rules! say {
    ($($part:expr),+ $(,)?) => {{
        let mut out = String::new();
        $($crate::model::say::Say::say(&$part, &mut out);)+
        out
    }};
}
pub(crate) use say;

/// A whole number, with zeros before it up to this many characters.
pub fn padded(number: i64, width: usize) -> String {
    let size = say!(number.unsigned_abs());
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
    use crate::model::path::Path;

    #[test]
    fn what_is_said() {
        let (text, root) = ("a".to_owned(), Path::Root);
        assert_eq!(say!(text, " b ", -1_i64, 20_u64, 300_usize, 404_u16, root.key("c").index(7)), "a b -120300404c[7]");
    }

    #[test]
    fn padding_is_that_of_the_standard_library() {
        for number in [0, 7, 42, 2026, 10_000, -1, -12_345] {
            assert_eq!(padded(number, 4), format!("{number:04}"));
            assert_eq!(padded(number, 2), format!("{number:02}"));
        }
    }
}
