//! What is asked: which metrics, in which groups, and which two groups are compared.
//!
//! ```json
//! {
//!   "metrics": ["count", { "metric": "nps", "question": "nps" }, { "metric": "csat", "question": ["q1", "q2"],
//!     "scale": { "min": 1, "max": 7 }, "top_boxes": 2 }],
//!   "group_by": "week", "utc_offset_minutes": 60, "compare": "last_two"
//! }
//! ```

use super::calendar::Period;
use super::group::By;
pub use super::input::Problem;
use super::input::{Object, names};
use super::metrics::{Kind, Metric};
use super::metrics::{ces, csat};
use super::projection::{Field, Projection};
use super::scores::{MOST_STEPS, Scale};
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;

/// The most metrics of one query.
const MOST_METRICS: usize = 20;
/// The most questions of one metric.
const MOST_QUESTIONS: usize = 100;
/// The most groups that are kept apart, and the default.
const MOST_GROUPS: i64 = 1_000;
/// How many choices are listed when `top` is not set.
const TOP: i64 = 20;
/// The farthest from zero that a scale may reach.
const FARTHEST_SCORE: i64 = 1_000_000;

const WORDS: &str = "must be none, form, account, segment, day, week, month, {\"attribute\": …} or {\"answer\": …}";

/// A checked query.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) metrics: Vec<Metric>,
    pub(super) group_by: Option<By>,
    pub(super) compare: Option<Pair>,
    pub(super) max_groups: usize,
    pub(super) projection: Projection,
}

/// Which two groups are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// The last two periods.
    LastTwo,
    /// Those with these keys.
    Keys([Option<String>; 2]),
}

impl Query {
    /// Checks what a caller asks.
    ///
    /// - `metrics`: a list of names, or of objects `{ metric, question, … }`. All but `count` read the answers to a
    ///   `question`, which is an identifier or a list of them. `csat`, `ces` and `rating` take a `scale` of `{ min, max }`,
    ///   `csat` its `top_boxes`, `distribution` its `top`.
    /// - `question`: that of every metric without its own.
    /// - `group_by`: `none`, `form`, `account`, `segment`, `day`, `week`, `month`, `{ attribute }` or `{ answer }`.
    /// - `utc_offset_minutes`: where a day begins, in minutes east of UTC.
    /// - `compare`: the keys of two groups, or `last_two` periods.
    /// - `top`: how many choices are listed. `max_groups`: how many groups are kept apart.
    pub fn new(query: &Value) -> Result<Query, Problem> {
        const KEYS: [&str; 7] =
            ["metrics", "question", "group_by", "utc_offset_minutes", "compare", "top", "max_groups"];
        let root = Path::Root;
        let object = Object::of(query, &root, &KEYS)?;
        let mut projection = Projection::default();
        let question = object.get("question").map(|value| names(value, &root.key("question"), MOST_QUESTIONS));
        let common = Common { question: question.transpose()?, top: object.integer("top", 1, 1_000)?.unwrap_or(TOP) };
        let metrics = match object.get("metrics") {
            None => return Err(object.problem("metrics", "is required")),
            Some(Value::List(items)) if (1..=MOST_METRICS).contains(&items.len()) => {
                let path = root.key("metrics");
                let mut metrics: Vec<Metric> = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let path = path.index(index);
                    let metric = metric(item, &path, &common, &mut projection)?;
                    if metrics.contains(&metric) {
                        return Err(Problem::new(&path, "is there twice"));
                    }
                    metrics.push(metric);
                }
                metrics
            }
            Some(_) => {
                return Err(object.problem("metrics", &text!("must be a list of 1 to ", MOST_METRICS, " metrics")));
            }
        };
        let offset = object.integer("utc_offset_minutes", -1_439, 1_439)?.unwrap_or(0);
        let group_by = group_by(&object, offset, &mut projection)?;
        let max_groups = object.integer("max_groups", 1, MOST_GROUPS)?.unwrap_or(MOST_GROUPS);
        Ok(Query {
            metrics,
            group_by,
            compare: compare(&object, group_by)?,
            max_groups: usize::try_from(max_groups).unwrap_or(1),
            projection,
        })
    }
}

/// What holds for every metric that does not say otherwise.
struct Common {
    question: Option<Vec<String>>,
    top: i64,
}

fn metric(value: &Value, path: &Path<'_>, common: &Common, projection: &mut Projection) -> Result<Metric, Problem> {
    let plain = Value::Map(vec![("metric".to_owned(), value.clone())]);
    let value = if let Value::Text(_) = value { &plain } else { value };
    let object = Object::of(value, path, &["metric", "question", "scale", "top_boxes", "top"])?;
    let scale = scale(&object, path)?;
    // What a metric has no use for would be left out unnoticed.
    let only = |key: &str, projection: bool| {
        if projection || object.get(key).is_none() {
            return Ok(());
        }
        Err(object.problem(key, "means nothing to this metric"))
    };
    let name = object.get("metric").and_then(Value::as_text).unwrap_or_default();
    only("scale", matches!(name, "csat" | "ces" | "rating"))?;
    only("top_boxes", name == "csat")?;
    only("top", name == "distribution")?;
    only("question", name != "count")?;
    let kind = match name {
        "nps" => Kind::Nps,
        "csat" => {
            let scale = scale.unwrap_or(csat::SCALE);
            let most = scale.max.saturating_sub(scale.min);
            let top_boxes = object.integer("top_boxes", 1, most)?;
            Kind::Csat { scale, top_boxes: top_boxes.unwrap_or(csat::TOP_BOXES).min(most) }
        }
        "ces" => Kind::Ces { scale: scale.unwrap_or(ces::SCALE) },
        "rating" => Kind::Rating { scale },
        "distribution" => {
            let top = object.integer("top", 1, 1_000)?.unwrap_or(common.top);
            Kind::Distribution { top: usize::try_from(top).unwrap_or(1) }
        }
        "count" => {
            projection.times();
            return Ok(Metric { kind: Kind::Count, question: Vec::new(), fields: Vec::new() });
        }
        _ => return Err(object.problem("metric", "must be one of: nps, csat, ces, rating, distribution, count")),
    };
    let question = match (object.get("question"), &common.question) {
        (Some(value), _) => names(value, &path.key("question"), MOST_QUESTIONS)?,
        (None, Some(question)) => question.clone(),
        (None, None) => return Err(object.problem("question", "is required")),
    };
    let fields = question.iter().map(|name| projection.field(Field::Answer(name.clone()))).collect();
    Ok(Metric { kind, question, fields })
}

fn scale(metric: &Object<'_>, path: &Path<'_>) -> Result<Option<Scale>, Problem> {
    let Some(value) = metric.get("scale") else { return Ok(None) };
    let path = path.key("scale");
    let object = Object::of(value, &path, &["min", "max"])?;
    let end = |key: &str| object.integer(key, -FARTHEST_SCORE, FARTHEST_SCORE);
    match (end("min")?, end("max")?) {
        (Some(min), Some(max)) if min < max && max.saturating_sub(min) < MOST_STEPS => Ok(Some(Scale { min, max })),
        (None, _) => Err(object.problem("min", "is required")),
        (_, None) => Err(object.problem("max", "is required")),
        _ => Err(Problem::new(&path, &text!("must go up from min to max, in at most ", MOST_STEPS, " steps"))),
    }
}

fn group_by(query: &Object<'_>, offset: i64, projection: &mut Projection) -> Result<Option<By>, Problem> {
    Ok(Some(match query.get("group_by") {
        None => return Ok(None),
        Some(Value::Text(word)) => match word.as_str() {
            "none" => return Ok(None),
            "form" => {
                projection.form();
                By::Form
            }
            "account" => {
                projection.account();
                By::Account
            }
            "segment" => By::Segment,
            "day" => period(Period::Day, offset, projection),
            "week" => period(Period::Week, offset, projection),
            "month" => period(Period::Month, offset, projection),
            _ => return Err(query.problem("group_by", WORDS)),
        },
        Some(Value::Map(entries)) => match entries.as_slice() {
            [(key, Value::Text(name))] if key == "attribute" && !name.is_empty() => {
                By::Field(projection.field(Field::Attribute(name.clone())))
            }
            [(key, Value::Text(name))] if key == "answer" && !name.is_empty() => {
                By::Field(projection.field(Field::Answer(name.clone())))
            }
            _ => return Err(query.problem("group_by", WORDS)),
        },
        Some(_) => return Err(query.problem("group_by", WORDS)),
    }))
}

fn period(period: Period, offset: i64, projection: &mut Projection) -> By {
    projection.times();
    By::Period(period, offset)
}

fn compare(query: &Object<'_>, group_by: Option<By>) -> Result<Option<Pair>, Problem> {
    let Some(value) = query.get("compare") else { return Ok(None) };
    let key = |value: &Value| match value {
        Value::Text(key) => Some(Some(key.clone())),
        Value::Null => Some(None),
        _ => None,
    };
    match (value, group_by) {
        (_, None) => Err(query.problem("compare", "needs a group_by")),
        (Value::Text(word), Some(By::Period(..))) if word == "last_two" => Ok(Some(Pair::LastTwo)),
        (Value::Text(word), _) if word == "last_two" => {
            Err(query.problem("compare", "last_two needs a group_by of day, week or month"))
        }
        (Value::List(items), _) => match items.as_slice() {
            [first, second] if first != second && key(first).is_some() && key(second).is_some() => {
                Ok(Some(Pair::Keys([key(first).flatten(), key(second).flatten()])))
            }
            _ => Err(query.problem("compare", "must be the keys of two groups, texts or null")),
        },
        _ => Err(query.problem("compare", "must be the keys of two groups, or last_two")),
    }
}
