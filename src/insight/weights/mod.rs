//! Weights: answers count as much as their group's share among all whom the survey is about.
//!
//! What weight an answer has is known only at the end. So each group of the summary counts the answers of each stratum, that
//! is of each combination of target groups, by themselves.

mod plan;
pub mod raking;

use super::group::By;
use super::metrics::{Metric, Tally};
use super::page_reader::Row;
use super::scores::Scores;
use super::stats::SMALL_SAMPLE;
use super::zone::Zone;
use crate::model::summary::{WeightProblem, Weighted};
use raking::{Unmet, rake};

/// What answers are weighted by.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    margins: Vec<Margin>,
}

#[derive(Clone, Debug)]
struct Margin {
    by: By,
    /// Keys and shares.
    targets: Vec<(String, f64)>,
}

/// The number and the weight of each stratum, or why there are none.
pub(super) type Weights = Result<Vec<(usize, f64)>, Unmet>;

/// The tallies of each stratum that has responses, sorted by its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Strata(Vec<(usize, Vec<Tally>)>);

/// Weighted counts are kept in millionths of an answer.
const UNIT: f64 = 1e-6;

impl Plan {
    /// The number of the stratum of a response; `None` if it has no target, or several.
    pub(super) fn stratum(&self, row: Row<'_, '_>, zone: &Zone) -> Option<usize> {
        self.margins.iter().try_fold(0_usize, |number, margin| {
            let (mut found, mut several) = (None, false);
            margin.by.keys(row, zone, &mut |key| {
                let name = margin.by.name(key);
                several |= found.is_some();
                found = margin.targets.iter().position(|(key, _)| Some(key) == name.as_ref());
            });
            let place = found.filter(|_| !several)?;
            Some(number.saturating_mul(margin.targets.len()).saturating_add(place))
        })
    }

    /// The groups of a stratum, one of each margin.
    fn groups(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let mut groups: Vec<usize> = Vec::new();
        for margin in self.margins.iter().rev() {
            let of = margin.targets.len().max(1);
            groups.push(rest.checked_rem(of).unwrap_or_default());
            rest = rest.checked_div(of).unwrap_or_default();
        }
        groups.reverse();
        groups
    }

    /// The weights of one metric, by its position, that `whole`, the answers of all responses, need: one for each stratum that
    /// has answers, sorted by its number. Once a report, as it takes a while.
    pub(super) fn weights(&self, metric: usize, whole: &Strata) -> Weights {
        let answered: Vec<(usize, &Scores)> = whole.scores(metric).filter(|(_, scores)| scores.n() > 0).collect();
        let strata: Vec<(f64, Vec<usize>)> =
            answered.iter().map(|(number, scores)| (scores.n() as f64, self.groups(*number))).collect();
        let targets: Vec<Vec<f64>> =
            self.margins.iter().map(|margin| margin.targets.iter().map(|(_, share)| *share).collect()).collect();
        let weights = rake(&strata, &targets)?;
        Ok(answered.iter().map(|(number, _)| *number).zip(weights).collect())
    }

    /// The weighted score of one metric, by its position, with its `weights`: of a group whose answers have these `strata`. `all`
    /// are all scores of the group.
    pub(super) fn weighted(metric: usize, all: &Tally, strata: &Strata, weights: &Weights) -> Option<Weighted> {
        let Tally::Scores(kind, scores) = all else { return None };
        let own: Vec<(usize, &Scores)> = strata.scores(metric).filter(|(_, scores)| scores.n() > 0).collect();
        let n: u64 = own.iter().map(|(_, scores)| scores.n()).sum();
        let mut report = Weighted {
            n,
            without_target: scores.n().saturating_sub(n),
            value: None,
            interval: None,
            effective_n: None,
            design_effect: None,
            small_sample: true,
            problem: None,
        };
        if n == 0 {
            return Some(report);
        }
        let weights = match weights {
            Ok(weights) => weights,
            Err(unmet) => {
                report.problem = Some(match unmet {
                    Unmet::EmptyGroup => WeightProblem::EmptyGroup,
                    Unmet::NotConverged => WeightProblem::NotConverged,
                });
                return Some(report);
            }
        };
        let weight_of = |number: usize| {
            let place = weights.binary_search_by_key(&number, |(number, _)| *number).ok();
            place.and_then(|place| weights.get(place)).map_or(0.0, |(_, weight)| *weight)
        };
        let (mut sum, mut squares) = (0.0, 0.0);
        let mut counts = vec![0.0; scores.scale().steps()];
        for (number, scores) in own {
            let (weight, n) = (weight_of(number), scores.n() as f64);
            sum += weight * n;
            squares += weight * weight * n;
            for (sum, count) in counts.iter_mut().zip(scores.counts()) {
                *sum += weight * *count as f64;
            }
        }
        let effective = sum * sum / squares;
        let scaled = counts.iter().map(|count| (count / sum * effective / UNIT).round() as u64).collect();
        let estimate = kind.sample(&Scores::of(scores.scale(), scaled)).in_units(UNIT).estimate();
        report.value = estimate.map(|estimate| estimate.value);
        report.interval = estimate.map(|estimate| estimate.interval.into());
        report.effective_n = Some(effective);
        report.design_effect = Some(n as f64 / effective);
        report.small_sample = effective < SMALL_SAMPLE as f64;
        Some(report)
    }
}

impl Strata {
    /// The tallies of a stratum, empty at first.
    pub(super) fn of(&mut self, metrics: &[Metric], number: usize) -> &mut [Tally] {
        let place = match self.0.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(place) => place,
            Err(place) => {
                self.0.insert(place, (number, metrics.iter().map(Metric::tally).collect()));
                place
            }
        };
        self.0.get_mut(place).map_or(&mut [], |(_, tallies)| tallies)
    }

    /// Whether a stratum has responses already.
    pub(super) fn has(&self, number: usize) -> bool {
        self.0.binary_search_by_key(&number, |(number, _)| *number).is_ok()
    }

    fn scores(&self, metric: usize) -> impl Iterator<Item = (usize, &Scores)> {
        self.0.iter().filter_map(move |(number, tallies)| match tallies.get(metric) {
            Some(Tally::Scores(_, scores)) => Some((*number, scores)),
            _ => None,
        })
    }
}
