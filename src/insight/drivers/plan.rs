//! The drivers that a query asks for.

use crate::insight::metrics::{ReadMetric, one_score};
use crate::insight::projection::{Field, Projection};
use crate::insight::scores::Scale;
use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::summary::DriverSettings;
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// The score and its drivers.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The field of the score.
    pub(super) score: usize,
    /// The scale of the score, if it is that of a metric.
    pub(super) scale: Option<Scale>,
    /// The fields of the drivers: their places, and what they are.
    pub(super) drivers: Vec<(usize, Field)>,
}

impl Plan {
    /// Reads the setting `drivers`, which was checked against its record.
    ///
    /// # Errors
    /// The first problem in it.
    pub fn read(
        value: &Value,
        path: &Path<'_>,
        projection: &mut Projection,
        metric: &ReadMetric<'_>,
    ) -> Result<Plan, Problem> {
        let settings = Settings::within(DriverSettings::RECORD, value);
        let of = settings.get("of").unwrap_or(&Value::Null);
        let (score, scale) = match of.as_text().and_then(|_| projection.named(of)) {
            Some(score) => (score, None),
            None => {
                let (score, kind) = one_score(of, &path.key("of"), projection, metric)?;
                (score, Some(kind.scale()))
            }
        };
        let from = path.key("from");
        let items: &[Value] = if let Some(Value::List(items)) = settings.get("from") { items } else { &[] };
        let mut drivers: Vec<(usize, Field)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let field = projection.named(item).unwrap_or(score);
            if field == score {
                return Err(Problem::new(&from.index(index), "is the score itself"));
            }
            if drivers.iter().any(|(known, _)| *known == field) {
                return Err(Problem::new(&from.index(index), "is a duplicate"));
            }
            drivers.extend(projection.fields.get(field).map(|what| (field, what.clone())));
        }
        Ok(Plan { score, scale, drivers })
    }

    /// Whether a score counts: any number, or one on the scale of its metric.
    pub(super) fn takes(&self, score: f64) -> bool {
        let Some(Scale { min, max }) = self.scale else { return true };
        score.trunc() == score && score >= min as f64 && score <= max as f64
    }
}
