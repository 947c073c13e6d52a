//! How figures change over the periods: a straight line through all answers, and the last period against the ones before.
//!
//! Answers are taken as independent. The line runs over the days on which the periods begin, so that a period without
//! answers keeps its place.

use super::adjust::verdict;
use super::calendar::Period;
use super::compare::Apart;
use super::comparisons::{Tested, tested};
use super::counted::Group;
use super::group::{By, Key};
use super::metrics::Metric;
use super::metrics::count::Listed;
use super::permutation::{Powers, association};
use super::sample::Sample;
use super::sides::{Side, figures};
use super::stats::SMALL_SAMPLE;
use crate::model::summary::{LastPeriod, Slope, Trend};

/// Fewer periods make no line. Ours.
const FEWEST_PERIODS: usize = 3;

/// The trends of all figures, not adjusted yet; none with fewer than two periods. `groups` are those of the periods, in
/// order.
pub(super) fn trends(metrics: &[Metric], all: &Group, groups: &[Group], period: Period, listed: Listed) -> Vec<Trend> {
    let starts: Vec<f64> = groups.iter().filter_map(start).collect();
    let groups: Vec<&Group> = groups.iter().filter(|group| start(group).is_some()).collect();
    let mut out = Vec::new();
    let Some((last, earlier)) = groups.split_last().filter(|(_, earlier)| !earlier.is_empty()) else { return out };
    let key = By::Period(period).name(&last.key);
    for (place, metric) in metrics.iter().enumerate() {
        let Some(whole) = all.tallies.get(place) else { continue };
        let tallies = groups.iter().filter_map(|group| group.tallies.get(place));
        let mut sides: Vec<Side<'_>> = tallies.map(Side::of).collect();
        let before = earlier.iter().filter_map(|group| group.tallies.get(place)).collect();
        sides.push(Side { of: before, without: None });
        figures(&sides, &[whole], listed, &mut |(figure, choice), samples| {
            let Some((before, samples)) = samples.split_last() else { return };
            let Some(last) = samples.last() else { return };
            out.push(Trend {
                metric: metric.name(),
                question: metric.question.clone(),
                figure,
                choice: choice.map(str::to_owned),
                periods: samples.iter().fold(0, |sum, sample| sum.saturating_add(u64::from(sample.n() > 0))),
                n: samples.iter().fold(0, |sum, sample| sum.saturating_add(sample.n())),
                slope: slope(&starts, samples, period),
                last_period: last_period(key.clone(), before, last),
            });
        });
    }
    out
}

fn start(group: &Group) -> Option<f64> {
    if let Key::Period(start) = group.key { Some(start as f64) } else { None }
}

fn last_period(key: Option<String>, before: &Sample, last: &Sample) -> LastPeriod {
    let Tested { apart: Apart { n, values, difference, interval }, p } = tested(before, last);
    LastPeriod { key, n, values, difference, interval, p, p_adjusted: None, verdict: verdict(p, difference) }
}

/// The slope of the least squares line through all answers over the days, and its test; see [`association`].
fn slope(starts: &[f64], samples: &[Sample], period: Period) -> Slope {
    let answers = || {
        let both = starts.iter().zip(samples);
        both.flat_map(|(day, sample)| sample.answered().map(|(value, count)| (*day, value, count)))
    };
    let n: f64 = answers().map(|(.., count)| count).sum();
    let day = answers().map(|(day, _, count)| day * count).sum::<f64>() / n;
    let mean = answers().map(|(_, value, count)| value * count).sum::<f64>() / n;
    let days = Powers::of(answers().map(|(at, _, count)| (at - day, count)));
    let values = Powers::of(answers().map(|(_, value, count)| (value - mean, count)));
    let products: f64 = answers().map(|(at, value, count)| (at - day) * (value - mean) * count).sum();
    let length = match period {
        Period::Day => 1.0,
        Period::Week => 7.0,
        // The mean of 400 years.
        Period::Month => 146_097.0 / 4_800.0,
    };
    let per_period = (days.squares() > 0.0).then(|| products / days.squares() * length);
    let periods = samples.iter().filter(|sample| sample.n() > 0).count();
    let enough = n >= SMALL_SAMPLE as f64 && periods >= FEWEST_PERIODS;
    let p = enough.then(|| association(products, n, days, values));
    Slope { per_period, p, p_adjusted: None, verdict: verdict(p, per_period) }
}
