//! Aborts and deadlines: before a call, while waiting for the head, in the body, during a backoff. None leaves anything
//! behind.

use wasm_bindgen_test::wasm_bindgen_test;

use super::stage::{look, play};

#[wasm_bindgen_test]
async fn the_deadline_passes_before_the_head() {
    let outcome = play(
        "const fetch = (_, init) => { init.signal.addEventListener('abort', () => log.push('aborted')); return never(); };
         return ['track_event', track, { ...base, timeoutMs: 20, fetch }]",
    )
    .await;
    assert_eq!(outcome.kind(), "timeout");
    assert_eq!(look("log"), r#"["aborted"]"#);
}

#[wasm_bindgen_test]
async fn the_deadline_passes_in_the_body() {
    let outcome = play("return ['track_event', track, { ...base, timeoutMs: 20, fetch: async () => stalled() }]").await;
    assert_eq!((outcome.kind().as_str(), outcome.get("status").as_str()), ("timeout", "200"));
    assert_eq!(look("log"), r#"["cancelled"]"#);
}

#[wasm_bindgen_test]
async fn the_deadline_covers_the_function_that_gives_the_key() {
    let outcome =
        play("return ['track_event', track, { ...base, timeoutMs: 20, key: never, fetch: async () => ok() }]").await;
    assert_eq!((outcome.kind().as_str(), outcome.get("attempts").as_str()), ("timeout", "0"));
}

#[wasm_bindgen_test]
async fn an_already_aborted_signal_sends_nothing() {
    let outcome = play(
        "const signal = AbortSignal.abort('enough');
         return ['track_event', track, { ...base, signal, fetch: async () => { log.push('sent'); return ok(); } }]",
    )
    .await;
    assert_eq!((outcome.kind().as_str(), outcome.get("attempts").as_str()), ("aborted", "0"));
    assert_eq!(outcome.cause().as_string().as_deref(), Some("enough"));
    assert_eq!(look("log"), "[]");
}

#[wasm_bindgen_test]
async fn an_abort_while_waiting_for_the_head() {
    let outcome = play(
        "const controller = new AbortController();
         const fetch = (_, init) => { init.signal.addEventListener('abort', () => log.push('passed on')); controller.abort('enough'); return never(); };
         return ['track_event', track, { ...base, signal: controller.signal, fetch }]",
    )
    .await;
    assert_eq!((outcome.kind().as_str(), outcome.get("attempts").as_str()), ("aborted", "1"));
    assert_eq!(look("log"), r#"["passed on"]"#);
}

#[wasm_bindgen_test]
async fn an_abort_in_the_body() {
    let outcome = play(
        "const controller = new AbortController();
         const body = new ReadableStream({ pull() { controller.abort(); return never(); }, cancel() { log.push('cancelled'); } }, { highWaterMark: 0 });
         return ['track_event', track, { ...base, signal: controller.signal, fetch: async () => new Response(body) }]",
    )
    .await;
    assert_eq!(outcome.kind(), "aborted");
    assert_eq!(look("log"), r#"["cancelled"]"#);
}

#[wasm_bindgen_test]
async fn an_abort_during_a_backoff() {
    let outcome = play(
        "const controller = new AbortController();
         const fetch = async () => { log.push('sent'); setTimeout(() => controller.abort(), 5); return new Response('', { status: 503, headers: { 'Retry-After': '8' } }) };
         return ['track_event', track, { ...base, maxRetries: 1, signal: controller.signal, fetch }]",
    )
    .await;
    assert_eq!(outcome.kind(), "aborted");
    assert_eq!(look("log"), r#"["sent"]"#);
}

#[wasm_bindgen_test]
async fn an_abort_beats_the_reply_that_comes_with_it() {
    let outcome = play(
        "const controller = new AbortController();
         return ['track_event', track, { ...base, signal: controller.signal, fetch: async () => { controller.abort(); return ok(); } }]",
    )
    .await;
    assert_eq!(outcome.kind(), "aborted");
}

#[wasm_bindgen_test]
async fn listeners_and_timers_are_released_on_every_path() {
    for fetch in ["async () => ok()", "async () => { throw 1 }", "async () => stalled()", "never"] {
        let outcome = play(&format!(
            "const controller = new AbortController();
             const {{ signal }} = controller;
             for (const name of ['addEventListener', 'removeEventListener']) {{
                 const real = signal[name].bind(signal);
                 signal[name] = (...rest) => {{ log.push(name); return real(...rest); }};
             }}
             const {{ setTimeout: start, clearTimeout: clear }} = globalThis;
             // A driver of a browser has timers of its own in the page, so only the call's are counted: they have its delay.
             const timers = new Set();
             globalThis.setTimeout = (handler, ms, ...rest) => {{
                 const timer = start(handler, ms, ...rest);
                 if (ms === 20) log.push('setTimeout'), timers.add(timer);
                 return timer;
             }};
             globalThis.clearTimeout = (timer) => {{ if (timers.has(timer)) log.push('clearTimeout'); return clear(timer); }};
             globalThis.__restore = () => Object.assign(globalThis, {{ setTimeout: start, clearTimeout: clear }});
             return ['track_event', track, {{ ...base, timeoutMs: 20, signal, fetch: {fetch} }}]",
        ))
        .await;
        look("globalThis.__restore()");
        for (begun, ended) in [("addEventListener", "removeEventListener"), ("setTimeout", "clearTimeout")] {
            let count = |name: &str| look(&format!("log.filter((entry) => entry === '{name}').length"));
            assert_eq!(count(begun), "1", "{fetch} {begun} ({})", outcome.kind());
            assert_eq!(count(ended), "1", "{fetch} {ended} ({})", outcome.kind());
        }
    }
}

#[wasm_bindgen_test]
async fn a_deadline_beyond_what_timers_hold_does_not_pass_at_once() {
    for timeout in ["2 ** 31", "2 ** 40"] {
        let fetch = "() => new Promise((resolve) => setTimeout(() => resolve(ok()), 10))";
        let outcome =
            play(&format!("return ['track_event', track, {{ ...base, timeoutMs: {timeout}, fetch: {fetch} }}]")).await;
        assert_eq!(outcome.kind(), "ok", "{timeout}");
    }
}
