//! Numbers that look random and are the same in every run.

/// The step between two numbers of a [`Sequence`].
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes the bits of a number: the last part of SplitMix64 (G. Steele, D. Lea and C. Flood, 2014).
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number for some bytes: FNV-1a (G. Fowler, L. C. Noll and K.-P. Vo), mixed. `start` tells apart what is hashed.
pub(super) fn hash(start: u64, bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ mix(start.wrapping_add(STEP));
    mix(bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)))
}

/// SplitMix64.
pub(super) struct Sequence(pub(super) u64);

impl Sequence {
    /// The next number from 0 to `end` - 1; `end` is at most 2³².
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(STEP);
        let end = u64::try_from(end).unwrap_or_default();
        usize::try_from((mix(self.0) >> 32).wrapping_mul(end) >> 32).unwrap_or_default()
    }
}
