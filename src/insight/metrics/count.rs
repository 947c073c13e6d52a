//! How many saw a survey, began it and completed it.
//!
//! `list_responses` leaves out views and partial answers unless it is asked with `include: "all"`. A rate made without them
//! would be 100 % and mean nothing, so it is null until at least one row shows that they are listed.

use crate::insight::answer::{is_there, milliseconds};
use crate::insight::durations::Durations;
use crate::insight::page_reader::Row;
use crate::insight::state::State;
use crate::insight::stats::{Estimate, SMALL_SAMPLE, share};
use crate::model::summary::{CountMetric, CountReport, Rate};

/// Rows by how far they got.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    rows: u64,
    views: u64,
    responses: u64,
    shown_responses: u64,
    completed: u64,
    seconds: Durations,
}

/// Which rates can be told: whether rows were met that make them mean something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Rows without any answer.
    pub views: bool,
    /// Rows that are not completed.
    pub partials: bool,
}

impl Counts {
    /// Counts a row.
    #[inline]
    pub fn add(&mut self, row: Row<'_, '_>) {
        let head = row.head;
        let is = |yes: bool| u64::from(yes);
        let (shown, completed) = (is_there(head.last_shown_at), is_there(head.completed_at));
        let answered = head.has_answer || is_there(head.last_data_reception_at);
        let response = State::of(completed, answered) != State::Viewed;
        self.rows = self.rows.saturating_add(1);
        self.views = self.views.saturating_add(is(shown));
        self.responses = self.responses.saturating_add(is(response));
        self.shown_responses = self.shown_responses.saturating_add(is(response && shown));
        self.completed = self.completed.saturating_add(is(completed));
        if completed && let Some(seconds) = duration(row) {
            self.seconds.add(seconds);
        }
    }

    /// What is listed among these rows.
    pub fn listed(&self) -> Listed {
        Listed { views: self.rows > self.responses, partials: self.rows > self.completed }
    }

    /// Of how many shown rows how many have an answer.
    pub fn responded(&self, listed: Listed) -> Option<(u64, u64)> {
        listed.views.then_some((self.shown_responses, self.views))
    }

    /// Of how many rows with an answer how many are completed.
    pub fn finished(&self, listed: Listed) -> Option<(u64, u64)> {
        listed.partials.then_some((self.completed, self.responses))
    }
}

fn duration(row: Row<'_, '_>) -> Option<u32> {
    let from = milliseconds(row.head.first_shown_at)?;
    let until = milliseconds(row.head.completed_at)?;
    let lasted = until.checked_sub(from).filter(|lasted| *lasted >= 0)?;
    Some(u32::try_from(lasted / 1_000).unwrap_or(u32::MAX))
}

fn rate((of, n): (u64, u64)) -> Option<Rate> {
    let Estimate { value, interval } = share(of, n)?;
    Some(Rate { n, value, interval: interval.into(), small_sample: n < SMALL_SAMPLE })
}

/// The report on the counts. `listed` is of all rows together, not only of a group's.
pub fn report(counts: &Counts, listed: Listed) -> CountReport {
    CountReport {
        metric: CountMetric::Count,
        n: counts.rows,
        small_sample: counts.rows < SMALL_SAMPLE,
        views: counts.views,
        responses: counts.responses,
        partials: counts.responses.saturating_sub(counts.completed),
        completed: counts.completed,
        response_rate: counts.responded(listed).and_then(rate),
        completion_rate: counts.finished(listed).and_then(rate),
        median_seconds: counts.seconds.median(),
        median_exact: counts.seconds.is_exact(),
    }
}
