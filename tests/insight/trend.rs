//! Trends over periods: the slope, its test, and the last period against the ones before.

use serde_json::{Value, json};

use super::pages::{Rng, clock, near, page, report};

const START: i64 = 1_767_225_600;

/// Responses of days from 2026-01-01 on, each day with how often every score was given.
fn days(days: &[(i64, &[(i64, usize)])]) -> String {
    let rows = days.iter().flat_map(|(day, scores)| {
        let time = clock(START + day * 86_400);
        let row = move |score: &i64| json!({ "last_data_reception_at": time.clone(), "completed_at": time.clone(), "data": { "q": score } });
        scores.iter().flat_map(move |(score, count)| std::iter::repeat_n(row(score), *count)).collect::<Vec<_>>()
    });
    page(&rows.collect::<Vec<_>>())
}

fn trend(metric: Value, by: &str, page: &str) -> Value {
    let asked = json!({ "metrics": [metric], "question": "q", "group_by": by });
    report(asked, &[page])["trend"].clone()
}

fn yes_or_no() -> Value {
    json!({ "metric": "csat", "scale": { "min": 0, "max": 1 } })
}

#[test]
fn a_rising_score_is_up_and_a_steady_one_is_not() {
    let rising: Vec<(i64, [(i64, usize); 2])> =
        (0..10).map(|day| (day, [(10, 10 + 3 * day as usize), (0, 40 - 3 * day as usize)])).collect();
    let rising: Vec<(i64, &[(i64, usize)])> = rising.iter().map(|(day, scores)| (*day, &scores[..])).collect();
    let found = &trend(json!("nps"), "day", &days(&rising))[0];
    assert_eq!((&found["verdict"], &found["periods"], &found["n"]), (&json!("up"), &json!(10), &json!(500)));
    // Six of fifty go from one camp to the other every two days: 12 points a day.
    near(&found["slope"], 12.0, 1e-9);
    let last = &found["last_period"];
    assert_eq!((&last["a"], &last["b"], &last["against"]), (&json!("2026-01-10"), &Value::Null, &json!("earlier")));
    assert_eq!((&last["n"], &last["verdict"]), (&json!([50, 450]), &json!("up")));
    // 37 of 50 are promoters on the last day, and 198 of 450 before.
    near(&last["difference"], 100.0 * ((37.0 - 13.0) / 50.0 - (198.0 - 252.0) / 450.0), 1e-9);
    let falling: Vec<(i64, &[(i64, usize)])> = rising.iter().map(|(day, scores)| (9 - day, *scores)).collect();
    assert_eq!(trend(json!("nps"), "day", &days(&falling))[0]["verdict"], "down");
    let steady: Vec<(i64, &[(i64, usize)])> = (0..10).map(|day| (day, &[(10, 20), (8, 20), (3, 10)][..])).collect();
    let steady = &trend(json!("nps"), "day", &days(&steady))[0];
    assert_eq!((&steady["verdict"], &steady["last_period"]["verdict"]), (&json!("no_evidence"), &json!("no_evidence")));
    near(&steady["slope"], 0.0, 1e-9);
    near(&steady["p"], 1.0, 1e-6);
}

#[test]
fn a_slope_is_per_period_and_gaps_keep_their_place() {
    let scores = |share: usize| [(1_i64, share), (0, 100 - share)];
    let (first, second, third) = (scores(20), scores(30), scores(60));
    // One percent a day: 7 a week.
    let page = days(&[(4, &first[..]), (14, &second[..]), (44, &third[..])]);
    near(&trend(yes_or_no(), "day", &page)[0]["slope"], 1.0, 1e-9);
    // The weeks begin on 2026-01-05, 2026-01-12 and 2026-02-09.
    let weeks = &trend(yes_or_no(), "week", &page)[0];
    let (days, shares) = ([0.0, 7.0, 35.0], [20.0, 30.0, 60.0]);
    let (day, share) = (days.iter().sum::<f64>() / 3.0, shares.iter().sum::<f64>() / 3.0);
    let products: f64 = days.iter().zip(shares).map(|(at, of)| (at - day) * (of - share)).sum();
    let squares: f64 = days.iter().map(|at| (at - day) * (at - day)).sum();
    near(&weeks["slope"], 7.0 * products / squares, 1e-9);
}

/// The p-value, found by dealing the answers to the periods again and again.
#[test]
fn the_test_of_a_slope_is_what_chance_alone_makes() {
    let mut rng = Rng(21);
    for (sizes, rare) in [([40, 40, 40, 40, 40], 4), ([200, 60, 20, 10, 8], 12), ([10, 20, 30, 60, 120], 20)] {
        let mut answers: Vec<(f64, u8)> = Vec::new();
        for (day, n) in sizes.into_iter().enumerate() {
            answers.extend((0..n).map(|_| (day as f64, u8::from(rng.below(rare) < 1 + day as u64 / 3))));
        }
        let per_day: Vec<[(i64, usize); 2]> = (0..5)
            .map(|day| {
                let of = |is: u8| answers.iter().filter(|(at, yes)| *at == f64::from(day) && *yes == is).count();
                [(1, of(1)), (0, of(0))]
            })
            .collect();
        let counted: Vec<(i64, &[(i64, usize)])> =
            per_day.iter().zip(0..).map(|(scores, day)| (day, &scores[..])).collect();
        let found = trend(yes_or_no(), "day", &days(&counted))[0]["p"].as_f64().unwrap();
        let day = answers.iter().map(|(day, _)| day).sum::<f64>() / answers.len() as f64;
        let products =
            |answers: &[(f64, u8)]| answers.iter().map(|(at, yes)| (at - day) * f64::from(*yes)).sum::<f64>().abs();
        let seen = products(&answers);
        let mut shuffled = answers.clone();
        let dealt = 5_000;
        let (mut beyond, mut equal) = (0, 0);
        for _ in 0..dealt {
            for place in (1..shuffled.len()).rev() {
                let other = rng.below(place as u64 + 1) as usize;
                (shuffled[place].1, shuffled[other].1) = (shuffled[other].1, shuffled[place].1);
            }
            let found = products(&shuffled);
            beyond += u32::from(found > seen + 1e-9);
            equal += u32::from((found - seen).abs() <= 1e-9);
        }
        // Few answers make steps: a test without a correction for them is within the step.
        let [low, high] = [beyond, beyond + equal].map(|deals| f64::from(deals) / f64::from(dealt));
        assert!(low - 0.02 < found && found < high + 0.02, "{sizes:?}: {found} is not from {low} to {high}");
    }
}

#[test]
fn few_answers_and_few_periods_have_no_verdict() {
    let two = trend(json!("nps"), "day", &days(&[(0, &[(10, 40)]), (1, &[(0, 40)])]));
    assert_eq!((&two[0]["p"], &two[0]["verdict"]), (&Value::Null, &json!("too_few")));
    near(&two[0]["slope"], -200.0, 1e-9);
    assert_eq!(two[0]["last_period"]["verdict"], "down");
    let small = trend(json!("nps"), "day", &days(&[(0, &[(10, 9)]), (1, &[(0, 9)]), (2, &[(0, 4)])]));
    assert_eq!((&small[0]["verdict"], &small[0]["last_period"]["verdict"]), (&json!("too_few"), &json!("too_few")));
    assert_eq!(trend(json!("nps"), "day", &days(&[(0, &[(10, 40)])])), json!([]));
    let asked = |by: &str, max_groups: u64| {
        let asked = json!({ "metrics": ["nps"], "question": "q", "group_by": by, "max_groups": max_groups });
        report(asked, &[&days(&[(0, &[(10, 40)]), (1, &[(0, 40)]), (2, &[(0, 40)])])])["trend"].clone()
    };
    assert_eq!((asked("form", 9), asked("day", 2)), (Value::Null, Value::Null));
    assert!(asked("day", 3).is_array());
}

/// Of a thousand surveys over eight weeks in which nothing changes, at most five in a hundred have any verdict.
#[test]
fn trends_alarm_seldom() {
    let mut rng = Rng(31);
    let alarmed = (0..1_000).filter(|_| {
        let scores: Vec<(i64, Vec<(i64, usize)>)> =
            (0..8).map(|week| (7 * week, (0..30).map(|_| (rng.pick(&[10, 10, 9, 8, 7, 3]), 1)).collect())).collect();
        let scores: Vec<(i64, &[(i64, usize)])> = scores.iter().map(|(day, scores)| (*day, &scores[..])).collect();
        let found = &trend(json!("nps"), "week", &days(&scores))[0];
        [&found["verdict"], &found["last_period"]["verdict"]].into_iter().any(|says| says == "up" || says == "down")
    });
    let alarmed = alarmed.count();
    assert!(alarmed <= 50, "{alarmed} of 1000");
}
