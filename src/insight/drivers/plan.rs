//! The drivers that a query asks for.

use crate::insight::metrics::{ReadMetric, one_score};
use crate::insight::projection::{Field, Projection};
use crate::insight::scores::Scale;
use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::summary::{DriverSettings, DriverSource};
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// The score and its drivers.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The field of the score.
    pub(super) score: usize,
    /// The scale of the score, if it is that of a metric.
    pub(super) scale: Option<Scale>,
    pub(super) drivers: Vec<Driver>,
}

/// A driver: where it is read.
#[derive(Clone, Debug)]
pub(super) struct Driver {
    pub(super) name: String,
    pub(super) source: DriverSource,
    pub(super) field: usize,
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
        let (score, scale) = match (settings.text("of"), settings.get("of")) {
            (Some(question), _) => (projection.field(Field::Answer(question.to_owned())), None),
            (None, Some(value)) => {
                let (score, kind) = one_score(value, &path.key("of"), projection, metric)?;
                (score, Some(kind.scale()))
            }
            (None, None) => return Err(Problem::new(&path.key("of"), "is required")),
        };
        let from = path.key("from");
        let items: &[Value] = if let Some(Value::List(items)) = settings.get("from") { items } else { &[] };
        let mut drivers: Vec<Driver> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let attribute = item.get("attribute").and_then(Value::as_text);
            let answer = item.as_text().or(item.get("answer").and_then(Value::as_text));
            let source = if attribute.is_some() { DriverSource::Attribute } else { DriverSource::Answer };
            let name = attribute.or(answer).unwrap_or_default().to_owned();
            let field = projection.field(match source {
                DriverSource::Attribute => Field::Attribute(name.clone()),
                DriverSource::Answer => Field::Answer(name.clone()),
            });
            if field == score {
                return Err(Problem::new(&from.index(index), "is the score itself"));
            }
            if drivers.iter().any(|driver| driver.field == field) {
                return Err(Problem::new(&from.index(index), "is a duplicate"));
            }
            drivers.push(Driver { name, source, field });
        }
        Ok(Plan { score, scale, drivers })
    }

    /// Whether a score counts: any number, or one on the scale of its metric.
    pub(super) fn takes(&self, score: f64) -> bool {
        let Some(Scale { min, max }) = self.scale else { return true };
        score.trunc() == score && score >= min as f64 && score <= max as f64
    }
}
