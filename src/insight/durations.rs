//! The median of many durations, in bounded memory.

use super::memory::Budget;

/// How many different durations are kept exactly.
const MAX_EXACT: usize = 1_024;

/// A histogram of durations in whole seconds.
///
/// Exact for up to 1,024 different durations. Beyond that, durations of 256 seconds and longer are rounded to the
/// middle of steps no wider than 1/128 of their size, so the median's error is at most 0.4 %. There are at most 3,328
/// such steps up to 2³² seconds.
#[derive(Clone, Debug, Default)]
pub struct Durations {
    /// `(seconds, count)`, sorted by seconds.
    counts: Vec<(u32, u32)>,
    coarse: bool,
}

impl Durations {
    /// Counts a duration, unless the host refuses the memory for it; `budget` remembers that.
    #[inline]
    pub fn add(&mut self, seconds: u32, budget: &mut Budget) {
        let seconds = if self.coarse { coarse(seconds) } else { seconds };
        match self.counts.binary_search_by_key(&seconds, |(known, _)| *known) {
            Ok(place) => {
                if let Some((_, count)) = self.counts.get_mut(place) {
                    *count = count.saturating_add(1);
                }
            }
            Err(place) if budget.has_room(self.counts.len().saturating_mul(16)) => {
                self.counts.insert(place, (seconds, 1));
            }
            Err(_) => return,
        }
        if !self.coarse && self.counts.len() > MAX_EXACT {
            self.coarsen();
        }
    }

    /// The number of durations.
    pub fn n(&self) -> u64 {
        self.counts.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    /// Whether the median is exact.
    pub fn is_exact(&self) -> bool {
        !self.coarse
    }

    /// The median in seconds: the middle duration, or the mean of the two in the middle.
    pub fn median(&self) -> Option<f64> {
        let n = self.n();
        let upper = self.at(n / 2)?;
        let lower = if n.is_multiple_of(2) { self.at((n / 2).saturating_sub(1))? } else { upper };
        Some((f64::from(lower) + f64::from(upper)) / 2.0)
    }

    /// The duration at an index, in ascending order.
    fn at(&self, place: u64) -> Option<u32> {
        let mut passed = 0_u64;
        self.counts.iter().find_map(|(seconds, count)| {
            passed = passed.saturating_add(u64::from(*count));
            (passed > place).then_some(*seconds)
        })
    }

    fn coarsen(&mut self) {
        self.coarse = true;
        // Rounding keeps the order.
        for (seconds, _) in &mut self.counts {
            *seconds = coarse(*seconds);
        }
        self.counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
    }
}

/// The middle of the step that contains a duration: keeps its eight highest bits.
fn coarse(seconds: u32) -> u32 {
    let cut = 24_u32.saturating_sub(seconds.leading_zeros());
    let step = 1_u32.checked_shl(cut).unwrap_or(1);
    (seconds & !step.wrapping_sub(1)).saturating_add(step / 2)
}
