//! Compares two samples, and two groups: the difference, its 95 % interval, and whether that excludes zero.
//!
//! The samples are taken as independent. At 95 %, about one in twenty true nulls looks significant, so comparing many
//! choices or groups finds some that do: [`comparisons`](super::comparisons) tests many together.

use super::metrics::count::Listed;
use super::metrics::{Metric, Tally};
use super::sample::Sample;
use super::sides::{Named, Side, figures};
use super::stats::{SMALL_SAMPLE, difference};
use crate::model::summary::{Difference, Interval};

/// The difference of two samples.
pub(super) struct Apart {
    /// Their sizes.
    pub(super) n: [u64; 2],
    /// Their means.
    pub(super) values: [Option<f64>; 2],
    /// The second mean minus the first.
    pub(super) difference: Option<f64>,
    /// Its interval.
    pub(super) interval: Option<Interval>,
}

/// Compares two samples. The interval comes from those of the two means; see [`difference`] and [`Sample::estimate`].
pub(super) fn apart(first: &Sample, second: &Sample) -> Apart {
    let both = [first, second];
    let estimates = both.map(Sample::estimate);
    let [first, second] = estimates;
    let apart = first.zip(second).map(|(first, second)| difference(first, second));
    Apart {
        n: both.map(Sample::n),
        values: estimates.map(|estimate| estimate.map(|estimate| estimate.value)),
        difference: apart.map(|apart| apart.value),
        interval: apart.map(|apart| apart.interval.into()),
    }
}

/// Appends the differences between two tallies of one metric.
pub(super) fn tallies(metric: &Metric, first: &Tally, second: &Tally, listed: Listed, out: &mut Vec<Difference>) {
    let sides = [Side::of(first), Side::of(second)];
    figures(&sides, &[first, second], listed, &mut |name, samples| {
        if let [first, second] = samples.as_slice() {
            out.push(compared(metric, name, first, second));
        }
    });
}

fn compared(metric: &Metric, (figure, choice): Named<'_>, first: &Sample, second: &Sample) -> Difference {
    let Apart { n, values, difference, interval } = apart(first, second);
    Difference {
        metric: metric.name(),
        question: metric.question.clone(),
        figure,
        choice: choice.map(str::to_owned),
        n,
        values,
        difference,
        interval,
        significant: interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0),
        small_sample: n.into_iter().any(|n| n < SMALL_SAMPLE),
    }
}
