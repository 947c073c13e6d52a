//! Retry-After: for any header and any clock, the wait is either a finite number that is not negative, or absent.
//! Seconds, and dates in all three forms, give the same result as a simple reader's.
//!
//! Input: eight bytes for the clock, then the header. If the clock is all zeros, the rest generates a date instead.

use super::bytes::Bytes;
use refiner_wasm::call::retry_after::parse;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// More seconds than this are beyond any deadline, and need not be exact.
const FOR_EVER: u64 = 999_999_999_999;

pub fn holds(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let now = f64::from_bits(u64::from_le_bytes(bytes.array()));
    if now == 0.0 {
        return made(&mut bytes);
    }
    let header = String::from_utf8_lossy(bytes.rest());
    let wait = parse(&header, now);
    if let Some(wait) = wait {
        assert!(wait >= 0.0 && (wait.is_finite() || !now.is_finite()), "{header:?} at {now}: {wait}");
    }
    let text = header.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        check_seconds(text, wait);
    } else if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        assert_eq!(wait, None);
    } else if let Some(date) = fixdate(text) {
        check_date(&header, date, now);
    }
}

fn check_seconds(text: &str, wait: Option<f64>) {
    let seconds = text.bytes().fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
    if seconds <= FOR_EVER {
        assert_eq!(wait, Some(seconds as f64 * 1000.0), "{text:?}");
    } else {
        assert!(wait.is_some_and(|wait| wait >= 1e14), "{text:?}: {wait:?}");
    }
}

/// Year, month, day, hour, minute and second of `Sun, 06 Nov 1994 08:49:37 GMT`. Accepts no other form.
fn fixdate(text: &str) -> Option<[i64; 6]> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok())?
    };
    let between = |at: usize, expected: &str| text.get(at..at + expected.len()) == Some(expected);
    let is_form = text.len() == 29
        && text.get(..3)?.bytes().all(|byte| byte.is_ascii_alphabetic())
        && between(3, ", ")
        && between(7, " ")
        && between(11, " ")
        && between(16, " ")
        && between(19, ":")
        && between(22, ":")
        && between(25, " GMT");
    let month = MONTHS.iter().position(|name| Some(*name) == text.get(8..11))? as i64 + 1;
    let date = [number(12, 16)?, month, number(5, 7)?, number(17, 19)?, number(20, 22)?, number(23, 25)?];
    is_form.then_some(date)
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// Milliseconds since 1970, by counting year by year and month by month; `None` if there is no such time.
fn milliseconds([year, month, day, hour, minute, second]: [i64; 6]) -> Option<f64> {
    let length = |month: i64| [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
    let length = |month: i64| length(month) + i64::from(month == 2 && is_leap(year));
    if !(1..=length(month)).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let years: i64 = (year.min(1970)..year.max(1970)).map(|year| 365 + i64::from(is_leap(year))).sum();
    let days = if year < 1970 { -years } else { years } + (1..month).map(length).sum::<i64>() + day - 1;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) as f64 * 1000.0)
}

fn check_date(header: &str, date: [i64; 6], now: f64) {
    let expected = milliseconds(date).map(|date| (date - now).max(0.0));
    assert_eq!(parse(header, now), expected, "{header:?} at {now}");
}

fn made(bytes: &mut Bytes<'_>) {
    let year = 1990 + bytes.below(70) as i64;
    let month = 1 + bytes.below(12) as i64;
    let [day, hour, minute, second] = [32, 25, 61, 62].map(|end| bytes.below(end) as i64);
    let name = MONTHS[month as usize - 1];
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    let date = [year, month, day, hour, minute, second];
    let now = f64::from(u32::from_le_bytes(bytes.array())) * 500.0;
    for header in [
        format!("Sun, {day:02} {name} {year:04} {time} GMT"),
        format!("Sunday, {day:02}-{name}-{:02} {time} GMT", year % 100),
        format!("Sun {name} {day:2} {time} {year:04}"),
    ] {
        check_date(&header, date, now);
    }
    assert_eq!(fixdate(&format!("Sun, {day:02} {name} {year:04} {time} GMT")), Some(date));
}
