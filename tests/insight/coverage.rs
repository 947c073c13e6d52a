//! Intervals hold the true figure as often as they say: exact enumeration of all surveys where there are few, and 100,000
//! simulated surveys with fixed seeds where there are many.

use std::collections::HashMap;

use refiner_wasm::insight::sample::Sample;
use refiner_wasm::insight::stats::{Estimate, Interval, difference, share};

use super::surveys::{SHAPES, Shape, Survey, enumerate, multinomial, same};

fn nps(detractors: u64, passives: u64, promoters: u64) -> Estimate {
    Sample::new(vec![detractors, passives, promoters], -100.0, 100.0).estimate().unwrap()
}

/// All trinomial surveys of `n`, with their intervals.
fn all_nps(n: u64) -> Vec<([u64; 3], Estimate)> {
    let mut all = Vec::new();
    enumerate(3, n, &mut |counts| all.push(([counts[0], counts[1], counts[2]], nps(counts[0], counts[1], counts[2]))));
    all
}

/// The worst coverage over a grid of true shares, its edges included, where one or two camps are empty.
fn worst(n: u64, steps: u64) -> (f64, [u64; 3]) {
    let surveys = all_nps(n);
    let mut worst = (1.0, [0; 3]);
    enumerate(3, steps, &mut |cell| {
        let shares: Vec<f64> = cell.iter().map(|part| *part as f64 / steps as f64).collect();
        let truth = 100.0 * (shares[2] - shares[0]);
        let holds = |interval: Interval| interval.0 <= truth + 1e-9 && truth <= interval.1 + 1e-9;
        let coverage: f64 = surveys
            .iter()
            .filter(|(_, estimate)| holds(estimate.interval))
            .map(|(counts, _)| multinomial(counts, &shares))
            .sum();
        if coverage < worst.0 {
            worst = (coverage, [cell[0], cell[1], cell[2]]);
        }
    });
    worst
}

#[test]
fn an_nps_is_covered_in_every_cell_of_a_grid_of_five_percent() {
    for n in [10, 20, 30, 50, 100] {
        let (coverage, cell) = worst(n, 20);
        assert!(coverage >= 0.93, "{n} answers, {cell:?} of 20: {coverage}");
    }
}

#[test]
fn an_nps_is_covered_in_every_cell_of_a_grid_of_one_percent() {
    for n in [10, 20, 30] {
        let (coverage, cell) = worst(n, 100);
        assert!(coverage >= 0.90, "{n} answers, {cell:?} percent: {coverage}");
    }
}

/// Tango's own equation (Statistics in Medicine 17, 1998): how many deviations a difference of two shares is off, when `b`
/// of `n` say the one and `c` the other.
fn tango(b: f64, c: f64, n: f64, difference: f64) -> f64 {
    let (first, second) = (2.0 * n, (2.0 * n - b + c) * difference - b - c);
    let third = -c * difference * (1.0 - difference);
    let share = ((second * second - 4.0 * first * third).max(0.0).sqrt() - second) / (2.0 * first);
    (b - c - n * difference) / (n * (2.0 * share + difference * (1.0 - difference))).sqrt()
}

#[test]
fn the_ends_of_an_nps_solve_the_equation_of_tango() {
    for ([detractors, passives, promoters], Estimate { interval, .. }) in all_nps(14) {
        let n = (detractors + passives + promoters) as f64;
        for (end, expected) in [(interval.0, 2.160_369), (interval.1, -2.160_369)] {
            if end.abs() < 100.0 {
                let found = tango(promoters as f64, detractors as f64, n, end / 100.0);
                assert!((found - expected).abs() < 1e-3, "{detractors} {passives} {promoters}: {end} is {found} off");
            }
        }
    }
}

/// The places of a better answer: each of the counts, with one answer a step higher.
fn better(counts: &[u64]) -> Vec<Vec<u64>> {
    let steps = (1..counts.len()).filter(|step| counts[step - 1] > 0);
    steps
        .map(|step| {
            let mut better = counts.to_vec();
            better[step - 1] -= 1;
            better[step] += 1;
            better
        })
        .collect()
}

#[test]
fn no_better_answer_lowers_an_end() {
    for (steps, n) in [(3, 40), (3, 100), (5, 9), (5, 14), (11, 5)] {
        let mut all: HashMap<Vec<u64>, Interval> = HashMap::new();
        enumerate(steps, n, &mut |counts| {
            let Estimate { value, interval } = Sample::new(counts.to_vec(), 1.0, 1.0).estimate().unwrap();
            assert!(1.0 <= interval.0 && interval.0 <= value && value <= interval.1, "{counts:?} {interval:?}");
            assert!(interval.1 <= steps as f64, "{counts:?} {interval:?}");
            all.insert(counts.to_vec(), interval);
        });
        for (counts, interval) in &all {
            for better in better(counts) {
                let now = all[&better];
                assert!(now.0 >= interval.0 - 1e-9 && now.1 >= interval.1 - 1e-9, "{counts:?} {interval:?} {now:?}");
            }
        }
    }
    assert!(nps(0, 1, 99).interval.0 < nps(0, 0, 100).interval.0);
}

#[test]
fn means_of_every_shape_are_covered() {
    for shape in SHAPES {
        for (n, surveys) in [(10, 20_000), (20, 20_000), (30, 20_000), (50, 100_000), (100, 10_000), (300, 4_000)] {
            let mut known = HashMap::new();
            let mut survey = Survey::new(n);
            let held = (0..surveys).filter(|_| {
                let counts = survey.of(shape);
                let interval = known.entry(counts).or_insert_with_key(|counts| shape.estimate(counts).interval);
                interval.0 <= shape.mean() + 1e-9 && shape.mean() <= interval.1 + 1e-9
            });
            let coverage = held.count() as f64 / f64::from(surveys);
            assert!(coverage >= 0.93, "{} at {n}: {coverage}", shape.name);
        }
    }
}

/// Wilson's interval promises 95 % on average, and no less than 91 % for any share from 5 % to 95 %.
#[test]
fn shares_are_covered() {
    for n in [10_u64, 20, 30, 50, 100, 500] {
        let mut sum = 0.0;
        for percent in 5..=95 {
            let truth = f64::from(percent) / 100.0;
            let coverage: f64 = (0..=n)
                .filter(|of| {
                    let Interval(low, high) = share(*of, n).unwrap().interval;
                    low <= truth + 1e-12 && truth <= high + 1e-12
                })
                .map(|of| multinomial(&[n - of, of], &[1.0 - truth, truth]))
                .sum();
            assert!(coverage >= 0.91, "{n} answers, {percent} percent: {coverage}");
            sum += coverage;
        }
        assert!((sum / 91.0 - 0.95).abs() < 0.01, "{n} answers: {} on average", sum / 91.0);
    }
}

/// The difference of two independent means on one scale is covered, whatever the two shapes and sizes.
#[test]
fn differences_are_covered() {
    for (first, second) in SHAPES.iter().flat_map(|first| SHAPES.iter().map(move |second| (first, second))) {
        if first.shares.len() != second.shares.len() {
            continue;
        }
        let truth = second.mean() - first.mean();
        for sizes in [(5, 25), (20, 20), (100, 500)] {
            let mut known: HashMap<Vec<u64>, Estimate> = HashMap::new();
            let mut survey = Survey::new(sizes.0 + sizes.1);
            let mut estimate = |shape: &Shape, n: u64| {
                survey.n = n;
                *known.entry(survey.of(shape)).or_insert_with_key(|counts| shape.estimate(counts))
            };
            let surveys = if same(first, second) { 5_000 } else { 2_000 };
            let held = (0..surveys).filter(|_| {
                let (first, second) = (estimate(first, sizes.0), estimate(second, sizes.1));
                let Interval(low, high) = difference(first, second).interval;
                low <= truth + 1e-9 && truth <= high + 1e-9
            });
            let coverage = held.count() as f64 / f64::from(surveys);
            assert!(coverage >= 0.93, "{} and {} at {sizes:?}: {coverage}", first.name, second.name);
        }
    }
}
