//! The counts that all programs must come to.

use std::collections::BTreeMap;

pub const SCORE: &str = "nps";
pub const CHOICE: &str = "features";

/// The same facts as those of the JavaScript contestants (`tests/bench/contestants/tally.mjs`).
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub detractors: u64,
    pub passives: u64,
    pub promoters: u64,
    pub respondents: u64,
    pub choices: BTreeMap<String, u64>,
}

impl Facts {
    pub fn score(&mut self, score: u64) {
        match score {
            0..=6 => self.detractors += 1,
            7..=8 => self.passives += 1,
            9..=10 => self.promoters += 1,
            _ => {}
        }
    }

    /// Looks first, so that a name that is known is not copied.
    pub fn choice(&mut self, choice: &str) {
        match self.choices.get_mut(choice) {
            Some(count) => *count += 1,
            None => drop(self.choices.insert(choice.to_owned(), 1)),
        }
    }
}
