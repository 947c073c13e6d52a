//! Finds a value by its key in the raw bytes of an object.

use std::borrow::Cow;

use crate::json::bytes::same;
use crate::json::scanner::{JsonStr, Malformed, Scanner};

/// The value under a key of an object; empty when the key is missing, or the bytes are not an object.
pub fn member<'a>(object: &'a [u8], name: &str) -> &'a [u8] {
    last_member(&mut Scanner::new(object), name).unwrap_or_default()
}

fn last_member<'a>(scanner: &mut Scanner<'a>, name: &str) -> Result<&'a [u8], Malformed> {
    let mut found: &'a [u8] = &[];
    let mut object = scanner.enter_object()?;
    while let Some(key) = scanner.next_key(&mut object)? {
        let start = scanner.position();
        scanner.skip_unchecked()?;
        if is(key, name) {
            found = scanner.slice_from(start).trim_ascii_start();
        }
    }
    Ok(found)
}

pub(super) fn is(key: JsonStr<'_>, name: &str) -> bool {
    same(&bytes(key), name.as_bytes())
}

pub(super) fn bytes(key: JsonStr<'_>) -> Cow<'_, [u8]> {
    if !key.escaped {
        return Cow::Borrowed(key.raw);
    }
    match key.decode() {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}
