//! How often each choice was made. Of a multiple choice every item counts, so the shares are shares of the respondents and
//! can sum to more than 1.

use crate::insight::order::descending;
use crate::insight::stats::{SMALL_SAMPLE, share};
use crate::json::bytes::same;
use crate::model::summary::{ChoiceCount, DistributionMetric, DistributionReport, OtherChoices};

/// What a choice takes in memory beside its text, roughly; see [`Choices::add`].
const OVERHEAD: usize = 64;

/// How often each choice was made.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Sorted by text.
    choices: Vec<(String, Tally)>,
    /// Where the last choice with the same length and end was found; nearly always it is met there again.
    recent: [usize; 16],
    unlisted: Tally,
    respondents: u64,
    /// The last respondent who made a choice at all.
    last: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// How often.
    count: u64,
    /// By how many respondents.
    respondents: u64,
    /// The last of them.
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
    /// Counts a choice of a respondent, who has a number above 0.
    ///
    /// A choice not met before takes its length and some from `room`, in bytes; when there is none left it is counted as
    /// unlisted. As `room` only shrinks, a choice is either listed from its first time on or never.
    #[inline]
    pub fn add(&mut self, choice: &str, respondent: u64, room: &mut usize) {
        self.respondents = self.respondents.saturating_add(u64::from(self.last != respondent));
        self.last = respondent;
        let sign = usize::from(choice.as_bytes().last().copied().unwrap_or_default()).wrapping_add(choice.len()) % 16;
        let recent = self.recent.get(sign).copied().unwrap_or_default();
        if let Some((known, tally)) = self.choices.get_mut(recent)
            && same(known.as_bytes(), choice.as_bytes())
        {
            tally.add(respondent);
            return;
        }
        let found = self.choices.binary_search_by(|(known, _)| known.as_str().cmp(choice));
        let place = match found {
            Ok(place) => place,
            Err(place) => {
                let Some(left) = room.checked_sub(choice.len().saturating_add(OVERHEAD)) else {
                    self.unlisted.add(respondent);
                    return;
                };
                *room = left;
                self.choices.insert(place, (choice.to_owned(), Tally::default()));
                place
            }
        };
        if let Some((_, tally)) = self.choices.get_mut(place) {
            tally.add(respondent);
        }
        if let Some(recent) = self.recent.get_mut(sign) {
            *recent = place;
        }
    }

    /// How many respondents made a choice.
    pub fn respondents(&self) -> u64 {
        self.respondents
    }

    /// How many respondents made this choice; `None` when it may be among the unlisted ones.
    pub fn of(&self, choice: &str) -> Option<u64> {
        let found = self.choices.binary_search_by(|(known, _)| known.as_str().cmp(choice));
        let listed = found.ok().and_then(|place| self.choices.get(place)).map(|(_, tally)| tally.respondents);
        listed.or(if self.unlisted.count > 0 { None } else { Some(0) })
    }

    /// The choices made by the most respondents, at most `top`.
    pub fn top(&self, top: usize) -> Vec<&str> {
        self.ranked().into_iter().take(top).map(|(choice, _)| choice).collect()
    }

    fn ranked(&self) -> Vec<(&str, Tally)> {
        let order = descending(self.choices.iter().map(|(_, tally)| tally.respondents));
        let of = |place: usize| self.choices.get(place).map(|(choice, tally)| (choice.as_str(), *tally));
        // Those made equally often stay in the order of their texts.
        order.into_iter().filter_map(of).collect()
    }
}

/// The report on the choices, `top` of them by name.
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
    }
}
