//! Which camp a response is in.

use crate::insight::answer::{Score, choices, score};
use crate::insight::memory::Budget;
use crate::insight::metrics::score::ScoreKind;
use crate::insight::page_reader::Row;

/// The most camps that are named.
const MOST: usize = 8;

/// How many camps are counted: none, the named ones, and all others together.
pub(super) const CAMPS: usize = MOST + 2;

/// The camp of responses without one.
const NONE: usize = 0;

/// The camp of those that are not named.
pub(super) const POOLED: usize = MOST + 1;

/// The longest name of a camp, in bytes. Longer ones are pooled.
const LONGEST: usize = 256;

/// What divides responses into camps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Nothing.
    Nothing,
    /// The score in this field.
    Score(usize, ScoreKind),
    /// The text in this field.
    Field(usize),
}

/// The names of the camps so far. Their numbers begin with 1.
#[derive(Clone, Debug)]
pub(super) struct Camps {
    names: Vec<String>,
}

impl Camps {
    pub(super) fn new(by: By) -> Camps {
        let names: &[&str] = match by {
            By::Score(_, ScoreKind::Nps) => &["detractors", "passives", "promoters"],
            By::Score(..) => &["below", "middle", "above"],
            By::Nothing | By::Field(_) => &[],
        };
        Camps { names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The camp of a response, and its score if camps are by a score.
    pub(super) fn of(&mut self, by: By, row: Row<'_, '_>, budget: &mut Budget) -> (usize, Option<f64>) {
        match by {
            By::Nothing => (NONE, None),
            By::Score(field, kind) => {
                let scale = kind.scale();
                let (min, max) = (scale.min as f64, scale.max as f64);
                let Score::Number(number) = score(row.field(field)) else { return (NONE, None) };
                if number < min || number > max || number.trunc() != number {
                    return (NONE, None);
                }
                // The first score of the camp in the middle, and the first one of the camp above it.
                let (middle, above) =
                    if kind == ScoreKind::Nps { (7.0, 9.0) } else { ((min + max) / 2.0, (min + max + 1.0) / 2.0) };
                (
                    if number >= above {
                        3
                    } else if number >= middle {
                        2
                    } else {
                        1
                    },
                    Some(number),
                )
            }
            By::Field(field) => {
                let mut camp = NONE;
                choices(row.field(field), &mut |choice| {
                    if camp == NONE {
                        camp = self.named(choice, budget);
                    }
                });
                (camp, None)
            }
        }
    }

    /// The number of a camp. A new name takes a place, if there is one.
    fn named(&mut self, name: &str, budget: &mut Budget) -> usize {
        let known = self.names.iter().position(|known| known == name);
        let place = known.unwrap_or_else(|| {
            if self.names.len() >= MOST || name.len() > LONGEST || !budget.take(name.len()) {
                return MOST;
            }
            self.names.push(name.to_owned());
            self.names.len().saturating_sub(1)
        });
        place.saturating_add(1)
    }

    /// The name of a camp, if it has one.
    pub(super) fn name(&self, camp: usize) -> Option<&str> {
        self.names.get(camp.checked_sub(1)?).map(String::as_str)
    }
}
