//! Responses that were given without care: straight-liners and speeders.
//!
//! A straight-liner gave the same answer to all of several rating questions: simple nondifferentiation, in Y. Kim, J. Dykema,
//! J. Stevenson, P. Black and D. P. Moberg, "Straightlining", Social Science Computer Review 37, 2019. A speeder completed
//! the survey in less time than reading it takes: C. Zhang and F. G. Conrad, "Speeding in Web Surveys", Survey Research
//! Methods 8, 2014. Theirs is a bound by words; here the caller gives it in seconds, as a response is read once, before
//! any median is known.

use super::answer::{Score, is_present, score};
use super::metrics::count::duration;
use super::page_reader::Row;
use super::projection::{Field, Projection};
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;
use crate::model::summary::{
    self as model, CarelessResponses, QualitySettings, SpeederSettings, StraightLinerSettings,
};
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// Which responses are careless.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    straight_liners: Option<StraightLiners>,
    speeders: Option<Speeders>,
}

#[derive(Clone, Debug)]
struct StraightLiners {
    fields: Vec<usize>,
    at_least: usize,
    leave_out: bool,
}

#[derive(Clone, Copy, Debug)]
struct Speeders {
    /// Whoever took less time is one.
    seconds: i64,
    leave_out: bool,
}

impl Plan {
    /// Reads the setting `quality`, which was checked against its record.
    ///
    /// # Errors
    /// The first problem in it.
    pub(super) fn read(value: &Value, path: &Path<'_>, projection: &mut Projection) -> Result<Plan, Problem> {
        let settings = Settings::within(QualitySettings::RECORD, value);
        let straight_liners = settings
            .get("straight_liners")
            .map(|value| straight_liners(value, &path.key("straight_liners"), projection))
            .transpose()?;
        let speeders = settings.get("speeders").map(|value| {
            let settings = Settings::within(SpeederSettings::RECORD, value);
            projection.times();
            Speeders {
                seconds: settings.integer("seconds").unwrap_or_default(),
                leave_out: settings.boolean("leave_out"),
            }
        });
        if straight_liners.is_none() && speeders.is_none() {
            return Err(Problem::new(path, "needs straight_liners or speeders"));
        }
        Ok(Plan { straight_liners, speeders })
    }

    /// How a response is judged.
    fn judge(&self, row: Row<'_, '_>) -> Judged {
        let line = self.straight_liners.as_ref().and_then(|plan| plan.is_line(row));
        let fast = self.speeders.as_ref().and_then(|plan| {
            let seconds = duration(row).filter(|_| is_present(row.head.completed_at))?;
            Some(i64::from(seconds) < plan.seconds)
        });
        let is_out = |leaves_out: Option<bool>, is: Option<bool>| leaves_out == Some(true) && is == Some(true);
        let left_out = is_out(self.straight_liners.as_ref().map(|plan| plan.leave_out), line)
            || is_out(self.speeders.map(|plan| plan.leave_out), fast);
        Judged { line, fast, left_out }
    }

    /// Whether to leave a response out.
    pub(super) fn leaves_out(&self, row: Row<'_, '_>) -> bool {
        self.judge(row).left_out
    }
}

fn straight_liners(value: &Value, path: &Path<'_>, projection: &mut Projection) -> Result<StraightLiners, Problem> {
    let settings = Settings::within(StraightLinerSettings::RECORD, value);
    let questions: &[Value] = if let Some(Value::List(items)) = settings.get("questions") { items } else { &[] };
    let mut fields: Vec<usize> = Vec::new();
    for (index, name) in questions.iter().enumerate() {
        let field = projection.field(Field::Answer(name.as_text().unwrap_or_default().to_owned()));
        if fields.contains(&field) {
            return Err(Problem::new(&path.key("questions").index(index), "is a duplicate"));
        }
        fields.push(field);
    }
    let at_least = settings.integer("at_least").and_then(|number| usize::try_from(number).ok());
    match at_least {
        Some(number) if number > fields.len() => {
            let problem =
                text!("must be at most the number of questions, ", fields.len() as i64, ", got ", number as i64);
            Err(Problem::new(&path.key("at_least"), problem))
        }
        _ => {
            let at_least = at_least.unwrap_or(fields.len().min(3));
            Ok(StraightLiners { fields, at_least, leave_out: settings.boolean("leave_out") })
        }
    }
}

impl StraightLiners {
    /// Whether all ratings are the same; `None` when there are too few. An answer that is no number is no rating.
    fn is_line(&self, row: Row<'_, '_>) -> Option<bool> {
        let mut first = None;
        let (mut ratings, mut same) = (0_usize, true);
        for field in &self.fields {
            if let Score::Number(rating) = score(row.field(*field)) {
                same &= *first.get_or_insert(rating) == rating;
                ratings = ratings.saturating_add(1);
            }
        }
        (ratings >= self.at_least).then_some(same)
    }
}

/// How one response was judged; `None` when it could not be.
#[derive(Clone, Copy)]
struct Judged {
    line: Option<bool>,
    fast: Option<bool>,
    left_out: bool,
}

/// The careless responses so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Quality {
    lines: Found,
    fast: Found,
    both: u64,
    left_out: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Found {
    count: u64,
    n: u64,
}

impl Quality {
    /// Counts a response, and returns whether to leave it out.
    pub(super) fn add(&mut self, plan: &Plan, row: Row<'_, '_>) -> bool {
        let Judged { line, fast, left_out } = plan.judge(row);
        self.lines.add(line);
        self.fast.add(fast);
        self.both = self.both.saturating_add(u64::from(line == Some(true) && fast == Some(true)));
        self.left_out = self.left_out.saturating_add(u64::from(left_out));
        left_out
    }

    /// The report.
    pub(super) fn report(&self, plan: &Plan) -> model::Quality {
        model::Quality {
            straight_liners: plan.straight_liners.as_ref().map(|plan| self.lines.report(plan.leave_out)),
            speeders: plan.speeders.map(|plan| self.fast.report(plan.leave_out)),
            both: self.both,
            left_out: self.left_out,
        }
    }
}

impl Found {
    fn add(&mut self, is: Option<bool>) {
        self.n = self.n.saturating_add(u64::from(is.is_some()));
        self.count = self.count.saturating_add(u64::from(is == Some(true)));
    }

    fn report(self, left_out: bool) -> CarelessResponses {
        let share = (self.n > 0).then(|| self.count as f64 / self.n as f64);
        CarelessResponses { count: self.count, n: self.n, share, left_out }
    }
}
