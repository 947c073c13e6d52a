//! The server on a real socket: faults, the control side, CORS.

#[path = "common/wire.rs"]
mod wire;

use std::io::{ErrorKind, Read};

use refiner_sandbox::{Options, choices};
use serde_json::{Value, json};
use wire::{Running, receive, receive_head};

fn start() -> Running {
    Running::start(Options { empty: true, rate_limits: false, ..Options::default() })
}

/// The reply to `GET /v1/` without a fault.
fn normal(sandbox: &Running) -> Vec<u8> {
    let reply = sandbox.call("GET", "/v1/", "");
    assert_eq!((reply.status(), reply.end), (200, Ok(())));
    assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()));
    reply.body
}

#[test]
fn faults_that_are_whole_replies() {
    let sandbox = start();
    let whole = normal(&sandbox);
    let reply = sandbox
        .with_fault(json!({"kind": "status", "status": 429, "headers": {"Retry-After": "1"}, "body": {"error": "x"}}));
    assert_eq!((reply.status(), reply.header("retry-after")), (429, Some("1")));
    assert_eq!((reply.header("content-type"), reply.json()), (Some("application/json"), json!({"error": "x"})));
    let reply = sandbox.with_fault(json!({"kind": "status", "status": 500, "body": "Oops"}));
    assert_eq!((reply.status(), reply.body.as_slice()), (500, b"Oops".as_slice()));
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));

    let reply = sandbox.with_fault(json!({"kind": "redirect", "status": 307, "location": "http://127.0.0.1:9/v1/"}));
    assert_eq!((reply.status(), reply.header("location")), (307, Some("http://127.0.0.1:9/v1/")));
    let reply = sandbox.with_fault(json!({"kind": "redirect"}));
    assert_eq!((reply.status(), reply.header("location")), (302, None));

    let reply = sandbox.with_fault(json!({"kind": "html", "status": 200}));
    assert_eq!((reply.status(), reply.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(reply.body.starts_with(b"<!doctype html>"));
    let reply = sandbox.with_fault(json!({"kind": "empty", "status": 204}));
    assert_eq!((reply.status(), reply.body.len(), reply.header("content-type")), (204, 0, None));
    let reply = sandbox.with_fault(json!({"kind": "body", "body": "77u/e30=", "base64": true}));
    assert_eq!((reply.status(), reply.body.as_slice()), (200, b"\xef\xbb\xbf{}".as_slice()));
    let reply = sandbox.with_fault(json!({"kind": "body", "body": "{", "content_type": "text/plain", "status": 418}));
    assert_eq!(
        (reply.status(), reply.header("content-type"), reply.body.as_slice()),
        (418, Some("text/plain"), b"{".as_slice())
    );

    assert_eq!(sandbox.with_fault(json!({"kind": "delay", "ms": 1})).body, whole);
    assert_eq!(sandbox.with_fault(json!({"kind": "pass"})).body, whole);
    assert_eq!(normal(&sandbox), whole);
}

#[test]
fn faults_that_break_the_connection() {
    let sandbox = start();
    let whole = normal(&sandbox);
    let length = whole.len().to_string();
    let reply = sandbox.with_fault(json!({"kind": "truncate", "bytes": 50}));
    assert_eq!((reply.status(), reply.header("content-length")), (200, Some(length.as_str())));
    assert_eq!((reply.body.as_slice(), reply.end), (&whole[..50], Ok(())));

    let reply = sandbox.with_fault(json!({"kind": "close_midway"}));
    assert_eq!((reply.status(), reply.header("content-length"), reply.end), (200, None, Ok(())));
    assert!(!reply.body.is_empty() && reply.body.len() < whole.len() && whole.starts_with(&reply.body));

    let reply = sandbox.with_fault(json!({"kind": "reset"}));
    assert_eq!((reply.head.as_str(), reply.end), ("", Err(ErrorKind::ConnectionReset)));

    let reply = sandbox.with_fault(json!({"kind": "reset_in_body"}));
    assert_eq!((reply.status(), reply.header("content-length")), (200, Some(length.as_str())));
    assert_eq!(reply.end, Err(ErrorKind::ConnectionReset));
    assert!(!reply.body.is_empty() && whole.starts_with(&reply.body));

    let reply = sandbox.with_fault(json!({"kind": "drip", "ms": 1}));
    assert_eq!((reply.body, reply.end), (whole.clone(), Ok(())));
    assert_eq!(normal(&sandbox), whole);
}

#[test]
fn a_stall_lasts_until_the_sandbox_stops() {
    let mut sandbox = start();
    sandbox.faults(json!([{"kind": "stall"}, {"kind": "stall_before_headers"}, {"kind": "delay", "ms": 3_600_000}]));
    let key = format!("authorization: Bearer {}\r\n", choices::KEY);
    let mut stalled = sandbox.open("GET", "/v1/", &key, "");
    let head = receive_head(&mut stalled);
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length: "), "{head}");
    let silent = sandbox.open("POST", "/v1/identify-user?id=u-1", &key, "");
    while sandbox.log().len() < 2 {}
    let delayed = sandbox.open("GET", "/v1/", &key, "");
    while sandbox.log().len() < 3 {}
    // Other clients are served meanwhile, and the stalled request has been carried out.
    assert_eq!(sandbox.call("GET", "/v1/contact?id=u-1", "").status(), 200);
    sandbox.stop();
    assert_eq!(receive(stalled).head, "", "nothing followed the headers");
    assert_eq!(receive(silent).head, "");
    assert_eq!(receive(delayed).head, "");
}

#[test]
fn an_endless_body_has_no_end_and_ends_with_the_client() {
    let sandbox = start();
    sandbox.faults(json!([{"kind": "endless"}]));
    let mut stream = sandbox.open("GET", "/v1/", "", "");
    let head = receive_head(&mut stream);
    assert!(head.contains("transfer-encoding: chunked"), "{head}");
    let mut eight_megabytes = vec![0; 8 << 20];
    stream.read_exact(&mut eight_megabytes).unwrap();
    assert!(eight_megabytes.starts_with(b"b\r\n{\"items\":[0\r\n4000\r\n,0,0"), "{:?}", &eight_megabytes[..40]);
    drop(stream);
    normal(&sandbox);
}

#[test]
fn faults_are_used_up_in_order_by_calls_only() {
    let sandbox = start();
    let queued =
        sandbox.faults(json!([{"kind": "status", "status": 500}, {"kind": "pass"}, {"kind": "status", "status": 503}]));
    assert_eq!(queued.json()["queued"], 3);
    let preflight = "origin: http://localhost:1\r\naccess-control-request-method: GET\r\n";
    assert_eq!(receive(sandbox.open("OPTIONS", "/v1/", preflight, "")).status(), 204);
    assert_eq!(sandbox.log().len(), 0, "a preflight is not remembered, nor is the control side");
    let statuses: Vec<_> = (0..4).map(|_| sandbox.call("GET", "/v1/", "").status()).collect();
    assert_eq!(statuses, [500, 200, 503, 200]);
    sandbox.faults(json!([{"kind": "status", "status": 500}]));
    sandbox.faults(json!([]));
    assert_eq!(sandbox.call("GET", "/v1/", "").status(), 200, "an empty list clears");
    sandbox.faults(json!([{"kind": "status", "status": 500}]));
    let wrong = sandbox.faults(json!([{"kind": "pass"}, {"kind": "explode"}]));
    assert_eq!(wrong.status(), 400);
    let sentence = wrong.json()["error"].as_str().unwrap().to_owned();
    assert!(sentence.contains("index 1") && sentence.contains("explode"), "{sentence}");
    assert_eq!(sandbox.call("POST", "/_sandbox/faults", "not JSON").status(), 400);
    assert_eq!(sandbox.call("GET", "/v1/", "").status(), 500, "a wrong list changes nothing");
    // A call that a fault answers is not carried out.
    sandbox.faults(json!([{"kind": "status", "status": 503}, {"kind": "reset"}]));
    sandbox.call("POST", "/v1/identify-user", r#"{"id":"u-1"}"#);
    sandbox.call("POST", "/v1/identify-user", r#"{"id":"u-1"}"#);
    assert_eq!(sandbox.call("GET", "/v1/contact?id=u-1", "").status(), 404);
}

#[test]
fn requests_are_remembered_as_they_came() {
    let sandbox = start();
    sandbox.call("POST", "/v1/identify-user?a%5B%5D=1&x=%2F", r#"{"id":"ü"}"#);
    receive(sandbox.open("GET", "/v1/contact", "X-Odd: Value\r\n", ""));
    sandbox.with_fault(json!({"kind": "reset"}));
    let log = sandbox.log();
    assert_eq!(log.len(), 3);
    assert_eq!((&log[0]["method"], &log[0]["path"]), (&json!("POST"), &json!("/v1/identify-user")));
    assert_eq!((&log[0]["query"], &log[0]["body"]), (&json!("a%5B%5D=1&x=%2F"), &json!(r#"{"id":"ü"}"#)));
    assert_eq!(log[0]["headers"]["authorization"], format!("Bearer {}", choices::KEY));
    assert_eq!((&log[1]["headers"]["x-odd"], &log[1]["body"]), (&json!("Value"), &Value::Null));
    assert!(
        log[0]["at"].as_i64().unwrap() >= choices::DEFAULT_NOW_MS && log[2]["at"].as_i64() >= log[0]["at"].as_i64()
    );
    assert_eq!(sandbox.call("DELETE", "/_sandbox/requests", "").status(), 200);
    assert_eq!(sandbox.log().len(), 0);
}

#[test]
fn a_reset_begins_again_with_other_options() {
    let sandbox = Running::start(Options { contacts: 20, responses: 50, ..Options::default() });
    let count = |target: &str| sandbox.call("GET", target, "").json()["pagination"]["items_count"].clone();
    assert_eq!((count("/v1/contacts"), count("/v1/responses?include=all")), (json!(20), json!(50)));
    let first = sandbox.call("GET", "/v1/", "").json();
    sandbox.faults(json!([{"kind": "status", "status": 500}]));
    assert_eq!(sandbox.call("POST", "/_sandbox/reset", r#"{"seed":9,"contacts":5,"rate_limits":"off"}"#).status(), 200);
    assert_eq!(sandbox.log().len(), 0);
    assert_eq!((count("/v1/contacts"), count("/v1/responses?include=all")), (json!(5), json!(50)));
    assert_ne!(sandbox.call("GET", "/v1/", "").json(), first);
    let many = (0..110).map(|_| sandbox.call("GET", "/v1/contact?id=user-00001", "").status());
    assert!(many.into_iter().all(|status| status == 200), "the limits are off");
    sandbox.call("POST", "/_sandbox/reset", "");
    assert_eq!((count("/v1/contacts"), sandbox.call("GET", "/v1/", "").json()), (json!(20), first));
    let many = (0..110).map(|_| sandbox.call("GET", "/v1/contact?id=user-00001", "").status());
    assert_eq!(many.filter(|status| *status == 429).count(), 10, "and on again");
    sandbox.call("POST", "/_sandbox/reset", r#"{"empty":true,"now":"2030-01-01"}"#);
    assert_eq!(count("/v1/contacts"), 0);
    let today = sandbox.call("GET", "/v1/account", "").json()["subscription"]["mtu_count_updated_at"].clone();
    assert!(today.as_str().unwrap().starts_with("2030-01-01T00:"), "{today}");
    let other_forms = r#"{"response_times":"iso","tags":"texts","no_account":"null"}"#;
    assert_eq!(sandbox.call("POST", "/_sandbox/reset", other_forms).status(), 200);
    let item = sandbox.call("GET", "/v1/responses?page_length=1", "").json()["items"][0].clone();
    assert!(item["completed_at"].as_str().unwrap().ends_with(".000000Z") && item["tags"].is_array(), "{item}");
    let contacts = sandbox.call("GET", "/v1/contacts", "").json()["items"].clone();
    assert!(contacts.as_array().unwrap().iter().any(|it| it["account"].is_null()));
    for wrong in [
        r#"{"sead":1}"#,
        r#"{"seed":-1}"#,
        r#"{"rate_limits":"maybe"}"#,
        r#"{"now":"later"}"#,
        r#"{"tags":"both"}"#,
        "[",
        "3",
    ] {
        let reply = sandbox.call("POST", "/_sandbox/reset", wrong);
        assert_eq!(reply.status(), 400, "{wrong}");
        assert!(reply.json()["error"].is_string(), "{wrong}");
    }
}

#[test]
fn pages_of_this_machine_may_call_and_others_may_not() {
    let sandbox = start();
    let ask = |method: &str, target: &str, origin: &str, more: &str| {
        receive(sandbox.open(method, target, &format!("origin: {origin}\r\n{more}"), ""))
    };
    let question = "access-control-request-method: DELETE\r\naccess-control-request-headers: authorization\r\n";
    for target in ["/v1/contact", "/_sandbox/faults"] {
        let allowed = ask("OPTIONS", target, "http://localhost:8787", question);
        assert_eq!(
            (allowed.status(), allowed.header("access-control-allow-origin")),
            (204, Some("http://localhost:8787"))
        );
        assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, POST, DELETE"));
        assert_eq!(allowed.header("access-control-allow-headers"), Some("Authorization, Content-Type"));
        let refused = ask("OPTIONS", target, "https://example.com", question);
        assert_eq!(refused.header("access-control-allow-origin"), None, "{target}");
        assert_eq!(refused.header("access-control-allow-methods"), None, "{target}");
    }
    for target in ["/v1/", "/v1/contacts", "/_sandbox/requests"] {
        let allowed = ask("GET", target, "https://[::1]:3000", "");
        assert_eq!(allowed.header("access-control-allow-origin"), Some("https://[::1]:3000"), "{target}");
        assert_eq!(allowed.header("access-control-expose-headers"), Some("Retry-After"), "{target}");
        assert_eq!(
            ask("GET", target, "http://example.com", "").header("access-control-allow-origin"),
            None,
            "{target}"
        );
    }
    sandbox.faults(json!([{"kind": "truncate", "bytes": 3}]));
    let broken = ask("GET", "/v1/", "http://127.0.0.1:1", "");
    assert_eq!(broken.header("access-control-allow-origin"), Some("http://127.0.0.1:1"));
}

#[test]
fn the_control_side_answers_this_machine_only() {
    let sandbox = start();
    let port = sandbox.address.port();
    sandbox.call("POST", "/v1/identify-user", r#"{"id":"u-1"}"#);
    for (method, target, body) in [
        ("POST", "/_sandbox/reset", ""),
        ("POST", "/_sandbox/faults", r#"[{"kind":"status","status":500}]"#),
        ("GET", "/_sandbox/requests", ""),
        ("DELETE", "/_sandbox/requests", ""),
    ] {
        for origin in ["http://example.com", "null", "http://127.0.0.1.example.com", "http://10.0.0.1:8787"] {
            let refused = receive(sandbox.open(method, target, &format!("origin: {origin}\r\n"), body));
            assert_eq!(
                (refused.status(), refused.header("access-control-allow-origin")),
                (403, None),
                "{target} {origin}"
            );
        }
        for host in
            ["example.com".to_owned(), format!("rebound.example.com:{port}"), "localhost.example.com".to_owned()]
        {
            let refused = receive(sandbox.open_at(&host, method, target, "", body));
            assert_eq!(refused.status(), 403, "{target} {host}");
            assert!(refused.json()["error"].as_str().unwrap().contains("Host"), "{target} {host}");
        }
    }
    assert_eq!(sandbox.call("GET", "/v1/contact?id=u-1", "").status(), 200, "nothing was reset, and no fault is set");
    assert_eq!(sandbox.log().len(), 2, "and nothing was forgotten");
    for host in [format!("localhost:{port}"), "LOCALHOST".to_owned(), "127.0.0.1".to_owned(), format!("[::1]:{port}")] {
        let answered =
            receive(sandbox.open_at(&host, "POST", "/_sandbox/faults", "origin: http://localhost:8787\r\n", "[]"));
        assert_eq!(answered.status(), 200, "{host}");
    }
}

#[test]
fn what_is_outside_is_told_so() {
    let sandbox = start();
    assert_eq!(sandbox.call("GET", "/", "").status(), 404);
    assert_eq!(sandbox.call("GET", "/v1/nope", "").status(), 404);
    assert_eq!(sandbox.call("GET", "/_sandbox/nope", "").status(), 404);
    assert_eq!(sandbox.call("GET", "/_sandbox/faults", "").status(), 405);
    let large = format!("\"{}\"", "x".repeat(choices::LARGEST_BODY));
    assert_eq!(sandbox.call("POST", "/v1/identify-user", &large).status(), 413);
}

#[tokio::test]
async fn it_listens_on_this_machine_only() {
    let listener = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let refused = refiner_sandbox::server::serve(listener, Options::default(), async {}).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidInput);
}
