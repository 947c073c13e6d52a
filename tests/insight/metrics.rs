//! Rules that hold for every metric, so that a new one is forgotten nowhere.

use std::collections::BTreeSet;

use refiner_wasm::insight::Query;
use refiner_wasm::model::summary::{MetricName, MetricSettings, ScoreMetric, ScoreReport};
use refiner_wasm::schema::shape::Field;
use serde_json::{Value, json};

use super::naive;
use super::pages::{Rng, invented, page, report};

/// The report on one metric over invented responses, as a whole and compared between two groups.
fn asked(metric: MetricName) -> Value {
    let rows = invented(&mut Rng(5), 500);
    let asked =
        json!({ "metrics": [metric], "question": "stars", "group_by": "form", "compare": ["form-0", "form-1"] });
    report(asked, &[&page(&rows)])
}

#[test]
fn a_report_has_the_name_of_its_metric() {
    for metric in MetricName::ALL {
        assert_eq!(asked(*metric)["metrics"][0]["metric"], metric.as_str());
    }
}

#[test]
fn all_but_the_count_take_a_question_of_their_own() {
    for metric in MetricName::ALL {
        let query = json!({ "metrics": [{ "metric": metric, "question": "q" }] });
        let problem = Query::new(&query.into()).err();
        assert_eq!(problem.is_none(), *metric != MetricName::Count, "{metric:?}: {problem:?}");
    }
}

#[test]
fn settings_are_taken_by_the_metrics_that_they_are_declared_for() {
    let values = json!({ "question": "q", "scale": { "min": 1, "max": 5 }, "top_boxes": 1, "top": 3 });
    for field in MetricSettings::RECORD.fields.iter().filter(|field| field.name != "metric") {
        for metric in MetricName::ALL {
            let mut settings = json!({ "metric": metric });
            settings[field.name] = values[field.name].clone();
            let query = json!({ "metrics": [settings], "question": "q" });
            assert_eq!(Query::new(&query.into()).is_ok(), is_for(field, metric.as_str()), "{metric:?} {}", field.name);
        }
    }
}

/// Whether a field is there for a metric.
fn is_for(field: &Field, metric: &str) -> bool {
    field.when().is_none_or(|when| when.words.contains(&metric))
}

#[test]
fn scores_report_the_figures_that_they_are_declared_with() {
    for metric in ScoreMetric::ALL {
        let report = asked(MetricName::of(metric.as_str()).expect("every score is a metric"));
        // The weighted score is there for any metric, if there are weights: see weights.rs.
        for field in ScoreReport::RECORD.fields.iter().filter(|field| field.name != "weighted") {
            let there = report["metrics"][0].get(field.name).is_some();
            assert_eq!(there, is_for(field, metric.as_str()), "{metric:?} {}", field.name);
        }
    }
}

#[test]
fn every_metric_can_be_compared() {
    for metric in MetricName::ALL {
        let report = asked(*metric);
        let differences = report["comparison"]["differences"].as_array().expect("both groups are there");
        assert!(!differences.is_empty(), "{metric:?}");
        assert!(differences.iter().all(|difference| difference["metric"] == metric.as_str()), "{metric:?}");
    }
}

#[test]
fn every_metric_is_reckoned_a_second_time() {
    let asked = naive::asked();
    let names: BTreeSet<&str> = asked["metrics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| metric.as_str().or(metric["metric"].as_str()).unwrap())
        .collect();
    assert_eq!(names, MetricName::ALL.iter().map(|metric| metric.as_str()).collect(), "asked of naive.rs");
}
