//! The path to a place in a value: `attributes.plan`, `items[3].contact.email`.

use core::fmt;

use super::concat::Append;
use super::string::JsonStr;
use crate::text;

/// A path into a nested value, kept on the stack: it costs nothing until it is printed.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The value itself; prints as the empty string.
    Root,
    /// The value under a key.
    Key(&'a Path<'a>, &'a str),
    /// The value under a key given as raw JSON.
    Raw(&'a Path<'a>, JsonStr<'a>),
    /// The value at a position, from 0.
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// The path extended by `key`.
    pub fn key(&'a self, key: &'a str) -> Path<'a> {
        Path::Key(self, key)
    }

    /// The path extended by a raw JSON key, which is decoded only when the path is printed.
    pub fn raw(&'a self, key: JsonStr<'a>) -> Path<'a> {
        Path::Raw(self, key)
    }

    /// The path extended by `index`.
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path::Index(self, index)
    }

    /// The path without its positions (`items[].contact.email`): the same for all anomalies of one kind.
    pub fn pattern(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, false);
        out
    }

    /// Writes the path, with or without its positions.
    fn write(&self, out: &mut String, positions: bool) {
        match *self {
            Path::Root => {}
            Path::Index(parent, index) => {
                parent.write(out, positions);
                "[".append(out);
                if positions {
                    index.append(out);
                }
                "]".append(out);
            }
            Path::Raw(parent, key) => Path::Key(parent, &key.decode()).write(out, positions),
            Path::Key(parent, key) => {
                parent.write(out, positions);
                if !is_name(key) {
                    // Quoted, because a key with dots or spaces would read as another path; cut, because one of 10 kB
                    // is unreadable.
                    "[\"".append(out);
                    for character in key.chars().take(64) {
                        if matches!(character, '"' | '\\') {
                            "\\".append(out);
                        }
                        out.push(if character.is_control() { '\u{fffd}' } else { character });
                    }
                    return "\"]".append(out);
                }
                if !matches!(parent, Path::Root) {
                    ".".append(out);
                }
                key.append(out);
            }
        }
    }
}

impl Append for Path<'_> {
    fn append(&self, out: &mut String) {
        self.write(out, true);
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text!(self))
    }
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.len() <= 64 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::Path;
    use crate::text;

    #[test]
    fn paths_print_as_they_are_written_in_javascript() {
        let root = Path::Root;
        let items = root.key("items");
        let third = items.index(3);
        assert_eq!(third.key("contact").to_string(), "items[3].contact");
        assert_eq!(third.key("contact").pattern(), "items[].contact");
        assert_eq!(third.key("a b.c").to_string(), "items[3][\"a b.c\"]");
        assert_eq!(third.key("a\"].b[\"c\\").to_string(), r#"items[3]["a\"].b[\"c\\"]"#);
        assert_eq!(root.to_string(), "");
        assert_eq!(text!("at ", root.key("c").index(7), "!"), "at c[7]!");
    }
}
