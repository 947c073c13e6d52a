//! Parses decimal text into a double. The standard library's parser would cost 16 KB of wasm for its tables.

/// The number of significant digits that are kept; later digits only count as a power of ten.
const DIGITS: u32 = 19;

/// 10^22, the largest power of ten that a double holds exactly.
const EXACT_POWER: i64 = 22;

/// Parses a JSON number, or text that holds one; surrounding white space and a leading plus are allowed. `None` when it
/// is not a number, and when it is beyond the largest double (`1e400`).
///
/// Exact, that is, the nearest double, for at most 15 significant digits and powers of ten from -22 to 22, which covers
/// every score. Beyond that the last two or three of a double's 53 bits may differ, and values below about 1e-308 may
/// be read as zero.
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    let (negative, text) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    let mut read = Read::default();
    let text = read.digits(text, false)?;
    let text = match text.split_first() {
        Some((b'.', rest)) => read.digits(rest, true)?,
        _ => text,
    };
    let power = read.power.saturating_add(exponent(text)?);
    let value = scale(read.digits, power);
    value.is_finite().then_some(if negative { -value } else { value })
}

/// What has been read so far: the significant digits as a whole number, and the power of ten to scale it by.
#[derive(Default)]
struct Read {
    digits: u64,
    taken: u32,
    power: i64,
}

impl Read {
    /// Consumes the digits at the start of the text, at least one, and returns what follows them.
    fn digits<'a>(&mut self, text: &'a [u8], fraction: bool) -> Option<&'a [u8]> {
        let length = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at_checked(length)?;
        if digits.is_empty() {
            return None;
        }
        for digit in digits {
            let kept = self.taken < DIGITS;
            if kept {
                self.digits = self.digits.saturating_mul(10).saturating_add(u64::from(digit & 0x0f));
                // Zeros in front do not count as significant.
                self.taken = self.taken.saturating_add(u32::from(self.digits != 0));
            }
            self.power = match (fraction, kept) {
                (true, true) => self.power.saturating_sub(1),
                (false, false) => self.power.saturating_add(1),
                _ => self.power,
            };
        }
        Some(rest)
    }
}

/// Parses what follows the digits: an exponent, or nothing, which is 0. `None` when it is neither.
fn exponent(text: &[u8]) -> Option<i64> {
    let Some((b'e' | b'E', text)) = text.split_first() else {
        return text.is_empty().then_some(0);
    };
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let size = digits.iter().fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit & 0x0f)));
    Some(if negative { size.saturating_neg() } else { size })
}

/// `digits` times ten to the `power`.
fn scale(digits: u64, power: i64) -> f64 {
    let mut value = digits as f64;
    // With nineteen digits, a power of ±400 is beyond every double either way.
    let mut left = power.clamp(-400, 400);
    while left > 0 && value != 0.0 {
        let step = left.min(EXACT_POWER);
        value *= power_of_ten(step);
        left = left.saturating_sub(step);
    }
    while left < 0 && value != 0.0 {
        let step = left.saturating_neg().min(EXACT_POWER);
        value /= power_of_ten(step);
        left = left.saturating_add(step);
    }
    value
}

/// Ten to a power of at most 22. Every intermediate product is exact.
fn power_of_ten(power: i64) -> f64 {
    (0..power).fold(1.0, |product, _| product * 10.0)
}
