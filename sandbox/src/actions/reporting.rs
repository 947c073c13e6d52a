//! `GET /reporting`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::filter::{Filter, Include};
use super::{Call, Outcome, Route};
use crate::choices;
use crate::http::Response;
use crate::params::Params;
use crate::store::{Answered, Kind, Store};
use crate::time::{DAY, contact_form, end_of_day};

pub(super) const ROUTES: &[Route] =
    &[Route { name: "get_reporting", method: "GET", path: "/reporting", about_one_user: false, run: get_reporting }];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Report {
    Nps,
    Csat,
    Ratings,
    Distribution,
    Count,
}

const REPORTS: &[(&str, Report)] = &[
    ("nps", Report::Nps),
    ("csat", Report::Csat),
    ("ratings", Report::Ratings),
    ("distribution", Report::Distribution),
    ("count", Report::Count),
];

impl Report {
    /// Whether the report includes this kind of question when the call names none.
    fn is_about(self, kind: Kind) -> bool {
        match self {
            Self::Nps => kind == Kind::Nps,
            Self::Csat => kind == Kind::Csat,
            Self::Ratings => matches!(kind, Kind::Rating(_)),
            Self::Distribution => matches!(kind, Kind::Choice | Kind::Choices),
            Self::Count => false,
        }
    }
}

/// <https://refiner.io/docs/api/#get-reporting>
fn get_reporting(call: &mut Call<'_>) -> Outcome {
    let Call { store, params, now_ms } = call;
    params.required("type")?;
    let report = params.word("type", REPORTS)?.unwrap_or(Report::Count);
    let filter = Filter::of(params, store)?;
    let (from, until) = filter.range();
    let until = until.unwrap_or(end_of_day(*now_ms));
    let from = from.unwrap_or(until - 7 * DAY);
    let shown = filter.clone().over(Include::All, from, until);
    let answered = filter.over(Include::Partials, from, until);
    let rows = |filter: &Filter| -> Vec<&Answered> {
        store.responses.values().filter(|response| filter.admits(store, response, *now_ms)).collect()
    };
    let answered = rows(&answered);
    let mut reply = if report == Report::Count {
        let views = rows(&shown).iter().filter(|response| response.last_shown_at.is_some()).count();
        json!({ "views": views, "responses": answered.len() })
    } else {
        let answers = answers(store, params, report, &answered)?;
        match report {
            Report::Nps => nps(&answers),
            Report::Csat => csat(&answers),
            Report::Ratings => ratings(&answers),
            Report::Distribution | Report::Count => distribution(&answers),
        }
    };
    reply["date_range_start"] = json!(contact_form(from));
    reply["date_range_end"] = json!(contact_form(until));
    Ok(reply)
}

/// The answers that a report is made from, grouped by response.
fn answers<'a>(
    store: &Store,
    params: &Params,
    report: Report,
    responses: &[&'a Answered],
) -> Result<Vec<Vec<&'a Value>>, Response> {
    let named = params.list("question_identifiers")?;
    let wanted = |response: &Answered, name: &String| match &named {
        Some(named) => named.contains(name),
        None => store.forms.get(&response.form).is_some_and(|form| {
            form.questions.iter().any(|question| question.identifier == name && report.is_about(question.kind))
        }),
    };
    let of_response = |response: &&'a Answered| -> Vec<&'a Value> {
        response.data.iter().filter(|(name, _)| wanted(response, name)).map(|(_, answer)| answer).collect()
    };
    Ok(responses.iter().map(of_response).collect())
}

/// The answers that are whole numbers in this range; numbers may come as text.
fn numbers(answers: &[Vec<&Value>], range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    let number = |answer: &&Value| choices::trait_text(answer)?.trim().parse().ok();
    answers.iter().flatten().filter_map(number).filter(|number| range.contains(number)).collect()
}

fn nps(answers: &[Vec<&Value>]) -> Value {
    let scores = numbers(answers, 0..=10);
    let within =
        |range: std::ops::RangeInclusive<i64>| scores.iter().filter(|score| range.contains(score)).count() as i64;
    let (detractors, passives, promoters) = (within(0..=6), within(7..=8), within(9..=10));
    let count = scores.len() as i64;
    json!({
        "data": { "detractors": detractors, "passives": passives, "promoters": promoters },
        "count": count,
        "nps": choices::score(promoters - detractors, count),
    })
}

fn csat(answers: &[Vec<&Value>]) -> Value {
    let scores = numbers(answers, -2..=2);
    let [very_unsatisfied, unsatisfied, neutral, satisfied, very_satisfied] =
        [-2, -1, 0, 1, 2].map(|score| scores.iter().filter(|given| **given == score).count() as i64);
    let count = scores.len() as i64;
    json!({
        "data": {
            "very_unsatisfied": very_unsatisfied,
            "unsatisfied": unsatisfied,
            "neutral": neutral,
            "satisfied": satisfied,
            "very_satisfied": very_satisfied,
        },
        "count": count,
        "csat": choices::csat(satisfied, very_satisfied, count),
    })
}

fn ratings(answers: &[Vec<&Value>]) -> Value {
    let ratings = numbers(answers, 1..=choices::LARGEST_RATING);
    let largest = ratings.iter().copied().max().unwrap_or(0).max(choices::FEWEST_RATING_BUCKETS);
    let bucket = |rating: i64| ratings.iter().filter(|given| **given == rating).count();
    let data: Map<String, Value> = (1..=largest).map(|rating| (rating.to_string(), json!(bucket(rating)))).collect();
    let (count, sum) = (ratings.len() as i64, ratings.iter().sum());
    json!({ "data": data, "count": count, "sum": sum, "average": choices::average(sum, count) })
}

fn distribution(answers: &[Vec<&Value>]) -> Value {
    let mut data: BTreeMap<String, u64> = BTreeMap::new();
    let mut responses = 0;
    for of_response in answers {
        let mut values: Vec<String> = Vec::new();
        for answer in of_response {
            match answer {
                Value::Array(items) => values.extend(items.iter().filter_map(choices::trait_text)),
                answer => values.extend(choices::trait_text(answer)),
            }
        }
        responses += u64::from(!values.is_empty());
        for value in values {
            *data.entry(value).or_default() += 1;
        }
    }
    json!({ "data": data, "datapoints": data.values().sum::<u64>(), "responses": responses })
}
