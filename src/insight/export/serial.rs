//! Times as spreadsheets count them: in days, with the time of day as a fraction (ECMA-376, part 1, 18.17.4).

use crate::insight::calendar::civil;
use crate::json::concat::padded;
use crate::json::text;
use crate::schema::time;

const DAY_MS: i64 = 86_400_000;

/// The number of 1970-01-01.
const EPOCH: i64 = 25_569;

/// The number of 1900-03-01. Excel has a 29th of February 1900, which never was, so that programs disagree about every
/// day before.
const FIRST: i64 = 61;

/// The last year that a spreadsheet can show.
const LAST_YEAR: i64 = 9999;

/// The digits of the fraction: a thousandth of a millisecond.
const DIGITS: u32 = 11;

/// A time in days since 1899-12-30, UTC.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Serial {
    /// As a decimal number.
    pub(super) number: String,
    /// Whether the text was a date without a time.
    pub(super) is_date: bool,
}

/// Reads a text as a time; `None` when it is not one, or one that a spreadsheet cannot hold.
pub(super) fn serial(text: &str) -> Option<Serial> {
    let milliseconds = time::parse(text)?;
    let day = milliseconds.div_euclid(DAY_MS);
    let number = day.checked_add(EPOCH).filter(|day| *day >= FIRST)?;
    if civil(day).0 > LAST_YEAR {
        return None;
    }
    let is_date = !text.contains(':');
    let scale = 10_i64.checked_pow(DIGITS)?;
    let fraction = milliseconds.rem_euclid(DAY_MS).checked_mul(scale)?.checked_add(DAY_MS / 2)? / DAY_MS;
    let number = if fraction == 0 { text!(number) } else { text!(number, ".", padded(fraction, 11)) };
    Some(Serial { number, is_date })
}

/// Whether a time as written is only what a cell shows: in UTC, and nothing finer than a millisecond. Otherwise the cell
/// would say less than the text.
pub(super) fn is_shown_whole(text: &str) -> bool {
    // After the date, a sign begins an offset.
    let rest = text.as_bytes().get(10..).unwrap_or_default();
    let fraction = rest.iter().position(|byte| *byte == b'.').and_then(|dot| rest.get(dot.saturating_add(4)..));
    !rest.iter().any(|byte| matches!(byte, b'+' | b'-'))
        && fraction.unwrap_or_default().iter().all(|byte| !matches!(byte, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::{is_shown_whole, serial};

    #[test]
    fn known_numbers() {
        for (text, number, is_date) in [
            // The example of the standard: 1.2.1904 is 1492 in the system of 1900.
            ("1904-02-01", "1493", true),
            ("1900-03-01", "61", true),
            ("2020-09-02 12:00:00", "44076.50000000000", false),
            ("2020-09-02T20:44:24.000000Z", "44076.86416666667", false),
            ("2020-09-02 00:00:00", "44076", false),
            ("9999-12-31", "2958465", true),
        ] {
            let serial = serial(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((serial.number.as_str(), serial.is_date), (number, is_date), "{text}");
        }
        for text in ["1900-02-28", "1899-12-31 10:00:00", "0000-01-01", "2023-02-29", "soon", "", "2026-W05"] {
            assert_eq!(serial(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_cell_shows_whole() {
        for text in ["2026-01-31", "2026-01-31T10:00:00Z", "2026-01-31 10:00:00.120000Z", "2026-01-31 10:00"] {
            assert!(is_shown_whole(text), "{text}");
        }
        for text in ["2026-01-31T10:00:00+02:00", "2026-01-31T10:00:00-02:00", "2026-01-31 10:00:00.123456Z"] {
            assert!(!is_shown_whole(text), "{text}");
        }
    }
}
