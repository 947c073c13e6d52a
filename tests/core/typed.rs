//! The crate's own Rust API: replies read into models as tolerantly as the check walks them, and no key in what is shown.

use refiner_wasm::actions::Endpoint;
use refiner_wasm::actions::contacts::{GetContact, IdentifyUser};
use refiner_wasm::actions::responses::{ListResponses, StoreResponse};
use refiner_wasm::api::{Api, Decoded, Received};
use refiner_wasm::call::paging::Next;
use refiner_wasm::call::{Error, Event, Head, Kind, Policy, Step};
use serde_json::json;

const KEY: &str = "sandbox-key-00000000000000000000";

fn api() -> Api {
    Api::new("https://api.refiner.io/v1", KEY).unwrap()
}

fn decode<E: Endpoint>(input: &E, status: u16, body: &[u8]) -> Result<Decoded<E::Output>, Error> {
    api().request(input).unwrap().decode(Received { status, retry_after: Some("7"), body }, 0.0)
}

#[test]
fn a_started_call_sends_the_request_that_decodes_its_reply() {
    let policy = Policy { timeout_ms: 1_000.0, max_retries: 0, max_body_bytes: 1_000, key_can_change: false };
    let user = IdentifyUser { id: Some("u-1".into()), ..IdentifyUser::default() };
    let (mut call, request) = api().start(&user, policy, 0.0).unwrap();
    assert!(matches!(call.first(), Step::AskKey { again: false }));
    let Step::Send(outgoing) = call.next(Event::Key(KEY.to_owned()), 0.0, 1.0) else { panic!("nothing is sent") };
    assert_eq!((outgoing.method, &outgoing.url, &outgoing.body), (request.method, &request.url, &request.body));
    let sent: Vec<_> = outgoing.headers().map(|(name, value)| (name, value.to_owned())).collect();
    assert_eq!(sent, request.headers);
    let head = Head { status: 200, ..Head::default() };
    assert!(matches!(call.next(Event::Head(head), 1.0, 1.0), Step::Read { most: 1_000, whole: true }));
    let body = br#"{"message":"ok","contact_uuid":"c-1"}"#.to_vec();
    let Step::Done(Ok(reply)) = call.next(Event::Body(body), 2.0, 1.0) else { panic!("the call has not ended") };
    let received = Received { status: reply.status, retry_after: None, body: &reply.body };
    assert_eq!(request.decode(received, 2.0).unwrap().value.contact_uuid, Some("c-1".into()));
    assert_eq!(api().start(&IdentifyUser::default(), policy, 0.0).err().map(|error| error.kind), Some(Kind::Input));
}

#[test]
fn an_odd_item_costs_the_item_alone() {
    for odd in ["5", "null", "\"r-2\"", "[]", "[[{}]]"] {
        let body = format!(
            r#"{{"items":[{{"uuid":"r-1"}},{odd},{{"uuid":"r-3","tags":[{{"name":"a"}},{odd}],"data":[]}}],
               "pagination":{{"items_count":3,"current_page":1,"last_page":2,"page_length":3,"next_page_cursor":"abc"}}}}"#
        );
        let page = decode(&ListResponses::default(), 200, body.as_bytes()).unwrap();
        let items = page.value.items.unwrap();
        let uuids: Vec<_> = items.iter().map(|item| item.uuid.clone().unwrap().0).collect();
        assert_eq!(uuids, ["r-1", "r-3"], "{odd}");
        // A text is a tag by its name.
        let tags = if odd.starts_with('"') { 2 } else { 1 };
        assert_eq!(items[1].tags.as_ref().unwrap().len(), tags, "{odd}");
        assert!(items[1].data.as_ref().unwrap().is_empty(), "{odd}");
        assert_eq!(page.raw["items"].as_array().unwrap().len(), 3, "{odd}");
        assert!(page.anomalies.iter().any(|anomaly| anomaly.path == "items[1]"), "{odd}: {:?}", page.anomalies);
        assert_eq!(page.next, Some(Next::Cursor("abc".to_owned())));
    }
}

#[test]
fn whatever_the_check_takes_is_read() {
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    for body in [
        "{}".to_owned(),
        r#"{"uuid":7,"remote_id":null,"attributes":null,"segments":{},"account":[],"first_seen_at":"soon"}"#.to_owned(),
        r#"{"attributes":{"a":1e400,"b":"\ud800","c":[null,{}],"__proto__":1},"unknown":{"x":[1]}}"#.to_owned(),
        format!(r#"{{"uuid":"c-1","attributes":{{"a":{deep}}}}}"#),
        "\u{feff}{\"uuid\":\"c-1\",\"uuid\":\"c-2\"}".to_owned(),
    ] {
        let shown: String = body.chars().take(80).collect();
        let decoded = decode(&GetContact { id: Some("u-1".into()), ..GetContact::default() }, 200, body.as_bytes());
        assert!(!decoded.unwrap_or_else(|error| panic!("{shown}: {}", error.message)).raw.is_null(), "{shown}");
    }
}

#[test]
fn every_example_of_the_vendor_is_read_whole() {
    let contact = include_bytes!("../fixtures/contact.json");
    let decoded = decode(&GetContact { id: Some("u-1".into()), ..GetContact::default() }, 200, contact).unwrap();
    assert_eq!(decoded.anomalies, []);
    // What was read, written again, is what came.
    assert_eq!(serde_json::to_value(&decoded.value).unwrap()["uuid"], decoded.raw["uuid"]);
    assert_eq!(decoded.value.extra.len(), 0);
}

#[test]
fn a_failed_reply_is_an_error_of_its_kind() {
    let user = IdentifyUser { email: Some("jane@awesome.com".into()), ..IdentifyUser::default() };
    for (status, body, kind) in [
        (401, format!(r#"{{"error":"bad key {KEY}"}}"#), Kind::Auth),
        (404, r#"{"message":"API key not valid or does not exist"}"#.to_owned(), Kind::Auth),
        (429, String::new(), Kind::RateLimited),
        (302, "<html>".to_owned(), Kind::Redirect),
        (500, "x".repeat(1_000_000), Kind::Server),
        (200, format!("<html>{KEY}"), Kind::Decode),
        (200, String::new(), Kind::Decode),
        (204, String::new(), Kind::Decode),
        (200, "[]".to_owned(), Kind::Decode),
    ] {
        let error = decode(&user, status, body.as_bytes()).unwrap_err();
        assert_eq!((error.kind, error.status), (kind, Some(status)), "{status}");
        assert!(!format!("{error:?}").contains(KEY), "{status}");
        assert!(error.detail.is_none_or(|detail| detail.len() < 1_000), "{status}");
        assert_eq!(error.retry_after_ms, (status >= 400).then_some(7_000.0), "{status}");
    }
}

#[test]
fn nothing_shows_the_key_but_its_header() {
    let request = api().request(&GetContact { id: Some("u-1".into()), ..GetContact::default() }).unwrap();
    assert!(!format!("{request:?} {:?}", api()).contains(KEY));
    assert!(!request.url.contains(KEY) && request.body.is_none());
    let holding: Vec<_> = request.headers.iter().filter(|(_, value)| value.contains(KEY)).collect();
    assert_eq!(holding.len(), 1);
}

#[test]
fn wrong_set_ups_and_inputs_are_refused() {
    for (base, key) in
        [("http://api.refiner.io/v1", KEY), ("", KEY), ("https://api.refiner.io/v1", "a\nb"), ("https://a.example", "")]
    {
        assert_eq!(Api::new(base, key).unwrap_err().kind, Kind::Config, "{base} {key}");
    }
    let nameless = [(String::new(), 9.into())].into();
    let response = StoreResponse {
        form_uuid: Some("f-1".into()),
        id: Some("u-1".into()),
        answers: Some(nameless),
        ..StoreResponse::default()
    };
    let error = api().request(&response).unwrap_err();
    assert_eq!((error.kind, error.path.as_deref()), (Kind::Input, Some("answers[\"\"]")));
}

#[test]
fn what_is_sent_is_what_the_untyped_core_sends() {
    let data = [("nps".to_owned(), 9.into())].into();
    let list = ListResponses {
        form_uuids: Some(vec!["a&b".into(), "c".into()].into()),
        response_data: Some(data),
        with_attributes: Some(true),
        ..ListResponses::default()
    };
    let input = json!({ "form_uuids": ["a&b", "c"], "response_data": { "nps": 9 }, "with_attributes": true });
    let untyped = refiner_wasm::call::request::build(ListResponses::ACTION, &input.into()).unwrap();
    let typed = api().request(&list).unwrap();
    assert_eq!(typed.url, format!("https://api.refiner.io/v1/responses?{}", untyped.query));
    assert!(typed.is_retryable(503) && !typed.is_retryable(400));
}
