//! Periods in a time zone whose offset changes.

use refiner_wasm::insight::zone::Zone;
use refiner_wasm::insight::{Query, Summary};
use serde_json::{Value, json};

use super::pages::{json_of, page};

const HOUR: i64 = 3_600_000;

fn keys(group_by: &str, zone: Zone, times: &[&str]) -> Vec<Value> {
    let asked = json!({ "metrics": ["count"], "group_by": group_by, "time_zone": "Here" });
    let mut summary = Summary::new(Query::in_zone(&asked.into(), Some(zone)).unwrap());
    let rows: Vec<Value> = times.iter().map(|time| json!({ "last_data_reception_at": time, "data": {} })).collect();
    summary.add(page(&rows).as_bytes()).unwrap();
    let report = json_of(&summary.report());
    report["groups"].as_array().unwrap().iter().map(|group| json!([group["key"], group["items"]])).collect()
}

/// New York in 2026: summer time from 8 March, 07:00 UTC, to 1 November, 06:00 UTC.
fn new_york() -> Zone {
    let changes = [(0, -5), (1_772_953_200_000, -4), (1_793_512_800_000, -5)];
    Zone::new(changes.map(|(from, hours)| (from, hours * HOUR)).to_vec()).unwrap()
}

#[test]
fn a_day_of_23_hours_and_one_of_25() {
    let spring = ["2026-03-08 04:59:59", "2026-03-08 05:00:00", "2026-03-09 03:59:59", "2026-03-09 04:00:00"];
    let expected = [json!(["2026-03-07", 1]), json!(["2026-03-08", 2]), json!(["2026-03-09", 1])];
    assert_eq!(keys("day", new_york(), &spring), expected);
    let autumn = ["2026-11-01 03:59:59", "2026-11-01 04:00:00", "2026-11-02 04:59:59", "2026-11-02 05:00:00"];
    let expected = [json!(["2026-10-31", 1]), json!(["2026-11-01", 2]), json!(["2026-11-02", 1])];
    assert_eq!(keys("day", new_york(), &autumn), expected);
}

#[test]
fn weeks_and_months_begin_in_the_zone() {
    // A Monday, the 1st of June: it begins at 04:00 UTC.
    let june = ["2026-06-01 03:59:59", "2026-06-01 04:00:00"];
    assert_eq!(keys("week", new_york(), &june), [json!(["2026-W22", 1]), json!(["2026-W23", 1])]);
    assert_eq!(keys("month", new_york(), &june), [json!(["2026-05", 1]), json!(["2026-06", 1])]);
}

#[test]
fn empty_periods_across_a_change_are_one_each() {
    let around = ["2026-03-07 12:00:00", "2026-03-10 12:00:00"];
    let expected =
        [json!(["2026-03-07", 1]), json!(["2026-03-08", 0]), json!(["2026-03-09", 0]), json!(["2026-03-10", 1])];
    assert_eq!(keys("day", new_york(), &around), expected);
    let around = ["2026-10-25 12:00:00", "2026-11-09 12:00:00"];
    let weeks = [["2026-W43", "1"], ["2026-W44", "0"], ["2026-W45", "0"], ["2026-W46", "1"]];
    let expected = weeks.map(|[key, items]| json!([key, items.parse::<u64>().unwrap()]));
    assert_eq!(keys("week", new_york(), &around), expected);
}

#[test]
fn an_offset_need_not_be_whole_hours() {
    let india = Zone::new(vec![(0, 5 * HOUR + HOUR / 2)]).unwrap();
    let times = ["2026-01-01 18:29:59", "2026-01-01 18:30:00"];
    assert_eq!(keys("day", india, &times), [json!(["2026-01-01", 1]), json!(["2026-01-02", 1])]);
    // The first offset holds before its beginning too, and the last one for ever.
    let early = Zone::new(vec![(0, -HOUR), (HOUR, HOUR)]).unwrap();
    let times = ["1969-12-31 00:30:00", "1970-01-01 00:59:59", "1970-01-01 01:00:00", "2200-01-01 23:00:00"];
    let expected = [json!(["1969-12-30", 1]), json!(["1969-12-31", 1]), json!(["1970-01-01", 1])];
    let found = keys("day", early, &times);
    assert_eq!(found.iter().filter(|group| group[1] != 0).take(3).cloned().collect::<Vec<_>>(), expected);
    assert_eq!(found.last().unwrap(), &json!(["2200-01-02", 1]));
}

#[test]
fn a_table_out_of_order_is_none() {
    assert_eq!(Zone::new(Vec::new()), None);
    assert_eq!(Zone::new(vec![(5, 0), (5, 1)]), None);
    for (list, expected) in [
        (json!([0, 60_000]), Zone::new(vec![(0, 60_000)])),
        (json!([0, 1, 2]), None),
        (json!([0, "1"]), None),
        (json!([]), None),
        (json!({}), None),
    ] {
        assert_eq!(Zone::read(&list.clone().into()), expected, "{list}");
    }
}

#[test]
fn a_named_zone_needs_its_offsets() {
    let asked = |more: Value| {
        let mut asked = json!({ "metrics": ["count"], "group_by": "day" });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked.into()
    };
    let zone = json!({ "time_zone": "Europe/Berlin" });
    let found = Query::new(&asked(zone.clone())).map(|_| ()).unwrap_err();
    assert_eq!(
        (found.path.as_str(), found.problem.as_str()),
        ("time_zone", "is a time zone whose offsets are not known")
    );
    for minutes in [0, 60] {
        let both = json!({ "time_zone": "Europe/Berlin", "utc_offset_minutes": minutes });
        let found = Query::in_zone(&asked(both), Some(new_york())).map(|_| ()).unwrap_err();
        let problem = "cannot be given together with utc_offset_minutes";
        assert_eq!((found.path.as_str(), found.problem.as_str()), ("time_zone", problem));
    }
    Query::in_zone(&asked(zone), Some(new_york())).unwrap();
}
