//! The client of the feature `fetch`, with a `fetch` of the test in the global object.

use refiner_wasm::actions::contacts::{GetContact, IdentifyUser};
use refiner_wasm::actions::events::TrackEvent;
use refiner_wasm::actions::responses::ListResponses;
use refiner_wasm::call::paging::Next;
use refiner_wasm::call::{Error, Kind};
use refiner_wasm::fetch::{Client, Settings};
use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::{look, replace};

/// Settings as in the other tests: no retries, and short bodies.
pub fn settings() -> Settings {
    Settings {
        base_url: "https://api.example.com/v1".to_owned(),
        timeout_ms: 10_000.0,
        max_retries: 0,
        max_body_bytes: 1000,
        ..Settings::new("key-1")
    }
}

pub fn contact() -> GetContact {
    GetContact { id: Some("u 1".into()), ..GetContact::default() }
}

/// Reads a contact with this expression as the global `fetch`.
async fn read(fetch: &str, settings: Settings) -> Result<Option<String>, Error> {
    let _replaced = replace(&format!("return {{ fetch: {fetch} }}"));
    let contact = Client::new(settings)?.call(&contact()).await?;
    Ok(contact.value.uuid.map(|uuid| uuid.0))
}

#[wasm_bindgen_test]
async fn a_call_sends_what_the_declaration_says_and_returns_the_model() {
    let reply = r#"new Response('{"message":"ok","contact_uuid":"c-1","more":1}')"#;
    let _replaced =
        replace(&format!("return {{ fetch: async (url, init) => {{ log.push(url, init); return {reply}; }} }}"));
    let attributes = [("plan".to_owned(), "pro é 🎉".into())].into();
    let user = IdentifyUser { id: Some("u-1".into()), attributes: Some(attributes), ..IdentifyUser::default() };
    let identified = Client::new(settings()).unwrap().call(&user).await.unwrap();
    assert_eq!(identified.value.contact_uuid, Some("c-1".into()));
    assert_eq!(identified.raw["more"], 1);
    assert_eq!(look("log[0]"), r#""https://api.example.com/v1/identify-user""#);
    assert_eq!(
        look("[log[1].method, log[1].redirect, JSON.parse(log[1].body)]"),
        r#"["POST","manual",{"plan":"pro é 🎉","id":"u-1"}]"#
    );
    assert_eq!(
        look("[...new Headers(log[1].headers)]"),
        r#"[["accept","application/json"],["authorization","Bearer key-1"],["content-type","application/json"]]"#
    );
    // In a page and its workers, nothing comes from the HTTP cache. Elsewhere the option is not set at all.
    let has_cache = "typeof document === 'object' || typeof importScripts === 'function'";
    assert_eq!(look(&format!("log[1].cache === (({has_cache}) ? 'no-store' : undefined)")), "true");
    // Nothing is aborted after a success.
    assert_eq!(look("log[1].signal instanceof AbortSignal && !log[1].signal.aborted"), "true");
}

#[wasm_bindgen_test]
async fn a_page_of_a_list_says_how_to_go_on() {
    let page = r#"{"items":[{"uuid":"r-1"}],"pagination":{"items_count":2,"current_page":1,"last_page":2,"page_length":1,"next_page_cursor":"c"}}"#;
    let _replaced =
        replace(&format!("return {{ fetch: async (url) => {{ log.push(url); return new Response('{page}'); }} }}"));
    let client = Client::new(settings()).unwrap();
    let list = ListResponses { page_length: Some(1_u16.into()), ..ListResponses::default() };
    let page = client.call(&list).await.unwrap();
    assert_eq!((page.next, page.total), (Some(Next::Cursor("c".to_owned())), Some(2)));
    // The cursor of the request came back, and the page says that it is not the last.
    let again = client.call(&ListResponses { page_cursor: Some("c".into()), ..list }).await.unwrap();
    assert_eq!(again.next, Some(Next::Stuck));
    assert_eq!(look("log.at(-1)"), r#""https://api.example.com/v1/responses?page_cursor=c&page_length=1""#);
}

#[wasm_bindgen_test]
async fn a_busy_refiner_is_asked_again_after_the_wait_that_it_asks_for() {
    let _replaced = replace(
        "let count = 0;
         const busy = () => new Response(stalled().body, { status: 429, headers: { 'Retry-After': '7' } });
         const fetch = async () => { log.push('sent'); return count++ ? new Response('{\"uuid\":\"c-1\"}') : busy(); };
         const setTimeout = (handler, ms) => { if (ms === 7000) log.push(ms); return start(handler, ms === 7000 ? 0 : ms); };
         return { fetch, setTimeout }",
    );
    let client = Client::new(Settings { max_retries: 1, ..settings() }).unwrap();
    assert_eq!(client.call(&contact()).await.unwrap().value.uuid, Some("c-1".into()));
    // The body of the first reply, which nobody reads, holds no connection while the client waits.
    assert_eq!(look("log"), r#"["sent","cancelled",7000,"sent"]"#);
}

#[wasm_bindgen_test]
async fn a_wait_beyond_the_deadline_does_not_begin() {
    let busy = "async () => new Response('', { status: 429, headers: { 'Retry-After': '11' } })";
    let error = read(busy, Settings { max_retries: 5, ..settings() }).await.unwrap_err();
    assert_eq!((error.kind, error.attempts, error.retry_after_ms), (Kind::RateLimited, 1, Some(11_000.0)));
}

#[wasm_bindgen_test]
async fn an_event_is_not_sent_twice_and_a_read_is() {
    for (code, events) in [("ECONNRESET", 1), ("ECONNREFUSED", 3)] {
        let _replaced = replace(&format!(
            "const fetch = () => Promise.reject(new TypeError('failed', {{ cause: {{ code: '{code}' }} }}));
             return {{ fetch, setTimeout: (handler, ms) => start(handler, ms < 10000 ? 0 : ms) }}"
        ));
        let client = Client::new(Settings { max_retries: 2, ..settings() }).unwrap();
        let event = TrackEvent { id: Some("u-1".into()), event: Some("Upgraded".into()), ..TrackEvent::default() };
        let error = client.call(&event).await.unwrap_err();
        assert_eq!((error.kind, error.attempts), (Kind::Network, events), "{code}: {}", error.message);
        assert!(error.message.contains(code), "{}", error.message);
        assert_eq!(client.call(&contact()).await.unwrap_err().attempts, 3, "{code}");
    }
}

#[wasm_bindgen_test]
async fn the_deadline_passes_before_the_head_and_in_the_body() {
    for (answer, status) in [("never()", None), ("stalled()", Some(200))] {
        let fetch = format!(
            "async (_, init) => {{ init.signal.addEventListener('abort', () => log.push('aborted')); return {answer}; }}"
        );
        let error = read(&fetch, Settings { timeout_ms: 20.0, ..settings() }).await.unwrap_err();
        assert_eq!((error.kind, error.status, error.attempts), (Kind::Timeout, status, 1), "{answer}");
        assert_eq!(look("log.at(-1)"), r#""aborted""#, "{answer}");
        assert_eq!(look("log.includes('cancelled')"), (status == Some(200)).to_string(), "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_deadline_beyond_what_timers_hold_does_not_pass_at_once() {
    let late = "() => new Promise((resolve) => setTimeout(() => resolve(new Response('{\"uuid\":\"c-1\"}')), 10))";
    let read = read(late, Settings { timeout_ms: 1e15, ..settings() }).await;
    assert_eq!(read, Ok(Some("c-1".to_owned())));
}

#[wasm_bindgen_test]
async fn a_redirect_is_refused() {
    let hidden = "Object.defineProperties(stalled(), { type: { value: 'opaqueredirect' }, status: { value: 0 } })";
    for (answer, status) in [
        ("new Response(stalled().body, { status: 307, headers: { location: 'https://x.example' } })", Some(307)),
        (hidden, None),
    ] {
        let fetch = format!("async () => {{ log.push('sent'); return {answer}; }}");
        let error = read(&fetch, Settings { max_retries: 2, ..settings() }).await.unwrap_err();
        assert_eq!((error.kind, error.status), (Kind::Redirect, status), "{answer}");
        assert_eq!(look("log"), r#"["sent","cancelled"]"#, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_body_is_counted_while_it_streams() {
    let sized = |length: usize| format!("async () => new Response('{{\"uuid\":\"c-1\"}}'.padEnd({length}))");
    assert_eq!(read(&sized(1000), settings()).await, Ok(Some("c-1".to_owned())));
    assert_eq!(read(&sized(1001), settings()).await.unwrap_err().kind, Kind::TooLarge);
    let endless = |status: u16| {
        format!(
            "async () => new Response(new ReadableStream({{
                pull(controller) {{ log.push('pull'); controller.enqueue(new Uint8Array(100).fill(65)); }},
                cancel() {{ log.push('cancelled'); }} }}), {{ status: {status} }})"
        )
    };
    assert_eq!(read(&endless(200), settings()).await.unwrap_err().kind, Kind::TooLarge);
    assert_eq!(look("[log.at(-1), log.length < 20]"), r#"["cancelled",true]"#);
    // Of an error, the beginning is enough.
    assert_eq!(read(&endless(422), settings()).await.unwrap_err().kind, Kind::Rejected);
    assert_eq!(look("[log.at(-1), log.length < 200]"), r#"["cancelled",true]"#);
}

#[wasm_bindgen_test]
async fn whatever_the_host_gives_is_an_error_of_its_kind() {
    for (fetch, kind) in [
        ("undefined", Kind::Network),
        ("() => { throw undefined }", Kind::Network),
        ("() => Promise.reject(Symbol('odd'))", Kind::Network),
        ("() => Promise.reject(new Proxy({}, { get() { throw 1 } }))", Kind::Network),
        ("() => 'text'", Kind::Network),
        ("async () => ({ status: 200 })", Kind::Network),
        ("async () => new Response(new ReadableStream({ start(c) { c.error(new Error('reset')) } }))", Kind::Network),
        ("async () => new Response(new ReadableStream({ start(c) { c.enqueue('text') } }))", Kind::Network),
        ("async () => { const response = ok(); response.text(); return response; }", Kind::Network),
        ("async () => new Response(null, { status: 204 })", Kind::Decode),
        ("async () => new Response('<html>')", Kind::Decode),
        ("async () => new Response('{}', { status: 404 })", Kind::NotFound),
    ] {
        assert_eq!(read(fetch, settings()).await.unwrap_err().kind, kind, "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn an_error_counts_every_attempt() {
    let _replaced = replace(
        "let count = 0;
         const broken = () => new Response('', { status: 503, headers: { 'Retry-After': '0' } });
         return { fetch: async () => (count++ ? new Response('<html>') : broken()) }",
    );
    let client = Client::new(Settings { max_retries: 1, ..settings() }).unwrap();
    let error = client.call(&contact()).await.unwrap_err();
    assert_eq!((error.kind, error.attempts, error.status), (Kind::Decode, 2, Some(200)));
}

#[wasm_bindgen_test]
async fn nothing_that_is_shown_has_the_key() {
    for fetch in [
        "() => Promise.reject('with key-1 in it')",
        "() => { throw new Error('with key-1 in it', { cause: { code: 'key-1' } }) }",
        "async () => new Response('{\"error\":\"bad key-1\"}', { status: 401 })",
        "async () => new Response('{\"error\":\"Bearer a2V5LTE=\"}', { status: 422 })",
        "async () => new Response('you sent key-1')",
        "async () => new Response(new ReadableStream({ start(c) { c.error(new Error('key-1')) } }))",
    ] {
        let error = read(fetch, settings()).await.unwrap_err();
        let shown = format!("{error:?}");
        assert!(!shown.contains("key-1") && !shown.contains("a2V5LTE"), "{fetch}: {shown}");
        assert!(shown.contains("[hidden]"), "{fetch}: {shown}");
    }
    let shown = format!("{:?} {:?}", settings(), Client::new(settings()).unwrap());
    assert!(shown.contains("[hidden]") && !shown.contains("key-1"), "{shown}");
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_refused_before_anything_is_sent() {
    let fetch = "async () => { log.push('sent'); return ok(); }";
    for wrong in [
        Settings { base_url: "http://api.example.com/v1".to_owned(), ..settings() },
        Settings { key: "a\nb".to_owned(), ..settings() },
        Settings { key: String::new(), ..settings() },
        Settings { timeout_ms: 0.0, ..settings() },
        Settings { timeout_ms: f64::NAN, ..settings() },
        Settings { timeout_ms: f64::INFINITY, ..settings() },
        Settings { max_retries: 1001, ..settings() },
        Settings { max_body_bytes: 0, ..settings() },
    ] {
        let error = read(fetch, wrong.clone()).await.unwrap_err();
        assert_eq!((error.kind, error.attempts), (Kind::Config, 0), "{wrong:?}");
        assert_eq!(look("log"), "[]", "{wrong:?}");
    }
    let _replaced = replace(&format!("return {{ fetch: {fetch} }}"));
    let error = Client::new(settings()).unwrap().call(&GetContact::default()).await.unwrap_err();
    assert_eq!((error.kind, error.path.as_deref()), (Kind::Input, Some("")));
    assert_eq!(look("log"), "[]");
}
