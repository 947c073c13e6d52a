//! The whole life of a call, in virtual time: deadline, retries, Retry-After, redirects, keys, and the kinds of error.

use refiner_wasm::call::{Kind, Policy};
use serde_json::{Value, json};

use crate::scripted::{Act, Story, play, policy};

const OK: Act = Act::Answer(200, None, r#"{"message":"ok"}"#);

fn read(script: Vec<Act>) -> Story {
    play("verify_key", json!({}), policy(), script)
}

fn track(script: Vec<Act>) -> Story {
    play("track_event", json!({"id": "u-1", "event": "Upgraded"}), policy(), script)
}

#[test]
fn a_call_that_works_asks_for_the_key_sends_and_reads() {
    let story = read(vec![OK]);
    let reply = story.result.as_ref().unwrap();
    assert_eq!((reply.status, reply.attempts, reply.body.as_slice()), (200, 1, br#"{"message":"ok"}"#.as_slice()));
    assert_eq!(story.steps, ["key", "send", "read all"]);
}

#[test]
fn two_500s_and_then_a_success() {
    let story = read(vec![Act::Answer(500, None, ""), Act::Answer(502, None, ""), OK]);
    assert_eq!(story.result.as_ref().unwrap().attempts, 3);
    // The client waits without reading a body that it does not need.
    assert_eq!(story.steps, ["key", "send", "wait 500", "send", "wait 1000", "send", "read all"]);
}

#[test]
fn the_retries_run_out() {
    let story = read(vec![Act::Answer(500, None, ""), Act::Answer(500, None, ""), Act::Answer(500, None, "down")]);
    let error = story.error();
    assert_eq!((error.kind, error.status, error.attempts), (Kind::Server, Some(500), 3));
    assert_eq!(error.detail.as_deref(), Some("down"));
}

#[test]
fn an_event_is_not_sent_twice_unless_the_server_did_nothing() {
    for (act, attempts) in [
        (Act::Answer(500, None, ""), 1),
        (Act::Answer(502, None, ""), 1),
        (Act::Lose(false), 1),
        (Act::BreakOff(200), 1),
    ] {
        assert_eq!(track(vec![act]).error().attempts, attempts);
    }
    for act in [Act::Answer(429, None, ""), Act::Answer(503, None, ""), Act::Lose(true)] {
        assert_eq!(track(vec![act, OK]).result.unwrap().attempts, 2);
    }
}

#[test]
fn a_write_that_was_lost_says_that_it_may_have_been_carried_out() {
    assert!(track(vec![Act::Lose(false)]).error().message.contains("may have been carried out"));
    assert!(!track(vec![Act::Lose(true), Act::Lose(true), Act::Lose(true)]).error().message.contains("carried out"));
}

#[test]
fn retry_after_is_obeyed_if_the_deadline_allows() {
    for (header, wait) in [
        ("2", "wait 2000"),
        ("0", "wait 0"),
        ("Thu, 01 Jan 2026 00:00:05 GMT", "wait 4990"),
        // Invalid values count as absent.
        ("-5", "wait 500"),
        ("NaN", "wait 500"),
        ("1e9", "wait 500"),
    ] {
        let story = read(vec![Act::Answer(429, Some(header), ""), OK]);
        assert_eq!(story.steps[2], wait, "{header}");
        assert!(story.result.is_ok());
    }
}

#[test]
fn retry_after_of_one_attempt_says_nothing_about_the_next() {
    let story = read(vec![Act::Answer(503, Some("10"), ""), Act::Lose(false), OK]);
    assert_eq!(story.steps, ["key", "send", "wait 10000", "send", "wait 1000", "send", "read all"]);
}

#[test]
fn no_key_is_asked_for_once_the_deadline_has_passed() {
    let policy = Policy { key_can_change: true, ..policy() };
    let story = play("verify_key", json!({}), policy, vec![Act::Key("old"), Act::StallInBody(401)]);
    assert_eq!((story.error().kind, story.error().attempts), (Kind::Auth, 1));
    assert_eq!(story.steps, ["key", "send", "read at most 16384"]);
}

#[test]
fn a_backoff_beyond_the_deadline_fails_at_once() {
    let story = read(vec![Act::Answer(429, Some("60"), r#"{"error":"You are doing this too often."}"#)]);
    let error = story.error();
    assert_eq!((error.kind, error.retry_after_ms, error.attempts), (Kind::RateLimited, Some(60_000.0), 1));
    assert_eq!(error.detail.as_deref(), Some("You are doing this too often."));
    assert_eq!(story.took, 10.0);

    let story = read(vec![Act::Answer(503, Some("1000000000"), "")]);
    assert_eq!((story.error().kind, story.error().retry_after_ms), (Kind::Server, Some(1e12)));
}

#[test]
fn one_deadline_covers_attempts_and_backoff() {
    let policy = Policy { timeout_ms: 1_200.0, max_retries: 10, ..policy() };
    let story = play("verify_key", json!({}), policy, vec![Act::Answer(500, None, ""), Act::Answer(500, None, "")]);
    // The second backoff, of 1,000 ms, would end after the deadline.
    assert_eq!(story.error().kind, Kind::Server);
    assert_eq!(story.took, 520.0);
}

#[test]
fn the_deadline_passes_before_or_in_the_body() {
    for act in [Act::Stall, Act::StallInBody(200)] {
        let story = read(vec![act]);
        assert_eq!((story.error().kind, story.took), (Kind::Timeout, 30_000.0));
        assert!(story.error().message.contains("30000 ms"), "{}", story.error().message);
    }
}

#[test]
fn an_error_status_counts_even_if_its_body_is_lost() {
    for act in [Act::BreakOff(422), Act::StallInBody(422)] {
        let error = read(vec![act]).error().clone();
        assert_eq!((error.kind, error.status), (Kind::Rejected, Some(422)));
    }
}

#[test]
fn abort_beats_retry() {
    let story = read(vec![Act::Answer(500, None, ""), Act::Abort]);
    assert_eq!((story.error().kind, story.error().attempts), (Kind::Aborted, 2));
}

#[test]
fn redirects_are_refused() {
    for status in [300, 301, 302, 303, 304, 307, 308] {
        let error = read(vec![Act::Answer(status, None, "")]).error().clone();
        assert_eq!((error.kind, error.status, error.attempts), (Kind::Redirect, Some(status), 1));
    }
    let error = read(vec![Act::OpaqueRedirect]).error().clone();
    assert_eq!((error.kind, error.status), (Kind::Redirect, None));
}

#[test]
fn bodies_that_are_too_long() {
    let error = read(vec![Act::TooLong]).error().clone();
    assert_eq!((error.kind, error.status), (Kind::TooLarge, Some(200)));
    assert!(error.message.contains("1000000 bytes"));
}

#[test]
fn not_implemented_is_not_retried() {
    assert_eq!(read(vec![Act::Answer(501, None, "")]).error().attempts, 1);
}

const UNKNOWN_KEY: &str = r#"{"message":"API key not valid or does not exist"}"#;

#[test]
fn a_refused_key_is_asked_for_once_more() {
    let policy = Policy { key_can_change: true, ..policy() };
    for act in
        [Act::Answer(401, None, r#"{"error":"API key does not look valid"}"#), Act::Answer(404, None, UNKNOWN_KEY)]
    {
        let story = play("verify_key", json!({}), policy, vec![Act::Key("old"), act, Act::Key("new"), OK]);
        assert_eq!(story.result.as_ref().unwrap().attempts, 2);
        assert_eq!(story.steps.iter().filter(|step| *step == "key again").count(), 1);
    }
}

#[test]
fn a_key_is_not_asked_for_a_third_time() {
    let policy = Policy { key_can_change: true, ..policy() };
    let script = vec![
        Act::Key("old"),
        Act::Answer(401, None, ""),
        Act::Key("new"),
        Act::Answer(401, None, r#"{"error":"API key does not look valid"}"#),
    ];
    let error = play("verify_key", json!({}), policy, script).error().clone();
    assert_eq!((error.kind, error.attempts), (Kind::Auth, 2));
}

#[test]
fn the_same_key_is_not_sent_again() {
    let policy = Policy { key_can_change: true, ..policy() };
    let script = vec![Act::Key("old"), Act::Answer(401, None, r#"{"error":"no"}"#), Act::Key("old")];
    let error = play("verify_key", json!({}), policy, script).error().clone();
    assert_eq!((error.kind, error.attempts, error.detail.as_deref()), (Kind::Auth, 1, Some("no")));
}

#[test]
fn a_fixed_key_is_not_asked_for_again() {
    let story = read(vec![Act::Answer(401, None, "")]);
    assert_eq!(story.steps, ["key", "send", "read at most 16384"]);
}

#[test]
fn not_found_is_not_a_bad_key() {
    let policy = Policy { key_can_change: true, ..policy() };
    let script = vec![Act::Key("old"), Act::Answer(404, None, r#"{"message":"No such form"}"#)];
    assert_eq!(play("verify_key", json!({}), policy, script).error().kind, Kind::NotFound);
}

#[test]
fn keys_that_are_unavailable_or_invalid_in_a_header() {
    let error = read(vec![Act::NoKey]).error().clone();
    assert_eq!((error.kind, error.attempts), (Kind::Config, 0));
    assert!(error.message.contains("the vault is closed"));
    for key in ["", "a\r\nX-Evil: 1", "ключ"] {
        let error = read(vec![Act::Key(key)]).error().clone();
        assert_eq!((error.kind, error.attempts), (Kind::Config, 0));
        assert!(key.is_empty() || !format!("{error:?}").contains(key));
    }
}

#[test]
fn the_key_is_in_no_error() {
    let secret = "key-very-secret";
    let ends: Vec<fn() -> Act> = vec![
        || Act::Answer(401, None, r#"{"error":"the key key-very-secret is unknown"}"#),
        || Act::Answer(500, None, "<pre>Authorization: Bearer key-very-secret</pre>"),
        || Act::LoseSaying("cannot send key-very-secret"),
        || Act::OpaqueRedirect,
        || Act::Stall,
    ];
    for end in ends {
        let policy = Policy { max_retries: 0, ..policy() };
        let story = play("verify_key", Value::Object(Default::default()), policy, vec![Act::Key(secret), end()]);
        assert!(!format!("{:?}", story.error()).contains(secret));
    }
}
