//! Counts views, responses and completed responses, and their rates.
//!
//! `list_responses` omits views and partial responses unless called with `include: "all"`. A rate without them would be
//! a meaningless 100 %, so it is null until at least one row shows that they are listed.

use crate::insight::answer::{is_present, milliseconds};
use crate::insight::durations::Durations;
use crate::insight::memory::Budget;
use crate::insight::page_reader::Row;
use crate::insight::state::State;
use crate::insight::stats::{Estimate, SMALL_SAMPLE, share};
use crate::model::summary::{CountMetric, CountReport, Rate};

/// Rows counted by their state.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    rows: u64,
    views: u64,
    responses: u64,
    shown_responses: u64,
    completed: u64,
    seconds: Durations,
}

/// Which rates are meaningful, because the rows they need are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// A row without an answer was seen.
    pub views: bool,
    /// A row that is not completed was seen.
    pub partials: bool,
}

impl Counts {
    /// Counts a row. A new duration takes memory; see [`Durations::add`].
    #[inline]
    pub fn add(&mut self, row: Row<'_, '_>, budget: &mut Budget) {
        let head = row.head;
        let is = |yes: bool| u64::from(yes);
        let (shown, completed) = (is_present(head.last_shown_at), is_present(head.completed_at));
        let answered = head.has_answer || is_present(head.last_data_reception_at);
        let response = State::of(completed, answered) != State::Viewed;
        self.rows = self.rows.saturating_add(1);
        self.views = self.views.saturating_add(is(shown));
        self.responses = self.responses.saturating_add(is(response));
        self.shown_responses = self.shown_responses.saturating_add(is(response && shown));
        self.completed = self.completed.saturating_add(is(completed));
        if completed && let Some(seconds) = duration(row) {
            self.seconds.add(seconds, budget);
        }
    }

    /// What these rows show to be listed.
    pub fn listed(&self) -> Listed {
        Listed { views: self.rows > self.responses, partials: self.rows > self.completed }
    }

    /// `(responses, views)`: the rows shown that have an answer, and all rows shown.
    pub fn responded(&self, listed: Listed) -> Option<(u64, u64)> {
        listed.views.then_some((self.shown_responses, self.views))
    }

    /// `(completed, responses)`: the completed rows, and all rows with an answer.
    pub fn finished(&self, listed: Listed) -> Option<(u64, u64)> {
        listed.partials.then_some((self.completed, self.responses))
    }
}

/// The whole seconds from the first showing to completion.
pub(in crate::insight) fn duration(row: Row<'_, '_>) -> Option<u32> {
    let from = milliseconds(row.head.first_shown_at)?;
    let until = milliseconds(row.head.completed_at)?;
    let lasted = until.checked_sub(from).filter(|lasted| *lasted >= 0)?;
    Some(u32::try_from(lasted / 1_000).unwrap_or(u32::MAX))
}

fn rate((of, n): (u64, u64)) -> Option<Rate> {
    let Estimate { value, interval } = share(of, n)?;
    Some(Rate { n, value, interval: interval.into(), small_sample: n < SMALL_SAMPLE })
}

/// The report of the counts. `listed` describes all rows of the summary, not only those of a group.
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
