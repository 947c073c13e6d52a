//! This crate's own summary, compiled for the machine instead of wasm.

use refiner_wasm::insight::{Query, Summary};
use refiner_wasm::json::write::{JsonWriter, ToJson};
use serde_json::{Value, json};

use crate::tally::{CHOICE, Facts, SCORE};

pub fn count(pages: &mut [Vec<u8>]) -> Facts {
    let asked = json!({ "metrics": [{ "metric": "nps", "question": SCORE }, { "metric": "distribution", "question": CHOICE }] });
    let mut summary = Summary::new(Query::new(&asked.into()).expect("a query"));
    for page in pages {
        summary.add(page).expect("a page");
    }
    let mut out = JsonWriter::new(|number| number.to_string());
    summary.report().write(&mut out);
    facts(&serde_json::from_str(&out.finish()).expect("JSON"))
}

fn facts(report: &Value) -> Facts {
    let [nps, distribution] = [0, 1].map(|metric| &report["metrics"][metric]);
    let count = |value: &Value| value.as_u64().expect("a count");
    let choices = distribution["distribution"].as_array().expect("a list");
    Facts {
        detractors: count(&nps["detractors"]),
        passives: count(&nps["passives"]),
        promoters: count(&nps["promoters"]),
        respondents: count(&distribution["n"]),
        choices: choices
            .iter()
            .map(|each| (each["choice"].as_str().expect("text").to_owned(), count(&each["count"])))
            .collect(),
    }
}
