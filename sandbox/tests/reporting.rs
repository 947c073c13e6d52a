//! Checks the figures of reports and the account's counters.

mod common;

use common::*;
use refiner_sandbox::Store;
use serde_json::{Value, json};

/// Stores one answer by a new contact.
fn answer(store: &mut Store, form: &str, answers: Value) {
    let count = get(store, "/contacts")["pagination"]["items_count"].as_u64().unwrap();
    let mut body = answers;
    body["form_uuid"] = json!(form);
    body["id"] = json!(format!("u-{count}"));
    post(store, "/responses", body);
}

#[test]
fn the_vendors_nps_example_comes_out() {
    let mut store = empty();
    let form = form(&mut store, "Quarterly NPS");
    for (score, times) in
        [(json!(0), 2), (json!("6"), 3), (json!(7), 11), (json!("8"), 10), (json!(9), 20), (json!(10), 20)]
    {
        for _ in 0..times {
            answer(&mut store, &form, json!({"nps": score}));
        }
    }
    answer(&mut store, &form, json!({"nps": null}));
    answer(&mut store, &form, json!({"nps": "n/a"}));
    answer(&mut store, &form, json!({"nps": 11}));
    let report = get(&mut store, "/reporting?type=nps&date_range_start=2026-01-01&date_range_end=2027-01-01");
    assert_eq!(
        report,
        json!({"data": {"detractors": 5, "passives": 21, "promoters": 40}, "count": 66, "nps": 53,
        "date_range_start": "2026-01-01T00:00:00.000000Z", "date_range_end": "2027-01-01T00:00:00.000000Z"})
    );
    // Without dates: the last seven days, up to the end of today.
    let report = get(&mut store, &format!("/reporting?type=nps&form_uuids[]={form}"));
    assert_eq!((&report["count"], &report["date_range_start"]), (&json!(66), &json!("2026-11-09T00:00:00.000000Z")));
    assert_eq!(report["date_range_end"], "2026-11-16T00:00:00.000000Z");
    let report = get(&mut store, "/reporting?type=nps&response_data[nps]=9");
    assert_eq!((&report["count"], &report["nps"]), (&json!(20), &json!(100)));
    assert_eq!(get(&mut store, "/reporting?type=nps&question_identifiers[]=other")["count"], 0);
}

#[test]
fn the_other_reports_have_the_known_shapes() {
    let mut store = empty();
    let csat = form(&mut store, "Support satisfaction");
    for (score, times) in [(-2, 1), (-1, 2), (0, 3), (1, 10), (2, 20)] {
        (0..times).for_each(|_| answer(&mut store, &csat, json!({"csat": score})));
    }
    let stars = form(&mut store, "Rate the reports page");
    for (score, times) in [(1, 2), (3, 4), (4, 9), (5, 12)] {
        (0..times).for_each(|_| answer(&mut store, &stars, json!({"stars": score.to_string()})));
    }
    let features = form(&mut store, "Features you use");
    answer(&mut store, &features, json!({"features": ["Reports", "Alerts"]}));
    answer(&mut store, &features, json!({"features": ["Reports"], "role": "Support"}));
    answer(&mut store, &features, json!({"features": []}));

    let mut report = |query: &str| {
        let mut value = get(&mut store, &format!("/reporting?{query}"));
        let object = value.as_object_mut().unwrap();
        assert!(object.remove("date_range_start").is_some() && object.remove("date_range_end").is_some());
        value
    };
    assert_eq!(
        report("type=csat"),
        json!({"data": {"very_unsatisfied": 1, "unsatisfied": 2, "neutral": 3,
        "satisfied": 10, "very_satisfied": 20}, "count": 36, "csat": 83})
    );
    assert_eq!(
        report("type=ratings"),
        json!({"data": {"1": 2, "2": 0, "3": 4, "4": 9, "5": 12}, "count": 27,
        "sum": 110, "average": 4.07})
    );
    assert_eq!(
        report("type=distribution"),
        json!({"data": {"Alerts": 1, "Reports": 2, "Support": 1},
        "datapoints": 4, "responses": 2})
    );
    assert_eq!(
        report("type=distribution&question_identifiers[]=features"),
        json!({"data": {"Alerts": 1, "Reports": 2}, "datapoints": 3, "responses": 2})
    );
    assert_eq!(report("type=count"), json!({"views": 66, "responses": 66}));
    assert_eq!(report(&format!("type=count&form_uuids[]={stars}")), json!({"views": 27, "responses": 27}));
    assert_eq!(
        report("type=nps"),
        json!({"data": {"detractors": 0, "passives": 0, "promoters": 0}, "count": 0, "nps": null})
    );
}

#[test]
fn reports_follow_the_filters() {
    let mut store = seeded();
    let range = "date_range_start=2026-01-01&date_range_end=2026-07-01";
    let rows = by_page(&mut store, &format!("/responses?include=partials&page_length=1000&{range}"));
    let count = get(&mut store, &format!("/reporting?type=count&{range}"));
    assert_eq!(count["responses"], rows.len());
    let shown = by_page(&mut store, &format!("/responses?include=all&page_length=1000&{range}"));
    assert_eq!(count["views"], shown.iter().filter(|it| !it["last_shown_at"].is_null()).count());
    let promoters = segment(&mut store, "Promoters");
    let in_segment =
        by_page(&mut store, &format!("/responses?include=partials&page_length=1000&{range}&segment_uuid={promoters}"));
    let report = get(&mut store, &format!("/reporting?type=count&{range}&segment_uuids[]={promoters}"));
    assert_eq!(report["responses"], in_segment.len());
    let tag = rows.iter().find_map(|it| it["tags"][0]["uuid"].as_str()).unwrap();
    let tagged = by_page(&mut store, &format!("/responses?include=partials&page_length=1000&{range}&tag_uuid={tag}"));
    let report = get(&mut store, &format!("/reporting?type=count&{range}&tag_uuids[]={tag}"));
    assert_eq!(report["responses"], tagged.len());
    assert!(!tagged.is_empty() && tagged.len() < in_segment.len());
}

#[test]
fn account_counters_count() {
    let mut store = seeded();
    let before = get(&mut store, "/account");
    let (mtu, msr) =
        (before["subscription"]["mtu_count"].as_u64().unwrap(), before["subscription"]["msr_count"].as_u64().unwrap());
    assert!(mtu > 1 && msr > 1 && before["subscription"]["mpv_count"].as_u64().unwrap() > 1);
    assert_eq!(before["subscription"]["plan"], "Pro");
    let form = form(&mut store, "Quarterly NPS");
    answer(&mut store, &form, json!({"nps": 9}));
    let after = get(&mut store, "/account");
    assert_eq!(after["subscription"]["mtu_count"], mtu + 1);
    assert_eq!(after["subscription"]["msr_count"], msr + 1);
    assert_eq!(after["environments"][0]["msr"], msr + 1);
    assert_eq!(after["environments"][0]["uuid"], get(&mut store, "/")["project_uuid"]);
    // A month later, nobody has been seen in the current month yet.
    let later = send_at(&mut store, &request("GET", "/account"), NOW + 31 * 24 * 3600 * 1000).value();
    assert_eq!(later["subscription"]["mtu_count"], 0);
    assert_eq!(later["environments"][0]["mte"], 0);
}
