//! Whether two samples on one scale differ in their mean by more than chance: the permutation test of E. J. G. Pitman,
//! 1937.
//!
//! If both samples come from the same answers, every way to deal these answers to the two is equally likely. The p-value
//! is the share of these ways whose difference is at least as large as the one seen. So it is right for any shape of
//! answers and any two sizes: at most 5 % of surveys without a true difference have a p of 5 % or less. For two steps,
//! which is a share, it is Fisher's exact test.

use super::normal::beyond;

/// How many steps of work an exact p-value may take; about a millisecond. Ours.
const WORK: f64 = 300_000.0;

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
    let (drawn, n) = if first_n <= second_n { (first, first_n) } else { (second, second_n) };
    let both: Vec<u64> = first.iter().zip(second).map(|(first, second)| first.saturating_add(*second)).collect();
    let p = exact(&both, drawn, n).unwrap_or_else(|| {
        // Whether an answer is in the first sample is one value of the pair, and the answer the other.
        let steps = [(1.0, first), (0.0, second)].into_iter();
        let answers =
            steps.flat_map(|(x, counts)| counts.iter().enumerate().map(move |(y, n)| (x, y as f64, *n as f64)));
        association(&answers.collect::<Vec<_>>()).p
    });
    Some(p.min(1.0))
}

/// The exact p-value of the smaller sample, `drawn`, of `n` answers out of `both`; `None` when it takes too much work.
///
/// `ways` has a row for every number of answers off the mode, with a place for every sum of theirs: in how many ways they
/// can be drawn. The rest of the sample is of the mode. Sums are in steps above the lowest one that was answered.
fn exact(both: &[u64], drawn: &[u64], n: u64) -> Option<f64> {
    let all: u64 = both.iter().sum();
    let first = both.iter().position(|count| *count > 0)?;
    let range = both.iter().rposition(|count| *count > 0)?.saturating_sub(first);
    let steps = || both.iter().skip(first).enumerate().filter(|(_, count)| **count > 0);
    let (mode, of_mode) = steps().max_by_key(|(_, count)| **count)?;
    let off = usize::try_from(n.min(all.saturating_sub(*of_mode))).ok()?;
    let row = off.saturating_mul(range).saturating_add(1);
    if (off as f64) * (off as f64) * (row as f64) * (steps().count() as f64) > WORK {
        return None;
    }
    // Weights what is drawn, and the mode with its inverse, so that the numbers stay small.
    let odds = n as f64 / all.saturating_sub(n) as f64;
    let mut ways = vec![0.0; off.saturating_add(1).saturating_mul(row)];
    *ways.first_mut()? = 1.0;
    for (height, count) in steps().filter(|(height, _)| *height != mode) {
        for from in (0..ways.len()).rev() {
            let mut more = ways.get(from).copied()?;
            let (mut left, mut number, mut to) = (*count as f64, 1.0, from);
            while more > 0.0 {
                to = to.saturating_add(row).saturating_add(height);
                let Some(place) = ways.get_mut(to) else { break };
                more *= odds * left / number;
                *place += more;
                left -= 1.0;
                number += 1.0;
            }
        }
    }
    let sum = |counts: &[u64]| -> f64 {
        counts.iter().skip(first).enumerate().map(|(step, count)| step as f64 * *count as f64).sum()
    };
    let expected = sum(both) * (n as f64 / all as f64);
    let far = (sum(drawn) - expected).abs() - EQUAL * (1.0 + expected);
    let (mut beyond, mut total, mut weight, mut of_mode_drawn) = (0.0, 0.0, 1.0, n as f64);
    for sums in ways.chunks(row) {
        let of_mode_left = *of_mode as f64 - of_mode_drawn;
        if of_mode_left >= 0.0 {
            for (sum, ways) in sums.iter().enumerate() {
                total += ways * weight;
                let apart = sum as f64 + of_mode_drawn * mode as f64 - expected;
                beyond += if apart.abs() >= far { ways * weight } else { 0.0 };
            }
            weight *= of_mode_drawn / ((of_mode_left + 1.0) * odds);
        }
        of_mode_drawn -= 1.0;
    }
    Some(beyond / total)
}

/// The p-value of a linear association between the `x` and the `y` of some answers, given as `(x, y, count)`, if every
/// order of the `y` is equally likely.
///
/// The sum of products `Σ (x - x̄) (y - ȳ)` has then the variance `Σ(x - x̄)² Σ(y - ȳ)² / (n - 1)` and the third moment
/// `n Σ(x - x̄)³ Σ(y - ȳ)³ / ((n - 1) (n - 2))`. For shares and times this is the Cochran-Armitage test (1954, 1955), and
/// for scores N. Mantel's (1963), with his `n - 1`.
pub(super) fn association(answers: &[(f64, f64, f64)]) -> Association {
    let (mut n, mut x, mut y) = (0.0, 0.0, 0.0);
    for (of_x, of_y, count) in answers {
        n += count;
        x += count * of_x;
        y += count * of_y;
    }
    let (mut products, mut squares, mut cubes) = (0.0, (0.0, 0.0), (0.0, 0.0));
    for (of_x, of_y, count) in answers {
        let (of_x, of_y) = (of_x - x / n, of_y - y / n);
        products += count * of_x * of_y;
        squares = (squares.0 + count * of_x * of_x, squares.1 + count * of_y * of_y);
        cubes = (cubes.0 + count * of_x * of_x * of_x, cubes.1 + count * of_y * of_y * of_y);
    }
    let variance = squares.0 * squares.1 / (n - 1.0);
    let third = n * cubes.0 * cubes.1 / ((n - 1.0) * (n - 2.0));
    let deviation = variance.sqrt();
    let p = if variance > 0.0 { beyond(products / deviation, third / (variance * deviation)) } else { 1.0 };
    Association { n, slope: (squares.0 > 0.0).then(|| products / squares.0), p }
}

/// How two values go together.
pub(super) struct Association {
    /// The number of answers.
    pub(super) n: f64,
    /// How much `y` changes with each `x`, on the line of least squares; `None` if there is one `x` only.
    pub(super) slope: Option<f64>,
    /// The two-sided p-value.
    pub(super) p: f64,
}
