//! Weights: raking to target shares, and intervals as wide as the answers are worth.

use refiner_wasm::insight::Query;
use refiner_wasm::insight::weights::raking::{Unmet, rake};
use serde_json::{Value, json};

use super::pages::{near, page, report};

/// Responses of these plans and regions with these scores, each so many times.
fn responses(of: &[(&str, &str, i64, usize)]) -> String {
    let one = |(plan, region, score): (&str, &str, i64)| {
        let attributes = json!({ "plan": plan, "region": region });
        json!({ "completed_at": "2026-01-01 00:00:00", "data": { "q": score }, "contact": { "attributes": attributes } })
    };
    let all = of.iter().flat_map(|(plan, region, score, times)| std::iter::repeat_n((*plan, *region, *score), *times));
    page(&all.map(one).collect::<Vec<_>>())
}

fn asked(weights: Value) -> Value {
    json!({ "metrics": ["nps", "rating", "count"], "question": "q", "weights": weights })
}

const PLAN: &str = "plan";

/// T. Lumley's and others' definition by hand: each stratum's mean, by the target shares; and Kish's effective number.
#[test]
fn one_margin_is_post_stratification() {
    let all = responses(&[("pro", "n", 10, 30), ("pro", "n", 8, 10), ("free", "n", 5, 15), ("free", "s", 9, 5)]);
    let targets = json!({ "by": { "attribute": PLAN }, "targets": { "pro": 0.25, "free": 0.75 } });
    let got = report(asked(targets), &[&all]);
    // NPS: pro 30 promoters of 40, free 5 promoters and 15 detractors of 20.
    let weighted = &got["metrics"][0]["weighted"];
    near(&weighted["value"], 100.0 * (0.25 * 0.75 + 0.75 * (0.25 - 0.75)), 1e-4);
    let (pro, free) = (0.25 * 60.0 / 40.0, 0.75 * 60.0 / 20.0);
    let effective = 60.0_f64.powi(2) / (40.0 * pro * pro + 20.0 * free * free);
    near(&weighted["effective_n"], effective, 1e-9);
    near(&weighted["design_effect"], 60.0 / effective, 1e-9);
    assert_eq!(
        (&weighted["n"], &weighted["without_target"], &weighted["small_sample"]),
        (&json!(60), &json!(0), &json!(false))
    );
    // The unweighted score stays.
    near(&got["metrics"][0]["value"], 100.0 * (35.0 - 15.0) / 60.0, 1e-9);
    let width = |interval: &Value| interval[1].as_f64().unwrap() - interval[0].as_f64().unwrap();
    assert!(width(&weighted["interval"]) > width(&got["metrics"][0]["interval"]));
    near(&got["metrics"][1]["weighted"]["value"], 0.25 * 9.5 + 0.75 * 6.0, 1e-4);
    assert!(got["metrics"][2].get("weighted").is_none());
}

/// Targets in percent, or in numbers of people, are the same; and targets that the answers meet already change nothing.
#[test]
fn the_size_of_targets_does_not_matter() {
    let all = responses(&[("pro", "n", 10, 30), ("pro", "n", 3, 10), ("free", "n", 5, 15), ("free", "s", 9, 25)]);
    let of = |pro: f64, free: f64| {
        let targets = json!({ "by": { "attribute": PLAN }, "targets": { "pro": pro, "free": free } });
        report(asked(targets), &[&all])["metrics"][0].clone()
    };
    assert_eq!(of(0.2, 0.8)["weighted"], of(20.0, 80.0)["weighted"]);
    let same = of(500.0, 500.0);
    near(&same["weighted"]["value"], same["value"].as_f64().unwrap(), 1e-6);
    for end in 0..2 {
        near(&same["weighted"]["interval"][end], same["interval"][end].as_f64().unwrap(), 1e-3);
    }
    near(&same["weighted"]["design_effect"], 1.0, 1e-12);
}

/// Groups are weighted with the weights of the whole.
#[test]
fn groups_have_the_weights_of_the_whole() {
    let all = responses(&[("pro", "n", 10, 30), ("pro", "s", 3, 10), ("free", "n", 5, 10), ("free", "s", 9, 30)]);
    let mut asked = asked(json!({ "by": { "attribute": PLAN }, "targets": { "pro": 1, "free": 3 } }));
    asked["group_by"] = json!({ "attribute": "region" });
    let got = report(asked, &[&all]);
    let of = |key: &str| {
        got["groups"].as_array().unwrap().iter().find(|group| group["key"] == key).unwrap()["metrics"][0]["weighted"]
            .clone()
    };
    // In the whole of 40 and 40, each pro counts 0.5 and each free 1.5.
    near(&of("n")["value"], 100.0 * (30.0 * 0.5 - 10.0 * 1.5) / (30.0 * 0.5 + 10.0 * 1.5), 1e-4);
    near(&of("s")["value"], 100.0 * (30.0 * 1.5 - 10.0 * 0.5) / (10.0 * 0.5 + 30.0 * 1.5), 1e-4);
}

#[test]
fn several_margins_are_all_met() {
    let all = responses(&[
        ("pro", "n", 10, 30),
        ("pro", "s", 3, 10),
        ("free", "n", 5, 12),
        ("free", "s", 9, 8),
        ("other", "s", 0, 7),
    ]);
    let margins = json!([
        { "by": { "attribute": PLAN }, "targets": { "pro": 0.4, "free": 0.6 } },
        { "by": { "attribute": "region" }, "targets": { "n": 0.3, "s": 0.7 } },
    ]);
    let got = report(asked(margins), &[&all]);
    let weighted = &got["metrics"][0]["weighted"];
    assert_eq!(
        (&weighted["n"], &weighted["without_target"], &weighted["problem"]),
        (&json!(60), &json!(7), &Value::Null)
    );
    let strata = [(30.0, vec![0, 0]), (10.0, vec![0, 1]), (12.0, vec![1, 0]), (8.0, vec![1, 1])];
    let weights = rake(&strata, &[vec![0.4, 0.6], vec![0.3, 0.7]]).unwrap();
    for (margin, targets) in [[0.4, 0.6], [0.3, 0.7]].iter().enumerate() {
        for (group, target) in targets.iter().enumerate() {
            let own = strata.iter().zip(&weights).filter(|((_, groups), _)| groups[margin] == group);
            let share = own.map(|((n, _), weight)| n * weight).sum::<f64>() / 60.0;
            assert!((share - target).abs() < 1e-9, "{margin} {group}: {share}");
        }
    }
    let nps = 100.0 * (weights[0] * 30.0 + weights[3] * 8.0 - weights[1] * 10.0 - weights[2] * 12.0) / 60.0;
    near(&weighted["value"], nps, 1e-4);
}

#[test]
fn what_cannot_be_met_says_why() {
    let all = responses(&[("pro", "n", 10, 30), ("free", "s", 3, 10)]);
    let empty = json!({ "by": { "attribute": PLAN }, "targets": { "pro": 0.4, "free": 0.5, "team": 0.1 } });
    let got = report(asked(empty), &[&all]);
    let weighted = &got["metrics"][0]["weighted"];
    assert_eq!(
        (&weighted["problem"], &weighted["value"], &weighted["design_effect"]),
        (&json!("empty_group"), &Value::Null, &Value::Null)
    );
    // All of one plan are of one region, so that two different shares cannot both be met.
    let torn = json!([
        { "by": { "attribute": PLAN }, "targets": { "pro": 0.4, "free": 0.6 } },
        { "by": { "attribute": "region" }, "targets": { "n": 0.7, "s": 0.3 } },
    ]);
    assert_eq!(report(asked(torn), &[&all])["metrics"][0]["weighted"]["problem"], "not_converged");
    assert_eq!(rake(&[(1.0, vec![0])], &[vec![1.0, 1.0]]), Err(Unmet::EmptyGroup));
    let none = report(asked(json!({ "by": "form", "targets": { "a": 1, "b": 1 } })), &[&page(&[])]);
    assert_eq!(
        (&none["metrics"][0]["weighted"]["value"], &none["metrics"][0]["weighted"]["n"]),
        (&Value::Null, &json!(0))
    );
}

#[test]
fn wrong_weights_name_their_place() {
    let by = json!({ "attribute": PLAN });
    for (weights, path, problem) in [
        (json!({ "by": by, "targets": { "a": 1 } }), "weights.targets", "at least 2"),
        (json!({ "by": by, "targets": { "a": 1, "b": 0 } }), "weights.targets.b", "must be a number above 0"),
        (json!({ "by": by, "targets": { "a": 1, "b": -1 } }), "weights.targets.b", "must be a number above 0"),
        (json!({ "by": by, "targets": { "a": 1, "b": "1" } }), "weights.targets.b", "must be a number"),
        (json!({ "by": "segment", "targets": { "a": 1, "b": 1 } }), "weights.by", "cannot be segment"),
        (json!({ "by": "none", "targets": { "a": 1, "b": 1 } }), "weights.by", "none"),
        (json!({ "targets": { "a": 1, "b": 1 } }), "weights.by", "is required"),
        (json!([]), "weights", "at least 1"),
        (
            json!([{ "by": by, "targets": { "a": 1, "b": 1 } }, { "by": by, "targets": { "a": 1, "b": 1 } }]),
            "weights[1].by",
            "is a duplicate",
        ),
        (
            json!({ "by": by, "targets": (0..1001).map(|n| (n.to_string(), json!(1))).collect::<serde_json::Map<_, _>>() }),
            "weights",
            "1001 combinations",
        ),
    ] {
        let error = Query::new(&asked(weights.clone()).into()).unwrap_err();
        assert_eq!(error.path, path, "{weights}");
        assert!(error.problem.contains(problem), "{weights}: {}", error.problem);
    }
}
