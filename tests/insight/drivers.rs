//! Drivers of a score: published weights, and what is said when there are none.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::pages::{Rng, near, page, report};

/// The data set `mtcars` of R (H. V. Henderson and P. F. Velleman, Biometrics 37, 1981): mpg, cyl, disp, hp, wt.
const MTCARS: [[f64; 5]; 32] = [
    [21.0, 6.0, 160.0, 110.0, 2.620],
    [21.0, 6.0, 160.0, 110.0, 2.875],
    [22.8, 4.0, 108.0, 93.0, 2.320],
    [21.4, 6.0, 258.0, 110.0, 3.215],
    [18.7, 8.0, 360.0, 175.0, 3.440],
    [18.1, 6.0, 225.0, 105.0, 3.460],
    [14.3, 8.0, 360.0, 245.0, 3.570],
    [24.4, 4.0, 146.7, 62.0, 3.190],
    [22.8, 4.0, 140.8, 95.0, 3.150],
    [19.2, 6.0, 167.6, 123.0, 3.440],
    [17.8, 6.0, 167.6, 123.0, 3.440],
    [16.4, 8.0, 275.8, 180.0, 4.070],
    [17.3, 8.0, 275.8, 180.0, 3.730],
    [15.2, 8.0, 275.8, 180.0, 3.780],
    [10.4, 8.0, 472.0, 205.0, 5.250],
    [10.4, 8.0, 460.0, 215.0, 5.424],
    [14.7, 8.0, 440.0, 230.0, 5.345],
    [32.4, 4.0, 78.7, 66.0, 2.200],
    [30.4, 4.0, 75.7, 52.0, 1.615],
    [33.9, 4.0, 71.1, 65.0, 1.835],
    [21.5, 4.0, 120.1, 97.0, 2.465],
    [15.5, 8.0, 318.0, 150.0, 3.520],
    [15.2, 8.0, 304.0, 150.0, 3.435],
    [13.3, 8.0, 350.0, 245.0, 3.840],
    [19.2, 8.0, 400.0, 175.0, 3.845],
    [27.3, 4.0, 79.0, 66.0, 1.935],
    [26.0, 4.0, 120.3, 91.0, 2.140],
    [30.4, 4.0, 95.1, 113.0, 1.513],
    [15.8, 8.0, 351.0, 264.0, 3.170],
    [19.7, 6.0, 145.0, 175.0, 2.770],
    [15.0, 8.0, 301.0, 335.0, 3.570],
    [21.4, 4.0, 121.0, 109.0, 2.780],
];

const NAMES: [&str; 5] = ["mpg", "cyl", "disp", "hp", "wt"];

fn cars() -> Vec<Value> {
    let car = |values: &[f64; 5]| {
        let data: serde_json::Map<_, _> =
            NAMES.iter().zip(values).map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({ "completed_at": "2026-01-01 00:00:00", "data": data })
    };
    MTCARS.iter().map(car).collect()
}

fn drivers(rows: &[Value], of: Value, from: Value) -> Value {
    report(json!({ "metrics": ["count"], "drivers": { "of": of, "from": from } }), &[&page(rows)])["drivers"].clone()
}

fn weight(drivers: &Value, name: &str) -> f64 {
    let all = drivers["weights"].as_array().unwrap();
    all.iter().find(|driver| driver["name"] == name).unwrap()["weight"].as_f64().unwrap()
}

#[test]
fn weights_are_those_that_r_gives() {
    // What `rwa_multiregress(mtcars, "mpg", c("cyl", "disp", "hp", "wt"))` of the R package rwa prints, in its article
    // "Regression Methods" (https://martinctc.github.io/rwa/articles/regression-methods.html).
    let expected = [("wt", 0.270_681_2), ("cyl", 0.209_690_4), ("disp", 0.188_304_3), ("hp", 0.179_959_0)];
    let drivers = drivers(&cars(), json!("mpg"), json!(["cyl", "disp", "hp", "wt"]));
    let names: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    let all = drivers["weights"].as_array().unwrap();
    assert_eq!(all.iter().map(|driver| driver["name"].as_str().unwrap()).collect::<Vec<_>>(), names, "largest first");
    for (name, weight) in expected {
        near(&json!(self::weight(&drivers, name)), weight, 1e-7);
    }
    // summary(lm(mpg ~ cyl + disp + hp + wt, mtcars)) prints 0.8486.
    near(&drivers["r_squared"], 0.848_635, 1e-6);
    assert_eq!((&drivers["n"], &drivers["small_sample"], &drivers["reason"]), (&json!(32), &json!(true), &json!(null)));
    for driver in all {
        let [low, high] = [0, 1].map(|end| driver["interval"][end].as_f64().unwrap());
        let weight = driver["weight"].as_f64().unwrap();
        assert!(0.0 < low && low < weight && weight < high && high < 1.0, "{driver}");
        assert!(driver["correlation"].as_f64().unwrap() < -0.7);
        near(&driver["share"], weight / 0.848_635, 1e-5);
    }
}
