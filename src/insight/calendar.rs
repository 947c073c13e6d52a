//! Days, ISO weeks and months, as numbers that sort and as text.

use crate::json::concat::padded;
use crate::json::text;
use crate::schema::time::days_from_civil;

/// A kind of calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A day, from midnight to midnight.
    Day,
    /// A week from Monday on (ISO 8601).
    Week,
    /// A month of the Gregorian calendar.
    Month,
}

impl Period {
    /// The first day of the period that contains a local time, in days since 1970-01-01. The time is in milliseconds; see
    /// [`Zone::local`](super::zone::Zone::local).
    pub fn start(self, local: i64) -> i64 {
        self.first_day(local.div_euclid(86_400_000))
    }

    /// The first day of the period before the one that starts on a day.
    pub fn previous(self, start: i64) -> i64 {
        self.first_day(start.saturating_sub(1))
    }

    /// The first day of the period that contains a day.
    fn first_day(self, day: i64) -> i64 {
        match self {
            Period::Day => day,
            // 1970-01-01 was a Thursday.
            Period::Week => day.saturating_sub(day.saturating_add(3).rem_euclid(7)),
            Period::Month => day.saturating_sub(civil(day).2.saturating_sub(1)),
        }
    }

    /// The name of the period that starts on a day: `2026-01-31`, `2026-W05` or `2026-01`.
    pub fn name(self, start: i64) -> String {
        match self {
            Period::Day => date(start),
            Period::Week => {
                // A week belongs to the year of its Thursday.
                let thursday = start.saturating_add(3);
                let (year, _, _) = civil(thursday);
                let new_year = days_from_civil(year, 1, 1).unwrap_or(thursday);
                let week = (thursday.saturating_sub(new_year) / 7).saturating_add(1);
                text!(padded(year, 4), "-W", padded(week, 2))
            }
            Period::Month => {
                let (year, month, _) = civil(start);
                text!(padded(year, 4), "-", padded(month, 2))
            }
        }
    }
}

/// Writes a day, given in days since 1970-01-01, as `2026-01-31`.
pub fn date(day: i64) -> String {
    let (year, month, day) = civil(day);
    text!(padded(year, 4), "-", padded(month, 2), "-", padded(day, 2))
}

/// Year, month and day of a day given in days since 1970-01-01 (Howard Hinnant's civil_from_days).
pub fn civil(day: i64) -> (i64, i64, i64) {
    // Counts days and years from the first of March of year 0, in eras of 400 years.
    let day = day.saturating_add(719_468);
    let era = day.div_euclid(146_097);
    let day = day.rem_euclid(146_097);
    let leaps = (day / 1_460).saturating_sub(day / 36_524).saturating_add(day / 146_096);
    let year = day.saturating_sub(leaps) / 365;
    let years_days = year.saturating_mul(365).saturating_add(year / 4).saturating_sub(year / 100);
    let day = day.saturating_sub(years_days);
    let month = day.saturating_mul(5).saturating_add(2) / 153;
    let day = day.saturating_sub(month.saturating_mul(153).saturating_add(2) / 5).saturating_add(1);
    let year = year.saturating_add(era.saturating_mul(400));
    let january = month >= 10;
    (
        year.saturating_add(i64::from(january)),
        if january { month.saturating_sub(9) } else { month.saturating_add(3) },
        day,
    )
}
