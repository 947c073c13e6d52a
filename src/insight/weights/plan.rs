//! Reads the setting `weights`.

use super::super::group::By;
use super::super::projection::Projection;
use super::{Margin, Plan};
use crate::json::double;
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;
use crate::model::summary::WeightSettings;
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// The most strata: combinations of target groups. Ours; each has counts of its own in each group of the summary.
const MOST_STRATA: usize = 1_000;

/// Reads a grouping.
pub(in super::super) type ReadBy<'a> = dyn Fn(&Value, &mut Projection) -> Option<By> + 'a;

impl Plan {
    /// Reads the setting, which was checked against its union.
    ///
    /// # Errors
    /// The first problem in it.
    pub(in super::super) fn read(
        value: &Value,
        path: &Path<'_>,
        projection: &mut Projection,
        by: &ReadBy<'_>,
    ) -> Result<Plan, Problem> {
        let mut plan = Plan { margins: Vec::new() };
        match value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    plan.add(item, &path.index(index), projection, by)?;
                }
            }
            one => plan.add(one, path, projection, by)?,
        }
        let strata = plan.margins.iter().fold(1_usize, |all, margin| all.saturating_mul(margin.targets.len()));
        if strata > MOST_STRATA {
            let problem = text!("has ", strata, " combinations of groups, and the most are ", MOST_STRATA);
            return Err(Problem::new(path, problem));
        }
        Ok(plan)
    }

    fn add(
        &mut self,
        value: &Value,
        path: &Path<'_>,
        projection: &mut Projection,
        by: &ReadBy<'_>,
    ) -> Result<(), Problem> {
        let settings = Settings::within(WeightSettings::RECORD, value);
        let grouping = settings.get("by").and_then(|value| by(value, projection));
        let by = match grouping {
            Some(By::Segment) => {
                return Err(Problem::new(&path.key("by"), "cannot be segment: a contact is in any number"));
            }
            None => return Err(Problem::new(&path.key("by"), "must be a grouping, and none is none")),
            Some(by) if self.margins.iter().any(|margin| margin.by == by) => {
                return Err(Problem::new(&path.key("by"), "is a duplicate"));
            }
            Some(by) => by,
        };
        let path = path.key("targets");
        let entries = if let Some(Value::Map(entries)) = settings.get("targets") { entries.as_slice() } else { &[] };
        if entries.len() < 2 {
            return Err(Problem::new(&path, "needs the shares of at least 2 groups"));
        }
        let mut targets = Vec::new();
        for (key, value) in entries {
            let share = match value {
                Value::Integer(number) => Some(*number as f64),
                Value::Number(written) => double::parse(written.as_bytes()),
                _ => None,
            };
            match share.filter(|share| *share > 0.0 && share.is_finite()) {
                Some(share) => targets.push((key.clone(), share)),
                None => return Err(Problem::new(&path.key(key), "must be a number above 0")),
            }
        }
        self.margins.push(Margin { by, targets });
        Ok(())
    }
}
