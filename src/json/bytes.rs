//! Searches bytes sixteen at a time: where a string ends, where an object closes, whether two slices are equal.
//!
//! The standard library has all of these, but compiled to wasm they go byte by byte.

use super::simd::Lanes;

const LANES: usize = 16;

/// The byte-order mark of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes after a leading byte-order mark; all of them when there is none.
pub fn strip_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

/// The number of bytes before the first quote, backslash or control character; all of them when there is none.
#[inline]
pub fn unescaped_prefix_len(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<LANES>();
    let mut length = 0_usize;
    for block in blocks {
        let found = Lanes::load(block).string_end_mask();
        if found != 0 {
            return length.saturating_add(first_set(found));
        }
        length = length.saturating_add(LANES);
    }
    let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
    length.saturating_add(found.unwrap_or(rest.len()))
}

/// The number of bytes before the first non-ASCII byte; all of them when there is none.
pub fn ascii_prefix_len(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<LANES>();
    let mut length = 0_usize;
    for block in blocks {
        let found = Lanes::load(block).non_ascii_mask();
        if found != 0 {
            return length.saturating_add(first_set(found));
        }
        length = length.saturating_add(LANES);
    }
    length.saturating_add(rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len()))
}

/// The number of bytes before the first of the three `wanted` ones; all of them when there is none.
pub fn prefix_len_without(bytes: &[u8], wanted: [u8; 3]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<LANES>();
    let mut length = 0_usize;
    for block in blocks {
        let lanes = Lanes::load(block);
        let found = wanted.iter().fold(0, |found, byte| found | lanes.eq_mask(*byte));
        if found != 0 {
            return length.saturating_add(first_set(found));
        }
        length = length.saturating_add(LANES);
    }
    length.saturating_add(rest.iter().position(|byte| wanted.contains(byte)).unwrap_or(rest.len()))
}

/// Whether `bytes` contain any of the three `wanted` bytes.
pub fn has_any(bytes: &[u8], wanted: [u8; 3]) -> bool {
    prefix_len_without(bytes, wanted) < bytes.len()
}

/// Whether `bytes` begin with `start`.
#[inline]
pub fn starts_with_bytes(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|bytes| same(bytes, start))
}

/// Whether both slices are equal.
#[inline]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // The last chunk covers the remainder, and overlaps what has been compared already.
    if let (Some(last), Some(other_last)) = (one.last_chunk::<LANES>(), other.last_chunk::<LANES>()) {
        let blocks = one.as_chunks::<LANES>().0.iter().zip(other.as_chunks::<LANES>().0);
        for (block, other) in blocks {
            if !Lanes::load(block).all_eq(Lanes::load(other)) {
                return false;
            }
        }
        return Lanes::load(last).all_eq(Lanes::load(other_last));
    }
    if let (Some(first), Some(last)) = (one.first_chunk::<8>(), one.last_chunk::<8>()) {
        return other.first_chunk() == Some(first) && other.last_chunk() == Some(last);
    }
    if let (Some(first), Some(last)) = (one.first_chunk::<4>(), one.last_chunk::<4>()) {
        return other.first_chunk() == Some(first) && other.last_chunk() == Some(last);
    }
    one.iter().zip(other).all(|(byte, other)| byte == other)
}

/// The length of the object or list at the start of `bytes`, found by its brackets alone; `None` when it never closes.
pub fn balanced_len(bytes: &[u8]) -> Option<usize> {
    let mut walk = Balance::default();
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut length = 0_usize;
    for block in blocks {
        if let Some(end) = walk.step(block) {
            return Some(length.saturating_add(end));
        }
        length = length.saturating_add(64);
    }
    let mut last = [b' '; 64];
    last.get_mut(..rest.len())?.copy_from_slice(rest);
    walk.step(&last).map(|end| length.saturating_add(end))
}

/// The state carried from one block of 64 bytes to the next.
#[derive(Default)]
struct Balance {
    depth: u32,
    /// All ones when the block starts inside a string.
    in_string: u64,
    /// 1 when the first byte is escaped.
    escaped: u64,
}

impl Balance {
    /// Scans one block. Returns the offset just past the outermost closing bracket, if that bracket is in this block.
    #[inline]
    fn step(&mut self, block: &[u8; 64]) -> Option<usize> {
        let (mut quotes, mut backslashes, mut opens, mut closes) = (0_u64, 0_u64, 0_u64, 0_u64);
        for (index, lanes) in block.as_chunks::<LANES>().0.iter().enumerate() {
            let lanes = Lanes::load(lanes);
            let shift = u32::try_from(index).unwrap_or(0).wrapping_mul(16);
            quotes |= u64::from(lanes.eq_mask(b'"')).wrapping_shl(shift);
            backslashes |= u64::from(lanes.eq_mask(b'\\')).wrapping_shl(shift);
            // `[` and `{` differ in one bit, and so do `]` and `}`.
            let lanes = lanes.or(0x20);
            opens |= u64::from(lanes.eq_mask(b'{')).wrapping_shl(shift);
            closes |= u64::from(lanes.eq_mask(b'}')).wrapping_shl(shift);
        }
        if backslashes | self.escaped != 0 {
            quotes &= !self.escapes(backslashes);
        }
        let text = prefix_xor(quotes) ^ self.in_string;
        // Copies the last bit to all 64: whether the next block starts inside a string.
        self.in_string = 0_u64.wrapping_sub(text >> 63);
        (opens, closes) = (opens & !text, closes & !text);
        if closes.count_ones() < self.depth {
            self.depth = self.depth.saturating_add(opens.count_ones()).saturating_sub(closes.count_ones());
            return None;
        }
        let mut brackets = opens | closes;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            if opens & bit != 0 {
                self.depth = self.depth.saturating_add(1);
            } else {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return Some(usize::try_from(bit.trailing_zeros()).unwrap_or(0).saturating_add(1));
                }
            }
            brackets ^= bit;
        }
        None
    }

    /// A mask of the bytes that follow a backslash which is not itself escaped. Branch-free: in each run of backslashes, adding up
    /// carries tells the odd ones from the even ones.
    #[inline]
    fn escapes(&mut self, backslashes: u64) -> u64 {
        const ODD: u64 = 0xaaaa_aaaa_aaaa_aaaa;
        let open = backslashes & !self.escaped;
        let alternating = (open.wrapping_shl(1) | ODD).wrapping_sub(open) ^ ODD;
        let escaped = alternating ^ (backslashes | self.escaped);
        self.escaped = (alternating & backslashes) >> 63;
        escaped
    }
}

/// Prefix xor: each bit is the parity of itself and all lower bits, so the bits from an opening quote up to just before
/// the closing one are set.
#[inline]
fn prefix_xor(bits: u64) -> u64 {
    [1_u32, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, shift| bits ^ bits.wrapping_shl(shift))
}

/// The index of the lowest set bit.
#[inline]
fn first_set(found: u16) -> usize {
    usize::try_from(found.trailing_zeros()).unwrap_or(0)
}

/// Whether the bytes are valid UTF-8. Fast path: a block of ASCII, as nearly all are, needs only a mask test.
pub fn is_utf8(bytes: &[u8]) -> bool {
    let (blocks, _) = bytes.as_chunks::<64>();
    // Where the current run of non-ASCII blocks began. The block before it is ASCII, so the run never starts
    // mid-character.
    let mut began: Option<usize> = None;
    let mut at = 0_usize;
    for block in blocks {
        let [first, second, third, fourth] = block.as_chunks::<LANES>().0 else { return false };
        let both = |one, other| Lanes::load(one).or_lanes(Lanes::load(other));
        let ascii = both(first, second).or_lanes(both(third, fourth)).non_ascii_mask() == 0;
        match began {
            Some(start) if ascii => {
                if bytes.get(start..at).is_none_or(|part| core::str::from_utf8(part).is_err()) {
                    return false;
                }
                began = None;
            }
            None if !ascii => began = Some(at),
            _ => {}
        }
        at = at.saturating_add(64);
    }
    bytes.get(began.unwrap_or(at)..).is_some_and(|rest| core::str::from_utf8(rest).is_ok())
}
