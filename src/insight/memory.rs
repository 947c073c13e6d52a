//! Memory that the host may refuse. Everything that grows with what it is given asks first, because an allocation that
//! fails ends the module.

use crate::json::scanner::Malformed;

/// Why a page was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is not JSON, or not a page. Nothing was changed.
    Malformed(Malformed),
    /// There is not enough memory. What was added so far is not complete.
    NoMemory,
}

impl From<Malformed> for Refused {
    fn from(malformed: Malformed) -> Self {
        Refused::Malformed(malformed)
    }
}

/// Memory asked for beyond what is needed at once: for the short texts that are decoded along the way. Ours.
const SPARE: usize = 32 * 1024;

/// Whether there is memory for that many bytes, and a little more. What was asked for stays with the allocator, for
/// whatever grows next.
pub fn has_room(bytes: usize) -> bool {
    Vec::<u8>::new().try_reserve_exact(bytes.saturating_add(SPARE)).is_ok()
}

/// Makes room for more bytes at the end.
pub(super) fn reserve(out: &mut Vec<u8>, bytes: usize) -> Result<(), Refused> {
    out.try_reserve(bytes).map_err(|_| Refused::NoMemory)
}

/// Memory for the texts of a summary.
#[derive(Clone, Debug)]
pub struct Budget {
    /// How many bytes are left.
    left: usize,
    /// Whether the host refused memory.
    refused: bool,
}

impl Budget {
    /// A budget of that many bytes.
    pub fn new(left: usize) -> Budget {
        Budget { left, refused: false }
    }

    /// Takes bytes; false if they are not left.
    pub fn take(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Whether the host gives that much memory. Remembers if it does not.
    pub fn has_room(&mut self, bytes: usize) -> bool {
        self.refused |= !has_room(bytes);
        !self.refused
    }

    /// Whether the host refused memory. Then the counts are not complete.
    pub fn is_refused(&self) -> bool {
        self.refused
    }
}
