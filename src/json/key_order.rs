//! Remembers the keys of similar objects in the order they were met. The next object usually has the same keys in the
//! same order, and then one comparison recognises each key.

use crate::bytes::same;
use crate::scanner::{Container, JsonStr, Malformed, Scanner};

/// The most keys to remember.
const MAX_KEYS: usize = 256;

/// The keys met so far, each with an action for its value.
#[derive(Debug)]
pub struct Keys<'a, T> {
    known: Vec<(&'a [u8], T)>,
    /// The index in `known` of the key expected next.
    next: usize,
}

impl<T> Default for Keys<'_, T> {
    fn default() -> Self {
        Keys { known: Vec::new(), next: 0 }
    }
}

impl<'a, T: Copy> Keys<'a, T> {
    /// Starts another object: expects the first known key again.
    pub fn begin(&mut self) {
        self.next = 0;
    }

    /// Reads the next key, and returns it with the action for its value; the scanner is then at that value. `None` once
    /// the object has ended. Calls `find` for the action of a key that is not known yet.
    #[inline]
    pub fn next(
        &mut self,
        scanner: &mut Scanner<'a>,
        object: &mut Container,
        find: &mut dyn FnMut(JsonStr<'a>) -> T,
    ) -> Result<Option<(JsonStr<'a>, T)>, Malformed> {
        if let Some((name, found)) = self.known.get(self.next)
            && scanner.try_key(object, name)
        {
            self.next = self.next.saturating_add(1);
            return Ok(Some((JsonStr { raw: name, escaped: false }, *found)));
        }
        self.unexpected(scanner, object, find)
    }

    fn unexpected(
        &mut self,
        scanner: &mut Scanner<'a>,
        object: &mut Container,
        find: &mut dyn FnMut(JsonStr<'a>) -> T,
    ) -> Result<Option<(JsonStr<'a>, T)>, Malformed> {
        let Some(key) = scanner.next_key(object)? else { return Ok(None) };
        if key.escaped {
            return Ok(Some((key, find(key))));
        }
        let (earlier, later) = self.known.split_at_checked(self.next).unwrap_or((&self.known, &[]));
        let is_it = |(name, _): &(&[u8], T)| same(name, key.raw);
        // Where each object has an order of its own, the key is as often an earlier one.
        let later = later.iter().position(is_it).map(|place| place.saturating_add(earlier.len()));
        let known = later.or_else(|| earlier.iter().position(is_it));
        let (place, found) = match known.and_then(|place| Some((place, self.known.get(place)?.1))) {
            Some(known) => known,
            None => {
                let found = find(key);
                if self.known.len() < MAX_KEYS && self.next <= self.known.len() {
                    self.known.insert(self.next, (key.raw, found));
                }
                (self.next, found)
            }
        };
        self.next = place.saturating_add(1);
        Ok(Some((key, found)))
    }
}
