//! The keys that objects of one kind have, in the order in which they were met: as a rule they come again in the same order,
//! and then a key is recognised by one comparison.

use crate::bytes::same;
use crate::scanner::{Container, JsonStr, Malformed, Scanner};

/// The most keys that are remembered.
const MOST: usize = 256;

/// The keys met so far, each with what is to be done with its value.
#[derive(Debug)]
pub struct Keys<'a, T> {
    known: Vec<(&'a [u8], T)>,
    /// Which one is expected next.
    next: usize,
}

impl<T> Default for Keys<'_, T> {
    fn default() -> Self {
        Keys { known: Vec::new(), next: 0 }
    }
}

impl<'a, T: Copy> Keys<'a, T> {
    /// Begins another object.
    pub fn begin(&mut self) {
        self.next = 0;
    }

    /// The next key and what to do with its value, with the scanner at that value; `None` once the object is left. `find` says
    /// so of a key that has not been met.
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
        let later = self.known.iter().enumerate().skip(self.next).find(|(_, (name, _))| same(name, key.raw));
        let (place, found) = match later {
            Some((place, (_, found))) => (place, *found),
            None => {
                let found = find(key);
                if self.known.len() < MOST && self.next <= self.known.len() {
                    self.known.insert(self.next, (key.raw, found));
                }
                (self.next, found)
            }
        };
        self.next = place.saturating_add(1);
        Ok(Some((key, found)))
    }
}
