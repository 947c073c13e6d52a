//! Decimal text into a double, without the standard library's parser, whose tables cost the wasm 16 KB.

/// The digits that are taken into account; those behind only count by their place.
const DIGITS: u32 = 19;

/// 10^22, the largest power of ten that a double holds exactly.
const EXACT_POWER: i64 = 22;

/// The number a JSON number, or a text that is one, stands for; white space around it and a plus before it do not matter.
/// `None` when it is not a number, and when it is beyond the largest double (`1e400`).
///
/// Exact, that is, the nearest double, for at most 15 significant digits and powers of ten from -22 to 22, which covers
/// every score. Beyond that the last two or three of a double's 53 bits may differ, and what is below about 1e-308 may be
/// read as zero.
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

/// The significant digits as a whole number, and the power of ten it stands at.
#[derive(Default)]
struct Read {
    digits: u64,
    taken: u32,
    power: i64,
}

impl Read {
    /// Takes the digits at the start of the text, at least one, and returns what follows them.
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

/// The exponent that the text is; 0 when the text is empty.
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
    // Nineteen digits and a power of 400 either way are beyond every double.
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

/// Ten to a power of at most 22. Every product on the way is exact.
fn power_of_ten(power: i64) -> f64 {
    (0..power).fold(1.0, |product, _| product * 10.0)
}
