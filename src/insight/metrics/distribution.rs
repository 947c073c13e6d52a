//! How often each choice was made. Of a multiple choice every item counts, so the shares are shares of the respondents and
//! can sum to more than 1.

use serde::Serialize;

use crate::insight::order::descending;
use crate::insight::stats::{FEW, Interval, share};
use crate::json::bytes::same;

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

/// A distribution of choices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// `distribution`.
    pub metric: &'static str,
    /// The questions whose answers were read.
    pub question: Vec<String>,
    /// How many respondents made a choice.
    pub n: u64,
    /// Whether there are fewer than 30 of them.
    pub few: bool,
    /// How many choices they made.
    pub datapoints: u64,
    /// The most frequent choices, the most frequent first.
    pub distribution: Vec<Choice>,
    /// All other choices together; null when there are none.
    pub rest: Option<Rest>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// The choice as it was answered; numbers, true and false as they are written.
    pub choice: String,
    /// How often it was made.
    pub count: u64,
    /// By how many respondents.
    pub respondents: u64,
    /// Their share of all respondents who made a choice, 0 to 1.
    pub share: Option<f64>,
    /// The share's 95 % interval, by Wilson.
    pub interval: Option<Interval>,
}

/// The choices that are not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rest {
    /// How many different ones there are; those of `unlisted` count as one.
    pub choices: u64,
    /// How often they were made.
    pub count: u64,
    /// How often choices were made that were only counted, because there were too many different ones to tell apart.
    pub unlisted: u64,
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
pub fn report(question: &[String], choices: &Choices, top: usize) -> Distribution {
    let n = choices.respondents;
    let ranked = choices.ranked();
    let (listed, others) = ranked.split_at_checked(top).unwrap_or((&ranked, &[]));
    let count = |tallies: &[(&str, Tally)]| tallies.iter().map(|(_, tally)| tally.count).sum::<u64>();
    let rest = Rest {
        choices: u64::try_from(others.len()).unwrap_or(u64::MAX).saturating_add(u64::from(choices.unlisted.count > 0)),
        count: count(others).saturating_add(choices.unlisted.count),
        unlisted: choices.unlisted.count,
    };
    let listed = listed.iter().map(|(choice, tally)| {
        let estimate = share(tally.respondents, n);
        Choice {
            choice: (*choice).to_owned(),
            count: tally.count,
            respondents: tally.respondents,
            share: estimate.map(|estimate| estimate.value),
            interval: estimate.map(|estimate| estimate.interval),
        }
    });
    Distribution {
        metric: "distribution",
        question: question.to_vec(),
        n,
        few: n < FEW,
        datapoints: count(&ranked).saturating_add(choices.unlisted.count),
        distribution: listed.collect(),
        rest: (rest.count > 0).then_some(rest),
    }
}
