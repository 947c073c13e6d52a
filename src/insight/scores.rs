//! Counts scores on a scale of whole numbers.

use super::answer::Score;
use super::sample::Sample;
use crate::model::summary::{Ignored, ScoreCount};

/// The most steps a scale may have.
pub const MAX_STEPS: i64 = 101;

/// A scale of whole numbers, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The lowest score.
    pub min: i64,
    /// The highest score.
    pub max: i64,
}

impl Scale {
    /// How many scores it has: 1 to [`MAX_STEPS`].
    pub fn steps(self) -> usize {
        let steps = self.max.saturating_sub(self.min).saturating_add(1).clamp(1, MAX_STEPS);
        usize::try_from(steps).unwrap_or(1)
    }
}

/// How often each score was given.
#[derive(Clone, Debug)]
pub struct Scores {
    scale: Scale,
    counts: Vec<u64>,
    ignored: Ignored,
    absent: u64,
}

impl Scores {
    /// An empty count for a scale.
    pub fn new(scale: Scale) -> Scores {
        Scores { scale, counts: vec![0; scale.steps()], ignored: Ignored { not_a_number: 0, off_scale: 0 }, absent: 0 }
    }

    /// Counts an answer.
    #[inline]
    pub fn add(&mut self, score: Score) {
        let number = match score {
            Score::None => return,
            Score::Number(number) => number,
            Score::NotANumber => {
                self.ignored.not_a_number = self.ignored.not_a_number.saturating_add(1);
                return;
            }
        };
        let whole = number.trunc() as i64;
        let step = usize::try_from(whole.saturating_sub(self.scale.min)).ok();
        match step.and_then(|step| self.counts.get_mut(step)) {
            Some(count) if whole as f64 == number => *count = count.saturating_add(1),
            _ => self.ignored.off_scale = self.ignored.off_scale.saturating_add(1),
        }
    }

    /// Counts a response without an answer.
    #[inline]
    pub fn add_absent(&mut self) {
        self.absent = self.absent.saturating_add(1);
    }

    /// The number of responses without an answer.
    pub fn absent(&self) -> u64 {
        self.absent
    }

    /// The number of scores.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The number of scores from `low` to `high`, both included.
    pub fn between(&self, low: i64, high: i64) -> u64 {
        self.steps().filter(|(score, _)| (low..=high).contains(score)).map(|(_, count)| count).sum()
    }

    /// The sum of the scores.
    pub fn sum(&self) -> i64 {
        self.steps().fold(0, |sum, (score, count)| {
            sum.saturating_add(score.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
        })
    }

    /// The scores as a sample.
    pub fn sample(&self) -> Sample {
        Sample::new(self.counts.clone(), self.scale.min as f64, 1.0)
    }

    /// The answers that were not counted.
    pub fn ignored(&self) -> Ignored {
        self.ignored.clone()
    }

    /// The scale.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The counts from the score `first` to `last`.
    pub fn distribution(&self, first: i64, last: i64) -> Vec<ScoreCount> {
        let n = self.n();
        let share = |count: u64| (n > 0).then_some(count as f64 / n as f64);
        self.steps()
            .filter(|(score, _)| (first..=last).contains(score))
            .map(|(score, count)| ScoreCount { score, count, share: share(count) })
            .collect()
    }

    /// The highest score given.
    pub fn highest(&self) -> Option<i64> {
        self.steps().filter(|(_, count)| *count > 0).map(|(score, _)| score).last()
    }

    fn steps(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        (self.scale.min..=self.scale.max).zip(self.counts.iter().copied())
    }
}
