//! Compares sixteen bytes at once: with wasm's vector instructions where available, otherwise with two 64-bit words.

pub(super) use implementation::Lanes;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod implementation {
    use core::arch::wasm32::{
        u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u64x2, v128, v128_any_true, v128_or, v128_xor,
    };

    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub(in super::super) struct Lanes(v128);

    impl Lanes {
        #[inline]
        pub(in super::super) fn load(bytes: &[u8; 16]) -> Lanes {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *bytes;
            let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            let high = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
            Lanes(u64x2(low, high))
        }

        /// Whether all bytes are equal.
        #[inline]
        pub(in super::super) fn all_eq(self, other: Lanes) -> bool {
            !v128_any_true(v128_xor(self.0, other.0))
        }

        /// A mask with one bit per byte: set where it equals `byte`.
        #[inline]
        pub(in super::super) fn eq_mask(self, byte: u8) -> u16 {
            u8x16_bitmask(u8x16_eq(self.0, u8x16_splat(byte)))
        }

        /// A mask of the quotes, backslashes and control characters.
        #[inline]
        pub(in super::super) fn string_end_mask(self) -> u16 {
            let quotes = u8x16_eq(self.0, u8x16_splat(b'"'));
            let backslashes = u8x16_eq(self.0, u8x16_splat(b'\\'));
            let controls = u8x16_lt(self.0, u8x16_splat(0x20));
            u8x16_bitmask(v128_or(v128_or(quotes, backslashes), controls))
        }

        /// A mask of the bytes above 127.
        #[inline]
        pub(in super::super) fn non_ascii_mask(self) -> u16 {
            u8x16_bitmask(self.0)
        }

        /// Bitwise or with another block.
        #[inline]
        pub(in super::super) fn or_lanes(self, other: Lanes) -> Lanes {
            Lanes(v128_or(self.0, other.0))
        }

        /// Each byte with `bits` set.
        #[inline]
        pub(in super::super) fn or(self, bits: u8) -> Lanes {
            Lanes(v128_or(self.0, u8x16_splat(bits)))
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod implementation {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;

    /// Sixteen bytes.
    #[derive(Clone, Copy)]
    pub(in super::super) struct Lanes([u64; 2]);

    impl Lanes {
        #[inline]
        pub(in super::super) fn load(bytes: &[u8; 16]) -> Lanes {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *bytes;
            let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
            let high = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
            Lanes([low, high])
        }

        /// Whether all bytes are equal.
        #[inline]
        pub(in super::super) fn all_eq(self, other: Lanes) -> bool {
            self.0 == other.0
        }

        /// A mask with one bit per byte: set where it equals `byte`.
        #[inline]
        pub(in super::super) fn eq_mask(self, byte: u8) -> u16 {
            self.bits(|word| zeros(word ^ ONES.wrapping_mul(u64::from(byte))))
        }

        /// A mask of the quotes, backslashes and control characters.
        #[inline]
        pub(in super::super) fn string_end_mask(self) -> u16 {
            self.bits(|word| {
                let quotes = zeros(word ^ ONES.wrapping_mul(0x22));
                let backslashes = zeros(word ^ ONES.wrapping_mul(0x5c));
                quotes | backslashes | zeros(word & ONES.wrapping_mul(0xe0))
            })
        }

        /// A mask of the bytes above 127.
        #[inline]
        pub(in super::super) fn non_ascii_mask(self) -> u16 {
            self.bits(|word| word & !LOW)
        }

        /// Bitwise or with another block.
        #[inline]
        pub(in super::super) fn or_lanes(self, other: Lanes) -> Lanes {
            let ([low, high], [other_low, other_high]) = (self.0, other.0);
            Lanes([low | other_low, high | other_high])
        }

        /// Each byte with `bits` set.
        #[inline]
        pub(in super::super) fn or(self, bits: u8) -> Lanes {
            Lanes(self.0.map(|word| word | ONES.wrapping_mul(u64::from(bits))))
        }

        #[inline]
        fn bits(self, found: impl Fn(u64) -> u64) -> u16 {
            // The multiplication gathers the high bit of each byte in the top byte of the product.
            let [low, high] = self.0.map(|word| (found(word) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56);
            u16::try_from(low | (high << 8)).unwrap_or(0)
        }
    }

    /// Sets the high bit of each byte that is zero.
    #[inline]
    fn zeros(word: u64) -> u64 {
        !(((word & LOW).wrapping_add(LOW)) | word | LOW)
    }
}
