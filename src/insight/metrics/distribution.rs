//! Counts how often each choice was made. In a multiple choice every item counts, so shares are shares of respondents
//! and can add up to more than 1.

use crate::insight::memory::Budget;
use crate::insight::order::descending;
use crate::insight::stats::{SMALL_SAMPLE, share};
use crate::json::bytes::same;
use crate::model::summary::{ChoiceCount, DistributionMetric, DistributionReport, OtherChoices};

/// The approximate memory per choice besides its text, in bytes; see [`Choices::add`].
const OVERHEAD: usize = 64;

/// The most choices in one run. A new choice moves the later ones of its run only, so many different texts take time in
/// proportion to their number.
const LONGEST_RUN: usize = 256;

/// How often each choice was made.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Sorted by text, in runs that are not empty.
    runs: Vec<Vec<(String, Tally)>>,
    /// Cache of recent places, keyed by (last byte + length) % 16. Answers repeat, so it nearly always hits.
    recent: [Place; 16],
    unlisted: Tally,
    respondents: u64,
    absent: u64,
    /// The number of the last respondent who made any choice.
    last: u64,
}

/// Where a choice is: its run, and its index there.
type Place = (usize, usize);

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// How often it was made.
    count: u64,
    /// How many respondents made it.
    respondents: u64,
    /// The number of the last of them.
    last: u64,
}

impl Tally {
    fn add(&mut self, respondent: u64) {
        self.count = self.count.saturating_add(1);
        self.respondents = self.respondents.saturating_add(u64::from(self.last != respondent));
        self.last = respondent;
    }
}

impl Choices {
    /// Counts a choice of a respondent, who is identified by a number above 0.
    ///
    /// A new choice takes its length and [`OVERHEAD`] from `budget`, in bytes. If the budget does not suffice, the
    /// choice is counted as unlisted. Because the budget only shrinks, a choice is listed either from its first
    /// occurrence on or never.
    #[inline]
    pub fn add(&mut self, choice: &str, respondent: u64, budget: &mut Budget) {
        self.respondents = self.respondents.saturating_add(u64::from(self.last != respondent));
        self.last = respondent;
        let sign = usize::from(choice.as_bytes().last().copied().unwrap_or_default()).wrapping_add(choice.len()) % 16;
        let recent = self.recent.get(sign).copied().unwrap_or_default();
        if let Some((known, tally)) = self.runs.get_mut(recent.0).and_then(|run| run.get_mut(recent.1))
            && same(known.as_bytes(), choice.as_bytes())
        {
            tally.add(respondent);
            return;
        }
        let (run, found) = self.find(choice);
        let place = match found {
            Ok(place) => (run, place),
            Err(place) => {
                let size = choice.len().saturating_add(OVERHEAD);
                if !budget.take(size) {
                    self.unlisted.add(respondent);
                    return;
                }
                // Asked for every time: the runs grow too, now and then by more than this choice.
                if !budget.has_room(size.saturating_add(self.runs.len().saturating_mul(OVERHEAD))) {
                    return;
                }
                self.insert((run, place), choice)
            }
        };
        if let Some((_, tally)) = self.runs.get_mut(place.0).and_then(|run| run.get_mut(place.1)) {
            tally.add(respondent);
        }
        if let Some(recent) = self.recent.get_mut(sign) {
            *recent = place;
        }
    }

    /// Ends a response: counts it as absent if none of its choices were added.
    #[inline]
    pub fn end(&mut self, respondent: u64) {
        self.absent = self.absent.saturating_add(u64::from(self.last != respondent));
    }

    /// The run in which a choice is or belongs, and its index there, as of a binary search.
    fn find(&self, choice: &str) -> (usize, Result<usize, usize>) {
        let begins_before = |run: &Vec<(String, Tally)>| run.first().is_some_and(|(first, _)| first.as_str() <= choice);
        let run = self.runs.partition_point(begins_before).saturating_sub(1);
        let found = self.runs.get(run).map(|run| run.binary_search_by(|(known, _)| known.as_str().cmp(choice)));
        (run, found.unwrap_or(Err(0)))
    }

    /// Adds a choice at its place, and returns where it is then.
    fn insert(&mut self, (run, place): Place, choice: &str) -> Place {
        let new = (choice.to_owned(), Tally::default());
        let Some(choices) = self.runs.get_mut(run) else {
            self.runs.push(vec![new]);
            return (run, 0);
        };
        choices.insert(place, new);
        if choices.len() <= LONGEST_RUN {
            return (run, place);
        }
        let half = choices.len() / 2;
        let later = choices.split_off(half);
        self.runs.insert(run.saturating_add(1), later);
        place.checked_sub(half).map_or((run, place), |place| (run.saturating_add(1), place))
    }

    /// The number of different choices.
    pub fn len(&self) -> usize {
        self.runs.iter().map(Vec::len).sum()
    }

    /// Whether no choice was made.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The number of respondents who made a choice.
    pub fn respondents(&self) -> u64 {
        self.respondents
    }

    /// The number of respondents who made this choice; `None` when it may be among the unlisted ones.
    pub fn of(&self, choice: &str) -> Option<u64> {
        let (run, found) = self.find(choice);
        let found = found.ok().and_then(|place| self.runs.get(run)?.get(place));
        let listed = found.map(|(_, tally)| tally.respondents);
        listed.or(if self.unlisted.count > 0 { None } else { Some(0) })
    }

    /// The choices made by most respondents, at most `top`.
    pub fn top(&self, top: usize) -> Vec<&str> {
        self.ranked().into_iter().take(top).map(|(choice, _)| choice).collect()
    }

    fn ranked(&self) -> Vec<(&str, Tally)> {
        let choices: Vec<_> = self.runs.iter().flatten().map(|(choice, tally)| (choice.as_str(), *tally)).collect();
        let order = descending(choices.iter().map(|(_, tally)| tally.respondents));
        // Choices made equally often stay sorted by text.
        order.into_iter().filter_map(|place| choices.get(place).copied()).collect()
    }
}

/// The report of the choices, with the `top` most frequent by name.
pub fn report(question: &[String], choices: &Choices, top: usize) -> DistributionReport {
    let n = choices.respondents;
    let ranked = choices.ranked();
    let (listed, others) = ranked.split_at_checked(top).unwrap_or((&ranked, &[]));
    let count = |tallies: &[(&str, Tally)]| tallies.iter().map(|(_, tally)| tally.count).sum::<u64>();
    let rest = OtherChoices {
        choices: u64::try_from(others.len()).unwrap_or(u64::MAX).saturating_add(u64::from(choices.unlisted.count > 0)),
        count: count(others).saturating_add(choices.unlisted.count),
        unlisted: choices.unlisted.count,
    };
    let listed = listed.iter().map(|(choice, tally)| {
        let estimate = share(tally.respondents, n);
        ChoiceCount {
            choice: (*choice).to_owned(),
            count: tally.count,
            respondents: tally.respondents,
            share: estimate.map(|estimate| estimate.value),
            interval: estimate.map(|estimate| estimate.interval.into()),
        }
    });
    DistributionReport {
        metric: DistributionMetric::Distribution,
        question: question.to_vec(),
        n,
        small_sample: n < SMALL_SAMPLE,
        datapoints: count(&ranked).saturating_add(choices.unlisted.count),
        distribution: listed.collect(),
        rest: (rest.count > 0).then_some(rest),
        absent: choices.absent,
    }
}
