//! What people wrote: a sample of the comments, and the terms that set a camp apart. In one pass, in memory that does not
//! grow with the number of comments.

mod camps;
mod letters;
mod plan;
mod report;
mod sample;
mod terms;
mod words;

use super::answer::{milliseconds, text};
use super::memory::Budget;
use super::mix::hash;
use super::page_reader::{Raw, Row};
use crate::model::summary::Comments as Report;
use camps::{CAMPS, Camps, POOLED};
use letters::{ALL_SCRIPTS, KANA};
pub use plan::Plan;
use sample::{Candidate, Candidates, Kind};
use terms::Terms;
use words::Reader;

/// The longest uuid or time that is kept as it came, in bytes. Longer ones are none.
const LONGEST_MARK: usize = 64;

/// The shortest comments of middle and of long ones, in characters. Ours.
const LENGTHS: [usize; 2] = [40, 160];

/// At most how many bytes the report takes besides the sample, with what is reckoned for it.
const REPORT: usize = 1024 * 1024;

/// At most how many bytes a comment of a sample takes, with its JSON.
const REPORTED: usize = 8 * 1024;

/// What was read of the comments.
#[derive(Clone, Debug)]
pub struct Comments {
    camps: Camps,
    candidates: Candidates,
    terms: Terms,
    n: u64,
    absent: u64,
    /// The number of comments of each camp.
    counts: [u64; CAMPS],
    /// Kept to reuse its memory.
    reader: Reader,
}

impl Comments {
    /// Nothing yet.
    pub fn new(plan: &Plan) -> Comments {
        Comments {
            camps: Camps::new(plan.by),
            candidates: Candidates::new(plan.sample),
            terms: Terms::default(),
            n: 0,
            absent: 0,
            counts: [0; CAMPS],
            reader: Reader::new(),
        }
    }

    /// Adds the comment of a response.
    pub fn add(&mut self, plan: &Plan, row: Row<'_, '_>, budget: &mut Budget) {
        let written = text(row.field(plan.field)).unwrap_or_default();
        let written = written.trim_ascii();
        // For the comment in small letters, which may be a little longer.
        if !budget.has_room(written.len().saturating_mul(2)) {
            return;
        }
        let (camp, score) = self.camps.of(plan.by, row, budget);
        let (terms, comment) = (&mut self.terms, self.n.saturating_add(1));
        self.reader.read(written, &mut |term, kind| terms.add(term, kind, camp, comment, budget));
        let Reader { folded, scripts, length, shown, .. } = &self.reader;
        if folded.is_empty() {
            self.absent = self.absent.saturating_add(1);
            return;
        }
        self.n = comment;
        if let Some(count) = self.counts.get_mut(camp) {
            *count = count.saturating_add(1);
        }
        let name = self.camps.name(camp).unwrap_or_default();
        // The pooled camp has no name, as has none.
        let camps = hash(plan.seed.wrapping_add(u64::from(camp == POOLED) << 32), name.as_bytes());
        let number = hash(camps, folded.as_bytes());
        let any_kana = scripts.get(KANA).is_some_and(|count| *count > 0);
        let most = (0..ALL_SCRIPTS).max_by_key(|script| scripts.get(*script)).unwrap_or_default();
        let latest = milliseconds(row.head.last_data_reception_at).or_else(|| milliseconds(row.head.completed_at));
        let kind = Kind {
            length: LENGTHS.iter().filter(|shortest| length >= *shortest).count(),
            script: if any_kana { KANA } else { most },
            day: latest.map(|time| time.div_euclid(86_400_000)),
        };
        self.candidates.offer(number, camp, kind, &mut || {
            let candidate = Candidate {
                number,
                text: written.get(..*shown).unwrap_or_default().to_owned(),
                cut: *shown < written.len(),
                camp,
                score,
                completed_at: mark(row.head.completed_at),
                last_data_reception_at: mark(row.head.last_data_reception_at),
                uuid: mark(row.head.uuid),
                count: 1,
                kind,
            };
            budget.has_room(shown.saturating_add(size_of::<Candidate>())).then_some(candidate)
        });
    }

    /// At most how many bytes the report takes, with its JSON.
    pub fn report_size(&self) -> usize {
        self.candidates.size().saturating_mul(REPORTED).saturating_add(REPORT)
    }

    /// The report on all comments so far.
    pub fn report(&self, plan: &Plan) -> Report {
        report::report(plan, self)
    }
}

/// A short text, as it came.
fn mark(raw: Raw<'_>) -> Option<String> {
    text(raw).filter(|text| text.len() <= LONGEST_MARK).map(|text| text.into_owned())
}
