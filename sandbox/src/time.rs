//! Times: milliseconds since 1970 internally, and Refiner's two text formats outside.

/// One second, minute and day in milliseconds.
pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// Times outside these years are refused: four digits cannot express them.
const YEARS: std::ops::RangeInclusive<i64> = 1..=9999;

/// The format in responses: `2020-09-02 21:53:33`.
///
/// <https://refiner.io/docs/api/#get-responses>
#[must_use]
pub fn response_form(ms: i64) -> String {
    let (year, month, day, rest) = split(ms);
    let seconds = rest / SECOND;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The format in contacts, accounts and everything else: `2020-09-02T20:44:24.000000Z`.
///
/// <https://refiner.io/docs/api/#get-contact>
#[must_use]
pub fn contact_form(ms: i64) -> String {
    let micros = ms.rem_euclid(SECOND) * 1000;
    format!("{}.{micros:06}Z", response_form(ms).replace(' ', "T"))
}

/// Reads the ISO 8601 forms that Refiner accepts: `2026-01-01`, `2026-01-01 10:00:00`, `2026-01-01T10:00:00Z`, also
/// with a fraction and an offset such as `+02:00`. Without an offset, the time is UTC.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, clock) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let date = parse_date(date)?;
    match clock {
        None => Some(date * DAY),
        Some(clock) => Some(date * DAY + parse_clock(clock)?),
    }
}

/// Reads a Unix time: a whole number of seconds since 1970.
#[must_use]
pub fn parse_unix(text: &str) -> Option<i64> {
    let ms = text.trim().parse::<i64>().ok()?.checked_mul(SECOND)?;
    // Years that four digits can express.
    (days_from_civil(*YEARS.start(), 1, 1) * DAY..days_from_civil(*YEARS.end() + 1, 1, 1) * DAY)
        .contains(&ms)
        .then_some(ms)
}

/// The first moment of the day (UTC) after the one that contains `ms`.
pub(crate) fn end_of_day(ms: i64) -> i64 {
    (ms.div_euclid(DAY) + 1) * DAY
}

/// The first moment of the calendar month (UTC) that contains `ms`.
pub(crate) fn month_start(ms: i64) -> i64 {
    let (year, month, _, _) = split(ms);
    days_from_civil(year, month, 1) * DAY
}

fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || !YEARS.contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    // A day past the end of the month would turn into a day of the next month.
    (split(days * DAY) == (year, month, day, 0)).then_some(days)
}

fn parse_clock(text: &str) -> Option<i64> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (&text[..at], parse_offset(&text[at..])?),
        None => (text, 0),
    };
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = whole.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| digits(second, 2))?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    Some((hour * 3600 + minute * 60 + second) * SECOND + millis - offset)
}

fn parse_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let rest = text[1..].replace(':', "");
    if rest.len() != 4 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (rest[..2].parse().ok()?, rest[2..].parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * MINUTE)
}

fn digits(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Year, month, day and the milliseconds into that day. Howard Hinnant's `civil_from_days`.
fn split(ms: i64) -> (i64, i64, i64, i64) {
    let shifted = ms.div_euclid(DAY) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day, ms.rem_euclid(DAY))
}

/// Days since 1970. Howard Hinnant's `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_form_reads_as_the_same_moment() {
        let moment = parse("2026-01-01T10:00:00Z");
        assert_eq!(moment, Some(1_767_261_600_000));
        for text in [
            "2026-01-01 10:00:00",
            "2026-01-01 10:00",
            "2026-01-01T10:00:00",
            "2026-01-01T10:00:00.000000Z",
            "2026-01-01T12:00:00+02:00",
            "2026-01-01T05:30:00-0430",
        ] {
            assert_eq!(parse(text), moment, "{text}");
        }
        assert_eq!(parse("2026-01-01"), moment.map(|ms| ms - 10 * 60 * MINUTE));
    }

    #[test]
    fn unix_times_are_whole_seconds_in_the_years_of_four_digits() {
        assert_eq!(parse_unix("1664582400").map(contact_form).as_deref(), Some("2022-10-01T00:00:00.000000Z"));
        assert_eq!(parse_unix("253402300799").map(response_form).as_deref(), Some("9999-12-31 23:59:59"));
        for text in ["253402300800", "-62135596801", "9223372036854775807", "1.5", "", "soon"] {
            assert_eq!(parse_unix(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "today",
            "2026-13-01",
            "2026-02-29",
            "2026-1-1",
            "2026-01-01T25:00:00",
            "2026-01-01T10:00:00.",
            "2026-01-01T10:00:00+2",
            "1767261600",
            "2026-01-01T",
            "0000-01-01",
            "2026-01-01T1é:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn both_output_forms_are_the_vendors() {
        let ms = parse("2020-09-02T20:44:24Z").unwrap();
        assert_eq!(contact_form(ms), "2020-09-02T20:44:24.000000Z");
        assert_eq!(response_form(ms), "2020-09-02 20:44:24");
        for text in ["2024-02-29 23:59:59", "1970-01-01 00:00:00", "1969-12-31 23:59:59", "2100-03-01 00:00:00"] {
            assert_eq!(response_form(parse(text).unwrap()), text);
        }
        assert_eq!(contact_form(month_start(ms)), "2020-09-01T00:00:00.000000Z");
    }
}
