//! Parses times as Refiner writes and accepts them.
//!
//! Input is ISO 8601 (`2026-01-01`, `2026-01-01 10:00:00`, `2026-01-01T10:00:00Z`). Output comes in two forms in the
//! vendor's own examples: `2020-09-02 21:53:33` (UTC presumed) and `2020-09-02T20:44:24.000000Z`.

/// Parses a time in any accepted form into milliseconds since 1970-01-01T00:00:00Z; `None` when it is not a time.
///
/// A time without an offset is read as UTC. Fractions finer than a millisecond are truncated.
pub fn parse(text: &str) -> Option<i64> {
    let mut reader = Reader { rest: text.as_bytes() };
    let year = reader.digits(4)?;
    reader.byte(b'-')?;
    let month = reader.digits(2)?;
    reader.byte(b'-')?;
    let day = reader.digits(2)?;
    let days = days_from_civil(year, month, day)?;
    if reader.rest.is_empty() {
        return days.checked_mul(86_400_000);
    }
    if reader.byte(b'T').is_none() {
        reader.byte(b' ')?;
    }
    let hour = reader.digits(2).filter(|hour| *hour <= 23)?;
    reader.byte(b':')?;
    let minute = reader.digits(2).filter(|minute| *minute <= 59)?;
    let mut second = 0;
    let mut millisecond = 0;
    if reader.byte(b':').is_some() {
        second = reader.digits(2).filter(|second| *second <= 59)?;
        if reader.byte(b'.').is_some() {
            millisecond = reader.fraction()?;
        }
    }
    let offset = reader.offset()?;
    if !reader.rest.is_empty() {
        return None;
    }
    let minutes = days.checked_mul(1440)?.checked_add(hour.checked_mul(60)?)?.checked_add(minute)?;
    let seconds = minutes.checked_sub(offset)?.checked_mul(60)?.checked_add(second)?;
    seconds.checked_mul(1000)?.checked_add(millisecond)
}

/// Whether the text is a time in one of the usual forms: `2020-09-02 21:53:33`, or with a `T`, and not on the 29th of
/// February. A fast path: on `false`, [`parse`] decides.
pub fn is_plain(text: &[u8]) -> bool {
    let Some((text, b"" | b"Z" | b".000000Z")) = text.split_first_chunk::<19>() else { return false };
    let Some((date, [rest @ .., _, _, _])) = text.split_first_chunk::<8>() else { return false };
    let (Some(time), Some(seconds)) = (rest.first_chunk::<8>(), text.last_chunk::<8>()) else { return false };
    let date = above(date, b"0000-00-", [9, 9, 9, 9, 0, 1, 9, 0]);
    let pattern = if time.get(2) == Some(&b'T') { b"00T00:00" } else { b"00 00:00" };
    let time = above(time, pattern, [3, 9, 0, 2, 9, 0, 5, 9]);
    let seconds = above(seconds, b"00:00:00", [2, 9, 0, 5, 9, 0, 5, 9]);
    let (Some(date), Some(time), Some(_)) = (date, time, seconds) else { return false };
    let [.., m1, m2, _] = date.to_le_bytes();
    let [d1, d2, _, h1, h2, ..] = time.to_le_bytes();
    let number = |tens: u8, ones: u8| tens.wrapping_mul(10).wrapping_add(ones);
    let month = number(m1, m2);
    let day_fits = match number(d1, d2) {
        1..=28 => true,
        29 | 30 => month != 2,
        31 => matches!(month, 1 | 3 | 5 | 7 | 8 | 10 | 12),
        _ => false,
    };
    day_fits && matches!(month, 1..=12) && number(h1, h2) <= 23
}

/// By how much each of eight bytes exceeds the pattern's; `None` when one is below it, or exceeds it by more than
/// `most`.
#[inline]
fn above(bytes: &[u8; 8], pattern: &[u8; 8], most: [u8; 8]) -> Option<u64> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Digits become 0 to 9; bytes equal to the pattern become 0.
    let above = u64::from_le_bytes(*bytes) ^ u64::from_le_bytes(*pattern);
    // The high bit of a byte stays set when its difference is allowed.
    let left = (u64::from_le_bytes(most) | HIGH).wrapping_sub(above);
    ((above | !left) & HIGH == 0).then_some(above)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; `None` when the date does not exist.
pub fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > last || !(0..=9999).contains(&year) {
        return None;
    }
    // Counts years from March, so that a leap day is the last day of its year (Howard Hinnant's days_from_civil).
    let (year, month) =
        if month > 2 { (year, month.checked_sub(3)?) } else { (year.checked_sub(1)?, month.checked_add(9)?) };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = month.checked_mul(153)?.checked_add(2)?.checked_div(5)?.checked_add(day)?.checked_sub(1)?;
    let leap_days = year_of_era.checked_div(4)?.checked_sub(year_of_era.checked_div(100)?)?;
    let day_of_era = year_of_era.checked_mul(365)?.checked_add(leap_days)?.checked_add(day_of_year)?;
    era.checked_mul(146_097)?.checked_add(day_of_era)?.checked_sub(719_468)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self, wanted: u8) -> Option<()> {
        let (first, rest) = self.rest.split_first()?;
        if *first != wanted {
            return None;
        }
        self.rest = rest;
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        digits.iter().try_fold(0_i64, |number, digit| {
            let digit = digit.is_ascii_digit().then(|| i64::from(digit & 0x0f))?;
            number.checked_mul(10)?.checked_add(digit)
        })
    }

    /// Reads a fraction of a second, one to nine digits, as milliseconds.
    fn fraction(&mut self) -> Option<i64> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 || length > 9 {
            return None;
        }
        let number = self.digits(length)?;
        Some(match length {
            1 => number.checked_mul(100)?,
            2 => number.checked_mul(10)?,
            _ => number.checked_div(10_i64.checked_pow(u32::try_from(length).ok()?.checked_sub(3)?)?)?,
        })
    }

    /// Reads the offset in minutes east of UTC: `Z`, `+02:00`, `-0530`, or nothing, which is 0.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.rest.first() {
            None => return Some(0),
            Some(b'Z') => {
                self.byte(b'Z')?;
                return Some(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.rest = self.rest.get(1..)?;
        let hours = self.digits(2).filter(|hours| *hours <= 23)?;
        let _ = self.byte(b':');
        let minutes = self.digits(2).filter(|minutes| *minutes <= 59)?;
        hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_quick_yes_is_never_wrong() {
        for year in ["0000", "2020", "9999"] {
            for (month, day, hour, minute) in (0..20).flat_map(|a| (0..40).map(move |b| (a, b, b, a * 4))) {
                for end in ["", "Z", ".000000Z", "+02:00"] {
                    let text = format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{minute:02}{end}");
                    assert!(!super::is_plain(text.as_bytes()) || parse(&text).is_some(), "{text}");
                }
            }
        }
        assert!(super::is_plain(b"2020-09-02 21:53:33") && super::is_plain(b"2020-09-02T20:44:24.000000Z"));
    }

    #[test]
    fn accepted_forms() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("2020-09-02 21:53:33", 1_599_083_613_000),
            ("2020-09-02T20:44:24.000000Z", 1_599_079_464_000),
            ("2020-09-02T20:44:24.5Z", 1_599_079_464_500),
            ("2020-09-02T22:44:24+02:00", 1_599_079_464_000),
            ("2020-09-02T15:14:24-0530", 1_599_079_464_000),
            ("2024-02-29", 1_709_164_800_000),
            ("2026-01-01T10:00Z", 1_767_261_600_000),
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2023-02-29",
            "2026-01-01T",
            "2026-01-01T24:00:00",
            "2026-01-01x",
            "01.02.2026",
            "2026-01-01T10:00:00.Z",
            "2026-01-01T10:00:00+25:00",
            "yesterday",
            "2026-1-1",
            "+026-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
