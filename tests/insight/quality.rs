//! Straight-liners and speeders: counted, and left out where that is asked for.

use refiner_wasm::insight::{Query, Summary};
use serde_json::{Value, json};

use super::pages::{Rng, invented, json_of, page, query, report};

fn response(ratings: [Value; 4], seconds: Option<u32>) -> Value {
    let [a, b, c, d] = ratings;
    let done = seconds.map(|seconds| format!("2026-01-01 00:{:02}:{:02}", seconds / 60, seconds % 60));
    json!({ "first_shown_at": "2026-01-01 00:00:00", "completed_at": done, "data": { "a": a, "b": b, "c": c, "d": d } })
}

/// By hand: who is a straight-liner, who a speeder under 10 seconds.
fn responses() -> Vec<Value> {
    let (none, n) = (Value::Null, |number: i64| json!(number));
    vec![
        response([n(5), n(5), n(5), n(5)], Some(60)),                    // line
        response([n(5), json!("5"), json!([5]), none.clone()], Some(9)), // line of three as text and list; fast
        response([n(5), n(5), none.clone(), none.clone()], Some(10)),    // two ratings; just not fast
        response([n(5), n(5), n(5), n(4)], Some(0)),                     // fast
        response([n(5), n(5), n(5), json!("none")], None),               // line: a word is no rating; not completed
        response([n(1), n(2), n(3), n(4)], Some(61)),
        response([n(0), json!("0.0"), n(0), json!("")], Some(30)), // line
    ]
}

fn asked(quality: Value) -> Value {
    json!({
        "metrics": [{ "metric": "rating", "question": "a", "scale": { "min": 0, "max": 5 } }, "count"],
        "quality": quality,
    })
}

fn both(lines: bool, fast: bool) -> Value {
    json!({
        "straight_liners": { "questions": ["a", "b", "c", "d"], "leave_out": lines },
        "speeders": { "seconds": 10, "leave_out": fast },
    })
}

#[test]
fn they_are_counted_and_stay_unless_told_otherwise() {
    let all = page(&responses());
    let plain = report(json!({ "metrics": asked(Value::Null)["metrics"] }), &[&all]);
    assert!(plain.get("quality").is_none());
    let mut got = report(asked(both(false, false)), &[&all]);
    let expected = json!({
        "straight_liners": { "count": 4, "n": 6, "share": 4.0 / 6.0, "left_out": false },
        "speeders": { "count": 2, "n": 6, "share": 2.0 / 6.0, "left_out": false },
        "both": 1,
        "left_out": 0,
    });
    assert_eq!(got.as_object_mut().unwrap().remove("quality").unwrap(), expected);
    assert_eq!(got, plain);
}

#[test]
fn what_is_left_out_is_left_out_of_every_figure() {
    let all = responses();
    for (lines, fast, kept) in
        [(true, false, &[2_usize, 3, 5][..]), (false, true, &[0, 2, 4, 5, 6][..]), (true, true, &[2, 5][..])]
    {
        let own: Vec<Value> = kept.iter().map(|index| all[*index].clone()).collect();
        let with = |query: Value| {
            let mut query = query;
            query["group_by"] = json!({ "answer": "b" });
            query["cross"] = json!([{ "answer": "a" }, { "answer": "d" }]);
            query
        };
        let mut got = report(with(asked(both(lines, fast))), &[&page(&all)]);
        let quality = got.as_object_mut().unwrap().remove("quality").unwrap();
        let mut plain = asked(Value::Null);
        plain.as_object_mut().unwrap().remove("quality");
        assert_eq!(got, report(with(plain), &[&page(&own)]), "{lines} {fast}");
        assert_eq!(quality["left_out"], all.len() - kept.len());
        // Who is left out is counted all the same.
        assert_eq!((&quality["straight_liners"]["count"], &quality["speeders"]["count"]), (&json!(4), &json!(2)));
    }
}

#[test]
fn a_segment_leaves_them_out_without_counting_them_again() {
    let all = page(&responses());
    let mut asked = asked(both(true, true));
    asked["group_by"] = json!("segment");
    let mut summary = Summary::new(query(asked));
    summary.add(all.as_bytes()).unwrap();
    summary.segment("s-1".to_owned(), None);
    summary.add(all.as_bytes()).unwrap();
    let got = json_of(&summary.report());
    assert_eq!((&got["items"], &got["groups"][0]["items"]), (&json!(2), &json!(2)));
    assert_eq!(got["groups"][0]["metrics"], got["metrics"]);
    assert_eq!((&got["quality"]["left_out"], &got["quality"]["straight_liners"]["n"]), (&json!(5), &json!(6)));
}

#[test]
fn nobody_to_judge_is_no_share() {
    for pages in [page(&[]), page(&[json!({ "data": [] }), json!({ "completed_at": "soon", "first_shown_at": 7 })])] {
        let got = &report(asked(both(true, true)), &[&pages])["quality"];
        for kind in ["straight_liners", "speeders"] {
            assert_eq!((&got[kind]["n"], &got[kind]["share"]), (&json!(0), &Value::Null));
        }
    }
    let one = json!({ "speeders": { "seconds": 1 } });
    assert_eq!(report(asked(one), &[&page(&[])])["quality"]["straight_liners"], Value::Null);
}

#[test]
fn invented_surveys_have_as_many_as_a_plain_count_finds() {
    let rows = invented(&mut Rng(77), 500);
    let quality = json!({ "straight_liners": { "questions": ["nps", "csat"] } });
    let got = report(json!({ "metrics": ["count"], "quality": quality }), &[&page(&rows)]);
    let number = |value: &Value| {
        let one = value.as_array().and_then(|list| list.first()).unwrap_or(value);
        one.as_f64().or(one.as_str().and_then(|text| text.trim().parse().ok()))
    };
    let pairs: Vec<(f64, f64)> =
        (rows.iter()).filter_map(|row| Some((number(&row["data"]["nps"])?, number(&row["data"]["csat"])?))).collect();
    let same = pairs.iter().filter(|(one, other)| one == other).count();
    assert_eq!(
        (&got["quality"]["straight_liners"]["count"], &got["quality"]["straight_liners"]["n"]),
        (&json!(same), &json!(pairs.len()))
    );
    assert!(same > 0 && same < pairs.len());
}

#[test]
fn wrong_settings_say_what_is_wrong() {
    let lines = |settings: Value| json!({ "straight_liners": settings });
    for (quality, path, problem) in [
        (json!({}), "quality", "needs straight_liners or speeders"),
        (json!("count"), "quality", "must be an object"),
        (lines(json!({})), "quality.straight_liners.questions", "is required"),
        (lines(json!({ "questions": ["a"] })), "quality.straight_liners.questions", "2"),
        (lines(json!({ "questions": ["a", "a"] })), "quality.straight_liners.questions[1]", "is a duplicate"),
        (lines(json!({ "questions": ["a", "b"], "at_least": 1 })), "quality.straight_liners.at_least", "from 2 to 100"),
        (
            lines(json!({ "questions": ["a", "b"], "at_least": 3 })),
            "quality.straight_liners.at_least",
            "must be at most the number of questions, 2, got 3",
        ),
        (lines(json!({ "questions": ["a", "b"], "leave_out": "yes" })), "quality.straight_liners.leave_out", "must be"),
        (json!({ "speeders": {} }), "quality.speeders.seconds", "is required"),
        (json!({ "speeders": { "seconds": 0 } }), "quality.speeders.seconds", "from 1 to 86400"),
        (json!({ "speeders": { "seconds": 2.5 } }), "quality.speeders.seconds", "whole number"),
    ] {
        let error = Query::new(&asked(quality.clone()).into()).unwrap_err();
        assert_eq!(error.path, path, "{quality}");
        assert!(error.problem.contains(problem), "{quality}: {}", error.problem);
    }
}
