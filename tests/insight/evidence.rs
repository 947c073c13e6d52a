//! Comparisons of many groups: what the rest is, which way a difference points, and how often chance alone is a verdict.

use refiner_wasm::insight::permutation::p_value;
use refiner_wasm::insight::{Query, Summary};
use serde_json::{Value, json};

use super::pages::{Rng, invented, json_of, near, page, query, report};
use super::surveys::{SHAPES, Survey};

fn asked(compare: Value, group_by: Value) -> Value {
    let mut asked = super::naive::asked();
    asked["compare"] = compare;
    asked["group_by"] = group_by;
    asked
}

fn list(report: &Value) -> &[Value] {
    report["comparisons"].as_array().expect("a list of comparisons")
}

/// The figure that a comparison is about, in the report of some metrics: its value and its sample size.
fn figure(metrics: &Value, of: &Value) -> (Value, Value) {
    let is_it = |metric: &&Value| {
        metric["metric"] == of["metric"] && (metric["metric"] == "count" || metric["question"] == of["question"])
    };
    let metric = metrics.as_array().unwrap().iter().find(is_it).unwrap();
    match of["figure"].as_str().unwrap() {
        "value" => (metric["value"].clone(), metric["n"].clone()),
        "agreeing" => (metric["agreeing"]["share"].clone(), metric["n"].clone()),
        "share" => {
            let choices = metric["distribution"].as_array().unwrap().iter();
            let choice = choices.filter(|choice| choice["choice"] == of["choice"]);
            let share = choice.map(|choice| choice["share"].clone()).next();
            (share.unwrap_or(if metric["n"] == 0 { Value::Null } else { json!(0.0) }), metric["n"].clone())
        }
        rate => (metric[rate]["value"].clone(), metric[rate].get("n").cloned().unwrap_or(json!(0))),
    }
}

fn same(found: &Value, expected: &Value, about: &str) {
    match expected.as_f64() {
        Some(expected) => near(found, expected, 1e-9),
        None => assert_eq!(found, expected, "{about}"),
    }
}

#[test]
fn the_rest_is_all_that_are_not_in_the_group() {
    let rows = invented(&mut Rng(11), 1_500);
    let has = |row: &Value, key: &Value| match &row["data"]["tools"] {
        Value::Array(items) if !items.is_empty() => items.contains(key),
        _ => key.is_null(),
    };
    // A response of several choices is in several groups, and in the rest of the others only.
    let compared = report(asked(json!("each_against_rest"), json!({ "answer": "tools" })), &[&page(&rows)]);
    assert_eq!((&compared["comparison"], &compared["pairs_left_out"]), (&Value::Null, &json!(0)));
    let mut keys = std::collections::BTreeSet::new();
    for one in list(&compared) {
        assert_eq!((&one["against"], &one["b"]), (&json!("rest"), &Value::Null));
        keys.insert(one["a"].to_string());
        let (group, rest): (Vec<Value>, Vec<Value>) = rows.iter().cloned().partition(|row| has(row, &one["a"]));
        for (index, rows) in [group, rest].iter().enumerate() {
            let mut plain = super::naive::asked();
            plain["metrics"].as_array_mut().unwrap().iter_mut().for_each(|metric| {
                if metric["metric"] == "distribution" {
                    metric["top"] = json!(100);
                }
            });
            let (value, n) = figure(&report(plain, &[&page(rows)])["metrics"], one);
            // Rates exist where the list shows what they need, which a part of the list may not.
            if one["metric"] != "count" || !value.is_null() {
                same(&one["values"][index], &value, &one.to_string());
                assert_eq!(one["n"][index], n, "{one}");
            }
        }
        let [group, rest] = [0, 1].map(|index| one["values"][index].as_f64().unwrap());
        near(&one["difference"], group - rest, 1e-9);
    }
    assert_eq!(keys.len(), 5, "four choices, and none: {keys:?}");
}

#[test]
fn all_pairs_are_those_of_the_groups() {
    let rows = invented(&mut Rng(12), 900);
    let pages = [page(&rows)];
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let compared = report(asked(json!("all_pairs"), json!("form")), &pages);
    let groups = compared["groups"].as_array().unwrap();
    let keys: Vec<&Value> = groups.iter().map(|group| &group["key"]).collect();
    let mut pairs: Vec<[&Value; 2]> = list(&compared).iter().map(|one| [&one["a"], &one["b"]]).collect();
    pairs.dedup();
    assert_eq!(pairs, [[keys[0], keys[1]], [keys[0], keys[2]], [keys[1], keys[2]]]);
    for one in list(&compared) {
        for (index, side) in ["a", "b"].into_iter().enumerate() {
            let group = groups.iter().find(|group| group["key"] == one[side]).unwrap();
            let (value, n) = figure(&group["metrics"], one);
            same(&one["values"][index], &value, &one.to_string());
            assert_eq!(one["n"][index], n);
        }
        let [a, b] = [0, 1].map(|index| one["values"][index].as_f64().unwrap());
        near(&one["difference"], b - a, 1e-9);
    }
    // A pair by its keys is the same, and stands in `comparison` too.
    let two = report(asked(json!([keys[0], keys[2]]), json!("form")), &pages);
    for (one, alone) in list(&two).iter().zip(two["comparison"]["differences"].as_array().unwrap()) {
        assert_eq!((&one["a"], &one["b"], &one["against"]), (keys[0], keys[2], &json!("group")));
        for name in ["metric", "question", "figure", "choice", "n", "values", "difference", "interval"] {
            assert_eq!(one[name], alone[name], "{name}");
        }
        let all = list(&compared).iter().find(|other| {
            [&other["a"], &other["b"], &other["figure"], &other["choice"], &other["question"]]
                == [&one["a"], &one["b"], &one["figure"], &one["choice"], &one["question"]]
        });
        assert_eq!(all.unwrap()["p"], one["p"]);
    }
    let unknown = report(asked(json!(["form-0", "form-9"]), json!("form")), &pages);
    assert_eq!((&unknown["comparison"], &unknown["comparisons"]), (&Value::Null, &json!([])));
    assert_eq!(unknown["adjustment"], Value::Null);
}

/// A page of responses whose group is `by`, each with a score.
fn scored(groups: &[(&str, &[(i64, usize)])]) -> String {
    let row = |by: &str, score: i64| json!({ "completed_at": "2026-01-01 00:00:00", "data": { "by": by, "q": score } });
    let rows = groups.iter().flat_map(|(by, scores)| {
        scores.iter().flat_map(move |(score, count)| std::iter::repeat_n(row(by, *score), *count))
    });
    page(&rows.collect::<Vec<_>>())
}

#[test]
fn verdicts_say_who_is_up_and_who_has_too_few() {
    let groups: [(&str, &[(i64, usize)]); 4] = [
        ("happy", &[(10, 60), (5, 5)]),
        ("usual", &[(10, 40), (8, 50), (3, 30)]),
        ("unhappy", &[(10, 5), (3, 40)]),
        ("few", &[(0, 4)]),
    ];
    let asked = |compare: Value| json!({ "metrics": ["nps"], "question": "q", "group_by": { "answer": "by" }, "compare": compare });
    let each = report(asked(json!("each_against_rest")), &[&scored(&groups)]);
    let verdict = |key: &str| list(&each).iter().find(|one| one["a"] == key).unwrap();
    assert_eq!([&verdict("happy")["verdict"], &verdict("unhappy")["verdict"]], [&json!("up"), &json!("down")]);
    assert!(verdict("happy")["difference"].as_f64().unwrap() > 0.0);
    let few = verdict("few");
    assert_eq!([&few["verdict"], &few["p"], &few["p_adjusted"]], [&json!("too_few"), &Value::Null, &Value::Null]);
    assert!(few["difference"].is_number() && few["interval"].is_array());
    assert_eq!(each["adjustment"], "holm");
    // Three tests of three: Holm multiplies the smallest p by three.
    let smallest =
        list(&each).iter().min_by(|a, b| a["p"].as_f64().unwrap_or(2.0).total_cmp(&b["p"].as_f64().unwrap_or(2.0)));
    let smallest = smallest.unwrap();
    near(&smallest["p_adjusted"], 3.0 * smallest["p"].as_f64().unwrap(), 1e-12);
    // From `a` to `b`.
    let pair = report(asked(json!(["unhappy", "happy"])), &[&scored(&groups)]);
    assert_eq!([&list(&pair)[0]["verdict"], &list(&pair)[0]["a"]], [&json!("up"), &json!("unhappy")]);
}

#[test]
fn more_than_twenty_tests_are_adjusted_by_benjamini_and_hochberg() {
    let names: Vec<String> = (0..30).map(|number| format!("g{number}")).collect();
    let groups: Vec<(&str, &[(i64, usize)])> =
        names.iter().map(|name| (name.as_str(), &[(10, 6), (8, 3), (4, 3)][..])).collect();
    let asked = |compare: &str| json!({ "metrics": ["nps"], "question": "q", "group_by": { "answer": "by" }, "compare": compare });
    let each = report(asked("each_against_rest"), &[&scored(&groups)]);
    assert_eq!((list(&each).len(), &each["adjustment"]), (30, &json!("benjamini_hochberg")));
    // Of sixty groups, every two of the forty-five largest are compared.
    let names: Vec<String> = (0..60).map(|number| format!("g{number:02}")).collect();
    let groups: Vec<(&str, &[(i64, usize)])> = names.iter().map(|name| (name.as_str(), &[(10, 5)][..])).collect();
    let all = report(asked("all_pairs"), &[&scored(&groups)]);
    assert_eq!((list(&all).len(), &all["pairs_left_out"]), (990, &json!(60 * 59 / 2 - 990)));
}

#[test]
fn many_long_choices_leave_pairs_out_and_say_how_many() {
    let rows = (0..2_000).map(|number| {
        json!({ "data": { "by": format!("g{}", number % 200), "q": format!("{} {}", number % 20, "x".repeat(2_000)) } })
    });
    let rows: Vec<Value> = rows.collect();
    let asked = json!({ "metrics": ["distribution"], "question": "q", "group_by": { "answer": "by" }, "compare": "each_against_rest" });
    let mut summary = Summary::new(query(asked));
    summary.add(page(&rows).as_bytes()).unwrap();
    let found = json_of(&summary.report());
    let compared = list(&found).len() as u64 / 20;
    assert!(compared < 200 && compared > 10, "{compared}");
    assert_eq!(found["pairs_left_out"], 200 - compared);
    assert!(found.to_string().len() < summary.report_size(), "the report is larger than was asked for");
}

#[test]
fn a_test_is_exact_where_all_ways_can_be_counted() {
    let mut rng = Rng(3);
    for _ in 0..200 {
        let steps = 2 + rng.below(4) as usize;
        let (n, m) = (1 + rng.below(4) as usize, 1 + rng.below(6) as usize);
        let answers: Vec<usize> = (0..n + m).map(|_| rng.below(steps as u64) as usize).collect();
        let counts = |answers: &[usize]| -> Vec<u64> {
            (0..steps).map(|step| answers.iter().filter(|answer| **answer == step).count() as u64).collect()
        };
        // Every way to choose the first sample out of all answers.
        let apart = |sum: usize| {
            let all: usize = answers.iter().sum();
            (sum as f64 / n as f64 - (all - sum) as f64 / m as f64).abs()
        };
        let seen = apart(answers[..n].iter().sum());
        let ways = (0_u32..1 << (n + m)).filter(|set| set.count_ones() as usize == n);
        let sums = ways.map(|set| (0..n + m).filter(|place| set >> place & 1 == 1).map(|place| answers[place]).sum());
        let sums: Vec<usize> = sums.collect();
        let beyond = sums.iter().filter(|sum| apart(**sum) >= seen - 1e-9).count();
        let expected = beyond as f64 / sums.len() as f64;
        let found = p_value(&counts(&answers[..n]), &counts(&answers[n..])).unwrap();
        assert!((found - expected).abs() < 1e-9, "{answers:?} {n}: {found} is not {expected}");
    }
    // R. A. Fisher's tea: 3 of 4 and 1 of 4.
    assert!((p_value(&[1, 3], &[3, 1]).unwrap() - 34.0 / 70.0).abs() < 1e-12);
    assert_eq!(p_value(&[0, 0], &[3, 1]), None);
    assert_eq!(p_value(&[0, 9], &[0, 4]), Some(1.0));
}

#[test]
fn a_single_comparison_alarms_seldom() {
    for shape in SHAPES {
        for sizes in [(5, 25), (10, 200), (30, 570), (100, 500)] {
            let mut survey = Survey::new(0);
            let alarms = (0..4_000).filter(|_| {
                let [first, second] = [sizes.0, sizes.1].map(|n| {
                    survey.n = n;
                    survey.of(shape)
                });
                p_value(&first, &second).unwrap() < 0.05
            });
            let alarms = alarms.count() as f64 / 4_000.0;
            assert!(alarms <= 0.06, "{} at {sizes:?}: {alarms}", shape.name);
        }
    }
}

/// Of ten thousand surveys in which nothing differs, at most five in a hundred have any verdict.
#[test]
fn many_looks_alarm_no_more_than_one() {
    let query = Query::new(
        &json!({
            "metrics": [{ "metric": "nps", "question": "q" }, { "metric": "rating", "question": "q" }],
            "group_by": { "answer": "by" },
            "compare": "each_against_rest",
        })
        .into(),
    )
    .unwrap();
    let shape = SHAPES.iter().find(|shape| shape.shares.len() == 11).unwrap();
    let mut survey = Survey::new(1);
    let surveys = 10_000;
    let alarmed = (0..surveys).filter(|_| {
        let mut items = Vec::new();
        for (group, n) in [5, 8, 12, 20, 30, 45].into_iter().enumerate() {
            survey.n = n;
            for (score, count) in survey.of(shape).into_iter().enumerate() {
                for _ in 0..count {
                    items.push(format!(r#"{{"data":{{"by":"{group}","q":{score}}}}}"#));
                }
            }
        }
        let mut summary = Summary::new(query.clone());
        summary.add(format!(r#"{{"items":[{}]}}"#, items.join(",")).as_bytes()).unwrap();
        let report = summary.report();
        let comparisons = report.comparisons.unwrap();
        assert_eq!(comparisons.len(), 12);
        comparisons.iter().any(|one| matches!(one.verdict.as_str(), "up" | "down"))
    });
    let alarmed = alarmed.count();
    assert!(alarmed <= surveys / 20, "{alarmed} of {surveys}");
}
