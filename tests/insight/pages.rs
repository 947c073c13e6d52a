//! Invented pages of responses, the same in every run, and shorthands for tests.

use refiner_wasm::insight::{Query, Summary};
use refiner_wasm::json::write::{JsonWriter, ToJson};
use serde_json::{Value, json};

/// SplitMix64.
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize].clone()
    }
}

pub fn query(value: Value) -> Query {
    Query::new(&value.into()).unwrap()
}

/// The report on some pages.
pub fn report(asked: Value, pages: &[&str]) -> Value {
    let mut summary = Summary::new(query(asked));
    for page in pages {
        summary.add(page.as_bytes()).unwrap();
    }
    json_of(&summary.report())
}

/// A page of completed responses with these answers to `q`.
pub fn answers(answers: &[Value]) -> String {
    let items: Vec<Value> = answers
        .iter()
        .map(|answer| json!({ "completed_at": "2026-01-01 00:00:00", "data": { "q": answer } }))
        .collect();
    page(&items)
}

pub fn page(items: &[Value]) -> String {
    json!({ "items": items, "pagination": { "items_count": items.len() } }).to_string()
}

/// Repeats each answer `count` times.
pub fn repeated(answers: &[(i64, usize)]) -> String {
    let all: Vec<Value> =
        answers.iter().flat_map(|(answer, count)| std::iter::repeat_n(json!(answer), *count)).collect();
    self::answers(&all)
}

pub fn near(actual: &Value, expected: f64, within: f64) {
    let actual = actual.as_f64().unwrap_or_else(|| panic!("{actual} is not a number"));
    assert!((actual - expected).abs() <= within, "{actual} is not {expected}");
}

/// Views, partial and completed responses of three forms, with every kind of answer.
pub fn invented(rng: &mut Rng, count: usize) -> Vec<Value> {
    (0..count).map(|_| response(rng)).collect()
}

fn response(rng: &mut Rng) -> Value {
    let stage = rng.below(10);
    let shown = 1_700_000_000 + rng.below(120 * 86_400) as i64;
    let time = |seconds: i64| json!(clock(seconds));
    let received = shown + rng.below(3_000) as i64;
    let form = rng.below(3);
    let mut data = serde_json::Map::new();
    if stage > 2 {
        for (name, low, high) in [("nps", 0, 10), ("csat", -2, 2), ("ces", 1, 7), ("stars", 0, 5)] {
            if rng.below(8) > 0 {
                data.insert(name.to_owned(), score(rng, low, high));
            }
        }
        data.insert("role".to_owned(), rng.pick(&[json!("maker"), json!("buyer \"x\""), json!("übrige"), Value::Null]));
        let tools = ["a", "b", "c", "d"].into_iter().filter(|_| rng.below(2) > 0).collect::<Vec<_>>();
        data.insert("tools".to_owned(), json!(tools));
        data.insert("more".to_owned(), rng.pick(&[json!(["a", 5]), json!(true), json!("a"), json!([])]));
    }
    json!({
        "uuid": format!("{:016x}", rng.next()),
        "first_shown_at": time(shown),
        "last_shown_at": if rng.below(20) > 0 { time(shown + 5) } else { Value::Null },
        "last_data_reception_at": if stage > 2 { time(received) } else { Value::Null },
        "completed_at": if stage > 4 { time(received) } else { Value::Null },
        "form": { "uuid": format!("form-{form}"), "name": format!("Form {form}") },
        "data": data,
        "contact": {
            "uuid": "c",
            "account": rng.pick(&[Value::Null, json!({ "uuid": "a-1", "remote_id": null, "display_name": "One" }),
                json!({ "uuid": "a-2", "remote_id": "two", "display_name": "Two" })]),
            "attributes": { "plan": rng.pick(&[json!("pro"), json!("free"), Value::Null]) },
        },
    })
}

fn score(rng: &mut Rng, low: i64, high: i64) -> Value {
    let score = low + rng.below((high - low + 1) as u64) as i64;
    match rng.below(12) {
        0 => json!(score.to_string()),
        1 => json!(format!(" {score} ")),
        2 => Value::Null,
        3 => json!([score]),
        4 => rng.pick(&[json!("none"), json!(true), json!([]), json!(high + 1), json!(-1), json!("")]),
        _ => json!(score),
    }
}

/// A time in Refiner's format, calculated by counting days one by one.
pub fn clock(seconds: i64) -> String {
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    let of_day = seconds.rem_euclid(86_400);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// Year, month and day of a day since 1970, found year by year and month by month.
pub fn civil(mut day: i64) -> (i64, usize, i64) {
    let leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let mut year = 1970;
    while day >= 365 + i64::from(leap(year)) {
        day -= 365 + i64::from(leap(year));
        year += 1;
    }
    for (month, length) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate() {
        let length = length + i64::from(month == 1 && leap(year));
        if day < length {
            return (year, month + 1, day + 1);
        }
        day -= length;
    }
    unreachable!()
}

/// A report as JSON, written by the core and parsed here.
pub(crate) fn json_of(report: &impl ToJson) -> Value {
    let mut out = JsonWriter::new(|number| serde_json::to_string(&number).unwrap());
    report.write(&mut out);
    serde_json::from_str(&out.finish()).unwrap()
}
