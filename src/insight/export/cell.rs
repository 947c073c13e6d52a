//! Writes one JSON value as one cell of a CSV file.
//!
//! - null is an empty cell; true and false are words; a number stays as written, `1e400` too.
//! - Text is decoded, and guarded against formulas. A NUL character, which databases refuse, becomes U+FFFD.
//! - The items of a list are joined by `; `. Inside an item `;` is written `\;` and `\` is written `\\`, so a `; `
//!   without a backslash before it always separates items. A null item is empty; a list or an object is compact JSON.
//! - An object is compact JSON.

use crate::insight::memory::has_room;
use crate::json::bytes::{has_any, prefix_len_without};
use crate::json::text;

use super::guard;
use super::plain::{decode, join};

/// The cells of a file that is being written.
pub(super) struct Cells<'o> {
    out: &'o mut Vec<u8>,
    /// Whether text is guarded against formulas.
    guarded: bool,
    /// How many NUL characters became U+FFFD.
    pub(super) replaced: u64,
    /// Whether there was no memory for a cell, which is then missing.
    pub(super) refused: bool,
}

impl<'o> Cells<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>, guarded: bool) -> Cells<'o> {
        Cells { out, guarded, replaced: 0, refused: false }
    }

    /// Makes room for more bytes; false when there is none.
    fn reserve(&mut self, bytes: usize) -> bool {
        self.refused |= self.out.try_reserve(bytes).is_err();
        !self.refused
    }

    /// Whether there is memory for a text that is made on the way to a cell.
    fn has_room(&mut self, bytes: usize) -> bool {
        self.refused |= !has_room(bytes);
        !self.refused
    }

    /// Writes bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        if self.reserve(bytes.len()) {
            self.out.extend_from_slice(bytes);
        }
    }

    /// How many bytes there are so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Writes a value that was checked and has no insignificant white space. With `names`, each object in a list is
    /// written as its `name`.
    pub(super) fn value(&mut self, value: &[u8], names: bool) {
        match value.first() {
            None | Some(b'n') => {}
            Some(b'"') if is_plain(value) => self.raw(value.get(1..value.len().saturating_sub(1)).unwrap_or_default()),
            Some(b'"') if self.has_room(value.len().saturating_mul(2)) => self.text(&decode(value)),
            Some(b'[') if self.has_room(value.len().saturating_mul(4)) => self.text(&join(value, names)),
            Some(b'"' | b'[') => {}
            // An object, a number or a word: none can be a formula.
            Some(_) => self.quoted(value),
        }
    }

    /// Writes a text, guarded if requested and necessary, with U+FFFD for NUL.
    pub(super) fn text(&mut self, text: &str) {
        if has_any(text.as_bytes(), [0; 3]) {
            let count = text.bytes().filter(|byte| *byte == 0).count();
            self.replaced = self.replaced.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            if self.has_room(text.len().saturating_mul(3)) {
                self.text(&text.replace('\0', "\u{fffd}"));
            }
        } else if self.guarded && guard::is_needed(text) && self.has_room(text.len()) {
            self.quoted(text!("'", text).as_bytes());
        } else {
            self.quoted(text.as_bytes());
        }
    }

    /// Writes a cell. Adds quotes where RFC 4180 needs them, and where a reader with other separators would split or
    /// trim it.
    pub(super) fn quoted(&mut self, cell: &[u8]) {
        let is_special = has_any(cell, [b'"', b',', b';']) || has_any(cell, [b'\r', b'\n', b'\t']);
        if !is_special && cell.first() != Some(&b' ') && cell.last() != Some(&b' ') {
            return self.raw(cell);
        }
        // Twice, if it is nothing but quotes.
        if !self.reserve(cell.len().saturating_mul(2).saturating_add(2)) {
            return;
        }
        self.out.push(b'"');
        let mut rest = cell;
        while let Some((part, [quote, after @ ..])) = rest.split_at_checked(prefix_len_without(rest, [b'"'; 3])) {
            self.out.extend_from_slice(part);
            self.out.extend_from_slice(&[*quote, b'"']);
            rest = after;
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }
}

/// Fast path, as for nearly all texts: whether a text can be copied from its quotes to the cell. It has no escapes (so
/// no quotes and no line ends), nothing that needs quotes, and no first character that the guard checks.
fn is_plain(value: &[u8]) -> bool {
    let [b'"', text @ .., b'"'] = value else { return false };
    match (text.first(), text.last()) {
        (Some(first), Some(last)) => {
            (first.is_ascii_alphanumeric() || (*first >= 0x80 && *first != FULL_WIDTH))
                && *last != b' '
                && !has_any(text, [b'\\', b',', b';'])
        }
        _ => true,
    }
}

/// The first byte in UTF-8 of every full-width form.
const FULL_WIDTH: u8 = 0xef;
