//! Checks numbers in their written form. Parsing them into doubles would cost 16 KB of wasm for tables (measured), and
//! these checks need less.

/// Whether `text` is a JSON number, with white space around it allowed.
pub fn is_number(text: &[u8]) -> bool {
    Written::read(text.trim_ascii()).is_some()
}

/// Whether `text` is exactly a JSON number: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
pub fn is_written(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    match unsigned {
        // Fast path: nearly all are one or two digits.
        [b'0'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] => true,
        [b'0', b'0'..=b'9', ..] => false,
        _ => Written::read(text).is_some(),
    }
}

/// Whether a written number is beyond the largest double, about 1.797e308, so that JavaScript reads Infinity.
pub fn is_overflow(written: &[u8]) -> bool {
    // Fast path: a short number without an exponent, as nearly all are, cannot overflow.
    if written.len() < 309 && !written.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return false;
    }
    Written::read(written).is_some_and(|number| number.is_overflow())
}

/// The whole number that some digits stand for; `None` for no digits, anything else, or more than 64 bits. (The standard library's
/// parser takes twice the bytes of wasm.)
pub fn natural(digits: &[u8]) -> Option<u64> {
    let fold = |sum: u64, digit: &u8| {
        if !digit.is_ascii_digit() {
            return None;
        }
        sum.checked_mul(10)?.checked_add(u64::from(digit & 0x0f))
    };
    if digits.is_empty() { None } else { digits.iter().try_fold(0, fold) }
}

/// A number's parts: `-12.5e3`.
struct Written<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Written<'a> {
    fn read(text: &'a [u8]) -> Option<Written<'a>> {
        let text = text.strip_prefix(b"-").unwrap_or(text);
        let (whole, text) = digits(text);
        let (fraction, text) = match text.strip_prefix(b".") {
            Some(text) => digits(text),
            None => (&b"0"[..], text),
        };
        let exponent = match text.split_first() {
            None => 0,
            Some((b'e' | b'E', text)) => {
                let negative = text.starts_with(b"-");
                let text = text.strip_prefix(b"-").or(text.strip_prefix(b"+")).unwrap_or(text);
                let (digits, rest) = digits(text);
                if digits.is_empty() || !rest.is_empty() {
                    return None;
                }
                let exponent = digits
                    .iter()
                    .fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit & 0x0f)));
                if negative { exponent.saturating_neg() } else { exponent }
            }
            Some(_) => return None,
        };
        (!whole.is_empty() && !fraction.is_empty()).then_some(Written { whole, fraction, exponent })
    }

    /// Compares the digits with those of 2^1024 - 2^970, the smallest value that rounds to infinity.
    fn is_overflow(&self) -> bool {
        const LIMIT: &[u8] = b"17976931348623158079";
        let digits = || self.whole.iter().chain(self.fraction).copied();
        let Some(zeros) = digits().position(|digit| digit != b'0') else { return false };
        let whole = i64::try_from(self.whole.len()).unwrap_or(i64::MAX);
        // The power of ten of the first significant digit.
        let power =
            self.exponent.saturating_add(whole).saturating_sub(i64::try_from(zeros).unwrap_or(0)).saturating_sub(1);
        power > 308 || (power == 308 && digits().skip(zeros).take(LIMIT.len()).ge(LIMIT.iter().copied()))
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let length = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(length).unwrap_or((text, &[]))
}

#[cfg(test)]
mod tests {
    use super::{is_number, is_overflow};

    #[test]
    fn overflow_is_what_a_double_calls_infinite() {
        for written in [
            "1e308",
            "1e309",
            "-1e309",
            "1e400",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "0e999",
            "0.0001e311",
            "0.0001e313",
            "17976931348623157e292",
            "1e-400",
            "123456e99999999999999999999",
            "1e+308",
            "0.1e309",
            "1E309",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
        ] {
            let expected = written.parse::<f64>().unwrap().is_infinite();
            assert_eq!(is_overflow(written.as_bytes()), expected, "{written}");
        }
    }

    #[test]
    fn what_is_a_number() {
        for text in ["0", "-1", "1.5", "1e5", "1E+5", " 7 ", "-0.5e-10"] {
            assert!(is_number(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "1.", ".5", "1e", "NaN", "Infinity", "0x10", "1 2", "9a", "+1", "--1"] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }
}
