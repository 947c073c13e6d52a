//! A time zone, as a table of its offsets from UTC. This core knows no time zones: the caller asks the host.

use crate::json::value::Value;

/// The offsets of a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// `(from, offset)`: from when on, in milliseconds since 1970-01-01 UTC, local time is so many milliseconds ahead of
    /// UTC. Sorted. The first offset holds before it too, the last one for ever.
    changes: Vec<(i64, i64)>,
}

impl Zone {
    /// The zone with one offset, in minutes east of UTC.
    pub fn fixed(minutes: i64) -> Zone {
        Zone { changes: vec![(0, minutes.saturating_mul(60_000))] }
    }

    /// The zone with these offsets, each with the time from which on it holds; both in milliseconds. `None` when there
    /// are none, or when they are not in order of time.
    pub fn new(changes: Vec<(i64, i64)>) -> Option<Zone> {
        let is_sorted = changes.is_sorted_by(|(one, _), (next, _)| one < next);
        (is_sorted && !changes.is_empty()).then_some(Zone { changes })
    }

    /// Reads a list that has a time and an offset in turn; see [`new`](Zone::new).
    pub fn read(list: &Value) -> Option<Zone> {
        let Value::List(numbers) = list else { return None };
        let pair = |pair: &[Value]| match pair {
            [Value::Integer(from), Value::Integer(offset)] => Some((*from, *offset)),
            _ => None,
        };
        Zone::new(numbers.chunks(2).map(pair).collect::<Option<_>>()?)
    }

    /// The local time at a time, both in milliseconds: as if 1970-01-01 had begun here when it began in UTC.
    pub fn local(&self, milliseconds: i64) -> i64 {
        let place = self.changes.partition_point(|(from, _)| *from <= milliseconds).saturating_sub(1);
        let offset = self.changes.get(place).map_or(0, |(_, offset)| *offset);
        milliseconds.saturating_add(offset)
    }
}
