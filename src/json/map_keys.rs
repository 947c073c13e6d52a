//! Which keys the maps of a page have: as a rule one has the same as the one before, in the same order, and then each is
//! recognised by one comparison. And which of them a map has already, so that one that comes twice is noticed.

use super::bytes::same;
use super::scanner::{Container, Malformed, Scanner};
use super::string::JsonStr;

/// The most keys that are known at once, one bit each. Of a map with more, the later ones are not looked at.
const MOST: usize = 64;

/// How many of the keys are looked for where the next one is expected.
const NEAR: usize = 4;

/// The keys of the maps so far.
#[derive(Debug, Default)]
pub struct MapKeys<'a> {
    known: Vec<JsonStr<'a>>,
}

/// How far a map has been read.
#[derive(Debug, Default)]
pub struct Reached {
    /// The position of the key that is expected next.
    next: usize,
    /// A bit for each known key that the map has.
    seen: u64,
}

impl<'a> MapKeys<'a> {
    /// Begins another map.
    pub fn begin(&mut self) {
        if self.known.len() > MOST / 2 {
            self.known.clear();
        }
    }

    /// The next key, and whether the map has had it before; `None` once the map is left.
    pub fn next(
        &mut self,
        scanner: &mut Scanner<'a>,
        map: &mut Container,
        reached: &mut Reached,
    ) -> Result<Option<(JsonStr<'a>, bool)>, Malformed> {
        if scanner.try_end() {
            return Ok(None);
        }
        // A map may lack some of the keys that another has.
        let mut near = self.known.iter().enumerate().skip(reached.next).take(NEAR);
        let (key, place) = match near.find(|(_, known)| scanner.try_key(map, known.raw)) {
            Some((place, known)) => (*known, place),
            None => {
                let Some(key) = scanner.next_key(map)? else { return Ok(None) };
                let known = self.known.iter().position(|known| same(known.raw, key.raw));
                (key, known.unwrap_or_else(|| self.insert(key, reached)))
            }
        };
        let bit = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default();
        let twice = reached.seen & bit != 0;
        reached.seen |= bit;
        reached.next = place.saturating_add(1);
        Ok(Some((key, twice)))
    }

    /// Puts a new key where it is met. Those behind it move on by one, and so do their bits.
    fn insert(&mut self, key: JsonStr<'a>, reached: &mut Reached) -> usize {
        let place = reached.next.min(self.known.len());
        if self.known.len() >= MOST {
            return MOST;
        }
        self.known.insert(place, key);
        let before = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or_default();
        let before = before.wrapping_sub(1);
        reached.seen = (reached.seen & before) | ((reached.seen & !before) << 1);
        place
    }
}
