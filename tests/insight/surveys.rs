//! Surveys to count on: all that there are, and simulated ones, the same in every run.

use refiner_wasm::insight::sample::Sample;
use refiner_wasm::insight::stats::Estimate;

use super::pages::Rng;

/// How people answer on a scale: the share of each step.
pub struct Shape {
    pub name: &'static str,
    pub shares: &'static [f64],
}

/// What real questions get: piled up at an end of the scale, in the middle, at both ends, and with one outlier in a hundred.
pub const SHAPES: &[Shape] = &[
    Shape { name: "stars, happy", shares: &[0.01, 0.02, 0.05, 0.17, 0.75] },
    Shape { name: "stars, very happy", shares: &[0.01, 0.005, 0.01, 0.075, 0.9] },
    Shape { name: "stars, all but a few", shares: &[0.01, 0.0, 0.0, 0.04, 0.95] },
    Shape { name: "stars, all or nothing", shares: &[0.05, 0.0, 0.0, 0.0, 0.95] },
    Shape { name: "stars, two steps", shares: &[0.0, 0.0, 0.0, 0.2, 0.8] },
    Shape { name: "stars, in the middle", shares: &[0.1, 0.2, 0.4, 0.2, 0.1] },
    Shape { name: "stars, even", shares: &[0.2, 0.2, 0.2, 0.2, 0.2] },
    Shape { name: "stars, at both ends", shares: &[0.45, 0.05, 0.0, 0.05, 0.45] },
    Shape { name: "stars, unhappy", shares: &[0.8, 0.1, 0.05, 0.03, 0.02] },
    Shape { name: "effort, agreeing", shares: &[0.01, 0.01, 0.03, 0.05, 0.15, 0.3, 0.45] },
    Shape { name: "effort, easy", shares: &[0.01, 0.0, 0.01, 0.01, 0.02, 0.1, 0.85] },
    Shape { name: "to ten, usual", shares: &[0.02, 0.0, 0.01, 0.01, 0.01, 0.05, 0.05, 0.1, 0.2, 0.2, 0.35] },
    Shape { name: "to ten, at the top", shares: &[0.01, 0.0, 0.0, 0.0, 0.0, 0.01, 0.0, 0.02, 0.06, 0.1, 0.8] },
    Shape { name: "camps, usual", shares: &[0.2, 0.3, 0.5] },
    Shape { name: "camps, happy", shares: &[0.05, 0.15, 0.8] },
    Shape { name: "camps, two", shares: &[0.1, 0.0, 0.9] },
    Shape { name: "yes or no, even", shares: &[0.5, 0.5] },
    Shape { name: "yes or no, mostly", shares: &[0.1, 0.9] },
];

impl Shape {
    /// The true mean, on steps from 1.
    pub fn mean(&self) -> f64 {
        self.shares.iter().zip(1..).map(|(share, step)| share * f64::from(step)).sum()
    }

    pub fn estimate(&self, counts: &[u64]) -> Estimate {
        Sample::new(counts.to_vec(), 1.0, 1.0).estimate().expect("there are answers")
    }
}

pub fn same(first: &Shape, second: &Shape) -> bool {
    first.name == second.name
}

/// Draws surveys of `n` answers.
pub struct Survey {
    pub n: u64,
    rng: Rng,
}

impl Survey {
    pub fn new(n: u64) -> Survey {
        Survey { n, rng: Rng(n.wrapping_mul(7_919)) }
    }

    /// How often each step is answered.
    pub fn of(&mut self, shape: &Shape) -> Vec<u64> {
        let mut counts = vec![0; shape.shares.len()];
        let mut ends = Vec::new();
        for share in shape.shares {
            ends.push(ends.last().unwrap_or(&0.0) + share * 2_f64.powi(64));
        }
        for _ in 0..self.n {
            let drawn = self.rng.next() as f64;
            let step = ends.iter().rposition(|end| drawn >= *end).map_or(0, |step| step + 1);
            counts[step.min(shape.shares.len() - 1)] += 1;
        }
        counts
    }
}

/// Calls `take` with every way to spread `n` over so many steps.
pub fn enumerate(steps: usize, n: u64, take: &mut dyn FnMut(&[u64])) {
    fn from(counts: &mut Vec<u64>, steps: usize, left: u64, take: &mut dyn FnMut(&[u64])) {
        if counts.len() + 1 == steps {
            counts.push(left);
            take(counts);
            counts.pop();
            return;
        }
        for count in 0..=left {
            counts.push(count);
            from(counts, steps, left - count, take);
            counts.pop();
        }
    }
    from(&mut Vec::new(), steps, n, take);
}

/// How likely these counts are.
pub fn multinomial(counts: &[u64], shares: &[f64]) -> f64 {
    let mut likely = 1.0;
    let mut drawn = 0.0;
    for (count, share) in counts.iter().zip(shares) {
        for number in 1..=*count {
            drawn += 1.0;
            likely *= share * drawn / number as f64;
        }
    }
    likely
}
