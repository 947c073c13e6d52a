//! What the core passes to fetch, and whatever fetch may return.

use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::{fetch, look, play};

#[wasm_bindgen_test]
async fn a_good_reply_comes_through() {
    let outcome = fetch("async (url, init) => { log.push(url, init); return ok(); }").await;
    assert_eq!(outcome.get("data"), r#"{"message":"ok"}"#);
    assert_eq!(outcome.get("attempts"), "1");
    assert_eq!(look("log[0]"), r#""https://api.example.com/v1/track-event""#);
    assert_eq!(
        look("[log[1].method, log[1].redirect, log[1].body]"),
        r#"["POST","manual","{\"id\":\"u-1\",\"event\":\"Upgraded\"}"]"#
    );
    assert_eq!(
        look("log[1].headers"),
        r#"{"Accept":"application/json","Content-Type":"application/json","Authorization":"Bearer key-1"}"#
    );
    assert_eq!(look("log[1].signal instanceof AbortSignal && !log[1].signal.aborted"), "true");
}

#[wasm_bindgen_test]
async fn the_cache_option_is_set_only_on_request() {
    // Some Workers throw if the option is set at all, whatever its value.
    fetch("async (_, init) => { log.push('cache' in init); return ok(); }").await;
    assert_eq!(look("log[0]"), "false");
    let fetch = "async (_, init) => { log.push(init.cache); return ok(); }";
    play(&format!("return ['track_event', track, {{ ...base, noStore: true, fetch: {fetch} }}]")).await;
    assert_eq!(look("log[0]"), r#""no-store""#);
}

#[wasm_bindgen_test]
async fn a_response_whose_url_is_empty_is_as_good_as_any() {
    let outcome = fetch("async () => { const response = ok(); log.push(response.url); return response; }").await;
    assert_eq!(look("log[0]"), r#""""#);
    assert_eq!(outcome.kind(), "ok");
}

#[wasm_bindgen_test]
async fn a_rejection_with_anything_is_a_network_error() {
    for (thrown, said) in [
        ("'plain text'", "plain text"),
        ("undefined", "no reason was given"),
        ("null", "no reason was given"),
        ("Object.freeze({ message: 'frozen' })", "frozen"),
        ("new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })", "fetch failed (ECONNREFUSED)"),
        ("new Proxy({}, { get() { throw 1 } })", "no reason was given"),
        ("Symbol('odd')", "no reason was given"),
    ] {
        let outcome = fetch(&format!("() => Promise.reject({thrown})")).await;
        assert_eq!(outcome.kind(), "network", "{thrown}");
        assert!(outcome.get("message").contains(said), "{thrown}: {}", outcome.get("message"));
        let outcome = fetch(&format!("() => {{ throw {thrown} }}")).await;
        assert_eq!(outcome.kind(), "network", "thrown at once: {thrown}");
    }
}

#[wasm_bindgen_test]
async fn what_was_thrown_is_kept_as_the_cause() {
    let outcome = fetch("() => Promise.reject('plain text')").await;
    assert_eq!(outcome.cause().as_string().as_deref(), Some("plain text"));
}

#[wasm_bindgen_test]
async fn the_key_is_taken_out_of_what_was_thrown() {
    for thrown in
        ["'with key-1 in it'", "new Error('with key-1 in it')", "new Error('outer', { cause: new Error('key-1') })"]
    {
        let outcome = fetch(&format!("() => Promise.reject({thrown})")).await;
        assert!(!outcome.get("message").contains("key-1"), "{thrown}");
        js_sys::Reflect::set(&js_sys::global(), &"__cause".into(), &outcome.cause()).unwrap();
        let shown = look("String(__cause) + __cause.message + __cause.stack + __cause.cause");
        assert!(!shown.contains("key-1"), "{thrown}: {shown}");
    }
}

#[wasm_bindgen_test]
async fn whatever_fetch_returns_the_call_settles() {
    for (given, kind) in [
        ("undefined", "network"),
        ("'text'", "network"),
        ("{}", "network"),
        ("{ status: '200' }", "network"),
        ("{ status: NaN }", "network"),
        ("{ status: 200 }", "network"),
        ("{ status: 200, body: null }", "decode"),
        ("{ status: 200, body: {} }", "network"),
        ("{ status: 200, body: { getReader() { throw new Error('locked') } } }", "network"),
        (
            "{ status: 200, body: { getReader: () => ({ read: async () => ({ value: 'text' }), cancel() {} }) } }",
            "network",
        ),
        (
            "{ status: 200, headers: null, arrayBuffer: async () => new TextEncoder().encode('{\"message\":\"ok\"}').buffer }",
            "ok",
        ),
        ("{ status: 200, arrayBuffer: async () => 'text' }", "network"),
        ("new Response(null, { status: 204 })", "decode"),
        ("new Response('<html>')", "decode"),
        ("new Response('[]')", "decode"),
        ("new Response('{}', { status: 302 })", "redirect"),
        ("new Response('{\"error\":\"no\"}', { status: 403 })", "permission"),
    ] {
        assert_eq!(fetch(&format!("async () => ({given})")).await.kind(), kind, "{given}");
    }
}

#[wasm_bindgen_test]
async fn a_body_that_was_read_before_is_an_error_and_not_a_trap() {
    let outcome = play("const response = ok(); response.text(); return ['track_event', track, { ...base, fetch: async () => response }]").await;
    assert_eq!(outcome.kind(), "network");
}

#[wasm_bindgen_test]
async fn a_body_is_counted_while_it_streams() {
    let outcome = fetch("async () => new Response('x'.repeat(1001))").await;
    assert_eq!(outcome.kind(), "too_large");
    let endless = "async () => new Response(new ReadableStream({
        pull(controller) { log.push('pull'); controller.enqueue(new Uint8Array(100)); },
        cancel() { log.push('cancelled'); } }))";
    assert_eq!(fetch(endless).await.kind(), "too_large");
    assert_eq!(look("log.at(-1)"), r#""cancelled""#);
    assert!(look("log.length").parse::<u32>().unwrap() <= 15);
}

#[wasm_bindgen_test]
async fn an_error_body_is_cut_and_released() {
    let outcome = fetch(
        "async () => new Response(new ReadableStream({
            pull(controller) { controller.enqueue(new Uint8Array(1000).fill(65)); }, cancel() { log.push('cancelled'); } }), { status: 422 })",
    )
    .await;
    assert_eq!(outcome.kind(), "rejected");
    assert_eq!(look("log"), r#"["cancelled"]"#);
}

#[wasm_bindgen_test]
async fn an_unread_body_is_released_before_the_next_attempt() {
    let outcome = play(
        "let count = 0;
         const fetch = async () => count++ ? ok() : new Response(stalled().body, { status: 503, headers: { 'Retry-After': '0' } });
         return ['track_event', track, { ...base, maxRetries: 1, fetch }]",
    )
    .await;
    assert_eq!(outcome.get("attempts"), "2");
    assert_eq!(look("log"), r#"["cancelled"]"#);
}

#[wasm_bindgen_test]
async fn the_key_may_be_a_function() {
    for (key, kind) in [
        ("() => 'key-1'", "ok"),
        ("async () => 'key-1'", "ok"),
        ("() => { throw new Error('closed') }", "config"),
        ("async () => { throw new Error('closed') }", "config"),
        ("() => 7", "config"),
        ("() => 'a\\nb'", "config"),
    ] {
        let outcome =
            play(&format!("return ['track_event', track, {{ ...base, key: {key}, fetch: async () => ok() }}]")).await;
        assert_eq!(outcome.kind(), kind, "{key}");
    }
}

#[wasm_bindgen_test]
async fn a_refused_key_is_requested_again_with_that_information() {
    let outcome = play(
        "const key = (question) => { log.push(question.refused); return question.refused ? 'new' : 'old' };
         const fetch = async (_, init) => init.headers.Authorization === 'Bearer new' ? ok() : new Response('', { status: 401 });
         return ['track_event', track, { ...base, key, fetch }]",
    )
    .await;
    assert_eq!(outcome.get("attempts"), "2");
    assert_eq!(look("log"), "[false,true]");
}

#[wasm_bindgen_test]
async fn a_body_can_go_to_a_sink_checked_or_not() {
    let page = r#"{"items":[{}],"pagination":{"items_count":7,"current_page":1,"last_page":7,"page_length":1,"next_page_cursor":"c"}}"#;
    let list = |body: &str, check: bool| {
        format!(
            "globalThis.__chunks = [];
            const sink = (chunk) => (__chunks.push(chunk && new TextDecoder().decode(chunk)), true);
            const fetch = async () => new Response('{body}');
            return ['list_responses', {{}}, {{ ...base, sink, check: {check}, fetch }}]"
        )
    };
    let came = js_sys::JSON::stringify(&page.into()).map(String::from).unwrap();
    let checked = play(&list(page, true)).await;
    assert_eq!(look("__chunks"), format!("[null,{came}]"));
    assert_eq!((checked.get("items").as_str(), checked.get("total").as_str()), ("1", "7"));
    assert_eq!(checked.get("next"), r#"{"page_cursor":"c"}"#);
    assert_ne!(checked.get("anomalies"), "[]");

    let unchecked = play(&list(page, false)).await;
    assert_eq!(look("[__chunks[0], __chunks.slice(1).join('')]"), format!("[null,{came}]"));
    assert_eq!((unchecked.get("status").as_str(), unchecked.get("attempts").as_str()), ("200", "1"));
    assert_eq!(unchecked.get("data"), came);
    assert_eq!(unchecked.get("anomalies"), "[]");

    assert_eq!(play(&list("not JSON", false)).await.get("data"), "\"not JSON\"");
    assert_eq!(look("__chunks.at(-1)"), "\"not JSON\"");
    assert_eq!(play(&list("{\"items\":[", true)).await.kind(), "decode");
}
