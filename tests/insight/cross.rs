//! Cross-tabs: two groupings against each other, and the test of whether they go together.

use refiner_wasm::insight::Summary;
use refiner_wasm::insight::cross::chi_square::{Method, Table, chi_square_above};
use serde_json::{Value, json};

use super::pages::{Rng, invented, json_of, near, page, query, report};

/// Responses with these answers to `a` and `b`, each so many times.
fn crossed(counts: &[(&str, &str, usize)]) -> String {
    let one =
        |(a, b): (&str, &str)| json!({ "completed_at": "2026-01-01 00:00:00", "data": { "a": a, "b": b, "q": 9 } });
    let all = counts.iter().flat_map(|(a, b, times)| std::iter::repeat_n((*a, *b), *times));
    page(&all.map(one).collect::<Vec<_>>())
}

fn asked() -> Value {
    json!({ "metrics": ["nps"], "question": "q", "cross": [{ "answer": "a" }, { "answer": "b" }] })
}

fn tested(rows: &[Vec<u64>]) -> refiner_wasm::insight::cross::chi_square::Test {
    Table::of(rows).unwrap().test()
}

#[test]
fn each_cell_is_a_summary_of_its_own() {
    let rows = invented(&mut Rng(31), 600);
    let pages = [page(&rows[..250]), page(&rows[250..])];
    let pages = [pages[0].as_str(), pages[1].as_str()];
    let metrics = json!(["nps", "distribution", "count"]);
    let got = report(json!({ "metrics": metrics, "question": "nps", "cross": ["form", { "answer": "role" }] }), &pages);
    let tab = &got["cross_tab"];
    let columns = tab["columns"].as_array().unwrap();
    assert_eq!((tab["rows"].as_array().unwrap().len(), columns.len()), (3, 4));
    let of = |row: &Value, column: Option<&Value>| {
        let is_in = |item: &&Value| {
            let role = item["data"]["role"].as_str().filter(|role| !role.is_empty());
            item["form"]["uuid"] == row["key"] && column.is_none_or(|column| column["key"].as_str() == role)
        };
        let own: Vec<Value> = rows.iter().filter(is_in).cloned().collect();
        report(json!({ "metrics": metrics, "question": "nps" }), &[&page(&own)])
    };
    for row in tab["rows"].as_array().unwrap() {
        let whole = of(row, None);
        assert_eq!((&row["items"], &row["metrics"][0]), (&whole["items"], &whole["metrics"][0]));
        for (cell, column) in row["cells"].as_array().unwrap().iter().zip(columns) {
            let alone = of(row, Some(column));
            assert_eq!((&cell["items"], &cell["metrics"][0]), (&alone["items"], &alone["metrics"][0]));
            let share = cell["items"].as_f64().unwrap() / row["items"].as_f64().unwrap();
            near(&cell["row_share"], share, 1e-12);
            assert_eq!(cell["small_sample"], cell["items"].as_u64().unwrap() < 30);
            assert_eq!(cell["expected"].is_null(), column["key"].is_null());
        }
    }
    let sum = |lines: &Value| lines.as_array().unwrap().iter().map(|line| line["items"].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum(&tab["rows"]), sum(&tab["columns"])), (600, 600));
}

/// Agresti, Introduction to Categorical Data Analysis, 2007, table 2.5; R's help of `chisq.test` prints the same.
#[test]
fn gender_and_party() {
    let counts = [("f", "d", 762), ("f", "i", 327), ("f", "r", 468), ("m", "d", 484), ("m", "i", 239), ("m", "r", 477)];
    let got = report(asked(), &[&crossed(&counts)]);
    let tab = &got["cross_tab"];
    assert_eq!(
        (&tab["test"]["method"], &tab["test"]["df"], &tab["test"]["n"]),
        (&json!("chi_square"), &json!(2), &json!(2757))
    );
    near(&tab["test"]["statistic"], 30.070_149_095_754_67, 1e-9);
    near(&tab["test"]["p"], 2.953_589_183_211_76e-7, 1e-14);
    near(&tab["cramers_v"], 0.104_435_802_356_467_78, 1e-12);
    near(&tab["rows"][0]["cells"][0]["expected"], 703.671_381_936_888_3, 1e-9);
    assert_eq!((&tab["untested"], &tab["test"]["simulations"]), (&Value::Null, &Value::Null));
}

/// The first one is that of R's help of `fisher.test`: Fisher's tea drinker. The values are those of SciPy 1.17.1.
#[test]
fn small_tables_of_two_by_two_are_tested_exactly() {
    for (rows, p) in [
        ([[3, 1], [1, 3]], 0.485_714_285_714_285_65),
        ([[8, 2], [1, 5]], 0.034_965_034_965_034_975),
        ([[0, 5], [6, 1]], 0.015_151_515_151_515_15),
        ([[2, 0], [0, 40]], 0.001_161_440_185_830_429_5),
    ] {
        let rows = rows.map(|row| row.to_vec());
        let test = tested(&rows);
        assert_eq!(test.method, Method::Exact);
        assert!((test.p - p).abs() < 1e-12, "{rows:?}: {}", test.p);
        // Neither the order of rows nor that of columns matters, nor which is which.
        let turned = [vec![rows[0][1], rows[1][1]], vec![rows[0][0], rows[1][0]]];
        assert!((tested(&turned).p - p).abs() < 1e-12);
    }
}

/// Agresti, Categorical Data Analysis, 2002: job satisfaction by income. 400,000 permutations with NumPy gave 0.7709.
#[test]
fn other_small_tables_are_simulated_and_the_same_in_every_run() {
    let rows = [vec![1, 2, 1, 0], vec![3, 3, 6, 1], vec![10, 10, 14, 9], vec![6, 7, 12, 11]];
    let test = tested(&rows);
    assert_eq!((test.method, test.df, test.n), (Method::Simulated(9_999), 9, 96));
    assert!((test.statistic - 5.965_514_588_770_404).abs() < 1e-9);
    // Three standard errors of both simulations.
    assert!((test.p - 0.7709).abs() < 0.0145, "{}", test.p);
    assert_eq!(tested(&rows), test);
}

#[test]
fn many_responses_with_a_rare_choice_are_not_simulated_for_ever() {
    let rare = tested(&[vec![60_000, 60_000, 1], vec![60_000, 59_000, 0]]);
    assert_eq!(rare.method, Method::ChiSquare(false));
    let fewer = tested(&[vec![30_000, 30_000, 1], vec![20_000, 19_000, 0]]);
    assert_eq!(fewer.method, Method::Simulated(20_000_000 / 99_001));
}

/// The values are those of SciPy 1.17.1.
#[test]
fn the_tail_of_chi_square() {
    for (x, df, p, within) in [
        (0.0, 3, 1.0, 0.0),
        (0.5, 1, 0.479_500_122_186_953_37, 1e-9),
        (3.841_458_820_694_124, 1, 0.05, 1e-9),
        (10.0, 4, 0.040_427_681_994_512_79, 1e-12),
        (25.0, 7, 0.000_758_800_255_658_250_2, 1e-9),
        (120.0, 99, 0.074_243_855_805_966_92, 1e-8),
        (80.0, 100, 0.929_664_933_340_605_1, 5e-4),
        (150.0, 120, 0.033_073_480_911_304_66, 5e-4),
        (900.0, 900, 0.493_731_149_841_232_06, 5e-4),
        (1000.0, 60, 0.0, 1e-160),
        (1e9, 7, 0.0, 1e-160),
    ] {
        let got = chi_square_above(x, df);
        assert!((got - p).abs() <= within, "{x}, {df}: {got}");
    }
}

/// Under no association at all, the p-value is below 0.05 in at most 5 % of tables (and not in far fewer).
#[test]
fn chance_alone_is_rarely_significant() {
    let mut rng = Rng(5);
    // The second kind is simulated, which takes its time.
    for (n, cells, surveys) in [(12_u64, 2_u64, 1000_u32), (40, 3, 100), (150, 4, 1000)] {
        let alarms = (0..surveys)
            .filter(|_| {
                let mut rows = vec![vec![0_u64; cells as usize]; cells as usize];
                for _ in 0..n {
                    rows[rng.below(cells) as usize][rng.below(cells) as usize] += 1;
                }
                Table::of(&rows).is_some_and(|table| table.test().p < 0.05)
            })
            .count();
        // 5 % and three standard errors.
        let most = 0.05 + 3.0 * (0.05 * 0.95 / f64::from(surveys)).sqrt();
        assert!(alarms as f64 / f64::from(surveys) <= most, "{n}: {alarms} of {surveys}");
    }
}

#[test]
fn what_cannot_be_tested_says_why() {
    let several = page(&[
        json!({ "data": { "a": ["x", "y"], "b": "1" } }),
        json!({ "data": { "a": "y", "b": "2" } }),
        json!({ "data": { "a": "x" } }),
    ]);
    let got = &report(asked(), &[&several])["cross_tab"];
    assert_eq!(
        (&got["test"], &got["untested"], &got["cramers_v"]),
        (&Value::Null, &json!("several_choices"), &Value::Null)
    );
    // The response with two choices is in both rows; that without an answer to `b` in a column of its own.
    let cells: Vec<Vec<u64>> = (got["rows"].as_array().unwrap().iter())
        .map(|row| row["cells"].as_array().unwrap().iter().map(|cell| cell["items"].as_u64().unwrap()).collect())
        .collect();
    let keys = |lines: &Value| lines.as_array().unwrap().iter().map(|line| line["key"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (keys(&got["rows"]), keys(&got["columns"])),
        (vec![json!("x"), json!("y")], vec![json!("1"), json!("2"), Value::Null])
    );
    assert_eq!(cells, [[1, 0, 1], [1, 1, 0]]);

    for one in [crossed(&[("x", "1", 40)]), crossed(&[("x", "1", 40), ("y", "1", 40)]), page(&[])] {
        let got = &report(asked(), &[&one])["cross_tab"];
        assert_eq!((&got["test"], &got["untested"]), (&Value::Null, &json!("too_few")));
    }
}

#[test]
fn beyond_fifty_lines_the_rest_is_pooled_and_nothing_is_lost() {
    let many: Vec<Value> = (0..500)
        .map(|index| json!({ "data": { "a": format!("a{}", index % 80), "b": format!("b{}", index % 2) } }))
        .collect();
    let got = report(asked(), &[&page(&many)]);
    let tab = &got["cross_tab"];
    let rows = tab["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 51);
    assert_eq!(rows.iter().filter(|row| row["pooled"] == true).count(), 1);
    let pooled = rows.last().unwrap();
    assert_eq!((&pooled["pooled"], &pooled["key"]), (&json!(true), &Value::Null));
    assert_eq!(rows.iter().map(|row| row["items"].as_u64().unwrap()).sum::<u64>(), 500);
    assert_eq!(tab["test"]["n"], 500);
}

/// A response does not name its segments: their pages come by themselves.
#[test]
fn segments_are_rows_whose_pages_come_later() {
    let rows = invented(&mut Rng(8), 200);
    let mut summary = Summary::new(query(json!({ "metrics": ["count"], "cross": ["segment", "form"] })));
    summary.add(page(&rows).as_bytes()).unwrap();
    for (uuid, own) in [("s-1", &rows[..50]), ("s-2", &rows[20..200]), ("s-3", &rows[..0])] {
        summary.segment(uuid.to_owned(), Some(uuid.to_uppercase()));
        summary.add(page(own).as_bytes()).unwrap();
    }
    let got = json_of(&summary.report());
    let tab = &got["cross_tab"];
    let lines = |of: &Value| {
        of.as_array().unwrap().iter().map(|line| (line["label"].clone(), line["items"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(lines(&tab["rows"]), [(json!("S-2"), json!(180)), (json!("S-1"), json!(50)), (json!("S-3"), json!(0))]);
    let items = tab["columns"].as_array().unwrap().iter().map(|line| line["items"].as_u64().unwrap()).sum::<u64>();
    assert_eq!((items, &got["items"], &tab["untested"]), (200, &json!(200), &json!("several_choices")));
    for row in tab["rows"].as_array().unwrap() {
        let cells = row["cells"].as_array().unwrap().iter().map(|cell| cell["items"].as_u64().unwrap()).sum::<u64>();
        assert_eq!(row["items"], cells);
    }
    assert_eq!(got["groups"], Value::Null);
}

#[test]
fn a_wrong_cross_says_what_is_wrong() {
    for (cross, path, problem) in [
        (json!("form"), "cross", "must be a list, got text"),
        (json!(["form"]), "cross", "needs"),
        (json!(["form", "form"]), "cross", "must be two different groupings"),
        (json!(["form", "none"]), "cross", "none is no grouping"),
        (json!(["form", "forms"]), "cross[1]", "must be"),
        (json!([{ "attribute": "" }, "form"]), "cross[0].attribute", "must not be empty"),
    ] {
        let asked = json!({ "metrics": ["count"], "cross": cross });
        let error = refiner_wasm::insight::Query::new(&asked.clone().into()).unwrap_err();
        assert_eq!(error.path, path, "{asked}");
        assert!(error.problem.contains(problem), "{asked}: {}", error.problem);
    }
}
