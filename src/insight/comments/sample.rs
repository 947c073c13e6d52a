//! A sample of comments that covers the breadth.
//!
//! Each comment has a number that follows from the seed, its camp and its text: a hash. Of all comments, of those of each
//! camp, length and script, and of those of each camp and span of time, the ones with the smallest numbers are kept (bottom-k
//! sampling, E. Cohen and H. Kaplan, 2007). So each of them is as likely as any other of its kind to be kept, and which are
//! kept does not depend on the order. From these, the sample takes one comment after another: always the one whose camp,
//! length, script and time were taken least often so far, and of several the one with the smallest number. What is rare is
//! therefore shown more often than it occurs.

use super::letters::ALL_SCRIPTS;

/// How many comments are kept of each camp, length and script.
const OF_A_KIND: usize = 8;

/// How many are kept of each camp and span of time.
const OF_A_TIME: usize = 8;

/// The most spans of time. When more would be needed, spans become twice as long.
const SPANS: i64 = 16;

/// In how many parts the time from the first to the last comment is divided, for the sample.
const PARTS: i64 = 4;

/// A comment that may come into the sample.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The hash that decides. Comments with the same hash are the same.
    pub(super) number: u64,
    pub(super) text: String,
    pub(super) cut: bool,
    pub(super) camp: usize,
    pub(super) score: Option<f64>,
    pub(super) completed_at: Option<String>,
    pub(super) last_data_reception_at: Option<String>,
    pub(super) uuid: Option<String>,
    /// How many comments were the same.
    pub(super) count: u64,
    pub(super) kind: Kind,
}

/// What a sample covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// 0: short, 1: middle, 2: long.
    pub(super) length: usize,
    pub(super) script: usize,
    /// The day, in days since 1970-01-01, if there is a time.
    pub(super) day: Option<i64>,
}

/// Which comments compete with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stratum {
    All,
    Kind { camp: usize, length: usize, script: usize },
    Time { camp: usize, span: Option<i64> },
}

/// The comments that may come into the sample.
#[derive(Clone, Debug)]
pub(super) struct Candidates {
    size: usize,
    strata: Vec<(Stratum, Vec<Candidate>)>,
    /// The first and the last day.
    days: Option<(i64, i64)>,
    /// A span of time has 2 to that power days.
    power: u32,
}

impl Candidates {
    /// For a sample of that size.
    pub(super) fn new(size: usize) -> Candidates {
        Candidates { size, strata: Vec::new(), days: None, power: 0 }
    }

    /// The size of the sample.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Offers a comment with a number. `make` is called only if it is to be kept.
    pub(super) fn offer(&mut self, number: u64, camp: usize, kind: Kind, make: &mut dyn FnMut() -> Option<Candidate>) {
        if let Some(day) = kind.day {
            let (first, last) = self.days.unwrap_or((day, day));
            let days = (first.min(day), last.max(day));
            self.days = Some(days);
            let mut power = self.power;
            while (days.1 >> power).saturating_sub(days.0 >> power) >= SPANS {
                power = power.saturating_add(1);
            }
            if power > self.power {
                self.power = power;
                self.join_spans();
            }
        }
        let span = kind.day.map(|day| day >> self.power);
        let one = (number, 1);
        self.enter(Stratum::All, self.size, one, make);
        self.enter(Stratum::Kind { camp, length: kind.length, script: kind.script }, OF_A_KIND, one, make);
        self.enter(Stratum::Time { camp, span }, OF_A_TIME, one, make);
    }

    /// Divides what is kept by time anew, into the longer spans.
    fn join_spans(&mut self) {
        let mut joined = Vec::new();
        self.strata.retain_mut(|(stratum, kept)| {
            let by_time = matches!(stratum, Stratum::Time { .. });
            if by_time {
                joined.append(kept);
            }
            !by_time
        });
        for candidate in joined {
            let stratum = Stratum::Time { camp: candidate.camp, span: candidate.kind.day.map(|day| day >> self.power) };
            let (number, count, mut candidate) = (candidate.number, candidate.count, Some(candidate));
            self.enter(stratum, OF_A_TIME, (number, count), &mut || candidate.take());
        }
    }

    /// Lets a comment compete, with its number and how often it was written.
    fn enter(
        &mut self,
        stratum: Stratum,
        most: usize,
        (number, count): (u64, u64),
        make: &mut dyn FnMut() -> Option<Candidate>,
    ) {
        let place = self.strata.iter().position(|(known, _)| *known == stratum).unwrap_or_else(|| {
            self.strata.push((stratum, Vec::new()));
            self.strata.len().saturating_sub(1)
        });
        let Some((_, kept)) = self.strata.get_mut(place) else { return };
        if let Some(same) = kept.iter_mut().find(|candidate| candidate.number == number) {
            same.count = same.count.saturating_add(count);
            return;
        }
        if kept.len() < most {
            kept.extend(make());
        } else if let Some(largest) = kept.iter_mut().max_by_key(|candidate| candidate.number)
            && number < largest.number
            && let Some(candidate) = make()
        {
            *largest = candidate;
        }
    }

    /// The sample.
    pub(super) fn sample(&self) -> Vec<&Candidate> {
        let mut left: Vec<Option<&Candidate>> = Vec::new();
        for candidate in self.strata.iter().flat_map(|(_, kept)| kept) {
            match left.iter_mut().flatten().find(|known| known.number == candidate.number) {
                Some(known) if known.count < candidate.count => *known = candidate,
                Some(_) => {}
                None => left.push(Some(candidate)),
            }
        }
        let mut taken = Taken::default();
        let mut sample = Vec::new();
        while sample.len() < self.size {
            let rank = |place: &Option<&Candidate>| {
                place.map_or((u32::MAX, 0), |candidate| (taken.alike(&self.kinds(candidate)), candidate.number))
            };
            let Some(candidate) = left.iter_mut().min_by_key(|place| rank(place)).and_then(Option::take) else { break };
            taken.take(&self.kinds(candidate));
            sample.push(candidate);
        }
        sample
    }

    /// Camp, length, script and time of a candidate, as places in [`Taken`].
    fn kinds(&self, candidate: &Candidate) -> [usize; 4] {
        let Kind { length, script, day } = candidate.kind;
        let part = day.zip(self.days).map(|(day, (first, last))| {
            let all = last.saturating_sub(first).saturating_add(1).max(1);
            day.saturating_sub(first).saturating_mul(PARTS).checked_div(all).unwrap_or_default()
        });
        let part = part.and_then(|part| usize::try_from(part).ok()).map_or(0, |part| part.saturating_add(1));
        [candidate.camp, length, script, part]
    }
}

/// How often each camp, length, script and time was taken.
#[derive(Default)]
struct Taken([[u32; ALL_SCRIPTS]; 4]);

impl Taken {
    fn alike(&self, kinds: &[usize; 4]) -> u32 {
        let counts = self.0.iter().zip(kinds).filter_map(|(counts, kind)| counts.get(*kind));
        counts.fold(0, |sum, count| sum.saturating_add(*count))
    }

    fn take(&mut self, kinds: &[usize; 4]) {
        for (counts, kind) in self.0.iter_mut().zip(kinds) {
            if let Some(count) = counts.get_mut(*kind) {
                *count = count.saturating_add(1);
            }
        }
    }
}
