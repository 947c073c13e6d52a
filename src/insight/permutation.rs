//! Whether two samples on one scale differ in their mean by more than chance: the permutation test of E. J. G. Pitman,
//! 1937.
//!
//! If both samples come from the same answers, every way to deal these answers to the two is equally likely. The p-value
//! is the share of these ways whose difference is at least as large as the one seen. So it is right for any shape of
//! answers and any two sizes: at most 5 % of surveys without a true difference have a p of 5 % or less. For two steps,
//! which is a share, it is Fisher's exact test.

use super::normal::beyond;

/// How many steps of work an exact p-value may take; about a millisecond. Ours.
const WORK: f64 = 500_000.0;

/// Differences closer than this are equal.
const EQUAL: f64 = 1e-9;

/// The two-sided p-value of two samples, each given as how often every step of the scale was answered; `None` when one
/// is empty.
///
/// Exact as long as few answers differ from the most frequent one, or one sample is small. Otherwise by the first three
/// moments of the same distribution (Pitman; the skewness matters when the sizes differ much).
pub fn p_value(first: &[u64], second: &[u64]) -> Option<f64> {
    let [first_n, second_n] = [first, second].map(|counts| counts.iter().sum::<u64>());
    if first_n == 0 || second_n == 0 {
        return None;
    }
    let drawn = if first_n <= second_n { first } else { second };
    let n = first_n.min(second_n);
    let both: Vec<u64> = first.iter().zip(second).map(|(first, second)| first.saturating_add(*second)).collect();
    let pool = Pool::of(&both, drawn, n, first_n.max(second_n));
    Some(pool.exact(&both).unwrap_or_else(|| pool.by_moments(&both)).min(1.0))
}

/// The answers of both samples, and the smaller one as drawn from them.
struct Pool {
    /// The size of the smaller sample.
    n: u64,
    /// The size of both together.
    all: u64,
    /// The lowest and the highest step that was answered.
    ends: (usize, usize),
    /// The most frequent step.
    mode: usize,
    /// How many different steps were answered.
    different: usize,
    /// The sum of the smaller sample, in steps above the lowest one, and what is expected of it.
    sum: f64,
    expected: f64,
}

impl Pool {
    fn of(both: &[u64], drawn: &[u64], n: u64, others: u64) -> Pool {
        let answered = || both.iter().enumerate().filter(|(_, count)| **count > 0).map(|(step, _)| step);
        let ends = (answered().next().unwrap_or_default(), answered().last().unwrap_or_default());
        let sum = |counts: &[u64]| -> f64 {
            counts.iter().skip(ends.0).enumerate().map(|(step, count)| step as f64 * *count as f64).sum()
        };
        let all = n.saturating_add(others);
        Pool {
            n,
            all,
            ends,
            mode: answered().max_by_key(|step| both.get(*step)).unwrap_or_default(),
            different: answered().count(),
            sum: sum(drawn),
            expected: sum(both) * (n as f64 / all as f64),
        }
    }

    /// The exact p-value; `None` when it takes too much work.
    ///
    /// `ways` counts, for every number of answers off the mode and every sum of theirs, in how many ways these can be
    /// drawn. The rest of the sample is of the mode.
    fn exact(&self, both: &[u64]) -> Option<f64> {
        let of_mode = both.get(self.mode).copied().unwrap_or_default();
        let most = usize::try_from(self.n.min(self.all.saturating_sub(of_mode))).ok()?;
        let range = self.ends.1.saturating_sub(self.ends.0);
        if (most as f64) * (most as f64) * (most as f64) * (range as f64) * (self.different as f64) > WORK {
            return None;
        }
        let (n, others) = (self.n as f64, self.all.saturating_sub(self.n) as f64);
        // Keeps the numbers small. What is drawn is weighted with it, and the mode with its inverse.
        let odds = n / others;
        let row = vec![0.0; most.saturating_mul(range).saturating_add(1)];
        let mut ways = vec![row; most.saturating_add(1)];
        *ways.first_mut()?.first_mut()? = 1.0;
        for (step, count) in both.iter().enumerate().skip(self.ends.0).filter(|(step, _)| *step != self.mode) {
            draw(&mut ways, step.saturating_sub(self.ends.0), range, *count, odds);
        }
        let mode = self.mode.saturating_sub(self.ends.0) as f64;
        let far = (self.sum - self.expected).abs() - EQUAL * (1.0 + self.expected);
        let (mut beyond, mut total, mut weight) = (0.0, 0.0, 1.0);
        for (off, sums) in ways.iter().enumerate() {
            let of_mode_drawn = n - off as f64;
            if of_mode_drawn > of_mode as f64 {
                continue;
            }
            for (sum, ways) in sums.iter().enumerate() {
                total += ways * weight;
                if (sum as f64 + of_mode_drawn * mode - self.expected).abs() >= far {
                    beyond += ways * weight;
                }
            }
            weight *= of_mode_drawn / ((of_mode as f64 - of_mode_drawn + 1.0) * odds);
        }
        Some(beyond / total)
    }

    /// The p-value by the mean, variance and skewness of the sum.
    fn by_moments(&self, both: &[u64]) -> f64 {
        let (n, all) = (self.n as f64, self.all as f64);
        let others = all - n;
        let mean = self.expected / n;
        let apart = both.iter().skip(self.ends.0).enumerate().map(|(step, count)| (step as f64 - mean, *count as f64));
        // Whether an answer is in the smaller sample, 1 or 0, is the other value of the pair.
        let drawn = [(others / all, n), (0.0 - n / all, others)];
        association(self.sum - self.expected, all, Powers::of(drawn.into_iter()), Powers::of(apart))
    }
}

/// The sums of the squares and of the cubes of how far values are from their mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Powers {
    squares: f64,
    cubes: f64,
}

impl Powers {
    /// Of distances, each with how often it is there.
    pub(super) fn of(distances: impl Iterator<Item = (f64, f64)>) -> Powers {
        distances.fold(Powers::default(), |sum, (apart, count)| Powers {
            squares: sum.squares + count * apart * apart,
            cubes: sum.cubes + count * apart * apart * apart,
        })
    }

    /// The sum of the squares.
    pub(super) fn squares(self) -> f64 {
        self.squares
    }
}

/// The p-value of the sum of products `Σ (x - x̄) (y - ȳ)` over `n` pairs, if every order of the `y` is equally likely.
///
/// Its variance is then `Σ(x - x̄)² Σ(y - ȳ)² / (n - 1)`, and its third moment `n Σ(x - x̄)³ Σ(y - ȳ)³ / ((n - 1) (n - 2))`.
/// For shares and times this is the Cochran-Armitage test (1954, 1955), and for scores N. Mantel's (1963), with his `n - 1`.
pub(super) fn association(products: f64, n: f64, x: Powers, y: Powers) -> f64 {
    let variance = x.squares * y.squares / (n - 1.0);
    if variance <= 0.0 {
        return 1.0;
    }
    let third = n * x.cubes * y.cubes / ((n - 1.0) * (n - 2.0));
    let deviation = variance.sqrt();
    beyond(products / deviation, third / (variance * deviation))
}

/// Adds the draws from the `count` answers of one step, which is `height` above the lowest.
fn draw(ways: &mut [Vec<f64>], height: usize, range: usize, count: u64, odds: f64) {
    for drawn in (0..ways.len()).rev() {
        let Some((before, after)) = ways.split_at_mut_checked(drawn.saturating_add(1)) else { return };
        let Some(before) = before.last() else { return };
        let sums = drawn.saturating_mul(range).saturating_add(1);
        let mut weight = 1.0;
        let mut left = count as f64;
        for (more, after) in after.iter_mut().enumerate() {
            let more = more.saturating_add(1);
            weight *= left / more as f64 * odds;
            left -= 1.0;
            if weight <= 0.0 {
                break;
            }
            for (after, before) in after.iter_mut().skip(more.saturating_mul(height)).zip(before.iter().take(sums)) {
                *after += before * weight;
            }
        }
    }
}
