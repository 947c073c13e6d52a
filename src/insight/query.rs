//! The query of a summary: its metrics, its groups, and which of them to compare.
//!
//! [`SummarySettings`] declares what a query may contain. This module checks the rules that involve several fields, and
//! builds the plan of the summary.

use super::calendar::Period;
use super::comments;
use super::drivers;
use super::group::By;
use super::metrics::score::ScoreKind;
use super::metrics::{Kind, Metric, ces, csat};
use super::projection::{Field, Projection};
use super::quality;
use super::scores::{MAX_STEPS, Scale};
use super::weights;
use super::zone::Zone;
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;
use crate::model::summary::{CompareWord, GroupWord, MetricName, MetricSettings, ScaleSettings, SummarySettings};
use crate::schema::problem::Problem;
use crate::schema::settings::Settings;

/// A checked query.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) metrics: Vec<Metric>,
    pub(super) group_by: Option<By>,
    pub(super) compare: Option<Compare>,
    /// The rows and the columns of a cross-tab.
    pub(super) cross: Option<[By; 2]>,
    pub(super) weights: Option<weights::Plan>,
    pub(super) max_groups: usize,
    pub(super) projection: Projection,
    pub(super) zone: Zone,
    pub(super) quality: Option<quality::Plan>,
    pub(super) drivers: Option<drivers::Plan>,
    pub(super) comments: Option<comments::Plan>,
}

/// Which groups to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    /// Each against the rest.
    EachAgainstRest,
    /// Every two.
    AllPairs,
    /// The last two periods.
    LastTwo,
    /// The groups with these keys.
    Keys([Option<String>; 2]),
}

impl Query {
    /// At most how many bytes the empty tallies of a group take.
    pub(super) fn tallies_size(&self) -> usize {
        self.metrics.iter().fold(0, |sum, metric| sum.saturating_add(metric.tally_size()))
    }

    /// Checks a query, declared by [`SummarySettings`].
    ///
    /// # Errors
    /// The first problem in the query. A query with a `time_zone` needs [`in_zone`](Query::in_zone).
    pub fn new(query: &Value) -> Result<Query, Problem> {
        Query::in_zone(query, None)
    }

    /// Checks a query. `zone` is the time zone that the query names, if it does: this core knows no time zones.
    ///
    /// # Errors
    /// The first problem in the query.
    pub fn in_zone(query: &Value, zone: Option<Zone>) -> Result<Query, Problem> {
        let settings = Settings::check(SummarySettings::RECORD, query)?;
        let root = Path::Root;
        let mut projection = Projection::default();
        let question = settings.get("question").map(|value| questions(value, &root.key("question"))).transpose()?;
        let common = Common { question, top: settings.integer("top").unwrap_or_default() };
        let path = root.key("metrics");
        let mut metrics: Vec<Metric> = Vec::new();
        for (index, item) in items(settings.get("metrics")).iter().enumerate() {
            let path = path.index(index);
            let metric = metric(item, &path, &common, &mut projection)?;
            if metrics.contains(&metric) {
                return Err(Problem::new(&path, "is a duplicate"));
            }
            metrics.push(metric);
        }
        let weights = settings
            .get("weights")
            .map(|value| weights::Plan::read(value, &root.key("weights"), &mut projection, &by))
            .transpose()?;
        let group_by = settings.get("group_by").and_then(|value| by(value, &mut projection));
        let cross = cross(settings, &mut projection).map_err(|problem| Problem::new(&root.key("cross"), problem))?;
        let compare = compare(settings, group_by).map_err(|problem| Problem::new(&root.key("compare"), problem))?;
        let zone = self::zone(settings, zone).map_err(|problem| Problem::new(&root.key("time_zone"), problem))?;
        let read =
            |value: &Value, path: &Path<'_>, projection: &mut Projection| metric(value, path, &common, projection);
        let drivers = settings
            .get("drivers")
            .map(|value| drivers::Plan::read(value, &root.key("drivers"), &mut projection, &read))
            .transpose()?;
        let comments = settings
            .get("comments")
            .map(|value| comments::Plan::read(value, &root.key("comments"), &mut projection, &metrics, &read))
            .transpose()?;
        let quality = settings
            .get("quality")
            .map(|value| quality::Plan::read(value, &root.key("quality"), &mut projection))
            .transpose()?;
        let max_groups = size(settings.integer("max_groups"));
        Ok(Query {
            metrics,
            group_by,
            compare,
            cross,
            weights,
            max_groups,
            projection,
            zone,
            quality,
            drivers,
            comments,
        })
    }
}

/// The defaults for metrics that do not set these themselves.
struct Common {
    question: Option<Vec<String>>,
    top: i64,
}

fn metric(value: &Value, path: &Path<'_>, common: &Common, projection: &mut Projection) -> Result<Metric, Problem> {
    let settings = Settings::within(MetricSettings::RECORD, value);
    let name = value.as_text().or(settings.text("metric")).and_then(MetricName::of);
    let scale = match settings.get("scale") {
        Some(value) => Some(scale(value, &path.key("scale"))?),
        None => None,
    };
    let kind = match name.unwrap_or(MetricName::Count) {
        MetricName::Nps => Kind::Score(ScoreKind::Nps),
        MetricName::Csat => {
            let scale = scale.unwrap_or(csat::SCALE);
            let most = scale.max.saturating_sub(scale.min);
            let top_boxes = settings.integer("top_boxes").unwrap_or(1);
            // The default of 2 is lowered to 1 on a scale of two scores.
            if top_boxes > most && settings.get("top_boxes").is_some() {
                let problem = text!("must be a whole number from 1 to ", most, ", got ", top_boxes);
                return Err(Problem::new(&path.key("top_boxes"), problem));
            }
            Kind::Score(ScoreKind::Csat { scale, top_boxes: top_boxes.min(most) })
        }
        MetricName::Ces => Kind::Score(ScoreKind::Ces { scale: scale.unwrap_or(ces::SCALE) }),
        MetricName::Rating => Kind::Score(ScoreKind::Rating { scale }),
        MetricName::Distribution => {
            Kind::Distribution { top: size(Some(settings.integer("top").unwrap_or(common.top))) }
        }
        MetricName::Count => {
            projection.times();
            return Ok(Metric { kind: Kind::Count, question: Vec::new(), fields: Vec::new() });
        }
    };
    let question = match (settings.get("question"), &common.question) {
        (Some(value), _) => questions(value, &path.key("question"))?,
        (None, Some(question)) => question.clone(),
        (None, None) => return Err(Problem::new(&path.key("question"), "is required")),
    };
    let fields = question.iter().map(|name| projection.field(Field::Answer(name.clone()))).collect();
    Ok(Metric { kind, question, fields })
}

fn scale(value: &Value, path: &Path<'_>) -> Result<Scale, Problem> {
    let settings = Settings::within(ScaleSettings::RECORD, value);
    let (min, max) = (settings.integer("min").unwrap_or_default(), settings.integer("max").unwrap_or_default());
    if min < max && max.saturating_sub(min) < MAX_STEPS {
        return Ok(Scale { min, max });
    }
    Err(Problem::new(path, text!("must have min below max, and at most ", MAX_STEPS, " steps")))
}

/// The identifiers of one question or of several, without duplicates.
fn questions(value: &Value, path: &Path<'_>) -> Result<Vec<String>, Problem> {
    if let Some(one) = value.as_text() {
        return Ok(vec![one.to_owned()]);
    }
    let mut questions: Vec<String> = Vec::new();
    for (index, name) in items(Some(value)).iter().enumerate() {
        let name = name.as_text().unwrap_or_default();
        if questions.iter().any(|known| known == name) {
            return Err(Problem::new(&path.index(index), "is a duplicate"));
        }
        questions.push(name.to_owned());
    }
    Ok(questions)
}

/// What a value of `group_by` or `cross` says; `None` for no groups.
fn by(value: &Value, projection: &mut Projection) -> Option<By> {
    let text = |key: &str| value.get(key).and_then(Value::as_text);
    if let Some(name) = text("attribute") {
        return Some(By::Field(projection.field(Field::Attribute(name.to_owned()))));
    }
    if let Some(name) = text("answer") {
        return Some(By::Field(projection.field(Field::Answer(name.to_owned()))));
    }
    let mut period = |period: Period| {
        projection.times();
        By::Period(period)
    };
    Some(match GroupWord::of(value.as_text()?)? {
        GroupWord::None => return None,
        GroupWord::Form => {
            projection.form();
            By::Form
        }
        GroupWord::Account => {
            projection.account();
            By::Account
        }
        GroupWord::Segment => By::Segment,
        GroupWord::Day => period(Period::Day),
        GroupWord::Week => period(Period::Week),
        GroupWord::Month => period(Period::Month),
    })
}

fn cross(settings: Settings<'_>, projection: &mut Projection) -> Result<Option<[By; 2]>, &'static str> {
    let Some(Value::List(both)) = settings.get("cross") else { return Ok(None) };
    match both.as_slice() {
        [rows, columns] => match (by(rows, projection), by(columns, projection)) {
            (Some(rows), Some(columns)) if rows != columns => Ok(Some([rows, columns])),
            (Some(_), Some(_)) => Err("must be two different groupings"),
            _ => Err("must be two groupings, and none is no grouping"),
        },
        _ => Err("must be two groupings"),
    }
}

fn zone(settings: Settings<'_>, named: Option<Zone>) -> Result<Zone, &'static str> {
    let offset = settings.get("utc_offset_minutes");
    match (settings.get("time_zone"), named) {
        (None, _) => Ok(Zone::fixed(settings.integer("utc_offset_minutes").unwrap_or_default())),
        (Some(_), _) if offset.is_some() => Err("cannot be given together with utc_offset_minutes"),
        (Some(_), Some(zone)) => Ok(zone),
        (Some(_), None) => Err("is a time zone whose offsets are not known"),
    }
}

fn compare(settings: Settings<'_>, group_by: Option<By>) -> Result<Option<Compare>, &'static str> {
    let Some(value) = settings.get("compare") else { return Ok(None) };
    let Some(by) = group_by else { return Err("needs a group_by") };
    let key = |value: &Value| value.as_text().map(str::to_owned);
    let word = value.as_text().and_then(CompareWord::of);
    Ok(Some(match (word, value) {
        (Some(CompareWord::EachAgainstRest), _) => Compare::EachAgainstRest,
        (Some(CompareWord::AllPairs), _) => Compare::AllPairs,
        (Some(CompareWord::LastTwo), _) if matches!(by, By::Period(_)) => Compare::LastTwo,
        (Some(CompareWord::LastTwo), _) => return Err("last_two needs a group_by of day, week or month"),
        (None, Value::List(keys)) => match keys.as_slice() {
            [first, second] if first.as_text() != second.as_text() => Compare::Keys([key(first), key(second)]),
            _ => return Err("must be the keys of two groups"),
        },
        (None, _) => return Err("must be the keys of two groups"),
    }))
}

fn items(list: Option<&Value>) -> &[Value] {
    if let Some(Value::List(items)) = list { items } else { &[] }
}

/// Converts a number that was checked to be above zero.
fn size(number: Option<i64>) -> usize {
    number.and_then(|number| usize::try_from(number).ok()).unwrap_or(1)
}
