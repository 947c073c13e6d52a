//! JavaScript values as inputs: what JSON cannot express is refused, with its place.

use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::{look, play};

/// Identifies a user with these attributes. Returns the path and message of the error, or the sent body.
async fn identify(attributes: &str) -> (String, String) {
    let outcome = play(&format!(
        "const fetch = async (_, init) => {{ log.push(init.body); return new Response('{{\"message\":\"ok\",\"contact_uuid\":\"c\"}}') }};
         return ['identify_user', {{ id: 'u', attributes: {attributes} }}, {{ ...base, fetch }}]"
    ))
    .await;
    match outcome.kind().as_str() {
        "ok" => (String::new(), look("log[0]")),
        "input" => (outcome.get("path"), outcome.get("message")),
        other => panic!("{attributes}: {other}"),
    }
}

#[wasm_bindgen_test]
async fn what_json_cannot_express_is_refused_at_any_depth() {
    for (value, said) in [
        ("NaN", "is not a finite number"),
        ("Infinity", "is not a finite number"),
        ("10n", "is a BigInt"),
        ("new Date()", "is a Date; give date.toISOString()"),
        ("[undefined]", "is undefined"),
        ("Symbol('s')", "is a Symbol"),
        ("() => 1", "is a function"),
        ("new Map()", "is a Map"),
        ("new Set()", "is a Set"),
        ("new Uint8Array(2)", "is a Uint8Array"),
        ("new (class Person {})()", "is a Person"),
        ("'\\ud800'", "half a surrogate pair"),
        ("(() => { const a = {}; a.a = { a }; return a })()", "contains itself"),
        ("({ get a() { throw new Error('boom') } })", "cannot be read: boom"),
        ("({ [Symbol('s')]: 1 })", "has a Symbol as a key"),
        ("new Proxy({}, { ownKeys() { throw new Error('boom') } })", "cannot be read: boom"),
        ("(() => { let a = 1; for (let i = 0; i < 100; i++) a = [a]; return a })()", "is nested too deeply"),
    ] {
        let (path, message) = identify(&format!("{{ a: {value} }}")).await;
        assert!(path.starts_with("\"attributes.a"), "{value}: {path}");
        assert!(message.contains(said), "{value}: {message}");
        let (path, _) = identify(&format!("{{ deep: [{{ b: {value} }}] }}")).await;
        assert!(path.starts_with("\"attributes.deep[0].b"), "{value}: {path}");
    }
}

#[wasm_bindgen_test]
async fn what_json_can_express_is_sent_unchanged() {
    for (attributes, sent) in [
        (
            "{ a: 'é🎉', b: 1.5, c: -0, d: 1e21, e: true, f: null }",
            r#"{"id":"u","a":"é🎉","b":1.5,"c":0,"d":1e+21,"e":true,"f":null}"#,
        ),
        ("{ ['__proto__']: 1, constructor: 2 }", r#"{"id":"u","__proto__":1,"constructor":2}"#),
        ("Object.assign(Object.create(null), { a: 1 })", r#"{"id":"u","a":1}"#),
        ("{ a: undefined, b: 1 }", r#"{"id":"u","b":1}"#),
        ("{ get a() { return 7 } }", r#"{"id":"u","a":7}"#),
        (
            "{ a: 9007199254740991, b: 9007199254740993, c: 1e300 }",
            r#"{"id":"u","a":9007199254740991,"b":9007199254740992,"c":1e+300}"#,
        ),
    ] {
        let (_, body) = identify(attributes).await;
        let body = js_sys::JSON::parse(&body).unwrap().as_string().unwrap();
        assert_eq!(body, sent, "{attributes}");
    }
}

#[wasm_bindgen_test]
async fn a_getter_is_read_once() {
    let (_, body) = identify("(() => { let n = 0; return { get a() { return ++n } } })()").await;
    assert!(body.contains(r#"\"a\":1"#), "{body}");
}

#[wasm_bindgen_test]
async fn no_input_is_an_empty_one() {
    let outcome = play("return ['verify_key', undefined, { ...base, fetch: async () => ok() }]").await;
    assert_eq!(outcome.kind(), "ok");
    let outcome = play("return ['verify_key', null, { ...base, fetch: async () => ok() }]").await;
    assert_eq!(outcome.kind(), "input");
}

#[wasm_bindgen_test]
async fn ten_thousand_bad_inputs_leave_nothing_behind() {
    for _ in 0..10_000 {
        play("return ['track_event', { id: 'u', event: NaN }, base]").await;
    }
    let outcome = play("return ['track_event', track, { ...base, fetch: async () => ok() }]").await;
    assert_eq!(outcome.kind(), "ok");
}
