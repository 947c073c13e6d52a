//! The check of replies against the model. Any bytes give either a reading or a sentence that says why there is none.
//! The anomalies of a reading are few and short, and each names its place. A reply that matches its declaration has
//! none; every deviation is reported at its place. A truncated reply is refused, and the message says so. White space
//! changes nothing. Whatever `serde_json` can read, this can read too.
//!
//! Input: the action, then a byte that says how to use the rest: as a body, or as choices that generate a reply.

use super::bytes::Bytes;
use super::json::spaced;
use super::reply::Reply;
use refiner_wasm::actions::{self, Action};
use refiner_wasm::call::reply::{Reading, read};
use refiner_wasm::json::ascii::{InAscii, in_ascii};
use serde_json::Value;
use std::collections::BTreeSet;

pub fn holds(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let (action, way) = (bytes.byte(), bytes.below(4));
    let action = actions::all().nth(usize::from(action) % actions::all().count()).unwrap();
    match way {
        0 => any_body(action, bytes.rest()),
        // The start of a list of items, which the fuzzer would find by itself, sooner or later.
        1 => any_body(action, &[b"{\"items\":[", bytes.rest(), b"}]}"].concat()),
        _ => made(action, bytes),
    }
}

/// An arbitrary body.
fn any_body(action: &Action, body: &[u8]) {
    let cursor = Some("a");
    let json = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let judged = serde_json::from_slice::<Value>(json);
    let reading = match read(action, body, cursor) {
        Ok(reading) => reading,
        Err(problem) => {
            assert!(!problem.is_empty() && problem.len() < 200, "{problem}");
            let items = judged.as_ref().ok().and_then(|value| value.get("items"));
            let is_usable =
                judged.as_ref().is_ok_and(Value::is_object) && (!action.list || items.is_some_and(Value::is_array));
            assert!(!is_usable, "{problem}");
            let is_cut = judged.is_err_and(|error| error.is_eof()) && json.trim_ascii_start().starts_with(b"{");
            // serde_json reads four digits of a `\u` escape even past the closing quote, and so may report the end of
            // the body there.
            let is_escape = json.windows(2).skip(json.len().saturating_sub(6)).any(|bytes| bytes == b"\\u");
            assert!(!is_cut || is_escape || problem.contains("ends in the middle"), "{problem}");
            return;
        }
    };
    is_sound(action, &reading);
    assert_eq!(reading.body, json);
    let spaced = spaced(json);
    let again = read(action, &spaced, cursor).unwrap();
    assert_eq!((reading.next, reading.items, reading.total), (again.next, again.items, again.total));
    // The byte-order mark is an anomaly of its own. The spaced copy does not contain it.
    let own = reading.anomalies.iter().filter(|anomaly| !anomaly.problem.contains("byte-order mark"));
    assert!(reading.anomalies.len() > 100 || own.eq(again.anomalies.iter()));
    match judged {
        Err(error) => assert!(!error.is_eof(), "{error}"),
        Ok(value) => {
            stays_in_ascii(json, &value);
            let items = value.get("items").and_then(Value::as_array).map_or(0, Vec::len);
            assert!(!action.list || reading.items == items);
            if let Some(total) = value.pointer("/pagination/items_count").and_then(Value::as_u64) {
                assert!(!action.list || reading.total == u32::try_from(total).ok());
            }
        }
    }
}

/// `in_ascii` gives the same JSON in ASCII, if the body has room for it.
fn stays_in_ascii(json: &[u8], value: &Value) {
    let others = json.iter().filter(|byte| !byte.is_ascii()).count();
    // Six bytes for each non-ASCII byte may be at most a fiftieth of the body: pad it to that length.
    let spacious = [json, &b" ".repeat(others * 6 * 50)].concat();
    match in_ascii(&spacious) {
        None => assert_eq!(others, 0),
        Some(InAscii { json, was_utf8 }) => {
            assert!(json.is_ascii() && was_utf8);
            assert_eq!(serde_json::from_slice::<Value>(&json).unwrap(), *value);
        }
    }
}

fn is_sound(action: &Action, reading: &Reading<'_>) {
    assert!(reading.anomalies.len() <= 101);
    assert_eq!(reading.next.is_some(), action.list);
    let mut seen = BTreeSet::new();
    for anomaly in &reading.anomalies {
        assert!(is_place(&anomaly.path) && anomaly.path.len() <= 2_000, "{}", anomaly.path);
        assert!((1..200).contains(&anomaly.problem.len()) && anomaly.count > 0, "{anomaly:?}");
        assert!(seen.insert((&anomaly.path, &anomaly.problem)), "{anomaly:?} is there twice");
    }
}

/// Whether this has the form `name.name[7]["any \"key\""].name`, or is empty.
fn is_place(path: &str) -> bool {
    let mut rest = path;
    while !rest.is_empty() {
        let is_first = rest.len() == path.len();
        rest = match rest.strip_prefix("[\"") {
            Some(quoted) => {
                let mut escaped = false;
                let end = quoted.find(|character: char| {
                    let is_end = character == '"' && !escaped;
                    escaped = character == '\\' && !escaped;
                    is_end || character.is_control()
                });
                match end.and_then(|end| quoted[end..].strip_prefix("\"]")) {
                    Some(rest) => rest,
                    None => return false,
                }
            }
            None => {
                let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
                let (start, is_index) = match (rest.strip_prefix('['), rest.strip_prefix('.')) {
                    (Some(rest), _) => (rest, true),
                    (None, Some(rest)) if !is_first => (rest, false),
                    (None, None) if is_first => (rest, false),
                    _ => return false,
                };
                let end = start.find(|character| !is_name(character)).unwrap_or(start.len());
                if end == 0 || (is_index && start[..end].parse::<usize>().is_err()) {
                    return false;
                }
                match is_index {
                    true if !start[end..].starts_with(']') => return false,
                    true => &start[end + 1..],
                    false => &start[end..],
                }
            }
        };
    }
    true
}

/// A generated reply, so everything about it is known.
fn made(action: &Action, bytes: Bytes<'_>) {
    let reply = Reply::new(action.output, bytes);
    let (body, odd, items) = (reply.body.clone(), reply.odd.clone(), reply.items);
    let mut rest = reply.rest();
    match read(action, body.as_bytes(), None) {
        Ok(reading) => {
            is_sound(action, &reading);
            assert!(!action.list || Some(reading.items) == items);
            let found: BTreeSet<String> = reading.anomalies.iter().map(|anomaly| pattern(&anomaly.path)).collect();
            if reading.anomalies.len() <= 100 {
                assert_eq!(found, odd, "{body}");
            }
        }
        Err(problem) => assert!(action.list && items.is_none(), "{problem}: {body}"),
    }
    let cut = usize::from(u16::from_le_bytes(rest.array())) % body.len();
    let problem = read(action, &body.as_bytes()[..cut], None).unwrap_err();
    let expected = if cut == 0 { "the body is empty" } else { "the body ends in the middle" };
    assert!(problem.starts_with(expected), "{problem}: {}", String::from_utf8_lossy(&body.as_bytes()[..cut]));
    let at = usize::from(u16::from_le_bytes(rest.array())) % body.len();
    let end = (at + rest.below(16)).min(body.len());
    any_body(action, &[&body.as_bytes()[..at], rest.rest(), &body.as_bytes()[end..]].concat());
}

/// The place without its indices. A key of digits alone never stands in brackets without quotes.
fn pattern(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push('[');
        rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
    }
    out + rest
}
