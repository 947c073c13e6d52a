//! Raking: weights for which several margins have their target shares.

/// At most how often each margin is adjusted. Ours.
const MOST_ROUNDS: u32 = 1_000;

/// The margins are met when no factor differs from 1 by more.
const ENOUGH: f64 = 1e-10;

/// Why there are no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// A group with a target has no answers.
    EmptyGroup,
    /// No weights meet all targets.
    NotConverged,
}

/// One weight for each stratum; the weights of all answers sum up to their number.
///
/// Iterative proportional fitting (W. E. Deming and F. F. Stephan, 1940): in turn, the weights of each group of each margin
/// are multiplied by what its share lacks to its target. `strata` has the number of answers of each stratum, and its group in
/// each margin; `targets` the shares of the groups of each margin.
pub fn rake(strata: &[(f64, Vec<usize>)], targets: &[Vec<f64>]) -> Result<Vec<f64>, Unmet> {
    let n: f64 = strata.iter().map(|(n, _)| n).sum();
    let mut weights = vec![1.0; strata.len()];
    for _ in 0..MOST_ROUNDS {
        let mut farthest = 0.0_f64;
        for (margin, targets) in targets.iter().enumerate() {
            let group_of = |groups: &Vec<usize>| groups.get(margin).copied().unwrap_or(usize::MAX);
            let all: f64 = targets.iter().sum();
            let mut sums = vec![0.0; targets.len()];
            for ((n, groups), weight) in strata.iter().zip(&weights) {
                if let Some(sum) = sums.get_mut(group_of(groups)) {
                    *sum += n * weight;
                }
            }
            if sums.iter().any(|sum| *sum <= 0.0) {
                return Err(Unmet::EmptyGroup);
            }
            let factors: Vec<f64> = targets.iter().zip(&sums).map(|(target, sum)| target / all * n / sum).collect();
            for ((_, groups), weight) in strata.iter().zip(&mut weights) {
                *weight *= factors.get(group_of(groups)).copied().unwrap_or(1.0);
            }
            farthest = factors.iter().fold(farthest, |farthest, factor| farthest.max((factor - 1.0).abs()));
        }
        if farthest < ENOUGH {
            return Ok(weights);
        }
    }
    Err(Unmet::NotConverged)
}
