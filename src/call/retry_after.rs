//! Parses the Retry-After header: seconds, or a date (RFC 9110 §10.2.3).

use crate::json::number::natural;
use crate::schema::time::days_from_civil;

/// Milliseconds to wait from `now` (milliseconds since 1970); `None` when the header is invalid. A date in the past
/// means zero.
pub fn parse(header: &str, now: f64) -> Option<f64> {
    let header = header.trim_ascii();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // Twelve digits suffice: more are beyond any deadline, and soon beyond what an integer holds.
        let zeros = header.bytes().position(|digit| digit != b'0').unwrap_or(header.len());
        let digits = header.as_bytes().get(zeros..)?;
        let seconds = natural(digits.get(..digits.len().min(12))?).unwrap_or(0);
        return Some(seconds as f64 * 1000.0);
    }
    date(header).map(|date| (date - now).max(0.0))
}

/// Parses an HTTP date, in any of its three forms, into milliseconds since 1970.
fn date(text: &str) -> Option<f64> {
    // "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words.as_slice() {
        [_, day, month, year, time, "GMT"] => (day, month, year, time),
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = i64::try_from(months.iter().position(|name| name == month)?).ok()?.checked_add(1)?;
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        // Two digits: 00 to 69 mean this century, because services that still write them do not mean 1970.
        (2, year) if year < 70 => year.checked_add(2000)?,
        (2, year) => year.checked_add(1900)?,
        _ => return None,
    };
    let days = days_from_civil(year, month, number(day)?)?;
    let mut parts = time.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let minutes = days.checked_mul(1440)?.checked_add(hour.checked_mul(60)?)?.checked_add(minute)?;
    Some(minutes.checked_mul(60)?.checked_add(second)? as f64 * 1000.0)
}

fn number(text: &str) -> Option<i64> {
    natural(text.as_bytes()).filter(|_| text.len() <= 4).and_then(|number| i64::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::parse;

    /// 1994-11-06T08:49:37Z
    const NOW: f64 = 784_111_777_000.0;

    #[test]
    fn what_the_header_means() {
        for (header, expected) in [
            ("0", Some(0.0)),
            ("1", Some(1000.0)),
            (" 120 ", Some(120_000.0)),
            ("000000000000000120", Some(120_000.0)),
            ("1000000000", Some(1e12)),
            ("99999999999999999999999999", Some(999_999_999_999_000.0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10_000.0)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60_000.0)),
            ("Sun Nov  6 08:49:38 1994", Some(1000.0)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0.0)),
            ("Wed, 21 Oct 2026 07:28:00 GMT", Some(1_792_567_680_000.0 - NOW)),
            ("-5", None),
            ("NaN", None),
            ("1e9", None),
            ("1.5", None),
            ("", None),
            ("soon", None),
            ("Sun, 31 Feb 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 24:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
        ] {
            assert_eq!(parse(header, NOW), expected, "{header:?}");
        }
    }
}
