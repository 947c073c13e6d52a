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
use camps::{CAMPS, Camps};
use letters::{ALL_SCRIPTS, Class, KANA, class, script, small};
pub use plan::Plan;
use sample::{Candidate, Candidates, Kind};
use terms::Terms;

/// The longest text of a sample, in characters. Longer ones are cut.
const LONGEST: usize = 500;

/// The longest uuid or time that is kept as it came, in bytes. Longer ones are none.
const LONGEST_MARK: usize = 64;

/// The shortest comments of middle and of long ones, in characters. Ours.
const LENGTHS: [usize; 2] = [40, 160];

/// At most how many bytes the report takes besides the sample, with what is reckoned for it.
const REPORT: usize = 1024 * 1024;

/// At most how many bytes a comment of a sample takes, with its JSON.
const REPORTED: usize = 16 * LONGEST;

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
    /// The comment in small letters. Kept to reuse its memory.
    folded: String,
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
            folded: String::new(),
        }
    }

    /// Adds the comment of a response.
    pub fn add(&mut self, plan: &Plan, row: Row<'_, '_>, budget: &mut Budget) {
        let written = text(row.field(plan.field)).unwrap_or_default();
        let written = written.trim();
        if written.is_empty() {
            self.absent = self.absent.saturating_add(1);
            return;
        }
        let (camp, score) = self.camps.of(plan.by, row, budget);
        self.n = self.n.saturating_add(1);
        if let Some(count) = self.counts.get_mut(camp) {
            *count = count.saturating_add(1);
        }
        // Small letters are at most as long, but for a few: a quarter more is enough for these.
        if !budget.has_room(written.len().saturating_mul(2)) {
            return;
        }
        let (terms, comment) = (&mut self.terms, self.n);
        words::terms(written, &mut |term, kind| terms.add(term, kind, camp, comment, budget));
        fold(written, &mut self.folded);
        let name = self.camps.name(camp).unwrap_or_default();
        let number = hash(hash(plan.seed.wrapping_add(camp_mark(camp)), name.as_bytes()), self.folded.as_bytes());
        let kind = kind(written, row);
        self.candidates.offer(number, camp, kind, &mut || {
            let (shown, cut) = match written.char_indices().nth(LONGEST) {
                Some((end, _)) => (written.get(..end).unwrap_or_default(), true),
                None => (written, false),
            };
            let candidate = Candidate {
                number,
                text: shown.to_owned(),
                cut,
                camp,
                score,
                completed_at: mark(row.head.completed_at),
                last_data_reception_at: mark(row.head.last_data_reception_at),
                uuid: mark(row.head.uuid),
                count: 1,
                kind,
            };
            budget.has_room(shown.len().saturating_add(size_of::<Candidate>())).then_some(candidate)
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

/// Tells camps without a name of their own from others.
fn camp_mark(camp: usize) -> u64 {
    if camp == camps::POOLED { 1 << 40 } else { 0 }
}

/// A short text, as it came.
fn mark(raw: Raw<'_>) -> Option<String> {
    text(raw).filter(|text| text.len() <= LONGEST_MARK).map(|text| text.into_owned())
}

/// Writes a text in small letters, with one space for any white space.
fn fold(text: &str, folded: &mut String) {
    folded.clear();
    for character in text.chars() {
        if !character.is_whitespace() {
            folded.push(small(character));
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
}

fn kind(written: &str, row: Row<'_, '_>) -> Kind {
    let mut scripts = [0_u32; ALL_SCRIPTS];
    let mut characters = 0_usize;
    for character in written.chars() {
        characters = characters.saturating_add(1);
        if characters <= LONGEST && matches!(class(character), Class::Letter | Class::Unspaced) {
            if let Some(count) = scripts.get_mut(script(character)) {
                *count = count.saturating_add(1);
            }
        }
    }
    let any_kana = scripts.get(KANA).is_some_and(|count| *count > 0);
    let most = (0..ALL_SCRIPTS).max_by_key(|script| scripts.get(*script)).unwrap_or_default();
    let latest = milliseconds(row.head.last_data_reception_at).or_else(|| milliseconds(row.head.completed_at));
    Kind {
        length: LENGTHS.iter().filter(|shortest| characters >= **shortest).count(),
        script: if any_kana { KANA } else { most },
        day: latest.map(|time| time.div_euclid(86_400_000)),
    }
}
