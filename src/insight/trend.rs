//! How figures change over the periods: a straight line through all answers, and the last period against the ones before.
//!
//! Answers are taken as independent. The line runs over the days on which the periods begin, so that a period without
//! answers keeps its place.

use super::adjust::verdict;
use super::calendar::Period;
use super::compare::samples;
use super::counted::Counted;
use super::group::{By, Key};
use super::metrics::count::Listed;
use super::permutation::{Association, association};
use super::pool::Group;
use super::query::Query;
use super::sides::{Named, Side, figures, sample};
use super::stats::SMALL_SAMPLE;
use crate::model::summary::{Against, Trend};

/// Fewer periods make no line. Ours.
const FEWEST_PERIODS: u64 = 3;

/// The trends of all figures, not adjusted yet; none with fewer than two periods.
pub(super) fn trends(query: &Query, counted: &Counted, period: Period, listed: Listed) -> Vec<Trend> {
    let mut out = Vec::new();
    let mut periods: Side<'_> = Vec::new();
    for group in counted.groups.iter().filter(|group| matches!(group.key, Key::Period(_))) {
        periods.push((group, true));
    }
    let Some((last, earlier)) = periods.split_last().filter(|(_, earlier)| !earlier.is_empty()) else { return out };
    for (place, metric) in query.metrics.iter().enumerate() {
        for named in figures(&[&counted.all], place) {
            let both = [core::slice::from_ref(last), earlier].map(|side| sample(side, place, named, listed));
            if let [Some(last_sample), Some(earlier)] = both {
                let mut last_period = samples(metric, named, [&last_sample, &earlier], Against::Earlier);
                last_period.a = By::Period(period).name(&last.0.key);
                out.push(line(&periods, place, named, (period, listed), last_period));
            }
        }
    }
    out
}

/// The line of least squares through the answers over the days, and its test; see [`association`].
fn line(
    periods: &[(&Group, bool)],
    place: usize,
    named: Named<'_>,
    (period, listed): (Period, Listed),
    last_period: crate::model::summary::GroupComparison,
) -> Trend {
    let mut answers = Vec::new();
    let mut filled = 0_u64;
    for side in periods.chunks(1) {
        if let (Some((Group { key: Key::Period(start), .. }, _)), Some(sample)) =
            (side.first(), sample(side, place, named, listed))
        {
            filled = filled.saturating_add(u64::from(sample.n() > 0));
            answers.extend(sample.answered().map(|(value, count)| (*start as f64, value, count)));
        }
    }
    let length = match period {
        Period::Day => 1.0,
        Period::Week => 7.0,
        // The mean of 400 years.
        Period::Month => 146_097.0 / 4_800.0,
    };
    let Association { n, slope, p } = association(&answers);
    let slope = slope.map(|slope| slope * length);
    let n = n as u64;
    let p = (n >= SMALL_SAMPLE && filled >= FEWEST_PERIODS).then_some(p);
    Trend {
        metric: last_period.metric,
        question: last_period.question.clone(),
        figure: last_period.figure,
        choice: last_period.choice.clone(),
        periods: filled,
        n,
        slope,
        p,
        p_adjusted: None,
        verdict: verdict(p, slope),
        last_period,
    }
}
