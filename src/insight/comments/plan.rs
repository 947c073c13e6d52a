//! The comments that a query asks for.

use super::camps::By;
use crate::insight::metrics::score::ScoreKind;
use crate::insight::metrics::{Kind, Metric, ReadMetric, one_score};
use crate::insight::projection::{Field, Projection};
use crate::json::path::Path;
use crate::json::value::Value;
use crate::model::summary::CommentSettings;
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// Which answers are comments, and what is to be said of them.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) question: String,
    /// The field of the comment.
    pub(super) field: usize,
    pub(super) by: By,
    /// The size of the sample.
    pub(super) sample: usize,
    pub(super) seed: u64,
}

impl Plan {
    /// Reads the setting `comments`, which was checked against its record. `metrics` are those of the query.
    ///
    /// # Errors
    /// The first problem in it.
    pub fn read(
        value: &Value,
        path: &Path<'_>,
        projection: &mut Projection,
        metrics: &[Metric],
        metric: &ReadMetric<'_>,
    ) -> Result<Plan, Problem> {
        let settings = Settings::within(CommentSettings::RECORD, value);
        let by = settings.get("by");
        let by = match by {
            None => usual(metrics),
            Some(value) => match projection.named(value) {
                Some(field) => By::Field(field),
                None => {
                    let (field, kind) = one_score(value, &path.key("by"), projection, metric)?;
                    By::Score(field, kind)
                }
            },
        };
        let question = settings.text("question").unwrap_or_default().to_owned();
        let field = projection.field(Field::Answer(question.clone()));
        projection.uuid();
        projection.times();
        Ok(Plan {
            question,
            field,
            by,
            sample: usize::try_from(settings.integer("sample").unwrap_or_default()).unwrap_or_default(),
            seed: u64::try_from(settings.integer("seed").unwrap_or_default()).unwrap_or_default(),
        })
    }
}

/// By the first NPS among the metrics that has one question.
fn usual(metrics: &[Metric]) -> By {
    let nps = metrics.iter().find_map(|metric| match (metric.kind, metric.fields.as_slice()) {
        (Kind::Score(ScoreKind::Nps), [field]) => Some(*field),
        _ => None,
    });
    nps.map_or(By::Nothing, |field| By::Score(field, ScoreKind::Nps))
}
