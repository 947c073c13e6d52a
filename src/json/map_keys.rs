//! Remembers the keys of a page's maps, and detects a key that occurs twice in one map. A map usually has the same keys
//! as the one before, in the same order, and then one comparison recognises each key.

use super::bytes::same;
use super::scanner::{Container, Malformed, Scanner};
use super::string::JsonStr;

/// The most keys known at once: each takes one bit. Further keys of a larger map are not checked for duplicates.
const MAX_KEYS: usize = 64;

/// How many known keys to try, starting at the expected one.
const LOOKAHEAD: usize = 4;

/// The keys met so far.
#[derive(Debug, Default)]
pub struct MapKeys<'a> {
    known: Vec<JsonStr<'a>>,
}

/// The progress within one map.
#[derive(Debug, Default)]
pub struct MapProgress {
    /// The index of the key expected next.
    next: usize,
    /// One bit per known key: set once this map has had it.
    seen: u64,
}

impl<'a> MapKeys<'a> {
    /// Starts another map.
    pub fn begin(&mut self) {
        if self.known.len() > MAX_KEYS / 2 {
            self.known.clear();
        }
    }

    /// Reads the next key, and whether the map already had it; `None` once the map has ended.
    pub fn next(
        &mut self,
        scanner: &mut Scanner<'a>,
        map: &mut Container,
        progress: &mut MapProgress,
    ) -> Result<Option<(JsonStr<'a>, bool)>, Malformed> {
        if scanner.try_end() {
            return Ok(None);
        }
        // A map may lack some of the keys that another one has.
        let mut candidates = self.known.iter().enumerate().skip(progress.next).take(LOOKAHEAD);
        let (key, place) = match candidates.find(|(_, known)| scanner.try_key(map, known.raw)) {
            Some((place, known)) => (*known, place),
            None => {
                let Some(key) = scanner.next_key(map)? else { return Ok(None) };
                let known = self.known.iter().position(|known| same(known.raw, key.raw));
                (key, known.unwrap_or_else(|| self.insert(key, progress)))
            }
        };
        let bit = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default();
        let twice = progress.seen & bit != 0;
        progress.seen |= bit;
        progress.next = place.saturating_add(1);
        Ok(Some((key, twice)))
    }

    /// Inserts a new key at the position where it was met. Moves the later keys, and their bits, up by one.
    fn insert(&mut self, key: JsonStr<'a>, progress: &mut MapProgress) -> usize {
        let place = progress.next.min(self.known.len());
        if self.known.len() >= MAX_KEYS {
            return MAX_KEYS;
        }
        self.known.insert(place, key);
        let before = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default();
        let before = before.wrapping_sub(1);
        progress.seen = (progress.seen & before) | ((progress.seen & !before) << 1);
        place
    }
}
